/**
 * Columns of strings. Strings repeat a lot in graphs, so each distinct one is kept once and rows hold its code;
 * when too many turn out to be distinct, the column changes over to plain UTF-8 for good. Rows stay what they
 * were: a row's value is the same before and after.
 */
import { platform } from "#platform";
import { assert } from "../errors.js";
import type { ByteWriter } from "../structures/byte-writer.js";
import type { EncodedTexts } from "../structures/encode-texts.js";
import { BULK_PART_ROWS, grown } from "./buffers.js";
import { BytesStore, VALUE_BYTES_MAX } from "./bytes-store.js";
import type { Column } from "./column.js";
import { type RawValues, sliceRaw } from "./raw-values.js";

/**
 * So many distinct strings are interned whatever they cost, since a column whose strings repeat seems all distinct
 * at first. A million strings that are all distinct take 58 ms to append with this, 50 with 1,024 and 78 with
 * 65,536; of strings with 10,000 distinct ones 1,024 would intern none.
 */
export const DISTINCT_ALWAYS = 16_384;

/**
 * Above that, interning pays while a distinct string occurs in at least so many rows. Interned against plain, at 4, 8
 * and 16 rows: 23, 13.6 and 9.1 bytes a row against 16; STARTS WITH 33, 16 and 8 ns against 19; reading a column 25,
 * 18 and 23 ns against 120; `=` 0.3 ns against 18. Appending costs 590, 490 and 320 ns against 46, once. The whole
 * table is in docs/results/memory.md (npm run bench:interning).
 */
const ROWS_PER_DISTINCT_MIN = 8;

/** From so many strings on that come at one go and are all distinct, the column does not begin to intern them. */
export const DISTINCT_AT_ONCE = 2048;

export class Utf8Column implements Column {
  readonly type = "utf8";
  #codes = new Uint32Array(0);
  #count = 0;
  #strings: string[] = [];
  #codeOf = new Map<string, number>();
  #plain: BytesStore | undefined;

  get count(): number {
    return this.#plain === undefined ? this.#count : this.#plain.count;
  }

  get byteLength(): number {
    if (this.#plain !== undefined) return this.#plain.byteLength;
    // A Map entry with a string key was measured at 117 bytes, the string itself included while it is short.
    let units = 0;
    for (const text of this.#strings) units += text.length;
    return this.#codes.byteLength + this.#strings.length * 117 + units;
  }

  /** The code of each row and the string of each code, while the column interns; else undefined. */
  get dictionary(): { codes: Uint32Array; strings: readonly string[] } | undefined {
    if (this.#plain !== undefined) return undefined;
    return { codes: this.#codes.subarray(0, this.#count), strings: this.#strings };
  }

  /** The strings' bytes, once the column has stopped interning; else undefined. */
  get plain(): BytesStore | undefined {
    return this.#plain;
  }

  /** The code of a row, while the column interns. */
  code(row: number): number {
    return this.#codes[row];
  }

  /** The string of each code; none once the column has stopped interning. */
  get strings(): readonly string[] {
    return this.#strings;
  }

  /** The code of a string, or undefined if no row has had it; only while the column interns. */
  codeOf(text: string): number | undefined {
    return this.#codeOf.get(text);
  }

  accepts(value: unknown): boolean {
    if (typeof value !== "string" || !value.isWellFormed()) return false;
    return value.length * 3 <= VALUE_BYTES_MAX || new TextEncoder().encode(value).length <= VALUE_BYTES_MAX;
  }

  append(value: unknown): number {
    const text = value as string;
    if (this.#plain !== undefined) return this.#plain.appendText(text);
    let code = this.#codeOf.get(text);
    if (code === undefined) {
      if (!this.#pays()) return this.#stopInterning().appendText(text);
      code = this.#strings.length;
      this.#strings.push(text);
      this.#codeOf.set(text, code);
    }
    const row = this.#count;
    if (row === this.#codes.length) this.#codes = grown(this.#codes, row + 1);
    this.#codes[row] = code;
    this.#count = row + 1;
    return row;
  }

  appendMany(values: ArrayLike<unknown>): number {
    const first = this.count;
    if (this.#plain === undefined) this.#codes = grown(this.#codes, first + values.length);
    let i = 0;
    while (i < values.length && this.#plain === undefined)
      i = this.#appendPart(values, i, Math.min(i + BULK_PART_ROWS, values.length));
    if (i < values.length) this.#plain?.appendTexts(values as ArrayLike<string>, i);
    return first;
  }

  /** Appends strings up to `end`, or up to the one with which the column stops interning; the place behind the last. */
  #appendPart(values: ArrayLike<unknown>, start: number, end: number): number {
    const codes = this.#codes;
    for (let i = start; i < end; i++) {
      const code = this.#codeOf.get(values[i] as string);
      if (code !== undefined) {
        codes[this.#count++] = code;
        continue;
      }
      this.append(values[i]);
      if (this.#plain !== undefined) return i + 1;
    }
    return end;
  }

  /** Appends strings that are all distinct, whose UTF-8 is known; the row of the first. */
  appendDistinct(values: readonly string[], encoded: EncodedTexts): number {
    if (this.#plain === undefined && values.length < DISTINCT_AT_ONCE) return this.appendMany(values);
    const plain = this.#plain ?? this.#stopInterning();
    return plain.appendRaw({ kind: "bytes", ...encoded });
  }

  appendRaw(values: RawValues): number {
    if (values.kind === "codes") return this.#appendCodes(values.codes, values.strings);
    assert(values.kind === "bytes", `${values.kind} in a column of utf8`);
    const first = this.count;
    const { offsets, bytes } = values;
    const count = offsets.length - 1;
    let i = 0;
    if (this.#plain === undefined) this.#codes = grown(this.#codes, first + count);
    for (; i < count && this.#plain === undefined; i++) {
      this.append(platform.decodeUtf8(bytes, offsets[i], offsets[i + 1]));
    }
    if (i < count) this.#plain?.appendRaw(sliceRaw(values, i, count - i));
    return first;
  }

  adopt(values: RawValues): void {
    if (values.kind !== "bytes") {
      this.appendRaw(values);
      return;
    }
    // it had stopped interning, and does not begin again
    this.#plain = new BytesStore();
    this.#plain.adopt(values);
  }

  #appendCodes(codes: Uint32Array, strings: readonly string[]): number {
    const first = this.count;
    if (this.#plain === undefined) this.#codes = grown(this.#codes, first + codes.length);
    /** This column's code of each of the strings, plus one; 0 while it has not come up. */
    const known = new Uint32Array(strings.length);
    for (let i = 0; i < codes.length; i++) {
      if (this.#plain === undefined) {
        const end = translate(codes, known, this.#codes, this.#count, i);
        this.#count += end - i;
        i = end;
        if (i === codes.length) break;
      }
      const code = codes[i];
      this.append(strings[code]);
      if (this.#plain === undefined) known[code] = this.#codes[this.#count - 1] + 1;
    }
    return first;
  }

  raw(): RawValues {
    if (this.#plain !== undefined) return this.#plain.raw();
    return { kind: "codes", codes: this.#codes.subarray(0, this.#count), strings: this.#strings };
  }

  #pays(): boolean {
    const distinct = this.#strings.length;
    return distinct < DISTINCT_ALWAYS || this.#count >= distinct * ROWS_PER_DISTINCT_MIN;
  }

  #stopInterning(): BytesStore {
    const plain = new BytesStore();
    let units = 0;
    for (let row = 0; row < this.#count; row++) units += this.#strings[this.#codes[row]].length;
    plain.reserve(this.#codes.length, units);
    for (let row = 0; row < this.#count; row++) plain.appendText(this.#strings[this.#codes[row]]);
    this.#plain = plain;
    this.#codes = new Uint32Array(0);
    this.#strings = [];
    this.#codeOf = new Map();
    return plain;
  }

  get(row: number): string {
    return this.#plain === undefined ? this.#strings[this.#codes[row]] : this.#plain.text(row);
  }

  /** Whether a row holds a text. */
  is(row: number, text: string): boolean {
    return this.#plain === undefined
      ? this.#strings[this.#codes[row]] === text
      : this.#plain.isText(row, text);
  }

  same(rowA: number, rowB: number): boolean {
    return this.#plain === undefined ? this.#codes[rowA] === this.#codes[rowB] : this.#plain.same(rowA, rowB);
  }

  write(row: number, count: number, writer: ByteWriter): void {
    if (this.#plain !== undefined) {
      this.#plain.write(row, count, writer);
      return;
    }
    for (let i = row; i < row + count; i++) writer.text(this.#strings[this.#codes[i]]);
  }
}

/**
 * Writes the codes that are known for those from \`start\` on to \`at\` and behind, up to the first that has none; its place.
 * \`known\` has one more than the code.
 */
function translate(
  codes: Uint32Array,
  known: Uint32Array,
  out: Uint32Array,
  at: number,
  start: number,
): number {
  for (let i = start; i < codes.length; i++) {
    const code = known[codes[i]];
    if (code === 0) return i;
    out[at + i - start] = code - 1;
  }
  return codes.length;
}
