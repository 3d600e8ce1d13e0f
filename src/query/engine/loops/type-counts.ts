/** The numbers of relationships of some types, by node: what counts of walks need where no far end is asked for. */
import type { GraphState } from "../../../space/states/graph-state.js";
import { forEachEdgePart, type WantedTypes } from "./edge-parts.js";

export interface TypeCounts {
  readonly count: number;
  /** The number of those from a node to itself. */
  readonly loopCount: number;
  /** For each node the number of those that leave it; nodes past the end have none. */
  readonly outgoing: Uint32Array;
  /** For each node the number of those that enter it. */
  readonly incoming: Uint32Array;
}

/** Counts live edges of some types. O(edges), without an array as long as these. */
export function typeCounts({ edges, pool }: GraphState, types: WantedTypes): TypeCounts {
  const { sources, targets } = pool.edges;
  const outgoing = new Uint32Array(pool.nodes.count);
  const incoming = new Uint32Array(pool.nodes.count);
  let total = 0;
  let loopCount = 0;
  forEachEdgePart(edges, types, (ids, count) => {
    total += count;
    loopCount += addEnds(ids, count, sources, targets, outgoing, incoming);
  });
  return { count: total, loopCount, outgoing, incoming };
}

/** Counts the ends of edges; the number of loops among them. */
function addEnds(
  ids: Uint32Array,
  count: number,
  sources: Uint32Array,
  targets: Uint32Array,
  outgoing: Uint32Array,
  incoming: Uint32Array,
): number {
  let loops = 0;
  for (let i = 0; i < count; i++) {
    const [source, target] = [sources[ids[i]], targets[ids[i]]];
    outgoing[source]++;
    incoming[target]++;
    if (source === target) loops++;
  }
  return loops;
}

/** The counts after some edges went and others came. */
export function patchedCounts(
  { count, loopCount, outgoing, incoming }: TypeCounts,
  went: Uint32Array,
  came: Uint32Array,
  { pool }: GraphState,
): TypeCounts {
  const { sources, targets } = pool.edges;
  const ends = [outgoing, incoming].map((each) => {
    const grown = new Uint32Array(pool.nodes.count);
    grown.set(each);
    return grown;
  });
  let loops = loopCount;
  const change = (edges: Uint32Array, by: number): void => {
    for (const edge of edges) {
      const [source, target] = [sources[edge], targets[edge]];
      ends[0][source] += by;
      ends[1][target] += by;
      if (source === target) loops += by;
    }
  };
  change(went, -1);
  change(came, 1);
  return {
    count: count - went.length + came.length,
    loopCount: loops,
    outgoing: ends[0],
    incoming: ends[1],
  };
}
