/**
 * Numbers for distinct texts, found by their UTF-8 bytes, so that no string is made of a text that was seen before:
 * open addressing over one table. The bytes lie one after another, as in a column of text.
 *
 * Invariant: text `n` is `bytes[offsets[n]] .. bytes[offsets[n + 1]]`, and each distinct text has one number.
 */
import { platform } from "#platform";

const SLOTS_MIN = 64;

/** Numbers in a slot. */
const SLOT = 4;

/** Texts of so many bytes are stored in their slot. */
const SHORT_BYTES = 8;

const BYTES_MIN = 1024;

const encoder = new TextEncoder();

export class ByteInterner {
  /**
   * Four numbers for each slot: the text's number plus one, 0 if it is free; two that tell texts apart; and the size in
   * bytes. Of up to eight bytes the two are the text itself, so that one cache line answers; of more they are hashes.
   */
  #slots = new Int32Array(SLOT * SLOTS_MIN);
  #offsets = new Uint32Array(SLOTS_MIN + 1);
  #bytes = new Uint8Array(BYTES_MIN);
  #count = 0;
  #scratch = new Uint8Array(256);

  /** How many distinct texts there are. */
  get count(): number {
    return this.#count;
  }

  /** All texts, one after another, as a column has them. */
  get offsets(): Uint32Array {
    return this.#offsets.subarray(0, this.#count + 1);
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#offsets[this.#count]);
  }

  /** The number of a text; a new one if it was not seen before. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    const slot = this.#slotOf(bytes, start, end);
    const held = this.#slots[slot];
    return held === 0 ? this.#add(slot, bytes, start, end) : held - 1;
  }

  /** The number of a text; -1 if it was not seen before. */
  find(text: string): number {
    const size = this.#encode(text);
    return this.#slots[this.#slotOf(this.#scratch, 0, size)] - 1;
  }

  /** The slot of a text; a free one, in which all but the number is written, if it was not seen before. */
  #slotOf(bytes: Uint8Array, start: number, end: number): number {
    const size = end - start;
    let low = 0;
    let high = 0;
    if (size <= SHORT_BYTES) {
      const middle = size > 4 ? start + 4 : end;
      for (let i = middle - 1; i >= start; i--) low = (low << 8) | bytes[i];
      for (let i = end - 1; i >= middle; i--) high = (high << 8) | bytes[i];
    } else {
      low = 0x811c9dc5 | 0;
      for (let i = start; i < end; i++) {
        low = Math.imul(low ^ bytes[i], 0x01000193);
        high = (high + low) | 0;
      }
    }
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hashOf(low, high, size) << 2) & mask;
    for (let held = slots[slot]; held !== 0; held = slots[slot]) {
      if (
        slots[slot + 1] === low &&
        slots[slot + 2] === high &&
        slots[slot + 3] === size &&
        (size <= SHORT_BYTES || this.#is(held - 1, bytes, start, end))
      )
        return slot;
      slot = (slot + SLOT) & mask;
    }
    slots[slot + 1] = low;
    slots[slot + 2] = high;
    slots[slot + 3] = size;
    return slot;
  }

  /** The number of a text, which has no lone surrogates. */
  internText(text: string): number {
    const size = this.#encode(text);
    return this.intern(this.#scratch, 0, size);
  }

  #encode(text: string): number {
    if (this.#scratch.length < text.length * 3) this.#scratch = new Uint8Array(text.length * 4);
    const { length } = text;
    if (length <= 32) {
      let i = 0;
      for (; i < length; i++) {
        const unit = text.charCodeAt(i);
        if (unit > 0x7f) break;
        this.#scratch[i] = unit;
      }
      if (i === length) return i;
    }
    return encoder.encodeInto(text, this.#scratch).written;
  }

  /** A text by its number. */
  text(number: number): string {
    return platform.decodeUtf8(this.#bytes, this.#offsets[number], this.#offsets[number + 1]);
  }

  #is(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const at = this.#offsets[number];
    if (this.#offsets[number + 1] - at !== end - start) return false;
    const own = this.#bytes;
    for (let i = start, k = at; i < end; i++, k++) if (own[k] !== bytes[i]) return false;
    return true;
  }

  /** Adds a text to a slot that has all but its number. */
  #add(slot: number, bytes: Uint8Array, start: number, end: number): number {
    const number = this.#count;
    const at = this.#offsets[number];
    const size = end - start;
    if (at + size > this.#bytes.length) this.#bytes = longer(this.#bytes, at + size);
    const own = this.#bytes;
    if (size > 24) own.set(bytes.subarray(start, end), at);
    else for (let i = 0; i < size; i++) own[at + i] = bytes[start + i];
    if (number + 1 >= this.#offsets.length) this.#offsets = longer(this.#offsets, number + 2);
    this.#offsets[number + 1] = at + size;
    this.#slots[slot] = number + 1;
    this.#count = number + 1;
    // three slots in four are used at most
    if (4 * SLOT * this.#count > 3 * this.#slots.length) this.#grow();
    return number;
  }

  #grow(): void {
    const before = this.#slots;
    const slots = new Int32Array(before.length * 2);
    const mask = slots.length - 1;
    for (let at = 0; at < before.length; at += SLOT) {
      if (before[at] === 0) continue;
      let slot = (hashOf(before[at + 1], before[at + 2], before[at + 3]) << 2) & mask;
      while (slots[slot] !== 0) slot = (slot + SLOT) & mask;
      for (let i = 0; i < SLOT; i++) slots[slot + i] = before[at + i];
    }
    this.#slots = slots;
  }
}

function hashOf(low: number, high: number, size: number): number {
  let hash = Math.imul(low ^ Math.imul(high ^ size, 0x9e3779b1), 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** A larger array that begins with the same numbers. */
export function longer<T extends Uint8Array | Int32Array | Uint32Array | Float64Array | Float32Array>(
  array: T,
  length: number,
): T {
  const size = Math.max(length, array.length + (array.length >>> 1), 16);
  const larger = new (array.constructor as new (length: number) => T)(size);
  (larger as Uint8Array).set(array as Uint8Array);
  return larger;
}
