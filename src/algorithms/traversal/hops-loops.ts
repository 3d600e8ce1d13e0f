/** The loop of breadth-first search alone, for algorithms that run it many times over arrays they keep. */
import type { Arcs } from "../shared/arcs/direction.js";

/**
 * Writes the hops from the nearest of `sources` into `hops`, which is -1 throughout, and the nodes found into
 * `queue` in the order of their hops; returns how many were found.
 */
export function hopsFrom(
  { offsets, ends }: Arcs,
  sources: ArrayLike<number>,
  hops: Int32Array,
  queue: Uint32Array,
  hopsMax = Infinity,
): number {
  let found = 0;
  for (let i = 0; i < sources.length; i++) {
    hops[sources[i]] = 0;
    queue[found++] = sources[i];
  }
  for (let taken = 0; taken < found; taken++) {
    const u = queue[taken];
    const depth = hops[u] + 1;
    if (depth > hopsMax) break;
    const last = offsets[u + 1];
    for (let arc = offsets[u]; arc < last; arc++) {
      const v = ends[arc];
      if (hops[v] >= 0) continue;
      hops[v] = depth;
      queue[found++] = v;
    }
  }
  return found;
}
