/** The types of edges that a reader requests: one, several, or any. */
import { describe } from "../../errors.js";
import type { ElementState } from "./element-state.js";
import type { Direction } from "./graph-state.js";

/** One type of edges, or several of which an edge has one. */
export type EdgeTypes = string | readonly string[];

/** Which of a node's edges are read. */
export interface AlongOptions {
  /** Defaults to "out". In an undirected graph all directions are the same. */
  readonly direction?: Direction | undefined;
  /** One type of edges or several; an edge of any type or of none counts if it is left out. */
  readonly type?: EdgeTypes | null | undefined;
}

/** Types that were read: their names; undefined for edges of any type and of none. */
export function readEdgeTypes(given: unknown): readonly string[] | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given === "string") return [given];
  if (!Array.isArray(given))
    throw new TypeError(`"type" expected a type of edges or an array of them, got ${describe(given)}`);
  const names: string[] = [];
  for (let i = 0; i < given.length; i++) {
    const name: unknown = given[i];
    if (typeof name !== "string")
      throw new TypeError(`"type[${i}]" expected a string, got ${describe(name)}`);
    names.push(name);
  }
  return names;
}

/** Tests whether an edge is of certain types, in one state. */
export class TypeTest {
  readonly #state: ElementState;
  readonly #codes: readonly number[];

  /** A name that the graph has never had is of no edge. */
  constructor(state: ElementState, names: readonly string[]) {
    this.#state = state;
    this.#codes = names.map((name) => state.labelSets.findSingle(name)).filter((code) => code >= 0);
  }

  has(edge: number): boolean {
    return this.#codes.includes(this.#state.labelRows.get(edge));
  }

  /** Those of `edges`, which is written to, that are of the types. */
  filter(edges: Uint32Array): Uint32Array {
    let count = 0;
    for (let i = 0; i < edges.length; i++) if (this.has(edges[i])) edges[count++] = edges[i];
    return count === edges.length ? edges : edges.slice(0, count);
  }
}
