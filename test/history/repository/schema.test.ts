// Which attributes a state has, with or without values.
import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/index.js";

describe("the schema of a state", () => {
  it("has declared attributes in every state, also before their first value", () => {
    const graph = new Graph({ schema: { nodes: { age: "int32" } } });
    graph.addNode("Person");
    graph.commit("without an age");
    graph.nodes.set(0, { age: 5 });
    graph.commit("with an age");
    expect(graph.at("main~1").nodes.schema).toEqual({ age: "int32" });
    graph.checkout("main~1");
    expect(graph.nodes.schema).toEqual({ age: "int32" });
    expect(() => graph.nodes.set(0, { age: 0.5 })).toThrow(TypeError);
  });

  it("has no attribute that came later, be it committed or not, with values or without", () => {
    const graph = new Graph();
    graph.addNode({ first: 1 });
    graph.commit("one attribute");
    graph.nodes.set(0, { second: 2 });
    expect(graph.at("main").nodes.schema).toEqual({ first: "float64" });
    graph.nodes.set(0, { second: null });
    expect(graph.at("main").nodes.schema).toEqual({ first: "float64" });
    expect([...graph.at("main").nodes.column("second")]).toEqual([undefined]);
    graph.nodes.set(0, { second: "another type" });
    graph.commit("two attributes");
    expect(graph.at("main~1").nodes.schema).toEqual({ first: "float64" });
    expect(graph.nodes.schema).toEqual({ first: "float64", second: "utf8" });
  });

  it("keeps the type of an attribute whose only values were never committed, until a verb or another type", () => {
    const graph = new Graph();
    const id = graph.addNode({ passing: 1 });
    graph.removeNode(id);
    expect(graph.status().clean).toBe(true);
    expect(graph.nodes.schema).toEqual({ passing: "float64" });
    expect(() => graph.commit("nothing")).toThrow(expect.objectContaining({ code: "EMPTY_COMMIT" }));
    expect(graph.nodes.schema).toEqual({ passing: "float64" });
    graph.commit("nothing", { allowEmpty: true });
    expect(graph.nodes.schema).toEqual({});
    const next = graph.addNode({ passing: 1 });
    graph.nodes.set(next, { passing: null });
    expect(() => graph.nodes.set(next, { passing: "now text", "": 1 })).toThrow(TypeError);
    expect(graph.nodes.schema).toEqual({ passing: "float64" });
    graph.nodes.set(next, { passing: "now text" });
    expect(graph.nodes.schema).toEqual({ passing: "utf8" });
    expect(() => graph.nodes.set(next, { passing: 1 })).toThrow(TypeError);
  });

  it.each<[string, (graph: Graph) => unknown]>([
    ["a column", (graph) => graph.nodes.setColumn("age", [0, 1], ["old", "young"])],
    ["a part of a column", (graph) => graph.nodes.setColumn("age", [1, 0], [null, "old"])],
    ["new nodes", (graph) => graph.addNodes(2, { attributes: { age: ["old", null] } })],
    ["an upsert", (graph) => graph.mergeNode("a", { age: "old" })],
    ["upserts of some", (graph) => graph.mergeNodes({ name: ["a", "c"], age: ["old", "young"] })],
    [
      "upserts with gaps",
      (graph) => graph.mergeNodes({ name: ["a", "b", "a"], age: ["old", null, "older"] }),
    ],
    ["an update", (graph) => graph.updateNode(0, () => ({ age: "old" }))],
    ["a query", (graph) => graph.query("MATCH (n) SET n.age = 'old'")],
    ["a patch", (graph) => graph.history.apply(graph.history.diff("main", "typed"))],
  ])("gives an attribute whose values are all gone the type of %s", (_, write) => {
    for (const types of ["open", "strict"] as const) {
      const graph = new Graph({ key: "name", types });
      graph.addNodes(2, { attributes: { name: ["a", "b"] } });
      graph.commit("two nodes");
      graph.branch("typed");
      graph.checkout("typed");
      graph.nodes.set(0, { age: "old" });
      graph.commit("a text");
      graph.checkout("main");
      graph.nodes.set(0, { age: 5 });
      graph.nodes.set(0, { age: null });
      graph.transaction((inner) => write(inner));
      expect(graph.nodes.schema).toEqual({ name: "utf8", age: "utf8" });
      expect(graph.nodes.where("age = 'old' OR age = 'older'").count).toBeGreaterThan(0);
      graph.commit("texts");
      expect(Graph.clone(graph).head.commit?.root).toBe(graph.head.commit?.root);
      expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
    }
  });

  it("has values of another revision in place of a type without values", () => {
    const graph = new Graph();
    const id = graph.addNode();
    graph.commit("bare");
    graph.branch("typed");
    graph.nodes.set(id, { age: 5 });
    graph.nodes.set(id, { age: null });
    graph.checkout("typed");
    graph.nodes.set(id, { age: "five" });
    graph.commit("a text");
    graph.checkout("main");
    graph.nodes.set(id, { age: 5 });
    graph.nodes.set(id, { age: null });
    graph.history.restore("typed", { nodes: id });
    expect(graph.nodes.get(id)).toEqual({ age: "five" });
    expect(graph.nodes.schema).toEqual({ age: "utf8" });
  });
});
