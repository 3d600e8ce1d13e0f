/** The result of shortest paths from a source: distances, and the tree of the paths. */
import type { Csr, NodeId } from "../../view.js";
import { idsOf } from "./nodes.js";
import { pathBack, predecessorResult } from "./predecessors.js";
import { Result } from "./result.js";

/** Shortest paths from one source, or from the nearest of several. Its functions may be taken out of it. */
export class ShortestPaths {
  /** The distance to each node; Infinity where nothing leads. */
  readonly distances: Result<Float64Array>;
  /** The ids of the nodes from the source to a node, both included; undefined if nothing leads there. O(path). */
  readonly pathTo: (id: NodeId) => Uint32Array | undefined;
  /** The ids of the edges on that path, in its order; undefined if nothing leads there. O(path). */
  readonly edgesTo: (id: NodeId) => Uint32Array | undefined;
  readonly #csr: Csr;
  readonly #predecessors: Int32Array;
  #byId: Result<Int32Array | Float64Array> | undefined;

  /** @internal */
  constructor(csr: Csr, distances: Float64Array, predecessors: Int32Array, edges: Int32Array) {
    this.distances = new Result(csr.nodeIds, distances);
    this.#csr = csr;
    this.#predecessors = predecessors;
    const indicesTo = (id: NodeId): number[] | undefined => {
      const index = csr.indexOf(id);
      return index < 0 || !Number.isFinite(distances[index]) ? undefined : pathBack(predecessors, index);
    };
    this.pathTo = (id) => {
      const path = indicesTo(id);
      return path && idsOf(csr.nodeIds, path);
    };
    this.edgesTo = (id) => {
      const path = indicesTo(id);
      return (
        path &&
        idsOf(
          csr.edgeIds,
          path.slice(1).map((index) => edges[index]),
        )
      );
    };
  }

  /** The form that `JSON.stringify` writes. */
  toJSON(): Record<string, unknown> {
    return { distances: this.distances.toJSON(), predecessors: this.predecessors.toJSON() };
  }

  /** The id of the node before each on its path; -1 at sources and where nothing leads. */
  get predecessors(): Result<Int32Array | Float64Array> {
    this.#byId ??= predecessorResult(this.#csr, this.#predecessors);
    return this.#byId;
  }
}
