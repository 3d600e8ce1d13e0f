// What is called at odd moments: within callbacks of others, after a worktree was closed, before another one is.
import { describe, expect, it } from "vitest";
import { degreeCentrality, karateClub } from "../../src/algorithms/index.js";
import { exportGraph } from "../../src/formats/index.js";
import { toNodeLink } from "../../src/formats/json-objects.js";
import { Graph, type GroggyError } from "../../src/index.js";
import { dumpGraph } from "./fixture.js";

const coded = (code: string) => expect.objectContaining({ code });

function make(): Graph {
  const graph = new Graph({ key: "k", clock: () => 0 });
  graph.addNode({ k: "a", n: 1 });
  graph.addEdge(0, graph.addNode({ k: "b" }), "T", { w: 1 });
  graph.commit("one");
  return graph;
}

/** What changes something, or begins something. */
const WRITES: Record<string, (graph: Graph) => unknown> = {
  addNode: (graph) => graph.addNode(),
  addEdges: (graph) => graph.addEdges([0], [1]),
  mergeNode: (graph) => graph.mergeNode("c"),
  mergeEdges: (graph) => graph.mergeEdges(["a"], ["b"], { by: "key" }),
  set: (graph) => graph.nodes.set(0, { n: 2 }),
  remove: (graph) => graph.removeNode(0),
  attributes: (graph) => graph.attributes.set({ title: "x" }),
  updateNode: (graph) => graph.updateNode(0, () => ({ n: 3 })),
  updateEdge: (graph) => graph.updateEdge(0, () => ({ w: 3 })),
  transaction: (graph) => graph.transaction(() => graph.addNode()),
  query: (graph) => graph.query("CREATE (n)"),
  apply: (graph) => graph.history.apply(graph.history.diff("HEAD", "HEAD")),
};
const VERBS: Record<string, (graph: Graph) => unknown> = {
  commit: (graph) => graph.commit("x", { allowEmpty: true }),
  branch: (graph) => graph.branch("new"),
  checkout: (graph) => graph.checkout("HEAD"),
  merge: (graph) => graph.merge("main"),
  revert: (graph) => graph.history.revert("HEAD"),
  undo: (graph) => graph.history.undo(),
  back: (graph) => graph.history.back(),
  stash: (graph) => graph.history.stash(),
  gc: (graph) => graph.history.gc(),
  worktree: (graph) => graph.worktree("new", { create: true }),
  policies: (graph) => {
    graph.history.policies = { unify: true };
  },
  close: (graph) => graph.close(),
};

describe.each(Object.entries({ ...WRITES, ...VERBS }))("%s", (name, call) => {
  it("is refused within the function of updateNode, which changes nothing then", () => {
    const graph = make();
    const before = dumpGraph(graph);
    const run = () =>
      graph.updateNode(0, () => {
        call(graph);
        return { n: 9 };
      });
    expect(run).toThrow(coded("VERB_UNDERWAY"));
    expect(dumpGraph(graph)).toEqual(before);
    expect(graph.status().clean).toBe(true);
    graph.updateNode(0, () => ({ n: 10 }));
    expect(graph.nodes.get(0, "n")).toBe(10);
  });

  it("is refused within a listener, whose write stays, alone and in a transaction", () => {
    const graph = make();
    let heard = 0;
    const stop = graph.onChange(() => {
      heard++;
      call(graph);
    });
    const error = coded("VERB_UNDERWAY");
    expect(() => graph.addNode({ k: "x" })).toThrow(error);
    expect(() =>
      graph.transaction(() => {
        graph.addNode({ k: "y" });
        graph.transaction(() => graph.addNode({ k: "z" }));
      }),
    ).toThrow(error);
    expect(heard).toBe(2);
    expect(["x", "y", "z"].map((key) => graph.node(key))).toEqual([2, 3, 4]);
    stop();
    graph.addNode({ k: "w" });
    expect(heard).toBe(2);
    graph.commit("two");
    expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
  });

  it("is refused at a worktree that was closed, whatever was closed before it", () => {
    const graph = make();
    const inner = graph.worktree("inner", { create: true });
    const outer = inner.worktree("outer", { create: true });
    graph.close();
    inner.addNode({ k: "i" });
    inner.close();
    inner.close();
    outer.addNode({ k: "o" });
    outer.commit("of the other");
    if (name !== "close") expect(() => call(inner)).toThrow(coded("WORKTREE_CLOSED"));
    // what it held is still read
    expect(inner.node("i")).toBeDefined();
    expect(graph.history.worktrees().map(({ branch }) => branch)).toEqual(["main", "outer"]);
    const again = graph.worktree("inner");
    expect(again.node("i")).toBeUndefined();
    outer.close();
    graph.merge("outer").commit();
    expect(graph.node("o")).toBeDefined();
  });
});

it("a transaction that throws within a listener leaves what the listener was told of, and its own error", () => {
  const graph = make();
  const told: number[] = [];
  graph.onChange(({ nodes }) => {
    told.push(nodes.added.length);
    graph.transaction(() => {
      throw new RangeError("mine");
    });
  });
  expect(() => graph.addNodes(3)).toThrow(RangeError);
  expect(told).toEqual([3]);
  expect(graph.nodeCount).toBe(5);
  expect(() =>
    graph.transaction(() => {
      graph.addNode();
      throw new TypeError("outer");
    }),
  ).toThrow(TypeError);
  expect(told).toEqual([3]);
  expect(graph.nodeCount).toBe(5);
});

it("what updateNode's function gives is checked before anything is written", () => {
  const graph = make();
  const before = dumpGraph(graph);
  const throwing = {
    get n(): never {
      throw new Error("mine");
    },
  };
  const removing = {
    get n(): number {
      graph.removeNode(0);
      return 1;
    },
  };
  const given: [() => unknown, unknown][] = [
    [async () => ({ n: 2 }), TypeError],
    [() => [1], TypeError],
    [() => 5, TypeError],
    [() => "text", TypeError],
    [() => new Map([["n", 2]]), TypeError],
    [() => ({ n: "two" }), TypeError],
    [() => ({ n: 2, k: "b" }), coded("DUPLICATE_KEY")],
    [() => ({ n: Symbol("x") }), TypeError],
    [() => throwing, /mine/],
    [() => removing, coded("VERB_UNDERWAY")],
    [() => new Proxy({ n: 2 }, { ownKeys: () => ["n", "n"] as never }), TypeError],
  ];
  for (const [update, wanted] of given) {
    expect(() => graph.updateNode(0, update as never)).toThrow(wanted as never);
    expect(dumpGraph(graph)).toEqual(before);
  }
  for (const nothing of [() => null, () => undefined, () => ({}), (all: object) => all])
    graph.updateNode(0, nothing as never);
  expect(dumpGraph(graph)).toEqual(before);
});

describe("JSON", () => {
  const values = {
    big: 2n ** 60n,
    at: new Date(0),
    bytes: Uint8Array.of(1),
    v: new Float32Array(2),
    nan: Number.NaN,
  };

  it("of columns has their ids, and bigints as text", () => {
    const graph = new Graph({ schema: { nodes: { v: "vector<float32, 2>" } } }) as unknown as Graph;
    graph.addNodes(2);
    graph.addNode(values);
    const json = (name: string) =>
      JSON.parse(JSON.stringify(graph.nodes.where(`${name} IS NOT NULL OR id = 0`).column(name)));
    const of = (type: string, value: unknown) => ({ type, ids: [0, 2], values: [null, value] });
    expect(json("big")).toEqual({ name: "big", ...of("int64", "1152921504606846976") });
    expect(json("at")).toEqual({ name: "at", ...of("timestamp", "1970-01-01T00:00:00.000Z") });
    expect(json("v")).toEqual({ name: "v", ...of("vector<float32, 2>", [0, 0]) });
    expect(json("bytes").values).toEqual([null, [1]]);
    expect(json("nan").values).toEqual([null, null]);
    expect(JSON.parse(JSON.stringify(graph.nodes.column("none")))).toEqual({
      name: "none",
      type: null,
      ids: [0, 1, 2],
      values: [null, null, null],
    });
  });

  it("of a series, and of errors with whatever data", () => {
    const graph = make();
    graph.nodes.set(0, { big: 1n });
    graph.commit("two");
    graph.branch("side");
    graph.nodes.set(0, { big: 2n });
    graph.commit("ours");
    expect(JSON.parse(JSON.stringify(graph.history.series(0, "big"))).column.values).toEqual([
      null,
      "1",
      "2",
    ]);
    graph.checkout("side");
    graph.nodes.set(0, { big: 3n });
    graph.commit("theirs");
    let error: GroggyError | undefined;
    try {
      graph.merge("main").commit();
    } catch (thrown) {
      error = thrown as GroggyError;
    }
    const json = JSON.parse(JSON.stringify({ error }));
    expect(json.error).toMatchObject({
      name: "GroggyError",
      code: "MERGE_CONFLICT",
      message: error?.message,
    });
    expect(json.error.data.conflicts).toMatchObject([
      { kind: "attribute", base: "1", ours: "3", theirs: "2" },
    ]);
    expect(json.error.data.merge.status).toBe("conflicted");
    try {
      graph.query("RETURN 1 +");
    } catch (thrown) {
      expect(JSON.parse(JSON.stringify(thrown))).toMatchObject({
        name: "CypherError",
        code: "CYPHER",
        line: 1,
      });
    }
    const keyed = new Graph({ key: "k" });
    keyed.addNode({ k: 5n });
    expect(() => keyed.addNode({ k: 5n })).toThrow();
    try {
      keyed.addNode({ k: 5n });
    } catch (thrown) {
      expect(JSON.parse(JSON.stringify(thrown)).data).toEqual({ key: "k", value: "5" });
    }
  });
});

it("a Proxy of a graph is told from a graph", async () => {
  const graph = new Graph();
  graph.addNodes(2);
  const proxy = new Proxy(graph, {});
  const words = /expected a graph.*, got a substitute for one, such as a Proxy/;
  expect(() => Graph.clone(proxy)).toThrow(words);
  expect(() => karateClub().addTo(new Proxy(new Graph({ directed: false }), {}))).toThrow(words);
  expect(() => toNodeLink(proxy)).toThrow(words);
  expect(() => degreeCentrality(proxy)).toThrow(words);
  await expect(exportGraph(proxy, () => {}, { format: "gml" })).rejects.toThrow(words);
  expect(() => Graph.clone(Object.create(graph))).toThrow(words);
  expect(() => Graph.clone({} as never)).toThrow(
    '"source" expected a graph or the path of a store, got an object',
  );
});
