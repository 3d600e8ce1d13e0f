/** Whether two graphs are the same but for the names of their nodes. See isomorphism-search.ts. */
import type { GraphView } from "../../view.js";
import { arcCountTo, firstArcTo, type SortedArcs, sortedArcsOf } from "../shared/arcs/sorted-arcs.js";
import { checkRunOptions, checkView } from "../shared/options.js";
import { stepCounter } from "../shared/progress.js";
import { canAssign } from "./can-assign.js";
import { coloredGraphsOf, sparserOf } from "./colored-graph.js";
import { IsomorphismSearch, type PairTests } from "./isomorphism-search.js";
import { checkMatch, type MatchTests } from "./subgraph-isomorphisms.js";

/**
 * Whether there is a way to lay one graph over the other such that nodes and edges match one to one.
 *
 * Time: O((nodes + edges) log nodes) where the neighbors of nodes tell them apart, as in most graphs, times the nodes
 * of a cell where one node has to be laid over each of them; exponential at worst, as for graphs that are made to be
 * hard, and for tests that let a node lie over many. Space: 150 bytes a node and 40 an edge. Deterministic.
 * Self-loops and parallel edges have to match in number; either graph may be in parts; two empty graphs are the same,
 * and a directed graph is never the same as an undirected one.
 *
 * @throws TypeError for wrong arguments.
 * @example
 * isIsomorphic(graph, graph.subgraph(graph.nodes.all())); // => true
 */
export function isIsomorphic(first: GraphView, second: GraphView, options: MatchTests = {}): boolean {
  checkView(first, "first");
  checkView(second, "second");
  checkRunOptions(options, ["nodeMatch", "edgeMatch"]);
  if (first.directed !== second.directed) return false;
  checkMatch(first, second, options);
  if (first.nodeCount !== second.nodeCount || first.edgeCount !== second.edgeCount) return false;
  const step = stepCounter(options);
  const sides = [first.csr(), second.csr()].map((csr) => ({ csr, ...sortedArcsOf(csr) }));
  step(4 * (first.nodeCount + first.edgeCount));
  const graphs = coloredGraphsOf(sides);
  // tests are of edges, so these have to stay
  const [left, right] = options.edgeMatch === undefined ? sparserOf(graphs) : graphs;
  return new IsomorphismSearch(left, right, step, testsOf(sides, options)).find();
}

/** The caller's tests, which are of ids, as tests of indices. */
function testsOf(
  [left, right]: readonly {
    readonly csr: { readonly nodeIds: Uint32Array; readonly edgeIds: Uint32Array };
    readonly out: SortedArcs;
  }[],
  { nodeMatch, edgeMatch }: MatchTests,
): PairTests {
  return {
    nodesFit: nodeMatch && ((a, b) => nodeMatch(left.csr.nodeIds[a], right.csr.nodeIds[b])),
    edgesFit:
      edgeMatch &&
      ((a, endA, b, endB) => {
        const firstA = firstArcTo(left.out, a, endA);
        const firstB = firstArcTo(right.out, b, endB);
        const count = arcCountTo(left.out, a, endA, firstA);
        return canAssign(count, count, (i, j) =>
          edgeMatch(
            left.csr.edgeIds[left.out.edges[firstA + i]],
            right.csr.edgeIds[right.out.edges[firstB + j]],
          ),
        );
      }),
  };
}
