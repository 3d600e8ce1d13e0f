/**
 * The encodings of Parquet's pages: levels and positions in runs, and values in each of the ways that they lie. Counts
 * are those of the page's header; what a run says beyond them is a fault. After Encodings.md of the format.
 */
import { ColumnFault } from "./column-fault.js";
import type { ByteCursor } from "./parquet-page-header.js";

/** Where values of bytes lie in one memory that grows. */
export class ByteValues {
  bytes: Uint8Array = new Uint8Array(1024);
  size = 0;
  starts: Int32Array = new Int32Array(64);
  ends: Int32Array = new Int32Array(64);
  count = 0;

  /** Appends bytes to the memory; returns where they begin. */
  add(bytes: Uint8Array, from: number, to: number): number {
    const start = this.size;
    const end = start + (to - from);
    if (end > this.bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, start));
      this.bytes = larger;
    }
    if (to - from > 24) this.bytes.set(bytes.subarray(from, to), start);
    else for (let i = from, k = start; i < to; i++, k++) this.bytes[k] = bytes[i];
    this.size = end;
    return start;
  }

  /** Makes a value of bytes of the memory. */
  put(start: number, end: number): void {
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
  }

  reserve(more: number): void {
    const needed = this.count + more;
    if (needed <= this.starts.length) return;
    const length = Math.max(needed, this.starts.length * 2);
    for (const side of ["starts", "ends"] as const) {
      const larger = new Int32Array(length);
      larger.set(this[side].subarray(0, this.count));
      this[side] = larger;
    }
  }
}

/** Numbers in runs, repeated or packed, of so many bits each; exactly `count` of them. */
export function readHybridRuns(
  cursor: ByteCursor,
  bits: number,
  out: Int32Array,
  from: number,
  count: number,
): void {
  if (bits > 32) throw new ColumnFault("FORMAT_SYNTAX", `numbers of at most 32 bits, got ${bits}`);
  const end = from + count;
  if (bits === 0) {
    out.fill(0, from, end);
    return;
  }
  const width = (bits + 7) >> 3;
  for (let at = from; at < end; ) {
    const header = cursor.varint();
    if (header % 2 === 1) at = readPacked(cursor, bits, out, at, end, Math.floor(header / 2));
    else {
      const run = header / 2;
      let value = 0;
      for (let i = 0; i < width; i++) value |= cursor.byte() << (8 * i);
      if (run === 0) throw new ColumnFault("FORMAT_SYNTAX", "runs of at least one value, got an empty one");
      const to = Math.min(end, at + run);
      out.fill(value, at, to);
      at = to;
    }
  }
}

function readPacked(
  cursor: ByteCursor,
  bits: number,
  out: Int32Array,
  from: number,
  end: number,
  groups: number,
): number {
  if (groups === 0) throw new ColumnFault("FORMAT_SYNTAX", "runs of at least one value, got an empty one");
  const start = cursor.at;
  // the last group may be cut off behind the values that there are
  const size = Math.min(groups * bits, cursor.end - start);
  cursor.skip(size);
  const count = Math.min(end - from, groups * 8, Math.floor((size * 8) / bits));
  if (count === 0) throw new ColumnFault("FORMAT_SYNTAX", "more bytes in a page, got its end");
  unpack(cursor.bytes, start, bits, out, from, count);
  return from + count;
}

function unpack(
  bytes: Uint8Array,
  start: number,
  bits: number,
  out: Int32Array,
  from: number,
  count: number,
): void {
  if (bits > 24) {
    for (let i = 0; i < count; i++) out[from + i] = Number(bitsAt(bytes, start, i * bits, bits)) | 0;
    return;
  }
  const mask = 2 ** bits - 1;
  let held = 0;
  let heldBits = 0;
  let at = start;
  for (let i = 0; i < count; i++) {
    while (heldBits < bits) {
      held |= bytes[at++] << heldBits;
      heldBits += 8;
    }
    out[from + i] = held & mask;
    held >>>= bits;
    heldBits -= bits;
  }
}

/** A number of up to 64 bits that begins at a bit. */
function bitsAt(bytes: Uint8Array, start: number, bit: number, bits: number): bigint {
  let value = 0n;
  const first = start + (bit >> 3);
  const last = start + ((bit + bits - 1) >> 3);
  for (let i = last; i >= first; i--) value = (value << 8n) | BigInt(bytes[i]);
  return BigInt.asUintN(bits, value >> BigInt(bit & 7));
}

/** Differences of numbers of 32 bits. */
export function readDeltas32(cursor: ByteCursor, out: Int32Array, from: number, count: number): void {
  const { miniblocks, perMiniblock, first } = deltaHeader(cursor, count);
  if (count === 0) return;
  const scratch = new Int32Array(perMiniblock);
  let value = Number(BigInt.asIntN(32, first));
  out[from] = value;
  for (let done = 1; done < count; ) {
    const least = Number(BigInt.asIntN(32, cursor.longZigzag()));
    const widths = cursor.at;
    cursor.skip(miniblocks);
    for (let m = 0; m < miniblocks && done < count; m++) {
      const bits = cursor.bytes[widths + m];
      // writers that reckon in 64 bits (DuckDB) have differences of 33; the sum is the same in 32
      if (bits > 64) throw new ColumnFault("FORMAT_SYNTAX", `differences of at most 64 bits, got ${bits}`);
      const here = Math.min(perMiniblock, count - done);
      const start = cursor.at;
      takeMiniblock(cursor, (bits * perMiniblock) / 8, Math.ceil((bits * here) / 8));
      if (bits === 0) scratch.fill(0, 0, here);
      else if (bits <= 32) unpack(cursor.bytes, start, bits, scratch, 0, here);
      else
        for (let i = 0; i < here; i++)
          scratch[i] = Number(BigInt.asIntN(32, bitsAt(cursor.bytes, start, i * bits, bits)));
      for (let i = 0; i < here; i++) {
        value = (value + least + scratch[i]) | 0;
        out[from + done++] = value;
      }
    }
  }
}

/** Differences of numbers of 64 bits. */
export function readDeltas64(cursor: ByteCursor, out: BigInt64Array, from: number, count: number): void {
  const { miniblocks, perMiniblock, first } = deltaHeader(cursor, count);
  if (count === 0) return;
  let value = first;
  out[from] = value;
  for (let done = 1; done < count; ) {
    const least = cursor.longZigzag();
    const widths = cursor.at;
    cursor.skip(miniblocks);
    for (let m = 0; m < miniblocks && done < count; m++) {
      const bits = cursor.bytes[widths + m];
      if (bits > 64) throw new ColumnFault("FORMAT_SYNTAX", `differences of at most 64 bits, got ${bits}`);
      const here = Math.min(perMiniblock, count - done);
      const start = cursor.at;
      takeMiniblock(cursor, (bits * perMiniblock) / 8, Math.ceil((bits * here) / 8));
      for (let i = 0; i < here; i++) {
        const delta = bits === 0 ? 0n : bitsAt(cursor.bytes, start, i * bits, bits);
        value = BigInt.asIntN(64, value + least + delta);
        out[from + done++] = value;
      }
    }
  }
}

/** The last block may end with the values that there are. */
function takeMiniblock(cursor: ByteCursor, size: number, sizeMin: number): void {
  cursor.skip(Math.max(sizeMin, Math.min(size, cursor.end - cursor.at)));
}

function deltaHeader(
  cursor: ByteCursor,
  count: number,
): { readonly miniblocks: number; readonly perMiniblock: number; readonly first: bigint } {
  const blockSize = cursor.varint();
  const miniblocks = cursor.varint();
  const total = cursor.varint();
  const first = cursor.longZigzag();
  const perMiniblock = blockSize / miniblocks;
  if (
    total !== count ||
    !Number.isInteger(perMiniblock) ||
    perMiniblock % 8 !== 0 ||
    perMiniblock > 65_536 ||
    perMiniblock < 8
  )
    throw new ColumnFault("FORMAT_SYNTAX", `differences of ${count} numbers in blocks, got others`);
  return { miniblocks, perMiniblock, first };
}

/** Values with their lengths before them. */
export function readPlainBytes(cursor: ByteCursor, values: ByteValues, count: number): void {
  values.reserve(count);
  const { bytes } = cursor;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < count; i++) {
    const at = cursor.at;
    cursor.skip(4);
    const size = view.getUint32(at, true);
    cursor.skip(size);
    const start = values.add(bytes, at + 4, at + 4 + size);
    values.put(start, start + size);
  }
}

/** Values of one size, one after another. */
export function readFixedBytes(
  cursor: ByteCursor,
  values: ByteValues,
  count: number,
  sizeBytes: number,
): void {
  values.reserve(count);
  const at = cursor.at;
  cursor.skip(count * sizeBytes);
  const start = values.add(cursor.bytes, at, at + count * sizeBytes);
  for (let i = 0; i < count; i++) values.put(start + i * sizeBytes, start + (i + 1) * sizeBytes);
}

/** All lengths, then all values. */
export function readDeltaLengthBytes(cursor: ByteCursor, values: ByteValues, count: number): void {
  const lengths = new Int32Array(count);
  readDeltas32(cursor, lengths, 0, count);
  values.reserve(count);
  for (let i = 0; i < count; i++) {
    const at = cursor.at;
    cursor.skip(lengths[i]);
    const start = values.add(cursor.bytes, at, cursor.at);
    values.put(start, start + lengths[i]);
  }
}

/** As many bytes of the value before as is said, then others. */
export function readDeltaBytes(
  cursor: ByteCursor,
  values: ByteValues,
  count: number,
  bytesMax: number,
): void {
  const prefixes = new Int32Array(count);
  readDeltas32(cursor, prefixes, 0, count);
  const suffixes = new Int32Array(count);
  readDeltas32(cursor, suffixes, 0, count);
  values.reserve(count);
  const before = values.size;
  let start = 0;
  let end = 0;
  for (let i = 0; i < count; i++) {
    const prefix = prefixes[i];
    if (prefix < 0 || prefix > end - start)
      throw new ColumnFault("FORMAT_SYNTAX", "a beginning that the value before has, got a longer one");
    if (values.size - before + prefix > bytesMax)
      throw new ColumnFault("FORMAT_UNSUPPORTED", `values of a page of at most ${bytesMax} bytes, got more`);
    const at = cursor.at;
    cursor.skip(suffixes[i]);
    const own = values.add(values.bytes, start, start + prefix);
    values.add(cursor.bytes, at, cursor.at);
    values.put(own, values.size);
    start = own;
    end = values.size;
  }
}

/** The bytes of values that lie split: first all first bytes, then all second ones. */
export function joinedStreams(cursor: ByteCursor, count: number, sizeBytes: number): Uint8Array {
  const at = cursor.at;
  cursor.skip(count * sizeBytes);
  const out = new Uint8Array(count * sizeBytes);
  for (let b = 0; b < sizeBytes; b++)
    for (let i = 0, from = at + b * count, to = b; i < count; i++, to += sizeBytes)
      out[to] = cursor.bytes[from + i];
  return out;
}
