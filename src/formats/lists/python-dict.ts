/** Dictionaries as Python prints them, which networkx writes into lists of edges. */

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
      entries.set(name, depth === 0 ? value : plainOf(value));
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
