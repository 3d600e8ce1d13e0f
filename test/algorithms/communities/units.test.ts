// Communities do not depend on the unit of weights, nor on how sums of them are rounded: by loops and by kernels.
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import {
  type Communities,
  conductance,
  infomap,
  karateClub,
  labelPropagation,
  leiden,
  lesMiserables,
  louvain,
  modularity,
  randomWalks,
} from "../../../src/algorithms/index.js";
import { Graph, type GraphView } from "../../../src/index.js";
import { reversedView } from "../../../src/view.js";
import { tune } from "../../kernels/tune.js";
import { cases, graphOf } from "../shared/random-graphs.js";

afterEach(() => tune());

/** The same graph in a kernel's memory, however small it is. */
function inKernels(view: GraphView): GraphView {
  const again = reversedView(reversedView(view));
  tune({ kernelEdgeCountMin: 0 });
  expect(again.csr().out.place).toBeDefined();
  tune();
  return again;
}

type Division = (view: GraphView, options: { weight: number[]; seed?: number }) => Communities;
const divisions: Record<string, Division> = {
  louvain,
  leiden,
  infomap,
  labelPropagation,
  "labelPropagation at once": (view, { weight }) => labelPropagation(view, { weight, synchronous: true }),
};
const UNITS = [0.1, 1 / 3, 1e-3, 1e-90, 1e-160, 1e-200, 1e-300, 7e5, 1e90, 1e160, 1e200, 1e300, 2.5e307];

const karate = karateClub().addTo(new Graph({ directed: false }));
const novel = lesMiserables().addTo(new Graph({ directed: false }));
const counts = [...novel.edges.column("weight").values].map(Number);

describe.each(Object.entries(divisions))("%s", (_, divide) => {
  it("divides a graph of equal weights alike in any unit", () => {
    for (const view of [karate, inKernels(karate)]) {
      const plain = divide(view, { weight: Array(78).fill(1) });
      for (const unit of [...UNITS, Number.MIN_VALUE, 1e-310, 1e308, Number.MAX_VALUE]) {
        const found = divide(view, { weight: Array(78).fill(unit) });
        expect([...found.values]).toEqual([...plain.values]);
        expect(found.modularity).toBeCloseTo(plain.modularity, 12);
      }
    }
  });

  it("divides a weighted graph alike in any unit", () => {
    for (const view of [novel, inKernels(novel)]) {
      const plain = divide(view, { weight: counts });
      for (const unit of [...UNITS, Number.MIN_VALUE]) {
        const weight = counts.map((count) => count * Math.min(unit, 1e306));
        const found = divide(view, { weight });
        expect([...found.values]).toEqual([...plain.values]);
        expect(found.modularity).toBeCloseTo(plain.modularity, 12);
      }
    }
  });

  it("divides any graph of few weights alike in any unit, where many gains are equal", () => {
    fc.assert(
      fc.property(
        cases({ nodesMin: 1, nodesMax: 12, edgesMax: 40, weightMax: 3 }),
        fc.constantFrom(...UNITS, Number.MIN_VALUE),
        fc.nat(9),
        (graph, unit, seed) => {
          const weight = graph.edges.map((edge) => edge.weight);
          const scaled = weight.map((each) => each * unit);
          const views = graph.edges.length > 0 ? [graph.view, inKernels(graph.view)] : [graph.view];
          for (const view of views) {
            const plain = divide(view, { weight, seed });
            const found = divide(view, { weight: scaled, seed });
            expect([...found.values]).toEqual([...plain.values]);
            expect(found.modularity).toBeCloseTo(plain.modularity, 12);
          }
        },
      ),
      { numRuns: Number(process.env.UNIT_RUNS ?? 100) },
    );
  });
});

describe("labelPropagation", () => {
  it("counts 0.1 and 0.2 of one label as much as 0.3 of another", () => {
    // the middle is led to by three: two of label 1, which settle first, and one of label 0
    const view = graphOf(true, 5, [
      [0, 4],
      [1, 4],
      [2, 4],
      [1, 2],
    ]);
    // of labels with equal weight the smallest is taken
    for (const each of [view, inKernels(view)]) {
      const run = (weight: number[]) =>
        labelPropagation(each, { weight, synchronous: true, maxIterations: 2 }).get(4);
      expect(run([0.3, 0.1, 0.2, 9])).toBe(run([3, 1, 2, 9]));
      expect(run([3e307, 1e307, 2e307, 9e307])).toBe(run([3, 1, 2, 9]));
    }
  });
});

describe("modularity and conductance", () => {
  it("do not depend on the unit of weights", () => {
    fc.assert(
      fc.property(
        cases({ nodesMin: 2 }),
        fc.constantFrom(...UNITS, Number.MIN_VALUE),
        fc.array(fc.nat(2), { minLength: 8, maxLength: 8 }),
        (graph, unit, drawn) => {
          const groups = drawn.slice(0, graph.ids.length);
          const weight = graph.edges.map((edge) => edge.weight);
          const scaled = weight.map((each) => each * unit);
          const plain = modularity(graph.view, groups, { weight });
          expect(modularity(graph.view, groups, { weight: scaled })).toBeCloseTo(plain, 12);
          const half = graph.ids.filter((_, i) => groups[i] === 0);
          const expected = conductance(graph.view, half, { weight });
          const found = conductance(graph.view, half, { weight: scaled });
          if (Number.isNaN(expected)) expect(found).toBeNaN();
          else expect(found).toBeCloseTo(expected, 12);
        },
      ),
    );
    const weight = Array(78).fill(1e308);
    const halves = [...karate.nodes].map((id) => id % 2);
    expect(modularity(karate, halves, { weight })).toBeCloseTo(modularity(karate, halves), 12);
    expect(conductance(karate, [0, 1, 2], { weight })).toBeCloseTo(conductance(karate, [0, 1, 2]), 12);
  });
});

describe("randomWalks", () => {
  it("go the same way for weights in another unit", () => {
    const walks = (unit: number) =>
      [...randomWalks(novel, { weight: counts.map((count) => count * unit), length: 20, seed: 3 })].map(
        (walk) => [...walk],
      );
    for (const unit of [2 ** 900, 2 ** -1000, Number.MIN_VALUE]) expect(walks(unit)).toEqual(walks(1));
    expect(
      [...randomWalks(karate, { weight: Array(78).fill(1.7e308), length: 5 })].every(
        (walk) => walk.length === 6,
      ),
    ).toBe(true);
  });
});
