/**
 * The labels of nodes, or the types of edges, and the sets of them in use. Each set has a number, so that an
 * element's labels are one number in a row index; sets are never changed or dropped.
 */
import { LimitError } from "../errors.js";

/** The labels or types one graph can have. */
export const LABELS_MAX = 2 ** 20;

/** The distinct sets of labels one graph can have. */
export const LABEL_SETS_MAX = 2 ** 24;

export class LabelSets {
  readonly #names: string[] = [];
  readonly #idOf = new Map<string, number>();
  readonly #sets: (readonly string[])[] = [];
  readonly #setOf = new Map<string, number>();
  /** The set of one name alone, which is what most elements have. */
  readonly #singleOf = new Map<string, number>();
  /** Grows when the contents are replaced: until then a set keeps its number. */
  version = 0;

  /** Replaces the contents by sets that were interned in this order before. */
  restore(sets: Iterable<readonly string[]>): void {
    this.version++;
    for (const list of [this.#names, this.#sets]) list.length = 0;
    for (const map of [this.#idOf, this.#setOf, this.#singleOf]) map.clear();
    for (const names of sets) this.intern(names);
  }

  /** All names in the order in which they came. */
  get names(): readonly string[] {
    return this.#names;
  }

  get setCount(): number {
    return this.#sets.length;
  }

  /** The names in a set, sorted by code unit. */
  set(id: number): readonly string[] {
    return this.#sets[id];
  }

  /** The number of the set of one name. */
  single(name: string): number {
    const known = this.#singleOf.get(name);
    if (known !== undefined) return known;
    const id = this.intern([name]);
    this.#singleOf.set(name, id);
    return id;
  }

  /** The number of the set of one name alone, if there is one; -1 if not. Unlike `single` it adds nothing. */
  findSingle(name: string): number {
    const id = this.#idOf.get(name);
    return id === undefined ? -1 : (this.#setOf.get(String(id)) ?? -1);
  }

  /** The number of a set; repeats and order do not matter. The set must not be empty. */
  intern(names: readonly string[]): number {
    const sorted = [...new Set(names)].sort();
    const key = sorted.map((name) => this.#id(name)).join(",");
    const known = this.#setOf.get(key);
    if (known !== undefined) return known;
    const id = this.#sets.length;
    if (id >= LABEL_SETS_MAX) throw new LimitError("distinct sets of labels", LABEL_SETS_MAX, id + 1);
    this.#sets.push(Object.freeze(sorted));
    this.#setOf.set(key, id);
    return id;
  }

  /** For each set, 1 if it contains `name`. */
  membership(name: string): Uint8Array {
    return Uint8Array.from(this.#sets, (names) => (names.includes(name) ? 1 : 0));
  }

  #id(name: string): number {
    const known = this.#idOf.get(name);
    if (known !== undefined) return known;
    const id = this.#names.length;
    if (id >= LABELS_MAX) throw new LimitError("labels or types", LABELS_MAX, id + 1);
    this.#names.push(name);
    this.#idOf.set(name, id);
    return id;
  }
}
