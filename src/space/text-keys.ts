/**
 * The nodes of many keys that are texts: all are encoded at one go, hashed once, and looked up by their hashes among the
 * nodes that are there and among those that are new.
 */
import { type HashedTexts, hashTexts } from "../structures/encode-texts.js";
import type { CheckedColumn } from "./elements/attribute-writer.js";
import type { PresentTexts } from "./elements/node-rules.js";
import type { GraphSpace } from "./graph-space.js";

/**
 * The texts of a checked column of new nodes' keys, if they are all distinct and no node has one; undefined if that has
 * to be looked at more closely. No other rule may be for the key.
 */
export function newTexts(
  { rules, nodes }: GraphSpace,
  { name, stored, values, present, columns }: CheckedColumn,
): HashedTexts | undefined {
  const rule = rules.keyOf(undefined);
  if (rule?.names[0] !== name || columns !== undefined || present !== undefined || "kind" in values)
    return undefined;
  const texts = stored?.type === "utf8" ? hashTexts(values) : undefined;
  if (texts === undefined) return undefined;
  const { newRows } = findTexts(texts, rules.textsOf(nodes, rule), 0);
  return newRows.length === texts.texts.length ? texts : undefined;
}

/** The node of each text; new ones are numbered from `firstNew` on, in the order of their first rows. */
export function findTexts(
  { texts, encoded, hashes }: HashedTexts,
  present: PresentTexts | undefined,
  firstNew: number,
): { ids: Uint32Array; newRows: Uint32Array } {
  const { offsets, bytes } = encoded;
  const count = texts.length;
  const ids = new Uint32Array(count);
  const newRows = new Uint32Array(count);
  let newCount = 0;
  /** The rows of new nodes: the hash, and the row plus 1, 0 if the slot is free. Half of the slots are used at most. */
  let slots = NO_SLOTS;
  for (let row = 0; row < count; row++) {
    const [start, end] = [offsets[row], offsets[row + 1]];
    const hash = hashes[row];
    const node = present === undefined ? -1 : findPresent(present, texts[row], bytes, start, end, hash);
    if (node >= 0) {
      ids[row] = node;
      continue;
    }
    if (slots.length === 0) slots = new Uint32Array(2 * slotCount(count - row));
    const mask = (slots.length >>> 1) - 1;
    let slot = hash & mask;
    for (; slots[2 * slot + 1] !== 0; slot = (slot + 1) & mask) {
      if (slots[2 * slot] !== hash) continue;
      const other = slots[2 * slot + 1] - 1;
      if (isSamePart(bytes, offsets[other], offsets[other + 1], start, end)) break;
    }
    if (slots[2 * slot + 1] === 0) {
      slots[2 * slot] = hash;
      slots[2 * slot + 1] = row + 1;
      ids[row] = firstNew + newCount;
      newRows[newCount++] = row;
    } else ids[row] = ids[slots[2 * slot + 1] - 1];
  }
  return { ids, newRows: newRows.subarray(0, newCount) };
}

const NO_SLOTS = new Uint32Array(0);

/** A power of two that is at least twice the number of texts. */
function slotCount(count: number): number {
  let size = 16;
  while (size < 2 * count) size *= 2;
  return size;
}

function findPresent(
  { index, attribute, isWanted }: PresentTexts,
  text: string,
  bytes: Uint8Array,
  start: number,
  end: number,
  hash: number,
): number {
  const { rows, stored } = attribute;
  for (let row = index.firstEncoded(text, bytes, start, end, hash); row >= 0; row = index.next(row)) {
    const node = stored.owner(row);
    if (rows.get(node) === row && isWanted(node)) return node;
  }
  return -1;
}

function isSamePart(bytes: Uint8Array, a: number, aEnd: number, b: number, bEnd: number): boolean {
  if (aEnd - a !== bEnd - b) return false;
  for (let i = a, k = b; i < aEnd; i++, k++) if (bytes[i] !== bytes[k]) return false;
  return true;
}
