/** The nearest of some names to a misspelt one. */

/** Names further away than this share of their length are not offered. */
const DISTANCE_SHARE_MAX = 0.4;
const LENGTH_MAX = 64;

/** The name that takes the fewest edits from `word`, or undefined where none is near. The first of equals. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  if (word.length > LENGTH_MAX) return undefined;
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const length = Math.max(word.length, name.length);
    const distance = editsBetween(word.toLowerCase(), name.toLowerCase());
    if (distance <= Math.max(1, Math.floor(length * DISTANCE_SHARE_MAX)) && distance < least) {
      best = name;
      least = distance;
    }
  }
  return best;
}

/** Insertions, deletions, substitutions and swaps of neighbours from `a` to `b`. */
function editsBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + (isSame ? 0 : 1));
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) least = Math.min(least, beforeLast[j - 2]! + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
