/** Dictionaries as Python prints them, which networkx writes into lists of edges: read and written. */
import type { ValueType } from "../../view.js";
import { cellText, type ExportedBlock, type ExportedGraph } from "../shared/exported-graph.js";
import { floatText } from "../shared/text-values.js";

/** A float that may be whole, which Python prints as `7.0`. */
export interface PythonFloat {
  readonly float: number;
}

const DEPTH_MAX = 100;
const TOKEN =
  /\s*(?:([{}[\]():,])|('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(-?inf|nan|True|False|None))/y;

/** The entries of a dictionary; undefined if it is none. */
export function parsePythonDict(text: string): [string, unknown][] | undefined {
  const reader = new PythonReader(text);
  const value = reader.value(0);
  return value instanceof Map && reader.isAtEnd()
    ? [...value].map(([name, item]) => [String(name), item])
    : undefined;
}

class PythonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    return this.#text.slice(this.#at).trim() === "";
  }

  #token(): RegExpExecArray | undefined {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#text) ?? undefined;
    if (match !== undefined) this.#at = TOKEN.lastIndex;
    return match;
  }

  #peek(): string | undefined {
    const at = this.#at;
    const token = this.#token()?.[1];
    this.#at = at;
    return token;
  }

  /** A value; undefined for what is none. */
  value(depth: number): unknown {
    const token = depth > DEPTH_MAX ? undefined : this.#token();
    if (token === undefined) return undefined;
    const [, sign, quoted, number, word] = token;
    if (quoted !== undefined) return unquoted(quoted);
    if (number !== undefined) return numberOf(number);
    if (word !== undefined) return WORDS[word];
    if (sign === "{") return this.#entries(depth);
    return sign === "[" || sign === "(" ? this.#items(sign === "[" ? "]" : ")", depth) : undefined;
  }

  #entries(depth: number): Map<unknown, unknown> | undefined {
    const entries = new Map<unknown, unknown>();
    while (this.#peek() !== "}") {
      const name = this.value(depth + 1);
      if (name === undefined || this.#token()?.[1] !== ":") return undefined;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      entries.set(plainOf(name), depth === 0 && !(value instanceof Map) ? value : plainOf(value));
      if (this.#peek() === ",") this.#token();
      else if (this.#peek() !== "}") return undefined;
    }
    this.#token();
    return entries;
  }

  #items(end: string, depth: number): unknown[] | undefined {
    const items: unknown[] = [];
    while (this.#peek() !== end) {
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      items.push(plainOf(value));
      if (this.#peek() === ",") this.#token();
      else if (this.#peek() !== end) return undefined;
    }
    this.#token();
    return items;
  }
}

const WORDS: Readonly<Record<string, unknown>> = {
  True: true,
  False: false,
  None: null,
  nan: { float: Number.NaN },
  inf: { float: Number.POSITIVE_INFINITY },
  "-inf": { float: Number.NEGATIVE_INFINITY },
};

function numberOf(text: string): unknown {
  if (!/^-?\d+$/.test(text)) return { float: Number(text) };
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

/** A value within another one, as JSON has it. */
function plainOf(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  return typeof value === "object" && value !== null && "float" in value
    ? (value as PythonFloat).float
    : value;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "0": "\0",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
};

function unquoted(text: string): string {
  return text
    .slice(1, -1)
    .replaceAll(
      /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/g,
      (_all, x, u, long, other: string) => {
        const code = x ?? u ?? long;
        if (code === undefined) return ESCAPES[other] ?? other;
        const point = Number.parseInt(code, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : "\ufffd";
      },
    );
}

/** Types that values in Python say by themselves; whole numbers of 64 bits do if one is as long. */
export const PYTHON_TYPES: ReadonlySet<ValueType> = new Set<ValueType>(["bool", "int32", "float64", "utf8"]);

/** The attributes of an edge as Python prints a dictionary. */
export function pythonDict(
  attributes: ExportedGraph["edgeAttributes"],
  { columns }: ExportedBlock,
  at: number,
): string {
  let text = "";
  for (let c = 0; c < attributes.length; c++) {
    const value = columns[c][at];
    if (value === undefined) continue;
    const { title, type } = attributes[c];
    text += `${text === "" ? "" : ", "}${pythonText(title)}: ${pythonValue(value, type)}`;
  }
  return `{${text}}`;
}

function pythonValue(value: unknown, type: ValueType): string {
  if (type === "bool") return value === true ? "True" : "False";
  if (type === "int32" || type === "int64") return String(value);
  if (type === "float64" || type === "float32") {
    if (Number.isFinite(value)) return floatText(value as number);
    return Number.isNaN(value) ? "nan" : (value as number) > 0 ? "inf" : "-inf";
  }
  return pythonText(type === "utf8" ? (value as string) : cellText(value, type));
}

/** A text in quotes; what ends a line for some reader, and what nobody sees, is escaped. */
function pythonText(text: string): string {
  const safe = text.replace(/['\\\p{Cc}\u2028\u2029]/gu, (sign) => {
    if (sign === "'" || sign === "\\") return `\\${sign}`;
    const code = sign.charCodeAt(0);
    return code < 256
      ? `\\x${code.toString(16).padStart(2, "0")}`
      : `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return `'${safe}'`;
}
