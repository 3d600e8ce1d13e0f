/** The header of a page of Parquet: Thrift's compact protocol, as far as parquet.thrift uses it there. */
import { ColumnFault } from "./column-fault.js";

/** The header of a page. */
export interface PageHeader {
  readonly type: number;
  readonly sizeBytes: number;
  readonly compressedBytes: number;
  readonly valueCount: number;
  readonly encoding: number;
  readonly levels: LevelsInHeader | undefined;
}

/** The levels of a page of version 2. */
export interface LevelsInHeader {
  readonly nullCount: number;
  readonly definitionBytes: number;
  readonly repetitionBytes: number;
  readonly isCompressed: boolean;
}

export const DATA_PAGE = 0;
export const DICTIONARY_PAGE = 2;
export const DATA_PAGE_V2 = 3;

const DEPTH_MAX = 8;

/** The fields of a struct by their numbers; lists and what is not needed are left out. */
type Fields = ReadonlyMap<number, number | boolean | Fields>;

/** Bytes one after another. */
export class ByteCursor {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  byte(): number {
    if (this.at >= this.end) throw new ColumnFault("FORMAT_SYNTAX", "more bytes in a page, got its end");
    return this.bytes[this.at++];
  }

  /** A whole number of up to 32 bits in groups of seven. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new ColumnFault("FORMAT_SYNTAX", "a number of at most five bytes, got a longer one");
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** A whole number of up to 64 bits, the sign in its lowest one. */
  longZigzag(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw new ColumnFault("FORMAT_SYNTAX", "a number of at most ten bytes, got a longer one");
  }

  skip(count: number): void {
    if (count < 0 || this.at + count > this.end)
      throw new ColumnFault("FORMAT_SYNTAX", "more bytes in a page, got its end");
    this.at += count;
  }
}

function readFields(cursor: ByteCursor, depth: number): Fields {
  if (depth === 0)
    throw new ColumnFault("FORMAT_SYNTAX", `at most ${DEPTH_MAX} structs within each other, got more`);
  const fields = new Map<number, number | boolean | Fields>();
  for (let id = 0; ; ) {
    const byte = cursor.byte();
    const type = byte & 15;
    if (type === 0) return fields;
    id = byte >> 4 === 0 ? cursor.zigzag() : id + (byte >> 4);
    const value = readField(cursor, type, depth);
    if (value !== undefined) fields.set(id, value);
  }
}

function readField(cursor: ByteCursor, type: number, depth: number): number | boolean | Fields | undefined {
  switch (type) {
    case 1:
      return true;
    case 2:
      return false;
    case 3:
      return cursor.byte();
    case 4:
    case 5:
      return cursor.zigzag();
    case 6:
      return Number(cursor.longZigzag());
    case 7:
      cursor.skip(8);
      return undefined;
    case 8:
      cursor.skip(cursor.varint());
      return undefined;
    case 12:
      return readFields(cursor, depth - 1);
    default:
      throw new ColumnFault("FORMAT_SYNTAX", `fields of a page's header, got one of type ${type}`);
  }
}

export function readPageHeader(cursor: ByteCursor): PageHeader {
  const fields = readFields(cursor, DEPTH_MAX);
  const type = numberIn(fields, 1);
  const own = structIn(fields, type === DATA_PAGE ? 5 : type === DICTIONARY_PAGE ? 7 : 8);
  const isVersion2 = type === DATA_PAGE_V2;
  return {
    type,
    sizeBytes: numberIn(fields, 2),
    compressedBytes: numberIn(fields, 3),
    valueCount: own === undefined ? 0 : numberIn(own, 1),
    encoding: own === undefined ? -1 : numberIn(own, isVersion2 ? 4 : 2),
    levels:
      own === undefined || !isVersion2
        ? undefined
        : {
            nullCount: numberIn(own, 2),
            definitionBytes: numberIn(own, 5),
            repetitionBytes: numberIn(own, 6),
            isCompressed: own.get(7) !== false,
          },
  };
}

function numberIn(fields: Fields, id: number): number {
  const value = fields.get(id);
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    throw new ColumnFault("FORMAT_SYNTAX", `a page's header with field ${id}, got ${describeField(value)}`);
  return value;
}

function describeField(value: unknown): string {
  return typeof value === "object" ? "a struct" : String(value);
}

function structIn(fields: Fields, id: number): Fields | undefined {
  const value = fields.get(id);
  return typeof value === "object" ? value : undefined;
}
