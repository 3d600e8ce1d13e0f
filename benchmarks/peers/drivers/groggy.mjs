// groggy as a peer among peers: the tasks by its public names.
import {
  betweennessCentrality,
  connectedComponents,
  labelPropagation,
  louvain,
  pageRank,
  shortestPath,
  shortestPathLengths,
  triangles,
} from "../../../dist/algorithms/index.js";
import { Graph } from "../../../dist/index.js";
import { pivotSeed, rankTolerance, roundCount } from "../tasks.mjs";

export const packages = [];

/** A graph and its frozen form, which algorithms run on. */
export function build({ nodeCount, sources, targets }) {
  const graph = new Graph({ directed: false });
  graph.addNodes(nodeCount);
  graph.addEdges(sources, targets);
  graph.csr();
  return graph;
}

export function weigh(graph, { weights }) {
  graph.edges.setColumn("weight", graph.edges.ids(), weights);
  graph.csr();
}

const small = build({ nodeCount: 2, sources: [0], targets: [1] });
small.edges.setColumn("weight", small.edges.ids(), Int32Array.of(1));
const values = ({ values }) => values;

const calls = {
  components: [(graph, _, options) => connectedComponents(graph, options), values],
  breadthFirst: [(graph, { source }, options) => shortestPathLengths(graph, source, options), values],
  pageRank: [(graph, _, options) => pageRank(graph, { ...options, tolerance: rankTolerance }), values],
  triangles: [(graph, _, options) => triangles(graph, options), ({ total }) => total],
  paths: [
    (graph, { source }, options) => shortestPathLengths(graph, source, { ...options, weight: "weight" }),
    values,
  ],
  path: [
    (graph, { source, target }, options) =>
      shortestPath(graph, source, target, { ...options, weight: "weight" }),
    (path) => path?.distance ?? Infinity,
  ],
  labelPropagation: [
    (graph, _, options) => labelPropagation(graph, { ...options, seed: 1, maxIterations: roundCount }),
    values,
  ],
  louvain: [(graph, _, options) => louvain(graph, { ...options, seed: 1 }), values],
  sampledBetweenness: [
    (graph, { pivots }, options) =>
      betweennessCentrality(graph, { ...options, samples: pivots.length, seed: pivotSeed }),
    values,
  ],
  betweenness: [(graph, _, options) => betweennessCentrality(graph, options), values],
};

export const tasks = Object.fromEntries(
  Object.entries(calls).map(([name, [call, answer]]) => [
    name,
    (graph, data, threads) => {
      const threaded = refuses(() => call(small, { source: 0, target: 1, pivots: [0] }, { threads: -1 }));
      if (!threaded && threads > 1) return undefined;
      return { run: () => call(graph, data, threaded ? { threads } : {}), answer };
    },
  ]),
);

/** Who has one thread passes over how many there are to be, who can have more refuses a wrong number. */
function refuses(run) {
  try {
    run();
    return false;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return true;
    throw error;
  }
}
