/** The groups of a selection: what the elements of each have in common, how many they are, and they themselves. */
import type { Bitmap } from "../../structures/bitmap.js";
import { defineInspect } from "../../structures/inspect.js";
import type { AggregatedRow, Aggregates } from "../tables/aggregates.js";
import type { ElementGroups } from "../tables/element-groups.js";

/**
 * The groups of a selection, in the order of the first element of each. Iterating gives `[key, selection]`.
 *
 * @typeParam S the selections.
 */
export class GroupedSelection<S = unknown> implements Iterable<readonly [key: unknown, selection: S]> {
  readonly #grouping: ElementGroups;
  readonly #select: (bitmap: Bitmap) => S;

  /** GroupedSelection come from `selection.groupBy`. @hidden */
  constructor(none: never, nothing: never);
  /** @internal */
  constructor(grouping: ElementGroups, select: (bitmap: Bitmap) => S);
  constructor(grouping: ElementGroups, select: (bitmap: Bitmap) => S) {
    this.#grouping = grouping;
    this.#select = select;
    inspectAsGroupedSelection();
  }

  /** How many groups there are. */
  get count(): number {
    return this.#grouping.keys.length;
  }

  /** The value of each group, null where it is absent; an array of values for groups by several names. */
  keys(): unknown[] {
    return this.#grouping.keys.map((key) => (key.length === 1 ? key[0] : [...key]));
  }

  /** How many elements each group has. */
  sizes(): Uint32Array {
    return this.#grouping.sizes();
  }

  /**
   * A row for each group: the values that it is by, under the names that were given, and the aggregates, null where there
   * was no value. int64 stays exact. O(elements) an aggregate.
   *
   * @throws RangeError for a sum past int64 or past what a float64 holds, GroggyError UNKNOWN_ATTRIBUTE, TypeError for an
   *   aggregate with the name of a key.
   */
  aggregate<const A extends Aggregates>(aggregates: A): AggregatedRow<A>[] {
    return this.#grouping.aggregate(aggregates) as AggregatedRow<A>[];
  }

  *[Symbol.iterator](): Iterator<readonly [key: unknown, selection: S]> {
    const bitmaps = this.#grouping.bitmaps();
    const keys = this.keys();
    for (let i = 0; i < keys.length; i++) yield [keys[i], this.#select(bitmaps[i])];
  }

  /** The form that `JSON.stringify` writes: the keys and sizes. */
  toJSON(): { keys: unknown[]; sizes: number[] } {
    return { keys: this.keys(), sizes: Array.from(this.sizes()) };
  }
}

function inspectAsGroupedSelection(): void {
  defineInspect(GroupedSelection.prototype, "GroupedSelection", (groups) => ({
    keys: groups.keys(),
    sizes: groups.sizes(),
  }));
}
