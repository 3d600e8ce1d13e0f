/** The schema of an Arrow file: its fields, as the format's Schema.fbs has them, and the kind of values of each. */
import { ColumnFault } from "./column-fault.js";
import { FlatFault, type FlatTable } from "./flatbuffer.js";
import type { ColumnKind, UnitDigits } from "./kinds.js";

/** How the values of a field lie. */
export type ArrowLayout =
  | { readonly layout: "null" | "bits" | "bytes" | "largeBytes" | "views" | "struct" }
  | { readonly layout: "list" | "largeList" | "listView" | "largeListView" }
  | { readonly layout: "fixedList"; readonly size: number }
  | { readonly layout: "fixed"; readonly sizeBytes: number; readonly numbers: ArrowNumbers }
  /** `codes` are the type ids of the children, in their order. */
  | { readonly layout: "union"; readonly dense: boolean; readonly codes: readonly number[] }
  | { readonly layout: "runs" };

/** How the bytes of a value of fixed size are to be taken. */
export type ArrowNumbers =
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "float16"
  | "float32"
  | "float64"
  | "bytes"
  | "uuid"
  | "decimal"
  | "yearMonth"
  | "dayTime"
  | "monthDayNano";

export interface ArrowField {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly layout: ArrowLayout;
  readonly children: readonly ArrowField[];
  /** The dictionary that the values are positions in, and how these lie. */
  readonly dictionary: { readonly id: string; readonly indices: ArrowLayout } | undefined;
  readonly metadata: ReadonlyMap<string, string>;
}

export interface ArrowSchema {
  readonly fields: readonly ArrowField[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** Fields within fields, and all fields there may be. */
const DEPTH_MAX = 64;
const FIELDS_MAX = 65_536;

export function readArrowSchema(table: FlatTable): ArrowSchema {
  if (table.short(0) !== 0) throw new FlatFault("numbers with the lowest byte first, got the highest first");
  const budget = { fields: FIELDS_MAX };
  const fields = table.tables(1).map((field) => readField(field, DEPTH_MAX, budget));
  return { fields, metadata: metadataOf(table, 2) };
}

function metadataOf(table: FlatTable, field: number): ReadonlyMap<string, string> {
  return new Map(table.tables(field).map((entry) => [entry.text(0) ?? "", entry.text(1) ?? ""]));
}

function readField(table: FlatTable, depth: number, budget: { fields: number }): ArrowField {
  if (depth === 0 || budget.fields-- <= 0)
    throw new FlatFault(`at most ${FIELDS_MAX} fields, ${DEPTH_MAX} deep, got more`);
  const children = table.tables(5).map((child) => readField(child, depth - 1, budget));
  const metadata = metadataOf(table, 6);
  const own = typeOf(table.byte(2), table.table(3), children, metadata);
  const encoding = table.table(4);
  return {
    name: table.text(0) ?? "",
    ...own,
    children,
    dictionary:
      encoding === undefined
        ? undefined
        : { id: String(encoding.long(0)), indices: indicesOf(encoding.table(1)) },
    metadata,
  };
}

interface OwnType {
  readonly kind: ColumnKind;
  readonly layout: ArrowLayout;
}

function indicesOf(int: FlatTable | undefined): ArrowLayout {
  return int === undefined ? fixed("int32", 4) : intType(int.int(0), int.byte(1) !== 0).layout;
}

function fixed(numbers: ArrowNumbers, sizeBytes: number): ArrowLayout {
  return { layout: "fixed", numbers, sizeBytes };
}

function intType(bits: number, isSigned: boolean): OwnType {
  if (bits !== 8 && bits !== 16 && bits !== 32 && bits !== 64)
    throw new FlatFault(`integers of 8 to 64 bits, got ${bits}`);
  const layout = fixed(`${isSigned ? "int" : "uint"}${bits}`, bits / 8);
  if (bits === 64) return { kind: { kind: "whole" }, layout };
  return { kind: { kind: "number", type: bits === 32 && !isSigned ? "int64" : "int32" }, layout };
}

const DIGITS: readonly UnitDigits[] = [0, 3, 6, 9];

function digitsOf(unit: number): UnitDigits {
  if (DIGITS[unit] === undefined) throw new FlatFault(`a unit of time, got ${unit}`);
  return DIGITS[unit];
}

function typeOf(
  code: number,
  type: FlatTable | undefined,
  children: readonly ArrowField[],
  metadata: ReadonlyMap<string, string>,
): OwnType {
  if (type === undefined) throw new FlatFault("a field with a type, got one without");
  switch (code) {
    case 1:
      return { kind: { kind: "null" }, layout: { layout: "null" } };
    case 2:
      return intType(type.int(0), type.byte(1) !== 0);
    case 3:
      return floatType(type.short(0));
    case 4:
      return { kind: { kind: "bytes" }, layout: { layout: "bytes" } };
    case 5:
      return { kind: textKind(metadata), layout: { layout: "bytes" } };
    case 6:
      return { kind: { kind: "bool" }, layout: { layout: "bits" } };
    case 7:
      return decimalType(type);
    case 8:
      return type.short(0, 1) === 0
        ? { kind: { kind: "days" }, layout: fixed("int32", 4) }
        : { kind: { kind: "moment", digits: 3, utc: false }, layout: fixed("int64", 8) };
    case 9: {
      const bits = type.int(1, 32);
      return {
        kind: { kind: "time", digits: digitsOf(type.short(0, 1)) },
        layout: bits === 32 ? fixed("int32", 4) : fixed("int64", 8),
      };
    }
    case 10: {
      const kind = {
        kind: "moment",
        digits: digitsOf(type.short(0)),
        utc: (type.text(1) ?? "") !== "",
      } as const;
      return { kind, layout: fixed("int64", 8) };
    }
    case 11:
      return intervalType(type.short(0));
    case 18:
      return { kind: { kind: "duration", digits: digitsOf(type.short(0, 1)) }, layout: fixed("int64", 8) };
    case 15: {
      const sizeBytes = type.int(0);
      if (sizeBytes < 0) throw new FlatFault(`a size of bytes, got ${sizeBytes}`);
      const isUuid = metadata.get("ARROW:extension:name") === "arrow.uuid" && sizeBytes === 16;
      return isUuid
        ? { kind: { kind: "uuid" }, layout: fixed("uuid", 16) }
        : { kind: { kind: "bytes" }, layout: fixed("bytes", sizeBytes) };
    }
    case 19:
      return { kind: { kind: "bytes" }, layout: { layout: "largeBytes" } };
    case 20:
      return { kind: textKind(metadata), layout: { layout: "largeBytes" } };
    case 23:
      return { kind: { kind: "bytes" }, layout: { layout: "views" } };
    case 24:
      return { kind: textKind(metadata), layout: { layout: "views" } };
    default:
      return nestedType(code, type, children);
  }
}

/** Texts of which an extension says that they are JSON. */
function textKind(metadata: ReadonlyMap<string, string>): ColumnKind {
  return { kind: metadata.get("ARROW:extension:name") === "arrow.json" ? "json" : "text" };
}

function floatType(precision: number): OwnType {
  const type = precision === 2 ? "float64" : "float32";
  const layout =
    precision === 0 ? fixed("float16", 2) : precision === 1 ? fixed("float32", 4) : fixed("float64", 8);
  return { kind: { kind: "number", type, half: precision === 0 }, layout };
}

function decimalType(type: FlatTable): OwnType {
  const bits = type.int(2, 128);
  if (bits !== 32 && bits !== 64 && bits !== 128 && bits !== 256)
    throw new FlatFault(`decimals of 32 to 256 bits, got ${bits}`);
  const scale = type.int(1);
  if (Math.abs(scale) > 1000) throw new FlatFault(`a scale of decimals, got ${scale}`);
  return { kind: { kind: "decimal", precision: type.int(0), scale }, layout: fixed("decimal", bits / 8) };
}

function intervalType(unit: number): OwnType {
  const kind = { kind: "interval" } as const;
  if (unit === 0) return { kind, layout: fixed("yearMonth", 4) };
  return unit === 1 ? { kind, layout: fixed("dayTime", 8) } : { kind, layout: fixed("monthDayNano", 16) };
}

const LIST_LAYOUTS: Readonly<Record<number, "list" | "largeList" | "listView" | "largeListView">> = {
  12: "list",
  21: "largeList",
  25: "listView",
  26: "largeListView",
};

function nestedType(code: number, type: FlatTable, children: readonly ArrowField[]): OwnType {
  const [child] = children;
  const one = (): ArrowField => {
    if (children.length !== 1) throw new FlatFault(`a list of one field, got ${children.length}`);
    return child;
  };
  switch (code) {
    case 12:
    case 21:
    case 25:
    case 26:
      return { kind: { kind: "list", item: one().kind }, layout: { layout: LIST_LAYOUTS[code] } };
    case 13:
      return {
        kind: { kind: "struct", fields: children.map(({ name, kind }) => ({ name, kind })) },
        layout: { layout: "struct" },
      };
    case 14: {
      const given = type.ints(1);
      const codes = given.length === 0 ? children.map((_, i) => i) : given;
      if (codes.length !== children.length || new Set(codes).size < codes.length)
        throw new FlatFault(
          `a union with a type id for each of ${children.length} fields, got ${codes.length}`,
        );
      return {
        kind: { kind: "union", kinds: children.map(({ kind }) => kind) },
        layout: { layout: "union", dense: type.short(0) === 1, codes },
      };
    }
    case 16: {
      const size = type.int(0);
      if (size < 0) throw new FlatFault(`a size of lists, got ${size}`);
      return { kind: { kind: "list", item: one().kind, size }, layout: { layout: "fixedList", size } };
    }
    case 17: {
      const entries = one();
      const [key, value] = entries.children;
      if (entries.children.length !== 2) throw new FlatFault("a map of keys and values");
      return { kind: { kind: "map", key: key.kind, value: value.kind }, layout: { layout: "list" } };
    }
    case 22: {
      if (children.length !== 2) throw new FlatFault("runs of ends and values");
      return { kind: children[1].kind, layout: { layout: "runs" } };
    }
    default:
      // how many buffers it has is not known, and so nothing behind it can be found
      throw new ColumnFault(
        "FORMAT_UNSUPPORTED",
        `fields of the types of Arrow 1.5, got one of type ${code}`,
      );
  }
}
