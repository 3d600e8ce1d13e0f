// What is done in Node and in every browser page: a graph with a history, from the same numbers, told of as
// plain data. Ids of commits are hashes over all that is in them, so equal ids mean equal graphs.
import { Graph } from "groggy";

const nodeCount = 100_000;
const edgeCount = 300_000;
const author = "Ada <ada@example.org>";

/** A sequence of numbers 0 .. 2^32 - 1 that is the same everywhere (xorshift). */
function generator(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

export function run() {
  const next = generator(2463534242);
  const graph = new Graph();
  const nodes = graph.addNodes(nodeCount, {
    labels: "Person",
    attributes: {
      age: Int32Array.from({ length: nodeCount }, () => next() % 100),
      score: Float64Array.from({ length: nodeCount }, () => next() / 2 ** 32),
      name: Array.from({ length: nodeCount }, () => `name ${next() % 5000} ü €`),
    },
  });
  const pick = () => nodes[next() % nodeCount];
  const sources = Uint32Array.from({ length: edgeCount }, pick);
  const targets = Uint32Array.from({ length: edgeCount }, pick);
  graph.addEdges(sources, targets, { type: "KNOWS" });
  const first = graph.commit("import", { author, time: 1_700_000_000_000 });

  const adults = graph.nodes.where("age >= 18 AND score < 0.5");
  graph.branch("experiment");
  graph.checkout("experiment");
  graph.nodes.set(nodes[7], { name: "Lovelace", note: "𝔸da" });
  graph.removeNode(nodes[8]);
  const second = graph.commit("change", { author, time: 1_700_000_001_000, meta: { by: "test" } });
  const changed = [graph.nodeCount, graph.nodes.get(nodes[7], "name"), graph.hasNode(nodes[8])];

  const past = graph.at("main");
  const seen = [past.nodeCount, past.nodes.get(nodes[7], "name"), past.hasNode(nodes[8])];
  graph.checkout("main");
  return {
    commits: [first.id, second.id],
    adults: adults.count,
    sum: adults.ids().reduce((sum, id) => sum + id, 0),
    named: graph.nodes.where("name STARTS WITH 'name 12'").count,
    changed,
    seen,
    back: [graph.nodeCount, graph.edgeCount, graph.head.branch, graph.head.commit.id],
  };
}
