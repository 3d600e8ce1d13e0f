/**
 * The weights of a graph's edges as the caller has them, with a key: while the key is the same, so are they, and a
 * kernel reuses its copy of them.
 */

/** An attribute in one state: equal if each part is the same. */
export interface WeightKey {
  readonly column: object;
  readonly rows: object;
  /** Grows whenever the rows change. */
  readonly version: number;
}

export function isSameKey(a: WeightKey, b: WeightKey): boolean {
  return a.column === b.column && a.rows === b.rows && a.version === b.version;
}

/** Numbers as columns and callers have them. */
export type WeightNumbers = Int32Array | Float32Array | Float64Array;

/** Statistics of weights. */
export interface WeightSurvey {
  readonly most: number;
  /** Of those that are finite. */
  readonly mean: number;
  readonly isWhole: boolean;
  /** Whether all are 0 or more, and so none is NaN. */
  readonly areLengths: boolean;
}

export class EdgeWeights {
  /** Undefined where changes cannot be noticed, as with a caller's array. */
  readonly key: WeightKey | undefined;
  readonly #read: () => WeightNumbers;
  #values: WeightNumbers | undefined;
  #survey: WeightSurvey | undefined;

  /** The result of `read` has only numbers of 0 and more, or the user of the weights checks the survey. */
  constructor(key: WeightKey | undefined, read: () => WeightNumbers) {
    this.key = key;
    this.#read = read;
  }

  /** By edge; not to be written to. */
  get values(): WeightNumbers {
    this.#values ??= this.#read();
    return this.#values;
  }

  get survey(): WeightSurvey {
    this.#survey ??= surveyOf(this.values);
    return this.#survey;
  }

  /** The same as loops take them. */
  get floats(): Float64Array {
    const { values } = this;
    if (values instanceof Float64Array) return values;
    const floats = new Float64Array(values);
    this.#values = floats;
    return floats;
  }

  /** Stores values that were read before, for use after the graph may have changed. */
  hold(values: WeightNumbers): void {
    this.#values = values;
  }
}

function surveyOf(weights: WeightNumbers): WeightSurvey {
  let [most, sum, isWhole, areLengths] = [0, 0, true, true];
  for (let e = 0; e < weights.length; e++) {
    const weight = weights[e];
    if (!(weight >= 0)) areLengths = false;
    if (weight !== Math.floor(weight)) isWhole = false;
    if (weight === Infinity) {
      isWhole = false;
      continue;
    }
    sum += weight;
    if (weight > most) most = weight;
  }
  return { most, mean: weights.length === 0 ? 1 : sum / weights.length, isWhole, areLengths };
}
