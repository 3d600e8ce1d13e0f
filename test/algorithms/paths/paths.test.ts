// Shortest paths between two nodes and all paths, against walking every simple path.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aStar } from "../../../src/algorithms/paths/a-star.js";
import { allShortestPaths } from "../../../src/algorithms/paths/all-shortest-paths.js";
import { allSimplePaths } from "../../../src/algorithms/paths/all-simple-paths.js";
import { bellmanFord } from "../../../src/algorithms/paths/bellman-ford.js";
import { floydWarshall } from "../../../src/algorithms/paths/floyd-warshall.js";
import { johnson } from "../../../src/algorithms/paths/johnson.js";
import { kShortestPaths } from "../../../src/algorithms/paths/k-shortest-paths.js";
import { shortestPath } from "../../../src/algorithms/paths/shortest-path.js";
import type { Path } from "../../../src/algorithms/shared/path.js";
import { Graph } from "../../../src/index.js";
import {
  arcsOfCase,
  type Case,
  cases,
  graphOf,
  naiveDistances,
  naiveReach,
  type PlainArc,
  type PlainEdge,
  pathGraph,
} from "../shared/random-graphs.js";

const directions = fc.constantFrom("out", "in", "both" as const);
const missing = expect.objectContaining({ code: "NODE_NOT_FOUND" });

/** A case with two of its nodes. */
const pairs = (options = {}) =>
  fc
    .tuple(cases({ nodesMin: 3, ...options }), fc.nat(), fc.nat(), directions, fc.boolean())
    .filter(([plain]) => plain.ids.length > 0)
    .map(([plain, a, b, direction, weighted]) => ({
      plain,
      source: plain.ids[a % plain.ids.length],
      target: plain.ids[b % plain.ids.length],
      direction,
      weighted,
      weightOf: (edge: PlainEdge) => (weighted ? edge.weight : 1),
      options: weighted ? { weight: plain.edges.map(({ weight }) => weight), direction } : { direction },
    }));

/** Every simple path, as nodes, and how long it is over the lightest edges. */
function naivePaths(
  arcs: readonly PlainArc[],
  source: number,
  target: number,
  weightOf: (edge: PlainEdge) => number,
): Map<string, number> {
  const found = new Map<string, number>();
  const extend = (path: number[], distance: number) => {
    const u = path.at(-1)!;
    if (u === target) {
      const name = path.join();
      found.set(name, Math.min(distance, found.get(name) ?? Infinity));
      return;
    }
    for (const { from, to, edge } of arcs) {
      if (from === u && !path.includes(to)) extend([...path, to], distance + weightOf(edge));
    }
  };
  extend([source], 0);
  return found;
}

/** Throws unless a path is one, and has the length it says. */
function checkPath(
  plain: Case,
  arcs: readonly PlainArc[],
  path: Path,
  weightOf: (edge: PlainEdge) => number,
) {
  let distance = 0;
  expect(path.edges).toHaveLength(path.nodes.length - 1);
  path.edges.forEach((id, i) => {
    const arc = arcs.find(
      ({ from, to, edge }) => edge.id === id && from === path.nodes[i] && to === path.nodes[i + 1],
    );
    expect(arc).toBeDefined();
    distance += weightOf(arc!.edge);
  });
  expect(path.distance).toBe(distance);
  expect([...path]).toEqual([...path.nodes]);
  expect(path.nodes.every((id) => plain.view.hasNode(id))).toBe(true);
}

/** Two ways from 0 to 3, the long one of the lighter edges. */
const ways = () =>
  graphOf(true, 5, [
    [0, 3, 9],
    [0, 1, 2],
    [1, 2, 2],
    [2, 3, 2],
    [1, 3, 5],
  ]);

describe("a shortest path", () => {
  it("is the one of fewest edges, or of least weight", () => {
    const graph = ways();
    const path = shortestPath(graph, 0, 3)!;
    expect([[...path.nodes], [...path.edges], path.distance]).toEqual([[0, 3], [0], 1]);
    const light = shortestPath(graph, 0, 3, { weight: "weight" })!;
    expect([[...light.nodes], [...light.edges], light.distance]).toEqual([[0, 1, 2, 3], [1, 2, 3], 6]);
    expect(shortestPath(graph, 3, 0)).toBeUndefined();
    expect([...shortestPath(graph, 3, 0, { direction: "in" })!]).toEqual([3, 0]);
    expect([...shortestPath(graph, 4, 4)!]).toEqual([4]);
  });

  it("is as long as relaxing every arc says, by either algorithm", () => {
    fc.assert(
      fc.property(pairs(), fc.nat(3), ({ plain, source, target, direction, weightOf, options }, divisor) => {
        const arcs = arcsOfCase(plain, direction);
        const distance = naiveDistances(plain, arcs, source, weightOf).get(target)!;
        const back = naiveDistances(
          plain,
          arcs.map(({ from, to, edge }) => ({ from: to, to: from, edge })),
          target,
          weightOf,
        );
        // guesses that never pass what is left, and fall by more than arcs weigh
        const heuristic = (id: number) => Math.min(back.get(id)!, 99) / ((id % 3) * divisor + 1);
        const found = [
          shortestPath(plain.view, source, target, options),
          aStar(plain.view, source, target, { ...options, heuristic }),
        ];
        for (const path of found) {
          expect(path?.distance ?? Infinity).toBe(distance);
          if (path === undefined) continue;
          checkPath(plain, arcs, path, weightOf);
          expect([path.nodes[0], path.nodes.at(-1)]).toEqual([source, target]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("of a hundred thousand edges is found from both ends", () => {
    const graph = pathGraph(100_001, false);
    expect(shortestPath(graph, 0, 100_000)?.distance).toBe(100_000);
    expect(shortestPath(graph, 0, 100_000, { weight: new Float64Array(100_000) })?.nodes).toHaveLength(
      100_001,
    );
  });
});

describe("A*", () => {
  it("looks no farther than the guess has it", () => {
    const graph = pathGraph(1001, false);
    const asked = new Set<number>();
    const path = aStar(graph, 500, 600, {
      heuristic: (id) => {
        asked.add(id);
        return Math.abs(600 - id);
      },
    });
    expect(path?.distance).toBe(100);
    expect(asked.size).toBeLessThan(110);
  });

  it("takes a node again that it came to too soon", () => {
    // 2 looks near at first, by the dear edge, and what leads on from there is dearer than the straight way
    const graph = graphOf(true, 4, [
      [0, 2, 4],
      [0, 1, 1],
      [1, 2, 1],
      [2, 3, 10],
      [0, 3, 13],
    ]);
    const heuristic = (id: number) => (id === 1 ? 11 : 0);
    const path = aStar(graph, 0, 3, { weight: "weight", heuristic })!;
    expect([path.distance, ...path]).toEqual([12, 0, 1, 2, 3]);
  });

  it("refuses guesses that are none", () => {
    const graph = pathGraph(3);
    expect(() => aStar(graph, 0, 2, {} as never)).toThrow(TypeError);
    expect(() => aStar(graph, 0, 2, { heuristic: () => -1 })).toThrow(/-1 for node 0/);
    expect(() => aStar(graph, 0, 2, { heuristic: () => Number.NaN })).toThrow(RangeError);
  });
});

describe("all paths", () => {
  it("that are simple, shortest, or the k shortest", () => {
    fc.assert(
      fc.property(
        pairs({ nodesMax: 6, edgesMax: 14 }),
        fc.nat(6),
        fc.nat(6),
        ({ plain, source, target, direction, weightOf, options }, maxLength, k) => {
          const arcs = arcsOfCase(plain, direction);
          const naive = naivePaths(arcs, source, target, weightOf);
          const names = (paths: Iterable<Path>) => [...paths].map(({ nodes }) => nodes.join());
          const simple = [...allSimplePaths(plain.view, source, target, { direction })];
          expect(names(simple).sort()).toEqual([...naive.keys()].sort());
          for (const path of simple) checkPath(plain, arcs, path, () => 1);
          const short = allSimplePaths(plain.view, source, target, { direction, maxLength });
          const isShort = (name: string) => name.split(",").length - 1 <= maxLength;
          expect(names(short).sort()).toEqual([...naive.keys()].filter(isShort).sort());
          const lengths = [...naive.values()].sort((a, b) => a - b);
          const shortest = [...allShortestPaths(plain.view, source, target, options)];
          for (const path of shortest) checkPath(plain, arcs, path, weightOf);
          expect(names(shortest).sort()).toEqual(
            [...naive].flatMap(([name, length]) => (length === lengths[0] ? [name] : [])).sort(),
          );
          const few = kShortestPaths(plain.view, source, target, k, options);
          expect(few.map(({ distance }) => distance)).toEqual(lengths.slice(0, k));
          expect(new Set(names(few)).size).toBe(few.length);
          for (const path of few) checkPath(plain, arcs, path, weightOf);
          for (const { nodes, distance } of few) expect(naive.get(nodes.join())).toBe(distance);
          // all of them, and no more
          expect(kShortestPaths(plain.view, source, target, 1000, options)).toHaveLength(naive.size);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("that are the k shortest of a dense graph", () => {
    fc.assert(
      fc.property(pairs({ nodesMin: 6, nodesMax: 6, edgesMax: 40 }), fc.nat(30), (drawn, k) => {
        const { plain, source, target, direction, weightOf, options } = drawn;
        const arcs = arcsOfCase(plain, direction);
        const lengths = [...naivePaths(arcs, source, target, weightOf).values()].sort((a, b) => a - b);
        const few = kShortestPaths(plain.view, source, target, k, options);
        expect(few.map(({ distance }) => distance)).toEqual(lengths.slice(0, k));
        expect(kShortestPaths(plain.view, source, target, 1000, options)).toHaveLength(lengths.length);
      }),
    );
    const every = [0, 1, 2, 3, 4].flatMap((a) => [0, 1, 2, 3, 4].map((b) => [a, b] as const));
    const all = kShortestPaths(graphOf(true, 5, every), 0, 4, 1000).map(({ distance }) => distance);
    // no node between, one of three, two of them in either order, all in any
    expect(all).toEqual([1, 2, 2, 2, ...Array(6).fill(3), ...Array(6).fill(4)]);
  });

  it("come one by one", () => {
    // a ladder of 2^60 shortest paths
    const graph = new Graph();
    graph.addNodes(181);
    for (let i = 0; i < 180; i += 3) {
      graph.addEdges([i, i, i + 1, i + 2], [i + 1, i + 2, i + 3, i + 3]);
    }
    for (const paths of [allShortestPaths(graph, 0, 180), allSimplePaths(graph, 0, 180)]) {
      for (let i = 0; i < 100; i++) expect((paths.next().value as Path).distance).toBe(120);
    }
    expect(kShortestPaths(graph, 0, 180, 20).map(({ distance }) => distance)).toEqual(Array(20).fill(120));
    const controller = new AbortController();
    const stopped = allSimplePaths(graph, 0, 180, { signal: controller.signal });
    stopped.next();
    controller.abort(new Error("enough"));
    expect(() => stopped.next()).toThrow("enough");
  });
});

describe("weights of any sign", () => {
  it("have negative cycles found", () => {
    const graph = graphOf(true, 6, [
      [0, 1, 4],
      [1, 2, -3],
      [2, 1, 1],
      [2, 3, 1],
      [0, 4, -2],
    ]);
    const { distances, negativeCycle, pathTo } = bellmanFord(graph, 0, { weight: "weight" });
    expect([...distances.values]).toEqual([0, -Infinity, -Infinity, -Infinity, -2, Infinity]);
    expect([[...negativeCycle!.nodes].sort(), [...negativeCycle!.edges].sort()]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect([pathTo(3), pathTo(5)]).toEqual([undefined, undefined]);
    expect([...pathTo(4)!]).toEqual([0, 4]);
    expect(() => johnson(graph, { weight: "weight" })).toThrow(
      expect.objectContaining({ code: "NEGATIVE_CYCLE" }),
    );
    expect(floydWarshall(graph, { weight: "weight" }).get(0, 3)).toBe(-Infinity);
  });

  it("give the distances of ever longer walks", () => {
    const input = fc.tuple(cases({ nodesMax: 6, edgesMax: 12, weightMin: -2, weightMax: 6 }), directions);
    fc.assert(
      fc.property(input, ([plain, direction]) => {
        const { view, ids } = plain;
        const arcs = arcsOfCase(plain, direction);
        const weight = plain.edges.map((edge) => edge.weight);
        const matrix = floydWarshall(view, { weight, direction });
        let isNegative = false;
        for (const source of ids) {
          const walks = naiveDistances(plain, arcs, source);
          // what still comes nearer is behind a negative cycle
          const nearer = arcs.filter(({ from, to, edge }) => walks.get(from)! + edge.weight < walks.get(to)!);
          const lost = new Set(nearer.flatMap(({ to }) => [...naiveReach(arcs, to)]));
          if (lost.size > 0) isNegative = true;
          const found = bellmanFord(view, source, { weight, direction });
          for (const id of ids) {
            const distance = lost.has(id) ? -Infinity : walks.get(id)!;
            expect(found.distances.get(id)).toBe(distance);
            expect(matrix.get(source, id)).toBe(distance);
            const path = found.pathTo(id);
            expect(path === undefined).toBe(!Number.isFinite(distance));
            if (path !== undefined) expect([path[0], path.at(-1)]).toEqual([source, id]);
          }
          expect(found.negativeCycle !== undefined).toBe(lost.size > 0);
          if (found.negativeCycle === undefined) continue;
          const { nodes, edges } = found.negativeCycle;
          let sum = 0;
          edges.forEach((id, i) => {
            const [from, to] = [nodes[i], nodes[(i + 1) % nodes.length]];
            sum += arcs.find((arc) => arc.edge.id === id && arc.from === from && arc.to === to)!.edge.weight;
          });
          expect(sum).toBeLessThan(0);
        }
        if (isNegative) expect(() => johnson(view, { weight, direction })).toThrow(/no negative cycle/);
        else expect([...johnson(view, { weight, direction }).values]).toEqual([...matrix.values]);
      }),
      { numRuns: 300 },
    );
  });

  it("or none at all count hops", () => {
    fc.assert(
      fc.property(cases(), directions, (plain, direction) => {
        const arcs = arcsOfCase(plain, direction);
        const matrices = [floydWarshall(plain.view, { direction }), johnson(plain.view, { direction })];
        for (const source of plain.ids) {
          const hops = naiveDistances(plain, arcs, source, () => 1);
          const paths = bellmanFord(plain.view, source, { direction });
          for (const [id, distance] of hops) {
            for (const matrix of matrices) expect(matrix.get(source, id)).toBe(distance);
            expect(paths.distances.get(id)).toBe(distance);
          }
        }
        for (const matrix of matrices) expect(matrix.get(2 ** 31, 0)).toBeUndefined();
      }),
    );
  });

  it("are refused where they may not be negative, and if they are no numbers", () => {
    const graph = graphOf(true, 2, [[0, 1, -1]]);
    const weight = "weight";
    for (const find of [shortestPath, allShortestPaths]) {
      expect(() => find(graph, 0, 1, { weight })).toThrow(/-1 for edge 0/);
      expect(() => find(graph, 0, 7)).toThrow(missing);
      expect(() => find(graph, 7, 0)).toThrow(missing);
    }
    expect(() => aStar(graph, 0, 1, { weight, heuristic: () => 0 })).toThrow(RangeError);
    expect(() => kShortestPaths(graph, 0, 1, 2, { weight })).toThrow(RangeError);
    expect(() => kShortestPaths(graph, 0, 1, -2)).toThrow(RangeError);
    expect(() => allSimplePaths(graph, 0, 7)).toThrow(missing);
    for (const find of [floydWarshall, johnson])
      expect(() => find(graph, { weight: [Number.NaN] })).toThrow(RangeError);
    expect(() => bellmanFord(graph, 0, { weight: [-Infinity] })).toThrow(RangeError);
    expect(() => bellmanFord(graph, 7)).toThrow(missing);
  });

  it("have a limit on the size of a matrix", () => {
    const graph = new Graph();
    graph.addNodes(32_769);
    expect(() => floydWarshall(graph)).toThrow(expect.objectContaining({ code: "LIMIT" }));
    expect(floydWarshall(new Graph()).values).toHaveLength(0);
  });
});
