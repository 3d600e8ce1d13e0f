/**
 * Takes up parts into a pool and a history. Bytes that are no parts, or that do not go on from what is there, are a
 * RangeError; who calls makes of it what it is.
 */
import type { CommitNode } from "../history/commits/commit-node.js";
import { placeOfCommit } from "../history/commits/forest.js";
import type { HistoryCore } from "../history/repository/core.js";
import type { Operation } from "../history/repository/operation-log.js";
import type { ElementKind } from "../pool/pool.js";
import { rawCount } from "../pool/raw-values.js";
import { parseType, type ValueType } from "../pool/value-type.js";
import type { Delta } from "../space/deltas/delta.js";
import { ByteReader } from "../structures/byte-reader.js";
import type { ColumnTable } from "./column-table.js";
import { readHead } from "./commit-codec.js";
import { readDelta } from "./delta-codec.js";
import * as codec from "./operation-codec.js";
import { INDEX_KINDS, KINDS, OPERATION_KINDS, PART, PART_ALIGNMENT, poolOf } from "./records.js";
import { RecordCommit } from "./stored-commit.js";
import { readValues } from "./values-codec.js";

/** What parts were read, besides what went into the pool and the forest. */
export interface Read {
  /** Where the graph stands; undefined if no part said so. */
  head: { readonly branch: string | null; readonly node: CommitNode | undefined } | undefined;
  /** Uncommitted changes that were kept. */
  working: Delta | undefined;
  /** Changes of the operation log, to be read when it is asked for. */
  readonly operations: Uint8Array[];
}

/** What readers of parts work on. */
interface Target {
  readonly core: HistoryCore;
  readonly columns: ColumnTable;
  readonly numbers: codec.OperationNumbers;
  readonly read: Read;
}

/** Takes up the parts of a body, in order. Throws a RangeError if they are damaged. */
export function readParts(body: Uint8Array, core: HistoryCore, columns: ColumnTable, read: Read): void {
  const numbers: codec.OperationNumbers = { columns, commitAt: (number) => commitAt(core, number) };
  const target: Target = { core, columns, numbers, read };
  const reader = new ByteReader(body);
  while (reader.left > 0) {
    const kind = reader.u32();
    const readPart = READERS[kind];
    if (readPart === undefined) throw new RangeError(`a part of kind ${kind}`);
    readPart(new ByteReader(reader.raw(reader.u32())), target);
  }
}

const READERS: Record<number, (part: ByteReader, target: Target) => void> = {
  [PART.classes]: readClasses,
  [PART.elements]: readElements,
  [PART.ends]: readNewEnds,
  [PART.column]: readColumn,
  [PART.rows]: readNewRows,
  [PART.commit]: readCommit,
  [PART.ref]: readRef,
  [PART.head]: readHeadPart,
  [PART.operation]: readOperationPart,
  [PART.stash]: readStash,
  [PART.declared]: readDeclared,
  [PART.working]: readWorking,
  [PART.index]: readIndex,
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

function readColumn(part: ByteReader, { core, columns }: Target): void {
  const [number, kind] = [part.u32(), kindAt(part.u32())];
  const [type, name] = [part.text() as ValueType, part.text()];
  if (number !== columns.count) throw new RangeError(`column ${number} after ${columns.count}`);
  if (parseType(type) === undefined) throw new RangeError(`a column of type ${type}`);
  columns.define(kind, poolOf(core, kind).column(name, type));
}

function readNewRows(part: ByteReader, { columns }: Target): void {
  const [number, first] = [part.u32(), part.u32()];
  const { rowCount } = columns.columnOf(number);
  if (first !== rowCount) throw new RangeError(`row ${first} after ${rowCount}`);
  readRows(part, columns, number);
}

function readRef(part: ByteReader, { core, numbers }: Target): void {
  const { kind, name } = codec.readRef(part);
  core.refsOf(kind).restore(name, codec.readTarget(part, numbers));
}

function readHeadPart(part: ByteReader, { numbers, read }: Target): void {
  read.head = { branch: codec.readOptionalText(part), node: codec.readNode(part, numbers) };
  read.working = undefined;
}

function readOperationPart(part: ByteReader, { read }: Target): void {
  read.operations.push(part.raw(part.left));
}

function readDeclared(part: ByteReader, { core }: Target): void {
  const kind = kindAt(part.u32());
  const [type, name] = [part.text() as ValueType, part.text()];
  core.space.elementsOf(kind).declare(name, type);
}

function readWorking(part: ByteReader, { columns, read }: Target): void {
  read.working = readDelta(part, columns);
}

function readIndex(part: ByteReader, { core }: Target): void {
  const [element, index, isThere] = [kindAt(part.u32()), INDEX_KINDS[part.u32()], part.u32() === 1];
  if (index === undefined) throw new RangeError("an index of no known kind");
  core.space.indices[element].restore(part.text(), index, isThere);
}

function readClasses(part: ByteReader, { core }: Target): void {
  const [at, first, count] = [part.u32(), part.u32(), part.u32()];
  const { classes } = poolOf(core, kindAt(at));
  for (let set = first; set < first + count; set++) {
    const names: string[] = [];
    for (let left = part.u32(); left > 0; left--) names.push(part.text());
    if (classes.intern(names) !== set) throw new RangeError(`set ${set} of labels is another`);
  }
}

function readElements(part: ByteReader, { core }: Target): void {
  const [at, first, origin, next] = [part.u32(), part.u32(), part.u32(), part.u32()];
  const pool = poolOf(core, kindAt(at));
  if (first !== pool.count) throw new RangeError(`${pool.kind} ${first} after ${pool.count}`);
  if (first === 0) pool.identities.restore(origin, 0, []);
  for (let left = part.u32(); left > 0; left--) {
    const [count, from, sequence] = [part.u32(), part.u32(), part.u32()];
    pool.take(count, { origin: from, sequence });
  }
  if (pool.identities.next !== next) pool.identities.restore(origin, next, [...pool.identities.runs()]);
}

function readNewEnds(part: ByteReader, { core }: Target): void {
  const [first, count] = [part.u32(), part.u32()];
  const sources = part.numbers(Uint32Array, count);
  core.space.pool.edges.extend(first, sources, part.numbers(Uint32Array, count));
}

function readCommit(part: ByteReader, { core, columns }: Target): void {
  const record = part.raw(part.left).slice();
  const { commit, parents } = readHead(record);
  const nodes = parents.map((parent) => commitAt(core, parent));
  const ids = Object.freeze(nodes.map((node) => node.commit.id));
  const whole = Object.freeze({ ...commit, parents: ids });
  const place = placeOfCommit(nodes, commit.time);
  core.forest.adopt(new RecordCommit(core.forest.size, whole, nodes, place, record, columns));
}

/** Appends rows that `writeRows` wrote to their column. */
export function readRows(reader: ByteReader, columns: ColumnTable, number: number): void {
  const stored = columns.columnOf(number);
  const count = reader.u32();
  const isRun = reader.u32() === 1;
  const owners = reader.numbers(Uint32Array, isRun ? 1 : count);
  reader.align(PART_ALIGNMENT);
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

function readStash(part: ByteReader, { core, numbers }: Target): void {
  const isInsert = part.u32() === 0;
  const index = part.u32();
  const entries = [...core.stashes.entries];
  if (isInsert) entries.splice(index, 0, codec.readStash(part, numbers));
  else entries.splice(index, 1);
  core.stashes.restore(entries);
}

/** Makes the changes of the operation log that were read, on top of those of before. */
export function readOperations(
  parts: readonly Uint8Array[],
  core: HistoryCore,
  columns: ColumnTable,
  log: { push(operation: Operation): void; undo(): void; redo(): void; clear(): void },
): void {
  const numbers: codec.OperationNumbers = { columns, commitAt: (number) => commitAt(core, number) };
  for (const part of parts) {
    const reader = new ByteReader(part);
    const kind = OPERATION_KINDS[reader.u32()];
    if (kind === "push") log.push(codec.readOperation(reader, numbers));
    else if (kind !== undefined) log[kind]();
    else throw new RangeError("a change of operations of no known kind");
  }
}
