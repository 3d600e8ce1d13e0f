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
    | { readonly kind: "given"; readonly values: ArrayLike<unknown> };
}

type Column = HeldPart["column"];
type Typed = Exclude<Column, { readonly kind: "given" }>;

/** A column whose parts are all of one kind; undefined for one of values of any kind, and where all are null. */
export function heldValues(parts: readonly HeldPart[], length: number): RawColumn | undefined {
  const rows = new Int32Array(length).fill(-1);
  let first: Typed | undefined;
  let at = 0;
  let count = 0;
  for (const { count: size, column } of parts) {
    if (column.kind === "given") {
      for (let i = 0; i < size; i++) if ((column.values[i] ?? null) !== null) return undefined;
    } else {
      first ??= column;
      if (!isAlike(column, first)) return undefined;
      const isPresent = presence(column);
      for (let i = 0; i < size; i++) if (isPresent(i)) rows[at + i] = count++;
    }
    at += size;
  }
  if (first === undefined || count === 0) return undefined;
  const validity = count === length ? undefined : validityOf(rows);
  if (first.kind === "bytes") return new RawColumn("utf8", bytesOf(first, parts, length), { validity });
  const [type, raw] = rawOf(first, parts, count);
  return new RawColumn(type, count === length ? raw : gatherRaw(raw, rows), { validity });
}

function isAlike(column: Typed, other: Typed): boolean {
  if (column.kind !== other.kind) return false;
  if (column.kind === "texts") return column.strings === (other as typeof column).strings;
  return column.kind !== "bytes" || column.store === (other as typeof column).store;
}

const NO_CODE = 0xffffffff;

function presence(column: Typed): (i: number) => boolean {
  switch (column.kind) {
    case "booleans": {
      const { values } = column;
      return (i) => values[i] < 2;
    }
    case "texts": {
      const { codes } = column;
      return (i) => codes[i] !== NO_CODE;
    }
    case "bytes": {
      const { rows } = column;
      return (i) => rows[i] >= 0;
    }
    default: {
      const { nulls } = column;
      return nulls === undefined ? () => true : (i) => nulls[i] === 0;
    }
  }
}

function validityOf(rows: Int32Array): Uint8Array {
  const validity = new Uint8Array(Math.ceil(rows.length / 8));
  for (let i = 0; i < rows.length; i++) if (rows[i] >= 0) validity[i >>> 3] |= 1 << (i & 7);
  return validity;
}

/** The texts of all parts, copied from the column that they are in. */
function bytesOf(
  { store }: Extract<Column, { readonly kind: "bytes" }>,
  parts: readonly HeldPart[],
  length: number,
): RawValues {
  const rows = new Int32Array(length).fill(-1);
  let at = 0;
  for (const { count, column } of parts) {
    if (column.kind === "bytes") rows.set(column.rows.subarray(0, count), at);
    at += count;
  }
  return gatherRaw(store.raw(), rows);
}

/** The values that are present, one after another, and their type. */
function rawOf(first: Typed, parts: readonly HeldPart[], count: number): [ScalarType, RawValues] {
  let at = 0;
  /** Goes over the values that are present: the place in a part, and that among all of them. */
  const each = (visit: (column: Typed, i: number, at: number) => void): void => {
    for (const { count: size, column } of parts) {
      if (column.kind === "given") continue;
      const isPresent = presence(column);
      for (let i = 0; i < size; i++) if (isPresent(i)) visit(column, i, at++);
    }
  };
  switch (first.kind) {
    case "integers": {
      const values = new BigInt64Array(count);
      const halves = new Int32Array(values.buffer);
      each((column, i, to) => {
        const value = (column as typeof first).values[i];
        const high = Math.floor(value / 2 ** 32);
        halves[2 * to] = value - high * 2 ** 32;
        halves[2 * to + 1] = high;
      });
      return ["int64", { kind: "numbers", values, width: 1 }];
    }
    case "floats": {
      const values = new Float64Array(count);
      each((column, i, to) => {
        values[to] = (column as typeof first).values[i];
      });
      return ["float64", { kind: "numbers", values, width: 1 }];
    }
    case "booleans": {
      const bits = new Uint8Array(Math.ceil(count / 8));
      each((column, i, to) => {
        bits[to >>> 3] |= (column as typeof first).values[i] << (to & 7);
      });
      return ["bool", { kind: "bits", bits, count }];
    }
    default: {
      const codes = new Uint32Array(count);
      each((column, i, to) => {
        codes[to] = (column as Extract<Column, { readonly kind: "texts" }>).codes[i];
      });
      const column = createColumn("utf8");
      column.appendRaw({
        kind: "codes",
        codes,
        strings: (first as Extract<Column, { readonly kind: "texts" }>).strings,
      });
      return ["utf8", column.raw()];
    }
  }
}
