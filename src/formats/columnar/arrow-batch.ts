/**
 * Record batches of Arrow: the buffers of a message's body as columns. Nothing is copied that need not be, and every
 * length, offset and position is checked against the bytes that are there before a value is read. After the
 * specification at arrow.apache.org/docs/format/Columnar.html. Over 500 lines: one reader for each layout.
 */
import { platform } from "#platform";
import { streams } from "#streams";
import type { ArrowField, ArrowLayout, ArrowNumbers } from "./arrow-schema.js";
import { ColumnFault } from "./column-fault.js";
import type { FlatTable } from "./flatbuffer.js";
import type { IntervalParts } from "./kinds.js";
import { lz4FrameDecoded } from "./lz4.js";
import type { BytesAt, FieldValues } from "./table-reader.js";

/** Undoes a buffer of zstd whose content has a size that is known. */
export type ZstdDecoder = (bytes: Uint8Array, sizeBytes: number) => Uint8Array;

/** The dictionaries that were read so far, by their ids. */
export type ArrowDictionaries = ReadonlyMap<string, FieldValues>;

const CODEC_LZ4 = 0;
const CODEC_ZSTD = 1;

/** How many times its size a buffer may expand: as the formats can at most. */
const LZ4_EXPANSION_MAX = 256;
const ZSTD_EXPANSION_MAX = 2 ** 15;

/** Values that no byte stands for, such as nulls within lists. */
const VALUES_WITHOUT_BYTES_MAX = 2 ** 20;
/** How many values one run may stand for. */
const RUN_MAX = 2 ** 16;

const NO_BYTES = new Uint8Array(0);

/** The way that a batch's buffers are compressed; undefined for not at all. */
export function codecOfBatch(batch: FlatTable): number | undefined {
  return batch.table(3)?.byte(0);
}

/** Reads the columns of a batch one after another. */
export class ArrowBatchReader {
  readonly rowCount: number;
  readonly #body: Uint8Array;
  readonly #nodes: readonly (readonly [number, number])[];
  readonly #buffers: readonly (readonly [number, number])[];
  readonly #variadic: readonly number[];
  readonly #codec: number | undefined;
  readonly #zstd: ZstdDecoder | undefined;
  readonly #dictionaries: ArrowDictionaries;
  #node = 0;
  #buffer = 0;
  #view = 0;

  constructor(
    batch: FlatTable,
    body: Uint8Array,
    dictionaries: ArrowDictionaries,
    zstd: ZstdDecoder | undefined,
  ) {
    this.rowCount = batch.size(0);
    this.#nodes = batch.pairs(1);
    this.#buffers = batch.pairs(2);
    this.#variadic = batch.longs(4);
    this.#codec = codecOfBatch(batch);
    this.#body = body;
    this.#dictionaries = dictionaries;
    this.#zstd = zstd;
  }

  /** Passes over the next column. */
  skip(field: ArrowField): void {
    const { layout, children } = field;
    this.#node++;
    if (field.dictionary !== undefined) {
      this.#buffer += 2;
      return;
    }
    if (layout.layout === "views") this.#buffer += 2 + (this.#variadic[this.#view++] ?? 0);
    else this.#buffer += bufferCount(layout);
    for (const child of children) this.skip(child);
  }

  /** Reads the next column. */
  read(field: ArrowField): FieldValues {
    const node = this.#nodes[this.#node++];
    if (node === undefined) throw new ColumnFault("FORMAT_SYNTAX", "a batch with all of its columns");
    const [count, nullCount] = node;
    const { dictionary } = field;
    if (dictionary === undefined) return this.#values(field, count, nullCount);
    const isNull = this.#validity(count, nullCount);
    const indices = this.#fixed(dictionary.indices, count, isNull);
    const values = this.#dictionaries.get(dictionary.id);
    if (values === undefined) {
      if (count === nullCount) return nulls(count);
      throw new ColumnFault("FORMAT_SYNTAX", `"${field.name}" expected its dictionary before its values`);
    }
    return dictionaryValues(field.name, indices, values, count);
  }

  #values(field: ArrowField, count: number, nullCount: number): FieldValues {
    const { layout } = field;
    switch (layout.layout) {
      case "null":
        return nulls(count);
      case "bits": {
        const isNull = this.#validity(count, nullCount);
        const bits = this.#bytes(Math.ceil(count / 8));
        return {
          count,
          get: (row) => (isNull?.(row) ? null : ((bits[row >>> 3] >>> (row & 7)) & 1) === 1),
        };
      }
      case "fixed":
        return this.#fixed(layout, count, this.#validity(count, nullCount));
      case "bytes":
      case "largeBytes":
        return this.#texts(field, count, nullCount, layout.layout === "largeBytes");
      case "views":
        return this.#views(field, count, nullCount);
      case "list":
      case "largeList":
        return this.#lists(field, count, nullCount, layout.layout === "largeList");
      case "listView":
      case "largeListView":
        return this.#listViews(field, count, nullCount, layout.layout === "largeListView");
      case "fixedList":
        return this.#fixedLists(field, count, nullCount, layout.size);
      case "struct":
        return this.#structs(field, count, nullCount);
      case "runs":
        return this.#runs(field, count);
      case "union":
        return this.#union(field, count, layout.dense, layout.codes);
    }
  }

  /** Whether a row is null; undefined if none is. */
  #validity(count: number, nullCount: number): ((row: number) => boolean) | undefined {
    const bits = this.#bytes(0);
    if (nullCount === 0 || bits.length === 0) return undefined;
    if (bits.length < Math.ceil(count / 8)) throw tooShort(count);
    return (row) => ((bits[row >>> 3] >>> (row & 7)) & 1) === 0;
  }

  /** The next buffer, of so many bytes at least. */
  #bytes(sizeBytes: number): Uint8Array {
    const place = this.#buffers[this.#buffer++];
    if (place === undefined) throw new ColumnFault("FORMAT_SYNTAX", "a batch with all of its buffers");
    const [offset, length] = place;
    if (offset + length > this.#body.length)
      throw new ColumnFault(
        "FORMAT_SYNTAX",
        `buffers within ${this.#body.length} bytes, got one to ${offset + length}`,
      );
    const stored = this.#body.subarray(offset, offset + length);
    const bytes = this.#codec === undefined || length === 0 ? stored : this.#expanded(stored);
    if (bytes.length < sizeBytes) throw tooShort(sizeBytes);
    return bytes;
  }

  #expanded(stored: Uint8Array): Uint8Array {
    if (stored.length < 8) throw new ColumnFault("FORMAT_SYNTAX", "a compressed buffer with its size");
    const size = new DataView(stored.buffer, stored.byteOffset, 8).getBigInt64(0, true);
    const rest = stored.subarray(8);
    if (size === -1n) return rest;
    const most = rest.length * (this.#codec === CODEC_LZ4 ? LZ4_EXPANSION_MAX : ZSTD_EXPANSION_MAX);
    if (size < 0n || size > BigInt(Math.min(most, 2 ** 31)))
      throw new ColumnFault(
        "FORMAT_SYNTAX",
        `a buffer of ${rest.length} compressed bytes, got one of ${size}`,
      );
    if (this.#codec === CODEC_LZ4) return lz4FrameDecoded(rest, Number(size));
    if (this.#codec !== CODEC_ZSTD || this.#zstd === undefined)
      throw new ColumnFault("FORMAT_UNSUPPORTED", `buffers of LZ4 or zstd, got codec ${this.#codec}`);
    let bytes: Uint8Array;
    try {
      bytes = this.#zstd(rest, Number(size));
    } catch (cause) {
      throw new ColumnFault("FORMAT_SYNTAX", `data in zstd, got damaged ones: ${(cause as Error).message}`);
    }
    if (bytes.length !== Number(size))
      throw new ColumnFault("FORMAT_SYNTAX", `a buffer of ${size} bytes, got ${bytes.length}`);
    return bytes;
  }

  #fixed(layout: ArrowLayout, count: number, isNull: ((row: number) => boolean) | undefined): FieldValues {
    if (layout.layout !== "fixed") throw new ColumnFault("FORMAT_SYNTAX", "positions in a dictionary");
    const { numbers, sizeBytes } = layout;
    const bytes = this.#bytes(count * sizeBytes);
    const read = fixedReader(bytes, numbers, sizeBytes, count);
    const get = isNull === undefined ? read.get : (row: number) => (isNull(row) ? null : read.get(row));
    return isNull === undefined && read.numbers !== undefined
      ? { count, get, numbers: read.numbers }
      : { count, get };
  }

  #texts(field: ArrowField, count: number, nullCount: number, isLarge: boolean): FieldValues {
    const isNull = this.#validity(count, nullCount);
    const offsets = this.#offsets(count, isLarge);
    const bytes = this.#bytes(0);
    if (offsets[count] > bytes.length) throw tooShort(offsets[count]);
    if (field.kind.kind === "bytes")
      return {
        count,
        get: (row) => (isNull?.(row) ? null : bytes.slice(offsets[row], offsets[row + 1])),
      };
    checkTexts(field.name, bytes, offsets, count);
    return {
      count,
      get: (row) => (isNull?.(row) ? null : platform.decodeUtf8(bytes, offsets[row], offsets[row + 1])),
      find(row, at) {
        if (isNull?.(row)) return false;
        at.bytes = bytes;
        at.start = offsets[row];
        at.end = offsets[row + 1];
        return true;
      },
    };
  }

  /** Offsets that ascend, one more than there are rows. */
  #offsets(count: number, isLarge: boolean): Int32Array | Float64Array {
    const bytes = this.#bytes(0);
    // a batch without rows may have none
    if (count === 0 && bytes.length === 0) return new Int32Array(1);
    const size = (count + 1) * (isLarge ? 8 : 4);
    if (bytes.length < size) throw tooShort(size);
    let offsets: Int32Array | Float64Array;
    if (isLarge) offsets = Float64Array.from(bigints(bytes, count + 1), Number);
    else offsets = int32s(bytes, count + 1);
    if (offsets[0] < 0) throw new ColumnFault("FORMAT_SYNTAX", `offsets from 0 on, got ${offsets[0]}`);
    for (let i = 0; i < count; i++)
      if (offsets[i + 1] < offsets[i])
        throw new ColumnFault("FORMAT_SYNTAX", "offsets that ascend, got others");
    return offsets;
  }

  #views(field: ArrowField, count: number, nullCount: number): FieldValues {
    const isNull = this.#validity(count, nullCount);
    const views = this.#bytes(count * 16);
    const buffers = Array.from({ length: Math.min(this.#variadic[this.#view++] ?? 0, 2 ** 20) }, () =>
      this.#bytes(0),
    );
    const numbers = new DataView(views.buffer, views.byteOffset, views.byteLength);
    const find = (row: number, at: BytesAt): boolean => {
      if (isNull?.(row)) return false;
      const size = numbers.getInt32(16 * row, true);
      if (size < 0) throw new ColumnFault("FORMAT_SYNTAX", `a size of bytes, got ${size}`);
      at.bytes = size <= 12 ? views : (buffers[numbers.getInt32(16 * row + 8, true)] ?? NO_BYTES);
      at.start = size <= 12 ? 16 * row + 4 : numbers.getInt32(16 * row + 12, true);
      at.end = at.start + size;
      if (at.start < 0 || at.end > at.bytes.length) throw tooShort(at.end);
      return true;
    };
    const place: BytesAt = { bytes: NO_BYTES, start: 0, end: 0 };
    if (field.kind.kind === "bytes")
      return { count, get: (row) => (find(row, place) ? place.bytes.slice(place.start, place.end) : null) };
    for (let row = 0; row < count; row++)
      if (find(row, place) && !isText(place.bytes, place.start, place.end)) throw notText(field.name, row);
    return {
      count,
      find,
      get: (row) => (find(row, place) ? platform.decodeUtf8(place.bytes, place.start, place.end) : null),
    };
  }

  #lists(field: ArrowField, count: number, nullCount: number, isLarge: boolean): FieldValues {
    const isNull = this.#validity(count, nullCount);
    const offsets = this.#offsets(count, isLarge);
    const [child] = field.children;
    if (field.kind.kind === "map") return this.#maps(field, count, isNull, offsets);
    const items = this.read(child);
    if (offsets[count] > items.count) throw tooShort(offsets[count]);
    return {
      count,
      get: (row) => (isNull?.(row) ? null : itemsOf(items, offsets[row], offsets[row + 1])),
    };
  }

  #maps(
    field: ArrowField,
    count: number,
    isNull: ((row: number) => boolean) | undefined,
    offsets: Int32Array | Float64Array,
  ): FieldValues {
    const items = this.read(field.children[0]);
    if (offsets[count] > items.count) throw tooShort(offsets[count]);
    return {
      count,
      get: (row) =>
        isNull?.(row)
          ? null
          : itemsOf(items, offsets[row], offsets[row + 1]).filter((entry) => entry !== null),
    };
  }

  #listViews(field: ArrowField, count: number, nullCount: number, isLarge: boolean): FieldValues {
    const isNull = this.#validity(count, nullCount);
    const read = (): Int32Array | Float64Array => {
      const bytes = this.#bytes(count * (isLarge ? 8 : 4));
      return isLarge ? Float64Array.from(bigints(bytes, count), Number) : int32s(bytes, count);
    };
    const [starts, sizes] = [read(), read()];
    const items = this.read(field.children[0]);
    let total = 0;
    for (let row = 0; row < count; row++) {
      if (isNull?.(row)) continue;
      if (starts[row] < 0 || sizes[row] < 0 || starts[row] + sizes[row] > items.count)
        throw tooShort(items.count);
      total += sizes[row];
    }
    if (total > items.count + VALUES_WITHOUT_BYTES_MAX)
      throw new ColumnFault("FORMAT_UNSUPPORTED", "lists that do not lie upon each other");
    return {
      count,
      get: (row) => (isNull?.(row) ? null : itemsOf(items, starts[row], starts[row] + sizes[row])),
    };
  }

  #fixedLists(field: ArrowField, count: number, nullCount: number, size: number): FieldValues {
    const isNull = this.#validity(count, nullCount);
    const items = this.read(field.children[0]);
    if (count * size > items.count) throw tooShort(count * size);
    return { count, get: (row) => (isNull?.(row) ? null : itemsOf(items, row * size, (row + 1) * size)) };
  }

  #structs(field: ArrowField, count: number, nullCount: number): FieldValues {
    const isNull = this.#validity(count, nullCount);
    const columns = field.children.map((child) => this.read(child));
    for (const column of columns) if (column.count < count) throw tooShort(count);
    if (columns.length === 0) checkWithoutBytes(count);
    return { count, get: (row) => (isNull?.(row) ? null : columns.map((column) => column.get(row))) };
  }

  #union(field: ArrowField, count: number, isDense: boolean, codes: readonly number[]): FieldValues {
    const ids = this.#bytes(count);
    const offsets = isDense ? int32s(this.#bytes(4 * count), count) : undefined;
    const children = field.children.map((child) => this.read(child));
    const childOf = new Map(codes.map((code, at) => [code & 0xff, at]));
    for (let row = 0; row < count; row++) {
      const child = childOf.get(ids[row]);
      const at = offsets === undefined ? row : offsets[row];
      if (child === undefined || !(at >= 0 && at < children[child].count))
        throw new ColumnFault(
          "FORMAT_SYNTAX",
          `"${field.name}" expected each value in one of ${codes.length} fields, got type id ${ids[row]} and position ${at}`,
        );
    }
    return {
      count,
      get(row) {
        const child = childOf.get(ids[row]) as number;
        const value = children[child].get(offsets === undefined ? row : offsets[row]);
        return value === null || value === undefined ? null : [child, value];
      },
    };
  }

  #runs(field: ArrowField, count: number): FieldValues {
    const [endsField, valuesField] = field.children;
    const ends = this.read(endsField);
    const values = this.read(valuesField);
    const lasts = Float64Array.from({ length: ends.count }, (_, i) => Number(ends.get(i)));
    const isAscending = lasts.every((last, i) => last > (i === 0 ? 0 : lasts[i - 1]));
    if (!isAscending || values.count < lasts.length || (count > 0 && !(lasts[lasts.length - 1] >= count)))
      throw new ColumnFault("FORMAT_SYNTAX", "runs that end one after another, up to the last row");
    if (count > lasts.length * RUN_MAX)
      throw new ColumnFault(
        "FORMAT_UNSUPPORTED",
        `runs of at most ${RUN_MAX} rows on average, got longer ones`,
      );
    let run = 0;
    return {
      count,
      get(row) {
        while (run > 0 && row < lasts[run - 1]) run--;
        while (row >= lasts[run]) run++;
        return values.get(run);
      },
    };
  }
}

/** How many buffers a layout has of its own. */
function bufferCount(layout: ArrowLayout): number {
  switch (layout.layout) {
    case "null":
    case "runs":
      return 0;
    case "struct":
    case "fixedList":
      return 1;
    case "bytes":
    case "largeBytes":
    case "listView":
    case "largeListView":
      return 3;
    case "union":
      return layout.dense ? 2 : 1;
    default:
      return 2;
  }
}

function tooShort(expected: number): ColumnFault {
  return new ColumnFault("FORMAT_SYNTAX", `a buffer of ${expected} values or bytes, got a shorter one`);
}

function notText(name: string, row: number): ColumnFault {
  return new ColumnFault(
    "FORMAT_ENCODING",
    `"${name}" expected UTF-8, got other bytes in row ${row + 1} of a batch`,
  );
}

function checkWithoutBytes(count: number): void {
  if (count > VALUES_WITHOUT_BYTES_MAX)
    throw new ColumnFault(
      "FORMAT_UNSUPPORTED",
      `values without bytes expected at most ${VALUES_WITHOUT_BYTES_MAX}, got ${count}`,
    );
}

function nulls(count: number): FieldValues {
  checkWithoutBytes(count);
  return { count, get: () => null };
}

function itemsOf(items: FieldValues, from: number, to: number): unknown[] {
  const list: unknown[] = [];
  for (let i = from; i < to; i++) list.push(items.get(i));
  return list;
}

function isText(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] > 0x7f) return streams.isUtf8(bytes.subarray(start, end));
  return true;
}

/** Checks a whole column at once: the bytes are text, and no value begins inside of a character. */
function checkTexts(
  name: string,
  bytes: Uint8Array,
  offsets: Int32Array | Float64Array,
  count: number,
): void {
  const end = offsets[count];
  let isWhole = streams.isUtf8(bytes.subarray(offsets[0], end));
  for (let i = 0; i < count && isWhole; i++)
    isWhole = offsets[i] === end || (bytes[offsets[i]] & 0xc0) !== 0x80;
  if (isWhole) return;
  // values that are null may have any bytes; which one it is takes longer to say
  for (let i = 0; i < count; i++) if (!isText(bytes, offsets[i], offsets[i + 1])) throw notText(name, i);
}

function dictionaryValues(
  name: string,
  indices: FieldValues,
  values: FieldValues,
  count: number,
): FieldValues {
  const positionOf = (row: number): number => {
    const index = indices.get(row);
    if (index === null) return -1;
    const position = Number(index);
    if (position < 0 || position >= values.count)
      throw new ColumnFault(
        "FORMAT_SYNTAX",
        `"${name}" expected positions below ${values.count}, got ${position}`,
      );
    return position;
  };
  const get = (row: number): unknown => {
    const position = positionOf(row);
    return position < 0 ? null : values.get(position);
  };
  const { find } = values;
  if (find === undefined) return { count, get };
  return {
    count,
    get,
    find(row, at) {
      const position = positionOf(row);
      return position >= 0 && find.call(values, position, at);
    },
  };
}

/** Dictionaries that were read in parts, one after another. */
export function joinedDictionary(before: FieldValues, more: FieldValues): FieldValues {
  const count = before.count + more.count;
  const get = (row: number): unknown => (row < before.count ? before.get(row) : more.get(row - before.count));
  const [first, second] = [before.find, more.find];
  if (first === undefined || second === undefined) return { count, get };
  return {
    count,
    get,
    find: (row, at) =>
      row < before.count ? first.call(before, row, at) : second.call(more, row - before.count, at),
  };
}

function aligned(bytes: Uint8Array, sizeBytes: number): Uint8Array {
  return bytes.byteOffset % sizeBytes === 0 ? bytes : bytes.slice();
}

function int32s(bytes: Uint8Array, count: number): Int32Array {
  const own = aligned(bytes, 4);
  return new Int32Array(own.buffer, own.byteOffset, count);
}

function bigints(bytes: Uint8Array, count: number): BigInt64Array {
  const own = aligned(bytes, 8);
  return new BigInt64Array(own.buffer, own.byteOffset, count);
}

interface FixedValues {
  get(row: number): unknown;
  readonly numbers?: FieldValues["numbers"];
}

function fixedReader(
  bytes: Uint8Array,
  numbers: ArrowNumbers,
  sizeBytes: number,
  count: number,
): FixedValues {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (numbers) {
    case "int8":
      return { get: (row) => view.getInt8(row) };
    case "uint8":
      return { get: (row) => bytes[row] };
    case "int16":
      return { get: (row) => view.getInt16(2 * row, true) };
    case "uint16":
      return { get: (row) => view.getUint16(2 * row, true) };
    case "uint32":
      return { get: (row) => view.getUint32(4 * row, true) };
    case "uint64":
      return { get: (row) => view.getBigUint64(8 * row, true) };
    case "float16":
      return { get: (row) => halfFloat(view.getUint16(2 * row, true)) };
    case "int32": {
      const own = int32s(bytes, count);
      return { get: (row) => own[row], numbers: own };
    }
    case "int64": {
      const own = bigints(bytes, count);
      return { get: (row) => own[row], numbers: own };
    }
    case "float32": {
      const own = aligned(bytes, 4);
      const values = new Float32Array(own.buffer, own.byteOffset, count);
      return { get: (row) => values[row], numbers: values };
    }
    case "float64": {
      const own = aligned(bytes, 8);
      const values = new Float64Array(own.buffer, own.byteOffset, count);
      return { get: (row) => values[row], numbers: values };
    }
    case "bytes":
      return { get: (row) => bytes.slice(row * sizeBytes, (row + 1) * sizeBytes) };
    case "uuid":
      return { get: (row) => uuidText(bytes, row * 16) };
    case "decimal":
      return { get: (row) => wideInteger(view, row * sizeBytes, sizeBytes) };
    default:
      return { get: (row) => intervalOf(view, row * sizeBytes, numbers) };
  }
}

/** The number that the 16 bits of a half-precision float encode. */
export function halfFloat(bits: number): number {
  const sign = bits >>> 15 === 1 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The 16 bytes of a UUID as its text. */
export function uuidText(bytes: Uint8Array, at: number): string {
  let text = "";
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += "-";
    text += bytes[at + i].toString(16).padStart(2, "0");
  }
  return text;
}

/** A signed integer of 4 to 32 bytes, the lowest first. */
function wideInteger(view: DataView, at: number, sizeBytes: number): bigint {
  if (sizeBytes === 4) return BigInt(view.getInt32(at, true));
  let value = view.getBigInt64(at + sizeBytes - 8, true);
  for (let i = sizeBytes - 16; i >= 0; i -= 8) value = (value << 64n) | view.getBigUint64(at + i, true);
  return value;
}

function intervalOf(view: DataView, at: number, numbers: ArrowNumbers): IntervalParts {
  if (numbers === "yearMonth") return { months: view.getInt32(at, true), days: 0, nanoseconds: 0n };
  if (numbers === "dayTime")
    return {
      months: 0,
      days: view.getInt32(at, true),
      nanoseconds: BigInt(view.getInt32(at + 4, true)) * 1_000_000n,
    };
  return {
    months: view.getInt32(at, true),
    days: view.getInt32(at + 4, true),
    nanoseconds: view.getBigInt64(at + 8, true),
  };
}
