// Documents that come in pieces of any size are the same as at once, and the same as the engine's parser has them.
import fc from "fast-check";
import { expect, test } from "vitest";
import { exportGraph, readGraph } from "../../../src/formats/index.js";
import { GraphologyShape } from "../../../src/formats/json/graphology.js";
import { JsonGraphShape } from "../../../src/formats/json/json-graph.js";
import { jsonReader } from "../../../src/formats/json/read.js";
import { JsonSplitter } from "../../../src/formats/json/splitter.js";
import { TextPlaces } from "../../../src/formats/json/text-places.js";
import { JsonFault } from "../../../src/formats/shared/exact-json.js";
import { GraphBuilder } from "../../../src/formats/shared/graph-builder.js";
import { Input } from "../../../src/formats/shared/sources.js";

/** All pieces of a text that comes in parts, as `section/name: value`. */
function piecesOf(text: string, size: number): string[] {
  const found: string[] = [];
  const put = (section: string, name: string | number, piece: string): void => {
    found.push(`${section}|${name}|${JSON.stringify(JSON.parse(piece))}`);
  };
  const splitter = new JsonSplitter({
    layout: { list: "each", deep: { inner: "each", "[]": "each" }, many: { "[]": { items: "each" } } },
    wants: () => true,
    member: put,
    item: put,
  });
  let at = 0;
  for (const step of splitter.steps()) {
    if (step !== "more") continue;
    if (at >= text.length) splitter.end();
    else splitter.feed(text.slice(at, at + size));
    at += size;
  }
  return found;
}

const value = fc.jsonValue({ maxDepth: 3 });
const spaced = (document: unknown, space: number): string => JSON.stringify(document, undefined, space);
const wanted = (document: Record<string, unknown>): string[] =>
  Object.entries(document).flatMap(([name, part]) => {
    const isPart = typeof part === "object" && part !== null;
    const items = (section: string, list: object): string[] =>
      Object.entries(list).map(([key, item]) => `${section}|${key}|${JSON.stringify(item)}`);
    if (isPart && name === "list") return items("list", part);
    return [`|${name}|${JSON.stringify(part)}`];
  });

test("pieces are what the engine's parser has, whatever the size of chunks", () => {
  const property = fc.property(
    fc.dictionary(fc.oneof(fc.constant("list"), fc.string()), value, { noNullPrototype: true }),
    fc.nat(3),
    fc.constantFrom(1, 2, 3, 7, 1000),
    (document, space, size) => {
      expect(piecesOf(spaced(document, space), size)).toEqual(wanted(document));
    },
  );
  fc.assert(property, { numRuns: 500 });
});

test("backslashes before quotes, however a chunk divides them", () => {
  const text = String.raw`{"list":["\\","\"","\\\"","a\\\\\"b\\"],"x":"\\"}`;
  for (let size = 1; size < 12; size++) expect(piecesOf(text, size)).toEqual(piecesOf(text, 1000));
});

test("sections within sections", () => {
  const text =
    '{"deep":{"inner":{"a":1,"b":[2]},"other":3},"many":[{"items":[4]},{"items":{},"x":5}],"list":[]}';
  expect(piecesOf(text, 1)).toEqual([
    "deep/inner|a|1",
    "deep/inner|b|[2]",
    "deep|other|3",
    "many/0/items|0|4",
    "many/1|x|5",
  ]);
});

test("any text is pieces or a fault", () => {
  const property = fc.property(
    fc.array(fc.constantFrom("{", "}", "[", "]", ",", ":", '"list"', '"a"', "1", "\\", '"', " ", "null"), {
      maxLength: 12,
    }),
    fc.constantFrom(1, 3, 100),
    (tokens, size) => {
      try {
        piecesOf(tokens.join(""), size);
      } catch (error) {
        if (!(error instanceof JsonFault || error instanceof SyntaxError)) throw error;
      }
    },
  );
  fc.assert(property, { numRuns: 2000 });
});

test("places are counted in lines, units and bytes", () => {
  const property = fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 5 })), (parts) => {
    const text = parts.join("\n");
    const places = new TextPlaces();
    for (const part of text.match(/[\s\S]{1,3}/gu) ?? []) places.add(part);
    for (let at = 0; at <= text.length; at++) {
      if (!text.slice(0, at).isWellFormed()) continue;
      const before = text.slice(0, at).split("\n");
      expect(places.at(at)).toEqual({
        line: before.length,
        column: before.at(-1)!.length + 1,
        offset: Buffer.byteLength(text.slice(0, at)),
      });
    }
  });
  fc.assert(property);
});

/** What a reader does, read as a stream or at once. */
async function builtBy(
  bytes: Uint8Array,
  isStream: boolean,
  shape: typeof GraphologyShape | typeof JsonGraphShape,
) {
  const builder = new GraphBuilder(
    "json",
    {},
    { nodeTypes: new Map(), edgeTypes: new Map(), hasNodes: false },
    async () => {},
  );
  const input = new Input(bytes, "x", undefined);
  await jsonReader((own, options) => new shape(own, options), isStream ? 1 : undefined)(
    [{ part: "graph", input, options: {} }],
    builder,
  );
  const { nodeColumns, edgeColumns, sources, targets, nodeCount } = builder.take();
  const columns = [...nodeColumns, ...edgeColumns].map(({ name, type, count }) => [name, type, count]);
  return { nodeCount, columns, ends: [...sources, ...targets] };
}

test("a file that is read as a stream is the same as at once", async () => {
  const { graph } = await readGraph(new Blob(["source,target,w\na,b,1\nb,c,2.5\n"]), { format: "csv" });
  for (const [format, shape] of [
    ["graphology", GraphologyShape],
    ["jgf", JsonGraphShape],
  ] as const) {
    const parts: Uint8Array[] = [];
    await exportGraph(graph, (chunk) => void parts.push(chunk), { format });
    const bytes = new Uint8Array(Buffer.concat(parts));
    expect(await builtBy(bytes, true, shape)).toEqual(await builtBy(bytes, false, shape));
  }
});

test("a stream that says too late that edges have no direction is refused", async () => {
  const text =
    '{"nodes":[{"key":"a"}],"edges":[{"source":"a","target":"a"}],"options":{"type":"undirected"}}';
  const bytes = new TextEncoder().encode(text);
  expect((await builtBy(bytes, false, GraphologyShape)).nodeCount).toBe(1);
  await expect(builtBy(bytes, true, GraphologyShape)).rejects.toMatchObject({ code: "FORMAT_UNSUPPORTED" });
});
