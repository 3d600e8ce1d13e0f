/** Bytes written one after another into a buffer that grows: the canonical form that hashes are taken over. */

const encoder = new TextEncoder();
/** Below this many UTF-16 units a loop beats the call of TextEncoder. */
const LOOP_UNITS_MAX = 48;

export class ByteWriter {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The bytes written so far: a view that the next write may invalidate. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Clears the contents and keeps the memory. */
  reset(): this {
    this.#length = 0;
    return this;
  }

  u8(value: number): this {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
    return this;
  }

  u32(value: number): this {
    this.#reserve(4);
    this.#view.setUint32(this.#length, value, true);
    this.#length += 4;
    return this;
  }

  f64(value: number): this {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** Fills up with zeros to a multiple of `size`, counted from the beginning. */
  align(size: number): this {
    const rest = (size - (this.#length % size)) % size;
    this.#reserve(rest);
    this.#bytes.fill(0, this.#length, this.#length + rest);
    this.#length += rest;
    return this;
  }

  /** Overwrites the 32-bit number at `position`. */
  patchU32(position: number, value: number): this {
    this.#view.setUint32(position, value, true);
    return this;
  }

  /** The bytes under a typed array, without its length. */
  numbers(array: ArrayBufferView): this {
    return this.raw(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }

  /** A part of `bytes` as its length and the bytes themselves. */
  part(bytes: Uint8Array, start: number, end: number): this {
    const size = end - start;
    this.#reserve(4 + size);
    this.#view.setUint32(this.#length, size, true);
    const to = this.#length + 4;
    if (size > LOOP_UNITS_MAX) this.#bytes.set(bytes.subarray(start, end), to);
    else for (let i = 0; i < size; i++) this.#bytes[to + i] = bytes[start + i];
    this.#length = to + size;
    return this;
  }

  /** Repeats the bytes from `start` on until they are there `times` times. */
  repeat(start: number, times: number): this {
    const end = start + (this.#length - start) * times;
    this.#reserve(end - this.#length);
    while (this.#length < end) {
      // each round copies all that is there, so that there are few of them
      const size = Math.min(this.#length - start, end - this.#length);
      this.#bytes.copyWithin(this.#length, start, start + size);
      this.#length += size;
    }
    return this;
  }

  /** A string as its length in bytes and its UTF-8. */
  text(value: string): this {
    this.#reserve(4 + value.length * 3);
    const start = this.#length + 4;
    const size = writeUtf8(value, this.#bytes, start);
    this.#view.setUint32(this.#length, size, true);
    this.#length = start + size;
    return this;
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#length + size, this.#bytes.length * 2));
    larger.set(this.bytes());
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** Writes a string as UTF-8 at `offset`, where three bytes for each of its units are free; the bytes used. */
export function writeUtf8(value: string, bytes: Uint8Array, offset: number): number {
  if (value.length <= LOOP_UNITS_MAX) {
    let i = 0;
    for (; i < value.length; i++) {
      const unit = value.charCodeAt(i);
      if (unit > 0x7f) break;
      bytes[offset + i] = unit;
    }
    if (i === value.length) return i;
  }
  return encoder.encodeInto(value, bytes.subarray(offset)).written;
}
