/**
 * A memory that kernels work in, and its allocation. Lasting data, such as the arcs of a frozen graph, reserves a
 * part for good; a call reserves a part for its scratch and gives it back at the end. A shared memory grows on
 * demand, and arrays made before stay valid. A plain one would detach them, so it gets its full size from the start,
 * which costs only addresses until it is touched.
 */
import { assert } from "../../errors.js";
import { createMemory, growMemory, type Memory, PAGE_COUNT_LIMIT, PAGE_SIZE_BYTES } from "./wasm.js";

interface Part {
  readonly start: number;
  readonly end: number;
}

/**
 * The first bytes belong to the modules: tables that functions such as exp bring along are written there with
 * each instance. scripts/build-kernels.mjs sees that they fit.
 */
const MODULE_SIZE_BYTES = 4096;

/** Parts begin at multiples of a cache line. */
const ALIGNMENT_BYTES = 64;

/** A holder of parts of an arena that it can give back when memory is short. */
export interface Evictable {
  evict(): void;
}

let arenaCount = 0;

export class Arena {
  readonly memory: Memory;
  readonly isShared: boolean;
  /** No two arenas of a process have the same. */
  readonly number = arenaCount++;
  /** Ascending; there are few at any time. */
  readonly #parts: Part[] = [{ start: 0, end: MODULE_SIZE_BYTES }];
  readonly #evictables = new Set<Evictable>();
  #sizeBytes: number;

  constructor(memory: Memory, isShared: boolean) {
    this.memory = memory;
    this.isShared = isShared;
    this.#sizeBytes = memory.buffer.byteLength;
  }

  /** The address of a part of this size; undefined if there is no free memory. It holds whatever was left there. */
  reserve(sizeBytes: number): number | undefined {
    const start = this.#find(sizeBytes);
    if (start !== undefined || this.#evictables.size === 0) return start;
    for (const spare of [...this.#evictables]) spare.evict();
    return this.#find(sizeBytes);
  }

  /** Adds a holder of parts that can be evicted when memory is short. */
  addEvictable(spare: Evictable): void {
    this.#evictables.add(spare);
  }

  removeEvictable(spare: Evictable): void {
    this.#evictables.delete(spare);
  }

  #find(sizeBytes: number): number | undefined {
    const parts = this.#parts;
    let start = 0;
    let place = 0;
    while (place < parts.length && start + sizeBytes > parts[place].start) {
      start = Math.ceil(parts[place].end / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
      place++;
    }
    if (!this.#growTo(start + sizeBytes)) return undefined;
    parts.splice(place, 0, { start, end: start + sizeBytes });
    return start;
  }

  /** Keeps the first bytes of a part and gives the rest back. */
  shorten(address: number, sizeBytes: number): void {
    const place = this.#parts.findIndex(({ start }) => start === address);
    assert(place >= 0 && sizeBytes <= this.#parts[place].end - address, "no part, or one that is shorter");
    this.#parts[place] = { start: address, end: address + sizeBytes };
  }

  /** Gives a part back. */
  release(address: number): void {
    const place = this.#parts.findIndex(({ start }) => start === address);
    assert(place >= 0, "a part given back that nobody has");
    this.#parts.splice(place, 1);
  }

  #growTo(sizeBytes: number): boolean {
    if (sizeBytes <= this.#sizeBytes) return true;
    const pageCount = Math.ceil((sizeBytes - this.#sizeBytes) / PAGE_SIZE_BYTES);
    if (!this.isShared || this.#sizeBytes / PAGE_SIZE_BYTES + pageCount > PAGE_COUNT_LIMIT) return false;
    if (!growMemory(this.memory, pageCount)) return false;
    this.#sizeBytes += pageCount * PAGE_SIZE_BYTES;
    return true;
  }
}

/**
 * An arena with room for `sizeBytes`, and for `spareSizeBytes` more later; undefined where there is no
 * WebAssembly or no memory to be had.
 */
export function createArena(sizeBytes: number, spareSizeBytes: number): Arena | undefined {
  const isShared = typeof SharedArrayBuffer !== "undefined";
  const wantedBytes = MODULE_SIZE_BYTES + sizeBytes + (isShared ? 0 : spareSizeBytes);
  const pageCount = Math.min(PAGE_COUNT_LIMIT, Math.ceil(wantedBytes / PAGE_SIZE_BYTES));
  const memory = createMemory(pageCount, isShared);
  return memory && new Arena(memory, isShared);
}
