// One way to lay a pattern over a graph of each set that symmetries of the pattern make, against all of them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  completeGraph,
  cycleGraph,
  type EdgeList,
  erdosRenyiGraph,
  karateClub,
  kroneckerGraph,
  type SubgraphIsomorphismOptions,
  starGraph,
  subgraphIsomorphisms,
} from "../../../src/algorithms/index.js";
import { Graph, type GraphView } from "../../../src/index.js";
import { CountedSignal } from "../shared/counted-signal.js";
import { type Case, caseOf, cases, graphOf } from "../shared/random-graphs.js";

const made = (list: EdgeList): Graph => list.addTo(new Graph({ directed: list.directed }));
const found = (view: GraphView, pattern: GraphView, options: SubgraphIsomorphismOptions = {}) =>
  [...subgraphIsomorphisms(view, pattern, options)].map(({ values }) => [...values]);

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutations(items.filter((each) => each !== item)).map((rest) => [item, ...rest]),
  );
}

/** All ways to permute a pattern's nodes, as places, that take edges to edges of the same colours. */
function symmetriesOf(
  pattern: Case,
  nodeColor: (id: number) => string,
  edgeColor: (id: number) => string,
): number[][] {
  const { ids, edges, directed } = pattern;
  // a colour may be an empty text, and an edge of it is not none
  const between = (u: number, v: number) =>
    edges
      .filter(
        ({ source, target }) => (source === u && target === v) || (!directed && source === v && target === u),
      )
      .map(({ id }) => `(${edgeColor(id)})`)
      .sort()
      .join();
  return permutations(ids.map((_, i) => i)).filter((places) =>
    ids.every(
      (u, i) =>
        nodeColor(u) === nodeColor(ids[places[i]]) &&
        ids.every((v, j) => between(u, v) === between(ids[places[i]], ids[places[j]])),
    ),
  );
}

describe("symmetryBreaking", () => {
  it("finds triangles, squares, cliques and stars once", () => {
    const club = made(karateClub());
    expect(found(club, made(cycleGraph(3)), { symmetryBreaking: true }).length).toBe(45);
    for (const [a, b, c] of found(club, made(cycleGraph(3)), { symmetryBreaking: true })) {
      expect(a < b && b < c).toBe(true);
    }
    const directed = made(cycleGraph(3, { directed: true }));
    expect(found(directed, directed).length).toBe(3);
    expect(found(directed, directed, { symmetryBreaking: true })).toEqual([[0, 1, 2]]);
    // of eight nodes: every four, every four times three squares, every node with three of the others
    const complete = made(completeGraph(8));
    const options = { symmetryBreaking: true, induced: false };
    expect(found(complete, made(completeGraph(4)), options).length).toBe(70);
    expect(found(complete, made(cycleGraph(4)), options).length).toBe(70 * 3);
    expect(found(complete, made(starGraph(4)), options).length).toBe(8 * 35);
    expect(found(complete, new Graph({ directed: false }), options)).toEqual([[]]);
    expect(() => subgraphIsomorphisms(club, club, { symmetryBreaking: 1 as never })).toThrow(
      '"symmetryBreaking" expected a boolean, got 1',
    );
  });

  /** An edge with a node apart, and a path of two edges with a node apart, which has it four times. */
  const pattern = graphOf(false, 3, [[1, 0]]);
  const path = graphOf(false, 4, [
    [1, 0],
    [0, 2],
  ]);

  it("tells nodes with an edge between them from nodes with none", () => {
    const options = { symmetryBreaking: true, induced: false };
    // the nodes 0, 1 and 2 twice: the edge lies over either edge of the path
    const expected = [
      [0, 1, 2],
      [0, 1, 3],
      [0, 2, 1],
      [0, 2, 3],
    ];
    expect(found(path, pattern, options)).toEqual(expected);
    expect(found(path, pattern, { ...options, edgeMatch: () => true })).toEqual(expected);
    expect(found(path, pattern, { symmetryBreaking: true })).toEqual([
      [0, 1, 3],
      [0, 2, 3],
    ]);
  });

  it("finds one way of each set, and none of a set that is not there", () => {
    const arbitrary = fc
      .boolean()
      .chain((directed) =>
        fc.tuple(
          cases({ directed, nodesMax: 6, edgesMax: 14, weightMax: 1 }),
          cases({ directed, nodesMax: 4, edgesMax: 5, weightMax: 1 }),
        ),
      );
    const tested = fc.constantFrom("none", "nodes", "edges", "both");
    const table = fc.array(fc.boolean(), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(arbitrary, fc.boolean(), tested, table, table, ([graph, pattern], induced, what, p, q) => {
        // any tests: they need not treat alike what is symmetric
        const nodeTest = (id: number, other: number) => p[(id % 3) * 3 + (other % 3)];
        const edgeTest = (id: number, other: number) => q[(id % 3) * 3 + (other % 3)];
        const nodeMatch = what === "nodes" || what === "both" ? nodeTest : undefined;
        const edgeMatch = what === "edges" || what === "both" ? edgeTest : undefined;
        const options = { induced, ...(nodeMatch && { nodeMatch }), ...(edgeMatch && { edgeMatch }) };
        const symmetries = symmetriesOf(
          pattern,
          (id) => (nodeMatch ? graph.ids.map((each) => nodeMatch(each, id)).join() : ""),
          (id) => (edgeMatch ? graph.edges.map((each) => edgeMatch(each.id, id)).join() : ""),
        );
        const setOf = (way: readonly number[]) =>
          symmetries.map((places) => places.map((place) => way[place]).join()).sort()[0];
        const sets = new Set(found(graph.view, pattern.view, options).map(setOf));
        const once = found(graph.view, pattern.view, { ...options, symmetryBreaking: true });
        expect(once.map(setOf).sort()).toEqual([...sets].sort());
      }),
      {
        numRuns: 400,
        examples: ["none", "nodes", "edges", "both"].map((what) => [
          [caseOf(path), caseOf(pattern)],
          false,
          what,
          Array(9).fill(true),
          Array(9).fill(true),
        ]),
      },
    );
  });

  it("knows the symmetries of large patterns", () => {
    const ring = made(cycleGraph(200));
    expect(found(ring, ring, { symmetryBreaking: true }).length).toBe(1);
    const star = made(starGraph(60));
    expect(found(star, star, { symmetryBreaking: true }).length).toBe(1);
  });
});

describe("subgraphIsomorphisms", () => {
  it("calls off a search that finds nothing, and one between two ways", () => {
    // no triangles, and many ways to begin one
    const sides = made(erdosRenyiGraph(400, { probability: 0.2, seed: 1 }));
    for (const edge of sides.edges.ids()) {
      if ((sides.source(edge) + sides.target(edge)) % 2 === 0) sides.removeEdge(edge);
    }
    const counted = new CountedSignal(4);
    const search = () => found(sides, made(cycleGraph(5)), { induced: false, signal: counted.signal });
    expect(search).toThrow(counted.reason);
    const controller = new AbortController();
    const ways = subgraphIsomorphisms(made(completeGraph(9)), made(completeGraph(3)), {
      signal: controller.signal,
    });
    ways.next();
    controller.abort(new Error("enough"));
    expect(() => ways.next()).toThrow("enough");
    let calls = 0;
    const slow = new CountedSignal(2);
    const nodeMatch = () => {
      calls++;
      return false;
    };
    const tested = () =>
      found(sides, made(cycleGraph(5)), { nodeMatch, symmetryBreaking: true, signal: slow.signal });
    expect(tested).toThrow(slow.reason);
    expect(calls).toBeLessThan(2000);
  });

  it("looks for arcs of hubs on the side that has few", () => {
    const web = made(kroneckerGraph(10, { seed: 1, edgeFactor: 8 }));
    const clique = made(completeGraph(4));
    const once = found(web, clique, { symmetryBreaking: true });
    const keys = new Set(once.map((way) => way.sort((a, b) => a - b).join()));
    expect(keys.size).toBe(once.length);
    expect(found(web, clique).length).toBe(24 * once.length);
  });
});
