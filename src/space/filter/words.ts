/** Bits of one chunk, or of a run of rows, in words: the lowest bit of the first word comes first. */

import { BITMAP_CHUNK_BITS, popcount } from "../../structures/bitmap.js";
import { wordCountOf } from "../../structures/numbers/bits.js";

/** The words of one chunk of a bitmap. */
export const CHUNK_WORDS = BITMAP_CHUNK_BITS / 32;

export function countBits(words: Uint32Array): number {
  let count = 0;
  for (let w = 0; w < words.length; w++) count += popcount(words[w]);
  return count;
}

/** Keeps the bits that `mask` has too; false if none is left. */
export function keepBits(words: Uint32Array, mask: Uint32Array): boolean {
  let some = 0;
  for (let w = 0; w < words.length; w++) some |= words[w] &= mask[w];
  return some !== 0;
}

/** Sets or clears the bits from `start` up to but not including `end`. */
export function fillBits(words: Uint32Array, start: number, end: number, value: boolean): void {
  const pattern = value ? 0xffffffff : 0;
  let bit = start;
  while (bit < end && (bit & 31) !== 0) putBit(words, bit++, value);
  const whole = end & ~31;
  if (bit < whole) {
    words.fill(pattern, bit >>> 5, whole >>> 5);
    bit = whole;
  }
  while (bit < end) putBit(words, bit++, value);
}

function putBit(words: Uint32Array, bit: number, value: boolean): void {
  if (value) words[bit >>> 5] |= 1 << (bit & 31);
  else words[bit >>> 5] &= ~(1 << (bit & 31));
}

/** Copies `count` bits that begin at bit `first` of `source` to the beginning of `out`, the rest of its last word 0. */
export function copyBits(source: Uint32Array, first: number, count: number, out: Uint32Array): void {
  const end = wordCountOf(count);
  const from = first >>> 5;
  const shift = first & 31;
  if (shift === 0) for (let w = 0; w < end; w++) out[w] = source[from + w];
  else {
    for (let w = 0; w < end; w++) {
      out[w] = (source[from + w] >>> shift) | (source[from + w + 1] << (32 - shift));
    }
  }
  if ((count & 31) !== 0) out[end - 1] &= 2 ** (count & 31) - 1;
}

/** Calls `visit` with the position of each bit that is set, in ascending order. */
export function forEachBit(words: Uint32Array, visit: (bit: number) => void): void {
  for (let w = 0; w < words.length; w++) {
    let word = words[w];
    while (word !== 0) {
      const low = word & -word;
      visit(w * 32 + 31 - Math.clz32(low));
      word ^= low;
    }
  }
}
