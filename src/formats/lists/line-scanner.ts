/** Lines of text from bytes of UTF-8, and words in them by where they begin and end; no string is made of a word. */
import { platform } from "#platform";
import { longer } from "../shared/byte-interner.js";
import type { ReaderInput } from "../shared/contract.js";
import type { FormatPlace } from "../shared/format-error.js";
import { FIELD_BYTES_MAX } from "../shared/limits.js";

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const QUOTE = 34;
const APOSTROPHE = 39;
const OPEN = 40;
const CLOSE = 41;

/** Reads lines of an input. */
export class LineScanner {
  readonly #input: ReaderInput["input"];
  readonly #chunks: AsyncGenerator<Uint8Array>;
  buffer = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #isFinal = false;
  #before = 0;
  /** The line, from 1; where it begins and ends. */
  line = 0;
  start = 0;
  end = 0;
  /** The words of the line. */
  count = 0;
  starts = new Int32Array(16);
  ends = new Int32Array(16);
  /** The word that is looked at, for places; negative for none. */
  word = -1;

  constructor(input: ReaderInput["input"]) {
    this.#input = input;
    this.#chunks = input.chunks();
  }

  /** Where the scanner is. */
  readonly where = (): FormatPlace => {
    const place = { ...this.#input.place, line: Math.max(1, this.line) };
    const at = this.word >= 0 && this.word < this.count ? this.starts[this.word] : this.start;
    const column = platform.decodeUtf8(this.buffer, this.start, at).length + 1;
    return { ...place, column, offset: this.#before + at };
  };

  /** Goes to the next line if it is there; false if more has to be read. */
  next(): boolean {
    const { buffer } = this;
    const end = this.#end;
    let i = this.#at;
    while (i < end && buffer[i] !== LF && buffer[i] !== CR) i++;
    if (i === end && !this.#isFinal) return false;
    if (i === end && this.#at === end) return false;
    // a line feed may follow, in the next chunk
    if (i + 1 === end && buffer[i] === CR && !this.#isFinal) return false;
    this.line++;
    this.start = this.#at;
    this.end = i;
    this.count = 0;
    this.word = -1;
    if (this.#doubled.size > 0) this.#doubled.clear();
    this.#at = i < end ? i + (buffer[i] === CR && i + 1 < end && buffer[i + 1] === LF ? 2 : 1) : end;
    return true;
  }

  /** Reads on; false at the end. */
  async more(): Promise<boolean> {
    if (this.#isFinal) return false;
    const { done, value } = await this.#chunks.next();
    if (done === true) {
      this.#isFinal = true;
      return true;
    }
    const left = this.#end - this.#at;
    if (left > FIELD_BYTES_MAX || left > this.#input.fieldBytesMax)
      this.#input.checkField(left, "a line", { line: this.line + 1 });
    this.#before += this.#at;
    if (left === 0) this.buffer = value as Uint8Array<ArrayBuffer>;
    else {
      // a long line is copied when it has doubled
      const room =
        this.#spare.length >= left + value.length ? this.#spare : new Uint8Array(2 * (left + value.length));
      if (room === this.buffer) room.copyWithin(0, this.#at, this.#end);
      else room.set(this.buffer.subarray(this.#at, this.#end));
      room.set(value, left);
      this.#spare = room;
      this.buffer = room;
    }
    this.#at = 0;
    this.#end = left + value.length;
    return true;
  }

  #spare = new Uint8Array(0);
  /** The words of the line, as `quotedWords` parts it, that have quotes in them. */
  readonly #doubled = new Set<number>();

  /** Parts the line into words at white space, or at a delimiter alone, whose words may lose the spaces around. */
  words(delimiter = -1, trims = false): number {
    const { buffer, end } = this;
    let n = 0;
    let i = this.start;
    if (delimiter >= 0) {
      for (;;) {
        let from = i;
        while (i < end && buffer[i] !== delimiter) i++;
        let to = i;
        if (trims) {
          while (from < to && (buffer[from] === SPACE || buffer[from] === TAB)) from++;
          while (to > from && (buffer[to - 1] === SPACE || buffer[to - 1] === TAB)) to--;
        }
        this.#put(n++, from, to);
        if (i >= end) break;
        i++;
      }
    } else {
      for (;;) {
        while (i < end && (buffer[i] === SPACE || buffer[i] === TAB)) i++;
        if (i >= end) break;
        const from = i;
        while (i < end && buffer[i] !== SPACE && buffer[i] !== TAB) i++;
        this.#put(n++, from, i);
      }
    }
    this.count = n;
    return n;
  }

  /** Parts the line into words at white space, what is in round brackets being one; so is a dictionary at the end. */
  bracketedWords(): number {
    const { buffer, end } = this;
    let n = 0;
    let i = this.start;
    for (;;) {
      while (i < end && (buffer[i] === SPACE || buffer[i] === TAB)) i++;
      if (i >= end) break;
      const from = i;
      let depth = 0;
      let quote = 0;
      for (; i < end; i++) {
        const byte = buffer[i];
        if (quote > 0) {
          if (byte === quote) quote = 0;
        } else if (depth > 0 && (byte === QUOTE || byte === APOSTROPHE)) quote = byte;
        else if (byte === OPEN) depth++;
        else if (byte === CLOSE && depth > 0) depth--;
        else if (depth === 0 && (byte === SPACE || byte === TAB)) break;
      }
      this.#put(n++, from, i);
    }
    this.count = n;
    return n;
  }

  /**
   * Parts the line into words at white space, a quoted text being one, in which two quotes are one; false if a quote is
   * not closed.
   */
  quotedWords(): boolean {
    const { buffer, end } = this;
    let n = 0;
    let i = this.start;
    for (;;) {
      while (i < end && (buffer[i] === SPACE || buffer[i] === TAB)) i++;
      if (i >= end) break;
      let from = i;
      if (buffer[i] === QUOTE) {
        from = ++i;
        while (i < end && buffer[i] !== QUOTE) i++;
        while (i + 1 < end && buffer[i + 1] === QUOTE) {
          this.#doubled.add(n);
          i += 2;
          while (i < end && buffer[i] !== QUOTE) i++;
        }
        if (i >= end) return false;
        this.#put(n++, from, i);
        i++;
        continue;
      }
      while (i < end && buffer[i] !== SPACE && buffer[i] !== TAB) i++;
      this.#put(n++, from, i);
    }
    this.count = n;
    return true;
  }

  #put(n: number, from: number, to: number): void {
    if (n === this.starts.length) {
      this.starts = longer(this.starts, n * 2);
      this.ends = longer(this.ends, n * 2);
    }
    this.starts[n] = from;
    this.ends[n] = to;
  }

  /** A word as text, for what is rare. */
  text(word: number): string {
    const text = platform.decodeUtf8(this.buffer, this.starts[word], this.ends[word]);
    return this.#doubled.has(word) ? text.replaceAll('""', '"') : text;
  }

  /** The line as text. */
  lineText(): string {
    return platform.decodeUtf8(this.buffer, this.start, this.end);
  }

  /** The whole number from 0 in a word; -1 if it is none, or beyond 2^53. */
  whole(word: number): number {
    const { buffer } = this;
    const from = this.starts[word];
    const to = this.ends[word];
    if (from === to || to - from > 15) return -1;
    let value = 0;
    for (let i = from; i < to; i++) {
      const digit = buffer[i] - 48;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  }

  /** The first byte of the line that is no white space; -1 for a line without any. */
  firstByte(): number {
    for (let i = this.start; i < this.end; i++) {
      const byte = this.buffer[i];
      if (byte !== SPACE && byte !== TAB) return byte;
    }
    return -1;
  }
}
