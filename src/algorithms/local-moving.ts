/**
 * Moves nodes one by one to the community where modularity gains the most, until no move gains anything: Blondel
 * et al. 2008, "Fast unfolding of communities in large networks". Nodes wait in a queue, and one comes back to it
 * when a neighbour has moved away: Traag, Waltman and van Eck 2019, "From Louvain to Leiden".
 */
import type { Prng } from "../structures/prng.js";
import type { ModularityGraph } from "./modularity-graph.js";

/** A move gains at least this, as a share of all weight: less may be rounding, and moves would go in circles. */
const GAIN_MIN = 1e-13;

/**
 * Improves a division, given as numbers below the graph's number of nodes, in place; true if a node was moved.
 *
 * @param tick called after every so many nodes.
 */
export function moveNodes(
  graph: ModularityGraph,
  labels: Uint32Array,
  resolution: number,
  prng: Prng,
  tick: () => void,
): boolean {
  const { nodeCount, offsets, ends, weights, leaving, entering, total } = graph;
  if (total === 0) return false;
  const out = new Float64Array(nodeCount);
  const into = new Float64Array(nodeCount);
  const sizes = new Uint32Array(nodeCount);
  for (let u = 0; u < nodeCount; u++) {
    out[labels[u]] += leaving[u];
    into[labels[u]] += entering[u];
    sizes[labels[u]]++;
  }
  const free: number[] = [];
  for (let c = nodeCount - 1; c >= 0; c--) if (sizes[c] === 0) free.push(c);
  // a ring, since no node is in it twice
  const queue = prng.shuffle(Uint32Array.from({ length: nodeCount }, (_, u) => u));
  const isWaiting = new Uint8Array(nodeCount).fill(1);
  const weightTo = new Float64Array(nodeCount);
  const near = new Uint32Array(nodeCount);
  const scale = resolution / total;
  let moved = false;
  for (let head = 0, waiting = nodeCount, visits = 0; waiting > 0; waiting--) {
    const u = queue[head];
    head = head + 1 === nodeCount ? 0 : head + 1;
    isWaiting[u] = 0;
    if ((++visits & 0xffff) === 0) tick();
    // the weight to each community near
    const from = labels[u];
    let nearCount = 0;
    const last = offsets[u + 1];
    for (let arc = offsets[u]; arc < last; arc++) {
      const c = labels[ends[arc]];
      if (weightTo[c] === 0) near[nearCount++] = c;
      weightTo[c] += weights[arc];
    }
    const leavingU = leaving[u];
    const enteringU = entering[u];
    out[from] -= leavingU;
    into[from] -= enteringU;
    // the best of them, of being alone, and of staying, which wins ties
    let best = from;
    const staying = weightTo[from] - scale * (leavingU * into[from] + enteringU * out[from]);
    let bestGain = staying + GAIN_MIN * total;
    for (let i = 0; i < nearCount; i++) {
      const c = near[i];
      if (c === from) continue;
      const gain = weightTo[c] - scale * (leavingU * into[c] + enteringU * out[c]);
      if (gain > bestGain) {
        best = c;
        bestGain = gain;
      }
    }
    if (bestGain < 0 && sizes[from] > 1) best = free[free.length - 1];
    for (let i = 0; i < nearCount; i++) weightTo[near[i]] = 0;
    out[best] += leavingU;
    into[best] += enteringU;
    if (best === from) continue;
    moved = true;
    labels[u] = best;
    if (sizes[best]++ === 0) free.pop();
    if (--sizes[from] === 0) {
      free.push(from);
      out[from] = 0;
      into[from] = 0;
    }
    // those near that are not in the same community may want to follow
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const v = ends[arc];
      if (isWaiting[v] === 1 || labels[v] === best) continue;
      isWaiting[v] = 1;
      queue[(head + waiting - 1) % nodeCount] = v;
      waiting++;
    }
  }
  return moved;
}
