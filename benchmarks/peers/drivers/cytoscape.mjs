// cytoscape without a canvas. It has no triangles, no Louvain, no label propagation, no sampled betweenness.
import cytoscape from "cytoscape";
import { rankTolerance } from "../tasks.mjs";
import { labelsOf, valuesOf } from "./answers.mjs";

export const packages = ["cytoscape"];

export function build({ nodeCount, edgeCount, sources, targets }) {
  const nodes = Array.from({ length: nodeCount }, (_, node) => ({ data: { id: String(node) } }));
  const edges = Array.from({ length: edgeCount }, (_, i) => ({
    data: { id: `e${i}`, source: String(sources[i]), target: String(targets[i]) },
  }));
  return cytoscape({ headless: true, styleEnabled: false, elements: { nodes, edges } });
}

export function weigh(graph, { weights }) {
  graph.batch(() => {
    graph.edges().forEach((edge) => {
      edge.data("weight", weights[Number(edge.id().slice(1))]);
    });
  });
}

const weight = (edge) => edge.data("weight");

export const tasks = {
  components: (graph, { nodeCount }) => ({
    run: () => graph.elements().components(),
    answer: (parts) =>
      labelsOf(
        nodeCount,
        parts.map((part) => part.nodes().map((node) => node.id())),
      ),
  }),
  breadthFirst: (graph, { nodeCount, source }) => ({
    run() {
      const hops = new Float64Array(nodeCount).fill(-1);
      graph.elements().bfs({
        roots: graph.getElementById(String(source)),
        visit(node, _edge, _before, _i, depth) {
          hops[node.id()] = depth;
        },
      });
      return hops;
    },
    answer: (hops) => hops,
  }),
  // it follows edges one way, so that it is given each both ways; and it adds the jumps to the whole of the links
  // where others share 1 out between them, so that this damping of its is 0.85 of theirs
  pageRank: (_, { nodeCount, edgeCount, sources, targets }) => {
    const both = build({
      nodeCount,
      edgeCount: 2 * edgeCount,
      sources: [...sources, ...targets],
      targets: [...targets, ...sources],
    });
    const dampingFactor = 2 - 1 / 0.85;
    // of the sum of squares
    const precision = rankTolerance ** 2 / nodeCount;
    return {
      run: () => both.elements().pageRank({ dampingFactor, precision, iterations: 100 }),
      answer: ({ rank }) => valuesOf(nodeCount, (id) => rank(both.getElementById(id))),
    };
  },
  paths: (graph, { nodeCount, source }) => ({
    run: () => graph.elements().dijkstra({ root: graph.getElementById(String(source)), weight }),
    answer: ({ distanceTo }) => valuesOf(nodeCount, (id) => distanceTo(graph.getElementById(id))),
  }),
  path: (graph, { source, target }) => ({
    run: () =>
      graph.elements().aStar({
        root: graph.getElementById(String(source)),
        goal: graph.getElementById(String(target)),
        weight,
      }),
    answer: ({ distance }) => distance,
  }),
  betweenness: (graph, { nodeCount }) => ({
    run: () => graph.elements().betweennessCentrality({}),
    answer: ({ betweenness }) => valuesOf(nodeCount, (id) => betweenness(graph.getElementById(id))),
  }),
};
