// What the short form of the gate looks at: counts that no machine changes, neither its speed nor its load. Rounds until a
// tolerance is met, bytes of a frozen graph and of a store.
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  eigenvectorCentrality,
  gridGraph,
  hits,
  katzCentrality,
  pageRank,
} from "../../dist/algorithms/index.js";
import { Graph } from "../../dist/index.js";
import { drawer } from "../shared/measure.mjs";

function uniform(nodeCount, edgeCount, directed) {
  const draw = drawer(0x9e3779b9);
  const graph = new Graph({ directed });
  graph.addNodes(nodeCount, {
    attributes: { age: Int32Array.from({ length: nodeCount }, (_, i) => i % 90) },
  });
  const sources = Uint32Array.from({ length: edgeCount }, () => draw(nodeCount));
  graph.addEdges(
    sources,
    sources.map(() => draw(nodeCount)),
  );
  return graph;
}

function grid(side) {
  const { nodeCount, sources, targets } = gridGraph(side, side);
  const graph = new Graph({ directed: false });
  graph.addNodes(nodeCount);
  graph.addEdges(sources, targets);
  return graph;
}

function bytesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sum + bytesBelow(path);
    return sum + (entry.name.endsWith(".map") ? 0 : statSync(path).size);
  }, 0);
}

/** The bytes of a store with a graph in it, and those that each of ten commits of one cell adds. */
function storeBytes() {
  const folder = mkdtempSync(join(tmpdir(), "groggy-gate-"));
  try {
    const path = join(folder, "store.groggy");
    const graph = Graph.open(path);
    graph.addNodes(10_000, { attributes: { age: Int32Array.from({ length: 10_000 }, (_, i) => i % 90) } });
    graph.commit("all", { time: 1, author: "gate" });
    const all = bytesBelow(path);
    for (let i = 0; i < 10; i++) {
      graph.nodes.set(i * 1000, { age: 7 + i });
      graph.commit("one cell", { time: 2 + i, author: "gate" });
    }
    graph.close();
    return { all, each: Math.round((bytesBelow(path) - all) / 10) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each count by its name; less is better. */
export function countAll() {
  const [directed, undirected] = [true, false].map((isDirected) => uniform(70_000, 600_000, isDirected));
  const { arena } = undirected.csr().frozen.out.place;
  const store = storeBytes();
  return {
    "PageRank, uniform, undirected: rounds": pageRank(undirected).iterations,
    "PageRank, uniform, directed: rounds": pageRank(directed).iterations,
    "PageRank, grid: rounds": pageRank(grid(600)).iterations,
    "hits: rounds": hits(directed).hubs.iterations ?? hits(directed).iterations,
    "eigenvector centrality: rounds": eigenvectorCentrality(undirected).iterations,
    "Katz centrality: rounds": katzCentrality(undirected, { alpha: 0.01 }).iterations,
    "frozen graph: bytes of its memory": arena.memory.buffer.byteLength,
    "store: bytes": store.all,
    "store: bytes of a commit of one cell": store.each,
  };
}
