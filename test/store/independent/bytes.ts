// What the bytes of a store are read with: "Words" of docs/internals/format.md.

export class Bytes {
  readonly data: Buffer;
  at = 0;

  constructor(data: Uint8Array) {
    this.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  }

  get isAtEnd(): boolean {
    return this.at >= this.data.length;
  }

  u8 = (): number => this.data.readUInt8(this.#pass(1));
  u32 = (): number => this.data.readUInt32LE(this.#pass(4));
  i32 = (): number => this.data.readInt32LE(this.#pass(4));
  f32 = (): number => this.data.readFloatLE(this.#pass(4));
  f64 = (): number => this.data.readDoubleLE(this.#pass(8));
  i64 = (): bigint => this.data.readBigInt64LE(this.#pass(8));
  hash = (): string => this.take(32).toString("hex");
  text = (): string => this.take(this.u32()).toString("utf8");

  take(count: number): Buffer {
    const start = this.#pass(count);
    return this.data.subarray(start, start + count);
  }

  many<T>(count: number, read: () => T): T[] {
    return Array.from({ length: count }, read);
  }

  align(size: number): void {
    this.#pass((size - (this.at % size)) % size);
  }

  #pass(count: number): number {
    const start = this.at;
    check(start + count <= this.data.length, `${count} bytes at ${start} of ${this.data.length}`);
    this.at += count;
    return start;
  }
}

export function check(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`damaged: ${what}`);
}

export const bytesAt = (data: Uint8Array, offset: number, count: number): Bytes => {
  check(offset + count <= data.length, `${count} bytes at ${offset} of ${data.length}`);
  return new Bytes(data.subarray(offset, offset + count));
};
