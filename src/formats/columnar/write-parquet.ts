/** Writes Parquet by hyparquet-writer, row group by row group. */
import type { SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { type StreamCodec, streams } from "#streams";
import { assert } from "../../errors.js";
import { parseType, type ValueType } from "../../view.js";
import type { FormatWriter } from "../shared/contract.js";
import { type ExportedGraph, jsonText, mixedColumnOf } from "../shared/exported-graph.js";
import { FormatError } from "../shared/format-error.js";
import {
  type KeyColumn,
  lossesOfColumns,
  type WrittenColumn,
  type WrittenTable,
  writtenTable,
} from "./own-columns.js";
import { OWN_METADATA_KEY } from "./own-metadata.js";
import { compressSnappy } from "./snappy.js";

const GROUP_ROWS = 122_880;

/** Types whose least and greatest values are written. */
const NUMBERS: ReadonlySet<ValueType> = new Set([
  "int32",
  "int64",
  "integer",
  "float32",
  "float64",
  "timestamp",
]);

export const parquetWriter: FormatWriter = {
  losses: lossesOfColumns,
  *write(graph, options, part) {
    const table = writtenTable(graph, part, "parquet");
    const rows = (options.rowGroupRows as number | undefined) ?? GROUP_ROWS;
    const codec = (options.codec as string | undefined) ?? "snappy";
    const bytes = new ByteWriter();
    const root: SchemaElement = { name: "schema", num_children: table.columns.length };
    const schema: readonly SchemaElement[] = [
      root,
      ...table.columns.flatMap((column) => elementsOf(column, isWhole(graph, table, column))),
    ];
    const writer = new ParquetWriter({
      writer: bytes,
      // the writer's own copy of hyparquet may have other types
      schema: schema as never,
      codec: codec.toUpperCase() as "SNAPPY",
      ...compressorsFor(codec),
      kvMetadata: [{ key: OWN_METADATA_KEY, value: table.metadata }],
      createdBy: "groggy",
    });
    let first = 0;
    for (const ids of graph.idBlocks(table.kind, rows)) {
      const columnData = table.columns.map((column) => ({
        name: column.name,
        data: dataOf(graph, table, column, ids, first) as never,
        // the least and the greatest of texts take longer than to write them, and rarely rule a row group out
        statistics: NUMBERS.has(column.type),
        // a dictionary would take 0 and -0 for one; of ids that are mostly different it saves nothing
        ...(column.type.includes("float") || isMostlyDistinct(graph, column, ids.length)
          ? { encoding: "PLAIN" as const }
          : {}),
      }));
      writer.write({ columnData, rowGroupSize: ids.length });
      first += ids.length;
      yield taken(bytes);
    }
    writer.finish();
    yield taken(bytes);
  },
};

/** The bytes written since they were taken last, in memory of their own. */
function taken(bytes: ByteWriter): Uint8Array {
  const all = bytes.getBytes().slice();
  // its offset goes on, since places in the file are told by it
  bytes.index = 0;
  return all;
}

function compressorsFor(codec: string): {
  readonly compressors?: Record<string, (bytes: Uint8Array) => Uint8Array>;
} {
  if (codec === "uncompressed") return {};
  if (codec === "snappy") return { compressors: { SNAPPY: compressSnappy } };
  const compress = (bytes: Uint8Array): Uint8Array => {
    const compressed = streams.compressAtOnce?.(codec as StreamCodec, bytes);
    if (compressed !== undefined) return compressed;
    throw new FormatError(
      "FORMAT_UNSUPPORTED",
      `"codec" expected one that this runtime has, such as "snappy", got "${codec}"`,
      { format: "parquet" },
    );
  };
  return { compressors: { [codec.toUpperCase()]: compress } };
}

/** How a type lies in Parquet. */
function leafOf(type: ValueType): Omit<SchemaElement, "name" | "repetition_type"> {
  switch (type) {
    case "bool":
      return { type: "BOOLEAN" };
    case "int32":
      return { type: "INT32" };
    case "int64":
    case "integer":
      return { type: "INT64" };
    case "float32":
      return { type: "FLOAT" };
    case "float64":
      return { type: "DOUBLE" };
    case "binary":
      return { type: "BYTE_ARRAY" };
    case "timestamp":
      return {
        type: "INT64",
        converted_type: "TIMESTAMP_MILLIS",
        logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
      };
    default:
      return { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } };
  }
}

/** Whether a column of ids has nearly as many of them as rows. */
function isMostlyDistinct({ nodeCount }: ExportedGraph, { role }: WrittenColumn, rows: number): boolean {
  return role === "id" || ((role === "source" || role === "target") && nodeCount * 4 > rows);
}

/** Whether every element has a value, which then needs no level that says so. */
function isWhole(graph: ExportedGraph, { kind }: WrittenTable, { role, attribute }: WrittenColumn): boolean {
  if (role === "type")
    return graph.view.edges.rawLabelSets(graph.view.edges.ids()).codes.every((code) => code >= 0);
  return attribute === undefined || graph.absentCount(kind, attribute.name) === 0;
}

function elementsOf({ name, type }: WrittenColumn, isWhole: boolean): SchemaElement[] {
  const repetition_type = isWhole ? "REQUIRED" : "OPTIONAL";
  const parsed = parseType(type);
  if (parsed === undefined || parsed.kind === "scalar") return [{ name, repetition_type, ...leafOf(type) }];
  const element = parsed.kind === "vector" ? "float32" : parsed.element;
  return [
    { name, repetition_type, num_children: 1, converted_type: "LIST", logical_type: { type: "LIST" } },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", repetition_type: "OPTIONAL", ...leafOf(element) },
  ];
}

/** The values of a column in a block, whose first row is at a position among the nodes; absent ones undefined. */
function dataOf(
  graph: ExportedGraph,
  { kind, ids: keys }: WrittenTable,
  { role, attribute, type }: WrittenColumn,
  ids: Uint32Array,
  first: number,
): ArrayLike<unknown> {
  const elements = kind === "node" ? graph.view.nodes : graph.view.edges;
  switch (role) {
    case "id":
      return keyValues(keys, (i) => first + i, ids.length);
    case "source": {
      const { sources } = graph.endsOf(ids);
      return keyValues(keys, (i) => sources[i], ids.length);
    }
    case "target": {
      const { targets } = graph.endsOf(ids);
      return keyValues(keys, (i) => targets[i], ids.length);
    }
    case "labels": {
      const { codes, sets } = elements.rawLabelSets(ids);
      return Array.from(codes, (code) => (code < 0 ? [] : sets[code]));
    }
    case "type": {
      const { codes, sets } = elements.rawLabelSets(ids);
      const types = new Array<string | undefined>(codes.length);
      for (let i = 0; i < codes.length; i++) types[i] = codes[i] < 0 ? undefined : sets[codes[i]][0];
      return types;
    }
    case "attribute": {
      const name = (attribute as NonNullable<typeof attribute>).name;
      const column = elements.rawColumn(name, ids) ?? mixedColumnOf(elements, name, ids);
      assert(column !== undefined, `attribute ${name} is in the schema and has no column`);
      const convert = converterOf(type);
      const raw = column.values;
      const isPlain = convert === undefined && column.absentCount === 0;
      if (isPlain && "kind" in raw && raw.kind === "numbers" && raw.width === 1) return raw.values;
      const values = column.toArray();
      if (convert === undefined) return values;
      for (let i = 0; i < values.length; i++) if (values[i] !== undefined) values[i] = convert(values[i]);
      return values;
    }
  }
}

function keyValues(
  { numbers, texts }: KeyColumn,
  positionOf: (row: number) => number,
  count: number,
): unknown[] {
  const values: ArrayLike<unknown> = numbers ?? encodedOnce(texts);
  // Array.from with a length takes three times as long
  const all = new Array<unknown>(count);
  for (let i = 0; i < count; i++) all[i] = values[positionOf(i)];
  return all;
}

/** The bytes of ids: each is encoded once, and not for each edge that names it. */
const encodedKeys = new WeakMap<readonly string[], readonly Uint8Array[]>();

function encodedOnce(texts: readonly string[]): readonly Uint8Array[] {
  const known = encodedKeys.get(texts);
  if (known !== undefined) return known;
  const encoder = new TextEncoder();
  let room = new Uint8Array(2 ** 16);
  let end = 0;
  const encoded = texts.map((text) => {
    if (room.length - end < text.length * 3) {
      room = new Uint8Array(Math.max(2 ** 16, text.length * 3));
      end = 0;
    }
    const { written } = encoder.encodeInto(text, room.subarray(end));
    end += written;
    return room.subarray(end - written, end);
  });
  encodedKeys.set(texts, encoded);
  return encoded;
}

/** Values as the writer takes them; undefined if they go as they are. */
function converterOf(type: ValueType): ((value: unknown) => unknown) | undefined {
  const parsed = parseType(type);
  if (parsed?.kind === "vector") return (value) => Array.from(value as Float32Array);
  if (parsed?.kind === "list") {
    const convert = converterOf(parsed.element);
    return (value) => Array.from(value as ArrayLike<unknown>, convert ?? ((item) => item));
  }
  switch (type) {
    case "json":
      return (value) => jsonText(value, "json");
    case "integer":
      return (value) => BigInt(value as number | bigint);
    case "timestamp":
      return (value) => BigInt((value as Date).getTime());
    case "bool":
    case "int32":
    case "int64":
    case "float32":
    case "float64":
    case "utf8":
    case "binary":
      return undefined;
    default:
      return String;
  }
}
