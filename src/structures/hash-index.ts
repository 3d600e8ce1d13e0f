/**
 * From the hash of a value to the rows that have it: open addressing over one typed array, a slot for each distinct
 * value, and the rows of equal value chained from the newest to the oldest. The values themselves stay in the column;
 * callers provide the comparison.
 *
 * Invariant: every row added and not removed is in the chain of exactly one slot, whose hash is that of the row's value.
 */

const SLOTS_MIN = 16;
/** No row: the end of a chain. */
const NONE = -1;
/** In a slot in place of a row: all rows of the value were removed, and the search goes on behind it. */
const REMOVED = 0xffffffff;

export class HashIndex {
  /** Slot `s`: the hash at `2 s`, the newest row plus 1 at `2 s + 1`, 0 if the slot is free. */
  #slots = new Uint32Array(2 * SLOTS_MIN);
  #used = 0;
  #next = new Int32Array(0);
  readonly #same: (rowA: number, rowB: number) => boolean;

  /** `same` tells whether two rows have equal values; it is called only for rows of equal hashes. */
  constructor(same: (rowA: number, rowB: number) => boolean) {
    this.#same = same;
  }

  /** How many distinct values there are. */
  get valueCount(): number {
    return this.#used;
  }

  get byteLength(): number {
    return this.#slots.byteLength + this.#next.byteLength;
  }

  /** Reserves memory for rows below `rowCount`, a part of which may never be added. */
  reserve(rowCount: number): void {
    if (rowCount <= this.#next.length) return;
    const next = new Int32Array(Math.max(rowCount, Math.ceil(this.#next.length * 1.5)));
    next.set(this.#next);
    this.#next = next;
  }

  /** Reserves slots for so many more distinct values. */
  reserveValues(count: number): void {
    let size = this.#slots.length;
    while (3 * (this.#used + count) > size) size *= 2;
    if (size > this.#slots.length) this.#grow(size);
  }

  /** Adds a row, which was not added before and for which memory was reserved. */
  add(row: number, hash: number): void {
    // two slots in three are used at most
    if (3 * (this.#used + 1) > this.#slots.length) this.#grow(this.#slots.length * 2);
    const slots = this.#slots;
    const mask = (slots.length >>> 1) - 1;
    let slot = hash & mask;
    let removed = NONE;
    while (slots[2 * slot + 1] !== 0) {
      if (slots[2 * slot + 1] === REMOVED) {
        if (removed < 0) removed = slot;
      } else if (slots[2 * slot] === hash && this.#same(slots[2 * slot + 1] - 1, row)) {
        this.#next[row] = slots[2 * slot + 1] - 1;
        slots[2 * slot + 1] = row + 1;
        return;
      }
      slot = (slot + 1) & mask;
    }
    if (removed < 0) this.#used++;
    else slot = removed;
    slots[2 * slot] = hash;
    slots[2 * slot + 1] = row + 1;
    this.#next[row] = NONE;
  }

  /** Removes a row that was added with this hash. O(rows of the value that were added after it). */
  remove(row: number, hash: number): void {
    const slots = this.#slots;
    const mask = (slots.length >>> 1) - 1;
    for (let slot = hash & mask; slots[2 * slot + 1] !== 0; slot = (slot + 1) & mask) {
      if (slots[2 * slot] !== hash || slots[2 * slot + 1] === REMOVED) continue;
      const newest = slots[2 * slot + 1] - 1;
      if (newest === row) {
        const next = this.#next[row];
        slots[2 * slot + 1] = next < 0 ? REMOVED : next + 1;
        return;
      }
      if (!this.#same(newest, row)) continue;
      for (let before = newest; before >= 0; before = this.#next[before]) {
        if (this.#next[before] !== row) continue;
        this.#next[before] = this.#next[row];
        return;
      }
    }
  }

  /** The newest row with the value that has this hash and that `matches` is true of; negative if there is none. */
  first(hash: number, matches: (row: number) => boolean): number {
    const slots = this.#slots;
    const mask = (slots.length >>> 1) - 1;
    for (let slot = hash & mask; slots[2 * slot + 1] !== 0; slot = (slot + 1) & mask) {
      const newest = slots[2 * slot + 1];
      if (slots[2 * slot] === hash && newest !== REMOVED && matches(newest - 1)) return newest - 1;
    }
    return NONE;
  }

  /**
   * The slot of the first value with this hash, from a slot on that an earlier call gave, and one; negative if there is
   * none left. As `first`, for callers that compare in a loop of their own: functions made for each call cost more than
   * the search.
   */
  slotOf(hash: number, after = NONE): number {
    const slots = this.#slots;
    const mask = (slots.length >>> 1) - 1;
    for (let slot = (after < 0 ? hash : after + 1) & mask; ; slot = (slot + 1) & mask) {
      const newest = slots[2 * slot + 1];
      if (newest === 0) return NONE;
      if (slots[2 * slot] === hash && newest !== REMOVED) return slot;
    }
  }

  /**
   * Writes the newest row of each key to `out`, negative where there is none: the one whose numbers are those of the key,
   * `width` for each. A negative hash is none.
   */
  firstOfMany(
    hashes: Float64Array,
    count: number,
    keys: Int32Array | Float32Array | Float64Array,
    values: Int32Array | Float32Array | Float64Array,
    width: 1 | 2,
    out: Int32Array,
  ): void {
    if (width === 1) firstOfNumbers(this.#slots, hashes, count, keys, values, out);
    else firstOfPairs(this.#slots, hashes, count, keys, values, out);
  }

  /** The newest row in a slot. */
  rowIn(slot: number): number {
    return this.#slots[2 * slot + 1] - 1;
  }

  /** The row added before `row` with the same value; negative if there is none. */
  next(row: number): number {
    return this.#next[row];
  }

  #grow(length: number): void {
    const old = this.#slots;
    const slots = new Uint32Array(length);
    const mask = (slots.length >>> 1) - 1;
    for (let i = 0; i < old.length; i += 2) {
      if (old[i + 1] === 0) continue;
      if (old[i + 1] === REMOVED) {
        this.#used--;
        continue;
      }
      let slot = old[i] & mask;
      while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
      slots[2 * slot] = old[i];
      slots[2 * slot + 1] = old[i + 1];
    }
    this.#slots = slots;
  }
}

// Loops of typed arrays alone, whose code outlives collections.

function firstOfNumbers(
  slots: Uint32Array,
  hashes: Float64Array,
  count: number,
  keys: ArrayLike<number>,
  values: ArrayLike<number>,
  out: Int32Array,
): void {
  const mask = (slots.length >>> 1) - 1;
  for (let i = 0; i < count; i++) {
    const hash = hashes[i];
    let found = NONE;
    if (hash >= 0) {
      const key = keys[i];
      for (let slot = hash & mask; slots[2 * slot + 1] !== 0; slot = (slot + 1) & mask) {
        const newest = slots[2 * slot + 1];
        if (slots[2 * slot] !== hash || newest === REMOVED || values[newest - 1] !== key) continue;
        found = newest - 1;
        break;
      }
    }
    out[i] = found;
  }
}

function firstOfPairs(
  slots: Uint32Array,
  hashes: Float64Array,
  count: number,
  keys: ArrayLike<number>,
  values: ArrayLike<number>,
  out: Int32Array,
): void {
  const mask = (slots.length >>> 1) - 1;
  for (let i = 0; i < count; i++) {
    const hash = hashes[i];
    let found = NONE;
    for (let slot = hash & mask; slots[2 * slot + 1] !== 0; slot = (slot + 1) & mask) {
      const newest = slots[2 * slot + 1];
      if (slots[2 * slot] !== hash || newest === REMOVED) continue;
      const at = 2 * (newest - 1);
      if (values[at] !== keys[2 * i] || values[at + 1] !== keys[2 * i + 1]) continue;
      found = newest - 1;
      break;
    }
    out[i] = found;
  }
}
