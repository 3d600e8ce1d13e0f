/**
 * Attribute values as JSON, by type: int64 and integer as a decimal string, timestamps in ms, dates, times and durations
 * in ISO 8601, binary as base64, vectors and lists as arrays; NaN, the infinities and -0, which JSON lacks, as strings;
 * all else as it is. A document that JSON text would change, since it contains a -0, is stored as its own text:
 * { "$json": "[-0]" }.
 */
import { tryTemporalFromText } from "#lazy/temporal";
import { describe, GroggyError } from "../../errors.js";
import { canonicalJson } from "../../pool/json-column.js";
import { isTemporalType, parseType, type ScalarType, type ValueType } from "../../pool/value-type.js";
import { TemporalBase, type TemporalType } from "../../temporal/temporal-base.js";
import type { Json } from "../commits/commit.js";

const FLOATS_AS_TEXT: ReadonlyMap<string, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["-0", -0],
]);

/** The one key of an object that has the text of a document. */
const TEXT_KEY = "$json";

/** Whether JSON is, or has in it as items, the text of a document. */
export function hasTexts(type: ValueType, json: Json): boolean {
  if (type === "json") return isText(json);
  return type === "list<json>" && Array.isArray(json) && json.some(isText);
}

function isText(json: unknown): json is { readonly [TEXT_KEY]: string } {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return false;
  const keys = Object.keys(json);
  return (
    keys.length === 1 &&
    keys[0] === TEXT_KEY &&
    typeof (json as Record<string, unknown>)[TEXT_KEY] === "string"
  );
}

/** A document as it is, or as its text: where JSON would lose a -0, and where it looks like such a text itself. */
function encodeDocument(value: Json): Json {
  return hasNegativeZero(value) || isText(value) ? { [TEXT_KEY]: canonicalJson(value, 0) as string } : value;
}

function hasNegativeZero(value: Json): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some(hasNegativeZero);
  return Object.is(value, -0);
}

function decodeDocument(json: unknown, texts: boolean): unknown {
  if (!texts || !isText(json)) return json;
  try {
    return JSON.parse(json[TEXT_KEY]);
  } catch (cause) {
    const message = `value of type json expected the text of a document in "${TEXT_KEY}", got ${describe(json[TEXT_KEY])}`;
    throw new GroggyError("INVALID_PATCH", message, {}, cause);
  }
}

/** A value as JSON. */
export function encodeValue(type: ValueType, value: unknown): Json {
  const parsed = parseType(type);
  if (parsed?.kind === "list")
    return Array.from(value as unknown[], (item) => encodeScalar(parsed.element, item));
  if (parsed?.kind === "vector") return Array.from(value as Float32Array, encodeFloat);
  return encodeScalar(type as ScalarType, value);
}

function encodeScalar(type: ScalarType, value: unknown): Json {
  switch (type) {
    case "int64":
    case "integer":
      return String(value);
    case "timestamp":
      return (value as Date).getTime();
    case "float32":
    case "float64":
      return encodeFloat(value as number);
    case "binary":
      return toBase64(value as Uint8Array);
    case "json":
      return encodeDocument(value as Json);
    default:
      return value instanceof TemporalBase ? value.toString() : (value as Json);
  }
}

function encodeFloat(value: number): Json {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : String(value);
}

/**
 * The value that JSON encodes. Throws if it is not one of the type.
 *
 * @param texts whether a document may be stored as its text.
 */
export function decodeValue(type: ValueType, json: unknown, texts: boolean): unknown {
  const parsed = parseType(type);
  if (parsed?.kind === "list")
    return listOf(type, json).map((item) => decodeScalar(parsed.element, item, texts));
  if (parsed?.kind === "vector")
    return Float32Array.from(listOf(type, json), (item) => decodeFloat(type, item));
  return decodeScalar(type as ScalarType, json, texts);
}

function decodeScalar(type: ScalarType, json: unknown, texts: boolean): unknown {
  switch (type) {
    case "int64":
    case "integer":
      if (typeof json === "string" && /^-?\d{1,19}$/.test(json)) return BigInt(json);
      throw misfit(type, json);
    case "timestamp":
      if (typeof json === "number") return new Date(json);
      throw misfit(type, json);
    case "float32":
    case "float64":
      return decodeFloat(type, json);
    case "binary":
      if (typeof json === "string") return fromBase64(json);
      throw misfit(type, json);
    case "json":
      return decodeDocument(json, texts);
    default:
      return isTemporalType(type) ? decodeTemporalText(type, json) : json;
  }
}

function decodeTemporalText(type: TemporalType, json: unknown): unknown {
  const value = typeof json === "string" ? tryTemporalFromText(type, json) : undefined;
  if (value === undefined) throw misfit(type, json);
  return value;
}

function decodeFloat(type: ValueType, json: unknown): number {
  const value = typeof json === "string" ? FLOATS_AS_TEXT.get(json) : json;
  if (typeof value !== "number") throw misfit(type, json);
  return value;
}

function listOf(type: ValueType, json: unknown): unknown[] {
  if (!Array.isArray(json)) throw misfit(type, json);
  return json;
}

function misfit(type: ValueType, json: unknown): GroggyError {
  return new GroggyError(
    "INVALID_PATCH",
    `value of type ${type} expected its form in JSON, got ${describe(json)}`,
  );
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text);
  } catch (cause) {
    throw new GroggyError(
      "INVALID_PATCH",
      `value of type binary expected base64, got ${describe(text)}`,
      {},
      cause,
    );
  }
  return Uint8Array.from(binary, (unit) => unit.charCodeAt(0));
}
