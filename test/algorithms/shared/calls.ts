// Every function of groggy/algorithms, with what it takes before its options.
import * as algorithms from "../../../src/algorithms/index.js";
import { Graph } from "../../../src/index.js";

export const graph = algorithms.karateClub().addTo(new Graph({ directed: false }));
const directed = new Graph();
directed.addNodes(3);
directed.addEdges([0, 1], [1, 2]);

/** What comes before the options, for each function that takes any; one view unless it is here. */
const inputs: Readonly<Record<string, readonly unknown[]>> = {
  aStar: [graph, 0, 33],
  ancestors: [directed, 2],
  attributeAssortativity: [graph, "club"],
  allShortestPaths: [graph, 0, 33],
  allSimplePaths: [graph, 0, 33],
  balancedTree: [2, 3],
  barabasiAlbertGraph: [9, 2],
  bellmanFord: [graph, 0],
  breadthFirstSearch: [graph, 0],
  completeGraph: [4],
  conductance: [graph, [0, 1]],
  configurationModel: [[1, 1, 2]],
  contract: [graph, "club"],
  cycleGraph: [4],
  depthFirstSearch: [graph, 0],
  descendants: [directed, 0],
  difference: [graph, graph],
  dijkstra: [graph, 0],
  dijkstraAsync: [graph, 0],
  disjointUnion: [[graph, graph]],
  erdosRenyiGraph: [9],
  gridGraph: [3, 3],
  intersection: [graph, graph],
  isIsomorphic: [graph, graph],
  kCliqueCommunities: [graph, 3],
  kCore: [graph, 2],
  kShortestPaths: [graph, 0, 33, 2],
  kTruss: [graph, 3],
  kroneckerGraph: [3],
  maximumFlow: [graph, 0, 33],
  minimumCostFlow: [graph, 0, 33],
  minimumCut: [graph, 0, 33],
  modularity: [graph, "club"],
  neighborhood: [graph, 0],
  normalizedMutualInformation: [graph, "club", "club"],
  numericAssortativity: [graph, Array.from({ length: 34 }, (_, i) => i)],
  pathGraph: [4],
  plantedPartition: [2, 3],
  randomRegularGraph: [4, 2],
  sampleEdges: [graph, 3],
  sampleNodes: [graph, 3],
  shortestPath: [graph, 0, 33],
  similarityGraph: [graph, "vector"],
  shortestPathLengths: [graph, 0],
  shortestPathLengthsAsync: [graph, 0],
  starGraph: [4],
  steinerTree: [graph, [0, 33]],
  stochasticBlockModel: [
    [3, 3],
    [
      [1, 0],
      [0, 1],
    ],
  ],
  subgraphIsomorphisms: [graph, graph],
  topologicalGenerations: [directed],
  topologicalSort: [directed],
  transitiveReduction: [directed],
  union: [graph, graph],
  wattsStrogatzGraph: [9, 2, 0.5],
};

/** Graphs that are known by name: what makes them does no work to speak of, and takes no options. */
const named = new Set([
  "famousGraph",
  "florentineFamilies",
  "karateClub",
  "lesMiserables",
  "petersenGraph",
  "southernWomen",
]);

const isClass = (value: unknown) => /^class\b/.test(String(value));

/** A function, and how it is called with options. */
export type Call = readonly [name: string, call: (options: object) => unknown];

/** All functions that take options: every one there is but those of named graphs. */
export const calls: readonly Call[] = Object.entries(algorithms).flatMap(([name, value]) => {
  if (typeof value !== "function" || isClass(value) || named.has(name)) return [];
  const run = value as (...inputs: unknown[]) => unknown;
  return [[name, (options) => run(...(inputs[name] ?? [graph]), options)] satisfies Call];
});

/** Lets a call begin: what gives its results one by one may do so when it is asked for the first. */
export async function begin(result: unknown): Promise<void> {
  const iterator = result as Iterator<unknown> | null | undefined;
  if (typeof iterator?.next === "function") iterator.next();
  await result;
}
