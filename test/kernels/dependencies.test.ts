// Brandes' searches by kernels: the same bits as by loops, for nodes and for links, on any number of threads; and
// the sums over all pairs of nodes that Freeman's definition asks for.
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { dependencySearch, type Links, linksOf } from "../../src/algorithms/brandes.js";
import { dependencySteps } from "../../src/kernels/dependencies.js";
import { runSteps } from "../../src/kernels/run-steps.js";
import { endThreads } from "../../src/kernels/threads.js";
import {
  anyGraph,
  expectSame,
  freeze,
  graphsOfWidth,
  type PlainGraph,
  seededGraph,
  widths,
} from "./graphs.js";

afterAll(endThreads);

function byLoops(links: Links, pivots: Uint32Array): { nodes: Float64Array; flows: Float64Array } {
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

function check(graph: PlainGraph, pivots: Uint32Array): Float64Array {
  const csr = freeze(graph, true);
  const links = linksOf(csr.out, undefined);
  const expected = byLoops(links, pivots);
  for (const threadCount of [1, 2, 3]) {
    for (const byLink of [false, true]) {
      const told: number[] = [];
      const input = { space: csr.out.place?.space, links, pivots, byLink, threadCount };
      const sums = runSteps(dependencySteps({ ...input, tick: (done) => told.push(done) }), threadCount);
      expectSame(sums ?? [], byLink ? expected.flows : expected.nodes);
      expect(told.length).toBe(pivots.length);
    }
  }
  return expected.nodes;
}

const allOf = ({ nodeCount }: PlainGraph) => Uint32Array.from({ length: nodeCount }, (_, u) => u);

/** From all distances and counts of paths: over all pairs of others, the share of their paths through each node. */
function naiveBetweenness(links: Links): number[] {
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

  it("have the bits of the loops, and are shares of paths, on any small graph", () => {
    fc.assert(
      fc.property(anyGraph(12, 40), (graph) => {
        const sums = check(graph, allOf(graph));
        const naive = naiveBetweenness(linksOf(freeze(graph, false).out, undefined));
        for (let u = 0; u < naive.length; u++) expect(sums[u]).toBeCloseTo(naive[u], 9);
      }),
      { numRuns: 60 },
    );
  });

  it("have the bits of the loops at every width", { timeout: 240_000 }, () => {
    for (const width of widths) {
      for (const graph of graphsOfWidth(width)) {
        check(graph, Uint32Array.of(0, graph.nodeCount - 1, graph.nodeCount >> 1));
      }
    }
  });

  it("are undefined without kernels", () => {
    const links = linksOf(freeze(seededGraph(9, 9, 9, true), false).out, undefined);
    const input = { space: undefined, links, pivots: Uint32Array.of(0), byLink: false, threadCount: 1 };
    expect(runSteps(dependencySteps({ ...input, tick: () => undefined }))).toBeUndefined();
  });
});
