// Ids: increasing, shared by all branches, never given out twice.
import { describe, expect, it } from "vitest";
import { Graph } from "../../src/index.js";

/** What is done to a graph between two additions. */
const EVENTS: Readonly<Record<string, (graph: Graph) => void>> = {
  nothing: () => undefined,
  commit: (graph) => void graph.commit("c", { allowEmpty: true }),
  "a removal of the last node": (graph) => graph.removeNode(graph.nodes.ids().at(-1) as number),
  "a removal of all nodes": (graph) => graph.removeNodes(graph.nodes.ids()),
  "a checkout that discards": (graph) => graph.checkout("start", { discard: true }),
  "a checkout that carries": (graph) => graph.checkout("start", { carry: true }),
  "a checkout of another branch": (graph) => {
    graph.commit("c", { allowEmpty: true });
    graph.checkout("other");
  },
  "a checkout of the past": (graph) => {
    graph.commit("c", { allowEmpty: true });
    graph.checkout("HEAD~1");
  },
  "a reset": (graph) => graph.history.reset("start", { discard: true }),
  "a mistake": (graph) => {
    expect(() => graph.addNode("A", { x: "not a number" })).toThrow(TypeError);
    expect(() => graph.addNodes(5, { attributes: { x: [1] } })).toThrow(RangeError);
    expect(() => graph.addNodes(-1)).toThrow(RangeError);
  },
};

describe("an id", () => {
  it.each(Object.keys(EVENTS))("is larger than all before it after %s", (name) => {
    const graph = new Graph({ clock: () => 0 });
    let [lastNode, lastEdge] = [graph.addNode({ x: 1 }), -1];
    graph.commit("start");
    graph.branch("other");
    graph.history.tag("start");
    graph.addNode();
    lastNode = graph.addNode("A", { x: 2 });
    for (let round = 0; round < 3; round++) {
      EVENTS[name](graph);
      const single = graph.addNode();
      expect(single).toBeGreaterThan(lastNode);
      const many = graph.addNodes(3);
      expect([...many]).toEqual([single + 1, single + 2, single + 3]);
      lastNode = many[2];
      const edge = graph.addEdge(single, lastNode);
      expect(edge).toBeGreaterThan(lastEdge);
      const edges = graph.addEdges(many, many);
      expect([...edges]).toEqual([edge + 1, edge + 2, edge + 3]);
      lastEdge = edges[2];
    }
  });

  it("of a dead element is dead on all branches that do not have it, and alive on those that do", () => {
    const graph = new Graph();
    const kept = graph.addNode("Kept");
    graph.commit("start");
    graph.branch("side");
    const mine = graph.addNode("Main");
    const edge = graph.addEdge(kept, mine);
    graph.commit("on main");
    graph.checkout("side");
    expect([graph.hasNode(mine), graph.hasEdge(edge), graph.nodeCount]).toEqual([false, false, 1]);
    expect(() => graph.nodes.get(mine)).toThrow(expect.objectContaining({ code: "NODE_NOT_FOUND" }));
    const theirs = graph.addNode("Side");
    graph.commit("on side");
    graph.checkout("main");
    expect([graph.hasNode(mine), graph.hasNode(theirs)]).toEqual([true, false]);
    expect(graph.nodes.labels(mine)).toEqual(["Main"]);
    expect(graph.at("side").nodes.labels(theirs)).toEqual(["Side"]);
  });

  it("is no number that merely looks like one", () => {
    const graph = new Graph();
    graph.addNodes(3);
    for (const each of [
      "1",
      1.5,
      -1,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      2 ** 32,
      2 ** 32 + 1,
      null,
      undefined,
      1n,
      [1],
      {},
    ]) {
      expect([each, graph.hasNode(each as number), graph.nodes.has(each as number)]).toEqual([
        each,
        false,
        false,
      ]);
      expect(graph.nodes.all().has(each as number)).toBe(false);
    }
    expect(graph.hasNode(-0)).toBe(true);
  });
});
