/**
 * The working memory of an algorithm for one call: kernels, and arrays one after another in a part of their memory,
 * where kernels find an array at its `byteOffset`. Arrays hold whatever was left there. `release` gives the part
 * back, after which none of them may be used, so results are copied out first.
 */
import { assert } from "../../errors.js";
import type { Arena } from "../core/arena.js";
import type { WasmCode } from "../core/wasm.js";
import { algorithmCode, algorithmKernels } from "./algorithm-kernels.js";
import type { AlgorithmKernels } from "./algorithm-module.js";

/** Arrays begin at multiples of a cache line, so that two threads never write to the same line. */
const ALIGNMENT_BYTES = 64;

/** More arrays than any call makes. */
const ARRAY_COUNT_MAX = 64;

/** The bytes that openScratch reserves beyond the arrays. */
export const SCRATCH_SLACK_BYTES = ARRAY_COUNT_MAX * ALIGNMENT_BYTES;

export class Scratch {
  readonly arena: Arena;
  readonly kernels: AlgorithmKernels;
  readonly #start: number;
  readonly #end: number;
  #next: number;

  constructor(arena: Arena, kernels: AlgorithmKernels, start: number, end: number) {
    this.arena = arena;
    this.kernels = kernels;
    this.#start = start;
    this.#end = end;
    this.#next = start;
  }

  get code(): WasmCode | null {
    return algorithmCode(this.arena.isShared);
  }

  uint8(length: number): Uint8Array {
    return new Uint8Array(this.arena.memory.buffer, this.#take(length), length);
  }

  int32(length: number): Int32Array {
    return new Int32Array(this.arena.memory.buffer, this.#take(length * 4), length);
  }

  uint32(length: number): Uint32Array {
    return new Uint32Array(this.arena.memory.buffer, this.#take(length * 4), length);
  }

  float32(length: number): Float32Array {
    return new Float32Array(this.arena.memory.buffer, this.#take(length * 4), length);
  }

  float64(length: number): Float64Array {
    return new Float64Array(this.arena.memory.buffer, this.#take(length * 8), length);
  }

  /** The same words in scratch. */
  copyWords(words: Uint32Array): Uint32Array {
    const copy = this.uint32(words.length);
    copy.set(words);
    return copy;
  }

  /** The same numbers in scratch. */
  copyNumbers(numbers: Float64Array): Float64Array {
    const copy = this.float64(numbers.length);
    copy.set(numbers);
    return copy;
  }

  release(): void {
    this.arena.release(this.#start);
  }

  #take(sizeBytes: number): number {
    const address = this.#next;
    this.#next = Math.ceil((address + sizeBytes) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    assert(this.#next <= this.#end, "more scratch taken than asked for");
    return address;
  }
}

/**
 * Scratch for arrays of `sizeBytes` in all; undefined if there is no space, no WebAssembly, or no room: then
 * the loops in TypeScript run.
 */
export function openScratch(arena: Arena | undefined, sizeBytes: number): Scratch | undefined {
  if (arena === undefined) return undefined;
  const kernels = algorithmKernels(arena);
  const partBytes = sizeBytes + SCRATCH_SLACK_BYTES;
  const start = kernels && arena.reserve(partBytes);
  if (kernels === undefined || start === undefined) return undefined;
  return new Scratch(arena, kernels, start, start + partBytes);
}
