/** The public names of groggy/algorithms, nothing else. */
export { ancestors } from "./ancestors.js";
export { articulationPoints } from "./articulation-points.js";
export { balancedTree } from "./balanced-tree.js";
export { barabasiAlbertGraph } from "./barabasi-albert-graph.js";
export { Betweenness, type BetweennessOptions, betweennessCentrality } from "./betweenness-centrality.js";
export { BiconnectedComponents, biconnectedComponents } from "./biconnected-components.js";
export { bipartiteSides } from "./bipartite-sides.js";
export {
  breadthFirstSearch,
  type SearchOptions,
  type SearchTree,
  type Visitor,
} from "./breadth-first-search.js";
export { bridges } from "./bridges.js";
export { type ClosenessCentralityOptions, closenessCentrality } from "./closeness-centrality.js";
export { completeGraph } from "./complete-graph.js";
export { type ConfigurationModelOptions, configurationModel } from "./configuration-model.js";
export { Components, connectedComponents } from "./connected-components.js";
export { cycleGraph } from "./cycle-graph.js";
export { type DegreeCentralityOptions, degreeCentrality } from "./degree-centrality.js";
export { type DepthFirstTree, depthFirstSearch } from "./depth-first-search.js";
export { descendants } from "./descendants.js";
export { type DijkstraOptions, dijkstra } from "./dijkstra.js";
export { edgeBetweennessCentrality } from "./edge-betweenness-centrality.js";
export { EdgeList, type EdgeSink } from "./edge-list.js";
export { type EigenvectorCentralityOptions, eigenvectorCentrality } from "./eigenvector-centrality.js";
export { type ErdosRenyiOptions, erdosRenyiGraph } from "./erdos-renyi-graph.js";
export { type Cycle, findCycle } from "./find-cycle.js";
export { florentineFamilies } from "./florentine-families.js";
export type { DirectedOption, SeedOption } from "./generator-options.js";
export { type GridOptions, gridGraph } from "./grid-graph.js";
export { type HarmonicCentralityOptions, harmonicCentrality } from "./harmonic-centrality.js";
export { type HitsOptions, type HitsResult, hits } from "./hits.js";
export { isAcyclic } from "./is-acyclic.js";
export { isBipartite } from "./is-bipartite.js";
export { type IsConnectedOptions, isConnected } from "./is-connected.js";
export { IteratedResult, type IterationOptions } from "./iterated-result.js";
export { karateClub } from "./karate-club.js";
export { type KatzCentralityOptions, katzCentrality } from "./katz-centrality.js";
export { type KroneckerOptions, kroneckerGraph } from "./kronecker-graph.js";
export { largestComponent } from "./largest-component.js";
export type { NodeValues } from "./node-values.js";
export type { Progress, RunOptions } from "./options.js";
export { type PageRankOptions, pageRank } from "./page-rank.js";
export { pathGraph } from "./path-graph.js";
export { petersenGraph } from "./petersen-graph.js";
export { type PlantedPartitionOptions, plantedPartition } from "./planted-partition.js";
export { randomRegularGraph } from "./random-regular-graph.js";
export { type RandomWalksOptions, randomWalks } from "./random-walks.js";
export { Result, type ResultValues } from "./result.js";
export { type ShortestPathLengthsOptions, shortestPathLengths } from "./shortest-path-lengths.js";
export type { ShortestPaths } from "./shortest-paths.js";
export { type SimpleCyclesOptions, simpleCycles } from "./simple-cycles.js";
export { starGraph } from "./star-graph.js";
export { stochasticBlockModel } from "./stochastic-block-model.js";
export { stronglyConnectedComponents } from "./strongly-connected-components.js";
export { topologicalGenerations } from "./topological-generations.js";
export { topologicalSort } from "./topological-sort.js";
export { type NodePairs, transitiveClosure } from "./transitive-closure.js";
export { transitiveReduction } from "./transitive-reduction.js";
export { wattsStrogatzGraph } from "./watts-strogatz-graph.js";
export type { Weight } from "./weights.js";
