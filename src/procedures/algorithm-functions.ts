/** The functions of groggy/algorithms by name, written by scripts/algorithm-list.mjs; not to be edited. */
import { betweennessCentrality } from "../algorithms/centrality/betweenness-centrality.js";
import { closenessCentrality } from "../algorithms/centrality/closeness-centrality.js";
import { degreeCentrality } from "../algorithms/centrality/degree-centrality.js";
import { edgeBetweennessCentrality } from "../algorithms/centrality/edge-betweenness-centrality.js";
import { eigenvectorCentrality } from "../algorithms/centrality/eigenvector-centrality.js";
import { harmonicCentrality } from "../algorithms/centrality/harmonic-centrality.js";
import { hits } from "../algorithms/centrality/hits.js";
import { katzCentrality } from "../algorithms/centrality/katz-centrality.js";
import { pageRank } from "../algorithms/centrality/page-rank.js";
import { conductance } from "../algorithms/communities/conductance.js";
import { girvanNewman } from "../algorithms/communities/girvan-newman.js";
import { infomap } from "../algorithms/communities/infomap.js";
import { kCliqueCommunities } from "../algorithms/communities/k-clique-communities.js";
import { labelPropagation } from "../algorithms/communities/label-propagation.js";
import { leiden } from "../algorithms/communities/leiden.js";
import { louvain } from "../algorithms/communities/louvain.js";
import { modularity } from "../algorithms/communities/modularity.js";
import { normalizedMutualInformation } from "../algorithms/communities/normalized-mutual-information.js";
import { articulationPoints } from "../algorithms/components/articulation-points.js";
import { biconnectedComponents } from "../algorithms/components/biconnected-components.js";
import { bridges } from "../algorithms/components/bridges.js";
import { connectedComponents } from "../algorithms/components/connected-components.js";
import { isConnected } from "../algorithms/components/is-connected.js";
import { largestComponent } from "../algorithms/components/largest-component.js";
import { stronglyConnectedComponents } from "../algorithms/components/strongly-connected-components.js";
import { globalMinimumCut } from "../algorithms/flow/global-minimum-cut.js";
import { maximumFlow } from "../algorithms/flow/maximum-flow.js";
import { minimumCostFlow } from "../algorithms/flow/minimum-cost-flow.js";
import { minimumCut } from "../algorithms/flow/minimum-cut.js";
import { minimumSpanningForest } from "../algorithms/flow/minimum-spanning-forest.js";
import { steinerTree } from "../algorithms/flow/steiner-tree.js";
import { balancedTree } from "../algorithms/generators/balanced-tree.js";
import { barabasiAlbertGraph } from "../algorithms/generators/barabasi-albert-graph.js";
import { completeGraph } from "../algorithms/generators/complete-graph.js";
import { configurationModel } from "../algorithms/generators/configuration-model.js";
import { cycleGraph } from "../algorithms/generators/cycle-graph.js";
import { erdosRenyiGraph } from "../algorithms/generators/erdos-renyi-graph.js";
import { famousGraph } from "../algorithms/generators/famous-graph.js";
import { florentineFamilies } from "../algorithms/generators/florentine-families.js";
import { gridGraph } from "../algorithms/generators/grid-graph.js";
import { karateClub } from "../algorithms/generators/karate-club.js";
import { kroneckerGraph } from "../algorithms/generators/kronecker-graph.js";
import { lesMiserables } from "../algorithms/generators/les-miserables.js";
import { pathGraph } from "../algorithms/generators/path-graph.js";
import { petersenGraph } from "../algorithms/generators/petersen-graph.js";
import { plantedPartition } from "../algorithms/generators/planted-partition.js";
import { randomRegularGraph } from "../algorithms/generators/random-regular-graph.js";
import { sampleEdges } from "../algorithms/generators/sample-edges.js";
import { sampleNodes } from "../algorithms/generators/sample-nodes.js";
import { southernWomen } from "../algorithms/generators/southern-women.js";
import { starGraph } from "../algorithms/generators/star-graph.js";
import { stochasticBlockModel } from "../algorithms/generators/stochastic-block-model.js";
import { wattsStrogatzGraph } from "../algorithms/generators/watts-strogatz-graph.js";
import { isIsomorphic } from "../algorithms/isomorphism/is-isomorphic.js";
import { subgraphIsomorphisms } from "../algorithms/isomorphism/subgraph-isomorphisms.js";
import { maximumMatching } from "../algorithms/matching/maximum-matching.js";
import { maximumWeightMatching } from "../algorithms/matching/maximum-weight-matching.js";
import { complement } from "../algorithms/operators/complement.js";
import { condensation } from "../algorithms/operators/condensation.js";
import { contract } from "../algorithms/operators/contract.js";
import { difference } from "../algorithms/operators/difference.js";
import { disjointUnion } from "../algorithms/operators/disjoint-union.js";
import { intersection } from "../algorithms/operators/intersection.js";
import { lineGraph } from "../algorithms/operators/line-graph.js";
import { reverse } from "../algorithms/operators/reverse.js";
import { toUndirected } from "../algorithms/operators/to-undirected.js";
import { transitiveClosure } from "../algorithms/operators/transitive-closure.js";
import { transitiveReduction } from "../algorithms/operators/transitive-reduction.js";
import { union } from "../algorithms/operators/union.js";
import { aStar } from "../algorithms/paths/a-star.js";
import { allShortestPaths } from "../algorithms/paths/all-shortest-paths.js";
import { allSimplePaths } from "../algorithms/paths/all-simple-paths.js";
import { bellmanFord } from "../algorithms/paths/bellman-ford.js";
import { center } from "../algorithms/paths/center.js";
import { diameter } from "../algorithms/paths/diameter.js";
import { dijkstra } from "../algorithms/paths/dijkstra.js";
import { eccentricity } from "../algorithms/paths/eccentricity.js";
import { floydWarshall } from "../algorithms/paths/floyd-warshall.js";
import { johnson } from "../algorithms/paths/johnson.js";
import { kShortestPaths } from "../algorithms/paths/k-shortest-paths.js";
import { periphery } from "../algorithms/paths/periphery.js";
import { radius } from "../algorithms/paths/radius.js";
import { shortestPath } from "../algorithms/paths/shortest-path.js";
import { shortestPathLengths } from "../algorithms/paths/shortest-path-lengths.js";
import { adamicAdar } from "../algorithms/similarity/adamic-adar.js";
import { commonNeighbors } from "../algorithms/similarity/common-neighbors.js";
import { cosine } from "../algorithms/similarity/cosine.js";
import { jaccard } from "../algorithms/similarity/jaccard.js";
import { overlap } from "../algorithms/similarity/overlap.js";
import { preferentialAttachment } from "../algorithms/similarity/preferential-attachment.js";
import { resourceAllocation } from "../algorithms/similarity/resource-allocation.js";
import { simRank } from "../algorithms/similarity/sim-rank.js";
import { similarityGraph } from "../algorithms/similarity/similarity-graph.js";
import { attributeAssortativity } from "../algorithms/structure/attribute-assortativity.js";
import { bipartiteSides } from "../algorithms/structure/bipartite-sides.js";
import { coreNumbers } from "../algorithms/structure/core-numbers.js";
import { degreeAssortativity } from "../algorithms/structure/degree-assortativity.js";
import { density } from "../algorithms/structure/density.js";
import { dominatingSet } from "../algorithms/structure/dominating-set.js";
import { eulerianCircuit } from "../algorithms/structure/eulerian-circuit.js";
import { eulerianPath } from "../algorithms/structure/eulerian-path.js";
import { greedyColoring } from "../algorithms/structure/greedy-coloring.js";
import { isAcyclic } from "../algorithms/structure/is-acyclic.js";
import { isBipartite } from "../algorithms/structure/is-bipartite.js";
import { kCore } from "../algorithms/structure/k-core.js";
import { kTruss } from "../algorithms/structure/k-truss.js";
import { maximalCliques } from "../algorithms/structure/maximal-cliques.js";
import { maximumIndependentSet } from "../algorithms/structure/maximum-independent-set.js";
import { numericAssortativity } from "../algorithms/structure/numeric-assortativity.js";
import { reciprocity } from "../algorithms/structure/reciprocity.js";
import { richClub } from "../algorithms/structure/rich-club.js";
import { simpleCycles } from "../algorithms/structure/simple-cycles.js";
import { clusteringCoefficient } from "../algorithms/structure/triangles/clustering-coefficient.js";
import { transitivity } from "../algorithms/structure/triangles/transitivity.js";
import { triadCensus } from "../algorithms/structure/triangles/triad-census.js";
import { triangles } from "../algorithms/structure/triangles/triangles.js";
import { tripletCensus } from "../algorithms/structure/triangles/triplet-census.js";
import { ancestors } from "../algorithms/traversal/ancestors.js";
import { breadthFirstSearch } from "../algorithms/traversal/breadth-first-search.js";
import { depthFirstSearch } from "../algorithms/traversal/depth-first-search.js";
import { descendants } from "../algorithms/traversal/descendants.js";
import { findCycle } from "../algorithms/traversal/find-cycle.js";
import { neighborhood } from "../algorithms/traversal/neighborhood.js";
import { randomWalks } from "../algorithms/traversal/random-walks.js";
import { topologicalGenerations } from "../algorithms/traversal/topological-generations.js";
import { topologicalSort } from "../algorithms/traversal/topological-sort.js";

export const algorithmFunctions = {
  aStar,
  adamicAdar,
  allShortestPaths,
  allSimplePaths,
  ancestors,
  articulationPoints,
  attributeAssortativity,
  balancedTree,
  barabasiAlbertGraph,
  bellmanFord,
  betweennessCentrality,
  biconnectedComponents,
  bipartiteSides,
  breadthFirstSearch,
  bridges,
  center,
  closenessCentrality,
  clusteringCoefficient,
  commonNeighbors,
  complement,
  completeGraph,
  condensation,
  conductance,
  configurationModel,
  connectedComponents,
  contract,
  coreNumbers,
  cosine,
  cycleGraph,
  degreeAssortativity,
  degreeCentrality,
  density,
  depthFirstSearch,
  descendants,
  diameter,
  difference,
  dijkstra,
  disjointUnion,
  dominatingSet,
  eccentricity,
  edgeBetweennessCentrality,
  eigenvectorCentrality,
  erdosRenyiGraph,
  eulerianCircuit,
  eulerianPath,
  famousGraph,
  findCycle,
  florentineFamilies,
  floydWarshall,
  girvanNewman,
  globalMinimumCut,
  greedyColoring,
  gridGraph,
  harmonicCentrality,
  hits,
  infomap,
  intersection,
  isAcyclic,
  isBipartite,
  isConnected,
  isIsomorphic,
  jaccard,
  johnson,
  kCliqueCommunities,
  kCore,
  kShortestPaths,
  kTruss,
  karateClub,
  katzCentrality,
  kroneckerGraph,
  labelPropagation,
  largestComponent,
  leiden,
  lesMiserables,
  lineGraph,
  louvain,
  maximalCliques,
  maximumFlow,
  maximumIndependentSet,
  maximumMatching,
  maximumWeightMatching,
  minimumCostFlow,
  minimumCut,
  minimumSpanningForest,
  modularity,
  neighborhood,
  normalizedMutualInformation,
  numericAssortativity,
  overlap,
  pageRank,
  pathGraph,
  periphery,
  petersenGraph,
  plantedPartition,
  preferentialAttachment,
  radius,
  randomRegularGraph,
  randomWalks,
  reciprocity,
  resourceAllocation,
  reverse,
  richClub,
  sampleEdges,
  sampleNodes,
  shortestPath,
  shortestPathLengths,
  simRank,
  similarityGraph,
  simpleCycles,
  southernWomen,
  starGraph,
  steinerTree,
  stochasticBlockModel,
  stronglyConnectedComponents,
  subgraphIsomorphisms,
  toUndirected,
  topologicalGenerations,
  topologicalSort,
  transitiveClosure,
  transitiveReduction,
  transitivity,
  triadCensus,
  triangles,
  tripletCensus,
  union,
  wattsStrogatzGraph,
} as const;
