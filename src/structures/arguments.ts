/** Checks of what callers hand in, each with the words for what came instead. */
import { describe } from "../errors.js";

/** The longest name of an attribute, label or type, in UTF-16 units. */
export const NAME_LENGTH_MAX = 1024;

/** Throws unless `name` can name an attribute, a label or a type. */
export function checkName(what: string, name: unknown): asserts name is string {
  if (typeof name === "string" && name.length > 0 && name.length <= NAME_LENGTH_MAX && name.isWellFormed())
    return;
  let received = describe(name);
  if (typeof name === "string" && name.length > NAME_LENGTH_MAX) received = `one of ${name.length}`;
  else if (typeof name === "string" && name.length > 0) received = "one with a lone surrogate";
  throw new TypeError(`"${what}" expected a name of 1 to ${NAME_LENGTH_MAX} characters, got ${received}`);
}

/** Whether a value is an object that its own properties make up, as they do not a Map, a Date or an array. */
export function isRecord(value: unknown): value is object {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** For attributes that are no record. */
export function notAttributes(what: "values" | "columns", received: unknown): TypeError {
  return new TypeError(`"attributes" expected an object of ${what} by name, got ${describe(received)}`);
}

/** Whether a value is an array, a typed array, or an object with a length whose items are properties. */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return true;
  if (isHollow(value)) return false;
  const { length } = value as { length?: unknown };
  if (typeof length !== "number" || !Number.isSafeInteger(length) || length < 0) return false;
  return length === 0 || length - 1 in value;
}

const TypedArray: unknown = /* @__PURE__ */ Object.getPrototypeOf(Uint8Array);

/** Whether a value has the methods of typed arrays and is none, as a proxy of one: each of them would throw. */
function isHollow(value: object): boolean {
  return value instanceof (TypedArray as typeof Uint8Array) && !ArrayBuffer.isView(value);
}

/** Names as they are given: of an array its items, each read once; anything else as it is, to be checked later. */
export function readNames(names: unknown): unknown {
  if (!Array.isArray(names)) return names;
  const items: unknown[] = [];
  for (let i = 0; i < names.length; i++) {
    const name: unknown = names[i];
    items.push(name);
    // no name, and an array may be long and empty
    if (name === undefined) break;
  }
  return items;
}

/** Throws unless `given` is a function. */
export function checkCallback(what: string, given: unknown): void {
  if (typeof given !== "function")
    throw new TypeError(`"${what}" expected a function, got ${describe(given)}`);
}

/**
 * An object as an iterable over the one iterator that is asked of it here; undefined if it has none. An object may say
 * that it can be iterated over and then give anything.
 */
export function iterableOf<T>(given: unknown): Iterable<T> | undefined {
  if (typeof given !== "object" || given === null || isHollow(given)) return undefined;
  // without its memory, which was transferred, it has no items, and refuses to be iterated over
  if (given instanceof (TypedArray as typeof Uint8Array) && given.byteLength === 0) return [];
  const iterate = (given as { [Symbol.iterator]?: unknown })[Symbol.iterator];
  if (typeof iterate !== "function") return undefined;
  const iterator = Reflect.apply(iterate, given, []) as Iterator<T> | null | undefined;
  return typeof iterator?.next === "function" ? { [Symbol.iterator]: () => iterator } : undefined;
}
