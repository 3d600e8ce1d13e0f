/** Biconnected components: the largest sets of edges of which any two lie on one simple cycle. See blocks.ts. */
import type { GraphView } from "../../view.js";
import { checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { Result } from "../shared/result.js";
import { blocksOf } from "./blocks.js";

/** For each edge its component, named by the smallest id of the edges in it. */
export class BiconnectedComponents extends Result<Uint32Array> {
  /** The number of components. */
  readonly count: number;
  /** The number of edges of each component, by the component's name, ascending. */
  readonly sizes: ReadonlyMap<number, number>;

  constructor(edgeIds: Uint32Array, values: Uint32Array) {
    super(edgeIds, values);
    const sizes = new Map<number, number>();
    // a component's name is its first edge, so names come in ascending order
    for (const name of values) sizes.set(name, (sizes.get(name) ?? 0) + 1);
    this.count = sizes.size;
    this.sizes = sizes;
  }
}

/**
 * The biconnected components of a view, the direction of edges left aside: edges belong to one component each,
 * nodes to one or, the articulation points, to several.
 *
 * Time: linear in nodes and edges; space: 25 bytes a node and 9 an edge, and the arcs of both directions where
 * the graph is directed. Deterministic. An empty graph has no components, nor has a node without edges; a
 * self-loop is one by itself, parallel edges are in one.
 *
 * @returns for each edge the smallest id of an edge in its component; `count`, and `sizes` by that id.
 * @example
 * const { count } = biconnectedComponents(graph);
 */
export function biconnectedComponents(view: GraphView, options: RunOptions = {}): BiconnectedComponents {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  const tick = watch(options, csr.nodeCount);
  const { blockOfEdge, count } = blocksOf(csr, tick);
  const names = new Uint32Array(count);
  for (let edge = csr.edgeCount - 1; edge >= 0; edge--) names[blockOfEdge[edge]] = csr.edgeIds[edge];
  tick(csr.nodeCount);
  return new BiconnectedComponents(
    csr.edgeIds,
    blockOfEdge.map((block) => names[block]),
  );
}
