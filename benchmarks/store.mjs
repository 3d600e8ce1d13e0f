// What a store costs: saving, opening, loading, commits by durability, bytes; each beside the same bytes written or
// read plainly on the same disk in the same run. Sizes: --nodes, --edges, --commits; --folder says on which disk,
// --smoke runs small ones once, --write writes docs/results/store-costs.md. What is read back is checked.
// Run: npm run build && npm run bench:store
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { Graph } from "../dist/index.js";
import { appender, folderBytes, readPlainly, writePlainly } from "./shared/files.mjs";
import { checkSame, drawer, machine, measure, option, smoke, summarize, timeOf } from "./shared/measure.mjs";
import { showCosts, writeCosts } from "./shared/store-page.mjs";

const nodeCount = option("nodes", smoke ? 5000 : 1_000_000);
const edgeCount = option("edges", smoke ? 25_000 : 5_000_000);
const commitCount = option("commits", smoke ? 200 : 10_000);
const at = process.argv.indexOf("--folder");
const folder = mkdtempSync(join(at < 0 ? tmpdir() : process.argv[at + 1], "groggy-bench-"));
const rounds = 11;
const started = performance.now();
const costs = {};
const once = (value) => ({ median: value, low: value, high: value });

const draw = drawer(0x2545f491);
const [sources, targets] = [0, 1].map(() => Uint32Array.from({ length: edgeCount }, () => draw(nodeCount)));
const nodeValues = {
  age: Int32Array.from({ length: nodeCount }, () => draw(100)),
  score: Float64Array.from({ length: nodeCount }, () => draw(1e6) / 7),
  city: Array.from({ length: nodeCount }, () => `city ${draw(500)}`),
  name: Array.from({ length: nodeCount }, (_, i) => `name ${i}`),
};
const edgeValues = {
  since: Int32Array.from({ length: edgeCount }, () => 1900 + draw(100)),
  weight: Float64Array.from({ length: edgeCount }, () => draw(1000) / 7),
};
const cellCount = 4 * nodeCount + 2 * edgeCount;

/** Fills a graph with some or all of it. */
function fill(graph, { edges = true, attributes = true } = {}) {
  graph.addNodes(nodeCount, { labels: "Person", attributes: attributes ? nodeValues : {} });
  if (edges) graph.addEdges(sources, targets, { type: "KNOWS", attributes: attributes ? edgeValues : {} });
  return graph;
}

/** A closed store of some or all of it; its path and how many bytes it has. */
function makeStore(name, parts, compression = "none") {
  const path = join(folder, name);
  const graph = fill(Graph.open(path, { compression }), parts);
  const ms = timeOf(() => graph.commit("import"));
  graph.close();
  return { path, ms, sizeBytes: folderBytes(path) };
}

function saving() {
  const chunk = new Uint8Array(2 ** 25).map((_, i) => (i * 2_654_435_761) >>> 13);
  const plain = join(folder, "plain");
  const [memory, saved, written] = [[], [], []];
  let whole;
  // by turns, so that what else the machine does meets all three
  for (let round = 0; round <= (smoke ? 0 : 3); round++) {
    if (whole !== undefined) rmSync(whole.path, { recursive: true });
    const graph = fill(new Graph());
    const commitMs = timeOf(() => graph.commit("import"));
    whole = makeStore("whole", {});
    const plainMs = timeOf(() => writePlainly(plain, whole.sizeBytes, chunk));
    rmSync(plain);
    if (round === 0 && !smoke) continue;
    memory.push(commitMs);
    saved.push(whole.ms);
    written.push(plainMs);
  }
  const beyond = summarize(saved.map((ms, i) => Math.max(0, ms - memory[i])));
  Object.assign(costs, {
    commitInMemory: summarize(memory),
    save: summarize(saved),
    saveBeyond: beyond,
    writePlainly: summarize(written),
    saveRatio: summarize(saved.map((ms, i) => Math.max(0, ms - memory[i]) / written[i])),
    saveSpeed: summarize(saved.map((ms) => whole.sizeBytes / 1e3 / ms)),
  });
  return whole;
}

function sizes(whole) {
  for (const codec of ["none", "deflate"]) {
    const suffix = codec === "none" ? "" : "Deflated";
    const nodes = makeStore(`nodes-${codec}`, { edges: false, attributes: false }, codec);
    const structure = makeStore(`structure-${codec}`, { attributes: false }, codec);
    const all = codec === "none" ? whole : makeStore(`whole-${codec}`, {}, codec);
    costs[`bytesPerNode${suffix}`] = once(nodes.sizeBytes / nodeCount);
    costs[`bytesPerEdge${suffix}`] = once((structure.sizeBytes - nodes.sizeBytes) / edgeCount);
    costs[`bytesPerCell${suffix}`] = once((all.sizeBytes - structure.sizeBytes) / cellCount);
    costs[`bytesInAll${suffix}`] = once(all.sizeBytes);
    if (codec !== "none") costs.saveDeflated = once(all.ms);
    for (const { path } of [nodes, structure]) rmSync(path, { recursive: true });
    if (codec !== "none") rmSync(all.path, { recursive: true });
  }
}

const middle = nodeCount >> 1;

/** What is read first; checked. */
function lookUp(graph) {
  checkSame("an age", graph.nodes.get(middle, "age"), nodeValues.age[middle]);
}

function opening({ path }) {
  const opened = (options, use) => () => {
    const graph = Graph.open(path, options);
    use(graph);
    graph.close();
  };
  costs.open = measure(rounds, opened({ readOnly: true }, lookUp));
  costs.openToWrite = measure(rounds, opened({}, lookUp));
  const neighbors = (graph) => checkSame("neighbors", graph.neighbors(sources[0]).includes(targets[0]), true);
  costs.openNeighbors = measure(3, opened({ readOnly: true }, neighbors));
  costs.openInNewProcess = summarize(
    Array.from({ length: smoke ? 1 : 5 }, () =>
      inNewProcess(`
      const start = performance.now();
      const graph = Graph.open(${JSON.stringify(path)}, { readOnly: true });
      const age = graph.nodes.get(${middle}, "age");
      console.log(JSON.stringify([age, performance.now() - start]));
    `),
    ).map(([age, ms]) => {
      checkSame("an age", age, nodeValues.age[middle]);
      return ms;
    }),
  );
  costs.load = measure(3, opened({ readOnly: true }, loadAll));
  costs.readPlainly = measure(3, () => readPlainly(path));
  costs.loadRatio = once(costs.load.median / costs.readPlainly.median);
}

function inNewProcess(code) {
  const module = new URL("../dist/index.js", import.meta.url).href;
  const text = `import { Graph } from ${JSON.stringify(module)};${code}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", text]);
  if (status !== 0) throw new Error(String(stderr));
  return JSON.parse(String(stdout));
}

/** Everything that the store has of the present state: all rows of all columns, and the ends of all edges. */
function loadAll(graph) {
  checkSame("nodes", graph.nodes.ids().length, nodeCount);
  checkSame("a target", graph.target(edgeCount - 1), targets[edgeCount - 1]);
  for (const [elements, values] of [
    [graph.nodes, nodeValues],
    [graph.edges, edgeValues],
  ]) {
    for (const name of Object.keys(values)) {
      const last = values[name].length - 1;
      checkSame(name, elements.get(last, name), values[name][last]);
    }
  }
}

const DURABILITIES = ["full", "group", "none"];

function committing({ path }) {
  const count = smoke ? 5 : 100;
  const touch = (graph, round) => graph.nodes.set(draw(nodeCount), { age: 1000 + round });
  const commit = (graph) => () => graph.commit("one cell");
  const memory = fill(new Graph());
  memory.commit("import");
  costs.commitOneInMemory = measure(count, commit(memory), (round) => touch(memory, round));
  const graph = Graph.open(path);
  touch(graph, 0);
  costs.firstCommit = once(timeOf(commit(graph)));
  graph.close();
  // a frame of one cell has some 700 bytes
  const bare = appender(join(folder, "bare"), 704);
  for (const durability of DURABILITIES) {
    const graph = Graph.open(path, { durability });
    touch(graph, 0);
    graph.commit("the first one");
    const [commits, appends] = [[], []];
    for (let round = 0; round < count; round++) {
      touch(graph, round);
      commits.push(timeOf(commit(graph)));
      if (durability === "full") appends.push(timeOf(() => bare.append()));
    }
    graph.close();
    costs[`commitOne${durability[0].toUpperCase()}${durability.slice(1)}`] = summarize(commits);
    if (durability !== "full") continue;
    costs.bareAppend = summarize(appends);
    costs.fullRatio = once(costs.commitOneFull.median / costs.bareAppend.median);
  }
  bare.close();
}

function following({ path }) {
  const writer = Graph.open(path);
  const reader = Graph.open(path, { readOnly: true });
  costs.refresh = measure(
    smoke ? 2 : 50,
    () => checkSame("news", reader.refresh(), true),
    (round) => {
      writer.nodes.set(middle, { age: -round });
      writer.commit("news");
    },
  );
  checkSame("the news", reader.nodes.get(middle, "age"), writer.nodes.get(middle, "age"));
  reader.close();
  writer.close();
}

function collecting({ path }) {
  const graph = Graph.open(path);
  costs.gc = once(timeOf(() => graph.history.gc()));
  costs.gcSpeed = once(folderBytes(path) / 1e3 / costs.gc.median);
  graph.close();
  const again = Graph.open(path, { readOnly: true });
  loadAllButAges(again);
  again.close();
}

function loadAllButAges(graph) {
  checkSame("a name", graph.nodes.get(middle, "name"), nodeValues.name[middle]);
  checkSame("a source", graph.source(edgeCount - 1), sources[edgeCount - 1]);
}

function manyCommits() {
  const path = join(folder, "commits");
  const graph = Graph.open(path, { durability: "none" });
  const few = Math.min(nodeCount, 10_000);
  graph.addNodes(few, { attributes: { value: new Float64Array(few) } });
  graph.commit("import");
  graph.close();
  const before = folderBytes(path);
  const writer = Graph.open(path, { durability: "none" });
  const ms = timeOf(() => {
    for (let i = 1; i <= commitCount; i++) {
      writer.nodes.set(draw(few), { value: i });
      writer.commit("one cell");
    }
  });
  costs.commitOfMany = once(ms / commitCount);
  writer.close();
  costs.bytesPerCommit = once((folderBytes(path) - before) / commitCount);
  const opened = (use) => () => {
    const graph = Graph.open(path, { readOnly: true });
    use(graph);
    graph.close();
  };
  costs.openMany = measure(
    rounds,
    opened((graph) => graph.nodes.get(0, "value")),
  );
  costs.openLog = measure(
    rounds,
    opened((graph) => checkSame("log", graph.history.log({ limit: 5 }).length, 5)),
  );
  costs.openLogAll = measure(
    3,
    opened((graph) => checkSame("log", graph.history.log().length, commitCount + 1)),
  );
  const back = `main~${commitCount >> 1}`;
  costs.openCheckout = measure(
    3,
    (graph) => {
      graph.checkout(back);
      graph.close();
    },
    () => {
      const graph = Graph.open(path);
      graph.checkout("main");
      return graph;
    },
  );
}

try {
  const whole = saving();
  sizes(whole);
  opening(whole);
  committing(whole);
  following(whole);
  collecting(whole);
  manyCommits();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const about = { nodeCount, edgeCount, commitCount, cellCount, machine: machine() };
showCosts(costs, about);
if (process.argv.includes("--write")) {
  writeCosts(costs, { ...about, seconds: (performance.now() - started) / 1000 });
}
