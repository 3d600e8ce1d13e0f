// CSV, JSON Lines, DOT and GraphML into a graph and back, beside JSON.parse line by line; and beside peers that are no
// part of the project, where DOTPARSER, GRAPHML_PEERS and CSV_PEERS name folders that have them.
// Run: npm run build && npm run bench:formats [-- --smoke]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
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
  // its time grows faster than the file
  const some = statements.slice(0, 20_000);
  const text = `digraph {\n${some.join("\n")}\n}\n`;
  const bytes = encoder.encode(text);
  const own = await timed("DOT of 20,000 edges into a graph", () => readGraph(bytes, { format: "dot" }));
  const peer = await timed("dotparser, a tree alone", () => parse(text)[0].children);
  const weights = peer.result.map(({ attr_list }) => Number(attr_list[1].eq));
  const total = weights.reduce((all, value) => all + value, 0);
  check("sum of weights", weightOf(own.result), total);
  console.log(`DOT: ${(peer.median / own.median).toFixed(1)} times as fast as dotparser's tree`);
}

const xmlNodes = smoke ? 200 : 20_000;
const xmlEdges = smoke ? 800 : 80_000;
const xml = [
  '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
  '<key id="d0" for="node" attr.name="name" attr.type="string"/>',
  '<key id="d1" for="node" attr.name="born" attr.type="int"/>',
  '<key id="d2" for="edge" attr.name="weight" attr.type="double"/>\n<graph edgedefault="directed">',
];
let xmlSum = 0;
for (let i = 0; i < xmlNodes; i++)
  xml.push(
    `<node id="n${i}">\n  <data key="d0">name ${i}</data>\n  <data key="d1">${1800 + (i % 200)}</data>\n</node>`,
  );
for (let i = 0; i < xmlEdges; i++) {
  const weight = draw(100_000) / 1000;
  xmlSum += weight;
  xml.push(
    `<edge source="n${draw(xmlNodes)}" target="n${draw(xmlNodes)}">\n  <data key="d2">${weight}</data>\n</edge>`,
  );
}
xml.push("</graph>\n</graphml>\n");
const xmlText = xml.join("\n");
const xmlBytes = encoder.encode(xmlText);
const graphml = await timed("GraphML of 100,000 elements into a graph", () =>
  readGraph(xmlBytes, { format: "graphml" }),
);
check("sum of weights", weightOf(graphml.result), xmlSum);
await timed("the graph into GraphML", () => count(graphml.result.graph, "graphml", false));
await timed("the graph into GEXF", () => count(graphml.result.graph, "gexf", false));
// GRAPHML_PEERS is a folder with node_modules, where graphology-graphml is, and py, a virtual environment with igraph
// and networkx
if (process.env.GRAPHML_PEERS !== undefined) await graphmlPeers(process.env.GRAPHML_PEERS);

async function graphmlPeers(folder) {
  const require = createRequire(`${folder}/`);
  const { MultiDirectedGraph } = require("graphology");
  const parser = require("graphology-graphml");
  const peer = await timed("graphology-graphml", () => parser.parse(MultiDirectedGraph, xmlText));
  check(
    "sum of weights",
    peer.result.reduceEdges((sum, _, { weight }) => sum + weight, 0),
    xmlSum,
  );
  console.log(`GraphML: ${(peer.median / graphml.median).toFixed(1)} times as fast as graphology-graphml`);
  const path = `${mkdtempSync(`${tmpdir()}/graphml-`)}/g.graphml`;
  writeFileSync(path, xmlBytes);
  const script = `
import igraph, networkx, sys, time
def median(read):
    times = []
    for _ in range(5):
        start = time.process_time(); graph = read(sys.argv[1]); times.append(time.process_time() - start)
    return sorted(times)[2] * 1000, graph
a, g = median(igraph.Graph.Read_GraphML)
b, h = median(networkx.read_graphml)
print(a, sum(g.es["weight"]), b, sum(w for _, _, w in h.edges(data="weight")))`;
  const { stdout } = spawnSync(`${folder}/py/bin/python`, ["-c", script, path], { encoding: "utf8" });
  const [igraph, igraphSum, networkx, networkxSum] = stdout.split(" ").map(Number);
  check("sum of weights", igraphSum, xmlSum);
  check("sum of weights", networkxSum, xmlSum);
  console.log(`igraph ${igraph.toFixed(0)} ms, networkx ${networkx.toFixed(0)} ms`);
  console.log(`GraphML: ${(graphml.median / igraph).toFixed(2)} times igraph's C`);
  console.log(`GraphML: ${(networkx / graphml.median).toFixed(1)} times as fast as networkx`);
}

// CSV_PEERS is a folder with node_modules, where papaparse and graphology are, and py, a virtual environment with duckdb
if (process.env.CSV_PEERS !== undefined) await csvPeers(process.env.CSV_PEERS);

async function csvPeers(folder) {
  const require = createRequire(`${folder}/`);
  const papaparse = require("papaparse");
  const { MultiDirectedGraph } = require("graphology");
  const options = { header: true, skipEmptyLines: true, dynamicTyping: true };
  const rowsOf = (bytes) => papaparse.parse(new TextDecoder().decode(bytes), options).data;
  const own = await timed("CSV, two tables, into a graph", () => readGraph(tables, { format: "csv" }));
  const peer = await timed("papaparse into graphology", () => {
    const into = new MultiDirectedGraph();
    for (const { id, ...attributes } of rowsOf(tables.nodes)) into.addNode(id, attributes);
    for (const { source, target, ...attributes } of rowsOf(tables.edges))
      into.addEdge(source, target, attributes);
    return into;
  });
  check(
    "sum of weights",
    peer.result.reduceEdges((all, _, { weight }) => all + weight, 0),
    sum,
  );
  console.log(`CSV: ${(peer.median / own.median).toFixed(1)} times as fast as papaparse into graphology`);
  const path = mkdtempSync(`${tmpdir()}/csv-`);
  const files = { nodes: `${path}/nodes.csv`, edges: `${path}/edges.csv` };
  for (const part of ["nodes", "edges"]) writeFileSync(files[part], tables[part]);
  const script = `
import duckdb, sys, time
times = []
for _ in range(${runs}):
    db = duckdb.connect(config={"threads": 1})
    start = time.process_time()
    for name, path in [("nodes", sys.argv[1]), ("edges", sys.argv[2])]:
        db.execute(f"create table {name} as from read_csv('{path}')")
    times.append(time.process_time() - start)
print(sorted(times)[len(times) // 2] * 1000, db.execute("select sum(weight) from edges").fetchone()[0])`;
  const { stdout, stderr } = spawnSync(`${folder}/py/bin/python`, ["-c", script, files.nodes, files.edges], {
    encoding: "utf8",
  });
  rmSync(path, { recursive: true });
  if (stdout === "") throw new Error(stderr);
  const [duckdb, duckdbSum] = stdout.split(" ").map(Number);
  check("sum of weights", duckdbSum, sum);
  console.log(`DuckDB on one thread ${duckdb.toFixed(0)} ms`);
  console.log(`CSV: ${(own.median / duckdb).toFixed(2)} times DuckDB's load`);
}
