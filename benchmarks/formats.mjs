// CSV, JSON Lines and DOT into a graph and back, beside JSON.parse line by line; and beside papaparse where it is
// installed, and dotparser where DOTPARSER names the folder that has it.
// Run: npm run build && npm run bench:formats [-- --smoke]
import { exportGraph, readGraph } from "groggy/formats";
import { drawer, smoke } from "./shared/measure.mjs";

const nodeCount = smoke ? 600 : 60_000;
const edgeCount = smoke ? 3000 : 300_000;
const runs = smoke ? 1 : 5;
const draw = drawer(7);
const nodes = ["id,name,born"];
for (let i = 0; i < nodeCount; i++) nodes.push(`n${i},name ${i},${1800 + (i % 200)}`);
const edges = ["source,target,type,weight,since,note"];
for (let i = 0; i < edgeCount; i++)
  edges.push(
    `n${draw(nodeCount)},n${draw(nodeCount)},T${draw(5)},${draw(100_000) / 1000},${draw(2000)},note ${draw(1000)}`,
  );
const rows = edges.slice(1).map((line) => {
  const [source, target, type, weight, since, note] = line.split(",");
  return JSON.stringify({ source, target, type, weight: Number(weight), since: Number(since), note });
});
const encoder = new TextEncoder();
const tables = {
  nodes: encoder.encode(`${nodes.join("\n")}\n`),
  edges: encoder.encode(`${edges.join("\n")}\n`),
};
const lines = encoder.encode(`${rows.join("\n")}\n`);
const sum = edges.slice(1).reduce((all, line) => all + Number(line.split(",")[3]), 0);

/** Processor time of the median run, in ms, and what the work gave. */
async function timed(name, work) {
  const times = [];
  let result;
  for (let i = 0; i < runs; i++) {
    const start = process.cpuUsage();
    result = await work();
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  times.sort((a, b) => a - b);
  const median = times[times.length >> 1];
  console.log(`${name.padEnd(44)} ${median.toFixed(0).padStart(6)} ms`);
  return { median, result };
}

const weightOf = ({ graph }) => graph.edges.column("weight").values.reduce((all, value) => all + value, 0);
const check = (what, got, wanted) => {
  if (Math.abs(got - wanted) > 1e-6 * Math.abs(wanted)) throw new Error(`${what}: ${got}, not ${wanted}`);
};
const count = async (graph, format, parts) => {
  let bytes = 0;
  const sink = (chunk) => {
    bytes += chunk.length;
  };
  await exportGraph(graph, parts ? { nodes: sink, edges: sink } : sink, { format });
  return bytes;
};

const csv = await timed("CSV, two tables, into a graph", () => readGraph(tables, { format: "csv" }));
check("sum of weights", weightOf(csv.result), sum);
const { graph } = csv.result;
await timed("the graph into CSV", () => count(graph, "csv", true));
const parsed = await timed("JSON.parse line by line", () => {
  let all = 0;
  for (const line of new TextDecoder().decode(lines).split("\n"))
    if (line !== "") all += JSON.parse(line).weight;
  return all;
});
check("sum of weights", parsed.result, sum);
const jsonl = await timed("JSON Lines into a graph", () => readGraph({ edges: lines }, { format: "jsonl" }));
check("sum of weights", weightOf(jsonl.result), sum);
await timed("the graph into JSON Lines", () => count(graph, "jsonl", false));
console.log(`JSON Lines: ${(jsonl.median / parsed.median).toFixed(2)} times JSON.parse line by line`);

const statements = edges.slice(1).map((line) => {
  const [source, target, type, weight, since, note] = line.split(",");
  return `  ${source} -> ${target} [type=${type}, weight=${weight}, since=${since}, note="${note}"];`;
});
const dotText = `digraph {\n${statements.join("\n")}\n}\n`;
const dotBytes = encoder.encode(dotText);
const dot = await timed("DOT into a graph", () => readGraph(dotBytes, { format: "dot" }));
check("sum of weights", weightOf(dot.result), sum);
await timed("the graph into DOT", () => count(dot.result.graph, "dot", false));
if (process.env.DOTPARSER !== undefined) {
  const { default: parse } = await import(`${process.env.DOTPARSER}/node_modules/dotparser/index.js`);
  const peer = await timed("dotparser, a tree alone", () => parse(dotText)[0].children);
  const weights = peer.result.map(({ attr_list }) => Number(attr_list[1].eq));
  check(
    "sum of weights",
    weights.reduce((all, value) => all + value, 0),
    sum,
  );
  console.log(`DOT: ${(peer.median / dot.median).toFixed(1)} times as fast as dotparser's tree`);
}

const papaparse = await import("papaparse").catch(() => undefined);
if (papaparse !== undefined) {
  const peer = await timed(
    "papaparse, strings alone",
    () =>
      papaparse.default.parse(new TextDecoder().decode(tables.edges), { header: true, skipEmptyLines: true })
        .data.length,
  );
  check("rows", peer.result, edgeCount);
  console.log(`CSV: ${(csv.median / peer.median).toFixed(2)} times papaparse's strings`);
}
