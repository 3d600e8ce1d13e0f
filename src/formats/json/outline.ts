/** The outline of a JSON text by its first bytes: names of members, and the first item of each array, some levels deep. */

/** A value as far as it was seen. */
export interface JsonOutline {
  readonly kind: "object" | "array" | "text" | "number" | "other";
  /** The members of an object that were seen. */
  readonly members: ReadonlyMap<string, JsonOutline>;
  /** The first item of an array. */
  readonly first: JsonOutline | undefined;
  /** The value of a text. */
  readonly text: string | undefined;
}

/** Deeper values are passed over. */
const DEPTH_MAX = 5;
const NOTHING: ReadonlyMap<string, JsonOutline> = new Map();

/** The outline of a text that may end anywhere; undefined if it does not begin as JSON does. */
export function outlineOf(text: string): JsonOutline | undefined {
  const scan = new OutlineScan(text);
  return scan.value(0);
}

class OutlineScan {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  #next(): string {
    while (/\s/.test(this.#text[this.#at] ?? "x")) this.#at++;
    return this.#text[this.#at] ?? "";
  }

  value(depth: number): JsonOutline | undefined {
    const next = this.#next();
    if (next === "{") return this.#object(depth);
    if (next === "[") return this.#array(depth);
    if (next === '"') {
      const text = this.#string();
      return { kind: "text", members: NOTHING, first: undefined, text };
    }
    const word = /[^\s,:[\]{}"]*/y;
    word.lastIndex = this.#at;
    const [found] = word.exec(this.#text) ?? [""];
    if (found === "") return undefined;
    this.#at += found.length;
    const kind = /^-?\d/.test(found) ? "number" : "other";
    return { kind, members: NOTHING, first: undefined, text: undefined };
  }

  #object(depth: number): JsonOutline {
    const members = new Map<string, JsonOutline>();
    const outline: JsonOutline = { kind: "object", members, first: undefined, text: undefined };
    if (depth >= DEPTH_MAX) {
      this.#pass();
      return outline;
    }
    this.#at++;
    for (;;) {
      if (this.#next() !== '"') break;
      const name = this.#string();
      if (name === undefined || this.#next() !== ":") break;
      this.#at++;
      const value = this.value(depth + 1);
      if (value === undefined) break;
      if (!members.has(name)) members.set(name, value);
      if (this.#next() !== ",") break;
      this.#at++;
    }
    if (this.#next() === "}") this.#at++;
    else this.#at = this.#text.length;
    return outline;
  }

  #array(depth: number): JsonOutline {
    const start = this.#at;
    this.#at++;
    const first = depth >= DEPTH_MAX || this.#next() === "]" ? undefined : this.value(depth + 1);
    this.#at = start;
    this.#pass();
    return { kind: "array", members: NOTHING, first, text: undefined };
  }

  #string(): string | undefined {
    const string = /"((?:[^"\\]|\\.)*)"/sy;
    string.lastIndex = this.#at;
    const match = string.exec(this.#text);
    if (match === null) {
      this.#at = this.#text.length;
      return undefined;
    }
    this.#at = string.lastIndex;
    return match[1];
  }

  /** Goes behind an object or array. */
  #pass(): void {
    let depth = 0;
    const text = this.#text;
    for (; this.#at < text.length; this.#at++) {
      const unit = text[this.#at];
      if (unit === '"') {
        this.#string();
        this.#at--;
      } else if (unit === "{" || unit === "[") depth++;
      else if ((unit === "}" || unit === "]") && --depth === 0) {
        this.#at++;
        return;
      }
    }
  }
}
