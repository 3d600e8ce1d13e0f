/**
 * Columns of results that the engine holds in typed arrays, copied into Arrow's layout as they are: no value is made in
 * between, and no text is decoded.
 */
import { createColumn, gatherRaw, RawColumn, type RawValues, type ScalarType } from "../../../view.js";

/** Some values of a column of a result. */
export interface HeldPart {
  readonly count: number;
  readonly column:
    | {
        readonly kind: "integers" | "floats";
        readonly values: Float64Array;
        readonly nulls: Uint8Array | undefined;
      }
    /** 0, 1, and 2 for null. */
    | { readonly kind: "booleans"; readonly values: Uint8Array }
    /** The largest code is null. */
    | { readonly kind: "texts"; readonly codes: Uint32Array; readonly strings: readonly string[] }
    /** A negative row is null. */
    | { readonly kind: "bytes"; readonly store: { raw(): RawValues }; readonly rows: Int32Array }
    | { readonly kind: "given"; readonly values: ArrayLike<unknown> }
    | AttributePart;
}

/** An attribute of elements, which all parts of the column have. */
interface AttributePart {
  readonly kind: "attribute";
  readonly source: { raw(parts: readonly Uint32Array[]): RawColumn | undefined };
  readonly ids: Uint32Array;
}

type Column = HeldPart["column"];
type Typed = Exclude<Column, { readonly kind: "given" | "attribute" }>;

/** A column whose parts are all of one kind; undefined for one of values of any kind, and where all are null. */
export function heldValues(parts: readonly HeldPart[], length: number): RawColumn | undefined {
  let first: Typed | undefined;
  for (const { count, column } of parts) {
    if (column.kind === "attribute") return attributeValues(column, parts);
    if (column.kind === "given") {
      for (let i = 0; i < count; i++) if ((column.values[i] ?? null) !== null) return undefined;
    } else {
      first ??= column;
      if (!isAlike(column, first)) return undefined;
    }
  }
  if (first === undefined) return undefined;
  if (first.kind !== "bytes" && parts.every(isWhole)) return wholeColumn(first, parts, length);
  const rows = new Int32Array(length).fill(-1);
  if (first.kind === "bytes") {
    const count = textRows(parts, rows);
    return count === 0 ? undefined : columnOf("utf8", gatherRaw(first.store.raw(), rows), rows, count);
  }
  const [type, raw, count] = presentValues(first, parts, rows);
  if (count === 0) return undefined;
  return columnOf(type, count === length ? raw : gatherRaw(raw, rows), rows, count);
}

/** The values as the graph has them, whole numbers of 32 bits as INTEGERs and others as FLOATs. */
function attributeValues({ source }: AttributePart, parts: readonly HeldPart[]): RawColumn | undefined {
  const column = source.raw(parts.flatMap(({ column }) => (column.kind === "attribute" ? [column.ids] : [])));
  if (column === undefined || column.absentCount === column.length || !("kind" in column.values))
    return undefined;
  const { type, values, validity, shared } = column;
  switch (type) {
    case "integer":
      return new RawColumn("int64", values, { validity, shared });
    case "int32":
    case "float32":
      return new RawColumn(type === "int32" ? "int64" : "float64", widened(values), { validity });
    default:
      return column;
  }
}

function widened(raw: RawValues): RawValues {
  if (raw.kind !== "numbers") return raw;
  const { values } = raw;
  if (!(values instanceof Int32Array)) return { ...raw, values: new Float64Array(values as Float32Array) };
  const longs = new BigInt64Array(values.length);
  const halves = new Int32Array(longs.buffer);
  for (let at = 0; at < values.length; at += PART)
    putWords(values, halves, at, Math.min(at + PART, values.length));
  return { ...raw, values: longs };
}

/** Values for one call of a loop: V8 goes on with the code of the last calls, and not in the middle of a long one. */
const PART = 4096;

function putWords(from: Int32Array, halves: Int32Array, start: number, end: number): void {
  for (let i = start; i < end; i++) {
    halves[2 * i] = from[i];
    halves[2 * i + 1] = from[i] >> 31;
  }
}

/** A column of values, of which those are absent that have no row. */
function columnOf(type: ScalarType, values: RawValues, rows: Int32Array, count: number): RawColumn {
  if (count === rows.length) return new RawColumn(type, values);
  const validity = new Uint8Array(Math.ceil(rows.length / 8));
  for (let i = 0; i < rows.length; i++) if (rows[i] >= 0) validity[i >>> 3] |= 1 << (i & 7);
  return new RawColumn(type, values, { validity });
}

function isAlike(column: Typed, other: Typed): boolean {
  if (column.kind !== other.kind) return false;
  if (column.kind === "texts") return column.strings === (other as typeof column).strings;
  return column.kind !== "bytes" || column.store === (other as typeof column).store;
}

const NO_CODE = 0xffffffff;
const NO_TRUTH = 2;

/** Whether no value of a part is null, as far as that is told at once. */
function isWhole({ count, column }: HeldPart): boolean {
  switch (column.kind) {
    case "integers":
    case "floats":
      return column.nulls === undefined;
    case "booleans":
      return !column.values.subarray(0, count).includes(NO_TRUTH);
    case "texts":
      return !column.codes.subarray(0, count).includes(NO_CODE);
    default:
      return count === 0;
  }
}

/** A column without nulls. The loops take typed arrays alone: code for these outlives a collection of garbage. */
function wholeColumn(
  first: Exclude<Typed, { readonly kind: "bytes" }>,
  parts: readonly HeldPart[],
  length: number,
): RawColumn {
  let at = 0;
  switch (first.kind) {
    case "integers": {
      const values = new BigInt64Array(length);
      const halves = new Int32Array(values.buffer);
      for (const { count, column } of parts) {
        if (column.kind === "integers") putHalves(column.values, halves, at, count);
        at += count;
      }
      return new RawColumn("int64", { kind: "numbers", values, width: 1 });
    }
    case "floats": {
      const values = new Float64Array(length);
      for (const { count, column } of parts) {
        if (column.kind === "floats") values.set(column.values.subarray(0, count), at);
        at += count;
      }
      return new RawColumn("float64", { kind: "numbers", values, width: 1 });
    }
    case "booleans": {
      const bits = new Uint8Array(Math.ceil(length / 8));
      for (const { count, column } of parts) {
        if (column.kind === "booleans") putBits(column.values, bits, at, count);
        at += count;
      }
      return new RawColumn("bool", { kind: "bits", bits, count: length });
    }
    case "texts": {
      const codes = new Uint32Array(length);
      for (const { count, column } of parts) {
        if (column.kind === "texts") codes.set(column.codes.subarray(0, count), at);
        at += count;
      }
      return new RawColumn("utf8", textsOf(codes, first.strings));
    }
  }
}

/** Texts, held by codes or not as a column of them is. */
function textsOf(codes: Uint32Array, strings: readonly string[]): RawValues {
  const column = createColumn("utf8");
  column.appendRaw({ kind: "codes", codes, strings });
  return column.raw();
}

function putHalves(from: Float64Array, halves: Int32Array, at: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const value = from[i];
    const low = value | 0;
    const high = low === value ? low >> 31 : Math.floor(value / 2 ** 32);
    halves[2 * (at + i)] = low === value ? low : value - high * 2 ** 32;
    halves[2 * (at + i) + 1] = high;
  }
}

function putBits(from: Uint8Array, bits: Uint8Array, at: number, count: number): void {
  for (let i = 0; i < count; i++) bits[(at + i) >>> 3] |= from[i] << ((at + i) & 7);
}

/** The rows of texts in the column that they are in; the number of texts. */
function textRows(parts: readonly HeldPart[], rows: Int32Array): number {
  let [at, count] = [0, 0];
  for (const { count: size, column } of parts) {
    if (column.kind === "bytes")
      for (let i = 0; i < size; i++) {
        rows[at + i] = column.rows[i];
        if (column.rows[i] >= 0) count++;
      }
    at += size;
  }
  return count;
}

/** The values that are present, one after another, their type and their number; `rows` gets the place of each. */
function presentValues(
  first: Exclude<Typed, { readonly kind: "bytes" }>,
  parts: readonly HeldPart[],
  rows: Int32Array,
): [ScalarType, RawValues, number] {
  const { length } = rows;
  let [at, to] = [0, 0];
  switch (first.kind) {
    case "integers": {
      const values = new BigInt64Array(length);
      const halves = new Int32Array(values.buffer);
      for (const { count, column } of parts) {
        if (column.kind === "integers") {
          const { values: from, nulls } = column;
          for (let i = 0; i < count; i++) {
            if (nulls !== undefined && nulls[i] === 1) continue;
            const high = Math.floor(from[i] / 2 ** 32);
            halves[2 * to] = from[i] - high * 2 ** 32;
            halves[2 * to + 1] = high;
            rows[at + i] = to++;
          }
        }
        at += count;
      }
      return ["int64", { kind: "numbers", values: values.subarray(0, to), width: 1 }, to];
    }
    case "floats": {
      const values = new Float64Array(length);
      for (const { count, column } of parts) {
        if (column.kind === "floats") {
          const { values: from, nulls } = column;
          for (let i = 0; i < count; i++) {
            if (nulls !== undefined && nulls[i] === 1) continue;
            values[to] = from[i];
            rows[at + i] = to++;
          }
        }
        at += count;
      }
      return ["float64", { kind: "numbers", values: values.subarray(0, to), width: 1 }, to];
    }
    case "booleans": {
      const bits = new Uint8Array(Math.ceil(length / 8));
      for (const { count, column } of parts) {
        if (column.kind === "booleans") {
          const { values: from } = column;
          for (let i = 0; i < count; i++) {
            if (from[i] > 1) continue;
            bits[to >>> 3] |= from[i] << (to & 7);
            rows[at + i] = to++;
          }
        }
        at += count;
      }
      return ["bool", { kind: "bits", bits: bits.subarray(0, Math.ceil(to / 8)), count: to }, to];
    }
    case "texts": {
      const codes = new Uint32Array(length);
      for (const { count, column } of parts) {
        if (column.kind === "texts") {
          const { codes: from } = column;
          for (let i = 0; i < count; i++) {
            if (from[i] === NO_CODE) continue;
            codes[to] = from[i];
            rows[at + i] = to++;
          }
        }
        at += count;
      }
      return ["utf8", textsOf(codes.subarray(0, to), first.strings), to];
    }
  }
}
