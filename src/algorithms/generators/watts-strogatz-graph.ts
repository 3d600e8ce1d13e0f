/**
 * A ring of neighbours with some edges led elsewhere: short ways and many triangles at once. Watts and Strogatz
 * 1998, "Collective dynamics of 'small-world' networks".
 */
import { Prng } from "../../structures/prng.js";
import { checkEdgeCount, EdgeList } from "../shared/edge-list.js";
import { checkNodeCount, readOptions, type SeedOption } from "../shared/generator-options.js";
import { checkInteger, checkNumber } from "../shared/options.js";

/**
 * A ring of `nodeCount` nodes, each with edges to its `neighborCount` nearest, half on either side (rounded
 * down); then each edge's target is with a probability replaced by a random node, such that there are no
 * self-loops and no parallel edges.
 *
 * Time: O(edges · neighborCount); space: O(edges). Deterministic for a seed.
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
  const { seed } = readOptions(options, ["seed"]);
  const half = Math.floor(neighborCount / 2);
  checkEdgeCount(nodeCount * half);
  const prng = new Prng(seed);
  const sources = new Uint32Array(nodeCount * half);
  const targets = new Uint32Array(nodeCount * half);
  const neighbors: number[][] = Array.from({ length: nodeCount }, () => []);
  let n = 0;
  for (let step = 1; step <= half; step++) {
    for (let u = 0; u < nodeCount; u++) {
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
    let v = prng.below(nodeCount);
    while (v === u || neighbors[u].includes(v)) v = prng.below(nodeCount);
    const former = targets[edge];
    neighbors[u][neighbors[u].indexOf(former)] = v;
    neighbors[former].splice(neighbors[former].indexOf(u), 1);
    neighbors[v].push(u);
    targets[edge] = v;
  }
  return new EdgeList(false, nodeCount, sources, targets);
}
