/**
 * Tokens of Turtle (W3C, RDF 1.1) in a text that comes in chunks. A token that the end of the text so far may cut is
 * none yet: `MORE` is thrown, and who reads goes back to where the statement, or the object, began.
 */
import { LITERAL_ESCAPES } from "../text/iri-names.js";

/** Thrown where more text is needed. */
export const MORE = Symbol("more text");

/** A fault of the text, by what should be in its place. */
export class TurtleFault extends Error {
  readonly code: "FORMAT_SYNTAX" | "FORMAT_VALUE" | "FORMAT_REFERENCE" | "FORMAT_UNSUPPORTED";

  constructor(message: string, code: TurtleFault["code"] = "FORMAT_SYNTAX") {
    super(message);
    this.code = code;
  }
}

/** Behind so many units a text that fits no token fits none with more text either. */
const TOKEN_UNITS = 1024;

/** So many units behind a token say that it ends, as escapes of three signs, or an exponent with its sign, go on. */
const LOOK_AHEAD = 4;

const HASH = 0x23;
const LINE_END = /[\r\n]/g;
const BASE_CHARACTER =
  "A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}";
const CHARACTER = `${BASE_CHARACTER}_\\-0-9\\u00b7\\u0300-\\u036f\\u203f\\u2040`;
const PREFIX = `(?:[${BASE_CHARACTER}](?:[${CHARACTER}.]*[${CHARACTER}])?)?`;
const ESCAPE = "%[0-9A-Fa-f]{2}|\\\\[_~.\\-!$&'()*+,;=/?#@%]";
const LOCAL = `(?:(?:[${BASE_CHARACTER}_:0-9]|${ESCAPE})(?:(?:[${CHARACTER}.:]|${ESCAPE})*(?:[${CHARACTER}:]|${ESCAPE}))?)?`;
const NAMESPACE = new RegExp(`(${PREFIX}):`, "yu");
const NAME = new RegExp(`(${PREFIX}):(${LOCAL})`, "yu");
const BLANK = new RegExp(`_:[${BASE_CHARACTER}_0-9](?:[${CHARACTER}.]*[${CHARACTER}])?`, "yu");
const NUMBER = /[+-]?(?:(\d+\.\d*[eE][+-]?\d+|\.?\d+[eE][+-]?\d+)|(\d*\.\d+)|(\d+))/y;
const LANGUAGE = /@[A-Za-z]+(?:-[A-Za-z\d]+)*(?:--(?:ltr|rtl))?/y;
const WORD = /[A-Za-z]+/y;
const OF_NAME = new RegExp(`[${CHARACTER}:]`, "u");

export class TurtleScanner {
  text = "";
  at = 0;
  /** Whether `text` has the end of the file. */
  isFinal = false;
  /** Units of text before `text`. */
  dropped = 0;

  /** Adds text, and lets go of what lies before the position. */
  feed(text: string): void {
    this.dropped += this.at;
    this.text = this.text.slice(this.at) + text;
    this.at = 0;
  }

  /** Goes behind white space and comments, as far as the text goes. */
  skip(): void {
    const { text } = this;
    let at = this.at;
    for (; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit === HASH) {
        LINE_END.lastIndex = at;
        const end = LINE_END.exec(text)?.index ?? -1;
        if (end < 0 && !this.isFinal) break;
        at = end < 0 ? text.length - 1 : end;
      } else if (unit !== 0x20 && unit !== 0x09 && unit !== 0x0a && unit !== 0x0d) break;
    }
    this.at = at;
  }

  /** Goes behind white space and comments, to something else or the end of the file. */
  space(): void {
    this.skip();
    const isCut = this.at === this.text.length || this.text.charCodeAt(this.at) === HASH;
    if (isCut && !this.isFinal) throw MORE;
  }

  /** The sign that comes next, behind white space; empty at the end. */
  peek(): string {
    this.space();
    return this.text.charAt(this.at);
  }

  /** Takes a sign if it comes next. */
  takes(sign: string): boolean {
    if (this.peek() !== sign) return false;
    this.at++;
    return true;
  }

  expect(sign: string): void {
    if (!this.takes(sign)) this.fault(`"${sign}"`);
  }

  fault(expected: string): never {
    if (!this.isFinal && this.text.length - this.at < TOKEN_UNITS) throw MORE;
    const rest = this.text.slice(this.at, this.at + 40);
    throw new TurtleFault(
      `${expected} expected, got ${rest === "" ? "the end of the file" : JSON.stringify(rest)}`,
    );
  }

  /** Takes what a pattern fits, which has to end before the text does; undefined if it does not fit. */
  #fit(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    let after = pattern.lastIndex;
    // points belong to a name if something of one is behind them
    while (this.text.charCodeAt(after) === 46) after++;
    if (after + LOOK_AHEAD > this.text.length && !this.isFinal) throw MORE;
    this.at = pattern.lastIndex;
    return match;
  }

  /** Takes an IRI in angle brackets, as it is there. */
  bracketed(): string {
    const end = this.text.indexOf(">", this.at);
    if (end < 0 && !this.isFinal) throw MORE;
    const inner = end < 0 ? "<" : this.text.slice(this.at + 1, end);
    const iri = inner.includes("\\") ? unescaped(inner, false) : inner;
    if (iri === undefined || BAD_IRI.test(iri)) return this.fault("an IRI");
    this.at = end + 1;
    return iri;
  }

  /** Takes `prefix:`. */
  namespace(): string {
    const match = this.#fit(NAMESPACE);
    return match === undefined ? this.fault('a prefix and ":"') : match[1];
  }

  /** Takes `prefix:name`; undefined if there is none. */
  name(): { readonly prefix: string; readonly local: string } | undefined {
    const match = this.#fit(NAME);
    if (match === undefined) return undefined;
    const [, prefix, local] = match;
    return { prefix, local: local.includes("\\") ? local.replace(/\\(.)/g, "$1") : local };
  }

  /** Takes the label of a blank node, with its `_:`; undefined if there is none. */
  blank(): string | undefined {
    return this.#fit(BLANK)?.[0];
  }

  /** Takes a number; undefined if there is none. */
  number(): { readonly text: string; readonly datatype: "integer" | "decimal" | "double" } | undefined {
    const from = this.at;
    const match = this.#fit(NUMBER);
    if (match === undefined) return undefined;
    if (/\w/.test(this.text.charAt(this.at))) {
      this.at = from;
      return undefined;
    }
    const [text, double, decimal] = match;
    return {
      text,
      datatype: double !== undefined ? "double" : decimal !== undefined ? "decimal" : "integer",
    };
  }

  /** Takes `@language`; undefined if there is none. */
  language(): string | undefined {
    return this.#fit(LANGUAGE)?.[0].slice(1);
  }

  /** Takes a word of letters; empty if there is none, or other signs of a name are in it. */
  word(): string {
    const from = this.at;
    const match = this.#fit(WORD);
    if (match === undefined) return "";
    if (OF_NAME.test(this.text.charAt(this.at))) {
      this.at = from;
      return "";
    }
    return match[0];
  }

  /** Takes a text in quotes of any of the four kinds. */
  string(): string {
    const quote = this.text.charAt(this.at);
    if (this.text.length - this.at < 3 && !this.isFinal) throw MORE;
    const isLong = this.text.startsWith(quote.repeat(3), this.at);
    const mark = isLong ? quote.repeat(3) : quote;
    const from = this.at + mark.length;
    let end = this.text.indexOf(mark, from);
    while (end >= 0 && isEscaped(this.text, from, end)) end = this.text.indexOf(mark, end + 1);
    if (end < 0) {
      if (!isLong && /[\r\n]/.test(this.text.slice(from))) this.#badString(quote);
      if (!this.isFinal) throw MORE;
      throw new TurtleFault("a text with its closing quote expected, got the end of the file");
    }
    // quotes right before the last three belong to the text
    if (isLong) {
      if (end + 5 >= this.text.length && !this.isFinal) throw MORE;
      for (let i = 0; i < 2 && this.text.charAt(end + 3) === quote; i++) end++;
    }
    const inner = this.text.slice(from, end);
    if (!isLong && /[\r\n]/.test(inner)) this.#badString(quote);
    const text = inner.includes("\\") ? unescaped(inner, true) : inner;
    if (text === undefined) throw new TurtleFault("escapes of Turtle expected in a text, got others");
    if (!text.isWellFormed())
      throw new TurtleFault("a text expected, got one with a lone surrogate", "FORMAT_VALUE");
    this.at = end + mark.length;
    return text;
  }

  #badString(quote: string): never {
    throw new TurtleFault(`${quote.repeat(3)} around a text of several lines expected, got ${quote}`);
  }
}

/** Whether a sign has an odd number of backslashes before it. */
function isEscaped(text: string, from: number, at: number): boolean {
  let slashes = 0;
  while (at - 1 - slashes >= from && text.charCodeAt(at - 1 - slashes) === 92) slashes++;
  return slashes % 2 === 1;
}

const BAD_IRI = /[\0- <>"{}|^`\\]/;

/** A text with its escapes undone; undefined if one is none. */
function unescaped(text: string, isLiteral: boolean): string | undefined {
  let isBad = false;
  const plain = text.replace(ESCAPED, (_all, short, long, sign: string | undefined) => {
    const code = (short ?? long) as string | undefined;
    const number = code === undefined ? -1 : Number.parseInt(code, 16);
    if (number >= 0 && number <= 0x10ffff) return String.fromCodePoint(number);
    const found = isLiteral && sign !== undefined ? LITERAL_ESCAPES.get(sign) : undefined;
    isBad ||= found === undefined;
    return found ?? "";
  });
  return isBad ? undefined : plain;
}

const ESCAPED = /\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|(.?))/gs;
