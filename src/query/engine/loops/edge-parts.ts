/**
 * The live edges of some types in parts of up to 4,096, ascending. Pages in which all edges have one type, as an import
 * leaves them, are taken or skipped as a whole.
 */
import type { ElementState } from "../../../space/states/element-state.js";
import { BITMAP_CHUNK_BITS } from "../../../structures/bitmap.js";
import { ROW_PAGE_SIZE } from "../../../structures/row-index.js";

/** The sets of types that are wanted, by their numbers; all of them where none are named. */
export interface WantedTypes {
  readonly fits: readonly number[] | undefined;
  /** Whether edges without a type are. */
  readonly ofNone: boolean;
}

const PART_WORDS = ROW_PAGE_SIZE / 32;

/** Calls `visit` with the first `count` of `edges` for each part; the array is the same each time. */
export function forEachEdgePart(
  { live, labelRows }: ElementState,
  { fits, ofNone }: WantedTypes,
  visit: (edges: Uint32Array, count: number) => void,
): void {
  const ids = new Uint32Array(ROW_PAGE_SIZE);
  const rows = new Int32Array(ROW_PAGE_SIZE);
  const wanted = Uint8Array.from(fits ?? []);
  const isWanted = (row: number): boolean => (row < 0 ? ofNone : fits === undefined || fits[row] === 1);
  for (let chunk = 0; chunk < live.chunkCount; chunk++) {
    if (live.isEmptyChunk(chunk)) continue;
    const words = live.words(chunk);
    for (let at = 0; at < BITMAP_CHUNK_BITS; at += ROW_PAGE_SIZE) {
      const start = chunk * BITMAP_CHUNK_BITS + at;
      const run = fits === undefined ? undefined : labelRows.affineRun(start, ROW_PAGE_SIZE);
      const isRun = run !== undefined && run.stride === 0 && run.count === ROW_PAGE_SIZE;
      if (isRun && !isWanted(run.first)) continue;
      let count = listIds(words, at / 32, PART_WORDS, start, ids);
      if (count > 0 && fits !== undefined && !isRun) {
        labelRows.gather(ids.subarray(0, count), rows);
        count = keepFitting(ids, rows, wanted, ofNone, count);
      }
      if (count > 0) visit(ids, count);
    }
  }
}

/** Lists the ids whose bits are set in some words, of which the first bit is that of `base`; their number. */
function listIds(
  words: Uint32Array,
  firstWord: number,
  wordCount: number,
  base: number,
  ids: Uint32Array,
): number {
  let count = 0;
  for (let w = 0; w < wordCount; w++) {
    let word = words[firstWord + w];
    const first = base + w * 32;
    if (word === 0xffffffff) {
      for (let bit = 0; bit < 32; bit++) ids[count++] = first + bit;
      continue;
    }
    while (word !== 0) {
      const low = word & -word;
      ids[count++] = first + 31 - Math.clz32(low);
      word ^= low;
    }
  }
  return count;
}

function keepFitting(
  ids: Uint32Array,
  rows: Int32Array,
  wanted: Uint8Array,
  ofNone: boolean,
  count: number,
): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i];
    if (row < 0 ? ofNone : wanted[row] === 1) ids[kept++] = ids[i];
  }
  return kept;
}
