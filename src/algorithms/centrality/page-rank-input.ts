/** Input and result of the rounds of PageRank. */
import type { CsrPlace } from "../../kernels/core/csr.js";

export interface RankInput {
  /** The arcs that come into each node. */
  readonly arcs: {
    readonly offsets: Uint32Array;
    readonly ends: Uint32Array;
    readonly edges: Uint32Array;
    readonly place?: CsrPlace | undefined;
  };
  /** By edge; all 1 if undefined. */
  readonly weights: Float64Array | undefined;
  /** One over the weight of each node's outgoing arcs; 0 for dangling nodes, which have none. */
  readonly inverseOutWeights: Float64Array;
  /** The teleport distribution, with sum 1; uniform if undefined. */
  readonly teleport: Float64Array | undefined;
  readonly damping: number;
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly tick: (done: number) => void;
}

export interface Ranks {
  readonly ranks: Float64Array;
  readonly iterations: number;
  /** The sum of the differences in the last round. */
  readonly change: number;
}
