/** Values as short text of one line, for people to read. */
import { TemporalBase } from "../../temporal/temporal-base.js";

/** Text of at most `length` characters: what is too long ends in "…". */
export function cutText(text: string, length: number): string {
  // by code point, so that no pair of surrogates is torn apart
  if (text.length <= length) return text;
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, Math.max(length - 1, 0)).join("")}…`;
}

/** A value in at most `length` characters; "(absent)" where there is none. */
export function valueText(value: unknown, length: number): string {
  if (value === undefined) return "(absent)";
  if (typeof value === "string") {
    const shown = JSON.stringify(value.length > length ? value.slice(0, length) : value);
    return shown.length <= length && value.length <= length
      ? shown
      : `${cutText(shown.slice(0, -1), length - 1)}"`;
  }
  return cutText(plainText(value, length), length);
}

function plainText(value: unknown, length: number): string {
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof TemporalBase) return value.toString();
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value) || value instanceof Float32Array) {
    // no more of them than can be seen
    const items = Array.from(value.slice(0, length), (item) => valueText(item ?? null, length));
    return `[${items.join(", ")}]`;
  }
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
