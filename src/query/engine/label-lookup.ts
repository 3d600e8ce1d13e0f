/** Whether elements have the labels, or the type, of an expression; worked out once for each set of labels that is met. */
import type { ElementState } from "../../space/states/element-state.js";
import { fitsLabels } from "../plan/label-test.js";
import type { LabelExpression } from "../text/tree.js";

export class LabelLookup {
  readonly #elements: ElementState;
  readonly #labels: LabelExpression;
  readonly #fits: (boolean | undefined)[] = [];
  readonly #ofNone: boolean;

  constructor(elements: ElementState, labels: LabelExpression) {
    this.#elements = elements;
    this.#labels = labels;
    this.#ofNone = fitsLabels(labels, []);
  }

  has(id: number): boolean {
    const set = this.#elements.labelRows.get(id);
    if (set < 0) return this.#ofNone;
    let fits = this.#fits[set];
    if (fits === undefined) {
      fits = fitsLabels(this.#labels, this.#elements.labelSets.set(set));
      this.#fits[set] = fits;
    }
    return fits;
  }
}
