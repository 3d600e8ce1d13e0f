// Reads over many elements beside graphology: steps along edges, degrees in bulk. Answers are compared before anything is
// timed. Sizes: --nodes and --edges; --smoke runs small ones once, for CI; --cpu takes the processor's time.
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
