/** The public names of groggy/algorithms, nothing else. */
export { type AStarOptions, aStar } from "./a-star.js";
export { adamicAdar } from "./adamic-adar.js";
export { allShortestPaths } from "./all-shortest-paths.js";
export { type AllSimplePathsOptions, allSimplePaths } from "./all-simple-paths.js";
export { ancestors } from "./ancestors.js";
export { articulationPoints } from "./articulation-points.js";
export { attributeAssortativity } from "./attribute-assortativity.js";
export { balancedTree } from "./balanced-tree.js";
export { barabasiAlbertGraph } from "./barabasi-albert-graph.js";
export { type BellmanFordOptions, type BellmanFordPaths, bellmanFord } from "./bellman-ford.js";
export {
  Betweenness,
  type BetweennessOptions,
  betweennessCentrality,
  betweennessCentralityAsync,
} from "./betweenness-centrality.js";
export { BiconnectedComponents, biconnectedComponents } from "./biconnected-components.js";
export { bipartiteSides } from "./bipartite-sides.js";
export {
  breadthFirstSearch,
  type SearchOptions,
  type SearchTree,
  type Visitor,
} from "./breadth-first-search.js";
export { bridges } from "./bridges.js";
export { center } from "./center.js";
export { type ClosenessCentralityOptions, closenessCentrality } from "./closeness-centrality.js";
export { Clustering, type ClusteringOptions, clusteringCoefficient } from "./clustering-coefficient.js";
export { commonNeighbors } from "./common-neighbors.js";
export { Communities } from "./communities.js";
export type { CommunityOptions } from "./community-options.js";
export { complement } from "./complement.js";
export { completeGraph } from "./complete-graph.js";
export { condensation } from "./condensation.js";
export { type ConductanceOptions, conductance } from "./conductance.js";
export { type ConfigurationModelOptions, configurationModel } from "./configuration-model.js";
export { Components, connectedComponents, connectedComponentsAsync } from "./connected-components.js";
export {
  type Aggregation,
  type Aggregations,
  type ContractOptions,
  contract,
  type Partition,
} from "./contract.js";
export { CoreNumbers, coreNumbers } from "./core-numbers.js";
export { cosine } from "./cosine.js";
export { cycleGraph } from "./cycle-graph.js";
export { type DegreeAssortativityOptions, degreeAssortativity } from "./degree-assortativity.js";
export { type DegreeCentralityOptions, degreeCentrality } from "./degree-centrality.js";
export { density } from "./density.js";
export { type DepthFirstTree, depthFirstSearch } from "./depth-first-search.js";
export { descendants } from "./descendants.js";
export { diameter } from "./diameter.js";
export { difference } from "./difference.js";
export { type DijkstraOptions, dijkstra, dijkstraAsync } from "./dijkstra.js";
export { disjointUnion } from "./disjoint-union.js";
export type { DistanceMatrix } from "./distance-matrix.js";
export { type DominatingSetOptions, dominatingSet } from "./dominating-set.js";
export type { EccentricityOptions } from "./eccentricities.js";
export { eccentricity } from "./eccentricity.js";
export { edgeBetweennessCentrality, edgeBetweennessCentralityAsync } from "./edge-betweenness-centrality.js";
export { EdgeList, type EdgeSink } from "./edge-list.js";
export { type EigenvectorCentralityOptions, eigenvectorCentrality } from "./eigenvector-centrality.js";
export { type ErdosRenyiOptions, erdosRenyiGraph } from "./erdos-renyi-graph.js";
export { type EulerianCircuitOptions, eulerianCircuit } from "./eulerian-circuit.js";
export { eulerianPath } from "./eulerian-path.js";
export { type FamousGraph, famousGraph } from "./famous-graph.js";
export { type Cycle, findCycle } from "./find-cycle.js";
export { florentineFamilies } from "./florentine-families.js";
export { type AllPairsOptions, floydWarshall } from "./floyd-warshall.js";
export type { DirectedOption, SeedOption } from "./generator-options.js";
export { girvanNewman } from "./girvan-newman.js";
export { type GlobalMinimumCutOptions, globalMinimumCut } from "./global-minimum-cut.js";
export { Coloring, type GreedyColoringOptions, greedyColoring } from "./greedy-coloring.js";
export { type GridOptions, gridGraph } from "./grid-graph.js";
export type { Groups } from "./groups.js";
export { type HarmonicCentralityOptions, harmonicCentrality } from "./harmonic-centrality.js";
export { type HitsOptions, type HitsResult, hits } from "./hits.js";
export { type InfomapOptions, infomap, Modules } from "./infomap.js";
export { intersection } from "./intersection.js";
export { isAcyclic } from "./is-acyclic.js";
export { isBipartite } from "./is-bipartite.js";
export { type IsConnectedOptions, isConnected } from "./is-connected.js";
export { isIsomorphic } from "./is-isomorphic.js";
export { IteratedResult, type IterationOptions } from "./iterated-result.js";
export { jaccard } from "./jaccard.js";
export { johnson } from "./johnson.js";
export { kCliqueCommunities } from "./k-clique-communities.js";
export { kCore } from "./k-core.js";
export { kShortestPaths } from "./k-shortest-paths.js";
export { kTruss } from "./k-truss.js";
export { karateClub } from "./karate-club.js";
export { type KatzCentralityOptions, katzCentrality } from "./katz-centrality.js";
export { type KroneckerOptions, kroneckerGraph } from "./kronecker-graph.js";
export {
  type LabelPropagationOptions,
  labelPropagation,
  labelPropagationAsync,
} from "./label-propagation.js";
export { largestComponent } from "./largest-component.js";
export { type LeidenOptions, leiden, leidenAsync } from "./leiden.js";
export { lesMiserables } from "./les-miserables.js";
export { lineGraph } from "./line-graph.js";
export { louvain, louvainAsync } from "./louvain.js";
export type { Matching, WeightMatching } from "./matching.js";
export { type MaximalCliquesOptions, maximalCliques } from "./maximal-cliques.js";
export { type Flow, type MaximumFlowOptions, maximumFlow } from "./maximum-flow.js";
export { maximumIndependentSet } from "./maximum-independent-set.js";
export { maximumMatching } from "./maximum-matching.js";
export { type MaximumWeightMatchingOptions, maximumWeightMatching } from "./maximum-weight-matching.js";
export { type CostFlow, type MinimumCostFlowOptions, minimumCostFlow } from "./minimum-cost-flow.js";
export { type Cut, minimumCut } from "./minimum-cut.js";
export {
  type MinimumSpanningForestOptions,
  minimumSpanningForest,
  type SpanningForest,
} from "./minimum-spanning-forest.js";
export { type ModularityOptions, modularity } from "./modularity.js";
export { type NeighborhoodOptions, neighborhood } from "./neighborhood.js";
export type { NodeValues } from "./node-values.js";
export { normalizedMutualInformation } from "./normalized-mutual-information.js";
export { numericAssortativity } from "./numeric-assortativity.js";
export type { Progress, RunOptions } from "./options.js";
export { overlap } from "./overlap.js";
export { type PageRankOptions, pageRank, pageRankAsync } from "./page-rank.js";
export { type PairOptions, PairScores } from "./pair-scores.js";
export type { Path } from "./path.js";
export { pathGraph } from "./path-graph.js";
export { periphery } from "./periphery.js";
export { petersenGraph } from "./petersen-graph.js";
export { type PlantedPartitionOptions, plantedPartition } from "./planted-partition.js";
export { preferentialAttachment } from "./preferential-attachment.js";
export { radius } from "./radius.js";
export { randomRegularGraph } from "./random-regular-graph.js";
export { type RandomWalksOptions, randomWalks } from "./random-walks.js";
export { reciprocity } from "./reciprocity.js";
export { resourceAllocation } from "./resource-allocation.js";
export { Result, type ResultValues } from "./result.js";
export { reverse } from "./reverse.js";
export { richClub } from "./rich-club.js";
export type { ThreadOptions } from "./run.js";
export type { SampleOptions } from "./sample.js";
export { sampleEdges } from "./sample-edges.js";
export { sampleNodes } from "./sample-nodes.js";
export { type ShortestPathOptions, shortestPath } from "./shortest-path.js";
export {
  type ShortestPathLengthsOptions,
  shortestPathLengths,
  shortestPathLengthsAsync,
} from "./shortest-path-lengths.js";
export type { ShortestPaths } from "./shortest-paths.js";
export { SimRank, type SimRankOptions, simRank } from "./sim-rank.js";
export { type SimpleCyclesOptions, simpleCycles } from "./simple-cycles.js";
export { southernWomen } from "./southern-women.js";
export { starGraph } from "./star-graph.js";
export { type SteinerTreeOptions, steinerTree } from "./steiner-tree.js";
export { stochasticBlockModel } from "./stochastic-block-model.js";
export {
  stronglyConnectedComponents,
  stronglyConnectedComponentsAsync,
} from "./strongly-connected-components.js";
export {
  type MatchTests,
  type SubgraphIsomorphismOptions,
  subgraphIsomorphisms,
} from "./subgraph-isomorphisms.js";
export { toUndirected } from "./to-undirected.js";
export { topologicalGenerations } from "./topological-generations.js";
export { topologicalSort } from "./topological-sort.js";
export { type NodePairs, transitiveClosure } from "./transitive-closure.js";
export { transitiveReduction } from "./transitive-reduction.js";
export { transitivity } from "./transitivity.js";
export { type TriadClass, triadCensus } from "./triad-census.js";
export { Triangles, triangles, trianglesAsync } from "./triangles.js";
export { type TripletCensus, tripletCensus } from "./triplet-census.js";
export { union } from "./union.js";
export { wattsStrogatzGraph } from "./watts-strogatz-graph.js";
export type { Weight } from "./weights.js";
