/** Freezes values of JSON in depth. */

/** Freezes a value with all that it holds. */
export function deepFreeze(value: unknown): unknown {
  if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) deepFreeze(item);
    Object.freeze(value);
  }
  return value;
}
