/**
 * Every shortest path between two nodes, one after the other: back from the target over the arcs that are tight,
 * those that lead from a node to the next without a detour.
 */
import type { Csr, GraphView, NodeId } from "../../view.js";
import { type Arcs, arcsOf, opposite } from "../shared/direction.js";
import { lightestArcs } from "../shared/lightest-arcs.js";
import { indexOfNode } from "../shared/nodes.js";
import { checkOptions } from "../shared/options.js";
import { type Path, pathOf } from "../shared/path.js";
import { watch } from "../shared/progress.js";
import { weightsOf } from "../shared/weights.js";
import { dijkstraTree } from "./dijkstra.js";
import type { ShortestPathOptions } from "./shortest-path.js";

/**
 * The shortest paths from one node to another, which are walked while they are asked for; none if nothing leads
 * there. There may be exponentially many. Sums of weights are compared for equality: with weights that are no
 * whole numbers, paths that are as long on paper may differ in their last bit.
 *
 * Time: that of `dijkstra` first, then O(path) a path, more where cycles weigh nothing; space: 40 bytes a node and
 * 8 an arc. Deterministic. Paths are told by their nodes: of parallel edges the lightest counts, of several the
 * oldest, and self-loops change nothing. From a node to itself there is the path without edges. An empty graph has
 * no two nodes.
 *
 * @throws GroggyError NODE_NOT_FOUND if an end is not in the view; RangeError for a negative weight or NaN.
 * @example
 * for (const path of allShortestPaths(graph, ada, alan)) console.log(path.nodes);
 */
export function allShortestPaths(
  view: GraphView,
  source: NodeId,
  target: NodeId,
  options: ShortestPathOptions = {},
): Generator<Path, void> {
  checkOptions(options, ["weight", "direction"]);
  const { weight, direction = "out" } = options;
  const csr = view.csr();
  const weights = weightsOf(view, weight, { min: 0 });
  const from = indexOfNode(view, csr, source, "source");
  const to = indexOfNode(view, csr, target, "target");
  const tick = watch(options, csr.nodeCount);
  const arcs = arcsOf(csr, direction);
  const { distances } = dijkstraTree(csr, arcs, weights, [from], { tick });
  tick(csr.nodeCount);
  return pathsBack(
    csr,
    lightestArcs(arcsOf(csr, opposite(direction)), weights),
    weights,
    distances,
    from,
    to,
  );
}

function* pathsBack(
  csr: Csr,
  { offsets, ends, edges }: Arcs,
  weights: Float64Array | undefined,
  distances: Float64Array,
  from: number,
  to: number,
): Generator<Path, void> {
  if (distances[to] === Infinity) return;
  const isOnPath = new Uint8Array(csr.nodeCount);
  const nodes = [to];
  const pathEdges: number[] = [];
  const next = [offsets[to]];
  isOnPath[to] = 1;
  while (nodes.length > 0) {
    const top = nodes.length - 1;
    const u = nodes[top];
    if (u === from || next[top] === offsets[u + 1]) {
      if (u === from) yield pathOf(csr, nodes.slice().reverse(), pathEdges.slice().reverse(), weights);
      nodes.pop();
      next.pop();
      pathEdges.pop();
      isOnPath[u] = 0;
      continue;
    }
    const arc = next[top]++;
    const v = ends[arc];
    const weight = weights === undefined ? 1 : weights[edges[arc]];
    if (isOnPath[v] === 1 || distances[v] + weight !== distances[u]) continue;
    isOnPath[v] = 1;
    nodes.push(v);
    next.push(offsets[v]);
    pathEdges.push(edges[arc]);
  }
}
