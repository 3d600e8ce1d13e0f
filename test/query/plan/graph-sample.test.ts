/** Statistics of plans: exact for graphs that a sample holds as a whole, near for larger ones. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Graph } from "../../../src/graph.js";
import { GraphSample } from "../../../src/query/result/graph-sample.js";
import type { LabelExpression } from "../../../src/query/text/tree.js";
import { drawnGraphs } from "../naive-match.js";

function typed(name: string | undefined): LabelExpression | undefined {
  return name === undefined ? undefined : { kind: "label", name, start: 0, end: 0 };
}

const sampleOf = (graph: Graph) => new GraphSample(graph.queryTarget.state);
const labels = fc.subarray(["A", "B", "C"], { maxLength: 2 });

test("of small graphs relationships are counted by type and by the labels at both ends, and values one by one", () => {
  fc.assert(
    fc.property(
      drawnGraphs,
      labels,
      labels,
      fc.constantFrom("T", "U", undefined),
      ({ nodes, edges }, from, to, type) => {
        const graph = new Graph();
        for (const node of nodes) graph.addNode(node.labels, typeof node.v === "number" ? { v: node.v } : {});
        for (const { source, target, type: each } of edges) graph.addEdge(source, target, each);
        const has = (node: number, wanted: readonly string[]) =>
          wanted.every((label) => nodes[node].labels.includes(label));
        const count = edges.filter(
          (edge) =>
            (type === undefined || edge.type === type) && has(edge.source, from) && has(edge.target, to),
        ).length;
        expect(sampleOf(graph).arcCount(from, typed(type), to)).toBe(count);
        const values = new Set(
          nodes.flatMap(({ v }, i) => (has(i, from) && typeof v === "number" ? [v] : [])),
        );
        expect(sampleOf(graph).distinctCount(from, "v")).toBe(Math.max(1, values.size));
      },
    ),
    { numRuns: 300 },
  );
});

test("of larger graphs they are estimated", () => {
  const graph = new Graph();
  graph.addNodes(20_000, {
    labels: ["N"],
    attributes: {
      few: Array.from({ length: 20_000 }, (_, i) => (i * 7) % 50),
      id: Array.from({ length: 20_000 }, (_, i) => i),
    },
  });
  const rare = graph.addNodes(20, {
    labels: ["R"],
    attributes: { id: Array.from({ length: 20 }, (_, i) => i) },
  });
  const ends = Array.from({ length: 40_000 }, (_, i) => i % 20_000);
  graph.addEdges(
    ends,
    ends.map((_, i) => (i < 10_000 ? rare[i % 20] : i % 20_000)),
    { type: "T" },
  );
  const sample = sampleOf(graph);
  expect(sample.distinctCount(["N"], "few")).toBeGreaterThan(30);
  expect(sample.distinctCount(["N"], "few")).toBeLessThan(80);
  expect(sample.distinctCount(["N"], "id")).toBe(20_000);
  expect(sample.distinctCount(["R"], "id")).toBe(20);
  expect(sample.distinctCount(["N"], "none")).toBe(1);
  expect(sample.arcCount(["N"], typed("T"), [])).toBe(40_000);
  const toRare = sample.arcCount([], typed("T"), ["R"]);
  expect(toRare).toBeGreaterThan(5000);
  expect(toRare).toBeLessThan(15_000);
  expect(sample.arcCount([], typed("None"), ["R"])).toBe(0);
});
