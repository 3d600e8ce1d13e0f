/**
 * A shortest path to one node by a guess at what is left to go. Hart, Nilsson and Raphael 1968, "A formal basis
 * for the heuristic determination of minimum cost paths".
 */
import { describe } from "../../errors.js";
import { IndexHeap } from "../../structures/index-heap.js";
import { checkDirection, type GraphView, type NodeId } from "../../view.js";
import { type ArcReader, frozenArcs, localArcs } from "../shared/arcs/arc-reader.js";
import { arcsOf } from "../shared/arcs/direction.js";
import { LocalGraph } from "../shared/arcs/local-graph.js";
import { idsOf, indexOfNode } from "../shared/nodes.js";
import { checkFunction, checkRunOptions, checkView } from "../shared/options.js";
import { Path } from "../shared/path.js";
import { watch } from "../shared/progress.js";
import { localWeights } from "../shared/weights/local-weights.js";
import { weightsOf } from "../shared/weights/weights.js";
import type { Walk } from "./bidirectional-search-kernel.js";
import { type ShortestPathOptions, shortestPath } from "./shortest-path.js";

export interface AStarOptions extends ShortestPathOptions {
  /**
   * A lower bound on the distance from a node to the target, 0 or more; called once for each node that is reached. If
   * it is too high, the path found may not be the shortest.
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
 *   that is negative or NaN, and if the path is longer than 1.8e308.
 * @example
 * const to = { x: 12.5, y: 41.9 };
 * const far = (id: number) => Math.hypot((x[id] ?? 0) - to.x, (y[id] ?? 0) - to.y);
 * aStar(graph, paris, rome, { weight: "km", heuristic: far })?.distance; // => 1425
 */
export function aStar(
  view: GraphView,
  source: NodeId,
  target: NodeId,
  options: AStarOptions,
): Path | undefined {
  checkView(view);
  checkRunOptions(options, ["heuristic", "weight", "direction"]);
  const { weight, direction = "out", heuristic } = options;
  checkFunction("heuristic", heuristic);
  checkDirection(direction);
  const graph = LocalGraph.of(view);
  const weightOf = graph && weight !== undefined ? localWeights(view, weight) : undefined;
  if (graph === undefined || (weight !== undefined && weightOf === undefined)) {
    return frozenPath(view, source, target, options);
  }
  view.nodes.check(source, "source");
  view.nodes.check(target, "target");
  const { ids } = graph;
  const walk = guidedWalk(
    {
      arcs: localArcs(graph, direction),
      weightOf,
      from: graph.indexOf(source),
      to: graph.indexOf(target),
      idOf: (index) => ids[index],
      heuristic,
      tick: watch(options, view.nodeCount),
      tooFar: () => weight !== undefined && shortestPath(view, source, target, { weight, direction }),
    },
    view.nodeCount,
  );
  return walk && new Path(idsOf(ids, walk.nodes), Uint32Array.from(walk.edges), walk.distance);
}

function frozenPath(
  view: GraphView,
  source: NodeId,
  target: NodeId,
  options: AStarOptions,
): Path | undefined {
  const { weight, direction = "out", heuristic } = options;
  const csr = view.csr();
  const weights = weightsOf(view, weight, { min: 0 });
  const walk = guidedWalk(
    {
      arcs: frozenArcs(arcsOf(csr, direction)),
      weightOf: weights && ((edge) => weights[edge]),
      from: indexOfNode(view, csr, source, "source"),
      to: indexOfNode(view, csr, target, "target"),
      idOf: (index) => csr.nodeIds[index],
      heuristic,
      tick: watch(options, csr.nodeCount),
      tooFar: () => weight !== undefined && shortestPath(view, source, target, { weight, direction }),
    },
    csr.nodeCount,
  );
  return walk && new Path(idsOf(csr.nodeIds, walk.nodes), idsOf(csr.edgeIds, walk.edges), walk.distance);
}

interface GuidedInput {
  readonly arcs: ArcReader;
  /** The weight of an edge; 1 each if undefined. */
  readonly weightOf: ((edge: number) => number) | undefined;
  readonly from: number;
  readonly to: number;
  readonly idOf: (index: number) => NodeId;
  readonly heuristic: (id: NodeId) => number;
  readonly tick: (done: number) => void;
  /** Called where no path was found and a distance exceeded what a number holds; throws if there is a path. */
  readonly tooFar: () => unknown;
}

/**
 * The path by index; undefined if there is none. Since it has callbacks it does not restart when a local search grows
 * large, but continues.
 */
function guidedWalk(
  { arcs, weightOf, from, to, idOf, heuristic, tick, tooFar }: GuidedInput,
  nodeCount: number,
): Walk | undefined {
  const nodes = new ReachedNodes();
  const heap = new IndexHeap(CAPACITY_MIN);
  const guess = (index: number): number => {
    nodes.reserve(index + 1);
    if (nodes.guesses[index] < 0) {
      const value = heuristic(idOf(index));
      if (!(value >= 0)) {
        throw new RangeError(
          `"heuristic" expected a number of 0 or more, got ${describe(value)} for node ${idOf(index)}`,
        );
      }
      nodes.guesses[index] = value;
    }
    return nodes.guesses[index];
  };
  const reach = (index: number, distance: number, before: number, edge: number): void => {
    const value = distance + guess(index);
    nodes.distances[index] = distance;
    nodes.before[index] = before;
    nodes.edgeOf[index] = edge;
    heap.reserve(index + 1);
    // a node that was taken comes in again where the guess at it was too high for an arc
    heap.lower(index, value);
  };
  reach(from, 0, -1, -1);
  let isTooFar = false;
  for (let done = 1; heap.size > 0; done++) {
    const u = heap.pop();
    if (u === to) break;
    if ((done & 0xfff) === 0) tick(Math.min(done, nodeCount - 1));
    arcs.open(u);
    for (let arc = arcs.first; arc < arcs.last; arc++) {
      const v = arcs.ends[arc];
      const distance = nodes.distances[u] + (weightOf === undefined ? 1 : weightOf(arcs.edges[arc]));
      if (distance >= nodes.distance(v)) {
        if (distance === Infinity && weightOf !== undefined && weightOf(arcs.edges[arc]) < Infinity) {
          isTooFar = true;
        }
        continue;
      }
      reach(v, distance, u, arcs.edges[arc]);
    }
  }
  tick(nodeCount);
  if (nodes.distance(to) === Infinity) {
    if (isTooFar) tooFar();
    return undefined;
  }
  return nodes.walkTo(to, weightOf);
}

const CAPACITY_MIN = 64;

/** The data of the nodes that were reached. */
class ReachedNodes {
  distances = new Float64Array(CAPACITY_MIN).fill(Infinity);
  /** -1 where nothing was guessed yet. */
  guesses = new Float64Array(CAPACITY_MIN).fill(-1);
  /** The node before each, -1 at the source, and the edge from there. */
  before = new Int32Array(CAPACITY_MIN);
  edgeOf = new Uint32Array(CAPACITY_MIN);

  distance(index: number): number {
    return index < this.distances.length ? this.distances[index] : Infinity;
  }

  /** Reserves memory for indices below `length`. */
  reserve(length: number): void {
    const { distances, guesses, before, edgeOf } = this;
    if (length <= distances.length) return;
    const capacity = Math.max(length, 2 * distances.length);
    this.distances = new Float64Array(capacity).fill(Infinity, distances.length);
    this.guesses = new Float64Array(capacity).fill(-1, guesses.length);
    this.before = new Int32Array(capacity);
    this.edgeOf = new Uint32Array(capacity);
    this.distances.set(distances);
    this.guesses.set(guesses);
    this.before.set(before);
    this.edgeOf.set(edgeOf);
  }

  walkTo(to: number, weightOf: ((edge: number) => number) | undefined): Walk {
    const nodes = [to];
    const edges: number[] = [];
    for (let at = to; this.before[at] >= 0; at = this.before[at]) {
      edges.push(this.edgeOf[at]);
      nodes.push(this.before[at]);
    }
    nodes.reverse();
    edges.reverse();
    let distance = 0;
    for (const edge of edges) distance += weightOf === undefined ? 1 : weightOf(edge);
    return { nodes, edges, distance };
  }
}
