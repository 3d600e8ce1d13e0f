// A graph of any attributes, names and texts goes out and comes back as it was, less what `formats` says.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportGraph, type Format, formats, readGraph } from "../../src/formats/index.ts";
import type { Graph } from "../../src/index.ts";
import { rootOf } from "./fixtures.ts";
import { type GraphData, graphOf, graphs, KEY, typesIn } from "./graphs.ts";

/** Formats whose files hold the ids of nodes. */
const both = formats.filter(({ reads, writes, holds }) => reads && writes && holds.ids === "text");

/** The bytes of a graph's file, or of its two tables. */
async function written(graph: Graph, { name, tables }: Format, options: object = {}) {
  const parts: Record<string, Uint8Array[]> = { graph: [], nodes: [], edges: [] };
  const sink = (part: string) => (chunk: Uint8Array) => void parts[part]!.push(chunk);
  const report = await exportGraph(
    graph,
    tables ? { nodes: sink("nodes"), edges: sink("edges") } : sink("graph"),
    {
      format: name,
      ...options,
    },
  );
  const blob = (part: string): Blob => new Blob(parts[part] as never);
  return { source: tables ? { nodes: blob("nodes"), edges: blob("edges") } : blob("graph"), report };
}

async function readBack(source: unknown, format: Format, types: object, directed: boolean): Promise<Graph> {
  const { graph } = await readGraph(
    source as never,
    { format: format.name, types, key: KEY, directed } as never,
  );
  return graph;
}

describe.each(both.map((format) => [format.name, format] as const))("%s", (_name, format) => {
  test("a graph comes back with the same root, less what the format cannot hold", async () => {
    const property = fc.asyncProperty(graphs, async (data) => {
      const graph = graphOf(data);
      const { source } = await written(graph, format);
      const wanted = graphOf(data, format.holds);
      const back = await readBack(source, format, typesIn(wanted), data.directed);
      expect(rootOf(back)).toBe(rootOf(wanted));
    });
    await fc.assert(property, { numRuns: 150 });
  });

  test("each type that comes back by itself does so without being asked for", async () => {
    const property = fc.asyncProperty(graphs, async (data) => {
      const own = (each: GraphData["nodes"][number]): boolean =>
        format.holds.types.includes(each.type) && isTold(each);
      const plain = {
        ...data,
        nodes: data.nodes.filter(own),
        edgeAttributes: data.edgeAttributes.filter(own),
      };
      const graph = graphOf(plain);
      const { source } = await written(graph, format);
      const back = await readBack(source, format, {}, data.directed);
      expect(rootOf(back)).toBe(rootOf(graphOf(plain, format.holds)));
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test("what does not come back stands in the report, and is an error if losses are refused", async () => {
    const property = fc.asyncProperty(graphs, async (data) => {
      const graph = graphOf(data);
      const { source, report } = await written(graph, format);
      const isWhole = rootOf(await readBack(source, format, {}, true)) === rootOf(graph) && data.directed;
      const isUntold = ![...data.nodes, ...data.edgeAttributes].every(isTold);
      if (report.losses.length === 0)
        expect(isWhole || data.edges.length === 0 || !data.directed || isUntold).toBe(true);
      const refused = written(graph, format, { losses: "refuse" });
      if (report.losses.length === 0) await refused;
      else await expect(refused).rejects.toMatchObject({ code: "FORMAT_UNSUPPORTED" });
    });
    await fc.assert(property, { numRuns: 60 });
  });
});

/** Numbers that are no numbers have no sign of their own in most formats; a column of nothing else is told from none. */
function isTold({ type, values }: GraphData["nodes"][number]): boolean {
  return type !== "float64" || values.every((value) => value === undefined || Number.isFinite(value));
}
