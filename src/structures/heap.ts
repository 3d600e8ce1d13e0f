/** A binary heap: the smallest item first, by a comparison. Items that compare equal come in no certain order. */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #compare: (a: T, b: T) => number;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#items.length;
  }

  /** The smallest item, which stays; undefined if there is none. */
  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    this.#items.push(item);
    this.#rise(this.#items.length - 1, item);
  }

  /** Takes out the smallest item; undefined if there is none. */
  pop(): T | undefined {
    const items = this.#items;
    const smallest = items[0];
    const last = items.pop();
    if (items.length === 0 || last === undefined) return smallest;
    // The last item mostly belongs near the bottom: the gap goes all the way down, and the item rises from there. That
    // takes one comparison a level, and not two.
    let gap = 0;
    for (let child = 1; child < items.length; child = 2 * gap + 1) {
      if (child + 1 < items.length && this.#compare(items[child + 1], items[child]) < 0) child++;
      items[gap] = items[child];
      gap = child;
    }
    this.#rise(gap, last);
    return smallest;
  }

  /** Puts an item into a gap, or above it. */
  #rise(gap: number, item: T): void {
    const items = this.#items;
    let at = gap;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (this.#compare(items[parent], item) <= 0) break;
      items[at] = items[parent];
      at = parent;
    }
    items[at] = item;
  }
}
