/**
 * The loops of counted walks and their groups. They take typed arrays and numbers alone: V8 drops the code that it has
 * optimized at a collection of garbage once the objects are gone that it was made for, and those of a query are, while
 * code for typed arrays stays. They are called for a part of the items at a time, so that a function is optimized
 * after a few calls and not in the middle of its only one.
 */

/** Items of one call. */
export const PART = 4096;

/** Multiplies each count by what is told of its node. */
export function multiplyTold(
  counts: Float64Array,
  ids: Uint32Array,
  told: Float64Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) counts[i] *= told[ids[i]];
}

/** Reads what is told of nodes. */
export function readTold(
  counts: Float64Array,
  ids: Uint32Array,
  told: Float64Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) counts[i] = told[ids[i]];
}

/** Whether a number, or one below 0, is past those that doubles hold exactly. */
export function hasUnsafe(values: Float64Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++)
    if (values[i] > Number.MAX_SAFE_INTEGER || values[i] < Number.MIN_SAFE_INTEGER) return true;
  return false;
}

/** Moves items whose count is not 0 to `kept` on; the place behind the last of them. */
export function keepCounted(
  ids: Uint32Array,
  counts: Float64Array,
  toIds: Uint32Array,
  toCounts: Float64Array,
  kept: number,
  start: number,
  end: number,
): number {
  let at = kept;
  for (let i = start; i < end; i++) {
    const count = counts[i];
    if (count === 0) continue;
    toIds[at] = ids[i];
    toCounts[at++] = count;
  }
  return at;
}

/** Counts of items that are not 0. */
export function countCounted(counts: Float64Array, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if (counts[i] !== 0) count++;
  return count;
}

/** Moves items that are marked by id to `kept` on; the place behind the last of them. */
export function keepMarked(
  ids: Uint32Array,
  mask: Uint8Array,
  to: Uint32Array,
  kept: number,
  start: number,
  end: number,
): number {
  let at = kept;
  for (let i = start; i < end; i++) {
    const id = ids[i];
    if (mask[id] === 1) to[at++] = id;
  }
  return at;
}

/** Moves items whose truth is 1 to `kept` on; the place behind the last of them. */
export function keepTrue(
  ids: Uint32Array,
  truths: Uint8Array,
  to: Uint32Array,
  kept: number,
  start: number,
  end: number,
): number {
  let at = kept;
  for (let i = start; i < end; i++) if (truths[i] === 1) to[at++] = ids[i];
  return at;
}

/**
 * Adds the counts of nodes to the far ends of their arcs. Ends that had 0 are listed from `touchedCount` on; the number of
 * those listed. Nodes lie below offsets.length - 1, and counts are positive.
 */
export function pushCounts(
  ids: Uint32Array,
  counts: Float64Array,
  offsets: Uint32Array,
  ends: Uint32Array,
  skipsLoops: boolean,
  to: Float64Array,
  touched: Uint32Array,
  touchedCount: number,
  start: number,
  end: number,
): number {
  let listed = touchedCount;
  for (let i = start; i < end; i++) {
    const id = ids[i];
    if (id + 1 >= offsets.length) continue;
    const count = counts[i];
    for (let at = offsets[id], stop = offsets[id + 1]; at < stop; at++) {
      const far = ends[at];
      if (skipsLoops && far === id) continue;
      const before = to[far];
      if (before === 0) touched[listed++] = far;
      to[far] = before + count;
    }
  }
  return listed;
}

/** Adds the counts and sums of nodes to the far ends of their arcs. */
export function pushSums(
  ids: Uint32Array,
  counts: Float64Array,
  sums: Float64Array,
  offsets: Uint32Array,
  ends: Uint32Array,
  skipsLoops: boolean,
  toCounts: Float64Array,
  toSums: Float64Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const id = ids[i];
    const count = counts[i];
    if (count === 0 || id + 1 >= offsets.length) continue;
    const sum = sums[i];
    for (let at = offsets[id], stop = offsets[id + 1]; at < stop; at++) {
      const far = ends[at];
      if (skipsLoops && far === id) continue;
      toCounts[far] += count;
      toSums[far] += sum;
    }
  }
}

/** Adds the counts of nodes to the far ends of their arcs, and lets each have the least or greatest of their values. */
export function pushExtremes(
  ids: Uint32Array,
  counts: Float64Array,
  values: Float64Array,
  offsets: Uint32Array,
  ends: Uint32Array,
  skipsLoops: boolean,
  toCounts: Float64Array,
  toValues: Float64Array,
  isMax: boolean,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const id = ids[i];
    const count = counts[i];
    if (count === 0 || id + 1 >= offsets.length) continue;
    const value = values[i];
    for (let at = offsets[id], stop = offsets[id + 1]; at < stop; at++) {
      const far = ends[at];
      if (skipsLoops && far === id) continue;
      if (toCounts[far] === 0 || (isMax ? value > toValues[far] : value < toValues[far]))
        toValues[far] = value;
      toCounts[far] += count;
    }
  }
}

/** The sums that a child tells of each node, times the walks of the node's other children. */
export function tellSums(
  ids: Uint32Array,
  counts: Float64Array,
  childCounts: Float64Array,
  toldCounts: Float64Array,
  toldSums: Float64Array,
  isExtreme: boolean,
  outCounts: Float64Array,
  outSums: Float64Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const id = ids[i];
    const others = counts[i] / childCounts[id];
    outCounts[i] = toldCounts[id] * others;
    outSums[i] = isExtreme ? toldSums[id] : toldSums[id] * others;
  }
}

/** The values that nodes have themselves, each as often as there are walks; extremes once. `nulls` may be empty. */
export function weighValues(
  values: Float64Array,
  nulls: Uint8Array,
  walks: Float64Array,
  isExtreme: boolean,
  counts: Float64Array,
  sums: Float64Array,
  start: number,
  end: number,
): void {
  const hasNulls = nulls.length > 0;
  for (let i = start; i < end; i++) {
    if (hasNulls && nulls[i] === 1) continue;
    const count = walks[i];
    counts[i] = count;
    sums[i] = isExtreme ? values[i] : values[i] * count;
  }
}

/** Widens [least, most], which are the two of `range`. */
export function widenSpan(values: Float64Array, range: Float64Array, start: number, end: number): void {
  let least = range[0];
  let most = range[1];
  for (let i = start; i < end; i++) {
    const value = values[i];
    if (value < least) least = value;
    if (value > most) most = value;
  }
  range[0] = least;
  range[1] = most;
}

/** Marks the distance of each value from `least`; false where one comes twice. */
export function markDistinct(
  values: Float64Array,
  least: number,
  seen: Uint8Array,
  start: number,
  end: number,
): boolean {
  for (let i = start; i < end; i++) {
    const place = values[i] - least;
    if (seen[place] === 1) return false;
    seen[place] = 1;
  }
  return true;
}

/** Sums by group. */
export function addByGroup(
  values: Float64Array,
  groups: Uint32Array,
  sums: Float64Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) sums[groups[i]] += values[i];
}

/** Sums of products by group; false where one is past what doubles hold exactly. */
export function addProductsByGroup(
  values: Float64Array,
  counts: Float64Array,
  nulls: Uint8Array,
  groups: Uint32Array,
  sums: Float64Array,
  start: number,
  end: number,
): boolean {
  const hasNulls = nulls.length > 0;
  for (let i = start; i < end; i++) {
    if (hasNulls && nulls[i] === 1) continue;
    const group = groups[i];
    const sum = sums[group] + values[i] * counts[i];
    sums[group] = sum;
    if (sum > Number.MAX_SAFE_INTEGER || sum < Number.MIN_SAFE_INTEGER) return false;
  }
  return true;
}
