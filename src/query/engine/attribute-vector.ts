/** Reads an attribute of some elements as a vector, straight from the column that holds its values. */
import type { BoolColumn } from "../../pool/bool-column.js";
import type { LongColumn } from "../../pool/long-column.js";
import type { NumberColumn } from "../../pool/number-column.js";
import type { Utf8Column } from "../../pool/utf8-column.js";
import type { ElementState } from "../../space/states/element-state.js";
import { fromStored } from "../values/stored.js";
import type { CypherValue } from "../values/value.js";
import { readNumbers, readTextCodes, readWords } from "./grouping/group-loops.js";
import { NONE, UNKNOWN, type Vector } from "./vector.js";

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
      for (let i = 0; i < count; i++)
        values[i] = rows[i] < 0 ? UNKNOWN : Number((column as BoolColumn).get(rows[i]));
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
  for (let i = 0; i < rows.length; i++) {
    const value = rows[i] < 0 ? 0 : column.milliseconds(rows[i]);
    if (!Number.isSafeInteger(value)) return exactNumbers(column, rows);
    values[i] = value;
  }
  return { kind: "integers", values, nulls: nullsOf(rows, absent) };
}

function exactNumbers(column: LongColumn, rows: Int32Array): Vector {
  const stored = column.values;
  const values: CypherValue[] = [];
  for (const row of rows) values.push(row < 0 ? null : stored[row]);
  return { kind: "values", values };
}
