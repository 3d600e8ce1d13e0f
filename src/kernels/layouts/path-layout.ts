/**
 * The state of a search by delta-stepping and the sizes of its workspaces, as its kernel and its driver know them.
 * AssemblyScript compiles this file as well: it holds plain numbers alone. Words are of 32 bits, numbers of 64.
 */
export const PATH_OFFSETS_WORD = 0;
export const PATH_ARCS_WORD = 1;
export const PATH_DISTANCES_WORD = 2;
export const PATH_WORKSPACES_WORD = 3;
export const PATH_WORKSPACE_BYTES_WORD = 4;
export const PATH_WORKSPACE_COUNT_WORD = 5;
export const PATH_LINKS_WORD = 6;
export const PATH_BLOCKS_WORD = 7;
export const PATH_FRESH_WORD = 8;
export const PATH_BLOCK_COUNT_WORD = 9;
export const PATH_FRONTIER_WORD = 10;
export const PATH_FRONTIER_NEXT_WORD = 11;
export const PATH_FRONTIER_COUNT_WORD = 12;
export const PATH_FAILED_WORD = 13;
export const PATH_BUCKET_WORD = 14;
export const PATH_SHIFT_WORD = 15;
/** One over the width of a bucket, and the largest distance wanted. */
export const PATH_INVERSE_NUMBER = 8;
export const PATH_DISTANCE_MAX_NUMBER = 9;
/** The number of blocks from which a bucket is shared among threads. */
export const PATH_SHARE_MIN_WORD = 20;
export const PATH_DONE_WORD = 21;

/** Entries in a block, buckets of a workspace, and promises that it has room for. */
export const PATH_BLOCK_SIZE = 64;
export const PATH_RING_SIZE = 256;
export const PATH_PROMISE_COUNT = 512;
/** Bytes of an arc to look at, and of a promise. */
export const PATH_TASK_SIZE_BYTES = 16;
/** Bytes of a workspace before the ends of its buckets. */
export const PATH_HEAD_SIZE_BYTES = 64;
