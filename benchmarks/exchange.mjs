// What it costs to move commits between graphs: bundles and clones of one large commit and of many small ones, and a
// fetch and a push of a change of one cell, beside making the same commits. Size: --nodes --edges --commits; --smoke
// is small. Answers are checked: the commits come to the same ids.
// Run: npm run build && node --expose-gc --max-old-space-size=8000 benchmarks/exchange.mjs
import { Graph } from "../dist/index.js";
import { checkSame, digits, machine, option, smoke, timeOf } from "./shared/measure.mjs";

const nodeCount = option("nodes", smoke ? 1_000 : 1_000_000);
const edgeCount = option("edges", smoke ? 5_000 : 5_000_000);
const commitCount = option("commits", smoke ? 200 : 20_000);

console.log(machine());
console.log(`${nodeCount.toLocaleString("en-US")} nodes, ${edgeCount.toLocaleString("en-US")} edges; ms\n`);

/** One line: what was done, and how long it took; as many times as long as what it is beside. */
function line(name, ms, beside) {
  const ratio = beside === undefined ? "" : `${digits(ms / beside)} times`;
  console.log(`${name.padEnd(46)}${digits(ms).padStart(10)}${ratio.padStart(16)}`);
}

/** How long a function took, and what it gave. */
function run(work) {
  let result;
  const ms = timeOf(() => {
    result = work();
  });
  return { ms, result };
}

function exchange(what, graph, committing) {
  const bundle = run(() => graph.history.bundle());
  line(`bundle of ${what}`, bundle.ms, committing);
  line("  its bytes a commit", bundle.result.length / graph.history.commitCount);
  const restored = run(() => Graph.fromBundle(bundle.result));
  line("  fromBundle", restored.ms, committing);
  checkSame("fromBundle", restored.result.head.commit?.id, graph.head.commit?.id);
  const clone = run(() => Graph.clone(graph));
  line("  clone", clone.ms, committing);
  return clone.result;
}

let state = 1;
const random = (bound) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state % bound;
};
const large = new Graph();
large.addNodes(nodeCount, {
  labels: "Person",
  attributes: {
    age: Int32Array.from({ length: nodeCount }, (_, i) => i % 90),
    name: Array.from({ length: nodeCount }, (_, i) => `n${i}`),
  },
});
large.addEdges(
  Uint32Array.from({ length: edgeCount }, () => random(nodeCount)),
  Uint32Array.from({ length: edgeCount }, () => random(nodeCount)),
  { type: "KNOWS", attributes: { weight: new Float64Array(edgeCount) } },
);
const committing = timeOf(() => large.commit("all"));
line("commit of all", committing);
const clone = exchange("it", large, committing);

const times = { commit: [], push: [], fetch: [] };
for (let i = 0; i < 20; i++) {
  clone.nodes.set(i, { age: 1_000 + i });
  times.commit.push(timeOf(() => clone.commit("one cell")));
  times.push.push(timeOf(() => clone.history.push(large)));
  large.nodes.set(i, { age: 2_000 + i });
  large.commit("one cell");
  times.fetch.push(timeOf(() => clone.history.pull(large)));
}
checkSame("push and pull", clone.head.commit?.id, large.head.commit?.id);
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
line("commit of one cell", median(times.commit));
line("  push of it", median(times.push), median(times.commit));
line("  pull of one", median(times.fetch), median(times.commit));

const own = new Int32Array(Math.ceil(nodeCount / 5));
const [there, here] = [clone, large].map((graph) =>
  timeOf(() => {
    graph.addNodes(own.length, { attributes: { age: own } });
    graph.commit("own");
  }),
);
line("a fifth as many nodes again, and a commit", here);
line("  in the clone, whose leaves are scattered", there, here);

const small = new Graph();
small.addNodes(1_000, { attributes: { x: new Float64Array(1_000) } });
small.commit("0");
const many = timeOf(() => {
  for (let i = 1; i < commitCount; i++) {
    if (i % 4 === 0) small.addNode({ x: i });
    else small.nodes.set(i % 1_000, { x: i });
    small.commit(`${i}`);
  }
});
line(`\n${commitCount.toLocaleString("en-US")} commits of one cell or node`.trimStart(), many);
exchange("them", small, many);
