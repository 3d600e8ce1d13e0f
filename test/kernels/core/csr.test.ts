// Frozen graphs against lists of lists, and components against a flood of the same lists, over both
// paths: the loops in TypeScript for small graphs and the kernels for large ones.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  componentsOfCsr,
  uniteArcsWithLoops,
} from "../../../src/algorithms/components/connected-components-kernel.js";
import { GroggyError } from "../../../src/errors.js";
import {
  bucketsOf,
  buildHalf,
  type CsrHalf,
  EDGE_CHUNK_SIZE,
  FrozenCsr,
  freezeCsr,
} from "../../../src/kernels/core/csr.js";
import { DEFAULT_TUNING } from "../../../src/structures/tuning.js";

interface Edges {
  readonly nodeCount: number;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
}

function naiveHalf(nodeCount: number, keys: Uint32Array, values: Uint32Array, both: boolean): number[][] {
  const lists: [number, number][][] = Array.from({ length: nodeCount }, () => []);
  for (let e = 0; e < keys.length; e++) {
    lists[keys[e]].push([values[e], e]);
    if (both) lists[values[e]].push([keys[e], e]);
  }
  return lists.map((list) => list.flat());
}

function listsOf(half: CsrHalf): number[][] {
  return Array.from({ length: half.offsets.length - 1 }, (_, u) => {
    const list: number[] = [];
    for (let arc = half.offsets[u]; arc < half.offsets[u + 1]; arc++)
      list.push(half.ends[arc], half.edges[arc]);
    return list;
  });
}

function naiveComponents({ nodeCount, sources, targets }: Edges): Uint32Array {
  const neighbors = naiveHalf(nodeCount, sources, targets, true);
  const labels = new Uint32Array(nodeCount).fill(0xffff_ffff);
  for (let start = 0; start < nodeCount; start++) {
    if (labels[start] !== 0xffff_ffff) continue;
    labels[start] = start;
    const stack = [start];
    for (let u = stack.pop(); u !== undefined; u = stack.pop()) {
      for (let i = 0; i < neighbors[u].length; i += 2) {
        const v = neighbors[u][i];
        if (labels[v] !== 0xffff_ffff) continue;
        labels[v] = start;
        stack.push(v);
      }
    }
  }
  return labels;
}

/** Seeded edges; a small `span` gives many components, and some ends are drawn to one node. */
function randomEdges(nodeCount: number, edgeCount: number, span: number, seed: number): Edges {
  let state = seed | 1;
  const draw = (below: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const sources = Uint32Array.from({ length: edgeCount }, () => draw(nodeCount));
  const targets = sources.map((u) => (draw(50) === 0 ? 0 : Math.min(nodeCount - 1, u + draw(span))));
  return { nodeCount, sources, targets };
}

function bytesOf(array: Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function checkBothPaths({ nodeCount, sources, targets }: Edges): void {
  for (const both of [false, true]) {
    const expected = naiveHalf(nodeCount, sources, targets, both);
    for (const withKernels of [false, true]) {
      const half = buildHalf(nodeCount, sources, targets, both, withKernels);
      expect(half.place !== undefined).toBe(withKernels);
      expect(half.offsets.length).toBe(nodeCount + 1);
      expect(listsOf(half)).toEqual(expected);
    }
  }
}

/** `toEqual` takes a microsecond an element; this only falls back to it to show the difference. */
function expectSame(received: Uint32Array, expected: Uint32Array): void {
  if (Buffer.compare(bytesOf(received), bytesOf(expected)) !== 0) expect(received).toEqual(expected);
}

function checkComponents(edges: Edges): void {
  const { nodeCount, sources, targets } = edges;
  const expected = naiveComponents(edges);
  for (const directed of [false, true]) {
    for (const withKernels of [false, true]) {
      const half = buildHalf(nodeCount, sources, targets, !directed, withKernels);
      const csr = new FrozenCsr(nodeCount, sources.length, directed, half);
      expectSame(componentsOfCsr(csr), expected);
      expectSame(componentsOfCsr(csr), expected);
      expectSame(uniteArcsWithLoops(nodeCount, half.offsets, half.ends), expected);
    }
  }
}

const anyEdges: fc.Arbitrary<Edges> = fc.integer({ min: 1, max: 40 }).chain((nodeCount) =>
  fc.array(fc.tuple(fc.nat(nodeCount - 1), fc.nat(nodeCount - 1)), { maxLength: 80 }).map((pairs) => ({
    nodeCount,
    sources: Uint32Array.from(pairs, ([u]) => u),
    targets: Uint32Array.from(pairs, ([, v]) => v),
  })),
);

const widths = [
  0,
  1,
  31,
  32,
  33,
  255,
  256,
  257,
  EDGE_CHUNK_SIZE - 1,
  EDGE_CHUNK_SIZE,
  EDGE_CHUNK_SIZE + 1,
  65535,
  65536,
  65537,
];

describe("frozen graphs", () => {
  it("lists the arcs of a small graph by hand", () => {
    const sources = Uint32Array.of(0, 2, 0, 1, 2);
    const targets = Uint32Array.of(1, 0, 1, 1, 2);
    const csr = freezeCsr({ nodeCount: 4, edgeCount: 5, sources, targets, directed: true });
    expect([...csr.out.offsets]).toEqual([0, 2, 3, 5, 5]);
    expect([...csr.out.ends]).toEqual([1, 1, 1, 0, 2]);
    expect([...csr.out.edges]).toEqual([0, 2, 3, 1, 4]);
    expect([...csr.in.offsets]).toEqual([0, 1, 4, 5, 5]);
    expect([...csr.in.ends]).toEqual([2, 0, 0, 1, 2]);
    expect([...csr.in.edges]).toEqual([1, 0, 2, 3, 4]);
  });

  it("makes two arcs of an undirected edge, and two of a self-loop at its node", () => {
    const sources = Uint32Array.of(0, 1);
    const targets = Uint32Array.of(1, 1);
    const csr = freezeCsr({ nodeCount: 2, edgeCount: 2, sources, targets, directed: false });
    expect([...csr.out.offsets]).toEqual([0, 1, 4]);
    expect([...csr.out.ends]).toEqual([1, 0, 1, 1]);
    expect([...csr.out.edges]).toEqual([0, 0, 1, 1]);
    expect(csr.in.offsets).toBe(csr.out.offsets);
    expect(csr.in.ends).toBe(csr.out.ends);
    expect(csr.in.edges).toBe(csr.out.edges);
  });

  it("has no arcs without edges, and no nodes either", () => {
    const none = new Uint32Array(0);
    for (const nodeCount of [0, 1, 3]) {
      for (const directed of [true, false]) {
        const csr = freezeCsr({ nodeCount, edgeCount: 0, sources: none, targets: none, directed });
        expect([...csr.out.offsets]).toEqual(new Array(nodeCount + 1).fill(0));
        expect([...csr.in.offsets]).toEqual(new Array(nodeCount + 1).fill(0));
        expect(csr.arcCount).toBe(0);
      }
    }
  });

  it("equals lists of lists on any small graph", () => {
    fc.assert(fc.property(anyEdges, checkBothPaths));
  });

  it("equals lists of lists at every width", () => {
    for (const width of widths) {
      checkBothPaths(randomEdges(Math.max(1, width >> 1), width, 1000, width));
      checkBothPaths(randomEdges(Math.max(1, width), width >> 2, 1_000_000, width));
    }
  });

  it("takes only the edges counted, and gives both halves, through the public function", () => {
    const { nodeCount, sources, targets } = randomEdges(5000, DEFAULT_TUNING.kernelEdgeCountMin + 7, 5000, 9);
    const edgeCount = DEFAULT_TUNING.kernelEdgeCountMin;
    const csr = freezeCsr({ nodeCount, edgeCount, sources, targets, directed: true });
    const [s, t] = [sources.subarray(0, edgeCount), targets.subarray(0, edgeCount)];
    expect(csr.out.place).toBeDefined();
    expect(csr.out.ends.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(listsOf(csr.out)).toEqual(naiveHalf(nodeCount, s, t, false));
    expect(listsOf(csr.in)).toEqual(naiveHalf(nodeCount, t, s, false));
    expect(csr.in).toBe(csr.in);
  });

  it("gives the same entering arcs whether it kept the edges' ends or not", () => {
    for (const edgeCount of [100, DEFAULT_TUNING.kernelEdgeCountMin]) {
      const { nodeCount, sources, targets } = randomEdges(500, edgeCount, 500, 11);
      const input = { nodeCount, edgeCount, sources, targets, directed: true };
      const kept = freezeCsr({ ...input, keepEnds: true });
      expect(listsOf(kept.in)).toEqual(listsOf(freezeCsr(input).in));
    }
  });

  it("places the arcs of a large graph by buckets as the plain loop does one by one", () => {
    // many nodes, few nodes with more arcs each than the scratch holds, and one node with all of them
    for (const nodeCount of [1_000_000, 1000, 1]) {
      const { sources, targets } = randomEdges(nodeCount, 1_100_003, nodeCount, 5);
      for (const both of [false, true]) {
        expect(bucketsOf(nodeCount, sources.length, sources.length)).toBeDefined();
        const loop = buildHalf(nodeCount, sources, targets, both, false);
        const kernel = buildHalf(nodeCount, sources, targets, both, true);
        expectSame(kernel.offsets, loop.offsets);
        expectSame(kernel.ends, loop.ends);
        expectSame(kernel.edges, loop.edges);
      }
    }
  });

  it("does without buckets where an arc cannot be packed into 64 bits", () => {
    expect(bucketsOf(2 ** 28, 2 ** 27, 2 ** 28)).toBeUndefined();
    const { shift, valueBits } = bucketsOf(2 ** 26, 2 ** 26, 2 ** 27) ?? { shift: 64, valueBits: 0 };
    expect(shift + valueBits + 26).toBeLessThanOrEqual(64);
  });

  it("refuses what passes 4 GiB before anything is allocated", () => {
    const none = new Uint32Array(0);
    const freeze = () =>
      freezeCsr({ nodeCount: 2 ** 30, edgeCount: 0, sources: none, targets: none, directed: true });
    expect(freeze).toThrow(GroggyError);
    expect(freeze).toThrow(/bytes of a frozen graph/);
  });

  it("finds an edge to no node", () => {
    const sources = new Uint32Array(DEFAULT_TUNING.kernelEdgeCountMin);
    const targets = new Uint32Array(DEFAULT_TUNING.kernelEdgeCountMin).fill(3);
    expect(() => buildHalf(3, targets, sources, false, false)).toThrow();
    expect(() => buildHalf(3, targets, sources, false, true)).toThrow();
  });
});

describe("components", () => {
  it("are named by their smallest node", () => {
    const half = buildHalf(6, Uint32Array.of(5, 4, 2), Uint32Array.of(4, 1, 2), true, false);
    const labels = componentsOfCsr(new FrozenCsr(6, 3, false, half));
    expect([...labels]).toEqual([0, 1, 2, 3, 1, 1]);
  });

  it("equal a flood of any small graph", () => {
    fc.assert(fc.property(anyEdges, checkComponents));
  });

  it("equal a flood at every width", () => {
    for (const width of widths) {
      checkComponents(randomEdges(Math.max(1, width), width >> 1, 3, width));
      checkComponents(randomEdges(Math.max(1, width >> 3), width, 100_000, width));
    }
  });

  it("reach along a path in either order", () => {
    const length = 100_000;
    const forth = Uint32Array.from({ length }, (_, i) => i);
    const back = forth.map((i) => length - i);
    for (const sources of [forth, back]) {
      const targets = sources === forth ? forth.map((u) => u + 1) : back.map((u) => u - 1);
      checkPath(length + 1, sources, targets);
    }
  });
});

function checkPath(nodeCount: number, sources: Uint32Array, targets: Uint32Array): void {
  const zeros = new Uint32Array(nodeCount);
  for (const directed of [true, false]) {
    const csr = freezeCsr({ nodeCount, edgeCount: sources.length, sources, targets, directed });
    expectSame(componentsOfCsr(csr), zeros);
  }
}
