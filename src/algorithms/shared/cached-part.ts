/**
 * Arrays that are made from a frozen graph and lie in its memory. From the second request on they stay cached there. They
 * are evicted with the graph, or when memory is short. Arrays in use stay until they are released.
 */

import type { Evictable } from "../../kernels/core/arena.js";
import type { Scratch } from "../../kernels/runtime/scratch.js";

/** The cached parts of one kind, by what they are made from. */
export class PartCache<Key extends object, Place> {
  readonly #cached = new WeakMap<Key, CachedPart<Place>>();
  readonly #requested = new WeakSet<Key>();

  /** The one that is cached, if there is one. The user has to release it. */
  find(key: Key): CachedPart<Place> | undefined {
    const cached = this.#cached.get(key);
    cached?.use();
    return cached;
  }

  /** A new part, which is cached unless another is or this is the first request. The user has to release it. */
  add(key: Key, place: Place, storage: Scratch): CachedPart<Place> {
    const part = new CachedPart(place, storage);
    const isFirst = !this.#requested.has(key);
    this.#requested.add(key);
    if (isFirst || this.#cached.has(key)) return part;
    this.#cached.set(key, part);
    part.keep(() => this.#cached.delete(key));
    return part;
  }
}

/** Arrays in a part of a graph's memory. */
export class CachedPart<Place> implements Evictable {
  readonly place: Place;
  readonly #storage: Scratch;
  #userCount = 1;
  #forget: (() => void) | undefined;

  constructor(place: Place, storage: Scratch) {
    this.place = place;
    this.#storage = storage;
  }

  use(): void {
    this.#userCount++;
  }

  /** Keeps the arrays until they are evicted, which calls `forget`. */
  keep(forget: () => void): void {
    this.#forget = forget;
    this.#storage.arena.addEvictable(this);
  }

  release(): void {
    this.#userCount--;
    this.#free();
  }

  evict(): void {
    this.#forget?.();
    this.#forget = undefined;
    this.#storage.arena.removeEvictable(this);
    this.#free();
  }

  #free(): void {
    if (this.#userCount === 0 && this.#forget === undefined) this.#storage.release();
  }
}
