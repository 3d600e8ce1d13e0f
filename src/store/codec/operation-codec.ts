/** Operations, stashes, names and places as bytes; commits by number. `docs/internals/format.md` has the layout. */
import type { CommitNode } from "../../history/commits/commit-node.js";
import type { Operation, Place } from "../../history/repository/operation-log.js";
import type { RefChange, RefKind, RefTarget } from "../../history/repository/refs.js";
import type { Stash } from "../../history/repository/stashes.js";
import { type Delta, type ElementDelta, NO_DELTA, NO_ELEMENT_DELTA } from "../../space/deltas/delta.js";
import {
  type ColumnNumbers,
  readDelta,
  readElementDelta,
  writeDelta,
  writeElementDelta,
} from "../../space/deltas/delta-codec.js";
import { ByteReader } from "../../structures/byte-reader.js";
import type { ByteWriter } from "../../structures/byte-writer.js";

/** The tables that resolve numbers. */
export interface OperationNumbers {
  readonly columns: ColumnNumbers;
  /** The commit of a number. Throws if there is none. */
  commitAt(number: number): CommitNode;
}

const REF_KINDS: readonly RefKind[] = ["branch", "tag", "remote"];

/** Numbers of commits are one more than their ordinals, so that 0 means none. */
export function writeNode(writer: ByteWriter, node: CommitNode | undefined): void {
  writer.u32(node === undefined ? 0 : node.ordinal + 1);
}

export function readNode(reader: ByteReader, numbers: OperationNumbers): CommitNode | undefined {
  const number = reader.u32();
  return number === 0 ? undefined : numbers.commitAt(number - 1);
}

export function writeOptionalText(writer: ByteWriter, text: string | null): void {
  writer.u8(text === null ? 0 : 1);
  if (text !== null) writer.text(text);
}

export function readOptionalText(reader: ByteReader): string | null {
  return reader.u8() === 0 ? null : reader.text();
}

export function writeTarget(writer: ByteWriter, target: RefTarget | undefined): void {
  writeNode(writer, target?.node);
  const note = target?.note;
  writer.u8(note === undefined ? 0 : 1);
  if (note !== undefined) writer.text(note.message).text(note.author).f64(note.time);
}

export function readTarget(reader: ByteReader, numbers: OperationNumbers): RefTarget | undefined {
  const node = readNode(reader, numbers);
  const hasNote = reader.u8() === 1;
  const note = hasNote ? { message: reader.text(), author: reader.text(), time: reader.f64() } : undefined;
  if (node === undefined) return undefined;
  return note === undefined ? { node } : { node, note };
}

/** Writes which name is meant. */
export function writeRef(writer: ByteWriter, { kind, name }: Pick<RefChange, "kind" | "name">): void {
  writer.u8(REF_KINDS.indexOf(kind)).text(name);
}

export function readRef(reader: ByteReader): { kind: RefKind; name: string } {
  const kind = REF_KINDS[reader.u8()];
  if (kind === undefined) throw new RangeError("a name of no known kind");
  return { kind, name: reader.text() };
}

export function writeStash(writer: ByteWriter, stash: Stash, columns: ColumnNumbers): void {
  writer.text(stash.message).f64(stash.time);
  writeNode(writer, stash.node);
  writeDelta(writer, stash.delta, columns);
}

export function readStash(reader: ByteReader, numbers: OperationNumbers): Stash {
  const [message, time] = [reader.text(), reader.f64()];
  return { message, time, node: readNode(reader, numbers), delta: readDelta(reader, numbers.columns) };
}

export function writeOperation(writer: ByteWriter, operation: Operation, columns: ColumnNumbers): void {
  const { name, time, before, after, refs } = operation;
  writer.text(name).f64(time);
  writePlace(writer, before, after.node, columns);
  writePlace(writer, after, after.node, columns);
  writer.u32(refs.length);
  for (const ref of refs) {
    writeRef(writer, ref);
    writeTarget(writer, ref.before);
    writeTarget(writer, ref.after);
  }
}

export function readOperation(reader: ByteReader, numbers: OperationNumbers): Operation {
  const [name, time] = [reader.text(), reader.f64()];
  const [before, after] = [readPlace(reader, numbers), readPlace(reader, numbers)];
  const refs: RefChange[] = [];
  for (let left = reader.u32(); left > 0; left--) {
    const ref = readRef(reader);
    refs.push({ ...ref, before: readTarget(reader, numbers), after: readTarget(reader, numbers) });
  }
  return { name, time, before, after, refs };
}

const LISTED = 0;
/** The changes are those of a commit, as they mostly are before one. */
const OF_COMMIT = 1;
/** Before the changes of nodes: those of the graph's own attributes come first. */
const WITH_GRAPH = 2;

function writePlace(
  writer: ByteWriter,
  { branch, node, working }: Place,
  made: CommitNode | undefined,
  columns: ColumnNumbers,
): void {
  writeOptionalText(writer, branch);
  writeNode(writer, node);
  const hasGraph = working.graph !== NO_ELEMENT_DELTA;
  if (hasGraph) writeWorking(writer.u8(WITH_GRAPH), working.graph, made, "graph", columns);
  for (const kind of ["nodes", "edges"] as const) writeWorking(writer, working[kind], made, kind, columns);
}

function writeWorking(
  writer: ByteWriter,
  delta: ElementDelta,
  made: CommitNode | undefined,
  kind: keyof Delta,
  columns: ColumnNumbers,
): void {
  if (made !== undefined && delta !== NO_ELEMENT_DELTA && made.delta[kind] === delta) {
    writer.u8(OF_COMMIT);
    writeNode(writer, made);
    return;
  }
  const start = writer.u8(LISTED).length;
  // its size is known once it is written
  writeElementDelta(writer.u32(0), delta, columns);
  writer.patchU32(start, writer.length - start - 4);
}

/** A place whose changes are read when they are asked for: who undoes asks, and few do. */
class StoredPlace implements Place {
  readonly branch: string | null;
  readonly node: CommitNode | undefined;
  readonly #read: readonly (() => ElementDelta)[];
  #working: Delta | undefined;

  constructor(branch: string | null, node: CommitNode | undefined, read: readonly (() => ElementDelta)[]) {
    this.branch = branch;
    this.node = node;
    this.#read = read;
  }

  get working(): Delta {
    if (this.#working === undefined) {
      const [nodes, edges, graph] = this.#read.map((read) => read());
      const isEmpty = [nodes, edges, graph].every((each) => each === NO_ELEMENT_DELTA);
      this.#working = isEmpty ? NO_DELTA : { nodes, edges, graph };
    }
    return this.#working;
  }
}

function readPlace(reader: ByteReader, numbers: OperationNumbers): Place {
  const branch = readOptionalText(reader);
  const node = readNode(reader, numbers);
  let form = reader.u8();
  let graph = (): ElementDelta => NO_ELEMENT_DELTA;
  if (form === WITH_GRAPH) {
    graph = readWorking(reader, numbers, "graph", reader.u8());
    form = reader.u8();
  }
  const nodes = readWorking(reader, numbers, "nodes", form);
  return new StoredPlace(branch, node, [nodes, readWorking(reader, numbers, "edges", reader.u8()), graph]);
}

function readWorking(
  reader: ByteReader,
  numbers: OperationNumbers,
  kind: keyof Delta,
  form: number,
): () => ElementDelta {
  if (form === OF_COMMIT) {
    const made = readNode(reader, numbers);
    if (made === undefined) throw new RangeError("the changes of no commit");
    return () => made.delta[kind];
  }
  const bytes = reader.raw(reader.u32());
  if (bytes.length === 1) return () => NO_ELEMENT_DELTA;
  const own = bytes.slice();
  return () => readElementDelta(new ByteReader(own), numbers.columns);
}
