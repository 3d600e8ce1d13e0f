// Arrow's IPC formats as pyarrow, polars and apache-arrow write them; faults; and what pyarrow's default types become.
import { readFileSync } from "node:fs";
import {
  type DataType,
  DateDay,
  Field,
  Int32,
  Int64,
  List,
  type RecordBatch,
  Table,
  TimestampMicrosecond,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { describe, expect, test } from "vitest";
import { toArrow } from "../../../src/formats/arrow/index.js";
import { exportGraph, formatOf, readGraph } from "../../../src/formats/index.js";
import { Graph } from "../../../src/index.js";
import { inPieces, rootOf } from "../fixtures.js";
import { columnAnswers, columnDifferences, columnFile, rawTypes } from "./columns.js";

const files = Object.keys(columnAnswers).filter((name) => /\.arrows?$/.test(name));

describe("files of pyarrow", () => {
  test.each(files)("%s is read as pyarrow reads it", async (name) => {
    const { graph, report } = await readGraph(columnFile(name), { types: rawTypes });
    expect(columnDifferences(graph, name)).toEqual([]);
    expect(report.losses).toEqual([]);
  });

  test.each(files)("%s is the same graph in pieces of any size", async (name) => {
    const bytes = readFileSync(columnFile(name));
    const roots = [];
    for (const size of [1, 7, 65_536]) {
      const source = { source: inPieces(bytes, size), name };
      roots.push(rootOf((await readGraph(source, { types: rawTypes })).graph));
    }
    expect(new Set(roots).size).toBe(1);
  });

  test("types are those that hold the values as they are", async () => {
    const { graph } = await readGraph(columnFile("lz4.arrow"), { without: ["nul"] });
    expect(graph.nodes.schema).toMatchObject({
      id: "utf8",
      i8: "int32",
      u8: "int32",
      i16: "int32",
      u16: "int32",
      i32: "int32",
      u32: "int64",
      i64: "int64",
      u64: "int64",
      f16: "float32",
      f32: "float32",
      f64: "float64",
      b: "bool",
      s: "utf8",
      ls: "utf8",
      sv: "utf8",
      dict: "utf8",
      bin: "binary",
      fb: "binary",
      bv: "binary",
      d: "timestamp",
      d64: "timestamp",
      ms: "timestamp",
      us: "timestamp",
      ns: "timestamp",
      sec: "timestamp",
      t_ms: "localtime",
      t_ns: "localtime",
      dur: "duration",
      li: "list<int32>",
      lli: "list<int64>",
      lt: "list<utf8>",
      ld: "list<utf8>",
      fl: "list<float64>",
      lm: "list<timestamp>",
      vec: "vector<float32, 3>",
      ll: "json",
      st: "json",
      ln: "json",
      mp: "json",
    });
    expect(graph.nodes.get(0, "us")).toEqual(new Date(1_706_947_230_250));
    expect(String(graph.nodes.get(1, "t_us"))).toBe("23:59:59.999999");
    expect(String(graph.nodes.get(1, "dur"))).toBe("PT-0.000001S");
    expect(graph.nodes.get(1, "d")).toEqual(new Date("1969-12-31"));
  });

  test("only what is asked for is undone, and columns of no type of ours can be left out", async () => {
    const { graph } = await readGraph(columnFile("zstd.arrow"), { only: ["i32"] });
    expect(graph.nodes.schema).toEqual({ id: "utf8", i32: "int32" });
  });

  test("Feather V1 is refused by its name", async () => {
    await expect(readGraph(columnFile("v1.feather"))).rejects.toMatchObject({
      code: "FORMAT_UNSUPPORTED",
      message: expect.stringContaining("version 1"),
    });
  });

  test("polars: views and zstd", async () => {
    const { graph } = await readGraph(columnFile("polars.arrow"));
    expect(graph.nodes.get(1)).toEqual({ id: "b", s: "a text of more than twelve bytes" });
    expect(graph.nodes.get(0, "l")).toEqual([1n, 2n]);
  });

  test("a file without rows has its columns", async () => {
    const { graph, report } = await readGraph(columnFile("empty.arrow"));
    expect(graph.nodeCount).toBe(0);
    expect(report.version).toBe("1.0");
  });
});

describe("microseconds, float16 and whole numbers without sign", () => {
  const table = () => tableFromArrays({ id: ["a", "b"], big: BigUint64Array.of(1n, 2n ** 64n - 1n) });

  test("are refused where they do not fit, by an error that names types and the row", async () => {
    const error = await readGraph(tableToIPC(table())).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "FORMAT_VALUE", attribute: "big", row: 2 });
    expect(String(error)).toContain('"types"');
  });

  test("are converted and counted where types ask for it", async () => {
    const { graph, report } = await readGraph(tableToIPC(table()), { types: { big: "float64" } });
    expect(graph.nodes.get(1, "big")).toBe(2 ** 64);
    expect(report.warnings).toMatchObject([{ kind: "converted", attribute: "big", count: 1 }]);
    const text = await readGraph(tableToIPC(table()), { types: { big: "utf8" } });
    expect(text.graph.nodes.get(1, "big")).toBe(String(2n ** 64n - 1n));
  });

  test("are left out and reported where faults are", async () => {
    const { graph, report } = await readGraph(tableToIPC(table()), { lenient: true });
    expect(graph.nodes.get(1)).toEqual({ id: "b" });
    expect(report.skipped).toMatchObject([{ attribute: "big", count: 1 }]);
  });
});

describe("files of apache-arrow", () => {
  test("a file whose schema is in its footer alone", async () => {
    const kind = vectorFromArray(["x", "y", "x"]);
    const bytes = tableToIPC(tableFromArrays({ id: ["a", "b", "c"], n: Int32Array.of(1, 2, 3) }), "file");
    const { graph } = await readGraph(bytes);
    expect(graph.nodes.get(2)).toEqual({ id: "c", n: 3 });
    expect(kind.length).toBe(3);
    const { graph: again } = await readGraph({ source: inPieces(bytes, 5), name: "a.arrow" });
    expect(rootOf(again)).toBe(rootOf(graph));
  });

  test("tables of toArrow", async () => {
    const graph = new Graph();
    graph.addNodes(2, { labels: ["City"], attributes: { name: ["Oslo", "Lima"] } });
    graph.addEdge(0, 1, "ROAD", { km: 5 });
    const source = { nodes: tableToIPC(toArrow(graph.nodes)), edges: tableToIPC(toArrow(graph.edges)) };
    const { graph: back } = await readGraph(source, { format: "arrow" });
    expect(back.nodes.labels(1)).toEqual(["City"]);
    expect(back.edges.get(0)).toMatchObject({ km: 5 });
    expect(back.edges.type(0)).toBe("ROAD");
  });
});

describe("files of ours", () => {
  const graph = new Graph({ directed: false, key: "n", schema: { nodes: { n: "int32" } } });
  graph.addNodes(3, { labels: [["A", "B"], [], ["A"]], attributes: { n: Int32Array.of(7, 8, 9) } });
  graph.addEdges([0, 1], [1, 2], { type: ["X", undefined] as never, attributes: { type: ["t", "u"] } });

  const written = async (options: object) => {
    const parts = { nodes: [] as Uint8Array[], edges: [] as Uint8Array[] };
    await exportGraph(
      graph,
      { nodes: (chunk) => void parts.nodes.push(chunk), edges: (chunk) => void parts.edges.push(chunk) },
      { format: "arrow", ...options },
    );
    return { nodes: Buffer.concat(parts.nodes), edges: Buffer.concat(parts.edges) };
  };

  test.each([{}, { stream: true }, { batchRows: 1 }])(
    "labels, keys, types and direction come back by themselves: %o",
    async (options) => {
      const { graph: back, report } = await readGraph(await written(options));
      expect(rootOf(back)).toBe(rootOf(graph));
      expect(report).toMatchObject({ format: "arrow", key: "n", directed: false });
    },
  );

  test("apache-arrow reads them", async () => {
    const { nodes, edges } = await written({});
    expect(
      tableFromIPC(nodes)
        .toArray()
        .map((row) => row?.n),
    ).toEqual([7, 8, 9]);
    // the attribute keeps its name
    expect(tableFromIPC(edges).schema.names).toEqual(["source", "target", "$type", "type"]);
  });

  test("options are checked", async () => {
    await expect(written({ batchRows: 0 })).rejects.toThrow(RangeError);
    await expect(written({ stream: 1 })).rejects.toThrow(TypeError);
  });
});

test("a file is told by its first bytes", async () => {
  for (const name of ["none.arrow", "stream.arrows", "v1.feather"])
    expect(await formatOf(new Blob([readFileSync(columnFile(name))]))).toBe("arrow");
});

describe("lists with absent items", () => {
  const columns: [name: string, item: DataType, lists: unknown[], json: unknown[]][] = [
    ["int", new Int32(), [[1], [2, null], null, []], [[1], [2, null], undefined, []]],
    ["long", new Int64(), [[2n], [], [null], [3n]], [[2], [], [null], [3]]],
    ["text", new Utf8(), [["a"], ["b"], ["c"], [null, ""]], [["a"], ["b"], ["c"], [null, ""]]],
    ["day", new DateDay(), [[0], [null], [86_400_000], []], [["1970-01-01"], [null], ["1970-01-02"], []]],
    [
      "moment",
      new TimestampMicrosecond("UTC"),
      [[1000], null, [null], [2000]],
      [["1970-01-01T00:00:01.000Z"], undefined, [null], ["1970-01-01T00:00:02.000Z"]],
    ],
  ];
  const whole = [
    "full",
    new Int32(),
    [[1], [], null, [2]],
    [[1], [], undefined, [2]],
  ] as (typeof columns)[number];

  /** A stream whose batches have so many rows. */
  const bytesOf = (size: number): Uint8Array => {
    const fields = [...columns, whole].map(([name, type, lists]) => {
      const list = new List(new Field("item", type, true));
      return [name, vectorFromArray(lists as never[], list)] as const;
    });
    const table = new Table(
      Object.fromEntries([["id", vectorFromArray(["a", "b", "c", "d"], new Utf8())], ...fields]),
    );
    const batches: RecordBatch[] = [];
    for (let row = 0; row < 4; row += size) batches.push(...table.slice(row, row + size).batches);
    return tableToIPC(new Table(table.schema, batches), "stream");
  };

  test.each([1, 2, 4])("are json with a warning, in batches of %s", async (size) => {
    const { graph, report } = await readGraph(bytesOf(size), { format: "arrow" });
    for (const [name, , , json] of [...columns, whole])
      expect(Array.from(graph.nodes.ids(), (id) => graph.nodes.get(id, name))).toEqual(json);
    expect(report.nodeAttributes).toMatchObject({ int: "json", long: "json", full: "list<int32>" });
    const warned = report.warnings.filter(({ kind }) => kind === "absentItems");
    expect(warned.map(({ attribute }) => attribute).sort()).toEqual(columns.map(([name]) => name).sort());
  });

  test("are refused where a list is asked for", async () => {
    const fails = readGraph(bytesOf(4), { format: "arrow", types: { int: "list<int32>" } });
    await expect(fails).rejects.toMatchObject({ code: "FORMAT_VALUE", attribute: "int" });
  });
});
