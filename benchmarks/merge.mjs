// Merging two branches that each made some thousand changes to a large graph: what it costs by changes, and that it
// costs no more on a larger graph. Every merge is compared with what the changes say before anything is timed.
// Sizes: --nodes, --edges, --changes; --smoke runs small ones once, for CI.
// Run: npm run build && node --expose-gc benchmarks/merge.mjs
import { Graph } from "../dist/index.js";
import { checkSame, digits, drawer, machine, measure, option, smoke, spread } from "./shared/measure.mjs";

const nodeCount = option("nodes", smoke ? 2_000 : 1_000_000);
const edgeCount = option("edges", smoke ? 10_000 : 5_000_000);
const changeCount = option("changes", smoke ? 100 : 2_000);
const rounds = option("rounds", 15);

/** A graph with values on all nodes and edges, committed, and two branches at that commit. */
function build(nodes, edges) {
  const draw = drawer(0x2545f491);
  const graph = new Graph({ clock: () => 0 });
  graph.addNodes(nodes, {
    labels: ["Person"],
    attributes: {
      age: Int32Array.from({ length: nodes }, () => draw(100)),
      score: Float64Array.from({ length: nodes }, () => draw(1000) / 7),
    },
  });
  const ends = () => Uint32Array.from({ length: edges }, () => draw(nodes));
  graph.addEdges(ends(), ends(), {
    type: "KNOWS",
    attributes: { weight: Float64Array.from({ length: edges }, () => draw(1000)) },
  });
  graph.commit("begin");
  graph.branch("other");
  return graph;
}

/**
 * Changes of every kind: values, labels, new nodes and edges, removals. `part` keeps two sides apart; the same seed
 * with another `offset` gives the same elements other values.
 */
function change(graph, count, part, seed, offset = 0) {
  const draw = drawer(seed);
  const nodes = graph.nodeCount;
  const node = () => (draw(nodes >> 1) << 1) + part;
  for (let i = 0; i < count; i++) {
    const kind = i % 10;
    const id = node();
    if (!graph.hasNode(id)) continue;
    if (kind < 4) graph.nodes.set(id, { score: draw(1e6) + offset });
    else if (kind < 6) graph.nodes.set(id, { age: draw(1000) + offset });
    else if (kind === 6) graph.nodes.addLabel(id, "Changed");
    else if (kind === 7) graph.addNode("Person", { age: draw(100) });
    else if (kind === 8) graph.addEdge(id, id, "KNOWS", { weight: draw(10) });
    else {
      const edge = graph.incidentEdges(id)[0];
      if (edge !== undefined) graph.removeEdge(edge);
    }
  }
}

function prepare(nodes, edges, changes, isContested) {
  const graph = build(nodes, edges);
  change(graph, changes, 0, 7);
  graph.commit("ours");
  graph.checkout("other");
  if (isContested) change(graph, changes, 0, 7, 1);
  else change(graph, changes, 1, 11);
  graph.commit("theirs");
  graph.checkout("main");
  return graph;
}

const line = (...cells) =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(34) : cell.padStart(13))).join(""));

function run(name, nodes, edges, changes, isContested = false) {
  const graph = prepare(nodes, edges, changes, isContested);
  const policy = isContested ? { policy: "theirs" } : {};
  const first = graph.merge("other", policy);
  const { commit } = graph.head;
  // both orders come to the same state
  if (!isContested) {
    const { root } = first.commit();
    graph.history.reset(commit);
    graph.checkout("other");
    const otherHead = graph.head.commit;
    checkSame("root from the other side", graph.merge(commit.id).commit().root, root);
    graph.history.reset(otherHead);
    graph.checkout("main");
  }
  globalThis.gc?.();
  const found = measure(rounds, () => graph.merge("other", policy).status);
  const planned = measure(rounds, () => graph.merge("other", policy).preview());
  const diff = measure(
    rounds,
    (merge) => merge.diff().toString(),
    () => graph.merge("other", policy),
  );
  const made = measure(
    rounds,
    (merge) => merge.commit(),
    () => {
      graph.history.reset(commit);
      return graph.merge("other", policy);
    },
  );
  line(name, spread(found), spread(planned), spread(diff), spread(made), digits(first.conflicts.length));
  if (!isContested) return;
  // one by one, as a user at a screen would
  graph.history.reset(commit);
  const resolved = measure(rounds, () => {
    const merge = graph.merge("other");
    for (const conflict of merge.conflicts) merge.resolve(conflict, "theirs");
    return merge.status;
  });
  line("  resolved one by one", spread(resolved));
}

console.log(machine());
console.log(`medians of ${rounds} in ms; changes on each of two sides\n`);
line("", "find", "and plan", "diff", "commit", "conflicts");
const size = (nodes, edges, changes) => `${digits(nodes)} / ${digits(edges)}, ${digits(changes)}`;
for (const share of [4, 2, 1]) {
  const [nodes, edges] = [Math.round(nodeCount / share), Math.round(edgeCount / share)];
  run(size(nodes, edges, changeCount), nodes, edges, changeCount);
}
for (const changes of [changeCount / 4, changeCount / 2, changeCount * 2]) {
  run(size(nodeCount, edgeCount, changes), nodeCount, edgeCount, changes);
}
run(`${size(nodeCount, edgeCount, changeCount)} contested`, nodeCount, edgeCount, changeCount, true);
