/** The items that UNWIND makes rows of. */
import type { BoundExpression } from "../bind/bound.js";
import { rangeItems } from "../values/functions/elements-and-lists.js";
import type { CypherValue } from "../values/value.js";
import { evaluate } from "./evaluate.js";
import type { Row, RunContext } from "./run-context.js";

/** The items of a list; what is no list is a list of itself. A range is never made as a whole. */
export function itemsOf(list: BoundExpression, row: Row, run: RunContext): Iterable<CypherValue> {
  if (list.kind === "call" && list.spec.name === "range") {
    const range = rangeItems(list.items.map((item) => evaluate(item, row, run)));
    if (range !== undefined) return range;
  }
  const value = evaluate(list, row, run);
  if (value === null) return [];
  return Array.isArray(value) ? value : [value];
}
