/**
 * The filter loops in TypeScript, for rows no kernel can reach or too few to pay. Each fills `out` with
 * the bits of ceil(count / 32) words, first row in the lowest bit of the first; bits behind `count` are 0.
 * One function a type, since V8 compiles a loop over several types 30-40% slower, and without branches:
 * `+(a >= b)` is one instruction that sets a register. Four rows a turn save V8 of Node 20 a third.
 */
import { wordCountOf } from "../../structures/numbers/bits.js";
import type { Range } from "./filter-range.js";

/** The words that hold `count` bits. */
/** Clears bit `i` of `words` where there is no row `rows[i]`. */
export function keepPresent(rows: Int32Array, count: number, words: Uint32Array): void {
  for (let done = 0, w = 0; done < count; done += 32, w++) {
    const length = Math.min(32, count - done);
    let bits = 0;
    for (let i = 0; i < length; i++) bits |= +(rows[done + i] >= 0) << i;
    words[w] &= bits;
  }
}

export function betweenInt32(
  values: Int32Array,
  firstRow: number,
  count: number,
  range: Range<number>,
  out: Uint32Array,
): void {
  const { low, high } = range;
  let row = firstRow;
  for (let done = 0, w = 0; done < count; done += 32, w++) {
    const length = Math.min(32, count - done);
    let bits = 0;
    let i = 0;
    for (; i + 4 <= length; i += 4, row += 4) {
      const v0 = values[row];
      const v1 = values[row + 1];
      const v2 = values[row + 2];
      const v3 = values[row + 3];
      const four =
        (+(v0 >= low) & +(v0 <= high)) |
        ((+(v1 >= low) & +(v1 <= high)) << 1) |
        ((+(v2 >= low) & +(v2 <= high)) << 2) |
        ((+(v3 >= low) & +(v3 <= high)) << 3);
      bits |= four << i;
    }
    for (; i < length; i++, row++) bits |= (+(values[row] >= low) & +(values[row] <= high)) << i;
    out[w] = bits;
  }
}

export function betweenFloat32(
  values: Float32Array,
  firstRow: number,
  count: number,
  range: Range<number>,
  out: Uint32Array,
): void {
  const { low, high } = range;
  let row = firstRow;
  for (let done = 0, w = 0; done < count; done += 32, w++) {
    const length = Math.min(32, count - done);
    let bits = 0;
    let i = 0;
    for (; i + 4 <= length; i += 4, row += 4) {
      const v0 = values[row];
      const v1 = values[row + 1];
      const v2 = values[row + 2];
      const v3 = values[row + 3];
      const four =
        (+(v0 >= low) & +(v0 <= high)) |
        ((+(v1 >= low) & +(v1 <= high)) << 1) |
        ((+(v2 >= low) & +(v2 <= high)) << 2) |
        ((+(v3 >= low) & +(v3 <= high)) << 3);
      bits |= four << i;
    }
    for (; i < length; i++, row++) bits |= (+(values[row] >= low) & +(values[row] <= high)) << i;
    out[w] = bits;
  }
}

export function betweenFloat64(
  values: Float64Array,
  firstRow: number,
  count: number,
  range: Range<number>,
  out: Uint32Array,
): void {
  const { low, high } = range;
  let row = firstRow;
  for (let done = 0, w = 0; done < count; done += 32, w++) {
    const length = Math.min(32, count - done);
    let bits = 0;
    let i = 0;
    for (; i + 4 <= length; i += 4, row += 4) {
      const v0 = values[row];
      const v1 = values[row + 1];
      const v2 = values[row + 2];
      const v3 = values[row + 3];
      const four =
        (+(v0 >= low) & +(v0 <= high)) |
        ((+(v1 >= low) & +(v1 <= high)) << 1) |
        ((+(v2 >= low) & +(v2 <= high)) << 2) |
        ((+(v3 >= low) & +(v3 <= high)) << 3);
      bits |= four << i;
    }
    for (; i < length; i++, row++) bits |= (+(values[row] >= low) & +(values[row] <= high)) << i;
    out[w] = bits;
  }
}

/** Compares halves of 32 bits, the lower one first in memory: a bigint for each value costs ten times more. */
export function betweenInt64(
  values: BigInt64Array,
  firstRow: number,
  count: number,
  range: Range<bigint>,
  out: Uint32Array,
): void {
  const words = new Int32Array(values.buffer, values.byteOffset + firstRow * 8, count * 2);
  const lowHigher = Number(range.low >> 32n);
  const lowLower = Number(range.low & 0xffff_ffffn);
  const highHigher = Number(range.high >> 32n);
  const highLower = Number(range.high & 0xffff_ffffn);
  let p = 0;
  for (let done = 0, w = 0; done < count; done += 32, w++) {
    const length = Math.min(32, count - done);
    let bits = 0;
    for (let i = 0; i < length; i++, p += 2) {
      const lower = words[p] >>> 0;
      const higher = words[p + 1];
      const above = +(higher > lowHigher) | (+(higher === lowHigher) & +(lower >= lowLower));
      const below = +(higher < highHigher) | (+(higher === highHigher) & +(lower <= highLower));
      bits |= (above & below) << i;
    }
    out[w] = bits;
  }
}

export function lookup(
  codes: Uint32Array,
  firstRow: number,
  count: number,
  table: Uint8Array,
  out: Uint32Array,
): void {
  const size = table.length;
  if (size === 0) {
    out.fill(0, 0, wordCountOf(count));
    return;
  }
  let row = firstRow;
  for (let done = 0, w = 0; done < count; done += 32, w++) {
    const length = Math.min(32, count - done);
    let bits = 0;
    for (let i = 0; i < length; i++, row++) {
      const code = codes[row];
      bits |= (+(code < size) & +(table[code < size ? code : 0] !== 0)) << i;
    }
    out[w] = bits;
  }
}

// The same for rows in no order, where a row below 0 gives a 0.

export function betweenInt32At(
  values: Int32Array,
  rows: Int32Array,
  count: number,
  range: Range<number>,
  out: Uint32Array,
): void {
  const { low, high } = range;
  for (let done = 0, w = 0; done < count; done += 32, w++) {
    const length = Math.min(32, count - done);
    let bits = 0;
    for (let i = 0; i < length; i++) {
      const row = rows[done + i];
      const value = values[row < 0 ? 0 : row];
      bits |= (+(row >= 0) & +(value >= low) & +(value <= high)) << i;
    }
    out[w] = bits;
  }
}

export function betweenFloat32At(
  values: Float32Array,
  rows: Int32Array,
  count: number,
  range: Range<number>,
  out: Uint32Array,
): void {
  const { low, high } = range;
  for (let done = 0, w = 0; done < count; done += 32, w++) {
    const length = Math.min(32, count - done);
    let bits = 0;
    for (let i = 0; i < length; i++) {
      const row = rows[done + i];
      const value = values[row < 0 ? 0 : row];
      bits |= (+(row >= 0) & +(value >= low) & +(value <= high)) << i;
    }
    out[w] = bits;
  }
}

export function betweenFloat64At(
  values: Float64Array,
  rows: Int32Array,
  count: number,
  range: Range<number>,
  out: Uint32Array,
): void {
  const { low, high } = range;
  for (let done = 0, w = 0; done < count; done += 32, w++) {
    const length = Math.min(32, count - done);
    let bits = 0;
    for (let i = 0; i < length; i++) {
      const row = rows[done + i];
      const value = values[row < 0 ? 0 : row];
      bits |= (+(row >= 0) & +(value >= low) & +(value <= high)) << i;
    }
    out[w] = bits;
  }
}

export function betweenInt64At(
  values: BigInt64Array,
  rows: Int32Array,
  count: number,
  range: Range<bigint>,
  out: Uint32Array,
): void {
  const words = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
  const lowHigher = Number(range.low >> 32n);
  const lowLower = Number(range.low & 0xffff_ffffn);
  const highHigher = Number(range.high >> 32n);
  const highLower = Number(range.high & 0xffff_ffffn);
  for (let done = 0, w = 0; done < count; done += 32, w++) {
    const length = Math.min(32, count - done);
    let bits = 0;
    for (let i = 0; i < length; i++) {
      const row = rows[done + i];
      const p = 2 * (row < 0 ? 0 : row);
      const lower = words[p] >>> 0;
      const higher = words[p + 1];
      const above = +(higher > lowHigher) | (+(higher === lowHigher) & +(lower >= lowLower));
      const below = +(higher < highHigher) | (+(higher === highHigher) & +(lower <= highLower));
      bits |= (+(row >= 0) & above & below) << i;
    }
    out[w] = bits;
  }
}

export function lookupAt(
  codes: Uint32Array,
  rows: Int32Array,
  count: number,
  table: Uint8Array,
  out: Uint32Array,
): void {
  const size = table.length;
  for (let done = 0, w = 0; done < count; done += 32, w++) {
    const length = Math.min(32, count - done);
    let bits = 0;
    for (let i = 0; i < length; i++) {
      const row = rows[done + i];
      const code = row < 0 ? size : codes[row];
      bits |= +(code < size && table[code] !== 0) << i;
    }
    out[w] = bits;
  }
}
