// Values as text: equal text for equal values, where NaN equals itself and 0 differs from -0.

import { TemporalBase } from "../../src/temporal/temporal-base.js";

/** One value of an attribute as text. */
export function show(value: unknown): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof TemporalBase) return `${value.temporalType}(${value})`;
  if (value instanceof Date) return `Date(${value.getTime()})`;
  if (ArrayBuffer.isView(value)) {
    return `${value.constructor.name}(${Array.from(value as unknown as ArrayLike<unknown>, show).join()})`;
  }
  if (Array.isArray(value)) return `[${value.map(show).join()}]`;
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${show(item)}`);
  return `{${entries.sort().join()}}`;
}

/** Throws unless two values are equal. */
export function agree(what: string, actual: unknown, expected: unknown): void {
  const [a, b] = [show(actual), show(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, got ${a}`);
}

/** What an action throws; fails if it throws nothing. */
export function thrownBy(what: string, action: () => unknown): Error & { code?: string } {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`${what}: threw ${show(error)}, which is no Error`);
  }
  throw new Error(`${what}: expected it to throw`);
}
