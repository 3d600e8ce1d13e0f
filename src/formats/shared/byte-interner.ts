/**
 * Numbers for distinct texts, found by their UTF-8 bytes, so that no string is made of a text that was seen before:
 * open addressing over one table. The bytes lie one after another, as in a column of text.
 *
 * Invariant: text `n` is `bytes[offsets[n]] .. bytes[offsets[n + 1]]`, and each distinct text has one number.
 */
import { platform } from "#platform";

const SLOTS_MIN = 64;
const BYTES_MIN = 1024;

const encoder = new TextEncoder();

export class ByteInterner {
  #slots = new Int32Array(SLOTS_MIN);
  #hashes = new Uint32Array(SLOTS_MIN);
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
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    hash = (hash ^ (hash >>> 15)) >>> 0;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let held = slots[slot]; held !== 0; held = slots[slot]) {
      if (this.#hashes[held - 1] === hash && this.#is(held - 1, bytes, start, end)) return held - 1;
      slot = (slot + 1) & mask;
    }
    return this.#add(hash, slot, bytes, start, end);
  }

  /** The number of a text; -1 if it was not seen before. */
  find(text: string): number {
    const size = this.#encode(text);
    let hash = 0x811c9dc5;
    for (let i = 0; i < size; i++) hash = Math.imul(hash ^ this.#scratch[i], 0x01000193);
    hash = (hash ^ (hash >>> 15)) >>> 0;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const held = this.#slots[slot];
      if (held === 0) return -1;
      if (this.#hashes[held - 1] === hash && this.#is(held - 1, this.#scratch, 0, size)) return held - 1;
    }
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

  #add(hash: number, slot: number, bytes: Uint8Array, start: number, end: number): number {
    const number = this.#count;
    const at = this.#offsets[number];
    const size = end - start;
    if (at + size > this.#bytes.length) this.#bytes = longer(this.#bytes, at + size);
    const own = this.#bytes;
    if (size > 24) own.set(bytes.subarray(start, end), at);
    else for (let i = 0; i < size; i++) own[at + i] = bytes[start + i];
    if (number + 1 >= this.#offsets.length) this.#offsets = longer(this.#offsets, number + 2);
    if (number >= this.#hashes.length) this.#hashes = longer(this.#hashes, number + 1);
    this.#offsets[number + 1] = at + size;
    this.#hashes[number] = hash;
    this.#slots[slot] = number + 1;
    this.#count = number + 1;
    // one slot in two is used at most
    if (2 * this.#count > this.#slots.length) this.#grow();
    return number;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#count; number++) {
      let slot = this.#hashes[number] & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
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
