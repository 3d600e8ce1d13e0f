/**
 * Values as JSON says them: bigints as text, typed arrays as arrays, moments as ISO text. `JSON.stringify` itself refuses
 * bigints, and writes typed arrays as objects with a name for each position.
 */

/** A value without what `JSON.stringify` refuses or takes apart; what it does well is left to it. */
export function jsonValue(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value))
    return value instanceof DataView ? value : Array.from(value as never, jsonValue);
  if (Array.isArray(value)) return value.map(jsonValue);
  if (typeof (value as { toJSON?: unknown }).toJSON === "function") return value;
  return jsonFields(value);
}

/** The fields of an object, each as JSON says it. */
export function jsonFields(object: object): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object)) putField(fields, name, jsonValue(value));
  return fields;
}

/** Gives an object a property of its own, whatever its name. */
export function putField(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === "__proto__")
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}

/** Has `JSON.stringify` write bigints within an object as text and typed arrays as arrays. Returns the object. */
export function speakJson<T extends object>(object: T): T {
  if (Object.hasOwn(object, "toJSON")) return object;
  return Object.defineProperty(object, "toJSON", { value: fieldsAsJson, configurable: true, writable: true });
}

function fieldsAsJson(this: object): Record<string, unknown> {
  return jsonFields(this);
}
