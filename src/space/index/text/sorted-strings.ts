/**
 * Distinct strings in order of UTF-16 units, front-coded: each is kept as the number of units that it shares with the
 * one before it and its other units. Every sixteenth is whole, so that one is found by halving. An ordinal is the place
 * of a string in the order.
 */
import type { ByteReader } from "../../../structures/byte-reader.js";
import type { ByteWriter } from "../../../structures/byte-writer.js";
import { readArray, writeArrays } from "../stored-segments.js";
import { VarintReader, VarintWriter } from "./varints.js";

const GROUP_SHIFT = 4;
const GROUP_MASK = (1 << GROUP_SHIFT) - 1;

export class SortedStrings {
  readonly count: number;
  readonly #bytes: Uint8Array;
  /** Where each whole string begins. */
  readonly #groups: Uint32Array;
  readonly #unitsMax: number;

  /** Keeps strings that are in order. */
  static of(strings: readonly string[]): SortedStrings {
    const writer = new VarintWriter();
    const groups = new Uint32Array((strings.length + GROUP_MASK) >>> GROUP_SHIFT);
    let unitsMax = 0;
    for (let i = 0; i < strings.length; i++) {
      const text = strings[i];
      const isWhole = (i & GROUP_MASK) === 0;
      if (isWhole) groups[i >>> GROUP_SHIFT] = writer.length;
      const shared = isWhole ? 0 : sharedUnits(strings[i - 1], text);
      writer.write(shared);
      writer.write(text.length - shared);
      for (let unit = shared; unit < text.length; unit++) writer.write(text.charCodeAt(unit));
      unitsMax = Math.max(unitsMax, text.length);
    }
    return new SortedStrings(strings.length, writer.bytes(), groups, unitsMax);
  }

  private constructor(count: number, bytes: Uint8Array, groups: Uint32Array, unitsMax: number) {
    this.count = count;
    this.#bytes = bytes;
    this.#groups = groups;
    this.#unitsMax = unitsMax;
  }

  get byteLength(): number {
    return this.#bytes.byteLength + this.#groups.byteLength;
  }

  write(writer: ByteWriter): void {
    writer.u32(this.count).u32(this.#unitsMax);
    writeArrays(writer, [this.#bytes, this.#groups]);
  }

  /** Reads what `write` wrote. Throws a RangeError if it does not fit together. */
  static read(reader: ByteReader): SortedStrings {
    const [count, unitsMax] = [reader.u32(), reader.u32()];
    const bytes = readArray(reader, Uint8Array);
    const groups = readArray(reader, Uint32Array);
    if (groups.length !== (count + GROUP_MASK) >>> GROUP_SHIFT || groups.some((at) => at >= bytes.length))
      throw new RangeError("strings that begin elsewhere");
    return new SortedStrings(count, bytes, groups, unitsMax);
  }

  /** The ordinal of a string; -1 if it is not here. No string is put together on the way. */
  find(text: string): number {
    let low = 0;
    let high = this.#groups.length;
    // the first group that begins above the text; the text, if it is here, is in the one before
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compareWhole(middle, text) <= 0) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return -1;
    const first = (low - 1) << GROUP_SHIFT;
    const end = Math.min(first + GROUP_MASK + 1, this.count);
    const reader = new VarintReader(this.#bytes, this.#groups[low - 1]);
    /** Units that the text has in common with the string before, which is below it. */
    let common = 0;
    for (let ordinal = first; ordinal < end; ordinal++) {
      const shared = reader.next();
      const length = shared + reader.next();
      if (shared < common) return -1;
      if (shared > common) {
        reader.skip(length - shared);
        continue;
      }
      let at = shared;
      for (; at < length; at++) {
        const unit = reader.next();
        if (at < text.length && unit === text.charCodeAt(at)) continue;
        // beyond the text, or above it
        if (at === text.length || unit > text.charCodeAt(at)) return -1;
        reader.skip(length - at - 1);
        break;
      }
      if (at === length && at === text.length) return ordinal;
      common = at;
    }
    return -1;
  }

  /** Negative, zero or positive as the whole string of a group is below, equal to or above `text`. */
  #compareWhole(group: number, text: string): number {
    const reader = new VarintReader(this.#bytes, this.#groups[group]);
    reader.next();
    const length = reader.next();
    const common = Math.min(length, text.length);
    for (let i = 0; i < common; i++) {
      const difference = reader.next() - text.charCodeAt(i);
      if (difference !== 0) return difference;
    }
    return length - text.length;
  }

  at(ordinal: number): string {
    return this.#cursor(ordinal).text();
  }

  /** A cursor at the first string. */
  first(): StringCursor {
    return this.#cursor(0);
  }

  /** A cursor at the first string that is not below `text`; past the last one if there is none. */
  seek(text: string): StringCursor {
    let low = 0;
    let high = this.#groups.length;
    // the first group that begins above the text; the text, if it is here, is in the one before
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#cursor(middle << GROUP_SHIFT).compare(text) <= 0) low = middle + 1;
      else high = middle;
    }
    const cursor = this.#cursor(Math.max(low - 1, 0) << GROUP_SHIFT);
    while (!cursor.isDone && cursor.compare(text) < 0) cursor.next();
    return cursor;
  }

  /** A cursor at an ordinal. */
  #cursor(ordinal: number): StringCursor {
    const group = ordinal >>> GROUP_SHIFT;
    const cursor = new StringCursor(
      this.#bytes,
      this.#groups[group] ?? 0,
      group << GROUP_SHIFT,
      this.count,
      this.#unitsMax,
    );
    while (cursor.ordinal < ordinal) cursor.next();
    return cursor;
  }
}

/** Goes from one string to the next. */
export class StringCursor {
  /** Units of the present string, up to `length`. */
  readonly units: Uint16Array;
  length = 0;
  /** How many of them are those of the string before. */
  shared = 0;
  ordinal: number;
  readonly #reader: VarintReader;
  readonly #count: number;

  constructor(bytes: Uint8Array, at: number, ordinal: number, count: number, unitsMax: number) {
    this.units = new Uint16Array(unitsMax);
    this.#reader = new VarintReader(bytes, at);
    this.#count = count;
    this.ordinal = ordinal - 1;
    this.next();
  }

  /** Whether the cursor is past the last string. */
  get isDone(): boolean {
    return this.ordinal >= this.#count;
  }

  /** Goes to the next string. */
  next(): void {
    if (++this.ordinal >= this.#count) return;
    const reader = this.#reader;
    const before = this.length;
    let at = reader.next();
    this.length = at + reader.next();
    // a whole string is written whole, whatever it shares
    for (; at < Math.min(before, this.length); at++) {
      const unit = reader.next();
      if (unit !== this.units[at]) {
        this.shared = at;
        this.units[at++] = unit;
        for (; at < this.length; at++) this.units[at] = reader.next();
        return;
      }
    }
    this.shared = at;
    for (; at < this.length; at++) this.units[at] = reader.next();
  }

  text(): string {
    return String.fromCharCode(...this.units.subarray(0, this.length));
  }

  startsWith(text: string): boolean {
    if (text.length > this.length) return false;
    for (let i = 0; i < text.length; i++) if (this.units[i] !== text.charCodeAt(i)) return false;
    return true;
  }

  /** Negative, zero or positive as the string is below, equal to or above `text`. */
  compare(text: string): number {
    const common = Math.min(this.length, text.length);
    for (let i = 0; i < common; i++) {
      const difference = this.units[i] - text.charCodeAt(i);
      if (difference !== 0) return difference;
    }
    return this.length - text.length;
  }
}

function sharedUnits(a: string, b: string): number {
  const max = Math.min(a.length, b.length);
  let shared = 0;
  while (shared < max && a.charCodeAt(shared) === b.charCodeAt(shared)) shared++;
  return shared;
}
