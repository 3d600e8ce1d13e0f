/** How the types of attributes are stated for TypeScript, and how they follow from a schema. */
import type { PlainObject, ValueOf, ValueType, Written, WrittenAs } from "./pool/value-type.js";

/** The attributes of nodes, of edges and of the graph itself by name: their types in TypeScript, or as in a schema. */
export interface GraphTypes {
  readonly nodes?: object;
  readonly edges?: object;
  readonly graph?: object;
}

/** The rules of a schema for an attribute of nodes of a label. */
export interface AttributeRule {
  readonly type?: ValueType;
  /** Whether each node of the label has a value. Defaults to false. */
  readonly required?: boolean;
  /** Whether no two nodes of the label have the same value. Defaults to false. */
  readonly unique?: boolean;
}

/** The value types of attributes by name; attributes not mentioned take theirs from their first value. */
export interface FlatSchema {
  readonly nodes?: Readonly<Record<string, ValueType>>;
  readonly edges?: Readonly<Record<string, ValueType>>;
  readonly graph?: Readonly<Record<string, ValueType>>;
}

/**
 * The value types of attributes, by name or by label and name; those not mentioned take theirs from their first value.
 * By label it also says which attributes are required and which unique. An attribute has one type for all labels.
 */
export interface GraphSchema extends GraphTypes {
  readonly nodes?:
    | Readonly<Record<string, ValueType>>
    | Readonly<Record<string, Readonly<Record<string, ValueType | AttributeRule>>>>;
  readonly edges?:
    | Readonly<Record<string, ValueType>>
    | Readonly<Record<string, Readonly<Record<string, ValueType>>>>;
  /** Those of the graph itself, `graph.attributes`. */
  readonly graph?: Readonly<Record<string, ValueType>>;
}

/** A graph of which nothing is known: any attribute, of any type. */
export interface AnyGraphTypes {
  readonly nodes: Record<string, unknown>;
  readonly edges: Record<string, unknown>;
  readonly graph: Record<string, unknown>;
}

/** Whether each property of a type is an object of properties: then they are labels, and else attributes. */
type IsByLabel<A> = [keyof A] extends [never]
  ? false
  : string extends keyof A
    ? false
    : [A[keyof A]] extends [PlainObject]
      ? unknown extends A[keyof A]
        ? false
        : true
      : false;

/** The properties of all members of a union. */
type AnyOf<U, K extends PropertyKey> = U extends unknown ? (K extends keyof U ? U[K] : never) : never;
type KeysOf<U> = U extends unknown ? keyof U : never;

/** The attributes of all labels together. */
type Together<A> = { [K in KeysOf<A[keyof A]>]: AnyOf<A[keyof A], K> };

type Flat<A> = IsByLabel<A> extends true ? Together<A> : A;

/** An attribute of which a schema does not say the type. */
interface Untyped {
  readonly untyped: never;
}

/** The value type that a schema gives an attribute; what is no part of a schema stays. */
type TypeIn<V> = [V] extends [ValueType]
  ? V
  : [V] extends [{ readonly type: infer X extends ValueType }]
    ? X
    : [V] extends [{ readonly required: boolean } | { readonly unique: boolean }]
      ? Untyped
      : V;

type ReadAs<V> = [V] extends [Untyped]
  ? unknown
  : [V] extends [ValueType]
    ? string extends V
      ? V
      : ValueOf<V & ValueType>
    : V;

type Attributes<A> = A extends object
  ? { [K in keyof Flat<A>]: ReadAs<TypeIn<Flat<A>[K]>> }
  : Record<string, unknown>;

type WriteAs<V> = [V] extends [Untyped]
  ? unknown
  : [V] extends [ValueType]
    ? string extends V
      ? V
      : Written<V & ValueType>
    : WrittenAs<V>;

type Writable<A> = A extends object
  ? { [K in keyof Flat<A>]: WriteAs<TypeIn<Flat<A>[K]>> }
  : Record<string, unknown>;

/** The labels of a graph whose attributes are stated by label; any name of others. */
export type LabelOf<T extends GraphTypes> =
  IsByLabel<T["nodes"]> extends true ? keyof T["nodes"] & string : string;

/** The attributes of nodes of a label, with all the forms in which a value can be written. */
export type WritableLabelAttributes<T extends GraphTypes, L extends string> = T["nodes"] extends infer A
  ? IsByLabel<A> extends true
    ? L extends keyof A
      ? { [K in keyof A[L]]: WriteAs<TypeIn<A[L][K]>> }
      : WritableNodeAttributes<T>
    : WritableNodeAttributes<T>
  : never;

/** The attributes of a graph's nodes, as they are read. */
export type NodeAttributes<T extends GraphTypes> = Attributes<T["nodes"]>;

/** The attributes of a graph's edges, as they are read. */
export type EdgeAttributes<T extends GraphTypes> = Attributes<T["edges"]>;

/** The attributes of a graph's nodes with all the forms in which a value can be written: ms for a `Date`, and so on. */
export type WritableNodeAttributes<T extends GraphTypes> = Writable<T["nodes"]>;

/** The attributes of a graph's edges with all the forms in which a value can be written. */
export type WritableEdgeAttributes<T extends GraphTypes> = Writable<T["edges"]>;

/** The attributes of a graph itself, as they are read. */
export type OwnAttributes<T extends GraphTypes> = Attributes<T["graph"]>;

/** The attributes of a graph itself with all the forms in which a value can be written. */
export type WritableOwnAttributes<T extends GraphTypes> = Writable<T["graph"]>;
