/**
 * Every shortest path between two nodes, one after the other: back from the target over the arcs that are tight,
 * those that lead from a node to the next without a detour.
 */
import { throwIfAborted } from "../../structures/signal.js";
import type { Csr, GraphView, NodeId } from "../../view.js";
import { type Arcs, arcsOf, opposite } from "../shared/arcs/direction.js";
import { lightestArcs } from "../shared/arcs/lightest-arcs.js";
import { indexOfNode } from "../shared/nodes.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { type Path, pathOf } from "../shared/path.js";
import { stepCounter, watch } from "../shared/progress.js";
import { inCommonUnit, lengthTolerance, type UnitWeights } from "../shared/weights/common-unit.js";
import { weightsOf } from "../shared/weights/weights.js";
import { dijkstraTree } from "./dijkstra.js";
import type { ShortestPathOptions } from "./shortest-path.js";

/**
 * The shortest paths from one node to another, computed lazily while they are iterated over; none if nothing leads
 * there. There may be exponentially many. Weights that are decimals of some 15 digits together are added exactly, so
 * that 0.1 + 0.2 is as long as 0.3; with others two paths are equally long if they differ by at most 2^-52 of their
 * length times the number of nodes, or 2^-42 of it where there are more than 1,024 nodes.
 *
 * Time: that of `dijkstra` first, then O(path) a path, more where cycles weigh nothing; space: 40 bytes a node and 8
 * an arc. Deterministic. Paths are identified by their nodes: of parallel edges the lightest counts, of several the
 * oldest, and self-loops change nothing. From a node to itself there is the path without edges. An empty graph has no
 * two nodes.
 *
 * @throws GroggyError NODE_NOT_FOUND if an end is not in the view; RangeError for a negative weight or NaN, and if
 *   the paths are longer than 1.8e308.
 * @example
 * for (const path of allShortestPaths(graph, ada, alan)) console.log(path.nodes);
 */
export function allShortestPaths(
  view: GraphView,
  source: NodeId,
  target: NodeId,
  options: ShortestPathOptions = {},
): Generator<Path, void> {
  checkView(view);
  checkRunOptions(options, ["weight", "direction"]);
  const { weight, direction = "out" } = options;
  const csr = view.csr();
  const weights = weightsOf(view, weight, { min: 0 });
  const from = indexOfNode(view, csr, source, "source");
  const to = indexOfNode(view, csr, target, "target");
  const tick = watch(options, csr.nodeCount);
  const arcs = arcsOf(csr, direction);
  const unit = weights && inCommonUnit(weights, csr.nodeCount);
  const { distances } = dijkstraTree(csr, arcs, unit?.values, [from], { tick });
  tick(csr.nodeCount);
  const back = lightestArcs(arcsOf(csr, opposite(direction)), weights);
  return pathsBack(csr, back, weights, unit, distances, from, to, options);
}

function* pathsBack(
  csr: Csr,
  { offsets, ends, edges }: Arcs,
  weights: Float64Array | undefined,
  unit: UnitWeights | undefined,
  distances: Float64Array,
  from: number,
  to: number,
  options: SignalOption,
): Generator<Path, void> {
  const step = stepCounter(options);
  if (distances[to] === Infinity) return;
  const tolerance = lengthTolerance(unit, csr.nodeCount);
  const isOnPath = new Uint8Array(csr.nodeCount);
  const nodes = [to];
  const pathEdges: number[] = [];
  const next = [offsets[to]];
  isOnPath[to] = 1;
  while (nodes.length > 0) {
    step();
    const top = nodes.length - 1;
    const u = nodes[top];
    if (u === from || next[top] === offsets[u + 1]) {
      if (u === from) {
        throwIfAborted(options.signal);
        step(nodes.length);
        yield pathOf(csr, nodes.slice().reverse(), pathEdges.slice().reverse(), weights);
      }
      nodes.pop();
      next.pop();
      pathEdges.pop();
      isOnPath[u] = 0;
      continue;
    }
    const arc = next[top]++;
    const v = ends[arc];
    const length = distances[v] + (unit === undefined ? 1 : unit.values[edges[arc]]);
    // not so either where both are infinite
    if (isOnPath[v] === 1 || !(Math.abs(length - distances[u]) <= tolerance * distances[u])) continue;
    isOnPath[v] = 1;
    nodes.push(v);
    next.push(offsets[v]);
    pathEdges.push(edges[arc]);
  }
}
