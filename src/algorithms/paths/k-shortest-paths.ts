/**
 * The k shortest simple paths between two nodes. Yen 1971, "Finding the k shortest loopless paths in a network":
 * each further path leaves one found before at some node. Lawler 1972 spares the nodes tried before; and each
 * detour is searched by A* with the distances of the whole graph, which are what a detour takes at least.
 */
import { partitionPoint } from "../../structures/binary-search.js";
import { IndexHeap } from "../../structures/index-heap.js";
import type { Csr, GraphView, NodeId } from "../../view.js";
import { type Arcs, arcsOf, opposite } from "../shared/arcs/direction.js";
import { lightestArcs } from "../shared/arcs/lightest-arcs.js";
import { indexOfNode } from "../shared/nodes.js";
import { checkInteger, checkRunOptions, checkView } from "../shared/options.js";
import { type Path, pathOf } from "../shared/path.js";
import { watch } from "../shared/progress.js";
import { inCommonUnit } from "../shared/weights/common-unit.js";
import { weightsOf } from "../shared/weights/weights.js";
import { dijkstraTree } from "./dijkstra.js";
import type { ShortestPathOptions } from "./shortest-path.js";

/**
 * The `k` shortest paths from one node to another without repeated nodes, shortest first; fewer if there are no more.
 *
 * Time: O(k * nodes * (arcs + nodes log nodes)) at worst, mostly far less: a search stops when it cannot lead to a
 * path among the `k` shortest; space: 45 bytes a node and 8 an arc, and `k` paths. Deterministic: of equally long
 * paths always the same are returned, in the same order. Paths are identified by their nodes: of parallel edges the
 * lightest counts, of several the oldest, and self-loops change nothing. From a node to itself there is the path
 * without edges. An empty graph has no two nodes. Weights that are decimals of some 15 digits together are added
 * exactly to compare paths, others with rounding.
 *
 * @throws GroggyError NODE_NOT_FOUND if an end is not in the view; RangeError for a negative weight or NaN, and if a
 *   path is longer than 1.8e308.
 * @example
 * for (const { distance, nodes } of kShortestPaths(graph, paris, rome, 3, { weight: "km" })) console.log(distance);
 */
export function kShortestPaths(
  view: GraphView,
  source: NodeId,
  target: NodeId,
  k: number,
  options: ShortestPathOptions = {},
): Path[] {
  checkView(view);
  checkRunOptions(options, ["weight", "direction"]);
  checkInteger("k", k, 0);
  const { weight, direction = "out" } = options;
  const csr = view.csr();
  const weights = weightsOf(view, weight, { min: 0 });
  const from = indexOfNode(view, csr, source, "source");
  const to = indexOfNode(view, csr, target, "target");
  const tick = watch(options, k);
  const unit = weights && inCommonUnit(weights, csr.nodeCount);
  const look = () => options.signal?.throwIfAborted();
  const backward = arcsOf(csr, opposite(direction));
  const back = dijkstraTree(csr, backward, unit?.values, [to], { tick: look });
  const arcs = lightestArcs(arcsOf(csr, direction), weights);
  const search = new DetourSearch(csr, arcs, unit?.values, back.distances, to, look);
  const found: Route[] = [];
  const candidates = new Candidates();
  if (k > 0) search.from(EMPTY, 0, from, 0, new Set(), candidates, k);
  while (found.length < k) {
    tick(found.length);
    const route = candidates.pop();
    if (route === undefined) break;
    found.push(route);
    if (found.length < k) pushDetours(route, found, search, candidates, k - found.length);
  }
  tick(k);
  return found.map(({ nodes, edges }) => pathOf(csr, nodes, edges, weights));
}

/** A path by indices. */
interface Route {
  readonly nodes: number[];
  readonly edges: number[];
  readonly distance: number;
  /** The place at which it leaves the path it was made from. */
  readonly leaves: number;
}

function compareRoutes(a: Route, b: Route): number {
  if (a.distance !== b.distance) return a.distance - b.distance;
  if (a.nodes.length !== b.nodes.length) return a.nodes.length - b.nodes.length;
  for (let i = 0; i < a.nodes.length; i++) if (a.nodes[i] !== b.nodes[i]) return a.nodes[i] - b.nodes[i];
  return 0;
}

const EMPTY: Route = { nodes: [], edges: [], distance: 0, leaves: 0 };

/** Routes that were found and not taken yet, the shortest first: at most as many as are still needed. */
class Candidates {
  readonly #routes: Route[] = [];

  pop(): Route | undefined {
    return this.#routes.shift();
  }

  /** The longest length with which a route can be among the `wanted` shortest. */
  lengthMax(wanted: number): number {
    return this.#routes.length < wanted ? Infinity : this.#routes[wanted - 1].distance;
  }

  push(route: Route, wanted: number): void {
    const routes = this.#routes;
    const at = partitionPoint(routes.length, (i) => compareRoutes(routes[i], route) > 0);
    if (at >= wanted) return;
    routes.splice(at, 0, route);
    if (routes.length > wanted) routes.length = wanted;
  }
}

/** For each place from where the route left its like, the shortest path that leaves all found so far there. */
function pushDetours(
  route: Route,
  found: readonly Route[],
  search: DetourSearch,
  candidates: Candidates,
  wanted: number,
): void {
  let distance = 0;
  // routes found before that begin as this one does up to the place
  let alike = found;
  for (let place = 0; place < route.edges.length; place++) {
    const at = route.nodes[place];
    if (alike.length > 1) alike = alike.filter(({ nodes }) => nodes[place] === at);
    if (place >= route.leaves) {
      const closed = new Set(alike.map(({ nodes }) => nodes[place + 1]));
      search.from(route, place, at, distance, closed, candidates, wanted);
    }
    search.close(at);
    distance += search.weightOf(route.edges[place]);
  }
  for (const u of route.nodes) search.open(u);
}

/** Nodes that a search settles between checks of the signal. */
const NODES_BETWEEN_LOOKS = 1024;

class DetourSearch {
  readonly #arcs: Arcs;
  readonly #weights: Float64Array | undefined;
  /** The distance from each node to the target in the whole graph. */
  readonly #left: Float64Array;
  readonly #target: number;
  readonly #look: () => void;
  readonly #isClosed: Uint8Array;
  readonly #distances: Float64Array;
  readonly #predecessors: Int32Array;
  readonly #edges: Int32Array;
  readonly #heap: IndexHeap;
  #nodesToLook = NODES_BETWEEN_LOOKS;

  constructor(
    csr: Csr,
    arcs: Arcs,
    weights: Float64Array | undefined,
    left: Float64Array,
    target: number,
    look: () => void,
  ) {
    this.#arcs = arcs;
    this.#weights = weights;
    this.#left = left;
    this.#target = target;
    this.#look = look;
    this.#isClosed = new Uint8Array(csr.nodeCount);
    this.#distances = new Float64Array(csr.nodeCount).fill(Infinity);
    this.#predecessors = new Int32Array(csr.nodeCount).fill(-1);
    this.#edges = new Int32Array(csr.nodeCount).fill(-1);
    this.#heap = new IndexHeap(csr.nodeCount);
  }

  weightOf(edge: number): number {
    return this.#weights === undefined ? 1 : this.#weights[edge];
  }

  /** No search goes through a node from now on. */
  close(node: number): void {
    this.#isClosed[node] = 1;
  }

  open(node: number): void {
    this.#isClosed[node] = 0;
  }

  /**
   * Adds the shortest way on from place `leaves` of a route, whose nodes before are closed, that does not begin with a
   * closed one, if it is among the `wanted` shortest.
   */
  from(
    route: Route,
    leaves: number,
    at: number,
    distanceBefore: number,
    closed: ReadonlySet<number>,
    candidates: Candidates,
    wanted: number,
  ): void {
    if (this.#left[at] === Infinity) return;
    const reached: number[] = [at];
    if (this.#search(at, distanceBefore, closed, reached, candidates.lengthMax(wanted))) {
      const nodes: number[] = [];
      const edges: number[] = [];
      for (let u = this.#target; u !== at; u = this.#predecessors[u]) {
        nodes.push(u);
        edges.push(this.#edges[u]);
      }
      nodes.push(at);
      const detour = {
        nodes: [...route.nodes.slice(0, leaves), ...nodes.reverse()],
        edges: [...route.edges.slice(0, leaves), ...edges.reverse()],
        distance: this.#distances[this.#target],
        leaves,
      };
      candidates.push(detour, wanted);
    }
    this.#heap.clear(reached);
    for (const u of reached) this.#distances[u] = Infinity;
  }

  /** Whether the target is reached by no more than `lengthMax`. */
  #search(
    at: number,
    distanceBefore: number,
    closed: ReadonlySet<number>,
    reached: number[],
    lengthMax: number,
  ): boolean {
    const { offsets, ends, edges } = this.#arcs;
    const [heap, distances, left] = [this.#heap, this.#distances, this.#left];
    // the rest is rounded from the other end
    const most = lengthMax * (1 + ROUNDING);
    distances[at] = distanceBefore;
    heap.lower(at, distanceBefore + left[at]);
    while (heap.size > 0) {
      if (--this.#nodesToLook === 0) {
        this.#nodesToLook = NODES_BETWEEN_LOOKS;
        this.#look();
      }
      const u = heap.pop();
      if (u === this.#target) return true;
      for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
        const v = ends[arc];
        if (this.#isClosed[v] === 1 || left[v] === Infinity || (u === at && closed.has(v))) continue;
        const distance = distances[u] + this.weightOf(edges[arc]);
        if (distance >= distances[v] || distance + left[v] > most) continue;
        if (distances[v] === Infinity) reached.push(v);
        distances[v] = distance;
        this.#predecessors[v] = u;
        this.#edges[v] = edges[arc];
        heap.lower(v, distance + left[v]);
      }
    }
    return false;
  }
}

/** More than the lengths of a path from its two ends differ by. */
const ROUNDING = 1e-9;
