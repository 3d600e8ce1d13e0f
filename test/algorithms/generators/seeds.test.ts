// Every finite number is a seed of its own, in every function that takes one.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  barabasiAlbertGraph,
  betweennessCentrality,
  configurationModel,
  edgeBetweennessCentrality,
  erdosRenyiGraph,
  greedyColoring,
  infomap,
  kroneckerGraph,
  labelPropagation,
  leiden,
  louvain,
  plantedPartition,
  randomRegularGraph,
  randomWalks,
  sampleEdges,
  sampleNodes,
  stochasticBlockModel,
  wattsStrogatzGraph,
} from "../../../src/algorithms/index.js";
import { Graph } from "../../../src/index.js";
import { Prng } from "../../../src/structures/prng.js";

const graph = erdosRenyiGraph(200, { edgeCount: 300, seed: 5 }).addTo(new Graph({ directed: false }));

type Options = { seed: number };
const takers: Record<string, (options: Options) => unknown> = {
  barabasiAlbertGraph: (options) => barabasiAlbertGraph(60, 2, options),
  betweennessCentrality: (options) => betweennessCentrality(graph, { samples: 20, ...options }),
  configurationModel: (options) => configurationModel(Array(60).fill(3), options),
  edgeBetweennessCentrality: (options) => edgeBetweennessCentrality(graph, { samples: 20, ...options }),
  erdosRenyiGraph: (options) => erdosRenyiGraph(60, { probability: 0.2, ...options }),
  greedyColoring: (options) => greedyColoring(graph, { strategy: "random", ...options }),
  infomap: (options) => infomap(graph, options),
  kroneckerGraph: (options) => kroneckerGraph(6, options),
  labelPropagation: (options) => labelPropagation(graph, options),
  leiden: (options) => leiden(graph, { randomness: 10, maxIterations: 1, ...options }),
  louvain: (options) => louvain(graph, { maxIterations: 1, ...options }),
  plantedPartition: (options) => plantedPartition(3, 20, { inside: 0.4, between: 0.1, ...options }),
  randomRegularGraph: (options) => randomRegularGraph(60, 3, options),
  randomWalks: (options) => [...randomWalks(graph, options)],
  sampleEdges: (options) => [...sampleEdges(graph, 50, options)],
  sampleNodes: (options) => [...sampleNodes(graph, 50, options)],
  stochasticBlockModel: (options) =>
    stochasticBlockModel(
      [30, 30],
      [
        [0.3, 0.1],
        [0.1, 0.3],
      ],
      options,
    ),
  wattsStrogatzGraph: (options) => wattsStrogatzGraph(60, 4, 0.3, options),
};
const textOf = (result: unknown) =>
  JSON.stringify(result, (_, value) => (ArrayBuffer.isView(value) ? [...(value as Uint32Array)] : value));

describe.each(Object.entries(takers))("%s", (_, take) => {
  it("draws otherwise for each seed, and the same for the same", () => {
    const seeds = [0, 0.25, 0.75, 0.1, 1, -1, 1.5, 2 ** 32, -(2 ** 40), 2 ** 53 + 2, 2 ** 64, 1e300, 5e-324];
    const results = seeds.map((seed) => textOf(take({ seed })));
    expect(new Set(results).size).toBe(seeds.length);
    expect(seeds.map((seed) => textOf(take({ seed })))).toEqual(results);
    expect(textOf(take({ seed: -0 }))).toBe(results[0]);
  });

  it("refuses a seed that is no finite number", () => {
    for (const seed of [Number.NaN, Infinity, -Infinity]) {
      expect(() => take({ seed })).toThrow(RangeError);
      expect(() => take({ seed })).toThrow('"seed" expected a finite number');
    }
    for (const seed of ["1", 1n, null]) {
      expect(() => take({ seed } as never)).toThrow(TypeError);
      expect(() => take({ seed } as never)).toThrow('"seed" expected a number');
    }
  });
});

describe("Prng", () => {
  it("gives other numbers for any two seeds that differ", () => {
    const draw = (seed: number) => {
      const prng = new Prng(seed);
      return Array.from({ length: 4 }, () => prng.next()).join();
    };
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    const whole = fc.maxSafeInteger();
    fc.assert(
      fc.property(fc.oneof(finite, whole), fc.oneof(finite, whole), (a, b) => {
        expect(draw(a) === draw(b)).toBe(a === b);
      }),
    );
  });

  it("keeps what whole seeds mean", () => {
    expect([0, 1, -1, 2 ** 32, Number.MAX_SAFE_INTEGER].map((seed) => new Prng(seed).next())).toEqual([
      3300212312, 2308299391, 2378084626, 3685413526, 4087913446,
    ]);
  });
});
