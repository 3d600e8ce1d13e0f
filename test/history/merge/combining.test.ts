/** Policies that combine are asked whenever both sides changed a value, alike or not. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AttributePolicy, Graph, type MergeOptions } from "../../../src/index.js";

const coded = (code: string): object => expect.objectContaining({ code });

/** A graph on main whose branch "side" goes another way; both begin with `base`. */
function diverged(base: object, ours: object, theirs: object, schema?: object): Graph {
  const graph = new Graph({ clock: () => 0, ...schema });
  graph.addNode(base);
  graph.commit("base");
  graph.branch("side");
  graph.nodes.set(0, ours);
  graph.commit("ours", { allowEmpty: true });
  graph.checkout("side");
  graph.nodes.set(0, theirs);
  graph.addNode({ side: true });
  graph.commit("theirs");
  graph.checkout("main");
  return graph;
}

const doubled: AttributePolicy = ({ base, ours, theirs }) =>
  (ours as number) + (theirs as number) - ((base as number | undefined) ?? 0);

describe("values that both sides made the same", () => {
  test.each<[string, AttributePolicy, unknown, unknown, unknown]>([
    ["a sum of numbers", "sum", 10, 11, 12],
    ["a sum that goes down", "sum", 10, 7, 4],
    ["a sum of bigints", "sum", 5n, 9n, 13n],
    ["a sum without a base", "sum", undefined, 3, 6],
    ["a function", doubled, 10, 11, 12],
    ["a function that takes the value away", () => null, 10, 11, undefined],
    ["a function that has nothing to say", () => undefined, 10, 11, 11],
    ["a function that gives what both have", ({ ours }) => ours, 10, 11, 11],
    ["the larger", "max", 10, 11, 11],
    ["the smaller", "min", 10, 11, 11],
    ["a union", "union", ["a", "b"], ["b", "c", "c"], ["b", "c"]],
    ["a sum of what cannot be added", "sum", "a", "b", "b"],
    ["a side", "theirs", 10, 11, 11],
  ])("%s", (_, policy, base, both, expected) => {
    const graph = diverged({ v: base, w: 1 }, { v: both }, { v: both });
    const merge = graph.merge("side", { attributes: { v: policy } });
    expect(merge.status).toBe("clean");
    expect(merge.preview().nodes.get(0, "v")).toEqual(expected);
    merge.commit();
    expect(graph.nodes.get(0, "v")).toEqual(expected);
    expect(graph.nodes.get(0, "w")).toBe(1);
    expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
  });

  test("are no conflicts, unless something else comes of them: then one that is resolved", () => {
    const graph = diverged({ v: 10 }, { v: 11 }, { v: 11 });
    expect(graph.merge("side").conflicts).toEqual([]);
    expect(graph.merge("side", { attributes: { v: "max" } }).conflicts).toEqual([]);
    const merge = graph.merge("side", { attributes: { v: "sum" } });
    expect(merge.conflicts).toEqual([
      { kind: "attribute", element: { kind: "node", id: 0 }, attribute: "v", base: 10, ours: 11, theirs: 11 },
    ]);
    expect(merge.resolutionOf(merge.conflicts[0])).toEqual({ value: 12 });
    merge.resolve(merge.conflicts[0], "ours");
    expect(merge.preview().nodes.get(0, "v")).toBe(11);
  });

  test("are a conflict if their sum does not fit", () => {
    const schema = { schema: { nodes: { v: "int32" } } };
    const graph = diverged({ v: 0 }, { v: 2 ** 31 - 1 }, { v: 2 ** 31 - 1 }, schema);
    const merge = graph.merge("side", { attributes: { v: "sum" } });
    expect(merge.unresolved).toHaveLength(1);
    expect(() => merge.commit()).toThrow(coded("MERGE_CONFLICT"));
    expect(graph.merge("side", { attributes: { v: "sum" }, policy: "theirs" }).status).toBe("clean");
  });

  test("a policy for all is asked about conflicts alone", () => {
    const graph = diverged({ v: 10, w: 0 }, { v: 11, w: 1 }, { v: 11, w: 2 });
    const asked: unknown[] = [];
    const policy: MergeOptions["policy"] = (conflict) => {
      asked.push(conflict.kind === "attribute" && conflict.attribute);
      return "ours";
    };
    expect(graph.merge("side", { policy }).status).toBe("clean");
    expect(asked).toEqual(["w"]);
  });

  test("of an element that both sides took over are combined", () => {
    const graph = new Graph({ clock: () => 0 });
    graph.commit("base", { allowEmpty: true });
    graph.branch("side");
    const id = graph.addNode({ v: 3 });
    graph.commit("added");
    graph.checkout("side");
    graph.history.cherryPick("main", { message: "picked" });
    graph.addNode();
    graph.commit("more");
    graph.checkout("main");
    expect(
      graph
        .merge("side", { attributes: { v: "sum" } })
        .preview()
        .nodes.get(id, "v"),
    ).toBe(6);
    expect(graph.merge("side").preview().nodes.get(id, "v")).toBe(3);
  });

  test("of edges are combined, too", () => {
    const graph = new Graph({ clock: () => 0 });
    graph.addNodes(2);
    graph.addEdge(0, 1, { w: 1 });
    graph.commit("base");
    graph.branch("side");
    for (const branch of ["side", "main"]) {
      graph.checkout(branch);
      graph.edges.set(0, { w: 3 });
      graph.addNode({ branch });
      graph.commit(branch);
    }
    expect(
      graph
        .merge("side", { attributes: { w: "sum" } })
        .preview()
        .edges.get(0, "w"),
    ).toBe(5);
  });
});

describe("with a sum, what both sides did alike counts twice", () => {
  const options = { attributes: { v: "sum" } } as const;

  test("in a cherry-pick", () => {
    const graph = diverged({ v: 10 }, { v: 11 }, { v: 11 });
    graph.history.cherryPick("side", options);
    expect(graph.nodes.get(0, "v")).toBe(12);
    expect(graph.head.commit?.parents).toHaveLength(1);
  });

  test("in a revert", () => {
    const graph = new Graph({ clock: () => 0 });
    graph.addNode({ v: 10 });
    for (const v of [11, 12, 10]) {
      graph.nodes.set(0, { v });
      graph.commit(String(v));
    }
    // one was added twice, two were taken away: without the first one there are 9
    graph.history.revert("main~1", options);
    expect(graph.nodes.get(0, "v")).toBe(9);
  });

  test("in a rebase", () => {
    const graph = diverged({ v: 10 }, { v: 11 }, { v: 11 });
    graph.history.rebase("side", options);
    expect(graph.nodes.get(0, "v")).toBe(12);
  });

  test("in a pull", () => {
    const graph = new Graph({ clock: () => 0 });
    graph.addNode({ v: 10 });
    graph.commit("base");
    const clone = Graph.clone(graph, { clock: () => 0, origin: 1 });
    for (const each of [graph, clone]) {
      each.nodes.set(0, { v: 11 });
      each.addNode();
      each.commit("one more");
    }
    clone.history.pull(graph, options);
    expect(clone.nodes.get(0, "v")).toBe(12);
  });
});

describe("several bases", () => {
  /** Both branches have merged the first commits of each other, and each has gone on. */
  function crissCross(base: unknown, first: unknown, second: unknown, policy: AttributePolicy): Graph {
    const graph = new Graph({ clock: () => 0 });
    graph.addNode({ v: base });
    graph.commit("base");
    graph.branch("side");
    graph.nodes.set(0, { v: first });
    graph.addNode({ main: 1 });
    graph.commit("first");
    graph.branch("first");
    graph.checkout("side");
    graph.nodes.set(0, { v: second });
    graph.addNode({ side: 1 });
    graph.commit("second");
    graph.branch("second");
    graph.merge("first", { attributes: { v: policy } }).commit();
    graph.checkout("main");
    graph.merge("second", { attributes: { v: policy } }).commit();
    expect(graph.history.mergeBases("main", "side")).toHaveLength(2);
    return graph;
  }

  test.each<[string, AttributePolicy, unknown, unknown, unknown, unknown]>([
    ["sums of the same change", "sum", 10, 11, 11, 12],
    ["sums of different changes", "sum", 10, 11, 15, 16],
    ["sums by a function", doubled, 10, 11, 11, 12],
    ["unions", "union", ["a"], ["a", "b"], ["a", "c"], ["a", "b", "c"]],
    ["the larger one", "max", 1, 5, 3, 5],
    ["the smaller one", "min", 9, 5, 3, 3],
  ])(
    "that were merged with a policy are not counted again: %s",
    (_, policy, base, first, second, expected) => {
      const graph = crissCross(base, first, second, policy);
      const value = (): unknown => {
        const held = graph
          .merge("side", { attributes: { v: policy } })
          .preview()
          .nodes.get(0, "v");
        return Array.isArray(held) ? [...held].sort() : held;
      };
      expect(value()).toEqual(expected);
      if (policy !== "sum") return;
      // and what both add afterwards is
      for (const branch of ["side", "main"]) {
        graph.checkout(branch);
        graph.nodes.set(0, { v: (expected as number) + 1 });
        graph.commit("one more");
      }
      expect(value()).toBe((expected as number) + 2);
    },
  );
});

test("counters that branches count up and merge at will never lose a count nor make one up", () => {
  const steps = fc.array(
    fc.record({ branch: fc.nat(2), add: fc.integer({ min: -3, max: 3 }), merge: fc.nat(2), node: fc.nat(1) }),
    { maxLength: 14 },
  );
  fc.assert(
    fc.property(steps, (all) => {
      const graph = new Graph({ clock: () => 0 });
      graph.addNodes(2, { attributes: { v: [0, 0] } });
      graph.commit("base");
      for (const name of ["b0", "b1", "b2"]) graph.branch(name);
      // the additions of which each branch knows, by commit
      const made = new Map<string, { readonly node: number; readonly add: number }>();
      for (const { branch, add, merge, node } of all) {
        graph.checkout(`b${branch}`);
        if (merge !== branch) graph.merge(`b${merge}`, { attributes: { v: "sum", turn: "max" } }).commit();
        const v = (graph.nodes.get(node, "v") as number) + add;
        graph.nodes.set(node, { v });
        graph.nodes.set(node, { turn: made.size });
        made.set(graph.commit("add", { meta: { turn: made.size } }).id, { node, add });
        for (const each of [0, 1]) {
          const known = graph.history.log().map(({ id }) => made.get(id));
          const expected = known.reduce((sum, one) => sum + (one?.node === each ? one.add : 0), 0);
          expect(graph.nodes.get(each, "v")).toBe(expected);
        }
      }
    }),
    { numRuns: 150 },
  );
});

describe("values of nodes, or edges, that become one and are the same", () => {
  const both = (add: (graph: Graph) => void, options: MergeOptions, given?: object): Graph => {
    const graph = new Graph({ clock: () => 0, key: "k", ...given });
    graph.addNodes(2, { attributes: { k: ["x", "y"] } });
    graph.commit("base");
    graph.branch("side");
    add(graph);
    graph.commit("ours");
    graph.checkout("side");
    add(graph);
    graph.commit("theirs");
    graph.checkout("main");
    graph.merge("side", options).commit();
    expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
    return graph;
  };
  const addNode = (value: unknown) => (graph: Graph) => void graph.addNode({ k: "new", v: value as number });
  const addEdge = (value: unknown) => (graph: Graph) => void graph.addEdge(0, 1, "T", { v: value as number });

  test.each<[string, AttributePolicy, unknown, unknown]>([
    ["a sum", "sum", 3, 6],
    ["a sum of bigints", "sum", 3n, 6n],
    ["a sum of what cannot be added", "sum", "a", "a"],
    ["a function", ({ ours, theirs }) => [ours, theirs].join(), "a", "a,a"],
    ["a function that takes the value away", () => null, 3, undefined],
    ["a function that has nothing to say", () => undefined, 3, 3],
    ["the larger", "max", 3, 3],
    ["a union", "union", ["a", "b", "b"], ["a", "b"]],
    ["a side", "theirs", 3, 3],
  ])("%s", (_, policy, value, expected) => {
    const attributes = { v: policy };
    const nodes = both(addNode(value), { unify: true, attributes });
    expect(nodes.nodes.get(nodes.node("new") as number, "v")).toEqual(expected);
    expect(nodes.nodeCount).toBe(3);
    const edges = both(addEdge(value), { uniqueEdges: "T", attributes });
    expect(Array.from(edges.edges, (id) => edges.edges.get(id, "v"))).toEqual([expected]);
  });

  test("a function is asked once, and the key is left alone", () => {
    const asked: unknown[] = [];
    const ask: AttributePolicy = ({ attribute, ours, theirs }) => {
      asked.push([attribute, ours, theirs]);
      return (ours as number) * (theirs as number);
    };
    const graph = both(addNode(3), { unify: true, attributes: { v: ask, k: ask } });
    expect(asked).toEqual([["v", 3, 3]]);
    expect(graph.nodes.get(graph.node("new") as number, "v")).toBe(9);
  });

  test("a sum that does not fit is a conflict, for a policy for all", () => {
    const schema = { schema: { nodes: { v: "int32" }, edges: { v: "int32" } } };
    const attributes = { v: "sum" } as const;
    const large = 2 ** 31 - 1;
    for (const [add, options] of [
      [addNode(large), { unify: true, attributes }],
      [addEdge(large), { uniqueEdges: true, attributes }],
    ] as const) {
      expect(() => both(add, options, schema)).toThrow(coded("MERGE_CONFLICT"));
      const graph = both(add, { ...options, policy: "ours" }, schema);
      expect(graph.nodes.get(graph.node("new") ?? 0, "v") ?? graph.edges.get(0, "v")).toBe(large);
    }
  });
});
