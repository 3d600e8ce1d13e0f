/** The triangles of each node, as all ways of counting them return them. */

/** By node, over the simple graph without directions. */
export interface TriangleCounts {
  /** The triangles that each node is in. */
  readonly counts: Float64Array;
  /** The number of triangles, where it was counted as well. */
  readonly total?: number;
  /** The distinct neighbors of each node; none unless they are asked for. */
  readonly degrees: Uint32Array;
}
