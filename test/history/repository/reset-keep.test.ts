// Resets that keep the contents, and attributes that have another type there.
import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/index.js";

/** On branch "side", where attribute "late" has a value of another type than on main, or no value. */
function twoBranches(value?: unknown): Graph {
  const graph = new Graph({ clock: () => 0 });
  graph.addNode({ early: 1 });
  graph.addNode({ early: 2 });
  graph.commit("early");
  graph.branch("side");
  graph.nodes.set(0, { late: "text" });
  graph.nodes.set(1, { late: "gone" });
  graph.commit("late");
  graph.removeNode(1);
  graph.commit("one gone");
  graph.checkout("side");
  graph.removeNode(1);
  graph.nodes.set(0, { late: value });
  graph.commit("other");
  return graph;
}

function expectPast(graph: Graph): void {
  const all = (revision: string) =>
    [...graph.at(revision).nodes].map((id) => graph.at(revision).nodes.get(id));
  expect(all("main")).toEqual([{ early: 1, late: "text" }]);
  expect(all("main~1")).toEqual([
    { early: 1, late: "text" },
    { early: 2, late: "gone" },
  ]);
  expect(all("main~2")).toEqual([{ early: 1 }, { early: 2 }]);
  expect(graph.at("main").nodes.schema).toEqual({ early: "float64", late: "utf8" });
  expect(graph.at("main~2").nodes.schema).toEqual({ early: "float64" });
}

describe.each([
  ["no value", undefined],
  ["a value of the same type", "other"],
  ["a value of another type", 5n],
])("a reset that keeps contents in which an attribute has %s", (_, value) => {
  it("loses nothing of any commit, done once, several times, collected, carried or thrown away", () => {
    const graph = twoBranches(value);
    const present = graph.nodes.get(0);
    for (let i = 0; i < 3; i++) {
      graph.history.reset("main", { keep: true });
      expect(graph.nodes.get(0)).toEqual(present);
      expect(graph.status().nodes).toEqual({ added: 0, removed: 0, changed: 1 });
      expectPast(graph);
    }
    graph.history.gc();
    expectPast(graph);
    graph.checkout("main", { carry: true });
    expect(graph.nodes.get(0)).toEqual(present);
    expectPast(graph);
    const { root } = graph.commit("kept");
    expect(graph.nodes.get(0)).toEqual(present);
    expect(root).toBe(twoBranches(value).head.commit?.root);
    graph.checkout("HEAD~1");
    expect(graph.nodes.get(0)).toEqual({ early: 1, late: "text" });
    graph.history.reset("main", { keep: true });
    graph.checkout("HEAD", { discard: true });
    expect(graph.nodes.get(0)).toEqual(present);
  });

  it("gives the value back when that is thrown away", () => {
    const graph = twoBranches(value);
    graph.history.reset("main", { keep: true });
    graph.nodes.set(0, { late: null });
    graph.checkout("HEAD", { discard: true });
    expect(graph.nodes.get(0)).toEqual({ early: 1, late: "text" });
    expectPast(graph);
  });
});

describe("carrying", () => {
  it("refuses to take an attribute's new type to where it has other values of the old one", () => {
    const graph = twoBranches(5n);
    graph.checkout("main");
    graph.addNode({ late: "more" });
    graph.commit("more");
    graph.checkout("side");
    graph.history.reset("main~1", { keep: true });
    expect(() => graph.checkout("main", { carry: true })).toThrow(
      /got a change of "late", in which they differ/,
    );
    expect(graph.at("main").nodes.get(2)).toEqual({ late: "more" });
    expect(graph.nodes.get(0)).toEqual({ early: 1, late: 5n });
  });

  it("refuses to take an added node to a state that has it", () => {
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
