/**
 * A shortest path to one node by a guess at what is left to go. Hart, Nilsson and Raphael 1968, "A formal basis
 * for the heuristic determination of minimum cost paths".
 */
import { describe } from "../../errors.js";
import { IndexHeap } from "../../structures/index-heap.js";
import type { GraphView, NodeId } from "../../view.js";
import { arcsOf } from "../shared/direction.js";
import { indexOfNode } from "../shared/nodes.js";
import { checkFunction, checkOptions } from "../shared/options.js";
import { type Path, pathOf } from "../shared/path.js";
import { pathBack } from "../shared/predecessors.js";
import { watch } from "../shared/progress.js";
import { weightsOf } from "../shared/weights.js";
import type { ShortestPathOptions } from "./shortest-path.js";

export interface AStarOptions extends ShortestPathOptions {
  /**
   * How far it is from a node to the target at least, 0 or more; called once a node that is reached. What guesses
   * too high may lead to a path that is not the shortest.
   */
  readonly heuristic: (id: NodeId) => number;
}

/**
 * A shortest path from one node to another, searched first where a guess says that the target is near; undefined
 * if there is none.
 *
 * Time: O((nodes + arcs) log nodes) where the guess never falls by more than an arc weighs from one of its ends to
 * the other, and far less for a good guess; else nodes may be taken again. Space: 44 bytes a node. Deterministic if
 * the guess is. Self-loops change nothing, of parallel edges the lightest counts. An empty graph has no two nodes.
 *
 * @throws GroggyError NODE_NOT_FOUND if an end is not in the view; RangeError for a negative weight, or a guess
 *   that is negative or NaN.
 * @example
 * const far = (id: number) => Math.hypot(x[id] - x[rome], y[id] - y[rome]);
 * aStar(graph, paris, rome, { weight: "km", heuristic: far })?.distance; // => 1425
 */
export function aStar(
  view: GraphView,
  source: NodeId,
  target: NodeId,
  options: AStarOptions,
): Path | undefined {
  checkOptions(options, ["heuristic", "weight", "direction"]);
  const { weight, direction = "out", heuristic } = options;
  checkFunction("heuristic", heuristic);
  const csr = view.csr();
  const { nodeIds, nodeCount } = csr;
  const { offsets, ends, edges } = arcsOf(csr, direction);
  const weights = weightsOf(view, weight, { min: 0 });
  const from = indexOfNode(view, csr, source, "source");
  const to = indexOfNode(view, csr, target, "target");
  const tick = watch(options, nodeCount);
  const distances = new Float64Array(nodeCount).fill(Infinity);
  const guesses = new Float64Array(nodeCount).fill(-1);
  const predecessors = new Int32Array(nodeCount).fill(-1);
  const edgeOf = new Int32Array(nodeCount).fill(-1);
  const guess = (index: number): number => {
    if (guesses[index] < 0) {
      const value = heuristic(nodeIds[index]);
      if (!(value >= 0)) {
        throw new RangeError(
          `"heuristic" expected a number of 0 or more, got ${describe(value)} for node ${nodeIds[index]}`,
        );
      }
      guesses[index] = value;
    }
    return guesses[index];
  };
  const heap = new IndexHeap(nodeCount);
  distances[from] = 0;
  heap.lower(from, guess(from));
  for (let done = 1; heap.size > 0; done++) {
    const u = heap.pop();
    if (u === to) break;
    if ((done & 0xfff) === 0) tick(Math.min(done, nodeCount - 1));
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const v = ends[arc];
      const distance = distances[u] + (weights === undefined ? 1 : weights[edges[arc]]);
      if (distance >= distances[v]) continue;
      distances[v] = distance;
      predecessors[v] = u;
      edgeOf[v] = edges[arc];
      // a node that was taken comes in again where the guess at it was too high for an arc
      heap.lower(v, distance + guess(v));
    }
  }
  tick(nodeCount);
  if (distances[to] === Infinity) return undefined;
  const nodes = pathBack(predecessors, to);
  return pathOf(
    csr,
    nodes,
    nodes.slice(1).map((index) => edgeOf[index]),
    weights,
  );
}
