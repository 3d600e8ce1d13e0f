// Bundles, clones, fetch, push and pull by small examples worked out by hand.
import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/index.js";
import { naiveRoot } from "../hashing/naive-root.js";

/** A clock that goes on by one second a look. */
function ticking(): () => number {
  let time = 0;
  return () => (time += 1000);
}

function twoPeople(): Graph {
  const graph = new Graph({ clock: ticking() });
  const ada = graph.addNode("Person", { name: "Ada", born: 1815 });
  const alan = graph.addNode(["Author", "Person"], { name: "Alan" });
  graph.addEdge(ada, alan, "INSPIRED", { since: 1936 });
  graph.commit("two people", { author: "ada" });
  return graph;
}

describe("a clone", () => {
  it("has the commits, the branch and the state of the graph it is of", () => {
    const graph = twoPeople();
    const clone = Graph.clone(graph, { origin: 7 });
    expect(clone.head).toEqual(graph.head);
    expect(clone.nodes.get(0)).toEqual({ name: "Ada", born: 1815 });
    expect(clone.nodes.labels(1)).toEqual(["Author", "Person"]);
    expect([clone.source(0), clone.target(0), clone.edges.labels(0)]).toEqual([0, 1, ["INSPIRED"]]);
    expect(clone.history.verify({ level: "deep" }).ok).toBe(true);
    expect(clone.history.remoteBranches().map(({ name }) => name)).toEqual(["origin/main"]);
    expect(clone.status().clean).toBe(true);
  });

  it("gives what is added there an origin of its own, which the root tells", () => {
    const graph = twoPeople();
    const clone = Graph.clone(graph, { origin: 7, clock: ticking() });
    const grace = clone.addNode("Person", { name: "Grace" });
    expect(clone.nodes.identity(grace)).toEqual({ origin: 7, sequence: 0 });
    expect(clone.nodes.identity(0)).toEqual({ origin: 0, sequence: 0 });
    clone.addEdge(grace, 0, "ADMIRES");
    const there = clone.commit("Grace");
    expect(there.root).toBe(naiveRoot(clone));
    graph.addNode("Person", { name: "Grace" });
    graph.addEdge(2, 0, "ADMIRES");
    expect(graph.commit("Grace").root).not.toBe(there.root);
  });

  it("merges with another one that added nodes as well", () => {
    const graph = twoPeople();
    const one = Graph.clone(graph, { origin: 1, clock: ticking() });
    const two = Graph.clone(graph, { origin: 2, clock: ticking() });
    const grace = one.addNode("Person", { name: "Grace" });
    one.addEdge(grace, 0, "ADMIRES");
    one.commit("Grace");
    two.addNode("Person", { name: "Kurt" });
    two.nodes.set(0, { born: 1816 });
    two.commit("Kurt");
    const kurt = two.addNode("Person", { name: "Emmy" });
    two.addEdge(kurt, 1, "KNOWS");
    two.commit("Emmy");
    one.history.push(graph);
    expect(graph.head.commit?.message).toBe("Grace");
    expect(graph.nodes.get(2)).toEqual({ name: "Grace" });
    expect(graph.nodes.identity(2)).toEqual({ origin: 1, sequence: 0 });
    expect(() => two.history.push(graph)).toThrow(/fetch first/);
    const pulled = two.history.pull(graph);
    expect(pulled.status).toBe("clean");
    two.history.push(graph);
    one.history.pull(graph);
    const roots = [graph, one, two].map((each) => each.head.commit?.root);
    expect(new Set(roots).size).toBe(1);
    for (const each of [graph, one, two]) {
      expect(naiveRoot(each)).toBe(roots[0]);
      expect(each.nodes.ids().length).toBe(5);
      expect(each.history.verify({ level: "deep" }).findings).toEqual([]);
    }
  });
});
