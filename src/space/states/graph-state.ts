/** One state of a graph: its live nodes and edges with their labels, types and attributes. */
import { describe } from "../../errors.js";
import type { ReadonlyPool } from "../../pool/pool.js";
import type { Adjacency } from "./adjacency.js";
import type { ElementState } from "./element-state.js";

/** The arcs of a node that are meant: those that leave it, those that enter it, or all of them. */
export type Direction = "out" | "in" | "both";

const DIRECTIONS: readonly unknown[] = ["out", "in", "both"] satisfies Direction[];

/** Throws unless `direction` is one. */
export function checkDirection(direction: unknown): asserts direction is Direction {
  if (DIRECTIONS.includes(direction)) return;
  throw new TypeError(`"direction" expected "out", "in" or "both", got ${describe(direction)}`);
}

/** A rule by which no two nodes share the values of some attributes. */
interface KeyRule {
  readonly label: string | undefined;
  readonly names: readonly string[];
  readonly isKey: boolean;
}

/** Finds the node of a state that has the values of a key. */
export interface KeyLookup {
  /** Grows with every change of the keys. */
  readonly version: number;
  /** The key of a label, or of all nodes; undefined if there is none. */
  keyOf(label: string | undefined): KeyRule | undefined;
  /** The labels that have a key. */
  readonly keyedLabels: readonly string[];
  /** All rules, the keys among those of unique values. */
  readonly uniques: readonly KeyRule[];
  readonly required: readonly { readonly label: string; readonly name: string }[];
  /** The node with these values; undefined if there is none. */
  find(nodes: ElementState, rule: KeyRule, values: readonly unknown[]): number | undefined;
  /** All nodes with these values, ascending: several in states from before the key was added. */
  findAll(nodes: ElementState, rule: KeyRule, values: readonly unknown[]): readonly number[];
  /** The nodes of a rule of one attribute and a label with some numbers; undefined where they have to be asked one by one. */
  holdersOf(nodes: ElementState, rule: KeyRule, keys: Float64Array): Int32Array | undefined;
}

export interface GraphState {
  readonly directed: boolean;
  readonly pool: ReadonlyPool;
  readonly nodes: ElementState;
  readonly edges: ElementState;
  /** The graph itself, as the one element that is always live: its own attributes. */
  readonly graph: ElementState;
  /** Over the edges of all states; shared by all of them. */
  readonly adjacency: Adjacency;
  /** How nodes are found by keys; undefined where there are none for good. */
  readonly keys: KeyLookup | undefined;
  /** Grows whenever a node or an edge comes or goes; what is built for one version is dropped with it. */
  readonly structureVersion: number;
}
