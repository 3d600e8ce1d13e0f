/** What the rounds of PageRank are given, and what they come to. */
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
  /** What each node gives along an arc of weight 1 of what it has; 0 for those that give nothing. */
  readonly inverseOutWeights: Float64Array;
  /** Where jumps lead, all together 1; everywhere alike if undefined. */
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
