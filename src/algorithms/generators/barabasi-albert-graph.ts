/**
 * Growth by preferential attachment: each new node gets edges to old ones, in proportion to how many those have.
 * Barabási and Albert 1999, "Emergence of scaling in random networks". Drawing a place among all ends so far is
 * drawing a node in proportion to its degree: Batagelj and Brandes 2005.
 */
import { Prng } from "../../structures/prng.js";
import { checkEdgeCount, EdgeList } from "../shared/edge-list.js";
import { checkNodeCount, readGeneratorOptions, type SeedOption } from "../shared/generator-options.js";
import { checkInteger } from "../shared/options.js";
import { stepCounter } from "../shared/progress.js";

/**
 * A random undirected graph with a few nodes of very many edges. It begins as a star of `attachments + 1` nodes;
 * each further node, which is the source of its edges, is attached to `attachments` distinct ones.
 *
 * Time: O(edges) for attachments much fewer than nodes, else O(edges log nodes); space: O(edges). Deterministic for a seed.
 *
 * @throws TypeError or RangeError for wrong arguments.
 * @example
 * barabasiAlbertGraph(1000, 3, { seed: 7 }).edgeCount; // => 2991
 */
export function barabasiAlbertGraph(
  nodeCount: number,
  attachments: number,
  options: SeedOption = {},
): EdgeList {
  checkNodeCount("nodeCount", nodeCount, 2);
  checkInteger("attachments", attachments, 1, nodeCount - 1);
  const { seed } = readGeneratorOptions(options, ["seed"]);
  const edgeCount = (nodeCount - attachments) * attachments;
  checkEdgeCount(edgeCount);
  const prng = new Prng(seed);
  const step = stepCounter(options);
  const sources = new Uint32Array(edgeCount);
  const targets = new Uint32Array(edgeCount);
  // the star
  for (let i = 0; i < attachments; i++) targets[i] = i + 1;
  let n = attachments;
  // the node that last attached itself to each
  const attachedBy = new Uint32Array(nodeCount);
  for (let u = attachments + 1; u < nodeCount; u++) {
    const endCount = 2 * n;
    for (let drawn = 0; drawn < attachments; ) {
      step();
      const place = endCount <= 2 ** 32 ? prng.below(endCount) : Math.floor(prng.float() * endCount);
      const v = place % 2 === 0 ? sources[place / 2] : targets[(place - 1) / 2];
      if (attachedBy[v] === u) continue;
      attachedBy[v] = u;
      sources[n] = u;
      targets[n++] = v;
      drawn++;
    }
  }
  return new EdgeList(false, nodeCount, sources, targets);
}
