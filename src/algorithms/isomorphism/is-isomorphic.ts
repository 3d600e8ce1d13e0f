/**
 * Whether two graphs are the same but for the names of their nodes. First by colours, refined by those of
 * neighbours until they stay: Weisfeiler and Leman 1968; then, if these cannot tell, by a search that lays only
 * like colours over each other: Cordella et al. 2004, "A (sub)graph isomorphism algorithm" (VF2).
 */
import type { GraphView } from "../../view.js";
import { checkOptions } from "../shared/options.js";
import { checkMatch, type MatchTests, subgraphIsomorphisms } from "./subgraph-isomorphisms.js";

/**
 * Whether there is a way to lay one graph over the other such that nodes and edges match one to one.
 *
 * Time: O(edges · rounds) where colours tell, exponential at worst; space: O(nodes + edges). Deterministic.
 * Self-loops and parallel edges have to match in number; either graph may be in parts; two empty graphs are the
 * same, and a directed graph is never the same as an undirected one.
 *
 * @throws TypeError for wrong arguments.
 * @example
 * isIsomorphic(graph, graph.subgraph(graph.nodes.all())); // => true
 */
export function isIsomorphic(first: GraphView, second: GraphView, options: MatchTests = {}): boolean {
  checkOptions(options, ["nodeMatch", "edgeMatch"]);
  if (first.directed !== second?.directed && second?.csr !== undefined) return false;
  checkMatch(first, second, options);
  if (first.nodeCount !== second.nodeCount || first.edgeCount !== second.edgeCount) return false;
  const colors = refine([first, second]);
  if (colors === undefined) return false;
  const { nodeMatch } = options;
  const [csrA, csrB] = [first.csr(), second.csr()];
  const found = subgraphIsomorphisms(first, second, {
    ...options,
    nodeMatch: (a, b) =>
      colors[0][csrA.indexOf(a)] === colors[1][csrB.indexOf(b)] &&
      (nodeMatch === undefined || nodeMatch(a, b)),
  });
  return found.next().done !== true;
}

/** After so many rounds colours seldom tell more, but a long path would take as many as it has nodes. */
const ROUNDS_MAX = 16;

/** Colours of the nodes of both graphs by all that is near them; undefined if they differ in number. */
function refine(views: readonly GraphView[]): Uint32Array[] | undefined {
  let colors = views.map(({ nodeCount }) => new Uint32Array(nodeCount));
  for (let round = 1, count = 1; ; round++) {
    const numbers = new Map<string, number>();
    const next = views.map((view, side) => {
      const csr = view.csr();
      return colors[side].map((color, u) => {
        const lists = csr.directed ? [csr.out, csr.in] : [csr.out];
        const near = lists.map(({ offsets, ends }) => {
          const seen = ends.subarray(offsets[u], offsets[u + 1]).map((v) => colors[side][v]);
          // the node's own loops are told apart from arcs to others of its colour
          const loops = ends.subarray(offsets[u], offsets[u + 1]).filter((v) => v === u).length;
          return `${loops}:${seen.sort().join()}`;
        });
        const key = `${color}|${near.join("|")}`;
        if (!numbers.has(key)) numbers.set(key, numbers.size);
        return numbers.get(key)!;
      });
    });
    const counts = next.map((side) => {
      const histogram = new Uint32Array(numbers.size);
      for (const color of side) histogram[color]++;
      return histogram;
    });
    if (counts[0].some((size, color) => size !== counts[1][color])) return undefined;
    if (numbers.size === count || round === ROUNDS_MAX) return next;
    count = numbers.size;
    colors = next;
  }
}
