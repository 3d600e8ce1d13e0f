// What a long history costs: commits of one cell each over 10,000 nodes, and what is asked of so many of them. The
// first time counts by itself: it is when something has to be made or read that later calls find there.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Graph } from "../../dist/index.js";
import { folderBytes } from "./files.mjs";
import { checkSame, count, cpuTimeOf, digits, drawer, summarize } from "./measure.mjs";

const NODES = 10_000;
const SCATTERED_NODES = 1_000_000;
const SCATTERED = 10_000;

/** What is measured, in this order: its unit and, where there is one, what is to be reached with 1,000,000 commits. */
export const LONG_COSTS = {
  commitFirst: ["a commit, of the first tenth", "us", 50],
  commitLast: ["a commit, of the last tenth", "us", 50],
  bytesPerCommit: ["memory of a commit", "bytes", 1024],
  viewFirst: ["a commit drawn at random and one cell, first time", "us", 100],
  view: ["the same, of others", "us", 100],
  views: ["1,000 of them", "ms", 1000],
  viewColumn: ["a commit drawn at random and a whole column", "us"],
  basesLine: ["mergeBases of the first commit and the last", "us", 1000],
  basesFork: ["mergeBases of two branches that forked at first", "us", 1000],
  basesMerged: ["the same after a merge every 100 commits", "us"],
  ancestor: ["isAncestor, of one of these forks", "us"],
  aheadBehind: ["aheadBehind of these forks", "us"],
  checkoutFirst: ["checkout of the first commit, first time", "ms"],
  checkout: ["checkout of the last, the first and so on", "ms"],
  checkoutRandom: ["checkout of commits drawn at random", "ms"],
  blameFirst: ["blame of a cell, first time", "us", 1000],
  blame: ["blame of others", "us", 1000],
  gc: ["gc with nothing to collect", "ms"],
  gcAgain: ["gc after ten commits that were undone", "ms"],
  storeCommit: ["a commit in a store, no sync", "us"],
  storeBytes: ["bytes on disk of a commit", "bytes"],
  open: ["opening the store", "ms", 50],
  openView: ["and then a commit drawn at random and one cell", "us", 100],
  openViews: ["1,000 more of them", "ms", 1000],
  openBlame: ["blame of a cell there, first time", "us", 1000],
  openCommit: ["the first commit there", "ms"],
  scattered: ["commit of 10,000 cells, scattered over 1,000,000 nodes", "ms", 10],
};

const once = (value) => ({ median: value, low: value, high: value });

/** A graph of nodes with one value each, committed. */
function begin(graph, nodeCount) {
  graph.addNodes(nodeCount, { attributes: { value: new Float64Array(nodeCount) } });
  graph.commit("import");
  return graph;
}

/** The cells that commits change, one each: a naive copy of every cell's history. */
class Script {
  #draw = drawer(11);
  #nodes;
  #writes;

  constructor(commitCount) {
    this.#nodes = Uint32Array.from({ length: commitCount }, () => this.#draw(NODES));
    this.#writes = new Map();
    this.#nodes.forEach((node, i) => {
      const list = this.#writes.get(node);
      if (list === undefined) this.#writes.set(node, [i + 1]);
      else list.push(i + 1);
    });
  }

  write(graph, i) {
    graph.nodes.set(this.#nodes[i], { value: i + 1 });
    return graph.commit(`commit ${i + 1}`);
  }

  /** The value of a node after `count` commits: the number of the last one that set it. */
  valueAt(node, count) {
    return this.#writes.get(node)?.findLast((commit) => commit <= count) ?? 0;
  }
}

function bytes() {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Times of the processor in ms over some rounds. */
function times(rounds, run) {
  return summarize(Array.from({ length: rounds }, (_, round) => cpuTimeOf(() => run(round))));
}

/** All costs with a history of so many commits. */
export function measureLong(commitCount) {
  const costs = {};
  const graph = begin(new Graph({ clock: () => 0 }), NODES);
  const script = new Script(commitCount);
  // code is compiled, and the heap has grown a bit
  const warm = begin(new Graph({ clock: () => 0 }), NODES);
  for (let i = 0; i < Math.min(commitCount, 2000); i++) script.write(warm, i);
  const before = bytes();
  const ids = new Array(commitCount);
  const tenth = Math.ceil(commitCount / 10);
  const write = (from, to) => {
    for (let i = from; i < to; i++) ids[i] = script.write(graph, i).id;
  };
  costs.commitFirst = once(cpuTimeOf(() => write(0, tenth)) / tenth);
  write(tenth, commitCount - tenth);
  costs.commitLast = once(cpuTimeOf(() => write(commitCount - tenth, commitCount)) / tenth);
  if (globalThis.gc) costs.bytesPerCommit = once((bytes() - before) / commitCount);
  Object.assign(costs, measureViews(graph, script, ids, "view"));
  const draw = drawer(5);
  costs.viewColumn = times(20, () => {
    const at = draw(commitCount);
    const column = graph.at(ids[at]).nodes.column("value");
    checkSame("a value", column.at(7), script.valueAt(7, at + 1));
  });
  measureBases(graph, costs);
  measureCheckouts(graph, script, ids, costs);
  measureBlame(graph, script, "blame", costs);
  costs.gc = once(cpuTimeOf(() => graph.history.gc()));
  const kept = graph.history.commitCount;
  for (let i = 0; i < 10; i++) {
    graph.nodes.set(i, { value: -i });
    graph.commit("not for long");
  }
  graph.history.reset("main~10");
  costs.gcAgain = once(cpuTimeOf(() => graph.history.gc({ keepOperations: false })));
  checkSame("commits that are left", graph.history.commitCount, kept);
  return costs;
}

/** Commits drawn at random, each with one cell drawn at random. */
function measureViews(graph, script, ids, name) {
  const draw = drawer(3);
  const look = () => {
    const [at, node] = [draw(ids.length), draw(NODES)];
    checkSame("a value", graph.at(ids[at]).nodes.get(node, "value"), script.valueAt(node, at + 1));
  };
  const first = cpuTimeOf(look);
  const views = cpuTimeOf(() => {
    for (let i = 0; i < 1000; i++) look();
  });
  return { [`${name}First`]: once(first), [name]: once(views / 1000), [`${name}s`]: once(views) };
}

function measureBases(graph, costs) {
  const { history } = graph;
  const last = history.commitCount - 1;
  const first = history.resolve(`main~${last}`);
  graph.branch("fork", { at: `main~${last - 1}` });
  graph.checkout("fork");
  graph.nodes.set(0, { value: -1 });
  graph.commit("on the fork");
  graph.checkout("main");
  const bases = (a, b, expected) => () => checkSame("base", history.mergeBases(a, b)[0].id, expected);
  costs.basesLine = times(5, bases(first, "main", first.id));
  costs.basesFork = times(5, bases("fork", "main", history.resolve(`main~${last - 1}`).id));
  costs.ancestor = times(5, () => checkSame("isAncestor", history.isAncestor("fork", "main"), false));
  costs.aheadBehind = times(5, () =>
    checkSame("behind", history.aheadBehind("fork", "main").behind, last - 1),
  );
  // as long a history again is too much; a merge every 100 commits of a tenth of it
  const merged = new Graph({ clock: () => 0 });
  merged.addNodes(2, { attributes: { value: [0, 0] } });
  merged.commit("import");
  const set = (node, value) => {
    merged.nodes.set(node, { value });
    merged.commit(`${value}`);
  };
  merged.branch("fork");
  merged.branch("side");
  for (let i = 0; i < (last + 1) / 10; i++) {
    set(0, i + 1);
    if (i % 100 !== 99) continue;
    merged.checkout("side");
    set(1, i + 1);
    merged.checkout("main");
    merged.merge("side").commit();
  }
  merged.checkout("fork");
  set(0, -1);
  const base = merged.history.log({ from: "fork" }).at(-1).id;
  costs.basesMerged = times(5, () =>
    checkSame("base", merged.history.mergeBases("fork", "main")[0].id, base),
  );
}

function measureCheckouts(graph, script, ids, costs) {
  const last = ids.length - 1;
  const go = (at) => () => {
    graph.checkout(ids[at]);
    checkSame("a value", graph.nodes.get(7, "value"), script.valueAt(7, at + 1));
  };
  costs.checkoutFirst = once(cpuTimeOf(go(0)));
  costs.checkout = times(6, (round) => go(round % 2 ? 0 : last)());
  const draw = drawer(9);
  costs.checkoutRandom = times(20, () => go(draw(ids.length))());
  graph.checkout("main");
}

function measureBlame(graph, script, name, costs) {
  const draw = drawer(13);
  const ask = () => {
    const node = draw(NODES);
    const number = script.valueAt(node, Number.POSITIVE_INFINITY);
    const message = number === 0 ? "import" : `commit ${number}`;
    checkSame("blame", graph.history.blame(node, "value").message, message);
  };
  costs[`${name}First`] = once(cpuTimeOf(ask));
  if (name === "blame") costs[name] = times(100, ask);
}

/** The same in a store: the commits, and what is asked of it once it was opened anew. */
export function measureLongStore(commitCount) {
  const costs = {};
  const folder = mkdtempSync(join(tmpdir(), "groggy-bench-"));
  try {
    const path = join(folder, "store");
    const graph = begin(Graph.open(path, { clock: () => 0, durability: "none" }), NODES);
    const script = new Script(commitCount);
    const ids = new Array(commitCount);
    costs.storeCommit = once(
      cpuTimeOf(() => {
        for (let i = 0; i < commitCount; i++) ids[i] = script.write(graph, i).id;
      }) / commitCount,
    );
    graph.close();
    costs.storeBytes = once(folderBytes(path) / commitCount);
    const opened = [];
    costs.open = times(3, () => {
      const again = Graph.open(path, { readOnly: true });
      checkSame("head", again.head.commit?.id, ids.at(-1));
      opened.push(again);
    });
    const views = measureViews(opened[0], script, ids, "view");
    Object.assign(costs, { openView: views.viewFirst, openViews: views.views });
    const blame = {};
    measureBlame(opened[1], script, "open", blame);
    costs.openBlame = blame.openFirst;
    for (const each of opened) each.close();
    const writer = Graph.open(path, { durability: "none" });
    writer.nodes.set(0, { value: -1 });
    costs.openCommit = once(cpuTimeOf(() => writer.commit("one more")));
    writer.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return costs;
}

/** A commit of many cells, drawn at random from a large graph: what it hashes does not depend on the history. */
export function measureScattered(nodeCount = SCATTERED_NODES) {
  const graph = begin(new Graph({ clock: () => 0 }), nodeCount);
  const draw = drawer(17);
  let value = 0;
  const all = Array.from({ length: 9 }, () => {
    for (let i = 0; i < SCATTERED; i++) graph.nodes.set(draw(nodeCount), { value: ++value });
    return cpuTimeOf(() => graph.commit("scattered"));
  });
  return { scattered: summarize(all.slice(2)) };
}

const shown = (name, costs) => {
  if (costs[name] === undefined) return "";
  const unit = LONG_COSTS[name][1];
  return `${digits(costs[name].median * (unit === "us" ? 1e3 : 1))} ${unit}`;
};

/** Lines of what was measured. */
export function longLines(costs) {
  return Object.entries(LONG_COSTS)
    .filter(([name]) => costs[name] !== undefined)
    .map(([name, [label, , target]]) => {
      const goal = target === undefined ? "" : `   of ${target}`;
      return `  ${label.padEnd(56)}${shown(name, costs).padStart(12)}${goal}`;
    });
}

/** docs/results/long-history.md, of what was measured at each length. */
export function renderLong(all, machine, command) {
  const head = ["", "goal", ...all.map(({ length }) => `${count(length)} commits`)];
  const rows = Object.entries(LONG_COSTS).map(([name, [label, unit, target]]) => [
    label,
    target === undefined ? "" : `${target} ${unit}`,
    ...all.map(({ costs }) => shown(name, costs)),
  ]);
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [
    "# What a long history costs",
    "Made by a command, not by hand. Commits of one cell each, drawn at random from one attribute of 10,000 nodes; " +
      "the goals are for 1,000,000 of them. Times are the processor's. A first time is one measurement, the others " +
      "are medians.",
    `\`\`\`sh\n${command}\n\`\`\``,
    `\`\`\`\n${machine}\n\`\`\``,
    [line(head), line(head.map((_, i) => (i === 0 ? "---" : "--:"))), ...rows.map(line)].join("\n"),
  ]
    .join("\n\n")
    .concat("\n");
}
