/**
 * A heap of numbers 0 .. capacity - 1, each with a key, smallest key first, whose keys may fall while they are
 * in it: the queue of Dijkstra and Prim. Four children a node, since a fall is more frequent than a pop and the
 * four keys compared lie in one line of the cache. Of equal keys any may come first, but always the same one.
 */

/** Not in the heap, and never was. */
const ABSENT = -1;
/** Was in the heap and has come out. */
const DONE = -2;

export class IndexHeap {
  /** The key of each number that is or was in the heap; not to be written to while it is. Another array once it grew. */
  keys: Float64Array;
  #items: Uint32Array;
  #places: Int32Array;
  #size = 0;

  constructor(capacity: number) {
    this.keys = new Float64Array(capacity).fill(Number.POSITIVE_INFINITY);
    this.#items = new Uint32Array(capacity);
    this.#places = new Int32Array(capacity).fill(ABSENT);
  }

  /** Reserves memory for numbers below `capacity`. */
  reserve(capacity: number): void {
    const { length } = this.keys;
    if (capacity <= length) return;
    const [keys, items, places] = [this.keys, this.#items, this.#places];
    const larger = Math.max(capacity, 2 * length);
    this.keys = new Float64Array(larger).fill(Number.POSITIVE_INFINITY, length);
    this.#items = new Uint32Array(larger);
    this.#places = new Int32Array(larger).fill(ABSENT, length);
    this.keys.set(keys);
    this.#items.set(items);
    this.#places.set(places);
  }

  get size(): number {
    return this.#size;
  }

  /** Whether a number has come out of the heap. */
  isDone(item: number): boolean {
    return this.#places[item] === DONE;
  }

  /** Inserts a number with a key, or lowers its key. False if its key is not larger. */
  lower(item: number, key: number): boolean {
    let place = this.#places[item];
    if (place >= 0) {
      if (key >= this.keys[item]) return false;
    } else place = this.#size++;
    this.keys[item] = key;
    this.#rise(item, key, place);
    return true;
  }

  /** The number that has the smallest key, which stays. The heap must not be empty. */
  peek(): number {
    return this.#items[0];
  }

  /** Takes out the number with the smallest key. The heap must not be empty. */
  pop(): number {
    const top = this.#items[0];
    this.#places[top] = DONE;
    const last = this.#items[--this.#size];
    if (this.#size > 0) this.#sink(last, this.keys[last]);
    return top;
  }

  /** Empties the heap and forgets what came out. O(what is still in it + `items`). */
  clear(items: ArrayLike<number>): void {
    for (let i = 0; i < this.#size; i++) this.#forget(this.#items[i]);
    for (let i = 0; i < items.length; i++) this.#forget(items[i]);
    this.#size = 0;
  }

  #forget(item: number): void {
    this.#places[item] = ABSENT;
    this.keys[item] = Number.POSITIVE_INFINITY;
  }

  #rise(item: number, key: number, from: number): void {
    const [items, keys, places] = [this.#items, this.keys, this.#places];
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >>> 2;
      const other = items[parent];
      if (keys[other] <= key) break;
      items[place] = other;
      places[other] = place;
      place = parent;
    }
    items[place] = item;
    places[item] = place;
  }

  #sink(item: number, key: number): void {
    const [items, keys, places, size] = [this.#items, this.keys, this.#places, this.#size];
    let place = 0;
    for (let child = 1; child < size; child = 4 * place + 1) {
      const end = Math.min(child + 4, size);
      let smallest = child;
      for (let other = child + 1; other < end; other++) {
        if (keys[items[other]] < keys[items[smallest]]) smallest = other;
      }
      const next = items[smallest];
      if (keys[next] >= key) break;
      items[place] = next;
      places[next] = place;
      place = smallest;
    }
    items[place] = item;
    places[item] = place;
  }
}
