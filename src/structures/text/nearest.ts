/** The name that was meant by one that is not there: the nearest by how many letters are wrong, left out or swapped. */

/** Names longer than this are not compared, and of many names only the first so many. */
const LENGTH_MAX = 64;
const NAMES_MAX = 2_000;

/** `; did you mean "name"?`, or nothing where no name is near. */
export function didYouMean(
  name: string,
  known: Iterable<string>,
  show: (name: string) => string = JSON.stringify,
): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? "" : `; did you mean ${show(nearest)}?`;
}

/**
 * The name nearest to one that is not known: the same but for case, or with at most a third of its letters wrong, left
 * out, added or swapped with the next. The first of several that are as near.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  const wanted = name.toLowerCase();
  let best = Math.floor(Math.max(name.length, 2) / 3) + 1;
  if (name.length > LENGTH_MAX) return undefined;
  let looks = 0;
  for (const each of known) {
    if (looks++ >= NAMES_MAX) break;
    if (each.length > LENGTH_MAX || Math.abs(each.length - name.length) > best) continue;
    const candidate = each.toLowerCase();
    const distance = candidate === wanted ? 0 : editDistance(wanted, candidate);
    if (distance < best) {
      best = distance;
      nearest = each;
    }
  }
  return nearest;
}

/** How many letters are to be put in, left out, replaced or swapped with the next one. O(a times b). */
function editDistance(a: string, b: string): number {
  let before = new Array<number>(b.length + 1).fill(0);
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    before = last;
    last = row;
  }
  return last[b.length];
}
