/**
 * Sorts numbers by 64-bit keys in O(n): stable passes over 16 bits of the key each, from the lowest up. A pass
 * in which all keys agree is left out, so short keys cost what they are worth.
 */

const DIGIT_VALUES = 1 << 16;

/**
 * Sorts `items` and, along with them, their keys, whose upper and lower 32 bits are in `high` and `low`: by
 * key, and in the order they came in where keys are equal.
 */
export function radixSort(items: Int32Array, high: Uint32Array, low: Uint32Array): void {
  let from: Keyed = { items, high, low };
  let to: Keyed = { items: items.slice(), high: high.slice(), low: low.slice() };
  const counts = new Uint32Array(DIGIT_VALUES);
  for (let digit = 0; digit < 4; digit++) {
    const keys = digit < 2 ? from.low : from.high;
    if (!countDigits(keys, (digit & 1) * 16, counts)) continue;
    placeByDigit(from, to, keys, (digit & 1) * 16, counts);
    [from, to] = [to, from];
  }
  if (from.items === items) return;
  items.set(from.items);
  high.set(from.high);
  low.set(from.low);
}

/** Computes the start of each digit's items; false if all have the same digit. */
function countDigits(keys: Uint32Array, shift: number, counts: Uint32Array): boolean {
  counts.fill(0);
  for (let i = 0; i < keys.length; i++) counts[(keys[i] >>> shift) & 0xffff]++;
  if (keys.length === 0 || counts[(keys[0] >>> shift) & 0xffff] === keys.length) return false;
  let sum = 0;
  for (let digit = 0; digit < DIGIT_VALUES; digit++) {
    const count = counts[digit];
    counts[digit] = sum;
    sum += count;
  }
  return true;
}

interface Keyed {
  readonly items: Int32Array;
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

function placeByDigit(from: Keyed, to: Keyed, keys: Uint32Array, shift: number, counts: Uint32Array): void {
  for (let i = 0; i < keys.length; i++) {
    const at = counts[(keys[i] >>> shift) & 0xffff]++;
    to.items[at] = from.items[i];
    to.high[at] = from.high[i];
    to.low[at] = from.low[i];
  }
}
