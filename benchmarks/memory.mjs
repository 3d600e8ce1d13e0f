// What a graph takes in memory, part by part, each in a process of its own; graphology and ngraph.graph beside
// it at --peer-nodes and --peer-edges. --nodes and --edges; --smoke runs small sizes, for CI; --write puts the
// table into docs/results/memory.md, with --date. Run: npm run build && npm run bench:memory
import { fileURLToPath } from "node:url";
import { MultiDirectedGraph } from "graphology";
import createGraph from "ngraph.graph";
import { Graph } from "../dist/index.js";
import { checkSame, drawer, machine, option, smoke } from "./shared/measure.mjs";
import { held, inProcess } from "./shared/memory.mjs";
import { table, writeSection } from "./shared/section.mjs";

const nodeCount = option("nodes", smoke ? 20_000 : 1_000_000);
const edgeCount = option("edges", smoke ? 100_000 : 5_000_000);
const peerNodeCount = option("peer-nodes", smoke ? 1_000 : 200_000);
const peerEdgeCount = option("peer-edges", smoke ? 5_000 : 1_000_000);
const viewCount = 100;
const cellCount = smoke ? 10 : 1_000;

const draw = drawer(0x2545f491);
const drawn = (count, below) => Uint32Array.from({ length: count }, () => draw(below));
const ofNodes = (make) => Array.from({ length: nodeCount }, (_, i) => make(i));
const ids = () => Uint32Array.from({ length: nodeCount }, (_, i) => i);

function structure(edges = edgeCount) {
  const graph = new Graph();
  graph.addNodes(nodeCount);
  graph.addEdges(drawn(edges, nodeCount), drawn(edges, nodeCount));
  return graph;
}

/** Columns of a value for each node: the type, bytes of the values themselves where their length varies. */
const columns = {
  bool: [() => ofNodes(() => draw(2) === 1), 0],
  int32: [() => Int32Array.from(drawn(nodeCount, 100)), 0],
  float64: [() => Float64Array.from(drawn(nodeCount, 100)), 0],
  int64: [() => BigInt64Array.from(drawn(nodeCount, 100), BigInt), 0],
  timestamp: [() => ofNodes(() => new Date(1.5e12 + draw(1e9))), 0],
  "utf8, 500 distinct": [() => ofNodes(() => `city ${draw(500)}`), 0],
  "utf8, all distinct, 11 bytes": [() => ofNodes((i) => `name ${String(i).padStart(6, "0")}`), 11],
  "binary of 16 bytes": [() => ofNodes(() => new Uint8Array(16)), 16],
  "json of 15 bytes": [() => ofNodes((i) => ({ size: 1e6 + i })), 15],
  "list<float64> of 3": [() => ofNodes(() => Float64Array.of(1, 2, draw(9))), 24],
  "vector<float32, 8>": [() => ofNodes(() => new Float32Array(8)), 32],
};

function committed() {
  const graph = new Graph({ clock: () => 0 });
  graph.addNodes(nodeCount, { attributes: { age: Int32Array.from(drawn(nodeCount, 100)) } });
  graph.commit("first");
  return graph;
}

/** A hundred commits of some cells each; their ids. */
function addCommits(graph, cells) {
  return Array.from({ length: viewCount }, (_, i) => {
    for (let cell = 0; cell < cells; cell++) graph.nodes.set(draw(nodeCount), { age: 1000 * i + cell + 100 });
    return graph.commit(String(i)).id;
  });
}

/** Each case: how many things, and what holds them; set-up comes before what is measured. */
const cases = {
  nodes: () => {
    const result = held(() => {
      const graph = structure(0);
      graph.neighbors(0, "both");
      return graph;
    });
    return { ...result, count: nodeCount };
  },
  "nodes one by one": () => {
    const result = held(() => {
      const graph = new Graph();
      for (let i = 0; i < nodeCount; i++) graph.addNode("Person");
      graph.neighbors(0, "both");
      return graph;
    });
    return { ...result, count: nodeCount };
  },
  labels: () => {
    const labels = ofNodes(() => [["Person"], ["City"]][draw(2)]);
    const result = held(() => {
      const graph = new Graph();
      graph.addNodes(nodeCount, { labels });
      return graph;
    });
    return { ...result, count: nodeCount };
  },
  edges: () => edges(structure, false),
  "edges and neighbors": () => edges(structure, true),
  "edges one by one": () => edges(oneByOne, true),
  frozen: () => {
    const graph = structure();
    const result = held(() => [graph.csr(), graph.csr().in]);
    checkSame("arcs", graph.csr().arcCount, edgeCount);
    return { ...result, count: edgeCount };
  },
  "first commit": () => {
    const graph = new Graph();
    const age = Int32Array.from(drawn(nodeCount, 100));
    graph.addNodes(nodeCount, { labels: "Person", attributes: { age } });
    graph.addEdges(drawn(edgeCount, nodeCount), drawn(edgeCount, nodeCount), { type: "KNOWS" });
    return { ...held(() => graph.commit("first")), count: 1 };
  },
  "commits of a cell": () => commits(1),
  "commits of cells": () => commits(cellCount),
  "views, a cell apart": () => views(1),
  "views, cells apart": () => views(cellCount),
};
for (const [name, [make]] of Object.entries(columns)) {
  cases[`column ${name}`] = () => {
    const values = make();
    const graph = new Graph();
    graph.addNodes(nodeCount);
    return { ...held(() => graph.nodes.setColumn("value", ids(), values)), count: nodeCount };
  };
}
cases["column float64, in random order"] = () => {
  const graph = new Graph();
  graph.addNodes(nodeCount);
  const order = ids();
  for (let i = nodeCount - 1; i > 0; i--) {
    const j = draw(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  const values = Float64Array.from(drawn(nodeCount, 100));
  return { ...held(() => graph.nodes.setColumn("value", order, values)), count: nodeCount };
};

function oneByOne() {
  const graph = new Graph();
  graph.addNodes(nodeCount);
  for (let i = 0; i < edgeCount; i++) graph.addEdge(draw(nodeCount), draw(nodeCount));
  return graph;
}

/** What edges add to the nodes. */
function edges(make, linked) {
  const nodes = held(() => {
    const graph = structure(0);
    if (linked) graph.neighbors(0, "both");
    return graph;
  });
  const all = held(() => {
    const graph = make();
    checkSame("edges", graph.edgeCount, edgeCount);
    if (linked) graph.neighbors(0, "both");
    return graph;
  });
  return { bytes: all.bytes - nodes.bytes, rss: all.rss - nodes.rss, count: edgeCount };
}

function commits(cells) {
  const graph = committed();
  // what the first changes cost once: pages of rows that had followed each other, room to grow
  for (let cell = 0; cell < nodeCount / 5; cell++) graph.nodes.set(draw(nodeCount), { age: cell });
  graph.commit("warm-up");
  return { ...held(() => addCommits(graph, cells)), count: viewCount };
}

function views(cells) {
  const graph = committed();
  const ids = addCommits(graph, cells);
  const result = held(() => {
    const all = ids.map((id) => graph.at(id));
    // a column is worked out when it is first read
    for (const view of all) checkSame("age", typeof view.nodes.get(0, "age"), "number");
    return all;
  });
  return { ...result, count: viewCount };
}

/** The peers: first nodes, then nodes with edges. */
const peers = {
  graphology(edgeCount) {
    const graph = new MultiDirectedGraph();
    for (let i = 0; i < peerNodeCount; i++) graph.addNode(i);
    for (let i = 0; i < edgeCount; i++) graph.addEdge(draw(peerNodeCount), draw(peerNodeCount));
    return graph;
  },
  "ngraph.graph"(edgeCount) {
    const graph = createGraph({ multigraph: true });
    for (let i = 0; i < peerNodeCount; i++) graph.addNode(i);
    for (let i = 0; i < edgeCount; i++) graph.addLink(draw(peerNodeCount), draw(peerNodeCount));
    return graph;
  },
  groggy(edgeCount) {
    const graph = new Graph();
    for (let i = 0; i < peerNodeCount; i++) graph.addNode();
    for (let i = 0; i < edgeCount; i++) graph.addEdge(draw(peerNodeCount), draw(peerNodeCount));
    graph.neighbors(0, "both");
    return graph;
  },
};
for (const [name, make] of Object.entries(peers)) {
  cases[`${name}: a node`] = () => ({ ...held(() => make(0)), count: peerNodeCount });
  cases[`${name}: an edge`] = () => {
    const [nodes, all] = [held(() => make(0)), held(() => make(peerEdgeCount))];
    return { bytes: all.bytes - nodes.bytes, rss: all.rss - nodes.rss, count: peerEdgeCount };
  };
}

const asked = process.argv.indexOf("--case");
if (asked >= 0) console.log(JSON.stringify(cases[process.argv[asked + 1]]()));
else report();

function report() {
  const script = fileURLToPath(import.meta.url);
  const number = (bytes) =>
    Math.abs(bytes) < 100 ? bytes.toFixed(1) : Math.round(bytes).toLocaleString("en-US");
  const print = (cells) =>
    console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(48) : cell.padStart(10))).join(""));
  const sections = [];
  const failures = [];
  /** Runs cases; each is a line: what is counted, its limit in bytes if it has one, the case. */
  const show = (head, lines) => {
    const rows = [[head, "bytes", "resident", "limit"]];
    console.log("");
    print(rows[0]);
    for (const [text, name, limit] of lines) {
      const { bytes, rss, count } = inProcess(script, "--case", name);
      rows.push([text, number(bytes / count), number(rss / count), limit === undefined ? "" : String(limit)]);
      print(rows.at(-1));
      // small graphs are all overhead
      if (!smoke && limit !== undefined && Number((bytes / count).toFixed(1)) > limit) failures.push(text);
    }
    sections.push(table(rows));
  };
  const sizes = `${nodeCount.toLocaleString("en-US")} nodes, ${edgeCount.toLocaleString("en-US")} edges`;
  console.log(`${machine("graphology", "ngraph.graph")}\n${sizes}`);
  show("structure, each", [
    ["a node, with its place in the adjacency", "nodes", 32],
    ["a node, added one by one with a label", "nodes one by one", 32],
    ["its labels, where two sets alternate", "labels"],
    ["an edge, only loaded", "edges", 16],
    ["an edge, with adjacency", "edges and neighbors", 16],
    ["an edge, added one by one, with adjacency", "edges one by one"],
  ]);
  show("frozen, an edge", [["both directions with edge ids, and 20 bytes a node", "frozen"]]);
  show(
    "attributes, a value",
    Object.entries(columns)
      .map(([name, [, size]]) => [name, `column ${name}`, 8 + size])
      .concat([["float64, written in random order", "column float64, in random order"]]),
  );
  show("history, in all", [["the first commit", "first commit"]]);
  show("history, each of a hundred", [
    ["a commit of one cell", "commits of a cell"],
    [`a commit of ${cellCount} cells`, "commits of cells"],
    ["a view of the past, commits of one cell", "views, a cell apart"],
    [`a view of the past, commits of ${cellCount} cells`, "views, cells apart"],
  ]);
  show(
    `beside others, ${peerNodeCount} nodes, ${peerEdgeCount} edges`,
    Object.keys(peers).flatMap((name) =>
      ["a node", "an edge"].map((what) => [`${name}: ${what}`, `${name}: ${what}`]),
    ),
  );
  for (const text of failures) console.log(`over its limit: ${text}`);
  if (!process.argv.includes("--write")) return;
  const date = process.argv.indexOf("--date");
  const dated = date < 0 ? "" : `${process.argv[date + 1]}; `;
  writeSection(
    "memory.md",
    "A graph, part by part",
    `${dated}${machine("graphology", "ngraph.graph").replaceAll("\n", "; ")}; ${sizes}. \`npm run bench:memory\`

Bytes are what is reachable: heap and buffers after a full collection. Resident is what the process grew by; it lags behind and jumps. Each line is measured in a process of its own.

${sections.join("\n\n")}`,
  );
}
