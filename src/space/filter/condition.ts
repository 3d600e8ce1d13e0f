/**
 * Conditions on elements, ready to be evaluated: an expression bound to one state. A condition knows only
 * where it is true. That suffices for three-valued logic, since negations are moved inwards when an expression
 * is bound: where `NOT (a AND b)` is true is where `NOT a` is or `NOT b` is.
 */
import { BITMAP_CHUNK_BITS } from "../../structures/bitmap.js";
import { EXCEPTIONS_PER_PAGE, ROW_PAGE_SIZE, type RowIndex } from "../../structures/row-index.js";
import type { RowPredicate } from "./row-predicate.js";
import { CHUNK_WORDS, countBits, fillBits, forEachBit, keepBits } from "./words.js";

export interface Condition {
  /** The cost of an element in a scan, in units of a numeric kernel's. */
  readonly cost: number;
  matches(element: number): boolean;
  /**
   * Writes to `out` for which elements of a chunk it is true. Only the bits of `candidates` have a meaning;
   * the others may come out either way.
   */
  mark(chunk: number, candidates: Uint32Array, out: Uint32Array): void;
  /**
   * By an index: some elements, all those among them for which the condition is true, repeats allowed.
   * Undefined if there is no index for it or it gives more than `limit`.
   */
  find(limit: number): readonly number[] | undefined;
}

/** The number of candidates in a chunk up to which reading each is cheaper than a scan that costs 1. */
const FEW = 192;

/** As `mark`, by the cheaper of a scan and reading each candidate. */
export function markAmong(
  condition: Condition,
  chunk: number,
  candidates: Uint32Array,
  count: number,
  out: Uint32Array,
): void {
  if (count > FEW * condition.cost) {
    condition.mark(chunk, candidates, out);
    return;
  }
  const base = chunk * BITMAP_CHUNK_BITS;
  out.fill(0);
  forEachBit(candidates, (bit) => {
    if (condition.matches(base + bit)) out[bit >>> 5] |= 1 << (bit & 31);
  });
}

export const never: Condition = {
  cost: 0,
  matches: () => false,
  mark: (_chunk, _candidates, out) => {
    out.fill(0);
  },
  find: () => [],
};

export const always: Condition = {
  cost: 0,
  matches: () => true,
  mark: (_chunk, _candidates, out) => {
    out.fill(0xffffffff);
  },
  find: () => undefined,
};

/** True where all of `conditions` are. */
export function both(conditions: readonly Condition[]): Condition {
  if (conditions.includes(never)) return never;
  const terms = conditions.filter((term) => term !== always).sort((a, b) => a.cost - b.cost);
  if (terms.length === 0) return always;
  if (terms.length === 1) return terms[0];
  const [first, ...others] = terms;
  let buffer: Uint32Array | undefined;
  return {
    // the first term decides how many elements are left
    cost: first.cost + others[0].cost,
    matches: (element) => terms.every((term) => term.matches(element)),
    mark(chunk, candidates, out) {
      buffer ??= new Uint32Array(CHUNK_WORDS);
      first.mark(chunk, candidates, out);
      if (!keepBits(out, candidates)) return;
      for (const term of others) {
        markAmong(term, chunk, out, countBits(out), buffer);
        if (!keepBits(out, buffer)) return;
      }
    },
    find(limit) {
      let found: readonly number[] | undefined;
      for (const term of terms) {
        if (found?.length === 0) break;
        found = term.find(found === undefined ? limit : found.length - 1) ?? found;
      }
      return found;
    },
  };
}

/** True where one of `conditions` is. */
export function either(conditions: readonly Condition[]): Condition {
  if (conditions.includes(always)) return always;
  const terms = conditions.filter((term) => term !== never).sort((a, b) => a.cost - b.cost);
  if (terms.length === 0) return never;
  if (terms.length === 1) return terms[0];
  const [first, ...others] = terms;
  let buffer: Uint32Array | undefined;
  let left: Uint32Array | undefined;
  return {
    cost: terms.reduce((cost, term) => cost + term.cost, 0),
    matches: (element) => terms.some((term) => term.matches(element)),
    mark(chunk, candidates, out) {
      buffer ??= new Uint32Array(CHUNK_WORDS);
      left ??= new Uint32Array(CHUNK_WORDS);
      first.mark(chunk, candidates, out);
      for (const term of others) {
        for (let w = 0; w < CHUNK_WORDS; w++) left[w] = candidates[w] & ~out[w];
        const count = countBits(left);
        if (count === 0) return;
        markAmong(term, chunk, left, count, buffer);
        for (let w = 0; w < CHUNK_WORDS; w++) out[w] |= buffer[w] & left[w];
      }
    },
    find(limit) {
      const found: number[] = [];
      for (const term of terms) {
        const some = term.find(limit - found.length);
        if (some === undefined) return undefined;
        for (const element of some) found.push(element);
      }
      return found;
    },
  };
}

const pageRows = new Int32Array(ROW_PAGE_SIZE);

/** True where an element's row passes `test`, and, if `absent`, where it has none. */
export function rowCondition(
  rows: RowIndex,
  predicate: RowPredicate,
  absent: boolean,
  find: Condition["find"] = () => undefined,
): Condition {
  return {
    cost: predicate.cost,
    matches(element) {
      const row = rows.get(element);
      return row < 0 ? absent : predicate.matches(row);
    },
    mark(chunk, _candidates, out) {
      const base = chunk * BITMAP_CHUNK_BITS;
      for (let at = 0; at < BITMAP_CHUNK_BITS; ) {
        const run = rows.nearRun(base + at, BITMAP_CHUNK_BITS - at);
        if (run === undefined) {
          const page = rows.listedPage(base + at) ?? pageRows;
          if (page === pageRows) rows.readRun(base + at, ROW_PAGE_SIZE, pageRows);
          const words = out.subarray(at >>> 5, (at + ROW_PAGE_SIZE) >>> 5);
          predicate.markRows(page, ROW_PAGE_SIZE, words);
          if (absent) addAbsent(page, ROW_PAGE_SIZE, words);
          at += ROW_PAGE_SIZE;
          continue;
        }
        // only the end of all rows is not at a word's end, and after it there is no row
        if (run.first < 0) fillBits(out, at, at + run.count, absent);
        else if (run.stride === 0) fillBits(out, at, at + run.count, predicate.matches(run.first));
        else predicate.markRun(run.first, run.certainCount, out.subarray(at >>> 5));
        if (!run.isExact) correct(rows, base + at, run.count, predicate, absent, out);
        at += run.count;
      }
    },
    find,
  };
}

const exceptionMarks = new Uint32Array(ROW_PAGE_SIZE / 32);

/** Corrects the bits of those of `count` elements from `element` on that have other rows than the run they are in. */
function correct(
  rows: RowIndex,
  element: number,
  count: number,
  predicate: RowPredicate,
  absent: boolean,
  out: Uint32Array,
): void {
  const end = element + count;
  // exceptions are few, so those of several pages are tested together
  for (let first = element, page = element, found = 0; first < end; ) {
    const others = rows.exceptions(page).rows;
    pageRows.set(others, found);
    found += others.length;
    page += ROW_PAGE_SIZE;
    if (page < end && found <= ROW_PAGE_SIZE - EXCEPTIONS_PER_PAGE) continue;
    predicate.markRows(pageRows, found, exceptionMarks);
    if (absent) addAbsent(pageRows, found, exceptionMarks);
    found = 0;
    for (; first < page; first += ROW_PAGE_SIZE) {
      const { offsets } = rows.exceptions(first);
      putMarks(offsets, exceptionMarks, found, out, (first % BITMAP_CHUNK_BITS) / 32);
      found += offsets.length;
    }
    found = 0;
  }
}

/** Puts the marks from `start` on in place of the bits at `offsets` from the beginning of word `word` on. */
function putMarks(
  offsets: Uint16Array,
  marks: Uint32Array,
  start: number,
  out: Uint32Array,
  word: number,
): void {
  for (let i = 0; i < offsets.length; i++) {
    const offset = offsets[i];
    const mark = (marks[(start + i) >>> 5] >>> ((start + i) & 31)) & 1;
    const at = word + (offset >>> 5);
    out[at] = (out[at] & ~(1 << (offset & 31))) | (mark << (offset & 31));
  }
}

function addAbsent(rows: Int32Array, count: number, words: Uint32Array): void {
  for (let i = 0; i < count; i++) words[i >>> 5] |= +(rows[i] < 0) << (i & 31);
}

/** True where `matches` says so: for what is not worth a loop of its own. */
export function elementCondition(matches: (element: number) => boolean, cost: number): Condition {
  return {
    cost,
    matches,
    mark(chunk, candidates, out) {
      const base = chunk * BITMAP_CHUNK_BITS;
      out.fill(0);
      forEachBit(candidates, (bit) => {
        if (matches(base + bit)) out[bit >>> 5] |= 1 << (bit & 31);
      });
    },
    find: () => undefined,
  };
}
