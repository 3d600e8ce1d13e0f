/**
 * Every function of the user's that a verb calls, made hostile: it writes, runs a verb, or throws. Whatever it does,
 * the graph is afterwards what its hashes say, can be cloned, and a store of it can be opened again.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type CommitOptions, Graph, type MergeOptions } from "../../../src/index.js";

const folder = mkdtempSync(join(tmpdir(), "groggy-callbacks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Hostile = () => unknown;

/** Calls verbs with functions that call `act` first, and do then what is expected of them. */
const CALLS: Record<string, (graph: Graph, act: Hostile) => unknown> = {
  updateNode: (graph, act) => graph.updateNode(0, () => after(act, { n: 7 })),
  "updateNode: getter of an attribute": (graph, act) =>
    graph.updateNode(0, () => withGetter({}, "n", () => after(act, 7))),
  updateEdge: (graph, act) => graph.updateEdge(0, () => after(act, { w: 7 })),
  "gc: onProgress": (graph, act) => graph.history.gc({ keepOperations: false, onProgress: act }),
  "gc: signal": (graph, act) => graph.history.gc({ signal: signalOf(act) }),
  "verify: onProgress": (graph, act) => graph.history.verify({ level: "deep", onProgress: act }),
  "verify: signal": (graph, act) => graph.history.verify({ signal: signalOf(act) }),
  "fetch: onProgress": (graph, act) => graph.history.fetch(other(), { onProgress: act }),
  "fetch: signal": (graph, act) => graph.history.fetch(other(), { signal: signalOf(act) }),
  "fetch of a bundle": (graph, act) => graph.history.fetch(other().history.bundle(), { onProgress: act }),
  "pull: onProgress": (graph, act) =>
    graph.history.pull(other(), { onProgress: act, branch: "side", discard: true, policy: "ours" }),
  "pull: policy": (graph, act) =>
    graph.history.pull(other(), { branch: "side", discard: true, policy: () => after(act, "ours") }),
  "push from here": (graph, act) => graph.history.push(new Graph(), { onProgress: act }),
  "push to here": (graph, act) => other().history.push(graph, { to: "pushed", onProgress: act }),
  "merge: policy": (graph, act) => merged(graph, { policy: () => after(act, "theirs") }),
  "merge: policy of an attribute": (graph, act) =>
    merged(graph, { attributes: { n: () => after(act, 7) }, policy: "ours" }),
  "merge: policy whose value has a getter": (graph, act) =>
    merged(graph, { policy: () => withGetter({}, "value", () => after(act, 5)) as never }),
  "merge: policy whose value is worked out": (graph, act) =>
    merged(graph, { attributes: { j: () => ({ toJSON: () => after(act, 5) }) }, policy: "ours" }),
  "merge: getter of an option": (graph, act) =>
    merged(
      graph,
      withGetter({ discard: true }, "policy", () => after(act, "ours")),
    ),
  "merge: getter of a commit's option": (graph, act) =>
    graph.merge("side", { policy: "ours", discard: true }).commit(
      "m",
      withGetter({}, "author", () => after(act, "a")),
    ),
  resolveAll: (graph, act) => {
    const merge = graph.merge("side", { discard: true });
    merge.resolveAll(() => after(act, "ours"));
    return merge.commit();
  },
  resolve: (graph, act) => {
    const merge = graph.merge("side", { discard: true });
    const conflict = merge.conflicts.find(({ kind }) => kind === "attribute");
    merge.resolve(conflict as never, withGetter({}, "value", () => after(act, 5)) as never);
    merge.resolveAll("theirs");
    return merge.commit();
  },
  "revert: policy": (graph, act) =>
    graph.history.revert("main~1", { discard: true, policy: () => after(act, "theirs") }),
  "cherryPick: policy": (graph, act) =>
    graph.history.cherryPick("side", { discard: true, policy: () => after(act, "theirs") }),
  "rebase: policy": (graph, act) =>
    graph.history.rebase("side", { discard: true, policy: () => after(act, "theirs") }),
  "rebase: getter of a plan": (graph, act) =>
    graph.history.rebase("side", {
      discard: true,
      policy: "theirs",
      plan: [withGetter({ action: "pick" }, "commit", () => after(act, "main")) as never],
    }),
  "commit: before": (graph, act) => hooked(graph, "onBeforeCommit", act),
  "commit: after": (graph, act) => hooked(graph, "onAfterCommit", act),
  "commit: getter of an option": (graph, act) =>
    graph.commit(
      "m",
      withGetter({}, "author", () => after(act, "a")),
    ),
  "commit: meta": (graph, act) => graph.commit("m", { meta: withGetter({}, "k", () => after(act, 1)) }),
  "commit: meta that is worked out": (graph, act) =>
    graph.commit("m", { meta: { k: { toJSON: () => after(act, 1) } as never } }),
  "commit: time": (graph, act) =>
    graph.commit("m", {
      time: new (class extends Date {
        override getTime = () => after(act, 5);
      })(),
    }),
  "merge with a hook": (graph, act) => {
    const stop = graph.history.onBeforeCommit(() => void act());
    try {
      return merged(graph, { policy: "theirs" });
    } finally {
      stop();
    }
  },
  bisect: (graph, act) => graph.history.bisect("base", "main", () => after(act, false)),
  timeline: (graph, act) => graph.history.timeline(act),
  "clone: onProgress": (graph, act) => Graph.clone(graph, { onProgress: act }),
  "fromBundle: onProgress": (graph, act) => Graph.fromBundle(graph.history.bundle(), { onProgress: act }),
  "checkout: getter of an option": (graph, act) =>
    graph.checkout(
      "side",
      withGetter({}, "discard", () => after(act, true)),
    ),
  "checkout: getter of a revision": (graph, act) => {
    const { id } = graph.history.resolve("side");
    graph.checkout(withGetter({}, "id", () => after(act, id)) as never, { discard: true });
  },
  "log: getter of an option": (graph, act) =>
    graph.history.log(withGetter({}, "author", () => after(act, ""))),
  "log: a pattern": (graph, act) => {
    const pattern = /./;
    pattern.exec = () => after(act, null);
    return graph.history.log({ message: pattern });
  },
  "apply: getter of a patch": (graph, act) => {
    const patch = graph.history.diff("main", "main~1").toPatch();
    graph.checkout("main", { discard: true });
    graph.history.apply(withGetter({ ...patch }, "nodes", () => after(act, patch.nodes)));
  },
};

/** Acts, and gives what is expected then. */
function after<T>(act: Hostile, value: T): T {
  act();
  return value;
}

function withGetter<T extends object>(target: T, name: string, get: () => unknown): T {
  return Object.defineProperty(target, name, { get, enumerable: true, configurable: true });
}

function signalOf(act: Hostile): AbortSignal {
  const { signal } = new AbortController();
  return Object.defineProperty(signal, "throwIfAborted", { value: act });
}

function merged(graph: Graph, options: MergeOptions): unknown {
  return graph
    .merge("side", Object.defineProperty(options, "discard", { value: true, enumerable: true }))
    .commit();
}

function hooked(graph: Graph, on: "onBeforeCommit" | "onAfterCommit", act: Hostile): unknown {
  const stop = graph.history[on](() => void act());
  try {
    return graph.commit("hooked");
  } finally {
    stop();
  }
}

/** Two branches that contradict each other, some history to be collected, a stash, and uncommitted changes. */
function build(graph: Graph): Graph {
  graph.addNodes(4, { attributes: { n: [0, 1, 2, 3], j: [{ a: 1 }, { a: 1 }, { a: 1 }, { a: 1 }] } });
  graph.addEdges([0, 1, 2], [1, 2, 3], { type: "NEXT" });
  graph.commit("base");
  graph.history.tag("base");
  graph.branch("side");
  graph.nodes.set(0, { n: 10, j: { a: 2 } });
  graph.commit("ours");
  graph.nodes.set(0, { n: 11 });
  graph.commit("ours again");
  graph.checkout("side");
  graph.nodes.set(0, { n: 20, j: { a: 3 } });
  graph.addNode({ n: 5 });
  graph.commit("theirs");
  graph.checkout("main");
  graph.nodes.set(1, { n: 99 });
  graph.commit("lost");
  graph.history.reset("main~1");
  graph.nodes.set(2, { n: 77 });
  graph.history.stash("aside");
  graph.nodes.set(3, { n: 66 });
  graph.addNode({ n: 6 });
  return graph;
}

function other(): Graph {
  const graph = build(new Graph({ clock: () => 0 }));
  graph.checkout("side", { discard: true });
  for (let i = 0; i < 3; i++) {
    graph.addNode({ n: 50 + i });
    graph.commit(`other ${i}`);
  }
  return graph;
}

const ACTS: Record<string, (graph: Graph) => unknown> = {
  "sets a value": (graph) => graph.nodes.set(0, { n: 1000 + Math.random() }),
  "adds a node": (graph) => graph.addNode({ n: 7 }),
  "adds an edge": (graph) => graph.addEdge(0, 2, "HOSTILE"),
  "removes a node": (graph) => graph.removeNode(2),
  "removes an edge": (graph) => graph.removeEdges([...graph.edges].slice(0, 1)),
  "sets a column": (graph) => graph.nodes.setColumn("n", [...graph.nodes], [...graph.nodes]),
  labels: (graph) => graph.nodes.addLabel(0, "Hostile"),
  commits: (graph) => graph.commit("hostile", { allowEmpty: true }),
  "checks out": (graph) => graph.checkout("side", { discard: true }),
  stashes: (graph) => graph.history.stash("hostile"),
  resets: (graph) => graph.history.reset("base", { discard: true }),
  undoes: (graph) => graph.history.undo({ discard: true }),
  "deletes a branch": (graph) => graph.history.deleteBranch("side", { force: true }),
  collects: (graph) => graph.history.gc({ keepOperations: false }),
  merges: (graph) => graph.merge("side", { policy: "ours", discard: true }).commit(),
  fetches: (graph) => graph.history.fetch(other(), { remote: "hostile" }),
  throws: () => {
    throw new Error("hostile");
  },
};

function sound(graph: Graph): void {
  const found = graph.history.verify({ level: "deep" });
  expect(found.findings).toEqual([]);
  const clone = Graph.clone(graph);
  expect(clone.head.commit?.id).toBe(graph.head.commit?.id);
}

function contents(graph: Pick<Graph, "nodes" | "edges">): string {
  return JSON.stringify(
    [graph.nodes, graph.edges].map((elements) =>
      [...elements].map((id) => [id, [...elements.labels(id)], elements.get(id)]),
    ),
  );
}

/** Calls a verb with a function that acts, and swallows what comes of acting, or not. */
function run(
  graph: Graph,
  call: (typeof CALLS)[string],
  act: (graph: Graph) => unknown,
  swallow: boolean,
): void {
  let isActing = false;
  let left = 3;
  const acting = (): void => {
    // what the verbs call that it runs itself is no part of the matter
    if (isActing || left-- <= 0) return;
    isActing = true;
    try {
      act(graph);
    } catch (error) {
      if (!swallow) throw error;
    } finally {
      isActing = false;
    }
  };
  try {
    call(graph, acting);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).name).not.toBe("InvariantError");
  }
}

describe.each(Object.entries(CALLS))("%s", (_, call) => {
  test.each(Object.entries(ACTS))("a function that %s does no harm", (_, act) => {
    for (const swallow of [true, false]) {
      const graph = build(new Graph({ clock: () => 0 }));
      run(graph, call, act, swallow);
      // what there is now can be committed, left and come back to
      graph.commit("all", { allowEmpty: true });
      const { id } = graph.head.commit as { id: string };
      const after = contents(graph);
      graph.checkout("base");
      graph.checkout(id);
      expect(contents(graph)).toBe(after);
      sound(graph);
    }
  });
});

describe("what is refused changes nothing", () => {
  const REFUSED = [
    "gc: onProgress",
    "verify: onProgress",
    "merge: policy",
    "fetch: onProgress",
    "bisect",
    "timeline",
  ];
  const writes = Object.entries(ACTS).filter(([name]) => name !== "throws");

  test.each(REFUSED)("%s", (name) => {
    for (const [, act] of writes) {
      const graph = build(new Graph({ clock: () => 0 }));
      const before = [contents(graph), graph.status(), graph.history.branches(), graph.history.stashes()];
      let refusal: unknown;
      try {
        CALLS[name](graph, () => act(graph));
      } catch (error) {
        refusal = error;
      }
      expect(refusal).toMatchObject({ code: "VERB_UNDERWAY" });
      const after = [contents(graph), graph.status(), graph.history.branches(), graph.history.stashes()];
      expect(after).toEqual(before);
    }
  });

  test("gc whose progress throws keeps the operations as well", () => {
    const graph = build(new Graph({ clock: () => 0 }));
    const before = graph.history.operations();
    const onProgress = (): never => {
      throw new Error("stop");
    };
    expect(() => graph.history.gc({ keepOperations: false, onProgress })).toThrow("stop");
    expect(graph.history.operations()).toEqual(before);
    expect(graph.history.commitCount).toBe(5);
  });

  test("a state cannot be asked for while commits are taken up", () => {
    const graph = build(new Graph({ clock: () => 0 }));
    const codes: unknown[] = [];
    const asked = [
      () => graph.at("main"),
      () => graph.status(),
      () => graph.history.diff(),
      () => graph.history.blame(0, "n"),
    ];
    graph.history.fetch(other(), {
      onProgress: () => {
        for (const ask of asked) {
          try {
            ask();
          } catch (error) {
            codes.push((error as { code: string }).code);
          }
        }
      },
    });
    expect(codes.length).toBe(16);
    expect(new Set(codes)).toEqual(new Set(["VERB_UNDERWAY"]));
    expect(graph.at("main").nodes.get(0, "n")).toBe(11);
  });

  test("a conflict that a policy is shown cannot be made another one", () => {
    const graph = build(new Graph({ clock: () => 0 }));
    const policy = (conflict: object): never => {
      Object.assign((conflict as { element: object }).element, { id: 3 });
      throw new Error("it could");
    };
    expect(() => graph.merge("side", { policy, discard: true })).toThrow(TypeError);
    sound(graph);
  });
});

describe("in a store", () => {
  const options: CommitOptions = { allowEmpty: true };
  test.each(["gc: onProgress", "merge: policy", "fetch: onProgress", "commit: before", "push to here"])(
    "%s",
    (name) => {
      for (const [i, act] of Object.values(ACTS).entries()) {
        const path = join(folder, `${name.replaceAll(/\W/g, "")}-${i}`);
        let graph = build(Graph.open(path, { clock: () => 0, durability: "none" }));
        run(graph, CALLS[name], act, i % 2 === 0);
        graph.commit("all", options);
        const [after, id] = [contents(graph), graph.head.commit?.id];
        sound(graph);
        graph.close();
        graph = Graph.open(path);
        expect([contents(graph), graph.head.commit?.id]).toEqual([after, id]);
        sound(graph);
        graph.close();
      }
    },
  );
});
