/**
 * The commits that lie in packs. Each pack has a table of its commits, which is read when one of them is asked for,
 * and their records, of which only those are read that are. `docs/internals/format.md` has the layout.
 */

import type { DiskFile, StoragePlatform } from "#platform";
import { CorruptStoreError } from "../../errors.js";
import type { CommitNode, SkipDelta } from "../../history/commits/commit-node.js";
import type { CommitSource } from "../../history/commits/forest.js";
import { HASH_BYTES } from "../../history/hashing/hash-tree.js";
import type { HistoryCore } from "../../history/repository/core.js";
import { partitionPoint } from "../../structures/binary-search.js";
import type { ByteReader } from "../../structures/byte-reader.js";
import { ByteWriter } from "../../structures/byte-writer.js";
import { fromHex, toHex } from "../../structures/hex.js";
import type { ColumnTable } from "../codec/column-table.js";
import { writeNodeRecord } from "../codec/record-writer.js";
import { StoredSkip } from "../codec/skip-codec.js";
import { type CommitRecords, PackCommit } from "../codec/stored-commit.js";
import { decodeSection, SECTION, type Section, type SectionWriter } from "./section-file.js";
import { addSkips, SkipTable } from "./skip-table.js";

/** The data of a pack on its commits, by their place in it. */
interface Piece {
  readonly ids: Uint8Array;
  /** Places in the order of ids. */
  readonly order: Uint32Array;
  readonly depths: Uint32Array;
  readonly generations: Uint32Array;
  /** Numbers of commits, plus one; 0 means none. */
  readonly jumps: Uint32Array;
  readonly earliest: Float64Array;
  readonly parentOffsets: Uint32Array;
  readonly parents: Uint32Array;
  readonly recordOffsets: Float64Array;
  readonly recordCrcs: Uint32Array;
}

/** Commits of one pack: where their table and their records lie. */
interface CommitRange {
  readonly file: DiskFile;
  readonly table: Section;
  readonly records: Section;
  readonly skips: SkipTable;
  piece: Piece | undefined;
  /** The number of the commit that begins the line of each; made when one is first asked for. */
  lineStarts: Uint32Array | undefined;
}

/** Bytes of records read at one go: who asks for one mostly asks for its neighbors. */
const WINDOW_BYTES = 65536;

export class CommitTable implements CommitSource, CommitRecords {
  readonly #storage: StoragePlatform;
  readonly #columns: ColumnTable;
  #ranges: CommitRange[] = [];
  #hasSkips = true;
  readonly #nodes: (CommitNode | undefined)[] = [];
  #window: { readonly range: CommitRange; readonly start: number; readonly bytes: Uint8Array } | undefined;

  constructor(storage: StoragePlatform, columns: ColumnTable) {
    this.#storage = storage;
    this.#columns = columns;
  }

  /** Takes the commits of packs, in the order of their numbers, for those there are. */
  assign(packs: readonly { readonly file: DiskFile; readonly sections: readonly Section[] }[]): void {
    this.#window = undefined;
    const before = this.#ranges;
    this.#ranges = packs.flatMap(({ file, sections }) => {
      const table = sections.find(({ kind }) => kind === SECTION.commits);
      const records = sections.find(({ kind }) => kind === SECTION.records);
      if (table === undefined || records === undefined) return [];
      // what was read of a pack that stays is kept
      const known = before.find((range) => range.file === file && range.table === table);
      const skips = new SkipTable(this.#storage, file, sections);
      return [known ?? { file, table, records, skips, piece: undefined, lineStarts: undefined }];
    });
  }

  get count(): number {
    const last = this.#ranges.at(-1)?.table;
    return last === undefined ? 0 : last.first + last.count;
  }

  #rangeOf(number: number): CommitRange {
    const range = this.#ranges.find(({ table }) => number < table.first + table.count);
    if (range === undefined) throw new RangeError(`there is no commit ${number}`);
    return range;
  }

  #pieceOf(range: CommitRange): Piece {
    const { file, table } = range;
    range.piece ??= decodeSection(this.#storage, file, table, (reader) => readPiece(reader, table.count));
    return range.piece;
  }

  find(id: string, after: number): number | undefined {
    if (!/^[0-9a-f]{64}$/.test(id)) return undefined;
    const wanted = fromHex(id);
    for (const range of this.#ranges) {
      if (range.table.first + range.table.count <= after + 1) continue;
      const piece = this.#pieceOf(range);
      const at = lowerBound(piece, wanted);
      if (at < piece.order.length && compareId(piece, piece.order[at], wanted) === 0) {
        return range.table.first + piece.order[at];
      }
    }
    return undefined;
  }

  idsWithPrefix(prefix: string): string[] {
    const ids: string[] = [];
    const wanted = fromHex(prefix.slice(0, prefix.length - (prefix.length % 2)));
    for (const range of this.#ranges) {
      const piece = this.#pieceOf(range);
      for (let at = lowerBound(piece, wanted); at < piece.order.length; at++) {
        if (compareId(piece, piece.order[at], wanted) !== 0) break;
        const id = idAt(piece, piece.order[at]);
        if (id.startsWith(prefix)) ids.push(id);
      }
    }
    return ids;
  }

  idOf(number: number): string {
    const range = this.#rangeOf(number);
    return idAt(this.#pieceOf(range), number - range.table.first);
  }

  load(ordinal: number): CommitNode {
    return this.commitAt(ordinal);
  }

  commitAt(number: number): CommitNode {
    const known = this.#nodes[number];
    if (known !== undefined) return known;
    const range = this.#rangeOf(number);
    const piece = this.#pieceOf(range);
    const at = number - range.table.first;
    const jump = piece.jumps[at];
    const numbers = {
      depth: piece.depths[at],
      generation: piece.generations[at],
      earliest: piece.earliest[at],
      jump: jump === 0 ? undefined : jump - 1,
    };
    const parents = Array.from(piece.parents.subarray(piece.parentOffsets[at], piece.parentOffsets[at + 1]));
    const node = new PackCommit(number, numbers, parents, this, this.#columns);
    this.#nodes[number] = node;
    return node;
  }

  lineStartOf(number: number): number {
    const range = this.#rangeOf(number);
    range.lineStarts ??= this.#makeLineStarts(range);
    return range.lineStarts[number - range.table.first];
  }

  #makeLineStarts(range: CommitRange): Uint32Array {
    const { first, count } = range.table;
    const { parents, parentOffsets } = this.#pieceOf(range);
    const starts = new Uint32Array(count);
    for (let at = 0; at < count; at++) {
      const offset = parentOffsets[at];
      const parent = parents[offset];
      if (parentOffsets[at + 1] - offset !== 1) starts[at] = first + at;
      else starts[at] = parent < first ? this.lineStartOf(parent) : starts[parent - first];
    }
    return starts;
  }

  skip(number: number, level: number): SkipDelta | undefined {
    const record = this.skipRecord(number, level);
    if (record === undefined) return undefined;
    return new StoredSkip(record, this.#columns, (other) => this.commitAt(other));
  }

  /** The record of a skip; undefined if none is stored, or if columns have had other numbers since. */
  skipRecord(number: number, level: number): Uint8Array | undefined {
    return this.#hasSkips ? this.#rangeOf(number).skips.record(number, level) : undefined;
  }

  /** Reads no skip any more: columns are about to get other numbers. */
  forgetSkips(): void {
    this.#hasSkips = false;
  }

  record(number: number): Uint8Array {
    const range = this.#rangeOf(number);
    const { recordOffsets, recordCrcs } = this.#pieceOf(range);
    const at = number - range.table.first;
    const start = recordOffsets[at];
    const bytes = this.#read(range, start, recordOffsets[at + 1] - start);
    if (this.#storage.crc32(bytes) === recordCrcs[at]) return bytes;
    const offset = range.records.offset + start;
    throw new CorruptStoreError(range.file.path, offset, `commit ${number} does not have its checksum`);
  }

  /**
   * Some bytes of the records: of the window read last, or of a new one, that begins with them where they come right
   * behind it, and else ends where they do.
   */
  #read(range: CommitRange, start: number, count: number): Uint8Array {
    const known = this.#window;
    if (known?.range === range && start >= known.start && start + count <= known.start + known.bytes.length) {
      return known.bytes.subarray(start - known.start, start - known.start + count);
    }
    const { file, records } = range;
    const isForward = known?.range === range && start === known.start + known.bytes.length;
    const from = isForward ? start : Math.max(0, Math.min(start, start + count - WINDOW_BYTES));
    const end = isForward
      ? Math.max(start + count, Math.min(start + WINDOW_BYTES, records.sizeBytes))
      : start + count;
    const bytes = new Uint8Array(end - from);
    if (start + count > records.sizeBytes || file.read(bytes, records.offset + from) !== bytes.length) {
      throw new CorruptStoreError(file.path, records.offset + start, "the records of commits are cut off");
    }
    this.#window = { range, start: from, bytes };
    return bytes.subarray(start - from, start - from + count);
  }
}

function idAt({ ids }: Piece, place: number): string {
  return toHex(ids, place * HASH_BYTES, (place + 1) * HASH_BYTES);
}

/** Below 0 if the id at a place comes before all that begin with `wanted`, above 0 if after, else 0. */
function compareId({ ids }: Piece, place: number, wanted: Uint8Array): number {
  for (let i = 0; i < wanted.length; i++) {
    const difference = ids[place * HASH_BYTES + i] - wanted[i];
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The number of ids before all that begin with `wanted`. */
function lowerBound(piece: Piece, wanted: Uint8Array): number {
  return partitionPoint(piece.order.length, (i) => compareId(piece, piece.order[i], wanted) >= 0);
}

/**
 * Adds the commits from `first` on to a pack: their records, and the table. Records that `known` has are copied.
 */
export function addCommits(
  out: SectionWriter,
  storage: StoragePlatform,
  core: HistoryCore,
  columns: ColumnTable,
  known: CommitTable | undefined,
  first: number,
): void {
  const count = core.forest.size - first;
  if (count === 0) return;
  const nodes = Array.from({ length: count }, (_, i) => core.forest.at(first + i));
  const records = new ByteWriter();
  const offsets = new Float64Array(count + 1);
  const crcs = new Uint32Array(count);
  nodes.forEach((node, i) => {
    if (known !== undefined && node.ordinal < known.count) records.raw(known.record(node.ordinal));
    else writeNodeRecord(records, node, columns);
    offsets[i + 1] = records.length;
    crcs[i] = storage.crc32(records.bytes().subarray(offsets[i]));
  });
  out.addBytes(SECTION.records, 0, first, count, records.bytes());
  // the id of a commit in a pack is known without its record
  const ids = nodes.map((node) =>
    known !== undefined && node.ordinal < known.count ? known.idOf(node.ordinal) : node.id,
  );
  out.add(
    SECTION.commits,
    0,
    first,
    count,
    (writer) => writePiece(writer, nodes, ids, offsets, crcs),
    "none",
  );
  addSkips(out, storage, nodes, columns, known ?? { count: 0, skipRecord: () => undefined });
}

function writePiece(
  writer: ByteWriter,
  nodes: readonly CommitNode[],
  ids: readonly string[],
  offsets: Float64Array,
  crcs: Uint32Array,
): void {
  const order = Uint32Array.from(ids.keys()).sort((a, b) => (ids[a] < ids[b] ? -1 : 1));
  const parentOffsets = new Uint32Array(nodes.length + 1);
  const parents: number[] = [];
  nodes.forEach((node, i) => {
    parents.push(...node.parents.map(({ ordinal }) => ordinal));
    parentOffsets[i + 1] = parents.length;
  });
  writer.numbers(offsets);
  writer.numbers(Float64Array.from(nodes, ({ earliest }) => earliest));
  for (const id of ids) writer.raw(fromHex(id));
  writer.numbers(order);
  writer.numbers(Uint32Array.from(nodes, ({ depth }) => depth));
  writer.numbers(Uint32Array.from(nodes, ({ generation }) => generation));
  writer.numbers(Uint32Array.from(nodes, ({ jump }) => (jump === undefined ? 0 : jump.ordinal + 1)));
  writer.numbers(crcs).numbers(parentOffsets).numbers(Uint32Array.from(parents));
}

function readPiece(reader: ByteReader, count: number): Piece {
  const recordOffsets = reader.numbers(Float64Array, count + 1);
  const earliest = reader.numbers(Float64Array, count);
  const ids = reader.raw(count * HASH_BYTES);
  const [order, depths, generations, jumps, recordCrcs] = Array.from({ length: 5 }, () =>
    reader.numbers(Uint32Array, count),
  );
  const parentOffsets = reader.numbers(Uint32Array, count + 1);
  const parents = reader.numbers(Uint32Array, parentOffsets[count]);
  return {
    ids,
    order,
    depths,
    generations,
    jumps,
    earliest,
    parentOffsets,
    parents,
    recordOffsets,
    recordCrcs,
  };
}
