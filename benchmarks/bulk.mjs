// groggy alone, at full size: what is done in bulk, what commits and checkouts cost. What is read back is
// checked. Sizes: --nodes and --edges; --smoke runs small ones once, for CI.
// Run: npm run build && npm run bench:bulk
import { Graph } from "../dist/index.js";
import { checkSame, digits, drawer, machine, measure, option, smoke, spread } from "./shared/measure.mjs";

const nodeCount = option("nodes", smoke ? 20_000 : 1_000_000);
const edgeCount = option("edges", smoke ? 100_000 : 5_000_000);
const cellCount = smoke ? 100 : 10_000;
const rounds = 7;
const draw = drawer(0x2545f491);
const collect = globalThis.gc ?? (() => {});

const line = (...cells) =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(38) : cell.padStart(20))).join(""));
/** A line with times in ms, and in ns for each of `count`. */
const show = (name, times, count) =>
  line(name, spread(times), count === undefined ? "" : digits((times.median * 1e6) / count));
const heads = (text) => line(`\n${text}`.padEnd(39), "ms", "ns each");

console.log(machine());
console.log(`${nodeCount} nodes, ${edgeCount} edges, uniform; medians`);

const [sources, targets] = [0, 1].map(() => Uint32Array.from({ length: edgeCount }, () => draw(nodeCount)));
const age = Int32Array.from({ length: nodeCount }, () => draw(100));
const city = Array.from({ length: nodeCount }, () => `city ${draw(500)}`);
const name = Array.from({ length: nodeCount }, (_, i) => `name ${i}`);
const weight = Float64Array.from({ length: edgeCount }, () => draw(1000) / 7);
const options = { labels: "Person", attributes: { age, city, name } };
const edgeOptions = { type: "KNOWS", attributes: { weight } };

function build() {
  const graph = new Graph();
  graph.addNodes(nodeCount, options);
  graph.addEdges(sources, targets, edgeOptions);
  return graph;
}
const fresh = (make) => () => {
  const graph = new Graph();
  make?.(graph);
  collect();
  return graph;
};
const withNodes = fresh((graph) => graph.addNodes(nodeCount));
const addNodes = (attributes) => (graph) => graph.addNodes(nodeCount, { labels: "Person", attributes });
const setColumn = (values) => (graph) => graph.nodes.setColumn("value", ids, values);
const addEdges = (more) => (graph) => graph.addEdges(sources, targets, more);
const ids = Uint32Array.from({ length: nodeCount }, (_, i) => i);

heads("writing in bulk");
show("addNodes, a label", measure(rounds, addNodes({}), fresh()), nodeCount);
show("addNodes, int32", measure(rounds, addNodes({ age }), fresh()), nodeCount);
show("addNodes, strings of 500", measure(rounds, addNodes({ city }), fresh()), nodeCount);
show("addNodes, distinct strings", measure(rounds, addNodes({ name }), fresh()), nodeCount);
show("setColumn, int32", measure(rounds, setColumn(age), withNodes), nodeCount);
show("setColumn, strings of 500", measure(rounds, setColumn(city), withNodes), nodeCount);
show("addEdges", measure(rounds, addEdges(), withNodes), edgeCount);
show("addEdges, type and float64", measure(rounds, addEdges(edgeOptions), withNodes), edgeCount);

heads("reading in bulk");
const graph = build();
const same = (what, read, expected) => {
  checkSame(what, read.length, expected.length);
  for (let i = 0; i < expected.length; i++) checkSame(what, read[i], expected[i]);
};
same("ages", graph.nodes.column("age").values, age);
same("cities", graph.nodes.column("city").values, city);
same("names", graph.nodes.column("name").values, name);
same("weights", graph.edges.column("weight").values, weight);
show(
  "ids of the edges",
  measure(rounds, () => graph.edges.ids()),
  edgeCount,
);
show(
  "column, int32",
  measure(rounds, () => graph.nodes.column("age")),
  nodeCount,
);
show(
  "column, strings of 500",
  measure(rounds, () => graph.nodes.column("city")),
  nodeCount,
);
show(
  "column, distinct strings",
  measure(rounds, () => graph.nodes.column("name")),
  nodeCount,
);
show(
  "column of the edges, float64",
  measure(rounds, () => graph.edges.column("weight")),
  edgeCount,
);
const halfIds = graph.nodes.where("age < 50");
show(
  "column of a selection, int32",
  measure(rounds, () => halfIds.column("age")),
  halfIds.count,
);
show(
  "freeze, leaving arcs",
  measure(rounds, (graph) => graph.csr(), linked),
  edgeCount,
);
show(
  "freeze, entering arcs too",
  measure(rounds, (graph) => graph.csr().in, linked),
  edgeCount,
);
show(
  "first question for neighbors",
  measure(rounds, (graph) => graph.neighbors(0), linked),
  edgeCount,
);

function linked() {
  const graph = withNodes();
  graph.addEdges(sources, targets);
  collect();
  return graph;
}

heads("versions");
show(
  "commit of the import",
  measure(
    rounds,
    (graph) => graph.commit("import"),
    () => {
      collect();
      return build();
    },
  ),
);
graph.commit("import");
let written = 1000;
/** Writes `count` random cells. */
const write = (count) => {
  for (let i = 0; i < count; i++) graph.nodes.set(draw(nodeCount), { age: written++ });
};
const manyRounds = smoke ? 1 : 300;
show(
  "status, clean",
  measure(manyRounds, () => graph.status()),
);
graph.branch("import");
show(
  "set a cell",
  measure(manyRounds, () => write(1)),
);
graph.commit("cells");
show(
  "status, a cell",
  measure(
    manyRounds,
    () => graph.status(),
    () => write(1),
  ),
);
show(
  "commit, a cell",
  measure(
    manyRounds,
    () => graph.commit("cell"),
    () => write(1),
  ),
);
graph.branch("before");
show(
  "checkout across a cell",
  measure(manyRounds, (_, i) => graph.checkout(i % 2 === 0 ? "main" : "main~1")),
);
graph.checkout("main");
show(
  "view of the past, a cell read",
  measure(manyRounds, () => graph.at("main~1").nodes.get(0, "age")),
);
show(
  `set ${cellCount} cells`,
  measure(rounds, () => write(cellCount)),
  cellCount,
);
show(
  `status, ${cellCount} cells`,
  measure(rounds, () => graph.status()),
  cellCount,
);
graph.commit("cells");
show(
  `commit, ${cellCount} cells`,
  measure(
    rounds * 3,
    () => graph.commit("cells"),
    () => write(cellCount),
  ),
  cellCount,
);
show(`checkout across ${cellCount} cells`, acrossBranches("main", "main~1"), cellCount);
show(
  `view of the past, ${cellCount} cells`,
  measure(rounds, () => graph.at("main~1").nodes.get(0, "age")),
  cellCount,
);
show(
  `diff, ${cellCount} cells`,
  measure(rounds, () => graph.history.diff("main~1", "main").nodes.counts),
  cellCount,
);

/** A number that tells states apart. */
function contentOf(graph) {
  const ages = graph.nodes.column("age").values;
  return ages.reduce((sum, value, i) => (sum * 31 + value + i) % 2 ** 40, graph.edgeCount);
}

/** Checkouts from one to the other and back. */
function acrossBranches(one, other) {
  const commits = [one, other].map((revision) => graph.history.resolve(revision).id);
  const contents = [0, 1].map((i) => {
    graph.checkout(commits[i]);
    return contentOf(graph);
  });
  if (contents[0] === contents[1]) throw new Error("the commits do not differ");
  const times = measure(3 * rounds, (_, i) => graph.checkout(commits[(i + 1) % 2]));
  checkSame("content", contentOf(graph), contents[smoke ? 0 : (3 * rounds + 1) % 2]);
  graph.checkout("main");
  return times;
}

const removed = Uint32Array.from({ length: nodeCount / 10 }, (_, i) => i * 10);
const discarded = () => {
  graph.checkout("main", { discard: true });
  collect();
};
heads(`removal of ${removed.length} scattered nodes`);
show(
  "removeNodes",
  measure(rounds, () => graph.removeNodes(removed), discarded),
  removed.length,
);
checkSame("nodes left", graph.nodeCount, nodeCount - removed.length);
show(
  "status",
  measure(rounds, () => graph.status()),
  removed.length,
);
graph.branch("whole");
show(
  "commit",
  measure(1, (_, i) => (i === 0 ? undefined : graph.commit("removal"))),
  removed.length,
);
show("checkout across it", acrossBranches("main", "whole"), removed.length);
checkSame("nodes left after checkouts", graph.nodeCount, nodeCount - removed.length);
const edgesLeft = graph.edgeCount;
const { length } = graph.edges.column("weight");
checkSame("edges left after checkouts", length, edgesLeft);
show(
  "freeze, gaps, leaving arcs",
  measure(
    rounds,
    (view) => view.csr(),
    () => graph.at("main"),
  ),
  edgesLeft,
);
show(
  "column, gaps, int32",
  measure(rounds, () => graph.nodes.column("age")),
  graph.nodeCount,
);
show(
  "column of the edges, gaps, float64",
  measure(rounds, () => graph.edges.column("weight")),
  edgesLeft,
);
graph.checkout("import");
same("ages at the import", graph.nodes.column("age").values, age);
