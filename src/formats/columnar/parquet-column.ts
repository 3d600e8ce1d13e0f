/** Columns of Parquet as the table reader takes them: flat ones as they lie, nested ones put together row by row. */
import { platform } from "#platform";
import { streams } from "#streams";
import { halfFloat, uuidText } from "./arrow-batch.js";
import { ColumnFault } from "./column-fault.js";
import { ByteValues } from "./parquet-encodings.js";
import type { LeafData } from "./parquet-leaf.js";
import { isUnsigned, itemOf, type ParquetNode } from "./parquet-schema.js";
import type { FieldValues } from "./table-reader.js";

/** The values of a column in a row group. */
export function columnValues(
  node: ParquetNode,
  leaves: ReadonlyMap<number, LeafData>,
  rowCount: number,
): FieldValues {
  if (node.shape === "leaf" && !node.isRepeated) return flatValues(node, leafOf(node, leaves), rowCount);
  return new Assembly(node, leaves, rowCount);
}

function leafOf(node: ParquetNode, leaves: ReadonlyMap<number, LeafData>): LeafData {
  const leaf = leaves.get(node.leaf);
  if (leaf === undefined) throw new ColumnFault("FORMAT_SYNTAX", `"${node.name}" with all of its parts`);
  return leaf;
}

function flatValues(node: ParquetNode, leaf: LeafData, rowCount: number): FieldValues {
  if (leaf.count !== rowCount)
    throw new ColumnFault("FORMAT_SYNTAX", `${rowCount} values of "${node.name}", got ${leaf.count}`);
  const positions = positionsOf(node, leaf);
  const raw = rawReader(node, leaf);
  const get =
    positions === undefined ? raw : (row: number) => (positions[row] < 0 ? null : raw(positions[row]));
  const { values } = leaf;
  const { kind } = node;
  if (values instanceof ByteValues) {
    if (kind.kind !== "text" && kind.kind !== "json") return { count: rowCount, get };
    const { starts, ends, bytes } = values;
    return {
      count: rowCount,
      get,
      find(row, at) {
        const position = positions === undefined ? row : positions[row];
        if (position < 0) return false;
        at.bytes = bytes;
        at.start = starts[position];
        at.end = ends[position];
        return true;
      },
    };
  }
  const isPlain = !(values instanceof Uint8Array) && kind.kind !== "decimal" && !hasOtherSign(node);
  if (positions !== undefined || !isPlain) return { count: rowCount, get };
  return { count: rowCount, get, numbers: values };
}

function hasOtherSign({ element }: ParquetNode): boolean {
  return isUnsigned(element, 32) || isUnsigned(element, 64);
}

/** The position of each row's value; negative for null, undefined if none is. */
function positionsOf({ definition }: ParquetNode, leaf: LeafData): Int32Array | undefined {
  const { definitions, count } = leaf;
  if (definitions === undefined || leaf.valueCount === count) return undefined;
  const positions = new Int32Array(count);
  let n = 0;
  for (let i = 0; i < count; i++) positions[i] = definitions[i] === definition ? n++ : -1;
  return positions;
}

/** Reads the raw value at a position, by what the column says that it is. */
function rawReader(node: ParquetNode, { values }: LeafData): (position: number) => unknown {
  const { kind, element } = node;
  if (values instanceof ByteValues) return bytesReader(node, values);
  if (values instanceof Uint8Array) return (at) => values[at] === 1;
  if (kind.kind === "decimal") return (at) => BigInt(values[at]);
  if (isUnsigned(element, 64)) return (at) => BigInt.asUintN(64, values[at] as bigint);
  if (isUnsigned(element, 32)) return (at) => (values[at] as number) >>> 0;
  return (at) => values[at];
}

function bytesReader(node: ParquetNode, values: ByteValues): (position: number) => unknown {
  const { bytes, starts, ends } = values;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (node.kind.kind) {
    case "text":
    case "json":
      checkTexts(node.name, values);
      return (at) => platform.decodeUtf8(bytes, starts[at], ends[at]);
    case "decimal":
      return (at) => signedInteger(bytes, starts[at], ends[at]);
    case "uuid":
      return (at) => uuidText(bytes, starts[at]);
    case "number":
      return (at) => halfFloat(view.getUint16(starts[at], true));
    case "moment":
      return (at) => nanosecondsOf(view, starts[at]);
    case "interval":
      return (at) => ({
        months: view.getUint32(starts[at], true),
        days: view.getUint32(starts[at] + 4, true),
        nanoseconds: BigInt(view.getUint32(starts[at] + 8, true)) * 1_000_000n,
      });
    default:
      return (at) => bytes.slice(starts[at], ends[at]);
  }
}

/** Checks all text at once: the bytes are text, and no value begins inside of a character. */
function checkTexts(name: string, { bytes, starts, ends, size, count }: ByteValues): void {
  let isText = streams.isUtf8(bytes.subarray(0, size));
  for (let i = 0; i < count && isText; i++)
    isText = starts[i] === ends[i] || (bytes[starts[i]] & 0xc0) !== 0x80;
  if (!isText) throw new ColumnFault("FORMAT_ENCODING", `"${name}" in UTF-8, got other bytes`);
}

/** A signed integer, the highest byte first. */
function signedInteger(bytes: Uint8Array, start: number, end: number): bigint {
  let value = 0n;
  for (let i = start; i < end; i++) value = (value << 8n) | BigInt(bytes[i]);
  return end === start ? 0n : BigInt.asIntN(8 * (end - start), value);
}

const JULIAN_DAY_OF_1970 = 2_440_588n;
const NANOSECONDS_A_DAY = 86_400_000_000_000n;

/** The moment of 96 bits that Impala, Hive and older Spark write: nanoseconds of a day, and the day. */
function nanosecondsOf(view: DataView, at: number): bigint {
  const day = BigInt(view.getInt32(at + 8, true)) - JULIAN_DAY_OF_1970;
  return day * NANOSECONDS_A_DAY + view.getBigInt64(at, true);
}

/** A leaf while rows are put together. */
interface LeafCursor {
  readonly data: LeafData;
  readonly definition: number;
  readonly raw: (position: number) => unknown;
  /** The next levels, and the next value. */
  at: number;
  value: number;
}

/** Puts nested values together from their leaves, all rows at once. */
class Assembly implements FieldValues {
  readonly count: number;
  readonly #rows: unknown[] = [];
  readonly #cursors = new Map<number, LeafCursor>();

  constructor(node: ParquetNode, leaves: ReadonlyMap<number, LeafData>, rowCount: number) {
    this.count = rowCount;
    this.#addLeaves(node, leaves);
    for (let row = 0; row < rowCount; row++) {
      if (this.#repetitionAt(node) !== 0)
        throw new ColumnFault("FORMAT_SYNTAX", `"${node.name}" with values that begin with their row`);
      this.#rows.push(node.isRepeated ? this.#list(node, node) : this.#value(node));
    }
  }

  get(row: number): unknown {
    return this.#rows[row];
  }

  #addLeaves(node: ParquetNode, leaves: ReadonlyMap<number, LeafData>): void {
    if (node.shape === "leaf") {
      const data = leafOf(node, leaves);
      const raw = rawReader(node, data);
      this.#cursors.set(node.leaf, { data, definition: node.definition, raw, at: 0, value: 0 });
    }
    for (const child of node.children) this.#addLeaves(child, leaves);
  }

  #cursor({ leaf }: ParquetNode): LeafCursor {
    const cursor = this.#cursors.get(leaf) as LeafCursor;
    if (cursor.at >= cursor.data.count)
      throw new ColumnFault("FORMAT_SYNTAX", "values for all rows, got fewer");
    return cursor;
  }

  #definitionAt(node: ParquetNode): number {
    const { data, at, definition } = this.#cursor(node);
    return data.definitions === undefined ? definition : data.definitions[at];
  }

  #repetitionAt(node: ParquetNode): number {
    const { data, at } = this.#cursor(node);
    return data.repetitions === undefined ? 0 : data.repetitions[at];
  }

  #value(node: ParquetNode): unknown {
    if (node.shape === "leaf") {
      const isThere = this.#definitionAt(node) === node.definition;
      const cursor = this.#cursor(node);
      cursor.at++;
      return isThere ? cursor.raw(cursor.value++) : null;
    }
    if (this.#definitionAt(node) < node.definition) {
      this.#skip(node);
      return null;
    }
    const [child] = node.children;
    if (node.shape === "list") return this.#list(child, itemOf(child, node.name));
    if (node.shape === "map") return this.#list(child, child);
    return node.children.map((each) => (each.isRepeated ? this.#list(each, each) : this.#value(each)));
  }

  /** The items of what repeats. */
  #list(repeated: ParquetNode, item: ParquetNode): unknown[] {
    if (this.#definitionAt(repeated) < repeated.definition) {
      this.#skip(repeated);
      return [];
    }
    const items: unknown[] = [];
    const cursor = this.#cursor(repeated);
    do {
      const isOwn = item !== repeated && item.isRepeated;
      items.push(isOwn ? this.#list(item, item) : this.#value(item));
    } while (cursor.at < cursor.data.count && this.#repetitionAt(repeated) === repeated.repetition);
    return items;
  }

  /** Passes over what is null: each leaf has levels for it, and no value. */
  #skip(node: ParquetNode): void {
    if (node.shape === "leaf") {
      if (this.#definitionAt(node) === node.definition)
        throw new ColumnFault("FORMAT_SYNTAX", `"${node.name}" without a value where its parent has none`);
      this.#cursor(node).at++;
    }
    for (const child of node.children) this.#skip(child);
  }
}
