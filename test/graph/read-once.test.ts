// Whatever code of the caller's runs while arguments are read, what comes of it is one state that holds together.
import { describe, expect, it } from "vitest";
import { neighborhood } from "../../src/algorithms/index.js";
import { attribute, Graph } from "../../src/index.js";

/** An array whose items are worked out: `act` runs when the item at a position is asked for. */
function lazy<T>(values: readonly T[], at: number, act: () => void): T[] {
  const array = [...values];
  Object.defineProperty(array, at, {
    get() {
      act();
      return values[at];
    },
  });
  return array;
}

/** Something like an array whose first item is another one at each look. */
function changing(...values: number[]): ArrayLike<number> {
  let looks = 0;
  return {
    length: 1,
    get 0() {
      return values[Math.min(looks++, values.length - 1)];
    },
  };
}

function world(): Graph {
  const graph = new Graph({ key: "k" });
  graph.addNodes(4, { labels: "A", attributes: { k: ["a", "b", "c", "d"], n: [1, 2, 3, 4] } });
  graph.addEdges([0, 1, 2], [1, 2, 3], { type: "T", attributes: { w: [1, 2, 3] } });
  graph.commit("start");
  return graph;
}

/** Not in the standard library that the compiler knows. */
const Resizable = ArrayBuffer as new (length: number, options: { maxByteLength: number }) => ArrayBuffer;

const any = (value: unknown) => value as never;

/** Calls that hand over something which runs `act` while it is read. */
const CALLS: Record<string, (graph: Graph, act: () => void) => unknown> = {
  "addNode, a getter among attributes": (g, act) =>
    g.addNode({
      n: 1,
      get m() {
        act();
        return 2;
      },
    }),
  "addNode, toJSON in a document": (g, act) => g.addNode({ doc: { a: { toJSON: () => act() ?? 5 } } }),
  "addNode, a list that is worked out": (g, act) => g.addNode({ list: lazy([1, 2, 3], 1, act) }),
  "addNode, labels that are worked out": (g, act) => g.addNode(lazy(["A", "B"], 0, act)),
  "addNodes, a column that is worked out": (g, act) =>
    g.addNodes(2, { attributes: { fresh: lazy([1, 2], 1, act), n: [5, 6] } }),
  "addNodes, labels": (g, act) => g.addNodes(2, { labels: lazy([["A"], ["B"]], 1, act) }),
  "addNodes, a getter among columns": (g, act) =>
    g.addNodes(1, {
      attributes: {
        n: [1],
        get fresh() {
          act();
          return [2];
        },
      },
    }),
  "addEdge, a getter": (g, act) =>
    g.addEdge(0, 1, {
      get w() {
        act();
        return 1;
      },
    }),
  "addEdges, sources": (g, act) => g.addEdges(lazy([0, 1], 1, act), [1, 0]),
  "addEdges, targets": (g, act) => g.addEdges([0, 1], lazy([1, 0], 1, act)),
  "addEdges, values": (g, act) => g.addEdges([0, 1], [1, 0], { attributes: { w: lazy([1, 2], 0, act) } }),
  "addEdges, types": (g, act) => g.addEdges([0, 1], [1, 0], { type: lazy(["T", "U"], 0, act) }),
  "set, a getter": (g, act) =>
    g.nodes.set(0, {
      get n() {
        act();
        return 1;
      },
    }),
  "setColumn, ids": (g, act) => g.nodes.setColumn("n", lazy([0, 1], 0, act), [7, 8]),
  "setColumn, values": (g, act) => g.nodes.setColumn("n", [0, 1], lazy([7, 8], 0, act)),
  "setColumn, a key": (g, act) => g.nodes.setColumn("k", [0, 1], lazy(["x", "y"], 0, act)),
  "setColumn, a result": (g, act) =>
    g.nodes.setColumn("n", {
      ids: [0, 1],
      get values() {
        act();
        return [7, 8];
      },
    }),
  "mergeNode, a getter": (g, act) =>
    g.mergeNode("a", {
      get n() {
        act();
        return 1;
      },
    }),
  "mergeNode, labels": (g, act) => g.mergeNode("new", { n: 1 }, lazy(["A"], 0, act)),
  "mergeEdge, a getter": (g, act) =>
    g.mergeEdge(0, 1, "T", {
      get w() {
        act();
        return 1;
      },
    }),
  "mergeNodes, a key": (g, act) => g.mergeNodes({ k: lazy(["a", "x"], 1, act), n: [5, 6] }),
  "mergeNodes, a column": (g, act) => g.mergeNodes({ k: ["x", "a"], n: lazy([5, 6], 1, act) }),
  "mergeNodes, labels": (g, act) => g.mergeNodes({ k: ["x", "a"] }, { labels: lazy([["A"], ["B"]], 1, act) }),
  "mergeNodes, a getter among columns": (g, act) =>
    g.mergeNodes({
      k: ["x", "a"],
      get n() {
        act();
        return [1, 2];
      },
    }),
  "mergeEdges, sources": (g, act) => g.mergeEdges(lazy([0, 1], 1, act), [1, 0], { type: "T" }),
  "mergeEdges, a column": (g, act) =>
    g.mergeEdges([0, 1], [1, 0], { type: "T", attributes: { w: lazy([7, 8], 1, act) } }),
  "mergeEdges, keys": (g, act) => g.mergeEdges(["a", "b"], lazy(["b", "c"], 1, act), { by: "key" }),
  "addEdges, keys": (g, act) => g.addEdges(lazy(["a", "b"], 1, act), ["b", "c"], { by: "key" }),
  "addEdges, an option": (g, act) =>
    g.addEdges([0], [1], {
      get type() {
        act();
        return "T";
      },
    }),
  setLabels: (g, act) => g.nodes.setLabels(0, lazy(["X"], 0, act)),
  removeNodes: (g, act) => g.removeNodes(lazy([0, 1], 0, act)),
  removeEdges: (g, act) => g.removeEdges(lazy([0, 1], 1, act)),
  select: (g, act) => g.nodes.select(lazy([0, 1], 1, act)).count,
  "where, a parameter": (g, act) =>
    g.nodes.where("n > $x", {
      get x() {
        act();
        return 1;
      },
    }).count,
  "where, a list": (g, act) => g.nodes.where("n IN $x", { x: lazy([1, 2], 0, act) }).count,
  "where, an expression": (g, act) =>
    g.nodes.where(any({ kind: "and", terms: lazy([attribute("n").atLeast(1)], 0, act) })).count,
  neighborhood: (g, act) => neighborhood(g, lazy([0, 1], 0, act)).count,
};

/** What the caller's code does to the graph meanwhile. */
const ACTS: Record<string, (graph: Graph) => void> = {
  "removes a node": (g) => g.hasNode(0) && g.removeNode(0),
  "removes all": (g) => g.removeNodes(g.nodes),
  "adds nodes and edges": (g) => {
    const id = g.addNode("B", { n: 9, fresh: 1 });
    g.addEdge(id, id, "U", { w: 5 });
  },
  "sets values": (g) => g.hasNode(1) && g.nodes.set(1, { n: 99, m: 1 }),
  "takes a key": (g) => g.node("x") === undefined && g.addNode({ k: "x" }),
  "merges the same": (g) => g.mergeNode("new", { n: 4 }),
  "gives a type": (g) => g.addNode({ fresh: "text", doc: 1 }),
  commits: (g) => g.commit("meanwhile", { allowEmpty: true }),
  "goes back": (g) => g.checkout("HEAD", { discard: true }),
};

/** All edges have ends, the history is sound, and a clone reads the same. */
function expectSound(graph: Graph): void {
  for (const edge of graph.edges) {
    expect(graph.hasNode(graph.source(edge))).toBe(true);
    expect(graph.hasNode(graph.target(edge))).toBe(true);
  }
  graph.commit("after", { allowEmpty: true });
  expect(graph.history.verify({ level: "deep" })).toMatchObject({ ok: true });
  const clone = Graph.clone(graph);
  expect(clone.head.commit?.root).toBe(graph.head.commit?.root);
  expect(clone.nodeCount).toBe(graph.nodeCount);
}

describe.each(Object.entries(CALLS))("%s", (_, call) => {
  it.each(Object.entries(ACTS))("runs code that %s", (_name, act) => {
    const graph = world();
    let once = true;
    try {
      call(graph, () => {
        if (once) {
          once = false;
          act(graph);
        }
      });
    } catch (error) {
      expect((error as { code?: string }).code ?? (error as Error).name).toMatch(
        /^(NODE_NOT_FOUND|EDGE_NOT_FOUND|DUPLICATE_KEY|TypeError)$/,
      );
    }
    expect(once).toBe(false);
    expectSound(graph);
  });
});

describe("what is given", () => {
  it("is looked at once", () => {
    const graph = world();
    graph.addEdges(changing(1, 99), changing(2, 98));
    expect([graph.source(3), graph.target(3)]).toEqual([1, 2]);
    graph.nodes.setColumn("n", changing(1, 77), [5]);
    expect(graph.nodes.get(1, "n")).toBe(5);
    const ids = graph.addNodes(1, { attributes: { n: changing(6, 7) } });
    expect(graph.nodes.get(ids[0], "n")).toBe(6);
  });

  it("belongs to its own row, whatever is added meanwhile", () => {
    const graph = new Graph();
    const a = lazy([1, 2, 3], 1, () => graph.addNode({ a: 9 }));
    const ids = graph.addNodes(3, { attributes: { a } });
    expect([...ids].map((id) => graph.nodes.get(id, "a"))).toEqual([1, 2, 3]);
  });

  it("may be a typed array that hides its length, is shared, resizable, transferred or of another class", () => {
    class Sly extends Float64Array {
      override get length(): number {
        return 1;
      }
    }
    const graph = new Graph();
    const shared = new Float64Array(new SharedArrayBuffer(80)).fill(4);
    const resizable = new Float64Array(new Resizable(80, { maxByteLength: 160 })).fill(5);
    for (const values of [new Sly(10).fill(3), shared, resizable]) {
      const ids = graph.addNodes(10, {
        attributes: {
          v: values,
          get other() {
            return new Float64Array(10);
          },
        },
      });
      expect(graph.nodes.get(ids[9], "v")).toBe(values[9]);
    }
    const sent = new Float64Array(10);
    structuredClone(sent.buffer, { transfer: [sent.buffer] });
    expect(() => graph.addNodes(10, { attributes: { v: sent } })).toThrow(
      'attribute "v" expected 10 values, got 0',
    );
  });

  it("is a moment whatever its methods say", () => {
    const graph = new Graph();
    const when = new Date(5);
    when.getTime = () => graph.addNode();
    when.valueOf = () => graph.addNode();
    const id = graph.addNode({ when });
    expect(graph.nodes.get(id, "when")).toEqual(new Date(5));
    expect(graph.nodeCount).toBe(1);
  });
});
