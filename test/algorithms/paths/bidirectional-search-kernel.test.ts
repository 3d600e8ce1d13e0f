// Shortest paths between two nodes by kernels, against rounds over lists: they are as long, and they are paths. What a
// search leaves behind must not show in the next.
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { bidirectionalWalk, type Walk } from "../../../src/algorithms/paths/bidirectional-search-kernel.js";
import { EdgeWeights } from "../../../src/algorithms/shared/weights/edge-weights.js";
import { KernelWeights } from "../../../src/algorithms/shared/weights/packed-weights.js";
import type { FrozenCsr } from "../../../src/kernels/core/csr.js";
import { runSteps } from "../../../src/kernels/runtime/run-steps.js";
import {
  anyGraph,
  freeze,
  graphsOfWidth,
  listsOf,
  type PlainGraph,
  seededGraph,
  widths,
} from "../../kernels/arbitrary-graphs.js";

function naiveDistances(graph: PlainGraph, weights: Float64Array | undefined, from: number): number[] {
  const lists = listsOf(graph);
  const distances = lists.map(() => Infinity);
  distances[from] = 0;
  for (let changed = [from]; changed.length > 0; ) {
    const next = new Set<number>();
    for (const u of changed) {
      for (const [v, edge] of lists[u]) {
        const reached = distances[u] + (weights?.[edge] ?? 1);
        if (reached >= distances[v]) continue;
        distances[v] = reached;
        next.add(v);
      }
    }
    changed = [...next];
  }
  return distances;
}

interface Way {
  readonly from: number;
  readonly to: number;
}

function walkOf(
  csr: FrozenCsr,
  weights: EdgeWeights | undefined,
  { from, to }: Way,
  tick: () => void = () => undefined,
): Walk | undefined {
  return bidirectionalWalk({ ahead: csr.out, behind: csr.in, weights, from, to, tick });
}

const keyed = (weights: Float64Array) =>
  new EdgeWeights({ column: weights, rows: weights, version: 0 }, () => weights);

/** Throws unless it is a path of the graph from one node to the other, as long as the shortest. */
function checkWalk(
  graph: PlainGraph,
  weights: Float64Array | undefined,
  { from, to }: Way,
  walk: Walk | undefined,
  distance: number,
): void {
  expect(walk).toBeDefined();
  const { nodes, edges } = walk!;
  if (distance === Infinity) {
    expect(nodes).toEqual([]);
    return;
  }
  expect([nodes[0], nodes[nodes.length - 1]]).toEqual([from, to]);
  expect(edges).toHaveLength(nodes.length - 1);
  let sum = 0;
  edges.forEach((edge, i) => {
    const ends = [graph.sources[edge], graph.targets[edge]];
    const turned = !graph.directed && ends[0] !== nodes[i] ? ends.reverse() : ends;
    expect(turned).toEqual([nodes[i], nodes[i + 1]]);
    sum += weights?.[edge] ?? 1;
  });
  expect(walk!.distance).toBe(sum);
  // sums from both ends may be rounded otherwise than the one from the first
  expect(Math.abs(sum - distance)).toBeLessThanOrEqual(distance * 1e-12);
  if (weights === undefined || weights.every((weight) => Number.isInteger(weight)))
    expect(sum).toBe(distance);
}

function check(graph: PlainGraph, weights: Float64Array | undefined, ways: Way[]): void {
  const csr = freeze(graph, true);
  const given = weights && keyed(weights);
  for (const packed of weights === undefined ? [false] : [false, true]) {
    if (packed && given !== undefined) pack(csr, given);
    for (const way of ways) {
      if (way.from === way.to) continue;
      const distance = naiveDistances(graph, weights, way.from)[way.to];
      // twice, as the first may have left something
      for (let round = 0; round < 2; round++) {
        checkWalk(graph, weights, way, walkOf(csr, given, way), distance);
      }
    }
  }
}

function pack(csr: FrozenCsr, weights: EdgeWeights): void {
  for (const half of [csr.out, csr.in]) {
    const opened = KernelWeights.open(half.place!.arena, csr.nodeCount, weights);
    expect(runSteps(opened.packSteps(half, weights))).toBeDefined();
    opened.release();
  }
}

describe("a path searched from both ends by kernels", () => {
  it("is right on a small graph by hand", () => {
    // 0 -1-> 1 -1-> 2 -1-> 3, and 0 -4-> 3; 4 is out of reach
    const sources = Uint32Array.of(0, 1, 2, 0, 4);
    const targets = Uint32Array.of(1, 2, 3, 3, 0);
    const weights = Float64Array.of(1, 1, 1, 4, 1);
    const graph = { nodeCount: 5, directed: true, sources, targets, weights };
    const csr = freeze(graph, true);
    expect(walkOf(csr, keyed(weights), { from: 0, to: 3 })).toEqual({
      nodes: [0, 1, 2, 3],
      edges: [0, 1, 2],
      distance: 3,
    });
    expect(walkOf(csr, undefined, { from: 0, to: 3 })).toEqual({ nodes: [0, 3], edges: [3], distance: 1 });
    expect(walkOf(csr, keyed(weights), { from: 3, to: 4 })?.nodes).toEqual([]);
    expect(walkOf(freeze(graph, false), keyed(weights), { from: 0, to: 3 })).toBeUndefined();
  });

  it("is as long as rounds over lists say, with weights of every kind", () => {
    const kinds: Record<string, (weight: number) => number> = {
      whole: (weight) => weight,
      wide: (weight) => weight * 1000,
      real: (weight) => weight / 3 + 0.1,
      closed: (weight) => (weight === 0 ? Infinity : weight),
      large: (weight) => weight * 1e9 + 1,
      tiny: (weight) => weight * 5e-324,
      mixed: (weight) => 10 ** (weight * 5 - 15),
    };
    const pairs = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { minLength: 1, maxLength: 4 });
    const kind = fc.constantFrom(...Object.keys(kinds), "none");
    fc.assert(
      fc.property(anyGraph(), kind, pairs, (graph, name, drawn) => {
        const ways = drawn.map(([from, to]) => ({ from: from % graph.nodeCount, to: to % graph.nodeCount }));
        check(graph, name === "none" ? undefined : graph.weights.map(kinds[name]), ways);
      }),
      { numRuns: 300 },
    );
  });

  it("is as long at every width", { timeout: 120_000 }, () => {
    for (const width of widths) {
      for (const graph of graphsOfWidth(width)) {
        const ways = [{ from: 0, to: graph.nodeCount - 1 }];
        check(graph, width % 2 === 0 ? graph.weights : graph.weights.map((weight) => weight / 7), ways);
        check(graph, undefined, ways);
      }
    }
  });

  it("goes on from the end where fewer nodes wait, which need not be the one that is nearer by", () => {
    // a hub with 5,000 neighbours close by, and one far away
    const sources = new Uint32Array(5001);
    const targets = Uint32Array.from({ length: 5001 }, (_, i) => i + 1);
    const weights = Float64Array.from({ length: 5001 }, (_, i) => (i === 5000 ? 100 : 1));
    const csr = freeze({ nodeCount: 5002, directed: false, sources, targets, weights }, true);
    for (const way of [
      { from: 0, to: 5001 },
      { from: 5001, to: 0 },
    ]) {
      const done: number[] = [];
      const walk = bidirectionalWalk({
        ahead: csr.out,
        behind: csr.in,
        weights: keyed(weights),
        ...way,
        tick: (count) => done.push(count),
      });
      expect(walk?.edges).toEqual([5000]);
      expect(Math.max(...done)).toBeLessThan(3);
    }
  });

  it("begins anew with more room where a hub's neighbours need it", () => {
    const sources = new Uint32Array(40_000);
    const targets = Uint32Array.from({ length: 40_000 }, (_, i) => (i === 39_999 ? 40_001 : i));
    const weights = new Float64Array(40_000).fill(1);
    const graph = { nodeCount: 40_002, directed: true, sources, targets, weights };
    const csr = freeze(graph, true);
    const reserve = vi.spyOn(csr.out.place!.arena, "reserve");
    expect(walkOf(csr, keyed(weights), { from: 0, to: 40_001 })?.edges).toEqual([39_999]);
    const sizes = reserve.mock.calls.map(([sizeBytes]) => sizeBytes);
    expect(sizes.filter((sizeBytes) => sizeBytes > 40_000 * 4 * 16)).toHaveLength(1);
    check(graph, weights, [
      { from: 0, to: 39_998 },
      { from: 0, to: 40_000 },
    ]);
  });

  it("is left to the loops where more would wait than there is room for", () => {
    // each of the parallel edges is lighter than the one before, and so is a reason to wait again
    const count = 5000;
    const sources = new Uint32Array(count + 1).fill(0);
    const targets = new Uint32Array(count + 1).fill(1);
    const weights = Float64Array.from({ length: count + 1 }, (_, i) => count - i + 1);
    [sources[count], targets[count]] = [1, 2];
    const graph = { nodeCount: 3, directed: true, sources, targets, weights };
    const csr = freeze(graph, true);
    const given = keyed(weights);
    expect(walkOf(csr, given, { from: 0, to: 2 })).toBeUndefined();
    // and it has left nothing behind
    expect(walkOf(csr, given, { from: 1, to: 2 })).toEqual({ nodes: [1, 2], edges: [count], distance: 1 });
    expect(walkOf(csr, given, { from: 2, to: 1 })?.nodes).toEqual([]);
    const huge = freeze(seededGraph(300, 600, 300, true), true);
    expect(walkOf(huge, keyed(new Float64Array(600).fill(1e307)), { from: 0, to: 1 })).toBeUndefined();
  });

  it("leaves all as it was when it is called off, or asked again on the way", () => {
    const graph = seededGraph(3000, 3000, 3, false);
    graph.sources.forEach((_, i) => {
      graph.sources[i] = i;
      graph.targets[i] = Math.min(2999, i + 1);
    });
    const csr = freeze(graph, true);
    const way = { from: 0, to: 2999 };
    const expected = walkOf(csr, undefined, way);
    expect(expected?.distance).toBe(2999);
    const stop = new Error("enough");
    expect(() =>
      walkOf(csr, undefined, way, () => {
        throw stop;
      }),
    ).toThrow(stop);
    let inner = 0;
    const outer = walkOf(csr, undefined, way, () => {
      // one search at a time has the records
      if (walkOf(csr, undefined, way) === undefined) inner++;
    });
    expect(inner).toBeGreaterThan(0);
    expect(outer).toEqual(expected);
    expect(walkOf(csr, undefined, way)).toEqual(expected);
  });

  it("gives its records back when the memory is wanted, and makes others", () => {
    const csr = freeze(seededGraph(300, 2000, 300, false), true);
    const { arena } = csr.out.place!;
    const way = { from: 0, to: 299 };
    const expected = walkOf(csr, undefined, way);
    expect(expected).toBeDefined();
    const before = arena.reserve(1)!;
    arena.release(before);
    expect(arena.reserve(2 ** 33)).toBeUndefined();
    const after = arena.reserve(1)!;
    // the records stood between
    expect(after).toBeLessThan(before);
    arena.release(after);
    expect(walkOf(csr, undefined, way)).toEqual(expected);
    // not while a search is at them
    const during = walkOf(csr, undefined, way, () => expect(arena.reserve(2 ** 33)).toBeUndefined());
    expect(during).toEqual(expected);
    expect(walkOf(csr, undefined, way)).toEqual(expected);
  });
});
