// Differences and patches made on another state: every type of value, every way in which the state can be another.
import { describe, expect, test } from "vitest";
import { Graph, type Patch } from "../../../src/index.js";
import { agree } from "../../model/show.js";

const coded = (code: string): object => expect.objectContaining({ code });

/** Two nodes and an edge, committed. */
function base(options: { directed?: boolean } = {}): Graph {
  const graph = new Graph({ clock: () => 0, ...options });
  graph.addNodes(2, { labels: "A", attributes: { n: [1, 2] } });
  graph.addEdge(0, 1, "T", { w: 1 });
  graph.commit("base");
  return graph;
}

/** What a change makes of the base, as JSON that was sent. */
function patchOf(change: (graph: Graph) => void): Patch {
  const graph = base();
  change(graph);
  return JSON.parse(JSON.stringify(graph.history.diff().toPatch()));
}

/** The values of an attribute in a patch, to be changed. */
function valuesOf(patch: Patch, name: string): { type: string; before: unknown[]; after: unknown[] } {
  return patch.nodes.attributes[name][0] as never;
}

const VALUES: Record<string, [type: string, value: unknown, json: unknown]> = {
  flag: ["bool", true, true],
  whole: ["int32", -5, -5],
  long: ["int64", -(2n ** 63n), "-9223372036854775808"],
  single: ["float32", Number.NEGATIVE_INFINITY, "-Infinity"],
  double: ["float64", Number.NaN, "NaN"],
  zero: ["float64", -0, "-0"],
  text: ["utf8", "NaN", "NaN"],
  bytes: ["binary", Uint8Array.of(0, 255), "AP8="],
  moment: ["timestamp", new Date(-1), -1],
  longs: ["list<int64>", [1n, -1n], ["1", "-1"]],
  doubles: ["list<float64>", [-0, Number.POSITIVE_INFINITY], ["-0", "Infinity"]],
  moments: ["list<timestamp>", [new Date(7)], [7]],
  vector: ["vector<float32, 2>", Float32Array.of(-0, 0.5), ["-0", 0.5]],
  anything: ["json", { a: [null, -1] }, { a: [null, -1] }],
};

describe("a patch of values", () => {
  test.each(Object.entries(VALUES))("has %s in a form that JSON keeps", (name, [type, value, json]) => {
    const make = (): Graph => {
      const graph = new Graph({ clock: () => 0, schema: { nodes: { [name]: type as "bool" } } });
      graph.addNode();
      graph.commit("base");
      return graph as unknown as Graph;
    };
    const [here, there] = [make(), make()];
    here.nodes.set(0, { [name]: value });
    const patch = JSON.parse(JSON.stringify(here.history.diff().toPatch()));
    expect(patch.nodes.attributes[name]).toEqual([{ type, ids: [0], before: [null], after: [json] }]);
    there.history.apply(patch);
    agree(name, there.nodes.get(0, name), value);
    expect(there.commit("applied").root).toBe(here.commit("set").root);
  });

  test.each([
    ["long", 5],
    ["long", "1.5"],
    ["moment", "today"],
    ["double", "one"],
    ["double", null],
    ["bytes", 5],
    ["bytes", "?"],
    ["longs", "1"],
    ["longs", [1]],
    ["vector", { 0: 1 }],
    ["vector", ["x", 1]],
  ])("is refused where %s is %j", (name, json) => {
    const [type, value] = VALUES[name];
    const patch = patchOf((graph) => graph.nodes.set(0, { [name]: value }));
    const column = valuesOf(patch, name);
    expect(column.type).toBe(type);
    column.after[0] = json;
    const graph = base();
    if (json === null) graph.history.apply(patch);
    else expect(() => graph.history.apply(patch)).toThrow(coded("INVALID_PATCH"));
    expect(graph.status().clean).toBe(true);
  });

  test("is refused where a value does not fit the type", () => {
    for (const [type, json] of [
      ["utf8", 5],
      ["bool", "true"],
      ["int32", 2 ** 31],
      ["int64", "9223372036854775808"],
      ["vector<float32, 3>", [1, 2]],
    ] as const) {
      const patch = patchOf((graph) => graph.nodes.set(0, { a: "text" }));
      const column = valuesOf(patch, "a");
      column.type = type;
      column.after[0] = json;
      const graph = base();
      expect(() => graph.history.apply(patch)).toThrow(Error);
      expect(graph.status().clean).toBe(true);
      expect(graph.nodes.schema).toEqual({ n: "float64" });
    }
  });

  test("is refused where the type is none", () => {
    const patch = patchOf((graph) => graph.nodes.set(0, { a: "text" }));
    valuesOf(patch, "a").type = "text";
    expect(() => base().history.apply(patch)).toThrow('"nodes.attributes.a.type" expected a type');
    const columns = { ...patch, nodes: { ...patch.nodes, attributes: { a: 5 } } };
    expect(() => base().history.apply(columns as never)).toThrow(coded("INVALID_PATCH"));
  });
});

describe("a patch does not fit, and nothing is changed,", () => {
  const expectRefused = (graph: Graph, change: (graph: Graph) => void, message: string): void => {
    const before = graph.status();
    const { root } = graph.head.commit as { root: string };
    expect(() => graph.history.apply(patchOf(change))).toThrow(message);
    expect(graph.status()).toEqual(before);
    graph.checkout("HEAD", { discard: true });
    expect(graph.commit("same", { allowEmpty: true }).root).toBe(root);
  };

  test("in a graph of the other direction", () => {
    const undirected = base({ directed: false });
    expectRefused(
      undirected,
      (graph) => graph.nodes.set(0, { n: 5 }),
      "graph expected directed, as the patch has it, got undirected",
    );
    const patch = { ...patchOf((graph) => graph.nodes.set(0, { n: 5 })), directed: false };
    expect(() => base().history.apply(patch)).toThrow(
      "graph expected undirected, as the patch has it, got directed",
    );
  });

  test("where what goes is not there, or what comes is", () => {
    const graph = base();
    graph.removeEdge(0);
    expectRefused(graph, (other) => other.removeEdge(0), "edge 0 expected present");
    const more = base();
    more.addNode();
    expectRefused(more, (other) => void other.addNode(), "node 2 expected absent");
  });

  test("where labels are others", () => {
    const graph = base();
    graph.nodes.addLabel(1, "B");
    expectRefused(graph, (other) => other.nodes.setLabels(1, []), 'labels of node 1 expected "A"');
  });

  test("where an attribute has another type", () => {
    const graph = new Graph({ clock: () => 0 });
    graph.addNodes(2, { labels: "A", attributes: { n: ["one", "two"] } });
    graph.addEdge(0, 1, "T", { w: 1 });
    graph.commit("text");
    expectRefused(graph, (other) => other.nodes.set(0, { n: 5 }), 'attribute "n" expected float64');
    expectRefused(graph, (other) => other.nodes.set(0, { n: null }), 'attribute "n" expected float64');
  });

  test("where an end of an edge that comes is not there", () => {
    const graph = base();
    graph.removeNode(1);
    expectRefused(graph, (other) => void other.addEdge(0, 1), "node 1 expected present");
    const patch = patchOf((other) => void other.addEdge(0, 1));
    const gone = { ...patch, nodes: { ...patch.nodes, removed: [1] } };
    expect(() => base().history.apply(gone)).toThrow(coded("PATCH_CONFLICT"));
  });
});

describe("applying", () => {
  test("a difference is applying its patch", () => {
    const [one, other] = [base(), base()];
    one.nodes.set(0, { n: 7 });
    one.addEdge(1, 0);
    const diff = one.history.diff();
    other.history.apply(diff);
    expect(other.commit("applied").root).toBe(one.commit("changed").root);
  });

  test("keeps ids apart that the patch leaves out", () => {
    const patch = patchOf((graph) => {
      graph.removeEdges(graph.addEdges([0, 0, 0], [1, 1, 1]).subarray(0, 2));
      graph.removeNodes(graph.addNodes(3).subarray(0, 2));
    });
    const graph = base();
    graph.history.apply(patch);
    expect([...graph.edges.ids()]).toEqual([0, 3]);
    expect([...graph.nodes.ids()]).toEqual([0, 1, 4]);
    expect([graph.hasEdge(1), graph.hasEdge(2), graph.addEdge(1, 4), graph.addNode()]).toEqual([
      false,
      false,
      4,
      5,
    ]);
  });

  test("a type that changes needs the values of all elements to go", () => {
    const make = (extra: Record<string, number>): Graph => {
      const graph = new Graph({ clock: () => 0 });
      graph.addNodes(3);
      graph.commit("nodes");
      graph.nodes.set(0, { n: 1 });
      graph.nodes.set(2, extra);
      graph.commit("numbers");
      return graph;
    };
    const graph = make({});
    graph.checkout("HEAD~1");
    graph.nodes.set(1, { n: "text" });
    const text = graph.commit("text");
    const patch = graph.history.diff("main", text).toPatch();
    expect(patch.nodes.attributes.n.map(({ type }) => type).sort()).toEqual(["float64", "utf8"]);
    const same = make({});
    same.history.apply(patch);
    expect(same.nodes.get(1)).toEqual({ n: "text" });
    expect(same.commit("applied").root).toBe(text.root);
    expect(() => make({ n: 3 }).history.apply(patch)).toThrow('attribute "n" expected utf8');
    // one that keeps a value of the type that goes
    const [numbers] = patch.nodes.attributes.n.filter(({ type }) => type === "float64");
    const texts = patch.nodes.attributes.n.filter(({ type }) => type === "utf8");
    const kept = {
      ...patch,
      nodes: { ...patch.nodes, attributes: { n: [...texts, { ...numbers, after: [5] }] } },
    };
    expect(() => make({}).history.apply(kept)).toThrow(coded("PATCH_CONFLICT"));
  });
});
