/**
 * Commits by id: a table of the first 32 bits of each id and the commit's ordinal, 16 to 32 bytes a commit. Ids are
 * hashes, so their first bits say where to look, and ids that begin alike lie side by side.
 */

const CAPACITY_MIN = 64;
/** The hexadecimal digits of the bits that the table has. */
const DIGITS = 8;
/** The digits that `startingWith` goes by. */
const START_DIGITS = 4;

export class CommitIndex {
  /** Of each slot the first 32 bits of an id and an ordinal plus one; 0 for an empty slot. */
  #slots = new Uint32Array(2 * CAPACITY_MIN);
  #count = 0;

  /** Adds a commit that is not there yet. */
  add(id: string, ordinal: number): void {
    if (2 * ++this.#count > this.#capacity) this.#rebuild(2 * this.#capacity, ordinal);
    this.#put(firstBits(id), ordinal);
  }

  /** The ordinals of commits whose ids begin with the first eight digits of one; mostly one or none. */
  *alike(id: string): Generator<number> {
    const bits = firstBits(id);
    for (let slot = this.#slotOf(bits); this.#slots[2 * slot + 1] !== 0; slot = this.#next(slot)) {
      if (this.#slots[2 * slot] === bits) yield this.#slots[2 * slot + 1] - 1;
    }
  }

  /** The ordinals of commits whose ids begin with the first four digits of a text. */
  startingWith(text: string): number[] {
    const start = Number.parseInt(text.slice(0, START_DIGITS), 16);
    const last = this.#slotOf(((start << 16) | 0xffff) >>> 0);
    const found: number[] = [];
    let slot = this.#slotOf((start << 16) >>> 0);
    for (let isBeyond = false; !isBeyond || this.#slots[2 * slot + 1] !== 0; slot = this.#next(slot)) {
      const ordinal = this.#slots[2 * slot + 1];
      if (ordinal !== 0 && this.#slots[2 * slot] >>> 16 === start) found.push(ordinal - 1);
      isBeyond ||= slot === last;
    }
    return found;
  }

  /** Forgets commits from an ordinal on. */
  truncate(ordinalEnd: number): void {
    this.#rebuild(this.#capacity, ordinalEnd);
  }

  clear(): void {
    this.#slots = new Uint32Array(2 * CAPACITY_MIN);
    this.#count = 0;
  }

  get #capacity(): number {
    return this.#slots.length / 2;
  }

  #slotOf(bits: number): number {
    return bits >>> (Math.clz32(this.#capacity) + 1);
  }

  #next(slot: number): number {
    return (slot + 1) & (this.#capacity - 1);
  }

  #put(bits: number, ordinal: number): void {
    let slot = this.#slotOf(bits);
    while (this.#slots[2 * slot + 1] !== 0) slot = this.#next(slot);
    this.#slots[2 * slot] = bits;
    this.#slots[2 * slot + 1] = ordinal + 1;
  }

  #rebuild(capacity: number, ordinalEnd: number): void {
    const slots = this.#slots;
    this.#slots = new Uint32Array(2 * capacity);
    this.#count = 0;
    for (let i = 0; i < slots.length; i += 2) {
      if (slots[i + 1] === 0 || slots[i + 1] > ordinalEnd) continue;
      this.#put(slots[i], slots[i + 1] - 1);
      this.#count++;
    }
  }
}

function firstBits(id: string): number {
  return Number.parseInt(id.slice(0, DIGITS), 16);
}
