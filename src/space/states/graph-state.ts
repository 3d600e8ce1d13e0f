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

/** A lookup of the node of a state that has a value of the graph's key. */
export interface KeyLookup {
  /** The attribute whose values are unique. */
  readonly name: string;
  /** The node with a value; undefined if there is none. */
  find(nodes: ElementState, value: unknown): number | undefined;
}

export interface GraphState {
  readonly directed: boolean;
  readonly pool: ReadonlyPool;
  readonly nodes: ElementState;
  readonly edges: ElementState;
  /** Over the edges of all states; shared by all of them. */
  readonly adjacency: Adjacency;
  /** The attribute by whose values nodes are found; undefined in a graph without one. */
  readonly key: KeyLookup | undefined;
  /** Grows whenever a node or an edge comes or goes; what is built for one version is dropped with it. */
  readonly structureVersion: number;
}
