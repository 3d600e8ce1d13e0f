// Searches that stay near where they begin, straight after a write: as they are, and with the graph frozen first, as
// they were. Processor time in ms, all threads together, in pairs whose order alternates; the answers are compared.
// Run: npm run build && node benchmarks/local.mjs [--nodes n] [--edges n] [--smoke]

import {
  allSimplePaths,
  aStar,
  breadthFirstSearch,
  neighborhood,
  randomWalks,
  shortestPath,
} from "../dist/algorithms/index.js";
import { Graph } from "../dist/index.js";
import {
  checkSame,
  cpuTimeOf,
  drawer,
  machine,
  option,
  smoke,
  spread,
  summarize,
} from "./shared/measure.mjs";

const nodeCount = option("nodes", smoke ? 2_000 : 100_000);
const edgeCount = option("edges", smoke ? 6_000 : 300_000);
const rounds = smoke ? 4 : option("rounds", 60);
const draw = drawer(7);

function makeGraph() {
  const graph = new Graph();
  graph.addNodes(nodeCount);
  const ends = () => Uint32Array.from({ length: edgeCount }, () => draw(nodeCount));
  const weight = Float64Array.from({ length: edgeCount }, () => 1 + draw(100));
  graph.addEdges(ends(), ends(), { attributes: { weight } });
  graph.commit("loaded");
  graph.branch("side");
  graph.addEdge(0, 1);
  graph.commit("one more");
  return graph;
}

/** A node that is there. */
function anyNode(graph) {
  for (;;) {
    const id = draw(nodeCount);
    if (graph.hasNode(id)) return id;
  }
}

const writes = {
  addEdge: (graph) => graph.addEdge(anyNode(graph), anyNode(graph), { weight: 5 }),
  removeEdge: (graph) => {
    const id = draw(edgeCount);
    if (graph.hasEdge(id)) graph.removeEdge(id);
  },
  addNode: (graph) => graph.addNode(),
  removeNode: (graph) => graph.removeNode(anyNode(graph)),
  set: (graph) => graph.nodes.set(anyNode(graph), { rank: draw(10) }),
  checkout: (graph) => graph.checkout(graph.head.branch === "side" ? "main" : "side", { discard: true }),
};

const show = (path) => (path === undefined ? "none" : `${path.distance}: ${path.nodes} ${path.edges}`);
const sumOf = (ids) => ids.reduce((sum, id) => sum + id, ids.length);

const searches = {
  "neighborhood, 1 hop": (graph, a) => sumOf(neighborhood(graph, a).ids()),
  "neighborhood, 3 hops, both": (graph, a) =>
    sumOf(neighborhood(graph, a, { maxDepth: 3, direction: "both" }).ids()),
  shortestPath: (graph, a, b) => show(shortestPath(graph, a, b)),
  "shortestPath, both": (graph, a, b) => show(shortestPath(graph, a, b, { direction: "both" })),
  "shortestPath, weight": (graph, a, b) => show(shortestPath(graph, a, b, { weight: "weight" })),
  "aStar to a node 2 hops away": (graph, a) => {
    const near = neighborhood(graph, a, { maxDepth: 2 }).ids();
    return show(aStar(graph, a, near[near.length - 1], { heuristic: () => 0 }));
  },
  "breadthFirstSearch, 2 hops": (graph, a) => sumOf(breadthFirstSearch(graph, a, { maxDepth: 2 }).order),
  "allSimplePaths, 4 edges": (graph, a, b) =>
    [...allSimplePaths(graph, a, b, { maxLength: 4 })].map(show).join(),
  "randomWalks, 5 of 10 steps": (graph, a) => [...randomWalks(graph, { sources: a, count: 5 })].join(),
  degree: (graph, a) => graph.degree(a),
  neighbors: (graph, a) => sumOf(graph.neighbors(a)),
};

/** Times of a search after a write, as it is and with the graph frozen before it. */
function compare(graph, write, search) {
  const times = [[], []];
  for (let round = -3; round < rounds; round++) {
    for (const frozenFirst of round % 2 === 0 ? [0, 1] : [1, 0]) {
      write(graph);
      const [a, b] = [anyNode(graph), anyNode(graph)];
      let answer;
      const time = cpuTimeOf(() => {
        if (frozenFirst === 1) graph.csr();
        answer = search(graph, a, b);
      });
      if (round >= 0) times[frozenFirst].push(time);
      if (frozenFirst === 0) {
        graph.csr();
        checkSame("over the frozen graph", search(graph, a, b), answer);
      }
    }
  }
  return times.map(summarize);
}

function row(name, [local, frozen]) {
  const ratio = frozen.median / Math.max(local.median, 0.001);
  console.log(`| ${name} | ${spread(frozen)} | ${spread(local)} | ${ratio.toPrecision(2)} |`);
}

const graph = makeGraph();
console.log(machine());
console.log(`${nodeCount} nodes, ${edgeCount} edges`);
console.log("\n| after addEdge | frozen first | as it is | times as fast |\n| --- | --: | --: | --: |");
for (const [name, search] of Object.entries(searches)) row(name, compare(graph, writes.addEdge, search));
for (const name of ["neighborhood, 1 hop", "shortestPath"]) {
  console.log(`\n| ${name}, after | frozen first | as it is | times as fast |\n| --- | --: | --: | --: |`);
  for (const [what, write] of Object.entries(writes)) row(what, compare(graph, write, searches[name]));
}

const fresh = makeGraph();
const first = cpuTimeOf(() => fresh.degree(0));
const list = makeGraph();
const some = Uint32Array.from({ length: Math.min(8000, nodeCount) }, () => draw(nodeCount));
const all = cpuTimeOf(() => {
  for (const id of some) list.degree(id);
});
const again = cpuTimeOf(() => {
  for (let i = 0; i < 100; i++) for (const id of some) list.degree(id);
});
console.log(
  `\nthe first degree() ${first.toFixed(2)} ms, of ${some.length} nodes at first ${all.toFixed(1)} ms,`,
);
console.log(`then ${((again / 100 / some.length) * 1e6).toFixed(0)} ns each`);
