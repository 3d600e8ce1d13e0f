/** Conflicts of a merge, as data, and their resolutions. */
import type { ElementKind, OwnerKind } from "../../pool/pool.js";
import type { ValueType } from "../../pool/value-type.js";

/** A node or an edge. */
export interface ElementRef {
  readonly kind: ElementKind;
  readonly id: number;
}

/** An owner of attributes: a node, an edge, or the graph itself, which is of kind "graph" and has id 0. */
export interface OwnerRef {
  readonly kind: OwnerKind;
  readonly id: number;
}

/** The values of the base and of both sides of a conflict; undefined means absent or removed. */
interface Sides<T> {
  readonly base: T | undefined;
  readonly ours: T | undefined;
  readonly theirs: T | undefined;
}

/** Both sides gave an attribute of an element different values. */
export interface AttributeConflict extends Sides<unknown> {
  readonly kind: "attribute";
  readonly element: OwnerRef;
  readonly attribute: string;
}

/** One side removed an element that the other changed. The sides are its attributes; undefined where removed. */
export interface RemovalConflict extends Sides<Readonly<Record<string, unknown>>> {
  readonly kind: "removal";
  readonly element: ElementRef;
}

/** One side added an edge to a node that the other removed. The sides say whether the node is there. */
export interface DanglingConflict extends Sides<boolean> {
  readonly kind: "dangling";
  /** The edge. */
  readonly element: ElementRef;
  /** The node that was removed. */
  readonly node: number;
  /** The side that added the edge. */
  readonly addedBy: "ours" | "theirs";
}

/** Each side began an attribute with a type of its own. */
export interface SchemaConflict extends Sides<ValueType> {
  readonly kind: "schema";
  readonly element: undefined;
  /** Whether the attribute is one of nodes, of edges, or of the graph itself. */
  readonly elements: OwnerKind;
  readonly attribute: string;
}

/** The two sides gave the same unique key to different nodes. The sides are those nodes. */
export interface KeyConflict extends Sides<number> {
  readonly kind: "key";
  /** Their node. */
  readonly element: ElementRef;
  /** The key's attribute; of a key of several the last one, which the node that gives way loses. */
  readonly attribute: string;
  readonly value: unknown;
  /** Whose nodes have the key, and all its attributes, where it is one of a label. */
  readonly label?: string;
  readonly key?: readonly string[];
}

/**
 * A node would lack an attribute that its label requires: one side gave it the label, the other took the attribute away,
 * or the rule is younger than the side. The sides are the attribute's values.
 */
export interface RequiredConflict extends Sides<unknown> {
  readonly kind: "required";
  /** The node. */
  readonly element: ElementRef;
  readonly attribute: string;
  /** The label that requires it. */
  readonly label: string;
}

/** Something that the two sides of a merge cannot both have. */
export type Conflict =
  | AttributeConflict
  | RemovalConflict
  | DanglingConflict
  | SchemaConflict
  | KeyConflict
  | RequiredConflict;

/**
 * The resolution of a conflict. `ours` and `theirs` take that side's change; `{ value }` sets an attribute (null
 * removes it); for a dangling edge `dropEdge` leaves it out and `resurrect` restores the node with everything that
 * was removed with it. `unify` makes one node of two that have the same key; of a node that was removed since it became
 * one with another, it has what came to it since go the same way. Where an attribute is required, a side means its
 * value, or that the node is without the label as it is there; a side that breaks the rule itself is refused.
 */
export type Resolution = "ours" | "theirs" | "dropEdge" | "resurrect" | "unify" | { readonly value: unknown };

/**
 * The policy for an attribute's values: a side, a function (null removes the value, undefined leaves the conflict
 * open), or `sum` of changes, `max`, `min`, `union` of lists; conflicts that these cannot resolve stay open.
 */
export type AttributePolicy =
  | "ours"
  | "theirs"
  | "sum"
  | "max"
  | "min"
  | "union"
  | ((conflict: AttributeConflict) => unknown);

/** A policy for an attribute's values that a graph can keep: any but a function. */
export type KeptAttributePolicy = Extract<AttributePolicy, string>;

/** Policies that a graph keeps for all its merges, `graph.history.policies`; see `Policies`. */
export interface KeptPolicies {
  readonly policy?: "ours" | "theirs";
  readonly attributes?: Readonly<Record<string, KeptAttributePolicy>>;
  readonly unify?: boolean;
  readonly uniqueEdges?: boolean | string | readonly string[];
}

export const NO_POLICIES: KeptPolicies = Object.freeze({});

/** The automatic resolution of conflicts; a function returns undefined to leave one open. */
export type ConflictPolicy = "ours" | "theirs" | ((conflict: Conflict) => Resolution | undefined);

/** The attributes of one element in which both sides differ, beside all attributes that each side has of it. */
export interface ElementConflict extends Sides<Readonly<Record<string, unknown>>> {
  readonly element: OwnerRef;
  /** The names of the attributes that are in conflict. */
  readonly attributes: readonly string[];
}

/**
 * How to reconcile an element as a whole: by side, or by values for attributes in conflict (null takes a value away);
 * those that are not mentioned stay open, all of them with undefined.
 */
export type ElementPolicy = (
  conflict: ElementConflict,
) => "ours" | "theirs" | Readonly<Record<string, unknown>> | undefined;
