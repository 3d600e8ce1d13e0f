// Searches without a polynomial bound, and slow ones, can be called off while they work and between results.
import { describe, expect, it } from "vitest";
import {
  allShortestPaths,
  allSimplePaths,
  complement,
  completeGraph,
  type EdgeList,
  erdosRenyiGraph,
  girvanNewman,
  gridGraph,
  kCliqueCommunities,
  lineGraph,
  maximalCliques,
} from "../../../src/algorithms/index.js";
import { Graph, type GraphView } from "../../../src/index.js";
import { CountedSignal } from "./counted-signal.js";

const made = (list: EdgeList): Graph => list.addTo(new Graph({ directed: list.directed }));
type Options = { readonly signal: AbortSignal };

/** Groups of three without edges within: 3^20 cliques of 20 nodes. Moon and Moser 1965. */
function moonMoser(): GraphView {
  const graph = new Graph({ directed: false });
  graph.addNodes(60);
  for (let u = 0; u < 60; u++) {
    for (let v = u + 1; v < 60; v++) if (Math.floor(u / 3) !== Math.floor(v / 3)) graph.addEdge(u, v);
  }
  return graph;
}

const working: [string, (options: Options) => unknown][] = [
  [
    "maximalCliques, of a size that there is none of",
    (options) => [...maximalCliques(moonMoser(), { sizeMin: 21, ...options })],
  ],
  ["kCliqueCommunities", (options) => kCliqueCommunities(moonMoser(), 4, options)],
  ["allShortestPaths", (options) => [...allShortestPaths(made(gridGraph(16, 16)), 0, 255, options)]],
  [
    "allSimplePaths",
    (options) => [...allSimplePaths(made(completeGraph(14)), 0, 13, { maxLength: 13, ...options })],
  ],
  [
    "girvanNewman",
    (options) => [...girvanNewman(made(erdosRenyiGraph(150, { probability: 0.1, seed: 1 })), options)],
  ],
  ["lineGraph", (options) => lineGraph(made(completeGraph(60)), options)],
  ["complement", (options) => complement(made(gridGraph(30, 30)), options)],
];

const lazy: [string, (options: Options) => Iterator<unknown>][] = [
  ["maximalCliques", (options) => maximalCliques(moonMoser(), options)],
  ["allShortestPaths", (options) => allShortestPaths(made(gridGraph(16, 16)), 0, 255, options)],
  ["allSimplePaths", (options) => allSimplePaths(made(completeGraph(14)), 0, 13, options)],
  ["girvanNewman", (options) => girvanNewman(made(completeGraph(12)), options)],
];

describe("a signal", () => {
  it.each(working)("is looked at by %s while it works", (_, call) => {
    const counted = new CountedSignal(8);
    expect(() => call({ signal: counted.signal })).toThrow(counted.reason);
    expect(counted.looks).toBe(9);
  });

  it.each(lazy)("that is aborted between two results stops %s", (_, call) => {
    const controller = new AbortController();
    const results = call({ signal: controller.signal });
    expect(results.next().done).toBe(false);
    controller.abort(new Error("enough"));
    expect(() => results.next()).toThrow("enough");
  });
});
