/** Trees of searches: for each node the node it was reached from, and the paths that follow from that. */
import { assert } from "../../errors.js";
import type { Csr } from "../../view.js";
import { Result } from "./result.js";

/** Ids below this fit into an Int32Array beside -1. */
const INT32_IDS_MAX = 2 ** 31;

/** Indices of predecessors, -1 where there is none, as a result by ids. */
export function predecessorResult(
  { nodeIds }: Pick<Csr, "nodeIds">,
  predecessors: Int32Array,
): Result<Int32Array | Float64Array> {
  const count = nodeIds.length;
  const fits = count === 0 || nodeIds[count - 1] < INT32_IDS_MAX;
  const values = fits ? new Int32Array(count) : new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = predecessors[i] < 0 ? -1 : nodeIds[predecessors[i]];
  return new Result<Int32Array | Float64Array>(nodeIds, values);
}

/** The indices from the root of the tree down to `index`. Throws an InvariantError if predecessors form a cycle. */
export function pathBack(predecessors: Int32Array, index: number): number[] {
  const path: number[] = [];
  for (let at = index; at >= 0; at = predecessors[at]) {
    assert(path.length < predecessors.length, "predecessors of shortest paths form a cycle");
    path.push(at);
  }
  return path.reverse();
}
