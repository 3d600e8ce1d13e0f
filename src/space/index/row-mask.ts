/**
 * Row masks: for a state and a column the rows that count there, which are those of live elements whose row index
 * points at them. What is computed from a row alone (an entry of an index, a code) holds in every state; a mask selects
 * among the rows.
 *
 * The last masks of a column are kept with what they were made from, and the next one starts from the last: it rereads
 * only the pages of elements that are not the same arrays any more.
 */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import { BITMAP_CHUNK_BITS, Bitmap } from "../../structures/bitmap.js";
import { NO_ROW, ROW_PAGE_SIZE, type RowIndex } from "../../structures/row-index.js";
import type { Attribute, ElementState } from "../states/element-state.js";

/** So many masks of a column are kept: a state, another beside it, and a past one or two. */
const MASKS_MAX = 4;

interface KeptMask {
  /** The row index that `rows` is a copy of, and its version then. */
  readonly source: RowIndex;
  readonly version: number;
  /** Copies, so that what they share with the state is never written in place. */
  readonly rows: RowIndex;
  readonly live: Bitmap;
  readonly mask: Bitmap;
}

const kept = /* @__PURE__ */ new WeakMap<AttributeColumn, KeptMask[]>();

const PAGE_WORDS = ROW_PAGE_SIZE / 32;
const PAGES_PER_CHUNK = BITMAP_CHUNK_BITS / ROW_PAGE_SIZE;

/** The pages of row indices that masks have read so far, for tests. */
export const rowMaskWork = { pagesRead: 0 };

/**
 * The rows of an attribute's column that count in a state, or those of the elements `within` alone. The bitmap must not
 * be written to; without `within` it is the same object for as long as the state is the same.
 *
 * O(pages of elements) and O(elements) of the pages that differ from those of the last mask; `within` is read anew.
 */
export function rowMask(state: ElementState, { stored, rows }: Attribute, within?: Bitmap): Bitmap {
  if (within !== undefined) return maskFrom(undefined, rows, state.live.and(within));
  const { live } = state;
  let masks = kept.get(stored);
  if (masks === undefined) {
    masks = [];
    kept.set(stored, masks);
  }
  let known = masks.findIndex((each) => isUnchanged(each, rows, live));
  if (known === 0) return masks[0].mask;
  if (known < 0) known = masks.findIndex((each) => isSame(each, rows, live, isSamePage));
  if (known >= 0) {
    const [same] = masks.splice(known, 1);
    masks.unshift(same);
    return same.mask;
  }
  // a view of the past is worked out anew each time: pages of its own may say the same
  known = masks.findIndex((each) => isSame(each, rows, live, saysSame));
  const mask = known < 0 ? maskFrom(masks[0], rows, live) : masks.splice(known, 1)[0].mask;
  masks.unshift({ source: rows, version: rows.version, rows: rows.clone(), live: live.clone(), mask });
  if (masks.length > MASKS_MAX) masks.length = MASKS_MAX;
  return mask;
}

/** Whether both are as they were, without a look at each page. */
function isUnchanged({ source, version, live: before }: KeptMask, rows: RowIndex, live: Bitmap): boolean {
  if (source !== rows || version !== rows.version) return false;
  for (let chunk = 0; chunk * BITMAP_CHUNK_BITS < rows.length; chunk++)
    if (before.words(chunk) !== live.words(chunk)) return false;
  return true;
}

type PageTest = (known: KeptMask, rows: RowIndex, live: Bitmap, start: number) => boolean;

function isSame(known: KeptMask, rows: RowIndex, live: Bitmap, isSameAt: PageTest): boolean {
  const length = Math.max(known.rows.length, rows.length);
  for (let start = 0; start < length; start += ROW_PAGE_SIZE)
    if (!isSameAt(known, rows, live, start)) return false;
  return true;
}

/** Whether the page from element `start` on gives the same rows, as far as can be told without reading it. */
function isSamePage(known: KeptMask, rows: RowIndex, live: Bitmap, start: number): boolean {
  return isSameLive(known, live, start) && known.rows.sharesPage(rows, start);
}

function isSameLive(known: KeptMask, live: Bitmap, start: number): boolean {
  const chunk = Math.floor(start / BITMAP_CHUNK_BITS);
  if (known.live.words(chunk) === live.words(chunk)) return true;
  const [before, after] = [pageWords(known.live, start), pageWords(live, start)];
  for (let i = 0; i < PAGE_WORDS; i++) if (before[i] !== after[i]) return false;
  return true;
}

/** Whether the page from element `start` on gives the same rows. */
function saysSame(known: KeptMask, rows: RowIndex, live: Bitmap, start: number): boolean {
  if (isSamePage(known, rows, live, start)) return true;
  readPage(known.rows, known.live, start, rowsBefore);
  readPage(rows, live, start, rowsAfter);
  for (let i = 0; i < ROW_PAGE_SIZE; i++) if (rowsBefore[i] !== rowsAfter[i]) return false;
  return true;
}

function maskFrom(known: KeptMask | undefined, rows: RowIndex, live: Bitmap): Bitmap {
  const mask = known === undefined ? new Bitmap() : known.mask.clone();
  const length = Math.max(known?.rows.length ?? 0, rows.length);
  for (let start = 0; start < length; start += ROW_PAGE_SIZE) {
    if (known === undefined) addPage(mask, rows, live, start);
    else if (!isSamePage(known, rows, live, start)) changePage(mask, known, rows, live, start);
  }
  return mask;
}

const rowsBefore = new Int32Array(ROW_PAGE_SIZE);
const rowsAfter = new Int32Array(ROW_PAGE_SIZE);

function addPage(mask: Bitmap, rows: RowIndex, live: Bitmap, start: number): void {
  if (live.isEmptyChunk(Math.floor(start / BITMAP_CHUNK_BITS))) return;
  rowMaskWork.pagesRead++;
  const run = rows.readRun(start, ROW_PAGE_SIZE, rowsAfter);
  if (run === undefined) {
    keepLive(rowsAfter, pageWords(live, start));
    for (let i = 0; i < ROW_PAGE_SIZE; i++) if (rowsAfter[i] >= 0) mask.add(rowsAfter[i]);
  } else if (run.first >= 0) {
    if (run.stride === 1) mask.addBits(run.first, pageWords(live, start));
    else if (pageWords(live, start).some((word) => word !== 0)) mask.add(run.first);
  }
}

function changePage(mask: Bitmap, known: KeptMask, rows: RowIndex, live: Bitmap, start: number): void {
  readPage(known.rows, known.live, start, rowsBefore);
  readPage(rows, live, start, rowsAfter);
  // all that go before all that come: a row may have moved within the page
  for (let i = 0; i < ROW_PAGE_SIZE; i++)
    if (rowsBefore[i] !== rowsAfter[i] && rowsBefore[i] >= 0) mask.delete(rowsBefore[i]);
  for (let i = 0; i < ROW_PAGE_SIZE; i++)
    if (rowsBefore[i] !== rowsAfter[i] && rowsAfter[i] >= 0) mask.add(rowsAfter[i]);
}

/** The row of each live element of a page; negative where there is none. */
function readPage(rows: RowIndex, live: Bitmap, start: number, out: Int32Array): void {
  rowMaskWork.pagesRead++;
  const run = rows.readRun(start, ROW_PAGE_SIZE, out);
  if (run !== undefined) for (let i = 0; i < ROW_PAGE_SIZE; i++) out[i] = run.first + run.stride * i;
  for (let i = 0; i < ROW_PAGE_SIZE; i++) if (out[i] < 0) out[i] = NO_ROW;
  keepLive(out, pageWords(live, start));
}

function keepLive(rows: Int32Array, words: Uint32Array): void {
  for (let w = 0; w < PAGE_WORDS; w++) {
    if (words[w] === 0xffffffff) continue;
    for (let i = 0; i < 32; i++) if (((words[w] >>> i) & 1) === 0) rows[w * 32 + i] = NO_ROW;
  }
}

function pageWords(live: Bitmap, start: number): Uint32Array {
  const chunk = Math.floor(start / BITMAP_CHUNK_BITS);
  const page = Math.floor(start / ROW_PAGE_SIZE) % PAGES_PER_CHUNK;
  return live.words(chunk).subarray(page * PAGE_WORDS, (page + 1) * PAGE_WORDS);
}
