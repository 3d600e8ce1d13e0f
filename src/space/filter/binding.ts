/** The state that an expression is bound to. */
import type { IndexSet } from "../index/index-set.js";
import type { ElementState } from "../states/element-state.js";
import type { GraphState } from "../states/graph-state.js";
import type { Parameters } from "./read-filter.js";

export interface Binding {
  readonly state: ElementState;
  /** The values of the parameters that the expression names. */
  readonly parameters: Partial<Parameters>;
  readonly indices: IndexSet | undefined;
  /** The graph of which the elements are; needed for degrees. */
  readonly graph?: GraphState | undefined;
}
