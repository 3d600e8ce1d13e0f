/**
 * Inputs and outputs of procedures and functions by their types: "INTEGER", "STRING?", "NODE | RELATIONSHIP",
 * "LIST<FLOAT>". Values are checked both ways, and an INTEGER becomes a FLOAT where only that is asked.
 */
import { describe } from "../../errors.js";
import { isRecord } from "../../structures/arguments.js";
import type { ProcedureField } from "../bind/definitions.js";
import { listOf, type StaticType, staticType, TYPE_BITS, unionOf } from "../bind/static-type.js";
import { toValue } from "../values/convert.js";
import { type ElementSource, NodeValue, RelationshipValue } from "../values/elements.js";
import { type CypherValue, typeWordOf } from "../values/value.js";
import { CypherValueError } from "../values/value-error.js";
import { elementIn } from "./elements-out.js";

/** The fields of an object of types by name. */
export function readFields(what: string, fields: Readonly<Record<string, string>>): ProcedureField[] {
  if (!isRecord(fields))
    throw new TypeError(`"${what}" expected an object of types by name, got ${describe(fields)}`);
  return Object.entries(fields).map(([name, typeText]) => {
    const type = typeof typeText === "string" ? typeOfText(typeText.replace(/\?$/, "")) : undefined;
    if (type === undefined)
      throw new TypeError(`"${what}.${name}" expected a type such as "STRING?", got ${describe(typeText)}`);
    return { name, typeText, nullable: typeText.endsWith("?"), type };
  });
}

/** The type that a text names; undefined if it names none. */
function typeOfText(text: string): StaticType | undefined {
  const list = /^LIST<(.+)>$/.exec(text);
  if (list !== null) {
    const item = typeOfText(list[1]);
    return item && listOf(item);
  }
  if (text.includes(" | ")) {
    const types = text.split(" | ").map(typeOfText);
    return types.includes(undefined) ? undefined : (types as StaticType[]).reduce(unionOf);
  }
  return text in TYPE_BITS || text === "ANY" || text === "NUMBER" ? staticType(text) : undefined;
}

/** An INTEGER is taken where a FLOAT is asked for, in lists as well. */
export function acceptedType({ mask, item }: StaticType): StaticType {
  const wide = (mask & TYPE_BITS.FLOAT) === 0 ? mask : mask | TYPE_BITS.INTEGER;
  return item === undefined ? { mask: wide } : { mask: wide, item: acceptedType(item) };
}

/** A value of a field's type: INTEGER where FLOAT is asked becomes one. */
export function checkedField(procedure: string, field: ProcedureField, value: CypherValue): CypherValue {
  if (value === null && (field.nullable || field.isOptional === true)) return value;
  const fitting = value === null ? undefined : fitted(value, field.type);
  if (fitting !== undefined) return fitting;
  throw new CypherValueError(
    "TypeError",
    "InvalidArgumentType",
    `"${field.name}" of ${procedure} expected ${field.typeText}, got ${describeType(value)}`,
  );
}

function describeType(value: CypherValue): string {
  if (value === null) return "null";
  if (!Array.isArray(value)) return typeWordOf(value);
  return `LIST of ${[...new Set(value.map((item: CypherValue) => typeWordOf(item)))].join(", ") || "nothing"}`;
}

/** The value as one of a type; undefined if it is of no such one. */
function fitted(value: CypherValue, type: StaticType): CypherValue | undefined {
  if (value === null) return undefined;
  const bit = TYPE_BITS[typeWordOf(value) as keyof typeof TYPE_BITS];
  if ((type.mask & bit) !== 0) {
    const { item } = type;
    if (item === undefined || !Array.isArray(value)) return value;
    const items = value.map((each: CypherValue) => fitted(each, item));
    return items.includes(undefined) ? undefined : (items as CypherValue[]);
  }
  return typeof value === "bigint" && (type.mask & TYPE_BITS.FLOAT) !== 0 ? Number(value) : undefined;
}

/** The value that a function of the caller's returns for a field, in the declared type. */
export function fieldValue(
  procedure: string,
  field: ProcedureField,
  given: unknown,
  graph: ElementSource,
): CypherValue {
  const { mask } = field.type;
  const isId = typeof given === "number" && Number.isInteger(given);
  if (isId && (mask === TYPE_BITS.NODE || mask === TYPE_BITS.RELATIONSHIP))
    return elementOfId(procedure, field, given, graph);
  const value = toValue(given, field.name, (object) => elementIn(object, graph));
  return checkedField(procedure, field, value);
}

function elementOfId(
  procedure: string,
  { name, type }: ProcedureField,
  id: number,
  graph: ElementSource,
): CypherValue {
  const kind = type.mask === TYPE_BITS.NODE ? "node" : "relationship";
  if (id < 0 || id >= 2 ** 32 || !graph.hasElement(kind, id))
    throw new CypherValueError(
      "ArgumentError",
      "InvalidArgumentValue",
      `"${name}" of ${procedure} expected the id of a ${kind} that is there, got ${id}`,
    );
  return kind === "node" ? new NodeValue(graph, id) : new RelationshipValue(graph, id);
}

/** Reads a place of a column that a batch has. */
type ColumnReader = (at: number) => CypherValue;

/** The rows of a batch: an object with an array, or a typed array, for each field. All are of one length. */
export function* batchRows(
  procedure: string,
  fields: readonly ProcedureField[],
  batch: unknown,
  graph: ElementSource,
): Generator<CypherValue[], void, undefined> {
  if (typeof batch !== "object" || batch === null || Array.isArray(batch))
    throw batchFault(procedure, "batches that are objects of columns by name", batch);
  const columns = fields.map(({ name }) => (batch as Record<string, unknown>)[name]);
  let length: number | undefined;
  const readers = fields.map((field, i): ColumnReader => {
    const column = columns[i];
    if (column === undefined && field.nullable) return () => null;
    const isColumn = Array.isArray(column) || (ArrayBuffer.isView(column) && !(column instanceof DataView));
    if (!isColumn) throw batchFault(procedure, `an array for "${field.name}" in each batch`, column);
    const values = column as ArrayLike<unknown>;
    length ??= values.length;
    if (values.length !== length)
      throw new CypherValueError(
        "TypeError",
        "InvalidArgumentType",
        `"batches" of ${procedure} expected ${length} values of "${field.name}", as many as of the others, got ${values.length}`,
      );
    return readerOf(procedure, field, values, graph);
  });
  for (let at = 0; at < (length ?? 0); at++) {
    const row = new Array<CypherValue>(readers.length);
    for (let i = 0; i < readers.length; i++) row[i] = readers[i](at);
    yield row;
  }
}

/** Numbers of typed arrays of a fitting type need no look each. */
function readerOf(
  procedure: string,
  field: ProcedureField,
  values: ArrayLike<unknown>,
  graph: ElementSource,
): ColumnReader {
  const { mask } = field.type;
  const isFloats = values instanceof Float64Array || values instanceof Float32Array;
  if (isFloats && (mask & TYPE_BITS.FLOAT) !== 0) return (at) => values[at];
  const isIntegers = ArrayBuffer.isView(values) && !isFloats;
  if (isIntegers && (mask & TYPE_BITS.INTEGER) !== 0) {
    const numbers = values as unknown as ArrayLike<number | bigint>;
    if (!(values instanceof BigUint64Array)) return (at) => BigInt(numbers[at]);
  }
  if (values instanceof Uint32Array && mask === TYPE_BITS.NODE)
    return (at) =>
      graph.hasElement("node", values[at])
        ? new NodeValue(graph, values[at])
        : elementOfId(procedure, field, values[at], graph);
  return (at) => fieldValue(procedure, field, values[at], graph);
}

function batchFault(procedure: string, expected: string, received: unknown): CypherValueError {
  const message = `"batches" of ${procedure} expected to give ${expected}, got ${describe(received)}`;
  return new CypherValueError("TypeError", "InvalidArgumentType", message);
}
