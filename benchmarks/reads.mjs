// Reads over many elements beside graphology: steps along edges, degrees in bulk, sums by source, rows in order.
// Answers are compared before anything is timed. Sizes: --nodes and --edges; --smoke runs small ones once, for CI; --cpu takes the processor's time.
// Run: npm run build && npm run bench:reads
import { MultiDirectedGraph } from "graphology";
import { Graph } from "../dist/index.js";
import {
  checkSame,
  digits,
  drawer,
  machine,
  measure,
  option,
  smoke,
  spread,
  uniformEdges,
} from "./shared/measure.mjs";

const nodeCount = option("nodes", smoke ? 1_000 : 100_000);
const edgeCount = option("edges", smoke ? 5_000 : 500_000);
const rounds = smoke ? 1 : 15;
const draw = drawer(0x2545f491);
const TYPES = ["WROTE", "CITES", "SAW", "KNOWS"];

const { sources, targets } = uniformEdges(nodeCount, edgeCount, draw);
const type = Array.from(sources, () => TYPES[draw(4)]);
const weight = Float64Array.from(sources, () => draw(1000) / 8);
const graph = new Graph();
graph.addNodes(nodeCount);
graph.addEdges(sources, targets, { type, attributes: { weight } });
const peer = new MultiDirectedGraph();
for (let i = 0; i < nodeCount; i++) peer.addNode(i);
for (let i = 0; i < edgeCount; i++)
  peer.addEdgeWithKey(i, sources[i], targets[i], { type: type[i], weight: weight[i] });

const line = (...cells) =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(52) : cell.padStart(18))).join(""));
console.log(machine("graphology"));
console.log(`${nodeCount} nodes, ${edgeCount} edges; medians in ms`);
line("", "groggy", "graphology");

/** Compares the answers, which are numbers, and then the times. */
function compare(what, own, others) {
  checkSame(what, own(), others());
  const mine = measure(rounds, own);
  const { median } = measure(Math.min(rounds, 7), others);
  line(what, spread(mine), `${digits(median)} (${digits(median / mine.median)}x)`);
}

/** A loop as one writes it: the nodes one step on. */
function outOf(nodes, keep = () => true) {
  const found = new Set();
  for (const node of nodes)
    peer.forEachOutEdge(node, (_edge, attributes, _source, target) => {
      if (keep(attributes)) found.add(Number(target));
    });
  return found;
}

function within(nodes, depthMax, keep) {
  const found = new Set();
  for (let depth = 0, frontier = nodes; depth < depthMax; depth++) {
    frontier = [...outOf(frontier, keep)].filter((node) => !found.has(node));
    for (const node of frontier) found.add(node);
  }
  return found;
}

for (const share of [nodeCount, 1000, 100, 10, 1].map((part) => Math.max(1, nodeCount / part))) {
  const starts = Array.from({ length: share }, (_, i) => Math.floor((i * nodeCount) / share));
  const from = graph.nodes.select(starts);
  compare(
    `out() of ${share}`,
    () => from.out().count,
    () => outOf(starts).size,
  );
  compare(
    `out("CITES") of ${share}`,
    () => from.out("CITES").count,
    () => outOf(starts, (a) => a.type === "CITES").size,
  );
  compare(
    `out("CITES", { where: "weight > 60" }) of ${share}`,
    () => from.out("CITES", { where: "weight > 60" }).count,
    () => outOf(starts, (a) => a.type === "CITES" && a.weight > 60).size,
  );
  compare(
    `out({ maxDepth: 3 }) of ${share}`,
    () => from.out({ maxDepth: 3 }).count,
    () => within(starts, 3).size,
  );
}
const all = Array.from({ length: nodeCount }, (_, i) => i);
compare(
  "degrees of all nodes, both directions",
  () => graph.degrees(all, "both").reduce((sum, degree) => sum + degree, 0),
  () => all.reduce((sum, node) => sum + peer.degree(node), 0),
);
compare(
  "targets of all edges",
  () => graph.edges.targets().reduce((sum, id) => (sum + id) % 1e9, 0),
  () => peer.edges().reduce((sum, edge) => (sum + Number(peer.target(edge))) % 1e9, 0),
);

/** Sums by source, as a loop with a map has them; the answer is their sum, to the whole. */
compare(
  "sum of weight by source",
  () => {
    const rows = graph.edges
      .all()
      .groupBy("source")
      .aggregate({ total: { sum: "weight" }, n: "count" });
    return Math.round(rows.reduce((sum, { total, n }) => sum + Number(total) * n, 0));
  },
  () => {
    const sums = new Map();
    peer.forEachEdge((_edge, attributes, source) => {
      const each = sums.get(source) ?? { total: 0, n: 0 };
      each.total += attributes.weight;
      each.n++;
      sums.set(source, each);
    });
    return Math.round([...sums.values()].reduce((sum, { total, n }) => sum + total * n, 0));
  },
);
compare(
  "the 10 heaviest edges as rows",
  () =>
    graph.edges
      .all()
      .rows({ columns: ["weight"], orderBy: { column: "weight", order: "descending" }, limit: 10 })
      .reduce((sum, { id, weight }) => sum + id * weight, 0),
  () =>
    peer
      .mapEdges((edge, { weight }) => ({ id: Number(edge), weight }))
      .sort((a, b) => b.weight - a.weight || a.id - b.id)
      .slice(0, 10)
      .reduce((sum, { id, weight }) => sum + id * weight, 0),
);
compare(
  "all edges as rows",
  () =>
    graph.edges
      .all()
      .rows()
      .reduce((sum, { id, weight }) => sum + id * weight, 0),
  () =>
    peer
      .mapEdges((edge, attributes, source, target) => ({ id: Number(edge), source, target, ...attributes }))
      .reduce((sum, { id, weight }) => sum + id * weight, 0),
);
const wanted = Uint32Array.from({ length: nodeCount / 10 }, () => draw(nodeCount));
const among = new Set(wanted);
compare(
  "edges whose source is in a typed array",
  () => graph.edges.where("source IN $wanted", { wanted }).count,
  () => peer.reduceEdges((sum, _edge, _attributes, source) => sum + (among.has(Number(source)) ? 1 : 0), 0),
);
