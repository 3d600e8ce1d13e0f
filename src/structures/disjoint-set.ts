/**
 * Disjoint sets of 0 .. count - 1: union by size, and on the way to a root each node is pointed at its
 * grandparent. Tarjan and van Leeuwen 1984, "Worst-case analysis of set union algorithms".
 */
export class DisjointSet {
  readonly #parents: Uint32Array;
  readonly #sizes: Uint32Array;
  #count: number;

  constructor(count: number) {
    this.#parents = new Uint32Array(count);
    for (let i = 0; i < count; i++) this.#parents[i] = i;
    this.#sizes = new Uint32Array(count).fill(1);
    this.#count = count;
  }

  /** The number of sets. */
  get count(): number {
    return this.#count;
  }

  /** The representative of the set of `item`. */
  find(item: number): number {
    const parents = this.#parents;
    let at = item;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /** Makes one set of two; false if they were one. */
  union(a: number, b: number): boolean {
    let [kept, joined] = [this.find(a), this.find(b)];
    if (kept === joined) return false;
    if (this.#sizes[kept] < this.#sizes[joined]) [kept, joined] = [joined, kept];
    this.#parents[joined] = kept;
    this.#sizes[kept] += this.#sizes[joined];
    this.#count--;
    return true;
  }

  /** The number of members of the set of `item`. */
  sizeOf(item: number): number {
    return this.#sizes[this.find(item)];
  }
}
