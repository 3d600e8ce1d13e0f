/** The path, in a list, a vector or a JSON value, of an item that its column does not accept. */
import { describe } from "../errors.js";
import { type Fault, JsonText, pathStep, readJson } from "./canonical-json.js";
import type { Column } from "./column.js";
import { JsonColumn } from "./json-column.js";
import { ListColumn } from "./list-column.js";
import { isFloat32 } from "./number-column.js";
import { VectorColumn } from "./vector-column.js";

/**
 * The fault inside a value that a column does not accept; undefined if it is invalid as a whole. The value is a
 * result of `readValue`.
 */
export function faultIn(column: Column, value: unknown): Fault | undefined {
  if (column instanceof JsonColumn) {
    const { fault } = value instanceof JsonText ? value : readJson(value);
    return fault?.path === "" && fault.received === describe(value) ? undefined : fault;
  }
  if (column instanceof ListColumn) return faultAmong(value, column.elements.type, column.elements);
  if (!(column instanceof VectorColumn) || !Array.isArray(value)) return undefined;
  return value.length === column.dimensions ? faultAmong(value, "float32", undefined) : undefined;
}

function faultAmong(value: unknown, expected: string, items: Column | undefined): Fault | undefined {
  // a list that could not be read to its end says where it broke off
  if (value instanceof JsonText && Array.isArray(value.given) && value.fault !== undefined)
    return { ...value.fault, expected };
  if (!Array.isArray(value)) return undefined;
  const fits = (item: unknown) =>
    items === undefined ? isFloat32(item) : item !== null && items.accepts(item);
  const at = value.findIndex((item) => !fits(item));
  if (at < 0) return undefined;
  const inner = items === undefined ? undefined : faultIn(items, value[at]);
  if (inner !== undefined) return { ...inner, path: pathStep(at) + inner.path };
  return { path: pathStep(at), expected, received: describe(value[at]) };
}
