// Options that nothing reads are refused, by every function there is.
import { describe, expect, it } from "vitest";
import * as algorithms from "../../../src/algorithms/index.js";
import { Graph } from "../../../src/index.js";

const graph = algorithms.karateClub().addTo(new Graph({ directed: false }));
const directed = new Graph();
directed.addNodes(3);
directed.addEdges([0, 1], [1, 2]);

/** What comes before the options, for each function that takes any; one view unless it is here. */
const inputs: Readonly<Record<string, readonly unknown[]>> = {
  aStar: [graph, 0, 33],
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
  dijkstra: [graph, 0],
  dijkstraAsync: [graph, 0],
  erdosRenyiGraph: [9],
  gridGraph: [3, 3],
  isIsomorphic: [graph, graph],
  kShortestPaths: [graph, 0, 33, 2],
  kTruss: [graph, 3],
  kroneckerGraph: [3],
  maximumFlow: [graph, 0, 33],
  minimumCostFlow: [graph, 0, 33],
  minimumCut: [graph, 0, 33],
  modularity: [graph, "club"],
  neighborhood: [graph, 0],
  pathGraph: [4],
  plantedPartition: [2, 3],
  randomRegularGraph: [4, 2],
  sampleEdges: [graph, 3],
  sampleNodes: [graph, 3],
  shortestPath: [graph, 0, 33],
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
  transitiveReduction: [directed],
  wattsStrogatzGraph: [9, 2, 0.5],
};

/** Functions without options. */
const without = new Set([
  "ancestors",
  "attributeAssortativity",
  "bipartiteSides",
  "complement",
  "condensation",
  "density",
  "descendants",
  "difference",
  "disjointUnion",
  "eulerianPath",
  "famousGraph",
  "lesMiserables",
  "southernWomen",
  "findCycle",
  "florentineFamilies",
  "intersection",
  "isAcyclic",
  "isBipartite",
  "kCliqueCommunities",
  "kCore",
  "karateClub",
  "lineGraph",
  "maximumIndependentSet",
  "normalizedMutualInformation",
  "numericAssortativity",
  "petersenGraph",
  "reciprocity",
  "reverse",
  "richClub",
  "toUndirected",
  "topologicalGenerations",
  "topologicalSort",
  "union",
]);

const isClass = (value: unknown) => /^class\b/.test(String(value));
const functions = Object.entries(algorithms).flatMap(([name, value]) =>
  typeof value === "function" && !isClass(value) && !without.has(name)
    ? [[name, value as (...inputs: unknown[]) => unknown] as const]
    : [],
);

describe("options", () => {
  it.each(functions)("of %s are refused if they are misspelt", async (name, run) => {
    const outcome = async () => {
      const result = run(...(inputs[name] ?? [graph]), { wieght: 1 });
      // what gives its results one by one reads its options when it is asked for the first
      if (typeof (result as Iterator<unknown>).next === "function") (result as Iterator<unknown>).next();
      await result;
    };
    await expect(outcome).rejects.toThrow(TypeError);
    await expect(outcome).rejects.toThrow(/"options" expected only .*, got "wieght"/);
  });

  it("that are no signal or no function are told", () => {
    for (const signal of [null, true, "x", {}, new AbortController()]) {
      const run = () => algorithms.infomap(graph, { signal: signal as never });
      expect(run).toThrow(/"signal" expected an AbortSignal, got /);
    }
    for (const onProgress of [null, true, "x", {}]) {
      const run = () => algorithms.infomap(graph, { onProgress: onProgress as never });
      expect(run).toThrow(/"onProgress" expected a function, got /);
      for (const search of [algorithms.breadthFirstSearch, algorithms.depthFirstSearch]) {
        const visited = () => search(graph, 0, { visit: onProgress as never });
        expect(visited).toThrow(/"visit" expected a function, got /);
      }
    }
  });

  it("of how a run goes are taken by all", () => {
    expect(algorithms.conductance(graph, [0, 1], { threads: 2 } as object)).toBeGreaterThan(0);
    expect(() => algorithms.conductance(graph, [0, 1], null as never)).toThrow(
      '"options" expected an object, got null',
    );
  });
});
