/**
 * One column chunk of Parquet: its pages, undone and decoded into one array of values, with the levels that say which
 * are null and which repeat. Allocates by what pages hold, and not by what they say that they hold.
 */
import type { ColumnMetaData, SchemaElement } from "hyparquet";
import { ColumnFault } from "./column-fault.js";
import {
  ByteValues,
  joinedStreams,
  readDeltaBytes,
  readDeltaLengthBytes,
  readDeltas32,
  readDeltas64,
  readFixedBytes,
  readHybridRuns,
  readPlainBytes,
} from "./parquet-encodings.js";
import {
  ByteCursor,
  DATA_PAGE,
  DATA_PAGE_V2,
  DICTIONARY_PAGE,
  type PageHeader,
  readPageHeader,
} from "./parquet-page-header.js";
import type { ParquetNode } from "./parquet-schema.js";

/** Undoes the compression of pages; the size is that of what comes out. */
export type PageDecoder = (bytes: Uint8Array, sizeBytes: number) => Uint8Array;

/** Values of one physical type. */
export type LeafValues = Int32Array | BigInt64Array | Float32Array | Float64Array | Uint8Array | ByteValues;

/** A column chunk that was decoded. Levels are undefined where all values are there and none repeats. */
export interface LeafData {
  readonly count: number;
  readonly definitions: Int32Array | undefined;
  readonly repetitions: Int32Array | undefined;
  readonly values: LeafValues;
  readonly valueCount: number;
}

const PLAIN = 0;
const PLAIN_DICTIONARY = 2;
const RLE = 3;
const DELTA_BINARY_PACKED = 5;
const DELTA_LENGTH_BYTE_ARRAY = 6;
const DELTA_BYTE_ARRAY = 7;
const RLE_DICTIONARY = 8;
const BYTE_STREAM_SPLIT = 9;

/** The bytes of a page, and how many times its size it may expand by each codec. */
const PAGE_BYTES_MAX = 2 ** 30;
const EXPANSIONS: Readonly<Record<string, number>> = {
  SNAPPY: 64,
  GZIP: 1100,
  LZ4: 256,
  LZ4_RAW: 256,
  ZSTD: 2 ** 15,
  BROTLI: 2 ** 15,
};

/** The numbers of bits that tell levels up to a highest one. */
function bitsOf(level: number): number {
  return 32 - Math.clz32(level);
}

/**
 * Decodes a column chunk.
 *
 * @param countMax the most values that there may be, nulls included.
 */
export function readLeaf(
  bytes: Uint8Array,
  node: ParquetNode,
  meta: ColumnMetaData,
  countMax: number,
  decoder: PageDecoder | undefined,
): LeafData {
  return new LeafReader(bytes, node, meta, countMax, decoder).read();
}

class LeafReader {
  readonly #cursor: ByteCursor;
  readonly #node: ParquetNode;
  readonly #element: SchemaElement;
  readonly #codec: string;
  readonly #decoder: PageDecoder | undefined;
  readonly #total: number;
  readonly #sizeBytes: number;
  #count = 0;
  #definitions: Int32Array | undefined;
  #repetitions: Int32Array | undefined;
  #values: LeafValues;
  #valueCount = 0;
  #dictionary: LeafValues | undefined;
  #dictionaryCount = 0;

  constructor(
    bytes: Uint8Array,
    node: ParquetNode,
    meta: ColumnMetaData,
    countMax: number,
    decoder: PageDecoder | undefined,
  ) {
    this.#cursor = new ByteCursor(bytes);
    this.#node = node;
    this.#element = node.element;
    this.#codec = meta.codec;
    this.#decoder = decoder;
    this.#total = Number(meta.num_values);
    if (!(this.#total >= 0 && this.#total <= countMax))
      throw new ColumnFault(
        "FORMAT_SYNTAX",
        `at most ${countMax} values of "${node.name}", got ${meta.num_values}`,
      );
    const { type, type_length } = this.#element;
    this.#sizeBytes = type === "INT96" ? 12 : (type_length ?? 0);
    if (type === "FIXED_LEN_BYTE_ARRAY" && !(this.#sizeBytes > 0 && this.#sizeBytes < 2 ** 24))
      throw new ColumnFault(
        "FORMAT_SYNTAX",
        `a size of the values of "${node.name}", got ${this.#sizeBytes}`,
      );
    this.#values = emptyValues(type);
  }

  read(): LeafData {
    const cursor = this.#cursor;
    while (this.#count < this.#total) {
      const header = readPageHeader(cursor);
      const at = cursor.at;
      cursor.skip(header.compressedBytes);
      const stored = cursor.bytes.subarray(at, cursor.at);
      if (header.type === DICTIONARY_PAGE) this.#readDictionary(header, stored);
      else if (header.type === DATA_PAGE) this.#readPage(header, stored);
      else if (header.type === DATA_PAGE_V2) this.#readPage2(header, stored);
    }
    return {
      count: this.#count,
      definitions: this.#definitions,
      repetitions: this.#repetitions,
      values: this.#values,
      valueCount: this.#valueCount,
    };
  }

  #expanded(stored: Uint8Array, sizeBytes: number): Uint8Array {
    const codec = this.#codec;
    if (codec === "UNCOMPRESSED") {
      if (stored.length !== sizeBytes)
        throw new ColumnFault("FORMAT_SYNTAX", `a page of ${sizeBytes} bytes, got ${stored.length}`);
      return stored;
    }
    // a page of nulls may have nothing at all
    if (sizeBytes === 0) return stored.subarray(0, 0);
    const most = Math.min(PAGE_BYTES_MAX, (stored.length + 8) * (EXPANSIONS[codec] ?? 0));
    if (this.#decoder === undefined || !Object.hasOwn(EXPANSIONS, codec))
      throw new ColumnFault("FORMAT_UNSUPPORTED", `pages compressed by a codec that is known, got ${codec}`);
    if (sizeBytes > most)
      throw new ColumnFault("FORMAT_SYNTAX", `a page of at most ${most} bytes, got one of ${sizeBytes}`);
    let page: Uint8Array;
    try {
      page = this.#decoder(stored, sizeBytes);
    } catch (cause) {
      throw new ColumnFault(
        "FORMAT_SYNTAX",
        `pages in ${codec}, got damaged data: ${(cause as Error).message}`,
      );
    }
    if (page.length !== sizeBytes)
      throw new ColumnFault("FORMAT_SYNTAX", `a page of ${sizeBytes} bytes, got ${page.length}`);
    return page;
  }

  #readDictionary(header: PageHeader, stored: Uint8Array): void {
    if (this.#dictionary !== undefined) throw new ColumnFault("FORMAT_SYNTAX", "one dictionary, got another");
    const cursor = new ByteCursor(this.#expanded(stored, header.sizeBytes));
    const count = header.valueCount;
    const { type } = this.#element;
    if (this.#values instanceof ByteValues) {
      // the values of the column point into the same memory
      const values = new ByteValues();
      this.#plainBytes(cursor, values, count);
      const own = this.#values;
      const start = own.add(values.bytes, 0, values.size);
      for (let i = 0; i < count; i++) {
        values.starts[i] += start;
        values.ends[i] += start;
      }
      this.#dictionary = values;
    } else if (type === "BOOLEAN") throw new ColumnFault("FORMAT_SYNTAX", "no dictionary of booleans");
    else this.#dictionary = plainNumbers(cursor, this.#values, count);
    this.#dictionaryCount = count;
  }

  #readPage(header: PageHeader, stored: Uint8Array): void {
    this.#checkCount(header);
    const { valueCount: count } = header;
    const page = this.#expanded(stored, header.sizeBytes);
    const cursor = new ByteCursor(page);
    const { repetition, definition } = this.#node;
    if (repetition > 0) this.#repetitions = this.#levels(cursor, this.#repetitions, repetition, count);
    let present = count;
    if (definition > 0) {
      const before = this.#definitions;
      this.#definitions = this.#levels(cursor, before, definition, count);
      present = this.#presentCount(count);
    }
    this.#readValues(cursor, header.encoding, present);
    this.#count += count;
  }

  #readPage2(header: PageHeader, stored: Uint8Array): void {
    this.#checkCount(header);
    const { valueCount: count, levels } = header;
    if (levels === undefined) throw new ColumnFault("FORMAT_SYNTAX", "a page that says how its levels lie");
    const { definitionBytes, repetitionBytes, isCompressed } = levels;
    const levelBytes = definitionBytes + repetitionBytes;
    if (levelBytes > stored.length || levelBytes > header.sizeBytes)
      throw new ColumnFault("FORMAT_SYNTAX", "levels within their page, got longer ones");
    const { repetition, definition } = this.#node;
    if (repetition > 0) {
      this.#repetitions = grown(this.#repetitions, this.#count, count);
      const cursor = new ByteCursor(stored, 0, repetitionBytes);
      readHybridRuns(cursor, bitsOf(repetition), this.#repetitions, this.#count, count);
    }
    let present = count;
    if (definition > 0) {
      this.#definitions = grown(this.#definitions, this.#count, count);
      const cursor = new ByteCursor(stored, repetitionBytes, levelBytes);
      readHybridRuns(cursor, bitsOf(definition), this.#definitions, this.#count, count);
      present = this.#presentCount(count);
    }
    const rest = stored.subarray(levelBytes);
    const page = isCompressed ? this.#expanded(rest, header.sizeBytes - levelBytes) : rest;
    this.#readValues(new ByteCursor(page), header.encoding, present);
    this.#count += count;
  }

  #checkCount({ valueCount }: PageHeader): void {
    if (this.#count + valueCount > this.#total)
      throw new ColumnFault("FORMAT_SYNTAX", `${this.#total} values of "${this.#node.name}", got more`);
  }

  #levels(cursor: ByteCursor, levels: Int32Array | undefined, highest: number, count: number): Int32Array {
    const all = grown(levels, this.#count, count);
    if (count === 0) return all;
    const at = cursor.at;
    cursor.skip(4);
    const size = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset + at, 4).getUint32(0, true);
    cursor.skip(size);
    readHybridRuns(new ByteCursor(cursor.bytes, at + 4, cursor.at), bitsOf(highest), all, this.#count, count);
    return all;
  }

  /** How many of the values of a page are there. */
  #presentCount(count: number): number {
    const { definition } = this.#node;
    const levels = this.#definitions as Int32Array;
    let present = 0;
    for (let i = this.#count; i < this.#count + count; i++) {
      if (levels[i] === definition) present++;
      else if (levels[i] > definition || levels[i] < 0)
        throw new ColumnFault("FORMAT_SYNTAX", `levels up to ${definition}, got ${levels[i]}`);
    }
    return present;
  }

  #readValues(cursor: ByteCursor, encoding: number, count: number): void {
    const values = this.#values;
    if (values instanceof ByteValues) this.#readBytes(cursor, values, encoding, count);
    else this.#readNumbers(cursor, values, encoding, count);
    this.#valueCount += count;
  }

  #positions(cursor: ByteCursor, count: number): Int32Array {
    const positions = new Int32Array(count);
    if (count === 0) return positions;
    readHybridRuns(cursor, cursor.byte(), positions, 0, count);
    const most = this.#dictionaryCount;
    for (let i = 0; i < count; i++)
      if (positions[i] >>> 0 >= most)
        throw new ColumnFault(
          "FORMAT_SYNTAX",
          `positions below ${most} in a dictionary, got ${positions[i] >>> 0}`,
        );
    return positions;
  }

  #readBytes(cursor: ByteCursor, values: ByteValues, encoding: number, count: number): void {
    switch (encoding) {
      case PLAIN:
        this.#plainBytes(cursor, values, count);
        return;
      case PLAIN_DICTIONARY:
      case RLE_DICTIONARY: {
        const { starts, ends } = this.#dictionaryOf(ByteValues);
        const positions = this.#positions(cursor, count);
        values.reserve(count);
        for (let i = 0; i < count; i++) values.put(starts[positions[i]], ends[positions[i]]);
        return;
      }
      case DELTA_LENGTH_BYTE_ARRAY:
        readDeltaLengthBytes(cursor, values, count);
        return;
      case DELTA_BYTE_ARRAY:
        readDeltaBytes(cursor, values, count, PAGE_BYTES_MAX / 16);
        this.#checkSizes(values, count);
        return;
      case BYTE_STREAM_SPLIT: {
        if (this.#element.type === "BYTE_ARRAY") throw unknownEncoding(encoding);
        const bytes = joinedStreams(cursor, count, this.#sizeBytes);
        readFixedBytes(new ByteCursor(bytes), values, count, this.#sizeBytes);
        return;
      }
      default:
        throw unknownEncoding(encoding);
    }
  }

  #plainBytes(cursor: ByteCursor, values: ByteValues, count: number): void {
    if (this.#element.type === "BYTE_ARRAY") {
      // each value has at least its length
      if (count * 4 > cursor.end - cursor.at)
        throw new ColumnFault("FORMAT_SYNTAX", "more bytes in a page, got its end");
      readPlainBytes(cursor, values, count);
    } else readFixedBytes(cursor, values, count, this.#sizeBytes);
  }

  #checkSizes(values: ByteValues, count: number): void {
    if (this.#element.type === "BYTE_ARRAY") return;
    for (let i = values.count - count; i < values.count; i++)
      if (values.ends[i] - values.starts[i] !== this.#sizeBytes)
        throw new ColumnFault("FORMAT_SYNTAX", `values of ${this.#sizeBytes} bytes, got others`);
  }

  #dictionaryOf<T>(kind: new () => T): T {
    if (!(this.#dictionary instanceof kind))
      throw new ColumnFault("FORMAT_SYNTAX", "a dictionary before its positions, got none");
    return this.#dictionary;
  }

  #readNumbers(
    cursor: ByteCursor,
    before: Exclude<LeafValues, ByteValues>,
    encoding: number,
    count: number,
  ): void {
    const at = this.#valueCount;
    if (encoding === PLAIN && before instanceof Uint8Array) {
      const start = cursor.at;
      cursor.skip(Math.ceil(count / 8));
      const values = grown(before, at, count);
      this.#values = values;
      for (let i = 0; i < count; i++) values[at + i] = (cursor.bytes[start + (i >>> 3)] >>> (i & 7)) & 1;
      return;
    }
    if (encoding === PLAIN) {
      const plain = plainNumbers(cursor, before, count);
      if (at === 0 && count === this.#total) {
        this.#values = plain;
        return;
      }
      const values = grown(before, at, count);
      values.set(plain as never, at);
      this.#values = values;
      return;
    }
    const values = grown(before, at, count);
    this.#values = values;
    const { type } = this.#element;
    if (encoding === RLE && type === "BOOLEAN") this.#readBooleans(cursor, values as Uint8Array, count);
    else if (encoding === PLAIN_DICTIONARY || encoding === RLE_DICTIONARY) {
      const positions = this.#positions(cursor, count);
      const dictionary = this.#dictionary as Int32Array | undefined;
      if (dictionary === undefined)
        throw new ColumnFault("FORMAT_SYNTAX", "a dictionary before its positions, got none");
      for (let i = 0; i < count; i++) values[at + i] = dictionary[positions[i]];
    } else if (encoding === DELTA_BINARY_PACKED && type === "INT32")
      readDeltas32(cursor, values as Int32Array, at, count);
    else if (encoding === DELTA_BINARY_PACKED && type === "INT64")
      readDeltas64(cursor, values as BigInt64Array, at, count);
    else if (encoding === BYTE_STREAM_SPLIT && type !== "BOOLEAN") {
      const bytes = joinedStreams(cursor, count, values.BYTES_PER_ELEMENT);
      values.set(plainNumbers(new ByteCursor(bytes), values, count) as never, at);
    } else throw unknownEncoding(encoding);
  }

  #readBooleans(cursor: ByteCursor, values: Uint8Array, count: number): void {
    if (count === 0) return;
    const at = cursor.at;
    cursor.skip(4);
    const size = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset + at, 4).getUint32(0, true);
    const bits = new Int32Array(count);
    readHybridRuns(
      new ByteCursor(cursor.bytes, at + 4, Math.min(cursor.end, at + 4 + size)),
      1,
      bits,
      0,
      count,
    );
    for (let i = 0; i < count; i++) values[this.#valueCount + i] = bits[i];
  }
}

function unknownEncoding(encoding: number): ColumnFault {
  return new ColumnFault(
    "FORMAT_UNSUPPORTED",
    `values in an encoding for their type, got encoding ${encoding}`,
  );
}

function emptyValues(type: SchemaElement["type"]): LeafValues {
  switch (type) {
    case "BOOLEAN":
      return new Uint8Array(0);
    case "INT32":
      return new Int32Array(0);
    case "INT64":
      return new BigInt64Array(0);
    case "FLOAT":
      return new Float32Array(0);
    case "DOUBLE":
      return new Float64Array(0);
    default:
      return new ByteValues();
  }
}

type Numbers = Int32Array | BigInt64Array | Float32Array | Float64Array | Uint8Array;

/** Room for more numbers behind those that there are. */
function grown<T extends Numbers>(values: T | undefined, count: number, more: number): T {
  const own = values ?? (new Int32Array(0) as unknown as T);
  if (count + more <= own.length) return own;
  const larger = new (own.constructor as new (length: number) => T)(Math.max(count + more, own.length * 2));
  larger.set(own.subarray(0, count) as never);
  return larger;
}

/** Numbers as they lie, of the same kind as others; a view of the page where it can be. */
function plainNumbers<T extends Numbers>(cursor: ByteCursor, like: T, count: number): T {
  const size = like.BYTES_PER_ELEMENT;
  const start = cursor.at;
  cursor.skip(count * size);
  const { bytes } = cursor;
  const isAligned = (bytes.byteOffset + start) % size === 0;
  const own = isAligned ? bytes.subarray(start, cursor.at) : bytes.slice(start, cursor.at);
  const Kind = like.constructor as new (buffer: ArrayBufferLike, offset: number, length: number) => T;
  return new Kind(own.buffer, own.byteOffset, count);
}
