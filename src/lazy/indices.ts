/** Door to indices by value, opened when the first one is created. */
import type { AttributeColumn } from "../pool/attribute-column.js";
import type { Column } from "../pool/column.js";
import { BitmapValueIndex } from "../space/index/bitmap-value-index.js";
import { HashValueIndex } from "../space/index/hash-value-index.js";
import { SortedValueIndex } from "../space/index/sorted-value-index.js";
import { TrigramIndex } from "../space/index/text/trigram-index.js";
import { foldCase } from "../structures/text/fold-case.js";

export { equalLookup } from "../space/filter/value-lookup.js";

/** The index for parts of strings; undefined for a column that has no strings. */
export function trigramIndexOver(stored: AttributeColumn, ignoreCase: boolean): TrigramIndex | undefined {
  if (stored.type !== "utf8") return undefined;
  return new TrigramIndex(stored, ignoreCase ? foldCase : undefined);
}

export function hashIndexOver(column: Column): HashValueIndex | undefined {
  return HashValueIndex.over(column);
}

export function sortedIndexOver(column: Column): SortedValueIndex | undefined {
  return SortedValueIndex.over(column);
}

export function bitmapIndexOver(column: Column): BitmapValueIndex | undefined {
  return BitmapValueIndex.over(column);
}
