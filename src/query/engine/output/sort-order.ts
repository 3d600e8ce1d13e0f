/**
 * The order of rows by keys that are numbers, codes of texts, booleans or ids: the keys of a row and its place are packed
 * into one whole number below 2^53, and these are sorted as typed arrays sort numbers, with no function called in between.
 */
import { compareText } from "../../../structures/text/compare.js";
import { NONE, UNKNOWN, type Vector } from "../vector.js";

export interface SortKey {
  readonly vector: Vector;
  readonly descending: boolean;
}

/** Whole numbers from 0 up to below `size` that are in the order of the values; null has the largest. */
interface Ranks {
  readonly size: number;
  readonly of: (row: number) => number;
}

/**
 * The places of the first `count` rows in their order, equal ones as they came; undefined where a key is of another kind,
 * or where there is no room for all of them in one number.
 */
export function packedOrder(keys: readonly SortKey[], count: number): Uint32Array | undefined {
  const packed = new Float64Array(count);
  let size = 1;
  for (const { vector, descending } of keys) {
    const ranks = ranksOf(vector, count);
    if (ranks === undefined) return undefined;
    size *= ranks.size;
    if (size * count > Number.MAX_SAFE_INTEGER) return undefined;
    const last = ranks.size - 1;
    for (let i = 0; i < count; i++) {
      const rank = ranks.of(i);
      packed[i] = packed[i] * ranks.size + (descending ? last - rank : rank);
    }
  }
  for (let i = 0; i < count; i++) packed[i] = packed[i] * count + i;
  packed.sort();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = packed[i] % count;
  return order;
}

function ranksOf(vector: Vector, count: number): Ranks | undefined {
  switch (vector.kind) {
    case "integers":
      return ranksOfIntegers(vector.values, vector.nulls, count);
    case "floats":
      return ranksOfFloats(vector.values, vector.nulls, count);
    case "booleans": {
      const { values } = vector;
      return { size: UNKNOWN + 1, of: (row) => values[row] };
    }
    case "texts":
      return ranksOfTexts(vector.codes, vector.strings, count);
    case "nodes":
    case "relationships": {
      const { ids } = vector;
      return { size: NONE + 1, of: (row) => ids[row] };
    }
    case "constant":
      return { size: 1, of: () => 0 };
    default:
      return undefined;
  }
}

function ranksOfIntegers(values: Float64Array, nulls: Uint8Array | undefined, count: number): Ranks {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    if (nulls?.[i] === 1) continue;
    if (values[i] < least) least = values[i];
    if (values[i] > most) most = values[i];
  }
  const range = most < least ? 0 : most - least + 1;
  if (nulls === undefined) return { size: range, of: (row) => values[row] - least };
  return { size: range + 1, of: (row) => (nulls[row] === 1 ? range : values[row] - least) };
}

function ranksOfFloats(values: Float64Array, nulls: Uint8Array | undefined, count: number): Ranks {
  // NaN comes behind all other numbers, as sorted arrays have it, and -0 is 0
  const sorted = new Float64Array(count);
  let length = 0;
  for (let i = 0; i < count; i++) if (nulls?.[i] !== 1) sorted[length++] = values[i] + 0;
  const numbers = sorted.subarray(0, length).sort();
  let distinct = 0;
  for (let i = 0; i < length; i++)
    if (i === 0 || !Object.is(numbers[i], numbers[distinct - 1])) numbers[distinct++] = numbers[i];
  const size = distinct + 1;
  const of = (row: number): number => {
    if (nulls?.[row] === 1) return distinct;
    const value = values[row] + 0;
    if (value !== value) return distinct - 1;
    let low = 0;
    let high = distinct;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (numbers[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { size, of };
}

function ranksOfTexts(codes: Uint32Array, strings: readonly string[], count: number): Ranks {
  const rankOf = new Map<number, number>();
  for (let i = 0; i < count; i++) if (codes[i] !== NONE) rankOf.set(codes[i], 0);
  const used = [...rankOf.keys()].sort((a, b) => compareText(strings[a], strings[b]));
  let rank = -1;
  used.forEach((code, i) => {
    // two codes may stand for the same text
    if (i === 0 || strings[code] !== strings[used[i - 1]]) rank++;
    rankOf.set(code, rank);
  });
  const none = rank + 1;
  return { size: none + 1, of: (row) => (codes[row] === NONE ? none : (rankOf.get(codes[row]) ?? none)) };
}
