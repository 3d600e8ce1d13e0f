/** The public names of groggy/algorithms, nothing else. */

export {
  Betweenness,
  type BetweennessOptions,
  betweennessCentrality,
  betweennessCentralityAsync,
} from "./centrality/betweenness-centrality.js";
export { type ClosenessCentralityOptions, closenessCentrality } from "./centrality/closeness-centrality.js";
export { type DegreeCentralityOptions, degreeCentrality } from "./centrality/degree-centrality.js";
export {
  edgeBetweennessCentrality,
  edgeBetweennessCentralityAsync,
} from "./centrality/edge-betweenness-centrality.js";
export {
  type EigenvectorCentralityOptions,
  eigenvectorCentrality,
} from "./centrality/eigenvector-centrality.js";
export { type HarmonicCentralityOptions, harmonicCentrality } from "./centrality/harmonic-centrality.js";
export { type HitsOptions, type HitsResult, hits } from "./centrality/hits.js";
export { type KatzCentralityOptions, katzCentrality } from "./centrality/katz-centrality.js";
export { type PageRankOptions, pageRank, pageRankAsync } from "./centrality/page-rank.js";
export { Communities } from "./communities/communities.js";
export type { CommunityOptions } from "./communities/community-options.js";
export { type ConductanceOptions, conductance } from "./communities/conductance.js";
export { girvanNewman } from "./communities/girvan-newman.js";
export { type InfomapOptions, infomap, Modules } from "./communities/infomap.js";
export { kCliqueCommunities } from "./communities/k-clique-communities.js";
export {
  type LabelPropagationOptions,
  labelPropagation,
  labelPropagationAsync,
} from "./communities/label-propagation.js";
export { type LeidenOptions, leiden, leidenAsync } from "./communities/leiden.js";
export { louvain, louvainAsync } from "./communities/louvain.js";
export { type ModularityOptions, modularity } from "./communities/modularity.js";
export { normalizedMutualInformation } from "./communities/normalized-mutual-information.js";
export { articulationPoints } from "./components/articulation-points.js";
export { BiconnectedComponents, biconnectedComponents } from "./components/biconnected-components.js";
export { bridges } from "./components/bridges.js";
export {
  Components,
  connectedComponents,
  connectedComponentsAsync,
} from "./components/connected-components.js";
export { type IsConnectedOptions, isConnected } from "./components/is-connected.js";
export { largestComponent } from "./components/largest-component.js";
export {
  stronglyConnectedComponents,
  stronglyConnectedComponentsAsync,
} from "./components/strongly-connected-components.js";
export { type GlobalMinimumCutOptions, globalMinimumCut } from "./flow/global-minimum-cut.js";
export { type Flow, type MaximumFlowOptions, maximumFlow } from "./flow/maximum-flow.js";
export { type CostFlow, type MinimumCostFlowOptions, minimumCostFlow } from "./flow/minimum-cost-flow.js";
export { type Cut, minimumCut } from "./flow/minimum-cut.js";
export {
  type MinimumSpanningForestOptions,
  minimumSpanningForest,
  type SpanningForest,
} from "./flow/minimum-spanning-forest.js";
export { type SteinerTreeOptions, steinerTree } from "./flow/steiner-tree.js";
export { balancedTree } from "./generators/balanced-tree.js";
export { barabasiAlbertGraph } from "./generators/barabasi-albert-graph.js";
export { completeGraph } from "./generators/complete-graph.js";
export { type ConfigurationModelOptions, configurationModel } from "./generators/configuration-model.js";
export { cycleGraph } from "./generators/cycle-graph.js";
export { type ErdosRenyiOptions, erdosRenyiGraph } from "./generators/erdos-renyi-graph.js";
export { type FamousGraph, famousGraph } from "./generators/famous-graph.js";
export { florentineFamilies } from "./generators/florentine-families.js";
export { type GridOptions, gridGraph } from "./generators/grid-graph.js";
export { karateClub } from "./generators/karate-club.js";
export { type KroneckerOptions, kroneckerGraph } from "./generators/kronecker-graph.js";
export { lesMiserables } from "./generators/les-miserables.js";
export { pathGraph } from "./generators/path-graph.js";
export { petersenGraph } from "./generators/petersen-graph.js";
export { type PlantedPartitionOptions, plantedPartition } from "./generators/planted-partition.js";
export { randomRegularGraph } from "./generators/random-regular-graph.js";
export type { SampleOptions } from "./generators/sample.js";
export { sampleEdges } from "./generators/sample-edges.js";
export { sampleNodes } from "./generators/sample-nodes.js";
export { southernWomen } from "./generators/southern-women.js";
export { starGraph } from "./generators/star-graph.js";
export { stochasticBlockModel } from "./generators/stochastic-block-model.js";
export { wattsStrogatzGraph } from "./generators/watts-strogatz-graph.js";
export { isIsomorphic } from "./isomorphism/is-isomorphic.js";
export {
  type MatchTests,
  type SubgraphIsomorphismOptions,
  subgraphIsomorphisms,
} from "./isomorphism/subgraph-isomorphisms.js";
export type { Matching, WeightMatching } from "./matching/matching.js";
export { maximumMatching } from "./matching/maximum-matching.js";
export {
  type MaximumWeightMatchingOptions,
  maximumWeightMatching,
} from "./matching/maximum-weight-matching.js";
export { complement } from "./operators/complement.js";
export { condensation } from "./operators/condensation.js";
export {
  type Aggregation,
  type Aggregations,
  type ContractOptions,
  contract,
  type Partition,
  type RenamedAggregation,
} from "./operators/contract.js";
export { difference } from "./operators/difference.js";
export { disjointUnion } from "./operators/disjoint-union.js";
export { intersection } from "./operators/intersection.js";
export { lineGraph } from "./operators/line-graph.js";
export { reverse } from "./operators/reverse.js";
export { toUndirected } from "./operators/to-undirected.js";
export { type NodePairs, transitiveClosure } from "./operators/transitive-closure.js";
export { transitiveReduction } from "./operators/transitive-reduction.js";
export { union } from "./operators/union.js";
export { type AStarOptions, aStar } from "./paths/a-star.js";
export { allShortestPaths } from "./paths/all-shortest-paths.js";
export { type AllSimplePathsOptions, allSimplePaths } from "./paths/all-simple-paths.js";
export { type BellmanFordOptions, type BellmanFordPaths, bellmanFord } from "./paths/bellman-ford.js";
export { center } from "./paths/center.js";
export { diameter } from "./paths/diameter.js";
export { type DijkstraOptions, dijkstra, dijkstraAsync } from "./paths/dijkstra.js";
export type { EccentricityOptions } from "./paths/eccentricities.js";
export { eccentricity } from "./paths/eccentricity.js";
export { type AllPairsOptions, floydWarshall } from "./paths/floyd-warshall.js";
export { johnson } from "./paths/johnson.js";
export { kShortestPaths } from "./paths/k-shortest-paths.js";
export { periphery } from "./paths/periphery.js";
export { radius } from "./paths/radius.js";
export { type ShortestPathOptions, shortestPath } from "./paths/shortest-path.js";
export {
  type ShortestPathLengthsOptions,
  shortestPathLengths,
  shortestPathLengthsAsync,
} from "./paths/shortest-path-lengths.js";
export type { DistanceMatrix } from "./shared/distance-matrix.js";
export { EdgeList, type EdgeSink } from "./shared/edge-list.js";
export type { DirectedOption, SeedOption } from "./shared/generator-options.js";
export type { Groups } from "./shared/groups.js";
export { IteratedResult, type IterationOptions } from "./shared/iterated-result.js";
export type { NodeValues } from "./shared/node-values.js";
export type { Progress, RunOptions, SignalOption } from "./shared/options.js";
export type { Path } from "./shared/path.js";
export { Result, type ResultRow, type ResultValues } from "./shared/result.js";
export type { ThreadOptions } from "./shared/run.js";
export type { ShortestPaths } from "./shared/shortest-paths.js";
export type { Weight } from "./shared/weights/weights.js";
export { adamicAdar } from "./similarity/adamic-adar.js";
export { commonNeighbors } from "./similarity/common-neighbors.js";
export { cosine } from "./similarity/cosine.js";
export { jaccard } from "./similarity/jaccard.js";
export { overlap } from "./similarity/overlap.js";
export { type PairOptions, PairScores } from "./similarity/pair-scores.js";
export { preferentialAttachment } from "./similarity/preferential-attachment.js";
export { resourceAllocation } from "./similarity/resource-allocation.js";
export { SimRank, type SimRankOptions, simRank } from "./similarity/sim-rank.js";
export {
  type SimilarityEdges,
  type SimilarityGraphOptions,
  similarityGraph,
} from "./similarity/similarity-graph.js";
export { attributeAssortativity } from "./structure/attribute-assortativity.js";
export { bipartiteSides } from "./structure/bipartite-sides.js";
export { CoreNumbers, coreNumbers } from "./structure/core-numbers.js";
export { type DegreeAssortativityOptions, degreeAssortativity } from "./structure/degree-assortativity.js";
export { density } from "./structure/density.js";
export { type DominatingSetOptions, dominatingSet } from "./structure/dominating-set.js";
export { type EulerianCircuitOptions, eulerianCircuit } from "./structure/eulerian-circuit.js";
export { eulerianPath } from "./structure/eulerian-path.js";
export { Coloring, type GreedyColoringOptions, greedyColoring } from "./structure/greedy-coloring.js";
export { isAcyclic } from "./structure/is-acyclic.js";
export { isBipartite } from "./structure/is-bipartite.js";
export { kCore } from "./structure/k-core.js";
export { kTruss } from "./structure/k-truss.js";
export { type MaximalCliquesOptions, maximalCliques } from "./structure/maximal-cliques.js";
export { maximumIndependentSet } from "./structure/maximum-independent-set.js";
export { numericAssortativity } from "./structure/numeric-assortativity.js";
export { reciprocity } from "./structure/reciprocity.js";
export { richClub } from "./structure/rich-club.js";
export { type SimpleCyclesOptions, simpleCycles } from "./structure/simple-cycles.js";
export {
  Clustering,
  type ClusteringOptions,
  clusteringCoefficient,
} from "./structure/triangles/clustering-coefficient.js";
export { transitivity } from "./structure/triangles/transitivity.js";
export { type TriadClass, triadCensus } from "./structure/triangles/triad-census.js";
export { Triangles, triangles, trianglesAsync } from "./structure/triangles/triangles.js";
export { type TripletCensus, tripletCensus } from "./structure/triangles/triplet-census.js";
export { ancestors } from "./traversal/ancestors.js";
export {
  breadthFirstSearch,
  type SearchOptions,
  type SearchTree,
  type Visitor,
} from "./traversal/breadth-first-search.js";
export { type DepthFirstTree, depthFirstSearch } from "./traversal/depth-first-search.js";
export { descendants } from "./traversal/descendants.js";
export { type Cycle, findCycle } from "./traversal/find-cycle.js";
export { type NeighborhoodOptions, neighborhood } from "./traversal/neighborhood.js";
export { type RandomWalksOptions, randomWalks } from "./traversal/random-walks.js";
export { topologicalGenerations } from "./traversal/topological-generations.js";
export { topologicalSort } from "./traversal/topological-sort.js";
