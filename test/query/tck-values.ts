/** Values as the TCK's tables write them: read to the language's, and printed so that equal ones are printed alike. */
import { NodeValue, PathValue, RelationshipValue } from "../../src/query/values/elements.js";
import type { CypherValue } from "../../src/query/values/value.js";

/** Prints a value; with `sorted`, lists without the order of their items. */
export function printValue(value: CypherValue, sorted = false): string {
  if (value === null) return "null";
  if (typeof value === "number") return Number.isInteger(value) ? `${value}.0` : `${value}`;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) {
    const items = value.map((item: CypherValue) => printValue(item, sorted));
    return `[${(sorted ? items.sort() : items).join(", ")}]`;
  }
  if (value instanceof Map) return printMap(value, sorted);
  if (value instanceof NodeValue) return printNode(value, sorted);
  if (value instanceof RelationshipValue) return printRelationship(value, sorted);
  if (value instanceof PathValue) {
    let text = printNode(value.nodes[0], sorted);
    value.relationships.forEach((relationship, i) => {
      const forward = relationship.graph.sourceOf(relationship.id) === value.nodes[i].id;
      const printed = printRelationship(relationship, sorted);
      text += (forward ? `-${printed}->` : `<-${printed}-`) + printNode(value.nodes[i + 1], sorted);
    });
    return `<${text}>`;
  }
  return JSON.stringify(value.toString());
}

function printMap(map: ReadonlyMap<string, CypherValue>, sorted: boolean): string {
  const entries = [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, value]) => `${name}: ${printValue(value, sorted)}`).join(", ")}}`;
}

function printNode({ graph, id }: NodeValue, sorted: boolean): string {
  const labels = [...graph.labelsOf(id)].sort().map((label) => `:${label}`);
  const attributes = graph.attributesOf("node", id) as Map<string, CypherValue>;
  return `(${labels.join("")} ${printMap(attributes, sorted)})`;
}

function printRelationship({ graph, id }: RelationshipValue, sorted: boolean): string {
  const attributes = graph.attributesOf("relationship", id) as Map<string, CypherValue>;
  return `[:${graph.typeOf(id)} ${printMap(attributes, sorted)}]`;
}

/** Prints a cell of a table in the same way. */
export function printCell(cell: string, sorted = false): string {
  const reader = new CellReader(cell, sorted);
  const printed = reader.value();
  reader.end();
  return printed;
}

/** The value of a cell that holds no elements, such as a parameter. */
export function readCell(cell: string): CypherValue {
  const reader = new CellReader(cell, false);
  return reader.plain();
}

class CellReader {
  readonly #text: string;
  readonly #sorted: boolean;
  #at = 0;

  constructor(text: string, sorted: boolean) {
    this.#text = text;
    this.#sorted = sorted;
  }

  value(): string {
    this.#space();
    const next = this.#text[this.#at];
    if (next === "(") return this.#node();
    if (next === "<") return this.#path();
    if (next === "[" && /^\[:\w/.test(this.#text.slice(this.#at))) return this.#relationship();
    if (next === "[") {
      const items = this.#list("[", "]", () => this.value());
      return `[${(this.#sorted ? items.sort() : items).join(", ")}]`;
    }
    if (next === "{") return this.#map();
    return printValue(this.#scalar());
  }

  plain(): CypherValue {
    this.#space();
    const next = this.#text[this.#at];
    if (next === "[") return this.#list("[", "]", () => this.plain());
    if (next !== "{") return this.#scalar();
    return new Map(this.#list("{", "}", () => [this.#key(), this.plain()] as const));
  }

  end(): void {
    this.#space();
    if (this.#at < this.#text.length) throw new Error(`cell: ${this.#text} at ${this.#at}`);
  }

  #space(): void {
    while (this.#text[this.#at] === " ") this.#at++;
  }

  #take(pattern: RegExp): string {
    const match = new RegExp(pattern.source, "uy");
    match.lastIndex = this.#at;
    const found = match.exec(this.#text)?.[0];
    if (found === undefined) throw new Error(`cell: ${this.#text} at ${this.#at}: ${pattern}`);
    this.#at += found.length;
    return found;
  }

  #is(character: string): boolean {
    this.#space();
    return this.#text[this.#at] === character;
  }

  #list<R>(open: string, close: string, read: () => R): R[] {
    const items: R[] = [];
    this.#at += open.length;
    while (!this.#is(close)) {
      items.push(read());
      if (this.#is(",")) this.#at++;
    }
    this.#at++;
    return items;
  }

  #key(): string {
    this.#space();
    const name = this.#take(/`[^`]*`|[\p{L}_][\p{L}\p{N}_]*/u).replaceAll("`", "");
    this.#space();
    this.#take(/:/u);
    return name;
  }

  #map(): string {
    const entries = this.#list("{", "}", () => [this.#key(), this.value()] as const);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([name, value]) => `${name}: ${value}`).join(", ")}}`;
  }

  #node(): string {
    this.#at++;
    const labels: string[] = [];
    while (this.#is(":")) labels.push(this.#take(/:[\p{L}_][\p{L}\p{N}_]*/u));
    const attributes = this.#is("{") ? this.#map() : "{}";
    this.#space();
    this.#take(/\)/u);
    return `(${labels.sort().join("")} ${attributes})`;
  }

  #relationship(): string {
    this.#at++;
    const type = this.#take(/:[\p{L}_][\p{L}\p{N}_]*/u);
    const attributes = this.#is("{") ? this.#map() : "{}";
    this.#space();
    this.#take(/\]/u);
    return `[${type} ${attributes}]`;
  }

  #path(): string {
    this.#at++;
    let text = this.#node();
    while (!this.#is(">")) {
      const isLeft = this.#is("<");
      if (isLeft) this.#at++;
      this.#take(/-/u);
      const relationship = this.#relationship();
      this.#take(isLeft ? /-/u : /->/u);
      text += (isLeft ? `<-${relationship}-` : `-${relationship}->`) + this.#node();
    }
    this.#at++;
    return `<${text}>`;
  }

  #scalar(): CypherValue {
    const rest = this.#text.slice(this.#at);
    if (rest.startsWith("'")) {
      const source = this.#take(/'(?:[^'\\]|\\.)*'/u);
      return source.slice(1, -1).replace(/\\(.)/gu, (_, letter) => ESCAPED[letter] ?? letter);
    }
    const word = this.#take(/[^\s,\]})]+/u);
    if (word === "null") return null;
    if (word === "true" || word === "false") return word === "true";
    if (word === "NaN" || word === "Inf" || word === "-Inf")
      return word === "NaN" ? Number.NaN : word === "Inf" ? Infinity : -Infinity;
    return /^[-+]?\d+$/.test(word) ? BigInt(word) : Number(word);
  }
}

const ESCAPED: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };
