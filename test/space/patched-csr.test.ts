/** A frozen graph after writes is, array for array, that which freezing the graph anew gives. */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { pageRank } from "../../src/algorithms/index.js";
import { Graph } from "../../src/graph.js";
import { Renumbering } from "../../src/kernels/core/patch-half.js";
import { buildCsr, type Csr } from "../../src/space/csr.js";
import { DEFAULT_TUNING, tuning } from "../../src/structures/tuning.js";

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
});

const writes = fc.oneof(
  fc.record({ kind: fc.constant("addNodes" as const), count: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    kind: fc.constant("addEdges" as const),
    ends: fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant("removeNode" as const), at: fc.nat() }),
  fc.record({
    kind: fc.constant("removeEdges" as const),
    at: fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
  }),
  fc.record({ kind: fc.constantFrom("commit", "checkout", "merge", "undo", "takenBack", "ends") }),
);
type Write = typeof writes extends fc.Arbitrary<infer T> ? T : never;

/** Makes a write; what the graph refuses changes nothing. */
function make(graph: Graph, write: Write): void {
  const nodes = graph.nodes.ids();
  const edges = graph.edges.ids();
  switch (write.kind) {
    case "addNodes":
      graph.addNodes((write as { count: number }).count);
      break;
    case "addEdges":
      if (nodes.length === 0) return;
      for (const [a, b] of (write as { ends: [number, number][] }).ends)
        graph.addEdge(nodes[a % nodes.length], nodes[b % nodes.length]);
      break;
    case "removeNode":
      if (nodes.length > 0) graph.removeNode(nodes[(write as { at: number }).at % nodes.length]);
      break;
    case "removeEdges": {
      if (edges.length === 0) return;
      const places = new Set((write as { at: number[] }).at.map((at) => edges[at % edges.length]));
      graph.removeEdges([...places]);
      break;
    }
    case "commit":
      graph.commit("writes", { allowEmpty: true });
      break;
    case "checkout":
      graph.commit("before", { allowEmpty: true });
      graph.checkout(graph.head.branch === "main" ? "other" : "main");
      break;
    case "merge": {
      graph.commit("before", { allowEmpty: true });
      const merge = graph.merge(graph.head.branch === "main" ? "other" : "main", { policy: "ours" } as never);
      if (merge.status === "conflicted") merge.abort();
      else merge.commit();
      break;
    }
    case "undo":
      if (graph.history.log({ limit: 2 } as never).length > 1) graph.history.undo();
      break;
    case "takenBack":
      expect(() =>
        graph.transaction(() => {
          const added = graph.addNode();
          graph.addEdge(added, added);
          if (edges.length > 0) graph.removeEdge(edges[0]);
          throw new Error("taken back");
        }),
      ).toThrow("taken back");
      break;
    default:
      if (nodes.length > 1) graph.addEdge(nodes[0], nodes[nodes.length - 1]);
  }
}

function arraysOf(csr: Csr): Record<string, unknown> {
  const half = (each: Csr["out"]) => [each.offsets, each.ends, each.edges].map((array) => Array.from(array));
  return {
    counts: [csr.nodeCount, csr.edgeCount, csr.arcCount, csr.directed],
    ids: [csr.nodeIds, csr.edgeIds].map((ids) => Array.from(ids)),
    out: half(csr.out),
    in: half(csr.in),
    indices: Array.from(csr.nodeIds, (id) => csr.indexOf(id)),
  };
}

test.each([0, 65536])(
  "a frozen graph after writes is that of freezing anew (kernels from %i edges on)",
  (least) => {
    tuning.kernelEdgeCountMin = least;
    let patched = 0;
    const drawn = fc.record({
      directed: fc.boolean(),
      nodeCount: fc.integer({ min: 1, max: 40 }),
      ends: fc.array(fc.tuple(fc.nat(39), fc.nat(39)), { maxLength: 120 }),
      steps: fc.array(fc.tuple(fc.array(writes, { minLength: 1, maxLength: 3 }), fc.boolean()), {
        maxLength: 8,
      }),
    });
    fc.assert(
      fc.property(drawn, ({ directed, nodeCount, ends, steps }) => {
        const graph = new Graph({ directed });
        graph.addNodes(nodeCount);
        for (const [a, b] of ends) graph.addEdge(a % nodeCount, b % nodeCount);
        graph.commit("first");
        graph.branch("other");
        graph.csr();
        for (const [made, readsIn] of steps) {
          const before = graph.csr();
          const hadIn = readsIn && before.in !== undefined;
          for (const write of made) {
            try {
              make(graph, write);
            } catch (error) {
              if ((error as Error).name === "AssertionError") throw error;
            }
          }
          const after = graph.csr();
          // a graph that is frozen anew has no arcs by the node they enter as yet
          if (directed && hadIn && after !== before && after.frozen.inIfBuilt !== undefined) patched++;
          expect(arraysOf(after)).toEqual(arraysOf(buildCsr(graph.state)));
        }
      }),
      { numRuns: 250 },
    );
    expect(patched).toBeGreaterThan(100);
  },
  120_000,
);

test("the graph frozen before stays as it was, and algorithms on either have the same results as on a new graph", () => {
  const graph = new Graph();
  graph.addNodes(2_000);
  const draw = (seed: number) =>
    Uint32Array.from({ length: 80_000 }, (_, i) => (Math.imul(i + seed, 0x9e3779b1) >>> 8) % 2_000);
  graph.addEdges(draw(1), draw(7));
  const before = graph.csr();
  const wanted = arraysOf(before);
  for (let i = 0; i < 5; i++) {
    graph.removeEdge(graph.edges.ids()[i * 9_000]);
    graph.removeNode(i * 300);
    const added = graph.addNode();
    graph.addEdge(added, 1_000);
    const other = new Graph();
    other.addNodes(graph.nodeCount);
    const { nodeIds, edgeIds } = graph.csr();
    const at = new Map(Array.from(nodeIds, (id, index) => [id, index]));
    other.addEdges(
      Array.from(edgeIds, (edge) => at.get(graph.source(edge)) as number),
      Array.from(edgeIds, (edge) => at.get(graph.target(edge)) as number),
    );
    expect(Array.from(pageRank(graph).values)).toEqual(Array.from(pageRank(other).values));
  }
  expect(arraysOf(before)).toEqual(wanted);
});

test("numbers move as those of a list do of which some go and among which others come", () => {
  const drawn = fc.record({
    count: fc.constantFrom(0, 1, 2, 100, 40_000, 65_537),
    goes: fc.constantFrom(0, 1, 2, 3, 40, 20_000),
    comes: fc.constantFrom(0, 1, 2, 40, 20_000),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(drawn, ({ count, goes, comes, seed }) => {
      const draw = (i: number, below: number) => (Math.imul(i + seed, 0x9e3779b1) >>> 4) % Math.max(1, below);
      const gone = new Set(Array.from({ length: count === 0 ? 0 : goes }, (_, i) => draw(i, count)));
      const rest = Array.from({ length: count }, (_, i) => i).filter((old) => !gone.has(old));
      const total = rest.length + comes;
      const come = new Set<number>();
      for (let i = 0; come.size < comes; i++) come.add(draw(i, total));
      const ascending = (numbers: Set<number>) => Uint32Array.from(numbers).sort();
      const renumbering = new Renumbering(ascending(gone), ascending(come), count);
      const wanted = new Uint32Array(rest.length);
      for (let number = 0, i = 0; number < total; number++) if (!come.has(number)) wanted[i++] = number;
      const out = new Uint32Array(rest.length + 3);
      renumbering.copy(Uint32Array.from(rest), 0, rest.length, out, 3);
      expect(out.subarray(3)).toEqual(wanted);
      if (rest.length > 0) expect(renumbering.of(rest[rest.length - 1])).toBe(wanted[rest.length - 1]);
      expect(
        rest.every((old) => !renumbering.goes(old)) && [...gone].every((old) => renumbering.goes(old)),
      ).toBe(true);
    }),
    { numRuns: 60 },
  );
});
