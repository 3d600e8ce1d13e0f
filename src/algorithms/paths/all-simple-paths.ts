/**
 * Every simple path between two nodes, one after the other, by depth-first search that turns back where the target
 * is too far off for what is left of the length.
 */
import type { AbortSignalLike } from "../../structures/abort-signal.js";
import { throwIfAborted } from "../../structures/signal.js";
import type { Direction, GraphView, NodeId } from "../../view.js";
import { type Arcs, arcsOf, opposite } from "../shared/arcs/direction.js";
import { lightestArcs } from "../shared/arcs/lightest-arcs.js";
import { localHops } from "../shared/arcs/local-graph.js";
import { indexOfNode, placeOfId } from "../shared/nodes.js";
import { checkInteger, checkRunOptions, checkView } from "../shared/options.js";
import { type Path, pathOf } from "../shared/path.js";
import { hopsFrom } from "../traversal/hops-loops.js";

export interface AllSimplePathsOptions {
  /** Paths of more edges are left out. No limit by default. */
  readonly maxLength?: number;
  /** Defaults to `out`. */
  readonly direction?: Direction;
  /** Asked for each path and now and then between; once it is aborted its reason is thrown. */
  readonly signal?: AbortSignalLike;
}

/**
 * The paths from one node to another without repeated nodes, computed lazily while they are iterated over. There may
 * be exponentially many.
 *
 * Time: O(nodes + arcs) first, or with a tight `maxLength` of those from which the target is near enough, then what
 * the paths take, and with a tight `maxLength` little more; space: 21 bytes a node and 8 an arc. Deterministic: by
 * depth-first search in the order of the edges' ids. Paths are identified by their nodes: of parallel edges the
 * oldest counts, and self-loops change nothing. From a node to itself there is the path without edges. An empty graph
 * has no two nodes.
 *
 * @throws GroggyError NODE_NOT_FOUND if an end is not in the view.
 * @example
 * for (const path of allSimplePaths(graph, ada, alan, { maxLength: 4 })) console.log(path.nodes);
 */
export function allSimplePaths(
  view: GraphView,
  source: NodeId,
  target: NodeId,
  options: AllSimplePathsOptions = {},
): Generator<Path, void> {
  checkView(view);
  checkRunOptions(options, ["maxLength", "direction"]);
  const { maxLength = Infinity, direction = "out", signal } = options;
  if (maxLength !== Infinity) checkInteger("maxLength", maxLength, 0);
  view.nodes.check(source, "source");
  view.nodes.check(target, "target");
  const near = nearArcs(view, source, target, direction, maxLength);
  if (near !== undefined) return pathsFrom(near.graph, near.arcs, near.hops, near.from, 0, maxLength, signal);
  const csr = view.csr();
  const from = indexOfNode(view, csr, source, "source");
  const to = indexOfNode(view, csr, target, "target");
  const arcs = lightestArcs(arcsOf(csr, direction), undefined);
  const hops = new Int32Array(csr.nodeCount).fill(-1);
  hopsFrom(arcsOf(csr, opposite(direction)), [to], hops, new Uint32Array(csr.nodeCount), maxLength);
  return pathsFrom(csr, arcs, hops, from, to, maxLength, signal);
}

/** The graph that is searched, with nodes and edges by index. */
interface PathGraph {
  readonly nodeCount: number;
  readonly nodeIds: Uint32Array;
  readonly edgeIds: Uint32Array;
}

/**
 * The part of the graph from which the target is near enough: its arcs, with the target for node 0, and the hops from
 * each node to there. Undefined where that part is large, or all may be near enough.
 */
function nearArcs(
  view: GraphView,
  source: NodeId,
  target: NodeId,
  direction: Direction,
  lengthMax: number,
): { graph: PathGraph; arcs: Arcs; hops: Int32Array; from: number } | undefined {
  if (lengthMax === Infinity) return undefined;
  const found = localHops(view, [target], opposite(direction), lengthMax);
  if (found === undefined) return undefined;
  const { graph, hops } = found;
  const nodeCount = hops.length;
  const from = graph.indexOf(source);
  const offsets = new Uint32Array(nodeCount + 1);
  const ends: number[] = [];
  const edges: number[] = [];
  // a path goes on only from nodes that are nearer than the length; if it would begin farther away there is none
  for (let u = 0; u < nodeCount && from < nodeCount; u++) {
    if (hops[u] < lengthMax || u === from) {
      if (!graph.open(u, direction)) return undefined;
      for (let arc = 0; arc < graph.arcCount; arc++) {
        if (graph.ends[arc] >= nodeCount) continue;
        ends.push(graph.ends[arc]);
        edges.push(graph.edges[arc]);
      }
    }
    offsets[u + 1] = ends.length;
  }
  const nodeIds = Uint32Array.from(graph.ids);
  const edgeIds = Uint32Array.from(new Set(edges)).sort();
  const arcs = {
    offsets,
    ends: Uint32Array.from(ends),
    edges: Uint32Array.from(edges, (edge) => placeOfId(edgeIds, edge)),
  };
  return {
    graph: { nodeCount: nodeIds.length, nodeIds, edgeIds },
    arcs: lightestArcs(arcs, undefined),
    hops: Int32Array.from(nodeIds, (_, index) => hops[index] ?? -1),
    from,
  };
}

/** The number of steps between two checks of the signal. */
const STEPS_BETWEEN_LOOKS = 4096;

/** `hops` tells how far it is from each node to `to`, -1 where that is too far. */
function* pathsFrom(
  csr: PathGraph,
  { offsets, ends, edges }: Arcs,
  hops: Int32Array,
  from: number,
  to: number,
  lengthMax: number,
  signal: AbortSignalLike | undefined,
): Generator<Path, void> {
  if (hops[from] < 0 || hops[from] > lengthMax) return;
  const isOnPath = new Uint8Array(csr.nodeCount);
  const nodes = [from];
  const pathEdges: number[] = [];
  const next = [offsets[from]];
  isOnPath[from] = 1;
  for (let step = 1; nodes.length > 0; step++) {
    if (step % STEPS_BETWEEN_LOOKS === 0) throwIfAborted(signal);
    const top = nodes.length - 1;
    const u = nodes[top];
    if (u === to || next[top] === offsets[u + 1]) {
      if (u === to) {
        throwIfAborted(signal);
        yield pathOf(csr, nodes, pathEdges, undefined);
      }
      nodes.pop();
      next.pop();
      pathEdges.pop();
      isOnPath[u] = 0;
      continue;
    }
    const arc = next[top]++;
    const v = ends[arc];
    if (isOnPath[v] === 1 || hops[v] < 0 || nodes.length + hops[v] > lengthMax) continue;
    isOnPath[v] = 1;
    nodes.push(v);
    next.push(offsets[v]);
    pathEdges.push(edges[arc]);
  }
}
