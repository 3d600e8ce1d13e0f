// Orders, cycles and reachability, against trying everything.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transitiveClosure } from "../../../src/algorithms/operators/transitive-closure.js";
import { transitiveReduction } from "../../../src/algorithms/operators/transitive-reduction.js";
import { isAcyclic } from "../../../src/algorithms/structure/is-acyclic.js";
import { simpleCycles } from "../../../src/algorithms/structure/simple-cycles.js";
import { ancestors } from "../../../src/algorithms/traversal/ancestors.js";
import { descendants } from "../../../src/algorithms/traversal/descendants.js";
import { findCycle } from "../../../src/algorithms/traversal/find-cycle.js";
import { topologicalGenerations } from "../../../src/algorithms/traversal/topological-generations.js";
import { topologicalSort } from "../../../src/algorithms/traversal/topological-sort.js";
import { Graph } from "../../../src/index.js";
import {
  arcsOfCase,
  type Case,
  caseOf,
  cases,
  graphOf,
  naiveReach,
  pathGraph,
} from "../shared/random-graphs.js";

const cyclic = expect.objectContaining({ code: "CYCLIC_GRAPH" });

/** Edges from smaller to larger ids only. */
function forward(plain: Case): Case {
  const { view } = plain;
  const kept = plain.edges.filter(({ source, target }) => source < target);
  const graph = new Graph();
  const ids = graph.addNodes((plain.ids.at(-1) ?? -1) + 1);
  graph.removeNodes([...ids].filter((id) => !view.hasNode(id)));
  for (const { source, target, weight } of kept) graph.addEdge(source, target, { weight });
  return caseOf(graph);
}

/** All simple cycles by their nodes from the smallest on, by trying every path; sorted. */
function naiveCycles(plain: Case): string[] {
  const arcs = arcsOfCase(plain);
  const found = new Set<string>();
  const extend = (path: number[], used: number[]) => {
    for (const { from, to, edge } of arcs) {
      if (from !== path.at(-1) || (!plain.directed && used.includes(edge.id))) continue;
      if (to === path[0]) {
        const back = [path[0], ...path.slice(1).reverse()];
        const other = plain.directed || path.length < 3 || path[1] < path.at(-1)! ? path : back;
        found.add(other.join());
      } else if (to > path[0] && !path.includes(to)) extend([...path, to], [...used, edge.id]);
    }
  };
  for (const id of plain.ids) extend([id], []);
  return [...found].sort();
}

describe("topological order", () => {
  const diamond = () =>
    graphOf(true, 5, [
      [4, 1],
      [4, 2],
      [1, 0],
      [2, 0],
      [4, 0],
    ]);

  it("goes generation by generation", () => {
    expect(topologicalGenerations(diamond()).map((each) => [...each])).toEqual([[3, 4], [1, 2], [0]]);
    expect([...topologicalSort(diamond())]).toEqual([3, 4, 1, 2, 0]);
    expect(topologicalGenerations(new Graph())).toEqual([]);
    expect(topologicalSort(new Graph())).toHaveLength(0);
  });

  it("has each edge lead onward, by the longest way, or there is a cycle", () => {
    fc.assert(
      fc.property(cases({ directed: true }), fc.boolean(), (drawn, isForward) => {
        const plain = isForward ? forward(drawn) : drawn;
        const arcs = arcsOfCase(plain);
        const acyclic = plain.ids.every((id) =>
          arcs.every(({ from, to }) => from !== id || !naiveReach(arcs, to).has(id)),
        );
        expect(isAcyclic(plain.view)).toBe(acyclic);
        expect(findCycle(plain.view) === undefined).toBe(acyclic);
        if (!acyclic) {
          expect(() => topologicalSort(plain.view)).toThrow(cyclic);
          expect(() => topologicalGenerations(plain.view)).toThrow(cyclic);
          expect(() => transitiveReduction(plain.view)).toThrow(cyclic);
          return;
        }
        const generations = topologicalGenerations(plain.view);
        expect([...topologicalSort(plain.view)]).toEqual(generations.flatMap((each) => [...each]));
        const level = (id: number): number =>
          Math.max(0, ...arcs.filter(({ to }) => to === id).map(({ from }) => level(from) + 1));
        generations.forEach((each, i) => {
          expect([...each]).toEqual(plain.ids.filter((id) => level(id) === i));
        });
      }),
    );
  });

  it("is for directed graphs, and tells a cycle", () => {
    expect(() => topologicalSort(new Graph({ directed: false }))).toThrow(TypeError);
    const graph = pathGraph(3);
    graph.addEdge(2, 1);
    expect(() => topologicalSort(graph)).toThrow(/got 1 -> 2 -> 1/);
  });
});

describe("a cycle", () => {
  it("is found where there is one, and its edges join its nodes", () => {
    fc.assert(
      fc.property(cases({ edgesMax: 12 }), (plain) => {
        const cycle = findCycle(plain.view);
        const exists = naiveCycles(plain).length > 0;
        expect(cycle !== undefined).toBe(exists);
        expect(isAcyclic(plain.view)).toBe(!exists);
        if (cycle === undefined) return;
        const { nodes, edges } = cycle;
        expect([new Set(nodes).size, new Set(edges).size]).toEqual([nodes.length, nodes.length]);
        edges.forEach((id, i) => {
          const [from, to] = [nodes[i], nodes[(i + 1) % nodes.length]];
          expect(
            arcsOfCase(plain).some((arc) => arc.edge.id === id && arc.from === from && arc.to === to),
          ).toBe(true);
        });
      }),
    );
  });

  it("of a million nodes is found", () => {
    const graph = pathGraph(1_000_000);
    expect(findCycle(graph)).toBeUndefined();
    graph.addEdge(999_999, 0);
    expect(findCycle(graph)?.nodes).toHaveLength(1_000_000);
    expect([...simpleCycles(graph)].map((cycle) => cycle.length)).toEqual([1_000_000]);
  });
});

describe("simple cycles", () => {
  it("of a complete graph", () => {
    const pairs = [0, 1, 2, 3].flatMap((a) => [0, 1, 2, 3].map((b) => [a, b] as const));
    const all = pairs.filter(([a, b]) => a !== b);
    const half = pairs.filter(([a, b]) => a < b);
    // 6 of two nodes, 8 of three, 6 of four; each but the first once without direction
    expect([...simpleCycles(graphOf(true, 4, all))]).toHaveLength(20);
    expect([...simpleCycles(graphOf(false, 4, half))]).toHaveLength(7);
    expect([...simpleCycles(graphOf(false, 4, half), { maxLength: 3 })]).toHaveLength(4);
  });

  it("are all there, each once, with and without a limit", () => {
    fc.assert(
      fc.property(
        cases({ nodesMax: 6, edgesMax: 16 }),
        fc.integer({ min: 0, max: 7 }),
        (plain, maxLength) => {
          const naive = naiveCycles(plain);
          const found = [...simpleCycles(plain.view)].map((cycle) => cycle.join());
          expect(found.sort()).toEqual(naive);
          const short = [...simpleCycles(plain.view, { maxLength })].map((cycle) => cycle.join());
          expect(short.sort()).toEqual(naive.filter((cycle) => cycle.split(",").length <= maxLength));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("come one by one, and can be called off", () => {
    // 2^40 cycles and more
    const graph = new Graph();
    graph.addNodes(120);
    for (let i = 0; i < 120; i += 3) {
      for (const [a, b] of [
        [0, 1],
        [0, 2],
        [1, 3],
        [2, 3],
      ])
        graph.addEdge(i + a, (i + b) % 120);
    }
    const cycles = simpleCycles(graph);
    for (let i = 0; i < 1000; i++) expect(cycles.next().value).toHaveLength(80);
    const controller = new AbortController();
    const stopped = simpleCycles(graph, { signal: controller.signal });
    stopped.next();
    controller.abort(new Error("enough"));
    expect(() => stopped.next()).toThrow("enough");
    expect(() => simpleCycles(graph, { maxLength: -1 })).toThrow(RangeError);
  });
});

describe("reach", () => {
  it("is what paths lead to", () => {
    fc.assert(
      fc.property(cases(), (plain) => {
        const arcs = arcsOfCase(plain);
        const pairs: string[] = [];
        for (const id of plain.ids) {
          const reach = naiveReach(arcs, id);
          const others = plain.ids.filter((other) => other !== id);
          expect([...descendants(plain.view, id)]).toEqual(others.filter((other) => reach.has(other)));
          expect([...ancestors(plain.view, id)]).toEqual(
            others.filter((other) => naiveReach(arcs, other).has(id)),
          );
          for (const other of plain.ids) {
            const loop = plain.edges.some(({ source, target }) => source === id && target === id);
            const back = arcs.some(({ from, to }) => from === id && naiveReach(arcs, to).has(id));
            const listed = plain.directed
              ? id === other
                ? back
                : reach.has(other)
              : id === other
                ? loop
                : id < other && reach.has(other);
            if (listed) pairs.push(`${id} ${other}`);
          }
        }
        const { sources, targets } = transitiveClosure(plain.view);
        expect([...sources].map((source, i) => `${source} ${targets[i]}`)).toEqual(pairs);
      }),
    );
  });

  it("is left by a reduction, which loses it with any edge less", () => {
    fc.assert(
      fc.property(cases({ directed: true }), (drawn) => {
        const plain = forward(drawn);
        const kept = transitiveReduction(plain.view);
        const arcs = arcsOfCase(plain).filter(({ edge }) => kept.includes(edge.id));
        const closure = (list: typeof arcs) => plain.ids.map((id) => [...naiveReach(list, id)].sort());
        const whole = closure(arcsOfCase(plain));
        expect(closure(arcs)).toEqual(whole);
        for (const id of kept) {
          expect(closure(arcs.filter(({ edge }) => edge.id !== id))).not.toEqual(whole);
          const { source, target } = plain.edges.find((edge) => edge.id === id)!;
          const parallel = plain.edges.filter((edge) => edge.source === source && edge.target === target);
          expect(id).toBe(parallel[0].id);
        }
      }),
    );
  });

  it("has its mistakes told", () => {
    const graph = pathGraph(2);
    const gone = expect.objectContaining({ code: "NODE_NOT_FOUND" });
    expect(() => ancestors(graph, 7)).toThrow(gone);
    expect(() => descendants(graph, 7)).toThrow(gone);
    const signal = AbortSignal.abort(new Error("enough"));
    expect(() => transitiveClosure(graph, { signal })).toThrow("enough");
    expect(() => transitiveReduction(graph, { signal })).toThrow("enough");
  });
});
