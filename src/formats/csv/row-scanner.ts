/**
 * Rows of a table in text, from bytes of UTF-8: where each field begins and ends, and whether it was quoted. Fields are
 * places in the buffer; those with escaped quotes are put together in memory beside it.
 *
 * A row that is not complete is scanned anew when twice as many bytes are there, so that a long one costs its length.
 */
import { longer } from "../shared/byte-interner.js";
import { COLUMNS_MAX } from "../shared/limits.js";

const LF = 10;
const CR = 13;
const SPACE = 32;

/** How a table is written. Characters are ASCII codes; -1 is none. */
export interface Dialect {
  readonly delimiter: number;
  readonly quote: number;
  /** The byte before a quote that ends no field: the quote itself, or a backslash. */
  readonly escape: number;
  /** The byte before a delimiter, a quote, a line end or itself in a field without quotes. */
  readonly plainEscape: number;
  /** The beginning of a line that is no row. */
  readonly comment: number;
}

/** The kind of a row. */
export const ROW_NONE = 0;
export const ROW_DATA = 1;
/** A line without anything, or a comment. */
export const ROW_BLANK = 2;
/** A row that is not written as a row can be; `fault` says why. */
export const ROW_FAULTY = 3;

/** Results of looking at a field that begins with spaces, besides the place where it ends. */
const NO_QUOTE = -1;
const INCOMPLETE = -2;

export class RowScanner {
  readonly dialect: Dialect;
  buffer = new Uint8Array(0);
  /** Where the next row begins, and where the bytes end that are there. */
  at = 0;
  end = 0;
  isFinal = false;
  /** The line on which the row begins, from 1, and how many lines it has. */
  line = 1;
  rowLines = 0;
  rowStart = 0;
  /** The bytes of the file before the buffer's first. */
  #before: number;
  /** The fields of the row: where they are in the buffer, or in `texts`. */
  count = 0;
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  /** 0 for a plain field, 1 for a quoted one, 2 for a quoted one that is in `texts`. */
  kinds = new Uint8Array(64);
  texts = new Uint8Array(256);
  #textsEnd = 0;
  fault = "";
  /** Where the field begins that is not complete yet, and on which line. */
  openField = -1;
  openLine = 0;
  /** So many bytes are to be there before an incomplete row is looked at again. */
  #wanted = 0;

  constructor(dialect: Dialect, before = 0, line = 1) {
    this.dialect = dialect;
    this.#before = before;
    this.line = line;
  }

  /** The offset of a place of the buffer in the file. */
  offsetOf(place: number): number {
    return this.#before + place;
  }

  /** Adds bytes, which must not change while they are looked at. */
  feed(chunk: Uint8Array): void {
    const left = this.end - this.at;
    if (left === 0) {
      this.#before += this.at;
      this.buffer = chunk as Uint8Array<ArrayBuffer>;
      this.at = 0;
      this.end = chunk.length;
      this.#owns = false;
      return;
    }
    const needed = left + chunk.length;
    if (!this.#owns || this.end + chunk.length > this.buffer.length) {
      const own =
        this.#owns && needed <= this.buffer.length / 2
          ? this.buffer
          : new Uint8Array(Math.max(needed + (needed >>> 1), 1024));
      if (own === this.buffer) own.copyWithin(0, this.at, this.end);
      else own.set(this.buffer.subarray(this.at, this.end));
      this.#before += this.at;
      this.buffer = own;
      this.at = 0;
      this.end = left;
      this.#owns = true;
    }
    this.buffer.set(chunk, this.end);
    this.end += chunk.length;
  }

  #owns = false;

  /** Scans one row, if it is complete. */
  next(): number {
    this.line += this.rowLines;
    this.rowLines = 0;
    this.openField = -1;
    if (!this.isFinal && this.end - this.at < this.#wanted) return ROW_NONE;
    if (this.at >= this.end) return ROW_NONE;
    const { buffer, end } = this;
    const { delimiter, quote, comment, plainEscape } = this.dialect;
    let i = this.at;
    this.rowStart = i;
    this.count = 0;
    this.#textsEnd = 0;
    this.fault = "";
    const first = buffer[i];
    if (first === LF) return this.#emptyLines(i);
    if (first === CR || first === comment) return this.#blank(i);
    let n = 0;
    for (;;) {
      if (n === this.starts.length) {
        if (n >= COLUMNS_MAX) return this.#faulty(`more than ${COLUMNS_MAX} fields`, i);
        this.#roomForFields();
      }
      const spaced = i < end && buffer[i] === SPACE ? this.#spacedQuoted(i, n) : NO_QUOTE;
      if (spaced === INCOMPLETE) return this.#incomplete(n);
      if (spaced >= 0) i = spaced;
      else if (i < end && buffer[i] === quote) {
        i = this.#quoted(i, n);
        if (i < 0) return this.#incomplete(n);
        if (this.fault !== "") return this.#faultyRow();
      } else if (plainEscape >= 0) {
        i = this.#escaped(i, n);
        if (i < 0) return this.#incomplete(n);
      } else {
        const start = i;
        let byte = 0;
        while (i < end) {
          byte = buffer[i];
          if (byte === delimiter || byte === LF || byte === CR) break;
          i++;
        }
        if (i === end && !this.isFinal) {
          this.openField = start;
          this.openLine = this.line + this.rowLines;
          return this.#incomplete(n);
        }
        this.starts[n] = start;
        this.ends[n] = i;
        this.kinds[n] = 0;
      }
      n++;
      if (i < end && buffer[i] === delimiter) {
        i++;
        if (i === end && !this.isFinal) {
          this.openField = i;
          this.openLine = this.line + this.rowLines;
          return this.#incomplete(n);
        }
        continue;
      }
      break;
    }
    if (i < end && buffer[i] === CR) {
      // a line feed may follow, in the next chunk
      if (i + 1 === end && !this.isFinal) return this.#incomplete(n);
      i += i + 1 < end && buffer[i + 1] === LF ? 2 : 1;
    } else if (i < end) i++;
    this.rowLines++;
    this.at = i;
    this.count = n;
    this.#wanted = 0;
    return ROW_DATA;
  }

  #roomForFields(): void {
    this.starts = longer(this.starts, this.starts.length * 2);
    this.ends = longer(this.ends, this.ends.length * 2);
    this.kinds = longer(this.kinds, this.starts.length);
  }

  #incomplete(_fields: number): number {
    this.#wanted = 2 * (this.end - this.at);
    this.rowLines = 0;
    return ROW_NONE;
  }

  /** Empty lines up to one that is not, all at once, since a file may have nothing but them. */
  #emptyLines(start: number): number {
    const { buffer, end } = this;
    let i = start;
    while (i < end && buffer[i] === LF) i++;
    this.at = i;
    this.rowLines = i - start;
    this.#wanted = 0;
    return ROW_BLANK;
  }

  /** A line without fields. */
  #blank(start: number): number {
    const { buffer, end } = this;
    let i = start;
    while (i < end && buffer[i] !== LF && buffer[i] !== CR) i++;
    if (!this.isFinal && (i === end || (buffer[i] === CR && i + 1 === end))) return this.#incomplete(0);
    if (i < end) i += buffer[i] === CR && i + 1 < end && buffer[i + 1] === LF ? 2 : 1;
    this.at = i;
    this.rowLines = 1;
    this.#wanted = 0;
    return ROW_BLANK;
  }

  #isUnclosed = false;

  /**
   * Scans a quoted field behind spaces, as people write them after a comma. Where it ends; `NO_QUOTE` if there is none,
   * or text stands behind it, so that the spaces and the quotes are part of a text.
   */
  #spacedQuoted(start: number, n: number): number {
    const { buffer, end } = this;
    const { quote, delimiter } = this.dialect;
    if (delimiter === SPACE || this.#isUnclosed) return NO_QUOTE;
    let i = start;
    while (i < end && buffer[i] === SPACE) i++;
    if (i === end) return NO_QUOTE;
    if (buffer[i] !== quote) return NO_QUOTE;
    const [lines, texts] = [this.rowLines, this.#textsEnd];
    const at = this.#quoted(i, n);
    if (at < 0) return INCOMPLETE;
    if (this.fault === "") return at;
    // no such quote is closed from there on, which is found out once
    this.#isUnclosed = at === end;
    this.fault = "";
    this.openField = -1;
    this.rowLines = lines;
    this.#textsEnd = texts;
    return NO_QUOTE;
  }

  /** Scans a field without quotes in which signs may be escaped; where it ends, or -1 if it does not. */
  #escaped(start: number, n: number): number {
    const { buffer, end } = this;
    const { quote, plainEscape: mark, delimiter } = this.dialect;
    const lineBefore = this.rowLines;
    let i = start;
    let copied = -1;
    let plainFrom = start;
    for (; i < end; i++) {
      const byte = buffer[i];
      if (byte === delimiter || byte === LF || byte === CR) break;
      if (byte !== mark || i + 1 >= end) continue;
      const next = buffer[i + 1];
      const isLineEnd = next === LF || next === CR;
      if (!isLineEnd && next !== delimiter && next !== quote && next !== mark) continue;
      if (isLineEnd) this.rowLines++;
      if (copied < 0) copied = this.#textsEnd;
      this.#copy(plainFrom, i);
      plainFrom = ++i;
      // a line end of two bytes has one escape, or two
      if (next === CR && i + 1 < end && buffer[i + 1] === LF) i++;
      else if (next === LF && i - 2 >= start && buffer[i - 2] === CR) this.rowLines--;
    }
    if (i === end && !this.isFinal) {
      this.openField = start;
      this.openLine = this.line + lineBefore;
      return -1;
    }
    if (copied < 0) {
      this.starts[n] = start;
      this.ends[n] = i;
      this.kinds[n] = 0;
      return i;
    }
    this.#copy(plainFrom, i);
    this.starts[n] = copied;
    this.ends[n] = this.#textsEnd;
    this.kinds[n] = 2;
    return i;
  }

  /** Scans a quoted field; where it ends, or -1 if it does not. */
  #quoted(start: number, n: number): number {
    const { buffer, end } = this;
    const { quote, escape: mark, delimiter } = this.dialect;
    const from = start + 1;
    const lineBefore = this.rowLines;
    let i = from;
    let copied = -1;
    let plainFrom = from;
    for (;;) {
      if (i >= end) {
        this.openField = start;
        this.openLine = this.line + lineBefore;
        if (this.isFinal) {
          this.fault = `a quote that opens here expected to be closed, got the end of the file`;
          return end;
        }
        return -1;
      }
      const byte = buffer[i];
      if (byte === LF) this.rowLines++;
      else if (byte === CR && !(i + 1 < end && buffer[i + 1] === LF)) this.rowLines++;
      const isEscape =
        byte === mark &&
        i + 1 < end &&
        (buffer[i + 1] === quote || (mark !== quote && buffer[i + 1] === mark));
      if (isEscape) {
        if (copied < 0) copied = this.#textsEnd;
        this.#copy(plainFrom, i);
        plainFrom = i + 1;
        i += 2;
        continue;
      }
      if (byte === quote) {
        if (i + 1 === end && !this.isFinal) {
          this.openField = start;
          this.openLine = this.line + lineBefore;
          return -1;
        }
        break;
      }
      if (byte === mark && i + 1 === end && !this.isFinal) {
        this.openField = start;
        this.openLine = this.line + lineBefore;
        return -1;
      }
      i++;
    }
    if (copied >= 0) {
      this.#copy(plainFrom, i);
      this.starts[n] = copied;
      this.ends[n] = this.#textsEnd;
      this.kinds[n] = 2;
    } else {
      this.starts[n] = from;
      this.ends[n] = i;
      this.kinds[n] = 1;
    }
    i++;
    while (i < end && buffer[i] === SPACE && delimiter !== SPACE) i++;
    if (i === end && !this.isFinal) {
      this.openField = start;
      this.openLine = this.line + lineBefore;
      return -1;
    }
    if (i < end && buffer[i] !== delimiter && buffer[i] !== LF && buffer[i] !== CR) {
      this.fault = "a delimiter or the end of the line expected behind a closing quote";
      this.openField = i;
      this.openLine = this.line + this.rowLines;
    }
    return i;
  }

  #copy(from: number, to: number): void {
    const size = to - from;
    if (this.#textsEnd + size > this.texts.length) this.texts = longer(this.texts, this.#textsEnd + size);
    this.texts.set(this.buffer.subarray(from, to), this.#textsEnd);
    this.#textsEnd += size;
  }

  #faulty(fault: string, at: number): number {
    this.fault = fault;
    this.openField = at;
    this.openLine = this.line + this.rowLines;
    return this.#faultyRow();
  }

  /** Passes over the rest of the line. */
  #faultyRow(): number {
    const { buffer, end } = this;
    let i = this.openField < 0 ? this.at : this.openField;
    while (i < end && buffer[i] !== LF && buffer[i] !== CR) i++;
    if (!this.isFinal && (i === end || (buffer[i] === CR && i + 1 === end))) return this.#incomplete(0);
    if (i < end) i += buffer[i] === CR && i + 1 < end && buffer[i + 1] === LF ? 2 : 1;
    this.at = i;
    this.rowLines++;
    this.#wanted = 0;
    return ROW_FAULTY;
  }
}
