/**
 * Moves nodes one by one to the community where modularity gains the most, until no move gains anything: Blondel et
 * al. 2008, "Fast unfolding of communities in large networks". Sweeps after the first pass over all nodes but those a
 * neighbor of which has moved to another community: Traag, Waltman and van Eck 2019, "From Louvain to Leiden".
 */

import type { Prng } from "../../structures/prng.js";
import { blockShiftOf, type MovingRule, tieShareOf } from "./local-moving-kernel.js";
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
  { resolution, tolerance }: MovingRule,
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
  // the order of nodes: blocks of 2^shift of them in random order
  const shift = blockShiftOf(nodeCount);
  const blocks = prng.shuffle(Uint32Array.from({ length: Math.ceil(nodeCount / 2 ** shift) }, (_, i) => i));
  const placeCount = blocks.length * 2 ** shift;
  const isWaiting = new Uint8Array(nodeCount).fill(1);
  const weightTo = new Float64Array(nodeCount);
  const near = new Uint32Array(nodeCount);
  const scale = resolution / total;
  const tieShare = tieShareOf(resolution);
  // returns what the move of a node gains, 0 if it stays
  const move = (u: number): number => {
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
    // the best of them, of several equal ones the first, of being alone, and of staying, which wins ties
    const tie = tieShare * (leavingU + enteringU);
    let best = from;
    let bestGain = -Infinity;
    for (let i = 0; i < nearCount; i++) {
      const c = near[i];
      const gain = weightTo[c] - scale * (leavingU * into[c] + enteringU * out[c]);
      if (gain > bestGain + tie) {
        best = c;
        bestGain = gain;
      }
    }
    const staying = weightTo[from] - scale * (leavingU * into[from] + enteringU * out[from]);
    if (!(bestGain > staying + GAIN_MIN * total)) {
      best = from;
      bestGain = staying + GAIN_MIN * total;
    }
    if (bestGain < -tie && sizes[from] > 1) {
      best = free[free.length - 1];
      bestGain = 0;
    }
    for (let i = 0; i < nearCount; i++) weightTo[near[i]] = 0;
    out[best] += leavingU;
    into[best] += enteringU;
    if (best === from) return 0;
    labels[u] = best;
    if (sizes[best]++ === 0) free.pop();
    if (--sizes[from] === 0) {
      free.push(from);
      out[from] = 0;
      into[from] = 0;
    }
    // those near that are not in the same community may want to follow
    for (let arc = offsets[u]; arc < last; arc++) if (labels[ends[arc]] !== best) isWaiting[ends[arc]] = 1;
    return bestGain - staying;
  };
  let moved = false;
  let gained: number;
  do {
    gained = 0;
    for (let place = 0; place < placeCount; place++) {
      if ((place & 0xffff) === 0xffff) tick();
      const u = (blocks[place >>> shift] << shift) | (place & (2 ** shift - 1));
      if (u >= nodeCount || isWaiting[u] === 0) continue;
      isWaiting[u] = 0;
      gained += move(u);
    }
    tick();
    if (gained > 0) moved = true;
  } while (gained > tolerance * total);
  return moved;
}
