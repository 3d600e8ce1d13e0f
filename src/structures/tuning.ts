/** The sizes from which a faster way pays, in one place. Tests set others, so that each way runs on small graphs as well. */
export interface Tuning {
  /** Below this many edges loops in TypeScript are faster than making a memory and instantiating the kernels. */
  kernelEdgeCountMin: number;
  /** Below these what a round of PageRank reads at random is in a near cache anyway, and tiles cost more than they save. */
  tiledArcCountMin: number;
  tiledNodeCountMin: number;
  /** A step of an algorithm is shared once it has lasted so long: others take 0.02 to 0.06 ms to join. */
  sharedAfterMs: number;
  /** Threads start once a run has lasted so long: starting takes 30 ms of another core. */
  threadsAfterMs: number;
  /** Below this many edges freezing takes no longer than a local search. */
  localEdgeCountMin: number;
  /** The share of the arcs that a local search of a larger graph reads at most, before it freezes the graph. */
  localArcShare: number;
  /** How queries that only read are run: by columns as far as they can be, or row by row, as the plain executor does. */
  queryEngine: "columns" | "rows";
  /** The rows that operators of queries hand on at a time. */
  queryBatchRows: number;
  /** Bytes at most of a chunk of a column of vectors, unless one vector has more. */
  vectorChunkBytesMax: number;
  /** Below this many rows vectors are scored at once, and not by codes. */
  codedRowCountMin: number;
  /** Rows of a segment of an index of vectors, if so many fit: a power of two, 65,536 at most. */
  vectorSegmentRowsMax: number;
  /** A segment of a text index takes in no more rows once it has so many words, each of which takes some 20 bytes until it is made. */
  textSegmentWordsMax: number;
  /** Segments of indices with fewer bytes are not stored. */
  indexSegmentBytesMin: number;
}

/** Making so much of an index anew takes some milliseconds. */
const INDEX_SEGMENT_BYTES_MIN = 2 ** 16;

export const DEFAULT_TUNING: Readonly<Tuning> = {
  kernelEdgeCountMin: 65536,
  tiledArcCountMin: 1 << 19,
  tiledNodeCountMin: 1 << 16,
  sharedAfterMs: 0.1,
  threadsAfterMs: 10,
  localEdgeCountMin: 1024,
  localArcShare: 1 / 16,
  queryEngine: "columns",
  queryBatchRows: 1024,
  vectorChunkBytesMax: 1 << 25,
  codedRowCountMin: 2048,
  vectorSegmentRowsMax: 1 << 14,
  textSegmentWordsMax: 1 << 22,
  indexSegmentBytesMin: INDEX_SEGMENT_BYTES_MIN,
};

/** The sizes in use. */
export const tuning: Tuning = { ...DEFAULT_TUNING };
