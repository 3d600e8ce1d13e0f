/**
 * The part of a text that is being read: bytes of UTF-8 from the first that is still needed to the last that has come.
 * Scanners of tokens stand on it. They look at `buffer` from `at` to `end`, and call `more` where that is not enough.
 *
 * Invariant: what is before `at` is never looked at again; lines in it are counted as it goes, so that a place in the
 * text can be told at any time.
 */
import type { ReaderInput } from "../shared/contract.js";
import type { FormatPlace } from "../shared/format-error.js";

const LF = 10;
const CR = 13;

export class ByteWindow {
  readonly #input: ReaderInput["input"];
  readonly #chunks: AsyncGenerator<Uint8Array>;
  #spare = new Uint8Array(0);
  /** Bytes, lines and characters of the last line before `buffer`; whether it ends with a CR. */
  #before = 0;
  #linesBefore = 0;
  #columnsBefore = 0;
  #endsInCr = false;
  buffer = new Uint8Array(0);
  at = 0;
  end = 0;
  /** Whether there is nothing behind `end`. */
  isFinal = false;

  constructor(input: ReaderInput["input"]) {
    this.#input = input;
    this.#chunks = input.chunks();
  }

  /** Reads on, keeping what is behind `at`, which moves to 0. Positions before are worth nothing after that. */
  async more(what: string): Promise<void> {
    const { done, value } = await this.#chunks.next();
    if (done === true) {
      this.isFinal = true;
      return;
    }
    const left = this.end - this.at;
    if (left > this.#input.fieldBytesMax) this.#input.checkField(left, what, this.placeOf(this.at));
    this.#pass(this.at);
    const size = left + value.length;
    if (left === 0) this.buffer = value as Uint8Array<ArrayBuffer>;
    else {
      // doubled, so that a long text is copied a few times only
      const isRoom = this.#spare.length >= size && (this.buffer !== this.#spare || this.at === 0);
      const room = isRoom ? this.#spare : new Uint8Array(2 * size);
      if (room !== this.buffer) room.set(this.buffer.subarray(this.at, this.end));
      room.set(value, left);
      this.#spare = room;
      this.buffer = room;
    }
    this.at = 0;
    this.end = size;
  }

  /** Counts lines and characters up to a position. */
  #pass(to: number): void {
    const [lines, columns] = this.#count(to);
    this.#before += to;
    this.#linesBefore = lines;
    this.#columnsBefore = columns;
    if (to > 0) this.#endsInCr = this.buffer[to - 1] === CR;
  }

  /** The lines before a position, and the characters between the last of them and the position. */
  #count(to: number): [lines: number, columns: number] {
    const { buffer } = this;
    let lines = this.#linesBefore;
    let start = -1;
    const firstCr = buffer.indexOf(CR);
    if (firstCr >= 0 && firstCr < to) {
      let isAfterCr = this.#endsInCr;
      for (let i = 0; i < to; i++) {
        const byte = buffer[i];
        if (byte === CR || (byte === LF && !isAfterCr)) lines++;
        if (byte === CR || byte === LF) start = i + 1;
        isAfterCr = byte === CR;
      }
    } else if (to > 0) {
      for (let i = 0; i < to; i++) if (buffer[i] === LF) lines++;
      start = buffer.lastIndexOf(LF, to - 1) + 1;
      if (start === 0) start = -1;
      if (this.#endsInCr && buffer[0] === LF) lines--;
    }
    let columns = start < 0 ? this.#columnsBefore : 0;
    for (let i = Math.max(start, 0); i < to; i++) {
      const byte = buffer[i];
      // UTF-16: one unit a character, two beyond 16 bits
      if ((byte & 0xc0) !== 0x80) columns += byte >= 0xf0 ? 2 : 1;
    }
    return [lines, columns];
  }

  /** The place in the text of a position in the buffer. */
  placeOf(position: number): FormatPlace {
    const [lines, columns] = this.#count(position);
    return {
      ...this.#input.place,
      line: lines + 1,
      column: columns + 1,
      offset: this.#before + position,
    };
  }
}
