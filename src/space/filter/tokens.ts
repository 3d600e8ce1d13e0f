/** The words that filters are made of, read one at a time. */
import { FilterSyntaxError } from "../../errors.js";

export type Token =
  | {
      readonly kind: "keyword" | "symbol";
      readonly start: number;
      readonly end: number;
      readonly text: string;
    }
  | {
      readonly kind: "name" | "parameter";
      readonly start: number;
      readonly end: number;
      readonly text: string;
    }
  | { readonly kind: "literal"; readonly start: number; readonly end: number; readonly value: unknown }
  | { readonly kind: "end"; readonly start: number; readonly end: number };

/** Words with a meaning of their own, in any case; attributes named like them are written in backticks. */
const KEYWORDS: ReadonlySet<string> = new Set(
  "AND OR NOT IN BETWEEN IS NULL TRUE FALSE STARTS ENDS WITH CONTAINS".split(" "),
);

const SPACE = /\s*/uy;
const NAME = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const QUOTED_NAME = /`((?:[^`]|``)*)`/uy;
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?(n?)/uy;
const STRING = /'((?:[^'\\]|''|\\[\s\S])*)'(?!')|"((?:[^"\\]|""|\\[\s\S])*)"(?!")/uy;
const SYMBOL = /<>|!=|<=|>=|=~|[=<>()[\],:|.]/uy;
const ESCAPE = /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|([\s\S]))|''|""/gu;
const ESCAPED: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "`": "`",
};
const CODE_POINT_MAX = 0x10ffff;

/** Whether a name needs no backticks. */
export function isPlainName(name: string): boolean {
  return match(NAME, name, 0)?.[0] === name && keywordOf(name) === undefined;
}

/** The keyword that a word is; of ASCII letters only, since others too become ASCII in upper case. */
function keywordOf(word: string): string | undefined {
  const upper = word.toUpperCase();
  return KEYWORDS.has(upper) && /^[A-Z]+$/i.test(word) ? upper : undefined;
}

/** The token that begins at `offset` or after the white space there. */
export function readToken(text: string, offset: number): Token {
  const start = offset + (match(SPACE, text, offset)?.[0].length ?? 0);
  if (start === text.length) return { kind: "end", start, end: start };
  const name = readName(text, start);
  if (name !== undefined) {
    const keyword = text[start] === "`" ? undefined : keywordOf(name.text);
    if (keyword !== undefined) return { kind: "keyword", start, end: name.end, text: keyword };
    return { kind: "name", start, end: name.end, text: name.text };
  }
  if (text[start] === "$") return readParameter(text, start);
  const number = match(NUMBER, text, start);
  if (number !== undefined) return readNumber(text, start, number);
  const string = match(STRING, text, start);
  if (string !== undefined) {
    const value = unescapeString(text, start + 1, string[1] ?? string[2]);
    return { kind: "literal", start, end: start + string[0].length, value };
  }
  const symbol = match(SYMBOL, text, start);
  if (symbol !== undefined) {
    return { kind: "symbol", start, end: start + symbol[0].length, text: symbol[0] };
  }
  const opening = text[start];
  if (opening === "'" || opening === '"' || opening === "`") {
    throw new FilterSyntaxError(`expected a closing ${opening}, got the end of the filter`, text, start);
  }
  const character = String.fromCodePoint(text.codePointAt(start) as number);
  throw new FilterSyntaxError(
    `expected a name, a value or an operator, got ${JSON.stringify(character)}`,
    text,
    start,
  );
}

/** A token as an error message shows it. */
export function describeToken(text: string, token: Token): string {
  if (token.kind === "end") return "the end of the filter";
  const source = text.slice(token.start, token.end);
  if (token.kind === "keyword") return `the keyword ${token.text}`;
  return source.length > 40 ? `${source.slice(0, 37)}…` : source;
}

function readName(text: string, start: number): { text: string; end: number } | undefined {
  const plain = match(NAME, text, start);
  if (plain !== undefined) return { text: plain[0], end: start + plain[0].length };
  const quoted = match(QUOTED_NAME, text, start);
  if (quoted === undefined) return undefined;
  return { text: quoted[1].replaceAll("``", "`"), end: start + quoted[0].length };
}

function readParameter(text: string, start: number): Token {
  const name = readName(text, start + 1);
  if (name === undefined) {
    throw new FilterSyntaxError("expected the name of a parameter after $", text, start + 1);
  }
  return { kind: "parameter", start, end: name.end, text: name.text };
}

function readNumber(text: string, start: number, found: RegExpExecArray): Token {
  const [source, fraction, exponent, suffix] = found;
  const end = start + source.length;
  const isInteger = fraction === undefined && exponent === undefined;
  if (match(NAME, text, end) !== undefined || (suffix === "n" && !isInteger)) {
    throw new FilterSyntaxError("expected a number and then white space or an operator", text, start);
  }
  if (suffix === "n") return { kind: "literal", start, end, value: BigInt(source.slice(0, -1)) };
  const number = Number(source);
  if (!Number.isFinite(number)) {
    throw new FilterSyntaxError(`expected a number that a float64 can hold, got ${source}`, text, start);
  }
  // a whole number too large for a float64 is read exactly, so that it compares exactly
  const value = isInteger && !Number.isSafeInteger(number) ? BigInt(source) : number;
  return { kind: "literal", start, end, value };
}

function unescapeString(text: string, start: number, source: string): string {
  return source.replace(ESCAPE, (whole, braced, plain, single, offset) => {
    if (whole === "''" || whole === '""') return isQuote(text, start, whole) ? whole[0] : whole;
    const code = braced ?? plain;
    if (code !== undefined) {
      const point = Number.parseInt(code, 16);
      if (point <= CODE_POINT_MAX) {
        return braced === undefined ? String.fromCharCode(point) : String.fromCodePoint(point);
      }
    } else if (single in ESCAPED) return ESCAPED[single];
    throw new FilterSyntaxError(
      `expected an escape such as \\n, \\' or \\u0041, got ${whole}`,
      text,
      start + offset,
    );
  });
}

/** Whether a pair of quotes is of the kind that the string itself is in. */
function isQuote(text: string, start: number, pair: string): boolean {
  return text[start - 1] === pair[0];
}

function match(pattern: RegExp, text: string, offset: number): RegExpExecArray | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text) ?? undefined;
}
