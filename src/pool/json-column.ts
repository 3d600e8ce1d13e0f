/** Columns of JSON values, kept as text with sorted keys, so that equal values are equal bytes. */
import type { ByteWriter } from "../structures/byte-writer.js";
import { BytesStore, VALUE_BYTES_MAX } from "./bytes-store.js";
import type { Column } from "./column.js";
import type { RawValues } from "./raw-values.js";

const JSON_DEPTH_MAX = 1000;

export class JsonColumn implements Column {
  readonly type = "json";
  readonly store = new BytesStore();
  /** The value accepted last and its text, so that appending it need not write it a second time. */
  #accepted: { value: unknown; text: string } | undefined;

  get count(): number {
    return this.store.count;
  }

  get byteLength(): number {
    return this.store.byteLength;
  }

  accepts(value: unknown): boolean {
    const text = canonicalJson(value, 0);
    if (text === undefined || text.length * 3 > VALUE_BYTES_MAX) return false;
    this.#accepted = { value, text };
    return true;
  }

  append(value: unknown): number {
    const accepted = this.#accepted;
    this.#accepted = undefined;
    const isAccepted = accepted !== undefined && Object.is(accepted.value, value);
    const text = isAccepted ? accepted.text : canonicalJson(value, 0);
    return this.store.appendText(text as string);
  }

  appendMany(values: ArrayLike<unknown>): number {
    const first = this.store.count;
    for (let i = 0; i < values.length; i++) this.append(values[i]);
    return first;
  }

  /** Appends canonical texts, as another column of this type has them. */
  appendRaw(values: RawValues): number {
    return this.store.appendRaw(values);
  }

  adopt(values: RawValues): void {
    this.store.adopt(values);
  }

  raw(): RawValues {
    return this.store.raw();
  }

  get(row: number): unknown {
    return JSON.parse(this.store.text(row));
  }

  same(rowA: number, rowB: number): boolean {
    return this.store.same(rowA, rowB);
  }

  write(row: number, count: number, writer: ByteWriter): void {
    this.store.write(row, count, writer);
  }
}

/**
 * A value as JSON text with its keys in code-unit order; undefined if it is no JSON value: functions, symbols,
 * bigints, numbers that are not finite, lone surrogates, cycles, built-in objects such as Map. Properties that
 * are undefined are left out and `toJSON` is honoured, as JSON.stringify does.
 */
export function canonicalJson(value: unknown, depth: number): string | undefined {
  if (depth > JSON_DEPTH_MAX) return undefined;
  switch (typeof value) {
    case "boolean":
      return String(value);
    case "number":
      if (!Number.isFinite(value)) return undefined;
      return Object.is(value, -0) ? "-0" : JSON.stringify(value);
    case "string":
      return value.isWellFormed() ? JSON.stringify(value) : undefined;
    case "object":
      return value === null ? "null" : canonicalObject(value, depth);
    default:
      return undefined;
  }
}

function canonicalObject(value: object, depth: number): string | undefined {
  if ("toJSON" in value && typeof value.toJSON === "function")
    return canonicalJson(value.toJSON(), depth + 1);
  const parts: string[] = [];
  if (Array.isArray(value)) {
    for (const item of value) {
      const text = canonicalJson(item, depth + 1);
      if (text === undefined) return undefined;
      parts.push(text);
    }
    return `[${parts.join(",")}]`;
  }
  // Of a Map, a Promise, a RegExp and their like the properties tell nothing.
  if (Object.prototype.toString.call(value) !== "[object Object]") return undefined;
  for (const key of Object.keys(value).sort()) {
    const item = (value as Record<string, unknown>)[key];
    if (item === undefined) continue;
    const text = canonicalJson(item, depth + 1);
    if (text === undefined || !key.isWellFormed()) return undefined;
    parts.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${parts.join(",")}}`;
}
