/**
 * Segments of indices that a store has, and those that it is to have. A row never changes, so what an index makes of
 * some rows holds for good: an index begins with the segments that a store has, and makes what is missing. A segment is
 * found by its specification, a text that says all that its bytes depend on other than the values of the rows.
 */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { ByteReader } from "../../structures/byte-reader.js";
import type { ByteWriter } from "../../structures/byte-writer.js";
import type { IndexKind, IndexSettings } from "./value-index.js";

/** Rows that follow each other. */
export interface RowSpan {
  readonly firstRow: number;
  readonly rowCount: number;
}

/** A segment in a store. */
export interface StoredSegment extends RowSpan {
  /** The value that `decode` makes of its bytes; undefined if they are damaged. */
  read<T>(decode: (reader: ByteReader) => T): T | undefined;
}

/** A segment that a store does not have. */
export interface NewSegment extends RowSpan {
  readonly specification: string;
  readonly byteLength: number;
  /** Writes the bytes, beginning at a multiple of 8. */
  write(writer: ByteWriter): void;
}

/** The segments of a specification that are stored. */
export type StoredSpans = (specification: string) => readonly RowSpan[];

/** An index whose segments are stored. */
export interface StorableIndex {
  /** The segments besides those that are stored. */
  newSegments(stored: StoredSpans): Iterable<NewSegment>;
}

/** The numbers of the layouts of segments: a segment of another number is not read. */
export const SEGMENT_LAYOUTS = { codes: 1, bits: 1, text: 2, trigram: 1, foldedTrigram: 2 };

/** The tables that tell letters from other characters, and capitals from small ones, are those of the runtime. */
const unicode = (globalThis as { process?: { versions?: { unicode?: string } } }).process?.versions?.unicode;

/** The specifications of the segments that an index of a kind has. */
export function segmentSpecifications(kind: IndexKind, settings: IndexSettings = {}): string[] {
  if (kind === "vector")
    return [
      JSON.stringify({ kind, part: "codes", layout: SEGMENT_LAYOUTS.codes }),
      JSON.stringify({ kind, part: "bits", layout: SEGMENT_LAYOUTS.bits }),
    ];
  if (kind === "text") {
    const { fold = true, positions = true } = settings;
    return [JSON.stringify({ kind, layout: SEGMENT_LAYOUTS.text, fold, positions, unicode })];
  }
  if (kind !== "trigram") return [];
  const { ignoreCase = false } = settings;
  const layout = ignoreCase ? SEGMENT_LAYOUTS.foldedTrigram : SEGMENT_LAYOUTS.trigram;
  return [JSON.stringify({ kind, layout, ignoreCase, ...(ignoreCase && { unicode }) })];
}

type SegmentSource = (specification: string) => readonly StoredSegment[];

const sources = /* @__PURE__ */ new WeakMap<AttributeColumn, SegmentSource>();

/** Says where the segments of a column's indices are found. */
export function offerSegments(stored: AttributeColumn, source: SegmentSource): void {
  sources.set(stored, source);
}

/** The segments of a specification that a store has for a column, those written last first. */
export function storedSegments(stored: AttributeColumn, specification: string): readonly StoredSegment[] {
  return sources.get(stored)?.(specification) ?? [];
}

/**
 * The stored segments that follow each other from `firstRow` on, decoded; of those that begin at a row the longest one that
 * is not damaged.
 *
 * @param end the rows that the column has, or those that are wanted: segments that reach further are passed over.
 */
export function* segmentChain<T>(
  stored: AttributeColumn,
  specification: string,
  end: number,
  decode: (reader: ByteReader, span: RowSpan) => T,
  firstRow = 0,
): Generator<T> {
  const segments = storedSegments(stored, specification);
  for (let row = firstRow; ; ) {
    const found = nextOf(segments, row, end, decode);
    if (found === undefined) return;
    row += found.rowCount;
    yield found.value;
  }
}

function nextOf<T>(
  segments: readonly StoredSegment[],
  row: number,
  end: number,
  decode: (reader: ByteReader, span: RowSpan) => T,
): { readonly value: T; readonly rowCount: number } | undefined {
  for (const segment of longestFirst(segments, row)) {
    if (row + segment.rowCount > end) continue;
    const value = segment.read((reader) => decode(reader, segment));
    if (value !== undefined) return { value, rowCount: segment.rowCount };
  }
  return undefined;
}

/** The segments that begin at a row and have any, the longest first; those of equal length in the order given. */
function longestFirst<S extends RowSpan>(segments: readonly S[], row: number): S[] {
  return segments
    .filter((segment) => segment.firstRow === row && segment.rowCount > 0)
    .sort((a, b) => b.rowCount - a.rowCount);
}

/** The end of the segments that follow each other from `firstRow` on. */
export function chainEnd(segments: readonly RowSpan[], firstRow = 0): number {
  for (let row = firstRow; ; ) {
    const [next] = longestFirst(segments, row);
    if (next === undefined) return row;
    row += next.rowCount;
  }
}

/** Whether some segment has exactly these rows. */
export function hasSpan(segments: readonly RowSpan[], { firstRow, rowCount }: RowSpan): boolean {
  return segments.some((each) => each.firstRow === firstRow && each.rowCount === rowCount);
}

/** The types of arrays in segments, by number. */
const ARRAYS = [Uint8Array, Uint16Array, Uint32Array, Float64Array] as const;
export type SegmentArray = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** Writes arrays, each as `u32` type, `u32` length, then its numbers, filled up to a multiple of 8. */
export function writeArrays(writer: ByteWriter, arrays: readonly SegmentArray[]): void {
  for (const array of arrays) {
    writer.u32(ARRAYS.findIndex((Kind) => array instanceof Kind)).u32(array.length);
    writer.numbers(array).align(8);
  }
}

/** Reads an array of one of some types. Throws a RangeError if there is none. */
export function readArray<T extends SegmentArray>(
  reader: ByteReader,
  ...kinds: readonly (new (
    length: number,
  ) => T)[]
): T {
  const Kind = ARRAYS[reader.u32()];
  if (Kind === undefined || !kinds.some((each) => (each as unknown) === Kind))
    throw new RangeError("an array of another type than expected");
  const array = reader.numbers(Kind as never, reader.u32()) as T;
  reader.align(8);
  return array;
}

/** Throws a RangeError unless numbers ascend, or stay the same, from the first one on, and end at `end`. */
export function requireOffsets(offsets: Uint32Array, end: number): void {
  for (let i = 1; i < offsets.length; i++)
    if (offsets[i] < offsets[i - 1]) throw new RangeError("offsets that descend");
  if (offsets.length === 0 || offsets[offsets.length - 1] !== end)
    throw new RangeError("offsets that end elsewhere than what they are of");
}

/** The segments that a store does not have. */
export function* segmentsBeyond(
  stored: StoredSpans,
  specification: string,
  segments: Iterable<RowSpan & { readonly byteLength: number; write(writer: ByteWriter): void }>,
): Generator<NewSegment> {
  for (const segment of segments) {
    const { firstRow, rowCount, byteLength } = segment;
    if (hasSpan(stored(specification), segment)) continue;
    yield { specification, firstRow, rowCount, byteLength, write: (writer) => segment.write(writer) };
  }
}
