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

/** The ordinals of the words within `edits` of `word`. No word has half of a pair of surrogates. */
export function fuzzyWords(words: SortedStrings, word: string, edits: number): number[] {
  const found: number[] = [];
  const wanted = Uint32Array.from(word, (letter) => letter.codePointAt(0) as number);
  const width = wanted.length + 1;
  /** Row d has the distances of the first d letters of the present word to each beginning of the one wanted. */
  const rows = [Uint16Array.from({ length: width }, (_, i) => i)];
  /** The letters of the present word, and the units up to the end of each: those of the rows that are filled. */
  const letters: number[] = [];
  const ends = [0];
  let depth = 0;
  /** Words that share so many units with the one before are too far, as it is. */
  let tooFar = Number.POSITIVE_INFINITY;
  for (const cursor = words.first(); !cursor.isDone; cursor.next()) {
    if (cursor.shared >= tooFar) continue;
    tooFar = Number.POSITIVE_INFINITY;
    const { units, length } = cursor;
    // letters of two units may share the first alone
    while (ends[depth] > cursor.shared) depth--;
    while (ends[depth] < length) {
      const end = letterAt(units, ends[depth], length, letters, depth);
      depth++;
      ends[depth] = end;
      if (depth === rows.length) rows.push(new Uint16Array(width));
      // no row has a least distance more than one above the one before, so a swap does not come nearer either
      if (fillRow(rows, depth, letters, wanted) > edits) {
        tooFar = end;
        break;
      }
    }
    if (tooFar > length && rows[depth][width - 1] <= edits) found.push(cursor.ordinal);
  }
  return found;
}

/** Writes the letter that begins at a unit to `letters`; where it ends. */
function letterAt(units: Uint16Array, at: number, length: number, letters: number[], place: number): number {
  const unit = units[at];
  const isPair = (unit & 0xfc00) === 0xd800 && at + 1 < length;
  letters[place] = isPair ? 0x10000 + ((unit & 0x3ff) << 10) + (units[at + 1] & 0x3ff) : unit;
  return at + (isPair ? 2 : 1);
}

/** Fills the row of a depth from those before; its least distance. */
function fillRow(
  rows: readonly Uint16Array[],
  depth: number,
  letters: readonly number[],
  wanted: Uint32Array,
): number {
  const row = rows[depth];
  const before = rows[depth - 1];
  const letter = letters[depth - 1];
  row[0] = depth;
  let least = depth;
  for (let i = 1; i < row.length; i++) {
    const replaced = before[i - 1] + (wanted[i - 1] === letter ? 0 : 1);
    let distance = Math.min(replaced, before[i] + 1, row[i - 1] + 1);
    if (depth > 1 && i > 1 && wanted[i - 2] === letter && wanted[i - 1] === letters[depth - 2]) {
      distance = Math.min(distance, rows[depth - 2][i - 2] + 1);
    }
    row[i] = distance;
    if (distance < least) least = distance;
  }
  return least;
}
