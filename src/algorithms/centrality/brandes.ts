/**
 * The dependencies of Brandes 2001, "A faster algorithm for betweenness centrality": one search from a source,
 * counting shortest paths forwards, and one sweep back over the same nodes, adding up what depends on each.
 * A path is a sequence of nodes, so parallel edges make no more of them: a step from node to node is one link.
 */

import { IndexHeap } from "../../structures/index-heap.js";
import { Prng } from "../../structures/prng.js";
import type { Csr, Direction } from "../../view.js";
import { type Arcs, arcsOf, opposite } from "../shared/arcs/direction.js";

/** Steps between distinct nodes: links by the node they leave, each with its length and the node it leads to. */
export interface BrandesLinks {
  readonly offsets: Uint32Array;
  readonly ends: Uint32Array;
  /** The least of the lengths of the edges of a link; undefined where all are 1. */
  readonly lengths: Float64Array | undefined;
  /** Paths whose lengths differ by at most this part of them are equally long. */
  readonly tolerance: number;
  /** For each arc of the graph its link; -1 where it is a self-loop or longer than its like. */
  readonly linkOfArc: Int32Array;
  /** The number of edges that share a link. */
  readonly widths: Uint32Array;
}

/** The links of arcs. O(nodes + arcs). */
export function linksOf(
  { offsets, ends, edges }: Arcs,
  weights: Float64Array | undefined,
  tolerance = 0,
): BrandesLinks {
  const nodeCount = offsets.length - 1;
  const linkOffsets = new Uint32Array(nodeCount + 1);
  const linkEnds = new Uint32Array(ends.length);
  const lengths = weights && new Float64Array(ends.length);
  const widths = new Uint32Array(ends.length);
  const linkOfArc = new Int32Array(ends.length).fill(-1);
  const linkTo = new Int32Array(nodeCount).fill(-1);
  let count = 0;
  for (let u = 0; u < nodeCount; u++) {
    const first = count;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const v = ends[arc];
      if (v === u) continue;
      const length = weights === undefined ? 1 : weights[edges[arc]];
      if (linkTo[v] < first) {
        linkTo[v] = count;
        linkEnds[count] = v;
        if (lengths !== undefined) lengths[count] = length;
        count++;
      } else if (lengths !== undefined && length < lengths[linkTo[v]]) lengths[linkTo[v]] = length;
    }
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const link = linkTo[ends[arc]];
      if (ends[arc] === u || (weights && lengths && weights[edges[arc]] > lengths[link])) continue;
      linkOfArc[arc] = link;
      widths[link]++;
    }
    linkOffsets[u + 1] = count;
  }
  return {
    offsets: linkOffsets,
    ends: linkEnds.subarray(0, count),
    lengths: lengths?.subarray(0, count),
    tolerance,
    linkOfArc,
    widths: widths.subarray(0, count),
  };
}

/** From this many searches on, building the arcs by the node they lead to pays. */
const BACK_PIVOT_COUNT_MIN = 8;

/** The arcs by the node they lead to, if that is worth it; the same object where every arc has its reverse. */
export function backArcsOf(csr: Csr, direction: Direction, arcs: Arcs, pivotCount: number): Arcs | undefined {
  if (!csr.directed || direction === "both") return arcs;
  return pivotCount < BACK_PIVOT_COUNT_MIN ? undefined : arcsOf(csr, opposite(direction));
}

/** The result of one search: nodes in the order of their distance, and what depends on each. */
export interface Dependencies {
  /** The nodes reached, the source first; the first `count` of the array. */
  readonly order: Uint32Array;
  readonly count: number;
  /** For each node the sum, over all targets, of the share of shortest paths from the source through it. */
  readonly dependencies: Float64Array;
}

/**
 * A function from a source to the dependencies on it, valid until it is called again. If `onLink` is given it is
 * called with each link that lies on shortest paths, and what depends on it.
 */
export function dependencySearch(
  links: BrandesLinks,
  onLink?: (link: number, dependency: number) => void,
): (source: number) => Dependencies {
  const nodeCount = links.offsets.length - 1;
  const search: Search = {
    order: new Uint32Array(nodeCount),
    distances: new Float64Array(nodeCount).fill(-1),
    pathCounts: new Float64Array(nodeCount),
    isSwept: new Uint8Array(nodeCount),
  };
  const dependencies = new Float64Array(nodeCount);
  const heap = links.lengths && new IndexHeap(nodeCount);
  let count = 0;
  return (source) => {
    // forget the search before this one
    for (let i = 0; i < count; i++) {
      const u = search.order[i];
      search.distances[u] = -1;
      search.pathCounts[u] = 0;
      search.isSwept[u] = 0;
      dependencies[u] = 0;
    }
    count =
      heap === undefined ? countByHops(links, source, search) : countByLength(links, source, search, heap);
    sweepBack(links, search, count, dependencies, onLink);
    return { order: search.order, count, dependencies };
  };
}

interface Search {
  readonly order: Uint32Array;
  /** -1 where not reached. */
  readonly distances: Float64Array;
  /** The number of shortest paths to each node: float64, since they may be more than 2^53. */
  readonly pathCounts: Float64Array;
  /** Whether the way back has come by. */
  readonly isSwept: Uint8Array;
}

function countByHops(
  { offsets, ends }: BrandesLinks,
  source: number,
  { order, distances, pathCounts }: Search,
): number {
  let tail = 1;
  order[0] = source;
  distances[source] = 0;
  pathCounts[source] = 1;
  for (let head = 0; head < tail; head++) {
    const u = order[head];
    const distance = distances[u] + 1;
    const paths = pathCounts[u];
    const last = offsets[u + 1];
    for (let link = offsets[u]; link < last; link++) {
      const v = ends[link];
      if (distances[v] < 0) {
        distances[v] = distance;
        order[tail++] = v;
      }
      if (distances[v] === distance) pathCounts[v] += paths;
    }
  }
  return tail;
}

function countByLength(links: BrandesLinks, source: number, search: Search, heap: IndexHeap): number {
  const { offsets, ends, tolerance } = links;
  const { order, distances, pathCounts } = search;
  const lengths = links.lengths as Float64Array;
  let count = 0;
  heap.lower(source, 0);
  pathCounts[source] = 1;
  while (heap.size > 0) {
    const u = heap.pop();
    const distance = heap.keys[u];
    distances[u] = distance;
    order[count++] = u;
    for (let link = offsets[u]; link < offsets[u + 1]; link++) {
      const v = ends[link];
      if (heap.isDone(v)) continue;
      const through = distance + lengths[link];
      const known = heap.keys[v];
      if (through < known) {
        heap.lower(v, through);
        // a length that is shorter by rounding alone counts as equal
        pathCounts[v] = known - through > tolerance * through ? pathCounts[u] : pathCounts[v] + pathCounts[u];
      } else if (through - known <= tolerance * known) pathCounts[v] += pathCounts[u];
    }
  }
  heap.clear(order.subarray(0, count));
  return count;
}

/**
 * From the farthest node to the source, each adds what depends on its links to itself. Only links to nodes that were
 * found later count: where a length is lost in a sum, the way back over the link is as long as the way there.
 */
function sweepBack(
  { offsets, ends, lengths, tolerance }: BrandesLinks,
  { order, distances, pathCounts, isSwept }: Search,
  count: number,
  dependencies: Float64Array,
  onLink: ((link: number, dependency: number) => void) | undefined,
): void {
  for (let i = count - 1; i >= 0; i--) {
    const u = order[i];
    const distance = distances[u];
    const last = offsets[u + 1];
    let dependency = 0;
    for (let link = offsets[u]; link < last; link++) {
      const v = ends[link];
      const longer = distance + (lengths === undefined ? 1 : lengths[link]) - distances[v];
      if (!(Math.abs(longer) <= tolerance * distances[v]) || isSwept[v] === 0) continue;
      const share = (pathCounts[u] / pathCounts[v]) * (1 + dependencies[v]);
      dependency += share;
      onLink?.(link, share);
    }
    dependencies[u] = dependency;
    isSwept[u] = 1;
  }
}

/** The confidence that error bounds of sampled results are stated with. */
export const CONFIDENCE = 0.95;

/**
 * A bound on the distance between the mean of `samples` of `population` numbers between 0 and 1, drawn without
 * replacement, and the mean of them all. It holds for `count` such means at once with {@link CONFIDENCE}. Hoeffding
 * 1963, "Probability inequalities for sums of bounded random variables".
 */
export function samplingErrorOf(samples: number, population: number, count: number): number {
  if (samples >= population || count === 0) return 0;
  return Math.min(1, Math.sqrt(Math.log((2 * count) / (1 - CONFIDENCE)) / (2 * samples)));
}

/**
 * The nodes to search from: all of them, or as many as asked for, drawn at random by Floyd's algorithm, in Bentley
 * 1987, "A sample of brilliance".
 */
export function pivotsOf(nodeCount: number, samples: number | undefined, seed: number): Uint32Array {
  if (samples === undefined || samples >= nodeCount)
    return Uint32Array.from({ length: nodeCount }, (_, u) => u);
  const prng = new Prng(seed);
  const drawn = new Set<number>();
  for (let last = nodeCount - samples; last < nodeCount; last++) {
    const u = prng.below(last + 1);
    drawn.add(drawn.has(u) ? last : u);
  }
  return Uint32Array.from(drawn);
}
