// The cases of benchmarks/gate.mjs, from small to large: each makes its input by a library that it is given and returns the
// run to be timed, which returns a number that both builds must agree on.
import { drawer } from "../shared/measure.mjs";

const nodeCount = 100_000;
const edgeCount = 500_000;

function edges() {
  const draw = drawer(0x2545f491);
  const sources = Uint32Array.from({ length: edgeCount }, () => draw(nodeCount));
  return { sources, targets: Uint32Array.from(sources, () => draw(nodeCount)) };
}

function graphOf({ Graph }) {
  const { sources, targets } = edges();
  const graph = new Graph({ directed: false });
  graph.addNodes(nodeCount, {
    attributes: { age: Int32Array.from({ length: nodeCount }, (_, i) => i % 90) },
  });
  graph.addEdges(sources, targets, {
    attributes: { weight: Float64Array.from(sources, (u) => 1 + (u % 7)) },
  });
  return graph;
}

const frozen = (run) => (library) => {
  const graph = graphOf(library);
  graph.csr();
  return () => run(graph, library);
};
const sumOf = (values) => values.reduce((sum, value) => sum + value, 0);

export const cases = {
  "add nodes one by one": (library) => () => {
    const graph = new library.Graph();
    for (let i = 0; i < 50_000; i++) graph.addNode("Person", { age: i });
    return graph.nodeCount;
  },
  "build and freeze": (library) => () => graphOf(library).csr().edgeCount,
  "read single values": (library) => {
    const graph = graphOf(library);
    return () => {
      let sum = 0;
      for (let id = 0; id < nodeCount; id++) sum += graph.nodes.get(id, "age");
      return sum;
    };
  },
  "filter a column": (library) => {
    const graph = graphOf(library);
    return () => {
      let found = 0;
      for (let i = 0; i < 200; i++) found += graph.nodes.where(`age > ${i % 90}`).count;
      return found;
    };
  },
  "commit and check out": (library) => {
    const graph = graphOf(library);
    graph.commit("all");
    return () => {
      for (let i = 0; i < 20; i++) {
        graph.nodes.set(i, { age: (graph.nodes.get(i, "age") ?? 0) + 1 });
        graph.commit("one");
      }
      graph.checkout("main~10");
      graph.checkout("main");
      return graph.nodeCount;
    };
  },
  components: frozen((graph, { connectedComponents }) => connectedComponents(graph).count),
  "breadth-first search": frozen((graph, { shortestPathLengths }) =>
    sumOf(shortestPathLengths(graph, 0).values),
  ),
  "weighted paths": frozen((graph, { shortestPathLengths }) =>
    sumOf(shortestPathLengths(graph, 0, { weight: "weight" }).values.filter(Number.isFinite)),
  ),
  PageRank: frozen((graph, { pageRank }) => Math.round(1e3 * sumOf(pageRank(graph).values))),
  triangles: frozen((graph, { triangles }) => triangles(graph).total),
};
