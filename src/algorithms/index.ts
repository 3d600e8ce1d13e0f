/** The public names of groggy/algorithms, nothing else. */
export { Betweenness, type BetweennessOptions, betweennessCentrality } from "./betweenness-centrality.js";
export {
  breadthFirstSearch,
  type SearchOptions,
  type SearchTree,
  type Visitor,
} from "./breadth-first-search.js";
export { type ClosenessCentralityOptions, closenessCentrality } from "./closeness-centrality.js";
export { Components, connectedComponents } from "./connected-components.js";
export { type DegreeCentralityOptions, degreeCentrality } from "./degree-centrality.js";
export { type DepthFirstTree, depthFirstSearch } from "./depth-first-search.js";
export { type DijkstraOptions, dijkstra } from "./dijkstra.js";
export { edgeBetweennessCentrality } from "./edge-betweenness-centrality.js";
export { type EigenvectorCentralityOptions, eigenvectorCentrality } from "./eigenvector-centrality.js";
export { type HarmonicCentralityOptions, harmonicCentrality } from "./harmonic-centrality.js";
export { type HitsOptions, type HitsResult, hits } from "./hits.js";
export { IteratedResult, type IterationOptions } from "./iterated-result.js";
export { type KatzCentralityOptions, katzCentrality } from "./katz-centrality.js";
export type { NodeValues } from "./node-values.js";
export type { Progress, RunOptions } from "./options.js";
export { type PageRankOptions, pageRank } from "./page-rank.js";
export { Result, type ResultValues } from "./result.js";
export { type ShortestPathLengthsOptions, shortestPathLengths } from "./shortest-path-lengths.js";
export type { ShortestPaths } from "./shortest-paths.js";
export type { Weight } from "./weights.js";
