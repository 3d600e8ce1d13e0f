/**
 * The state of a search from both ends, as its kernel and its driver know it: two sides, then what they share.
 * AssemblyScript compiles this file as well: it holds plain numbers alone. Words are of 32 bits, numbers of 64.
 */
export const SIDE_WORD_COUNT = 16;
export const SEARCH_RECORDS_WORD = 32;
export const SEARCH_TOUCHED_WORD = 33;
export const SEARCH_TOUCHED_COUNT_WORD = 34;
export const SEARCH_CAPACITY_WORD = 35;
export const SEARCH_MIDDLE_WORD = 36;
export const SEARCH_DONE_WORD = 37;
export const SEARCH_FAILED_WORD = 38;
export const SEARCH_TAKEN_WORD = 39;
/** The length of the shortest path known. */
export const SEARCH_BEST_NUMBER = 20;
/** The binary logarithms of the bytes of a record of one side and of an entry of a heap. */
export const SEARCH_RECORD_BITS = 4;
export const SEARCH_ENTRY_BITS = 4;
