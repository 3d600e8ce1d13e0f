// Searches and distances from a source, against relaxing every arc until nothing changes.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dijkstra } from "../../../src/algorithms/paths/dijkstra.js";
import { shortestPathLengths } from "../../../src/algorithms/paths/shortest-path-lengths.js";
import { breadthFirstSearch } from "../../../src/algorithms/traversal/breadth-first-search.js";
import { depthFirstSearch } from "../../../src/algorithms/traversal/depth-first-search.js";
import { Graph } from "../../../src/index.js";
import {
  arcsOfCase,
  cases,
  graphOf,
  naiveDistances,
  naiveReach,
  pathGraph,
} from "../shared/random-graphs.js";

const directions = fc.constantFrom("out", "in", "both" as const);

/** 0 -> 1 -> 2 -> 3 and 0 -> 2, and 4 alone. */
const kite = () =>
  graphOf(true, 5, [
    [0, 1, 1],
    [1, 2, 1],
    [2, 3, 1],
    [0, 2, 5],
  ]);

describe("breadth-first search", () => {
  it("finds nodes by hops", () => {
    const { order, depths, predecessors } = breadthFirstSearch(kite(), 0);
    expect([...order]).toEqual([0, 1, 2, 3]);
    expect([...depths]).toEqual([
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 2],
      [4, -1],
    ]);
    expect([...predecessors.values]).toEqual([-1, 0, 0, 2, -1]);
  });

  it("finds from any sources, in any direction and to any depth what the shortest hops say", () => {
    const input = fc.tuple(cases(), directions, fc.option(fc.nat(4)), fc.array(fc.nat(), { maxLength: 3 }));
    fc.assert(
      fc.property(input, ([plain, direction, depthMax, picks]) => {
        const { view, ids } = plain;
        const sources = ids.length === 0 ? [] : picks.map((pick) => ids[pick % ids.length]);
        const arcs = arcsOfCase(plain, direction);
        const found = breadthFirstSearch(view, sources, { direction, maxDepth: depthMax ?? Infinity });
        const hops = sources.map((source) => naiveDistances(plain, arcs, source, () => 1));
        for (const id of ids) {
          const nearest = Math.min(Infinity, ...hops.map((each) => each.get(id)!));
          const depth = nearest === Infinity || nearest > (depthMax ?? Infinity) ? -1 : nearest;
          expect(found.depths.get(id)).toBe(depth);
          expect(shortestPathLengths(view, sources, { direction }).get(id)).toBe(
            nearest === Infinity ? -1 : nearest,
          );
          const before = found.predecessors.get(id)!;
          if (depth <= 0) expect(before).toBe(-1);
          else {
            expect(found.depths.get(before)).toBe(depth - 1);
            expect(arcs.some(({ from, to }) => from === before && to === id)).toBe(true);
          }
        }
        const order = [...found.order];
        expect(order.slice().sort()).toEqual(ids.filter((id) => found.depths.get(id) !== -1).sort());
        const depths = order.map((id) => found.depths.get(id)!);
        expect(depths).toEqual(depths.slice().sort((a, b) => a - b));
      }),
    );
  });

  it("ends once the visitor returns false", () => {
    const seen: unknown[] = [];
    const { order } = breadthFirstSearch(kite(), 0, {
      visit: (...told) => {
        seen.push(told);
        return told[0] !== 2;
      },
    });
    expect([...order]).toEqual([0, 1, 2]);
    expect(seen).toEqual([
      [0, 0, undefined],
      [1, 1, 0],
      [2, 1, 0],
    ]);
  });
});

describe("depth-first search", () => {
  it("goes deep first", () => {
    const { order, postorder, depths } = depthFirstSearch(kite(), 0);
    expect([...order]).toEqual([0, 1, 2, 3]);
    expect([...postorder]).toEqual([3, 2, 1, 0]);
    expect([...depths.values]).toEqual([0, 1, 2, 3, -1]);
  });

  it("visits as a recursion would", () => {
    const input = fc.tuple(cases(), directions, fc.option(fc.nat(4)), fc.array(fc.nat(), { maxLength: 3 }));
    fc.assert(
      fc.property(input, ([plain, direction, depthMax, picks]) => {
        const { view, ids } = plain;
        const sources = ids.length === 0 ? [] : picks.map((pick) => ids[pick % ids.length]);
        const arcs = arcsOfCase(plain, direction);
        // of directed graphs in both directions the arcs that leave come first
        const leavesFirst = plain.directed && direction === "both";
        const key = (from: number, edge: { id: number; source: number }) =>
          edge.id + (leavesFirst && edge.source !== from ? 1e6 : 0);
        const order: number[] = [];
        const postorder: number[] = [];
        const before = new Map<number, number>();
        const visit = (id: number, from: number, depth: number) => {
          order.push(id);
          before.set(id, from);
          const next = arcs.filter((arc) => arc.from === id);
          next.sort((a, b) => key(id, a.edge) - key(id, b.edge));
          if (depth < (depthMax ?? Infinity)) {
            for (const { to } of next) if (!before.has(to)) visit(to, id, depth + 1);
          }
          postorder.push(id);
        };
        for (const source of sources) if (!before.has(source)) visit(source, -1, 0);
        const found = depthFirstSearch(view, sources, { direction, maxDepth: depthMax ?? Infinity });
        expect([...found.order]).toEqual(order);
        expect([...found.postorder]).toEqual(postorder);
        for (const id of ids) expect(found.predecessors.get(id)).toBe(before.get(id) ?? -1);
      }),
    );
  });

  it("goes down a path of a million nodes", () => {
    const { order, postorder } = depthFirstSearch(pathGraph(1_000_000), 0);
    expect(order[999_999]).toBe(999_999);
    expect(postorder[0]).toBe(999_999);
  });

  it("ends once the visitor returns false", () => {
    const { order, postorder } = depthFirstSearch(kite(), [0, 4], { visit: (id) => id !== 2 });
    expect([[...order], [...postorder]]).toEqual([[0, 1, 2], []]);
  });
});

describe("dijkstra", () => {
  it("gives distances, predecessors and paths", () => {
    const { distances, predecessors, pathTo, edgesTo } = dijkstra(kite(), 0, { weight: "weight" });
    expect([...distances.values]).toEqual([0, 1, 2, 3, Infinity]);
    expect([...predecessors.values]).toEqual([-1, 0, 1, 2, -1]);
    expect([...pathTo(3)!]).toEqual([0, 1, 2, 3]);
    expect([...edgesTo(3)!]).toEqual([0, 1, 2]);
    expect([...pathTo(0)!]).toEqual([0]);
    expect([pathTo(4), edgesTo(4), pathTo(99)]).toEqual([undefined, undefined, undefined]);
  });

  it("agrees with relaxing every arc, and its paths have the length it says", () => {
    const input = fc.tuple(
      cases(),
      directions,
      fc.array(fc.nat(), { maxLength: 3 }),
      fc.boolean(),
      fc.option(fc.nat(9)),
    );
    fc.assert(
      fc.property(input, ([plain, direction, picks, weighted, most]) => {
        const { view, ids, edges } = plain;
        const sources = ids.length === 0 ? [] : picks.map((pick) => ids[pick % ids.length]);
        const arcs = arcsOfCase(plain, direction);
        const weightOf = (edge: { weight: number }) => (weighted ? edge.weight : 1);
        const maxDistance = most ?? Infinity;
        const options = { direction, maxDistance, ...(weighted ? { weight: edges.map(weightOf) } : {}) };
        const found = dijkstra(view, sources, options);
        const naive = sources.map((source) => naiveDistances(plain, arcs, source, weightOf));
        for (const id of ids) {
          const nearest = Math.min(Infinity, ...naive.map((each) => each.get(id)!));
          expect(found.distances.get(id)).toBe(nearest <= maxDistance ? nearest : Infinity);
          const path = found.pathTo(id);
          if (path === undefined) {
            expect(found.distances.get(id)).toBe(Infinity);
            continue;
          }
          expect(sources).toContain(path[0]);
          expect(path.at(-1)).toBe(id);
          let distance = 0;
          found.edgesTo(id)!.forEach((edge, i) => {
            const arc = arcs.find((a) => a.edge.id === edge && a.from === path[i] && a.to === path[i + 1]);
            distance += weightOf(arc!.edge);
          });
          expect(distance).toBe(nearest);
        }
        const lengths = weighted
          ? shortestPathLengths(view, sources, { direction, weight: "weight" }).values
          : undefined;
        if (lengths !== undefined && most === null && edges.length > 0)
          expect(lengths).toEqual(found.distances.values);
      }),
    );
  });

  it("reads weights from attributes and arrays, an edge without one weighs 1", () => {
    const graph = new Graph();
    graph.addNodes(4);
    graph.addEdges([0, 1, 2], [1, 2, 3], { attributes: { long: BigInt64Array.of(2n, 3n, 4n) } });
    graph.edges.set(1, { some: 7 });
    expect(dijkstra(graph, 0, { weight: "long" }).distances.get(3)).toBe(9);
    expect(dijkstra(graph, 0, { weight: "some" }).distances.get(3)).toBe(9);
    expect(dijkstra(graph, 0, { weight: Float32Array.of(1, 0.5, 0.25) }).distances.get(3)).toBe(1.75);
    expect(dijkstra(graph, 0, { weight: [1, Infinity, 1] }).distances.get(3)).toBe(Infinity);
  });
});

describe("mistakes", () => {
  it("are told by name", () => {
    const graph = kite();
    for (const search of [breadthFirstSearch, depthFirstSearch, shortestPathLengths, dijkstra]) {
      expect(() => search(graph, 99)).toThrow(expect.objectContaining({ code: "NODE_NOT_FOUND" }));
      expect(() => search(graph, "0" as never)).toThrow(TypeError);
      expect(() => search(graph, 0, { direction: "up" as never })).toThrow(TypeError);
      expect(() => search(graph, 0, null as never)).toThrow(TypeError);
      expect(() => search(graph, 0, { signal: AbortSignal.abort(new Error("enough")) })).toThrow("enough");
    }
    for (const search of [breadthFirstSearch, depthFirstSearch, shortestPathLengths])
      expect(() => search(graph, 0, { maxDepth: -1 })).toThrow(RangeError);
    expect(() => dijkstra(graph, 0, { weight: [1, 1, -1, 1] })).toThrow(/-1 for edge 2/);
    expect(() => dijkstra(graph, 0, { weight: [1, Number.NaN, 1, 1] })).toThrow(/NaN for edge 1/);
    expect(() => dijkstra(graph, 0, { weight: [1] })).toThrow(RangeError);
    expect(() => shortestPathLengths(graph, 0, { weight: "weight", maxDepth: 2 } as never)).toThrow(
      TypeError,
    );
  });

  it("and progress is told, which may end it", () => {
    const graph = pathGraph(200_000);
    const told: number[] = [];
    breadthFirstSearch(graph, 0, { onProgress: ({ done }) => told.push(done) });
    expect(told.length).toBeGreaterThan(2);
    expect(told.at(-1)).toBe(200_000);
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error("enough"));
    for (const search of [breadthFirstSearch, depthFirstSearch, shortestPathLengths, dijkstra])
      expect(() => search(graph, 0, { signal: controller.signal, onProgress })).toThrow("enough");
  });
});

describe("widths", () => {
  it.each([1, 255, 256, 257, 65_535, 65_536, 65_537])("a path of %i nodes", (count) => {
    const graph = pathGraph(count, false);
    const last = count - 1;
    expect(shortestPathLengths(graph, last).get(0)).toBe(last);
    expect(dijkstra(graph, 0).pathTo(last)).toHaveLength(count);
    expect(breadthFirstSearch(graph, 0).order).toHaveLength(count);
    expect(depthFirstSearch(graph, 0).depths.get(last)).toBe(last);
  });

  it("an empty graph may be searched from nothing", () => {
    const graph = new Graph();
    expect(breadthFirstSearch(graph, []).order).toHaveLength(0);
    expect(dijkstra(graph, []).distances).toHaveLength(0);
    expect(naiveReach([], 0).size).toBe(1);
  });
});
