// What each verb of version control costs: groggy, DoltLite through its SQL functions, and full copies of a
// graphology graph, making the same changes on the same data. Times are in ms, memory in bytes.
import { performance } from "node:perf_hooks";
import Graphology from "graphology";
import { Graph } from "../../dist/index.js";
import { checkSame, drawer, measure, smoke, uniformEdges } from "./measure.mjs";

/** What is measured, in this order; whether it is a time in us or ms, or bytes. */
export const COSTS = {
  commitOne: ["commit of one cell", "us"],
  commitMany: ["commit of 10,000 cells", "ms"],
  changeMany: ["10,000 cells set and committed", "ms"],
  branch: ["branch", "us"],
  checkoutMany: ["checkout across 10,000 cells", "ms"],
  checkoutFirst: ["first checkout across all commits", "ms"],
  checkoutAll: ["the same again", "ms"],
  pastValue: ["a past state, and one value of it", "us"],
  diffOne: ["diff of one cell", "us"],
  compare: ["comparing two states", "us"],
  log: ["the last five commits of the log", "us"],
  merge: ["merge of 2,000 + 2,000 changes", "ms"],
  bytesPerCommit: ["memory, a commit of one cell", "bytes"],
  bytesPerCell: ["memory, a cell of a commit of 10,000", "bytes"],
};

const MERGED_MAX = 2000;
/** Below so many commits what a commit takes cannot be told from what else is in memory. */
const COMMITS_WEIGHED_MIN = 1000;
const cellsOf = (nodeCount) => Math.min(10_000, nodeCount / 2);
const mergedOf = (nodeCount) => Math.min(MERGED_MAX, nodeCount / 4);

function bytes() {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** What was measured once; nothing where it is lost in what else came and went in memory. */
const weighed = (value) => (value > 0 ? once(value) : undefined);
const once = (value) => ({ median: value, low: value, high: value });

/** groggy on a graph with a history of so many commits of one cell. */
export function measureGroggy(nodeCount, commitCount) {
  const graph = new Graph({ clock: () => 0 });
  graph.addNodes(nodeCount, { labels: "Node", attributes: { value: new Float64Array(nodeCount) } });
  const { sources, targets } = uniformEdges(nodeCount, nodeCount * 5, drawer(7));
  graph.addEdges(sources, targets);
  graph.commit("import");
  const draw = drawer(11);
  let value = 0;
  const touch = (count) => {
    for (let i = 0; i < count; i++) graph.nodes.set(draw(nodeCount), { value: ++value });
  };
  const before = bytes();
  for (let i = 0; i < commitCount; i++) {
    touch(1);
    graph.commit("one cell");
  }
  const costs = {};
  if (globalThis.gc && commitCount >= COMMITS_WEIGHED_MIN)
    costs.bytesPerCommit = weighed((bytes() - before) / commitCount);
  const cells = cellsOf(nodeCount);
  const commitOne = () => graph.commit("one");
  costs.commitOne = measure(100, commitOne, () => touch(1));
  const lean = bytes();
  const commitMany = () => graph.commit("many");
  costs.commitMany = measure(7, commitMany, () => touch(cells));
  if (globalThis.gc) costs.bytesPerCell = weighed((bytes() - lean) / ((smoke ? 1 : 8) * cells));
  costs.changeMany = measure(7, () => {
    touch(cells);
    graph.commit("many");
  });
  let branches = 0;
  costs.branch = measure(100, () => graph.branch(`b${branches++}`));
  costs.checkoutMany = measure(20, (_, round) => graph.checkout(round % 2 ? "main~1" : "main"));
  graph.checkout("main");
  const far = `main~${commitCount}`;
  const first = performance.now();
  graph.checkout(far);
  costs.checkoutFirst = once(performance.now() - first);
  graph.checkout("main");
  costs.checkoutAll = measure(6, (_, round) => graph.checkout(round % 2 ? far : "main"));
  graph.checkout("main");
  costs.pastValue = measure(20, () => graph.at(far).nodes.get(0, "value"));
  touch(1);
  graph.commit("one");
  costs.diffOne = measure(50, () => graph.history.diff("main~1", "main").nodes.counts.changed);
  checkSame("cells that differ", graph.history.diff("main~1", "main").nodes.counts.changed, 1);
  const [a, b] = [graph.history.resolve("main"), graph.history.resolve("main~1")];
  costs.compare = measure(100, () => a.root === b.root);
  costs.log = measure(50, () => graph.history.log({ limit: 5 }).length);
  costs.merge = measureMerge(graph, nodeCount);
  checkSame("verify", graph.history.verify({ level: nodeCount > 10_000 ? "quick" : "full" }).ok, true);
  return { subject: "groggy", nodeCount, commitCount, costs };
}

function measureMerge(graph, nodeCount) {
  const count = mergedOf(nodeCount);
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
  const summary = measure(7, (name) => graph.merge(name).commit(), prepare);
  checkSame("a merged value", graph.nodes.get(nodeCount - 1, "value"), round * 1e6);
  return summary;
}

/** DoltLite, in memory as groggy is; undefined if it is not installed. */
export async function measureDoltLite(nodeCount, commitCount) {
  let DatabaseSync;
  try {
    ({ DatabaseSync } = await import("@dolthub/doltlite"));
  } catch {
    return undefined;
  }
  const db = new DatabaseSync(":memory:");
  fillTables(db, nodeCount);
  const commit = (message) => db.exec(`SELECT dolt_commit('-Am', '${message}')`);
  commit("import");
  const update = db.prepare("UPDATE nodes SET value = ? WHERE id = ?");
  const draw = drawer(11);
  let value = 0;
  const setEach = (count, idOf) => {
    db.exec("BEGIN");
    for (let i = 0; i < count; i++) update.run(++value, idOf(i));
    db.exec("COMMIT");
  };
  const touch = (count) => setEach(count, () => draw(nodeCount));
  for (let i = 0; i < commitCount; i++) {
    touch(1);
    commit("one cell");
  }
  const costs = {};
  const cells = cellsOf(nodeCount);
  const commitOne = () => commit("one");
  costs.commitOne = measure(50, commitOne, () => touch(1));
  const diffOne = () => db.doltDiff("HEAD~1", "HEAD", "nodes").length;
  costs.diffOne = measure(20, diffOne);
  checkSame("rows that differ", diffOne(), 1);
  const commitMany = () => commit("many");
  costs.commitMany = measure(5, commitMany, () => touch(cells));
  costs.changeMany = measure(5, () => {
    touch(cells);
    commit("many");
  });
  let branches = 0;
  costs.branch = measure(20, () => db.exec(`SELECT dolt_branch('b${branches++}')`));
  db.exec("SELECT dolt_checkout('-b', 'side')");
  touch(cells);
  commit("side");
  costs.checkoutMany = measure(20, (_, round) =>
    db.exec(`SELECT dolt_checkout('${round % 2 ? "main" : "side"}')`),
  );
  db.exec("SELECT dolt_checkout('main')");
  costs.log = measure(20, () => db.prepare("SELECT * FROM dolt_log LIMIT 5").all().length);
  const merged = mergedOf(nodeCount);
  const prepare = (round) => {
    db.exec(`SELECT dolt_branch('side${round}')`);
    setEach(merged, (i) => i);
    commit("ours");
    db.exec(`SELECT dolt_checkout('side${round}')`);
    setEach(merged, (i) => nodeCount - 1 - i);
    commit("theirs");
    db.exec("SELECT dolt_checkout('main')");
    return `side${round}`;
  };
  costs.merge = measure(5, (name) => db.doltMerge(name), prepare);
  const last = db.prepare("SELECT value FROM nodes WHERE id = ?").get(nodeCount - merged);
  checkSame("a merged value", last.value, value);
  db.close();
  return { subject: "DoltLite", nodeCount, commitCount, costs };
}

function fillTables(db, nodeCount) {
  db.exec("CREATE TABLE nodes (id INTEGER PRIMARY KEY, value REAL)");
  db.exec("CREATE TABLE edges (id INTEGER PRIMARY KEY, source INTEGER, target INTEGER)");
  const { sources, targets } = uniformEdges(nodeCount, nodeCount * 5, drawer(7));
  const node = db.prepare("INSERT INTO nodes VALUES (?, 0)");
  const edge = db.prepare("INSERT INTO edges VALUES (?, ?, ?)");
  db.exec("BEGIN");
  for (let i = 0; i < nodeCount; i++) node.run(i);
  for (let i = 0; i < sources.length; i++) edge.run(i, sources[i], targets[i]);
  db.exec("COMMIT");
}

/** A full copy of a graphology graph for each commit: what one costs does not depend on how many there are. */
export function measureCopies(nodeCount) {
  const { sources, targets } = uniformEdges(nodeCount, nodeCount * 5, drawer(7));
  const graph = new Graphology.DirectedGraph();
  for (let i = 0; i < nodeCount; i++) graph.addNode(i, { value: 0 });
  for (let i = 0; i < sources.length; i++) graph.addEdge(sources[i], targets[i]);
  const draw = drawer(11);
  let value = 0;
  const touch = (count) => {
    for (let i = 0; i < count; i++) graph.setNodeAttribute(draw(nodeCount), "value", ++value);
  };
  const states = [];
  const commit = () => states.push(graph.copy());
  const before = bytes();
  const costs = {};
  costs.commitOne = measure(3, commit, () => touch(1));
  if (globalThis.gc) costs.bytesPerCommit = once((bytes() - before) / states.length);
  states.length = 1;
  costs.changeMany = measure(3, () => {
    states.length = 1;
    touch(cellsOf(nodeCount));
    commit();
  });
  touch(1);
  const [last] = states.splice(0).slice(-1);
  let changed = 0;
  costs.diffOne = measure(3, () => {
    changed = 0;
    graph.forEachNode((node, { value: now }) => {
      if (last.getNodeAttribute(node, "value") !== now) changed++;
    });
    graph.forEachEdge((edge) => {
      if (!last.hasEdge(edge)) changed++;
    });
  });
  checkSame("values that differ", changed, 1);
  return { subject: "graphology, full copies", nodeCount, commitCount: undefined, costs };
}
