/**
 * Breadth-first search: the nodes in the order of their distance in hops from one source or several. The plain
 * search by a queue; Moore 1959, "The shortest path through a maze".
 */

import { runSteps } from "../../kernels/runtime/run-steps.js";
import { type Csr, checkDirection, type Direction, type GraphView, type NodeId } from "../../view.js";
import { type Arcs, arcsOf } from "../shared/arcs/direction.js";
import { LocalGraph, signalOf } from "../shared/arcs/local-graph.js";
import { idsOf, idsOfNodes, placeOfId } from "../shared/nodes.js";
import {
  checkFunction,
  checkInteger,
  checkRunOptions,
  checkView,
  type RunOptions,
} from "../shared/options.js";
import { predecessorResult } from "../shared/predecessors.js";
import { watch } from "../shared/progress.js";
import { Result } from "../shared/result.js";
import { type OrderedSearch, orderedSearchSteps } from "./hops-kernel.js";

/** Called for each node when it is found; `predecessor` is undefined at a source. False ends the search. */
export type Visitor = (id: NodeId, depth: number, predecessor: NodeId | undefined) => unknown;

export interface SearchOptions extends RunOptions {
  /** Defaults to `out`. */
  readonly direction?: Direction;
  /** Nodes at this depth are found, those beyond are not. No limit by default. */
  readonly maxDepth?: number;
  /** Called for each node in the order of the search; the search ends once it returns false. */
  readonly visit?: Visitor;
}

/** The result of a search. */
export interface SearchTree {
  /** The ids of the nodes found, in the order in which they were. */
  readonly order: Uint32Array;
  /** Arcs from the source on the way by which each node was found; -1 if it was not. */
  readonly depths: Result<Int32Array>;
  /** The id of the node each node was found from; -1 for sources and for nodes that were not found. */
  readonly predecessors: Result<Int32Array | Float64Array>;
}

/**
 * Searches a view breadth first from one node or several. Arcs of a node are walked in the order of their edges'
 * ids, and each node's depth is the least number of hops from a source.
 *
 * Time: linear in the nodes and arcs reached, and in all nodes; also in all arcs where more than a sixteenth is reached,
 * or neither `maxDepth` nor `visit` is given; space: 12 bytes a node, and 60 a node reached. Deterministic.
 * Self-loops and parallel edges change nothing; what no source leads to is not found. An empty graph has no
 * source to start from, but may be searched from none.
 *
 * @throws GroggyError NODE_NOT_FOUND if a source is not in the view.
 * @example
 * const { order, depths } = breadthFirstSearch(graph, ada, { maxDepth: 2 });
 */
export function breadthFirstSearch(
  view: GraphView,
  sources: NodeId | Iterable<NodeId>,
  options: SearchOptions = {},
): SearchTree {
  checkView(view);
  checkRunOptions(options, ["direction", "maxDepth", "visit"]);
  const { direction = "out", maxDepth = Number.MAX_SAFE_INTEGER, visit } = options;
  if (visit !== undefined) checkFunction("visit", visit);
  if (maxDepth !== Infinity) checkInteger("maxDepth", maxDepth, 0);
  checkDirection(direction);
  const ids = idsOfNodes(view, sources, "sources");
  const mayEndEarly = visit !== undefined || maxDepth < Number.MAX_SAFE_INTEGER;
  const near = mayEndEarly ? nearSearch(view, ids, direction, maxDepth, visit, options) : undefined;
  if (near !== undefined) return near;
  const csr = view.csr();
  const starts = ids.map((id) => csr.indexOf(id));
  const tick = watch(options, csr.nodeCount);
  const isOneWay = !csr.directed || direction !== "both";
  const byKernel =
    visit === undefined && isOneWay
      ? runSteps(orderedSearchSteps(direction === "in" ? csr.in : csr.out, starts, maxDepth, tick))
      : undefined;
  const found = byKernel ?? searchWithLoops(csr, arcsOf(csr, direction), starts, maxDepth, visit, tick);
  tick(csr.nodeCount);
  return {
    order: idsOf(csr.nodeIds, found.order),
    depths: new Result(csr.nodeIds, found.depths),
    predecessors: predecessorResult(csr, found.predecessors),
  };
}

/**
 * The same by a search that reads only the arcs of the nodes that it reaches. Undefined where it goes too far for
 * that; one with callbacks does not restart, but continues.
 */
function nearSearch(
  view: GraphView,
  sources: Uint32Array,
  direction: Direction,
  maxDepth: number,
  visit: Visitor | undefined,
  options: RunOptions,
): SearchTree | undefined {
  const graph = LocalGraph.of(view);
  if (graph === undefined) return undefined;
  const nodeIds = view.nodes.ids();
  const tick = watch(signalOf(options), nodeIds.length);
  const { ids } = graph;
  const hops: number[] = [];
  const before: number[] = [];
  let goesOn = true;
  const find = (from: number, depth: number): void => {
    const id = ids[hops.length];
    hops.push(depth);
    before.push(from);
    if (visit !== undefined) goesOn = visit(id, depth, from < 0 ? undefined : ids[from]) !== false;
  };
  for (const id of sources) graph.indexOf(id);
  while (hops.length < sources.length && goesOn) find(-1, 0);
  // nodes are found in the order in which they wait
  for (let taken = 0; taken < hops.length && goesOn && hops[taken] < maxDepth; taken++) {
    if ((taken & 0xfff) === 0) tick(taken);
    if (!graph.open(taken, direction) && visit === undefined) return undefined;
    while (hops.length < graph.nodeCount && goesOn) find(taken, hops[taken] + 1);
  }
  watch(options, nodeIds.length)(nodeIds.length);
  const places = Uint32Array.from(hops, (_, index) => placeOfId(nodeIds, ids[index]));
  const depths = new Int32Array(nodeIds.length).fill(-1);
  const predecessors = new Int32Array(nodeIds.length).fill(-1);
  for (let index = 0; index < places.length; index++) {
    depths[places[index]] = hops[index];
    if (before[index] >= 0) predecessors[places[index]] = places[before[index]];
  }
  return {
    order: idsOf(nodeIds, places),
    depths: new Result(nodeIds, depths),
    predecessors: predecessorResult({ nodeIds }, predecessors),
  };
}

function searchWithLoops(
  { nodeIds, nodeCount }: Csr,
  { offsets, ends }: Arcs,
  starts: Uint32Array,
  maxDepth: number,
  visit: Visitor | undefined,
  tick: (done: number) => void,
): OrderedSearch {
  const depths = new Int32Array(nodeCount).fill(-1);
  const predecessors = new Int32Array(nodeCount).fill(-1);
  const queue = new Uint32Array(nodeCount);
  let found = 0;
  let goesOn = true;
  // a node is reported where it is found, which is also the order in which nodes are taken from the queue
  const find = (index: number, from: number, depth: number): void => {
    depths[index] = depth;
    predecessors[index] = from;
    queue[found++] = index;
    if (visit !== undefined)
      goesOn = visit(nodeIds[index], depth, from < 0 ? undefined : nodeIds[from]) !== false;
  };
  for (const index of starts) {
    find(index, -1, 0);
    if (!goesOn) break;
  }
  for (let taken = 0; taken < found && goesOn; taken++) {
    const u = queue[taken];
    if ((taken & 0xffff) === 0) tick(taken);
    const depth = depths[u] + 1;
    if (depth > maxDepth) break;
    for (let arc = offsets[u]; arc < offsets[u + 1] && goesOn; arc++) {
      if (depths[ends[arc]] < 0) find(ends[arc], u, depth);
    }
  }
  return { order: queue.subarray(0, found), depths, predecessors };
}
