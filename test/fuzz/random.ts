// Numbers by chance that a seed decides.

export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to `count` - 1 (mulberry32). */
  next(count: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % count;
  }

  /** True once in `count` times. */
  chance(count: number): boolean {
    return this.next(count) === 0;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.next(items.length)];
  }
}
