// Graphs that kernels are compared with naive twins on: small ones of every kind for properties, and seeded ones
// at the widths of words, bytes and chunks, with isolated nodes, self-loops, parallel edges and several parts.
import fc from "fast-check";
import { buildHalf, FrozenCsr } from "../../src/kernels/core/csr.js";

export interface PlainGraph {
  readonly nodeCount: number;
  readonly directed: boolean;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** Whole numbers from 0 on, by edge. */
  readonly weights: Float64Array;
}

export const widths: readonly number[] = [0, 1, 255, 256, 257, 65535, 65536, 65537];

export function anyGraph(nodesMax = 40, edgesMax = 80): fc.Arbitrary<PlainGraph> {
  return fc
    .record({ nodeCount: fc.integer({ min: 1, max: nodesMax }), directed: fc.boolean() })
    .chain(({ nodeCount, directed }) =>
      fc
        .array(fc.tuple(fc.nat(nodeCount - 1), fc.nat(nodeCount - 1), fc.nat(6)), { maxLength: edgesMax })
        .map((edges) => ({
          nodeCount,
          directed,
          sources: Uint32Array.from(edges, ([u]) => u),
          targets: Uint32Array.from(edges, ([, v]) => v),
          weights: Float64Array.from(edges, ([, , weight]) => weight),
        })),
    );
}

/** Draws whole numbers from 0 to `below` - 1, the same ones for the same seed. */
export function drawer(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Seeded edges; a small `span` gives long ways and many parts, and some ends are drawn to one node. */
export function seededGraph(
  nodeCount: number,
  edgeCount: number,
  span: number,
  directed: boolean,
  seed = 7,
): PlainGraph {
  const draw = drawer(seed);
  const sources = Uint32Array.from({ length: edgeCount }, () => draw(nodeCount));
  const targets = sources.map((u) => (draw(50) === 0 ? 0 : Math.min(nodeCount - 1, u + draw(span))));
  return { nodeCount, directed, sources, targets, weights: Float64Array.from(sources, () => draw(100)) };
}

/**
 * A long thin graph: a grid of `width` by `length` with some edges gone and some diagonals, numbered along its short side
 * or, with a `stride` that has no divisor in common with the number of nodes, all over.
 */
export function thinGraph(
  width: number,
  length: number,
  goneInHundred: number,
  directed: boolean,
  stride = 1,
): PlainGraph {
  const nodeCount = width * length;
  const draw = drawer(width * 1000 + length);
  const pairs: [number, number][] = [];
  for (let u = 0; u < nodeCount; u++) {
    const isLast = (u + 1) % width === 0;
    for (const [v, isThere] of [
      [u + 1, !isLast],
      [u + width, true],
      [u + width + 1, !isLast && draw(3) === 0],
    ] as const) {
      if (isThere && v < nodeCount && draw(100) >= goneInHundred) pairs.push(draw(2) === 0 ? [u, v] : [v, u]);
    }
  }
  const [sources, targets] = [0, 1].map((i) =>
    Uint32Array.from(pairs, (pair) => (pair[i] * stride) % nodeCount),
  );
  return { nodeCount, directed, sources, targets, weights: Float64Array.from(pairs, () => draw(100)) };
}

/** Long thin graphs of some shapes, numbered along and all over. */
export function thinGraphs(directed: boolean): PlainGraph[] {
  return [
    [1, 1201, 0],
    [1, 1201, 1],
    [3, 401, 5],
    [40, 31, 10],
    [61, 23, 30],
  ].flatMap(([width, length, gone]) =>
    [1, 1999].map((stride) => thinGraph(width, length, gone, directed, stride)),
  );
}

/** Sparse and dense, near and far, directed and not, with a width as the number of nodes and of edges. */
export function graphsOfWidth(width: number): PlainGraph[] {
  const nodes = Math.max(1, width);
  return [true, false].flatMap((directed) => [
    seededGraph(nodes, width >> 1, 1_000_000, directed),
    seededGraph(nodes, width * 2, 40, directed),
    seededGraph(Math.max(1, width >> 3), width, 1_000_000, directed),
  ]);
}

/**
 * As many arcs as threads share, from nodes of the first nine tenths to nodes all over, and a line through the rest, so
 * that there are wide frontiers, narrow ones, and nodes that nothing leads to.
 */
export function largeGraph(directed: boolean, seed = 5): PlainGraph {
  const draw = drawer(seed);
  const [nodeCount, edgeCount] = [40_000, directed ? 2_200_000 : 1_100_000];
  const from = nodeCount * 0.9;
  const sources = new Uint32Array(edgeCount);
  const targets = new Uint32Array(edgeCount);
  for (let e = 0; e < edgeCount; e++) {
    sources[e] = draw(from);
    targets[e] = draw(1000) === 0 ? draw(nodeCount) : draw(from);
  }
  for (let u = from; u + 1 < nodeCount; u++) {
    sources[u - from] = u;
    targets[u - from] = u + 1;
  }
  return { nodeCount, directed, sources, targets, weights: new Float64Array(edgeCount) };
}

/** The graph frozen, in a kernel's memory or in plain arrays. */
export function freeze(
  { nodeCount, directed, sources, targets }: PlainGraph,
  withKernels: boolean,
): FrozenCsr {
  const half = buildHalf(nodeCount, sources, targets, !directed, withKernels);
  return new FrozenCsr(nodeCount, sources.length, directed, half, { sources, targets });
}

/** For each node its arcs as pairs of far end and edge, along or against the edges. */
export function listsOf(graph: PlainGraph, isAgainst = false): [end: number, edge: number][][] {
  const lists: [number, number][][] = Array.from({ length: graph.nodeCount }, () => []);
  const [from, to] = isAgainst ? [graph.targets, graph.sources] : [graph.sources, graph.targets];
  for (let e = 0; e < from.length; e++) {
    lists[from[e]].push([to[e], e]);
    if (!graph.directed) lists[to[e]].push([from[e], e]);
  }
  return lists;
}

/** Throws at the first place where two arrays differ; `toEqual` would take a microsecond an element. */
export function expectSame(received: ArrayLike<number>, expected: ArrayLike<number>): void {
  if (received.length !== expected.length)
    throw new Error(`expected ${expected.length} numbers, got ${received.length}`);
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(received[i], expected[i])) continue;
    throw new Error(`expected ${expected[i]} at ${i}, got ${received[i]}`);
  }
}
