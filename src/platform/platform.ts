/** What differs between Node and a browser; the conditional import `#platform` picks one of the two. */
export interface Platform {
  /** SHA-256 of `bytes`: 32 bytes. Both platforms give the same. */
  sha256(bytes: Uint8Array): Uint8Array;
  /** Reads `bytes`, which hold well-formed UTF-8, from `start` to `end`. */
  decodeUtf8(bytes: Uint8Array, start: number, end: number): string;
}
