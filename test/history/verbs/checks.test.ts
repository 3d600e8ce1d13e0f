// What verbs refuse at once, the limits they keep, and what a check of the history finds.
import { describe, expect, test } from "vitest";
import type { CommitNode } from "../../../src/history/commits/commit-node.js";
import { diffOf } from "../../../src/history/diff/diff.js";
import { HistoryCore } from "../../../src/history/repository/core.js";
import {
  OPERATIONS_MAX,
  type Operation,
  OperationLog,
} from "../../../src/history/repository/operation-log.js";
import { Repository } from "../../../src/history/repository/repository.js";
import { moveTo } from "../../../src/history/repository/working-changes.js";
import { applyPatch } from "../../../src/history/verbs/apply-patch.js";
import { verify } from "../../../src/history/verbs/verify.js";
import { Graph } from "../../../src/index.js";
import { NO_DELTA } from "../../../src/space/deltas/delta.js";
import { GraphSpace } from "../../../src/space/graph-space.js";

const coded = (code: string): object => expect.objectContaining({ code });

function start(): Graph {
  let time = 0;
  const graph = new Graph({ clock: () => ++time });
  graph.addNodes(2, { attributes: { n: [0, 0] } });
  graph.commit("start");
  return graph;
}

describe("options that are no object are refused by", () => {
  const verbs: Record<string, (graph: Graph, options: never) => unknown> = {
    commit: (graph, options) => graph.commit("a", options),
    branch: (graph, options) => graph.branch("a", options),
    deleteBranch: (graph, options) => graph.history.deleteBranch("other", options),
    tag: (graph, options) => graph.history.tag("a", options),
    checkout: (graph, options) => graph.checkout("other", options),
    merge: (graph, options) => graph.merge("other", options),
    revert: (graph, options) => graph.history.revert("HEAD", options),
    cherryPick: (graph, options) => graph.history.cherryPick("HEAD", options),
    rebase: (graph, options) => graph.history.rebase("other", options),
    reset: (graph, options) => graph.history.reset("other", options),
    undo: (graph, options) => graph.history.undo(options),
    redo: (graph, options) => graph.history.redo(options),
    gc: (graph, options) => graph.history.gc(options),
    verify: (graph, options) => graph.history.verify(options),
  };
  for (const [name, verb] of Object.entries(verbs)) {
    test(name, () => {
      const graph = start();
      graph.branch("other");
      graph.branch("more");
      graph.history.undo();
      const before = graph.history.operations();
      for (const options of [5, "carry", true])
        expect(() => verb(graph, options as never)).toThrow(/"options" expected|expected an object/);
      expect(graph.history.operations()).toEqual(before);
      expect(graph.history.branches().map((ref) => ref.name)).toEqual(["main", "other"]);
    });
  }
});

test("policies are checked also where there is nothing to rebase", () => {
  const graph = start();
  expect(() => graph.history.rebase("main", { policy: "mine" as "ours" })).toThrow(TypeError);
});

test("the log refuses the name of an attribute that is none", () => {
  const touching = { id: 0, attribute: 5 as unknown as string };
  expect(() => start().history.log({ touching })).toThrow(TypeError);
});

test("the branch that has no commit yet can be checked out, and no other", () => {
  const graph = new Graph();
  graph.addNode();
  graph.checkout("main", { carry: true });
  expect(graph.head).toEqual({ branch: "main", commit: null });
  expect(graph.nodeCount).toBe(1);
  expect(() => graph.checkout("other", { carry: true })).toThrow(coded("REVISION_NOT_FOUND"));
});

test("a verb made of others is one operation", () => {
  const graph = start();
  graph.branch("side");
  graph.nodes.set(0, { n: 1 });
  graph.commit("main");
  graph.checkout("side");
  graph.nodes.set(1, { n: 2 });
  graph.commit("side");
  const names = (): string[] => graph.history.operations().map(({ name }) => name);
  const before = names();
  graph.history.rebase("main");
  expect(names()).toEqual([...before, "rebase"]);
  graph.history.undo();
  graph.history.cherryPick("main");
  expect(names()).toHaveLength(before.length + 1);
});

test("a hook that fails leaves a state from which verbs go on", () => {
  const graph = start();
  const stop = graph.history.onBeforeCommit(() => {
    throw new Error("no");
  });
  graph.nodes.set(0, { n: 1 });
  const before = graph.history.operations().length;
  expect(() => graph.commit("refused")).toThrow("no");
  stop();
  graph.commit("taken");
  expect(graph.history.operations().map(({ name }) => name)).toHaveLength(before + 1);
  expect(graph.history.undo()).toBe("commit");
});

test("a revision may have 1,024 characters", () => {
  const graph = start();
  graph.branch("trunk");
  const longest = `main${"^0".repeat(510)}`;
  expect(longest).toHaveLength(1024);
  expect(graph.history.resolve(longest)).toBe(graph.head.commit);
  expect(() => graph.history.resolve(`trunk${"^0".repeat(510)}`)).toThrow(coded("REVISION_NOT_FOUND"));
});

test("parents and ancestors are counted from the commit, and end with the first", () => {
  const graph = start();
  const first = graph.head.commit;
  graph.commit("second", { allowEmpty: true });
  for (const revision of ["HEAD~", "HEAD~1", "HEAD^", "HEAD^1", "HEAD^0~1", "HEAD~0^"])
    expect(graph.history.resolve(revision)).toBe(first);
  for (const revision of ["HEAD~2", "HEAD^2", "HEAD^^"])
    expect(() => graph.history.resolve(revision)).toThrow(coded("REVISION_NOT_FOUND"));
});

test("of many operations the newest are kept", () => {
  const log = new OperationLog(() => {});
  const operation = (name: string) => ({ name }) as Operation;
  for (let i = 0; i < 2 * OPERATIONS_MAX - 1; i++) log.push(operation(String(i)));
  expect(log.done).toHaveLength(2 * OPERATIONS_MAX - 1);
  log.push(operation("last"));
  expect(log.done).toHaveLength(OPERATIONS_MAX);
  expect(log.done[0].name).toBe(String(OPERATIONS_MAX));
  expect(log.done.at(-1)?.name).toBe("last");
});

test("a stash is applied beside other changes, and refused over those of the same", () => {
  const graph = start();
  graph.nodes.set(0, { n: 1 });
  graph.history.stash();
  graph.nodes.set(0, { n: 2 });
  expect(() => graph.history.stashApply()).toThrow(coded("STASH_CONFLICT"));
  graph.commit("two");
  expect(() => graph.history.stashApply()).toThrow(coded("STASH_CONFLICT"));
  graph.checkout("HEAD~1");
  graph.nodes.set(1, { n: 3 });
  graph.history.stashApply();
  expect([0, 1].map((id) => graph.nodes.get(id, "n"))).toEqual([1, 3]);
  expect(graph.history.stashes()).toHaveLength(1);
});

test("a commit is shown with what was said of it", () => {
  const graph = start();
  const shown = String(graph.history.show());
  expect(shown).not.toContain("meta");
  expect(shown).not.toContain("author");
  expect(shown).toContain("time   1970-01-01T00:00:00.001Z");
  graph.commit("more", { allowEmpty: true, author: "ada", time: 2, meta: { a: 1 } });
  expect(String(graph.history.show())).toContain(
    'author ada\ntime   1970-01-01T00:00:00.002Z\nmeta   {"a":1}',
  );
  graph.branch("side", { at: "HEAD~1" });
  graph.checkout("side");
  graph.nodes.set(0, { n: 7 });
  graph.commit("side");
  graph.checkout("main");
  graph.merge("side").commit("merged");
  const [left, right] = graph.head.commit!.parents.map((id) => id.slice(0, 12));
  expect(String(graph.history.show())).toContain(`merge  ${left} ${right}, compared with ${left}`);
  const other = graph.history.show("HEAD", { mainline: 2 });
  expect(String(other)).toContain(`merge  ${left} ${right}, compared with ${right}`);
  for (const mainline of [0, 3, "1" as unknown as number])
    expect(() => graph.history.show("HEAD", { mainline })).toThrow(RangeError);
});

describe("a check of the history", () => {
  /** Two nodes and then an edge between them, in commits that can be got at. */
  function twoCommits(): { core: HistoryCore; nodes: CommitNode; edge: CommitNode } {
    const core = new HistoryCore(new GraphSpace(true), new Repository(() => 0), diffOf);
    const graph = new Graph();
    const commit = (message: string): CommitNode => {
      applyPatch(core.space, graph.history.diff().toPatch());
      graph.commit(message);
      return core.commitPresent(core.checkCommit(message, {}));
    };
    graph.addNodes(2);
    graph.commit("none", { allowEmpty: true });
    graph.history.undo();
    const nodes = commit("nodes");
    graph.addEdge(0, 1);
    return { core, nodes, edge: commit("edge") };
  }

  test("finds nothing where all is well", () => {
    const { core } = twoCommits();
    expect(verify(core, { level: "deep" })).toEqual({ ok: true, findings: [], commits: 2, states: 2 });
    expect(verify(core, {})).toMatchObject({ ok: true, commits: 2, states: 1 });
    expect(verify(core, { level: "quick" })).toMatchObject({ ok: true, commits: 2, states: 0 });
  });

  test("finds states that are not what they were", () => {
    const { core, edge } = twoCommits();
    moveTo(core, undefined, null, {}, "checkout");
    edge.delta = NO_DELTA;
    const { ok, findings } = verify(core, { level: "deep" });
    expect(ok).toBe(false);
    expect(findings).toEqual([expect.objectContaining({ kind: "stateRoot", commit: edge.commit.id })]);
  });

  test("finds edges whose ends are missing", () => {
    const { core, nodes } = twoCommits();
    moveTo(core, undefined, null, {}, "checkout");
    nodes.delta = NO_DELTA;
    const found = verify(core, { level: "deep" }).findings.map(({ kind, commit }) => [kind, commit]);
    const [first, second] = [...core.forest.nodes()].map(({ commit }) => commit.id);
    expect(found).toEqual([
      ["stateRoot", first],
      ["stateRoot", second],
      ["danglingEdge", second],
      ["danglingEdge", second],
    ]);
  });

  test("finds commits that say something else than they said", () => {
    const { core, nodes } = twoCommits();
    Object.defineProperty(nodes, "commit", { value: { ...nodes.commit, message: "another" } });
    const { findings } = verify(core, { level: "quick" });
    expect(findings).toEqual([expect.objectContaining({ kind: "commitId", commit: nodes.commit.id })]);
  });
});
