/**
 * Seeded pseudo-random numbers, the same on every platform: sfc32 ("small fast counter", Chris Doty-Humphrey's
 * PractRand), 128 bits of state of which 32 count, so that every seed's period is at least 2^32 numbers.
 * Not for secrets.
 */

/** The first numbers are thrown away: by then each bit of the seed has reached all of the state. */
const WARM_UP_COUNT = 15;

/** A stream of random numbers that its seed determines. */
export class Prng {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** @param seed any finite number; two that differ give other streams, but for 0 and -0. */
  constructor(seed: number) {
    if (Number.isInteger(seed) && Math.abs(seed) < 2 ** 63) {
      this.#a = seed | 0;
      this.#b = Math.floor(seed / 2 ** 32) | 0;
      this.#c = 0x9e3779b9;
    } else {
      // another constant, so that no such seed starts where a whole number does
      const bits = new DataView(new ArrayBuffer(8));
      bits.setFloat64(0, seed);
      this.#a = bits.getInt32(4);
      this.#b = bits.getInt32(0);
      this.#c = 0x85ebca6b;
    }
    for (let i = 0; i < WARM_UP_COUNT; i++) this.next();
  }

  /** The state, in four words, for a kernel that continues with the same numbers. */
  state(): Uint32Array {
    return Uint32Array.of(this.#a, this.#b, this.#c, this.#counter);
  }

  /** The next 32 bits, as a whole number 0 .. 2^32 - 1. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number from 0 up to but not including 1, a multiple of 2^-53. */
  float(): number {
    return ((this.next() >>> 5) * 2 ** 26 + (this.next() >>> 6)) * 2 ** -53;
  }

  /** A whole number 0 .. bound - 1, each as likely as the others; `bound` is 1 .. 2^32. */
  below(bound: number): number {
    // numbers beyond the last whole multiple of `bound` are drawn again, else small results would be more frequent
    const rounds = 2 ** 32 - (2 ** 32 % bound);
    let drawn = this.next();
    while (drawn >= rounds) drawn = this.next();
    return drawn % bound;
  }

  /** Puts the items of an array into an order in which every order is as likely as the others, and returns it. */
  shuffle<T extends { readonly length: number; [index: number]: unknown }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const item = items[i];
      items[i] = items[j];
      items[j] = item;
    }
    return items;
  }
}
