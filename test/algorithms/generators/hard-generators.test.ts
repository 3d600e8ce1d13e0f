// Generators where chance alone would take forever, and that they can be called off.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  balancedTree,
  barabasiAlbertGraph,
  completeGraph,
  configurationModel,
  cycleGraph,
  type EdgeList,
  erdosRenyiGraph,
  gridGraph,
  kroneckerGraph,
  pathGraph,
  plantedPartition,
  randomRegularGraph,
  randomWalks,
  starGraph,
  stochasticBlockModel,
  wattsStrogatzGraph,
} from "../../../src/algorithms/index.js";
import { Graph } from "../../../src/index.js";
import { CountedSignal } from "../shared/counted-signal.js";

function degreesOf({ nodeCount, sources, targets }: EdgeList): number[] {
  const degrees = new Array<number>(nodeCount).fill(0);
  for (const ends of [sources, targets]) for (const u of ends) degrees[u]++;
  return degrees;
}

function isSimple({ sources, targets }: EdgeList): boolean {
  const keys = new Set([...sources].map((u, i) => [u, targets[i]].sort((a, b) => a - b).join()));
  return keys.size === sources.length && sources.every((u, i) => u !== targets[i]);
}

describe("randomRegularGraph", () => {
  it.each([
    [60, 56],
    [60, 53],
    [60, 29],
    [60, 30],
    [100, 50],
    [100, 90],
    [100, 96],
    [101, 50],
    [101, 100],
    [64, 62],
    [200, 100],
    [300, 149],
    [500, 3],
    [1000, 30],
    [1, 0],
    [2, 1],
    [7, 6],
    [7, 0],
    [0, 0],
  ])("makes %i nodes of degree %i", (nodeCount, degree) => {
    for (const seed of [0, 1, 2]) {
      const list = randomRegularGraph(nodeCount, degree, { seed });
      expect(degreesOf(list)).toEqual(new Array(nodeCount).fill(degree));
      expect(isSimple(list)).toBe(true);
      expect(randomRegularGraph(nodeCount, degree, { seed }).targets).toEqual(list.targets);
    }
  });

  it("makes any degree of any number of nodes, but for odd ones of odd many", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(49), fc.nat(), (nodeCount, some, seed) => {
        const degree = some % nodeCount;
        const make = () => randomRegularGraph(nodeCount, degree, { seed });
        if ((nodeCount * degree) % 2 === 1) expect(make).toThrow(RangeError);
        else {
          expect(degreesOf(make())).toEqual(new Array(nodeCount).fill(degree));
          expect(isSimple(make())).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
    expect(() => randomRegularGraph(5, 5)).toThrow(RangeError);
    expect(() => randomRegularGraph(0, 1)).toThrow(RangeError);
  });

  it.each([
    [8, 3],
    [9, 4],
    [10, 6],
    [12, 9],
  ])("of %i nodes and degree %i has every pair as often, over seeds", (nodeCount, degree) => {
    const seedCount = 3000;
    const counts = new Map<number, number>();
    for (let seed = 0; seed < seedCount; seed++) {
      const { sources, targets } = randomRegularGraph(nodeCount, degree, { seed });
      for (const [i, u] of sources.entries()) {
        const key = Math.min(u, targets[i]) * nodeCount + Math.max(u, targets[i]);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    const probability = degree / (nodeCount - 1);
    // five standard deviations
    const slack = 5 * Math.sqrt(seedCount * probability * (1 - probability));
    expect(counts.size).toBe((nodeCount * (nodeCount - 1)) / 2);
    for (const count of counts.values()) {
      expect(Math.abs(count - seedCount * probability)).toBeLessThan(slack);
    }
  });

  it("has all graphs there are, with chances that do not differ much", () => {
    // the 70 cubic graphs with six nodes: ten are the bipartite one under other names, sixty the prism
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 7000; seed++) {
      const { sources, targets } = randomRegularGraph(6, 3, { seed });
      const key = [...sources].map((u, i) => [u, targets[i]].sort().join("")).sort();
      counts.set(key.join(), (counts.get(key.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(70);
    expect(Math.min(...counts.values())).toBeGreaterThan(30);
    expect(Math.max(...counts.values())).toBeLessThan(300);
  });
});

describe("dense graphs of other generators", () => {
  it("are made at once", () => {
    const ring = wattsStrogatzGraph(300, 298, 0.5, { seed: 1 });
    expect([ring.edgeCount, isSimple(ring)]).toEqual([300 * 149, true]);
    const full = wattsStrogatzGraph(101, 100, 1, { seed: 1 });
    expect([full.edgeCount, isSimple(full)]).toEqual([5050, true]);
    const attached = barabasiAlbertGraph(1500, 1400, { seed: 1 });
    expect([attached.edgeCount, isSimple(attached)]).toEqual([1400 * 100, true]);
    const pairs = (600 * 599) / 2;
    for (const edgeCount of [Math.floor(pairs / 2), pairs - 1, pairs]) {
      const list = erdosRenyiGraph(600, { edgeCount, seed: 1 });
      expect([list.edgeCount, isSimple(list)]).toEqual([edgeCount, true]);
    }
    expect(erdosRenyiGraph(600, { probability: 1 }).edgeCount).toBe(pairs);
    expect(erdosRenyiGraph(600, { probability: 1, directed: true }).edgeCount).toBe(2 * pairs);
    // many small communities, of which no matrix is made
    expect(plantedPartition(3000, 1, { inside: 0, between: 0 }).nodeCount).toBe(3000);
    expect(balancedTree(1, 100_000).nodeCount).toBe(100_001);
  });

  it("of degrees that only parallel edges and self-loops can have are made as well", () => {
    const list = configurationModel([99, 1, 0, 2], { seed: 1 });
    expect(degreesOf(list)).toEqual([99, 1, 0, 2]);
    expect(() => configurationModel([3, 2])).toThrow("expected an even sum");
  });
});

describe("generators that are called off", () => {
  const many = 200_000;
  const calls: [string, (options: { readonly signal: AbortSignal }) => unknown][] = [
    ["randomRegularGraph", (options) => randomRegularGraph(many, 3, options)],
    ["randomRegularGraph, dense", (options) => randomRegularGraph(3000, 2990, options)],
    ["randomRegularGraph, half", (options) => randomRegularGraph(2000, 999, options)],
    ["erdosRenyiGraph", (options) => erdosRenyiGraph(1000, { probability: 0.9, ...options })],
    ["erdosRenyiGraph by edges", (options) => erdosRenyiGraph(many, { edgeCount: many, ...options })],
    ["erdosRenyiGraph without edges", (options) => erdosRenyiGraph(1e8, { edgeCount: 1, ...options })],
    ["barabasiAlbertGraph", (options) => barabasiAlbertGraph(many, 2, options)],
    ["wattsStrogatzGraph", (options) => wattsStrogatzGraph(many, 4, 0.5, options)],
    ["wattsStrogatzGraph, dense", (options) => wattsStrogatzGraph(1000, 998, 1, options)],
    ["configurationModel", (options) => configurationModel(new Array(many).fill(1), options)],
    ["kroneckerGraph", (options) => kroneckerGraph(15, options)],
    [
      "stochasticBlockModel",
      (options) =>
        stochasticBlockModel(
          [1000, 1000],
          [
            [0.1, 0.1],
            [0.1, 0.1],
          ],
          options,
        ),
    ],
    ["plantedPartition", (options) => plantedPartition(20_000, 1, { inside: 0, between: 0, ...options })],
    ["completeGraph", (options) => completeGraph(1000, options)],
    ["gridGraph", (options) => gridGraph(400, 400, options)],
    ["pathGraph", (options) => pathGraph(many, options)],
    ["cycleGraph", (options) => cycleGraph(many, options)],
    ["starGraph", (options) => starGraph(many, options)],
    ["balancedTree", (options) => balancedTree(2, 16, options)],
    [
      "randomWalks, in one walk",
      (options) => {
        const ring = cycleGraph(100).addTo(new Graph({ directed: false }));
        return randomWalks(ring, { length: 1e9, ...options }).next();
      },
    ],
  ];

  it.each(calls)("%s looks at the signal while it works", (_, call) => {
    const counted = new CountedSignal(6);
    expect(() => call({ signal: counted.signal })).toThrow(counted.reason);
    expect(counted.looks).toBe(7);
  });
});
