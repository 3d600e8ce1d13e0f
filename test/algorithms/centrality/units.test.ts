// No result depends on the unit of weights or values, nor on rounding that the caller cannot see: weights from
// subnormal numbers to the largest, decimals in place of whole numbers, and exact arithmetic as the oracle.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  attributeAssortativity,
  degreeAssortativity,
  degreeCentrality,
  eigenvectorCentrality,
  hits,
  katzCentrality,
  normalizedMutualInformation,
  numericAssortativity,
  pageRank,
} from "../../../src/algorithms/index.js";
import { Graph } from "../../../src/index.js";
import { arcsOfCase, type Case, cases, graphOf } from "../shared/random-graphs.js";

/** Factors that are no powers of two, but for the smallest, and lead to both ends of float64. */
const UNITS = [0.1, 1e-3, 1e-7, 1e-90, 1e-160, 1e-200, 1e-300, 1e5, 1e90, 1e160, 1e200, 1e300, 2.5e307];
const unit = fc.constantFrom(...UNITS);
/** Exact factors. */
const power = fc.integer({ min: -1000, max: 1000 }).map((exponent) => 2 ** exponent);

const cycle = (count: number) =>
  graphOf(
    false,
    count,
    Array.from({ length: count }, (_, i) => [i, (i + 1) % count]),
  );

/** Pearson's correlation of whole numbers without rounding, but for the last steps; NaN if one side does not vary. */
function exactCorrelation(pairs: readonly (readonly [number, number])[]): number {
  const n = BigInt(pairs.length);
  let [x, y, xx, xy, yy] = [0n, 0n, 0n, 0n, 0n];
  for (const [first, second] of pairs) {
    const [a, b] = [BigInt(first), BigInt(second)];
    x += a;
    y += b;
    xx += a * a;
    xy += a * b;
    yy += b * b;
  }
  const [varianceX, covariance, varianceY] = [n * xx - x * x, n * xy - x * y, n * yy - y * y];
  if (varianceX === 0n || varianceY === 0n) return Number.NaN;
  const square = Number((covariance * covariance * 10n ** 30n) / (varianceX * varianceY)) / 1e30;
  return Math.sign(Number(covariance)) * Math.sqrt(square);
}

function expectSame(found: number, expected: number): void {
  if (Number.isNaN(expected)) expect(found).toBeNaN();
  else {
    expect(found).toBeCloseTo(expected, 9);
    expect(Math.abs(found)).toBeLessThanOrEqual(1);
  }
}

function expectAlike(found: ArrayLike<number>, expected: ArrayLike<number>, digits = 9): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) expect(found[i]).toBeCloseTo(expected[i], digits);
}

describe("numericAssortativity", () => {
  it("of equal numbers is NaN, whatever they are", () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(finite, fc.integer({ min: 3, max: 40 }), (value, count) => {
        expect(numericAssortativity(cycle(count), Array(count).fill(value))).toBeNaN();
      }),
    );
    // a node without edges has no say
    const graph = graphOf(false, 3, [[0, 1]]);
    expect(numericAssortativity(graph, [0.7, 0.7, 5])).toBeNaN();
  });

  const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 8, maxLength: 8 });
  const pairsOf = (graph: Case, values: readonly number[]) =>
    arcsOfCase(graph).map(
      ({ from, to }) => [values[graph.ids.indexOf(from)], values[graph.ids.indexOf(to)]] as const,
    );

  it("is what exact arithmetic gives, in any unit and from any origin", () => {
    fc.assert(
      fc.property(cases({ nodesMin: 1 }), numbers, unit, (graph, drawn, factor) => {
        const values = drawn.slice(0, graph.ids.length);
        const expected = exactCorrelation(pairsOf(graph, values));
        // at the largest unit 9 of them would be too many
        const scaled = values.map((value) => value * Math.min(factor, 1e307));
        expectSame(numericAssortativity(graph.view, scaled), expected);
        const moved = values.map((value) => value + 1e12);
        expectSame(numericAssortativity(graph.view, moved), expected);
        expectSame(
          numericAssortativity(
            graph.view,
            values.map((value) => value * Number.MIN_VALUE),
          ),
          expected,
        );
      }),
    );
  });

  it("gives the same bits for values times a power of two", () => {
    fc.assert(
      fc.property(cases({ nodesMin: 1 }), numbers, power, (graph, drawn, factor) => {
        const values = drawn.slice(0, graph.ids.length);
        expect(
          numericAssortativity(
            graph.view,
            values.map((value) => value * factor),
          ),
        ).toBe(numericAssortativity(graph.view, values));
      }),
    );
  });

  it("takes numbers that are further apart than float64 can tell", () => {
    const path = graphOf(false, 4, [
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    const most = Number.MAX_VALUE;
    const expected = numericAssortativity(path, [-1, 1, -1, 1]);
    expect(numericAssortativity(path, [-most, most, -most, most])).toBeCloseTo(expected, 12);
  });

  it("tells int64 numbers beyond 2^53 apart", () => {
    const graph = new Graph({ directed: false });
    graph.addNodes(4, { attributes: { big: [0n, 1n, 3n, 2n].map((value) => 2n ** 60n + value) } });
    graph.addEdges([0, 1, 2], [1, 2, 3]);
    const expected = numericAssortativity(graph, [0, 1, 3, 2]);
    expect(numericAssortativity(graph, "big")).toBeCloseTo(expected, 12);
    expect(numericAssortativity(graph, graph.nodes.column("big").values as never)).toBeCloseTo(expected, 12);
  });
});

describe("degreeAssortativity", () => {
  it("of equal strengths is NaN, however their sums are rounded", () => {
    for (const weight of [0.1, 0.3, 1.1, 1e-320, 1e308, 1 / 3]) {
      expect(degreeAssortativity(cycle(3), { weight: Array(3).fill(weight) })).toBeNaN();
    }
    // at each node 0.1, 0.2 and 0.3 in another order, which adds up to 0.6 or 0.6000000000000001
    const tetrahedron = graphOf(false, 4, [
      [0, 1],
      [2, 3],
      [0, 2],
      [1, 3],
      [0, 3],
      [1, 2],
    ]);
    for (const weight of [
      [0.1, 0.1, 0.2, 0.2, 0.3, 0.3],
      [0.3, 0.3, 0.1, 0.1, 0.2, 0.2],
    ]) {
      expect(degreeAssortativity(tetrahedron, { weight })).toBeNaN();
    }
  });

  it("is what exact arithmetic gives for decimals, in any unit", () => {
    fc.assert(
      fc.property(
        cases({ nodesMin: 1 }),
        fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 20, maxLength: 20 }),
        fc.constantFrom(1, ...UNITS),
        (graph, drawn, factor) => {
          const weights = graph.edges.map((_, i) => drawn[i % drawn.length]);
          const strengths = new Map(graph.ids.map((id) => [id, { out: 0, in: 0 }]));
          const arcs = arcsOfCase(graph);
          for (const { from, to, edge } of arcs) {
            const weight = weights[graph.edges.indexOf(edge)];
            strengths.get(from)!.out += weight;
            strengths.get(to)!.in += weight;
          }
          const expected = exactCorrelation(
            arcs.map(({ from, to }) => [strengths.get(from)!.out, strengths.get(to)!.in] as const),
          );
          expectSame(
            degreeAssortativity(graph.view, { weight: weights.map((weight) => weight * factor) }),
            expected,
          );
        },
      ),
    );
  });

  it("tells whole sums apart that differ by less than rounding would allow", () => {
    const big = 2 ** 50;
    expect(degreeAssortativity(cycle(3), { weight: [big, big, big + 1] })).toBeCloseTo(-0.5, 12);
  });
});

describe("attributeAssortativity", () => {
  it("loses nothing where nearly all nodes are of one kind", () => {
    // of a million arcs and two, two lead to the other kind and back
    const edges = Array.from({ length: 1000 }, () => [0, 0] as [number, number]);
    const graph = graphOf(false, 3, [...edges, [0, 1]]);
    const [arcs, other] = [2002n, 1n];
    // 1 - A · between / sum of l · (A - e), exactly
    const byChance = 2n * other * (arcs - other);
    const expected = 1 - Number(arcs * 2n) / Number(byChance);
    expect(attributeAssortativity(graph, ["a", "b", "a"])).toBeCloseTo(expected, 15);
    expect(attributeAssortativity(graph, ["a", "a", "b"])).toBeNaN();
  });
});

describe("normalizedMutualInformation", () => {
  it("of a division and itself under other names is 1, without rounding", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { minLength: 1, maxLength: 60 }), fc.integer(), (groups, shift) => {
        const view = graphOf(false, groups.length, []);
        const renamed = groups.map((group) => `${(group * 5 + Math.abs(shift % 7)) % 7}`);
        expect(normalizedMutualInformation(view, groups, renamed)).toBe(1);
      }),
    );
  });
});

/** Weights of a case in another unit: whole numbers up to 6, so that 2.5e307 times one is finite. */
const weightsIn = (graph: Case, factor: number) => graph.edges.map(({ weight }) => weight * factor);
const anyUnit = fc.constantFrom(...UNITS, Number.MIN_VALUE, 1e-310);

describe("iterated centralities", () => {
  const star = (weight: number) => ({ weight: Array(4).fill(weight) });
  const graph = graphOf(false, 5, [
    [0, 1],
    [0, 2],
    [0, 3],
    [0, 4],
  ]);

  it.each([...UNITS, Number.MIN_VALUE, Number.MAX_VALUE])(
    "give a star of weights %d its centre's values",
    (weight) => {
      const { values, converged, iterations } = eigenvectorCentrality(graph, star(weight));
      expectAlike(values, [Math.SQRT1_2, ...Array(4).fill(Math.SQRT1_2 / 2)], 5);
      expect(converged).toBe(true);
      expect(iterations).toBeGreaterThan(1);
      expectAlike(hits(graph, star(weight)).hubs.values, hits(graph).hubs.values);
      expectAlike(pageRank(graph, star(weight)).values, pageRank(graph).values);
      const alpha = 0.1 / weight;
      if (Number.isFinite(alpha)) {
        expectAlike(
          katzCentrality(graph, { ...star(weight), alpha }).values,
          katzCentrality(graph).values,
          6,
        );
      }
    },
  );

  it("do not depend on the unit of weights", () => {
    fc.assert(
      fc.property(cases({ nodesMin: 1 }), anyUnit, (graph, factor) => {
        const weight = weightsIn(graph, factor);
        const plain = weightsIn(graph, 1);
        const [ranks, scaled] = [plain, weight].map((each) => pageRank(graph.view, { weight: each }));
        expectAlike(scaled.values, ranks.values);
        const [hubs, scaledHubs] = [plain, weight].map((each) =>
          hits(graph.view, { weight: each, maxIterations: 50, tolerance: 0 }),
        );
        expectAlike(scaledHubs.hubs.values, hubs.hubs.values, 6);
        expectAlike(scaledHubs.authorities.values, hubs.authorities.values, 6);
        const [vector, scaledVector] = [plain, weight].map((each) =>
          eigenvectorCentrality(graph.view, { weight: each, maxIterations: 50, tolerance: 0 }),
        );
        expectAlike(scaledVector.values, vector.values, 6);
      }),
    );
  });

  it("give the same bits for weights times a power of two", () => {
    fc.assert(
      fc.property(cases({ nodesMin: 1 }), power, (graph, factor) => {
        const [plain, scaled] = [1, factor].map((each) => ({ weight: weightsIn(graph, each) }));
        expect(pageRank(graph.view, scaled)).toEqual(pageRank(graph.view, plain));
        expect(hits(graph.view, scaled)).toEqual(hits(graph.view, plain));
        expect(eigenvectorCentrality(graph.view, scaled)).toEqual(eigenvectorCentrality(graph.view, plain));
      }),
    );
  });

  it("give the same bits where values of nodes fade until numbers end", () => {
    const graph = graphOf(true, 7, [
      [1, 1],
      [1, 3],
      [3, 3],
      [3, 0],
    ]);
    const [plain, doubled] = [1, 2].map((factor) =>
      eigenvectorCentrality(graph, { weight: [2, 1, 2, 2].map((weight) => weight * factor), tolerance: 0 }),
    );
    expect(plain.values[2]).toBe(0);
    expect(doubled).toEqual(plain);
  });

  it("find the largest eigenvalue beside weights of another size", () => {
    // two nodes with a tie of 1e-7 each way, one of which leads to a third by 1
    const loop = graphOf(true, 3, [
      [0, 1],
      [1, 0],
      [0, 2],
    ]);
    const { values, converged } = eigenvectorCentrality(loop, {
      weight: [1e-7, 1e-7, 1],
      tolerance: 1e-13,
    });
    expect(converged).toBe(true);
    expect(values[0] / values[2]).toBeCloseTo(1e-7, 12);
    // a pair of weight 1e-9 beside one of 1: the second holds all
    const pairs = graphOf(false, 5, [
      [0, 1],
      [2, 3],
    ]);
    expectAlike(
      eigenvectorCentrality(pairs, { weight: [1e-9, 1e-200] }).values,
      [Math.SQRT1_2, Math.SQRT1_2, 0, 0, 0],
      5,
    );
  });

  it("settle on large stars", () => {
    const count = 20_000;
    const large = graphOf(
      false,
      count,
      Array.from({ length: count - 1 }, (_, i) => [0, i + 1]),
    );
    const { values, converged, iterations } = eigenvectorCentrality(large);
    expect(converged).toBe(true);
    expect(iterations).toBeLessThan(100);
    expect(values[0]).toBeCloseTo(Math.SQRT1_2, 5);
  });

  it("solve katz alike for any beta", () => {
    fc.assert(
      fc.property(
        cases({ nodesMin: 1, weightMax: 2 }),
        fc.constantFrom(1e-9, 1e-300, 1e9, 1e300, -1e-9, -3),
        (graph, beta) => {
          const options = { alpha: 0.01, weight: "weight" };
          const plain = katzCentrality(graph.view, options);
          const scaled = katzCentrality(graph.view, { ...options, beta });
          expectAlike(
            scaled.values,
            plain.values.map((value) => value * Math.sign(beta)),
          );
          expect(scaled.iterations).toBe(plain.iterations);
          const raw = katzCentrality(graph.view, { ...options, beta, normalized: false });
          const first = katzCentrality(graph.view, { ...options, normalized: false });
          expectAlike(
            raw.values.map((value) => value / beta),
            first.values,
          );
        },
      ),
    );
    expect(() => katzCentrality(cycle(3), { alpha: 0.4, beta: 1e308, normalized: false })).toThrow(
      '"beta" expected a number with finite values',
    );
  });
});

describe("degreeCentrality", () => {
  it("says so when a sum of weights is too large, and only then", () => {
    const path = graphOf(false, 3, [
      [0, 1],
      [1, 2],
    ]);
    const weight = [1.5e308, 1.5e308];
    expect(() => degreeCentrality(path, { weight, normalized: false })).toThrow(
      '"weight" expected sums below 1.8e308, got an overflow at node 1',
    );
    expect([...degreeCentrality(path, { weight }).values]).toEqual([0.75e308, 1.5e308, 0.75e308]);
    expect([...degreeCentrality(path, { weight: [5e-324, 5e-324], normalized: false }).values]).toEqual([
      5e-324, 1e-323, 5e-324,
    ]);
  });
});
