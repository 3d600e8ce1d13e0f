// Merges small enough to be worked out by hand, one for each thing that once went wrong or easily could.
import { describe, expect, it } from "vitest";
import { Graph, type GraphOptions } from "../../../src/index.js";
import { naiveRoot } from "../hashing/naive-root.js";
import { Laboratory } from "./laboratory.js";

/** A graph with a commit; then a change on main and another on a branch of that commit. The graph is on main. */
function diverge<B, O, T>(
  begin: (graph: Graph) => B,
  ours: (graph: Graph, begun: B) => O,
  theirs: (graph: Graph, begun: B) => T,
  options: GraphOptions = {},
) {
  let now = 0;
  const graph = new Graph({ clock: () => now++, ...options });
  const begun = begin(graph);
  graph.commit("begin", { allowEmpty: true });
  graph.branch("other");
  graph.checkout("other");
  const byThem = theirs(graph, begun);
  graph.commit("theirs", { allowEmpty: true });
  graph.checkout("main");
  const byUs = ours(graph, begun);
  graph.commit("ours", { allowEmpty: true });
  return { graph, begun, byUs, byThem };
}

const codeOf = (action: () => unknown): unknown => {
  try {
    action();
  } catch (error) {
    return (error as { code?: string }).code ?? (error as Error).name;
  }
  return "nothing thrown";
};

describe("an element that one side removed", () => {
  it("comes back as it is on the side that has it, not as it was before it went", () => {
    const { graph, begun } = diverge(
      (g) => g.addNode("A", { x: 1, y: 1 }),
      (g, node) => {
        g.nodes.set(node, { x: 2 });
        g.nodes.setLabels(node, ["B"]);
        g.commit("changed first");
        g.removeNode(node);
      },
      (g, node) => g.nodes.set(node, { y: 3 }),
    );
    const merge = graph.merge("other");
    expect(merge.conflicts).toEqual([
      {
        kind: "removal",
        element: { kind: "node", id: begun },
        base: { x: 1, y: 1 },
        ours: undefined,
        theirs: { x: 1, y: 3 },
      },
    ]);
    merge.resolve(merge.conflicts[0], "theirs");
    merge.commit();
    expect(graph.nodes.get(begun)).toEqual({ x: 1, y: 3 });
    expect(graph.nodes.labels(begun)).toEqual(["A"]);
  });

  it("comes back with its edges whose other ends live, but not with one that is to stay removed", () => {
    const { graph, begun } = diverge(
      (g) => {
        const nodes = [...g.addNodes(3)];
        const edges = [
          g.addEdge(nodes[0], nodes[1]),
          g.addEdge(nodes[0], nodes[2]),
          g.addEdge(nodes[0], nodes[1]),
        ];
        return { nodes, edges };
      },
      (g, { nodes }) => g.removeNode(nodes[0]),
      (g, { nodes, edges }) => {
        g.nodes.set(nodes[0], { x: 1 });
        g.edges.set(edges[2], { w: 1 });
        g.removeNode(nodes[2]);
      },
    );
    const merge = graph.merge("other");
    const [node, edge] = merge.conflicts;
    merge.resolve(node, "resurrect");
    merge.resolve(edge, "ours");
    merge.commit();
    expect([...graph.nodes.ids()]).toEqual(begun.nodes.slice(0, 2));
    expect([...graph.edges.ids()]).toEqual([begun.edges[0]]);
  });

  it("comes back for one edge without another that is to be dropped", () => {
    const { graph, byThem } = diverge(
      (g) => [...g.addNodes(2)],
      (g, [a]) => g.removeNode(a),
      (g, [a, b]) => [g.addEdge(a, b), g.addEdge(b, a)],
    );
    const merge = graph.merge("other");
    expect(merge.conflicts.map(({ kind }) => kind)).toEqual(["dangling", "dangling"]);
    merge.resolve(merge.conflicts[0], "dropEdge");
    merge.resolve(merge.conflicts[1], "resurrect");
    merge.commit();
    expect([...graph.edges.ids()]).toEqual([byThem[1]]);
    expect(graph.nodeCount).toBe(2);
  });
});

describe("an attribute whose type one side changed", () => {
  /** On main and on other `x` began as text and as a number; other then took over main's text. */
  function changedType() {
    const made = diverge(
      (g) => [g.addNode(), g.addNode()],
      (g, [a]) => g.nodes.set(a, { x: "text" }),
      (g, [a, b]) => {
        g.nodes.set(a, { x: 1 });
        g.nodes.set(b, { x: 2 });
      },
    );
    made.graph.branch("number", { at: "other" });
    made.graph.checkout("number");
    made.graph.addNode({ y: 1 });
    made.graph.commit("beside it");
    made.graph.checkout("other");
    const merge = made.graph.merge("main");
    expect(merge.conflicts).toEqual([
      {
        kind: "schema",
        element: undefined,
        elements: "node",
        attribute: "x",
        base: undefined,
        ours: "float64",
        theirs: "utf8",
      },
    ]);
    merge.resolve(merge.conflicts[0], "theirs");
    return { ...made, commit: merge.commit() };
  }

  it("has that side's type and values, and the root of that state alone", () => {
    const { graph, begun, commit } = changedType();
    expect(graph.nodes.schema).toEqual({ x: "utf8" });
    expect(begun.map((id) => graph.nodes.get(id))).toEqual([{ x: "text" }, {}]);
    expect(commit.root).toBe(naiveRoot(graph));
    expect(commit.root).toBe(graph.history.resolve("main").root);
  });

  it("keeps both when a third branch takes it over", () => {
    const { graph, begun } = changedType();
    graph.checkout("number");
    const merge = graph.merge("other");
    expect(merge.conflicts).toEqual([]);
    const commit = merge.commit();
    expect(graph.nodes.schema).toEqual({ x: "utf8", y: "float64" });
    expect(begun.map((id) => graph.nodes.get(id))).toEqual([{ x: "text" }, {}]);
    expect(commit.root).toBe(naiveRoot(graph));
  });

  it("is a conflict where the other side has since changed values of the old type", () => {
    const { graph, begun } = changedType();
    graph.checkout("number");
    graph.nodes.set(begun[1], { x: 5 });
    graph.commit("another number");
    const merge = graph.merge("other");
    expect(merge.conflicts).toMatchObject([
      { kind: "schema", base: "float64", ours: "float64", theirs: "utf8" },
    ]);
    expect(graph.at("number").nodes.get(begun[1], "x")).toBe(5);
  });

  it("is merged by fact where one side has no value left", () => {
    const { graph, begun } = diverge(
      (g) => [g.addNode(), g.addNode()],
      (g, [a]) => g.nodes.set(a, { x: true }),
      (g, [, b]) => g.nodes.set(b, { x: 1 }),
    );
    graph.nodes.set(begun[0], { x: null });
    graph.commit("no value left");
    const taken = graph.merge("other");
    expect(taken.status).toBe("clean");
    taken.commit();
    expect(graph.nodes.schema).toEqual({ x: "float64" });
    expect(begun.map((id) => graph.nodes.get(id))).toEqual([{}, { x: 1 }]);

    // of two types ours was taken, then its values went: what theirs had is cleared on our side
    const cleared = diverge(
      (g) => [g.addNode(), g.addNode()],
      (g, [a]) => g.nodes.set(a, { x: true }),
      (g, [, b]) => g.nodes.set(b, { x: 1 }),
    );
    cleared.graph.merge("other", { policy: "ours" }).commit();
    cleared.graph.nodes.set(cleared.begun[0], { x: null });
    cleared.graph.commit("no value left");
    cleared.graph.checkout("other");
    cleared.graph.addNode();
    cleared.graph.commit("beside it");
    const merge = cleared.graph.merge("main");
    expect(merge.status).toBe("clean");
    merge.commit();
    expect(cleared.begun.map((id) => cleared.graph.nodes.get(id))).toEqual([{}, {}]);
  });

  it("does not give an element that comes back what it had in a column that stays without values", () => {
    const lab = new Laboratory();
    const [a, b] = lab.graph.addNodes(2);
    const begun = lab.commit();
    lab.graph.nodes.set(b, { x: "text" });
    const theirs = lab.commit();
    lab.checkout(begun);
    lab.graph.nodes.set(a, { x: 1 });
    const base = lab.commit();
    lab.graph.removeNodes([a, b]);
    lab.commit();
    const merge = lab.merge(base, theirs);
    expect(merge.conflicts).toMatchObject([
      { kind: "removal", element: { id: a }, base: { x: 1 }, ours: undefined, theirs: {} },
      { kind: "removal", element: { id: b }, base: {}, ours: undefined, theirs: { x: "text" } },
    ]);
    merge.resolve(merge.conflicts[0], "theirs");
    merge.resolve(merge.conflicts[1], "ours");
    merge.commit();
    expect([...lab.graph.nodes.ids()]).toEqual([a]);
    expect(lab.graph.nodes.get(a)).toEqual({});
  });

  it("gives elements that were removed since their values back when one goes back over it", () => {
    const {
      graph,
      byUs: _,
      begun,
    } = diverge(
      (g) => [g.addNode(), g.addNode()],
      (g, [a]) => g.nodes.set(a, { x: "text" }),
      (g, [a, b]) => {
        g.nodes.set(a, { x: 1 });
        g.nodes.set(b, { x: 2 });
        g.commit("numbers");
        g.removeNode(b);
      },
    );
    graph.checkout("other");
    const merge = graph.merge("main");
    merge.resolveAll("theirs");
    merge.commit();
    expect(graph.at("other~2").nodes.get(begun[1])).toEqual({ x: 2 });
    graph.checkout("other~2");
    expect(graph.nodes.get(begun[1])).toEqual({ x: 2 });
  });
});

describe("several merge bases that contradict each other", () => {
  it("leave the contradiction to the merge itself", () => {
    const { graph, begun } = diverge(
      (g) => g.addNode({ x: 1 }),
      (g, node) => g.removeNode(node),
      (g, node) => g.nodes.set(node, { x: 2 }),
    );
    const [left, right] = [graph.history.resolve("main"), graph.history.resolve("other")];
    graph.merge(right, { policy: "ours" }).commit();
    graph.checkout("other");
    graph.merge(left, { policy: "ours" }).commit();
    const merge = graph.merge("main");
    expect(merge.conflicts).toEqual([
      {
        kind: "removal",
        element: { kind: "node", id: begun },
        base: { x: 1 },
        ours: { x: 2 },
        theirs: undefined,
      },
    ]);
  });
});

describe("unique keys", () => {
  const begin = (g: Graph) => [g.addNode({ name: "a", x: 1 }), g.addNode({ name: "b" })];

  it("are a conflict between what is taken and what is there", () => {
    const { graph, byUs, byThem } = diverge(
      begin,
      (g) => g.addNode({ name: "new" }),
      (g) => g.addNode({ name: "new" }),
      { key: "name" },
    );
    const merge = graph.merge("other");
    expect(merge.conflicts).toEqual([
      {
        kind: "key",
        element: { kind: "node", id: byThem },
        attribute: "name",
        value: "new",
        base: undefined,
        ours: byUs,
        theirs: byThem,
      },
    ]);
    merge.resolve(merge.conflicts[0], { value: "b" });
    expect(merge.unresolved).toMatchObject([{ kind: "key", value: "b", ours: 1, theirs: byThem }]);
    expect(codeOf(() => merge.commit())).toBe("MERGE_CONFLICT");
    merge.resolve(merge.unresolved[0], { value: "newer" });
    merge.commit();
    expect(graph.node("newer")).toBe(byThem);
    expect(graph.node("new")).toBe(byUs);
  });

  it("come up as others are resolved, and go with them", () => {
    const { graph, begun, byThem } = diverge(
      begin,
      (g, [a]) => g.nodes.set(a, { name: "ours" }),
      (g, [a]) => {
        g.nodes.set(a, { name: "theirs" });
        return g.addNode({ name: "third" });
      },
      { key: "name" },
    );
    const merge = graph.merge("other");
    const [attribute] = merge.conflicts;
    expect(merge.conflicts).toHaveLength(1);
    merge.resolve(attribute, { value: "third" });
    expect(merge.conflicts).toMatchObject([
      { kind: "attribute" },
      { kind: "key", ours: begun[0], theirs: byThem, value: "third" },
    ]);
    merge.resolve(attribute, "theirs");
    expect(merge.conflicts).toEqual([attribute]);
    merge.commit();
    expect(graph.node("theirs")).toBe(begun[0]);
    expect(graph.node("third")).toBe(byThem);
  });

  it("are settled by a policy, whenever they come up", () => {
    const { graph, byThem } = diverge(
      begin,
      (g, [a]) => g.nodes.set(a, { name: "ours" }),
      (g, [a]) => {
        g.nodes.set(a, { name: "theirs" });
        return g.addNode({ name: "ours" });
      },
      { key: "name" },
    );
    const merge = graph.merge("other", { policy: "ours" });
    expect(merge.status).toBe("clean");
    merge.commit();
    expect(graph.nodes.get(byThem)).toEqual({});
  });
});

describe("policies of an attribute", () => {
  const numbers = (ours: number, theirs: number) =>
    diverge(
      (g) => g.addNode({ x: 10 }),
      (g, node) => g.nodes.set(node, { x: ours }),
      (g, node) => g.nodes.set(node, { x: theirs }),
    );

  it.each([
    ["max", 12, 15, 15],
    ["max", Number.NaN, 15, Number.NaN],
    ["max", 15, Number.NaN, Number.NaN],
    ["max", 0, -0, 0],
    ["max", -0, 0, 0],
    ["min", 12, 15, 12],
    ["min", Number.NaN, 15, Number.NaN],
    ["min", 0, -0, -0],
    ["min", -0, 0, -0],
    ["sum", 12, 15, 17],
    ["sum", 15, 12, 17],
  ] as const)("%s of %d and %d is %d", (policy, ours, theirs, expected) => {
    const { graph, begun } = numbers(ours, theirs);
    graph.merge("other", { attributes: { x: policy } }).commit();
    expect(graph.nodes.get(begun, "x")).toBe(expected);
  });

  it("leave a sum open that the attribute cannot hold", () => {
    const { graph, begun } = diverge(
      (g) => g.addNodes(1, { attributes: { x: Int32Array.of(0) } })[0],
      (g, node) => g.nodes.set(node, { x: 2 ** 31 - 1 }),
      (g, node) => g.nodes.set(node, { x: 1 }),
    );
    const merge = graph.merge("other", { attributes: { x: "sum" } });
    expect(merge.status).toBe("conflicted");
    merge.resolve(merge.conflicts[0], "theirs");
    merge.commit();
    expect(graph.nodes.get(begun, "x")).toBe(1);
  });

  it("leave open what a function says undefined to, and take away what it says null to", () => {
    const open = numbers(1, 2);
    expect(open.graph.merge("other", { attributes: { x: () => undefined } }).status).toBe("conflicted");
    const gone = numbers(1, 2);
    gone.graph.merge("other", { attributes: { x: () => null } }).commit();
    expect(gone.graph.nodes.get(gone.begun)).toEqual({});
  });

  it("unite lists of numbers that JSON cannot tell apart", () => {
    const { graph, begun } = diverge(
      (g) => g.addNode({ x: [1, 2] }),
      (g, node) => g.nodes.set(node, { x: [1, Number.NaN, 0] }),
      (g, node) => g.nodes.set(node, { x: [2, Number.POSITIVE_INFINITY, -0] }),
    );
    graph.merge("other", { attributes: { x: "union" } }).commit();
    expect(graph.nodes.get(begun, "x")).toEqual([Number.NaN, 0, Number.POSITIVE_INFINITY, -0]);
  });
});

describe("a merge with many conflicts", () => {
  it("is resolved one by one without being planned anew each time", () => {
    const count = 3000;
    const { graph, begun } = diverge(
      (g) => g.addNodes(count, { attributes: { x: new Float64Array(count) } }),
      (g, ids) => g.nodes.setColumn("x", ids, new Float64Array(count).fill(1)),
      (g, ids) => g.nodes.setColumn("x", ids, new Float64Array(count).fill(2)),
    );
    const start = performance.now();
    const merge = graph.merge("other");
    for (const conflict of merge.conflicts) merge.resolve(conflict, "theirs");
    merge.commit();
    // planning for each takes a hundred times as long
    expect(performance.now() - start).toBeLessThan(3000);
    expect(new Set(graph.nodes.column("x"))).toEqual(new Set([2]));
    expect(graph.nodes.get(begun[0], "x")).toBe(2);
  });

  it("knows its own conflicts from those of another", () => {
    const make = () =>
      diverge(
        (g) => g.addNode({ x: 0 }),
        (g, node) => g.nodes.set(node, { x: 1 }),
        (g, node) => g.nodes.set(node, { x: 2 }),
      ).graph.merge("other");
    const [merge, another] = [make(), make()];
    expect(() => merge.resolve(another.conflicts[0], "ours")).toThrow(TypeError);
    expect(() => merge.resolve(undefined as never, "ours")).toThrow(TypeError);
    expect(() => merge.resolve(merge.conflicts[0], "dropEdge")).toThrow(TypeError);
    expect(() => merge.resolve(merge.conflicts[0], { value: "text" })).toThrow(
      'resolution of attribute "x" expected float64, got "text"',
    );
  });
});

describe("a merge that is not to be", () => {
  const attribute = () =>
    diverge(
      (g) => g.addNode({ x: 1 }),
      (g, node) => g.nodes.set(node, { x: 2 }),
      (g, node) => g.nodes.set(node, { y: 3 }),
    );

  it("is stale once the graph is on another branch, though at the same commit", () => {
    const { graph } = attribute();
    const merge = graph.merge("other");
    graph.branch("third");
    graph.checkout("third");
    expect(codeOf(() => merge.commit())).toBe("STALE_MERGE");
    expect(graph.history.resolve("third")).toBe(graph.history.resolve("main"));
  });

  it.each(["stash", "discard", "carry"] as const)(
    "leaves changes to %s where they were when a hook refuses",
    (how) => {
      const { graph, begun } = attribute();
      graph.nodes.set(begun, { z: 4 });
      graph.addNode("Uncommitted");
      const stop = graph.history.onBeforeCommit(() => {
        throw new RangeError("refused");
      });
      const { root } = graph.history.resolve("main");
      const merge = graph.merge("other", { [how]: true });
      expect(codeOf(() => merge.commit())).toBe("RangeError");
      expect(graph.nodes.get(begun)).toEqual({ x: 2, z: 4 });
      expect([...graph.nodes.withLabel("Uncommitted").ids()]).toEqual([1]);
      expect(graph.history.stashes()).toHaveLength(0);
      expect(graph.status()).toMatchObject({ clean: false, nodes: { added: 1, removed: 0, changed: 1 } });
      stop();
      expect(merge.commit().parents).toHaveLength(2);
      expect(graph.at("HEAD^").nodes.get(begun)).toEqual({ x: 2 });
      expect(graph.history.resolve("HEAD^").root).toBe(root);
      expect(graph.nodes.get(begun)).toEqual(how === "carry" ? { x: 2, y: 3, z: 4 } : { x: 2, y: 3 });
    },
  );
});
