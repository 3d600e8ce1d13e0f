// Brandes' searches by kernels: as by loops, for nodes and for links, with the same bits on any number of threads; and
// the sums over all pairs of nodes that Freeman's definition asks for.
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { dependencySteps } from "../../../src/algorithms/centrality/betweenness-centrality-kernel.js";
import { type BrandesLinks, dependencySearch, linksOf } from "../../../src/algorithms/centrality/brandes.js";
import { linkSteps, linksSizeBytes } from "../../../src/algorithms/centrality/links-kernel.js";
import {
  layOutPathWorkspaces,
  pathWorkspacesSizeBytes,
} from "../../../src/algorithms/centrality/path-workspaces.js";
import { lengthDependencySteps } from "../../../src/algorithms/centrality/weighted-betweenness-kernel.js";
import { Arena } from "../../../src/kernels/core/arena.js";
import { buildHalf } from "../../../src/kernels/core/csr.js";
import { createMemory } from "../../../src/kernels/core/wasm.js";
import { runSteps } from "../../../src/kernels/runtime/run-steps.js";
import { openScratch } from "../../../src/kernels/runtime/scratch.js";
import { endThreads } from "../../../src/kernels/runtime/threads.js";
import {
  anyGraph,
  expectSame,
  freeze,
  graphsOfWidth,
  type PlainGraph,
  seededGraph,
  widths,
} from "../../kernels/arbitrary-graphs.js";

afterAll(endThreads);

function byLoops(links: BrandesLinks, pivots: Uint32Array): { nodes: Float64Array; flows: Float64Array } {
  const nodes = new Float64Array(links.offsets.length - 1);
  const flows = new Float64Array(links.ends.length);
  const search = dependencySearch(links, (link, share) => {
    flows[link] += share;
  });
  for (const pivot of pivots) {
    const { order, count, dependencies } = search(pivot);
    for (let i = 1; i < count; i++) nodes[order[i]] += dependencies[order[i]];
  }
  return { nodes, flows };
}

/** Throws unless all numbers are as near as sums in another order are. */
function expectNear(received: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(received.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (!(Math.abs(received[i] - expected[i]) <= 1e-11 * expected[i]))
      throw new Error(`expected ${expected[i]} at ${i}, got ${received[i]}`);
  }
}

/** All levels pushed, and with the arcs by the node they lead to; one thread and several. */
function check(graph: PlainGraph, pivots: Uint32Array, isPlaced = true): Float64Array {
  const { out: arcs, in: entering } = freeze(graph, isPlaced);
  const expected = byLoops(linksOf(arcs, undefined), pivots);
  for (const back of [undefined, graph.directed ? entering : arcs]) {
    for (const byLink of [false, true]) {
      const wanted = byLink ? expected.flows : expected.nodes;
      let first: Float64Array | undefined;
      for (const threadCount of [1, 2, 3]) {
        const told: number[] = [];
        const input = { arcs, back, pivots, byLink, threadCount, tick: (done: number) => told.push(done) };
        const sums = runSteps(dependencySteps(input), threadCount) ?? new Float64Array();
        expectNear(sums, wanted);
        first ??= sums;
        expectSame(sums, first);
        expect(told.at(-1)).toBe(pivots.length);
        expect(told).toEqual([...new Set(told)].sort((x, y) => x - y));
      }
    }
  }
  return expected.nodes;
}

/** The same by length: as by loops, with the same bits on any number of threads. */
function checkLengths(graph: PlainGraph, pivots: Uint32Array, isPlaced = true): Float64Array {
  const { out: arcs } = freeze(graph, isPlaced);
  const links = linksOf(
    arcs,
    graph.weights.map((weight) => weight + 1),
  );
  const lengths = links.lengths ?? new Float64Array();
  const expected = byLoops(links, pivots);
  for (const byLink of [false, true]) {
    let first: Float64Array | undefined;
    for (const threadCount of [1, 2, 3]) {
      const told: number[] = [];
      const input = { arena: arcs.place?.arena, links, lengths, pivots, byLink, threadCount };
      const steps = lengthDependencySteps({ ...input, tick: (done) => told.push(done) });
      const sums = runSteps(steps, threadCount) ?? new Float64Array();
      expectNear(sums, byLink ? expected.flows : expected.nodes);
      first ??= sums;
      expectSame(sums, first);
      expect(told.at(-1)).toBe(pivots.length);
    }
  }
  return expected.nodes;
}

const allOf = ({ nodeCount }: PlainGraph) => Uint32Array.from({ length: nodeCount }, (_, u) => u);

/** From all distances and counts of paths: over all pairs of others, the share of their paths through each node. */
function naiveBetweenness(links: BrandesLinks): number[] {
  const nodeCount = links.offsets.length - 1;
  const nodes = Array.from({ length: nodeCount }, (_, u) => u);
  const distances = nodes.map((u) => nodes.map((v) => (u === v ? 0 : Infinity)));
  const counts = nodes.map((u) => nodes.map((v) => (u === v ? 1 : 0)));
  for (const s of nodes) {
    const queue = [s];
    for (const u of queue) {
      for (const v of links.ends.subarray(links.offsets[u], links.offsets[u + 1])) {
        if (distances[s][v] === Infinity) queue.push(v);
        distances[s][v] = Math.min(distances[s][v], distances[s][u] + 1);
        if (distances[s][v] === distances[s][u] + 1) counts[s][v] += counts[s][u];
      }
    }
  }
  return nodes.map((via) => {
    let sum = 0;
    for (const s of nodes) {
      for (const t of nodes) {
        if (s === via || t === via || s === t || distances[s][t] === Infinity) continue;
        if (distances[s][via] + distances[via][t] !== distances[s][t]) continue;
        sum += (counts[s][via] * counts[via][t]) / counts[s][t];
      }
    }
    return sum;
  });
}

describe("dependencies by kernels", () => {
  it("are right on a small graph by hand", () => {
    // 0 -> 1 -> 3 and 0 -> 2 -> 3 -> 4: half of the two ways from 0 lead through 1, half through 2
    const sources = Uint32Array.of(0, 0, 1, 2, 3);
    const targets = Uint32Array.of(1, 2, 3, 3, 4);
    const graph = { nodeCount: 5, directed: true, sources, targets, weights: new Float64Array(5) };
    expect([...check(graph, Uint32Array.of(0))]).toEqual([0, 1, 1, 1, 0]);
    expect([...check(graph, allOf(graph))]).toEqual([0, 1, 1, 3, 0]);
  });

  it("are those of the loops, and shares of paths, on any small graph, with the same bits on any threads", () => {
    fc.assert(
      fc.property(anyGraph(12, 40), (graph) => {
        const sums = check(graph, allOf(graph));
        const naive = naiveBetweenness(linksOf(freeze(graph, false).out, undefined));
        for (let u = 0; u < naive.length; u++) expect(sums[u]).toBeCloseTo(naive[u], 9);
      }),
      { numRuns: 60 },
    );
  });

  it("are those of the loops at every width", { timeout: 240_000 }, () => {
    for (const width of widths) {
      for (const graph of graphsOfWidth(width)) {
        check(graph, Uint32Array.of(0, graph.nodeCount - 1, graph.nodeCount >> 1));
      }
    }
  });

  it("are those of the loops where a call searches from several sources, and the graph has no memory", () => {
    for (const directed of [true, false]) {
      const graph = seededGraph(500, 2500, 500, directed);
      for (const isPlaced of [true, false]) check(graph, allOf(graph), isPlaced);
    }
  });

  it("push small levels, and pull those whose nodes are fewer than the links before them", () => {
    const graph = seededGraph(1000, 5000, 1000, false);
    const { out } = freeze(graph, true);
    const sizes = { nodeCount: 1000, stepCountMax: 5000, valueCount: 1000, byLength: false };
    const sizeBytes = linksSizeBytes(out) + pathWorkspacesSizeBytes(1, sizes) + 4;
    const scratch = openScratch(out.place?.arena, sizeBytes);
    if (scratch === undefined) throw new Error("no scratch");
    const { offsets, ends } = runSteps(linkSteps(scratch, out));
    const workspaces = layOutPathWorkspaces(scratch, 1, sizes);
    const sources = scratch.uint32(1).fill(999);
    const [from, to] = [offsets.byteOffset, ends.byteOffset];
    const found = (back: number[]) => {
      const [backFrom, backTo] = back;
      const places = [sources.byteOffset, 1000, from, to, backFrom, backTo, workspaces.heads] as const;
      scratch.kernels.searchSources(0, 1, ...places, 0, 1, 0);
      const { buffer } = scratch.arena.memory;
      const [, order, , , levels, , , , , tail] = new Uint32Array(buffer, workspaces.heads, 10);
      const marks = new Uint32Array(buffer, levels, 1000);
      const count = marks.indexOf(tail << 1) < 0 ? marks.indexOf((tail << 1) | 1) : marks.indexOf(tail << 1);
      const nodes = [...marks.subarray(0, count)].map((mark, level) =>
        [...new Uint32Array(buffer, order, 1000).subarray(mark >>> 1, marks[level + 1] >>> 1)].sort(),
      );
      return { nodes, pulled: [...marks.subarray(0, count)].map((mark) => mark & 1) };
    };
    const pushed = found([0, 0]);
    const both = found([from, to]);
    expect(pushed.pulled.every((mark) => mark === 0)).toBe(true);
    expect(both.pulled.slice(0, 2)).toEqual([0, 0]);
    expect(both.pulled).toContain(1);
    expect(both.nodes).toEqual(pushed.nodes);
    scratch.release();
  });

  it("make do with fewer workspaces than threads where there is no more room", () => {
    const { nodeCount, sources, targets } = seededGraph(300, 900, 300, false);
    const memory = createMemory(4, false);
    if (memory === undefined) throw new Error("no memory");
    const half = buildHalf(nodeCount, sources, targets, true, true, new Arena(memory, false));
    expect(half.place?.arena.memory).toBe(memory);
    const pivots = Uint32Array.from({ length: 40 }, (_, i) => i);
    const input = { arcs: half, back: half, pivots, byLink: false, tick: () => undefined };
    expect(
      pathWorkspacesSizeBytes(16, { nodeCount, stepCountMax: 900, valueCount: 300, byLength: false }),
    ).toBeGreaterThan(memory.buffer.byteLength);
    const sums = runSteps(dependencySteps({ ...input, threadCount: 16 }));
    expectNear(sums ?? [], byLoops(linksOf(half, undefined), pivots).nodes);
    expectSame(sums ?? [], runSteps(dependencySteps({ ...input, threadCount: 1 })) ?? []);
  });

  it("are undefined without kernels", () => {
    const arcs = freeze(seededGraph(9, 9, 9, true), false).out;
    const input = { arcs, back: undefined, pivots: Uint32Array.of(0), byLink: false, threadCount: 1 };
    expect(runSteps(dependencySteps({ ...input, tick: () => undefined }))).toBeUndefined();
  });

  describe("by length", () => {
    it("are right on a small graph by hand", () => {
      // 0 -> 3 by 1 takes 2, by 2 it takes 3, and the way on to 4 is as long by 3 as without
      const sources = Uint32Array.of(0, 0, 1, 2, 3, 0);
      const targets = Uint32Array.of(1, 2, 3, 3, 4, 4);
      const weights = Float64Array.of(0, 0, 0, 1, 0, 2);
      const graph = { nodeCount: 5, directed: true, sources, targets, weights };
      expect([...checkLengths(graph, Uint32Array.of(0))]).toEqual([0, 1.5, 0, 0.5, 0]);
    });

    it("are those of the loops on any small graph", () => {
      fc.assert(
        fc.property(anyGraph(12, 40), (graph) => {
          checkLengths(graph, allOf(graph));
        }),
        { numRuns: 60 },
      );
    });

    it("are those of the loops at every width", { timeout: 240_000 }, () => {
      for (const width of widths) {
        for (const graph of graphsOfWidth(width)) {
          checkLengths(graph, Uint32Array.of(0, graph.nodeCount - 1, graph.nodeCount >> 1));
        }
      }
    });

    it("are those of the loops where a call searches from several sources, and the graph has no memory", () => {
      const graph = seededGraph(500, 2500, 500, false);
      for (const isPlaced of [true, false]) checkLengths(graph, allOf(graph), isPlaced);
    });

    it("leave aside what is too far for a number", () => {
      const offsets = Uint32Array.of(0, 1, 2, 2);
      const links = { offsets, ends: Uint32Array.of(1, 2) };
      const lengths = Float64Array.of(Number.MAX_VALUE, Number.MAX_VALUE);
      const { arena } = freeze(seededGraph(3, 3, 3, true), true).out.place ?? {};
      const input = { arena, links, lengths, pivots: Uint32Array.of(0, 1), byLink: true, threadCount: 1 };
      const sums = runSteps(lengthDependencySteps({ ...input, tick: () => undefined }));
      expect([...(sums ?? [])]).toEqual([1, 1]);
    });

    it("are undefined without kernels", () => {
      const links = linksOf(freeze(seededGraph(9, 9, 9, true), false).out, undefined);
      const lengths = new Float64Array(links.ends.length).fill(1);
      const input = { arena: undefined, links, lengths, pivots: Uint32Array.of(0), byLink: false };
      const steps = lengthDependencySteps({ ...input, threadCount: 1, tick: () => undefined });
      expect(runSteps(steps)).toBeUndefined();
    });
  });
});
