/**
 * Scans of strings as they lie, one after another in UTF-8. A loop for each question, since a call for each row
 * costs several times what comparing the first bytes does. Bits as in `RowPredicate.markRun`.
 */
import type { BytesStore } from "../../pool/bytes-store.js";
import { compareBytes } from "../../structures/text/compare.js";

/** Rows that are exactly `wanted`. */
export function markEqual(
  { bytes, offsets }: BytesStore,
  first: number,
  count: number,
  wanted: Uint8Array,
  out: Uint32Array,
): void {
  const size = wanted.length;
  let start = offsets[first];
  for (let done = 0, w = 0; done < count; done += 32, w++) {
    const length = Math.min(32, count - done);
    let bits = 0;
    for (let i = 0; i < length; i++) {
      const end = offsets[first + done + i + 1];
      if (end - start === size && isAt(bytes, start, wanted)) bits |= 1 << i;
      start = end;
    }
    out[w] = bits;
  }
}

/** Rows that begin with `wanted`, or end with it. */
export function markEnd(
  { bytes, offsets }: BytesStore,
  first: number,
  count: number,
  wanted: Uint8Array,
  atStart: boolean,
  out: Uint32Array,
): void {
  const size = wanted.length;
  let start = offsets[first];
  for (let done = 0, w = 0; done < count; done += 32, w++) {
    const length = Math.min(32, count - done);
    let bits = 0;
    for (let i = 0; i < length; i++) {
      const end = offsets[first + done + i + 1];
      if (end - start >= size && isAt(bytes, atStart ? start : end - size, wanted)) bits |= 1 << i;
      start = end;
    }
    out[w] = bits;
  }
}

/**
 * Rows that have `wanted` somewhere in them. Searching all rows as one text, by the engine's own search for a
 * byte or with skips, was measured to be no faster for strings as short as attributes are.
 */
export function markContaining(
  { bytes, offsets }: BytesStore,
  first: number,
  count: number,
  wanted: Uint8Array,
  out: Uint32Array,
): void {
  let start = offsets[first];
  for (let done = 0, w = 0; done < count; done += 32, w++) {
    const length = Math.min(32, count - done);
    let bits = 0;
    for (let i = 0; i < length; i++) {
      const end = offsets[first + done + i + 1];
      if (hasIn(bytes, start, end, wanted)) bits |= 1 << i;
      start = end;
    }
    out[w] = bits;
  }
}

/** Rows from `low` to `high` by their bytes, without the ends where open; undefined is no bound. */
export function markBetween(
  { bytes, offsets }: BytesStore,
  first: number,
  count: number,
  low: Uint8Array | undefined,
  lowOpen: boolean,
  high: Uint8Array | undefined,
  highOpen: boolean,
  out: Uint32Array,
): void {
  // as whole numbers, `> 0` is `>= 1`
  const above = lowOpen ? 1 : 0;
  const below = highOpen ? -1 : 0;
  let start = offsets[first];
  for (let done = 0, w = 0; done < count; done += 32, w++) {
    const length = Math.min(32, count - done);
    let bits = 0;
    for (let i = 0; i < length; i++) {
      const end = offsets[first + done + i + 1];
      const isIn =
        (low === undefined || compareBytes(bytes, start, end, low) >= above) &&
        (high === undefined || compareBytes(bytes, start, end, high) <= below);
      bits |= +isIn << i;
      start = end;
    }
    out[w] = bits;
  }
}

/** Whether the bytes from `start` on are `wanted`; there are as many. */
export function isAt(bytes: Uint8Array, start: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i++) if (bytes[start + i] !== wanted[i]) return false;
  return true;
}

/** Whether the bytes from `start` to `end` have `wanted` somewhere in them. */
export function hasIn(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): boolean {
  if (wanted.length === 0) return true;
  const first = wanted[0];
  const last = end - wanted.length;
  for (let at = start; at <= last; at++) if (bytes[at] === first && isAt(bytes, at, wanted)) return true;
  return false;
}
