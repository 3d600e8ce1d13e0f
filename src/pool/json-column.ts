/** Columns of JSON values, kept as text with sorted keys, so that equal values are equal bytes. */
import { BytesColumn } from "./bytes-column.js";
import { VALUE_BYTES_MAX } from "./bytes-store.js";
import { canonicalJson } from "./canonical-json.js";
import type { Column } from "./column.js";

export { canonicalJson };

export class JsonColumn extends BytesColumn implements Column {
  readonly type = "json";
  /** The value accepted last and its text, so that appending it need not write it a second time. */
  #accepted: { value: unknown; text: string } | undefined;

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

  get(row: number): unknown {
    return JSON.parse(this.store.text(row));
  }
}
