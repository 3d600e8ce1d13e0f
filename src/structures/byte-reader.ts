/**
 * Reads what `ByteWriter` wrote, from bytes that may be damaged: whatever would lead beyond their end is a
 * RangeError, before anything is allocated for it.
 */

type NumbersConstructor<T> = {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
};

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get position(): number {
    return this.#position;
  }

  /** The number of bytes left. */
  get left(): number {
    return this.#bytes.length - this.#position;
  }

  u8(): number {
    return this.#bytes[this.#take(1)];
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  /** The next `count` bytes: a view on those that are read. */
  raw(count: number): Uint8Array {
    const start = this.#take(count);
    return this.#bytes.subarray(start, start + count);
  }

  /** `count` numbers: a view where they are aligned, else a copy. */
  numbers<T>(Kind: NumbersConstructor<T>, count: number): T {
    const size = count * Kind.BYTES_PER_ELEMENT;
    const start = this.#bytes.byteOffset + this.#take(size);
    if (start % Kind.BYTES_PER_ELEMENT === 0) return new Kind(this.#bytes.buffer, start, count);
    return new Kind(this.#bytes.buffer.slice(start, start + size), 0, count);
  }

  /** A string, with its length in bytes before it. */
  text(): string {
    return decoder.decode(this.raw(this.u32()));
  }

  /** Passes over what fills up to a multiple of `size`, counted from the beginning. */
  align(size: number): void {
    this.#take((size - (this.#position % size)) % size);
  }

  #take(count: number): number {
    const start = this.#position;
    if (!(count >= 0 && count <= this.#bytes.length - start)) {
      throw new RangeError(`expected ${count} more bytes, got ${this.#bytes.length - start}`);
    }
    this.#position = start + count;
    return start;
  }
}
