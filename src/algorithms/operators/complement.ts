/** The complement of a graph: the edges that it has not. */
import { LimitError } from "../../errors.js";
import type { AnyGraphTypes, GraphTypes, NodeAttributes } from "../../graph-types.js";
import { type GraphView, viewOverNodes } from "../../view.js";
import { simpleArcsOf } from "../shared/arcs/simple-arcs.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { stepCounter } from "../shared/progress.js";

/** More edges would not fit into one typed array. */
const EDGES_MAX = 2 ** 30;

/**
 * A view of the same nodes, under the same ids and with the same labels and attributes, with an edge from each to each
 * other one that it has none to, in the order of sources and then targets; undirected one for each such pair.
 *
 * Time and space: O(nodes² + edges). Deterministic. An empty graph gives one; self-loops and parallel edges change
 * nothing, and there are none in the result.
 *
 * @throws LimitError if there were more than 2^30 edges.
 * @example
 * const strangers = complement(graph);
 */
export function complement<T extends GraphTypes = AnyGraphTypes>(
  view: GraphView<T>,
  options: SignalOption = {},
): GraphView<{ readonly nodes: NodeAttributes<T> }> {
  checkView(view);
  checkRunOptions(options, []);
  const step = stepCounter(options);
  const csr = view.csr();
  const { nodeIds, nodeCount, directed } = csr;
  const { offsets, ends } = simpleArcsOf(csr, "out");
  const pairs = nodeCount * Math.max(0, nodeCount - 1) - ends.length;
  const count = directed ? pairs : pairs / 2;
  if (count > EDGES_MAX) throw new LimitError("edges of a complement", EDGES_MAX, count);
  const sources = new Uint32Array(count);
  const targets = new Uint32Array(count);
  let n = 0;
  for (let u = 0; u < nodeCount; u++) {
    step(nodeCount);
    let arc = offsets[u];
    for (let v = 0; v < nodeCount; v++) {
      if (arc < offsets[u + 1] && ends[arc] === v) {
        arc++;
        continue;
      }
      if (v === u || (!directed && v < u)) continue;
      sources[n] = nodeIds[u];
      targets[n++] = nodeIds[v];
    }
  }
  return viewOverNodes(view, { directed, sources, targets });
}
