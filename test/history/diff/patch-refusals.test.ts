// Patches that do not fit the graph they come to are refused, and change nothing.
import { describe, expect, test } from "vitest";
import { Graph, invertPatch, type Patch } from "../../../src/index.js";

/** What a change makes of a graph with two nodes and an edge, as a patch. */
function patchOf(change: (graph: Graph) => void): Patch {
  const graph = base();
  change(graph);
  return JSON.parse(JSON.stringify(graph.history.diff().toPatch()));
}

function base(key?: string): Graph {
  const graph = new Graph({ clock: () => 0, ...(key === undefined ? {} : { key }) });
  graph.addNodes(2);
  graph.addEdge(0, 1);
  graph.commit("base");
  return graph;
}

function expectRefused(graph: Graph, patch: unknown, error: object): void {
  const before = graph.commit("before", { allowEmpty: true }).root;
  expect(() => graph.history.apply(patch as Patch)).toThrow(expect.objectContaining(error));
  expect(graph.status().clean).toBe(true);
  expect(graph.commit("after", { allowEmpty: true }).root).toBe(before);
}

describe("a patch is refused", () => {
  test("if it would give two nodes the same key", () => {
    const twice = patchOf((graph) => graph.addNodes(2, { attributes: { name: ["x", "x"] } }));
    const graph = base("name");
    expectRefused(graph, twice, { code: "DUPLICATE_KEY" });
    graph.nodes.set(0, { name: "y" });
    expectRefused(graph, twice, { code: "DUPLICATE_KEY" });
  });

  test("if it would give a node the key of another, whatever else it changes", () => {
    const patch = patchOf((graph) => graph.nodes.set(1, { age: 5, name: "x", size: 5 }));
    const graph = base("name");
    graph.nodes.set(0, { name: "x" });
    expectRefused(graph, patch, { code: "DUPLICATE_KEY" });
    graph.nodes.set(0, { name: "y" });
    graph.history.apply(patch);
    expect(graph.node("x")).toBe(1);
  });

  test("if it gives an attribute another type, of which it leaves values", () => {
    const patch = patchOf((graph) => graph.nodes.set(1, { a: 5 }));
    const graph = base();
    graph.nodes.set(0, { a: "text" });
    expectRefused(graph, patch, { code: "PATCH_CONFLICT" });
    expect(graph.nodes.get(0, "a")).toBe("text");
  });

  test("if it changes what would not be there", () => {
    const set = patchOf((graph) => graph.nodes.set(1, { a: 5 }));
    const label = patchOf((graph) => graph.nodes.addLabel(1, "L"));
    const graph = base();
    graph.removeNode(1);
    expectRefused(graph, set, { code: "PATCH_CONFLICT" });
    expectRefused(graph, label, { code: "PATCH_CONFLICT" });
  });

  test("if its ids are none", () => {
    const patch = patchOf((graph) => graph.nodes.set(1, { a: 5 }));
    for (const id of [-1, 1.5, 2 ** 32, "0", null]) {
      for (const part of ["added", "removed"]) {
        const nodes = { ...patch.nodes, [part]: [id] };
        expectRefused(base(), { ...patch, nodes }, { code: "INVALID_PATCH" });
      }
    }
  });

  test("if labels are no lists of names", () => {
    const patch = patchOf((graph) => graph.nodes.addLabel(1, "L"));
    for (const part of ["before", "after"]) {
      const nodes = { ...patch.nodes, labels: { ...patch.nodes.labels, [part]: [5] } };
      expectRefused(base(), { ...patch, nodes }, { code: "INVALID_PATCH" });
    }
  });

  test("if a part of it is missing", () => {
    const patch = patchOf((graph) => graph.nodes.set(1, { a: 5 }));
    for (const kind of ["nodes", "edges"] as const) {
      for (const part of ["added", "removed", "labels", "attributes"]) {
        expectRefused(
          base(),
          { ...patch, [kind]: { ...patch[kind], [part]: null } },
          { code: "INVALID_PATCH" },
        );
      }
      expectRefused(base(), { ...patch, [kind]: undefined }, { code: "INVALID_PATCH" });
    }
    expectRefused(base(), { ...patch, edges: { ...patch.edges, ends: null } }, { code: "INVALID_PATCH" });
    for (const added of [[1], "ab", { length: 0 }])
      expectRefused(base(), { ...patch, edges: { ...patch.edges, added } }, { code: "INVALID_PATCH" });
  });

  test("if it does not say the ends of an edge that comes or goes, or others than it has", () => {
    const comes = patchOf((graph) => graph.addEdge(1, 0));
    const goes = patchOf((graph) => graph.removeEdge(0));
    for (const patch of [comes, goes]) {
      const edges = { ...patch.edges, ends: { ids: [], sources: [], targets: [] } };
      expectRefused(base(), { ...patch, edges }, { code: "INVALID_PATCH" });
    }
    const graph = new Graph({ clock: () => 0 });
    graph.addNodes(2);
    graph.addEdge(1, 0);
    graph.commit("the other way about");
    expectRefused(graph, goes, { code: "PATCH_CONFLICT" });
  });
});

test("a patch changes an attribute's type where it takes all values of the one before", () => {
  const graph = base();
  graph.nodes.set(0, { a: "text" });
  graph.nodes.set(1, { a: "more" });
  graph.commit("text");
  graph.checkout("HEAD~1");
  graph.nodes.set(0, { a: 5 });
  graph.removeNode(1);
  const number = graph.commit("number");
  graph.checkout("main");
  graph.history.apply(graph.history.diff("main", number).toPatch());
  expect(graph.commit("the other type").root).toBe(number.root);
  expect(graph.nodes.get(0, "a")).toBe(5);
});

test("a patch may let nodes swap their keys", () => {
  const graph = base("name");
  graph.nodes.set(0, { name: "x" });
  graph.nodes.set(1, { name: "y" });
  graph.commit("named");
  const swapped = patchOf((other) => {
    other.nodes.set(0, { name: "x" });
    other.nodes.set(1, { name: "y" });
    other.commit("named");
    other.nodes.set(0, { name: "y" });
    other.nodes.set(1, { name: "x" });
  });
  graph.history.apply(swapped);
  expect([graph.node("x"), graph.node("y")]).toEqual([1, 0]);
});

test("a patch takes the ids that it names and no more", () => {
  const patch = patchOf((graph) => {
    graph.addNode();
    graph.addEdge(1, 2);
  });
  const graph = base();
  graph.history.apply(patch);
  expect([graph.source(1), graph.target(1)]).toEqual([1, 2]);
  expect(graph.addNode()).toBe(3);
  expect(graph.addEdge(0, 3)).toBe(2);
});

test("a patch does not name values that were set to what they were", () => {
  const graph = new Graph({ clock: () => 0 });
  graph.addNode({ n: 1 });
  graph.commit("one");
  for (const n of [2, 1]) graph.nodes.set(0, { n });
  expect(graph.history.diff().toPatch().nodes.attributes).toEqual({});
  for (const n of [2, 1]) {
    graph.nodes.set(0, { n });
    graph.commit(`n = ${n}`);
  }
  expect(graph.history.diff("HEAD~2", "HEAD").toPatch().nodes.attributes).toEqual({});
});

test("a patch names nothing that elements which come or go do not have", () => {
  const graph = new Graph({ clock: () => 0 });
  graph.addNodes(2, { attributes: { n: [1, null] } });
  graph.commit("two");
  graph.removeNode(1);
  graph.addNode();
  const { added, removed, labels, attributes } = graph.history.diff().toPatch().nodes;
  expect([added, removed, labels.ids, attributes]).toEqual([[2], [1], [], {}]);
});

test("a patch has what elements had that go, so that its inverse brings it back", () => {
  const graph = new Graph({ clock: () => 0 });
  graph.addNodes(2, { labels: "A", attributes: { n: [1, 2] } });
  const { root } = graph.commit("two");
  graph.removeNode(1);
  const patch = graph.history.diff().toPatch();
  expect(patch.nodes.attributes.n).toEqual([{ type: "float64", ids: [1], before: [2], after: [null] }]);
  expect(patch.nodes.labels).toEqual({ ids: [1], before: [["A"]], after: [[]] });
  graph.commit("one");
  graph.history.apply(invertPatch(patch));
  expect(graph.commit("two again").root).toBe(root);
});
