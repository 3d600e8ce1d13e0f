/** Reads an attribute of some elements as a vector, straight from the column that holds its values. */
import type { BoolColumn } from "../../pool/bool-column.js";
import type { LongColumn } from "../../pool/long-column.js";
import type { NumberColumn } from "../../pool/number-column.js";
import type { Utf8Column } from "../../pool/utf8-column.js";
import type { Attribute, ElementState } from "../../space/states/element-state.js";
import { fromStored } from "../values/stored.js";
import type { CypherValue } from "../values/value.js";
import {
  areConsecutive,
  readLongs,
  readNumbers,
  readTextCodes,
  readTruths,
  readWords,
} from "./grouping/group-loops.js";
import { NONE, type Vector } from "./vector.js";

/** `read` gives the value of one element, for attributes that have several types. */
export function attributeVector(
  elements: ElementState,
  name: string,
  ids: Uint32Array,
  count: number,
  read: (id: number) => CypherValue,
): Vector {
  const attribute = elements.attribute(name);
  if (attribute === undefined) return { kind: "constant", value: null };
  if (attribute.mixed !== undefined) {
    const values = new Array<CypherValue>(count);
    for (let i = 0; i < count; i++) values[i] = ids[i] === NONE ? null : read(ids[i]);
    return { kind: "values", values };
  }
  const first = firstOfRun(attribute, ids, count);
  const found = first < 0 ? undefined : runVector(attribute, first, count);
  if (found !== undefined) return found;
  const rows = new Int32Array(count);
  const absent = attribute.rows.gather(ids.length === count ? ids : ids.subarray(0, count), rows);
  if (absent === count) return { kind: "constant", value: null };
  const { column, type } = attribute.stored;
  switch (type) {
    case "int32":
      return numbers("integers", (column as NumberColumn).values, rows, absent);
    case "float32":
    case "float64":
      return numbers("floats", (column as NumberColumn).values, rows, absent);
    case "int64":
    case "integer":
      return wholeNumbers(column as LongColumn, rows, absent);
    case "bool": {
      const values = new Uint8Array(count);
      readTruths((column as BoolColumn).bits, rows, values, count);
      return { kind: "booleans", values };
    }
    case "utf8": {
      const { dictionary, plain } = column as Utf8Column;
      if (plain !== undefined) return { kind: "bytes", store: plain, rows };
      if (dictionary === undefined) break;
      const codes = new Uint32Array(count);
      readTextCodes(dictionary.codes, rows, codes, count);
      return { kind: "texts", codes, strings: dictionary.strings };
    }
  }
  const values = new Array<CypherValue>(count);
  for (let i = 0; i < count; i++) values[i] = rows[i] < 0 ? null : fromStored(type, column.get(rows[i]));
  return { kind: "values", values };
}

/** The row of the first element where elements follow each other, and their rows as well; else negative. */
function firstOfRun({ rows }: Attribute, ids: Uint32Array, count: number): number {
  if (count < 2 || ids[count - 1] - ids[0] !== count - 1) return -1;
  const run = rows.affineRun(ids[0], count);
  if (run === undefined || run.stride !== 1 || run.count < count) return -1;
  return areConsecutive(ids, count) ? run.first : -1;
}

/** The values of rows that follow each other; numbers and codes that are held as they are wanted are not copied. */
function runVector({ stored }: Attribute, first: number, count: number): Vector | undefined {
  const { column, type } = stored;
  switch (type) {
    case "int32":
    case "float32": {
      const values = (column as NumberColumn).values.subarray(first, first + count);
      return {
        kind: type === "int32" ? "integers" : "floats",
        values: new Float64Array(values),
        nulls: undefined,
      };
    }
    case "float64": {
      const values = (column as NumberColumn).values.subarray(first, first + count) as Float64Array;
      return { kind: "floats", values, nulls: undefined };
    }
    case "utf8": {
      const { dictionary } = column as Utf8Column;
      if (dictionary === undefined) return undefined;
      return {
        kind: "texts",
        codes: dictionary.codes.subarray(first, first + count),
        strings: dictionary.strings,
      };
    }
    default:
      return undefined;
  }
}

function nullsOf(rows: Int32Array, absent: number): Uint8Array | undefined {
  if (absent === 0) return undefined;
  const nulls = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) if (rows[i] < 0) nulls[i] = 1;
  return nulls;
}

function numbers(
  kind: "integers" | "floats",
  stored: Int32Array | Float32Array | Float64Array,
  rows: Int32Array,
  absent: number,
): Vector {
  const values = new Float64Array(rows.length);
  if (stored instanceof Int32Array) readWords(stored, rows, values, rows.length);
  else readNumbers(stored, rows, values, rows.length);
  return { kind, values, nulls: nullsOf(rows, absent) };
}

/** INTEGERs of 64 bits; as they are where a double does not hold one of them. */
function wholeNumbers(column: LongColumn, rows: Int32Array, absent: number): Vector {
  const values = new Float64Array(rows.length);
  const stored = column.values;
  const halves = new Int32Array(stored.buffer, stored.byteOffset, 2 * stored.length);
  if (!readLongs(halves, rows, values, rows.length)) return exactNumbers(column, rows);
  return { kind: "integers", values, nulls: nullsOf(rows, absent) };
}

function exactNumbers(column: LongColumn, rows: Int32Array): Vector {
  const stored = column.values;
  const values: CypherValue[] = [];
  for (const row of rows) values.push(row < 0 ? null : stored[row]);
  return { kind: "values", values };
}
