/** The loops of groups over typed columns, over typed arrays alone; see `../loops/walk-loops.ts`. Rows below 0 are null. */

/** Reads the values of rows. */
export function readNumbers(
  column: Int32Array | Float32Array | Float64Array,
  rows: Int32Array,
  out: Float64Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const row = rows[i];
    out[i] = row < 0 ? 0 : column[row];
  }
}

/** As `readNumbers`, for whole numbers of 32 bits: a loop that meets one kind of array alone is compiled for it. */
export function readWords(column: Int32Array, rows: Int32Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const row = rows[i];
    out[i] = row < 0 ? 0 : column[row];
  }
}

/** Reads the codes of texts of rows; the largest number for null. */
export function readTextCodes(codes: Uint32Array, rows: Int32Array, out: Uint32Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const row = rows[i];
    out[i] = row < 0 ? 0xffffffff : codes[row];
  }
}

/** Reads the values of rows of 64 bits, given as halves; false if a double does not hold one of them. */
export function readLongs(halves: Int32Array, rows: Int32Array, out: Float64Array, count: number): boolean {
  for (let i = 0; i < count; i++) {
    const row = rows[i];
    const value = row < 0 ? 0 : halves[2 * row + 1] * 4_294_967_296 + (halves[2 * row] >>> 0);
    if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) return false;
    out[i] = value;
  }
  return true;
}

/** Reads the bits of rows. */
export function readBits(bits: Uint8Array, rows: Int32Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const row = rows[i];
    out[i] = row < 0 ? 0 : (bits[row >>> 3] >>> (row & 7)) & 1;
  }
}

/** Reads the bits of rows; 2 for null. */
export function readTruths(bits: Uint8Array, rows: Int32Array, out: Uint8Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const row = rows[i];
    out[i] = row < 0 ? 2 : (bits[row >>> 3] >>> (row & 7)) & 1;
  }
}

/** Whether each of the first numbers is one more than the one before it. */
export function areConsecutive(numbers: Uint32Array, count: number): boolean {
  const first = numbers[0];
  for (let i = 1; i < count; i++) if (numbers[i] !== first + i) return false;
  return true;
}

/** Widens [least, most], which are the two of `range`, to the values that are not null. */
export function widenRange(values: Float64Array, rows: Int32Array, range: Float64Array, count: number): void {
  let least = range[0];
  let most = range[1];
  for (let i = 0; i < count; i++) {
    if (rows[i] < 0) continue;
    const value = values[i];
    if (value < least) least = value;
    if (value > most) most = value;
  }
  range[0] = least;
  range[1] = most;
}

/** As `widenRange`, for values of 32 bits by row. */
export function widenWords(column: Int32Array, rows: Int32Array, range: Float64Array, count: number): void {
  let least = 0x7fffffff;
  let most = -0x80000000;
  let isEmpty = true;
  for (let i = 0; i < count; i++) {
    const row = rows[i];
    if (row < 0) continue;
    const value = column[row];
    isEmpty = false;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (isEmpty) return;
  range[0] = Math.min(range[0], least);
  range[1] = Math.max(range[1], most);
}

/** Gives each code the next digit: the distance of the value from `least`, or the last digit for null. */
export function addDigit(
  codes: Int32Array,
  values: Float64Array,
  rows: Int32Array,
  least: number,
  digits: number,
  count: number,
): void {
  for (let i = 0; i < count; i++)
    codes[i] = codes[i] * digits + (rows[i] < 0 ? digits - 1 : values[i] - least);
}

/** As `addDigit`, for values of 32 bits by row. */
export function addWordDigit(
  codes: Int32Array,
  column: Int32Array,
  rows: Int32Array,
  least: number,
  digits: number,
  count: number,
): void {
  const last = (digits - 1) | 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i];
    const digit = row < 0 ? last : (column[row] - least) | 0;
    codes[i] = (Math.imul(codes[i], digits) + digit) | 0;
  }
}

/** Numbers codes in the order in which they come: `numbers` has the number of each, plus one. The number of all so far. */
export function numberCodes(
  codes: Int32Array,
  numbers: Int32Array,
  first: Int32Array,
  known: number,
  count: number,
): number {
  let all = known;
  for (let i = 0; i < count; i++) {
    const code = codes[i];
    let number = numbers[code];
    if (number === 0) {
      first[all++] = code;
      number = all;
      numbers[code] = number;
    }
    codes[i] = number - 1;
  }
  return all;
}

export function countGroups(groups: Int32Array, counts: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) counts[groups[i]]++;
}

export function countPresent(
  groups: Int32Array,
  rows: Int32Array,
  counts: Float64Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) if (rows[i] >= 0) counts[groups[i]]++;
}

/** Adds whole numbers, whose sums stay exact. */
export function addWhole(
  groups: Int32Array,
  rows: Int32Array,
  values: Float64Array,
  counts: Float64Array,
  sums: Float64Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    if (rows[i] < 0) continue;
    const group = groups[i];
    counts[group]++;
    sums[group] += values[i];
  }
}

/** As `addWhole`, for values of 32 bits by row. */
export function addWords(
  groups: Int32Array,
  rows: Int32Array,
  column: Int32Array,
  counts: Float64Array,
  sums: Float64Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const row = rows[i];
    if (row < 0) continue;
    const group = groups[i];
    counts[group]++;
    sums[group] += column[row];
  }
}

/** The number that is furthest from 0. */
export function furthest(sums: Float64Array): number {
  let most = 0;
  for (let i = 0; i < sums.length; i++) most = Math.max(most, Math.abs(sums[i]));
  return most;
}

/** Adds numbers by Neumaier's sum: `lost` is what roundings took away. */
export function addFloats(
  groups: Int32Array,
  rows: Int32Array,
  values: Float64Array,
  counts: Float64Array,
  sums: Float64Array,
  lost: Float64Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    if (rows[i] < 0) continue;
    const group = groups[i];
    const value = values[i];
    const before = sums[group];
    const sum = before + value;
    counts[group]++;
    if (Number.isFinite(sum))
      lost[group] += Math.abs(before) >= Math.abs(value) ? before - sum + value : value - sum + before;
    sums[group] = sum;
  }
}

/** The least or greatest of each group; NaN comes behind all other numbers. */
export function addExtremes(
  groups: Int32Array,
  rows: Int32Array,
  values: Float64Array,
  counts: Float64Array,
  best: Float64Array,
  isMax: boolean,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    if (rows[i] < 0) continue;
    const group = groups[i];
    const value = values[i];
    const known = best[group];
    const isBetter = isMax
      ? value > known || (value !== value && known === known)
      : value < known || (known !== known && value === value);
    if (counts[group] === 0 || isBetter) best[group] = value;
    counts[group]++;
  }
}

/**
 * Keeps nodes whose key is not behind the best ones so far. Those are a heap in \`best\`, the last of them first, which is
 * filled up with Infinity. Null and NaN count as Infinity, which comes first where the order descends. The number kept.
 */
export function keepBest(
  ids: Uint32Array,
  values: Float64Array,
  rows: Int32Array,
  descending: boolean,
  best: Float64Array,
  kept: Uint32Array,
  keys: Float64Array,
  keptCount: number,
  count: number,
): number {
  let all = keptCount;
  const most = best.length;
  for (let i = 0; i < count; i++) {
    let key = values[i];
    if (rows[i] < 0 || key !== key) key = Number.POSITIVE_INFINITY;
    if (descending) key = -key;
    if (key > best[0]) continue;
    kept[all] = ids[i];
    keys[all++] = key;
    if (key === best[0]) continue;
    // takes the place of the last
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= most) break;
      if (child + 1 < most && best[child + 1] > best[child]) child++;
      if (best[child] <= key) break;
      best[at] = best[child];
      at = child;
    }
    best[at] = key;
  }
  return all;
}

/** Moves the nodes whose key is not behind a last one to the front; their number. */
export function keepWithin(kept: Uint32Array, keys: Float64Array, last: number, count: number): number {
  let all = 0;
  for (let i = 0; i < count; i++) if (keys[i] <= last) kept[all++] = kept[i];
  return all;
}
