/** Merges the last of the segments of an index while the one before is less than twice as large. */
export function mergeLast<S>(
  segments: S[],
  sizeOf: (segment: S) => number,
  merge: (first: S, second: S) => S,
): void {
  while (segments.length > 1) {
    const [before, last] = segments.slice(-2);
    if (sizeOf(before) >= 2 * sizeOf(last)) return;
    segments.splice(-2, 2, merge(before, last));
  }
}
