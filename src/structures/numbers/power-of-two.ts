/** Powers of two: units in which sums neither overflow nor are rounded otherwise. */

/** A power of two at most a factor of two from a finite number above 0: dividing by it overflows nowhere. */
export function powerOfTwoAt(value: number): number {
  return 2 ** exponentOf(value);
}

/** The exponent of that power of two. */
export function exponentOf(value: number): number {
  // log2 of the largest number is rounded up to 1024
  return Math.min(1023, Math.floor(Math.log2(value)));
}
