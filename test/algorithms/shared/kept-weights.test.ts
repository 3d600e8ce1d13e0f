// Weights that a frozen graph's memory keeps from one call to the next: used again while they are the same, never
// once they are not, and given up when the memory is wanted.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { dijkstra, dijkstraAsync, shortestPath, shortestPathLengths } from "../../../src/algorithms/index.js";
import { EdgeWeights } from "../../../src/algorithms/shared/weights/edge-weights.js";
import { KernelWeights } from "../../../src/algorithms/shared/weights/packed-weights.js";
import { Graph } from "../../../src/graph.js";
import { endThreads } from "../../../src/kernels/runtime/threads.js";
import type { GraphView } from "../../../src/view.js";
import { tune } from "../../kernels/tune.js";

beforeAll(() => tune({ kernelEdgeCountMin: 0 }));
afterAll(() => tune());
afterAll(endThreads);

/** A way of `count` edges, each of weight 1, and of `real` 1.5. */
function wayOf(count: number, directed = true): Graph {
  const graph = new Graph({ directed });
  graph.addNodes(count + 1);
  const edges = graph.addEdges(
    Uint32Array.from({ length: count }, (_, i) => i),
    Uint32Array.from({ length: count }, (_, i) => i + 1),
    {
      attributes: { weight: new Int32Array(count).fill(1), real: new Float64Array(count).fill(1.5) },
    },
  );
  expect(edges).toHaveLength(count);
  return graph;
}

const lengthsOf = (view: GraphView, weight: string | ArrayLike<number> = "weight") => [
  ...shortestPathLengths(view, 0, { weight }).values,
];

/** What a call gives, and whether weights were looked at for it. */
function watched<T>(run: () => T): { result: T; isRead: boolean } {
  const survey = vi.spyOn(EdgeWeights.prototype, "survey", "get");
  try {
    const result = run();
    return { result, isRead: survey.mock.calls.length > 0 };
  } finally {
    survey.mockRestore();
  }
}

describe("weights kept for a frozen graph", () => {
  it("are gathered once while nothing changes", () => {
    const graph = wayOf(3);
    expect(watched(() => lengthsOf(graph))).toEqual({ result: [0, 1, 2, 3], isRead: true });
    expect(watched(() => lengthsOf(graph))).toEqual({ result: [0, 1, 2, 3], isRead: false });
    expect(watched(() => [...dijkstra(graph, 0, { weight: "weight" }).distances.values])).toEqual({
      result: [0, 1, 2, 3],
      isRead: false,
    });
    // other attributes, and nodes' ones, are none of their business
    graph.edges.set(0, { real: 9 });
    graph.nodes.set(0, { weight: 9 });
    expect(watched(() => lengthsOf(graph))).toEqual({ result: [0, 1, 2, 3], isRead: false });
  });

  it("are read anew after a weight is set, taken away, or set by column", () => {
    const graph = wayOf(3);
    expect(lengthsOf(graph)).toEqual([0, 1, 2, 3]);
    graph.edges.set(1, { weight: 5 });
    expect(lengthsOf(graph)).toEqual([0, 1, 6, 7]);
    graph.edges.set(1, { weight: null });
    expect(lengthsOf(graph)).toEqual([0, 1, 2, 3]);
    graph.edges.setColumn("weight", [0, 1, 2], Int32Array.of(2, 3, 4));
    expect(lengthsOf(graph)).toEqual([0, 2, 5, 9]);
    graph.edges.set(0, { weight: 7 });
    graph.edges.set(0, { weight: 2 });
    expect(lengthsOf(graph)).toEqual([0, 2, 5, 9]);
  });

  it("are those of the attribute asked for, of both kinds of numbers", () => {
    const graph = wayOf(3);
    for (let round = 0; round < 2; round++) {
      expect(lengthsOf(graph, "weight")).toEqual([0, 1, 2, 3]);
      expect(lengthsOf(graph, "real")).toEqual([0, 1.5, 3, 4.5]);
    }
  });

  it("follow the graph when edges come and go", () => {
    const graph = wayOf(2);
    expect(lengthsOf(graph)).toEqual([0, 1, 2]);
    graph.addEdge(0, 2, undefined, { weight: 1 });
    expect(lengthsOf(graph)).toEqual([0, 1, 1]);
    graph.removeEdge(0);
    expect(lengthsOf(graph)).toEqual([0, Infinity, 1]);
  });

  it("are each state's own", () => {
    const graph = wayOf(2);
    graph.commit("first");
    graph.edges.set(0, { weight: 10 });
    graph.commit("second");
    const [before, after] = [graph.at("main~1"), graph.at("main")];
    for (let round = 0; round < 2; round++) {
      expect(lengthsOf(before)).toEqual([0, 1, 2]);
      expect(lengthsOf(after)).toEqual([0, 10, 11]);
      expect(lengthsOf(graph)).toEqual([0, 10, 11]);
    }
    graph.checkout("main~1");
    expect(lengthsOf(graph)).toEqual([0, 1, 2]);
    graph.checkout("main");
    expect(lengthsOf(graph)).toEqual([0, 10, 11]);
    expect(lengthsOf(before)).toEqual([0, 1, 2]);
  });

  it("are not kept from arrays, which change without a word", () => {
    const graph = wayOf(2);
    const weights = Float64Array.of(1, 2);
    expect(lengthsOf(graph, weights)).toEqual([0, 1, 3]);
    weights[0] = 4;
    expect(lengthsOf(graph, weights)).toEqual([0, 4, 6]);
    expect(lengthsOf(graph)).toEqual([0, 1, 2]);
  });

  it("are refused each time while one is negative, and taken once none is", () => {
    const graph = wayOf(2);
    expect(lengthsOf(graph)).toEqual([0, 1, 2]);
    graph.edges.set(1, { weight: -1 });
    for (let round = 0; round < 2; round++) expect(() => lengthsOf(graph)).toThrow(/-1 for edge 1/);
    graph.edges.set(1, { weight: 3 });
    expect(lengthsOf(graph)).toEqual([0, 1, 4]);
  });

  it("serve paths between two nodes too, before arcs have them and after", () => {
    for (const directed of [true, false]) {
      const graph = wayOf(3, directed);
      const distance = () => shortestPath(graph, 0, 3, { weight: "weight" })?.distance;
      expect(watched(distance)).toEqual({ result: 3, isRead: true });
      expect(watched(distance)).toEqual({ result: 3, isRead: false });
      expect(lengthsOf(graph)).toEqual([0, 1, 2, 3]);
      expect(distance()).toBe(3);
      graph.edges.set(2, { weight: 9 });
      expect(distance()).toBe(11);
      expect(lengthsOf(graph)).toEqual([0, 1, 2, 11]);
      expect(distance()).toBe(11);
      expect(shortestPath(graph, 0, 3, { weight: [4, 5, 6] })?.distance).toBe(15);
      expect(distance()).toBe(11);
      expect([...shortestPath(graph, 0, 3, { weight: "weight" })!.edges]).toEqual([0, 1, 2]);
    }
  });

  it("stay what they were for a run in the background", async () => {
    const graph = wayOf(300);
    const expected = Float64Array.from({ length: 301 }, (_, i) => i);
    expect(shortestPathLengths(graph, 0, { weight: "weight" }).values).toEqual(expected);
    const running = dijkstraAsync(graph, 0, { weight: "weight" });
    graph.edges.set(0, { weight: 100 });
    expect(shortestPathLengths(graph, 0, { weight: "weight" }).values[300]).toBe(399);
    expect((await running).distances.values).toEqual(expected);
    // zeros are left to the loops, which come when the kernels are done
    const zeros = wayOf(3);
    zeros.edges.set(1, { weight: 0 });
    expect(lengthsOf(zeros)).toEqual([0, 1, 1, 2]);
    const late = dijkstraAsync(zeros, 0, { weight: "weight" });
    zeros.edges.set(0, { weight: 50 });
    const { distances, pathTo } = await late;
    expect([...distances.values]).toEqual([0, 1, 1, 2]);
    expect(pathTo(3)).toEqual(Uint32Array.of(0, 1, 2, 3));
  });

  it("are given back when another attribute is asked for, or the memory is wanted, but not in use", () => {
    const graph = wayOf(8);
    const { out } = graph.csr();
    const { arena } = out.place!;
    const release = vi.spyOn(arena, "release");
    lengthsOf(graph);
    const scratchCount = release.mock.calls.length;
    lengthsOf(graph);
    const again = release.mock.calls.length - scratchCount;
    lengthsOf(graph, "real");
    // what was kept beside arcs
    expect(release.mock.calls.length - scratchCount - again).toBe(scratchCount + 1);
    const weights = new EdgeWeights({ column: {}, rows: {}, version: 0 }, () => new Float64Array(8).fill(2));
    const mine = KernelWeights.open(arena, 9, weights);
    const address = mine.byEdge(weights)!;
    expect(KernelWeights.has(arena, weights)).toBe(true);
    release.mockClear();
    expect(arena.reserve(2 ** 33)).toBeUndefined();
    expect(KernelWeights.has(arena, weights)).toBe(false);
    expect(release).not.toHaveBeenCalled();
    expect([...new Uint32Array(arena.memory.buffer, address, 8)]).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
    mine.release();
    expect(release.mock.calls).toEqual([[address]]);
    release.mockRestore();
    expect(lengthsOf(graph)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
