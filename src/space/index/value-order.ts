/** The order of the rows of each type of column: as filters compare them, strings by code point. */
import type { BytesStore } from "../../pool/bytes-store.js";
import type { Column } from "../../pool/column.js";
import { LongColumn } from "../../pool/long-column.js";
import { NumberColumn } from "../../pool/number-column.js";
import { TemporalColumn } from "../../pool/temporal-column.js";
import { Utf8Column } from "../../pool/utf8-column.js";
import { radixSort } from "../../structures/numbers/radix-sort.js";
import { compareBytes, compareRanges, compareText } from "../../structures/text/compare.js";
import type { Key } from "./lookup.js";

export interface ValueOrder {
  /** False for NaN, which has no order and is left out. */
  isOrdered(row: number): boolean;
  /** Compares two rows, of those that there are at the time. */
  comparison(): (rowA: number, rowB: number) => number;
  /** Compares rows with one key. */
  against(key: Key): (row: number) => number;
  /** Compares the beginnings of strings with one text. */
  againstPrefix(text: string): (row: number) => number;
  sort(rows: Int32Array): void;
}

/** Fewer rows are sorted by comparing them. */
const RADIX_ROWS_MIN = 512;

/** The order of a column's rows; undefined for types without a sorted index. */
export function valueOrderOf(column: Column): ValueOrder | undefined {
  if (column instanceof NumberColumn) return numberOrder(column);
  if (column instanceof LongColumn) return longOrder(column);
  if (column instanceof Utf8Column) return textOrder(column);
  if (column instanceof TemporalColumn) return bytesOrder(column.store);
  return undefined;
}

const float = new Float64Array(1);
const floatWords = new Uint32Array(float.buffer);

function numberOrder(column: NumberColumn): ValueOrder {
  const compareNumbers = (a: number, b: number) => sign(column.get(a), column.get(b));
  return {
    isOrdered: (row) => !Number.isNaN(column.get(row)),
    comparison: () => compareNumbers,
    against: (key) => (row) => sign(column.get(row), key as number),
    againstPrefix: () => () => 0,
    sort(rows) {
      if (rows.length < RADIX_ROWS_MIN) {
        rows.sort(compareNumbers);
        return;
      }
      const high = new Uint32Array(rows.length);
      const low = new Uint32Array(rows.length);
      for (let i = 0; i < rows.length; i++) {
        float[0] = column.get(rows[i]) + 0;
        // the bits of a float, inverted if it is negative, sort as unsigned integers
        const isNegative = floatWords[1] >>> 31 === 1;
        high[i] = isNegative ? ~floatWords[1] : floatWords[1] ^ 0x80000000;
        low[i] = isNegative ? ~floatWords[0] : floatWords[0];
      }
      radixSort(rows, high, low);
    },
  };
}

function longOrder(column: LongColumn): ValueOrder {
  const comparison = () => {
    const { values } = column;
    return (a: number, b: number) => sign(values[a], values[b]);
  };
  return {
    isOrdered: () => true,
    comparison,
    against(key) {
      const { values } = column;
      return (row) => sign(values[row], key as bigint);
    },
    againstPrefix: () => () => 0,
    sort(rows) {
      if (rows.length < RADIX_ROWS_MIN) {
        rows.sort(comparison());
        return;
      }
      const { buffer, byteOffset, length } = column.values;
      const words = new Uint32Array(buffer, byteOffset, length * 2);
      const high = new Uint32Array(rows.length);
      const low = new Uint32Array(rows.length);
      for (let i = 0; i < rows.length; i++) {
        low[i] = words[2 * rows[i]];
        high[i] = words[2 * rows[i] + 1] ^ 0x80000000;
      }
      radixSort(rows, high, low);
    },
  };
}

function sign<T extends number | bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const encoder = new TextEncoder();

/** Each call checks again whether the column still interns strings. The order is the same either way. */
function textOrder(column: Utf8Column): ValueOrder {
  const comparison = () => {
    const { plain } = column;
    if (plain === undefined) return (a: number, b: number) => compareText(column.get(a), column.get(b));
    const { bytes, offsets } = plain;
    return (a: number, b: number) =>
      compareRanges(bytes, offsets[a], offsets[a + 1], bytes, offsets[b], offsets[b + 1]);
  };
  return {
    isOrdered: () => true,
    comparison,
    against(key) {
      const wanted = encoder.encode(key as string);
      const { plain } = column;
      if (plain === undefined) return (row) => compareText(column.get(row), key as string);
      const { bytes, offsets } = plain;
      return (row) => compareBytes(bytes, offsets[row], offsets[row + 1], wanted);
    },
    againstPrefix(text) {
      const wanted = encoder.encode(text);
      const { plain } = column;
      if (plain === undefined) {
        return (row) => (column.get(row).startsWith(text) ? 0 : compareText(column.get(row), text));
      }
      const { bytes, offsets } = plain;
      return (row) => {
        const end = Math.min(offsets[row + 1], offsets[row] + wanted.length);
        return compareBytes(bytes, offsets[row], end, wanted);
      };
    },
    sort(rows) {
      const { dictionary, plain } = column;
      if (rows.length < RADIX_ROWS_MIN) rows.sort(comparison());
      else if (plain !== undefined) sortByBytes(rows, plain, 0, comparison());
      else if (dictionary !== undefined) sortByRank(rows, dictionary.codes, dictionary.strings);
    },
  };
}

/** Dates, times and durations, whose bytes are in their order. */
function bytesOrder(store: BytesStore): ValueOrder {
  const comparison = () => {
    const { bytes, offsets } = store;
    return (a: number, b: number) =>
      compareRanges(bytes, offsets[a], offsets[a + 1], bytes, offsets[b], offsets[b + 1]);
  };
  return {
    isOrdered: () => true,
    comparison,
    against(key) {
      const { bytes, offsets } = store;
      return (row) => compareBytes(bytes, offsets[row], offsets[row + 1], key as Uint8Array);
    },
    againstPrefix: () => () => 0,
    sort(rows) {
      if (rows.length < RADIX_ROWS_MIN) rows.sort(comparison());
      else sortByBytes(rows, store, 0, comparison());
    },
  };
}

/** Sorts each distinct string once, then the rows by the places of their strings. */
function sortByRank(rows: Int32Array, codes: Uint32Array, strings: readonly string[]): void {
  const order = Int32Array.from(strings.keys()).sort((a, b) => compareText(strings[a], strings[b]));
  const rank = new Uint32Array(strings.length);
  for (let i = 0; i < order.length; i++) rank[order[i]] = i;
  const low = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) low[i] = rank[codes[rows[i]]];
  radixSort(rows, new Uint32Array(rows.length), low);
}

const PREFIX_BYTES = 8;
/** Strings that agree in so many bytes are compared one by one. */
const PREFIX_DEPTH_MAX = 256;

/** Sorts by eight bytes from `depth` on, then what agrees in them by the next eight. */
function sortByBytes(
  rows: Int32Array,
  store: BytesStore,
  depth: number,
  compareRows: (a: number, b: number) => number,
): void {
  const high = new Uint32Array(rows.length);
  const low = new Uint32Array(rows.length);
  const { bytes, offsets } = store;
  for (let i = 0; i < rows.length; i++) {
    const start = offsets[rows[i]] + depth;
    const end = offsets[rows[i] + 1];
    high[i] = fourBytes(bytes, start, end);
    low[i] = fourBytes(bytes, start + 4, end);
  }
  radixSort(rows, high, low);
  for (let start = 0; start < rows.length; ) {
    let end = start + 1;
    while (end < rows.length && high[end] === high[start] && low[end] === low[start]) end++;
    const equal = rows.subarray(start, end);
    if (equal.length >= RADIX_ROWS_MIN && depth < PREFIX_DEPTH_MAX && goOn(equal, offsets, depth)) {
      sortByBytes(equal, store, depth + PREFIX_BYTES, compareRows);
    } else if (equal.length > 1) equal.sort(compareRows);
    start = end;
  }
}

/** Whether all strings are longer than what was sorted by; a shorter one is padded with what could be zeros. */
function goOn(rows: Int32Array, offsets: Uint32Array, depth: number): boolean {
  return rows.every((row) => offsets[row + 1] - offsets[row] > depth + PREFIX_BYTES);
}

function fourBytes(bytes: Uint8Array, start: number, end: number): number {
  let word = 0;
  for (let i = start; i < start + 4; i++) word = (word << 8) | (i < end ? bytes[i] : 0);
  return word >>> 0;
}
