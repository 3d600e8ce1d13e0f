/** The symmetries of a graph, its automorphisms, as far as what takes which node's place. */
import { DisjointSet } from "../../structures/disjoint-set.js";
import type { ColoredGraph } from "./colored-graph.js";
import { IsomorphismSearch } from "./isomorphism-search.js";
import { PairedCells } from "./paired-cells.js";
import { PairedGraphs } from "./paired-graphs.js";

/**
 * Nodes in an order, each with those others to which a symmetry takes it that leaves all nodes before it in their
 * places; those that stay in any case are left out. Sims 1970, "Computational methods in the study of permutation
 * groups": their numbers, each one more, multiplied are how many symmetries there are.
 *
 * @param order all nodes, each once.
 * @param step called with the numbers of steps made; what it throws ends the search.
 */
export function orbitChain(
  graph: ColoredGraph,
  order: readonly number[],
  step: (steps?: number) => void,
): [first: number, others: number[]][] {
  const { nodeCount } = graph;
  // cells of the graph beside itself, in which all nodes before are alone with themselves
  const cells = new PairedCells(new PairedGraphs(graph, graph), step);
  cells.start();
  const chain: [first: number, others: number[]][] = [];
  const pairs: [number, number][] = [];
  for (const u of order) {
    if (cells.isFixed(u)) continue;
    const orbits = new DisjointSet(nodeCount);
    const others: number[] = [];
    for (const v of cells.members(cells.cellOf[u], false)) {
      if (v === u) continue;
      if (orbits.find(u) !== orbits.find(v)) {
        const search = new IsomorphismSearch(graph, graph, step);
        if (!search.find([...pairs, [u, v]])) continue;
        for (let w = 0; w < nodeCount; w++) orbits.union(w, search.images[w]);
      }
      others.push(v);
    }
    if (others.length > 0) chain.push([u, others]);
    pairs.push([u, u]);
    cells.cutOut([u, nodeCount + u], true);
    cells.refine();
  }
  return chain;
}
