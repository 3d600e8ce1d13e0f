/** The `graph` of doc comments' examples that do not make one: five people who know each other, committed. */
import { Graph } from "../../src/index.ts";

export function sampleGraph(): Graph {
  const graph = new Graph();
  const ids = graph.addNodes(5, {
    labels: "Person",
    attributes: {
      name: ["Ada", "Alan", "Grace", "Edsger", "Barbara"],
      age: Int32Array.of(36, 41, 85, 72, 80),
    },
  });
  graph.addEdges([0, 0, 1, 2], [1, 2, 2, 3], {
    type: "KNOWS",
    attributes: { weight: Float64Array.of(1, 4, 2, 1), since: Int32Array.of(1936, 1944, 1945, 1960) },
  });
  graph.nodes.set(ids[0], { born: 1815 });
  graph.commit("five people");
  return graph;
}
