// Measures what plans take their steps to cost: the constants of src/query/plan/element-order.ts, each as the processor's
// time of one more of a thing by that of one node more that is gone through. Reads dist.
import { Graph } from "../../dist/index.js";
import { cpuTimeOf, drawer, option, uniformEdges } from "../shared/measure.mjs";

const nodeCount = option("nodes", 100_000);
const edgeCount = option("edges", 10 * nodeCount);
const rounds = option("rounds", 9);

const graph = new Graph({ schema: { nodes: { v: "integer", w: "integer" } } });
const places = Array.from({ length: nodeCount }, (_, i) => i);
graph.addNodes(nodeCount, {
  labels: ["N"],
  attributes: { v: places, w: places.map((i) => i % 10) },
});
const { sources, targets } = uniformEdges(nodeCount, edgeCount, drawer(7));
graph.addEdges(sources, targets, { type: "T" });
const few = 1000;

/** The median of the processor's time for a query, in ns. */
function timeOf(text) {
  const times = [];
  for (let round = 0; round < rounds + 3; round++) {
    const ms = cpuTimeOf(() => graph.query(text).toArray({ rows: "array" }));
    if (round >= 3) times.push(ms * 1e6);
  }
  return times.sort((a, b) => a - b)[rounds >> 1];
}

// sums of two variables keep matches from being counted without rows
const scan = "MATCH (a:N) WHERE a.w < 10 WITH a";
const end = "RETURN sum(id(a)) AS s";
const both = "RETURN sum(id(a) + id(b)) AS s";
const base = timeOf(`${scan} ${end}`);
const node = timeOf(`MATCH (a:N) WITH a ${end}`) / nodeCount;
const degree = edgeCount / nodeCount;
const expanded = timeOf(`MATCH (a:N) WITH a MATCH (a)-[:T]->(b) ${both}`);
const arcs = (expanded - node * nodeCount) / edgeCount;
const asked = timeOf(`MATCH (a:N) WITH a MATCH (a)-[:T]->(b) WHERE b.v + a.v >= 0 ${both}`);
const joined = timeOf(`MATCH (a:N) WITH a MATCH (a)-[:T]->(b) MATCH (b)-[:T]->(a) ${both}`);
const walked = timeOf(`MATCH (a:N) WHERE a.v < ${few} WITH a MATCH (a)-[:T*1..2]->(b) ${both}`);
const found = timeOf(`UNWIND range(0, ${few}) AS i MATCH (b:N {v: i}) RETURN sum(id(b) + i) AS s`);
const map = timeOf(`UNWIND range(0, 8) AS i MATCH (b:N {v: i}) RETURN sum(id(b) + i) AS s`);

const costs = {
  "node gone through": node,
  "relationship read, and row made": arcs,
  "condition on a row": (asked - expanded) / edgeCount,
  "relationships between two nodes": (joined - expanded) / edgeCount,
  "relationship of a walk": walked / (few * (degree + degree * degree)),
  "search by a value": (found - map) / few,
  "node of a map, made once": map / nodeCount,
  "condition on a node of a scan": Math.max(0, base / nodeCount - node),
};
console.log(`${nodeCount} nodes, ${edgeCount} relationships; ns, and by one node gone through`);
for (const [name, ns] of Object.entries(costs))
  console.log(`${name.padEnd(34)}${ns.toFixed(1).padStart(9)}${(ns / node).toFixed(2).padStart(9)}`);
