/**
 * The words of a dictionary within some edits of a word: an edit inserts, removes or replaces a letter, or swaps two
 * neighbours. One walk in order: the table of distances is kept for the letters that a word shares with the one before,
 * and words whose beginning is too far already are passed over.
 *
 * Source: Oommen and Loke, Pattern recognition of strings with substitutions, insertions, deletions and generalized
 * transpositions (1997), for the distance.
 */
import { SortedStrings } from "./sorted-strings.js";

/** One edit from four letters on, two from eight. */
export function editsOf(word: string): number {
  const letters = [...word].length;
  return letters < 4 ? 0 : letters < 8 ? 1 : 2;
}

/** Whether a word is within `edits` of another. */
export function isWithinEdits(word: string, other: string, edits: number): boolean {
  return fuzzyWords(SortedStrings.of([word]), other, edits).length > 0;
}

/** The ordinals of the words within `edits` of `word`. */
export function fuzzyWords(words: SortedStrings, word: string, edits: number): number[] {
  const found: number[] = [];
  const wanted = Uint16Array.from({ length: word.length }, (_, i) => word.charCodeAt(i));
  const width = wanted.length + 1;
  /** Row d has the distances of the first d units of the present word to each beginning of the one wanted. */
  const rows = [Uint16Array.from({ length: width }, (_, i) => i)];
  /** The last row that is filled for the present word. */
  let depth = 0;
  /** Words that share so many units with the one before are too far, as it is. */
  let tooFar = Number.POSITIVE_INFINITY;
  for (const cursor = words.first(); !cursor.isDone; cursor.next()) {
    if (cursor.shared >= tooFar) continue;
    tooFar = Number.POSITIVE_INFINITY;
    const { units, length } = cursor;
    for (depth = Math.min(depth, cursor.shared); depth < length; ) {
      depth++;
      if (depth === rows.length) rows.push(new Uint16Array(width));
      // no row has a least distance more than one above the one before, so a swap does not come nearer either
      if (fillRow(rows, depth, units, wanted) > edits) {
        tooFar = depth;
        break;
      }
    }
    if (tooFar > length && rows[length][width - 1] <= edits) found.push(cursor.ordinal);
  }
  return found;
}

/** Fills the row of a depth from those before; its least distance. */
function fillRow(
  rows: readonly Uint16Array[],
  depth: number,
  units: Uint16Array,
  wanted: Uint16Array,
): number {
  const row = rows[depth];
  const before = rows[depth - 1];
  const unit = units[depth - 1];
  row[0] = depth;
  let least = depth;
  for (let i = 1; i < row.length; i++) {
    const replaced = before[i - 1] + (wanted[i - 1] === unit ? 0 : 1);
    let distance = Math.min(replaced, before[i] + 1, row[i - 1] + 1);
    if (depth > 1 && i > 1 && wanted[i - 2] === unit && wanted[i - 1] === units[depth - 2]) {
      distance = Math.min(distance, rows[depth - 2][i - 2] + 1);
    }
    row[i] = distance;
    if (distance < least) least = distance;
  }
  return least;
}
