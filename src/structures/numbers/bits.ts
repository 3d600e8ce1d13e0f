/** Bits in words of 32: the lowest bit of the first word comes first. */

/** The number of words that hold `count` bits. */
export function wordCountOf(count: number): number {
  return (count + 31) >>> 5;
}

/** Inverts the first `count` bits and clears those after them in the last word. */
export function flipBits(words: Uint32Array, count: number): void {
  const end = wordCountOf(count);
  for (let w = 0; w < end; w++) words[w] = ~words[w];
  if ((count & 31) !== 0) words[end - 1] &= 2 ** (count & 31) - 1;
}
