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
