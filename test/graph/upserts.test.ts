// Upserts of edges, updates by a function, and what undefined and null say to a write.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Graph } from "../../src/index.js";
import { runs } from "../model/arbitrary.js";
import { dumpGraph } from "./fixture.js";

describe("mergeEdge", () => {
  it("finds the edge of the type, and adds one where there is none", () => {
    const graph = new Graph();
    graph.addNodes(3);
    const knows = graph.mergeEdge(0, 1, "KNOWS", { since: 1840 });
    expect(graph.mergeEdge(0, 1, "KNOWS", { until: 1852 })).toBe(knows);
    expect(graph.edges.get(knows)).toEqual({ since: 1840, until: 1852 });
    const others = [
      graph.mergeEdge(0, 1),
      graph.mergeEdge(0, 1, "LIKES"),
      graph.mergeEdge(1, 0, "KNOWS"),
      graph.mergeEdge(0, 0, "KNOWS"),
    ];
    expect(new Set([knows, ...others]).size).toBe(5);
    expect(graph.mergeEdge(0, 1, { note: "x" })).toBe(others[0]);
    expect(graph.mergeEdge(0, 1, null, null)).toBe(others[0]);
    expect(graph.mergeEdge(0, 0, "KNOWS")).toBe(others[3]);
    expect(graph.edgeCount).toBe(5);
  });

  it("goes either way in an undirected graph", () => {
    const graph = new Graph({ directed: false });
    graph.addNodes(2);
    const edge = graph.mergeEdge(0, 1, "T");
    expect(graph.mergeEdge(1, 0, "T")).toBe(edge);
    expect([graph.source(edge), graph.target(edge)]).toEqual([0, 1]);
  });

  it("takes the oldest of several, those that are no more aside", () => {
    const graph = new Graph();
    graph.addNodes(2);
    const [a, b, c] = graph.addEdges([0, 0, 0], [1, 1, 1], { type: "T" });
    expect(graph.mergeEdge(0, 1, "T")).toBe(a);
    graph.removeEdge(a!);
    expect(graph.mergeEdge(0, 1, "T")).toBe(b);
    graph.removeEdges([b!, c!]);
    expect(graph.mergeEdge(0, 1, "T")).toBe(3);
  });

  it("finds what a checkout brings back, and nothing that it takes away", () => {
    const graph = new Graph();
    graph.addNodes(2);
    graph.commit("nodes");
    graph.branch("other");
    const edge = graph.mergeEdge(0, 1, "T");
    graph.commit("edge");
    graph.checkout("other");
    const own = graph.mergeEdge(0, 1, "T");
    expect(own).not.toBe(edge);
    graph.commit("own");
    graph.checkout("main");
    expect(graph.mergeEdge(0, 1, "T", { w: 1 })).toBe(edge);
  });

  it("is quick between two hubs' edges and any node of few", () => {
    const graph = new Graph();
    graph.addNodes(3000);
    const all = Uint32Array.from({ length: 3000 }, (_, i) => i);
    graph.addEdges(new Uint32Array(3000), all, { type: "T" });
    graph.addEdges(all, new Uint32Array(3000).fill(1), { type: "U" });
    for (let i = 0; i < 3000; i++) expect(graph.mergeEdge(0, i, "T")).toBe(i);
    for (let i = 0; i < 3000; i++) expect(graph.mergeEdge(i, 1, "U")).toBe(3000 + i);
  });

  it("changes nothing where something does not fit", () => {
    const graph = new Graph();
    graph.addNodes(2);
    graph.mergeEdge(0, 1, "T", { w: 1 });
    const before = dumpGraph(graph);
    expect(() => graph.mergeEdge(0, 1, "T", { w: "x", fresh: 1 } as never)).toThrow(
      'attribute "w" expected float64',
    );
    expect(() => graph.mergeEdge(0, 7, "T")).toThrow(expect.objectContaining({ code: "NODE_NOT_FOUND" }));
    expect(() => graph.mergeEdge(0, 1, ["T"] as never)).toThrow('"type" expected a name');
    expect(dumpGraph(graph)).toEqual(before);
  });

  it("is a naive search over the edges, whatever the order of the calls", () => {
    const call = fc.record({
      source: fc.nat(4),
      target: fc.nat(4),
      type: fc.constantFrom("A", "B", undefined),
      remove: fc.boolean(),
      bulk: fc.nat({ max: 1200 }),
    });
    fc.assert(
      fc.property(fc.boolean(), fc.array(call, { maxLength: 40 }), (directed, calls) => {
        const graph = new Graph({ directed });
        graph.addNodes(5);
        const edges: { id: number; ends: string; type: string | undefined }[] = [];
        const endsOf = (a: number, b: number) => (directed || a < b ? `${a} ${b}` : `${b} ${a}`);
        for (const { source, target, type, remove, bulk } of calls) {
          if (bulk > 1100) {
            const ends = new Uint32Array(bulk).fill(source);
            for (const id of graph.addEdges(ends, ends, { type: "A" }))
              edges.push({ id, ends: endsOf(source, source), type: "A" });
          }
          const at = edges.findIndex((edge) => edge.ends === endsOf(source, target) && edge.type === type);
          const id = graph.mergeEdge(source, target, type);
          if (at >= 0) expect(id).toBe(edges[at]!.id);
          else edges.push({ id, ends: endsOf(source, target), type });
          if (!remove) continue;
          graph.removeEdge(id);
          edges.splice(at < 0 ? edges.length - 1 : at, 1);
        }
        expect(graph.edgeCount).toBe(edges.length);
      }),
      runs(60),
    );
  });
});

describe("updateNode and updateEdge", () => {
  it("are given what is there, and set what is returned", () => {
    const graph = new Graph();
    const node = graph.addNode({ visits: 1, name: "a" });
    const edge = graph.addEdge(node, node, { weight: 2 });
    graph.updateNode(node, ({ visits }) => ({ visits: Number(visits) + 1, name: null }));
    graph.updateEdge(edge, ({ weight }) => ({ weight: Number(weight) * 2, name: undefined }));
    expect([graph.nodes.get(node), graph.edges.get(edge)]).toEqual([{ visits: 2 }, { weight: 4 }]);
    graph.updateNode(node, () => undefined);
    graph.updateNode(node, () => null);
    expect(graph.nodes.get(node)).toEqual({ visits: 2 });
  });

  it("change nothing where the function throws, writes, or returns what does not fit", () => {
    const graph = new Graph({ key: "k" });
    graph.addNode({ k: 1 });
    graph.addNode({ k: 2 });
    const before = dumpGraph(graph);
    const code = (expected: string) => expect.objectContaining({ code: expected });
    const update = (fn: () => unknown) => () => graph.updateNode(0, fn as never);
    expect(update(() => graph.addNode())).toThrow(code("VERB_UNDERWAY"));
    expect(update(() => graph.commit("x"))).toThrow(code("VERB_UNDERWAY"));
    expect(update(() => graph.updateNode(1, () => null))).toThrow(code("VERB_UNDERWAY"));
    expect(update(() => ({ k: 2 }))).toThrow(code("DUPLICATE_KEY"));
    expect(update(() => ({ k: "text" }))).toThrow('attribute "k" expected float64');
    expect(update(async () => ({ k: 3 }))).toThrow('"attributes" expected an object');
    expect(update(() => 5)).toThrow('"attributes" expected an object');
    expect(() => graph.updateNode(0, { k: 1 } as never)).toThrow('"update" expected a function');
    expect(() => graph.updateNode(9, () => null)).toThrow(code("NODE_NOT_FOUND"));
    expect(() => graph.updateEdge(0, () => null)).toThrow(code("EDGE_NOT_FOUND"));
    expect(
      update(() => {
        throw new Error("own");
      }),
    ).toThrow("own");
    expect(dumpGraph(graph)).toEqual(before);
    graph.addNode();
  });

  it("may be used by a hook before a commit", () => {
    const graph = new Graph();
    graph.addNode({ n: 1 });
    graph.history.onBeforeCommit(() => graph.updateNode(0, ({ n }) => ({ n: Number(n) + 1 })));
    graph.commit("one");
    expect(graph.nodes.get(0)).toEqual({ n: 2 });
    expect(graph.status().clean).toBe(true);
  });
});

describe("attributes of one shape", () => {
  it("are bound anew after a transaction was taken back, a checkout and a change of type", () => {
    const graph = new Graph();
    const id = graph.addNode({ a: 1 });
    graph.commit("one");
    expect(() =>
      graph.transaction(() => {
        graph.nodes.set(id, { a: 2, b: 5 });
        throw new Error("back");
      }),
    ).toThrow("back");
    graph.nodes.set(id, { a: 2, b: "text" });
    expect(graph.nodes.get(id)).toEqual({ a: 2, b: "text" });
    graph.checkout("HEAD", { discard: true });
    graph.nodes.set(id, { a: 3, b: true });
    expect(graph.nodes.get(id)).toEqual({ a: 3, b: true });
    expect(Object.keys(graph.nodes.schema)).toEqual(["a", "b"]);
  });
});

describe("undefined", () => {
  it("is not mentioned, and null is absent, where one element is written", () => {
    const graph = new Graph({ key: "k" });
    const id = graph.addNode({ k: "a", n: 1, m: undefined, o: null });
    expect(Object.keys(graph.nodes.schema)).toEqual(["k", "n"]);
    graph.nodes.set(id, { n: undefined, k: undefined });
    graph.mergeNode("a", { n: undefined });
    const edge = graph.mergeEdge(id, id, "T", { w: 1 });
    graph.mergeEdge(id, id, "T", { w: undefined });
    graph.edges.set(edge, { w: undefined });
    expect([graph.nodes.get(id), graph.edges.get(edge)]).toEqual([{ k: "a", n: 1 }, { w: 1 }]);
    graph.nodes.set(id, { n: null });
    graph.mergeEdge(id, id, "T", { w: null });
    expect([graph.nodes.get(id), graph.edges.get(edge)]).toEqual([{ k: "a" }, {}]);
  });

  it("is absent in a column, as null is", () => {
    const graph = new Graph();
    graph.addNodes(3, { attributes: { n: [1, undefined, null] } });
    expect(graph.nodes.column("n").toArray()).toEqual([1, undefined, undefined]);
    graph.nodes.setColumn("n", [0], [undefined as never]);
    expect(graph.nodes.get(0)).toEqual({});
  });
});
