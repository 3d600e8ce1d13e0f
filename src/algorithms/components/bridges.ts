/** Bridges: edges without which a graph falls into more pieces. See blocks.ts for the paper. */
import type { GraphView } from "../../view.js";
import { checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { blocksOf } from "./blocks.js";

/**
 * The edges whose removal leaves more connected components than there were, the direction of edges left aside.
 *
 * Time: linear in nodes and edges; space: 25 bytes a node and 9 an edge, and the arcs of both directions where
 * the graph is directed. Deterministic. An empty graph has none; a self-loop is none, nor is one of several
 * parallel edges (two edges that lead opposite ways are parallel); each connected part has its own.
 *
 * @returns ids of edges, ascending.
 * @example
 * for (const id of bridges(graph)) console.log(graph.source(id), graph.target(id));
 */
export function bridges(view: GraphView, options: RunOptions = {}): Uint32Array {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  const tick = watch(options, csr.nodeCount);
  const { isBridge } = blocksOf(csr, tick);
  tick(csr.nodeCount);
  return csr.edgeIds.filter((_, i) => isBridge[i] === 1);
}
