/** Whether elements have the labels, or the type, of an expression; worked out once for each set of labels that is met. */
import type { LabelSets } from "../../pool/label-sets.js";
import type { ElementState } from "../../space/states/element-state.js";
import { fitsLabels } from "../plan/label-predicate.js";
import type { LabelExpression } from "../text/tree.js";
import { mapSets } from "./loops/text-loops.js";

/** Which sets of labels fit an expression, as far as that was asked. */
interface Fits {
  readonly version: number;
  readonly ofNone: boolean;
  readonly ofSet: (boolean | undefined)[];
}

/** Kept with the sets of a graph and the expression of a statement, whichever of the two is there longer. */
const kept = new WeakMap<LabelSets, WeakMap<LabelExpression, Fits>>();

function fitsOf(sets: LabelSets, labels: LabelExpression): Fits {
  let byExpression = kept.get(sets);
  if (byExpression === undefined) {
    byExpression = new WeakMap();
    kept.set(sets, byExpression);
  }
  let fits = byExpression.get(labels);
  if (fits?.version !== sets.version) {
    fits = { version: sets.version, ofNone: fitsLabels(labels, []), ofSet: [] };
    byExpression.set(labels, fits);
  }
  return fits;
}

export class LabelLookup {
  readonly #elements: ElementState;
  readonly #labels: LabelExpression;
  readonly #fits: (boolean | undefined)[];
  readonly #ofNone: boolean;

  constructor(elements: ElementState, labels: LabelExpression) {
    this.#elements = elements;
    this.#labels = labels;
    const { ofSet, ofNone } = fitsOf(elements.labelSets, labels);
    this.#fits = ofSet;
    this.#ofNone = ofNone;
  }

  has(id: number): boolean {
    const set = this.#elements.labelRows.get(id);
    return set < 0 ? this.#ofNone : this.#fitsSet(set);
  }

  /** For each of some elements 1 if it has the labels, else 0. */
  marks(ids: Uint32Array): Uint8Array {
    const { labelRows, labelSets } = this.#elements;
    const sets = new Int32Array(ids.length);
    labelRows.gather(ids, sets);
    const table = new Uint8Array(labelSets.setCount);
    for (let set = 0; set < table.length; set++) table[set] = Number(this.#fitsSet(set));
    const marks = new Uint8Array(ids.length);
    mapSets(sets, table, Number(this.#ofNone), marks);
    return marks;
  }

  #fitsSet(set: number): boolean {
    let fits = this.#fits[set];
    if (fits === undefined) {
      fits = fitsLabels(this.#labels, this.#elements.labelSets.set(set));
      this.#fits[set] = fits;
    }
    return fits;
  }
}
