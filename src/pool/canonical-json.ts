/**
 * JSON values as text in one form, with the keys of objects in code-unit order, so that equal values are equal bytes.
 * A value that JSON cannot say is reported with its place.
 */
import { describe, Given } from "../errors.js";

/** The deepest nesting of a JSON value. */
const JSON_DEPTH_MAX = 1000;

/** The longest place that a message spells out, in UTF-16 units. */
const PATH_LENGTH_MAX = 120;

/** The path of an invalid item in a value, such as `.items[3].when`, and what was expected. */
export interface Fault {
  readonly path: string;
  readonly expected: string;
  /** The received value, in the words of an error message. */
  readonly received: string;
}

/** A value read as JSON: its text, or what is wrong with it. The given value is not read again. */
export class JsonText extends Given {
  readonly text: string | undefined;
  readonly fault: Fault | undefined;

  constructor(given: unknown, text: string | undefined, fault: Fault | undefined) {
    super(given);
    this.text = text;
    this.fault = fault;
  }
}

/**
 * Reads a value as JSON. Properties that are undefined are left out and `toJSON` is honoured, as JSON.stringify does.
 * Functions, symbols, bigints, numbers that are not finite, lone surrogates, cycles and built-in objects such as Map
 * are faults.
 *
 * @param within the array that the value lies in, if it lies in one.
 */
export function readJson(value: unknown, within?: object): JsonText {
  const writing = new Writing(within);
  const text = writing.value(value);
  return new JsonText(value, text, text === undefined ? writing.fault : undefined);
}

/**
 * A value as JSON text with its keys in code-unit order; undefined if it is no JSON value.
 *
 * @param depth in how many others the value lies.
 */
export function canonicalJson(value: unknown, depth = 0): string | undefined {
  return value instanceof JsonText ? value.text : new Writing(undefined, depth).value(value);
}

/** One property or item further into a value, as it is written in JavaScript. */
export function pathStep(key: string | number): string {
  if (typeof key === "number") return `[${key}]`;
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `.${key}` : `[${describe(key)}]`;
}

/** A name and the place in its value, as a message shows them. */
export function placed(name: string, path: string): string {
  if (path.length <= PATH_LENGTH_MAX) return name + path;
  return `${name}${path.slice(0, PATH_LENGTH_MAX / 2)}…${path.slice(-PATH_LENGTH_MAX / 2)}`;
}

/** One value being written. The place of a fault is put together on the way back from it. */
class Writing {
  /** The objects that the present one lies in, itself included. */
  readonly #ancestors: object[];
  readonly #depthMax: number;
  fault: Fault | undefined;

  constructor(within: object | undefined, depth = 0) {
    this.#ancestors = within === undefined ? [] : [within];
    this.#depthMax = JSON_DEPTH_MAX - depth;
  }

  value(value: unknown): string | undefined {
    if (this.#ancestors.length > this.#depthMax)
      return this.#fail(`at most ${JSON_DEPTH_MAX} levels`, "more");
    switch (typeof value) {
      case "boolean":
        return String(value);
      case "number":
        if (!Number.isFinite(value)) return this.#fail("a finite number", describe(value));
        return Object.is(value, -0) ? "-0" : JSON.stringify(value);
      case "string":
        if (value.isWellFormed()) return JSON.stringify(value);
        return this.#fail("a string without lone surrogates", describe(value));
      case "object":
        return value === null ? "null" : this.#object(value);
      default:
        return this.#fail("a JSON value", describe(value));
    }
  }

  #fail(expected: string, received: string): undefined {
    this.fault = { path: "", expected, received };
  }

  #object(value: object): string | undefined {
    if (value instanceof JsonText) {
      this.fault = value.fault;
      return value.text;
    }
    if (this.#ancestors.includes(value)) {
      return this.#fail("a value without cycles", `${describe(value)} that contains itself`);
    }
    this.#ancestors.push(value);
    const text = this.#contents(value);
    this.#ancestors.pop();
    return text;
  }

  #contents(value: object): string | undefined {
    const toJson = (value as { toJSON?: unknown }).toJSON;
    if (typeof toJson === "function") {
      const said: unknown = toJson.call(value);
      if (said !== value) return this.value(said);
    }
    if (Array.isArray(value)) return this.#array(value);
    // Of a Map, a Promise, a RegExp and their like the properties tell nothing.
    if (Object.prototype.toString.call(value) !== "[object Object]") {
      return this.#fail("a plain object or an array", describe(value));
    }
    return this.#record(value as Record<string, unknown>);
  }

  #array(items: readonly unknown[]): string | undefined {
    const parts: string[] = [];
    const { length } = items;
    for (let i = 0; i < length; i++) {
      const text = this.value(items[i]);
      if (text === undefined) return this.#place(i);
      parts.push(text);
    }
    return `[${parts.join(",")}]`;
  }

  #record(record: Record<string, unknown>): string | undefined {
    const parts: string[] = [];
    for (const key of Object.keys(record).sort()) {
      const item = record[key];
      if (item === undefined) continue;
      if (!key.isWellFormed()) return this.#fail("keys without lone surrogates", describe(key));
      const text = this.value(item);
      if (text === undefined) return this.#place(key);
      parts.push(`${JSON.stringify(key)}:${text}`);
    }
    return `{${parts.join(",")}}`;
  }

  #place(key: string | number): undefined {
    const { path, expected, received } = this.fault as Fault;
    this.fault = { path: pathStep(key) + path, expected, received };
  }
}
