// The cost of a transaction beside its work, of taking one back, and of writes outside of any; with --against the dist
// of another build, writes are compared with it in turns. Nanoseconds of the processor's time a call, in pairs whose
// order alternates. Run: npm run build && node benchmarks/transactions.mjs [--rounds n] [--against folder] [--smoke]
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Graph } from "../dist/index.js";
import { checkSame, cpuTimeOf, machine, option, smoke, spread, summarize } from "./shared/measure.mjs";

const calls = smoke ? 2_000 : 200_000;
const rounds = smoke ? 2 : option("rounds", 15);

class Refused extends Error {}
const refused = new Refused();

function make(GraphClass) {
  const graph = new GraphClass();
  graph.addNodes(calls, {
    labels: "N",
    attributes: { n: new Float64Array(calls), name: new Array(calls).fill("x") },
  });
  graph.commit("loaded");
  return graph;
}

const works = {
  nothing: () => {},
  set: (graph, i) => graph.nodes.set(i, { n: i + 0.5 }),
  addNode: (graph, i) => graph.addNode("N", { n: i }),
  addEdge: (graph, i) => graph.addEdge(i, calls - 1 - i, "T"),
};

function run(graph, each) {
  for (let i = 0; i < calls; i++) each(graph, i);
}

/** Median times of calls of two functions, in ns, each on a graph of its own. */
function compare(first, second, classes = [Graph, Graph]) {
  const times = [[], []];
  for (let round = 0; round <= rounds; round++) {
    const order = round % 2 === 0 ? [0, 1] : [1, 0];
    for (const side of order) {
      const graph = make(classes[side]);
      const time = cpuTimeOf(() => run(graph, side === 0 ? first : second));
      if (round > 0) times[side].push((time * 1e6) / calls);
    }
  }
  const ratios = times[0].map((time, i) => times[1][i] / time);
  return { first: summarize(times[0]), second: summarize(times[1]), ratio: summarize(ratios) };
}

function print(what, { first, second, ratio }, names) {
  const text = `${names[0]} ${spread(first)} ns, ${names[1]} ${spread(second)} ns, ratio ${ratio.median.toFixed(2)}`;
  console.log(`${what.padEnd(12)}${text}`);
}

console.log(machine());
console.log(`\nA transaction around one write, ${calls} times`);
for (const [name, work] of Object.entries(works)) {
  const within = (graph, i) => graph.transaction(() => work(graph, i));
  print(name, compare(work, within), ["alone", "in a transaction"]);
}

console.log("\nOne that keeps its write, and one that is taken back");
for (const [name, work] of Object.entries(works)) {
  const within = (graph, i) => graph.transaction(() => work(graph, i));
  const failing = (graph, i) => {
    const count = graph.nodeCount + graph.edgeCount;
    try {
      graph.transaction(() => {
        work(graph, i);
        throw refused;
      });
    } catch (error) {
      if (error !== refused) throw error;
    }
    checkSame("elements left", graph.nodeCount + graph.edgeCount, count);
  };
  print(name, compare(within, failing), ["kept", "taken back"]);
}

const at = process.argv.indexOf("--against");
if (at >= 0) {
  const { Graph: Other } = await import(pathToFileURL(resolve(process.argv[at + 1], "index.js")).href);
  console.log("\nWrites outside of transactions: the other build, and this one");
  for (const [name, work] of Object.entries(works)) {
    if (name !== "nothing") print(name, compare(work, work, [Other, Graph]), ["other", "this"]);
  }
}
