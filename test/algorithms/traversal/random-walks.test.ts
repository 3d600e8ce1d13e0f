// Random walks: each step is an arc, and steps are as frequent as their weights and biases say.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomWalks } from "../../../src/algorithms/traversal/random-walks.js";
import { Graph } from "../../../src/index.js";
import { arcsOfCase, cases, graphOf } from "../shared/random-graphs.js";

describe("random walks", () => {
  it("follow arcs that weigh something, as far as they lead, the same for a seed", () => {
    const input = fc.record({
      plain: cases(),
      length: fc.nat(6),
      count: fc.nat(2),
      direction: fc.constantFrom("out", "in", "both" as const),
      weighted: fc.boolean(),
      p: fc.constantFrom(0.25, 1, 1000),
      q: fc.constantFrom(0.25, 1, 1000),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(input, ({ plain, weighted, ...rest }) => {
        const options = { ...rest, ...(weighted ? { weight: "weight" } : {}) };
        const arcs = arcsOfCase(plain, rest.direction).filter(({ edge }) => !weighted || edge.weight > 0);
        const walks = [...randomWalks(plain.view, options)];
        expect(walks.map((walk) => walk[0])).toEqual(Array(rest.count).fill(plain.ids).flat());
        for (const walk of walks) {
          for (let i = 1; i < walk.length; i++) {
            expect(arcs.some(({ from, to }) => from === walk[i - 1] && to === walk[i])).toBe(true);
          }
          const ended = !arcs.some(({ from }) => from === walk.at(-1));
          if (!ended) expect(walk).toHaveLength(rest.length + 1);
        }
        expect([...randomWalks(plain.view, options)]).toEqual(walks);
      }),
    );
  });

  /** How often each node comes third in walks that begin 0, 1. */
  function thirds(graph: Graph, options: object): Record<number, number> {
    const counts: Record<number, number> = {};
    for (const walk of randomWalks(graph, { length: 2, sources: 0, count: 20_000, seed: 5, ...options })) {
      counts[walk[2]] = (counts[walk[2]] ?? 0) + 1;
    }
    return counts;
  }

  // from 1 back to 0, on to 2, which is a neighbor of 0, or on to 3, which is none
  const pattern = () =>
    graphOf(true, 4, [
      [0, 1, 1],
      [0, 2, 0],
      [1, 0, 1],
      [1, 2, 1],
      [1, 3, 2],
    ]);

  it.each([
    [1, 1, [1, 1, 1]],
    [0.5, 4, [2, 1, 0.25]],
    [1000, 0.5, [0.001, 1, 2]],
    [1000, 1000, [0.001, 1, 0.001]],
  ])("with p %d and q %d step as node2vec has it", (p, q, biases) => {
    for (const weighted of [false, true]) {
      const shares = biases.map((bias, i) => bias * (weighted ? [1, 1, 2][i] : 1));
      const sum = shares.reduce((a, b) => a + b);
      const counts = thirds(pattern(), { p, q, weight: weighted ? "weight" : [1, 0, 1, 1, 1] });
      const all = (counts[0] ?? 0) + (counts[2] ?? 0) + (counts[3] ?? 0);
      [0, 2, 3].forEach((id, i) => {
        // four standard deviations
        const [share, spread] = [shares[i] / sum, 4 * Math.sqrt(0.25 / all)];
        expect(Math.abs((counts[id] ?? 0) / all - share)).toBeLessThan(spread);
      });
    }
  });

  it("have few ways back drawn exactly where rejection would take forever", () => {
    const graph = graphOf(false, 2, [[0, 1]]);
    const [walk] = randomWalks(graph, { length: 50, sources: 0, p: 1e9 });
    expect(walk).toHaveLength(51);
  });

  it("have their mistakes told at once", () => {
    const graph = pattern();
    expect(() => randomWalks(graph, { length: -1 })).toThrow(RangeError);
    expect(() => randomWalks(graph, { count: 0.5 })).toThrow(RangeError);
    expect(() => randomWalks(graph, { p: 0 })).toThrow(RangeError);
    expect(() => randomWalks(graph, { q: Number.NaN })).toThrow(RangeError);
    expect(() => randomWalks(graph, { seed: Number.NaN })).toThrow(RangeError);
    expect(() => randomWalks(graph, { weight: [1, 1, -1, 1, 1] })).toThrow(/-1 for edge 2/);
    expect(() => randomWalks(graph, { sources: 9 })).toThrow(
      expect.objectContaining({ code: "NODE_NOT_FOUND" }),
    );
    expect([...randomWalks(new Graph())]).toEqual([]);
    const told: number[] = [];
    expect([...randomWalks(graph, { onProgress: ({ done }) => told.push(done) })]).toHaveLength(4);
    expect(told.at(-1)).toBe(4);
  });
});
