// An array of rows, as pandas and DuckDB write tables in JSON: the same graph as its rows on lines.
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatOf, readGraph } from "../../../src/formats/index.js";
import { inPieces, rootOf } from "../fixtures.js";

const value = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.string({ unit: "binary" }).filter((text) => text.isWellFormed()),
  fc.constantFrom('"', "\\", "]", "},{", "[\n", 'a\\"]'),
);
const row = fc.dictionary(
  fc.constantFrom("a", "b ]", 'c"', "d"),
  fc.oneof(value, fc.array(fc.integer(), { maxLength: 2 })),
  { maxKeys: 4 },
);

test("rows of an array are those of lines, in pieces of any size and however they are spaced", async () => {
  const property = fc.asyncProperty(
    fc.array(row, { minLength: 1, maxLength: 6 }),
    fc.constantFrom(undefined, 1, "\t"),
    fc.constantFrom("", "\n", " \r\n "),
    fc.integer({ min: 1, max: 9 }),
    async (rows, indent, space, size) => {
      const all = rows.map((each, i) => ({ id: `n${i}`, ...each }));
      const lines = all.map((each) => JSON.stringify(each)).join("\n");
      const array = `${space}[${all.map((each) => space + JSON.stringify(each, null, indent)).join(`${space},`)}${space}]${space}`;
      const bytes = new TextEncoder().encode(array);
      const wanted = await readGraph(new Blob([lines]), { format: "jsonl" });
      const whole = await readGraph({ nodes: bytes }, { format: "jsonl" });
      const pieces = await readGraph({ nodes: inPieces(bytes, size) }, { format: "jsonl" });
      expect([rootOf(whole.graph), rootOf(pieces.graph)]).toEqual(Array(2).fill(rootOf(wanted.graph)));
    },
  );
  await fc.assert(property, { numRuns: 200 });
});

test("tables of nodes and edges are told by what is in them", async () => {
  const nodes = new Blob(['[{"id":"a","n":1},{"id":"b","n":2}]']);
  const edges = new Blob(['[\n\t{"source":"a","target":"b","w":0.5}\n]\n']);
  expect(await formatOf(edges)).toBe("jsonl");
  const { graph } = await readGraph({ nodes, edges });
  expect(graph.edges.get(0)).toEqual({ w: 0.5 });
  expect(graph.nodes.schema).toEqual({ id: "utf8", n: "int32" });
});

test.each([
  [
    "no comma",
    '[{"id":"a"}\n {"id":"b"}]',
    '"," or "]" expected, got "{\\"id\\":\\"b\\"}]"',
    { line: 2, offset: 13 },
  ],
  ["a comma too many", '[{"id":"a"},]', 'a row expected, got "]"', { line: 1, offset: 12 }],
  ["no end", '[{"id":"a"}', '"," or "]" expected, got the end of the file', { line: 1 }],
  ["no end of a row", '[{"id":"a"', "the end of a row expected, got the end of the file", { line: 1 }],
  [
    "something behind it",
    '[{"id":"a"}]\nx',
    'the end of the file expected, got "x"',
    { line: 2, offset: 13 },
  ],
  ["a row that is none", '[{"id":"a"},\n5]', "a row expected an object, got 5", { line: 2, offset: 13 }],
  ["a row that is no JSON", '[{"id":"a"},\n{"id":b}]', "", { line: 2, offset: 13 }],
])("%s is an error at its place", async (_what, text, message, place) => {
  for (const source of [new Blob([text]), inPieces(new TextEncoder().encode(text), 3)]) {
    const error = await readGraph(source, { format: "jsonl" }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "FormatError", code: "FORMAT_SYNTAX", ...place });
    if (source instanceof Blob) expect(String(error)).toContain(message);
  }
});
