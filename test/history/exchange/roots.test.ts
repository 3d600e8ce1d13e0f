// State roots of graphs whose elements came from several origins: those of the documented encoding, and the same in
// every clone, in whatever order elements arrived.
import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/index.js";
import { naiveRoot } from "../hashing/naive-root.js";

const clock = (): number => 0;

/** Adds nodes with labels and values, some of them absent, and edges between them and to the nodes there were. */
function grow(graph: Graph, count: number): void {
  const before = graph.nodes.ids();
  const ids = graph.addNodes(count, {
    labels: Array.from({ length: count }, (_, i) => (i % 3 === 0 ? ["A", "B"] : i % 3 === 1 ? ["A"] : [])),
    attributes: {
      n: Int32Array.from({ length: count }, (_, i) => i),
      text: Array.from({ length: count }, (_, i) => (i % 5 === 0 ? null : `t${i % 7}`)),
      flag: Array.from({ length: count }, (_, i) => i % 2 === 0),
    },
  });
  const all = Uint32Array.of(...before, ...ids);
  if (all.length === 0) return;
  const targets = ids.map((_, i) => all[(i * 7919) % all.length]);
  graph.addEdges(ids, targets, { type: "T", attributes: { w: Float64Array.from(ids, (_, i) => i / 3) } });
}

describe("the root of a clone", () => {
  it.each([
    [0, 2],
    [1, 1023],
    [1000, 24],
    [1000, 25],
    [1023, 1024],
    [1024, 1024],
    [1024, 1025],
    [1025, 2050],
    [3, 5000],
  ])("is as documented with %i elements of the first graph and %i of its own", (first, own) => {
    const graph = new Graph({ clock });
    grow(graph, first);
    graph.commit("first", { allowEmpty: true });
    const clone = Graph.clone(graph, { origin: 0x1a2b3c4d, clock });
    grow(clone, own);
    expect(clone.commit("own").root).toBe(naiveRoot(clone));
    clone.removeNode(clone.nodes.ids()[0]);
    clone.nodes.set(clone.nodes.ids()[clone.nodeCount - 1] ?? 0, { n: -1, text: null });
    const changed = clone.commit("changed").root;
    expect(changed).toBe(naiveRoot(clone));
    const { commit } = graph.history.pull(clone);
    expect(commit.root).toBe(changed);
    expect(naiveRoot(graph)).toBe(changed);
    grow(graph, 10);
    expect(graph.commit("more").root).toBe(naiveRoot(graph));
    graph.checkout("main~2");
    expect(graph.head.commit?.root).toBe(naiveRoot(graph));
    expect(graph.history.verify({ level: "deep" }).findings).toEqual([]);
    clone.history.pull(graph);
    expect(clone.head.commit?.root).toBe(naiveRoot(clone));
  });

  it("is the same whatever the order in which elements of several origins arrived", () => {
    const start = new Graph({ clock });
    grow(start, 500);
    start.commit("start");
    const makers = [3, 1, 2].map((origin) => {
      const maker = Graph.clone(start, { origin, clock });
      for (let round = 0; round < 4; round++) {
        grow(maker, 300 + origin * round);
        maker.commit(`${origin} round ${round}`, { author: `${origin}` });
      }
      return maker;
    });
    const gather = (order: readonly number[]): Graph => {
      const hub = Graph.clone(start, { origin: 7, clock });
      for (const i of order) hub.history.fetch(makers[i], { remote: `maker${i}` });
      // in one order, so that the commits are the same ones
      for (const i of [0, 1, 2]) hub.merge(`maker${i}/main`).commit("merged");
      return hub;
    };
    const hubs = [gather([0, 1, 2]), gather([2, 0, 1]), gather([1, 2, 0])];
    const heads = hubs.map(({ head }) => head.commit?.id);
    expect(new Set(heads).size).toBe(1);
    expect(naiveRoot(hubs[0])).toBe(hubs[0].head.commit?.root);
    const places = hubs.map(({ nodes }) => nodes.withIdentity({ origin: 1, sequence: 0 }));
    expect(new Set(places).size).toBeGreaterThan(1);
  });
});
