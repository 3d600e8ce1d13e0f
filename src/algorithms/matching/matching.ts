/** Edges of which no two share a node, as the algorithms that look for the best of them tell of them. */
import type { Csr } from "../../view.js";
import { arcsOf } from "../shared/arcs/direction.js";

/** Edges of which no two share a node. */
export interface Matching {
  /** Ids, ascending. */
  readonly edges: Uint32Array;
  /** Their number. */
  readonly size: number;
}

/** Edges of which no two share a node, and what they weigh. */
export interface WeightMatching extends Matching {
  /** The sum of the weights. */
  readonly weight: number;
}

/** The matching in which each node has the mate at its index, or -1; of parallel edges the oldest. */
export function matchingOf(csr: Csr, mates: Int32Array): Matching {
  const { offsets, ends, edges } = arcsOf(csr, "both");
  const taken: number[] = [];
  for (let u = 0; u < csr.nodeCount; u++) {
    if (mates[u] <= u) continue;
    let oldest = Infinity;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      if (ends[arc] === mates[u] && edges[arc] < oldest) oldest = edges[arc];
    }
    taken.push(csr.edgeIds[oldest]);
  }
  return { edges: Uint32Array.from(taken).sort(), size: taken.length };
}

/** The matching of edges given by index, ascending; an edge weighs 1 if there are no weights. */
export function weightMatchingOf(
  csr: Csr,
  edges: Uint32Array,
  weights: Float64Array | undefined,
): WeightMatching {
  let weight = 0;
  for (const edge of edges) weight += weights === undefined ? 1 : weights[edge];
  return { edges: edges.map((edge) => csr.edgeIds[edge]), size: edges.length, weight };
}
