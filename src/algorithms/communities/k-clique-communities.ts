/**
 * Communities that may overlap: cliques of k nodes that can be rolled into each other, one node at a time. Palla,
 * Derényi, Farkas and Vicsek 2005, "Uncovering the overlapping community structure of complex networks in nature
 * and society".
 */
import { DisjointSet } from "../../structures/disjoint-set.js";
import type { GraphView } from "../../view.js";
import { simpleArcsOf } from "../shared/arcs/simple-arcs.js";
import { idsOf } from "../shared/nodes.js";
import { checkInteger, checkRunOptions, checkView, type SignalOption } from "../shared/options.js";
import { stepCounter } from "../shared/progress.js";
import { cliquesOf } from "../structure/maximal-cliques.js";

/**
 * The communities of a view by cliques of `k` nodes: of each the ids of its nodes, ascending, the communities by
 * their nodes. A node may be in several, or in none.
 *
 * Time: that of finding all maximal cliques, and O(cliques · nodes of a clique · cliques of a node); space: O(nodes +
 * edges + cliques). Deterministic. The direction of edges, self-loops and parallel edges are ignored; an empty graph
 * has no communities.
 *
 * @throws TypeError or RangeError unless `k` is a whole number of at least 2.
 * @example
 * kCliqueCommunities(graph, 3).map((ids) => [...ids]); // => [ [ 0, 1, 2 ] ]
 */
export function kCliqueCommunities(view: GraphView, k: number, options: SignalOption = {}): Uint32Array[] {
  checkView(view);
  checkRunOptions(options, []);
  checkInteger("k", k, 2);
  const csr = view.csr();
  const step = stepCounter(options);
  const cliques: number[][] = [];
  for (const clique of cliquesOf(simpleArcsOf(csr, "both"), k, step)) cliques.push([...clique]);
  const cliquesAt: number[][] = Array.from({ length: csr.nodeCount }, () => []);
  const parts = new DisjointSet(cliques.length);
  // cliques that share k - 1 nodes are one community
  const shared = new Uint32Array(cliques.length);
  for (const [i, clique] of cliques.entries()) {
    const met: number[] = [];
    for (const u of clique) {
      step(cliquesAt[u].length);
      for (const other of cliquesAt[u]) {
        if (shared[other] === 0) met.push(other);
        if (++shared[other] === k - 1) parts.union(other, i);
      }
      cliquesAt[u].push(i);
    }
    for (const other of met) shared[other] = 0;
  }
  const communities = new Map<number, Set<number>>();
  for (const [i, clique] of cliques.entries()) {
    const part = parts.find(i);
    const nodes = communities.get(part) ?? new Set();
    communities.set(part, nodes);
    for (const u of clique) nodes.add(u);
  }
  return [...communities.values()]
    .map((nodes) => idsOf(csr.nodeIds, Uint32Array.from(nodes).sort()))
    .sort(compareLists);
}

function compareLists(a: Uint32Array, b: Uint32Array): number {
  const at = a.findIndex((id, i) => id !== b[i]);
  return at < 0 ? a.length - b.length : at >= b.length ? 1 : a[at] - b[at];
}
