/**
 * A shortest path between two nodes, searched from both ends. Pohl 1971, "Bi-directional search": breadth first
 * without a weight, by Dijkstra's algorithm with one.
 */
import type { CsrHalf } from "../../kernels/core/csr.js";
import { checkDirection, type Direction, type GraphView, type NodeId } from "../../view.js";
import { frozenArcs, localArcsBothWays } from "../shared/arcs/arc-reader.js";
import { type Arcs, arcsOf, opposite } from "../shared/arcs/direction.js";
import { LocalGraph, signalOf } from "../shared/arcs/local-graph.js";
import { idsOf, indexOfNode } from "../shared/nodes.js";
import { checkRunOptions, checkView, type RunOptions } from "../shared/options.js";
import { Path } from "../shared/path.js";
import { watch } from "../shared/progress.js";
import { inCommonUnit, tooFar } from "../shared/weights/common-unit.js";
import type { EdgeWeights } from "../shared/weights/edge-weights.js";
import { localWeights } from "../shared/weights/local-weights.js";
import { edgeWeightsOf, type Weight } from "../shared/weights/weights.js";
import { bidirectionalWalk, type Walk } from "./bidirectional-search-kernel.js";
import { bidirectionalLoops, type LoopWalk } from "./bidirectional-search-loops.js";

export interface ShortestPathOptions extends RunOptions {
  /** The weights of edges: an attribute's name or an array. Defaults to 1 each. Infinity closes an edge. */
  readonly weight?: Weight;
  /** Defaults to `out`. */
  readonly direction?: Direction;
}

/**
 * A shortest path from one node to another; undefined if there is none.
 *
 * Time: O(nodes + arcs), with a weight O((nodes + arcs) log nodes), and mostly far less, since the two searches
 * meet midway; space: 32 bytes a node, and with a weight 8 an edge, which the frozen graph keeps for the next call; after
 * a write, where the searches stay near their ends, some 100 bytes a node reached. Deterministic: of several shortest
 * paths it is always the same one that is found. Self-loops change nothing, of parallel edges the lightest counts. From
 * a node to itself the path has no edge. An empty graph has no two nodes.
 *
 * @throws GroggyError NODE_NOT_FOUND if an end is not in the view; RangeError for a negative weight or NaN, and if the
 *   path is longer than 1.8e308.
 * @example
 * const path = shortestPath(graph, paris, rome, { weight: "km" });
 * if (path) console.log(path.distance, path.nodes, path.edges);
 */
export function shortestPath(
  view: GraphView,
  source: NodeId,
  target: NodeId,
  options: ShortestPathOptions = {},
): Path | undefined {
  checkView(view);
  checkRunOptions(options, ["weight", "direction"]);
  const { weight, direction = "out" } = options;
  const near = nearPath(view, source, target, options);
  if (near !== undefined) return near.path;
  const csr = view.csr();
  const given = edgeWeightsOf(view, csr, weight);
  const from = indexOfNode(view, csr, source, "source");
  const to = indexOfNode(view, csr, target, "target");
  const tick = watch(options, csr.nodeCount);
  const arcs = [arcsOf(csr, direction), arcsOf(csr, opposite(direction))] as const;
  const walk = from === to ? noStep(from) : search(arcs, given, from, to, tick);
  tick(csr.nodeCount);
  const weightOf = given && ((edge: number) => given.floats[edge]);
  return walk.nodes.length === 0
    ? undefined
    : simplePath(walk, csr.nodeIds, (edge) => csr.edgeIdAt(edge), weightOf);
}

/** By kernels where they serve; where they find nothing since a sum overflows, by loops in a unit of their own. */
function search(
  arcs: readonly [Arcs, Arcs],
  given: EdgeWeights | undefined,
  from: number,
  to: number,
  tick: (done: number) => void,
): Walk {
  const walk = byKernel(arcs, given, from, to, tick);
  if (walk !== undefined && (walk.nodes.length > 0 || !mayOverflow(given))) return walk;
  return byLoops(arcs, given, from, to, tick);
}

function mayOverflow(given: EdgeWeights | undefined): boolean {
  if (given === undefined) return false;
  const large = Number.MAX_VALUE / given.floats.length;
  return given.floats.some((weight) => weight > large && weight < Infinity);
}

/** The path that a walk by index comes to. Throws if it is longer than a number holds. */
function simplePath(
  walk: Walk,
  nodeIds: ArrayLike<number>,
  edgeIdAt: (edge: number) => number,
  weightOf: ((edge: number) => number) | undefined,
): Path {
  const { nodes, edges } = withoutRounds(walk.nodes, walk.edges) ?? walk;
  let distance = 0;
  for (const edge of edges) distance += weightOf === undefined ? 1 : weightOf(edge);
  if (distance === Infinity) throw tooFar();
  return new Path(idsOf(nodeIds, nodes), Uint32Array.from(edges, edgeIdAt), distance);
}

/** The path, or that there is none, unless the search goes too far for this way. */
function nearPath(
  view: GraphView,
  source: NodeId,
  target: NodeId,
  options: ShortestPathOptions,
): { readonly path: Path | undefined } | undefined {
  const { weight, direction = "out" } = options;
  checkDirection(direction);
  const graph = LocalGraph.of(view);
  const weightOf = graph && weight !== undefined ? localWeights(view, weight) : undefined;
  if (graph === undefined || (weight !== undefined && weightOf === undefined)) return undefined;
  view.nodes.check(source, "source");
  view.nodes.check(target, "target");
  const { nodeCount } = view;
  // a search that goes too far restarts, and reports progress only then
  const tick = watch(signalOf(options), nodeCount);
  const [from, to] = [graph.indexOf(source), graph.indexOf(target)];
  const [ahead, behind] = localArcsBothWays(graph, direction);
  const walk = from === to ? noStep(from) : bidirectionalLoops({ ahead, behind, weightOf, from, to, tick });
  // a search whose sums overflow is made again in a unit in which none does
  if (walk === undefined || walk.isTooFar) return undefined;
  watch(options, nodeCount)(nodeCount);
  if (walk.nodes.length === 0) return { path: undefined };
  return { path: simplePath(walk, graph.ids, (edge) => edge, weightOf) };
}

/**
 * A walk without what leads back to a node that was there before; undefined if there is no such part. Where weights are
 * 0 or lost in sums, the halves of a shortest walk may share nodes.
 */
function withoutRounds(
  nodes: readonly number[],
  edges: readonly number[],
): { nodes: number[]; edges: number[] } | undefined {
  const places = new Map<number, number>();
  for (let i = 0; i < nodes.length; i++) places.set(nodes[i], i);
  if (places.size === nodes.length) return undefined;
  const simple: { nodes: number[]; edges: number[] } = { nodes: [], edges: [] };
  for (let i = 0; i < nodes.length; i++) {
    simple.nodes.push(nodes[i]);
    // continue from its last occurrence
    i = places.get(nodes[i]) as number;
    if (i < edges.length) simple.edges.push(edges[i]);
  }
  return simple;
}

function noStep(node: number): LoopWalk {
  return { nodes: [node], edges: [], distance: 0, isTooFar: false };
}

function byLoops(
  arcs: readonly [Arcs, Arcs],
  given: EdgeWeights | undefined,
  from: number,
  to: number,
  tick: (done: number) => void,
): Walk {
  const [ahead, behind] = arcs.map(frozenArcs);
  // in a unit in which no sum overflows
  const weights = given && inCommonUnit(given.floats, 2 * (arcs[0].offsets.length - 1)).values;
  const weightOf = weights && ((edge: number) => weights[edge]);
  return bidirectionalLoops({ ahead, behind, weightOf, from, to, tick }) as Walk;
}

function byKernel(
  [ahead, behind]: readonly [Arcs, Arcs],
  weights: EdgeWeights | undefined,
  from: number,
  to: number,
  tick: (done: number) => void,
): Walk | undefined {
  if (!isHalf(ahead) || !isHalf(behind)) return undefined;
  return bidirectionalWalk({ ahead, behind, weights, from, to, tick });
}

function isHalf(arcs: Arcs): arcs is CsrHalf {
  return arcs.place !== undefined;
}
