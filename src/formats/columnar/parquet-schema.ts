/** The schema of a Parquet file as a tree of columns: levels, and the kind of value of each. */
import type { FileMetaData, SchemaElement } from "hyparquet";
import { ColumnFault } from "./column-fault.js";
import type { ColumnKind, UnitDigits } from "./kinds.js";

/** A column, or a part of one. */
export interface ParquetNode {
  readonly name: string;
  readonly element: SchemaElement;
  readonly children: readonly ParquetNode[];
  /** The levels at which a value of it is there, and at which it repeats. */
  readonly definition: number;
  readonly repetition: number;
  readonly isRepeated: boolean;
  readonly kind: ColumnKind;
  /** For a leaf its number among all leaves; else that of its first one. */
  readonly leaf: number;
  /** The part of it that is shown: a list's items are those of a node within. */
  readonly shape: "leaf" | "struct" | "list" | "map";
}

const DEPTH_MAX = 64;
const NODES_MAX = 65_536;

/** Throws unless what hyparquet read of a footer is what it says it is: faults may put anything anywhere. */
export function checkMetadata(metadata: FileMetaData): void {
  const { schema, row_groups: groups, key_value_metadata: values } = metadata;
  const isWhole = (value: unknown): boolean =>
    value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0);
  const isText = (value: unknown): boolean => typeof value === "string";
  const isSchema =
    Array.isArray(schema) &&
    schema.every(
      ({ name, num_children, type_length, type, scale }) =>
        isText(name) &&
        isWhole(num_children) &&
        isWhole(type_length) &&
        (type === undefined || isText(type)) &&
        (scale === undefined || Number.isSafeInteger(scale)),
    );
  const areGroups =
    Array.isArray(groups) &&
    groups.every(
      ({ columns }) =>
        Array.isArray(columns) &&
        columns.every(({ meta_data: meta }) => meta === undefined || isText(meta.codec)),
    );
  const areValues =
    values === undefined ||
    (Array.isArray(values) &&
      values.every(({ key, value }) => isText(key) && (value === undefined || isText(value))));
  if (!isSchema || !areGroups || !areValues)
    throw new ColumnFault("FORMAT_SYNTAX", "a footer of Parquet, got another");
}

/** The columns of a file. */
export function parquetColumns({ schema }: FileMetaData): readonly ParquetNode[] {
  if (schema.length > NODES_MAX)
    throw new ColumnFault("FORMAT_UNSUPPORTED", `at most ${NODES_MAX} fields, got ${schema.length}`);
  const walk = { schema, at: 1, leaf: 0 };
  const [root] = schema;
  if (root === undefined) throw new ColumnFault("FORMAT_SYNTAX", "a schema with a root, got an empty one");
  const columns: ParquetNode[] = [];
  for (let i = 0; i < (root.num_children ?? 0); i++) columns.push(readNode(walk, 0, 0, DEPTH_MAX));
  return columns;
}

function readNode(
  walk: { readonly schema: readonly SchemaElement[]; at: number; leaf: number },
  definition: number,
  repetition: number,
  depth: number,
): ParquetNode {
  const element = walk.schema[walk.at++];
  if (element === undefined || depth === 0)
    throw new ColumnFault("FORMAT_SYNTAX", `fields at most ${DEPTH_MAX} deep, as many as their parents say`);
  const isRepeated = element.repetition_type === "REPEATED";
  const own = definition + (element.repetition_type === "REQUIRED" ? 0 : 1);
  const repeats = repetition + (isRepeated ? 1 : 0);
  const leaf = walk.leaf;
  const children: ParquetNode[] = [];
  const count = element.num_children ?? 0;
  if (count === 0) walk.leaf++;
  for (let i = 0; i < count; i++) children.push(readNode(walk, own, repeats, depth - 1));
  const common = {
    name: element.name,
    element,
    children,
    definition: own,
    repetition: repeats,
    isRepeated,
    leaf,
  };
  if (count === 0) return { ...common, kind: leafKind(element), shape: "leaf" };
  return { ...common, ...groupShape(element, children) };
}

function groupShape(
  element: SchemaElement,
  children: readonly ParquetNode[],
): { readonly kind: ColumnKind; readonly shape: ParquetNode["shape"] } {
  const [child] = children;
  const logical = element.logical_type?.type ?? element.converted_type;
  const isOne = children.length === 1 && child.isRepeated;
  if (logical === "LIST" && isOne) {
    const item = itemOf(child, element.name);
    return { kind: { kind: "list", item: item === child ? child.kind : valueKind(item) }, shape: "list" };
  }
  if ((logical === "MAP" || logical === "MAP_KEY_VALUE") && isOne && child.children.length === 2) {
    const [key, value] = child.children;
    return { kind: { kind: "map", key: valueKind(key), value: valueKind(value) }, shape: "map" };
  }
  const fields = children.map((each) => ({ name: each.name, kind: valueKind(each) }));
  return { kind: { kind: "struct", fields }, shape: "struct" };
}

/** The node of a list's items: older writers have no group around them. */
export function itemOf(repeated: ParquetNode, list: string): ParquetNode {
  const [child] = repeated.children;
  const isGroup =
    repeated.children.length === 1 && !repeated.element.logical_type && !repeated.element.converted_type;
  return isGroup && repeated.name !== "array" && repeated.name !== `${list}_tuple` ? child : repeated;
}

/** The kind of a node's values; one that repeats without a list around it is a list of them. */
export function valueKind(node: ParquetNode): ColumnKind {
  return node.isRepeated ? { kind: "list", item: node.kind } : node.kind;
}

const UNIT_DIGITS: Readonly<Record<string, UnitDigits>> = { MILLIS: 3, MICROS: 6, NANOS: 9 };

function leafKind(element: SchemaElement): ColumnKind {
  const { type, logical_type: logical, converted_type: converted } = element;
  if (logical?.type === "NULL") return { kind: "null" };
  if (logical?.type === "DECIMAL" || converted === "DECIMAL") {
    const scale = element.scale ?? (logical?.type === "DECIMAL" ? logical.scale : 0);
    if (!(Math.abs(scale) <= 1000))
      throw new ColumnFault("FORMAT_SYNTAX", `a scale of decimals, got ${scale}`);
    return { kind: "decimal", precision: element.precision ?? 0, scale };
  }
  if (logical?.type === "TIMESTAMP")
    return { kind: "moment", digits: UNIT_DIGITS[logical.unit] ?? 3, utc: logical.isAdjustedToUTC };
  if (logical?.type === "TIME") return { kind: "time", digits: UNIT_DIGITS[logical.unit] ?? 3 };
  switch (type) {
    case "BOOLEAN":
      return { kind: "bool" };
    case "INT32":
      if (converted === "DATE" || logical?.type === "DATE") return { kind: "days" };
      if (converted === "TIME_MILLIS") return { kind: "time", digits: 3 };
      return { kind: "number", type: isUnsigned(element, 32) ? "int64" : "int32" };
    case "INT64":
      if (converted === "TIMESTAMP_MILLIS") return { kind: "moment", digits: 3, utc: true };
      if (converted === "TIMESTAMP_MICROS") return { kind: "moment", digits: 6, utc: true };
      if (converted === "TIME_MICROS") return { kind: "time", digits: 6 };
      return { kind: "whole" };
    case "INT96":
      return { kind: "moment", digits: 9, utc: false };
    case "FLOAT":
      return { kind: "number", type: "float32" };
    case "DOUBLE":
      return { kind: "number", type: "float64" };
    case "BYTE_ARRAY":
      if (converted === "JSON" || logical?.type === "JSON") return { kind: "json" };
      if (
        converted === "UTF8" ||
        converted === "ENUM" ||
        logical?.type === "STRING" ||
        logical?.type === "ENUM"
      )
        return { kind: "text" };
      return { kind: "bytes" };
    case "FIXED_LEN_BYTE_ARRAY":
      if (logical?.type === "UUID" && element.type_length === 16) return { kind: "uuid" };
      if (logical?.type === "FLOAT16" && element.type_length === 2)
        return { kind: "number", type: "float32", half: true };
      if (converted === "INTERVAL" && element.type_length === 12) return { kind: "interval" };
      return { kind: "bytes" };
    default:
      throw new ColumnFault("FORMAT_SYNTAX", `a type of Parquet, got ${String(type)}`);
  }
}

/** Whether integers of a size have no sign. */
export function isUnsigned({ converted_type, logical_type }: SchemaElement, bits: 32 | 64): boolean {
  if (logical_type?.type === "INTEGER") return !logical_type.isSigned && logical_type.bitWidth === bits;
  return converted_type === `UINT_${bits}`;
}
