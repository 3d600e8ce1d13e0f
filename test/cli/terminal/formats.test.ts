// Rows in the formats of pipes: what is printed is read back by readers of those formats.
import { tableFromIPC } from "apache-arrow";
import fc from "fast-check";
import { date } from "groggy/cypher";
import { parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import type { OutputFormat, OutputTable } from "../../../src/cli/shared/output.js";
import { keptTerminal } from "./streams.js";

async function bytesOf(table: OutputTable, format: OutputFormat): Promise<Buffer> {
  const { terminal, stdout } = keptTerminal(undefined, { format });
  await terminal.output.table(table);
  await terminal.close();
  return Buffer.concat(stdout.chunks);
}

async function printed(table: OutputTable, format: OutputFormat): Promise<string> {
  return (await bytesOf(table, format)).toString();
}

const values: OutputTable = {
  name: "rows",
  columns: [{ name: "text" }, { name: "value" }],
  rows: [
    ["plain", 1.5],
    ['a,"b"', -0],
    ["tab\tnewline\nback\\slash\r", 12345678901234567890n],
    ["\x1b[31mred\u009b0m", true],
    ["", undefined],
    ["pipe | <b>", new Date(0)],
    ["list", ["a", 1n, null]],
    ["bytes", Uint8Array.of(1, 2, 255)],
    ["json", { a: { b: [1, "x"] }, n: 1n }],
    ["date", date("2024-02-29")],
    ["none", Number.NaN],
  ],
  more: { total: 11n },
};

test("tsv", async () => {
  expect(await printed(values, "tsv")).toBe(
    [
      "text\tvalue",
      "plain\t1.5",
      'a,"b"\t-0',
      "tab\\tnewline\\nback\\\\slash\\r\t12345678901234567890",
      "\\x1b[31mred\\x9b0m\ttrue",
      "\t",
      "pipe | <b>\t1970-01-01T00:00:00.000Z",
      'list\t["a",1,null]',
      "bytes\tAQL/",
      'json\t{"a":{"b":[1,"x"]},"n":1}',
      "date\t2024-02-29",
      "none\tNaN",
      "",
    ].join("\n"),
  );
});

test("csv", async () => {
  expect(await printed(values, "csv")).toBe(
    [
      "text,value",
      "plain,1.5",
      '"a,""b""",-0',
      '"tab\tnewline\nback\\slash\r",12345678901234567890',
      "\x1b[31mred\u009b0m,true",
      '"",',
      "pipe | <b>,1970-01-01T00:00:00.000Z",
      'list,"[""a"",1,null]"',
      "bytes,AQL/",
      'json,"{""a"":{""b"":[1,""x""]},""n"":1}"',
      "date,2024-02-29",
      "none,NaN",
      "",
    ].join("\n"),
  );
});

test("json and jsonl", async () => {
  const rows = [
    { text: "plain", value: 1.5 },
    { text: 'a,"b"', value: -0 },
    { text: "tab\tnewline\nback\\slash\r", value: "12345678901234567890" },
    { text: "\x1b[31mred\u009b0m", value: true },
    { text: "", value: null },
    { text: "pipe | <b>", value: "1970-01-01T00:00:00.000Z" },
    { text: "list", value: ["a", "1", null] },
    { text: "bytes", value: "AQL/" },
    { text: "json", value: { a: { b: [1, "x"] }, n: "1" } },
    { text: "date", value: "2024-02-29" },
    { text: "none", value: "NaN" },
  ];
  const document = await printed(values, "json");
  expect(JSON.parse(document)).toEqual({ schema: 1, rows, total: "11" });
  expect(document.split("\n")[1]).toBe('{"text":"plain","value":1.5},');
  const lines = await printed(values, "jsonl");
  expect(
    lines
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual(rows);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would obey them
  expect(document + lines).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
});

test("markdown", async () => {
  expect(await printed(values, "markdown")).toBe(
    [
      "| text | value |",
      "| --- | --- |",
      "| plain | 1.5 |",
      '| a,"b" | -0 |',
      "| tab\\tnewline<br>back\\\\slash<br> | 12345678901234567890 |",
      "| \\x1b\\[31mred\\x9b0m | true |",
      "|  |  |",
      "| pipe \\| \\<b> | 1970-01-01T00:00:00.000Z |",
      '| list | \\["a",1,null\\] |',
      "| bytes | AQL/ |",
      '| json | {"a":{"b":\\[1,"x"\\]},"n":1} |',
      "| date | 2024-02-29 |",
      "| none | NaN |",
      "",
    ].join("\n"),
  );
});

test("no rows leave the head, and a document with an empty list", async () => {
  const none = { ...values, rows: [] };
  expect(await printed(none, "tsv")).toBe("text\tvalue\n");
  expect(await printed(none, "jsonl")).toBe("");
  expect(JSON.parse(await printed(none, "json"))).toEqual({ schema: 1, rows: [], total: "11" });
  expect(tableFromIPC(await bytesOf(none, "arrow")).schema.fields.map(({ name }) => name)).toEqual([
    "text",
    "value",
  ]);
});

const cell = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(..."a\t\n\r\\\",|;'\x00\x1b \u202e山") }),
  fc.double(),
  fc.integer(),
  fc.bigInt(),
  fc.boolean(),
  fc.constant(undefined),
  fc.constant(null),
);
const table = fc.integer({ min: 1, max: 4 }).chain((count) =>
  fc.record({
    name: fc.constant("rows"),
    columns: fc.uniqueArray(fc.record({ name: fc.string({ maxLength: 6 }) }), {
      minLength: count,
      maxLength: count,
      selector: ({ name }) => name,
    }),
    rows: fc.array(fc.array(cell, { minLength: count, maxLength: count }), { maxLength: 6 }),
  }),
);

/** A value as the text formats have it. */
function text(value: unknown): string {
  return value === undefined || value === null ? "" : Object.is(value, -0) ? "-0" : String(value);
}

test("tsv and csv say what the rows are", async () => {
  await fc.assert(
    fc.asyncProperty(table, async (given) => {
      const expected = [given.columns.map(({ name }) => name), ...given.rows.map((row) => row.map(text))];
      expect(readTsv(await printed(given, "tsv"))).toEqual(expected);
      expect(readCsv(await printed(given, "csv"))).toEqual(expected);
    }),
  );
});

test("json says what the rows are", async () => {
  const plain = (value: unknown): unknown =>
    typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value))
      ? String(value)
      : (value ?? null);
  await fc.assert(
    fc.asyncProperty(table, async (given) => {
      const expected = given.rows.map((row) => row.map(plain));
      const valuesOf = (object: object): unknown[] =>
        given.columns.map(({ name }) => Reflect.get(object, name));
      const lines = (await printed(given, "jsonl")).split("\n").slice(0, -1);
      expect(lines.map((line) => valuesOf(JSON.parse(line)))).toEqual(expected);
      const { rows } = JSON.parse(await printed(given, "json"));
      expect(rows.map(valuesOf)).toEqual(expected);
    }),
  );
});

test("arrow and parquet have the values, in the narrowest type that holds a column", async () => {
  const rows = [
    [1, 1.5, 2n ** 62n, true, "a", new Date(5), Uint8Array.of(1), 1],
    [undefined, -0, 3, undefined, "", null, undefined, "b"],
  ];
  const names = ["int", "float", "big", "flag", "text", "time", "bytes", "mixed"];
  const given = { name: "rows", columns: names.map((name) => ({ name })), rows };
  const arrow = tableFromIPC(await bytesOf(given, "arrow"));
  expect(arrow.schema.fields.map(({ type }) => String(type))).toEqual([
    "Int32",
    "Float64",
    "Int64",
    "Bool",
    "Utf8",
    "Timestamp<MILLISECOND, UTC>",
    "Binary",
    "Utf8",
  ]);
  const expected = [
    [1, 1.5, 2n ** 62n, true, "a", 5, Uint8Array.of(1), "1"],
    [null, -0, 3n, null, "", null, null, "b"],
  ];
  expect(arrow.toArray().map((row) => names.map((name) => row?.[name] ?? null))).toEqual(expected);
  const bytes = await bytesOf(given, "parquet");
  const file = new Uint8Array(bytes).buffer;
  const read = await parquetReadObjects({
    file: { byteLength: file.byteLength, slice: (a, b) => file.slice(a, b) },
    utf8: false,
  });
  const timed = expected.map((row) =>
    row.map((value, i) => (i === 5 && value !== null ? new Date(5) : value)),
  );
  expect(read.map((row) => names.map((name) => row[name] ?? null))).toEqual(timed);
});

test("arrow says what the rows are, over several batches", async () => {
  const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const row = fc.tuple(
    some(fc.integer()),
    some(fc.double()),
    some(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    some(fc.boolean()),
    some(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\ud83d", "\ude00", ""))),
    some(fc.uint8Array({ maxLength: 5 })),
    some(fc.oneof(fc.string(), fc.integer(), fc.boolean())),
  );
  const names = ["i", "f", "b", "t", "s", "y", "m"];
  const columns = names.map((name) => ({ name }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 12 }),
      fc.constantFrom(1, 70_000),
      async (rows, least) => {
        // the first row has every type, so that the columns are what they are called
        const first = [1, 0.5, 1n, true, "s", Uint8Array.of(7), "m"];
        const all = [first, ...rows];
        const given = {
          name: "rows",
          columns,
          rows: Array.from({ length: Math.max(least, all.length) }, (_, i) => all[i % all.length]!),
        };
        const expected = all.map(([i, f, b, t, s, y, m]) => [
          i ?? null,
          f ?? null,
          b ?? null,
          t ?? null,
          typeof s === "string" ? s.toWellFormed() : null,
          y ?? null,
          m === undefined ? null : String(m),
        ]);
        const arrow = tableFromIPC(await bytesOf(given, "arrow"));
        expect(arrow.numRows).toBe(given.rows.length);
        for (let at = 0; at < given.rows.length; at += at < 100 ? 1 : 9_999) {
          const got = arrow.get(at)!;
          expect(names.map((name) => got[name] ?? null)).toEqual(expected[at % all.length]);
        }
      },
    ),
    { numRuns: 20 },
  );
});

test("binary formats refuse a terminal, and reports what has no lines", async () => {
  const { terminal } = keptTerminal({ columns: 80 }, { format: "parquet" });
  await expect(terminal.output.table(values)).rejects.toThrow("--format parquet expected a file or a pipe");
  await expect(terminal.output.report({ json: {}, lines: [] })).rejects.toThrow('"table", "tsv" or "json"');
});

test("on a terminal no text format lets the data through as it is", async () => {
  for (const format of ["csv", "json", "jsonl", "markdown", "tsv", "table"] as const) {
    const { terminal, stdout } = keptTerminal({ columns: 80, rows: 50 }, { format });
    await terminal.output.table(values);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would obey them
    expect(stdout.text).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
  }
});

test("a report's document is indented, and its lines obey nothing but our own styles", async () => {
  const report = {
    json: { list: [1, { a: [], b: {} }], big: 1n, text: '\u009b"{x}' },
    lines: ["a\tb \x1b[31mc", "d\ne"],
  };
  const json = keptTerminal(undefined, { format: "json" });
  await json.terminal.output.report(report);
  expect(json.stdout.text).toBe(
    [
      "{",
      '  "schema": 1,',
      '  "list": [',
      "    1,",
      "    {",
      '      "a": [],',
      '      "b": {}',
      "    }",
      "  ],",
      '  "big": "1",',
      '  "text": "\\u009b\\"{x}"',
      "}",
      "",
    ].join("\n"),
  );
  const plain = keptTerminal(undefined);
  await plain.terminal.output.report(report);
  expect(plain.stdout.text).toBe("a\tb c\nd\\ne\n");
});

function readTsv(file: string): string[][] {
  const undo: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", "\\": "\\" };
  const field = (given: string): string =>
    given.replace(/\\(?:x([0-9a-f]{2})|(.))/g, (_, code: string | undefined, mark: string) =>
      code === undefined ? undo[mark]! : String.fromCharCode(Number.parseInt(code, 16)),
    );
  return file
    .split("\n")
    .slice(0, -1)
    .map((line) => line.split("\t").map(field));
}

function readCsv(file: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of file.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    row.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end === "\n") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
