// WordNet, every English word and how the words hang together, as a graph with a history: load it, commit it,
// change it on a branch, compare, look at the past, analyse.
//
//   npm run demo
import { Graph } from "groggy";
import { connectedComponents } from "groggy/algorithms";
import { loadWordNet } from "./wordnet-loader.mjs";

const number = (value) => value.toLocaleString("en");
const row = (label, ...cells) =>
  console.log(`  ${label.padEnd(34)}${cells.map((cell) => String(cell).padStart(13)).join("")}`);
const timed = (label, work) => {
  const start = performance.now();
  const result = work();
  console.log(`\n${label}  (${(performance.now() - start).toFixed(1)} ms)`);
  return result;
};

// Load: columns in, nothing boxed.
const { synsets, pointers } = loadWordNet();
const graph = new Graph();
timed("LOAD    WordNet 3.1 into columns", () => {
  graph.addNodes(synsets.count, { labels: synsets.labels, attributes: synsets.attributes });
  graph.addEdges(pointers.sources, pointers.targets, { type: pointers.types });
});
row("synsets (nodes)", number(graph.nodeCount));
row("pointers (edges)", number(graph.edgeCount));

const published = timed("COMMIT  the state as published", () =>
  graph.commit("WordNet 3.1", { author: "Princeton" }),
);
row(`${published.id.slice(0, 12)} on ${graph.head.branch}`);

// Ask: filters run as loops over columns.
const birds = timed("QUERY   nouns that speak of birds", () =>
  graph.nodes.where(":Noun AND gloss CONTAINS $word AND NOT lexicographer = 'noun.animal'", { word: "bird" }),
);
row("found", number(birds.count));
for (const id of birds.ids().subarray(0, 3)) console.log(`    ${short(graph.nodes.get(id))}`);

// Branch: the original stays where it is.
timed("BRANCH  without proper names", () => {
  graph.branch("common-words");
  graph.checkout("common-words");
  const named = new Set();
  for (const edge of graph.edges.withType("instance of").ids()) named.add(graph.source(edge));
  graph.removeNodes(named);
  const bank = graph.nodes.where("lemma = 'bank' AND gloss CONTAINS 'sloping land'").ids()[0];
  graph.nodes.set(bank, { gloss: "the land beside a river or a lake", reviewed: true });
  graph.commit("Leave out proper names; say more plainly what a bank is", { author: "ada" });
});
const { nodes, edges } = timed("DIFF    main .. common-words", () =>
  graph.history.diff("main", "common-words"),
);
row("", "added", "removed", "changed");
for (const [name, { counts }] of [
  ["synsets", nodes],
  ["pointers", edges],
]) {
  row(name, number(counts.added), number(counts.removed), number(counts.changed));
}
for (const { id, attribute, before, after } of nodes.changes()) {
  console.log(`    ${graph.nodes.get(id, "lemma")}.${attribute}: ${shown(before)}`);
  console.log(`    ${" ".repeat(8)}now: ${shown(after)}`);
}

// The past: a view beside the live graph; nothing moves.
const past = timed("PAST    the graph at common-words~1", () => graph.at("common-words~1"));
row("", "then", "now");
row("synsets", number(past.nodeCount), number(graph.nodeCount));
row(
  "Einstein among them",
  ...[past, graph].map((view) => (view.nodes.where("lemma = 'Einstein'").count ? "yes" : "no")),
);

// Analyse: the same function on any state.
const [then, now] = timed("ANALYSE what hangs together", () => [
  connectedComponents(past),
  connectedComponents(graph),
]);
row("", "then", "now");
row("components", number(then.count), number(now.count));
row("synsets in the largest", ...[then, now].map(({ sizes }) => number(Math.max(...sizes.values()))));
row(
  "synsets all by themselves",
  ...[then, now].map(({ sizes }) => number([...sizes.values()].filter((n) => n === 1).length)),
);

timed("BACK    to main", () => graph.checkout("main"));
row("synsets", number(graph.nodeCount));
console.log("\n  Commits on common-words:");
for (const { id, author, message } of graph.history.log({ from: "common-words" })) {
  console.log(`    ${id.slice(0, 12)}  ${author.padEnd(10)} ${message.slice(0, 50)}`);
}

function short({ lemma, gloss }) {
  return shown(`${lemma}: ${gloss}`);
}

function shown(value) {
  const text = String(value ?? "(absent)");
  return text.length > 56 ? `${text.slice(0, 55)}…` : text;
}
