/** Values of Arrow vectors one by one, as plain JavaScript: what is JSON, and what goes into an attribute of another type. */
import { type Data, DataType, type Field, type Vector } from "apache-arrow";
import { describe } from "../../../errors.js";
import { tryTemporalFromText } from "../../../temporal/codec.js";
import type { TemporalType } from "../../../temporal/temporal-base.js";
import { isTemporalType, isWholeType, parseType, type ValueType } from "../../../view.js";
import { TYPE_KEY } from "../fields.js";

/** The values of a column for an attribute of type `wanted`, undefined where null. */
export function plainValues(field: Field, vector: Vector, wanted: ValueType): unknown[] {
  const isText = field.metadata.get(TYPE_KEY)?.includes("json") ?? false;
  const read = reader(field.name, vector.type, wanted, isText);
  const values: unknown[] = [];
  for (const data of vector.data) {
    const raw =
      isWholeType(wanted) && isTemporal(data.type) ? (data.values as ArrayLike<unknown>) : undefined;
    const chunk = vectorOf(vector, data);
    for (let i = 0; i < data.length; i++) {
      const value: unknown = chunk.get(i);
      values.push(value === null ? undefined : raw === undefined ? read(value, values.length) : raw[i]);
    }
  }
  return values;
}

/** One chunk of a vector as a vector. */
function vectorOf(vector: Vector, data: Data): Vector {
  return vector.data.length === 1 ? vector : new (vector.constructor as new (data: Data[]) => Vector)([data]);
}

function isTemporal(type: DataType): boolean {
  return (
    DataType.isTimestamp(type) || DataType.isDate(type) || DataType.isDuration(type) || DataType.isTime(type)
  );
}

type Reader = (value: unknown, row: number) => unknown;

function reader(name: string, type: DataType, wanted: ValueType, isJsonText: boolean): Reader {
  if (wanted === "json" || wanted === "list<json>") {
    return isJsonText ? parseEach(name, wanted) : (value, row) => jsonOf(name, value, type, row);
  }
  const element = parseType(wanted);
  const inner = element?.kind === "list" ? element.element : wanted;
  if (isTemporalType(inner)) return temporalReader(name, inner, wanted !== inner);
  const isNumber = wanted.includes("float") || wanted.includes("int32");
  return (value) => plain(value, type, isNumber);
}

/** Dates, times and durations in text, or in each text of a list; whatever is no text is left to be refused. */
function temporalReader(name: string, type: TemporalType, isList: boolean): Reader {
  const parse = (text: unknown, row: number): unknown => {
    if (typeof text !== "string") return text;
    const value = tryTemporalFromText(type, text);
    if (value !== undefined) return value;
    throw new TypeError(`column "${name}" expected a ${type}, got ${describe(text)} in row ${row}`);
  };
  return isList ? (texts, row) => Array.from(texts as Iterable<unknown>, (text) => parse(text, row)) : parse;
}

/** JSON in text, or in each text of a list. */
function parseEach(name: string, wanted: ValueType): Reader {
  const parse = (text: unknown, row: number): unknown => {
    try {
      return JSON.parse(text as string);
    } catch (cause) {
      throw new TypeError(`column "${name}" expected JSON, got ${describe(text)} in row ${row}`, { cause });
    }
  };
  return wanted === "json"
    ? parse
    : (texts, row) => Array.from(texts as Iterable<unknown>, (text) => parse(text, row));
}

/** A value that an attribute of another type may accept: integers as numbers where numbers are wanted and exact. */
function plain(value: unknown, type: DataType, isNumber: boolean): unknown {
  if (typeof value === "bigint") return isNumber && isSafe(value) ? Number(value) : value;
  if (isList(type) && typeof value === "object" && value !== null) {
    const element = type.children[0].type as DataType;
    return Array.from(value as Iterable<unknown>, (item) => plain(item, element, isNumber));
  }
  return value;
}

function isList(type: DataType): boolean {
  return DataType.isList(type) || DataType.isLargeList(type) || DataType.isFixedSizeList(type);
}

function isSafe(value: bigint): boolean {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
}

/** A value of a struct, map or list as JSON has it; moments are ms. */
function jsonOf(name: string, value: unknown, type: DataType, row: number): unknown {
  if (value === null || value === undefined) return null;
  if (DataType.isDictionary(type)) return jsonOf(name, value, type.dictionary, row);
  if (isList(type)) {
    const element = type.children[0].type as DataType;
    return Array.from(value as Iterable<unknown>, (item) => jsonOf(name, item, element, row));
  }
  if (DataType.isStruct(type) || DataType.isMap(type)) {
    const fields: readonly Field[] = DataType.isMap(type) ? type.children[0].type.children : type.children;
    const typeOf = (at: number): DataType => (DataType.isMap(type) ? fields[1] : fields[at]).type;
    let at = 0;
    return Object.fromEntries(
      Array.from(value as Iterable<[unknown, unknown]>, ([key, item]) => [
        String(key),
        jsonOf(name, item, typeOf(at++), row),
      ]),
    );
  }
  if (typeof value !== "bigint") return value;
  if (isSafe(value)) return Number(value);
  throw new TypeError(
    `column "${name}" expected integers within 2^53 inside of json, got ${value} in row ${row}`,
  );
}
