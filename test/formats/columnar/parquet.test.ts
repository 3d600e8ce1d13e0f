// Parquet as pyarrow, pandas, polars and DuckDB write it; projections, faults, and files of ours.
import { readFileSync } from "node:fs";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { describe, expect, test } from "vitest";
import { exportGraph, formatOf, readGraph } from "../../../src/formats/index.js";
import { Graph } from "../../../src/index.js";
import { inPieces, rootOf } from "../fixtures.js";
import { columnAnswers, columnDifferences, columnFile, rawTypes } from "./columns.js";

const files = Object.keys(columnAnswers).filter((name) => name.endsWith(".parquet"));

describe("files of pyarrow", () => {
  test.each(files)("%s is read as pyarrow reads it", async (name) => {
    const { graph, report } = await readGraph(columnFile(name), { types: rawTypes });
    expect(columnDifferences(graph, name)).toEqual([]);
    expect(report.losses).toEqual([]);
  });

  test.each(files)("%s is the same graph from bytes in pieces", async (name) => {
    const bytes = readFileSync(columnFile(name));
    const pieces = { source: inPieces(bytes, 100), name };
    const roots = [];
    for (const source of [columnFile(name), pieces])
      roots.push(rootOf((await readGraph(source as never, { types: rawTypes })).graph));
    expect(roots[1]).toBe(roots[0]);
  });

  test("differences of more bits than their numbers have, as DuckDB writes them", async () => {
    const { graph } = await readGraph(columnFile("duckdb-wide.parquet"));
    expect(Array.from(graph.nodes.ids(), (id) => graph.nodes.get(id, "n"))).toEqual(
      [0, 1, 2, 3, 4, 5].map((i) => (i % 2 === 0 ? -2147483648 + i : 2147483647 - i)),
    );
    expect(graph.nodes.schema).toEqual({ id: "utf8", n: "int32" });
  });

  test("decimals are refused where no type is asked for, by an error that names types", async () => {
    const options = { only: ["dec9"] };
    const error = await readGraph(columnFile("none.parquet"), options).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "FORMAT_VALUE", attribute: "dec9" });
    expect(String(error)).toContain("decimal(9, 2)");
    expect(String(error)).toContain('"types"');
    const { graph, report } = await readGraph(columnFile("none.parquet"), {
      ...options,
      types: { dec9: "float64" },
    });
    expect(graph.nodes.get(1, "dec9")).toBe(-0.25);
    expect(report.warnings).toMatchObject([{ kind: "converted", attribute: "dec9", count: 5 }]);
  });

  test("only the columns that are asked for are read", async () => {
    const bytes = new Uint8Array(readFileSync(columnFile("none.parquet")));
    const [group] = parquetMetadata(bytes).row_groups;
    const { meta_data: meta } = group!.columns.find((each) => each.meta_data?.path_in_schema[0] === "s")!;
    bytes.fill(0xff, Number(meta!.data_page_offset), Number(meta!.data_page_offset) + 20);
    const { graph } = await readGraph(bytes, { only: ["i32"] });
    expect(graph.nodes.schema).toEqual({ id: "utf8", i32: "int32" });
    await expect(readGraph(bytes, { only: ["s"] })).rejects.toMatchObject({ code: "FORMAT_SYNTAX" });
  });

  test("a file without rows has its columns", async () => {
    const { graph } = await readGraph(columnFile("empty.parquet"));
    expect(graph.nodeCount).toBe(0);
  });

  test("rows in batches are commits, and resume", async () => {
    const graph = new Graph({ key: "id" });
    const { importGraph } = await import("../../../src/formats/index.js");
    await importGraph(graph, columnFile("pages.parquet"), { batch: 1000 });
    expect(graph.nodeCount).toBe(3000);
    expect([...graph.history.log()].length).toBe(3);
    const { graph: whole } = await readGraph(columnFile("pages.parquet"));
    expect(rootOf(graph)).toBe(rootOf(whole));
  });
});

describe("files of others", () => {
  test("DuckDB: HUGEINT, UUID, structs, maps, intervals", async () => {
    const { graph } = await readGraph(columnFile("duckdb.parquet"));
    const { d, ts, t, s, m, iv, ...rest } = graph.nodes.get(1) as Record<string, unknown>;
    expect(rest).toEqual({ id: "1", h: 1, u: 1n, u4: "00112233-4455-6677-8899-aabbccddeeff", even: false });
    expect([d, ts]).toEqual([new Date("2024-02-04"), new Date("2024-02-03T08:00:00Z")]);
    expect([String(t), String(iv)]).toEqual(["08:00:00.000001", "P1M"]);
    expect([s, m]).toEqual([{ a: 1, b: [1] }, { k: 1 }]);
  });

  test("polars: durations and categories", async () => {
    const { graph } = await readGraph(columnFile("polars.parquet"));
    const { t, ...rest } = graph.nodes.get(0) as Record<string, unknown>;
    expect(rest).toEqual({ id: "a", l: [1n, 2n], c: "x" });
    expect(String(t)).toBe("PT1S");
  });

  test("pandas: an index of texts without a name has the ids, one of numbers is left out and told of", async () => {
    const { graph, report } = await readGraph(columnFile("pandas-index.parquet"));
    expect(report).toMatchObject({ key: "key", warnings: [] });
    expect(graph.node("b")).toBe(1);
    const { graph: numbered, report: told } = await readGraph(columnFile("pandas-nameless.parquet"));
    expect(Object.keys(numbered.nodes.schema).sort()).toEqual(["at", "n", "name"]);
    expect(told.warnings).toMatchObject([{ kind: "index", attribute: "__index_level_0__" }]);
  });
});

describe("files of ours", () => {
  const graph = new Graph({ directed: false, key: "n", schema: { nodes: { n: "int32", x: "float64" } } });
  graph.addNodes(3, {
    labels: [["A", "B"], [], ["A"]],
    attributes: { n: Int32Array.of(7, 8, 9), x: [0, -0, undefined] },
  });
  graph.addEdges([0, 1], [1, 2], { type: ["X", undefined] as never, attributes: { type: ["t", "u"] } });

  const written = async (options: object) => {
    const parts = { nodes: [] as Uint8Array[], edges: [] as Uint8Array[] };
    await exportGraph(
      graph,
      { nodes: (chunk) => void parts.nodes.push(chunk), edges: (chunk) => void parts.edges.push(chunk) },
      { format: "parquet", ...options },
    );
    return { nodes: Buffer.concat(parts.nodes), edges: Buffer.concat(parts.edges) };
  };

  test.each([{}, { rowGroupRows: 1 }, { codec: "uncompressed" }, { codec: "gzip" }, { codec: "brotli" }])(
    "labels, keys, types and direction come back by themselves: %o",
    async (options) => {
      const { graph: back, report } = await readGraph(await written(options));
      expect(rootOf(back)).toBe(rootOf(graph));
      expect(report).toMatchObject({ format: "parquet", key: "n", directed: false });
    },
  );

  test("hyparquet reads them", async () => {
    const { edges } = await written({});
    const file = edges.buffer.slice(edges.byteOffset, edges.byteOffset + edges.length) as ArrayBuffer;
    expect(await parquetReadObjects({ file, compressors })).toEqual([
      { source: 7, target: 8, $type: "X", type: "t" },
      { source: 8, target: 9, $type: null, type: "u" },
    ]);
  });

  test("options are checked", async () => {
    await expect(written({ codec: "lzo" })).rejects.toThrow(TypeError);
    await expect(written({ rowGroupRows: 0.5 })).rejects.toThrow(RangeError);
  });
});

test("a file is told by its first bytes; what is none is refused", async () => {
  expect(await formatOf(new Blob([readFileSync(columnFile("none.parquet"))]))).toBe("parquet");
  for (const text of ["", "PAR1", "PAR1PAR1PAR1", "PAR1\u0000\u0000\u0000\u0000\u0001\u0000\u0000\u0000PAR1"])
    await expect(readGraph(new Blob([text]), { format: "parquet" })).rejects.toMatchObject({
      code: "FORMAT_SYNTAX",
    });
  await expect(readGraph(new Blob(["PAR1 a footer 12345678PARE"]))).rejects.toMatchObject({
    code: "FORMAT_UNSUPPORTED",
  });
});
