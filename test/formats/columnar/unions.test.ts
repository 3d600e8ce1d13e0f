// Columns of unions: each value as its own type has it, kept as json, and told of.
import { readFileSync } from "node:fs";
import { tableToIPC } from "apache-arrow";
import { expect, test } from "vitest";
import { toArrow } from "../../../src/formats/arrow/index.js";
import { FormatError, readGraph } from "../../../src/formats/index.js";
import { Graph } from "../../../src/index.js";
import { inPieces } from "../fixtures.js";
import { columnFile } from "./columns.js";

const path = columnFile("unions.arrow");

test("dense and sparse unions of pyarrow, in pieces of any size", async () => {
  for (const size of [1, 1000, 65_536]) {
    const source = { source: inPieces(readFileSync(path), size), name: "unions.arrow" };
    const { graph, report } = await readGraph(source);
    expect(graph.nodes.schema).toEqual({ id: "utf8", dense: "json", sparse: "json", after: "int32" });
    expect([...graph.nodes.column("dense")]).toEqual([7, "x", [1.5, 2.5], undefined, []]);
    expect([...graph.nodes.column("sparse")]).toEqual([1, false, 3, undefined, 5]);
    expect([...graph.nodes.column("after")]).toEqual([1, 2, 3, 4, 5]);
    expect(report.warnings.map(({ kind, attribute }) => [kind, attribute])).toEqual([
      ["mixedTypes", "dense"],
      ["mixedTypes", "sparse"],
    ]);
  }
});

test("a union is passed over where it is not asked for, and what is behind it is read", async () => {
  const { graph } = await readGraph(path, { without: ["dense", "sparse"] });
  expect([...graph.nodes.column("after")]).toEqual([1, 2, 3, 4, 5]);
  expect(graph.nodes.schema.dense).toBe(undefined);
});

test("an attribute with several types, as toArrow writes it, is read", async () => {
  const graph = new Graph({ key: "id" });
  for (const [id, mixed] of Object.entries({ a: "1.5", b: "'x'", c: "true", d: "null", e: "[1, 2]", f: "7" }))
    graph.query(`CREATE ({ id: '${id}', mixed: ${mixed} })`);
  expect(graph.nodes.schema.mixed).toMatch(/^union</);
  const bytes = tableToIPC(toArrow(graph.nodes));
  const { graph: back } = await readGraph({ nodes: bytes }, { format: "arrow" });
  expect([...back.nodes.column("mixed")]).toEqual([1.5, "x", true, undefined, [1, 2], 7]);
});

test("type ids and positions that there are none of are an error, whatever bytes are changed", async () => {
  const whole = readFileSync(path);
  for (let at = 0; at < whole.length; at++) {
    const bytes = Uint8Array.from(whole);
    bytes[at] = bytes[at]! ^ 0x7f;
    const failure: unknown = await readGraph({ nodes: bytes }, { format: "arrow" }).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure !== undefined) expect(failure).toBeInstanceOf(FormatError);
  }
});
