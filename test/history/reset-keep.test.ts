// Resets that keep the contents, and attributes that are let go by them.
import { describe, expect, it } from "vitest";
import { Graph } from "../../src/index.js";

/** On branch "early", before attribute "late" came on main. */
function twoBranches(): Graph {
  const graph = new Graph({ clock: () => 0 });
  graph.addNode({ early: 1 });
  graph.commit("early");
  graph.branch("early");
  graph.nodes.set(0, { late: "text" });
  graph.commit("late");
  graph.checkout("early");
  return graph;
}

function expectPast(graph: Graph): void {
  expect(graph.at("main").nodes.get(0)).toEqual({ early: 1, late: "text" });
  expect(graph.at("main").nodes.schema).toEqual({ early: "float64", late: "utf8" });
  expect(graph.at("main~1").nodes.schema).toEqual({ early: "float64" });
}

describe("a reset that keeps the contents", () => {
  it("loses nothing of any commit, done once, twice, or thrown away", () => {
    const graph = twoBranches();
    for (let i = 0; i < 3; i++) {
      graph.history.reset("main", { keep: true });
      expect(graph.nodes.get(0)).toEqual({ early: 1 });
      expect(graph.status().nodes).toEqual({ added: 0, removed: 0, changed: 1 });
      expectPast(graph);
    }
    graph.history.gc();
    expectPast(graph);
    graph.nodes.set(0, { late: 5n });
    expectPast(graph);
    graph.checkout("HEAD", { discard: true });
    expect(graph.nodes.get(0)).toEqual({ early: 1, late: "text" });
    expectPast(graph);
  });

  it("leaves contents that are not carried to where the attribute has other values", () => {
    const graph = twoBranches();
    graph.checkout("main");
    graph.addNode({ late: "more" });
    graph.commit("more");
    graph.checkout("early");
    graph.history.reset("main~1", { keep: true });
    expect(() => graph.checkout("main", { carry: true })).toThrow(
      /got a change of "late", in which they differ/,
    );
    expect(graph.at("main").nodes.get(1)).toEqual({ late: "more" });
  });

  it("leaves an added node where it is rather than carry it to a state that has it", () => {
    const graph = new Graph({ clock: () => 0 });
    graph.commit("nothing", { allowEmpty: true });
    graph.addNode("Labelled");
    graph.commit("a node");
    graph.branch("labelled");
    graph.nodes.setLabels(0, []);
    graph.commit("without labels");
    graph.history.reset("main~2", { keep: true });
    expect(graph.status().nodes).toEqual({ added: 1, removed: 0, changed: 0 });
    expect(() => graph.checkout("labelled", { carry: true })).toThrow(
      /got a change of node 0, in which they differ/,
    );
    expect(graph.nodes.labels(0)).toEqual([]);
  });
});
