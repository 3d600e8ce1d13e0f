/**
 * The weights of a graph's edges as whoever calls has them, and what they are weights of: while that is the same, so
 * are they, and a kernel's copy of them serves again.
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

export class EdgeWeights {
  /** Undefined where nobody says when they change, as with a caller's array. */
  readonly key: WeightKey | undefined;
  readonly #read: () => WeightNumbers;
  #values: WeightNumbers | undefined;

  /** `read` checks them too: each is a number of 0 or more. */
  constructor(key: WeightKey | undefined, read: () => WeightNumbers) {
    this.key = key;
    this.#read = read;
  }

  /** By edge; not to be written to. */
  get values(): WeightNumbers {
    this.#values ??= this.#read();
    return this.#values;
  }

  /** The same as loops take them. */
  get floats(): Float64Array {
    const { values } = this;
    if (values instanceof Float64Array) return values;
    const floats = new Float64Array(values);
    this.#values = floats;
    return floats;
  }

  /** Gives values that were read before, for whoever asks once the graph may have changed. */
  hold(values: WeightNumbers): void {
    this.#values = values;
  }
}
