/** Hashes of 32 bits for tables in memory. They are not stored and mean nothing outside of one process. */

/** Mixes the bits of a word so that each bit of the result depends on all of it. */
export function mix(word: number): number {
  let hash = word ^ (word >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The hash of the 64 bits in two words. */
export function hashWords(low: number, high: number): number {
  return mix(low ^ Math.imul(high, 0x9e3779b1));
}

/** Mixes the next four bytes into a hash of bytes, as MurmurHash3 by Austin Appleby does. */
function mixIn(hash: number, word: number): number {
  const product = Math.imul(word, 0xcc9e2d51);
  const mixed = hash ^ Math.imul((product << 15) | (product >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/** The hash of `bytes` from `start` to `end`. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  let i = start;
  for (; i + 4 <= end; i += 4)
    hash = mixIn(hash, bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24));
  let rest = 0;
  for (; i < end; i++) rest = (rest << 8) | bytes[i];
  return mix(mixIn(hash, rest));
}

/** The hash of a text's UTF-8, as `hashBytes` gives it, if it is all ASCII; negative otherwise. */
export function hashAscii(text: string): number {
  const { length } = text;
  let hash = length;
  /** All units, one over another. */
  let units = 0;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const [a, b] = [text.charCodeAt(i), text.charCodeAt(i + 1)];
    const [c, d] = [text.charCodeAt(i + 2), text.charCodeAt(i + 3)];
    units |= a | b | c | d;
    hash = mixIn(hash, a | (b << 8) | (c << 16) | (d << 24));
  }
  let rest = 0;
  for (; i < length; i++) {
    const unit = text.charCodeAt(i);
    units |= unit;
    rest = (rest << 8) | unit;
  }
  return units > 0x7f ? -1 : mix(mixIn(hash, rest));
}
