/** Indices by value, reached by `#indices`: Node loads them when one is first wanted. See `src/later.ts`. */
import type { Column } from "../../pool/column.js";
import { BitmapValueIndex } from "./bitmap-value-index.js";
import { HashValueIndex } from "./hash-value-index.js";
import { SortedValueIndex } from "./sorted-value-index.js";

export { equalLookup } from "../filter/value-lookup.js";

export function hashIndexOver(column: Column): HashValueIndex | undefined {
  return HashValueIndex.over(column);
}

export function sortedIndexOver(column: Column): SortedValueIndex | undefined {
  return SortedValueIndex.over(column);
}

export function bitmapIndexOver(column: Column): BitmapValueIndex | undefined {
  return BitmapValueIndex.over(column);
}
