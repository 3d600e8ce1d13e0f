/**
 * The arcs of a graph that is added node by node, those of a node to the same end as one: where each arc lies, so that
 * its weights, of which there may be several, are kept by place.
 */

export class MergedArcs {
  readonly offsets: Uint32Array;
  /** Of room for all arcs that may come. */
  readonly #ends: Uint32Array;
  /** The place of the arc to each node; places before the present node's first are out of date. */
  readonly #places: Int32Array;
  #node = 0;
  #count = 0;

  constructor(nodeCount: number, arcCountMax: number) {
    this.offsets = new Uint32Array(nodeCount + 1);
    this.#ends = new Uint32Array(arcCountMax);
    this.#places = new Int32Array(nodeCount).fill(-1);
  }

  /** The node whose arcs come now. */
  get node(): number {
    return this.#node;
  }

  /** The number of arcs so far. */
  get count(): number {
    return this.#count;
  }

  /** The place of the arc from the present node to `end`. */
  placeOf(end: number): number {
    let place = this.#places[end];
    if (place < this.offsets[this.#node]) {
      place = this.#count++;
      this.#places[end] = place;
      this.#ends[place] = end;
    }
    return place;
  }

  endNode(): void {
    this.offsets[++this.#node] = this.#count;
  }

  /** The end of each arc, by place. */
  ends(): Uint32Array {
    return this.#ends.slice(0, this.#count);
  }
}
