/** Door to indices by value, opened when the first one is created. */
import type { Column } from "../pool/column.js";
import { BitmapValueIndex } from "../space/index/bitmap-value-index.js";
import { HashValueIndex } from "../space/index/hash-value-index.js";
import { SortedValueIndex } from "../space/index/sorted-value-index.js";

export { equalLookup } from "../space/filter/value-lookup.js";

export function hashIndexOver(column: Column): HashValueIndex | undefined {
  return HashValueIndex.over(column);
}

export function sortedIndexOver(column: Column): SortedValueIndex | undefined {
  return SortedValueIndex.over(column);
}

export function bitmapIndexOver(column: Column): BitmapValueIndex | undefined {
  return BitmapValueIndex.over(column);
}
