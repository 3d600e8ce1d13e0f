/**
 * The canonical bytes of one leaf: what 1,024 elements that follow each other have in one column, live elements
 * only. The same values give the same bytes whatever rows, branches and batches they came by.
 *
 * leaf = SHA-256(0, presence bitmap (128 bytes), values in the order of their elements)
 *
 * Values of attributes: int32, float32, float64, int64, timestamp, vector: little-endian; bool: one byte; utf8,
 * binary, json: length (u32) and bytes; list: length (u32) and elements. Values of the column of edges: source
 * and target as sequence numbers (u32), all of origin 0. Labels and types: number of names (u32), each name.
 */
import { platform } from "#platform";
import type { AttributeColumn } from "../pool/attribute-column.js";
import type { EdgePool } from "../pool/pool.js";
import type { ElementState } from "../space/element-state.js";
import type { Bitmap } from "../structures/bitmap.js";
import { BITMAP_CHUNK_BITS } from "../structures/bitmap.js";
import { ByteWriter } from "../structures/byte-writer.js";
import { NO_ROW, type RowIndex } from "../structures/row-index.js";
import { EMPTY_HASH } from "./hash-tree.js";

/** How many elements a leaf speaks of. */
export const LEAF_SIZE = 1024;
const LEAF_WORDS = LEAF_SIZE / 32;
const LEAVES_IN_CHUNK = BITMAP_CHUNK_BITS / LEAF_SIZE;

const writer = new ByteWriter();
const presence = new Uint32Array(LEAF_WORDS);
const rowsOfLeaf = new Int32Array(LEAF_SIZE);

/** Which elements of a leaf are live, as words of a bitmap: a view, to read. */
function liveWords(live: Bitmap, leaf: number): Uint32Array {
  const start = (leaf % LEAVES_IN_CHUNK) * LEAF_WORDS;
  return live.words(Math.floor(leaf / LEAVES_IN_CHUNK)).subarray(start, start + LEAF_WORDS);
}

/** The hash of which nodes are live. */
export function hashNodeLeaf(state: ElementState, leaf: number): Uint8Array {
  const words = liveWords(state.live, leaf);
  if (words.every((word) => word === 0)) return EMPTY_HASH;
  return platform.sha256(writer.reset().u8(0).numbers(words).bytes());
}

/** The hash of which edges are live, with their sources and targets. */
export function hashEdgeLeaf(state: ElementState, edges: EdgePool, leaf: number): Uint8Array {
  const words = liveWords(state.live, leaf);
  if (words.every((word) => word === 0)) return EMPTY_HASH;
  const start = leaf * LEAF_SIZE;
  writer.reset().u8(0).numbers(words);
  if (words.every((word) => word === 0xffffffff)) {
    writer.numbers(edges.sources.subarray(start, start + LEAF_SIZE));
    writer.numbers(edges.targets.subarray(start, start + LEAF_SIZE));
    return platform.sha256(writer.bytes());
  }
  for (const ends of [edges.sources, edges.targets]) {
    for (let i = 0; i < LEAF_SIZE; i++) if (isSet(words, i)) writer.u32(ends[start + i]);
  }
  return platform.sha256(writer.bytes());
}

/** The hash of the labels, or types, of a leaf's elements. */
export function hashClassLeaf(state: ElementState, leaf: number): Uint8Array {
  if (!readPresentRows(state, state.classRows, leaf)) return EMPTY_HASH;
  writer.reset().u8(0).numbers(presence);
  for (let i = 0; i < LEAF_SIZE; i++) {
    if (!isSet(presence, i)) continue;
    const names = state.classes.set(rowsOfLeaf[i]);
    writer.u32(names.length);
    for (const name of names) writer.text(name);
  }
  return platform.sha256(writer.bytes());
}

/** The hash of one attribute's values for a leaf's elements. */
export function hashAttributeLeaf(
  state: ElementState,
  stored: AttributeColumn,
  rows: RowIndex,
  leaf: number,
): Uint8Array {
  if (!readPresentRows(state, rows, leaf)) return EMPTY_HASH;
  writer.reset().u8(0).numbers(presence);
  const { column } = stored;
  for (let i = 0; i < LEAF_SIZE; ) {
    let length = 1;
    if (isSet(presence, i)) {
      while (
        i + length < LEAF_SIZE &&
        isSet(presence, i + length) &&
        rowsOfLeaf[i + length] === rowsOfLeaf[i] + length
      )
        length++;
      column.write(rowsOfLeaf[i], length, writer);
    }
    i += length;
  }
  return platform.sha256(writer.bytes());
}

/** Fills `presence` and `rowsOfLeaf` for live elements that have a row; false if there are none. */
function readPresentRows(state: ElementState, rows: RowIndex, leaf: number): boolean {
  const start = leaf * LEAF_SIZE;
  const words = liveWords(state.live, leaf);
  const run = rows.readRun(start, LEAF_SIZE, rowsOfLeaf);
  if (run !== undefined) {
    if (run.first < 0) return false;
    for (let i = 0; i < LEAF_SIZE; i++) rowsOfLeaf[i] = run.first + i * run.stride;
  }
  let any = 0;
  for (let w = 0; w < LEAF_WORDS; w++) {
    let word = 0;
    for (let bit = 0; bit < 32; bit++) if (rowsOfLeaf[w * 32 + bit] > NO_ROW) word |= 1 << bit;
    presence[w] = word & words[w];
    any |= presence[w];
  }
  return any !== 0;
}

function isSet(words: Uint32Array, i: number): boolean {
  return ((words[i >>> 5] >>> (i & 31)) & 1) === 1;
}
