/**
 * A ring of neighbors with some edges led elsewhere: short ways and many triangles at once. Watts and Strogatz 1998,
 * "Collective dynamics of 'small-world' networks".
 */
import { Prng } from "../../structures/prng.js";
import { checkEdgeCount, EdgeList } from "../shared/edge-list.js";
import { checkNodeCount, readGeneratorOptions, type SeedOption } from "../shared/generator-options.js";
import { checkInteger, checkNumber } from "../shared/options.js";
import { stepCounter } from "../shared/progress.js";

/**
 * A ring of `nodeCount` nodes, each with edges to its `neighborCount` nearest, half on either side (rounded down);
 * then each edge's target is with a probability replaced by a random node, such that there are no self-loops and no
 * parallel edges.
 *
 * Time: O(edges · neighborCount), and O(edges · nodes) if nodes have more than half of all others as neighbors;
 * space: O(edges). Deterministic for a seed.
 *
 * @throws TypeError or RangeError for wrong arguments.
 * @example
 * wattsStrogatzGraph(1000, 6, 0.1, { seed: 7 }).edgeCount; // => 3000
 */
export function wattsStrogatzGraph(
  nodeCount: number,
  neighborCount: number,
  probability: number,
  options: SeedOption = {},
): EdgeList {
  checkNodeCount("nodeCount", nodeCount);
  checkInteger("neighborCount", neighborCount, 0, Math.max(0, nodeCount - 1));
  checkNumber("probability", probability, 0, 1);
  const { seed } = readGeneratorOptions(options, ["seed"]);
  const half = Math.floor(neighborCount / 2);
  checkEdgeCount(nodeCount * half);
  const prng = new Prng(seed);
  const tick = stepCounter(options);
  const sources = new Uint32Array(nodeCount * half);
  const targets = new Uint32Array(nodeCount * half);
  const neighbors: number[][] = Array.from({ length: nodeCount }, () => []);
  let n = 0;
  for (let step = 1; step <= half; step++) {
    for (let u = 0; u < nodeCount; u++) {
      tick();
      const v = (u + step) % nodeCount;
      sources[n] = u;
      targets[n++] = v;
      neighbors[u].push(v);
      neighbors[v].push(u);
    }
  }
  for (let edge = 0; edge < n; edge++) {
    const u = sources[edge];
    // a node with edges to all others has nowhere else to lead
    if (prng.float() >= probability || neighbors[u].length >= nodeCount - 1) continue;
    tick(3 * neighbors[u].length);
    const v =
      2 * neighbors[u].length < nodeCount
        ? drawOther(u, neighbors[u], nodeCount, prng, tick)
        : pickOther(u, neighbors[u], nodeCount, prng, tick);
    const former = targets[edge];
    neighbors[u][neighbors[u].indexOf(former)] = v;
    neighbors[former].splice(neighbors[former].indexOf(u), 1);
    neighbors[v].push(u);
    targets[edge] = v;
  }
  return new EdgeList(false, nodeCount, sources, targets);
}

/** A random node that is no neighbor of `u`, drawn until one is. */
function drawOther(
  u: number,
  neighbors: readonly number[],
  nodeCount: number,
  prng: Prng,
  tick: (steps?: number) => void,
): number {
  for (;;) {
    tick(neighbors.length);
    const v = prng.below(nodeCount);
    if (v !== u && !neighbors.includes(v)) return v;
  }
}

/** The same where few are left, out of a list of these. */
function pickOther(
  u: number,
  neighbors: readonly number[],
  nodeCount: number,
  prng: Prng,
  tick: (steps?: number) => void,
): number {
  const isTaken = new Uint8Array(nodeCount);
  isTaken[u] = 1;
  for (const v of neighbors) isTaken[v] = 1;
  tick(nodeCount);
  let place = prng.below(nodeCount - 1 - neighbors.length);
  for (let v = 0; ; v++) if (isTaken[v] === 0 && place-- === 0) return v;
}
