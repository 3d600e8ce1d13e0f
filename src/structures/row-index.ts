/**
 * A map from numbers to numbers, in pages of 4,096: from each element to the row of a column with its value, or from
 * each row to the element that owns it.
 *
 * A page whose rows follow from its first one costs nothing: with stride 1 row and element advance together (a bulk
 * import), with stride 0 every element has the same row (all absent, or one label for all). Other pages hold their
 * rows one by one. Pages are shared between copies until one of them writes.
 *
 * Most rows of a page often still follow from its first one, as after scattered writes. Such a page is surveyed when
 * a scan first asks, and the survey is kept until the page is written: a scan then reads the page as a run and
 * corrects the exceptions.
 */
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";

const PAGE_SHIFT = 12;
const PAGE_SIZE = 1 << PAGE_SHIFT;
const PAGE_MASK = PAGE_SIZE - 1;

/** The kind of a page that holds its rows one by one, where others have their stride. */
const LISTED = 2;

/** The number of elements that one page spans. */
export const ROW_PAGE_SIZE = PAGE_SIZE;

/** The element has no value. */
export const NO_ROW = -1;

/**
 * The element's value was removed since the last commit. It reads as absent like `NO_ROW`; the difference shows a
 * write that the cell was already recorded as changed. A commit leaves none of them.
 */
export const CLEARED_ROW = -2;

/** Up to so many exceptions a page counts as a run. From about there on gathering the whole page costs less. */
export const EXCEPTIONS_PER_PAGE = PAGE_SIZE / 8;

const EXCEPTION_BYTES = 6;

/** The elements of a page that are exceptions to how it runs. */
export interface Exceptions {
  /** By their distance from the first element of the page, ascending. */
  readonly offsets: Uint16Array;
  /** Their rows: read from here, a scan touches as many cache lines as it needs, and not one for each exception. */
  readonly rows: Int32Array;
}

/** The predominant run of a page that holds its rows one by one. */
interface Survey extends Exceptions {
  readonly first: number;
  readonly stride: 0 | 1;
  /** The offset behind the last row that follows. */
  readonly end: number;
}

const NO_EXCEPTIONS: Exceptions = { offsets: new Uint16Array(0), rows: new Int32Array(0) };

/** Elements most of whose rows are consecutive (stride 1) or are all the same (stride 0). */
export interface NearRun {
  readonly first: number;
  readonly stride: 0 | 1;
  readonly count: number;
  /** So many of the `count` rows from `first` on are rows of the column for certain; the elements behind are exceptions. */
  readonly certainCount: number;
  /** Whether some of the elements have other rows, which `exceptions` lists. */
  readonly isExact: boolean;
}

export class RowIndex {
  /** The rows of a page one by one; undefined where `#first` and `#stride` say it all. */
  #pages: (Int32Array | undefined)[] = [];
  /**
   * The predominant runs of pages with rows one by one: null where there is none, undefined where it was not computed
   * yet.
   */
  #surveys: (Survey | null | undefined)[] = [];
  #owned: boolean[] = [];
  #first: number[] = [];
  #stride: (0 | 1)[] = [];
  /** Whether a copy refers to the same lists of pages, so that a write must copy the lists first. */
  #shared = false;
  #length = 0;
  #version = 0;

  /** Grows whenever a row may have changed; a copy counts for itself. */
  get version(): number {
    return this.#version;
  }

  /** Elements at or above this have no row. */
  get length(): number {
    return this.#length;
  }

  /** Bytes of the pages that hold rows one by one. */
  get byteLength(): number {
    let bytes = 0;
    for (const page of this.#pages) if (page !== undefined) bytes += page.byteLength;
    for (const survey of this.#surveys) bytes += EXCEPTION_BYTES * (survey?.offsets.length ?? 0);
    return bytes;
  }

  /** The row of an element, or a negative number if it has none. */
  get(element: number): number {
    if (element >= this.#length) return NO_ROW;
    const at = element >>> PAGE_SHIFT;
    const page = this.#pages[at];
    if (page !== undefined) return page[element & PAGE_MASK];
    return this.#first[at] + this.#stride[at] * (element & PAGE_MASK);
  }

  set(element: number, row: number): void {
    if (element === this.#length) {
      this.#append(element, row);
      return;
    }
    if (element > this.#length) {
      if (row === NO_ROW) return;
      this.setRange(this.#length, element - this.#length, NO_ROW, 0);
      this.#append(element, row);
      return;
    }
    const at = element >>> PAGE_SHIFT;
    const page = this.#pages[at];
    if (page === undefined && this.#first[at] + this.#stride[at] * (element & PAGE_MASK) === row) return;
    // an element that is alone in its page needs no list: the graph itself is one
    if ((element & PAGE_MASK) === 0 && element + 1 === this.#length) {
      this.setRange(element, 1, row, row < 0 ? 0 : 1);
      return;
    }
    this.#own();
    this.#writable(at)[element & PAGE_MASK] = row;
  }

  #append(element: number, row: number): void {
    this.#own();
    const at = element >>> PAGE_SHIFT;
    const offset = element & PAGE_MASK;
    this.#length = element + 1;
    if (offset === 0) {
      this.#pages[at] = undefined;
      this.#owned[at] = false;
      this.#first[at] = row;
      this.#stride[at] = row < 0 ? 0 : 1;
      return;
    }
    const page = this.#pages[at];
    if (page !== undefined) {
      this.#writable(at)[offset] = row;
      return;
    }
    const first = this.#first[at];
    if (row === first + this.#stride[at] * offset) return;
    // One element alone does not tell whether the rows run on or repeat.
    if (offset === 1 && row === first) this.#stride[at] = 0;
    else if (offset === 1 && first >= 0 && row === first + 1) this.#stride[at] = 1;
    else this.#writable(at)[offset] = row;
  }

  /** Gives `count` elements from `element` on the rows `row`, `row + stride`, `row + 2 * stride` and so on. */
  setRange(element: number, count: number, row: number, stride: 0 | 1): void {
    if (count === 0) return;
    this.#own();
    if (element > this.#length) this.setRange(this.#length, element - this.#length, NO_ROW, 0);
    const end = element + count;
    for (let start = element; start < end; ) {
      const at = Math.floor(start / PAGE_SIZE);
      const offset = start & PAGE_MASK;
      const stop = Math.min(end, (at + 1) * PAGE_SIZE);
      const startRow = row + (start - element) * stride;
      if (offset === 0 && stop >= Math.min(this.#length, (at + 1) * PAGE_SIZE)) {
        this.#pages[at] = undefined;
        this.#surveys[at] = undefined;
        this.#owned[at] = false;
        this.#first[at] = startRow;
        this.#stride[at] = stride;
        if (stop > this.#length) this.#length = stop;
      } else if (!this.#runsOn(at, offset, startRow, stride)) {
        this.#writePage(at, offset, stop - start, startRow, stride);
        if (stop > this.#length) this.#length = stop;
      } else if (stop > this.#length) this.#length = stop;
      start = stop;
    }
  }

  /** Whether the rows from `offset` on, to the end of what is written, are already what a range would make them. */
  #runsOn(at: number, offset: number, row: number, stride: 0 | 1): boolean {
    if (this.#pages[at] !== undefined) return false;
    const first = this.#first[at];
    // -1 and then 0 is no run: the first of the two is no row
    if (offset === 1 && this.#length === at * PAGE_SIZE + 1 && first >= 0 && row === first + stride) {
      this.#stride[at] = stride;
      return true;
    }
    return this.#stride[at] === stride && row === first + stride * offset;
  }

  #writePage(at: number, offset: number, count: number, row: number, stride: 0 | 1): void {
    const page = this.#writable(at);
    if (stride === 0) page.fill(row, offset, offset + count);
    else for (let i = 0; i < count; i++) page[offset + i] = row + i;
  }

  /**
   * The rows of `count` elements from `element` on, all in one page, written to `out`; or, where they are consecutive
   * or repeat, not written, with their first row and stride in the result.
   */
  readRun(element: number, count: number, out: Int32Array): { first: number; stride: 0 | 1 } | undefined {
    if (element >= this.#length) return { first: NO_ROW, stride: 0 };
    const at = Math.floor(element / PAGE_SIZE);
    const offset = element & PAGE_MASK;
    const page = this.#pages[at];
    const written = Math.min(count, this.#length - element);
    if (page === undefined && written === count) {
      return { first: this.#first[at] + this.#stride[at] * offset, stride: this.#stride[at] };
    }
    if (page !== undefined) out.set(page.subarray(offset, offset + written));
    else for (let i = 0; i < written; i++) out[i] = this.#first[at] + this.#stride[at] * (offset + i);
    out.fill(NO_ROW, written, count);
    return undefined;
  }

  /**
   * The longest run of elements from `element` on, `count` of them at most, whose rows are consecutive (stride 1) or
   * are all the same (stride 0), across pages; undefined where the page holds rows one by one.
   */
  affineRun(element: number, count: number): { first: number; stride: 0 | 1; count: number } | undefined {
    if (element >= this.#length) return { first: NO_ROW, stride: 0, count };
    let at = Math.floor(element / PAGE_SIZE);
    if (this.#pages[at] !== undefined) return undefined;
    const end = Math.min(element + count, this.#length);
    const stride = this.#stride[at];
    const first = this.#first[at] + stride * (element & PAGE_MASK);
    let stop = (at + 1) * PAGE_SIZE;
    while (stop < end && this.#continues(++at, stride, first + stride * (stop - element))) stop += PAGE_SIZE;
    return { first, stride, count: Math.min(stop, end) - element };
  }

  #continues(at: number, stride: 0 | 1, first: number): boolean {
    return this.#pages[at] === undefined && this.#first[at] === first && this.#stride[at] === stride;
  }

  /**
   * As `affineRun`, over pages too of which an eighth of the rows at most are exceptions; undefined where the page
   * has more. The first row is 0 or more, or all but the exceptions have none.
   */
  nearRun(element: number, count: number): NearRun | undefined {
    if (element >= this.#length)
      return { first: NO_ROW, stride: 0, count, certainCount: count, isExact: true };
    let at = Math.floor(element / PAGE_SIZE);
    let survey = this.#survey(at);
    if (survey === null) return undefined;
    const { stride } = survey;
    const first = survey.first + stride * (element & PAGE_MASK);
    const end = Math.min(element + count, this.#length);
    let isExact = survey.offsets.length === 0;
    let start = at * PAGE_SIZE;
    while (start + PAGE_SIZE < end) {
      const next = this.#survey(at + 1);
      if (next === null || next.stride !== stride) break;
      if (next.first !== first + stride * (start + PAGE_SIZE - element)) break;
      survey = next;
      isExact &&= next.offsets.length === 0;
      at++;
      start += PAGE_SIZE;
    }
    const stop = Math.min(start + PAGE_SIZE, end);
    const certain = Math.max(Math.min(stop, start + survey.end), element);
    return { first, stride, count: stop - element, certainCount: certain - element, isExact };
  }

  /** The elements of the page of `element` that have other rows than the `nearRun` which the page is in. */
  exceptions(element: number): Exceptions {
    const at = Math.floor(element / PAGE_SIZE);
    return this.#pages[at] === undefined ? NO_EXCEPTIONS : (this.#survey(at) ?? NO_EXCEPTIONS);
  }

  /** The rows of the page that begins with `element`, if it holds them one by one and is full; never to be written to. */
  listedPage(element: number): Int32Array | undefined {
    return element + PAGE_SIZE <= this.#length ? this.#pages[Math.floor(element / PAGE_SIZE)] : undefined;
  }

  #survey(at: number): Survey | null {
    const page = this.#pages[at];
    if (page === undefined) {
      return {
        first: this.#first[at],
        stride: this.#stride[at],
        ...NO_EXCEPTIONS,
        end: PAGE_SIZE,
      };
    }
    let survey = this.#surveys[at];
    if (survey === undefined) {
      survey = surveyOf(page, Math.min(this.#length - at * PAGE_SIZE, PAGE_SIZE));
      this.#surveys[at] = survey;
    }
    return survey;
  }

  /** Writes the row of each of `elements` to `rows`; how many have none. Quickest where elements ascend. */
  gather(elements: Uint32Array, rows: Int32Array): number {
    let absent = 0;
    for (let i = 0; i < elements.length; ) {
      const at = elements[i] >>> PAGE_SHIFT;
      const start = at * PAGE_SIZE;
      const size = Math.min(this.#length - start, PAGE_SIZE);
      if (elements[i] - start >= size) {
        rows[i++] = NO_ROW;
        absent++;
        continue;
      }
      // all elements up to the next page, so that a page is looked up once
      const page = this.#pages[at];
      const [first, stride] = [this.#first[at], this.#stride[at]];
      for (; i < elements.length; i++) {
        const offset = elements[i] - start;
        if (offset < 0 || offset >= size) break;
        const row = page === undefined ? first + stride * offset : page[offset];
        rows[i] = row;
        if (row < 0) absent++;
      }
    }
    return absent;
  }

  /** Whether the page of `element` is known to have the same rows in both, without reading them. */
  sharesPage(other: RowIndex, element: number): boolean {
    const at = Math.floor(element / PAGE_SIZE);
    const end = (at + 1) * PAGE_SIZE;
    if (Math.min(this.#length, end) !== Math.min(other.#length, end)) return false;
    if (element >= this.#length) return true;
    const page = this.#pages[at];
    if (page !== undefined || other.#pages[at] !== undefined) return page === other.#pages[at];
    return this.#first[at] === other.#first[at] && this.#stride[at] === other.#stride[at];
  }

  /** An independent copy; the two share everything until one of them writes. O(1). */
  clone(): RowIndex {
    const copy = new RowIndex();
    copy.#pages = this.#pages;
    copy.#surveys = this.#surveys;
    copy.#owned = this.#owned;
    copy.#first = this.#first;
    copy.#stride = this.#stride;
    copy.#length = this.#length;
    copy.#shared = true;
    this.#shared = true;
    return copy;
  }

  /** Takes over the rows of `other`; the two share everything until one of them writes. O(1). */
  assign(other: RowIndex): void {
    this.#pages = other.#pages;
    this.#surveys = other.#surveys;
    this.#owned = other.#owned;
    this.#first = other.#first;
    this.#stride = other.#stride;
    this.#length = other.#length;
    this.#shared = true;
    other.#shared = true;
    this.#version++;
  }

  /** Forgets the rows of all elements from `length` on. */
  truncate(length: number): void {
    if (length >= this.#length) return;
    this.#own();
    this.#length = length;
    const count = Math.ceil(length / PAGE_SIZE);
    for (const list of [this.#pages, this.#surveys, this.#owned, this.#first, this.#stride])
      if (list.length > count) list.length = count;
    if ((length & PAGE_MASK) !== 0) this.#surveys[count - 1] = undefined;
  }

  /** Writes the index as `read` takes it; negative rows as NO_ROW. */
  write(writer: ByteWriter): void {
    const count = Math.ceil(this.#length / PAGE_SIZE);
    const first = new Int32Array(count);
    const kinds = new Uint8Array(count);
    const pages: Int32Array[] = [];
    for (let at = 0; at < count; at++) {
      const page = this.#pages[at];
      first[at] = Math.max(this.#first[at], NO_ROW);
      kinds[at] = page === undefined ? this.#stride[at] : LISTED;
      if (page !== undefined) pages.push(page.map((row) => Math.max(row, NO_ROW)));
    }
    writer.u32(this.#length).u32(count).numbers(first).raw(kinds).align(4);
    for (const page of pages) writer.numbers(page);
  }

  /** The index that `write` wrote. Throws a RangeError if it is damaged. */
  static read(reader: ByteReader): RowIndex {
    const index = new RowIndex();
    const length = reader.u32();
    const count = reader.u32();
    if (count !== Math.ceil(length / PAGE_SIZE))
      throw new RangeError(`${count} pages for ${length} elements`);
    const first = reader.numbers(Int32Array, count);
    const kinds = reader.raw(count);
    reader.align(4);
    for (let at = 0; at < count; at++) {
      const isListed = kinds[at] === LISTED;
      index.#pages.push(isListed ? reader.numbers(Int32Array, PAGE_SIZE).slice() : undefined);
      index.#owned.push(isListed);
      index.#first.push(first[at]);
      index.#stride.push(kinds[at] === 1 ? 1 : 0);
    }
    index.#length = length;
    return index;
  }

  /** Comes before each write: copies the lists of pages if another index refers to them; the pages themselves stay shared. O(pages). */
  #own(): void {
    this.#version++;
    if (!this.#shared) return;
    this.#pages = this.#pages.slice();
    this.#surveys = this.#surveys.slice();
    this.#owned = new Array(this.#pages.length).fill(false);
    this.#first = this.#first.slice();
    this.#stride = this.#stride.slice();
    this.#shared = false;
  }

  #writable(at: number): Int32Array {
    this.#surveys[at] = undefined;
    const page = this.#pages[at];
    if (page !== undefined && this.#owned[at]) return page;
    const copy = page === undefined ? this.#expand(at) : page.slice();
    this.#pages[at] = copy;
    this.#owned[at] = true;
    return copy;
  }

  #expand(at: number): Int32Array {
    const page = new Int32Array(PAGE_SIZE);
    const first = this.#first[at];
    if (this.#stride[at] === 0) return page.fill(first);
    for (let i = 0; i < PAGE_SIZE; i++) page[i] = first + i;
    return page;
  }
}

/** So many rows of a page are looked at to find how most of it runs. */
const SAMPLE_COUNT = 64;

/** Spreads the rows looked at over the page, whatever period its rows have. */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

const exceptionBuffer = new Uint16Array(EXCEPTIONS_PER_PAGE + 1);

/** The run that most of the first `size` rows of a page follow; null if more than an eighth of them do not. */
function surveyOf(page: Int32Array, size: number): Survey | null {
  const first = commonest(page, size, 1);
  // rows before the first of all cannot be read
  if (first >= 0) {
    const survey = surveyAlong(page, size, first, 1);
    if (survey !== null) return survey;
  }
  return surveyAlong(page, size, commonest(page, size, 0), 0);
}

/**
 * The first row of a page with a stride, if most of it follows that stride: by the majority vote of Boyer and Moore.
 */
function commonest(page: Int32Array, size: number, stride: 0 | 1): number {
  let leader = 0;
  let votes = 0;
  for (let i = 0; i < SAMPLE_COUNT; i++) {
    const offset = Math.floor(((i * GOLDEN_RATIO) % 1) * size);
    const vote = Math.max(page[offset], NO_ROW) - stride * offset;
    if (votes === 0) leader = vote;
    votes += vote === leader ? 1 : -1;
  }
  return leader;
}

function surveyAlong(page: Int32Array, size: number, first: number, stride: 0 | 1): Survey | null {
  const countMax = (EXCEPTIONS_PER_PAGE / PAGE_SIZE) * size;
  let count = 0;
  let end = 0;
  for (let i = 0; i < size; i++) {
    if (Math.max(page[i], NO_ROW) === first + stride * i) end = i + 1;
    else if (count >= countMax) return null;
    else exceptionBuffer[count++] = i;
  }
  if (end === 0) return null;
  const offsets = exceptionBuffer.slice(0, count);
  const rows = new Int32Array(count);
  for (let i = 0; i < count; i++) rows[i] = page[offsets[i]];
  return { first, stride, offsets, rows, end };
}
