/**
 * Packs: edges, rows and commits that came after those of the packs before, written once. When a pack is made, those
 * before it that are not much larger are taken into it, so that there are few and each byte is written again only
 * as often as the logarithm of what came since.
 */
import type { Codec, DiskFile, StoragePlatform } from "#platform";
import type { HistoryCore } from "../../history/repository/core.js";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { PooledEnds } from "../../pool/pool.js";
import type { ByteReader } from "../../structures/byte-reader.js";
import type { ByteWriter } from "../../structures/byte-writer.js";
import type { ColumnTable } from "../codec/column-table.js";
import { readRows } from "../codec/record-reader.js";
import { type Marks, NO_MARKS, writeCatalogue, writeEnds, writeRows } from "../codec/record-writer.js";
import { RECORD_ALIGNMENT } from "../codec/records.js";
import { adoptVectors, checksumsOf, dimensionsOf, hasManyParts } from "./checked-parts.js";
import { addCommits, type CommitTable } from "./commit-table.js";
import type { IndexPart } from "./index-sections.js";
import type { JournalHead } from "./journal.js";
import type { FileEntry } from "./manifest.js";
import { decodeSection, SECTION, type Section, SectionWriter, sectionsOf } from "./section-file.js";

/** A file of sections that is open. */
export interface OpenFile extends FileEntry {
  readonly file: DiskFile;
}

/** Bytes of a section of rows or edges, about: what is held in memory twice while it is written. */
const SECTION_BYTES = 2 ** 25;
/** A pack is taken into the next one unless it is larger than that by this factor. */
const GROWTH = 2;

/** The number of packs that are kept when `newBytes` more are written. */
export function countKept(packs: readonly FileEntry[], newBytes: number): number {
  let kept = packs.length;
  let sizeBytes = newBytes;
  while (kept > 0 && packs[kept - 1].sizeBytes < sizeBytes * GROWTH) sizeBytes += packs[--kept].sizeBytes;
  return kept;
}

/** The number of things in some packs. */
export function marksOfPacks(
  packs: readonly FileEntry[],
): Pick<Marks, "rows" | "commits"> & { edges: number } {
  const rows: number[] = [];
  let commits = 0;
  let edges = 0;
  for (const { kind, key, first, count } of packs.flatMap(({ sections }) => sections)) {
    const end = first + count;
    if (kind === SECTION.ends) edges = end;
    else if (kind === SECTION.commits) commits = end;
    else if (kind === SECTION.rows) rows[key] = end;
  }
  return { rows, commits, edges };
}

/** Writes what came after `since` to a file, durably but for its name; its sections. */
export function writePack(
  storage: StoragePlatform,
  file: DiskFile,
  codec: Codec,
  head: JournalHead,
  core: HistoryCore,
  columns: ColumnTable,
  commits: CommitTable | undefined,
  since: ReturnType<typeof marksOfPacks>,
  indexParts: readonly IndexPart[],
): { sections: Section[]; sizeBytes: number } {
  const out = new SectionWriter(storage, file, codec, head.storeId);
  // nothing of this is read but to salvage a store whose other files are damaged
  out.add(SECTION.catalogue, 0, 0, 0, (writer) => writeHeadAndCatalogue(writer, head, core, columns));
  const edgeCount = core.space.pool.edges.count;
  for (const [first, end] of chunks(since.edges, edgeCount, 8)) {
    out.add(SECTION.ends, 0, first, end - first, (writer) => writeEnds(writer, core, first, end));
  }
  for (let number = 0; number < columns.count; number++) {
    const { rowCount } = columns.columnOf(number);
    const from = since.rows[number] ?? 0;
    if (rowCount === from) continue;
    const rowBytes = Math.ceil(columns.columnOf(number).column.byteLength / rowCount) + 4;
    for (const [first, end] of chunks(from, rowCount, rowBytes)) {
      const write = writeRows.bind(undefined, columns, number, first, end);
      out.add(SECTION.rows, number, first, end - first, write);
      if (hasVectorIndex(core, columns, number) && hasManyParts(out.last)) {
        const checksums = checksumsOf(storage, file, out.last);
        out.addBytes(SECTION.checksums, number, first, end - first, checksums);
      }
    }
  }
  for (const { kind, stored, firstRow, rowCount, bytes } of indexParts) {
    const contents = bytes();
    if (contents !== undefined) out.addBytes(kind, columns.numberOf(stored), firstRow, rowCount, contents);
  }
  addCommits(out, storage, core, columns, commits, since.commits);
  out.finish();
  return { sections: out.sections, sizeBytes: out.sizeBytes };
}

function hasVectorIndex({ space: { indices } }: HistoryCore, columns: ColumnTable, number: number): boolean {
  const { kind, stored } = columns.at(number);
  return kind !== "graph" && dimensionsOf(stored) !== undefined && indices[kind].has(stored.name, "vector");
}

function writeHeadAndCatalogue(
  writer: ByteWriter,
  { storeId, directed, key }: JournalHead,
  core: HistoryCore,
  columns: ColumnTable,
): void {
  writer
    .raw(storeId)
    .u32(directed ? 1 : 0)
    .text(key)
    .align(RECORD_ALIGNMENT);
  writeCatalogue(writer, core, columns, NO_MARKS);
}

/** The catalogue of a pack: the store, and the records after that. */
export function readCatalogue(reader: ByteReader): {
  head: Omit<JournalHead, "features">;
  parts: Uint8Array;
} {
  const head = { storeId: reader.raw(16).slice(), directed: reader.u32() === 1, key: reader.text() };
  reader.align(RECORD_ALIGNMENT);
  return { head, parts: reader.raw(reader.left) };
}

function* chunks(first: number, end: number, itemBytes: number): Generator<[first: number, end: number]> {
  const count = Math.max(1, Math.floor(SECTION_BYTES / itemBytes));
  for (let start = first; start < end; start += count) yield [start, Math.min(end, start + count)];
}

/** Defers a column's rows, which packs hold, until they are needed. */
export function deferRows(
  storage: StoragePlatform,
  packs: readonly OpenFile[],
  columns: ColumnTable,
  number: number,
  stored: AttributeColumn,
): void {
  const parts = sectionsOf(packs, SECTION.rows, number);
  const last = parts.at(-1)?.section;
  if (last === undefined) return;
  stored.restore({
    rowCount: last.first + last.count,
    load() {
      const dimensions = dimensionsOf(stored);
      if (dimensions !== undefined && adoptVectors(storage, packs, parts, stored, dimensions)) return;
      for (const { file, section } of parts) {
        decodeSection(storage, file, section, (reader) => readRows(reader, columns, number));
      }
    },
  });
}

/** Reads the ends of all edges that packs hold. */
export function loadEnds(storage: StoragePlatform, packs: readonly OpenFile[]): PooledEnds {
  const parts = sectionsOf(packs, SECTION.ends, 0);
  const last = parts.at(-1)?.section;
  const count = last === undefined ? 0 : last.first + last.count;
  const [sources, targets] = [new Uint32Array(count), new Uint32Array(count)];
  for (const { file, section } of parts) {
    decodeSection(storage, file, section, (reader) => {
      sources.set(reader.numbers(Uint32Array, section.count), section.first);
      targets.set(reader.numbers(Uint32Array, section.count), section.first);
    });
  }
  return [sources, targets];
}
