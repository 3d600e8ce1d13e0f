/** Reads JSON Lines, one object a row, also rows in one array, and APOC's JSON in its four shapes. */
import { platform } from "#platform";
import { isRecord } from "../../structures/arguments.js";
import type { FormatReader, ReaderInput } from "../shared/contract.js";
import { isPlainJson, JsonFault, parseExactJson } from "../shared/exact-json.js";
import type { FormatPlace } from "../shared/format-error.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { WHOLE_UNITS_MAX } from "../shared/limits.js";
import { joined } from "../shared/sources.js";
import { ArrayRows } from "./array-rows.js";
import { FastRows } from "./fast-rows.js";
import { type JsonRow, RowReader, rowNamesIn } from "./rows.js";

/** The characters of a file that is read as one value. */
const ONE_VALUE_UNITS = WHOLE_UNITS_MAX;

export const readJsonLines: FormatReader = async (inputs, builder) => {
  const [nodes, others] = [true, false].map((isNodes) =>
    inputs.filter(({ part }) => (part === "nodes") === isNodes),
  );
  if (inputs.every(({ part }) => part === "edges")) builder.endsMakeNodes();
  for (const given of [...nodes, ...others]) {
    const { first, chunks } = await begun(given.input.chunks());
    await (first === 0x5b ? readArray(given, chunks, builder) : readLines(given, chunks, builder));
  }
  builder.edgesMakeNodes();
};

/** The first byte of a file that is no white space, and all of its chunks. */
async function begun(
  chunks: AsyncGenerator<Uint8Array>,
): Promise<{ first: number | undefined; chunks: AsyncGenerator<Uint8Array> }> {
  const seen: Uint8Array[] = [];
  let first: number | undefined;
  while (first === undefined) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    // a source may fill its chunk anew
    seen.push(value.slice());
    first = value.find((byte) => byte > 0x20);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* seen;
    yield* chunks;
  }
  return { first, chunks: all() };
}

/** Puts rows by their bytes, at a place that the reader keeps. */
class LinePutter {
  readonly #builder: GraphBuilder;
  readonly #rows: RowReader;
  readonly #fast: FastRows;
  readonly #isAllApoc: boolean;
  #isFirst = true;
  line = 1;
  offset = 0;

  constructor({ input, part, options }: ReaderInput, builder: GraphBuilder, isAllApoc: boolean) {
    const names = rowNamesIn(options);
    this.#builder = builder;
    this.#rows = new RowReader(builder, names, part, isAllApoc);
    this.#fast = new FastRows(builder, names, part);
    this.#isAllApoc = isAllApoc;
    builder.where = () => ({ ...input.place, line: this.line, offset: this.offset });
  }

  /** Puts the row between two positions. The first one may be a header, which `RowReader` knows. */
  put(bytes: Uint8Array, start: number, end: number): void {
    const isBlank = start === end || (end - start === 1 && bytes[start] === 0x0d);
    if (!isBlank && (this.#isFirst || this.#isAllApoc || !this.#fast.put(bytes, start, end))) {
      const value = parseLine(platform.decodeUtf8(bytes, start, end), this.#builder);
      if (value !== undefined) this.#rows.put(value);
    }
    this.#isFirst &&= isBlank;
  }
}

async function readLines(
  given: ReaderInput,
  chunks: AsyncGenerator<Uint8Array>,
  builder: GraphBuilder,
  isAllApoc = false,
): Promise<void> {
  const { input } = given;
  const to = new LinePutter(given, builder, isAllApoc);
  const put = (bytes: Uint8Array, start: number, end: number): void => {
    to.put(bytes, start, end);
    to.line++;
    to.offset += end - start + 1;
  };
  let rest: Uint8Array[] = [];
  let restBytes = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (;;) {
      // a file may have any number of empty lines
      for (; restBytes === 0 && chunk[from] === 0x0a; from++) {
        to.line++;
        to.offset++;
      }
      const end = chunk.indexOf(0x0a, from);
      if (end < 0) break;
      if (builder.isDue) await builder.pause();
      if (restBytes > 0) {
        const whole = joined([...rest, chunk.subarray(0, end)]);
        rest = [];
        restBytes = 0;
        put(whole, 0, whole.length);
      } else put(chunk, from, end);
      from = end + 1;
    }
    if (from < chunk.length) {
      // a source may fill its chunk anew
      rest.push(chunk.slice(from));
      restBytes += chunk.length - from;
      if (restBytes > input.fieldBytesMax) input.checkField(restBytes, "a line", { line: to.line });
    }
    await builder.pause();
  }
  if (builder.isDue) await builder.pause();
  const last = joined(rest);
  put(last, 0, last.length);
}

/** Reads an array of rows. Places are those where rows begin. */
async function readArray(
  given: ReaderInput,
  chunks: AsyncGenerator<Uint8Array>,
  builder: GraphBuilder,
): Promise<void> {
  const { input } = given;
  const to = new LinePutter(given, builder, false);
  const rows = new ArrayRows();
  let rest: Uint8Array[] = [];
  let restBytes = 0;
  /** The position in the chunk of which `line` and `offset` tell, and that of the row, which `to` has. */
  let told = 0;
  let [line, offset] = [1, 0];
  const moveTo = (chunk: Uint8Array, at: number): void => {
    for (let i = told; i < at; i++) if (chunk[i] === 0x0a) line++;
    offset += at - told;
    told = at;
  };
  const begin = (chunk: Uint8Array, at: number): void => {
    moveTo(chunk, at);
    to.line = line;
    to.offset = offset;
  };
  const expected = (got: string): never =>
    builder.fail("FORMAT_SYNTAX", `${rows.expected} expected, got ${got}`);
  for await (const chunk of chunks) {
    told = 0;
    let from = 0;
    while (rows.next(chunk, from)) {
      if (builder.isDue) await builder.pause();
      if (restBytes > 0) {
        const whole = joined([...rest, chunk.subarray(0, rows.end)]);
        rest = [];
        restBytes = 0;
        to.put(whole, 0, whole.length);
      } else {
        begin(chunk, rows.start);
        to.put(chunk, rows.start, rows.end);
      }
      from = rows.end;
    }
    if (rows.end < chunk.length) {
      begin(chunk, rows.end);
      expected(JSON.stringify(platform.decodeUtf8(chunk, rows.end, Math.min(rows.end + 12, chunk.length))));
    }
    if (rows.isInRow) {
      if (restBytes === 0) begin(chunk, rows.start);
      // a source may fill its chunk anew
      rest.push(chunk.slice(rows.start));
      restBytes += chunk.length - rows.start;
      if (restBytes > input.fieldBytesMax) input.checkField(restBytes, "a row", { line: to.line });
    }
    moveTo(chunk, chunk.length);
    await builder.pause();
  }
  if (!rows.isDone) expected("the end of the file");
}

/** A line as a value; undefined for an empty one, and for a faulty one that is left out. */
function parseLine(text: string, builder: GraphBuilder): unknown {
  try {
    if (isPlainJson(text)) return JSON.parse(text);
  } catch {
    // said below, with its place
  }
  if (text.trim() === "") return undefined;
  try {
    return parseExactJson(text);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const place = { column: error.at + 1 };
    builder.refuse(error.isLimit ? "FORMAT_UNSUPPORTED" : "FORMAT_SYNTAX", "row", error.message, place);
    return undefined;
  }
}

const encoder = new TextEncoder();
const scratch = new Uint8Array(4096);

/** The bytes of a text in UTF-8; places are told in them. */
function byteLength(text: string): number {
  if (text.length * 3 <= scratch.length) return encoder.encodeInto(text, scratch).written;
  return encoder.encode(text).length;
}

/** APOC's four shapes: lines, an array of them, `{ nodes, rels }` as arrays or by id. */
export const readApoc: FormatReader = async ([given], builder) => {
  const { input, options } = given;
  const head = new TextDecoder().decode(await input.head()).trimStart();
  const isLines = head === "" || (head.startsWith("{") && !/^\{\s*"(?:nodes|rels)"\s*:/.test(head));
  if (isLines) {
    await readLines(given, input.chunks(), builder, true);
    return;
  }
  const rows = new RowReader(builder, rowNamesIn(options), "graph", true);
  let place: FormatPlace = {};
  builder.where = () => ({ ...input.place, ...place });
  let text = "";
  for await (const chunk of input.text()) {
    text += chunk;
    input.checkWhole(Math.min(text.length, ONE_VALUE_UNITS));
    if (text.length > ONE_VALUE_UNITS)
      builder.fail(
        "FORMAT_UNSUPPORTED",
        `at most ${ONE_VALUE_UNITS} characters in one value expected, got more; APOC's default, useTypes and jsonFormat: "JSON_LINES", has no such limit`,
      );
    await builder.pause();
  }
  let value: unknown;
  try {
    value = parseExactJson(text);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    place = placeIn(text, error.at);
    builder.fail(error.isLimit ? "FORMAT_UNSUPPORTED" : "FORMAT_SYNTAX", error.message);
  }
  for (const [i, row] of rowsIn(value, builder).entries()) {
    place = { row: i + 1 };
    rows.put(row);
    if (builder.isDue) await builder.pause();
  }
};

/** All rows of one of the shapes, each with the type that lists by kind leave out. */
function rowsIn(value: unknown, builder: GraphBuilder): unknown[] {
  if (Array.isArray(value)) return value;
  if (!isRecord(value))
    return builder.fail("FORMAT_SYNTAX", 'an array or an object with "nodes" and "rels" expected');
  const { nodes, rels } = value as JsonRow;
  return [...listOf(nodes, "node"), ...listOf(rels, "relationship")];
}

function listOf(given: unknown, type: string): unknown[] {
  if (Array.isArray(given)) return given.map((row) => (isRecord(row) ? { type, ...row } : row));
  if (!isRecord(given)) return [];
  return Object.entries(given).map(([id, row]) => (isRecord(row) ? { id, type, ...row } : row));
}

function placeIn(text: string, at: number): FormatPlace {
  const before = text.slice(0, at);
  const lines = before.split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1, offset: byteLength(before) };
}
