// ngraph: its graph, path, pagerank and louvain. It has no components and no breadth-first search of its own:
// here they are the loops that its users write over forEachLinkedNode.

import coarsen from "ngraph.coarsen";
import createGraph from "ngraph.graph";
import louvainOf from "ngraph.louvain";
import pagerankOf from "ngraph.pagerank";
import { aStar } from "ngraph.path";
import { rankTolerance } from "../tasks.mjs";
import { valuesOf } from "./answers.mjs";

export const packages = [
  "ngraph.graph",
  "ngraph.path",
  "ngraph.pagerank",
  "ngraph.louvain",
  "ngraph.coarsen",
];

export function build({ nodeCount, edgeCount, sources, targets }) {
  const graph = createGraph();
  graph.beginUpdate();
  for (let node = 0; node < nodeCount; node++) graph.addNode(node);
  for (let i = 0; i < edgeCount; i++) graph.addLink(sources[i], targets[i]);
  graph.endUpdate();
  return graph;
}

export function weigh(graph, { weights }) {
  let i = 0;
  graph.forEachLink((link) => {
    // under a name of our own: a number here, or a `weight`, would make Louvain weighted
    link.data = { length: weights[i++] };
  });
}

export const tasks = {
  components: (graph, { nodeCount }) => ({
    run() {
      const labels = new Float64Array(nodeCount).fill(-1);
      const queue = new Uint32Array(nodeCount);
      for (let node = 0; node < nodeCount; node++)
        if (labels[node] < 0) reach(graph, node, labels, queue, node, 0);
      return labels;
    },
    answer: (labels) => labels,
  }),
  breadthFirst: (graph, { nodeCount, source }) => ({
    run() {
      const hops = new Float64Array(nodeCount).fill(-1);
      reach(graph, source, hops, new Uint32Array(nodeCount), 0, 1);
      return hops;
    },
    answer: (hops) => hops,
  }),
  // its links lead one way, so that it is given a graph with each of them both ways
  pageRank: (_, { nodeCount, edgeCount, sources, targets }) => {
    const twice = (a, b) => {
      const both = new Uint32Array(2 * edgeCount);
      both.set(a);
      both.set(b, edgeCount);
      return both;
    };
    const both = { sources: twice(sources, targets), targets: twice(targets, sources) };
    const turned = build({ nodeCount, edgeCount: 2 * edgeCount, ...both });
    return {
      run: () => pagerankOf(turned, 0.85, rankTolerance),
      answer: (ranks) => valuesOf(nodeCount, ranks),
    };
  },
  path: (graph, { source, target }) => ({
    run: () => aStar(graph, { distance: (_from, _to, link) => link.data.length }).find(source, target),
    answer: (path) =>
      path.slice(1).reduce((sum, { id }, i) => {
        const link = graph.getLink(path[i].id, id) ?? graph.getLink(id, path[i].id);
        return sum + link.data.length;
      }, 0),
  }),
  louvain: (graph, { nodeCount }) => ({
    run() {
      const levels = [louvainOf(graph)];
      // its readme's loop over levels: it does one at a call
      for (let level = graph; levels.at(-1).canCoarse(); ) {
        level = coarsen(level, levels.at(-1));
        levels.push(louvainOf(level));
      }
      return levels;
    },
    answer: (levels) =>
      Float64Array.from({ length: nodeCount }, (_, node) => communityOf(graph, levels, node)),
  }),
};

/** The community of a node on the last level; those without edges are lost on the way there. */
function communityOf(graph, levels, node) {
  if (!graph.getLinks(node)?.size) return -1 - node;
  return levels.reduce((name, level) => level.getClass(name), node);
}

/** Writes values to a node and all that are reached from it: `first` and, a hop farther, `step` more. */
function reach(graph, source, values, queue, first, step) {
  values[source] = first;
  queue[0] = source;
  let count = 1;
  for (let head = 0; head < count; head++) {
    const next = values[queue[head]] + step;
    graph.forEachLinkedNode(queue[head], ({ id }) => {
      if (values[id] >= 0) return;
      values[id] = next;
      queue[count++] = id;
    });
  }
}
