// Strongly connected components by kernel and by loop: the same numbers, whose parts are those of nodes that lead
// to each other, and whose order is one in which arcs lead downwards.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { strongLabels } from "../../src/algorithms/strongly-connected-components.js";
import { runSteps } from "../../src/kernels/run-steps.js";
import { strongSteps } from "../../src/kernels/strong.js";
import type { Csr } from "../../src/view.js";
import {
  anyGraph,
  expectSame,
  freeze,
  graphsOfWidth,
  listsOf,
  type PlainGraph,
  seededGraph,
  widths,
} from "./graphs.js";

function labelsOf(graph: PlainGraph): Uint32Array {
  const csr = freeze(graph, true);
  const byKernel = runSteps(strongSteps(csr, () => undefined));
  if (byKernel === undefined) throw new Error("no kernels");
  const byLoop = strongLabels(csr as unknown as Csr);
  expectSame(byKernel.labels, byLoop.labels);
  expect(byKernel.count).toBe(byLoop.count);
  for (const [u, list] of listsOf(graph).entries()) {
    for (const [v] of list) if (byKernel.labels[u] < byKernel.labels[v]) throw new Error(`${u} -> ${v}`);
  }
  return byKernel.labels;
}

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
    expect([...labelsOf(graph)]).toEqual([2, 2, 2, 1, 0]);
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

  it("go a long way, and tell how far they have come", () => {
    const graph = seededGraph(200_000, 199_999, 1, true);
    graph.sources.forEach((_, i) => {
      graph.sources[i] = i;
      graph.targets[i] = i + 1;
    });
    const told: number[] = [];
    const found = runSteps(strongSteps(freeze(graph, true), (done) => told.push(done)));
    expect(found?.count).toBe(200_000);
    expect(found?.labels[0]).toBe(199_999);
    expect(told.at(-1)).toBe(200_000);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });

  it("are undefined without kernels", () => {
    expect(runSteps(strongSteps(freeze(seededGraph(9, 9, 9, true), false), () => undefined))).toBeUndefined();
  });
});
