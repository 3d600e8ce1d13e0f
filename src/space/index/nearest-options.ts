/** How vectors are compared, and what a search by vector is told. */
import type { AbortSignalLike } from "../../structures/abort-signal.js";

/** How two vectors are compared. */
export type VectorMetric = "cosine" | "dot" | "euclidean";

export const VECTOR_METRICS: readonly VectorMetric[] = ["cosine", "dot", "euclidean"];

/** Options of `nearest`. */
export interface NearestOptions {
  /** How many elements at most. Defaults to 10. */
  readonly limit?: number | undefined;
  /**
   * How vectors are compared: by `cosine` similarity, `dot` product or `euclidean` distance. A greater score is better
   * under each: the score of a distance is its negative. Defaults to the metric of the attribute's index, or "cosine".
   */
  readonly metric?: VectorMetric | undefined;
  /** Elements with a lower score are left out. Defaults to none. */
  readonly minScore?: number | undefined;
  /**
   * Whether some of the nearest may be missed for speed, with an index of kind `vector`: rows are compared by one bit a
   * number, and only the best `candidates` exactly. Scores are exact all the same. Defaults to false.
   */
  readonly approximate?: boolean | undefined;
  /** With `approximate`: how many rows are compared exactly. Defaults to ten times the limit, and 100 at least. */
  readonly candidates?: number | undefined;
  /**
   * The number of threads that may share the work, 1 to 64; an exact search by an index does, and any other runs on one. The
   * result is the same for any number. Defaults to 1.
   */
  readonly threads?: number | undefined;
  /** Stops the search. */
  readonly signal?: AbortSignalLike | undefined;
}
