/**
 * Values as typed arrays in Arrow's layout: what columns are made of, and what formats read and write by block.
 * Offsets need not begin at 0: the values of row `r` are those from `offsets[r]` to `offsets[r + 1]`.
 */
import { assert, LimitError } from "../errors.js";

/** The typed arrays that numbers lie in; timestamps are 64-bit numbers of ms. */
export type RawNumbers = Int32Array | Float32Array | Float64Array | BigInt64Array;

/** The values of some rows, by how they lie in memory. */
export type RawValues =
  /** bool: the first row in the lowest bit of the first byte. */
  | { readonly kind: "bits"; readonly bits: Uint8Array; readonly count: number }
  /** Numbers and timestamps with width 1, vectors with as many numbers a row as they have dimensions. */
  | { readonly kind: "numbers"; readonly values: RawNumbers; readonly width: number }
  /** utf8, binary, and json as canonical text. */
  | { readonly kind: "bytes"; readonly offsets: Uint32Array; readonly bytes: Uint8Array }
  /** utf8 as codes of distinct strings; a string may occur there twice, or be unused. */
  | { readonly kind: "codes"; readonly codes: Uint32Array; readonly strings: readonly string[] }
  | { readonly kind: "list"; readonly offsets: Uint32Array; readonly elements: RawValues };

const OFFSET_MAX = 2 ** 32 - 1;

/** Below this many bytes a loop beats the call that copies by block. */
const LOOP_BYTES_MAX = 24;

/** The number of rows. */
export function rawCount(raw: RawValues): number {
  switch (raw.kind) {
    case "bits":
      return raw.count;
    case "numbers":
      return raw.values.length / raw.width;
    case "codes":
      return raw.codes.length;
    default:
      return raw.offsets.length - 1;
  }
}

/** The `count` rows from `first` on: views on the same memory, except for bits that do not begin at a byte. */
export function sliceRaw(raw: RawValues, first: number, count: number): RawValues {
  switch (raw.kind) {
    case "bits":
      if (first % 8 !== 0) return gatherRaw(raw, sequence(first, count));
      return { ...raw, bits: raw.bits.subarray(first / 8, Math.ceil((first + count) / 8)), count };
    case "numbers":
      return { ...raw, values: raw.values.subarray(first * raw.width, (first + count) * raw.width) };
    case "codes":
      return { ...raw, codes: raw.codes.subarray(first, first + count) };
    default:
      return { ...raw, offsets: raw.offsets.subarray(first, first + count + 1) };
  }
}

/** The values of the rows given, in their order, in memory of their own; a negative row gives 0 or nothing. */
export function gatherRaw(raw: RawValues, rows: Int32Array): RawValues {
  switch (raw.kind) {
    case "bits":
      return { kind: "bits", bits: gatherBits(raw.bits, rows), count: rows.length };
    case "numbers":
      return { kind: "numbers", values: gatherNumbers(raw.values, raw.width, rows), width: raw.width };
    case "bytes":
      return { kind: "bytes", ...gatherBytes(raw.offsets, raw.bytes, rows) };
    case "codes":
      return { kind: "codes", ...gatherCodes(raw.codes, raw.strings, rows) };
    case "list": {
      const offsets = gatherOffsets(raw.offsets, rows);
      const elementRows = new Int32Array(offsets[rows.length]);
      for (let i = 0; i < rows.length; i++) {
        const length = offsets[i + 1] - offsets[i];
        for (let k = 0; k < length; k++) elementRows[offsets[i] + k] = raw.offsets[rows[i]] + k;
      }
      return { kind: "list", offsets, elements: gatherRaw(raw.elements, elementRows) };
    }
  }
}

function gatherBits(bits: Uint8Array, rows: Int32Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(rows.length / 8));
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (row >= 0) out[i >>> 3] |= ((bits[row >>> 3] >>> (row & 7)) & 1) << (i & 7);
  }
  return out;
}

function gatherNumbers<T extends RawNumbers>(values: T, width: number, rows: Int32Array): T {
  const out = new (values.constructor as new (length: number) => T)(rows.length * width);
  // one loop for each kind of array: a loop that sees several is slower by a third
  if (width > 1) gatherWide(values as Float32Array, width, rows, out as Float32Array);
  else if (values instanceof Int32Array) gatherInt32(values, rows, out as Int32Array);
  else if (values instanceof Float32Array) gatherFloat32(values, rows, out as Float32Array);
  else if (values instanceof Float64Array) gatherFloat64(values, rows, out as Float64Array);
  else gatherHalves(values as BigInt64Array, rows, out as BigInt64Array);
  return out;
}

function gatherInt32(values: Int32Array, rows: Int32Array, out: Int32Array): void {
  for (let i = 0; i < rows.length; i++) if (rows[i] >= 0) out[i] = values[rows[i]];
}

function gatherFloat32(values: Float32Array, rows: Int32Array, out: Float32Array): void {
  for (let i = 0; i < rows.length; i++) if (rows[i] >= 0) out[i] = values[rows[i]];
}

function gatherFloat64(values: Float64Array, rows: Int32Array, out: Float64Array): void {
  for (let i = 0; i < rows.length; i++) if (rows[i] >= 0) out[i] = values[rows[i]];
}

/** 64-bit integers by their halves, which spares them the BigInt. */
function gatherHalves(values: BigInt64Array, rows: Int32Array, out: BigInt64Array): void {
  const from = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
  const to = new Int32Array(out.buffer, out.byteOffset, out.length * 2);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (row < 0) continue;
    to[2 * i] = from[2 * row];
    to[2 * i + 1] = from[2 * row + 1];
  }
}

function gatherWide(values: Float32Array, width: number, rows: Int32Array, out: Float32Array): void {
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i] * width;
    if (start >= 0) for (let k = 0; k < width; k++) out[i * width + k] = values[start + k];
  }
}

/** The start of each row's values once they follow one another. */
function gatherOffsets(offsets: Uint32Array, rows: Int32Array): Uint32Array {
  const out = new Uint32Array(rows.length + 1);
  let end = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (row >= 0) end += offsets[row + 1] - offsets[row];
    out[i + 1] = end;
  }
  if (end > OFFSET_MAX) throw new LimitError("bytes or list elements in one column", OFFSET_MAX, end);
  return out;
}

function gatherBytes(
  offsets: Uint32Array,
  bytes: Uint8Array,
  rows: Int32Array,
): { offsets: Uint32Array; bytes: Uint8Array } {
  const outOffsets = gatherOffsets(offsets, rows);
  const out = new Uint8Array(outOffsets[rows.length]);
  for (let i = 0; i < rows.length; ) {
    const row = rows[i];
    const first = i++;
    if (row < 0) continue;
    while (i < rows.length && rows[i] === row + (i - first)) i++;
    const start = offsets[row];
    const end = offsets[row + (i - first)];
    const at = outOffsets[first];
    if (end - start > LOOP_BYTES_MAX) out.set(bytes.subarray(start, end), at);
    else for (let k = 0; k < end - start; k++) out[at + k] = bytes[start + k];
  }
  return { offsets: outOffsets, bytes: out };
}

/** As many strings as there are rows at most, so that a few rows of a large column do not take all strings along. */
function gatherCodes(
  codes: Uint32Array,
  strings: readonly string[],
  rows: Int32Array,
): { codes: Uint32Array; strings: readonly string[] } {
  const out = new Uint32Array(rows.length);
  if (strings.length <= rows.length) {
    for (let i = 0; i < rows.length; i++) if (rows[i] >= 0) out[i] = codes[rows[i]];
    return { codes: out, strings: strings.slice() };
  }
  const used: string[] = [];
  const codeOf = new Map<number, number>();
  for (let i = 0; i < rows.length; i++) {
    if (rows[i] < 0) continue;
    const code = codes[rows[i]];
    let own = codeOf.get(code);
    if (own === undefined) {
      own = used.push(strings[code]) - 1;
      codeOf.set(code, own);
    }
    out[i] = own;
  }
  return { codes: out, strings: used };
}

/** The rows of all parts, which lie alike, one after another; a single part as it is. */
export function concatRaw(parts: readonly RawValues[]): RawValues {
  assert(parts.length > 0, "nothing to concatenate");
  const [head] = parts;
  if (parts.length === 1) return head;
  const like = <K extends RawValues["kind"]>(kind: K): Extract<RawValues, { kind: K }>[] => {
    assert(
      parts.every((part) => part.kind === kind),
      "parts lie differently",
    );
    return parts as Extract<RawValues, { kind: K }>[];
  };
  switch (head.kind) {
    case "bits":
      return concatBits(like("bits"));
    case "numbers":
      return { ...head, values: concatArrays(like("numbers").map(({ values }) => values)) };
    case "bytes": {
      const own = like("bytes").map(({ offsets, bytes }) =>
        bytes.subarray(offsets[0], offsets[offsets.length - 1]),
      );
      const offsets = concatOffsets(like("bytes").map((part) => part.offsets));
      return { kind: "bytes", offsets, bytes: concatArrays(own) };
    }
    case "codes":
      return concatCodes(like("codes"));
    case "list": {
      const own = like("list").map(({ offsets, elements }) =>
        sliceRaw(elements, offsets[0], offsets[offsets.length - 1] - offsets[0]),
      );
      const offsets = concatOffsets(like("list").map((part) => part.offsets));
      return { kind: "list", offsets, elements: concatRaw(own) };
    }
  }
}

function concatArrays<T extends RawNumbers | Uint8Array | Uint32Array>(parts: readonly T[]): T {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new (parts[0].constructor as new (length: number) => T)(length);
  let at = 0;
  for (const part of parts) {
    (out as Uint8Array).set(part as Uint8Array, at);
    at += part.length;
  }
  return out;
}

function concatBits(parts: readonly { bits: Uint8Array; count: number }[]): RawValues {
  let count = 0;
  for (const part of parts) count += part.count;
  const bits = new Uint8Array(Math.ceil(count / 8));
  let at = 0;
  for (const part of parts) {
    for (let i = 0; i < part.count; i++, at++)
      bits[at >>> 3] |= ((part.bits[i >>> 3] >>> (i & 7)) & 1) << (at & 7);
  }
  return { kind: "bits", bits, count };
}

function concatOffsets(parts: readonly Uint32Array[]): Uint32Array {
  let count = 0;
  for (const part of parts) count += part.length - 1;
  const out = new Uint32Array(count + 1);
  let n = 0;
  let end = 0;
  for (const part of parts) {
    const base = end - part[0];
    for (let i = 1; i < part.length; i++) out[++n] = base + part[i];
    end = base + part[part.length - 1];
  }
  if (end > OFFSET_MAX) throw new LimitError("bytes or list elements in one column", OFFSET_MAX, end);
  return out;
}

function concatCodes(parts: readonly { codes: Uint32Array; strings: readonly string[] }[]): RawValues {
  const codes = concatArrays(parts.map((part) => part.codes));
  // chunks of one table mostly share their strings
  if (parts.every((part) => part.strings === parts[0].strings)) {
    return { kind: "codes", codes, strings: parts[0].strings };
  }
  const strings: string[] = [];
  let at = 0;
  for (const part of parts) {
    const base = strings.length;
    for (let i = 0; i < part.codes.length; i++) codes[at++] += base;
    for (const text of part.strings) strings.push(text);
  }
  return { kind: "codes", codes, strings };
}

function sequence(first: number, count: number): Int32Array {
  const rows = new Int32Array(count);
  for (let i = 0; i < count; i++) rows[i] = first + i;
  return rows;
}
