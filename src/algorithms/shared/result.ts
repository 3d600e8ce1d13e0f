/** The result of an algorithm: one value for each node, or for each edge, of the view it ran on. */

import { describe } from "../../errors.js";
import { lowerBound } from "../../structures/binary-search.js";
import { Heap } from "../../structures/heap.js";
import { jsonFields } from "../../structures/text/json-value.js";
import { type ElementRow, ownerOfIds, type RowOptions, tableOfIds } from "../../view.js";

/** Typed arrays that results consist of. */
export type ResultValues = Int32Array | Uint32Array | Float32Array | Float64Array;

/** A row of a result: the value, and what rows of a selection have. */
export type ResultRow = ElementRow & { readonly value: number };

/**
 * A value for each node (or edge) of a view, in the order of their ids. Handed to `setColumn` it becomes an
 * attribute; iterated over it gives `[id, value]`.
 *
 * @example
 * const components = connectedComponents(graph);
 * graph.nodes.setColumn("component", components);
 */
export class Result<V extends ResultValues = ResultValues> implements Iterable<[id: number, value: number]> {
  /** The ids, ascending. Shared with the frozen graph: not to be written to. */
  readonly ids: Uint32Array;
  /** The value of each id, by position. */
  readonly values: V;

  constructor(ids: Uint32Array, values: V) {
    this.ids = ids;
    this.values = values;
  }

  get length(): number {
    return this.ids.length;
  }

  /** The kind of element that the ids name; undefined for a result that no algorithm returned. */
  get kind(): "node" | "edge" | undefined {
    return ownerOfIds(this.ids)?.kind as "node" | "edge" | undefined;
  }

  /** The value of an id; undefined if the id was not in the view. O(log ids). */
  get(id: number): number | undefined {
    const { ids } = this;
    if (typeof id !== "number") return undefined;
    // While no id is missing below it, an id is its own position.
    if (ids[id] === id) return this.values[id];
    const at = lowerBound(ids, id);
    return ids[at] === id ? this.values[at] : undefined;
  }

  /**
   * The `count` greatest values with their ids, the greatest first, the smaller id first where they are equal; NaN is
   * none. O(ids log count).
   *
   * @example
   * pageRank(graph).top(1).map(([id]) => id); // => [ 3 ]
   */
  top(count: number): [id: number, value: number][] {
    if (typeof count !== "number") throw new TypeError(`"count" expected a number, got ${describe(count)}`);
    if (!(Number.isInteger(count) && count >= 0) && count !== Infinity)
      throw new RangeError(`"count" expected a whole number of at least 0, got ${describe(count)}`);
    const { ids, values } = this;
    // the worst of the best so far on top
    const best = new Heap<number>((a, b) => values[a] - values[b] || b - a);
    for (let i = 0; i < ids.length && count > 0; i++) {
      if (Number.isNaN(values[i])) continue;
      if (best.size >= count) {
        if (!(values[i] > values[best.peek() as number])) continue;
        best.pop();
      }
      best.push(i);
    }
    const found: [number, number][] = [];
    for (let i = best.pop(); i !== undefined; i = best.pop()) found.push([ids[i], values[i]]);
    return found.reverse();
  }

  /**
   * The elements that this is about as rows, as those of a selection, with their values as one more column, `value`, by
   * which they can be ordered as well. What has been removed from the graph since is left out.
   *
   * @throws TypeError for a result that no algorithm gave, GroggyError UNKNOWN_ATTRIBUTE for a column that the graph has
   *   never had.
   * @example
   * const by = { column: "value", order: "descending" } as const;
   * pageRank(graph).rows({ columns: ["name"], orderBy: by, limit: 1 })[0]?.name; // => 'Edsger'
   */
  rows(options: RowOptions = {}): ResultRow[] {
    const table = tableOfIds(this.ids);
    if (table === undefined)
      throw new TypeError(
        '"rows" expected a result that an algorithm gave for a graph, got one of unknown ids',
      );
    return table.rows(this.ids, this.values, options) as ResultRow[];
  }

  /** The form that `JSON.stringify` writes: ids and values as arrays, and all else that the result has. */
  toJSON(): Record<string, unknown> {
    return jsonFields(this);
  }

  *[Symbol.iterator](): Iterator<[id: number, value: number]> {
    for (let i = 0; i < this.ids.length; i++) yield [this.ids[i], this.values[i]];
  }
}
