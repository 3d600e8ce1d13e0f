/**
 * Values as callers give them, read once into a form that runs no user code when it is read again: getters, proxies,
 * `toJSON` and iterators run here and nowhere else, before anything is checked or written.
 */
import { steadyTemporal } from "#lazy/temporal";
import { describe } from "../errors.js";
import { TemporalBase } from "../temporal/temporal-base.js";
import { type Fault, JsonText, pathStep, readJson } from "./canonical-json.js";

export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/**
 * A value of an attribute as it is at the time of the call: primitives as they are, a Date as a new one, a typed array
 * as {@link steadyArray}, an array as a new one of such values, and any other object as its JSON text.
 */
export function readValue(value: unknown): unknown {
  return typeof value === "object" && value !== null ? readObject(value, undefined) : value;
}

function readObject(value: object, within: object | undefined): unknown {
  if (ArrayBuffer.isView(value)) return value instanceof DataView ? value : steadyArray(value);
  if (value instanceof TemporalBase) {
    const temporal = steadyTemporal(value);
    if (temporal !== undefined) return temporal;
  }
  const time = timeOf(value);
  if (time !== undefined) return new Date(time);
  if (!Array.isArray(value) || within !== undefined) return readJson(value, within);
  return typeof (value as { toJSON?: unknown }).toJSON === "function" ? readJson(value) : readList(value);
}

/** Lists hold values of one plain type; what lies deeper is JSON. */
function readList(list: readonly unknown[]): unknown {
  const { length } = list;
  const items: unknown[] = [];
  for (let i = 0; i < length; i++) {
    const item = list[i];
    if (typeof item === "object" && item !== null) items.push(readObject(item, list));
    // no type has these, and a list may be long and empty
    else if (item === undefined || typeof item === "function" || typeof item === "symbol") {
      const fault: Fault = { path: pathStep(i), expected: "a value", received: describe(item) };
      return new JsonText(list, undefined, fault);
    } else items.push(item);
  }
  return items;
}

/** The time of a Date, valid or not, whatever methods it has been given; undefined of other objects. */
export function timeOf(value: object): number | undefined {
  if (!(value instanceof Date)) return undefined;
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    // its prototype is that of a Date, and no more
    return undefined;
  }
}

/** The built-in array that has a name, as `Symbol.toStringTag` of typed arrays gives it. */
const TYPED_ARRAYS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

type Intrinsic = (this: ArrayBufferView) => unknown;

interface Intrinsics {
  readonly tag: Intrinsic;
  readonly buffer: Intrinsic;
  readonly byteOffset: Intrinsic;
  readonly length: Intrinsic;
}

/** The properties of typed arrays themselves, even if a subclass or the object overrides them. */
const intrinsics: Intrinsics = /* @__PURE__ */ readIntrinsics();

function readIntrinsics(): Intrinsics {
  const prototype: object = Object.getPrototypeOf(Uint8Array.prototype);
  const getter = (name: string | symbol) =>
    Object.getOwnPropertyDescriptor(prototype, name)?.get as unknown as Intrinsic;
  return {
    tag: getter(Symbol.toStringTag),
    buffer: getter("buffer"),
    byteOffset: getter("byteOffset"),
    length: getter("length"),
  };
}

/** Up to this many items are copied, which is cheaper than a view. */
const COPY_LENGTH_MAX = 8;

/**
 * A typed array that is what it seems: a built-in one over the same memory, whatever was made of the object, or a copy
 * where another thread could write to the memory meanwhile. An array of a kind that is not known here, such as
 * Float16Array, becomes a plain one.
 */
export function steadyArray(given: ArrayBufferView): TypedArray | unknown[] {
  const name = intrinsics.tag.call(given) as keyof typeof TYPED_ARRAYS;
  const length = intrinsics.length.call(given) as number;
  if (!Object.hasOwn(TYPED_ARRAYS, name)) {
    const items: unknown[] = [];
    for (let i = 0; i < length; i++) items.push((given as unknown as ArrayLike<unknown>)[i]);
    return items;
  }
  const BuiltIn = TYPED_ARRAYS[name] as new (...given: unknown[]) => TypedArray;
  // one whose memory was transferred has none that could be copied
  if (length === 0) return new BuiltIn(0);
  if (length <= COPY_LENGTH_MAX) return new BuiltIn(given);
  const buffer = intrinsics.buffer.call(given);
  if (!isPlainBuffer(buffer)) return new BuiltIn(given);
  return new BuiltIn(buffer, intrinsics.byteOffset.call(given), length);
}

/** Whether only this thread can write to a buffer, and its size is fixed. */
function isPlainBuffer(buffer: unknown): buffer is ArrayBuffer {
  return buffer instanceof ArrayBuffer && (buffer as { resizable?: boolean }).resizable !== true;
}
