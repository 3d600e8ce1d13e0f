/** Hooks before a commit: what they write is part of it, in every verb that makes one, or is taken back with it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import {
  type CommitEvent,
  Graph,
  type GraphView,
  type GroggyError,
  type MergeResult,
} from "../../../src/index.js";

const coded = (code: string): object => expect.objectContaining({ code });

/** Three nodes in a row, committed; node 0 has a value. */
function start(): Graph {
  const graph = new Graph({ clock: () => 0 });
  graph.addNodes(3, { labels: "P", attributes: { n: [0, 1, 2] } });
  graph.addEdges([0, 1], [1, 2], { type: "NEXT" });
  graph.commit("start");
  return graph;
}

function sound(graph: Graph): void {
  expect(graph.history.verify({ level: "deep" })).toMatchObject({ ok: true, findings: [] });
  const clone = Graph.clone(graph);
  expect(clone.head.commit?.id).toBe(graph.head.commit?.id);
  const restored = Graph.fromBundle(graph.history.bundle());
  expect(restored.head.commit?.root).toBe(graph.head.commit?.root);
}

/** All that a graph has, as text. */
function contents(graph: GraphView): string {
  const rows = [graph.nodes, graph.edges].flatMap((elements) =>
    [...elements].map((id) => [elements.kind, id, [...elements.labels(id)], elements.get(id)]),
  );
  return JSON.stringify(rows);
}

const WRITES: Record<string, (graph: Graph) => void> = {
  "sets a value": (graph) => graph.nodes.set(0, { checked: true }),
  "takes a value away": (graph) => graph.nodes.set(1, { n: null }),
  "sets a column": (graph) => graph.nodes.setColumn("rank", [0, 1], [7, 8]),
  "adds a label": (graph) => graph.nodes.addLabel(0, "Checked"),
  "adds a node": (graph) => void graph.addNode("Audit", { at: 5 }),
  "adds nodes and edges": (graph) => {
    const ids = graph.addNodes(2);
    graph.addEdges(ids, [0, 0], { attributes: { w: [1, 2] } });
  },
  "removes an edge": (graph) => graph.removeEdge(1),
  "removes a node that was committed": (graph) => graph.removeNode(1),
};

describe.each(Object.entries(WRITES))("a hook that %s", (_, write) => {
  test("makes it part of a commit", () => {
    const graph = start();
    const stop = graph.history.onBeforeCommit(() => write(graph));
    graph.addNode("P");
    graph.commit("one");
    stop();
    expect(graph.status().clean).toBe(true);
    const after = contents(graph);
    expect(contents(graph.at("main"))).toBe(after);
    graph.checkout("main~1");
    graph.checkout("main");
    expect(contents(graph)).toBe(after);
    sound(graph);
    expect(graph.history.undo()).toBe("checkout");
  });

  test("makes a commit of a graph without other changes", () => {
    const graph = start();
    graph.history.onBeforeCommit(() => write(graph));
    const commit = graph.commit("the hook's");
    expect(commit.root).not.toBe(graph.history.resolve("main~1").root);
    sound(graph);
  });

  test.each(["merge", "revert", "cherryPick", "rebase"] as const)("makes it part of a %s", (verb) => {
    const graph = start();
    graph.branch("side");
    graph.nodes.set(2, { m: 1 });
    graph.commit("ours");
    graph.checkout("side");
    graph.nodes.set(2, { o: 1 });
    graph.commit("theirs");
    graph.checkout(verb === "rebase" ? "side" : "main");
    const stop = graph.history.onBeforeCommit(() => write(graph));
    if (verb === "merge") graph.merge("side").commit();
    else if (verb === "revert") graph.history.revert("main");
    else if (verb === "cherryPick") graph.history.cherryPick("side");
    else graph.history.rebase("main");
    stop();
    expect(graph.status().clean).toBe(true);
    const after = contents(graph);
    expect(contents(graph.at("HEAD"))).toBe(after);
    graph.checkout("HEAD~1");
    graph.checkout(verb === "rebase" ? "side" : "main");
    expect(contents(graph)).toBe(after);
    sound(graph);
  });

  test("and then throws leaves all as it was", () => {
    const graph = start();
    graph.addNode("P", { n: 9 });
    graph.nodes.set(2, { n: 7 });
    const [before, status] = [contents(graph), graph.status()];
    const stop = graph.history.onBeforeCommit(() => {
      write(graph);
      throw new Error("refused");
    });
    expect(() => graph.commit("one")).toThrow("refused");
    expect([contents(graph), graph.status(), graph.history.commitCount]).toEqual([before, status, 1]);
    expect(graph.history.operations()).toHaveLength(1);
    stop();
    graph.commit("one");
    expect(contents(graph)).toBe(before);
    sound(graph);
  });

  test("and then throws leaves all as it was before a merge that carries changes", () => {
    const graph = start();
    graph.branch("side");
    graph.nodes.set(2, { m: 1 });
    graph.commit("ours");
    graph.checkout("side");
    graph.nodes.set(2, { o: 1 });
    graph.commit("theirs");
    graph.checkout("main");
    graph.addNode("carried", { c: 1 });
    for (const options of [{ carry: true }, { stash: true }, { discard: true }]) {
      const before = [contents(graph), graph.status(), graph.history.stashes(), graph.history.branches()];
      const stop = graph.history.onBeforeCommit(() => {
        write(graph);
        throw new Error("refused");
      });
      const merge = graph.merge("side", options);
      expect(() => merge.commit()).toThrow("refused");
      stop();
      const after = [contents(graph), graph.status(), graph.history.stashes(), graph.history.branches()];
      expect(after).toEqual(before);
      sound(graph);
    }
    // the merge is still open, and can be made
    graph.merge("side", { carry: true }).commit();
    expect(graph.status().nodes.added).toBe(1);
    sound(graph);
  });
});

test("hooks are asked in order, once each, and shown what those before them have written", () => {
  const graph = start();
  const seen: unknown[] = [];
  const shown = ({ diff }: CommitEvent) => [diff.nodes.counts.added, diff.nodes.counts.changed];
  graph.history.onBeforeCommit((event) => {
    seen.push(["first", ...shown(event)]);
    graph.addNode();
    graph.nodes.set(0, { a: 1 });
    // what it was shown does not change under its hands
    expect(shown(event)).toEqual([1, 0]);
  });
  graph.history.onBeforeCommit((event) => {
    seen.push(["second", ...shown(event)]);
    graph.addNode();
  });
  graph.history.onBeforeCommit((event) => void seen.push(["third", ...shown(event)]));
  graph.history.onAfterCommit((event) => void seen.push(["after", ...shown(event), event.commit.message]));
  graph.addNode();
  graph.commit("one");
  expect(seen).toEqual([
    ["first", 1, 0],
    ["second", 2, 1],
    ["third", 3, 1],
    ["after", 3, 1, "one"],
  ]);
});

test("a commit that hooks make empty is refused, and what they wrote is taken back", () => {
  const graph = start();
  const added = graph.addNode("P", { n: 5 });
  const stop = graph.history.onBeforeCommit(() => graph.removeNode(added));
  expect(() => graph.commit("empty")).toThrow(coded("EMPTY_COMMIT"));
  expect(graph.nodes.get(added)).toEqual({ n: 5 });
  expect(graph.status().nodes.added).toBe(1);
  graph.commit("empty", { allowEmpty: true });
  expect(graph.hasNode(added)).toBe(false);
  stop();
  expect(() => graph.commit("empty")).toThrow(coded("EMPTY_COMMIT"));
  graph.nodes.set(0, { n: 5 });
  graph.commit("changed");
  graph.history.onBeforeCommit(() => graph.nodes.set(0, { n: 5 }));
  expect(() => graph.history.revert("main")).toThrow(coded("EMPTY_COMMIT"));
  expect(graph.nodes.get(0, "n")).toBe(5);
  sound(graph);
});

test("a revert whose conflict is resolved to what is there is committed all the same", () => {
  const graph = start();
  for (const n of [5, 6]) {
    graph.nodes.set(0, { n });
    graph.commit(String(n));
  }
  try {
    graph.history.revert("main~1");
  } catch (error) {
    const { merge } = (error as GroggyError).data as { merge: MergeResult };
    merge.resolveAll("ours");
    expect(merge.commit().root).toBe(graph.history.resolve("main~1").root);
  }
  expect(graph.history.commitCount).toBe(4);
});

test("a commit that is squashed into another one is no commit of its own to hooks", () => {
  const graph = start();
  graph.branch("side");
  graph.addNode();
  graph.commit("main");
  graph.checkout("side");
  for (const message of ["one", "two", "three"]) {
    graph.addNode();
    graph.commit(message);
  }
  const [before, after]: string[][] = [[], []];
  graph.history.onBeforeCommit(({ message }) => {
    before.push(message);
    graph.addNode("Audit", { message });
  });
  graph.history.onAfterCommit(
    ({ commit, diff }) => void after.push(`${commit.message} +${diff.nodes.counts.added}`),
  );
  const [one, two, three] = graph.history.rebasePlan("main");
  const count = graph.history.commitCount;
  graph.history.rebase("main", { plan: [one, { ...two, action: "squash" }, three] });
  expect(before).toEqual(["one", "one\n\ntwo", "three"]);
  expect(after).toEqual(["one +2", "one\n\ntwo +4", "three +2"]);
  expect(graph.history.commitCount).toBe(count + 3);
  expect([...graph.nodes.withLabel("Audit")]).toHaveLength(3);
  sound(graph);
});

test("changes that are carried meet what hooks write, or the merge is refused", () => {
  const graph = start();
  graph.branch("side");
  graph.nodes.set(2, { m: 1 });
  graph.commit("ours");
  graph.checkout("side");
  graph.nodes.set(2, { o: 1 });
  graph.commit("theirs");
  graph.checkout("main");
  graph.nodes.set(0, { n: 50 });
  const stop = graph.history.onBeforeCommit(() => graph.nodes.set(0, { n: 60 }));
  const before = contents(graph);
  expect(() => graph.merge("side", { carry: true }).commit()).toThrow(coded("DIRTY_STATE"));
  expect([contents(graph), graph.history.commitCount]).toEqual([before, 3]);
  stop();
  graph.history.onBeforeCommit(() => void graph.addNode("Audit"));
  graph.merge("side", { carry: true }).commit();
  expect([graph.nodes.get(0, "n"), graph.at("main").nodes.get(0, "n")]).toEqual([50, 0]);
  expect([graph.nodeCount, graph.status().nodes]).toEqual([4, { added: 0, removed: 0, changed: 1 }]);
  sound(graph);
});

describe("verbs within a hook before a commit", () => {
  const VERBS: Record<string, (graph: Graph) => unknown> = {
    commit: (graph) => graph.commit("inner", { allowEmpty: true }),
    branch: (graph) => graph.branch("inner"),
    tag: (graph) => graph.history.tag("inner"),
    checkout: (graph) => graph.checkout("main", { discard: true }),
    merge: (graph) => graph.merge("main", { discard: true }),
    stash: (graph) => graph.history.stash(),
    stashApply: (graph) => graph.history.stashApply(),
    stashPop: (graph) => graph.history.stashPop(),
    stashDrop: (graph) => graph.history.stashDrop(),
    reset: (graph) => graph.history.reset("main", { discard: true }),
    "reset keep": (graph) => graph.history.reset("main", { keep: true }),
    revert: (graph) => graph.history.revert("main", { discard: true }),
    cherryPick: (graph) => graph.history.cherryPick("main", { discard: true }),
    rebase: (graph) => graph.history.rebase("main", { discard: true }),
    undo: (graph) => graph.history.undo({ discard: true }),
    redo: (graph) => graph.history.redo({ discard: true }),
    gc: (graph) => graph.history.gc(),
    renameBranch: (graph) => graph.history.renameBranch("main", "trunk"),
    deleteBranch: (graph) => graph.history.deleteBranch("other"),
    deleteTag: (graph) => graph.history.deleteTag("v0"),
    fetch: (graph) => graph.history.fetch(start()),
    pull: (graph) => graph.history.pull(start()),
    push: (graph) => graph.history.push(new Graph()),
    "push from another graph": (graph) => Graph.clone(graph).history.push(graph),
    close: (graph) => graph.close(),
    flush: (graph) => graph.flush(),
    refresh: (graph) => graph.refresh(),
  };

  test.each(Object.entries(VERBS))("%s is refused, and the commit is what it would have been", (_, verb) => {
    const graph = start();
    graph.history.tag("v0");
    graph.branch("other");
    graph.nodes.set(0, { n: 3 });
    graph.history.stash("aside");
    graph.addNode("P");
    const names = () =>
      [graph.history.branches(), graph.history.tags(), graph.history.stashes()].flat().length;
    const before = names();
    let refused: unknown;
    graph.history.onBeforeCommit(() => {
      try {
        verb(graph);
      } catch (error) {
        refused = error;
      }
    });
    graph.commit("outer");
    expect(refused).toEqual(coded("VERB_UNDERWAY"));
    expect(names()).toBe(before);
    expect(graph.history.log().map(({ message }) => message)).toEqual(["outer", "start"]);
    expect(graph.status()).toMatchObject({ clean: true, branch: "main" });
    sound(graph);
  });

  test("that only read give right answers", () => {
    const graph = start();
    graph.nodes.set(0, { n: 9 });
    graph.history.onBeforeCommit(() => {
      graph.nodes.set(1, { n: 8 });
      expect(graph.status().nodes.changed).toBe(2);
      expect(graph.history.diff().nodes.counts.changed).toBe(2);
      expect(graph.at("main").nodes.get(0, "n")).toBe(0);
      expect(graph.history.timeline((view) => view.nodes.get(1, "n")).values).toEqual([1]);
      expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
      expect(graph.history.log()).toHaveLength(1);
      expect(Graph.clone(graph).nodes.get(0, "n")).toBe(0);
      expect(graph.history.blame(0, "n")).toBeUndefined();
      // and closed verbs do not close the hook
      graph.nodes.set(2, { n: 7 });
    });
    graph.commit("one");
    expect(graph.at("main").nodes.column("n").toArray()).toEqual([9, 8, 7]);
  });

  test("a patch may be applied: it writes", () => {
    const graph = start();
    const other = start();
    other.nodes.set(1, { n: 77 });
    const patch = other.history.diff().toPatch();
    graph.history.onBeforeCommit(() => graph.history.apply(patch));
    graph.commit("one");
    expect(graph.at("main").nodes.get(1, "n")).toBe(77);
    sound(graph);
  });
});

describe("a function given twice", () => {
  test("is called twice, and each is stopped alone", () => {
    const graph = start();
    for (const on of ["onBeforeCommit", "onAfterCommit"] as const) {
      let calls = 0;
      const hook = (): void => void calls++;
      const [first, second] = [graph.history[on](hook), graph.history[on](hook)];
      graph.commit("two", { allowEmpty: true });
      first();
      first();
      graph.commit("one", { allowEmpty: true });
      second();
      graph.commit("none", { allowEmpty: true });
      expect(calls).toBe(3);
    }
  });

  test("hooks that come or go while hooks are called count from the next commit, or at once", () => {
    const graph = start();
    const calls: string[] = [];
    let stopLast = (): void => {};
    graph.history.onBeforeCommit(() => {
      calls.push("first");
      stopLast();
      graph.history.onBeforeCommit(() => void calls.push("added"));
    });
    stopLast = graph.history.onBeforeCommit(() => void calls.push("last"));
    graph.commit("one", { allowEmpty: true });
    expect(calls).toEqual(["first"]);
    graph.commit("two", { allowEmpty: true });
    expect(calls).toEqual(["first", "first", "added"]);
  });
});

describe("hooks after a commit", () => {
  test("may write: the changes are uncommitted", () => {
    const graph = start();
    graph.history.onAfterCommit(() => graph.nodes.set(0, { seen: true }));
    graph.nodes.set(0, { n: 1 });
    graph.commit("one");
    expect(graph.status().nodes.changed).toBe(1);
    expect(graph.at("main").nodes.get(0, "seen")).toBeUndefined();
    graph.commit("two");
    expect(graph.at("main").nodes.get(0, "seen")).toBe(true);
    sound(graph);
  });

  test("may run verbs, and are not called for commits that they make themselves", () => {
    const graph = start();
    const told: string[] = [];
    graph.history.onAfterCommit(({ commit }) => {
      told.push(`first ${commit.message}`);
      graph.addNode("Audit");
      graph.commit(`audit of ${commit.message}`);
      graph.branch(`after-${commit.message}`);
    });
    graph.history.onAfterCommit(({ commit, diff }) => {
      told.push(`second ${commit.message} +${diff.nodes.counts.added}`);
    });
    graph.addNodes(2);
    graph.commit("one");
    expect(told).toEqual(["first one", "second audit of one +1", "second one +2"]);
    expect(graph.history.log().map(({ message }) => message)).toEqual(["audit of one", "one", "start"]);
    sound(graph);
  });

  test("are all called, and the first error is thrown when the commit stands", () => {
    const graph = start();
    const told: string[] = [];
    graph.history.onAfterCommit(() => {
      throw new Error("first");
    });
    graph.history.onAfterCommit(({ commit }) => void told.push(commit.message));
    graph.history.onAfterCommit(() => {
      throw new Error("third");
    });
    graph.addNode();
    expect(() => graph.commit("one")).toThrow("first");
    expect([told, graph.head.commit?.message, graph.status().clean]).toEqual([["one"], "one", true]);
  });

  test("are told of no commit that was taken back", () => {
    const graph = start();
    const told: string[] = [];
    graph.history.onAfterCommit(({ commit }) => void told.push(commit.message));
    graph.branch("side");
    graph.nodes.set(0, { n: 1 });
    graph.commit("ours");
    graph.checkout("side");
    graph.addNode();
    graph.commit("fits");
    graph.nodes.set(0, { n: 2 });
    graph.commit("does not fit");
    const before = [graph.history.commitCount, contents(graph), graph.head];
    expect(() => graph.history.rebase("main")).toThrow(coded("MERGE_CONFLICT"));
    expect([graph.history.commitCount, contents(graph), graph.head]).toEqual(before);
    expect(told).toEqual(["ours", "fits", "does not fit"]);
    sound(graph);
  });
});

describe("in a store", () => {
  let folder = "";
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test.each(Object.entries(WRITES))(
    "what a hook writes that %s is there when it is opened again",
    (_, write) => {
      folder = mkdtempSync(join(tmpdir(), "groggy-hooks-"));
      const path = join(folder, "store");
      let graph = Graph.open(path, { clock: () => 0 });
      graph.addNodes(3, { labels: "P", attributes: { n: [0, 1, 2] } });
      graph.addEdges([0, 1], [1, 2], { type: "NEXT" });
      graph.commit("start");
      const stop = graph.history.onBeforeCommit(() => write(graph));
      graph.addNode("P");
      graph.commit("one");
      stop();
      const throwing = graph.history.onBeforeCommit(() => {
        graph.addNode("lost");
        throw new Error("refused");
      });
      graph.addNode("P");
      expect(() => graph.commit("two")).toThrow("refused");
      throwing();
      graph.commit("two");
      const after = contents(graph);
      graph.close();
      graph = Graph.open(path);
      expect(contents(graph)).toBe(after);
      sound(graph);
      graph.close();
    },
  );
});
