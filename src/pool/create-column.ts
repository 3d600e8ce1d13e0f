/** A column for each type. */
import { assert } from "../errors.js";
import { BinaryColumn } from "./binary-column.js";
import { BoolColumn } from "./bool-column.js";
import type { Column } from "./column.js";
import { JsonColumn } from "./json-column.js";
import { ListColumn } from "./list-column.js";
import { LongColumn } from "./long-column.js";
import { NumberColumn } from "./number-column.js";
import { gatherRaw, type RawValues, sliceRaw } from "./raw-values.js";
import { TemporalColumn } from "./temporal-column.js";
import { Utf8Column } from "./utf8-column.js";
import { parseType, type ScalarType, type ValueType } from "./value-type.js";
import { VectorColumn } from "./vector-column.js";

export function createColumn(type: ValueType): Column {
  const parsed = parseType(type);
  assert(parsed !== undefined, `no column for type ${type}`);
  if (parsed.kind === "vector") return new VectorColumn(parsed.dimensions);
  if (parsed.kind === "list") return new ListColumn(createScalarColumn(parsed.element));
  return createScalarColumn(parsed.scalar);
}

function createScalarColumn(type: ScalarType): Column {
  switch (type) {
    case "bool":
      return new BoolColumn();
    case "int32":
    case "float32":
    case "float64":
      return new NumberColumn(type);
    case "int64":
    case "integer":
    case "timestamp":
      return new LongColumn(type);
    case "utf8":
      return new Utf8Column();
    case "binary":
      return new BinaryColumn();
    case "json":
      return new JsonColumn();
    default:
      return new TemporalColumn(type);
  }
}

/** The values of `count` rows from `first` on: views on the same memory as far as the column lies in one piece. */
export function sliceColumn(column: Column, first: number, count: number): RawValues {
  if (column instanceof VectorColumn) return column.rawSlice(first, count);
  return sliceRaw(column.raw(), first, count);
}

/** The values of rows in their order, in memory of their own; a negative row gives 0 or nothing. */
export function gatherColumn(column: Column, rows: Int32Array): RawValues {
  return column instanceof VectorColumn ? column.rawGather(rows) : gatherRaw(column.raw(), rows);
}
