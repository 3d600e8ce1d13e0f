/**
 * The result of a query as an Arrow table. A column has the type of its values: INTEGER is int64 and FLOAT float64 even
 * where JavaScript has the same number for both.
 */
import { type Data, Field, makeData, Null, Struct, type Table } from "apache-arrow";
import { TemporalBase } from "../../../temporal/temporal-base.js";
import { createColumn, gatherRaw, RawColumn, type ScalarType, type ValueType } from "../../../view.js";
import { TYPE_KEY } from "../fields.js";
import {
  arrowDataOf,
  arrowFieldOf,
  arrowTableOf,
  arrowUnionColumn,
  attributeField,
  encodeStrings,
} from "./data.js";
import { type HeldPart, heldValues } from "./held-values.js";

/** The result of a query: what `graph.query` returns. */
export interface ArrowResult {
  readonly columns: readonly string[];
  /** The values of one column. */
  column(name: string): unknown[];
  /** @internal */
  numberKinds(): Uint8Array;
  /** @internal */
  heldColumn(place: number): readonly HeldPart[];
}

/** The bits of `numberKinds`: whether a column has INTEGERs, and FLOATs, within lists included. */
const INTEGERS = 1;
const FLOATS = 2;

/** Nodes and edges of a result, as they are given out. */
interface ElementGiven {
  readonly kind: "node" | "edge" | "path";
  readonly id: number;
  readonly labels: readonly string[];
  readonly type: string;
  readonly source: number;
  readonly target: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Whether something is a result of a query. */
export function isArrowResult(given: unknown): given is ArrowResult {
  const { columns, numberKinds } = (given ?? {}) as Partial<ArrowResult>;
  return Array.isArray(columns) && typeof numberKinds === "function";
}

/** A table with a column for each of a result's. */
export function resultTable(result: ArrowResult): Table {
  let kinds: Uint8Array | undefined;
  let length = 0;
  const columns = result.columns.map((name, place): [Field, Data] => {
    const parts = result.heldColumn(place);
    length = parts.reduce((sum, { count }) => sum + count, 0);
    const held = heldValues(parts, length);
    if (held !== undefined) {
      const data = arrowDataOf(held.type, held.values as never, held.validity, held.absentCount);
      return [arrowFieldOf(name, data, "attribute", held.shared, held.type), data];
    }
    const values = result.column(name).map((value) => value ?? undefined);
    kinds ??= result.numberKinds();
    return resultColumn(name, values, kinds[place]);
  });
  return arrowTableOf(columns, length);
}

/** The kind of a value in a column: a type, or a node or an edge. */
type ResultType = ValueType | "node" | "edge";

function resultColumn(name: string, values: readonly unknown[], kinds: number): [Field, Data] {
  const types = new Set<ResultType>();
  for (const value of values) if (value !== undefined) types.add(typeOfResult(value, kinds));
  const [type, ...others] = types;
  if (type === undefined) {
    const { length } = values;
    const data = makeData({ type: new Null(), length, nullCount: length });
    return [attributeField(name, data, undefined), data];
  }
  if (others.length === 0) {
    if (type === "node" || type === "edge") {
      const data = elementData(type, values as readonly (ElementGiven | undefined)[]);
      return [attributeField(name, data, undefined), data];
    }
    const column = columnOf(type, values);
    const data = arrowDataOf(type, column.values as never, column.validity, column.absentCount);
    return [attributeField(name, data, type), data];
  }
  if (types.has("node") || types.has("edge")) {
    // a union has values of attributes alone
    const column = columnOf("json", values);
    const data = arrowDataOf("json", column.values as never, column.validity, column.absentCount);
    return [attributeField(name, data, "json"), data];
  }
  const parts = ([...types] as ValueType[]).sort().map((each) =>
    columnOf(
      each,
      values.map((value) => (value !== undefined && typeOfResult(value, kinds) === each ? value : undefined)),
    ),
  );
  return arrowUnionColumn(name, parts, values.length);
}

function typeOfResult(value: unknown, kinds: number): ResultType {
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "bigint":
      // beside FLOATs INTEGERs are FLOATs, as far as these hold them
      return kinds === INTEGERS || !Number.isSafeInteger(Number(value)) ? "int64" : "float64";
    case "number":
      return kinds === INTEGERS ? "int64" : "float64";
    case "string":
      return "utf8";
    default:
      return typeOfObject(value as object, kinds);
  }
}

function typeOfObject(value: object, kinds: number): ResultType {
  if (value instanceof TemporalBase) return value.temporalType;
  if (value instanceof Date) return "timestamp";
  if (value instanceof Uint8Array) return "binary";
  if (Array.isArray(value)) {
    const types = new Set(value.map((item) => (item === null ? "json" : typeOfResult(item, kinds))));
    const [type] = types;
    if (type === undefined)
      return kinds === INTEGERS ? "list<int64>" : kinds === FLOATS ? "list<float64>" : "json";
    const isScalar =
      types.size === 1 && !type.includes("<") && type !== "json" && type !== "node" && type !== "edge";
    return isScalar ? `list<${type as ScalarType}>` : "json";
  }
  const { kind } = value as Partial<ElementGiven>;
  return kind === "node" || kind === "edge" ? kind : "json";
}

/** The values of one type as a column; those that are undefined are absent. */
function columnOf(type: ValueType, values: readonly unknown[]): RawColumn {
  const rows = new Int32Array(values.length).fill(-1);
  const validity = new Uint8Array(Math.ceil(values.length / 8));
  let count = 0;
  values.forEach((value, i) => {
    if (value === undefined) return;
    rows[i] = count++;
    validity[i >>> 3] |= 1 << (i & 7);
  });
  const present = values.filter((value) => value !== undefined);
  if (type === "json")
    return new RawColumn(type, gatherRaw(encodeStrings(present.map(jsonTextOf)), rows), { validity });
  const column = createColumn(type);
  const convert = converterOf(type);
  for (const value of present) column.append(convert(value));
  return new RawColumn(type, gatherRaw(column.raw(), rows), { validity });
}

function converterOf(type: ValueType): (value: unknown) => unknown {
  if (type === "int64") return (value) => BigInt(value as number | bigint);
  if (type === "float64") return Number;
  if (type === "list<int64>")
    return (list) => (list as unknown[]).map((item) => BigInt(item as number | bigint));
  if (type === "list<float64>") return (list) => (list as unknown[]).map(Number);
  return (value) => value;
}

/** A value as JSON; whole numbers beyond 2^53 as digits, dates and times as text. */
function jsonTextOf(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(jsonTextOf).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const { toJSON } = value as { toJSON?: () => unknown };
  if (typeof toJSON === "function") return jsonTextOf(toJSON.call(value));
  return `{${Object.entries(value)
    .map(([name, item]) => `${JSON.stringify(name)}:${jsonTextOf(item)}`)
    .join(",")}}`;
}

/** Nodes or edges as structs: what each of them has, and its attributes as JSON. */
function elementData(kind: "node" | "edge", values: readonly (ElementGiven | undefined)[]): Data {
  const own =
    kind === "node"
      ? ([
          ["id", "int64"],
          ["labels", "list<utf8>"],
        ] as const)
      : ([
          ["id", "int64"],
          ["type", "utf8"],
          ["source", "int64"],
          ["target", "int64"],
        ] as const);
  const parts = [
    ...own.map(
      ([name, type]) =>
        [
          name,
          columnOf(
            type,
            values.map((value) => value?.[name]),
          ),
        ] as const,
    ),
    [
      "attributes",
      columnOf(
        "json",
        values.map((value) => value?.attributes),
      ),
    ] as const,
  ];
  const children = parts.map(([, { type, values: raw, validity, absentCount }]) =>
    arrowDataOf(type, raw as never, validity, absentCount),
  );
  const fields = parts.map(
    ([name, { type }], i) => new Field(name, children[i].type, true, new Map([[TYPE_KEY, type as string]])),
  );
  const { validity, absentCount } = parts[0][1];
  return makeData({
    type: new Struct(fields),
    length: values.length,
    nullCount: absentCount,
    nullBitmap: validity,
    children,
  });
}
