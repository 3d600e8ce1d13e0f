// Searches for cycles and paths that have little to find are short, by the number of steps between looks at a signal.
import { describe, expect, it } from "vitest";
import { kShortestPaths, simpleCycles } from "../../../src/algorithms/index.js";
import { Graph } from "../../../src/index.js";
import { graphOf, pathGraph } from "../shared/random-graphs.js";

/** A signal that counts how often it is asked. */
function counting(): { signal: AbortSignal; count: () => number } {
  const { signal } = new AbortController();
  let count = 0;
  signal.throwIfAborted = () => {
    count++;
  };
  return { signal, count: () => count };
}

function random(nodeCount: number, edgeCount: number): Graph {
  const graph = new Graph();
  graph.addNodes(nodeCount);
  let seed = 7;
  const draw = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * nodeCount);
  };
  const ends = () => Uint32Array.from({ length: edgeCount }, draw);
  graph.addEdges(ends(), ends());
  return graph;
}

describe("cycles of bounded length", () => {
  it("take steps in proportion to the nodes of a sparse graph", () => {
    for (const nodeCount of [2000, 16_000, 64_000]) {
      const { signal, count } = counting();
      const cycles = [...simpleCycles(random(nodeCount, 4 * nodeCount), { maxLength: 4, signal })];
      // it is asked once a cycle, and else each 4,096 steps
      const steps = (count() - cycles.length) * 4096;
      expect(steps).toBeLessThan(200 * nodeCount);
    }
  });

  it("do not pass through a hub from each of its neighbors", () => {
    const leaves = 20_000;
    const graph = new Graph();
    graph.addNodes(leaves + 1);
    const ids = Uint32Array.from({ length: leaves }, (_, i) => i);
    const hub = new Uint32Array(leaves).fill(leaves);
    graph.addEdges(ids, hub);
    graph.addEdges(hub, ids);
    const { signal, count } = counting();
    expect([...simpleCycles(graph, { maxLength: 5, signal })]).toHaveLength(leaves);
    expect(count()).toBeLessThan(leaves + 200);
  });

  it("begin with their smallest node, and heed a signal", () => {
    const graph = graphOf(true, 4, [
      [3, 1],
      [1, 2],
      [2, 3],
      [3, 0],
      [0, 3],
    ]);
    const cycles = [...simpleCycles(graph, { maxLength: 3 })].map((cycle) => cycle.join());
    expect(cycles.sort()).toEqual(["0,3", "1,2,3"]);
    const controller = new AbortController();
    const running = simpleCycles(random(1000, 9000), { maxLength: 6, signal: controller.signal });
    running.next();
    controller.abort(new Error("enough"));
    expect(() => running.next()).toThrow("enough");
  });
});

describe("a second path", () => {
  it("of a long path that has none is soon told", () => {
    const { signal, count } = counting();
    for (const graph of [pathGraph(100_000), pathGraph(100_000, false)]) {
      expect(kShortestPaths(graph, 0, 99_999, 2, { signal })).toHaveLength(1);
    }
    expect(count()).toBeLessThan(1000);
  });

  it("is looked for only while it may be the shorter one", () => {
    // beside each step of a path a longer way round, of which the first two are the shortest
    const length = 3000;
    const graph = pathGraph(length + 1);
    const first = graph.addNodes(length)[0];
    for (let i = 0; i < length; i++) {
      graph.addEdge(i, first + i);
      graph.addEdge(first + i, i + 1);
    }
    const found = kShortestPaths(graph, 0, length, 4);
    expect(found.map(({ distance }) => distance)).toEqual([length, length + 1, length + 1, length + 1]);
  });
});
