/**
 * Reads what `ByteWriter` wrote, from bytes that may be damaged: whatever would lead beyond their end is a
 * RangeError, before anything is allocated for it.
 */

type NumbersConstructor<T> = {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
};

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const PLAIN_LENGTH_MAX = 16;

/** Up to so many bytes of ASCII a loop beats the call of TextDecoder. */
const LOOP_BYTES_MAX = 24;

export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;
  /** Nothing is read from here on. */
  #end: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#end = bytes.length;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get position(): number {
    return this.#position;
  }

  /** The number of bytes left. */
  get left(): number {
    return this.#end - this.#position;
  }

  /** Takes the next `count` bytes for all there are, until `leave`; the end of before, which that is given. */
  enter(count: number): number {
    const before = this.#end;
    this.#end = this.#take(count) + count;
    this.#position -= count;
    return before;
  }

  /** Passes over what is left since `enter`. */
  leave(before: number): void {
    this.#position = this.#end;
    this.#end = before;
  }

  /** Passes over the next `count` bytes. */
  skip(count: number): void {
    this.#take(count);
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

  /**
   * `count` numbers of 32 bits, `Uint32Array` or `Int32Array`, as a copy: few of them in a plain array, since a typed
   * array of one number takes 216 bytes.
   */
  integers(Kind: typeof Uint32Array | typeof Int32Array, count: number): number[] | Uint32Array | Int32Array {
    if (count > PLAIN_LENGTH_MAX) return this.numbers<Uint32Array | Int32Array>(Kind, count).slice();
    const numbers: number[] = [];
    for (let i = 0; i < count; i++) numbers.push(Kind === Uint32Array ? this.u32() : this.i32());
    return numbers;
  }

  /** A string, with its length in bytes before it. */
  text(): string {
    const size = this.u32();
    const start = this.#take(size);
    // a loop reads the name of a branch in a fifth of the time
    let text = "";
    for (let i = start; i < start + size && size <= LOOP_BYTES_MAX; i++) {
      const byte = this.#bytes[i];
      if (byte > 0x7f) break;
      text += String.fromCharCode(byte);
    }
    return text.length === size ? text : decoder.decode(this.#bytes.subarray(start, start + size));
  }

  /** Passes over what fills up to a multiple of `size`, counted from the beginning. */
  align(size: number): void {
    this.#take((size - (this.#position % size)) % size);
  }

  #take(count: number): number {
    const start = this.#position;
    if (!(count >= 0 && count <= this.#end - start)) {
      throw new RangeError(`expected ${count} more bytes, got ${this.#end - start}`);
    }
    this.#position = start + count;
    return start;
  }
}
