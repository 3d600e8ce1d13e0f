// What the verbs of version control cost, by size of graph and length of history; beside them, on the same data
// in the same run, DoltLite through its SQL functions (if it is installed) and full copies of a graphology graph.
//
//   npm run build && npm run bench:history [-- --nodes 1000000 --commits 100000] [-- --smoke]
//   npm install --no-save @dolthub/doltlite    to have DoltLite beside it
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import Graphology from "graphology";
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

const nodeCounts = option("nodes", 0) ? [option("nodes", 0)] : smoke ? [1000] : [10_000, 100_000, 1_000_000];
const commitCounts = option("commits", 0) ? [option("commits", 0)] : smoke ? [10, 100] : [10, 1000, 100_000];
const peerNodes = smoke ? 1000 : 10_000;
const peerCommits = smoke ? 5 : 50;
const manyCells = (nodeCount) => Math.min(10_000, nodeCount / 2);

const line = (label, cell) => console.log(`  ${label.padEnd(46)}${cell.padStart(18)}`);
const bytes = () => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
const inMicroseconds = ({ median, low, high }) =>
  `${spread({ median: median * 1e3, low: low * 1e3, high: high * 1e3 })} us`;
const inMilliseconds = (summary) => `${spread(summary)} ms`;

console.log(machine("graphology"));
for (const nodeCount of nodeCounts)
  for (const commitCount of commitCounts) measureGroggy(nodeCount, commitCount);
await measureDoltLite();
measureCopies();

function buildGraph(nodeCount) {
  const draw = drawer(7);
  const graph = new Graph({ clock: () => 0 });
  graph.addNodes(nodeCount, { labels: "Node", attributes: { value: new Float64Array(nodeCount) } });
  const { sources, targets } = uniformEdges(nodeCount, nodeCount * 5, draw);
  graph.addEdges(sources, targets);
  graph.commit("import");
  return graph;
}

function measureGroggy(nodeCount, commitCount) {
  const graph = buildGraph(nodeCount);
  const draw = drawer(11);
  let value = 0;
  const before = bytes();
  const start = performance.now();
  for (let i = 0; i < commitCount; i++) {
    graph.nodes.set(draw(nodeCount), { value: ++value });
    graph.commit("one cell");
  }
  const each = (performance.now() - start) / commitCount;
  const perCommit = (bytes() - before) / commitCount;
  console.log(`\n${digits(nodeCount)} nodes, ${digits(nodeCount * 5)} edges, ${digits(commitCount)} commits`);
  line("a commit of one cell, mean while building", `${digits(each * 1e3)} us`);
  if (globalThis.gc && commitCount >= 1000)
    line("memory, a commit of one cell", `${digits(perCommit)} bytes`);

  const touch = (count) => {
    for (let i = 0; i < count; i++) graph.nodes.set(draw(nodeCount), { value: ++value });
  };
  line(
    "commit of one cell",
    inMicroseconds(
      measure(
        100,
        () => graph.commit("one"),
        () => touch(1),
      ),
    ),
  );
  const cells = manyCells(nodeCount);
  line(
    `commit of ${digits(cells)} cells`,
    inMilliseconds(
      measure(
        7,
        () => graph.commit("many"),
        () => touch(cells),
      ),
    ),
  );
  let branches = 0;
  line("branch", inMicroseconds(measure(100, () => graph.branch(`b${branches++}`))));
  const [here, there] = ["main", "main~1"];
  const hop = (round) => graph.checkout(round % 2 ? there : here);
  line(`checkout across ${digits(cells)} cells`, inMilliseconds(measure(20, (_, round) => hop(round))));
  graph.checkout("main");
  const far = `main~${commitCount}`;
  const first = performance.now();
  graph.checkout(far);
  line(`first checkout across ${digits(commitCount)} commits`, `${digits(performance.now() - first)} ms`);
  graph.checkout("main");
  line("the same again", inMilliseconds(measure(6, (_, round) => graph.checkout(round % 2 ? far : "main"))));
  graph.checkout("main");
  line(
    "a past state, and one value of it",
    inMicroseconds(measure(20, () => graph.at(far).nodes.get(0, "value"))),
  );
  touch(1);
  graph.commit("one");
  line(
    "diff of one cell",
    inMicroseconds(measure(50, () => graph.history.diff("main~1", "main").nodes.counts.changed)),
  );
  const [a, b] = [graph.history.resolve("main"), graph.history.resolve("main~1")];
  line("comparing two states", inMicroseconds(measure(100, () => a.root === b.root)));
  line(
    "the last five commits of the log",
    inMicroseconds(measure(50, () => [...graph.history.log({ limit: 5 })].length)),
  );
  measureMerge(graph, nodeCount);
  checkSame("verify", graph.history.verify({ level: nodeCount > 10_000 ? "quick" : "full" }).ok, true);
}

function measureMerge(graph, nodeCount) {
  const count = Math.min(2000, nodeCount / 4);
  let round = 0;
  const prepare = () => {
    const name = `side${round++}`;
    graph.branch(name);
    for (let i = 0; i < count; i++) graph.nodes.set(i, { value: round * 1e6 + i });
    graph.commit("ours");
    graph.checkout(name);
    for (let i = 0; i < count; i++) graph.nodes.set(nodeCount - 1 - i, { value: round * 1e6 + i });
    graph.commit("theirs");
    graph.checkout("main");
    return name;
  };
  const label = `merge of ${digits(count)} + ${digits(count)} changes`;
  line(label, inMilliseconds(measure(7, (name) => graph.merge(name).commit(), prepare)));
}

async function measureDoltLite() {
  let DatabaseSync;
  try {
    ({ DatabaseSync } = await import("@dolthub/doltlite"));
  } catch {
    console.log("\nDoltLite is not installed: npm install --no-save @dolthub/doltlite");
    return;
  }
  const file = join(tmpdir(), `groggy-bench-${process.pid}.doltlite`);
  const db = new DatabaseSync(file);
  db.exec("CREATE TABLE nodes (id INTEGER PRIMARY KEY, value REAL)");
  db.exec("CREATE TABLE edges (id INTEGER PRIMARY KEY, source INTEGER, target INTEGER)");
  const { sources, targets } = uniformEdges(peerNodes, peerNodes * 5, drawer(7));
  const [node, edge] = ["INSERT INTO nodes VALUES (?, 0)", "INSERT INTO edges VALUES (?, ?, ?)"].map((sql) =>
    db.prepare(sql),
  );
  db.exec("BEGIN");
  for (let i = 0; i < peerNodes; i++) node.run(i);
  for (let i = 0; i < sources.length; i++) edge.run(i, sources[i], targets[i]);
  db.exec("COMMIT");
  const commit = (message) => db.exec(`SELECT dolt_commit('-Am', '${message}')`);
  commit("import");
  const update = db.prepare("UPDATE nodes SET value = ? WHERE id = ?");
  const draw = drawer(11);
  let value = 0;
  const touch = (count) => {
    db.exec("BEGIN");
    for (let i = 0; i < count; i++) update.run(++value, draw(peerNodes));
    db.exec("COMMIT");
  };
  const cells = manyCells(peerNodes);
  console.log(`\nDoltLite, ${digits(peerNodes)} nodes, ${digits(peerNodes * 5)} edges`);
  line(
    "commit of one cell",
    inMicroseconds(
      measure(
        peerCommits,
        () => commit("one"),
        () => touch(1),
      ),
    ),
  );
  line(
    `commit of ${digits(cells)} cells`,
    inMilliseconds(
      measure(
        7,
        () => commit("many"),
        () => touch(cells),
      ),
    ),
  );
  let branches = 0;
  line("branch", inMicroseconds(measure(20, () => db.exec(`SELECT dolt_branch('b${branches++}')`))));
  db.exec("SELECT dolt_checkout('-b', 'side')");
  touch(cells);
  commit("side");
  const hop = (round) => db.exec(`SELECT dolt_checkout('${round % 2 ? "main" : "side"}')`);
  line(`checkout across ${digits(cells)} cells`, inMilliseconds(measure(20, (_, round) => hop(round))));
  db.exec("SELECT dolt_checkout('main')");
  db.close();
  rmSync(file, { force: true, recursive: true });
}

function measureCopies() {
  const { sources, targets } = uniformEdges(peerNodes, peerNodes * 5, drawer(7));
  const graph = new Graphology.DirectedGraph();
  for (let i = 0; i < peerNodes; i++) graph.addNode(i, { value: 0 });
  for (let i = 0; i < sources.length; i++) graph.addEdge(sources[i], targets[i]);
  const states = [];
  const draw = drawer(11);
  const touch = (count) => {
    for (let i = 0; i < count; i++) graph.setNodeAttribute(draw(peerNodes), "value", i);
  };
  console.log(
    `\ngraphology, a full copy for each commit, ${digits(peerNodes)} nodes, ${digits(peerNodes * 5)} edges`,
  );
  const before = bytes();
  line(
    "commit of one cell",
    inMicroseconds(
      measure(
        10,
        () => states.push(graph.copy()),
        () => touch(1),
      ),
    ),
  );
  if (globalThis.gc) line("memory, a commit", `${digits((bytes() - before) / states.length)} bytes`);
}
