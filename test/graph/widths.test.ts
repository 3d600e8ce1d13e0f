// Graphs as wide as words, pages, leaves and chunks, and one more or less.
import { describe, expect, it } from "vitest";
import { Graph, type GraphView } from "../../src/index.js";

const WIDTHS = [0, 1, 255, 256, 257, 1023, 1024, 1025, 4095, 4096, 4097, 65535, 65536, 65537];

function expectRing(view: GraphView, count: number, shift: number): void {
  expect([view.nodeCount, view.edgeCount]).toEqual([count, count]);
  const columns = { n: view.nodes.column("n"), w: view.edges.column("w") };
  expect([columns.n.length, columns.n.absentCount, columns.w.absentCount]).toEqual([count, 0, 0]);
  const wrong: number[] = [];
  for (let i = 0; i < count; i++) {
    if (columns.n.get(i) !== i + shift || columns.w.get(i) !== i / 2) wrong.push(i);
  }
  expect(wrong).toEqual([]);
  for (const i of [0, 1, 255, 1024, 4095, 4096, 65535, count - 1].filter((i) => i >= 0 && i < count)) {
    expect([...view.neighbors(i)]).toEqual([(i + 1) % count]);
    expect([...view.incidentEdges(i, "in")]).toEqual([(i + count - 1) % count]);
    expect(view.nodes.labels(i)).toEqual(["A"]);
    expect(view.edges.type(i)).toBe("T");
  }
  const { out } = view.csr();
  expect(out.offsets[count]).toBe(count);
  expect([...out.ends].every((end, i) => end === (i + 1) % count)).toBe(true);
}

function ring(count: number): Graph {
  const graph = new Graph({ clock: () => 0 });
  const ids = graph.addNodes(count, {
    labels: "A",
    attributes: { n: Int32Array.from({ length: count }, (_, i) => i) },
  });
  const targets = ids.map((id) => (id + 1) % count);
  graph.addEdges(ids, targets, {
    type: "T",
    attributes: { w: Float64Array.from({ length: count }, (_, i) => i / 2) },
  });
  return graph;
}

describe.each(WIDTHS)("a ring of %i nodes", (count) => {
  it("reads as it was made, over commits, changes of all of it, checkouts and in the past", () => {
    const graph = ring(count);
    expectRing(graph, count, 0);
    graph.commit("ring", { allowEmpty: true });
    const held = graph.at("main");
    graph.nodes.setColumn(
      "n",
      graph.nodes.ids(),
      graph.nodes.ids().map((id) => id + 3),
    );
    expectRing(graph, count, 3);
    expectRing(held, count, 0);
    graph.commit("shifted", { allowEmpty: true });
    const extra = graph.addNode("Extra", { n: -1 });
    graph.commit("one more");
    expect([extra, graph.nodeCount]).toEqual([count, count + 1]);
    graph.removeNodes(graph.nodes.ids());
    expect([graph.nodeCount, graph.edgeCount, graph.csr().nodeCount]).toEqual([0, 0, 0]);
    graph.commit("nothing left");
    for (const [revision, shift] of [
      ["main~3", 0],
      ["main~2", 3],
    ] as const) {
      graph.checkout(revision);
      expectRing(graph, count, shift);
      expectRing(graph.at(revision), count, shift);
      expect(graph.status().clean).toBe(true);
    }
    graph.checkout("main");
    expect(graph.nodeCount).toBe(0);
    const diff = graph.history.diff("main~3", "main");
    expect([diff.nodes.counts, diff.edges.counts]).toEqual([
      { added: 0, removed: count, changed: 0 },
      { added: 0, removed: count, changed: 0 },
    ]);
    expectRing(held, count, 0);
  });

  it("keeps the ids of the others when every third node is removed", () => {
    const graph = ring(count);
    graph.commit("ring", { allowEmpty: true });
    const gone = graph.nodes.ids().filter((id) => id % 3 === 0);
    graph.removeNodes(gone);
    const left = Array.from({ length: count }, (_, i) => i).filter((i) => i % 3 !== 0);
    expect([...graph.nodes.ids()]).toEqual(left);
    // an edge lasts if neither it nor the next node is gone
    const edges = left.filter((i) => (i + 1) % count !== 0 && (i + 1) % 3 !== 0);
    expect([...graph.edges.ids()]).toEqual(edges);
    expect([...(graph.nodes.column("n").values as Int32Array)]).toEqual(left);
    const csr = graph.csr();
    expect([csr.nodeCount, csr.edgeCount]).toEqual([left.length, edges.length]);
    expect(left.filter((id, index) => csr.indexOf(id) !== index)).toEqual([]);
    const part = graph.at("main").subgraph(graph.nodes.all());
    expect([...part.edges.ids()]).toEqual(edges);
    expect(graph.status().nodes).toEqual({ added: 0, removed: gone.length, changed: 0 });
  });
});
