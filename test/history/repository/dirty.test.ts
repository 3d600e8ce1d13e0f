// Uncommitted changes are never lost: what moves refuses, takes them along, or is told to throw them away.
import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/index.js";
import { dumpGraph } from "../../graph/fixture.js";

/** Two branches that differ in node 1, edge 0 and attribute "x"; node 0 and 2 are the same on both. */
function twoBranches(): Graph {
  const graph = new Graph({ clock: () => 0 });
  graph.addNodes(4, { labels: "A", attributes: { x: [0, 1, 2, 3], y: ["a", "b", "c", "d"] } });
  graph.addEdges([0, 1], [1, 2], { attributes: { w: [1, 2] } });
  graph.commit("base");
  graph.branch("other");
  graph.checkout("other");
  graph.nodes.set(1, { x: 10 });
  graph.nodes.addLabel(1, "Other");
  graph.removeEdge(0);
  graph.removeNode(3);
  graph.addEdge(0, 2);
  graph.nodes.set(2, { fresh: true });
  graph.commit("other");
  graph.checkout("main");
  return graph;
}

const CHANGES: Readonly<Record<string, (graph: Graph) => void>> = {
  "an added node": (graph) => void graph.addNode("New", { x: 5 }),
  "an added edge": (graph) => void graph.addEdge(0, 2, "NEW", { w: 5 }),
  "a new attribute": (graph) => graph.nodes.set(0, { another: [1, 2] }),
  "a value set": (graph) => graph.nodes.set(0, { x: 7 }),
  "another attribute of a node that differs": (graph) => graph.nodes.set(1, { y: "z" }),
  "a value taken away": (graph) => graph.nodes.set(0, { x: null }),
  "a label added": (graph) => graph.nodes.addLabel(0, "New"),
  "labels taken away": (graph) => graph.nodes.setLabels(2, []),
  "a removed edge": (graph) => graph.removeEdge(1),
};

const CONFLICTS: Readonly<Record<string, [(graph: Graph) => void, string]>> = {
  "a value that differs": [(graph) => graph.nodes.set(1, { x: 11 }), '"x" of node 1'],
  "labels that differ": [(graph) => graph.nodes.addLabel(1, "Mine"), "the labels of node 1"],
  "a node that is gone there": [(graph) => graph.nodes.set(3, { x: 1 }), '"x" of node 3'],
  "the labels of a node that is gone there": [
    (graph) => graph.nodes.addLabel(3, "Mine"),
    "the labels of node 3",
  ],
  "an edge that is gone there": [(graph) => graph.edges.set(0, { w: 9 }), '"w" of edge 0'],
  "an edge to a node that is gone there": [(graph) => void graph.addEdge(0, 3), "edge 3"],
  "a node removed on both": [(graph) => graph.removeNode(3), "node 3"],
  "a node removed that differs": [(graph) => graph.removeNode(1), "node 1"],
  "a node removed that has another edge there": [(graph) => graph.removeNode(0), "edge 0"],
  "an attribute of another type there": [
    (graph) => graph.nodes.set(0, { fresh: "text" }),
    '"fresh", which is utf8 here and bool there',
  ],
};

/** What differs between the last commit and the present state, as text. */
function changesOf(graph: Graph): string {
  const { nodes, edges } = graph.history.diff();
  const parts = [nodes, edges].flatMap((diff) => [
    [...diff.added],
    [...diff.removed],
    [...diff.changes()],
    [...diff.labelChanges()],
  ]);
  const added = [...nodes.added].map((id) => [graph.nodes.get(id), graph.nodes.labels(id)]);
  const addedEdges = [...edges.added].map((id) => [graph.edges.get(id), graph.source(id), graph.target(id)]);
  return JSON.stringify([parts, added, addedEdges]);
}

describe.each(Object.entries(CHANGES))("uncommitted changes: %s", (_, change) => {
  it("stay where they are when a checkout is refused", () => {
    const graph = twoBranches();
    change(graph);
    const before = dumpGraph(graph);
    for (const revision of ["other", "main", "HEAD", "other~1"]) {
      expect(() => graph.checkout(revision)).toThrow(expect.objectContaining({ code: "DIRTY_STATE" }));
      expect(dumpGraph(graph)).toBe(before);
    }
  });

  it("come along exactly, there and back, and can be committed there", () => {
    const graph = twoBranches();
    change(graph);
    const [before, changes] = [dumpGraph(graph), changesOf(graph)];
    graph.checkout("other", { carry: true });
    expect(graph.head.branch).toBe("other");
    expect(changesOf(graph)).toBe(changes);
    graph.checkout("main", { carry: true });
    expect(dumpGraph(graph)).toBe(before);
    graph.checkout("other", { carry: true });
    const { root } = graph.commit("carried");
    graph.checkout("main");
    expect(graph.status().clean).toBe(true);
    graph.checkout("other");
    expect(graph.commit("same", { allowEmpty: true }).root).toBe(root);
    expect(graph.history.diff("other~2", "other~1").nodes.counts).toMatchObject({
      added: graph.history.diff("other~2").nodes.counts.added,
    });
  });

  it("come along to where the graph stands already", () => {
    const graph = twoBranches();
    change(graph);
    const before = dumpGraph(graph);
    graph.checkout("main", { carry: true });
    expect(dumpGraph(graph)).toBe(before);
  });

  it("are thrown away when that is what is asked for, and leave nothing behind", () => {
    const graph = twoBranches();
    change(graph);
    graph.checkout("main", { discard: true });
    expect(dumpGraph(graph)).toBe(dumpGraph(twoBranches()));
    change(graph);
    graph.checkout("other", { discard: true });
    const untouched = twoBranches();
    untouched.checkout("other");
    expect(dumpGraph(graph)).toBe(dumpGraph(untouched));
  });
});

describe("carrying", () => {
  it.each(Object.entries(CONFLICTS))("refuses %s, and changes nothing", (_, [change, what]) => {
    const graph = twoBranches();
    change(graph);
    const before = dumpGraph(graph);
    expect(() => graph.checkout("other", { carry: true })).toThrow(
      expect.objectContaining({
        code: "DIRTY_STATE",
        message: `"carry" expected uncommitted changes that both states agree on, got a change of ${what}, in which they differ`,
      }),
    );
    expect(dumpGraph(graph)).toBe(before);
    graph.checkout("other", { discard: true });
    expect(graph.status().clean).toBe(true);
  });

  it("takes changes along over many commits, forth and back", () => {
    const graph = new Graph({ clock: () => 0 });
    graph.addNodes(3, { attributes: { n: [0, 0, 0] } });
    graph.commit("0");
    for (let i = 1; i <= 40; i++) {
      graph.nodes.set(i % 2, { n: i });
      if (i % 10 === 0) graph.addNode({ n: i });
      graph.commit(`${i}`);
    }
    graph.nodes.set(2, { n: 99 });
    const added = graph.addNode("Carried", { n: -1 });
    for (const [back, expected] of [
      [39, 3],
      [0, 7],
      [25, 4],
      [40, 3],
    ]) {
      graph.checkout(`main~${back}`, { carry: true });
      expect([graph.nodeCount, graph.nodes.get(2, "n"), graph.nodes.get(added)]).toEqual([
        expected + 1,
        99,
        { n: -1 },
      ]);
      expect(graph.status()).toMatchObject({ nodes: { added: 1, removed: 0, changed: 1 } });
    }
  });
});
