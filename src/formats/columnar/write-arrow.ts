/** Writes Arrow's IPC formats, the file (Feather V2) or the stream, batch by batch, with the types of apache-arrow. */
import {
  AsyncByteQueue,
  type Data,
  Field,
  Message,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Schema,
  Struct,
} from "apache-arrow";
import { assert } from "../../errors.js";
import { gatherRaw, type RawValues } from "../../view.js";
import { TYPE_KEY } from "../arrow/fields.js";
import { arrowDataOf, encodeStrings } from "../arrow/write/data.js";
import type { FormatWriter } from "../shared/contract.js";
import { type ExportedGraph, mixedColumnOf } from "../shared/exported-graph.js";
import { joined } from "../shared/sources.js";
import {
  type KeyColumn,
  lossesOfColumns,
  type WrittenColumn,
  type WrittenTable,
  writtenTable,
} from "./own-columns.js";
import { OWN_METADATA_KEY } from "./own-metadata.js";

const BATCH_ROWS = 65_536;

export const arrowWriter: FormatWriter = {
  losses: lossesOfColumns,
  *write(graph, options, part) {
    const table = writtenTable(graph, part, "arrow");
    const rows = (options.batchRows as number | undefined) ?? BATCH_ROWS;
    const queue = new ChunkQueue();
    const writer = options.stream === true ? new RecordBatchStreamWriter() : new FileWriter();
    let schema: Schema | undefined;
    let first = 0;
    for (const ids of blocksOf(graph, table, rows)) {
      const children = table.columns.map((column) => dataOf(graph, table, column, ids, first));
      if (schema === undefined) {
        const fields = table.columns.map((column, i) => fieldOf(column, children[i]));
        schema = new Schema(fields, new Map([[OWN_METADATA_KEY, table.metadata]]));
        writer.reset(queue, schema);
      }
      const type = new Struct(schema.fields);
      const struct = makeData({ type, length: ids.length, nullCount: 0, children });
      writer.write(new RecordBatch(schema, struct));
      first += ids.length;
      yield* queue.taken();
    }
    writer.finish();
    yield* queue.taken();
  },
};

/** Blocks of ids; an empty one where there are none, so that the columns are there all the same. */
function* blocksOf(graph: ExportedGraph, { kind }: WrittenTable, rows: number): Generator<Uint32Array> {
  let isEmpty = true;
  for (const ids of graph.idBlocks(kind, rows)) {
    isEmpty = false;
    yield ids;
  }
  if (isEmpty) yield new Uint32Array(0);
}

/** Writes files with the schema before the batches too, as the format has it, so that they can be read as they come. */
class FileWriter extends RecordBatchFileWriter {
  protected override _writeSchema(schema: Schema): this {
    super._writeSchema(schema);
    return this._writeMessage(Message.from(schema));
  }
}

/** Keeps the chunks that are written until they are taken, without a wait. */
class ChunkQueue extends AsyncByteQueue {
  #chunks: Uint8Array[] = [];

  override write(chunk: unknown): void {
    const { buffer, byteOffset, byteLength } = chunk as Uint8Array;
    this.#chunks.push(new Uint8Array(buffer, byteOffset, byteLength));
  }

  /** All chunks as one, in memory of its own: columns may be the graph's memory, which nobody is to write to. */
  taken(): Uint8Array[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks.length === 1 ? [chunks[0].slice()] : [joined(chunks)];
  }
}

function fieldOf({ name, type, role }: WrittenColumn, { type: own }: Data): Field {
  const isNullable = role === "attribute" || role === "type";
  return new Field(name, own, isNullable, new Map([[TYPE_KEY, type]]));
}

/** A column of a block, whose first row is at a position among the nodes. */
function dataOf(
  graph: ExportedGraph,
  { kind, ids: keys }: WrittenTable,
  { role, attribute }: WrittenColumn,
  ids: Uint32Array,
  first: number,
): Data {
  const elements = kind === "node" ? graph.view.nodes : graph.view.edges;
  switch (role) {
    case "id":
      return keyData(
        keys,
        Uint32Array.from({ length: ids.length }, (_, i) => first + i),
      );
    case "source":
      return keyData(keys, graph.endsOf(ids).sources);
    case "target":
      return keyData(keys, graph.endsOf(ids).targets);
    case "labels": {
      const { codes, sets } = elements.rawLabelSets(ids);
      const lists = Array.from(codes, (code) => (code < 0 ? [] : sets[code]));
      const offsets = new Uint32Array(lists.length + 1);
      lists.forEach((list, i) => {
        offsets[i + 1] = offsets[i] + list.length;
      });
      return arrowDataOf("list<utf8>", { kind: "list", offsets, elements: encodeStrings(lists.flat()) });
    }
    case "type": {
      const { codes, sets } = elements.rawLabelSets(ids);
      const validity = new Uint8Array(Math.ceil(codes.length / 8));
      // an absent type is an empty text that nobody reads
      const rows = new Int32Array(codes.length).fill(sets.length);
      let absent = 0;
      for (let i = 0; i < codes.length; i++) {
        if (codes[i] < 0) {
          absent++;
          continue;
        }
        rows[i] = codes[i];
        validity[i >>> 3] |= 1 << (i & 7);
      }
      const values = gatherRaw(encodeStrings([...sets.map(([name]) => name), ""]), rows);
      return arrowDataOf("utf8", values, absent === 0 ? undefined : validity, absent);
    }
    case "attribute": {
      const { name, type } = attribute as NonNullable<typeof attribute>;
      const column = elements.rawColumn(name, ids) ?? mixedColumnOf(elements, name, ids);
      assert(
        column !== undefined && "kind" in column.values,
        `attribute ${name} is in the schema and has no column`,
      );
      return arrowDataOf(type, plainRaw(column.values), column.validity, column.absentCount);
    }
  }
}

/** The ids of a table as bytes: each is encoded once, and not for each edge that names it. */
const encodedKeys = new WeakMap<readonly string[], RawValues>();

function encodedOnce(texts: readonly string[]): RawValues {
  let encoded = encodedKeys.get(texts);
  if (encoded === undefined) {
    encoded = encodeStrings(texts);
    encodedKeys.set(texts, encoded);
  }
  return encoded;
}

function keyData({ type, numbers, texts }: KeyColumn, positions: Uint32Array): Data {
  if (numbers === undefined)
    return arrowDataOf("utf8", gatherRaw(encodedOnce(texts), Int32Array.from(positions)));
  const raw = gatherRaw({ kind: "numbers", values: numbers, width: 1 }, Int32Array.from(positions));
  return arrowDataOf(type, raw);
}

/** Texts as bytes: a dictionary could not be added to from batch to batch in a file. */
function plainRaw(raw: RawValues): RawValues {
  if (raw.kind === "codes") return gatherRaw(encodeStrings(raw.strings), Int32Array.from(raw.codes));
  if (raw.kind !== "list" || raw.elements.kind !== "codes") return raw;
  const rows = Int32Array.from({ length: raw.offsets.length - 1 }, (_, i) => i);
  const own = gatherRaw(raw, rows) as Extract<RawValues, { kind: "list" }>;
  return { ...own, elements: plainRaw(own.elements) };
}
