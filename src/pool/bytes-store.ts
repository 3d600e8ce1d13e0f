/**
 * Values of varying length one after another: `binary`, `json` and strings that are not worth interning.
 * Arrow's layout: row `r` is `bytes[offsets[r]] .. bytes[offsets[r + 1]]`.
 */
import { platform } from "#platform";
import { assert, LimitError } from "../errors.js";
import { type ByteWriter, writeUtf8 } from "../structures/byte-writer.js";
import { hashBytes } from "../structures/hash.js";
import { BULK_PART_ROWS, grownPlain } from "./buffers.js";
import type { RawValues } from "./raw-values.js";

/** The bytes that one column of values of varying length can hold: what 32-bit offsets reach. */
export const COLUMN_BYTES_MAX = 2 ** 32 - 1;

/** The longest string or binary value, in bytes. */
export const VALUE_BYTES_MAX = 2 ** 29;

/** Bytes of texts read at one go; a text that is kept may keep its whole block in memory, so blocks are small. */
const TEXT_BLOCK_BYTES = 1024;

export class BytesStore {
  #bytes = new Uint8Array(0);
  #offsets = new Uint32Array(1);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get byteLength(): number {
    return this.#bytes.byteLength + this.#offsets.byteLength;
  }

  /** The bytes of all rows: a view on the store's own memory. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#offsets[this.#count]);
  }

  /** The start of each row, and the end of the last one: a view on the store's own memory. */
  get offsets(): Uint32Array {
    return this.#offsets.subarray(0, this.#count + 1);
  }

  /** Reserves memory for `rows` more rows with `size` more bytes in one step. */
  reserve(rows: number, size: number): void {
    this.#offsets = grownPlain(this.#offsets, this.#count + rows + 1);
    this.#reserveBytes(size);
  }

  appendBytes(value: Uint8Array): number {
    this.#reserveBytes(value.length);
    this.#bytes.set(value, this.#offsets[this.#count]);
    return this.#close(value.length);
  }

  appendText(value: string): number {
    this.#reserveBytes(value.length * 3);
    return this.#close(writeUtf8(value, this.#bytes, this.#offsets[this.#count]));
  }

  /** Appends values that lie one after another; the row of the first. */
  appendRaw(values: RawValues): number {
    assert(values.kind === "bytes", `${values.kind} in a column of bytes`);
    const first = this.#count;
    const { offsets } = values;
    const count = offsets.length - 1;
    const size = offsets[count] - offsets[0];
    this.reserve(count, size);
    const base = this.#offsets[first] - offsets[0];
    this.#bytes.set(values.bytes.subarray(offsets[0], offsets[count]), this.#offsets[first]);
    for (let i = 1; i <= count; i++) this.#offsets[first + i] = base + offsets[i];
    this.#count = first + count;
    return first;
  }

  /** Takes values, whose offsets begin at 0, for those of an empty store. They are not copied. */
  adopt(values: RawValues): void {
    assert(values.kind === "bytes" && this.#count === 0, "values for an empty store of bytes");
    this.#offsets = values.offsets as Uint32Array<ArrayBuffer>;
    this.#bytes = values.bytes as Uint8Array<ArrayBuffer>;
    this.#count = values.offsets.length - 1;
  }

  raw(): RawValues {
    return { kind: "bytes", offsets: this.offsets, bytes: this.bytes };
  }

  /** Appends texts from position `start` on. Memory is reserved for ASCII at first. */
  appendTexts(values: ArrayLike<string>, start: number): void {
    let units = 0;
    let unitsMax = 0;
    for (let i = start; i < values.length; i++) {
      units += values[i].length;
      unitsMax = Math.max(unitsMax, values[i].length);
    }
    // the last one, as all others, is written where three bytes a unit are free
    this.reserve(values.length - start, units + 2 * unitsMax);
    for (let at = start; at < values.length; at += BULK_PART_ROWS)
      this.#appendPart(values, at, Math.min(at + BULK_PART_ROWS, values.length));
  }

  #appendPart(values: ArrayLike<string>, start: number, end: number): void {
    for (let i = start; i < end; i++) this.appendText(values[i]);
  }

  #close(size: number): number {
    const row = this.#count;
    this.#offsets = grownPlain(this.#offsets, row + 2);
    this.#offsets[row + 1] = this.#offsets[row] + size;
    this.#count = row + 1;
    return row;
  }

  #reserveBytes(size: number): void {
    const end = this.#offsets[this.#count] + size;
    if (end > COLUMN_BYTES_MAX) throw new LimitError("bytes in one column", COLUMN_BYTES_MAX, end);
    this.#bytes = grownPlain(this.#bytes, end);
  }

  /** The bytes of a row: a view on the store's own memory. */
  view(row: number): Uint8Array {
    return this.#bytes.subarray(this.#offsets[row], this.#offsets[row + 1]);
  }

  text(row: number): string {
    return platform.decodeUtf8(this.#bytes, this.#offsets[row], this.#offsets[row + 1]);
  }

  /** The texts of rows, undefined for negative ones. Rows that follow each other are read block by block. */
  texts(rows: Int32Array): (string | undefined)[] {
    const texts = new Array<string | undefined>(rows.length);
    const offsets = this.#offsets;
    for (let i = 0; i < rows.length; ) {
      const row = rows[i];
      if (row < 0) {
        texts[i++] = undefined;
        continue;
      }
      const start = offsets[row];
      let end = offsets[row + 1];
      let count = 1;
      while (rows[i + count] === row + count && offsets[row + count + 1] - start <= TEXT_BLOCK_BYTES) {
        end = offsets[row + ++count];
      }
      const block = platform.decodeUtf8(this.#bytes, start, end);
      // as many units as bytes: all is ASCII, and offsets in the bytes are offsets in the text
      if (count > 1 && block.length === end - start) {
        for (let k = 0; k < count; k++) {
          texts[i + k] = block.slice(offsets[row + k] - start, offsets[row + k + 1] - start);
        }
      } else if (count > 1) for (let k = 0; k < count; k++) texts[i + k] = this.text(row + k);
      else texts[i] = block;
      i += count;
    }
    return texts;
  }

  /** The hash of a row, as `hashBytes` gives it. */
  hash(row: number): number {
    return hashBytes(this.#bytes, this.#offsets[row], this.#offsets[row + 1]);
  }

  /** Whether a row is the first `size` of `wanted`. */
  is(row: number, wanted: Uint8Array, size: number): boolean {
    const start = this.#offsets[row];
    if (this.#offsets[row + 1] - start !== size) return false;
    for (let i = 0; i < size; i++) if (this.#bytes[start + i] !== wanted[i]) return false;
    return true;
  }

  /** Whether a row is what lies in `wanted` from `start` to `end`. */
  isPart(row: number, wanted: Uint8Array, start: number, end: number): boolean {
    const from = this.#offsets[row];
    if (this.#offsets[row + 1] - from !== end - start) return false;
    const bytes = this.#bytes;
    for (let i = start, k = from; i < end; i++, k++) if (bytes[k] !== wanted[i]) return false;
    return true;
  }

  /** Whether a row is the UTF-8 of a text. */
  isText(row: number, text: string): boolean {
    const start = this.#offsets[row];
    const size = this.#offsets[row + 1] - start;
    if (size < text.length) return false;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) return this.text(row) === text;
      if (unit !== this.#bytes[start + i]) return false;
    }
    return size === text.length;
  }

  same(rowA: number, rowB: number): boolean {
    const offsets = this.#offsets;
    const size = offsets[rowA + 1] - offsets[rowA];
    if (offsets[rowB + 1] - offsets[rowB] !== size) return false;
    for (let i = 0; i < size; i++) {
      if (this.#bytes[offsets[rowA] + i] !== this.#bytes[offsets[rowB] + i]) return false;
    }
    return true;
  }

  write(row: number, count: number, writer: ByteWriter): void {
    const offsets = this.#offsets;
    for (let i = row; i < row + count; i++) writer.part(this.#bytes, offsets[i], offsets[i + 1]);
  }
}
