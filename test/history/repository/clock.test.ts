/** The clock is asked once for a verb, before anything is changed; what is no time is refused by its name. */
import { describe, expect, test } from "vitest";
import { Graph } from "../../../src/index.js";

const BAD: Record<string, () => unknown> = {
  NaN: () => Number.NaN,
  infinity: () => Number.POSITIVE_INFINITY,
  undefined: () => undefined,
  text: () => "2024-02-29",
  "a bigint": () => 5n,
  "a Date": () => new Date(0),
  "an object": () => ({}),
  "an error": () => {
    throw new Error("the clock has stopped");
  },
};

/** Verbs that have a time, each with a graph that is ready for it: dirty, or with something to merge or take back. */
const VERBS: Record<string, { prepare?: (graph: Graph) => void; run: (graph: Graph) => unknown }> = {
  commit: { prepare: dirty, run: (graph) => graph.commit("one") },
  "commit with a time": { prepare: dirty, run: (graph) => graph.commit("one", { time: 5 }) },
  branch: { run: (graph) => graph.branch("b") },
  renameBranch: { run: (graph) => graph.history.renameBranch("side", "other") },
  deleteBranch: { run: (graph) => graph.history.deleteBranch("side", { force: true }) },
  tag: { run: (graph) => graph.history.tag("t") },
  "tag with a message": { run: (graph) => graph.history.tag("t", { message: "m" }) },
  "tag with a message and a time": { run: (graph) => graph.history.tag("t", { message: "m", time: 4 }) },
  deleteTag: { run: (graph) => graph.history.deleteTag("v1") },
  checkout: { run: (graph) => graph.checkout("side") },
  "checkout with stash": { prepare: dirty, run: (graph) => graph.checkout("side", { stash: true }) },
  merge: { run: (graph) => graph.merge("side").commit() },
  "merge with stash": { prepare: dirty, run: (graph) => graph.merge("side", { stash: true }).commit() },
  revert: { run: (graph) => graph.history.revert("main") },
  cherryPick: { run: (graph) => graph.history.cherryPick("side") },
  rebase: { run: (graph) => graph.history.rebase("side") },
  "rebase with stash": { prepare: dirty, run: (graph) => graph.history.rebase("side", { stash: true }) },
  reset: { run: (graph) => graph.history.reset("main~1") },
  stash: { prepare: dirty, run: (graph) => graph.history.stash() },
  "undo with stash": { prepare: dirty, run: (graph) => graph.history.undo({ stash: true }) },
  fetch: { run: (graph) => graph.history.fetch(other()) },
  pull: { run: (graph) => graph.history.pull(other(), { branch: "side" }) },
  push: { run: (graph) => graph.history.push(new Graph()) },
};

function dirty(graph: Graph): void {
  graph.addNode({ dirty: true });
}

function build(graph: Graph): Graph {
  graph.addNodes(2, { attributes: { n: [1, 2] } });
  graph.commit("base", { time: 1 });
  graph.branch("side");
  graph.nodes.set(0, { n: 3 });
  graph.commit("ours", { time: 2 });
  graph.history.tag("v1");
  graph.checkout("side");
  graph.nodes.set(1, { n: 4 });
  graph.commit("theirs", { time: 3 });
  graph.checkout("main");
  return graph;
}

function other(): Graph {
  const graph = build(new Graph({ clock: () => 0 }));
  graph.checkout("side");
  graph.addNode({ n: 5 });
  graph.commit("more", { time: 4 });
  return graph;
}

function everything(graph: Graph): unknown {
  const { history } = graph;
  return [
    graph.status(),
    history.branches(),
    history.remoteBranches(),
    history.tags(),
    history.stashes(),
    history.operations(),
    history.commitCount,
    [...graph.nodes].map((id) => graph.nodes.get(id)),
  ];
}

describe.each(Object.entries(VERBS))("%s", (_, { prepare, run }) => {
  test.each(Object.entries(BAD))("refuses a clock that gives %s, and changes nothing", (_, bad) => {
    let clock: () => unknown = () => 7;
    const graph = build(new Graph({ clock: () => clock() as number }));
    prepare?.(graph);
    const before = everything(graph);
    clock = bad;
    expect(() => run(graph)).toThrow(/"clock" expected milliseconds since 1970, got/);
    expect(() => run(graph)).toThrow(TypeError);
    expect(everything(graph)).toEqual(before);
    clock = () => 8;
    run(graph);
    if (!graph.status().clean) graph.commit("rest");
    expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
    expect(graph.history.operations().every(({ time }) => Number.isFinite(time))).toBe(true);
  });

  test("asks the clock once", () => {
    let asked = 0;
    const graph = build(new Graph({ clock: () => ++asked }));
    prepare?.(graph);
    const before = asked;
    run(graph);
    expect(asked - before).toBe(1);
  });

  test("refuses a clock that writes or runs a verb", () => {
    let within: ((graph: Graph) => unknown) | undefined;
    const clock = (): number => {
      within?.(graph);
      return 7;
    };
    const graph: Graph = new Graph({ clock });
    build(graph);
    prepare?.(graph);
    const before = everything(graph);
    for (const hostile of [dirty, (g: Graph) => g.branch("x"), (g: Graph) => g.history.gc()]) {
      within = hostile;
      expect(() => run(graph)).toThrow(expect.objectContaining({ code: "VERB_UNDERWAY" }));
      within = undefined;
      expect(everything(graph)).toEqual(before);
    }
  });
});

test("what a clock throws is the cause of the error", () => {
  const boom = new Error("boom");
  const graph = new Graph({
    clock: () => {
      throw boom;
    },
  });
  graph.addNode();
  expect(() => graph.commit("one")).toThrow(expect.objectContaining({ cause: boom }));
});

test("what has the prototype of a Date and is none is no time", () => {
  const graph = build(new Graph());
  const time = Object.create(Date.prototype);
  expect(() => graph.commit("one", { time })).toThrow(/"time" expected a Date or milliseconds, got/);
  expect(() => graph.history.tag("t", { message: "m", time })).toThrow(
    /"time" expected a Date or milliseconds, got/,
  );
  expect(() => graph.at(time)).toThrow(/"time" expected a Date or milliseconds, got/);
  expect(() => graph.history.log({ since: time })).toThrow(/"since" expected a Date or milliseconds, got/);
});
