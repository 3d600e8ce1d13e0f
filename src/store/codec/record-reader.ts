/**
 * Reads records into a pool and a history. Bytes that are no records, or do not continue from the present contents,
 * are a RangeError; the caller interprets it.
 */

import { readPlace } from "../../history/commits/commit-codec.js";
import type { CommitNode } from "../../history/commits/commit-node.js";
import { placeOfCommit } from "../../history/commits/forest.js";
import { readKeptPolicies } from "../../history/merge/kept-policies.js";
import type { HistoryCore } from "../../history/repository/core.js";
import type { Operation } from "../../history/repository/operation-log.js";
import type { ElementKind, OwnerKind } from "../../pool/pool.js";
import { rawCount } from "../../pool/raw-values.js";
import { parseType, type ValueType } from "../../pool/value-type.js";
import type { Delta } from "../../space/deltas/delta.js";
import { readDelta } from "../../space/deltas/delta-codec.js";
import type { RequiredRule, UniqueRule } from "../../space/elements/node-rules.js";
import { hasSettings, INDEX_KINDS, readIndexSettings } from "../../space/index/value-index.js";
import { ByteReader } from "../../structures/byte-reader.js";
import type { ColumnTable } from "./column-table.js";
import * as codec from "./operation-codec.js";
import { KINDS, OPERATION_KINDS, OWNER_KINDS, poolOf, RECORD, RECORD_ALIGNMENT } from "./records.js";
import { RecordCommit } from "./stored-commit.js";
import { readValues } from "./values-codec.js";

/** The contents of records that do not go into the pool or the forest. */
export interface ReplayedState {
  /** The head; undefined if there was no record of it. */
  head: { readonly branch: string | null; readonly node: CommitNode | undefined } | undefined;
  /** Uncommitted changes that were kept. */
  working: Delta | undefined;
  /** Changes of the operation log, to be read when it is asked for. */
  readonly operations: OperationRecords;
}

/**
 * Changes of the operation log where they lie: there are up to 20,000, and to make a view of each would take longer
 * than to open the store.
 */
export class OperationRecords {
  readonly #bodies: Uint8Array[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  add(body: Uint8Array, start: number, end: number): void {
    this.#bodies.push(body);
    this.#starts.push(start);
    this.#ends.push(end);
  }

  /** The bytes of each, oldest first. */
  *[Symbol.iterator](): Generator<Uint8Array> {
    for (let i = 0; i < this.#bodies.length; i++)
      yield this.#bodies[i].subarray(this.#starts[i], this.#ends[i]);
  }
}

/** The target of the readers of records. */
interface Target {
  readonly core: HistoryCore;
  readonly columns: ColumnTable;
  readonly numbers: codec.OperationNumbers;
  readonly read: ReplayedState;
  readonly body: Uint8Array;
}

/** Reads the records of a body, in order. Throws a RangeError if they are damaged. */
export function readRecords(
  body: Uint8Array,
  core: HistoryCore,
  columns: ColumnTable,
  read: ReplayedState,
): void {
  const numbers: codec.OperationNumbers = { columns, commitAt: (number) => commitAt(core, number) };
  const target: Target = { core, columns, numbers, read, body };
  const reader = new ByteReader(body);
  while (reader.left > 0) {
    const kind = reader.u32();
    const readRecord = READERS[kind];
    if (readRecord === undefined) throw new RangeError(`a record of kind ${kind}`);
    const end = reader.enter(reader.u32());
    readRecord(reader, target);
    reader.leave(end);
  }
}

const READERS: Record<number, (record: ByteReader, target: Target) => void> = {
  [RECORD.labelSets]: readLabelSets,
  [RECORD.elements]: readElements,
  [RECORD.ends]: readNewEnds,
  [RECORD.column]: readColumn,
  [RECORD.rows]: readNewRows,
  [RECORD.commit]: readCommit,
  [RECORD.ref]: readRef,
  [RECORD.head]: readHeadRecord,
  [RECORD.operation]: readOperationRecord,
  [RECORD.stash]: readStash,
  [RECORD.declared]: readDeclared,
  [RECORD.working]: readWorking,
  [RECORD.index]: readIndex,
  [RECORD.rules]: readRules,
  [RECORD.policies]: (record, { core }) =>
    core.repository.setPolicies(readKeptPolicies(JSON.parse(record.text()))),
};

function commitAt(core: HistoryCore, number: number): CommitNode {
  if (number >= core.forest.size) throw new RangeError(`there is no commit ${number}`);
  return core.forest.at(number);
}

function kindAt(at: number): ElementKind {
  const kind = KINDS[at];
  if (kind === undefined) throw new RangeError(`elements of kind ${at}`);
  return kind;
}

/** The kind of what has a column. */
function ownerAt(at: number): OwnerKind {
  const kind = OWNER_KINDS[at];
  if (kind === undefined) throw new RangeError(`columns of kind ${at}`);
  return kind;
}

function readColumn(record: ByteReader, { core, columns }: Target): void {
  const [number, kind] = [record.u32(), ownerAt(record.u32())];
  const [type, name] = [record.text() as ValueType, record.text()];
  if (number !== columns.count) throw new RangeError(`column ${number} after ${columns.count}`);
  if (parseType(type) === undefined) throw new RangeError(`a column of type ${type}`);
  columns.define(kind, poolOf(core, kind).column(name, type));
}

function readNewRows(record: ByteReader, { columns }: Target): void {
  const [number, first] = [record.u32(), record.u32()];
  const { rowCount } = columns.columnOf(number);
  if (first !== rowCount) throw new RangeError(`row ${first} after ${rowCount}`);
  readRows(record, columns, number);
}

function readRef(record: ByteReader, { core, numbers }: Target): void {
  const { kind, name } = codec.readRef(record);
  core.repository.refsOf(kind).restore(name, codec.readTarget(record, numbers));
}

function readHeadRecord(record: ByteReader, { numbers, read }: Target): void {
  read.head = { branch: codec.readOptionalText(record), node: codec.readNode(record, numbers) };
  read.working = undefined;
}

function readOperationRecord(record: ByteReader, { read, body }: Target): void {
  read.operations.add(body, record.position, record.position + record.left);
  record.skip(record.left);
}

function readDeclared(record: ByteReader, { core }: Target): void {
  const kind = ownerAt(record.u32());
  const [type, name] = [record.text() as ValueType, record.text()];
  core.space.elementsOf(kind).declare(name, type);
}

function readWorking(record: ByteReader, { columns, read }: Target): void {
  read.working = readDelta(record, columns);
}

function readIndex(record: ByteReader, { core }: Target): void {
  const [element, index, isThere] = [kindAt(record.u32()), INDEX_KINDS[record.u32()], record.u32() === 1];
  if (index === undefined) throw new RangeError("an index of no known kind");
  const name = record.text();
  const settings = hasSettings(index) ? readIndexSettings(index, record.text()) : {};
  if (settings === undefined) throw new RangeError(`settings of a ${index} index that it does not have`);
  core.space.indices[element].restore(name, index, isThere, settings);
}

function readRules(record: ByteReader, { core }: Target): void {
  const [uniqueCount, requiredCount] = [record.u32(), record.u32()];
  const uniques: UniqueRule[] = [];
  const required: RequiredRule[] = [];
  for (let i = 0; i < uniqueCount; i++) {
    const isKey = record.u32() === 1;
    let left = record.u32();
    const label = record.text();
    const names: string[] = [];
    for (; left > 0; left--) names.push(record.text());
    uniques.push({ label, names, isKey });
  }
  for (let i = 0; i < requiredCount; i++) required.push({ label: record.text(), name: record.text() });
  core.space.rules.restore({ uniques, required });
}

function readLabelSets(record: ByteReader, { core }: Target): void {
  const [at, first, count] = [record.u32(), record.u32(), record.u32()];
  const { labelSets } = poolOf(core, kindAt(at));
  for (let set = first; set < first + count; set++) {
    const names: string[] = [];
    for (let left = record.u32(); left > 0; left--) names.push(record.text());
    if (labelSets.intern(names) !== set) throw new RangeError(`set ${set} of labels is another`);
  }
}

function readElements(record: ByteReader, { core }: Target): void {
  const [at, first, origin, next] = [record.u32(), record.u32(), record.u32(), record.u32()];
  const pool = poolOf(core, kindAt(at));
  if (first !== pool.count) throw new RangeError(`${pool.kind} ${first} after ${pool.count}`);
  if (first === 0) pool.identities.restore(origin, 0, []);
  for (let left = record.u32(); left > 0; left--) {
    const [count, from, sequence] = [record.u32(), record.u32(), record.u32()];
    pool.take(count, { origin: from, sequence });
  }
  if (pool.identities.next !== next) pool.identities.restore(origin, next, [...pool.identities.runs()]);
}

function readNewEnds(record: ByteReader, { core }: Target): void {
  const [first, count] = [record.u32(), record.u32()];
  const sources = record.numbers(Uint32Array, count);
  core.space.pool.edges.extend(first, sources, record.numbers(Uint32Array, count));
}

function readCommit(record: ByteReader, { core, columns }: Target): void {
  const bytes = record.raw(record.left).slice();
  const { time, parents } = readPlace(bytes);
  const nodes = parents.map((parent) => commitAt(core, parent));
  const place = placeOfCommit(nodes, time);
  core.forest.adopt(new RecordCommit(core.forest.size, nodes, place, bytes, columns));
}

/** Appends rows that `writeRows` wrote to their column. */
export function readRows(reader: ByteReader, columns: ColumnTable, number: number): void {
  const stored = columns.columnOf(number);
  const count = reader.u32();
  const isRun = reader.u32() === 1;
  const owners = reader.numbers(Uint32Array, isRun ? 1 : count);
  reader.align(RECORD_ALIGNMENT);
  const values = readValues(reader);
  if (rawCount(values) !== count) throw new RangeError(`${rawCount(values)} values in ${count} rows`);
  stored.extend(count, (into) => {
    const isFirst = into.rowCount === 0;
    if (isRun && isFirst) into.adoptRun(owners[0], values);
    else if (isRun) into.appendRawRun(owners[0], values);
    else if (isFirst) into.adoptEach(owners, values);
    else into.appendRawEach(owners, values);
  });
}

function readStash(record: ByteReader, { core, numbers }: Target): void {
  const isInsert = record.u32() === 0;
  const index = record.u32();
  const entries = [...core.stashes.entries];
  if (isInsert) entries.splice(index, 0, codec.readStash(record, numbers));
  else entries.splice(index, 1);
  core.stashes.restore(entries);
}

/** Applies the changes of the operation log that were read, after earlier ones. */
export function readOperations(
  records: OperationRecords,
  core: HistoryCore,
  columns: ColumnTable,
  log: { push(operation: Operation): void; undo(): void; redo(): void; clear(): void },
): void {
  const numbers: codec.OperationNumbers = { columns, commitAt: (number) => commitAt(core, number) };
  for (const record of records) {
    const reader = new ByteReader(record);
    const kind = OPERATION_KINDS[reader.u32()];
    if (kind === "push") log.push(codec.readOperation(reader, numbers));
    else if (kind !== undefined) log[kind]();
    else throw new RangeError("a change of operations of no known kind");
  }
}
