// Strongly connected components by kernels and by loop: the same parts, which are those of nodes that lead to each
// other; those of the loop are in an order in which arcs lead downwards.
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { labelStrongComponents } from "../../../src/algorithms/components/strongly-connected-components.js";
import {
  type StrongComponentLabels,
  strongLabelSteps,
} from "../../../src/algorithms/components/strongly-connected-components-kernel.js";
import { runSteps } from "../../../src/kernels/runtime/run-steps.js";
import type { Steps } from "../../../src/kernels/runtime/steps.js";
import { endThreads } from "../../../src/kernels/runtime/threads.js";
import type { Csr } from "../../../src/view.js";
import {
  anyGraph,
  expectSame,
  freeze,
  graphsOfWidth,
  largeGraph,
  listsOf,
  type PlainGraph,
  seededGraph,
  widths,
} from "../../kernels/arbitrary-graphs.js";

afterAll(endThreads);

/** Numbers of parts in the order of their first nodes. */
function renumber(labels: Uint32Array): Uint32Array {
  const numbers = new Map<number, number>();
  return labels.map((label) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  });
}

interface Found {
  readonly labels: Uint32Array;
  /** How often nodes of the giant component were looked for backwards. */
  readonly sweepCount: number;
}

function find(graph: PlainGraph, threadCount: number): Found & { readonly count: number } {
  let sweepCount = 0;
  function* trace(steps: Steps<StrongComponentLabels | undefined>): Steps<StrongComponentLabels | undefined> {
    let next = steps.next();
    for (; !next.done; next = steps.next()) {
      if (next.value.kernel === "sweepBack") sweepCount++;
      yield next.value;
    }
    return next.value;
  }
  const found = runSteps(trace(strongLabelSteps(freeze(graph, true), () => undefined)), threadCount);
  if (found === undefined) throw new Error("no kernels");
  return { ...found, labels: renumber(found.labels), sweepCount };
}

function partsOf(graph: PlainGraph): Found {
  const byLoop = labelStrongComponents(freeze(graph, false) as unknown as Csr);
  for (const [u, list] of listsOf(graph).entries()) {
    for (const [v] of list) if (byLoop.labels[u] < byLoop.labels[v]) throw new Error(`${u} -> ${v}`);
  }
  const [one, two] = [1, 2].map((threadCount) => find(graph, threadCount));
  for (const { labels, count } of [one, two]) {
    expectSame(labels, renumber(byLoop.labels));
    expect(count).toBe(byLoop.count);
  }
  return one;
}

const labelsOf = (graph: PlainGraph): Uint32Array => partsOf(graph).labels;

/** For each pair of nodes whether one leads to the other, by Warshall's closure. */
function closureOf(graph: PlainGraph): boolean[][] {
  const lists = listsOf(graph);
  const leads = lists.map((list, u) => lists.map((_, v) => u === v || list.some(([end]) => end === v)));
  for (let k = 0; k < leads.length; k++) {
    for (const row of leads) if (row[k]) for (let v = 0; v < row.length; v++) row[v] ||= leads[k][v];
  }
  return leads;
}

describe("strongly connected components by kernel", () => {
  it("are right on a small graph by hand", () => {
    // a circle of 0, 1 and 2, from which 3 hangs, on which 4 hangs, which leads to itself
    const sources = Uint32Array.of(0, 1, 2, 2, 3, 4);
    const targets = Uint32Array.of(1, 2, 0, 3, 4, 4);
    const graph = { nodeCount: 5, directed: true, sources, targets, weights: new Float64Array(6) };
    expect([...labelsOf(graph)]).toEqual([0, 0, 0, 1, 2]);
  });

  it("are the nodes that lead to each other in any small graph", () => {
    fc.assert(
      fc.property(anyGraph(15, 30), (graph) => {
        const [labels, leads] = [labelsOf(graph), closureOf(graph)];
        for (let u = 0; u < labels.length; u++) {
          for (let v = 0; v < labels.length; v++) {
            expect(labels[u] === labels[v]).toBe(leads[u][v] && leads[v][u]);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it("equal those of the loop at every width", { timeout: 120_000 }, () => {
    for (const width of widths) graphsOfWidth(width).forEach(labelsOf);
  });

  function graphOf(nodeCount: number, edges: [number, number][]): PlainGraph {
    const [sources, targets] = [0, 1].map((end) => Uint32Array.from(edges, (edge) => edge[end]));
    return { nodeCount, directed: true, sources, targets, weights: new Float64Array(edges.length) };
  }

  const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

  it("look back from what a node leads to, and stop where nothing is added", () => {
    // 0 leads to 1 .. 30, each of which leads to the one before; 31 .. 33 are a circle that leads there
    const star = numbers(30).flatMap((i): [number, number][] => [
      [0, i + 1],
      [i + 1, i],
    ]);
    const found = partsOf(graphOf(34, [...star, [31, 32], [32, 33], [33, 31], [33, 5]]));
    expect([...found.labels]).toEqual([...new Array(31).fill(0), 1, 1, 1]);
    expect(found.sweepCount).toBe(2);
  });

  it("leave to the walk what is a long way back", () => {
    // each of 1 .. 30 leads to the one behind, so that a look back adds one
    const ring = numbers(30).flatMap((i): [number, number][] => [
      [0, i + 1],
      [i + 1, (i + 2) % 31],
    ]);
    const found = partsOf(graphOf(40, ring));
    expect([...found.labels]).toEqual([...new Array(31).fill(0), ...numbers(9).map((i) => i + 1)]);
    expect(found.sweepCount).toBe(16);
  });

  it("look not back where a node leads to few", () => {
    const pairs = numbers(50).flatMap((i): [number, number][] => [
      [2 * i, 2 * i + 1],
      [2 * i + 1, 2 * i],
    ]);
    const found = partsOf(graphOf(100, pairs));
    expect([...found.labels]).toEqual(numbers(100).map((u) => u >> 1));
    expect(found.sweepCount).toBe(0);
  });

  it("equal those of the loop in a graph that threads share", () => {
    expect(partsOf(largeGraph(true)).sweepCount).toBe(0);
    const graph = largeGraph(true);
    // without the line, what a node leads to has short ways
    for (let e = 0; e < 4000; e++) graph.targets[e] = 0;
    expect(partsOf(graph).sweepCount).toBeGreaterThan(1);
  });

  it("go a long way, and tell how far they have come", () => {
    const graph = seededGraph(200_000, 199_999, 1, true);
    graph.sources.forEach((_, i) => {
      graph.sources[i] = i;
      graph.targets[i] = i + 1;
    });
    const told: number[] = [];
    const found = runSteps(strongLabelSteps(freeze(graph, true), (done) => told.push(done)));
    expect(found?.count).toBe(200_000);
    expect(new Set(found?.labels).size).toBe(200_000);
    expect(told.at(-1)).toBe(200_000);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });

  it("are undefined without kernels", () => {
    expect(
      runSteps(strongLabelSteps(freeze(seededGraph(9, 9, 9, true), false), () => undefined)),
    ).toBeUndefined();
  });
});
