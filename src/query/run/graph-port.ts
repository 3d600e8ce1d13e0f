/** The graph as the executor sees it. The real graph is one; tests have a plain one of their own. */
import type { GraphState } from "../../space/states/graph-state.js";
import type { NodeAccess } from "../plan/node-access.js";
import type { ElementSource } from "../values/elements.js";
import type { CypherValue } from "../values/value.js";

export interface GraphPort extends ElementSource {
  readonly directed: boolean;
  readonly nodeCount: number;
  readonly relationshipCount: number;
  /** Ids of the nodes, with a label or all of them; of those that were there when it was asked. */
  nodeIds(label: string | undefined): Iterable<number>;
  /** Ids of the relationships of a node that lead away from it, towards it, or either; a loop once in each. */
  incident(node: number, direction: "out" | "in" | "both"): ArrayLike<number>;
  /** The view that procedures get. */
  readonly view: unknown;
  /** The state itself, whose columns the engine reads; undefined for a graph that has none. */
  readonly state?: GraphState | undefined;
  /** The graph at a revision, or at a time in ms; undefined where there is no history. Throws if there is no such one. */
  readonly at?: ((revision: string | number) => GraphPort) | undefined;
  /** The history of the graph, for procedures; undefined where there is none. */
  readonly history?: unknown;
  /** How nodes are found without looking at all of them; undefined where there is no other way. */
  readonly access?: NodeAccess | undefined;
}

export type ElementKindWord = "node" | "relationship";

/** Values of an attribute for many elements, one each; nulls are texts of the code NONE and booleans that are UNKNOWN. */
export type BulkVector =
  /** INTEGERs are safe ones, so that a double holds each exactly. `nulls` has 1 where there is no value. */
  | {
      readonly kind: "integers" | "floats";
      readonly values: Float64Array;
      readonly nulls: Uint8Array | undefined;
    }
  | { readonly kind: "booleans"; readonly values: Uint8Array }
  | { readonly kind: "texts"; readonly codes: Uint32Array; readonly strings: readonly string[] }
  | { readonly kind: "values"; readonly values: readonly CypherValue[] }
  | { readonly kind: "constant"; readonly value: CypherValue };

/**
 * Writes of many elements at one go. Each does what writes one by one would do, or gives undefined, or throws, where they
 * have to be done one by one: what it has written by then is to be taken back.
 */
export interface BulkWrites {
  /** Runs a function; what it wrote is taken back if it throws. */
  whole<R>(run: () => R): R;
  /** Creates nodes with the same labels, or each with its own, and returns their ids, which follow each other. */
  createNodes(
    count: number,
    labels: readonly string[] | readonly (readonly string[])[],
    attributes: ReadonlyMap<string, BulkVector>,
  ): Uint32Array | undefined;
  /** Creates relationships with the same type, or each with its own, and returns their ids, which follow each other. */
  createRelationships(
    sources: Uint32Array,
    targets: Uint32Array,
    type: string | readonly string[],
    attributes: ReadonlyMap<string, BulkVector>,
  ): Uint32Array | undefined;
  /** Sets an attribute of elements, of one that is named twice the later value. */
  setAttributes(kind: ElementKindWord, ids: Uint32Array, name: string, values: BulkVector): true | undefined;
  /** Finds the nodes that have some labels and the values of a key, while no attribute changes; undefined if no key tells. */
  finderByKey(
    labels: readonly string[],
    names: readonly string[],
  ): ((values: readonly CypherValue[]) => readonly number[]) | undefined;
  /** The relationships of a type from one node to another. O(the smaller degree of the two). */
  relationshipsBetween(source: number, target: number, type: string): ReadonlySet<number>;
}

/** A graph that can be written to. A write that is refused throws and changes nothing. */
export interface WritableGraphPort extends GraphPort {
  /** Undefined where all is written one by one. */
  readonly bulk?: BulkWrites | undefined;
  createNode(labels: readonly string[], attributes: ReadonlyMap<string, CypherValue>): number;
  createRelationship(
    source: number,
    target: number,
    type: string,
    attributes: ReadonlyMap<string, CypherValue>,
  ): number;
  /** Null takes the attribute away. */
  setAttribute(kind: ElementKindWord, id: number, name: string, value: CypherValue): void;
  /**
   * A value as it would be read after a write to an attribute, such as rounded to 32 bits; the value itself where the
   * attribute takes it as it is or not at all. Where it is not there, all values are taken as they are.
   */
  asStored?(kind: ElementKindWord, name: string, value: CypherValue): CypherValue;
  setLabels(node: number, labels: readonly string[]): void;
  /** The relationships of the node have to be gone before the statement ends. */
  deleteNode(node: number): void;
  deleteRelationship(relationship: number): void;
  /** Whether a schema declares an attribute as json, which holds maps and lists of anything; where it is not there, none is. */
  holdsDocuments?(kind: ElementKindWord, name: string): boolean;
}
