// What verbs of version control leave behind, refuse, and put back when they fail.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Graph, type GroggyError, type RebaseStep } from "../../../src/index.js";

/** A graph with one commit of two nodes, whose clock counts. */
function start(): Graph {
  let time = 0;
  const graph = new Graph({ clock: () => ++time });
  graph.addNodes(2, { attributes: { n: [0, 0] } });
  graph.commit("start", { author: "ada" });
  return graph;
}

/** A commit that sets n of node 0. */
function set(graph: Graph, n: number, message = `n = ${n}`): ReturnType<Graph["commit"]> {
  graph.nodes.set(0, { n });
  return graph.commit(message, { author: `author ${n}`, meta: { n } });
}

const coded = (code: string): object => expect.objectContaining({ code });
const messages = (graph: Graph): string[] => graph.history.log().map(({ message }) => message);

/** A branch "side" with the values 1, 2 and 3 of node 0, and a main that changed node 1, on which the graph is. */
function forked(): Graph {
  const graph = start();
  graph.branch("side");
  graph.nodes.set(1, { n: 9 });
  graph.commit("main");
  graph.checkout("side");
  for (const n of [1, 2, 3]) set(graph, n);
  return graph;
}

describe("deleting a branch", () => {
  test("needs no force where a tag of the same name leads to its commits", () => {
    const graph = forked();
    graph.checkout("main");
    expect(() => graph.history.deleteBranch("side")).toThrow(coded("REF_IN_USE"));
    graph.history.tag("side", { at: "side" });
    graph.history.deleteBranch("side");
    expect(graph.history.branches().map(({ name }) => name)).toEqual(["main"]);
  });

  test("needs no force where the head, a branch or a tag leads to its commits", () => {
    const graph = forked();
    graph.branch("other", { at: "side~1" });
    graph.history.deleteBranch("other");
    graph.checkout("side");
    const tip = graph.history.resolve("side");
    graph.checkout(tip);
    graph.history.deleteBranch("side");
    expect(graph.head).toEqual({ branch: null, commit: tip });
  });

  test("is refused for the present branch, forced or not, and for one that is not there", () => {
    const graph = forked();
    for (const force of [false, true])
      expect(() => graph.history.deleteBranch("side", { force })).toThrow(coded("REF_IN_USE"));
    expect(() => graph.history.deleteBranch("none")).toThrow(coded("REF_NOT_FOUND"));
    expect(graph.history.branches()).toHaveLength(2);
  });
});

describe("tags", () => {
  test("have a note if they were given a message, checked as a commit's", () => {
    const graph = start();
    graph.history.tag("plain");
    graph.history.tag("v1", { message: "first", author: "ada", time: new Date(5) });
    graph.history.tag("v2", { message: "second", time: 7 });
    const { commit } = graph.head;
    expect(graph.history.tags()).toEqual([
      { name: "plain", commit },
      { name: "v1", commit, message: "first", author: "ada", time: 5 },
      { name: "v2", commit, message: "second", author: "", time: 7 },
    ]);
    const bad = [
      { message: 5 },
      { message: "a", author: 5 },
      { message: "a", time: Number.NaN },
      { message: "\ud800" },
    ];
    for (const options of bad) expect(() => graph.history.tag("bad", options as object)).toThrow(TypeError);
    graph.history.deleteTag("v1");
    expect(graph.history.tags().map(({ name }) => name)).toEqual(["plain", "v2"]);
    expect(graph.history.undo()).toBe("deleteTag");
    expect(graph.history.tags()[1]).toMatchObject({ name: "v1", message: "first" });
  });
});

describe("renaming a branch", () => {
  test("takes the graph along only if it is on it", () => {
    const graph = forked();
    const tip = graph.history.resolve("main");
    graph.history.renameBranch("main", "trunk");
    expect(graph.head.branch).toBe("side");
    expect(graph.history.branches().find(({ name }) => name === "trunk")?.commit).toBe(tip);
    graph.history.renameBranch("side", "edge");
    expect(graph.head.branch).toBe("edge");
    expect(graph.history.branches().map(({ name }) => name)).toEqual(["edge", "trunk"]);
    expect(() => graph.history.renameBranch("edge", "trunk")).toThrow(coded("DUPLICATE_REF"));
    expect(() => graph.history.renameBranch("side", "free")).toThrow(coded("REF_NOT_FOUND"));
    expect(() => graph.history.renameBranch("edge", "a b")).toThrow(coded("INVALID_REF_NAME"));
    // a revision of 64 hexadecimal digits is a commit
    for (const verb of ["branch", "tag"] as const)
      expect(() => graph.history[verb](tip.id)).toThrow(coded("INVALID_REF_NAME"));
  });

  test("renames the branch that has no commit yet", () => {
    const graph = new Graph();
    graph.history.renameBranch("main", "trunk");
    expect(graph.head.branch).toBe("trunk");
    graph.commit("first", { allowEmpty: true });
    expect(graph.history.branches().map(({ name }) => name)).toEqual(["trunk"]);
    expect(() => new Graph().history.renameBranch("other", "trunk")).toThrow(coded("REF_NOT_FOUND"));
  });

  test("is refused to the name of the present one, which has no commit", () => {
    const graph = new Graph({ clock: () => 0 });
    graph.addNode();
    const { id } = graph.commit("undone");
    graph.history.undo();
    graph.branch("side", { at: id });
    expect(() => graph.history.renameBranch("side", "main")).toThrow(coded("DUPLICATE_REF"));
    expect(() => graph.history.renameBranch("main", "side")).toThrow(coded("DUPLICATE_REF"));
    expect(() => graph.branch("main", { at: id })).toThrow(coded("DUPLICATE_REF"));
    expect(graph.history.branches().map(({ name }) => name)).toEqual(["side"]);
    expect(graph.head).toEqual({ branch: "main", commit: null });
  });
});

describe("a rebase", () => {
  test("gives each commit its author, time and meta, and one on the new base already stays itself", () => {
    const graph = forked();
    const old = graph.history.log({ limit: 3 });
    graph.history.rebase("main");
    const made = graph.history.log({ limit: 3 });
    expect(made.map(({ message, author, time, meta }) => ({ message, author, time, meta }))).toEqual(
      old.map(({ message, author, time, meta }) => ({ message, author, time, meta })),
    );
    expect(graph.nodes.get(1, "n")).toBe(9);
    expect(graph.history.rebase("main").id).toBe(made[0].id);
    expect(graph.history.rebase("side~2").id).toBe(made[0].id);
  });

  test("drops, rewords and squashes what the plan says", () => {
    const graph = forked();
    const [one, two, three] = graph.history.rebasePlan("main");
    const { branch } = graph.head;
    graph.history.rebase("side~3", {
      plan: [
        { ...one, message: "uno" },
        { ...two, action: "drop" },
      ],
    });
    expect(messages(graph)).toEqual(["uno", "start"]);
    graph.history.undo();
    graph.history.rebase("side~3", { plan: [one, two, { ...three, action: "squash", message: "both" }] });
    expect(messages(graph)).toEqual(["both", "n = 1", "start"]);
    expect(graph.head.commit).toMatchObject({ author: "author 2", meta: { n: 2 } });
    expect(graph.nodes.get(0, "n")).toBe(3);
    expect(graph.head.branch).toBe(branch);
    graph.history.undo();
    expect(messages(graph)).toEqual(["n = 3", "n = 2", "n = 1", "start"]);
  });

  test("follows the policies of its steps, and names the step that conflicts", () => {
    const side = fc.constantFrom("ours" as const, "theirs" as const);
    const write = fc.record({ name: fc.constantFrom("a", "b", "c"), value: fc.integer({ min: 0, max: 3 }) });
    fc.assert(
      fc.property(
        fc.array(write, { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(write, fc.option(side)), { minLength: 1, maxLength: 5 }),
        side,
        (onMain, onSide, policy) => {
          const build = (): Graph => {
            const graph: Graph = new Graph({ clock: () => 0 });
            graph.addNode({ a: 0, b: 0, c: 0 });
            graph.commit("start");
            graph.branch("side");
            const set = ({ name, value }: { name: string; value: number }) => {
              graph.nodes.set(0, { [name]: value });
              graph.commit(name, { allowEmpty: true });
            };
            for (const each of onMain) set(each);
            graph.checkout("side");
            for (const [each] of onSide) set(each);
            return graph;
          };
          const graph = build();
          const plan: RebaseStep[] = graph.history.rebasePlan("main").map((step, i) => {
            const [, own] = onSide[i]!;
            if (own === null) return step;
            return { ...step, policy: i % 2 === 0 ? own : () => own };
          });

          const naive = build();
          naive.checkout("main");
          for (const { commit, policy: own = policy } of plan)
            naive.history.cherryPick(commit, { policy: own, allowEmpty: true });
          const rebased = build();
          expect(rebased.history.rebase("main", { plan, policy }).root).toBe(naive.head.commit?.root);
          expect(rebased.nodes.get(0)).toEqual(naive.nodes.get(0));

          // without the policy for all, the first step that conflicts and has no policy of its own is the one named
          const trial = build();
          trial.checkout("main");
          let stopped: RebaseStep | undefined;
          for (const step of plan) {
            if (stopped !== undefined) break;
            try {
              trial.history.cherryPick(step.commit, {
                allowEmpty: true,
                ...(step.policy === undefined ? {} : { policy: step.policy }),
              });
            } catch {
              stopped = step;
            }
          }
          let named: unknown;
          try {
            graph.history.rebase("main", { plan });
          } catch (error) {
            named = (error as GroggyError).data.step;
          }
          expect(named).toEqual(stopped);
        },
      ),
    );
    const graph = forked();
    const [one] = graph.history.rebasePlan("main");
    expect(() => graph.history.rebase("main", { plan: [{ ...one, policy: "sum" as "ours" }] })).toThrow(
      new TypeError('plan[0].policy expected "ours", "theirs" or a function, got "sum"'),
    );
  });

  test("is refused, and leaves all as it was, for a plan that cannot be", () => {
    const graph = forked();
    const [one, two] = graph.history.rebasePlan("main");
    const { head } = graph;
    const squash = { ...one, action: "squash" as const };
    expect(() => graph.history.rebase("main", { plan: [squash] })).toThrow(TypeError);
    expect(() => graph.history.rebase("main", { plan: [{ ...two, action: "drop" }, squash] })).toThrow(
      TypeError,
    );
    const { message: _, ...silent } = one;
    expect(() => graph.history.rebase("main", { plan: [{ ...silent, action: "reword" }] })).toThrow(
      TypeError,
    );
    expect(() => graph.history.rebase("main", { plan: [{ ...one, action: "fix" as "pick" }] })).toThrow(
      TypeError,
    );
    expect(graph.head).toEqual(head);
  });

  for (const how of ["stash", "discard"] as const) {
    test(`that conflicts puts back place and uncommitted changes, also with ${how}`, () => {
      const graph = forked();
      const { head } = graph;
      graph.checkout("main");
      set(graph, 7);
      graph.checkout("side");
      graph.nodes.set(1, { n: 5 });
      expect(() => graph.history.rebase("main")).toThrow(coded("DIRTY_STATE"));
      expect(() => graph.history.rebase("main", { [how]: true })).toThrow(coded("MERGE_CONFLICT"));
      expect(graph.head).toEqual(head);
      expect(graph.nodes.get(1, "n")).toBe(5);
      expect(graph.status()).toMatchObject({ clean: false, nodes: { changed: 1 } });
      expect(graph.history.stashes()).toEqual([]);
      expect(graph.history.operations().at(-1)?.name).toBe("checkout");
    });
  }

  test("that goes well keeps uncommitted changes as told", () => {
    for (const how of ["stash", "discard"] as const) {
      const graph = forked();
      graph.nodes.set(1, { n: 5 });
      graph.history.rebase("main", { [how]: true });
      expect(graph.nodes.get(1, "n")).toBe(9);
      expect(graph.status().clean).toBe(true);
      expect(graph.history.stashes()).toHaveLength(how === "stash" ? 1 : 0);
    }
  });

  test("decides conflicts by the policies it is given", () => {
    for (const options of [{ policy: "theirs" }, { attributes: { n: "theirs" } }] as const) {
      const graph = forked();
      graph.checkout("main");
      set(graph, 7);
      graph.checkout("side");
      graph.history.rebase("main", options);
      expect(graph.nodes.get(0, "n")).toBe(3);
      expect(messages(graph).slice(0, 4)).toEqual(["n = 3", "n = 2", "n = 1", "n = 7"]);
    }
  });
});

describe("a revert or a pick", () => {
  /** A merge of side into main, on main. */
  function merged(): Graph {
    const graph = forked();
    graph.checkout("main");
    graph.merge("side").commit("merged");
    return graph;
  }

  test("of a merge takes the parent that it is told", () => {
    const graph = merged();
    expect(() => graph.history.revert("HEAD")).toThrow(coded("MAINLINE_REQUIRED"));
    for (const mainline of [0, 3, 1.5]) {
      expect(() => graph.history.revert("HEAD", { mainline })).toThrow(RangeError);
    }
    graph.history.revert("HEAD", { mainline: 1 });
    expect([0, 1].map((id) => graph.nodes.get(id, "n"))).toEqual([0, 9]);
    graph.history.undo();
    graph.history.revert("HEAD", { mainline: 2 });
    expect([0, 1].map((id) => graph.nodes.get(id, "n"))).toEqual([3, 0]);
  });

  test("of the first commit is taken against the empty graph", () => {
    const graph = start();
    for (const options of [{}, { mainline: 1 }]) {
      graph.history.revert("HEAD", options);
      expect(graph.nodeCount).toBe(0);
      graph.history.undo();
    }
    expect(() => graph.history.revert("HEAD", { mainline: 2 })).toThrow(RangeError);
  });

  test("says what it reverts by the first line, and takes another message", () => {
    const graph = start();
    set(graph, 1, "title\n\nbody");
    expect(graph.history.revert("HEAD").message).toBe('Revert "title"');
    expect(graph.history.revert("HEAD", { message: "back again" }).message).toBe("back again");
  });

  test("keeps the author and meta of what is picked, unless told", () => {
    const graph = forked();
    graph.checkout("main");
    expect(graph.history.cherryPick("side~2")).toMatchObject({
      message: "n = 1",
      author: "author 1",
      meta: { n: 1 },
    });
    expect(graph.history.cherryPick("side~1", { author: "me", message: "mine" })).toMatchObject({
      message: "mine",
      author: "me",
      meta: { n: 2 },
    });
  });

  test("that changes nothing is refused, unless an empty commit is allowed", () => {
    const graph = forked();
    expect(() => graph.history.cherryPick("side")).toThrow(coded("EMPTY_COMMIT"));
    const { root } = graph.history.resolve("side");
    expect(graph.history.cherryPick("side", { allowEmpty: true }).root).toBe(root);
  });

  test("is refused where it contradicts what came since, with the merge to resolve", () => {
    const graph = forked();
    expect(() => graph.history.revert("side~2")).toThrow(coded("MERGE_CONFLICT"));
    expect(graph.history.revert("side~2", { policy: "theirs" })).toBe(graph.head.commit);
    expect(graph.nodes.get(0, "n")).toBe(0);
  });

  test("with uncommitted changes is refused, or does with them as told", () => {
    for (const how of ["carry", "stash", "discard"] as const) {
      const graph = forked();
      graph.nodes.set(1, { n: 5 });
      expect(() => graph.history.revert("HEAD")).toThrow(coded("DIRTY_STATE"));
      graph.history.revert("HEAD", { [how]: true });
      expect(graph.nodes.get(0, "n")).toBe(2);
      expect(graph.nodes.get(1, "n")).toBe(how === "carry" ? 5 : 0);
      expect(graph.history.stashes()).toHaveLength(how === "stash" ? 1 : 0);
    }
  });

  test("needs a commit to stand on", () => {
    for (const verb of ["revert", "cherryPick", "rebase"] as const)
      expect(() => new Graph().history[verb]("HEAD")).toThrow(coded("NO_COMMIT"));
  });
});

describe("collecting", () => {
  test("keeps what branches, tags, stashes, the head and operations lead to, and no more", () => {
    const graph = start();
    for (const name of ["branch", "tag", "stash", "lost"]) {
      graph.checkout("main");
      graph.branch(`at-${name}`);
      graph.checkout(`at-${name}`);
      set(graph, name.length, name);
      if (name === "tag") graph.history.tag("kept");
      graph.nodes.set(1, { n: 4 });
      if (name === "stash") graph.history.stash("put aside");
      graph.checkout("main", { discard: true });
      if (name !== "branch") graph.history.deleteBranch(`at-${name}`, { force: true });
    }
    expect(graph.history.gc()).toMatchObject({ commitsDropped: 0, commitsKept: 5 });
    const bytes = graph.history.gc({ keepOperations: false });
    expect(bytes).toMatchObject({ commitsDropped: 1, commitsKept: 4 });
    expect(bytes.sizeBytesAfter).toBeLessThanOrEqual(bytes.sizeBytesBefore);
    expect(graph.history.commitCount).toBe(4);
    expect(graph.history.operations()).toEqual([]);
    expect(graph.at("at-branch").nodes.get(0, "n")).toBe(6);
    expect(graph.at("kept").nodes.get(0, "n")).toBe(3);
    expect(graph.history.stashes()[0].commit?.message).toBe("stash");
    graph.checkout(graph.history.stashes()[0].commit!);
    graph.history.stashPop();
    expect(graph.nodes.get(1, "n")).toBe(4);
    expect(graph.history.verify({ level: "deep" })).toMatchObject({ ok: true, findings: [] });
  });

  test("can be undone past: what operations lead to comes back with its changes", () => {
    const graph = start();
    set(graph, 1);
    graph.nodes.set(0, { n: 2 });
    graph.nodes.set(0, { n: 3 });
    graph.commit("last");
    graph.checkout("HEAD~2");
    graph.history.gc();
    graph.history.undo();
    expect(graph.nodes.get(0, "n")).toBe(3);
    expect(graph.history.undo()).toBe("commit");
    expect(graph.nodes.get(0, "n")).toBe(3);
    expect(graph.status().nodes.changed).toBe(1);
    graph.history.gc();
    expect(graph.history.redo()).toBe("commit");
    expect(graph.nodes.get(0, "n")).toBe(3);
    expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
  });

  test("keeps changes that only an operation to redo has", () => {
    const graph = start();
    set(graph, 1);
    graph.nodes.set(0, { n: 8 });
    graph.checkout("HEAD~1", { discard: true });
    graph.history.undo();
    graph.checkout("main", { discard: true });
    graph.history.gc();
    graph.history.redo();
    graph.history.undo();
    expect(graph.nodes.get(0, "n")).toBe(8);
  });

  test("gives the bytes before and after, nodes and edges together", () => {
    const graph = start();
    for (let i = 0; i < 50; i++) {
      graph.addEdge(0, 1, "E", { w: i });
      graph.nodes.set(0, { n: i });
    }
    graph.commit("edges");
    const first = graph.history.gc({ keepOperations: false });
    const second = graph.history.gc();
    expect(first.sizeBytesAfter).toBeGreaterThan(0);
    expect(second.sizeBytesBefore).toBe(first.sizeBytesAfter);
    expect(second.sizeBytesAfter).toBe(first.sizeBytesAfter);
  });

  test("tells how far it is, and stops when told, with nothing done", () => {
    const graph = forked();
    graph.checkout("main");
    graph.history.deleteBranch("side", { force: true });
    const told: { done: number; total: number }[] = [];
    graph.history.gc({ onProgress: (progress) => told.push(progress) });
    expect(told.at(-1)).toEqual({ done: 5, total: 5 });
    const options = { keepOperations: false, signal: AbortSignal.abort() };
    expect(() => graph.history.gc(options)).toThrow(/abort/i);
    expect(graph.history.commitCount).toBe(5);
    expect(graph.history.operations().length).toBeGreaterThan(0);
  });
});

describe("undo and redo", () => {
  test("list what can be undone, oldest first, then what can be redone, the next one first", () => {
    const graph = start();
    set(graph, 1);
    graph.history.tag("t");
    graph.branch("b");
    graph.history.undo();
    graph.history.undo();
    const list = graph.history.operations().map(({ name, undone }) => [name, undone]);
    expect(list).toEqual([
      ["commit", false],
      ["commit", false],
      ["tag", true],
      ["branch", true],
    ]);
    expect(graph.history.operations()[1].commit).toBe(graph.head.commit?.id);
    expect(graph.history.redo()).toBe("tag");
    set(graph, 2);
    expect(() => graph.history.redo()).toThrow(coded("NOTHING_TO_UNDO"));
  });

  test("refuse to lose changes, and do with them as told", () => {
    const graph = start();
    set(graph, 1);
    graph.checkout("HEAD~1");
    graph.nodes.set(1, { n: 8 });
    expect(() => graph.history.undo()).toThrow(coded("DIRTY_STATE"));
    graph.history.undo({ stash: true });
    expect(graph.history.stashes().map(({ message }) => message)).toEqual(["before undo"]);
    expect(graph.nodes.get(1, "n")).toBe(0);
    graph.nodes.set(1, { n: 8 });
    expect(() => graph.history.redo()).toThrow(coded("DIRTY_STATE"));
    graph.history.redo({ discard: true });
    expect(graph.head.branch).toBeNull();
    expect(graph.status().clean).toBe(true);
  });

  test("take back a commit, which makes its changes uncommitted, and make it again over them", () => {
    const graph = start();
    const commit = set(graph, 1);
    graph.history.undo();
    expect(graph.status()).toMatchObject({ clean: false, nodes: { changed: 1 } });
    graph.history.redo();
    expect(graph.head.commit).toBe(commit);
    expect(graph.status().clean).toBe(true);
  });
});

describe("a merge that was ended", () => {
  test("cannot be committed or aborted once more", () => {
    const graph = forked();
    graph.checkout("main");
    const aborted = graph.merge("side");
    aborted.abort();
    for (const verb of ["commit", "abort"] as const)
      expect(() => aborted[verb]()).toThrow(coded("STALE_MERGE"));
    expect(messages(graph)).toEqual(["main", "start"]);
    const made = graph.merge("side");
    made.commit();
    expect(() => made.abort()).toThrow(/committed/);
    expect(() => aborted.abort()).toThrow(/aborted/);
  });
});

describe("a merge with uncommitted changes to carry", () => {
  test("is refused where it would change the same", () => {
    const graph = forked();
    graph.checkout("main");
    graph.nodes.set(0, { n: 4 });
    expect(() => graph.merge("side", { carry: true }).commit()).toThrow(coded("DIRTY_STATE"));
    expect(graph.nodes.get(0, "n")).toBe(4);
    expect(messages(graph)).toEqual(["main", "start"]);
  });

  test("takes them along where it does not", () => {
    const graph = forked();
    graph.checkout("main");
    graph.nodes.set(1, { n: 4 });
    graph.merge("side", { carry: true }).commit();
    expect([0, 1].map((id) => graph.nodes.get(id, "n"))).toEqual([3, 4]);
    expect(graph.status().nodes).toMatchObject({ changed: 1 });
  });
});

test("hooks are told what a commit changes, before it and after", () => {
  const graph = start();
  const told: unknown[] = [];
  const changed = (event: { diff: { toPatch(): { nodes: { attributes: object } } } }): unknown =>
    event.diff.toPatch().nodes.attributes;
  graph.history.onBeforeCommit((event) => void told.push(changed(event)));
  graph.history.onAfterCommit((event) => void told.push(changed(event), event.commit.message));
  set(graph, 5, "five");
  const change = { n: [{ type: "float64", ids: [0], before: [0], after: [5] }] };
  expect(told).toEqual([change, change, "five"]);
});

test("the log of all is drawn from a detached head, too", () => {
  const graph = start();
  graph.checkout(graph.head.commit!);
  set(graph, 1, "detached");
  const drawn = graph.history.drawLog({ all: true });
  expect(drawn).toContain("detached");
  expect(drawn.match(/start/g)).toHaveLength(1);
  expect(new Graph().history.drawLog({ all: true })).toBe("");
});

test("a hook after commits is called also where there is none before them", () => {
  const graph = start();
  const told: string[] = [];
  const stop = graph.history.onAfterCommit(({ commit }) => void told.push(commit.message));
  set(graph, 1, "one");
  stop();
  set(graph, 2, "two");
  expect(told).toEqual(["one"]);
});

test("what was redone can be undone again, and changes that it makes are not put on the stash", () => {
  const graph = start();
  set(graph, 1);
  for (let i = 0; i < 3; i++) {
    expect(graph.history.undo()).toBe("commit");
    expect(graph.status().clean).toBe(false);
    expect(graph.history.redo({ stash: true })).toBe("commit");
    expect(graph.history.stashes()).toEqual([]);
  }
});

test("a branch is deleted without force where another branch alone leads to its commits", () => {
  const graph = forked();
  graph.branch("twin");
  graph.checkout("main");
  graph.history.deleteBranch("twin");
  expect(() => graph.history.deleteBranch("side")).toThrow(coded("REF_IN_USE"));
});

describe("conflicts of a merge", () => {
  function conflicted(): Graph {
    const graph = forked();
    graph.checkout("main");
    graph.nodes.set(0, { n: 7 });
    graph.commit("ours");
    return graph;
  }

  test("stay where a function that is asked says nothing", () => {
    const merge = conflicted().merge("side", { policy: () => undefined });
    expect(merge.unresolved).toHaveLength(1);
    merge.resolveAll(() => undefined);
    expect(merge.unresolved).toHaveLength(1);
    merge.resolveAll("ours");
    expect(merge.unresolved).toEqual([]);
  });

  test("are resolved by what there is to say of them alone", () => {
    const merge = conflicted().merge("side");
    const [conflict] = merge.conflicts;
    for (const said of ["nonsense", "dropEdge", "resurrect", 5, null])
      expect(() => merge.resolve(conflict, said as "ours")).toThrow(TypeError);
    expect(merge.unresolved).toEqual([conflict]);
  });

  test("of lists are united without repeats", () => {
    for (const [before, mine, others, both] of [
      [["a"], ["a", "b"], ["a", "c", "b"], ["a", "b", "c"]],
      [[1n], [1n, 2n], [3n, 1n], [1n, 2n, 3n]],
      [[0], [0, -0], [0, 1], [0, -0, 1]],
    ]) {
      const graph = new Graph({ clock: () => 0 });
      graph.addNode({ list: before });
      graph.commit("before");
      graph.branch("side");
      graph.nodes.set(0, { list: mine });
      graph.commit("mine");
      graph.checkout("side");
      graph.nodes.set(0, { list: others });
      graph.commit("others");
      graph.checkout("main");
      graph.merge("side", { attributes: { list: "union" } }).commit();
      expect(graph.nodes.get(0, "list")).toEqual(both);
    }
  });

  test("of a key with changes to carry refuse the merge", () => {
    const graph = new Graph({ key: "k", clock: () => 0 });
    graph.addNode({ k: "a" });
    graph.commit("a");
    graph.branch("side");
    graph.checkout("side");
    graph.addNode({ k: "x" });
    graph.commit("x");
    graph.checkout("main");
    const own = graph.addNode({ k: "x" });
    expect(() => graph.merge("side", { carry: true }).commit()).toThrow(coded("DIRTY_STATE"));
    expect(graph.node("x")).toBe(own);
  });
});

test("a stash is refused whose keys other nodes have by now", () => {
  const graph = new Graph({ key: "k", clock: () => 0 });
  graph.addNode({ k: "a" });
  graph.commit("a");
  graph.addNode({ k: "x" });
  graph.history.stash();
  const own = graph.addNode({ k: "x" });
  expect(() => graph.history.stashApply()).toThrow(coded("STASH_CONFLICT"));
  graph.commit("x");
  expect(() => graph.history.stashApply()).toThrow(coded("STASH_CONFLICT"));
  expect(graph.node("x")).toBe(own);
});

test("a check of the states that have names takes branches, tags and the head", () => {
  const graph = forked();
  graph.history.tag("kept", { at: "side~1" });
  graph.checkout("side~2");
  expect(graph.history.verify()).toMatchObject({ ok: true, commits: 5, states: 4 });
  expect(graph.history.verify({ level: "deep" })).toMatchObject({ ok: true, commits: 5, states: 5 });
});
