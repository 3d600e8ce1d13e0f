/** Hash functions for the values of each type of column: rows and keys of equal value have equal hashes. */
import { BinaryColumn } from "../../pool/binary-column.js";
import { BoolColumn } from "../../pool/bool-column.js";
import type { BytesStore } from "../../pool/bytes-store.js";
import type { Column } from "../../pool/column.js";
import { LongColumn } from "../../pool/long-column.js";
import { NumberColumn } from "../../pool/number-column.js";
import { TemporalColumn } from "../../pool/temporal-column.js";
import { Utf8Column } from "../../pool/utf8-column.js";
import { writeUtf8 } from "../../structures/byte-writer.js";
import { hashAscii, hashBytes, hashWords } from "../../structures/hash.js";
import type { HashIndex } from "../../structures/hash-index.js";
import { compareBytes } from "../../structures/text/compare.js";
import type { Key } from "./lookup.js";

export interface ValueHash {
  /** Writes the hashes of `count` rows from `start` on to `out`; -1 for NaN, which equals nothing. */
  hashRows(start: number, count: number, out: Float64Array): void;
  /** The newest row of `rows` whose value equals a key; negative if there is none. */
  first(rows: HashIndex, key: Key): number;
  /**
   * Of columns of numbers: writes the newest row of each of the first `count` keys to `out`, negative where there is none.
   * Whole numbers are safe ones where the column holds such.
   */
  firstOfNumbers?(rows: HashIndex, keys: Float64Array, count: number, out: Int32Array): void;
}

/** The hash function for the values of a column; undefined for types that are not looked up by value. */
export function valueHashOf(column: Column): ValueHash | undefined {
  if (column instanceof NumberColumn) return new NumberHash(column);
  if (column instanceof LongColumn) return new LongHash(column);
  if (column instanceof Utf8Column) return new TextHash(column);
  if (column instanceof BinaryColumn || column instanceof TemporalColumn) return bytesHash(column);
  if (column instanceof BoolColumn) return boolHash(column);
  return undefined;
}

const float = new Float64Array(1);
const floatWords = new Uint32Array(float.buffer);
const long = new BigInt64Array(1);
const longWords = new Uint32Array(long.buffer);

function hashNumber(value: number): number {
  if (value !== value) return -1;
  // 0 for -0 as well, which equals it
  float[0] = value + 0;
  return hashWords(floatWords[0], floatWords[1]);
}

class NumberHash implements ValueHash {
  readonly #column: NumberColumn;

  constructor(column: NumberColumn) {
    this.#column = column;
  }

  hashRows(start: number, count: number, out: Float64Array): void {
    for (let i = 0; i < count; i++) out[i] = hashNumber(this.#column.get(start + i));
  }

  first(rows: HashIndex, key: Key): number {
    const hash = hashNumber(key as number);
    for (let slot = rows.slotOf(hash); slot >= 0; slot = rows.slotOf(hash, slot)) {
      const row = rows.rowIn(slot);
      if (this.#column.get(row) === key) return row;
    }
    return -1;
  }

  firstOfNumbers(rows: HashIndex, keys: Float64Array, count: number, out: Int32Array): void {
    const hashes = hashesOf(count);
    hashNumbers(keys, count, hashes);
    rows.firstOfMany(hashes, count, keys, this.#column.values, 1, out);
  }
}

/** Room for the hashes of keys that are looked up together. */
let keyHashes = new Float64Array(0);

function hashesOf(count: number): Float64Array {
  if (keyHashes.length < count) keyHashes = new Float64Array(count);
  return keyHashes;
}

function hashNumbers(keys: Float64Array, count: number, out: Float64Array): void {
  for (let i = 0; i < count; i++) out[i] = hashNumber(keys[i]);
}

/** The halves of whole numbers, and their hashes. */
function hashWhole(keys: Float64Array, count: number, halves: Int32Array, out: Float64Array): void {
  for (let i = 0; i < count; i++) {
    const low = keys[i] | 0;
    const high = Math.floor(keys[i] / 2 ** 32);
    halves[2 * i] = low;
    halves[2 * i + 1] = high;
    out[i] = hashWords(low, high);
  }
}

/** Hashes whole numbers by their halves: keys may be bigints, or numbers that are exact. */
class LongHash implements ValueHash {
  readonly #column: LongColumn;

  constructor(column: LongColumn) {
    this.#column = column;
  }

  hashRows(start: number, count: number, out: Float64Array): void {
    const { buffer, byteOffset } = this.#column.values;
    const words = new Uint32Array(buffer, byteOffset + start * 8, count * 2);
    for (let i = 0; i < count; i++) out[i] = hashWords(words[2 * i], words[2 * i + 1]);
  }

  first(rows: HashIndex, key: Key): number {
    let low: number;
    let high: number;
    if (typeof key === "number") {
      low = key | 0;
      high = Math.floor(key / 2 ** 32);
    } else {
      long[0] = key as bigint;
      low = longWords[0] | 0;
      high = longWords[1] | 0;
    }
    const hash = hashWords(low, high);
    for (let slot = rows.slotOf(hash); slot >= 0; slot = rows.slotOf(hash, slot)) {
      const row = rows.rowIn(slot);
      if (this.#column.isHalves(row, low, high)) return row;
    }
    return -1;
  }

  firstOfNumbers(rows: HashIndex, keys: Float64Array, count: number, out: Int32Array): void {
    const hashes = hashesOf(count);
    const halves = new Int32Array(2 * count);
    hashWhole(keys, count, halves, hashes);
    const { buffer, byteOffset, length } = this.#column.values;
    rows.firstOfMany(hashes, count, halves, new Int32Array(buffer, byteOffset, 2 * length), 2, out);
  }
}

/** The UTF-8 of the string hashed last. */
let utf8 = new Uint8Array(256);

function encode(text: string): number {
  if (utf8.length < text.length * 3) utf8 = new Uint8Array(text.length * 3);
  return writeUtf8(text, utf8, 0);
}

/** The hash of texts, which of many are hashed before they are looked up. */
export class TextHash implements ValueHash {
  readonly #column: Utf8Column;
  /** While the column interns, each distinct string is hashed once; the hash stays that of its UTF-8. */
  #hashOfCode = new Uint32Array(0);
  #known = 0;

  constructor(column: Utf8Column) {
    this.#column = column;
  }

  hashRows(start: number, count: number, out: Float64Array): void {
    const column = this.#column;
    const { plain, strings } = column;
    if (plain !== undefined) {
      if (this.#hashOfCode.length > 0) this.#hashOfCode = new Uint32Array(0);
      hashStored(plain, start, count, out);
      return;
    }
    if (this.#hashOfCode.length < strings.length) {
      const larger = new Uint32Array(Math.max(strings.length, this.#hashOfCode.length * 2));
      larger.set(this.#hashOfCode);
      this.#hashOfCode = larger;
    }
    const hashOfCode = this.#hashOfCode;
    for (; this.#known < strings.length; this.#known++)
      hashOfCode[this.#known] = hashText(strings[this.#known]);
    for (let i = 0; i < count; i++) out[i] = hashOfCode[column.code(start + i)];
  }

  first(rows: HashIndex, key: Key): number {
    const column = this.#column;
    const text = key as string;
    const { plain } = column;
    if (plain === undefined) return this.#firstInterned(rows, text);
    const ascii = hashAscii(text);
    const size = ascii < 0 ? encode(text) : 0;
    const hash = ascii < 0 ? hashBytes(utf8, 0, size) : ascii;
    for (let slot = rows.slotOf(hash); slot >= 0; slot = rows.slotOf(hash, slot)) {
      const row = rows.rowIn(slot);
      if (ascii < 0 ? plain.is(row, utf8, size) : plain.isText(row, text)) return row;
    }
    return -1;
  }

  /** As `first`, for a text whose UTF-8 lies in `bytes` from `start` to `end`, with its hash. */
  firstEncoded(
    rows: HashIndex,
    text: string,
    bytes: Uint8Array,
    start: number,
    end: number,
    hash: number,
  ): number {
    const { plain } = this.#column;
    if (plain === undefined) return this.#firstInterned(rows, text);
    for (let slot = rows.slotOf(hash); slot >= 0; slot = rows.slotOf(hash, slot)) {
      const row = rows.rowIn(slot);
      if (plain.isPart(row, bytes, start, end)) return row;
    }
    return -1;
  }

  #firstInterned(rows: HashIndex, text: string): number {
    const column = this.#column;
    const code = column.codeOf(text);
    // a string that no row has had has no code, and one that came since has no hash yet
    if (code === undefined || code >= this.#known) return -1;
    const hash = this.#hashOfCode[code];
    for (let slot = rows.slotOf(hash); slot >= 0; slot = rows.slotOf(hash, slot)) {
      const row = rows.rowIn(slot);
      if (column.code(row) === code) return row;
    }
    return -1;
  }
}

/** The hash of a text's UTF-8. */
function hashText(text: string): number {
  const hash = hashAscii(text);
  return hash < 0 ? hashBytes(utf8, 0, encode(text)) : hash;
}

function hashStored(store: BytesStore, start: number, count: number, out: Float64Array): void {
  for (let i = 0; i < count; i++) out[i] = store.hash(start + i);
}

function bytesHash({ store }: BinaryColumn | TemporalColumn): ValueHash {
  return {
    hashRows: (start, count, out) => hashStored(store, start, count, out),
    first(rows, key) {
      const wanted = key as Uint8Array;
      const { bytes, offsets } = store;
      return rows.first(
        hashBytes(wanted, 0, wanted.length),
        (row) => compareBytes(bytes, offsets[row], offsets[row + 1], wanted) === 0,
      );
    },
  };
}

function boolHash(column: BoolColumn): ValueHash {
  return {
    hashRows(start, count, out) {
      for (let i = 0; i < count; i++) out[i] = hashWords(+column.get(start + i), 0);
    },
    first: (rows, key) => rows.first(hashWords(+(key as boolean), 0), (row) => column.get(row) === key),
  };
}
