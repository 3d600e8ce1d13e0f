/**
 * Reads Parquet row group by row group, and of each the columns that are wanted alone. The footer and the codecs are
 * hyparquet's; pages are decoded here, since a run of a length that a fault made up would fill the memory there.
 */
import { type FileMetaData, parquetMetadata, snappyUncompress } from "hyparquet";
import { platform } from "#platform";
import { streams } from "#streams";
import { describe } from "../../errors.js";
import type { FormatReader, ReaderInput } from "../shared/contract.js";
import { FormatError } from "../shared/format-error.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { loadPackage } from "../shared/packages.js";
import type { Input } from "../shared/sources.js";
import { bytesOfBase64 } from "../shared/text-values.js";
import { readArrowSchema } from "./arrow-schema.js";
import { ColumnFault } from "./column-fault.js";
import { FlatTable } from "./flatbuffer.js";
import type { ColumnKind } from "./kinds.js";
import { OWN_METADATA_KEY, readOwnMetadata } from "./own-metadata.js";
import { columnValues } from "./parquet-column.js";
import { type LeafData, type PageDecoder, readLeaf } from "./parquet-leaf.js";
import { checkMetadata, type ParquetNode, parquetColumns, valueKind } from "./parquet-schema.js";
import { type FieldValues, type StatedColumn, TableReader } from "./table-reader.js";
import { readTablesInOrder } from "./tables-in-order.js";
import { checkedZstd } from "./zstd-size.js";

const MARK = "PAR1";
const ENCRYPTED_MARK = "PARE";
const FOOTER_BYTES_MAX = 2 ** 28;
/** Rows, and values of a column, for each byte of the file, and at least in any file. */
const COUNT_PER_BYTE_MAX = 1024;
const COUNT_ALWAYS = 2 ** 20;

export const readParquet: FormatReader = (inputs, builder) =>
  readTablesInOrder(inputs, builder, (given) => ParquetTable.open(given, builder));

/** Parts of a file, wherever they are. */
interface RandomBytes {
  readonly size: number;
  read(start: number, end: number): Uint8Array;
}

async function randomBytes(input: Input): Promise<RandomBytes> {
  const path = await input.plainPath();
  const disk = platform.storage?.disk;
  if (path === undefined || disk === undefined) {
    const bytes = await input.whole();
    return { size: bytes.length, read: (start, end) => bytes.subarray(start, end) };
  }
  await input.close();
  const open = disk.open(path, "read");
  const size = open.size();
  open.close();
  return {
    size,
    read(start, end) {
      // opened for each part, so that nothing stays open whatever happens
      const file = disk.open(path, "read");
      try {
        const bytes = new Uint8Array(end - start);
        const count = file.read(bytes, start);
        if (count < bytes.length)
          throw new ColumnFault("FORMAT_SYNTAX", "a file that stays as it is, got a shorter one");
        return bytes;
      } finally {
        file.close();
      }
    },
  };
}

class ParquetTable {
  readonly #builder: GraphBuilder;
  readonly #input: Input;
  readonly #bytes: RandomBytes;
  readonly #decoders = new Map<string, PageDecoder>();
  #metadata: FileMetaData | undefined;
  #columns: readonly ParquetNode[] = [];
  #table: TableReader | undefined;

  static async open(given: ReaderInput, builder: GraphBuilder): Promise<ParquetTable> {
    builder.where = () => given.input.place;
    const table = new ParquetTable(given.input, builder, await randomBytes(given.input));
    await table.#guarded(async () => table.#open(given));
    return table;
  }

  private constructor(input: Input, builder: GraphBuilder, bytes: RandomBytes) {
    this.#builder = builder;
    this.#input = input;
    this.#bytes = bytes;
  }

  get part(): "nodes" | "edges" {
    return (this.#table as TableReader).part;
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    const builder = this.#builder;
    builder.where = () => ({ ...this.#input.place, ...this.#table?.place });
    try {
      await work();
    } catch (error) {
      if (error instanceof ColumnFault) builder.fail(error.code, `expected ${error.message}`, {}, error);
      throw error;
    }
  }

  #open(given: ReaderInput): void {
    const builder = this.#builder;
    const metadata = this.#readFooter();
    this.#metadata = metadata;
    builder.version = String(Number(metadata.version));
    this.#columns = parquetColumns(metadata);
    const names = this.#columns.map(({ name }) => name);
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice !== undefined)
      builder.fail("FORMAT_DUPLICATE", `columns expected names of their own, got ${describe(twice)} twice`);
    const values = new Map(metadata.key_value_metadata?.map(({ key, value }) => [key, value]));
    const own = readOwnMetadata(values.get(OWN_METADATA_KEY), names);
    const arrow = arrowKinds(values.get("ARROW:schema"));
    const stated = this.#columns.map(
      (node): StatedColumn => ({ name: node.name, kind: refinedKind(valueKind(node), arrow.get(node.name)) }),
    );
    this.#table = new TableReader(builder, given, stated, own);
  }

  #readFooter(): FileMetaData {
    const { size } = this.#bytes;
    const end = size < 12 ? new Uint8Array(8) : this.#bytes.read(size - 8, size);
    const mark = new TextDecoder("latin1").decode(end.subarray(4));
    if (mark === ENCRYPTED_MARK)
      throw new ColumnFault(
        "FORMAT_UNSUPPORTED",
        "Parquet that is not encrypted, got a file with an encrypted footer",
      );
    const length = new DataView(end.buffer, end.byteOffset, 8).getUint32(0, true);
    if (mark !== MARK || length > size - 12 || length > FOOTER_BYTES_MAX)
      throw new ColumnFault(
        "FORMAT_SYNTAX",
        `a Parquet file with a footer at its end, got ${describe(mark)}`,
      );
    const footer = this.#bytes.read(size - 8 - length, size);
    this.#input.bytesRead = Math.max(this.#input.bytesRead, footer.length);
    let metadata: FileMetaData;
    try {
      metadata = parquetMetadata(footer, { geoparquet: false });
    } catch (cause) {
      throw new ColumnFault("FORMAT_SYNTAX", `a footer of Parquet, got another: ${(cause as Error).message}`);
    }
    checkMetadata(metadata);
    return metadata;
  }

  async read(): Promise<void> {
    await this.#guarded(async () => {
      const { row_groups: groups } = this.#metadata as FileMetaData;
      const { size } = this.#bytes;
      const countMax = Math.max(COUNT_ALWAYS, size * COUNT_PER_BYTE_MAX);
      let rows = 0;
      for (const group of groups) {
        const count = Number(group.num_rows);
        rows += count;
        if (!(count >= 0 && rows <= countMax))
          throw new ColumnFault(
            "FORMAT_UNSUPPORTED",
            `at most ${countMax} rows in ${size} bytes, got ${rows}`,
          );
        await this.#readGroup(group, count, countMax);
        await this.#builder.pause();
      }
    });
  }

  async #readGroup(
    group: FileMetaData["row_groups"][number],
    rowCount: number,
    countMax: number,
  ): Promise<void> {
    const table = this.#table as TableReader;
    if (rowCount === 0) return;
    const values = new Map<string, FieldValues>();
    for (const node of this.#columns) {
      if (!table.isWanted(node.name)) continue;
      const leaves = new Map<number, LeafData>();
      for (const leaf of leavesOf(node))
        leaves.set(
          leaf.leaf,
          await this.#readChunk(group, leaf, node.isRepeated || leaf !== node ? countMax : rowCount),
        );
      values.set(node.name, columnValues(node, leaves, rowCount));
    }
    await table.put(rowCount, (name) => values.get(name) as FieldValues);
  }

  async #readChunk(
    group: FileMetaData["row_groups"][number],
    leaf: ParquetNode,
    countMax: number,
  ): Promise<LeafData> {
    const chunk = group.columns[leaf.leaf];
    const meta = chunk?.meta_data;
    if (meta === undefined || chunk.file_path !== undefined)
      throw new ColumnFault(
        "FORMAT_UNSUPPORTED",
        `"${leaf.name}" in this file and not encrypted, got it elsewhere`,
      );
    const data = Number(meta.data_page_offset);
    const dictionary = Number(meta.dictionary_page_offset ?? 0);
    const start = dictionary > 0 && dictionary < data ? dictionary : data;
    const end = start + Number(meta.total_compressed_size);
    if (!(start >= 4 && end >= start && end <= this.#bytes.size))
      throw new ColumnFault(
        "FORMAT_SYNTAX",
        `"${leaf.name}" within the file, got it from ${start} to ${end}`,
      );
    if (meta.type !== leaf.element.type)
      throw new ColumnFault("FORMAT_SYNTAX", `"${leaf.name}" of type ${leaf.element.type}, got ${meta.type}`);
    const bytes = this.#bytes.read(start, end);
    this.#input.bytesRead = Math.min(this.#bytes.size, Math.max(this.#input.bytesRead, end));
    return readLeaf(bytes, leaf, meta, countMax, await this.#decoder(meta.codec));
  }

  async #decoder(codec: string): Promise<PageDecoder | undefined> {
    if (codec === "UNCOMPRESSED") return undefined;
    const known = this.#decoders.get(codec);
    if (known !== undefined) return known;
    const decoder = await decoderOf(codec);
    if (decoder !== undefined) this.#decoders.set(codec, decoder);
    return decoder;
  }
}

function leavesOf(node: ParquetNode): readonly ParquetNode[] {
  return node.shape === "leaf" ? [node] : node.children.flatMap(leavesOf);
}

/** Undoes a codec: by hyparquet, by the runtime, or by an optional package. */
async function decoderOf(codec: string): Promise<PageDecoder | undefined> {
  if (codec === "SNAPPY")
    return (bytes, sizeBytes) => {
      const out = new Uint8Array(sizeBytes);
      snappyUncompress(bytes, out);
      return out;
    };
  if (codec === "ZSTD" && streams.expandZstd !== undefined) return streams.expandZstd;
  const name = "hyparquet-compressors";
  const { compressors } = await loadPackage(name, () => import("hyparquet-compressors"), "parquet");
  const own: PageDecoder | undefined = Object.hasOwn(compressors, codec)
    ? compressors[codec as keyof typeof compressors]
    : undefined;
  return codec === "ZSTD" && own !== undefined ? checkedZstd(own) : own;
}

/** The kinds of columns by the schema of Arrow that pyarrow and polars keep in the file. */
function arrowKinds(text: string | undefined): ReadonlyMap<string, ColumnKind> {
  try {
    const bytes = text === undefined ? undefined : bytesOfBase64(text);
    if (bytes === undefined) return new Map();
    const isMarked = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) === 0xffff_ffff;
    const header = FlatTable.root(bytes.slice(isMarked ? 8 : 4)).table(2);
    const fields = header === undefined ? [] : readArrowSchema(header).fields;
    return new Map(fields.map(({ name, kind }) => [name, kind]));
  } catch (error) {
    // the columns of Parquet say enough without it
    if (error instanceof ColumnFault || error instanceof RangeError || error instanceof FormatError)
      return new Map();
    throw error;
  }
}

/** Types that Parquet has no word for: lists of one size, and durations. */
function refinedKind(kind: ColumnKind, arrow: ColumnKind | undefined): ColumnKind {
  if (arrow === undefined) return kind;
  if (arrow.kind === "list" && kind.kind === "list" && arrow.size !== undefined)
    return { ...kind, size: arrow.size };
  return arrow.kind === "duration" && kind.kind === "whole" ? arrow : kind;
}
