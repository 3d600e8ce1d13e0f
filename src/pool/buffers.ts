/** Typed arrays that grow by copying: fixed buffers only, since resizable ones double the time of every loop. */
import { allocate } from "../kernels/core/memory.js";

/** The kinds of typed array that columns are made of. */
export type Numbers = Uint8Array | Int32Array | Uint32Array | Float32Array | Float64Array | BigInt64Array;

type NumbersConstructor<T extends Numbers> = {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
};

/**
 * Loops over the values of a bulk write are called for so many at a time. One that is called once for a write is compiled
 * in its middle, and V8 throws that code away at the next collection.
 */
export const BULK_PART_ROWS = 1024;

const DOUBLING_BYTES_MAX = 1 << 20;

/** A zeroed array of exactly `length` numbers. */
export function allocateNumbers<T extends Numbers>(Kind: NumbersConstructor<T>, length: number): T {
  return new Kind(allocate(length * Kind.BYTES_PER_ELEMENT), 0, length);
}

/**
 * `array` itself if it holds `length` numbers, otherwise a larger array that starts with the same numbers. Where the
 * array was empty it becomes exactly as long as asked, so that one bulk load wastes nothing.
 */
export function grown<T extends Numbers>(array: T, length: number): T {
  if (length <= array.length) return array;
  const Kind = array.constructor as NumbersConstructor<T>;
  const larger = allocateNumbers(Kind, grownLength(array, length));
  (larger as Uint8Array).set(array as Uint8Array);
  return larger;
}

/** As `grown`, for numbers that no kernel filters: without the spare bytes that filters need; an eighth more. */
export function grownPlain<T extends Numbers>(array: T, length: number): T {
  if (length <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => T)(grownLength(array, length));
  (larger as Uint8Array).set(array as Uint8Array);
  return larger;
}

function grownLength(array: Numbers, length: number): number {
  if (array.length === 0) return length === 1 ? 16 : length;
  const factor = array.byteLength < DOUBLING_BYTES_MAX ? 2 : 1.5;
  return Math.max(length, Math.ceil(array.length * factor));
}
