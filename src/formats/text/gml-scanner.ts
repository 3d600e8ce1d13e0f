/** Tokens of GML (Himsolt, "GML: A portable Graph File Format", 1996): keys, numbers, texts in quotes and brackets. */
import { platform } from "#platform";
import type { ReaderInput } from "../shared/contract.js";
import { ByteWindow } from "./byte-window.js";
import { withoutEntities, withoutJavaEscapes } from "./entities.js";

/** The tokens that `next` returns. Words are keys, or stand where a value should and are none. */
export const GML_KEY = 1;
export const GML_WHOLE = 2;
export const GML_REAL = 3;
export const GML_TEXT = 4;
/** The characters of no key, number or text. */
export const GML_OTHER = 5;
export const GML_OPEN = 6;
export const GML_CLOSE = 7;
export const GML_END = 8;
/** No token yet: `more` is to be awaited. */
export const GML_MORE = 9;
/** The file ends inside a text. */
export const GML_CUT = 10;

const LF = 10;
const CR = 13;
const QUOTE = 34;
const HASH = 35;
const AMPERSAND = 38;
const OPEN = 91;
const BACKSLASH = 92;
const CLOSE = 93;

const CLASS_WHITE = 1;
const CLASS_END = 2;
const CLASS_LETTER = 3;
const CLASS_DIGIT = 4;

const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 32 || (byte >= 9 && byte <= 13)) return CLASS_WHITE;
  if (byte === QUOTE || byte === OPEN || byte === CLOSE) return CLASS_END;
  if (byte >= 48 && byte <= 57) return CLASS_DIGIT;
  const isLetter = (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95;
  return isLetter ? CLASS_LETTER : 0;
});

const encoder = new TextEncoder();

export class GmlScanner {
  readonly window: ByteWindow;
  /** Where the token's text is: `bytes` from `start` to `stop`, until the next call. */
  bytes = new Uint8Array(0);
  start = 0;
  stop = 0;
  /** Where the token begins in the window, for places. */
  tokenAt = 0;
  /** Whether texts have the escapes of Java, and no entities, as JGraphT writes them. */
  isJava = false;
  #isComment = false;
  /** How much of an unfinished text was looked at, and whether it has entities or escapes. */
  #seen = 0;
  #hasEntities = false;

  constructor(input: ReaderInput["input"]) {
    this.window = new ByteWindow(input);
  }

  more(): Promise<void> {
    return this.window.more("a text");
  }

  next(): number {
    const { window } = this;
    for (;;) {
      const { buffer, end } = window;
      let i = window.at;
      if (this.#isComment) {
        while (i < end && buffer[i] !== LF && buffer[i] !== CR) i++;
        this.#isComment = i === end;
      }
      if (this.#seen === 0) while (i < end && CLASSES[buffer[i]] === CLASS_WHITE) i++;
      window.at = i;
      this.tokenAt = i;
      if (i === end) return window.isFinal ? GML_END : GML_MORE;
      const byte = buffer[i];
      if (byte === HASH) {
        this.#isComment = true;
        continue;
      }
      if (byte === QUOTE) return this.#text();
      if (byte === OPEN || byte === CLOSE) {
        window.at = i + 1;
        return byte === OPEN ? GML_OPEN : GML_CLOSE;
      }
      return this.#word();
    }
  }

  #text(): number {
    const { window } = this;
    const { buffer, at, end } = window;
    if (this.#seen === 0) {
      this.#seen = 1;
      this.#hasEntities = false;
    }
    let i = at + this.#seen;
    const mark = this.isJava ? BACKSLASH : AMPERSAND;
    while (i < end && buffer[i] !== QUOTE) {
      if (buffer[i] === mark) {
        this.#hasEntities = true;
        // the sign that is escaped may be a quote, and come later
        if (mark === BACKSLASH && (i + 1 < end || window.isFinal)) i++;
        else if (mark === BACKSLASH) break;
      }
      i++;
    }
    if (i >= end || buffer[i] !== QUOTE) {
      this.#seen = i - at;
      return window.isFinal ? GML_CUT : GML_MORE;
    }
    this.#seen = 0;
    window.at = i + 1;
    this.bytes = buffer;
    this.start = at + 1;
    this.stop = i;
    if (this.#hasEntities) {
      const text = platform.decodeUtf8(buffer, at + 1, i);
      this.bytes = encoder.encode(this.isJava ? withoutJavaEscapes(text) : withoutEntities(text));
      this.start = 0;
      this.stop = this.bytes.length;
    }
    return GML_TEXT;
  }

  #word(): number {
    const { window } = this;
    const { buffer, at, end } = window;
    let i = at + this.#seen;
    let kind = CLASSES[buffer[i]];
    while (i < end && kind !== CLASS_WHITE && kind !== CLASS_END) kind = CLASSES[buffer[++i]];
    if (i === end && !window.isFinal) {
      this.#seen = i - at;
      return GML_MORE;
    }
    this.#seen = 0;
    window.at = i;
    this.bytes = buffer;
    this.start = at;
    this.stop = i;
    return this.#kindOfWord(buffer, at, i);
  }

  #kindOfWord(buffer: Uint8Array, start: number, stop: number): number {
    let i = start;
    if (CLASSES[buffer[i]] === CLASS_LETTER) {
      while (i < stop && CLASSES[buffer[i]] >= CLASS_LETTER) i++;
      return i === stop ? GML_KEY : GML_OTHER;
    }
    if (buffer[i] === 43 || buffer[i] === 45) i++;
    const first = i;
    while (i < stop && CLASSES[buffer[i]] === CLASS_DIGIT) i++;
    let digits = i - first;
    if (i === stop) return digits > 0 ? GML_WHOLE : GML_OTHER;
    if (buffer[i] === 46) {
      const from = ++i;
      while (i < stop && CLASSES[buffer[i]] === CLASS_DIGIT) i++;
      digits += i - from;
    }
    if (digits > 0 && i < stop && (buffer[i] | 0x20) === 101) {
      i++;
      if (i < stop && (buffer[i] === 43 || buffer[i] === 45)) i++;
      const from = i;
      while (i < stop && CLASSES[buffer[i]] === CLASS_DIGIT) i++;
      if (i === from) return GML_OTHER;
    }
    if (i === stop && digits > 0) return GML_REAL;
    return namedNumber(platform.decodeUtf8(buffer, start, stop)) === undefined ? GML_OTHER : GML_REAL;
  }
}

/** Infinity and NaN as programs write them; undefined for anything else. */
export function namedNumber(text: string): number | undefined {
  const match = text.length > 9 ? null : /^([+-]?)(?:(inf(?:inity)?)|nan)$/i.exec(text);
  if (match === null) return undefined;
  if (match[2] === undefined) return Number.NaN;
  return match[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
