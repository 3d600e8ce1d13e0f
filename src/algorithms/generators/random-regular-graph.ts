/**
 * Random graphs in which all nodes have the same degree. Steger and Wormald 1999, "Generating random regular
 * graphs quickly": half-edges are joined at random, those that would make a loop or a parallel edge again, and
 * all of them where the rest cannot be joined.
 */
import { Prng } from "../../structures/prng.js";
import { checkEdgeCount, EdgeList } from "../shared/edge-list.js";
import { checkNodeCount, readOptions, type SeedOption } from "../shared/generator-options.js";
import { checkInteger } from "../shared/options.js";

/**
 * A random undirected graph of `nodeCount` nodes with `degree` edges each, without self-loops and parallel edges;
 * all such graphs are nearly as likely, for degrees much below the root of the number of nodes.
 *
 * Time: O(nodes · degree²) expected; space: O(edges). Deterministic for a seed.
 *
 * @throws TypeError or RangeError for wrong arguments; RangeError if both are odd, or the degree is too large.
 * @example
 * randomRegularGraph(10, 3, { seed: 7 }).edgeCount; // => 15
 */
export function randomRegularGraph(nodeCount: number, degree: number, options: SeedOption = {}): EdgeList {
  checkNodeCount("nodeCount", nodeCount);
  checkInteger("degree", degree, 0, Math.max(0, nodeCount - 1));
  const { seed } = readOptions(options, ["seed"]);
  if ((nodeCount * degree) % 2 !== 0) {
    throw new RangeError(`"nodeCount * degree" expected an even number, got ${nodeCount * degree}`);
  }
  checkEdgeCount(nodeCount * degree);
  const prng = new Prng(seed);
  // every attempt succeeds with a probability above 0, and for small degrees nearly 1
  for (;;) {
    const edges = attempt(nodeCount, degree, prng);
    if (edges !== undefined) return new EdgeList(false, nodeCount, edges[0], edges[1]);
  }
}

function attempt(nodeCount: number, degree: number, prng: Prng): [Uint32Array, Uint32Array] | undefined {
  const sources = new Uint32Array((nodeCount * degree) / 2);
  const targets = new Uint32Array(sources.length);
  const neighbors = new Uint32Array(nodeCount * degree);
  const counts = new Uint32Array(nodeCount);
  const joined = (u: number, v: number) => {
    for (let i = u * degree; i < u * degree + counts[u]; i++) if (neighbors[i] === v) return true;
    return u === v;
  };
  let stubs = Uint32Array.from({ length: nodeCount * degree }, (_, i) => Math.floor(i / degree));
  let n = 0;
  while (stubs.length > 0) {
    prng.shuffle(stubs);
    let left = 0;
    for (let i = 0; i < stubs.length; i += 2) {
      const [u, v] = [stubs[i], stubs[i + 1]];
      if (joined(u, v)) {
        stubs[left++] = u;
        stubs[left++] = v;
        continue;
      }
      neighbors[u * degree + counts[u]++] = v;
      neighbors[v * degree + counts[v]++] = u;
      sources[n] = Math.min(u, v);
      targets[n++] = Math.max(u, v);
    }
    stubs = stubs.slice(0, left);
    if (left > 0 && !canJoin(stubs, joined)) return undefined;
  }
  return [sources, targets];
}

/** Whether any two of the nodes left may still be joined. */
function canJoin(stubs: Uint32Array, joined: (u: number, v: number) => boolean): boolean {
  const nodes = [...new Set(stubs)];
  return nodes.some((u, i) => nodes.slice(i + 1).some((v) => !joined(u, v)));
}
