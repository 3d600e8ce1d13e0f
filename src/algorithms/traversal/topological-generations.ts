/** The generations of a graph without directed cycles: each node right behind the last that leads to it. */
import { GroggyError } from "../../errors.js";
import type { Csr, GraphView } from "../../view.js";
import { idsOf } from "../shared/nodes.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { findCycle } from "./find-cycle.js";
import { type TopologicalLevels, topologicalLevels } from "./topological-levels.js";

/**
 * The nodes in generations: those that no edge leads to, those that edges lead to only from there, and so on.
 *
 * Time: O(nodes log nodes + edges); space: 8 bytes a node. Deterministic: ids ascend in each generation. An empty
 * graph has none, a node without edges is in the first; parallel edges change nothing, a self-loop is a cycle.
 *
 * @throws GroggyError CYCLIC_GRAPH if there is a directed cycle; TypeError if the graph is undirected.
 * @example
 * for (const generation of topologicalGenerations(graph)) console.log([...generation]);
 */
export function topologicalGenerations(view: GraphView, options: SignalOption = {}): Uint32Array[] {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  const { order, offsets } = levelsOf(view, csr);
  return Array.from({ length: offsets.length - 1 }, (_, i) =>
    idsOf(csr.nodeIds, order.subarray(offsets[i], offsets[i + 1])),
  );
}

/** The levels of all nodes. Throws if there are none. */
export function levelsOf(view: GraphView, csr: Csr): TopologicalLevels {
  if (!csr.directed) throw new TypeError('"view" expected a directed graph, got an undirected one');
  const levels = topologicalLevels(csr);
  if (levels.order.length === csr.nodeCount) return levels;
  const nodes = [...(findCycle(view)?.nodes ?? [])];
  const shown =
    nodes.length > 8 ? `${nodes.slice(0, 8).join(" -> ")} -> …` : [...nodes, nodes[0]].join(" -> ");
  throw new GroggyError("CYCLIC_GRAPH", `"view" expected a graph without directed cycles, got ${shown}`, {
    cycle: nodes,
  });
}
