/** The loops over codes of texts, over typed arrays alone; see `walk-loops.ts`. The largest code is null. */
import { PART } from "./walk-loops.js";

const NO_CODE = 0xffffffff;

/** Marks the codes that occur among the first `count`. */
export function markCodes(codes: Uint32Array, count: number, used: Uint8Array): void {
  for (let at = 0; at < count; at += PART) markPart(codes, used, at, Math.min(at + PART, count));
}

function markPart(codes: Uint32Array, used: Uint8Array, start: number, end: number): void {
  for (let i = start; i < end; i++) if (codes[i] !== NO_CODE) used[codes[i]] = 1;
}

/** Writes for each code its entry of a table of bytes. */
export function mapCodes(
  codes: Uint32Array,
  count: number,
  table: Uint8Array,
  ofNull: number,
  out: Uint8Array,
): void {
  for (let at = 0; at < count; at += PART) mapPart(codes, table, ofNull, out, at, Math.min(at + PART, count));
}

function mapPart(
  codes: Uint32Array,
  table: Uint8Array,
  ofNull: number,
  out: Uint8Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const code = codes[i];
    out[i] = code === NO_CODE ? ofNull : table[code];
  }
}

/** Writes for each code its entry of a table of other codes. */
export function mapToCodes(codes: Uint32Array, count: number, table: Uint32Array, out: Uint32Array): void {
  for (let at = 0; at < count; at += PART) mapPartToCodes(codes, table, out, at, Math.min(at + PART, count));
}

function mapPartToCodes(
  codes: Uint32Array,
  table: Uint32Array,
  out: Uint32Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const code = codes[i];
    out[i] = code === NO_CODE ? NO_CODE : table[code];
  }
}

/** Writes for each id the entry of the set that it has, in a table of bytes; `ofNone` for a negative set. */
export function mapSets(sets: Int32Array, table: Uint8Array, ofNone: number, out: Uint8Array): void {
  for (let at = 0; at < sets.length; at += PART)
    mapPartOfSets(sets, table, ofNone, out, at, Math.min(at + PART, sets.length));
}

function mapPartOfSets(
  sets: Int32Array,
  table: Uint8Array,
  ofNone: number,
  out: Uint8Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) out[i] = sets[i] < 0 ? ofNone : table[sets[i]];
}
