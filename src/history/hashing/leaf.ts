/**
 * The canonical bytes of one leaf: what 1,024 elements that follow each other have in one column, live elements
 * only. The same values give the same bytes whatever ids, rows, branches and batches they came by.
 *
 * leaf = SHA-256(0, presence bitmap (128 bytes), values in the order of their elements)
 *
 * Values of attributes: int32, float32, float64, int64, timestamp, vector: little-endian; bool: one byte; utf8,
 * binary, json: length (u32) and bytes; list: length (u32) and elements. Of the column of edges: the sequence
 * numbers (u32) of all sources, of all targets, and their origins likewise unless all are 0. Labels and types:
 * number of names (u32), each name.
 */
import { platform } from "#platform";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { LabelSets } from "../../pool/label-sets.js";
import { LongColumn } from "../../pool/long-column.js";
import { NumberColumn } from "../../pool/number-column.js";
import type { ReadonlyPool } from "../../pool/pool.js";
import type { ElementState } from "../../space/states/element-state.js";
import type { Bitmap } from "../../structures/bitmap.js";
import { BITMAP_CHUNK_BITS } from "../../structures/bitmap.js";
import { ByteWriter } from "../../structures/byte-writer.js";
import { NO_ROW, type RowIndex } from "../../structures/row-index.js";
import { EMPTY_HASH } from "./hash-tree.js";
import { isLengthPrefixed, writeLeafValues } from "./leaf-bytes.js";
import { LEAF_SIZE, type LeafPlace } from "./leaf-place.js";

const LEAF_WORDS = LEAF_SIZE / 32;
const LEAVES_IN_CHUNK = BITMAP_CHUNK_BITS / LEAF_SIZE;

const writer = new ByteWriter();
const presence = new Uint32Array(LEAF_WORDS);
const rowsOfLeaf = new Int32Array(LEAF_SIZE);
const endsOfLeaf = new Uint32Array(LEAF_SIZE);
const scatteredWords = new Uint32Array(LEAF_WORDS);
const sequences = new Uint32Array(LEAF_SIZE);
const slots = new Uint32Array(LEAF_SIZE);
const sourceOrigins = new Uint32Array(LEAF_SIZE);
const targetOrigins = new Uint32Array(LEAF_SIZE);

/** The live elements of a leaf, as words of a bitmap: a view, to read. */
function liveWords(live: Bitmap, leaf: LeafPlace): Uint32Array {
  if (typeof leaf !== "number") return gatherWords(live, leaf);
  const start = (leaf % LEAVES_IN_CHUNK) * LEAF_WORDS;
  return live.words(Math.floor(leaf / LEAVES_IN_CHUNK)).subarray(start, start + LEAF_WORDS);
}

function gatherWords(live: Bitmap, stretches: Exclude<LeafPlace, number>): Uint32Array {
  scatteredWords.fill(0);
  for (const { at, id, count } of stretches) {
    for (let i = 0; i < count; i++) {
      if (live.has(id + i)) scatteredWords[(at + i) >>> 5] |= 1 << ((at + i) & 31);
    }
  }
  return scatteredWords;
}

/** The hash of which nodes are live. */
export function hashNodeLeaf(state: ElementState, leaf: LeafPlace): Uint8Array {
  const words = liveWords(state.live, leaf);
  if (words.every((word) => word === 0)) return EMPTY_HASH;
  return platform.sha256(writer.reset().u8(0).numbers(words).bytes());
}

/** The hash of which edges are live, with their sources and targets. */
export function hashEdgeLeaf(
  state: ElementState,
  { nodes, edges }: ReadonlyPool,
  leaf: LeafPlace,
): Uint8Array {
  const words = liveWords(state.live, leaf);
  if (words.every((word) => word === 0)) return EMPTY_HASH;
  writer.reset().u8(0).numbers(words);
  if (nodes.identities.isPlain) {
    for (const ends of [edges.sources, edges.targets]) writer.numbers(endsIn(words, ends, leaf));
    return platform.sha256(writer.bytes());
  }
  let elsewhere = 0;
  for (const [ends, origins] of [
    [edges.sources, sourceOrigins],
    [edges.targets, targetOrigins],
  ] as const) {
    const ids = endsIn(words, ends, leaf);
    nodes.identities.gather(ids, sequences, slots);
    for (let i = 0; i < ids.length; i++) {
      elsewhere |= slots[i];
      origins[i] = nodes.identities.originOf(slots[i]);
    }
    writer.numbers(sequences.subarray(0, ids.length));
    if (origins === targetOrigins && elsewhere !== 0) {
      for (const each of [sourceOrigins, targetOrigins]) writer.numbers(each.subarray(0, ids.length));
    }
  }
  return platform.sha256(writer.bytes());
}

/** The sources, or targets, of a leaf's live edges, as ids: to read, until the next call. */
function endsIn(words: Uint32Array, ends: Uint32Array, leaf: LeafPlace): Uint32Array {
  let all: Uint32Array = endsOfLeaf;
  if (typeof leaf === "number") all = ends.subarray(leaf * LEAF_SIZE, (leaf + 1) * LEAF_SIZE);
  else for (const { at, id, count } of leaf) all.set(ends.subarray(id, id + count), at);
  return isWhole(words) ? all : endsOfLeaf.subarray(0, keepPresent(words, all, endsOfLeaf));
}

/** The hashes of leaves in which all elements are live and have the same set, by its number. */
const uniformLeaves = new WeakMap<LabelSets, Map<number, Uint8Array>>();

/** The hash of the labels, or types, of a leaf's elements. */
export function hashLabelLeaf(state: ElementState, leaf: LeafPlace): Uint8Array {
  const run = wholeRun(state, state.labelRows, leaf);
  if (run === undefined || run.stride !== 0 || run.first < 0) return hashSets(state, leaf);
  let hashes = uniformLeaves.get(state.labelSets);
  if (hashes === undefined) {
    hashes = new Map();
    uniformLeaves.set(state.labelSets, hashes);
  }
  const known = hashes.get(run.first);
  if (known !== undefined) return known;
  const hash = hashSets(state, leaf);
  hashes.set(run.first, hash);
  return hash;
}

function hashSets(state: ElementState, leaf: LeafPlace): Uint8Array {
  const sets = presentRows(state, state.labelRows, leaf);
  if (sets.length === 0) return EMPTY_HASH;
  writer.reset().u8(0).numbers(presence);
  for (let i = 0; i < sets.length; ) {
    let count = 1;
    while (i + count < sets.length && sets[i + count] === sets[i]) count++;
    const start = writer.length;
    const names = state.labelSets.set(sets[i]);
    writer.u32(names.length);
    for (const name of names) writer.text(name);
    writer.repeat(start, count);
    i += count;
  }
  return platform.sha256(writer.bytes());
}

/** The hash of one attribute's values for a leaf's elements. */
export function hashAttributeLeaf(
  state: ElementState,
  { column }: AttributeColumn,
  index: RowIndex,
  leaf: LeafPlace,
): Uint8Array {
  const run = wholeRun(state, index, leaf);
  if (run !== undefined && run.stride === 1 && run.first >= 0) {
    writer.reset().u8(0).numbers(liveWords(state.live, leaf));
    column.write(run.first, LEAF_SIZE, writer);
    return platform.sha256(writer.bytes());
  }
  const rows = presentRows(state, index, leaf);
  if (rows.length === 0) return EMPTY_HASH;
  if (column instanceof NumberColumn || column instanceof LongColumn) return hashNumbers(column.values, rows);
  writer.reset().u8(0).numbers(presence);
  if (runLength(rows, 0) === rows.length) column.write(rows[0], rows.length, writer);
  else if (isLengthPrefixed(column))
    writeLeafValues(column, numberOf(leaf), rows, writer, () => writeRuns(column, rows));
  else writeRuns(column, rows);
  return platform.sha256(writer.bytes());
}

/** A number for a leaf: others may have the same. */
function numberOf(leaf: LeafPlace): number {
  return typeof leaf === "number" ? leaf : (leaf.at(0)?.id ?? 0);
}

/** Writes the values in some rows, those that follow each other at one go: most do where few were changed. */
function writeRuns(column: AttributeColumn["column"], rows: Int32Array): void {
  for (let i = 0; i < rows.length; ) {
    const length = runLength(rows, i);
    column.write(rows[i], length, writer);
    i += length;
  }
}

/** The number of consecutive rows from `i` on. */
function runLength(rows: Int32Array, i: number): number {
  let length = 1;
  while (i + length < rows.length && rows[i + length] === rows[i] + length) length++;
  return length;
}

/** Where presence and values begin in a block; the byte before presence is that of a leaf. */
const PRESENCE_START = 8;
const VALUES_START = PRESENCE_START + LEAF_SIZE / 8;

/** The bytes of a leaf of numbers, so laid out that values are aligned and are gathered where they are hashed. */
const block = new Uint8Array(VALUES_START + 8 * LEAF_SIZE);
const blockPresence = new Uint32Array(block.buffer, PRESENCE_START, LEAF_WORDS);

type Numbers = Int32Array | Float32Array | Float64Array | BigInt64Array;

/** The values of a block, by kind of numbers. */
const blockValues = new Map<unknown, Numbers>(
  [Int32Array, Float32Array, Float64Array, BigInt64Array].map((Kind) => [
    Kind,
    new Kind(block.buffer, VALUES_START, LEAF_SIZE),
  ]),
);

/** The hash of a leaf that has the numbers in some rows, where `presence` says. */
function hashNumbers<T extends Numbers>(values: T, rows: Int32Array): Uint8Array {
  blockPresence.set(presence);
  const gathered = blockValues.get(values.constructor) as T;
  for (let i = 0; i < rows.length; i++) gathered[i] = values[rows[i]];
  const end = VALUES_START + rows.length * values.BYTES_PER_ELEMENT;
  return platform.sha256(block.subarray(PRESENCE_START - 1, end));
}

/** The rows of a leaf if all of its elements are live and the rows run side by side or repeat. */
function wholeRun(
  state: ElementState,
  index: RowIndex,
  leaf: LeafPlace,
): { readonly first: number; readonly stride: 0 | 1 } | undefined {
  if (typeof leaf !== "number" || !isWhole(liveWords(state.live, leaf))) return undefined;
  const run = index.affineRun(leaf * LEAF_SIZE, LEAF_SIZE);
  return run?.count === LEAF_SIZE ? run : undefined;
}

function isWhole(words: Uint32Array): boolean {
  for (let w = 0; w < LEAF_WORDS; w++) if (words[w] !== 0xffffffff) return false;
  return true;
}

/** The rows of a leaf's live elements that have one, a view to read; `presence` marks their elements. */
function presentRows(state: ElementState, index: RowIndex, leaf: LeafPlace): Int32Array {
  const words = liveWords(state.live, leaf);
  if (typeof leaf !== "number") gatherRows(index, leaf);
  else {
    const run = index.readRun(leaf * LEAF_SIZE, LEAF_SIZE, rowsOfLeaf);
    if (run !== undefined) {
      if (run.first < 0) return rowsOfLeaf.subarray(0, 0);
      for (let i = 0; i < LEAF_SIZE; i++) rowsOfLeaf[i] = run.first + i * run.stride;
    }
  }
  // the sign of all rows combined shows whether one is absent
  let signs = 0;
  for (let i = 0; i < LEAF_SIZE; i++) signs |= rowsOfLeaf[i];
  presence.set(words);
  if (signs < 0) for (let w = 0; w < LEAF_WORDS; w++) presence[w] &= presentBits(w);
  if (isWhole(presence)) return rowsOfLeaf;
  return rowsOfLeaf.subarray(0, keepPresent(presence, rowsOfLeaf, rowsOfLeaf));
}

function gatherRows(index: RowIndex, stretches: Exclude<LeafPlace, number>): void {
  rowsOfLeaf.fill(NO_ROW);
  for (const { at, id, count } of stretches) {
    for (let i = 0; i < count; i++) rowsOfLeaf[at + i] = index.get(id + i);
  }
}

/** The elements of a word that have a row. */
function presentBits(w: number): number {
  let word = 0;
  for (let bit = 0; bit < 32; bit++) if (rowsOfLeaf[w * 32 + bit] > NO_ROW) word |= 1 << bit;
  return word;
}

/** Moves the values whose bits are set to the front of `out`, which may be `values` itself; how many they are. */
function keepPresent<T extends Int32Array | Uint32Array>(words: Uint32Array, values: T, out: T): number {
  let count = 0;
  for (let w = 0; w < LEAF_WORDS; w++) {
    const word = words[w];
    if (word === 0xffffffff) for (let i = w * 32; i < w * 32 + 32; i++) out[count++] = values[i];
    else
      for (let bit = 0; bit < 32; bit++) if (((word >>> bit) & 1) === 1) out[count++] = values[w * 32 + bit];
  }
  return count;
}
