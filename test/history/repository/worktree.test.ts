// Several heads over one history: each behaves as a graph of its own, and what one commits the others can merge.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Graph, GroggyError } from "../../../src/index.js";
import { branchingPrograms, runs } from "../../model/arbitrary.js";
import { runProgram } from "../../model/program.js";
import { dump } from "../../model/state.js";
import { Tape } from "../../model/values.js";
import { naiveRoot } from "../hashing/naive-root.js";
import { attributesOf, Editor } from "../merge/edits.js";
import { readState } from "../merge/states.js";

const clock = { clock: () => 0 };

test("a worktree runs every program as a graph does", () => {
  const make = (options: object) => {
    const main = new Graph(options);
    main.checkout("elsewhere", { create: true });
    return main.worktree("main", { create: true });
  };
  fc.assert(
    fc.property(branchingPrograms(60), (program) => runProgram(program, { make, after: () => {} })),
    runs(60),
  );
});

test("a graph runs every program while others write to worktrees of it", () => {
  fc.assert(
    fc.property(branchingPrograms(40), (program) => {
      let busy = new Graph();
      let noise = "";
      const make = (options: object) => {
        const graph = new Graph(options);
        busy = graph.worktree("busy", { create: true });
        return graph;
      };
      const after = () => {
        const id = busy.addNode("Noise", { float: busy.nodeCount, text: "noise" });
        busy.addEdge(id, id, "A", { float: 1 });
        if (busy.nodeCount % 3 === 0) busy.removeNode(busy.nodes.ids()[0]);
        noise = dump(readState(busy));
      };
      runProgram(program, { make, after });
      expect(dump(readState(busy))).toBe(noise);
    }),
    runs(40),
  );
});

/** What a head shows; nothing that another one does may change it. */
const seenAt = (graph: Graph) => {
  const { head } = graph;
  return `${head.branch} ${head.commit?.id} ${JSON.stringify(graph.status())}\n${dump(readState(graph))}`;
};

test("heads that take turns do not touch each other", () => {
  const counts = { merges: 0, commits: 0, undone: 0, collected: 0, takenBack: 0, switched: 0 };
  fc.assert(
    fc.property(
      fc.record({
        directed: fc.boolean(),
        numbers: fc.array(fc.nat({ max: 2 ** 31 }), { minLength: 60, maxLength: 90 }),
      }),
      ({ directed, numbers }) => {
        const tape = new Tape(numbers);
        const graph = new Graph({ directed, ...clock });
        const names = attributesOf(tape);
        new Editor(graph, names).edit(tape, 5);
        graph.commit("begin", { allowEmpty: true });
        const heads = [
          graph,
          graph.worktree("ann", { create: true }),
          graph.worktree("bob", { create: true }),
        ];
        const editors = heads.map((head) => new Editor(head, names));
        graph.nodes.createIndex("float");
        for (let step = 0; step < 24; step++) {
          const at = tape.next(heads.length);
          const head = heads[at];
          const others = heads.filter((other) => other !== head);
          const before = others.map(seenAt);
          const verb = tape.next(13);
          try {
            if (verb < 5) editors[at].edit(tape, 3);
            else if (verb < 8) {
              const { root } = head.commit(`${step}`);
              expect(root).toBe(naiveRoot(head));
              counts.commits++;
            } else if (verb === 8) {
              const branch = tape.pick(others).head.branch as string;
              const merge = head.merge(branch, { policy: "theirs", carry: true });
              merge.commit("merge", {});
              expect(head.history.isAncestor(branch, "HEAD")).toBe(true);
              counts.merges++;
            } else if (verb === 9) {
              head.history.undo({ discard: true });
              counts.undone++;
            } else if (verb === 10) {
              head.history.gc();
              counts.collected++;
            } else if (verb === 11) {
              const here = seenAt(head);
              const failing = () =>
                head.transaction(() => {
                  editors[at].edit(tape, 3);
                  expect(() => others[0].addNode()).toThrow('no write while "transaction" is under way');
                  throw new Error("taken back");
                });
              expect(failing).toThrow("taken back");
              expect(seenAt(head)).toBe(here);
              counts.takenBack++;
            } else {
              head.checkout(`idea ${step}`.replace(" ", "-"), { create: true });
              counts.switched++;
            }
          } catch (error) {
            if (!(error instanceof GroggyError)) throw error;
            expect([
              "EMPTY_COMMIT",
              // of a branch whose first commit was undone
              "REVISION_NOT_FOUND",
              "NOTHING_TO_UNDO",
              "MERGE_CONFLICT",
              "DIRTY_STATE",
              "REF_IN_USE",
            ]).toContain(error.code);
          }
          expect(others.map(seenAt)).toEqual(before);
        }
        for (const head of heads) {
          expect(head.history.verify({ level: "deep" }).findings).toEqual([]);
          const found = head.nodes.where("float > 0", {}, { unknown: "absent" }).ids();
          expect([...found]).toEqual(
            [...head.nodes.ids()].filter((id) => (head.nodes.get(id, "float") as number) > 0),
          );
        }
      },
    ),
    { numRuns: 60 },
  );
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(10);
});

describe("a worktree", () => {
  const begin = () => {
    const graph = new Graph({ key: "name", ...clock });
    graph.addNode("Person", { name: "ada" });
    graph.commit("ada");
    return graph;
  };

  test("has a branch to itself", () => {
    const graph = begin();
    graph.branch("bob");
    const bob = graph.worktree("bob");
    expect(bob.head.branch).toBe("bob");
    expect(graph.history.worktrees().map(({ branch }) => branch)).toEqual(["main", "bob"]);
    const inUse = 'expected one that no other worktree of the graph is on, got "bob"';
    for (const refused of [
      () => graph.checkout("bob"),
      () => graph.worktree("bob"),
      () => graph.history.deleteBranch("bob", { force: true }),
      () => graph.history.renameBranch("bob", "rob"),
      () => bob.worktree("bob"),
    ])
      expect(refused).toThrow(inUse);
    expect(() => bob.checkout("main")).toThrow('got "main"');
    expect(() => graph.worktree("nobody")).toThrow('"branch" expected the name of a branch, got "nobody"');
    expect(() => graph.worktree("bob", { create: true })).toThrow('"branch" expected a new name');
    expect(() => graph.worktree("late", { at: "main" })).toThrow('"at" expected "create" to go with it');
    expect(() => graph.worktree("late", { now: true } as never)).toThrow('"options" expected only');
    bob.close();
    bob.close();
    graph.checkout("bob");
    expect(() => bob.addNode()).toThrow("expected a worktree that is open, got one that was closed");
    expect(() => bob.commit("late")).toThrow(GroggyError);
    expect(bob.nodeCount).toBe(1);
  });

  test("keeps a branch that it is on, whatever is undone elsewhere", () => {
    const graph = begin();
    graph.branch("bob");
    const bob = graph.worktree("bob");
    expect(() => graph.history.undo()).toThrow("no other worktree");
    expect(graph.history.branches()).toHaveLength(2);
    bob.close();
    graph.history.undo();
    expect(graph.history.branches()).toHaveLength(1);
  });

  test.each(["graph", "worktree"])("of a %s undoes and redoes after the other one has committed", (which) => {
    const main = new Graph(clock);
    main.addNode({ n: 0 });
    main.commit("base");
    const side = main.worktree("side", { create: true });
    const [own, other] = which === "graph" ? [main, side] : [side, main];
    for (const graph of [own, other]) {
      graph.nodes.set(0, { n: 1 });
      graph.commit("one");
    }
    const { commit } = other.head;
    const value = (): unknown => own.nodes.get(0, "n");
    own.history.undo();
    expect([own.head.commit?.message, other.head.commit]).toEqual(["base", commit]);
    own.history.redo();
    expect([own.head.commit?.message, value(), own.status().clean]).toEqual(["one", 1, true]);
    own.nodes.set(0, { n: 2 });
    own.commit("two");
    other.commit("more", { allowEmpty: true });
    own.history.back();
    expect([own.head.commit?.message, value()]).toEqual(["one", 1]);
    own.history.forward();
    expect([own.head.commit?.message, value()]).toEqual(["two", 2]);
    expect(own.history.verify({ level: "deep" }).ok).toBe(true);
  });

  test("shares keys, indices and ids, and sees its own nodes alone", () => {
    const graph = begin();
    const bob = graph.worktree("bob", { create: true });
    const here = graph.addNode({ name: "alan" });
    const there = bob.mergeNode("alan", { born: 1912 });
    expect(there).not.toBe(here);
    expect(graph.node("alan")).toBe(here);
    expect(bob.node("alan")).toBe(there);
    expect(bob.hasNode(here)).toBe(false);
    graph.commit("alan here");
    bob.commit("alan there");
    expect(graph.merge("bob").conflicts.map(({ kind }) => kind)).toEqual(["key"]);
  });

  test("waits for nobody and lets nobody in while a verb is under way", () => {
    const graph = begin();
    const bob = graph.worktree("bob", { create: true });
    const tries: unknown[] = [];
    const attempt = (run: () => unknown) => {
      try {
        tries.push(run());
      } catch (error) {
        tries.push((error as GroggyError).code);
      }
    };
    graph.history.onBeforeCommit(() => {
      attempt(() => bob.addNode({ name: "sneak" }));
      attempt(() => bob.commit("sneak", { allowEmpty: true }));
      attempt(() => graph.addNode({ name: "hook" }));
    });
    graph.nodes.set(0, { born: 1815 });
    graph.commit("born");
    expect(tries).toEqual(["VERB_UNDERWAY", "VERB_UNDERWAY", 1]);
    bob.addNode({ name: "free" });
    bob.commit("no hook here");
    expect(tries).toHaveLength(3);
  });

  test("is closed out of a graph that is read", () => {
    const bundle = begin().history.bundle();
    expect(Graph.fromBundle(bundle).worktree("bob", { create: true }).nodeCount).toBe(1);
  });
});
