/**
 * The rows of an array of JSON, as `to_json(orient="records")` and `COPY … (ARRAY true)` write tables, in the bytes of a
 * file that come in pieces: where each row begins and ends. The rows themselves are read by others.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** The states: before the array, before the first row, in a row, behind one, before another one, behind the array. */
const BEFORE = 0;
const FIRST = 1;
const ROW = 2;
const BEHIND_ROW = 3;
const NEXT = 4;
const END = 5;

const EXPECTED = ['"["', 'a row or "]"', "", '"," or "]"', "a row", "the end of the file"];

export class ArrayRows {
  #state = BEFORE;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  /** Whether the row under way is a word or number, which ends before the sign behind it. */
  #isBare = false;
  /** Where the row under way begins in the piece, or 0 if it began in an earlier one; where it ends, once it does. */
  start = 0;
  end = 0;

  /** Whether a row has begun and not ended. */
  get isInRow(): boolean {
    return this.#state === ROW;
  }

  /** The part that is expected here, for messages. */
  get expected(): string {
    return this.#state === ROW ? "the end of a row" : EXPECTED[this.#state];
  }

  get isDone(): boolean {
    return this.#state === END;
  }

  /** Goes on to the end of a row: true if one ended, at `end`; false at the end of the piece, or at a wrong byte there. */
  next(bytes: Uint8Array, from: number): boolean {
    this.start = from;
    let at = from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (this.#state === ROW) {
        if (!this.#endsAt(byte)) continue;
        this.#state = BEHIND_ROW;
        this.end = this.#isBare ? at : at + 1;
        return true;
      }
      if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) continue;
      if (!this.#goOn(byte)) break;
      if (this.isInRow) {
        this.start = at;
        at--;
      }
    }
    this.end = at;
    return false;
  }

  /** A byte between rows; false for one that cannot be there. */
  #goOn(byte: number): boolean {
    switch (this.#state) {
      case BEFORE:
        if (byte !== OPEN) return false;
        this.#state = FIRST;
        return true;
      case BEHIND_ROW:
        if (byte !== COMMA && byte !== CLOSE) return false;
        this.#state = byte === COMMA ? NEXT : END;
        return true;
      case FIRST:
        if (byte === CLOSE) {
          this.#state = END;
          return true;
        }
        break;
      case END:
        return false;
    }
    if (byte === COMMA || byte === CLOSE || byte === 0x7d || byte === 0x3a) return false;
    this.#state = ROW;
    this.#depth = 0;
    this.#isBare = byte !== OPEN && byte !== 0x7b && byte !== QUOTE;
    return true;
  }

  /** Takes a byte of a row; whether the row ends with it, or before it. */
  #endsAt(byte: number): boolean {
    if (this.#isInString) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE) {
        this.#isInString = false;
        return this.#depth === 0;
      }
      return false;
    }
    if (this.#isBare) return byte === COMMA || byte === CLOSE || byte <= 0x20;
    if (byte === QUOTE) this.#isInString = true;
    else if (byte === OPEN || byte === 0x7b) this.#depth++;
    else if (byte === CLOSE || byte === 0x7d) return --this.#depth === 0;
    return false;
  }
}
