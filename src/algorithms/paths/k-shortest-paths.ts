/**
 * The k shortest simple paths between two nodes. Yen 1971, "Finding the k shortest loopless paths in a network":
 * each further path leaves one found before at some node. Lawler 1972 spares the nodes tried before; and each
 * detour is searched by A* with the distances of the whole graph, which are what a detour takes at least.
 */
import { Heap } from "../../structures/heap.js";
import { IndexHeap } from "../../structures/index-heap.js";
import type { Csr, GraphView, NodeId } from "../../view.js";
import { type Arcs, arcsOf, opposite } from "../shared/direction.js";
import { lightestArcs } from "../shared/lightest-arcs.js";
import { indexOfNode } from "../shared/nodes.js";
import { checkInteger, checkOptions } from "../shared/options.js";
import { type Path, pathOf } from "../shared/path.js";
import { watch } from "../shared/progress.js";
import { weightsOf } from "../shared/weights.js";
import { dijkstraTree } from "./dijkstra.js";
import type { ShortestPathOptions } from "./shortest-path.js";

/**
 * The `k` shortest paths from one node to another on which no node comes twice, shortest first; fewer if there
 * are no more.
 *
 * Time: O(k * nodes * (arcs + nodes log nodes)) at worst, mostly far less; space: 45 bytes a node and 8 an arc, and
 * the paths. Deterministic: of paths as long as each other it is always the same that come, in the same order.
 * Paths are told by their nodes: of parallel edges the lightest counts, of several the oldest, and self-loops
 * change nothing. From a node to itself there is the path
 * without edges. An empty graph has no two nodes.
 *
 * @throws GroggyError NODE_NOT_FOUND if an end is not in the view; RangeError for a negative weight or NaN.
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
  checkOptions(options, ["weight", "direction"]);
  checkInteger("k", k, 0);
  const { weight, direction = "out" } = options;
  const csr = view.csr();
  const weights = weightsOf(view, weight, { min: 0 });
  const from = indexOfNode(view, csr, source, "source");
  const to = indexOfNode(view, csr, target, "target");
  const tick = watch(options, k);
  const back = dijkstraTree(csr, arcsOf(csr, opposite(direction)), weights, [to]);
  const arcs = lightestArcs(arcsOf(csr, direction), weights);
  const search = new DetourSearch(csr, arcs, weights, back.distances, to);
  const found: Route[] = [];
  const candidates = new Heap<Route>(compareRoutes);
  const first = k === 0 ? undefined : search.from([], [], from, 0, new Set(), 0);
  if (first !== undefined) candidates.push(first);
  while (found.length < k) {
    tick(found.length);
    const route = candidates.pop();
    if (route === undefined) break;
    found.push(route);
    if (found.length < k) pushDetours(route, found, search, candidates);
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

/** For each place from where the route left its like, the shortest path that leaves all found so far there. */
function pushDetours(
  route: Route,
  found: readonly Route[],
  search: DetourSearch,
  candidates: Heap<Route>,
): void {
  let distance = 0;
  // routes found before that begin as this one does up to the place
  let alike = found;
  for (let place = 0; place < route.edges.length; place++) {
    const at = route.nodes[place];
    alike = alike.filter(({ nodes }) => nodes[place] === at);
    if (place >= route.leaves) {
      const closed = new Set(alike.map(({ nodes }) => nodes[place + 1]));
      const [nodes, edges] = [route.nodes.slice(0, place), route.edges.slice(0, place)];
      const detour = search.from(nodes, edges, at, distance, closed, place);
      if (detour !== undefined) candidates.push(detour);
    }
    distance += search.weightOf(route.edges[place]);
  }
}

class DetourSearch {
  readonly #arcs: Arcs;
  readonly #weights: Float64Array | undefined;
  /** What is left to go from each node in the whole graph. */
  readonly #left: Float64Array;
  readonly #target: number;
  readonly #isClosed: Uint8Array;
  readonly #distances: Float64Array;
  readonly #predecessors: Int32Array;
  readonly #edges: Int32Array;
  readonly #heap: IndexHeap;

  constructor(csr: Csr, arcs: Arcs, weights: Float64Array | undefined, left: Float64Array, target: number) {
    this.#arcs = arcs;
    this.#weights = weights;
    this.#left = left;
    this.#target = target;
    this.#isClosed = new Uint8Array(csr.nodeCount);
    this.#distances = new Float64Array(csr.nodeCount).fill(Infinity);
    this.#predecessors = new Int32Array(csr.nodeCount).fill(-1);
    this.#edges = new Int32Array(csr.nodeCount).fill(-1);
    this.#heap = new IndexHeap(csr.nodeCount);
  }

  weightOf(edge: number): number {
    return this.#weights === undefined ? 1 : this.#weights[edge];
  }

  /** The shortest way on from `at` that meets no node of the path so far and does not begin with a closed one. */
  from(
    before: number[],
    edgesBefore: number[],
    at: number,
    distanceBefore: number,
    closed: ReadonlySet<number>,
    leaves: number,
  ): Route | undefined {
    const reached: number[] = [at];
    for (const u of before) this.#isClosed[u] = 1;
    const end = this.#search(at, distanceBefore, closed, reached);
    for (const u of before) this.#isClosed[u] = 0;
    let route: Route | undefined;
    if (end) {
      const nodes: number[] = [];
      const edges: number[] = [];
      for (let u = this.#target; u !== at; u = this.#predecessors[u]) {
        nodes.push(u);
        edges.push(this.#edges[u]);
      }
      nodes.push(at);
      route = {
        nodes: [...before, ...nodes.reverse()],
        edges: [...edgesBefore, ...edges.reverse()],
        distance: this.#distances[this.#target],
        leaves,
      };
    }
    this.#heap.clear(reached);
    for (const u of reached) this.#distances[u] = Infinity;
    return route;
  }

  #search(at: number, distanceBefore: number, closed: ReadonlySet<number>, reached: number[]): boolean {
    const { offsets, ends, edges } = this.#arcs;
    const [heap, distances, left] = [this.#heap, this.#distances, this.#left];
    if (left[at] === Infinity) return false;
    distances[at] = distanceBefore;
    heap.lower(at, distanceBefore + left[at]);
    while (heap.size > 0) {
      const u = heap.pop();
      if (u === this.#target) return true;
      for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
        const v = ends[arc];
        if (this.#isClosed[v] === 1 || left[v] === Infinity || (u === at && closed.has(v))) continue;
        const distance = distances[u] + this.weightOf(edges[arc]);
        if (distance >= distances[v]) continue;
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
