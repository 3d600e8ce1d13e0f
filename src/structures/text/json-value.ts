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

/** Whether `JSON.stringify` writes a value of plain arrays and objects as {@link jsonValue} does. */
export function isJson(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value !== "bigint";
  if (Array.isArray(value)) return value.every(isJson);
  if (ArrayBuffer.isView(value)) return false;
  return typeof (value as { toJSON?: unknown }).toJSON === "function" || Object.values(value).every(isJson);
}

/** Has `JSON.stringify` write bigints within an object or array as text and typed arrays as arrays. Returns it. */
export function speakJson<T extends object>(object: T): T {
  if (Object.hasOwn(object, "toJSON")) return object;
  const value = Array.isArray(object) ? itemsAsJson : fieldsAsJson;
  return Object.defineProperty(object, "toJSON", { value, configurable: true, writable: true });
}

function itemsAsJson(this: readonly unknown[]): unknown[] {
  return this.map(jsonValue);
}

function fieldsAsJson(this: object): Record<string, unknown> {
  return jsonFields(this);
}
