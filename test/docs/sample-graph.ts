/**
 * What doc comments' examples that do not make a graph may use: `graph` and the ids of some of its nodes. Which
 * graph it is, the names that an example uses decide: people, roads between cities, currencies, or a supply.
 */
import { Graph } from "../../src/index.js";

/** Five people, some of whom know each other, two commits and a branch; and another, smaller graph. */
export function people() {
  const graph = new Graph();
  const [ada, alan, grace, edsger, barbara] = graph.addNodes(5, {
    labels: "Person",
    attributes: {
      name: ["Ada", "Alan", "Grace", "Edsger", "Barbara"],
      age: Int32Array.of(36, 41, 85, 72, 80),
    },
  });
  graph.commit("five people");
  graph.branch("experiment");
  graph.addEdges([0, 0, 1, 2], [1, 2, 2, 3], {
    type: "KNOWS",
    attributes: { weight: Float64Array.of(1, 4, 2, 1), since: Int32Array.of(1936, 1944, 1945, 1960) },
  });
  graph.nodes.set(ada, { born: 1815 });
  graph.commit("who knows whom");
  const other = new Graph();
  other.addNodes(2, { labels: "Person", attributes: { name: ["Katherine", "Dorothy"] } });
  return { graph, other, ada, alan, grace, edsger, barbara };
}

/** Five cities, the roads between them, and where they lie. */
export function cities() {
  const graph = new Graph({ directed: false });
  const x = [2.3, 4.8, 9.2, 12.5, 16.4];
  const y = [48.9, 45.8, 45.5, 41.9, 48.2];
  const [paris, lyon, milan, rome, vienna] = graph.addNodes(5, {
    labels: "City",
    attributes: { name: ["Paris", "Lyon", "Milan", "Rome", "Vienna"], x, y },
  });
  graph.addEdges([0, 1, 2, 0, 2], [1, 2, 3, 2, 4], {
    type: "ROAD",
    attributes: { km: Float64Array.of(466, 440, 575, 850, 865) },
  });
  graph.commit("five cities");
  return { graph, x, y, paris, lyon, milan, rome, vienna };
}

/** Three currencies, and the logarithms of what one costs in another. */
export function currencies() {
  const graph = new Graph();
  const [usd, eur, yen] = graph.addNodes(3, { attributes: { code: ["USD", "EUR", "JPY"] } });
  graph.addEdges([0, 1, 2], [1, 2, 0], { attributes: { logRate: [0.1, -5, 4.9].map((rate) => -rate) } });
  graph.commit("three currencies");
  return { graph, usd, eur, yen };
}

/** From a plant by two ways to a city: what each line carries, and what it costs. */
export function supply() {
  const graph = new Graph();
  const [plant, depot, shop, city] = graph.addNodes(4, {
    attributes: { name: ["plant", "depot", "shop", "city"] },
  });
  graph.addEdges([0, 0, 1, 2, 1], [1, 2, 3, 3, 2], {
    attributes: {
      megawatts: [30, 20, 25, 20, 10],
      seats: Int32Array.of(50, 50, 50, 50, 50),
      price: [2, 3, 4, 1, 1],
    },
  });
  graph.commit("a supply");
  return { graph, plant, depot, shop, city };
}
