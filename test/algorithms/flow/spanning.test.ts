// Spanning forests, Steiner trees and eccentricities, against all sets of edges and all pairs of nodes.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minimumSpanningForest } from "../../../src/algorithms/flow/minimum-spanning-forest.js";
import { steinerTree } from "../../../src/algorithms/flow/steiner-tree.js";
import { center } from "../../../src/algorithms/paths/center.js";
import { diameter } from "../../../src/algorithms/paths/diameter.js";
import { eccentricity } from "../../../src/algorithms/paths/eccentricity.js";
import { periphery } from "../../../src/algorithms/paths/periphery.js";
import { radius } from "../../../src/algorithms/paths/radius.js";
import { Graph } from "../../../src/index.js";
import { Prng } from "../../../src/structures/prng.js";
import {
  arcsOfCase,
  cases,
  graphOf,
  naiveDistances,
  naiveReach,
  type PlainEdge,
  pathGraph,
} from "../shared/random-graphs.js";

const ALGORITHMS = ["kruskal", "prim", "boruvka"] as const;

/** Which nodes hang together by some edges. */
const partsOf = (ids: readonly number[], edges: readonly PlainEdge[]) =>
  ids.map((id) => {
    const arcs = edges.flatMap((edge) => [
      { from: edge.source, to: edge.target, edge },
      { from: edge.target, to: edge.source, edge },
    ]);
    return Math.min(...naiveReach(arcs, id));
  });

describe("a minimum spanning forest", () => {
  it("of a square with its diagonals", () => {
    const graph = graphOf(false, 5, [
      [0, 1, 1],
      [1, 2, 4],
      [2, 3, 2],
      [3, 0, 4],
      [0, 2, 3],
      [1, 3, 5],
    ]);
    for (const algorithm of ALGORITHMS) {
      const { edges, weight } = minimumSpanningForest(graph, { weight: "weight", algorithm });
      expect([[...edges], weight]).toEqual([[0, 2, 4], 6]);
    }
    expect(minimumSpanningForest(graph).weight).toBe(3);
    expect(minimumSpanningForest(new Graph())).toEqual({ edges: new Uint32Array(0), weight: 0 });
  });

  it("is the lightest that keeps the parts, whichever the algorithm", () => {
    fc.assert(
      fc.property(cases({ nodesMax: 6, edgesMax: 9, weightMin: -3 }), fc.boolean(), (plain, weighted) => {
        const { view, ids, edges } = plain;
        const parts = partsOf(ids, edges);
        const weightOf = (edge: PlainEdge) => (weighted ? edge.weight : 1);
        const sum = (list: readonly PlainEdge[]) => list.reduce((total, edge) => total + weightOf(edge), 0);
        const size = ids.length - new Set(parts).size;
        let least = Infinity;
        for (let bits = 0; bits < 2 ** edges.length; bits++) {
          const some = edges.filter((_, i) => (bits >>> i) & 1);
          if (some.length !== size || sum(some) >= least) continue;
          if (partsOf(ids, some).join() === parts.join()) least = sum(some);
        }
        const options = weighted ? { weight: edges.map(weightOf) } : {};
        const found = ALGORITHMS.map((algorithm) => minimumSpanningForest(view, { ...options, algorithm }));
        expect(found[1]).toEqual(found[0]);
        expect(found[2]).toEqual(found[0]);
        const taken = edges.filter(({ id }) => found[0].edges.includes(id));
        expect(taken).toHaveLength(found[0].edges.length);
        expect(partsOf(ids, taken)).toEqual(parts);
        expect(taken).toHaveLength(size);
        expect(found[0].weight).toBe(sum(taken));
        expect(found[0].weight).toBe(least);
      }),
      { numRuns: 60 },
    );
  });

  it("is the same by all algorithms where weights are fractions", () => {
    const graph = new Graph({ directed: false });
    const prng = new Prng(1);
    graph.addNodes(3000);
    const draw = () => Uint32Array.from({ length: 20_000 }, () => prng.below(3000));
    const weight = Float64Array.from({ length: 20_000 }, () => prng.float() - 0.5);
    graph.addEdges(draw(), draw());
    const found = ALGORITHMS.map((algorithm) => minimumSpanningForest(graph, { weight, algorithm }));
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
  });

  it("has its mistakes told", () => {
    const graph = pathGraph(2);
    expect(() => minimumSpanningForest(graph, { algorithm: "quick" as never })).toThrow(TypeError);
    expect(() => minimumSpanningForest(graph, { weight: [Infinity] })).toThrow(RangeError);
    const signal = AbortSignal.abort(new Error("enough"));
    expect(() => minimumSpanningForest(graph, { signal })).toThrow("enough");
  });
});

describe("a Steiner tree", () => {
  it("goes over nodes that are no terminals", () => {
    const graph = graphOf(false, 4, [
      [0, 1, 5],
      [1, 2, 5],
      [0, 3, 2],
      [1, 3, 2],
      [2, 3, 2],
    ]);
    const { edges, weight } = steinerTree(graph, [0, 1, 2], { weight: "weight" });
    expect([[...edges], weight]).toEqual([[2, 3, 4], 6]);
    expect(steinerTree(graph, [1]).edges).toHaveLength(0);
    expect(steinerTree(graph, []).weight).toBe(0);
    expect(() => steinerTree(graph, [9])).toThrow(expect.objectContaining({ code: "NODE_NOT_FOUND" }));
    expect(() => steinerTree(graph, [0], { weight: [1, 1, -1, 1, 1] })).toThrow(RangeError);
  });

  it("joins the terminals of each part without a cycle, at no more than twice the least weight", () => {
    const input = fc.tuple(
      cases({ nodesMax: 7, edgesMax: 9 }),
      fc.array(fc.nat(), { maxLength: 5 }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(input, ([plain, picks, weighted]) => {
        const { view, ids, edges } = plain;
        const terminals = ids.length === 0 ? [] : picks.map((pick) => ids[pick % ids.length]);
        const weightOf = (edge: PlainEdge) => (weighted ? edge.weight : 1);
        const sum = (list: readonly PlainEdge[]) => list.reduce((total, edge) => total + weightOf(edge), 0);
        const at = (id: number) => ids.indexOf(id);
        const joins = (some: readonly PlainEdge[]) => {
          const [now, whole] = [partsOf(ids, some), partsOf(ids, edges)];
          return terminals.every((a) =>
            terminals.every((b) => whole[at(a)] !== whole[at(b)] || now[at(a)] === now[at(b)]),
          );
        };
        let least = Infinity;
        for (let bits = 0; bits < 2 ** edges.length; bits++) {
          const some = edges.filter((_, i) => (bits >>> i) & 1);
          if (sum(some) < least && joins(some)) least = sum(some);
        }
        const found = steinerTree(view, terminals, weighted ? { weight: edges.map(weightOf) } : {});
        const taken = edges.filter(({ id }) => found.edges.includes(id));
        expect(found.weight).toBe(sum(taken));
        expect(joins(taken)).toBe(true);
        expect(found.weight).toBeLessThanOrEqual(2 * least);
        // each edge less joins less, so there is no cycle and no loose end
        for (const edge of taken) expect(joins(taken.filter((other) => other !== edge))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

describe("eccentricity, diameter, radius, center and periphery", () => {
  it("take sums for the same that differ by the order of their terms", () => {
    // 0.1 + 0.2 + 0.3 is more than 0.3 + 0.2 + 0.1
    const graph = graphOf(false, 4, [
      [0, 1, 0.1],
      [1, 2, 0.2],
      [2, 3, 0.3],
    ]);
    const options = { weight: "weight" };
    expect(new Set(eccentricity(graph, options).values).size).toBe(4);
    expect([...periphery(graph, options)]).toEqual([0, 3]);
    expect([...center(graph, options)]).toEqual([2]);
  });

  it("of a path", () => {
    const graph = pathGraph(5, false);
    expect([...eccentricity(graph).values]).toEqual([4, 3, 2, 3, 4]);
    expect([diameter(graph), radius(graph)]).toEqual([4, 2]);
    expect([[...center(graph)], [...periphery(graph)]]).toEqual([[2], [0, 4]]);
  });

  it("of nothing and of one node", () => {
    const graph = new Graph();
    expect([diameter(graph), radius(graph)]).toEqual([0, 0]);
    expect([[...center(graph)], [...periphery(graph)]]).toEqual([[], []]);
    graph.addNode();
    expect([diameter(graph), radius(graph)]).toEqual([0, 0]);
    expect([[...center(graph)], [...periphery(graph)]]).toEqual([[0], [0]]);
  });

  it("are what all distances say", () => {
    const input = fc.tuple(
      cases({ nodesMax: 7, edgesMax: 24 }),
      fc.constantFrom("out", "in", "both" as const),
      fc.boolean(),
    );
    fc.assert(
      fc.property(input, ([plain, direction, weighted]) => {
        const arcs = arcsOfCase(plain, direction);
        const weightOf = (edge: PlainEdge) => (weighted ? edge.weight : 1);
        const farthest = plain.ids.map((id) =>
          Math.max(...naiveDistances(plain, arcs, id, weightOf).values()),
        );
        const options = weighted
          ? { direction, weight: plain.edges.map(({ weight }) => weight) }
          : { direction };
        expect([...eccentricity(plain.view, options).values]).toEqual(farthest);
        expect(diameter(plain.view, options)).toBe(Math.max(0, ...farthest));
        const least = plain.ids.length === 0 ? 0 : Math.min(...farthest);
        expect(radius(plain.view, options)).toBe(least);
        expect([...center(plain.view, options)]).toEqual(plain.ids.filter((_, i) => farthest[i] === least));
        expect([...periphery(plain.view, options)]).toEqual(
          plain.ids.filter((_, i) => farthest[i] === Math.max(0, ...farthest)),
        );
      }),
      { numRuns: 200 },
    );
  });

  it("of a long path take few searches", () => {
    const told: number[] = [];
    expect(diameter(pathGraph(65_537, false), { onProgress: ({ done }) => told.push(done) })).toBe(65_536);
    expect(told.length).toBeLessThan(10);
  });
});
