// Uncommitted changes that are taken along to another commit.
import { describe, expect, test } from "vitest";
import { Graph } from "../../../src/index.js";

const coded = (code: string): object => expect.objectContaining({ code });

describe("carrying changes along", () => {
  test("works where an element of theirs came and went before", () => {
    const graph = new Graph({ clock: () => 0 });
    const node = graph.addNode("A", { float: 0 });
    graph.commit("came");
    const gone = graph.history.revert("HEAD");
    graph.history.undo();
    graph.history.undo();
    expect(graph.status()).toMatchObject({ commit: null, nodes: { added: 1 } });
    graph.checkout(gone, { carry: true });
    expect(graph.status()).toMatchObject({ commit: gone.id, nodes: { added: 1, changed: 0 } });
    expect(graph.nodes.get(node)).toEqual({ float: 0 });
    const again = graph.commit("came again");
    expect(again.root).toBe(graph.history.resolve("HEAD~2").root);
    graph.checkout(gone);
    expect(graph.nodeCount).toBe(0);
    graph.checkout(again);
    expect(graph.nodes.get(node)).toEqual({ float: 0 });
  });

  test("is refused where both states differ in what they change", () => {
    const graph = new Graph({ clock: () => 0 });
    const node = graph.addNode({ n: 0 });
    graph.commit("one");
    graph.nodes.set(node, { n: 1 });
    graph.commit("two");
    graph.nodes.set(node, { n: 2 });
    expect(() => graph.checkout("HEAD~1", { carry: true })).toThrow(coded("DIRTY_STATE"));
    expect(graph.nodes.get(node, "n")).toBe(2);
  });
});

describe("an element that is to come where it lived before", () => {
  /** A commit with node 1 that has labels and values, one without it, and changes on the first that bring it. */
  function reborn(bring: (graph: Graph) => void): { graph: Graph; gone: string } {
    const graph = new Graph({ clock: () => 0 });
    graph.addNode();
    graph.addNode(["Old"], { n: 1, text: "old" });
    graph.commit("came");
    const gone = graph.history.revert("HEAD").id;
    graph.history.undo();
    graph.history.undo();
    bring(graph);
    return { graph, gone };
  }

  test("comes with what it is given, not with what it had", () => {
    const { graph, gone } = reborn((each) => {
      each.nodes.setLabels(1, []);
      each.nodes.set(1, { n: null, text: "new" });
    });
    graph.history.stash();
    graph.checkout(gone);
    graph.history.stashPop();
    expect([graph.nodes.labels(1), graph.nodes.get(1)]).toEqual([[], { text: "new" }]);
    graph.commit("again");
    expect(graph.at("HEAD").nodes.get(1)).toEqual({ text: "new" });
    expect(graph.history.verify({ level: "full" }).ok).toBe(true);
  });

  test("comes with an edge that lived before as well", () => {
    const graph = new Graph({ clock: () => 0 });
    graph.addNodes(2);
    graph.addNode(["Old"], { n: 1 });
    graph.addEdge(0, 2, "OLD", { w: 1 });
    graph.commit("came");
    const gone = graph.history.revert("HEAD").id;
    graph.history.undo();
    graph.history.undo();
    graph.nodes.setLabels(2, []);
    graph.nodes.set(2, { n: null });
    graph.edges.set(0, { w: null });
    graph.checkout(gone, { carry: true });
    expect([graph.nodes.labels(2), graph.nodes.get(2), graph.edges.get(0)]).toEqual([[], {}, {}]);
    expect(graph.edges.type(0)).toBe("OLD");
    expect(graph.status()).toMatchObject({ nodes: { added: 3 }, edges: { added: 1 } });
  });

  test("comes as an edge alone, whatever became of it over several commits", () => {
    const graph = new Graph({ clock: () => 0 });
    graph.addNodes(2);
    const first = graph.commit("nodes");
    graph.addEdge(0, 1, "T", { w: 1 });
    graph.commit("came");
    graph.removeEdge(0);
    graph.commit("went");
    graph.history.apply(graph.history.diff("HEAD", "HEAD~1"));
    graph.edges.set(0, { w: 2 });
    graph.commit("came back");
    graph.edges.set(0, { w: 3, v: 3 });
    graph.commit("changed");
    graph.removeEdge(0);
    const last = graph.commit("went again");
    graph.checkout("main~3");
    graph.history.apply(graph.history.diff("HEAD", "HEAD~1"));
    graph.checkout(last, { carry: true });
    expect([graph.edges.type(0), graph.edges.get(0)]).toEqual(["T", { w: 1 }]);
    graph.checkout(first, { carry: true });
    expect([graph.edges.type(0), graph.edges.get(0)]).toEqual(["T", { w: 1 }]);
    expect(graph.status().edges).toEqual({ added: 1, removed: 0, changed: 0 });
  });

  test("comes with what it had where it came from", () => {
    const graph = new Graph({ clock: () => 0 });
    graph.addNode();
    const first = graph.commit("first");
    graph.addNode(["Old"], { n: 1 });
    graph.commit("came");
    graph.removeNode(1);
    graph.commit("went");
    graph.history.apply(graph.history.diff("HEAD", "HEAD~1"));
    graph.checkout(first, { carry: true });
    expect([graph.nodes.labels(1), graph.nodes.get(1)]).toEqual([["Old"], { n: 1 }]);
    expect(graph.commit("there").root).toBe(graph.history.resolve("main~1").root);
    expect(graph.history.verify({ level: "full" }).ok).toBe(true);
  });

  test("is refused where its attribute has another type", () => {
    const graph = new Graph({ clock: () => 0 });
    graph.addNode();
    graph.commit("first");
    graph.branch("side");
    graph.addNode(["Old"], { n: 1 });
    graph.commit("came");
    graph.removeNode(1);
    graph.commit("went");
    graph.checkout("side");
    graph.nodes.set(0, { n: "text" });
    graph.commit("text");
    graph.checkout("main");
    graph.history.apply(graph.history.diff("HEAD", "HEAD~1"));
    expect(() => graph.checkout("side", { carry: true })).toThrow(coded("DIRTY_STATE"));
    expect(graph.nodes.get(1)).toEqual({ n: 1 });
  });
});

test("a collection keeps one column for an attribute that is not in the present state", () => {
  const graph = new Graph({ clock: () => 0 });
  graph.addNodes(2);
  graph.commit("nodes");
  graph.branch("side");
  graph.checkout("side");
  graph.nodes.set(0, { name: "side" });
  graph.commit("side");
  graph.nodes.set(0, { name: "dropped" });
  graph.checkout("main", { discard: true });
  expect(graph.history.gc({ keepOperations: false }).sizeBytesAfter).toBeGreaterThan(0);
  graph.nodes.set(1, { name: "main" });
  graph.commit("main");
  const merge = graph.merge("side");
  expect(merge.conflicts).toEqual([]);
  merge.commit();
  expect(graph.nodes.column("name").toArray()).toEqual(["side", "main"]);
});

describe("changes are refused", () => {
  /** Nodes with the key "name"; on "side" node 2 is gone and node 1 is called "x", main has changed elsewhere. */
  function forked(): Graph {
    const graph = new Graph({ clock: () => 0, key: "name" });
    graph.addNodes(3, { attributes: { name: ["a", "b", "c"] } });
    graph.commit("three");
    graph.branch("side");
    graph.nodes.addLabel(0, "Main");
    graph.commit("main");
    graph.checkout("side");
    graph.removeNode(2);
    graph.nodes.set(1, { name: "x" });
    graph.commit("side");
    graph.checkout("main");
    return graph;
  }

  test("where both sides gave neighbours a value", () => {
    const graph = forked();
    const ids = graph.addNodes(20);
    const at = graph.commit("more").id;
    graph.nodes.setColumn("n", ids, new Float64Array(20));
    graph.commit("numbers");
    graph.checkout(at);
    graph.nodes.set(ids[10], { n: 1 });
    expect(() => graph.checkout("main", { carry: true })).toThrow(coded("DIRTY_STATE"));
    graph.nodes.set(ids[10], { n: null });
    graph.nodes.set(0, { n: 1 });
    graph.checkout("main", { carry: true });
    expect(graph.status().nodes).toEqual({ added: 0, removed: 0, changed: 1 });
  });

  test("where a merge takes away the end of an edge that is carried", () => {
    const graph = forked();
    graph.addEdge(0, 2);
    expect(() => graph.merge("side", { carry: true }).commit()).toThrow(coded("DIRTY_STATE"));
    expect([graph.edgeCount, graph.nodeCount]).toEqual([1, 3]);
  });

  test("where a merge brings the key that is carried", () => {
    const graph = forked();
    graph.nodes.set(0, { name: "x" });
    expect(() => graph.merge("side", { carry: true }).commit()).toThrow(coded("DIRTY_STATE"));
    expect(graph.node("x")).toBe(0);
    expect(graph.node("b")).toBe(1);
  });

  test("where other changes took away the end of an edge that was put aside", () => {
    const graph = forked();
    graph.addEdge(0, 2);
    graph.history.stash();
    graph.removeNode(2);
    expect(() => graph.history.stashPop()).toThrow(coded("STASH_CONFLICT"));
    expect([graph.edgeCount, graph.nodeCount, graph.history.stashes().length]).toEqual([0, 2, 1]);
  });

  test("where other changes brought an edge to what was put aside as gone", () => {
    const graph = forked();
    graph.removeNode(2);
    graph.history.stash();
    graph.addEdge(0, 2);
    expect(() => graph.history.stashPop()).toThrow(coded("STASH_CONFLICT"));
    expect([graph.edgeCount, graph.nodeCount]).toEqual([1, 3]);
  });
});
