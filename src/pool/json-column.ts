/** Columns of JSON values, kept as text with sorted keys, so that equal values are equal bytes. */
import type { ByteWriter } from "../structures/byte-writer.js";
import { BytesStore, VALUE_BYTES_MAX } from "./bytes-store.js";
import { canonicalJson } from "./canonical-json.js";
import type { Column } from "./column.js";
import type { RawValues } from "./raw-values.js";

export { canonicalJson };

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
