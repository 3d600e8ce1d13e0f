/**
 * A map from ids to numbers, both 0 .. 2^32 - 2, which only grows: open addressing over one typed array, at most two
 * slots in three in use. It costs what is in it, however large ids are.
 */

const SLOTS_MIN = 16;

/** The result of `get` for an id that is not in the map. */
export const NO_ENTRY = -1;

export class IdMap {
  /** Slot `s`: the id plus 1 at `2 s`, 0 if the slot is free, and the number at `2 s + 1`. */
  #slots = new Uint32Array(2 * SLOTS_MIN);
  #shift = 32 - Math.log2(SLOTS_MIN);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get byteLength(): number {
    return this.#slots.byteLength;
  }

  /** The number of an id, or NO_ENTRY. */
  get(id: number): number {
    const slots = this.#slots;
    const slot = this.#find(id);
    return slots[slot] === 0 ? NO_ENTRY : slots[slot + 1];
  }

  set(id: number, value: number): void {
    const slot = this.#find(id);
    if (this.#slots[slot] === 0) this.#put(slot, id, value);
    else this.#slots[slot + 1] = value;
  }

  /** The number of an id, which is `value` from now on if it had none. */
  add(id: number, value: number): number {
    const slot = this.#find(id);
    if (this.#slots[slot] !== 0) return this.#slots[slot + 1];
    this.#put(slot, id, value);
    return value;
  }

  #put(free: number, id: number, value: number): void {
    let slot = free;
    if (3 * (this.#size + 1) > this.#slots.length) {
      this.#grow();
      slot = this.#find(id);
    }
    this.#slots[slot] = id + 1;
    this.#slots[slot + 1] = value;
    this.#size++;
  }

  clear(): void {
    this.#slots = new Uint32Array(2 * SLOTS_MIN);
    this.#shift = 32 - Math.log2(SLOTS_MIN);
    this.#size = 0;
  }

  /** The slot where an id is, or would be. */
  #find(id: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    // consecutive ids are spread by a multiple of the golden ratio, of which the upper bits are the best
    let slot = (Math.imul(id, 0x9e3779b1) >>> this.#shift) << 1;
    while (slots[slot] !== 0 && slots[slot] !== id + 1) slot = (slot + 2) & mask;
    return slot;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 4);
    this.#shift -= 2;
    for (let i = 0; i < old.length; i += 2) {
      if (old[i] === 0) continue;
      const slot = this.#find(old[i] - 1);
      this.#slots[slot] = old[i];
      this.#slots[slot + 1] = old[i + 1];
    }
  }
}
