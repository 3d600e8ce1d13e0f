/**
 * FlatBuffers, as far as Arrow's messages need them: tables whose fields are found by number. Every access is checked
 * against the bytes that are there, so that a length that a fault made up leads nowhere. After the specification at
 * flatbuffers.dev/internals.
 */
import { ColumnFault } from "./column-fault.js";

/** A message that is no FlatBuffer of the kind that is expected. */
export class FlatFault extends ColumnFault {
  constructor(message: string) {
    super("FORMAT_SYNTAX", message);
  }
}

/** A table of fields. */
export class FlatTable {
  readonly #view: DataView;
  readonly #at: number;
  readonly #fields: number;
  readonly #fieldCount: number;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
    const fields = at - view.getInt32(at, true);
    const size = view.getUint16(fields, true);
    if (fields + size > view.byteLength) throw new FlatFault("a table with a list of fields beyond its end");
    this.#fields = fields;
    this.#fieldCount = (size - 4) >> 1;
  }

  /** The table that a message is. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true));
  }

  /** The position of a field; 0 if it is not there. */
  #position(field: number): number {
    if (field >= this.#fieldCount) return 0;
    const offset = this.#view.getUint16(this.#fields + 4 + 2 * field, true);
    return offset === 0 ? 0 : this.#at + offset;
  }

  byte(field: number, other = 0): number {
    const at = this.#position(field);
    return at === 0 ? other : this.#view.getUint8(at);
  }

  short(field: number, other = 0): number {
    const at = this.#position(field);
    return at === 0 ? other : this.#view.getInt16(at, true);
  }

  int(field: number, other = 0): number {
    const at = this.#position(field);
    return at === 0 ? other : this.#view.getInt32(at, true);
  }

  long(field: number): bigint {
    const at = this.#position(field);
    return at === 0 ? 0n : this.#view.getBigInt64(at, true);
  }

  /** A whole number of 64 bits that counts something; a fault unless it is below 2^53 and not negative. */
  size(field: number): number {
    return sizeOf(this.long(field));
  }

  table(field: number): FlatTable | undefined {
    const at = this.#position(field);
    return at === 0 ? undefined : new FlatTable(this.#view, this.#target(at));
  }

  text(field: number): string | undefined {
    const at = this.#position(field);
    if (at === 0) return undefined;
    const start = this.#target(at);
    const size = this.#view.getUint32(start, true);
    if (start + 4 + size > this.#view.byteLength) throw new FlatFault("a text beyond the end of the message");
    const { buffer, byteOffset } = this.#view;
    return new TextDecoder().decode(new Uint8Array(buffer, byteOffset + start + 4, size));
  }

  tables(field: number): FlatTable[] {
    const { at, count } = this.#vector(field, 4);
    return Array.from({ length: count }, (_, i) => new FlatTable(this.#view, this.#target(at + 4 * i)));
  }

  ints(field: number): number[] {
    const { at, count } = this.#vector(field, 4);
    return Array.from({ length: count }, (_, i) => this.#view.getInt32(at + 4 * i, true));
  }

  longs(field: number): number[] {
    const { at, count } = this.#vector(field, 8);
    return Array.from({ length: count }, (_, i) => sizeOf(this.#view.getBigInt64(at + 8 * i, true)));
  }

  /** Pairs of whole numbers, as structs of two of them. */
  pairs(field: number): (readonly [number, number])[] {
    const { at, count } = this.#vector(field, 16);
    return Array.from({ length: count }, (_, i) => [
      sizeOf(this.#view.getBigInt64(at + 16 * i, true)),
      sizeOf(this.#view.getBigInt64(at + 16 * i + 8, true)),
    ]);
  }

  /** The places of messages in a file: offset, bytes of the message, bytes of its body. */
  blocks(field: number): (readonly [number, number, number])[] {
    const { at, count } = this.#vector(field, 24);
    return Array.from({ length: count }, (_, i) => [
      sizeOf(this.#view.getBigInt64(at + 24 * i, true)),
      this.#view.getUint32(at + 24 * i + 8, true),
      sizeOf(this.#view.getBigInt64(at + 24 * i + 16, true)),
    ]);
  }

  #vector(field: number, sizeBytes: number): { readonly at: number; readonly count: number } {
    const position = this.#position(field);
    if (position === 0) return { at: 0, count: 0 };
    const start = this.#target(position);
    const count = this.#view.getUint32(start, true);
    if (start + 4 + count * sizeBytes > this.#view.byteLength)
      throw new FlatFault("a list beyond the end of the message");
    return { at: start + 4, count };
  }

  #target(at: number): number {
    return at + this.#view.getUint32(at, true);
  }
}

function sizeOf(value: bigint): number {
  if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) throw new FlatFault(`a size, got ${value}`);
  return Number(value);
}
