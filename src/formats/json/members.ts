/** Objects that are written: as JSON text, or as plain objects that share nothing with the graph. */
import { TemporalBase } from "../../temporal/temporal-base.js";
import type { ValueType } from "../../view.js";
import { valueWriter } from "../jsonl/write.js";

/** A value of an attribute, which its type says how to write. */
export class Leaf {
  readonly value: unknown;
  readonly type: ValueType;

  constructor(value: unknown, type: ValueType) {
    this.value = value;
    this.type = type;
  }
}

/** An object by its members in their order; any name is a name like another. Members that are undefined are none. */
export class Members {
  readonly entries: [name: string, value: unknown][] = [];

  constructor(entries: Readonly<Record<string, unknown>> = {}) {
    for (const name of Object.keys(entries)) this.set(name, entries[name]);
  }

  set(name: string, value: unknown): this {
    if (value !== undefined) this.entries.push([name, value]);
    return this;
  }

  get isEmpty(): boolean {
    return this.entries.length === 0;
  }
}

const names = new Map<string, string>();
const NAMES_MAX = 10_000;

function quoted(name: string): string {
  let text = names.get(name);
  if (text === undefined) {
    text = JSON.stringify(name);
    if (names.size < NAMES_MAX) names.set(name, text);
  }
  return text;
}

const writers = new Map<ValueType, (value: unknown) => string>();

function writerOf(type: ValueType): (value: unknown) => string {
  let writer = writers.get(type);
  if (writer === undefined) {
    writer = valueWriter(type);
    writers.set(type, writer);
  }
  return writer;
}

/** A name that nothing else has: the one that is wanted, or it with a number. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted} ${i}`;
  return name;
}

/** A value as it is written in JSON. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof Leaf) return writerOf(value.type)(value.value);
  if (value instanceof Members) return `{${membersText(value)}}`;
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`;
  return writerOf("json")(value);
}

/** The members of an object as JSON, without braces. */
export function membersText({ entries }: Members): string {
  let text = "";
  for (const [name, value] of entries) text += `${text === "" ? "" : ","}${quoted(name)}:${textOf(value)}`;
  return text;
}

/** A value as it is written in a plain object. */
export function objectOf(value: unknown): unknown {
  if (value instanceof Leaf) return plainCopy(value.value);
  if (value instanceof Members) {
    const object: Record<string, unknown> = {};
    for (const [name, item] of value.entries) define(object, name, objectOf(item));
    return object;
  }
  return Array.isArray(value) ? value.map(objectOf) : plainCopy(value);
}

/** Sets a property, also one called `__proto__`. */
export function define(object: object, name: string, value: unknown): void {
  if (name === "__proto__")
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  else (object as Record<string, unknown>)[name] = value;
}

/** A value that shares nothing with another one. */
function plainCopy(value: unknown): unknown {
  // dates, times and durations do not change
  if (typeof value !== "object" || value === null || value instanceof TemporalBase) return value;
  if (value instanceof Date) return new Date(value);
  if (value instanceof Uint8Array) return value.slice();
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>);
  if (Array.isArray(value)) return value.map(plainCopy);
  const object = {};
  for (const [name, item] of Object.entries(value)) define(object, name, plainCopy(item));
  return object;
}
