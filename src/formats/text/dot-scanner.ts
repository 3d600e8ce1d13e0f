/**
 * Tokens of the DOT language (graphviz.org, "The DOT Language"; corners as `dot` 2.43 has them). A text in quotes has
 * its `\"` and continued lines undone and its parts joined; all other backslashes are part of it, as in Graphviz.
 */
import { longer } from "../shared/byte-interner.js";
import type { ReaderInput } from "../shared/contract.js";
import { beyondLimit, FIELD_BYTES_MAX } from "../shared/limits.js";
import { ByteWindow } from "./byte-window.js";

/** The tokens that `next` returns; ids are the first three. */
export const DOT_WORD = 1;
export const DOT_QUOTED = 2;
export const DOT_HTML = 3;
export const DOT_OPEN = 4;
export const DOT_CLOSE = 5;
export const DOT_OPEN_LIST = 6;
export const DOT_CLOSE_LIST = 7;
export const DOT_SEMICOLON = 8;
export const DOT_COMMA = 9;
export const DOT_EQUALS = 10;
export const DOT_COLON = 11;
export const DOT_DIRECTED = 12;
export const DOT_UNDIRECTED = 13;
export const DOT_END = 14;
/** No token yet: `more` is to be awaited. */
export const DOT_MORE = 15;
/** A byte that begins no token. */
export const DOT_WRONG = 16;
/** The text ends inside a token that `unfinished` names. */
export const DOT_CUT = 17;

const LF = 10;
const CR = 13;
const QUOTE = 34;
const HASH = 35;
const STAR = 42;
const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const SLASH = 47;
const LESS = 60;
const GREATER = 62;
const BACKSLASH = 92;

/** `!--`, which begins a comment behind `<`. */
const COMMENT_BEGIN = [33, MINUS, MINUS];

const CLASS_WHITE = 1;
const CLASS_LETTER = 2;
const CLASS_DIGIT = 3;

/** The tokens that a byte may begin or continue. */
const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 32 || (byte >= 9 && byte <= 13)) return CLASS_WHITE;
  if (byte >= 48 && byte <= 57) return CLASS_DIGIT;
  const isLetter = (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95 || byte >= 128;
  return isLetter ? CLASS_LETTER : 0;
});

const SIMPLE: ReadonlyMap<number, number> = new Map([
  [123, DOT_OPEN],
  [125, DOT_CLOSE],
  [91, DOT_OPEN_LIST],
  [93, DOT_CLOSE_LIST],
  [59, DOT_SEMICOLON],
  [44, DOT_COMMA],
  [61, DOT_EQUALS],
  [58, DOT_COLON],
]);
const SIMPLE_TOKENS = Uint8Array.from({ length: 256 }, (_, byte) => SIMPLE.get(byte) ?? 0);

/** The comment that the scanner is in. */
const NO_COMMENT = 0;
const LINE_COMMENT = 1;
const BLOCK_COMMENT = 2;

export class DotScanner {
  readonly window: ByteWindow;
  /** Where the token's text is: `bytes` from `start` to `stop`, until the next call. */
  bytes = new Uint8Array(0);
  start = 0;
  stop = 0;
  /** Where the token begins in the window, for places. */
  tokenAt = 0;
  /** A number that letters follow without a space, which makes two ids of it. */
  isSplit = false;
  unfinished = "";
  #comment = NO_COMMENT;
  /** How much of an unfinished token was looked at, and the brackets that are open in it. */
  #seen = 0;
  #depth = 0;
  /** Parts of a text in quotes: whether there is one, and whether a `+` stands behind it. */
  #hasPart = false;
  #hasPlus = false;
  #scratch = new Uint8Array(256);
  #length = 0;
  /** Whether the part that is scanned has a backslash. */
  #isEscaped = false;

  constructor(input: ReaderInput["input"]) {
    this.window = new ByteWindow(input);
  }

  async more(): Promise<void> {
    await this.window.more("an id");
  }

  /** The next token. */
  next(): number {
    const { window } = this;
    for (;;) {
      const { buffer, end } = window;
      let i = window.at;
      if (this.#comment !== NO_COMMENT) {
        if (!this.#skipComment()) return window.isFinal ? this.#endOfText() : DOT_MORE;
        continue;
      }
      if (this.#seen === 0) {
        while (i < end && CLASSES[buffer[i]] === CLASS_WHITE) i++;
        window.at = i;
      }
      if (i === end) return window.isFinal ? this.#endOfText() : DOT_MORE;
      const byte = buffer[i];
      if (byte === SLASH || byte === HASH) {
        if (byte === HASH) this.#comment = LINE_COMMENT;
        else {
          if (i + 1 === end && !window.isFinal) return DOT_MORE;
          const second = i + 1 < end ? buffer[i + 1] : 0;
          if (second !== SLASH && second !== STAR) return this.#wrong();
          this.#comment = second === SLASH ? LINE_COMMENT : BLOCK_COMMENT;
          window.at = i + 2;
          this.tokenAt = i;
        }
        continue;
      }
      if (this.#hasPart) {
        if (this.#hasPlus) {
          if (byte !== QUOTE) return this.#wrong();
        } else if (byte === PLUS) {
          this.#hasPlus = true;
          window.at = i + 1;
          continue;
        } else return this.#joined();
      }
      this.tokenAt = i;
      const token = this.#token(byte);
      if (token !== 0) return token;
    }
  }

  #token(byte: number): number {
    const { window } = this;
    const kind = CLASSES[byte];
    if (kind === CLASS_LETTER) return this.#word();
    const simple = SIMPLE_TOKENS[byte];
    if (simple !== 0) {
      window.at++;
      return simple;
    }
    if (byte === QUOTE) return this.#quoted();
    if (kind === CLASS_DIGIT || byte === DOT) return this.#numeral();
    if (byte === MINUS) return this.#minus();
    return byte === LESS ? this.#html() : this.#wrong();
  }

  #wrong(): number {
    this.tokenAt = this.window.at;
    return DOT_WRONG;
  }

  #endOfText(): number {
    if (this.#hasPart && !this.#hasPlus) return this.#joined();
    this.tokenAt = this.window.end;
    if (this.#hasPart) this.unfinished = 'a text behind "+"';
    else if (this.#comment === BLOCK_COMMENT) this.unfinished = "a comment";
    else return DOT_END;
    return DOT_CUT;
  }

  /** Goes behind a comment; false if its end is not there yet. What was passed is not kept. */
  #skipComment(): boolean {
    const { window } = this;
    const { buffer, end } = window;
    let i = window.at;
    if (this.#comment === LINE_COMMENT) {
      while (i < end && buffer[i] !== LF && buffer[i] !== CR) i++;
      window.at = i;
      if (i === end) return false;
      this.#comment = NO_COMMENT;
      return true;
    }
    for (; i < end; i++) {
      if (buffer[i] !== STAR) continue;
      if (i + 1 === end) break;
      if (buffer[i + 1] !== SLASH) continue;
      window.at = i + 2;
      this.#comment = NO_COMMENT;
      return true;
    }
    window.at = window.isFinal ? end : i;
    return false;
  }

  #more(seen: number): number {
    this.#seen = seen;
    return DOT_MORE;
  }

  #found(token: number, start: number, stop: number, next: number): number {
    this.bytes = this.window.buffer;
    this.start = start;
    this.stop = stop;
    this.window.at = next;
    this.#seen = 0;
    return token;
  }

  #word(): number {
    const { buffer, at, end, isFinal } = this.window;
    let i = at + this.#seen;
    this.isSplit = false;
    while (i < end && CLASSES[buffer[i]] >= CLASS_LETTER) i++;
    if (i === end && !isFinal) return this.#more(i - at);
    return this.#found(DOT_WORD, at, i, i);
  }

  #minus(): number {
    const { buffer, at, end, isFinal } = this.window;
    if (at + 1 === end) return isFinal ? this.#wrong() : DOT_MORE;
    const second = buffer[at + 1];
    if (second === MINUS || second === GREATER) {
      this.window.at = at + 2;
      return second === MINUS ? DOT_UNDIRECTED : DOT_DIRECTED;
    }
    return this.#numeral();
  }

  /** `-`? then digits with at most one point among them. */
  #numeral(): number {
    const { buffer, at, end, isFinal } = this.window;
    let i = at;
    let digits = 0;
    let hasPoint = false;
    if (buffer[i] === MINUS) i++;
    for (; i < end; i++) {
      if (CLASSES[buffer[i]] === CLASS_DIGIT) digits++;
      else if (buffer[i] === DOT && !hasPoint) hasPoint = true;
      else break;
    }
    if (i === end && !isFinal) return DOT_MORE;
    if (digits === 0) return this.#wrong();
    this.isSplit = i < end && (CLASSES[buffer[i]] === CLASS_LETTER || buffer[i] === DOT);
    return this.#found(DOT_WORD, at, i, i);
  }

  /** `<` to the `>` that closes it; the text is what is between. */
  #html(): number {
    const { buffer, at, end, isFinal } = this.window;
    let i = at + this.#seen;
    let depth = this.#seen === 0 ? 0 : this.#depth;
    for (; i < end; i++) {
      if (buffer[i] === LESS) {
        const comment = this.#htmlComment(i);
        if (comment < 0) break;
        if (comment > 0) i = comment;
        else depth++;
      } else if (buffer[i] === GREATER && --depth === 0) return this.#found(DOT_HTML, at + 1, i, i + 1);
    }
    this.#depth = depth;
    if (!isFinal) return this.#more(i - at);
    this.unfinished = "a text in angle brackets";
    return DOT_CUT;
  }

  /** The last byte of a comment that begins here; 0 for none, -1 if its end is not there yet. */
  #htmlComment(from: number): number {
    const { buffer, end, isFinal } = this.window;
    for (let k = 0; k < COMMENT_BEGIN.length; k++) {
      if (from + 1 + k === end) return isFinal ? 0 : -1;
      if (buffer[from + 1 + k] !== COMMENT_BEGIN[k]) return 0;
    }
    for (let i = from + 4; i + 2 < end; i++)
      if (buffer[i] === MINUS && buffer[i + 1] === MINUS && buffer[i + 2] === GREATER) return i + 2;
    return -1;
  }

  /** A text in quotes, or a part of one: 0 if it may go on behind a `+`. */
  #quoted(): number {
    const { buffer, at, end, isFinal } = this.window;
    if (this.#seen === 0) this.#isEscaped = false;
    let i = at + Math.max(1, this.#seen);
    for (; i < end; i++) {
      const byte = buffer[i];
      if (byte === QUOTE) break;
      if (byte !== BACKSLASH) continue;
      this.#isEscaped = true;
      if (i + 1 === end) break;
      i++;
    }
    if (i >= end || (buffer[i] === BACKSLASH && i + 1 === end)) {
      if (!isFinal) return this.#more(i - at);
      this.unfinished = "a text in quotes";
      return DOT_CUT;
    }
    if (!this.#isEscaped && !this.#hasPart && this.#endsHere(i + 1))
      return this.#found(DOT_QUOTED, at + 1, i, i + 1);
    this.#append(at + 1, i);
    this.#hasPart = true;
    this.#hasPlus = false;
    this.window.at = i + 1;
    this.#seen = 0;
    return 0;
  }

  /** Whether what follows is there, and is neither a `+` nor a comment before one. */
  #endsHere(from: number): boolean {
    const { buffer, end } = this.window;
    let i = from;
    while (i < end && CLASSES[buffer[i]] === CLASS_WHITE) i++;
    return i < end && buffer[i] !== PLUS && buffer[i] !== SLASH && buffer[i] !== HASH;
  }

  /** Appends a part of a text: `\"` is a quote, a backslash at the end of a line is nothing, and `\\` stays two. */
  #append(from: number, to: number): void {
    const { buffer } = this.window;
    const size = this.#length + to - from;
    if (size > FIELD_BYTES_MAX)
      throw beyondLimit("bytes of an id", FIELD_BYTES_MAX, this.window.placeOf(this.tokenAt));
    if (size > this.#scratch.length) this.#scratch = longer(this.#scratch, size);
    const scratch = this.#scratch;
    let n = this.#length;
    if (!this.#isEscaped) {
      scratch.set(buffer.subarray(from, to), n);
      this.#length = size;
      return;
    }
    for (let i = from; i < to; i++) {
      const byte = buffer[i];
      if (byte !== BACKSLASH) {
        scratch[n++] = byte;
        continue;
      }
      const next = buffer[++i];
      if (next === LF) continue;
      if (next === CR) {
        if (i + 1 < to && buffer[i + 1] === LF) i++;
        continue;
      }
      if (next !== QUOTE) scratch[n++] = BACKSLASH;
      scratch[n++] = next;
    }
    this.#length = n;
  }

  #joined(): number {
    this.bytes = this.#scratch;
    this.start = 0;
    this.stop = this.#length;
    this.#hasPart = false;
    this.#length = 0;
    return DOT_QUOTED;
  }
}
