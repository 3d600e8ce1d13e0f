// Filters over a million nodes, by scans and by indices, and what building an index costs. What is found is
// compared with a loop over plain arrays before anything is timed. `--smoke` runs small sizes once, for CI.
// Run: npm run build && node --expose-gc benchmarks/filters.mjs
import { Graph } from "../dist/index.js";
import { checkSame, digits, drawer, machine, measure, option, smoke, spread } from "./shared/measure.mjs";

const nodeCount = option("nodes", smoke ? 20_000 : 1_000_000);
const rounds = smoke ? 1 : 51;
const draw = drawer(0x2545f491);
const line = (...cells) =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(48) : cell.padStart(16))).join(""));
const collect = globalThis.gc ?? (() => {});

const age = Int32Array.from({ length: nodeCount }, () => draw(90));
const score = Float64Array.from({ length: nodeCount }, () => draw(90_000) / 1000);
const serial = BigInt64Array.from({ length: nodeCount }, (_, i) => BigInt(i) * 1_000_003n);
const city = Array.from({ length: nodeCount }, () => `city ${draw(500)}`);
const email = Array.from({ length: nodeCount }, (_, i) => `user${(i * 7919) % nodeCount}@example.org`);
const graph = new Graph();
graph.addNodes(nodeCount, { labels: "Person", attributes: { age, score, serial, city, email } });
const { nodes } = graph;
const wanted = email[nodeCount >> 1];

const questions = [
  ["age > 30", (i) => age[i] > 30],
  ["score > 30", (i) => score[i] > 30],
  ["serial > 500000000", (i) => serial[i] > 500_000_000n],
  ["age BETWEEN 20 AND 30", (i) => age[i] >= 20 && age[i] <= 30],
  ["city = 'city 7'", (i) => city[i] === "city 7"],
  ["city STARTS WITH 'city 4'", (i) => city[i].startsWith("city 4")],
  [`email = '${wanted}'`, (i) => email[i] === wanted],
  ["email STARTS WITH 'user77'", (i) => email[i].startsWith("user77")],
  ["email CONTAINS '77@'", (i) => email[i].includes("77@")],
  ["age > 30 AND score > 30", (i) => age[i] > 30 && score[i] > 30],
  ["age < score", (i) => age[i] < score[i]],
  [":Person", () => true],
];

function ask(text, matches) {
  let count = 0;
  for (let i = 0; i < nodeCount; i++) count += matches(i) ? 1 : 0;
  checkSame(text, nodes.where(text).count, count);
  line(text, spread(measure(rounds, () => nodes.where(text).count)));
}

console.log(machine());
console.log(`${nodeCount} nodes; medians`);
line("\nby a scan".padEnd(49), "ms");
for (const [text, matches] of questions) ask(text, matches);

/** One column of each type, its filter, and what is written to it. */
const scattered = [
  ["int32", (i) => age[i], "v > 30"],
  ["int64", (i) => serial[i], "v > 500000000"],
  ["float32", (i) => age[i], "v > 30"],
  ["float64", (i) => score[i], "v > 30"],
  ["timestamp", (i) => new Date(age[i]), "v > '1970-01-01T00:00:00.030Z'"],
  ["bool", (i) => age[i] > 30, "v = true"],
  ["utf8", (i) => city[i], "v = 'city 7'"],
  ["int32", (i) => age[i], "v > 30 AND w < 60"],
  ["int32", (i) => age[i], undefined],
];
const stages = ["as loaded", "0.1 %", "1 %", "10 %", "commit, gc", "setColumn"];
line("\nafter scattered writes".padEnd(49), "ms, and times as loaded");
console.log(`  ${stages.join(" / ")}`);
for (const [type, valueAt, filter] of scattered) {
  const values = Array.from({ length: nodeCount }, (_, i) => valueAt(i));
  const live = new Graph({ schema: { nodes: { v: type, w: "int32" } } });
  live.addNodes(nodeCount, { attributes: { v: values, w: age } });
  const run =
    filter === undefined ? () => live.nodes.column("v").length : () => live.nodes.where(filter).count;
  const times = [measure(rounds, run).median];
  let written = 0;
  for (const share of [0.001, 0.01, 0.1]) {
    for (; written < nodeCount * share; written++)
      live.nodes.set(draw(nodeCount), { v: values[draw(nodeCount)] });
    times.push(measure(rounds, run).median);
  }
  live.commit("scattered");
  live.history.gc({ keepOperations: false });
  times.push(measure(rounds, run).median);
  live.nodes.setColumn("v", live.nodes.ids(), values);
  times.push(measure(rounds, run).median);
  const ratios = times.slice(1).map((time) => (time / times[0]).toFixed(1));
  console.log(
    `  ${`${type}, ${filter ?? "column"}`.padEnd(46)}${digits(times[0]).padStart(8)}   ${ratios.join("  ")}`,
  );
}

line("\nby an index".padEnd(49), "ms");
for (const [name, kind, text, matches] of [
  ["email", "hash", `email = '${wanted}'`, (i) => email[i] === wanted],
  ["email", "hash", `email = '${wanted}' AND age >= 0`, (i) => email[i] === wanted],
  ["serial", "hash", "serial = 7000021", (i) => serial[i] === 7_000_021n],
  ["serial", "sorted", "serial < 10000030", (i) => serial[i] < 10_000_030n],
  ["score", "sorted", "score > 89.99", (i) => score[i] > 89.99],
  ["email", "sorted", "email STARTS WITH 'user7777'", (i) => email[i].startsWith("user7777")],
  ["city", "bitmap", "city = 'city 7'", (i) => city[i] === "city 7"],
]) {
  nodes.createIndex(name, { kind });
  collect();
  const start = performance.now();
  nodes.where(text);
  line(`building: ${kind} on ${name}`, digits(performance.now() - start));
  ask(text, matches);
  nodes.dropIndex(name, { kind });
}
