// State roots: equal for equal states however they were reached, and for no others.
import { describe, expect, it } from "vitest";
import { Graph, type GraphView } from "../../../src/index.js";
import { naiveRoot } from "./naive-root.js";

function newGraph(options: object = {}): Graph {
  return new Graph({ clock: () => 0, ...options });
}

function rootOf(graph: Graph): string {
  return graph.commit("now", { allowEmpty: true }).root;
}

const VALUES: Readonly<Record<string, readonly [unknown, unknown]>> = {
  flag: [true, false],
  float: [0, -0],
  nan: [Number.NaN, 1],
  text: ["", "😀"],
  long: [2n ** 63n - 1n, -(2n ** 63n)],
  moment: [new Date(0), new Date(-8.64e15)],
  bytes: [Uint8Array.of(), Uint8Array.of(0)],
  numbers: [[1, 2], [1]],
  flags: [[true], [false, true]],
  words: [
    ["a", ""],
    ["", "a"],
  ],
  longs: [[1n], [2n]],
  moments: [[new Date(1)], []],
  vector: [Float32Array.of(1, -0), Float32Array.of(1, 0)],
  json: [{ b: [1, { d: -0 }], a: "x" }, {}],
  ["__proto__"]: ["p", "q"],
};

/** A graph with a value of every type, declared ones included, on nodes and edges. */
function fullGraph(): Graph {
  const graph = newGraph({
    schema: { nodes: { int: "int32", single: "float32", moments: "list<timestamp>" } },
  });
  const first = Object.fromEntries(Object.entries(VALUES).map(([name, [value]]) => [name, value]));
  const second = Object.fromEntries(Object.entries(VALUES).map(([name, [, value]]) => [name, value]));
  graph.addNode(["B", "A"], { ...first, int: -1, single: 0.1 });
  graph.addNode("A", { int: 7 });
  graph.addNode(second);
  graph.addEdge(0, 1, "T", { weight: 1 });
  graph.addEdge(1, 1, null, { weight: 1, note: "loop" });
  graph.addEdge(2, 0);
  return graph;
}

describe("the root of a state", () => {
  it("is that of the documented encoding, worked out from scratch", () => {
    const graph = fullGraph();
    expect(rootOf(graph)).toBe(naiveRoot(graph));
    expect(rootOf(newGraph())).toBe(naiveRoot(newGraph()));
    expect(rootOf(newGraph({ directed: false }))).toBe(naiveRoot(newGraph({ directed: false })));
    expect(rootOf(newGraph())).not.toBe(rootOf(newGraph({ directed: false })));
  });

  it.each([1, 1023, 1024, 1025, 4097, 65535, 65536, 65537])("is so for %i nodes and edges", (count) => {
    const graph = newGraph();
    const ids = graph.addNodes(count, {
      labels: "A",
      attributes: { n: Int32Array.from({ length: count }, (_, i) => i * 5) },
    });
    graph.addEdges(ids, ids.slice().reverse(), { attributes: { w: new Float64Array(count).fill(1) } });
    expect(rootOf(graph)).toBe(naiveRoot(graph));
    if (count > 5000) return;
    graph.nodes.set(count - 1, { n: 9, late: true });
    if (count > 1) graph.removeNode(0);
    expect(rootOf(graph)).toBe(naiveRoot(graph));
    graph.checkout("main~1");
    expect(rootOf(graph)).toBe(naiveRoot(graph));
  });

  it("is the same one by one and in bulk", () => {
    const count = 1500;
    const labels = Array.from({ length: count }, (_, i) =>
      i % 3 === 0 ? ["A", "B"] : i % 3 === 1 ? ["C"] : [],
    );
    const names = Array.from({ length: count }, (_, i) => (i % 4 === 0 ? null : `n${i % 7}`));
    const weights = Float64Array.from({ length: count }, (_, i) => i / 3);
    const targets = Uint32Array.from({ length: count }, (_, i) => (i * 7) % count);
    const bulk = newGraph();
    const ids = bulk.addNodes(count, { labels, attributes: { name: names } });
    bulk.addEdges(ids, targets, { type: "T", attributes: { weight: weights } });
    const single = newGraph();
    for (let i = 0; i < count; i++) single.addNode([...labels[i]].reverse(), { name: names[i] });
    for (let i = 0; i < count; i++) single.addEdge(i, targets[i], "T", { weight: weights[i] });
    const byColumn = newGraph();
    byColumn.addNodes(count);
    byColumn.addEdges(ids, targets, { type: Array.from(targets, () => "T") });
    byColumn.commit("no values yet");
    byColumn.edges.setColumn("weight", [...ids].reverse(), weights.slice().reverse());
    byColumn.nodes.setColumn("name", ids, names);
    labels.forEach((each, id) => {
      byColumn.nodes.setLabels(id, each);
    });
    const root = rootOf(bulk);
    expect([rootOf(single), rootOf(byColumn), naiveRoot(bulk)]).toEqual([root, root, root]);
  });

  it("is the same whatever the order in which attributes are written", () => {
    const one = newGraph();
    one.addNode({ a: 1, b: "x", c: true });
    const other = newGraph();
    other.addNode({ c: true });
    other.commit("a third of it");
    other.nodes.set(0, { b: "x" });
    other.nodes.set(0, { a: 1 });
    expect(rootOf(other)).toBe(rootOf(one));
  });

  it("is the same by way of detours", () => {
    const graph = newGraph();
    graph.addNode("A", { x: 1, y: "a" });
    graph.addNode("B");
    graph.addEdge(0, 1, "T", { w: 1 });
    const root = rootOf(graph);
    graph.nodes.set(0, { x: 2, y: null });
    graph.nodes.addLabel(0, "C");
    const away = rootOf(graph);
    expect(away).not.toBe(root);
    graph.nodes.set(0, { y: "a", x: 1 });
    graph.nodes.removeLabel(0, "C");
    expect(rootOf(graph)).toBe(root);
    graph.branch("side");
    graph.checkout("side");
    graph.nodes.set(1, { z: 5n });
    graph.commit("a new attribute");
    graph.nodes.set(1, { z: null });
    expect(rootOf(graph)).toBe(root);
    graph.checkout("main");
    graph.nodes.set(1, { z: "of another type" });
    graph.commit("another new attribute");
    graph.checkout("side");
    expect(rootOf(graph)).toBe(root);
    const id = graph.addNode("gone at once", { fleeting: 1 });
    graph.removeNode(id);
    expect(rootOf(graph)).toBe(root);
    graph.checkout("main~1");
    expect(rootOf(graph)).toBe(root);
  });

  it("depends on where the ids of elements lie, and not on what was removed between them", () => {
    const one = newGraph();
    one.addNodes(3);
    one.removeNode(1);
    const other = newGraph();
    other.addNodes(3, { labels: "A", attributes: { x: [1, 2, 3] } });
    other.commit("more than is left");
    other.removeNode(1);
    for (const id of other.nodes.ids()) {
      other.nodes.set(id, { x: null });
      other.nodes.setLabels(id, []);
    }
    expect(rootOf(other)).toBe(rootOf(one));
    const dense = newGraph();
    dense.addNodes(2);
    expect(rootOf(dense)).not.toBe(rootOf(one));
  });

  it("is another one after every change of a single fact", () => {
    const changes: ((graph: Graph) => void)[] = [
      () => undefined,
      (graph) => graph.addNode(),
      (graph) => graph.addNode("A"),
      (graph) => graph.removeNode(2),
      (graph) => graph.removeEdge(0),
      (graph) => graph.removeEdge(2),
      (graph) => graph.addEdge(0, 1, "T", { weight: 1 }),
      (graph) => graph.addEdge(0, 1, "T"),
      (graph) => graph.addEdge(1, 0, "T"),
      (graph) => graph.addEdge(0, 1, "U"),
      (graph) => graph.addEdge(0, 1),
      (graph) => graph.nodes.setLabels(0, []),
      (graph) => graph.nodes.setLabels(0, ["A"]),
      (graph) => graph.nodes.setLabels(0, ["A,B"]),
      (graph) => graph.nodes.addLabel(0, "C"),
      (graph) => graph.nodes.addLabel(1, "C"),
      (graph) => graph.nodes.set(0, { int: 0 }),
      (graph) => graph.nodes.set(0, { single: Math.fround(0.1) + 1e-8 }),
      (graph) => graph.edges.set(0, { weight: 2 }),
      (graph) => graph.edges.set(1, { note: "loop " }),
      (graph) => graph.nodes.set(1, { fresh: 1 }),
      (graph) => graph.nodes.set(1, { fresh: 1n }),
      (graph) => graph.nodes.set(1, { fresh: "1" }),
      (graph) => graph.nodes.set(1, { fresh: [1] }),
      (graph) => graph.nodes.set(1, { fresh2: 1 }),
      (graph) => graph.edges.set(1, { fresh: 1 }),
      ...Object.entries(VALUES).flatMap(([name, [first, second]]) => [
        (graph: Graph) => graph.nodes.set(0, Object.fromEntries([[name, second]])),
        (graph: Graph) => graph.nodes.set(0, Object.fromEntries([[name, null]])),
        (graph: Graph) => graph.nodes.set(1, Object.fromEntries([[name, first]])),
      ]),
    ];
    const roots = new Map<string, string>();
    for (const change of changes) {
      const graph = fullGraph();
      graph.commit("before");
      change(graph);
      const root = rootOf(graph);
      expect([root, roots.get(root)]).toEqual([root, undefined]);
      expect(root).toBe(naiveRoot(graph));
      roots.set(root, String(change));
    }
  });

  it("after any checkout is that of the commit, worked out from scratch", () => {
    const graph = fullGraph();
    const commits = [graph.commit("0")];
    const edits: ((i: number) => void)[] = [
      (i) => graph.addNodes(700, { attributes: { n: new Float64Array(700).fill(i) } }),
      (i) => graph.removeNode(graph.nodes.ids()[i]),
      (i) => graph.nodes.setColumn("text", graph.nodes.ids().subarray(0, 2), [null, `${i}`]),
      (i) => graph.nodes.set(graph.nodes.ids()[i % 3], { mixed: i % 2 === 0 ? i : `${i}` }),
    ];
    for (let i = 1; i < 12; i++) {
      try {
        edits[i % edits.length](i);
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
        continue;
      }
      commits.push(graph.commit(`${i}`));
      if (i % 3 === 0) graph.checkout(commits[(i * 5) % commits.length]);
    }
    for (let i = 0; i < 2 * commits.length; i++) {
      const commit = commits[(i * 7) % commits.length];
      graph.checkout(commit);
      expect(naiveRoot(graph)).toBe(commit.root);
      expect(rootOf(graph)).toBe(commit.root);
      const elsewhere = commits[(i * 3) % commits.length];
      expect(naiveRoot(graph.at(elsewhere) as GraphView)).toBe(elsewhere.root);
    }
  });
});
