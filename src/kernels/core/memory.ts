/**
 * Memory for columns. A large buffer is a WebAssembly memory of its own, so that kernels filter its
 * values where they lie; behind the bytes asked for it has spare room for the bits they give, one for
 * each value of four bytes or more, and for the numbers of rows to gather. A small one is a plain ArrayBuffer. Neither ever grows: a column
 * grows by allocating anew and copying.
 */
import type { Kernels } from "./module.js";
import { createMemory, instantiate, type Memory, PAGE_COUNT_LIMIT, PAGE_SIZE_BYTES } from "./wasm.js";

/** From this size on a buffer is a WebAssembly memory: one costs some 40 us to make. */
export const MEMORY_SIZE_BYTES_MIN = 65536;

/** So many rows at most are gathered at one call of a kernel. */
export const GATHER_ROW_COUNT_LIMIT = 4096;

/** The memory that kernels need to work on a buffer in place. */
export interface KernelMemory {
  readonly kernels: Kernels;
  /** The start of the spare bytes, a multiple of 16. */
  readonly spareOffset: number;
  readonly spareSizeBytes: number;
}

interface Backing {
  readonly memory: Memory;
  readonly spareOffset: number;
  kernelMemory: KernelMemory | null | undefined;
}

const backings = new WeakMap<ArrayBufferLike, Backing>();
/** Room behind the bits, for so many row numbers of a gather and 4 KiB more; a page untouched takes no memory. */
const SLACK_SIZE_BYTES = 4 * GATHER_ROW_COUNT_LIMIT + 4096;

/**
 * A zeroed buffer of at least `sizeBytes`. Its `byteLength` may be larger, so views on it must be made
 * with a length; what lies behind `sizeBytes` belongs to the kernels.
 *
 * @param spareSizeBytes the room behind the bytes. Defaults to what filters need.
 */
export function allocate(
  sizeBytes: number,
  spareSizeBytes = Math.ceil(sizeBytes / 32) + SLACK_SIZE_BYTES,
): ArrayBuffer {
  if (sizeBytes < MEMORY_SIZE_BYTES_MIN) return new ArrayBuffer(sizeBytes);
  const spareOffset = Math.ceil(sizeBytes / 16) * 16;
  const pageCount = Math.ceil((spareOffset + spareSizeBytes) / PAGE_SIZE_BYTES);
  const memory = pageCount > PAGE_COUNT_LIMIT ? undefined : createMemory(pageCount, false);
  if (memory === undefined) return new ArrayBuffer(sizeBytes);
  const buffer = memory.buffer as ArrayBuffer;
  backings.set(buffer, { memory, spareOffset, kernelMemory: undefined });
  return buffer;
}

/** The kernels over a buffer from {@link allocate}; undefined for any other, which wants a plain loop. */
export function kernelMemoryOf(buffer: ArrayBufferLike): KernelMemory | undefined {
  const backing = backings.get(buffer);
  if (backing === undefined) return undefined;
  if (backing.kernelMemory === undefined) {
    const { memory, spareOffset } = backing;
    const kernels = instantiate(memory, false);
    const spareSizeBytes = buffer.byteLength - spareOffset;
    backing.kernelMemory = kernels === undefined ? null : { kernels, spareOffset, spareSizeBytes };
  }
  return backing.kernelMemory ?? undefined;
}

/** The memory that a buffer from {@link allocate} is; undefined for any other. */
export function memoryOf(
  buffer: ArrayBufferLike,
): { readonly memory: Memory; readonly spareOffset: number } | undefined {
  return backings.get(buffer);
}
