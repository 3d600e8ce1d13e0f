/**
 * JSON with numbers as they are written: whole numbers beyond 2^53 are bigints, and those written with a fraction are
 * told from whole ones where they are a value of an object's property. `JSON.parse` is faster and does for most texts:
 * `isPlainJson` says for which.
 */
import { TemporalBase } from "../../temporal/temporal-base.js";
import { JSON_NESTING_MAX } from "./limits.js";

/** A whole number that is written with a fraction or an exponent, such as `1.0`. */
export class FloatNumber {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A text that is no JSON, or passes a limit; `at` counts UTF-16 units. */
export class JsonFault extends Error {
  readonly at: number;
  readonly isLimit: boolean;

  constructor(message: string, at: number, isLimit = false) {
    super(message);
    this.at = at;
    this.isLimit = isLimit;
  }
}

/** Whether `JSON.parse` reads a text as it is meant: no long number in it, and none with a fraction that is 0. */
export function isPlainJson(text: string): boolean {
  return !/\d{16}|\.0+[\s,}\]eE]|\d[eE]/.test(text);
}

/**
 * A text as a value, with numbers as they are written at any depth: `FloatNumber`s where a fraction is 0, bigints beyond
 * 2^53. `valueOfExact` makes of it what a column takes.
 */
export function parseExactJson(text: string): unknown {
  return new Reader(text).whole();
}

/**
 * The value of a property as a column takes it. Of a list, numbers are as they are written, all of them floats if one
 * has a fraction; what lies deeper is as `JSON.parse` has it, but for bigints that a double does not hold.
 */
export function valueOfExact(value: unknown): unknown {
  if (value instanceof Float64Array) return value;
  if (!Array.isArray(value))
    return typeof value === "object" && !(value instanceof FloatNumber) ? jsonOfExact(value) : value;
  const list: readonly unknown[] = value;
  const isFloats =
    list.some((item) => item instanceof FloatNumber) &&
    list.every((item) => item instanceof FloatNumber || typeof item === "number");
  if (isFloats)
    return Float64Array.from(list, (item) => (item instanceof FloatNumber ? item.value : (item as number)));
  return list.map((item) => (typeof item === "object" ? jsonOfExact(item) : item));
}

/** A value for json: bigints that a double holds are numbers. */
export function jsonOfExact(value: unknown): unknown {
  if (typeof value === "bigint") return String(Number(value)) === String(value) ? Number(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof FloatNumber) return value.value;
  if (value instanceof Float64Array) return Array.from(value);
  if (ArrayBuffer.isView(value) || value instanceof TemporalBase) return value;
  if (Array.isArray(value)) return value.map(jsonOfExact);
  const object = value as Record<string, unknown>;
  for (const name of Object.keys(object)) {
    const item = object[name];
    // assigning to `__proto__` would set the prototype
    if (typeof item === "bigint" || typeof item === "object")
      Object.defineProperty(object, name, {
        value: jsonOfExact(item),
        writable: true,
        enumerable: true,
        configurable: true,
      });
  }
  return object;
}

const WHITE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): unknown {
    const value = this.#value(0);
    this.#skip();
    if (this.#at < this.#text.length) throw this.#fault("the end");
    return value;
  }

  #skip(): void {
    WHITE.lastIndex = this.#at;
    WHITE.test(this.#text);
    this.#at = WHITE.lastIndex;
  }

  #fault(expected: string): JsonFault {
    const rest = this.#text.slice(this.#at, this.#at + 12);
    const got = rest === "" ? "the end of the text" : JSON.stringify(rest);
    return new JsonFault(`${expected} expected, got ${got}`, this.#at);
  }

  #value(depth: number): unknown {
    this.#skip();
    const unit = this.#text.charCodeAt(this.#at);
    if (unit === 0x7b) return this.#object(depth);
    if (unit === 0x5b) return this.#array(depth);
    if (unit === 0x22) return this.#string();
    if (unit === 0x2d || (unit >= 0x30 && unit <= 0x39)) return this.#number();
    return this.#word();
  }

  #word(): unknown {
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    throw this.#fault("a value");
  }

  #deeper(depth: number): number {
    if (depth >= JSON_NESTING_MAX)
      throw new JsonFault(`nesting of JSON expected at most ${JSON_NESTING_MAX}, got more`, this.#at, true);
    return depth + 1;
  }

  #object(depth: number): object {
    const below = this.#deeper(depth);
    const object: Record<string, unknown> = {};
    this.#at++;
    this.#skip();
    if (this.#text[this.#at] === "}") {
      this.#at++;
      return object;
    }
    for (;;) {
      this.#skip();
      if (this.#text[this.#at] !== '"') throw this.#fault('"');
      const name = this.#string();
      this.#skip();
      if (this.#text[this.#at] !== ":") throw this.#fault(":");
      this.#at++;
      const value = this.#value(below);
      // a key like any other, and nobody's prototype
      if (name === "__proto__")
        Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
      else object[name] = value;
      this.#skip();
      const next = this.#text[this.#at];
      if (next !== "," && next !== "}") throw this.#fault(", or }");
      this.#at++;
      if (next === "}") return object;
    }
  }

  #array(depth: number): unknown {
    const below = this.#deeper(depth);
    const array: unknown[] = [];
    this.#at++;
    this.#skip();
    if (this.#text[this.#at] === "]") {
      this.#at++;
      return array;
    }
    for (;;) {
      array.push(this.#value(below));
      this.#skip();
      const next = this.#text[this.#at];
      if (next !== "," && next !== "]") throw this.#fault(", or ]");
      this.#at++;
      if (next === "]") return array;
    }
  }

  #string(): string {
    const text = this.#text;
    const start = this.#at;
    let i = start + 1;
    let isPlain = true;
    for (; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === 0x22) break;
      if (unit < 0x20) {
        this.#at = i;
        throw this.#fault("a character of a text");
      }
      if (unit === 0x5c) {
        isPlain = false;
        i++;
      }
    }
    if (i >= text.length) {
      this.#at = text.length;
      throw this.#fault('"');
    }
    this.#at = i + 1;
    if (isPlain) return text.slice(start + 1, i);
    try {
      return JSON.parse(text.slice(start, i + 1)) as string;
    } catch {
      this.#at = start;
      throw this.#fault("a text");
    }
  }

  #number(): unknown {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (match === null) return this.#word();
    this.#at = NUMBER.lastIndex;
    const [digits, fraction, exponent] = match;
    const value = Number(digits);
    if (fraction !== undefined || exponent !== undefined)
      return Number.isInteger(value) ? new FloatNumber(value) : value;
    return Number.isSafeInteger(value) ? value : BigInt(digits);
  }
}

/** Python's json writes numbers that are no numbers as JavaScript does. */
const WORDS = [
  ["true", true],
  ["false", false],
  ["null", null],
  ["NaN", new FloatNumber(Number.NaN)],
  ["Infinity", new FloatNumber(Number.POSITIVE_INFINITY)],
  ["-Infinity", new FloatNumber(Number.NEGATIVE_INFINITY)],
] as const;
