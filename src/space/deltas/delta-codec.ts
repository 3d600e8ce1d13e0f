/** Deltas as bytes: ids and rows as they are in the pool, columns by number. `docs/internals/format.md` has the layout. */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { ByteReader } from "../../structures/byte-reader.js";
import type { ByteWriter } from "../../structures/byte-writer.js";
import { IdRuns } from "../../structures/id-runs.js";
import { type CellChanges, type CellRun, NO_CHANGES, NO_RUNS } from "./cell-changes.js";
import { type Delta, type ElementDelta, NO_ELEMENT_DELTA } from "./delta.js";

/** The numbers of columns, of nodes, of edges and of the graph alike. */
export interface ColumnNumbers {
  numberOf(stored: AttributeColumn): number;
  /** Throws a RangeError if there is no column of that number. */
  columnOf(number: number): AttributeColumn;
}

const EMPTY = 0;
const PRESENT = 1;
/** Before the half of nodes: the changes of the graph's own attributes come first. */
const WITH_GRAPH = 2;

export function writeDelta(writer: ByteWriter, delta: Delta, columns: ColumnNumbers): void {
  if (!isNothing(delta.graph)) writeElementDelta(writer.u8(WITH_GRAPH), delta.graph, columns);
  writeElementDelta(writer, delta.nodes, columns);
  writeElementDelta(writer, delta.edges, columns);
}

export function readDelta(reader: ByteReader, columns: ColumnNumbers): Delta {
  let kind = reader.u8();
  let graph = NO_ELEMENT_DELTA;
  if (kind === WITH_GRAPH) {
    graph = readElementDelta(reader, columns);
    kind = reader.u8();
  }
  const nodes = readElementDelta(reader, columns, kind);
  return { nodes, edges: readElementDelta(reader, columns), graph };
}

/** Most commits change only nodes, or only edges: what is empty is one byte. */
export function writeElementDelta(writer: ByteWriter, delta: ElementDelta, columns: ColumnNumbers): void {
  if (isNothing(delta)) {
    writer.u8(EMPTY);
    return;
  }
  writer.u8(PRESENT);
  writeRuns(writer, delta.added);
  writeRuns(writer, delta.removed);
  writeCells(writer, delta.labels);
  writer.u32(delta.cells.size);
  for (const [stored, changes] of delta.cells) {
    writer.u32(columns.numberOf(stored));
    writeCells(writer, changes);
  }
  for (const list of [delta.introduced, delta.dropped]) {
    writer.u32(list.length);
    for (const stored of list) writer.u32(columns.numberOf(stored));
  }
}

function isNothing({ added, removed, labels, cells, introduced, dropped }: ElementDelta): boolean {
  const count = added.count + removed.count + labels.runs.length + labels.elements.length;
  return count + cells.size + introduced.length + dropped.length === 0;
}

export function readElementDelta(
  reader: ByteReader,
  columns: ColumnNumbers,
  kind: number = reader.u8(),
): ElementDelta {
  if (kind === EMPTY) return NO_ELEMENT_DELTA;
  if (kind !== PRESENT) throw new RangeError(`a delta of kind ${kind}`);
  const added = readRuns(reader);
  const removed = readRuns(reader);
  const labels = readCells(reader);
  const cells = new Map<AttributeColumn, CellChanges>();
  for (let left = reader.u32(); left > 0; left--)
    cells.set(columns.columnOf(reader.u32()), readCells(reader));
  const [introduced, dropped] = [readColumns(reader, columns), readColumns(reader, columns)];
  return { added, removed, labels, cells, introduced, dropped };
}

function readColumns(reader: ByteReader, columns: ColumnNumbers): AttributeColumn[] {
  const list: AttributeColumn[] = [];
  for (let left = reader.u32(); left > 0; left--) list.push(columns.columnOf(reader.u32()));
  return list;
}

export function writeRuns(writer: ByteWriter, runs: IdRuns): void {
  writer.u32(runs.starts.length).numbers(runs.starts).numbers(runs.lengths);
}

export function readRuns(reader: ByteReader): IdRuns {
  const count = reader.u32();
  if (count === 0) return IdRuns.none;
  // copies, which outlive the bytes that are read
  return IdRuns.ofRuns(
    reader.numbers(Uint32Array, count).slice(),
    reader.numbers(Uint32Array, count).slice(),
  );
}

function writeCells(writer: ByteWriter, { runs, elements, before, after }: CellChanges): void {
  writer.u32(runs.length);
  for (const { element, count, row, stride } of runs) writer.u32(element).u32(count).u32(row).u32(stride);
  writer.u32(elements.length);
  for (const numbers of [elements, before, after]) writeIntegers(writer, numbers);
}

/** Writes 32 bits each. What is few lies in plain arrays, for which a typed array would be made for nothing. */
export function writeIntegers(writer: ByteWriter, numbers: ArrayLike<number>): void {
  if (ArrayBuffer.isView(numbers)) writer.numbers(numbers);
  else for (let i = 0; i < numbers.length; i++) writer.u32(numbers[i]);
}

function readCells(reader: ByteReader): CellChanges {
  const runs: CellRun[] = [];
  for (let left = reader.u32(); left > 0; left--) {
    const [element, count, row, stride] = [reader.u32(), reader.u32(), reader.u32(), reader.u32()];
    runs.push({ element, count, row, stride: stride === 0 ? 0 : 1 });
  }
  const length = reader.u32();
  if (length === 0 && runs.length === 0) return NO_CHANGES;
  const elements = reader.integers(Uint32Array, length);
  const before = reader.integers(Int32Array, length);
  const after = reader.integers(Int32Array, length);
  return { runs: runs.length === 0 ? NO_RUNS : runs, elements, before, after };
}
