// Plain rows are read from their bytes, all others through the engine's parser: both give the same graph.
import fc from "fast-check";
import { expect, test } from "vitest";
import { readGraph } from "../../../src/formats/index.js";
import { inPieces, rootOf } from "../fixtures.js";

const name = fc.oneof(
  fc.constantFrom("id", "key", "source", "target", "from", "to", "type", "labels", "a", "b", "properties"),
  fc.string({ maxLength: 4 }),
);
const value = fc.oneof(
  fc.constantFrom<unknown>(
    "",
    "n1",
    "n2",
    "node",
    "relationship",
    "NaN",
    "-Infinity",
    "é🚢",
    "a\\b",
    "2024-02-03",
  ),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom<unknown>(0, 1, 1.5, -0.25, true, false, null, [], ["A"], { x: 1 }),
);
const id = fc.constantFrom<unknown>("n0", "n1", "n2", 1, 2, 1.5);
const row = fc.oneof(
  fc.dictionary(name, value, { maxKeys: 5, noNullPrototype: true }),
  fc.record({ id, age: value }, { requiredKeys: ["id"] }),
  fc.record({ source: id, target: id, type: value, w: value }, { requiredKeys: ["source", "target"] }),
);

/** What reading gives: the graph and what the report says of it, or the error. */
async function outcome(text: string, options: object, size: number): Promise<unknown> {
  const bytes = new TextEncoder().encode(text);
  try {
    const { graph, report } = await readGraph(inPieces(bytes, size), {
      format: "jsonl",
      ...options,
    } as never);
    const { nodeAttributes, edgeAttributes, losses, skipped, warnings, key } = report;
    const kinds = [losses, skipped, warnings].map((list) =>
      list.map((each) => [each.kind, each.attribute, each.count]),
    );
    return { root: rootOf(graph), nodeAttributes, edgeAttributes, kinds, key };
  } catch (error) {
    const { code, line, message } = error as { code: string; line: number; message: string };
    return { code, line, message: message.replace(/^\d+(:\d+)?: /, "") };
  }
}

test("rows from their bytes are rows from the parser", async () => {
  const options = fc.constantFrom<object>(
    { missingNodes: "add" },
    { missingNodes: "add", duplicateNodes: "merge" },
    { lenient: true },
    { missingNodes: "add", columns: { id: "a", labels: "b" }, duplicateNodes: "skip" },
    { missingNodes: "add", duplicateNodes: "merge", types: { w: "utf8", age: "float64" } },
    { missingNodes: "add", duplicateNodes: "merge", batch: 2 },
  );
  const property = fc.asyncProperty(
    fc.array(row, { maxLength: 6 }),
    options,
    fc.constantFrom(1, 5, 1000),
    fc.constantFrom("\n", "\r\n"),
    async (rows, given, size, lineEnd) => {
      const lines = rows.map((each) => JSON.stringify(each));
      const fast = await outcome(lines.join(lineEnd), given, size);
      // a space before a row leaves it to the parser
      const slow = await outcome(lines.map((line) => ` ${line}`).join(lineEnd), given, 1000);
      expect(fast).toEqual(slow);
    },
  );
  await fc.assert(property, { numRuns: 1500 });
});

test("rows with spaces, repeated names, numbers of any form and faults", async () => {
  for (const line of [
    '{ "id" : "a" , "n" : 1 }',
    '{"id":"a","n":1,"n":2}',
    '{"id":"a","n":01}',
    '{"id":"a","n":-0}',
    '{"id":"a","n":-0.0}',
    '{"id":"a","n":1.}',
    '{"id":"a","n":1e3}',
    '{"id":"a","n":1.50}',
    '{"id":"a","n":12345678901234567890}',
    '{"id":"a","n":0.1234567890123456789}',
    '{"id":"a","n":tru}',
    '{"id":"a","n":nullx}',
    '{"id":"a",}',
    '{"id":"a"}}',
    '{"id":"a"',
    '{"id":"a","n":"x}',
    '{"id":"a","n":"\t"}',
    "{}",
    "{",
    "",
  ]) {
    const text = (before: string): string => `{"id":"first"}\n${before}${line}\n`;
    expect([line, await outcome(text(""), {}, 1000)]).toEqual([line, await outcome(text(" "), {}, 1000)]);
  }
});
