// graphology with its standard library. It has no triangles, no label propagation and no sampled betweenness.
import graphologyModule from "graphology";
import louvainOf from "graphology-communities-louvain";
import { connectedComponents } from "graphology-components";
import betweennessOf from "graphology-metrics/centrality/betweenness.js";
import pagerankOf from "graphology-metrics/centrality/pagerank.js";
import dijkstra from "graphology-shortest-path/dijkstra.js";
import { bfsFromNode } from "graphology-traversal";
import { drawer } from "../../shared/measure.mjs";
import { rankTolerance } from "../tasks.mjs";
import { labelsOf, valuesOf } from "./answers.mjs";

export const packages = [
  "graphology",
  "graphology-components",
  "graphology-traversal",
  "graphology-metrics",
  "graphology-shortest-path",
  "graphology-communities-louvain",
];

export function build({ nodeCount, edgeCount, sources, targets }) {
  const graph = new graphologyModule.UndirectedGraph();
  for (let node = 0; node < nodeCount; node++) graph.addNode(node);
  for (let i = 0; i < edgeCount; i++) graph.addEdge(sources[i], targets[i]);
  return graph;
}

export function weigh(graph, { weights }) {
  let i = 0;
  graph.forEachEdge((_, attributes) => {
    attributes.weight = weights[i++];
  });
}

export const tasks = {
  components: (graph, { nodeCount }) => ({
    run: () => connectedComponents(graph),
    answer: (parts) => labelsOf(nodeCount, parts),
  }),
  breadthFirst: (graph, { nodeCount, source }) => ({
    run() {
      const hops = new Float64Array(nodeCount).fill(-1);
      bfsFromNode(graph, source, (node, _, depth) => {
        hops[node] = depth;
      });
      return hops;
    },
    answer: (hops) => hops,
  }),
  pageRank: (graph, { nodeCount }) => ({
    // its tolerance is for each node
    run: () => pagerankOf(graph, { getEdgeWeight: null, tolerance: rankTolerance / nodeCount }),
    answer: (ranks) => valuesOf(nodeCount, ranks),
  }),
  paths: (graph, { nodeCount, source }) => ({
    run: () => dijkstra.singleSource(graph, source, "weight"),
    answer: (paths) => distancesOf(graph, nodeCount, paths),
  }),
  path: (graph, { source, target }) => ({
    run: () => dijkstra.bidirectional(graph, source, target, "weight"),
    answer: (path) => path.slice(1).reduce((sum, node, i) => sum + weightBetween(graph, path[i], node), 0),
  }),
  louvain: (graph, { nodeCount }) => ({
    run() {
      const draw = drawer(1);
      return louvainOf(graph, { getEdgeWeight: null, rng: () => draw(2 ** 31) / 2 ** 31 });
    },
    answer: (communities) => valuesOf(nodeCount, communities),
  }),
  betweenness: (graph, { nodeCount }) => ({
    run: () => betweennessOf(graph, { getEdgeWeight: null }),
    answer: (values) => valuesOf(nodeCount, values),
  }),
};

function weightBetween(graph, u, v) {
  return graph.getEdgeAttribute(graph.edge(u, v), "weight");
}

/** It gives paths and no distances: each is its last edge longer than that of the node before. */
function distancesOf(graph, nodeCount, paths) {
  const distances = new Float64Array(nodeCount).fill(Infinity);
  const shortestFirst = Object.values(paths).sort((a, b) => a.length - b.length);
  for (const path of shortestFirst) {
    const [before, last] = [path.at(-2), path.at(-1)];
    const isSource = before === undefined;
    distances[last] = isSource ? 0 : distances[before] + weightBetween(graph, before, last);
  }
  return distances;
}
