/** A path through a graph: its nodes, and the edges between them. */
import type { Csr } from "../../view.js";
import { idsOf } from "./nodes.js";
import { tooFar } from "./weights/common-unit.js";

/** A path; iterated over it gives the ids of its nodes. */
export class Path implements Iterable<number> {
  /** The ids of the nodes, from the first to the last; at least one. */
  readonly nodes: Uint32Array;
  /** The ids of the edges, the one at `i` between the nodes at `i` and `i + 1`. */
  readonly edges: Uint32Array;
  /** The sum of the edges' weights; without weights, how many edges there are. */
  readonly distance: number;

  constructor(nodes: Uint32Array, edges: Uint32Array, distance: number) {
    this.nodes = nodes;
    this.edges = edges;
    this.distance = distance;
  }

  /** The form that `JSON.stringify` writes. */
  toJSON(): { nodes: number[]; edges: number[]; distance: number } {
    return { nodes: Array.from(this.nodes), edges: Array.from(this.edges), distance: this.distance };
  }

  [Symbol.iterator](): Iterator<number> {
    return this.nodes[Symbol.iterator]();
  }
}

/** A path out of indices. Throws if it is longer than a number holds. */
export function pathOf(
  csr: Pick<Csr, "nodeIds" | "edgeIds">,
  nodes: ArrayLike<number>,
  edges: ArrayLike<number>,
  weights: Float64Array | undefined,
): Path {
  let distance = 0;
  for (let i = 0; i < edges.length; i++) distance += weights === undefined ? 1 : weights[edges[i]];
  if (distance === Infinity) throw tooFar();
  return new Path(idsOf(csr.nodeIds, nodes), idsOf(csr.edgeIds, edges), distance);
}
