/** A single value of an attribute as JSON and back, by its type, for those who keep values in text of their own. */
import { describe, GroggyError } from "../../errors.js";
import { createColumn } from "../../pool/create-column.js";
import { parseType, type ValueType } from "../../pool/value-type.js";
import type { Json } from "../commits/commit.js";
import { decodeValue, encodeValue } from "./patch-value.js";

/**
 * A value of an attribute as JSON, in the form that patches have: `int64` and `integer` as decimal text, timestamps in ms,
 * dates, times and durations in ISO 8601, bytes in base64, and NaN, the infinities and -0 as text. Absent, which is
 * undefined, is null.
 *
 * @throws TypeError if the type is none, or cannot hold the value.
 * @example
 * valueToJson("int64", 2n ** 60n); // => '1152921504606846976'
 * valueToJson("list<float64>", [1.5, NaN]); // => [ 1.5, 'NaN' ]
 */
export function valueToJson(type: ValueType, value: unknown): Json {
  checkType(type);
  if (value === undefined || value === null) return null;
  const column = createColumn(type);
  if (!column.accepts(value)) throw new TypeError(`"value" expected ${type}, got ${describe(value)}`);
  return encodeValue(type, column.get(column.append(value)));
}

/**
 * The value that JSON means: what `valueToJson` made of it, read back; undefined for null.
 *
 * @throws TypeError if the type is none, or the JSON no form of its values.
 * @example
 * valueFromJson("int64", "1152921504606846976"); // => 1152921504606846976n
 * valueFromJson("timestamp", 0); // => 1970-01-01T00:00:00.000Z
 */
export function valueFromJson(type: ValueType, json: unknown): unknown {
  checkType(type);
  if (json === undefined || json === null) return undefined;
  let value: unknown;
  try {
    value = decodeValue(type, json, true);
  } catch (error) {
    if (!(error instanceof GroggyError)) throw error;
    throw new TypeError(error.message, { cause: error });
  }
  const column = createColumn(type);
  if (!column.accepts(value))
    throw new TypeError(`"json" expected a value of ${type}, got ${describe(json)}`);
  return column.get(column.append(value));
}

function checkType(type: unknown): void {
  if (typeof type === "string" && parseType(type) !== undefined) return;
  throw new TypeError(`"type" expected a type such as "float64" or "list<utf8>", got ${describe(type)}`);
}
