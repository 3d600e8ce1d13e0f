/**
 * Reads Arrow's IPC formats, the stream and the file (Feather V2), message by message. A file has the messages of a
 * stream between its marks, and is read as one: its footer would say no more.
 */
import { streams } from "#streams";
import { describe } from "../../errors.js";
import type { FormatReader, ReaderInput } from "../shared/contract.js";
import { FormatError } from "../shared/format-error.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { loadPackage } from "../shared/packages.js";
import { type Input, joined } from "../shared/sources.js";
import { ArrowBatchReader, codecOfBatch, joinedDictionary, type ZstdDecoder } from "./arrow-batch.js";
import { type ArrowField, type ArrowSchema, readArrowSchema } from "./arrow-schema.js";
import { ColumnFault } from "./column-fault.js";
import { FlatTable } from "./flatbuffer.js";
import { OWN_METADATA_KEY, readOwnMetadata } from "./own-metadata.js";
import { type FieldValues, type StatedColumn, TableReader } from "./table-reader.js";
import { readTablesInOrder } from "./tables-in-order.js";
import { checkedZstd } from "./zstd-size.js";

const FILE_MARK = "ARROW1";
const FEATHER_1_MARK = "FEA1";

/** The bytes before the first message of a file. */
const START_BYTES = 8;
/** The mark before the length of a message since 0.15. */
const CONTINUATION = 0xffff_ffff;

const SCHEMA = 1;
const DICTIONARY_BATCH = 2;
const RECORD_BATCH = 3;

/** Codec 1 of Arrow's is zstd. */
const ZSTD = 1;

/** The bytes of a message without its buffers. */
const MESSAGE_BYTES_MAX = 2 ** 28;

/** The format's minor numbers for the versions of its metadata. */
const VERSIONS: readonly string[] = ["0.1", "0.2", "0.3", "0.8", "1.0"];

export const readArrow: FormatReader = (inputs, builder) =>
  readTablesInOrder(inputs, builder, (given) => ArrowTable.open(given, builder));

class ArrowTable {
  readonly #input: Input;
  readonly #builder: GraphBuilder;
  readonly #bytes: ByteReader;
  #table: TableReader | undefined;
  #schema: ArrowSchema | undefined;
  readonly #dictionaries = new Map<string, FieldValues>();
  #zstd: ZstdDecoder | undefined;
  /** The messages and their bodies where a footer says them, those that were read left out. */
  #placed: (readonly [Uint8Array, Uint8Array])[] | undefined;

  static async open(given: ReaderInput, builder: GraphBuilder): Promise<ArrowTable> {
    const table = new ArrowTable(given.input, builder);
    await table.#guarded(() => table.#open(given));
    return table;
  }

  private constructor(input: Input, builder: GraphBuilder) {
    this.#input = input;
    this.#builder = builder;
    this.#bytes = new ByteReader(input.raw());
  }

  get part(): "nodes" | "edges" {
    return (this.#table as TableReader).part;
  }

  /** Faults of the file's layout are told with their place; what else is thrown goes on. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    const builder = this.#builder;
    builder.where = () => ({
      ...this.#input.place,
      ...(this.#table === undefined ? { offset: this.#bytes.offset } : this.#table.place),
    });
    try {
      await work();
    } catch (error) {
      if (error instanceof FormatError) throw error;
      if (error instanceof ColumnFault) builder.fail(error.code, `expected ${error.message}`, {}, error);
      // a position beyond the end of a message
      if (error instanceof RangeError)
        builder.fail("FORMAT_SYNTAX", "a message of Arrow expected, got other bytes", {}, error);
      throw error;
    }
  }

  async #open(given: ReaderInput): Promise<void> {
    const builder = this.#builder;
    const mark = new TextDecoder("latin1").decode(await this.#bytes.peek(START_BYTES));
    if (mark.startsWith(FEATHER_1_MARK))
      builder.fail(
        "FORMAT_UNSUPPORTED",
        "Feather of version 2 expected, got version 1, which is another format: pyarrow.feather.write_feather writes version 2",
      );
    const isFile = mark.startsWith(FILE_MARK);
    if (isFile) await this.#bytes.take(START_BYTES);
    const schema = await this.#readSchema(isFile);
    this.#schema = schema;
    const names = schema.fields.map(({ name }) => name);
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice !== undefined)
      builder.fail("FORMAT_DUPLICATE", `columns expected names of their own, got ${describe(twice)} twice`);
    const own = readOwnMetadata(schema.metadata.get(OWN_METADATA_KEY), names);
    const stated = schema.fields.map(({ name, kind }): StatedColumn => ({ name, kind }));
    this.#table = new TableReader(builder, given, stated, own);
  }

  /** The schema from the first message, or where a file has none there, from its footer. */
  async #readSchema(isFile: boolean): Promise<ArrowSchema> {
    if (isFile && !(await this.#startsWithSchema())) return this.#readFooter();
    const message = await this.#next();
    if (message === undefined || message.kind !== SCHEMA)
      throw new ColumnFault("FORMAT_SYNTAX", "a file of Arrow with its schema first, got none");
    this.#builder.version = versionName(message.version);
    return readArrowSchema(message.header);
  }

  /**
   * Whether the first message is a schema, so that the file can be read as it comes. apache-arrow leaves it out, and
   * polars writes it without its length.
   */
  async #startsWithSchema(): Promise<boolean> {
    const start = await this.#bytes.peek(8);
    if (start.length < 8) return true;
    const view = new DataView(start.buffer, start.byteOffset, 8);
    const size = view.getUint32(4, true);
    if (view.getUint32(0, true) !== CONTINUATION || size === 0) return false;
    if (size > MESSAGE_BYTES_MAX) return true;
    return FlatTable.root((await this.#bytes.peek(8 + size)).subarray(8)).byte(1) === SCHEMA;
  }

  /** Reads all that is left of the file, and goes by its footer. */
  async #readFooter(): Promise<ArrowSchema> {
    const bytes = await this.#bytes.rest();
    const end = bytes.length - FILE_MARK.length - 4;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const size = end < 0 ? 0 : view.getUint32(end, true);
    if (size === 0 || size > end)
      throw new ColumnFault("FORMAT_SYNTAX", "a file of Arrow with a footer, got one without");
    const footer = FlatTable.root(bytes.slice(end - size, end));
    const schema = footer.table(1);
    if (schema === undefined) throw new ColumnFault("FORMAT_SYNTAX", "a file with a schema, got one without");
    this.#builder.version = versionName(footer.short(0));
    const blocks = [...footer.blocks(2), ...footer.blocks(3)];
    const total = blocks.reduce((sum, [, messageBytes, bodyBytes]) => sum + messageBytes + bodyBytes, 0);
    if (total > bytes.length)
      throw new ColumnFault("FORMAT_SYNTAX", "messages that do not lie upon each other");
    this.#placed = blocks.map(([offset, messageBytes, bodyBytes]) => {
      // what was read before is no longer there
      const at = offset - START_BYTES;
      if (at < 0 || at + messageBytes + bodyBytes > bytes.length)
        throw new ColumnFault("FORMAT_SYNTAX", `messages within the file, got one at ${offset}`);
      return [
        bytes.subarray(at, at + messageBytes),
        bytes.subarray(at + messageBytes, at + messageBytes + bodyBytes),
      ];
    });
    return readArrowSchema(schema);
  }

  async read(): Promise<void> {
    await this.#guarded(async () => {
      for (let message = await this.#next(); message !== undefined; message = await this.#next()) {
        if (message.kind === DICTIONARY_BATCH) await this.#readDictionary(message);
        else if (message.kind === RECORD_BATCH) await this.#readBatch(message);
        await this.#builder.pause();
      }
    });
  }

  /** The next message; undefined behind the last one. */
  async #next(): Promise<ArrowMessage | undefined> {
    if (this.#placed !== undefined) {
      const place = this.#placed.shift();
      if (place === undefined) return undefined;
      const [message, body] = place;
      const isMarked =
        new DataView(message.buffer, message.byteOffset, message.byteLength).getUint32(0) === CONTINUATION;
      return messageOf(message.slice(isMarked ? 8 : 4), body.slice());
    }
    const bytes = this.#bytes;
    let word = await bytes.word();
    // since 0.15 a mark stands before the length
    if (word === CONTINUATION) word = await bytes.word();
    if (word === undefined || word === 0) return undefined;
    if (word > MESSAGE_BYTES_MAX)
      throw new ColumnFault(
        "FORMAT_SYNTAX",
        `a message of at most ${MESSAGE_BYTES_MAX} bytes, got one of ${word}`,
      );
    const message = await bytes.take(word);
    return messageOf(message, await bytes.take(FlatTable.root(message).size(3)));
  }

  async #readDictionary({ header, body }: ArrowMessage): Promise<void> {
    const id = String(header.long(0));
    const batch = header.table(1);
    const field = fieldOfDictionary((this.#schema as ArrowSchema).fields, id);
    // dictionaries of columns that are left out are not needed
    if (batch === undefined || field === undefined) return;
    const reader = new ArrowBatchReader(batch, body, this.#dictionaries, await this.#zstdFor(batch));
    const values = reader.read({ ...field, dictionary: undefined });
    const before = this.#dictionaries.get(id);
    const isDelta = header.byte(2) !== 0 && before !== undefined;
    this.#dictionaries.set(id, isDelta ? joinedDictionary(before, values) : values);
  }

  async #readBatch({ header, body }: ArrowMessage): Promise<void> {
    const reader = new ArrowBatchReader(header, body, this.#dictionaries, await this.#zstdFor(header));
    const table = this.#table as TableReader;
    const values = new Map<string, FieldValues>();
    for (const field of (this.#schema as ArrowSchema).fields) {
      if (table.isWanted(field.name)) values.set(field.name, reader.read(field));
      else reader.skip(field);
    }
    await table.put(reader.rowCount, (name) => values.get(name) as FieldValues);
  }

  async #zstdFor(batch: FlatTable): Promise<ZstdDecoder | undefined> {
    if (codecOfBatch(batch) === ZSTD) this.#zstd ??= await zstdDecoder("arrow");
    return this.#zstd;
  }
}

function messageOf(bytes: Uint8Array, body: Uint8Array): ArrowMessage {
  const message = FlatTable.root(bytes);
  const header = message.table(2);
  if (header === undefined)
    throw new ColumnFault("FORMAT_SYNTAX", "a message that says what it is, got another");
  return { kind: message.byte(1), version: message.short(0), header, body };
}

interface ArrowMessage {
  readonly kind: number;
  readonly version: number;
  readonly header: FlatTable;
  readonly body: Uint8Array;
}

/** The name of the format's version. */
function versionName(version: number): string {
  return VERSIONS[version] ?? `metadata V${version + 1}`;
}

/** The field whose values a dictionary has; it may lie within others. */
function fieldOfDictionary(fields: readonly ArrowField[], id: string): ArrowField | undefined {
  for (const field of fields) {
    if (field.dictionary?.id === id) return field;
    const within = fieldOfDictionary(field.children, id);
    if (within !== undefined) return within;
  }
  return undefined;
}

/** Undoes zstd: the runtime's own decoder, else that of an optional package. */
async function zstdDecoder(format: string): Promise<ZstdDecoder> {
  const { expandZstd } = streams;
  if (expandZstd !== undefined) return expandZstd;
  const { compressors } = await loadPackage(
    "hyparquet-compressors",
    () => import("hyparquet-compressors"),
    format,
  );
  const { ZSTD: decode } = compressors;
  if (decode === undefined)
    throw new FormatError(
      "FORMAT_UNSUPPORTED",
      "expected a decoder of zstd in hyparquet-compressors, got none",
      { format },
    );
  return checkedZstd(decode);
}

/** Bytes of a source one after another, in pieces of the size that is asked for. */
class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array | string>;
  #rest: Uint8Array = new Uint8Array(0);
  #at = 0;
  offset = 0;

  constructor(chunks: AsyncIterable<Uint8Array | string>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** A whole number of four bytes; undefined at the end of all bytes. */
  async word(): Promise<number | undefined> {
    if ((await this.peek(1)).length === 0) return undefined;
    const bytes = await this.take(4);
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  }

  /** The next bytes, which come again; fewer at the end. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.#rest.length - this.#at < count) if (!(await this.#more())) break;
    return this.#rest.subarray(this.#at, this.#at + count);
  }

  /** The next bytes, in memory of their own that begins at a multiple of eight. Memory grows as they come. */
  async take(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let missing = count;
    while (missing > 0) {
      if (this.#at === this.#rest.length && !(await this.#more()))
        throw new ColumnFault("FORMAT_SYNTAX", `${missing} more bytes, got the end of the file`);
      const part = this.#rest.subarray(this.#at, this.#at + missing);
      this.#at += part.length;
      missing -= part.length;
      parts.push(part);
    }
    this.offset += count;
    return parts.length === 1 ? parts[0].slice() : joined(parts);
  }

  /** All bytes that are left, at once. */
  async rest(): Promise<Uint8Array> {
    const parts = [this.#rest.subarray(this.#at)];
    for (this.#at = this.#rest.length; await this.#more(); this.#at = this.#rest.length)
      parts.push(this.#rest);
    return joined(parts);
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    if (done === true) return false;
    // a source may fill its chunk anew
    const bytes = typeof value === "string" ? new TextEncoder().encode(value) : new Uint8Array(value);
    if (this.#at === this.#rest.length) this.#rest = bytes;
    else {
      this.#rest = joined([this.#rest.subarray(this.#at), bytes]);
    }
    this.#at = 0;
    return true;
  }
}
