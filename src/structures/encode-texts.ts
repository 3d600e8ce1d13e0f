/** Many texts as UTF-8 and hashed at one go: joined block by block, which takes half the time of a loop over their characters. */
import { hashBytes } from "./hash.js";

/** Texts one after another, in Arrow's layout. */
export interface EncodedTexts {
  /** Where each text begins, and where the last one ends. */
  readonly offsets: Uint32Array;
  readonly bytes: Uint8Array;
}

const encoder = new TextEncoder();

/** Texts are joined up to so many, and until they have so many UTF-16 units. */
const BLOCK_TEXTS = 1024;
const BLOCK_UNITS = 1 << 16;

/** With more units than this, the texts might not fit one array as UTF-8. */
const UNITS_MAX = 2 ** 30;

/** The UTF-8 of well-formed texts; undefined if they are too long for one array. O(units). */
export function encodeTexts(texts: readonly string[]): EncodedTexts | undefined {
  const count = texts.length;
  let units = 0;
  for (let i = 0; i < count; i++) units += texts[i].length;
  if (units > UNITS_MAX) return undefined;
  const offsets = new Uint32Array(count + 1);
  // as if all were ASCII, with room for a block that is not
  let bytes = new Uint8Array(units + 2 * Math.min(units, BLOCK_UNITS));
  let end = 0;
  for (let start = 0; start < count; ) {
    let stop = start;
    let size = 0;
    do size += texts[stop++].length;
    while (stop < count && stop - start < BLOCK_TEXTS && size < BLOCK_UNITS);
    if (end + size * 3 > bytes.length) {
      const larger = new Uint8Array(Math.max(end + size * 3, bytes.length * 2));
      larger.set(bytes);
      bytes = larger;
    }
    const { written } = encoder.encodeInto(texts.slice(start, stop).join(""), bytes.subarray(end));
    if (written === size) for (let i = start; i < stop; i++) offsets[i + 1] = offsets[i] + texts[i].length;
    else
      for (let i = start; i < stop; i++)
        offsets[i + 1] = offsets[i] + encoder.encodeInto(texts[i], bytes.subarray(offsets[i])).written;
    end = offsets[stop];
    start = stop;
  }
  return { offsets, bytes: bytes.subarray(0, end) };
}

/** Texts that were encoded and hashed. */
export interface HashedTexts {
  readonly texts: readonly string[];
  readonly encoded: EncodedTexts;
  readonly hashes: Uint32Array;
}

/** Hashes a column of well-formed texts; undefined if it is none, or too long. */
export function hashTexts(values: ArrayLike<unknown>): HashedTexts | undefined {
  if (!Array.isArray(values)) return undefined;
  for (let i = 0; i < values.length; i++) if (typeof values[i] !== "string") return undefined;
  const texts = values as readonly string[];
  const encoded = encodeTexts(texts);
  if (encoded === undefined) return undefined;
  const { offsets, bytes } = encoded;
  const hashes = new Uint32Array(texts.length);
  for (let i = 0; i < hashes.length; i++) hashes[i] = hashBytes(bytes, offsets[i], offsets[i + 1]);
  return { texts, encoded, hashes };
}

/** Some of the texts, by their rows. */
export function pickTexts(hashed: HashedTexts, rows: Uint32Array): HashedTexts {
  const { texts, encoded, hashes } = hashed;
  if (rows.length === texts.length) return hashed;
  const offsets = new Uint32Array(rows.length + 1);
  const picked: string[] = [];
  const ofRows = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    offsets[i + 1] = offsets[i] + encoded.offsets[row + 1] - encoded.offsets[row];
    picked.push(texts[row]);
    ofRows[i] = hashes[row];
  }
  const bytes = new Uint8Array(offsets[rows.length]);
  for (let i = 0; i < rows.length; i++)
    for (let k = offsets[i], from = encoded.offsets[rows[i]]; k < offsets[i + 1]; k++, from++)
      bytes[k] = encoded.bytes[from];
  return { texts: picked, encoded: { offsets, bytes }, hashes: ofRows };
}
