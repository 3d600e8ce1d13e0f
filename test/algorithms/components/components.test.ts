// Pieces of graphs, against removing one thing at a time and asking who reaches whom.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { articulationPoints } from "../../../src/algorithms/components/articulation-points.js";
import { biconnectedComponents } from "../../../src/algorithms/components/biconnected-components.js";
import { bridges } from "../../../src/algorithms/components/bridges.js";
import { connectedComponents } from "../../../src/algorithms/components/connected-components.js";
import { isConnected } from "../../../src/algorithms/components/is-connected.js";
import { largestComponent } from "../../../src/algorithms/components/largest-component.js";
import { stronglyConnectedComponents } from "../../../src/algorithms/components/strongly-connected-components.js";
import { bipartiteSides } from "../../../src/algorithms/structure/bipartite-sides.js";
import { isBipartite } from "../../../src/algorithms/structure/is-bipartite.js";
import { Graph } from "../../../src/index.js";
import {
  arcsOfCase,
  type Case,
  cases,
  graphOf,
  naiveReach,
  type PlainArc,
  pathGraph,
} from "../shared/random-graphs.js";

/** How many connected parts nodes have by arcs that go both ways. */
function partCount(ids: readonly number[], arcs: readonly PlainArc[]): number {
  return new Set(ids.map((id) => Math.min(...naiveReach(arcs, id)))).size;
}

const without = (plain: Case, edge: number) =>
  arcsOfCase(plain, "both").filter((arc) => arc.edge.id !== edge);

/** Two triangles that share node 2, and a tail 4 - 5. */
const bowTie = (directed: boolean) =>
  graphOf(directed, 6, [
    [0, 1],
    [1, 2],
    [2, 0],
    [2, 3],
    [3, 4],
    [4, 2],
    [4, 5],
  ]);

describe("strongly connected components", () => {
  it("are named by their smallest id", () => {
    const { values, count, sizes } = stronglyConnectedComponents(bowTie(true));
    expect([...values]).toEqual([0, 0, 0, 0, 0, 5]);
    expect(count).toBe(2);
    expect([...sizes]).toEqual([
      [0, 5],
      [5, 1],
    ]);
  });

  it("are the nodes that reach each other", () => {
    fc.assert(
      fc.property(cases({ edgesMax: 24 }), (plain) => {
        const arcs = arcsOfCase(plain);
        const reach = new Map(plain.ids.map((id) => [id, naiveReach(arcs, id)]));
        const { values, count, sizes } = stronglyConnectedComponents(plain.view);
        plain.ids.forEach((id, i) => {
          const mates = [...reach.get(id)!].filter((other) => reach.get(other)!.has(id));
          expect(values[i]).toBe(Math.min(...mates));
          expect(sizes.get(values[i])).toBe(mates.length);
        });
        expect(count).toBe(new Set(values).size);
        expect(isConnected(plain.view, { strong: true })).toBe(count === 1);
        const strongest = Math.max(0, ...sizes.values());
        expect(largestComponent(plain.view, { strong: true }).count).toBe(strongest);
      }),
    );
  });

  it("go down a path of a million nodes, and round a cycle of as many", () => {
    const graph = pathGraph(1_000_000);
    expect(stronglyConnectedComponents(graph).count).toBe(1_000_000);
    graph.addEdge(999_999, 0);
    expect(stronglyConnectedComponents(graph).count).toBe(1);
  });
});

describe("connectedness", () => {
  it("is that of the parts", () => {
    fc.assert(
      fc.property(cases(), (plain) => {
        const arcs = arcsOfCase(plain, "both");
        const parts = partCount(plain.ids, arcs);
        expect(connectedComponents(plain.view).count).toBe(parts);
        expect(isConnected(plain.view)).toBe(parts === 1);
        const largest = largestComponent(plain.view);
        const reaches = plain.ids.map((id) => naiveReach(arcs, id));
        expect(largest.count).toBe(Math.max(0, ...reaches.map((reach) => reach.size)));
        if (largest.count > 0) {
          const first = plain.ids.find((_, i) => reaches[i].size === largest.count)!;
          expect(new Set(largest)).toEqual(naiveReach(arcs, first));
        }
      }),
    );
  });

  it("of nothing is none, of one node is", () => {
    const graph = new Graph();
    expect([isConnected(graph), isConnected(graph, { strong: true })]).toEqual([false, false]);
    expect(largestComponent(graph).count).toBe(0);
    graph.addNode();
    expect([isConnected(graph), isConnected(graph, { strong: true })]).toEqual([true, true]);
    expect(() => isConnected(graph, { strong: 1 as never })).toThrow(TypeError);
    expect(() => largestComponent(graph, { strong: 1 as never })).toThrow(TypeError);
  });
});

describe("articulation points, bridges and blocks", () => {
  it.each([true, false])("of a bow tie, directed: %s", (directed) => {
    const graph = bowTie(directed);
    expect([...articulationPoints(graph)]).toEqual([2, 4]);
    expect([...bridges(graph)]).toEqual([6]);
    const { values, count, sizes } = biconnectedComponents(graph);
    expect([...values]).toEqual([0, 0, 0, 3, 3, 3, 6]);
    expect([count, ...sizes]).toEqual([3, [0, 3], [3, 3], [6, 1]]);
  });

  it("are what makes more parts when it is gone", () => {
    fc.assert(
      fc.property(cases(), (plain) => {
        const { view, ids, edges } = plain;
        const arcs = arcsOfCase(plain, "both");
        const parts = partCount(ids, arcs);
        const cut = ids.filter((gone) => {
          const rest = arcs.filter(({ from, to }) => from !== gone && to !== gone);
          const restIds = ids.filter((id) => id !== gone);
          // a node by itself leaves one part less
          return partCount(restIds, rest) > parts;
        });
        expect([...articulationPoints(view)]).toEqual(cut);
        const cutting = edges.filter(({ id }) => partCount(ids, without(plain, id)) > parts);
        expect([...bridges(view)]).toEqual(cutting.map(({ id }) => id));
      }),
    );
  });

  it("edges are in one block just if no node parts them", () => {
    fc.assert(
      fc.property(cases({ nodesMax: 6, edgesMax: 10 }), (plain) => {
        const { view, edges } = plain;
        const blocks = biconnectedComponents(view);
        const arcs = arcsOfCase(plain, "both");
        for (const a of edges) {
          const mates = edges.filter((b) => blocks.get(b.id) === blocks.get(a.id));
          expect(blocks.get(a.id)).toBe(mates[0].id);
          for (const b of edges) {
            // edges lie on one cycle if no node, and neither edge alone, parts an end of one from the other
            const loops = a.source === a.target || b.source === b.target;
            const together =
              a.id === b.id ||
              (!loops &&
                plain.ids.every((gone) => {
                  const left = arcs.filter(({ from, to }) => from !== gone && to !== gone);
                  const [u, v] = [a, b].map((e) => (e.source === gone ? e.target : e.source));
                  return naiveReach(left, u).has(v);
                }) &&
                [a, b].every((gone) => naiveReach(without(plain, gone.id), a.source).has(b.source)));
            expect(blocks.get(b.id) === blocks.get(a.id)).toBe(together);
          }
        }
      }),
    );
  });

  it("go down a path of a million nodes", () => {
    const graph = pathGraph(1_000_000, false);
    expect(bridges(graph)).toHaveLength(999_999);
    expect(articulationPoints(graph)).toHaveLength(999_998);
  });
});

describe("two sides", () => {
  it("are found where no cycle is odd", () => {
    const square = graphOf(false, 5, [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 0],
    ]);
    expect([...bipartiteSides(square)!.values]).toEqual([0, 1, 0, 1, 0]);
    square.addEdge(0, 2);
    expect(isBipartite(square)).toBe(false);
    expect(bipartiteSides(square)).toBeUndefined();
  });

  it("are there just if some coloring fits", () => {
    fc.assert(
      fc.property(cases({ nodesMax: 7, edgesMax: 10 }), ({ view, ids, edges }) => {
        const fits = (color: (id: number) => number | undefined) =>
          edges.every(({ source, target }) => color(source) !== color(target));
        const at = new Map(ids.map((id, i) => [id, i]));
        let exists = false;
        for (let bits = 0; bits < 2 ** ids.length; bits++)
          exists ||= fits((id) => (bits >>> at.get(id)!) & 1);
        expect(isBipartite(view)).toBe(exists);
        const sides = bipartiteSides(view);
        expect(sides !== undefined).toBe(exists);
        if (sides !== undefined) {
          expect(fits((id) => sides.get(id))).toBe(true);
          for (const name of connectedComponents(view).sizes.keys()) expect(sides.get(name)).toBe(0);
        }
      }),
    );
  });
});

describe("watched", () => {
  it("they stop where they are told to", () => {
    const graph = pathGraph(3);
    const signal = AbortSignal.abort(new Error("enough"));
    const all = [stronglyConnectedComponents, articulationPoints, bridges, biconnectedComponents];
    for (const run of all) {
      expect(() => run(graph, { signal })).toThrow("enough");
      const told: number[] = [];
      run(graph, { onProgress: ({ done }) => told.push(done) });
      expect(told.at(-1)).toBe(3);
    }
  });
});
