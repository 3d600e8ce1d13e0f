/**
 * The words that queries are made of, all of them at once. Keywords are names: only the place tells them apart. Arrows
 * are read as single characters, since `a<-1` compares with a negative number; brackets know their partners.
 */
import { syntaxFault } from "./cypher-fault.js";

export interface QueryToken {
  readonly kind: "name" | "integer" | "float" | "string" | "parameter" | "symbol" | "malformed" | "end";
  readonly start: number;
  readonly end: number;
  /** A name or a string without its quotes, a symbol, or a number as written. */
  readonly text: string;
  /** The name in upper case if it may be a keyword: of ASCII letters and without backticks. */
  readonly keyword: string;
  /** The place among the tokens of the bracket that closes this one; -1 if there is none. */
  partner: number;
}

const SPACE = /(?:[\s\p{Cc}\u180e]|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)*/uy;
const NAME = /[\p{ID_Start}\p{Pc}][\p{ID_Continue}\p{Sc}]*/uy;
const QUOTED_NAME = /`((?:[^`]|``)*)`/uy;
const NUMBER =
  /0[xX][\p{ID_Continue}]*|0[oO][\p{ID_Continue}]*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?/uy;
const NUMBER_TAIL = /[\p{ID_Continue}\p{Sc}]+/uy;
const STRING = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/uy;
const SYMBOL = /<>|!=|<=|>=|=~|\.\.|\+=|\|\||::|[-+*/%^=<>()[\]{}.,:;|&!?]/uy;
/** Characters that the language takes for a dash or an arrow head in a pattern. */
const DASHES = /[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/u;
const LEFT_HEADS = /[\u27e8\u3008\ufe64\uff1c]/u;
const RIGHT_HEADS = /[\u27e9\u3009\ufe65\uff1e]/u;
const OPENING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const HEX_DIGITS: Readonly<Record<string, number>> = { u: 4, U: 8 };
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

/** Whether a name needs no backticks wherever a name may stand. */
export function isPlainSymbolicName(name: string): boolean {
  return match(NAME, name, 0) === name;
}

/** All tokens of a text, the last of kind "end". Throws a fault for what is no token. */
export function tokenize(text: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  const open: QueryToken[] = [];
  for (let at = 0; ; ) {
    const token = readQueryToken(text, at);
    tokens.push(token);
    if (token.kind === "end") return tokens;
    if (token.kind === "symbol") {
      if (token.text in OPENING) open.push(token);
      else if (token.text === ")" || token.text === "]" || token.text === "}") {
        const last = open.pop();
        if (last !== undefined && OPENING[last.text] === token.text) last.partner = tokens.length - 1;
      }
    }
    at = token.end;
  }
}

/** A token as an error message shows it. */
export function describeQueryToken(text: string, token: QueryToken): string {
  if (token.kind === "end") return "the end of the query";
  const source = text.slice(token.start, token.end);
  return source.length > 40 ? `${source.slice(0, 37)}…` : source;
}

function readQueryToken(text: string, offset: number): QueryToken {
  const start = offset + (match(SPACE, text, offset) ?? "").length;
  if (start >= text.length) return token("end", start, start, "");
  const first = text[start]!;
  if ((first >= "0" && first <= "9") || (first === "." && isDigit(text[start + 1])))
    return readNumber(text, start);
  const name = match(NAME, text, start);
  if (name !== undefined) return token("name", start, start + name.length, name);
  if (first === "`") return readQuotedName(text, start);
  if (first === "$") return readParameter(text, start);
  if (first === "'" || first === '"') return readString(text, start, first);
  if (text.startsWith("/*", start))
    throw syntaxFault("UnexpectedSyntax", "expected a closing */, got the end of the query", start);
  const symbol = match(SYMBOL, text, start);
  if (symbol !== undefined) return token("symbol", start, start + symbol.length, symbol);
  for (const [heads, meant] of [
    [DASHES, "-"],
    [LEFT_HEADS, "<"],
    [RIGHT_HEADS, ">"],
  ] as const)
    if (heads.test(first)) return token("symbol", start, start + 1, meant);
  const character = String.fromCodePoint(text.codePointAt(start)!);
  const detail = character > "\x7f" ? "InvalidUnicodeCharacter" : "UnexpectedSyntax";
  throw syntaxFault(
    detail,
    `expected a name, a value or an operator, got ${JSON.stringify(character)}`,
    start,
  );
}

function token(kind: QueryToken["kind"], start: number, end: number, text: string): QueryToken {
  const isKeyword = kind === "name" && end - start === text.length && /^[A-Za-z]+$/.test(text);
  return { kind, start, end, text, keyword: isKeyword ? text.toUpperCase() : "", partner: -1 };
}

function readNumber(text: string, start: number): QueryToken {
  const source = match(NUMBER, text, start)!;
  const end = start + source.length;
  const tail = match(NUMBER_TAIL, text, end);
  const isWhole = /^(?:\d+|0[xX][0-9a-fA-F]+|0[oO][0-7]+)$/.test(source);
  const isFraction = /[.eE]/.test(source) && !/^0[xXoO]/.test(source);
  if (tail !== undefined || !(isWhole || isFraction)) {
    // an error only where a number may stand: elsewhere it is the place that is wrong
    const whole = source + (tail ?? "");
    return token("malformed", start, start + whole.length, whole);
  }
  return token(isFraction ? "float" : "integer", start, end, source);
}

function readQuotedName(text: string, start: number): QueryToken {
  const source = match(QUOTED_NAME, text, start);
  if (source === undefined)
    throw syntaxFault("UnexpectedSyntax", "expected a closing `, got the end of the query", start);
  if (source.length === 2)
    throw syntaxFault("UnexpectedSyntax", "expected a name between backticks, got none", start);
  return token("name", start, start + source.length, source.slice(1, -1).replaceAll("``", "`"));
}

function readParameter(text: string, start: number): QueryToken {
  const digits = match(/\d+/uy, text, start + 1);
  const name = match(/\d*[\p{ID_Start}\p{Pc}][\p{ID_Continue}\p{Sc}]*/uy, text, start + 1) ?? digits;
  if (name !== undefined) return token("parameter", start, start + 1 + name.length, name);
  if (text[start + 1] === "`") {
    const quoted = readQuotedName(text, start + 1);
    return token("parameter", start, quoted.end, quoted.text);
  }
  throw syntaxFault("UnexpectedSyntax", "expected the name of a parameter after $", start + 1);
}

function readString(text: string, start: number, quote: string): QueryToken {
  const source = match(STRING, text, start);
  if (source === undefined)
    throw syntaxFault("UnexpectedSyntax", `expected a closing ${quote}, got the end of the query`, start);
  return token("string", start, start + source.length, unescapeString(source.slice(1, -1), start + 1));
}

function unescapeString(source: string, start: number): string {
  if (!source.includes("\\")) return source;
  let text = "";
  for (let at = 0; at < source.length; at++) {
    if (source[at] !== "\\") {
      text += source[at];
      continue;
    }
    const letter = source[at + 1]!;
    const digits = HEX_DIGITS[letter];
    if (digits === undefined) {
      const plain = Object.hasOwn(ESCAPED, letter) ? ESCAPED[letter]! : undefined;
      if (plain === undefined) {
        const got = `\\${letter}`;
        throw syntaxFault(
          "UnexpectedSyntax",
          `expected an escape such as \\n, \\' or \\u0041, got ${got}`,
          start + at,
        );
      }
      text += plain;
      at++;
      continue;
    }
    const code = source.slice(at + 2, at + 2 + digits);
    const point = Number.parseInt(code, 16);
    if (!/^[0-9a-fA-F]+$/.test(code) || code.length !== digits || point > CODE_POINT_MAX) {
      const got = JSON.stringify(`\\${letter}${code}`);
      throw syntaxFault(
        "InvalidUnicodeLiteral",
        `expected ${digits} hexadecimal digits after \\${letter}, got ${got}`,
        start + at,
      );
    }
    text += digits === 4 ? String.fromCharCode(point) : String.fromCodePoint(point);
    at += 1 + digits;
  }
  return text;
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= "0" && character <= "9";
}

function match(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0];
}
