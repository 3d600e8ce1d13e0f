/**
 * Values of varying length as the bytes that a leaf is hashed over. A commit of few cells changes few of the 1,024
 * values of a leaf, so the bytes of the leaves hashed last are kept, and only what changed is written anew.
 *
 * A row of a column never changes, so the same rows in the same order always give the same bytes.
 */
import { BinaryColumn } from "../../pool/binary-column.js";
import type { Column } from "../../pool/column.js";
import { JsonColumn } from "../../pool/json-column.js";
import { Utf8Column } from "../../pool/utf8-column.js";
import type { ByteWriter } from "../../structures/byte-writer.js";

/** Leaves kept: up to 128 of 64 KiB, mostly of 20. */
const LEAVES_MAX = 128;
const BYTES_MAX = 2 ** 16;
/** With more changes than this a leaf is written as a whole. */
const CHANGES_MAX = 16;

/** The values in some rows, each with its length before it. */
interface LeafBytes {
  /** Weak, so that a graph is not kept in memory by its leaves. */
  column: WeakRef<Column>;
  leaf: number;
  rows: Int32Array;
  bytes: Uint8Array;
  /** Where each value begins in the bytes, and where the last one ends. */
  offsets: Uint32Array;
}

const kept: LeafBytes[] = [];
let replacedNext = 0;

/** The places at which rows differ, see `findChanges`. */
const changes = new Uint32Array(CHANGES_MAX);

/** Whether each value of a column is written with its length before it. */
export function isLengthPrefixed(column: Column): boolean {
  return column instanceof Utf8Column || column instanceof BinaryColumn || column instanceof JsonColumn;
}

/**
 * Writes the values in some rows of a leaf of a column that `isLengthPrefixed`; `writeAll` does so without a look
 * at what is kept. The number of the leaf only says where to look: leaves of one number and different rows may take
 * turns.
 */
export function writeLeafValues(
  column: Column,
  leaf: number,
  rows: Int32Array,
  writer: ByteWriter,
  writeAll: () => void,
): void {
  const start = writer.length;
  let known = find(column, leaf);
  const changeCount = known === undefined ? -1 : findChanges(known.rows, rows);
  if (known === undefined || changeCount < 0) writeAll();
  else writeChanged(column, known, rows, changeCount, writer);
  if (changeCount === 0) return;
  const bytes = writer.bytes().subarray(start);
  if (bytes.length > BYTES_MAX) return;
  known ??= takeEntry(column, leaf);
  if (known.rows.length !== rows.length) {
    known.rows = new Int32Array(rows.length);
    known.offsets = new Uint32Array(rows.length + 1);
  }
  known.rows.set(rows);
  if (known.bytes.length < bytes.length) known.bytes = new Uint8Array(bytes.length + (bytes.length >>> 3));
  known.bytes.set(bytes);
  findOffsets(known, changeCount < 0 ? 0 : changes[0]);
}

function find(column: Column, leaf: number): LeafBytes | undefined {
  for (const each of kept) if (each.leaf === leaf && each.column.deref() === column) return each;
  return undefined;
}

/** An entry without rows, in the place of the one made longest ago if there are many. */
function takeEntry(column: Column, leaf: number): LeafBytes {
  const entry = {
    column: new WeakRef(column),
    leaf,
    rows: new Int32Array(0),
    bytes: new Uint8Array(0),
    offsets: new Uint32Array(1),
  };
  kept[replacedNext] = entry;
  replacedNext = (replacedNext + 1) % LEAVES_MAX;
  return entry;
}

/** Finds the places at which as many rows differ, and how many there are; -1 if they are too many. */
function findChanges(before: Int32Array, after: Int32Array): number {
  if (before.length !== after.length) return -1;
  let count = 0;
  for (let i = 0; i < after.length; i++) {
    if (before[i] === after[i]) continue;
    if (count === CHANGES_MAX) return -1;
    changes[count++] = i;
  }
  return count;
}

/** Writes the bytes that are kept, with other values at the places that changed. */
function writeChanged(
  column: Column,
  { bytes, offsets }: LeafBytes,
  rows: Int32Array,
  changeCount: number,
  writer: ByteWriter,
): void {
  let from = 0;
  for (let i = 0; i < changeCount; i++) {
    const place = changes[i];
    writer.raw(bytes.subarray(from, offsets[place]));
    column.write(rows[place], 1, writer);
    from = offsets[place + 1];
  }
  writer.raw(bytes.subarray(from, offsets[rows.length]));
}

/** Finds where values begin, from that at `place` on. */
function findOffsets({ bytes, offsets }: LeafBytes, place: number): void {
  let at = offsets[place];
  for (let i = place + 1; i < offsets.length; i++) {
    at += 4 + (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24));
    offsets[i] = at;
  }
}
