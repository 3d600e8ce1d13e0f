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

/** The hash of `bytes` from `start` to `end`. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return mix(hash);
}

/** The hash of a text's UTF-8, as `hashBytes` gives it, if it is all ASCII; negative otherwise. */
export function hashAscii(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return -1;
    hash = Math.imul(hash ^ unit, 0x01000193);
  }
  return mix(hash);
}
