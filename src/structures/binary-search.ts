/** Binary search: over ids, over lists of numbers, and over whatever can be asked by position. */

/** The first of the positions first .. last - 1 of ascending ids whose id is `id` or above; `last` if there is none. */
export function lowerBound(ids: Uint32Array, id: number, first = 0, last: number = ids.length): number {
  let low = first;
  let high = last;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ids[middle] < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number of the ascending numbers that are `wanted` or below. */
export function upperBound(numbers: readonly number[], wanted: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle] <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first of the positions below `count` of which `isBehind` is true, as it must be of all after it; else `count`. */
export function partitionPoint(count: number, isBehind: (position: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBehind(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
