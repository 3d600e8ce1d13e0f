/**
 * Commits as bytes. A record has three parts: the commit's own fields, the hashes of the leaves that it changed, and
 * its delta. The first part has the offsets of the others, so that each can be read by itself.
 */

import { canonicalJson } from "../../pool/json-column.js";
import type { Delta } from "../../space/deltas/delta.js";
import { type ColumnNumbers, readDelta, writeDelta, writeIntegers } from "../../space/deltas/delta-codec.js";
import { endOfDelta, readU32, renumberColumns } from "../../space/deltas/delta-rows.js";
import { ByteReader } from "../../structures/byte-reader.js";
import type { ByteWriter } from "../../structures/byte-writer.js";
import { deepFreeze } from "../../structures/deep-freeze.js";
import { fromHex, toHex } from "../../structures/hex.js";
import { HASH_BYTES } from "../hashing/hash-tree.js";
import { LeafChanges } from "../hashing/leaf-changes.js";
import type { Commit } from "./commit.js";
import { NO_META } from "./commit-meta.js";
import type { PagedRecord } from "./commit-node.js";

/** The contents of a record. */
export interface CommitRecord {
  readonly commit: Commit;
  /** The numbers of the parents. */
  readonly parents: readonly number[];
  readonly leaves: readonly LeafChanges[];
  readonly delta: Delta;
}

/** Bytes of the numbers at the beginning: where the leaves begin, and where the delta does. */
const OFFSETS_BYTES = 8;
const TIME_BYTES = 8;
const HASH_DIGITS = 2 * HASH_BYTES;

export function writeCommit(writer: ByteWriter, record: CommitRecord, columns: ColumnNumbers): void {
  const { commit, parents, leaves, delta } = record;
  const start = writer.length;
  writer.u32(0).u32(0);
  writer.raw(fromHex(commit.id)).raw(fromHex(commit.root)).raw(fromHex(commit.delta));
  writer.f64(commit.time).u32(parents.length);
  for (const parent of parents) writer.u32(parent);
  writer
    .text(commit.author)
    .text(commit.message)
    .text(commit.meta === NO_META ? "{}" : (canonicalJson(commit.meta, 0) as string));
  writer.patchU32(start, writer.length - start);
  writeLeafChanges(writer, leaves);
  writer.patchU32(start + 4, writer.length - start);
  writeDelta(writer, delta, columns);
}

/** Writes a commit that is a record already: its parents and its columns get the numbers that they have here. */
export function copyCommit(
  writer: ByteWriter,
  record: PagedRecord,
  parents: readonly number[],
  columns: ColumnNumbers,
): void {
  const { page, offset } = record;
  const { bytes } = page;
  const parentsAt = offset + OFFSETS_BYTES + 3 * HASH_BYTES + TIME_BYTES;
  const parentCount = readU32(bytes, parentsAt);
  const shift = 4 * (parents.length - parentCount);
  const [leavesStart, deltaStart] = [0, 4].map((at) => readU32(bytes, offset + at) + shift);
  const start = writer.length;
  writer.u32(leavesStart).u32(deltaStart);
  writer.raw(bytes.subarray(offset + OFFSETS_BYTES, parentsAt)).u32(parents.length);
  for (const parent of parents) writer.u32(parent);
  writer.raw(bytes.subarray(parentsAt + 4 + 4 * parentCount, endOfDelta(bytes, startOfDelta(record))));
  renumberColumns(writer.bytes(), start + deltaStart, page.columns, columns);
}

/** Writes the changes of leaves of all columns. */
export function writeLeafChanges(writer: ByteWriter, leaves: readonly LeafChanges[]): void {
  writer.u32(leaves.length);
  for (const change of leaves) writeLeaves(writer, change);
}

function writeLeaves(writer: ByteWriter, change: LeafChanges): void {
  writer.text(change.column).u32(change.count);
  writeIntegers(writer, change.leaves);
  for (let i = 0; i < change.count; i++) writer.raw(change.before(i));
  for (let i = 0; i < change.count; i++) writer.raw(change.after(i));
}

/** The commit's own fields in a record, but for the ids of its parents. */
function readHead(record: Uint8Array): Omit<Commit, "parents"> {
  const reader = new ByteReader(record);
  reader.skip(OFFSETS_BYTES + 3 * HASH_BYTES);
  // one call for all three: in a new process the calls take longer than the digits
  const hashes = toHex(record, OFFSETS_BYTES, OFFSETS_BYTES + 3 * HASH_BYTES);
  const [id, root, delta] = [0, 1, 2].map((i) => hashes.slice(i * HASH_DIGITS, (i + 1) * HASH_DIGITS));
  const time = reader.f64();
  reader.skip(4 * reader.u32());
  const [author, message] = [reader.text(), reader.text()];
  const text = reader.text();
  const meta = text === "{}" ? NO_META : (deepFreeze(JSON.parse(text)) as Commit["meta"]);
  return { id, root, delta, author, time, message, meta };
}

/** The commit of a record, whose parents have some ids. */
export function readCommit(record: Uint8Array, parents: readonly string[]): Commit {
  const { id, ...rest } = readHead(record);
  return Object.freeze({ id, parents: Object.freeze(parents), ...rest });
}

/** The id of a record's commit. */
export function readId(record: Uint8Array): string {
  return toHex(record, OFFSETS_BYTES, OFFSETS_BYTES + HASH_BYTES);
}

/** Reads the time and the parents of a commit from its record: enough to place it among others. */
export function readPlace(record: Uint8Array): { time: number; parents: number[] } {
  const reader = new ByteReader(record);
  reader.skip(OFFSETS_BYTES + 3 * HASH_BYTES);
  const time = reader.f64();
  const parents: number[] = [];
  for (let left = reader.u32(); left > 0; left--) parents.push(reader.u32());
  return { time, parents };
}

export function readLeaves(record: Uint8Array): LeafChanges[] {
  return readLeafChanges(partAt(record, 0));
}

/** The changes of leaves that `writeLeafChanges` wrote. */
export function readLeafChanges(reader: ByteReader): LeafChanges[] {
  const list: LeafChanges[] = [];
  for (let left = reader.u32(); left > 0; left--) {
    const column = reader.text();
    const count = reader.u32();
    const leaves = Array.from(reader.numbers(Uint32Array, count));
    const before = reader.raw(count * HASH_BYTES);
    const change = LeafChanges.of(column, leaves, before, reader.raw(count * HASH_BYTES));
    if (change !== undefined) list.push(change);
  }
  return list;
}

export function readCommitDelta(record: Uint8Array, columns: ColumnNumbers): Delta {
  return readDelta(partAt(record, 4), columns);
}

/** Where the delta of a record begins on its page. */
export function startOfDelta({ page: { bytes }, offset }: PagedRecord): number {
  return offset + readU32(bytes, offset + 4);
}

/** A reader of the part whose offset is stored at `position` of the record. */
function partAt(record: Uint8Array, position: number): ByteReader {
  const reader = new ByteReader(record);
  reader.skip(position);
  const start = reader.u32();
  reader.skip(start - position - 4);
  return reader;
}
