// A graph of any attributes, names and texts goes out and comes back as it was, less what `formats` says.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportGraph, type Format, formats, readGraph } from "../../src/formats/index.js";
import type { Graph } from "../../src/index.js";
import { show } from "../model/show.js";
import { rootOf } from "./fixtures.js";
import { type GraphData, graphOf, graphs, KEY, typesIn } from "./graphs.js";

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

  test("an attribute comes back by itself, or the report names it as lost", async () => {
    const property = fc.asyncProperty(graphs, async (data) => {
      const graph = graphOf(data);
      const { source, report } = await written(graph, format);
      const lost = new Set(report.losses.map(({ attribute }) => attribute));
      const kept = (each: GraphData["nodes"][number]): boolean => !lost.has(each.name);
      const back = await readBack(source, format, {}, data.directed);
      const wanted = graphOf(
        { ...data, nodes: data.nodes.filter(kept), edgeAttributes: data.edgeAttributes.filter(kept) },
        { ...format.holds, types: [...format.holds.types, ...format.holds.typesAsked] },
      );
      for (const kind of ["nodes", "edges"] as const)
        for (const name of Object.keys(wanted[kind].schema)) {
          expect([name, back[kind].schema[name]]).toEqual([name, wanted[kind].schema[name]]);
          expect(show([...back[kind].column(name)])).toBe(show([...wanted[kind].column(name)]));
        }
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test("types that come back by themselves are not named as lost", async () => {
    const property = fc.asyncProperty(graphs, async (data) => {
      const { report } = await written(graphOf(data), format);
      const lost = new Set(report.losses.map(({ attribute }) => attribute));
      const isSaid = ({ type, values }: GraphData["nodes"][number]): boolean =>
        (type.includes("<") ? format.holds.lists === "kept" : format.holds.types.includes(type)) &&
        (type !== "float64" || values.some((value) => Number.isFinite(value)));
      const named = [
        ...(format.holds.nodeAttributes ? data.nodes : []),
        ...(format.holds.edgeAttributes ? data.edgeAttributes : []),
      ].filter((each) => lost.has(each.name) && isSaid(each));
      expect(named.map(({ name, type }) => [name, type])).toEqual([]);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test("what does not come back stands in the report, and is an error if losses are refused", async () => {
    const property = fc.asyncProperty(graphs, async (data) => {
      const graph = graphOf(data);
      const { source, report } = await written(graph, format);
      const isWhole = rootOf(await readBack(source, format, {}, true)) === rootOf(graph) && data.directed;
      if (report.losses.length === 0) expect(isWhole || data.edges.length === 0 || !data.directed).toBe(true);
      const refused = written(graph, format, { losses: "refuse" });
      if (report.losses.length === 0) await refused;
      else await expect(refused).rejects.toMatchObject({ code: "FORMAT_UNSUPPORTED" });
    });
    await fc.assert(property, { numRuns: 60 });
  });
});

test("between two formats the same is lost, whichever comes first", async () => {
  const through = async (graph: Graph, format: Format, types: object): Promise<Graph> =>
    readBack((await written(graph, format)).source, format, types, graph.directed);
  const pair = fc.tuple(fc.constantFrom(...both), fc.constantFrom(...both));
  const property = fc.asyncProperty(graphs, pair, async (data, [first, second]) => {
    const graph = graphOf(data);
    const types = typesIn(graph);
    const one = await through(await through(graph, first, types), second, types);
    const other = await through(await through(graph, second, types), first, types);
    const wanted = graphOf(data, bothHold(first.holds, second.holds));
    expect([first.name, second.name, rootOf(one)]).toEqual([first.name, second.name, rootOf(wanted)]);
    expect([first.name, second.name, rootOf(other)]).toEqual([first.name, second.name, rootOf(wanted)]);
  });
  await fc.assert(property, { numRuns: 200 });
});

/** What two formats can hold, one after the other. */
function bothHold(a: Format["holds"], b: Format["holds"]): Format["holds"] {
  const held = (holds: Format["holds"]) => [...holds.types, ...holds.typesAsked];
  const labels = ["none", "one", "many"] as const;
  return {
    ...a,
    labels: labels[Math.min(labels.indexOf(a.labels), labels.indexOf(b.labels))]!,
    edgeTypes: a.edgeTypes && b.edgeTypes,
    nodeAttributes: a.nodeAttributes && b.nodeAttributes,
    edgeAttributes: a.edgeAttributes && b.edgeAttributes,
    parallelEdges: a.parallelEdges && b.parallelEdges,
    types: held(a).filter((type) => held(b).includes(type)),
    typesAsked: [],
    lists: a.lists === "none" || b.lists === "none" ? "none" : "asked",
  };
}
