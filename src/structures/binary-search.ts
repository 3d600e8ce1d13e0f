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

/** Puts a value into the first `count` of a list, which are ascending, unless it is there; how many there are then. */
export function insertDistinct(list: Uint32Array, count: number, value: number): number {
  let at = count;
  while (at > 0 && list[at - 1] > value) at--;
  if (at > 0 && list[at - 1] === value) return count;
  for (let i = count; i > at; i--) list[i] = list[i - 1];
  list[at] = value;
  return count + 1;
}
