/** Articulation points: nodes without which a graph falls into more pieces. See blocks.ts for the paper. */
import type { GraphView } from "../../view.js";
import { checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { blocksOf } from "./blocks.js";

/**
 * The nodes whose removal leaves more connected components than there were, the direction of edges left aside.
 *
 * Time: linear in nodes and edges; space: 25 bytes a node and 9 an edge, and the arcs of both directions where
 * the graph is directed. Deterministic. An empty graph has none; self-loops and parallel edges change nothing;
 * each connected part has its own.
 *
 * @returns ids of nodes, ascending.
 * @example
 * for (const id of articulationPoints(graph)) console.log(graph.nodes.get(id));
 */
export function articulationPoints(view: GraphView, options: RunOptions = {}): Uint32Array {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  const tick = watch(options, csr.nodeCount);
  const { isCut } = blocksOf(csr, tick);
  tick(csr.nodeCount);
  return csr.nodeIds.filter((_, i) => isCut[i] === 1);
}
