/** Distances between all pairs of nodes, as a matrix in one array. */

import { LimitError } from "../../errors.js";
import { jsonFields } from "../../structures/text/json-value.js";
import type { Csr, NodeId } from "../../view.js";

/** A matrix for more nodes would pass 8 GiB. */
const NODES_MAX = 32_768;

/** The distance from each node to each. */
export class DistanceMatrix {
  /** The ids of the nodes, ascending. Shared with the frozen graph: not to be written to. */
  readonly ids: Uint32Array;
  /** Row by row: from the node at `i` to the one at `j` it is `values[i * ids.length + j]`; Infinity: no way. */
  readonly values: Float64Array;
  readonly #csr: Csr;

  /** All distances Infinity, but 0 from each node to itself. @internal */
  constructor(csr: Csr) {
    const count = csr.nodeCount;
    if (count > NODES_MAX) throw new LimitError("nodes of a distance matrix", NODES_MAX, count);
    this.ids = csr.nodeIds;
    this.values = new Float64Array(count * count).fill(Infinity);
    for (let i = 0; i < count; i++) this.values[i * count + i] = 0;
    this.#csr = csr;
  }

  /** The distance from a node to another; undefined if one of them was not in the view. */
  get(source: NodeId, target: NodeId): number | undefined {
    const i = this.#csr.indexOf(source);
    const j = this.#csr.indexOf(target);
    return i < 0 || j < 0 ? undefined : this.values[i * this.ids.length + j];
  }

  /** The form that `JSON.stringify` writes: typed arrays as arrays. */
  toJSON(): Record<string, unknown> {
    return jsonFields(this);
  }
}
