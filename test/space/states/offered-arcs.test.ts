/** Adjacency lists that are copied from a frozen graph have the edges of those that are sorted. */
import { expect, test } from "vitest";
import { Graph } from "../../../src/graph.js";
import type { ReadonlyEdgePool } from "../../../src/pool/pool.js";
import { PoolAdjacency } from "../../../src/space/states/adjacency.js";
import { Bitmap } from "../../../src/structures/bitmap.js";

const COUNT = 5_000;
const NODES = 300;
const draw = (seed: number) =>
  Uint32Array.from({ length: COUNT }, (_, i) => (Math.imul(i + seed, 0x9e3779b1) >>> 8) % NODES);

/** All edges at each node of a graph, by going through its edges. */
function check(graph: Graph): void {
  const wanted = { out: new Map<number, number[]>(), in: new Map<number, number[]>() };
  for (const edge of graph.edges.ids()) {
    const [source, target] = [graph.source(edge), graph.target(edge)];
    wanted.out.set(source, [...(wanted.out.get(source) ?? []), edge]);
    wanted.in.set(target, [...(wanted.in.get(target) ?? []), edge]);
  }
  for (const node of graph.nodes.ids()) {
    for (const direction of ["out", "in"] as const) {
      expect(Array.from(graph.incidentEdges(node, direction))).toEqual(wanted[direction].get(node) ?? []);
      expect(graph.degree(node, direction)).toBe(wanted[direction].get(node)?.length ?? 0);
    }
  }
}

test.each([true, false])(
  "edges at nodes are those of the graph, whatever is written after it was frozen (in: %s)",
  (readsIn) => {
    const graph = new Graph();
    graph.addNodes(NODES);
    graph.addEdges(draw(1), draw(5));
    const csr = graph.csr();
    if (readsIn) expect(csr.in.edges.length).toBe(COUNT);
    const added = graph.addNode();
    graph.addEdge(3, added);
    graph.addEdge(added, 3);
    check(graph);
    graph.removeEdges([0, 7, 4_999]);
    graph.removeNode(5);
    check(graph);
    const isThere = (node: number) => (node === 5 ? 6 : node);
    graph.addEdges(draw(11).subarray(0, 2_000).map(isThere), draw(13).subarray(0, 2_000).map(isThere));
    check(graph);
  },
);

test("ids that are taken back and given to other edges are not those of the frozen graph", () => {
  const graph = new Graph();
  graph.addNodes(NODES);
  graph.addEdges(draw(1).subarray(0, 3_000), draw(5).subarray(0, 3_000));
  expect(() =>
    graph.transaction(() => {
      graph.addEdges(draw(2).subarray(0, 1_000), draw(9).subarray(0, 1_000));
      graph.csr();
      throw new Error("taken back");
    }),
  ).toThrow("taken back");
  graph.addEdges(draw(21).subarray(0, 1_500), draw(23).subarray(0, 1_500));
  check(graph);
});

test("lists are copied from a frozen graph without a look at the ends of edges", () => {
  const graph = new Graph();
  graph.addNodes(NODES);
  graph.addEdges(draw(1), draw(5));
  const { frozen } = graph.csr();
  // sorting these would give all edges to node 0
  const none = new Uint32Array(COUNT);
  const pool = { count: COUNT, sources: none, targets: none } as unknown as ReadonlyEdgePool;
  const adjacency = new PoolAdjacency(pool);
  adjacency.offer(frozen, COUNT);
  const found = adjacency.lists(false).edges(7, Bitmap.range(0, COUNT));
  expect(Array.from(found)).toEqual(Array.from(graph.incidentEdges(7, "out")));
  expect(found.length).toBeGreaterThan(0);
});
