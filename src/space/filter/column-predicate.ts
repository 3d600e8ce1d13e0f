/** The tests of rows for each type of column. */
import { assert } from "../../errors.js";
import { BinaryColumn } from "../../pool/binary-column.js";
import { BoolColumn } from "../../pool/bool-column.js";
import type { BytesStore } from "../../pool/bytes-store.js";
import type { Column } from "../../pool/column.js";
import { createColumn } from "../../pool/create-column.js";
import { JsonColumn } from "../../pool/json-column.js";
import type { ListColumn } from "../../pool/list-column.js";
import { LongColumn } from "../../pool/long-column.js";
import { NumberColumn } from "../../pool/number-column.js";
import { TemporalColumn } from "../../pool/temporal-column.js";
import { Utf8Column } from "../../pool/utf8-column.js";
import type { Bitmap } from "../../structures/bitmap.js";
import { BITMAP_CHUNK_BITS } from "../../structures/bitmap.js";
import { ByteWriter } from "../../structures/byte-writer.js";
import { wordCountOf } from "../../structures/numbers/bits.js";
import { compareBytes } from "../../structures/text/compare.js";
import type { Lookup } from "../index/lookup.js";
import { pointsPredicate, rangePredicate } from "./number-predicate.js";
import { CALL_COST, eachRow, everyRow, markRowsWith, negated, type RowPredicate } from "./row-predicate.js";
import { bytesAmong, bytesPredicate, textLookupPredicate } from "./text-predicate.js";
import { copyBits } from "./words.js";

/** No row passes. */
export const noRow: RowPredicate = {
  cost: 1,
  matches: () => false,
  markRun: (_first, count, out) => {
    out.fill(0, 0, wordCountOf(count));
  },
  markRows: (_rows, count, out) => {
    out.fill(0, 0, wordCountOf(count));
  },
};

/** The rows of `column` that a lookup selects. */
export function lookupPredicate(column: Column, lookup: Lookup): RowPredicate {
  if (lookup.kind === "points" && lookup.keys.length === 0) return noRow;
  if (column instanceof Utf8Column) return textLookupPredicate(column, lookup);
  if (column instanceof NumberColumn || column instanceof LongColumn) {
    if (lookup.kind === "points") return pointsPredicate(column.values, lookup.keys);
    assert(lookup.kind === "range", "numbers have no prefixes");
    return rangePredicate(column.values, lookup.low as number | bigint, lookup.high as number | bigint);
  }
  if (column instanceof TemporalColumn && lookup.kind === "range")
    return bytesRangePredicate(column.store, lookup);
  assert(lookup.kind === "points", `no ranges in a column of ${column.type}`);
  if (column instanceof BoolColumn) return boolPredicate(column, lookup.keys as readonly boolean[]);
  assert(
    column instanceof BinaryColumn || column instanceof TemporalColumn || column instanceof JsonColumn,
    `no lookups in ${column.type}`,
  );
  return bytesPredicate(column.store, bytesAmong(lookup.keys as readonly Uint8Array[]));
}

/** The rows whose bytes are from one bound to another, as bytes are compared. */
function bytesRangePredicate(store: BytesStore, range: Extract<Lookup, { kind: "range" }>): RowPredicate {
  const { bytes, offsets } = store;
  const low = range.low as Uint8Array | undefined;
  const high = range.high as Uint8Array | undefined;
  const [lowest, highest] = [range.lowOpen ? 1 : 0, range.highOpen ? -1 : 0];
  return eachRow(
    (row) =>
      (low === undefined || compareBytes(bytes, offsets[row], offsets[row + 1], low) >= lowest) &&
      (high === undefined || compareBytes(bytes, offsets[row], offsets[row + 1], high) <= highest),
  );
}

function boolPredicate(column: BoolColumn, keys: readonly boolean[]): RowPredicate {
  const predicate = keys.includes(false) === keys.includes(true) ? everyRow : truePredicate(column.bits);
  return keys.includes(true) ? predicate : negated(predicate);
}

function truePredicate(bits: Uint8Array): RowPredicate {
  const matches = (row: number) => ((bits[row >>> 3] >>> (row & 7)) & 1) === 1;
  return {
    cost: 2,
    matches,
    markRun(first, count, out) {
      const shift = first & 7;
      for (let done = 0, w = 0; done < count; done += 32, w++) {
        const at = (first + done) >>> 3;
        const word = bits[at] | (bits[at + 1] << 8) | (bits[at + 2] << 16) | (bits[at + 3] << 24);
        out[w] = shift === 0 ? word : (word >>> shift) | (bits[at + 4] << (32 - shift));
      }
      if ((count & 31) !== 0) out[wordCountOf(count) - 1] &= 2 ** (count & 31) - 1;
    },
    markRows(rows, count, out) {
      for (let done = 0, w = 0; done < count; done += 32, w++) {
        const length = Math.min(32, count - done);
        let word = 0;
        for (let i = 0; i < length; i++) {
          const row = rows[done + i];
          word |= (+(row >= 0) & (bits[(row < 0 ? 0 : row) >>> 3] >>> (row & 7))) << i;
        }
        out[w] = word;
      }
    },
  };
}

/**
 * The rows whose value is the same as `value` in a column of lists, vectors or JSON; undefined if the column
 * cannot hold `value`. Sameness is that of the canonical form: NaN is the same as itself, 0 is not -0.
 */
export function sameValuePredicate(column: Column, value: unknown): RowPredicate | undefined {
  const alone = createColumn(column.type);
  if (!alone.accepts(value)) return undefined;
  alone.append(value);
  const bytes = new ByteWriter();
  alone.write(0, 1, bytes);
  const wanted = bytes.bytes();
  const writer = new ByteWriter();
  return eachRow((row) => {
    column.write(row, 1, writer.reset());
    const found = writer.bytes();
    if (found.length !== wanted.length) return false;
    for (let i = 0; i < wanted.length; i++) if (found[i] !== wanted[i]) return false;
    return true;
  }, 2 * CALL_COST);
}

/** The lists that have an element which passes `elementTest`. */
export function someElementPredicate(column: ListColumn, elementTest: RowPredicate): RowPredicate {
  const { offsets } = column;
  return eachRow((row) => {
    for (let i = offsets[row]; i < offsets[row + 1]; i++) if (elementTest.matches(i)) return true;
    return false;
  });
}

/** The rows in a bitmap, as an index over few values has them. */
export function bitmapPredicate(rows: Bitmap): RowPredicate {
  const matches = (row: number) => rows.has(row);
  const pair = new Uint32Array(2);
  return {
    cost: 1,
    matches,
    markRun(first, count, out) {
      // a run may begin anywhere in a chunk of the bitmap, and so end in the next
      for (let done = 0; done < count; ) {
        const row = first + done;
        const room = BITMAP_CHUNK_BITS - (row % BITMAP_CHUNK_BITS);
        const words = rows.words(Math.floor(row / BITMAP_CHUNK_BITS));
        if (room >= count - done) {
          copyBits(words, row % BITMAP_CHUNK_BITS, count - done, out.subarray(done >>> 5));
          return;
        }
        const whole = room & ~31;
        if (whole > 0) copyBits(words, row % BITMAP_CHUNK_BITS, whole, out.subarray(done >>> 5));
        done += whole;
        if (whole === room) continue;
        // the word that holds the end of one chunk and the start of the next
        pair[0] = words[words.length - 1];
        pair[1] = rows.words(Math.floor(row / BITMAP_CHUNK_BITS) + 1)[0];
        copyBits(pair, (first + done) & 31, Math.min(32, count - done), out.subarray(done >>> 5));
        done += 32;
      }
    },
    markRows: (list, count, out) => markRowsWith(matches, list, count, out),
  };
}
