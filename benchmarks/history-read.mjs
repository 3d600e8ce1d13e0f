// What it costs to ask a long history: 100,000 commits of one cell each, and the questions asked of it, the first
// time (which makes skips) and from then on. Size: --commits; --smoke asks 1,000. Answers are checked.
// Run: npm run build && node --expose-gc benchmarks/history-read.mjs
import { Graph } from "../dist/index.js";
import { checkSame, digits, machine, option, smoke, summarize, timeOf } from "./shared/measure.mjs";

const commitCount = option("commits", smoke ? 1_000 : 100_000);
const rounds = smoke ? 1 : 5;

console.log(machine());
console.log(`${commitCount.toLocaleString("en-US")} commits of one cell each on one branch`);
console.log("ms: the first time, the median from then on\n");

const graph = new Graph({ clock: () => 0 });
graph.addNodes(1_000, { attributes: { a: new Float64Array(1_000) } });
graph.commit("0", { time: 0 });
graph.nodes.set(0, { a: 1 });
graph.commit("1", { time: 1000 });
const building = timeOf(() => {
  for (let i = 2; i < commitCount; i++) {
    graph.nodes.set(2 + (i % 998), { a: i });
    graph.commit(`${i}`, { time: i * 1000 });
  }
});
const { history } = graph;
console.log(`${"building, ms a commit".padEnd(46)}${digits(building / commitCount).padStart(10)}`);

/** One line: the question, how long its first answer took, and how long the others. */
function ask(name, question, expected) {
  let answer;
  const first = timeOf(() => {
    answer = question();
  });
  checkSame(name, answer, expected);
  const times = Array.from({ length: rounds }, () => timeOf(question));
  console.log(name.padEnd(46) + digits(first).padStart(10) + digits(summarize(times).median).padStart(10));
}

const last = commitCount - 1;
const middle = history.resolve(`main~${Math.floor(last / 2)}`);
ask("log({ limit: 5 })", () => history.log({ limit: 5 }).length, 5);
ask("log(), all of it", () => history.log().length, commitCount);
ask("log({ author })", () => history.log({ author: "nobody" }).length, 0);
ask('log({ range: "main~10..main" })', () => history.log({ range: "main~10..main" }).length, 10);
ask("prefix of an id", () => history.resolve(middle.id.slice(0, 12)), middle);
ask("isAncestor(first, last)", () => history.isAncestor(`main~${last}`, "main"), true);
ask("isAncestor(last, first)", () => history.isAncestor("main", `main~${last}`), false);
ask("aheadBehind(main~10, main)", () => history.aheadBehind("main~10", "main").behind, 10);
ask("mergeBases(main~10, main)", () => history.mergeBases("main~10", "main").length, 1);
ask("blame of a cell changed once, early", () => history.blame(0, "a")?.message, "1");
ask("blame of all of that node", () => history.blame(0).presence?.message, "0");
ask("changesOf that node", () => history.changesOf(0).length, 2);
ask("changesOf a node touched by the first alone", () => history.changesOf(1).length, 1);
ask("changesOf a node touched often", () => history.changesOf(5).at(-1)?.commit.message, "0");
ask("log({ touching }) of the first node", () => history.log({ touching: { id: 0 } }).length, 2);
ask("lifetimes of that node", () => history.lifetimes(0).length, 1);
ask("series over all commits", () => history.series(0, "a").column.at(-1), 1);
ask("at(main~last), one value", () => graph.at(`main~${last}`).nodes.get(0, "a"), 0);
ask("at(a time in the middle), one value", () => graph.at(last * 500).nodes.get(0, "a"), 1);
ask(
  "diff(first, last)",
  () => history.diff(`main~${last}`, "main").nodes.counts.changed,
  Math.min(999, last),
);
ask("show(main)", () => history.show().diff.nodes.counts.changed, 1);
ask(
  "timeline of the last 1,000",
  () => history.timeline((view) => view.nodeCount, { limit: 1000 }).values[0],
  1000,
);
let tests = 0;
const early = Math.floor(last / 3);
ask(
  "bisect over all",
  () => {
    tests = 0;
    const first = history.bisect(`main~${last}`, "main", (_, { time }) => {
      tests++;
      return time < early * 1000;
    });
    return first.message;
  },
  String(early),
);
console.log(`bisect asked ${tests} times (log2: ${digits(Math.log2(commitCount))})`);
ask("drawLog({ limit: 20 })", () => history.drawLog({ limit: 20 }).split("\n").length, 20);
