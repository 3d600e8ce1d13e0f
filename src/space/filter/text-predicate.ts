/**
 * Predicates over strings and bytes. While a column of strings interns, each distinct string is tested once and the
 * rows are looked up by code; afterwards the bytes are compared in place, and nothing is decoded.
 */
import { betweenRows, betweenRowsAt, lookupRows, lookupRowsAt } from "../../kernels/core/filter.js";
import type { BytesStore } from "../../pool/bytes-store.js";
import type { Utf8Column } from "../../pool/utf8-column.js";
import { hashBytes } from "../../structures/hash.js";
import { compareBytes, compareText } from "../../structures/text/compare.js";
import type { Lookup } from "../index/lookup.js";
import { hasIn, isAt, markBetween, markContaining, markEnd, markEqual } from "./byte-loops.js";
import { CALL_COST, eachRow, type RowPredicate } from "./row-predicate.js";

/** A test of a string, whole or as UTF-8. */
export interface TextMatcher {
  text(value: string): boolean;
  bytes(bytes: Uint8Array, start: number, end: number): boolean;
  /** As `RowPredicate.markRun`, if there is a faster way than testing the bytes of each row. */
  readonly markRun?: (store: BytesStore, first: number, count: number, out: Uint32Array) => void;
}

const encoder = new TextEncoder();

/** The rows whose string the predicate is true of. */
export function textPredicate(column: Utf8Column, matcher: TextMatcher): RowPredicate {
  const { dictionary, plain } = column;
  if (dictionary === undefined) return bytesPredicate(plain as BytesStore, matcher);
  const { codes, strings } = dictionary;
  let table: Uint8Array | undefined;
  const tableOfAll = () => {
    table ??= Uint8Array.from(strings, (text) => (matcher.text(text) ? 1 : 0));
    return table;
  };
  return {
    cost: 2 + Math.ceil((CALL_COST * strings.length) / (codes.length + 1)),
    // a test of single rows, as after an index, should not go through all the strings
    matches: (row) => (table === undefined ? matcher.text(strings[codes[row]]) : table[codes[row]] === 1),
    markRun: (first, count, out) => lookupRows(codes, first, count, tableOfAll(), out),
    markRows: (rows, count, out) => lookupRowsAt(codes, rows, count, tableOfAll(), out),
  };
}

/** The rows whose bytes the predicate is true of. */
export function bytesPredicate(store: BytesStore, matcher: TextMatcher): RowPredicate {
  const { bytes, offsets } = store;
  const { markRun } = matcher;
  const predicate = eachRow((row) => matcher.bytes(bytes, offsets[row], offsets[row + 1]));
  return markRun === undefined
    ? predicate
    : { ...predicate, markRun: (first, count, out) => markRun(store, first, count, out) };
}

/** The rows of a column of strings that a lookup selects. */
export function textLookupPredicate(column: Utf8Column, lookup: Lookup): RowPredicate {
  if (lookup.kind !== "points") return textPredicate(column, matcherOf(lookup));
  const { dictionary } = column;
  if (dictionary === undefined) return textPredicate(column, equalToOne(lookup.keys as readonly string[]));
  const codes = (lookup.keys as readonly string[])
    .map((text) => column.codeOf(text))
    .filter((code) => code !== undefined);
  return codes.length === 1
    ? codePredicate(dictionary.codes, codes[0])
    : codesPredicate(dictionary.codes, codes);
}

function codePredicate(codes: Uint32Array, code: number): RowPredicate {
  // codes stay far below 2^31, so the kernel for int32 reads them too
  const values = new Int32Array(codes.buffer, codes.byteOffset, codes.length);
  return {
    cost: 1,
    matches: (row) => values[row] === code,
    markRun: (first, count, out) => betweenRows(values, first, count, code, code, out),
    markRows: (rows, count, out) => betweenRowsAt(values, rows, count, code, code, out),
  };
}

function codesPredicate(codes: Uint32Array, wanted: readonly number[]): RowPredicate {
  const table = new Uint8Array(wanted.reduce((size, code) => Math.max(size, code + 1), 0));
  for (const code of wanted) table[code] = 1;
  const matches = (row: number) => table[codes[row]] === 1;
  return {
    cost: 2,
    matches,
    markRun: (first, count, out) => lookupRows(codes, first, count, table, out),
    markRows: (rows, count, out) => lookupRowsAt(codes, rows, count, table, out),
  };
}

/** Whether a string or its bytes are in a range, or begin with a text. */
export function matcherOf(lookup: Exclude<Lookup, { kind: "points" }>): TextMatcher {
  if (lookup.kind === "prefix") return startsWith(lookup.text);
  const low = lookup.low as string | undefined;
  const high = lookup.high as string | undefined;
  const lowBytes = low === undefined ? undefined : encoder.encode(low);
  const highBytes = high === undefined ? undefined : encoder.encode(high);
  const above = lookup.lowOpen ? 1 : 0;
  const below = lookup.highOpen ? -1 : 0;
  const sign = Math.sign;
  return {
    text: (value) =>
      (low === undefined || sign(compareText(value, low)) >= above) &&
      (high === undefined || sign(compareText(value, high)) <= below),
    bytes: (bytes, start, end) =>
      (lowBytes === undefined || sign(compareBytes(bytes, start, end, lowBytes)) >= above) &&
      (highBytes === undefined || sign(compareBytes(bytes, start, end, highBytes)) <= below),
    markRun: (store, first, count, out) =>
      markBetween(store, first, count, lowBytes, lookup.lowOpen, highBytes, lookup.highOpen, out),
  };
}

export function startsWith(part: string): TextMatcher {
  const wanted = encoder.encode(part);
  return {
    text: (value) => value.startsWith(part),
    bytes: (bytes, start, end) => end - start >= wanted.length && isAt(bytes, start, wanted),
    markRun: (store, first, count, out) => markEnd(store, first, count, wanted, true, out),
  };
}

export function endsWith(part: string): TextMatcher {
  const wanted = encoder.encode(part);
  return {
    text: (value) => value.endsWith(part),
    bytes: (bytes, start, end) => end - start >= wanted.length && isAt(bytes, end - wanted.length, wanted),
    markRun: (store, first, count, out) => markEnd(store, first, count, wanted, false, out),
  };
}

/** UTF-8 finds no false matches: no character's bytes begin within another's. */
export function contains(part: string): TextMatcher {
  const wanted = encoder.encode(part);
  return {
    text: (value) => value.includes(part),
    bytes: (bytes, start, end) => hasIn(bytes, start, end, wanted),
    markRun: (store, first, count, out) => markContaining(store, first, count, wanted, out),
  };
}

/** Whether a string is one of `texts`. */
function equalToOne(texts: readonly string[]): TextMatcher {
  const set = new Set(texts);
  return { ...bytesAmong(texts.map((text) => encoder.encode(text))), text: (value) => set.has(value) };
}

/** Whether bytes are one of `wanted`. */
export function bytesAmong(wanted: readonly Uint8Array[]): TextMatcher {
  const text = () => false;
  if (wanted.length === 1) {
    const only = wanted[0];
    return {
      text,
      bytes: (bytes, start, end) => end - start === only.length && isAt(bytes, start, only),
      markRun: (store, first, count, out) => markEqual(store, first, count, only, out),
    };
  }
  const lengths = new Set(wanted.map((key) => key.length));
  const byHash = new Map<number, Uint8Array[]>();
  for (const key of wanted) {
    const hash = hashBytes(key, 0, key.length);
    byHash.set(hash, [...(byHash.get(hash) ?? []), key]);
  }
  return {
    text,
    bytes(bytes, start, end) {
      if (!lengths.has(end - start)) return false;
      const keys = byHash.get(hashBytes(bytes, start, end));
      return keys?.some((key) => key.length === end - start && isAt(bytes, start, key)) ?? false;
    },
  };
}
