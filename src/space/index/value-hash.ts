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
import { hashBytes, hashWords } from "../../structures/hash.js";
import type { HashIndex } from "../../structures/hash-index.js";
import { compareBytes } from "../../structures/text/compare.js";
import type { Key } from "./lookup.js";

export interface ValueHash {
  /** Writes the hashes of `count` rows from `start` on to `out`; -1 for NaN, which equals nothing. */
  hashRows(start: number, count: number, out: Float64Array): void;
  /** The newest row of `rows` whose value equals a key; negative if there is none. */
  first(rows: HashIndex, key: Key): number;
}

/** The hash function for the values of a column; undefined for types that are not looked up by value. */
export function valueHashOf(column: Column): ValueHash | undefined {
  if (column instanceof NumberColumn) return numberHash(column);
  if (column instanceof LongColumn) return longHash(column);
  if (column instanceof Utf8Column) return textHash(column);
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

function numberHash(column: NumberColumn): ValueHash {
  return {
    hashRows(start, count, out) {
      for (let i = 0; i < count; i++) out[i] = hashNumber(column.get(start + i));
    },
    first: (rows, key) => rows.first(hashNumber(key as number), (row) => column.get(row) === key),
  };
}

function longHash(column: LongColumn): ValueHash {
  return {
    hashRows(start, count, out) {
      const { buffer, byteOffset } = column.values;
      const words = new Uint32Array(buffer, byteOffset + start * 8, count * 2);
      for (let i = 0; i < count; i++) out[i] = hashWords(words[2 * i], words[2 * i + 1]);
    },
    first(rows, key) {
      const { values } = column;
      long[0] = key as bigint;
      return rows.first(hashWords(longWords[0], longWords[1]), (row) => values[row] === key);
    },
  };
}

/** The UTF-8 of the string hashed last. */
let utf8 = new Uint8Array(256);

function encode(text: string): number {
  if (utf8.length < text.length * 3) utf8 = new Uint8Array(text.length * 3);
  return writeUtf8(text, utf8, 0);
}

function textHash(column: Utf8Column): ValueHash {
  // while the column interns, each distinct string is hashed once; the hash stays that of its UTF-8
  let hashOfCode = new Uint32Array(0);
  let known = 0;
  return {
    hashRows(start, count, out) {
      const { plain, strings } = column;
      if (plain !== undefined) {
        if (hashOfCode.length > 0) hashOfCode = new Uint32Array(0);
        hashStored(plain, start, count, out);
        return;
      }
      if (hashOfCode.length < strings.length) {
        const larger = new Uint32Array(Math.max(strings.length, hashOfCode.length * 2));
        larger.set(hashOfCode);
        hashOfCode = larger;
      }
      for (; known < strings.length; known++) hashOfCode[known] = hashBytes(utf8, 0, encode(strings[known]));
      for (let i = 0; i < count; i++) out[i] = hashOfCode[column.code(start + i)];
    },
    first(rows, key) {
      const { plain } = column;
      if (plain === undefined) {
        const code = column.codeOf(key as string);
        // a string that no row has had has no code, and one that came since has no hash yet
        if (code === undefined || code >= known) return -1;
        return rows.first(hashOfCode[code], (row) => column.code(row) === code);
      }
      const size = encode(key as string);
      return rows.first(hashBytes(utf8, 0, size), (row) => plain.is(row, utf8, size));
    },
  };
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
