/** The result of an algorithm: one value for each node, or for each edge, of the view it ran on. */

import { ownerOfIds } from "../../view.js";

/** Typed arrays that results consist of. */
export type ResultValues = Int32Array | Uint32Array | Float32Array | Float64Array;

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
    return ownerOfIds(this.ids)?.kind;
  }

  /** The value of an id; undefined if the id was not in the view. O(log ids). */
  get(id: number): number | undefined {
    const { ids } = this;
    if (typeof id !== "number") return undefined;
    // While no id is missing below it, an id is its own position.
    if (ids[id] === id) return this.values[id];
    let low = 0;
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (ids[middle] < id) low = middle + 1;
      else high = middle;
    }
    return ids[low] === id ? this.values[low] : undefined;
  }

  *[Symbol.iterator](): Iterator<[id: number, value: number]> {
    for (let i = 0; i < this.ids.length; i++) yield [this.ids[i], this.values[i]];
  }
}
