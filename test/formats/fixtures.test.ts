// Every file that another tool wrote and whose format is read, against what is known of it; and again in pieces.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { detect } from "../../src/formats/detect.js";
import { exportGraph, formats, readGraph } from "../../src/formats/index.js";
import { Input } from "../../src/formats/shared/sources.js";
import { type Answer, answers, differences, fixture, hasFixtures, inPieces, rootOf } from "./fixtures.js";

/** What a file needs to be told, and what is to be known of it besides. */
interface Case {
  readonly options?: Record<string, unknown>;
  /** The part that the file is, where it is a table of its own. */
  readonly part?: "nodes" | "edges";
  /** The attribute that has the keys in the answer, where it is not the file's ids. */
  readonly key?: string;
  /** What is known to be so with these options. */
  readonly answer?: Partial<Answer>;
}

/** Types for the columns of pyarrow's samples that no attribute holds as they are. */
const pyarrow: Case = {
  options: { types: { ubig: "utf8", when: "datetime", local: "localdatetime", price: "utf8" } },
};

const cases: Readonly<Record<string, Case>> = {
  "pyarrow-feather-lz4-nodes.feather": pyarrow,
  "pyarrow-stream-nodes.arrow": pyarrow,
  "pyarrow-parquet-snappy-nodes.parquet": pyarrow,
  "excel-de-nodes.csv": { options: { encoding: "windows-1252", delimiter: ";", decimal: "," } },
  "pandas-edges.tsv": { part: "edges" },
  "neo4j-movies.csv": { part: "nodes" },
  "neo4j-actors.csv": { part: "nodes" },
  "neo4j-roles.csv": { part: "edges" },
  "graphology-missing-nodes.gexf": {
    options: { missingNodes: "add" },
    answer: { nodes: 6, nodeKeysSha256: undefined },
  },
  "graph-tool.gml": { options: { lenient: true } },
  "igraph.graphml": { key: "key" },
};

/** Files of formats that are not read here. */
const NOT_HERE = new Set(["otlp-trace.json"]);

/** The formats whose files are told by their names or first bytes, of those that are read. */
const names = Object.keys(answers).filter((name) => !NOT_HERE.has(name));
const known = new Map<string, string>();
for (const name of names) {
  const input = new Input(fixture(name), fixture(name), undefined);
  const found = await detect(input, undefined).catch(() => undefined);
  await input.close();
  if (found?.reader !== undefined) known.set(name, found.format.name);
}

const sourceOf = (name: string, size?: number): never => {
  const source = size === undefined ? fixture(name) : inPieces(readFileSync(fixture(name)), size);
  const { part } = cases[name] ?? {};
  return (part === undefined ? { source, name } : { [part]: { source, name } }) as never;
};

describe.skipIf(!hasFixtures)(
  "files of other tools (../shared/fixtures/formats; skipped where they are not)",
  () => {
    test.each([...known.keys()])("%s is read as it is known to be", async (name) => {
      const { options = {}, key, answer = {} } = cases[name] ?? {};
      const { graph, report } = await readGraph(sourceOf(name), options);
      expect(differences(graph, key ?? report.key, { ...answers[name]!, ...answer })).toEqual([]);
    });

    test.each([...known.keys()])("%s is the same graph in pieces of any size", async (name) => {
      const { options = {} } = cases[name] ?? {};
      const roots = [];
      for (const size of [1, 7, 65_536])
        roots.push(rootOf((await readGraph(sourceOf(name, size), options)).graph));
      expect(roots).toEqual([roots[0], roots[0], roots[0]]);
    });

    const written = [...known].filter(([, format]) => formats.find(({ name }) => name === format)?.writes);
    test.each(written)("%s comes back from a file of format %s", async (name, format) => {
      const { options = {} } = cases[name] ?? {};
      const { graph, report } = await readGraph(sourceOf(name), options);
      const { tables } = formats.find((each) => each.name === format)!;
      const parts: Record<string, Uint8Array[]> = { graph: [], nodes: [], edges: [] };
      const sink = (part: string) => (chunk: Uint8Array) => void parts[part]!.push(chunk);
      await exportGraph(graph, tables ? { nodes: sink("nodes"), edges: sink("edges") } : sink("graph"), {
        format,
      });
      const types = { ...graph.nodes.schema, ...graph.edges.schema };
      const blob = (part: string) => new Blob(parts[part] as never);
      const source = tables ? { nodes: blob("nodes"), edges: blob("edges") } : blob("graph");
      const back = await readGraph(source, {
        format,
        types,
        key: report.key,
        directed: graph.directed,
      } as never);
      expect(rootOf(back.graph)).toBe(rootOf(graph));
    });
  },
);
