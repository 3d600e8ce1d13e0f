/**
 * The line graph: a node for each edge, connected where edges share an end. Whitney 1932, and directed Harary, Norman
 * 1960.
 */
import type { GraphTypes } from "../../graph-types.js";
import { builtView, type GraphView } from "../../view.js";
import { arcsOf } from "../shared/arcs/direction.js";
import { endsOf } from "../shared/arcs/edge-ends.js";
import { EdgeListBuilder } from "../shared/edge-list.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { stepCounter } from "../shared/progress.js";

/**
 * A view with a node for each edge, in the order of their ids, which it has as its attribute `edge`. In a directed
 * graph one leads to another that begins where it ends; in an undirected graph two are connected once if they share
 * an end.
 *
 * Time and space: O(edges + edges of the result), which has the square of the degree for each node. Deterministic. A
 * graph without edges gives an empty one; a directed self-loop leads to itself, an undirected one does not; parallel
 * edges are joined once, though they share both ends.
 *
 * @throws LimitError if there were more than 2^32 - 2 edges.
 * @example
 * const lines = lineGraph(graph);
 * console.log(lines.nodes.get(0, "edge"));
 */
export function lineGraph(view: GraphView<GraphTypes>, options: SignalOption = {}): GraphView {
  checkView(view);
  checkRunOptions(options, []);
  const step = stepCounter(options);
  const csr = view.csr();
  const { edgeCount, edgeIds, directed } = csr;
  const { offsets, edges } = arcsOf(csr, "out");
  const ends = endsOf(view as GraphView, csr);
  const joints = new EdgeListBuilder(edgeCount, options);
  // one more than the last edge that each was connected to, since 0 means none
  const joined = new Uint32Array(edgeCount);
  for (let edge = 0; edge < edgeCount; edge++) {
    const nodes = directed ? [ends.targets[edge]] : [ends.sources[edge], ends.targets[edge]];
    for (const node of nodes) {
      step(offsets[node + 1] - offsets[node]);
      for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
        const other = edges[arc];
        if (joined[other] === edge + 1 || (!directed && other <= edge)) continue;
        joined[other] = edge + 1;
        joints.add(edge, other);
      }
    }
  }
  const { sources, targets } = joints.finish(directed, edgeCount);
  return builtView({
    directed,
    nodeCount: edgeCount,
    sources,
    targets,
    nodeAttributes: { edge: Float64Array.from(edgeIds) },
  });
}
