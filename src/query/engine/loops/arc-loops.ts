/** The loops by which edges are listed and sorted, over typed arrays alone; see `walk-loops.ts`. */

/** Reads the entry of each edge. */
export function readAt(
  of: Uint32Array,
  edges: Uint32Array,
  out: Uint32Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) out[i] = of[edges[i]];
}

/** One more than the largest number, or `limit` if that is more. */
export function limitOf(numbers: Uint32Array, limit: number, start: number, end: number): number {
  let most = limit;
  for (let i = start; i < end; i++) if (numbers[i] >= most) most = numbers[i] + 1;
  return most;
}

/** The number of places in which two arrays have the same. */
export function countEqual(a: Uint32Array, b: Uint32Array, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if (a[i] === b[i]) count++;
  return count;
}

/** Counts each key in the entry behind its own. */
export function countKeys(keys: Uint32Array, starts: Uint32Array, start: number, end: number): void {
  for (let i = start; i < end; i++) starts[keys[i] + 1]++;
}

/** Puts each place where the next of its key belongs. */
export function placeByKey(
  keys: Uint32Array,
  places: Uint32Array,
  out: Uint32Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) out[places[keys[i]]++] = i;
}

/** Puts the arcs that `order` names where the next ones of their node belong. */
export function placeSortedArcs(
  order: Uint32Array,
  keys: Uint32Array,
  far: Uint32Array,
  edges: Uint32Array,
  offsets: Uint32Array,
  ends: Uint32Array,
  sorted: Uint32Array,
  start: number,
  end: number,
): void {
  for (let k = start; k < end; k++) {
    const i = order[k];
    const at = offsets[keys[i]]++;
    ends[at] = far[i];
    sorted[at] = edges[i];
  }
}
