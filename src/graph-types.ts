/** Types of attributes for TypeScript, and their derivation from a schema. */
import type { ValueOf, ValueType, Written, WrittenAs } from "./pool/value-type.js";

/** The attributes of nodes and edges by name: their types in TypeScript, or their value types as in a schema. */
export interface GraphTypes {
  readonly nodes?: object;
  readonly edges?: object;
}

/** The value types of attributes by name; attributes not mentioned take theirs from their first value. */
export interface GraphSchema extends GraphTypes {
  readonly nodes?: Readonly<Record<string, ValueType>>;
  readonly edges?: Readonly<Record<string, ValueType>>;
}

/** A graph of which nothing is known: any attribute, of any type. */
export interface AnyGraphTypes {
  readonly nodes: Record<string, unknown>;
  readonly edges: Record<string, unknown>;
}

type Attributes<A> = A extends object
  ? { [K in keyof A]: A[K] extends ValueType ? (string extends A[K] ? A[K] : ValueOf<A[K]>) : A[K] }
  : Record<string, unknown>;

type Writable<A> = A extends object
  ? {
      [K in keyof A]: A[K] extends ValueType ? (string extends A[K] ? A[K] : Written<A[K]>) : WrittenAs<A[K]>;
    }
  : Record<string, unknown>;

/** The attributes of a graph's nodes, as they are read. */
export type NodeAttributes<T extends GraphTypes> = Attributes<T["nodes"]>;

/** The attributes of a graph's edges, as they are read. */
export type EdgeAttributes<T extends GraphTypes> = Attributes<T["edges"]>;

/** The attributes of a graph's nodes with all the forms in which a value can be written: ms for a `Date`, and so on. */
export type WritableNodeAttributes<T extends GraphTypes> = Writable<T["nodes"]>;

/** The attributes of a graph's edges with all the forms in which a value can be written. */
export type WritableEdgeAttributes<T extends GraphTypes> = Writable<T["edges"]>;
