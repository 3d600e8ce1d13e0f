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

  it("forgets the type of an attribute whose only values were never committed", () => {
    const graph = new Graph();
    const id = graph.addNode({ passing: 1 });
    graph.removeNode(id);
    expect(graph.status().clean).toBe(true);
    expect(graph.nodes.schema).toEqual({});
    graph.addNode({ passing: "now text" });
    expect(graph.nodes.schema).toEqual({ passing: "utf8" });
  });
});
