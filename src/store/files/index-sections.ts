/**
 * Sections of indices: segments that indices made of the rows that packs hold. They are read when an index is first used,
 * written by checkpoints, and never needed: what is missing or damaged is made anew. Each begins with its specification,
 * under a checksum of its own, so that it is found without reading the rest.
 */
import type { DiskFile, StoragePlatform } from "#platform";
import { CorruptStoreError, StoreError } from "../../errors.js";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { IndexSet } from "../../space/index/index-set.js";
import {
  type NewSegment,
  offerSegments,
  type RowSpan,
  type StoredSegment,
  segmentSpecifications,
} from "../../space/index/stored-segments.js";
import { INDEX_KINDS } from "../../space/index/value-index.js";
import { ByteReader } from "../../structures/byte-reader.js";
import { ByteWriter } from "../../structures/byte-writer.js";
import { tuning } from "../../structures/tuning.js";
import type { ColumnTable } from "../codec/column-table.js";
import { checksumsFor, checksumsOf, dimensionsOf, hasManyParts } from "./checked-parts.js";
import {
  decode,
  decodeSection,
  type PlacedSection,
  SECTION,
  type Section,
  type SectionFile,
  type SectionKind,
  sectionsOf,
} from "./section-file.js";

/** The bytes that are read of a section to find its specification. */
const HEAD_BYTES_MAX = 1024;
const ALIGNMENT = 8;

/** A section of an index, and the file that it is in. */
interface IndexSection extends RowSpan, PlacedSection {
  readonly specification: string;
}

/** A section to be written to a pack: of an index, or the checksums of parts of rows that an index scores again. */
export interface IndexPart extends RowSpan {
  readonly kind: SectionKind;
  readonly stored: AttributeColumn;
  readonly sizeBytes: number;
  /** Its bytes: of a section that is copied; undefined if that turns out to be damaged. */
  bytes(): Uint8Array | undefined;
}

export class IndexSections {
  readonly #storage: StoragePlatform;
  /** Of each column, those written last first. */
  readonly #sections = new Map<AttributeColumn, PlacedSection[]>();
  readonly #specifications = new WeakMap<Section, string>();
  /** The damage that was found, by section. */
  readonly #damaged = new Map<Section, CorruptStoreError>();

  constructor(storage: StoragePlatform) {
    this.#storage = storage;
  }

  /** Takes the sections of packs, in place of those before. */
  assign(packs: readonly SectionFile[], columns: ColumnTable): void {
    this.#sections.clear();
    const all = new Set<Section>();
    for (const { file, sections } of packs) {
      for (const section of sections) {
        if (section.kind !== SECTION.index || section.key >= columns.count) continue;
        const stored = columns.columnOf(section.key);
        const known = this.#sections.get(stored);
        if (known !== undefined) known.unshift({ file, section });
        else {
          this.#sections.set(stored, [{ file, section }]);
          offerSegments(stored, (specification) => this.#segments(stored, specification));
        }
        all.add(section);
      }
    }
    for (const section of this.#damaged.keys()) if (!all.has(section)) this.#damaged.delete(section);
  }

  /** The damage found so far, which made indices be built anew. */
  get damage(): Iterable<CorruptStoreError> {
    return this.#damaged.values();
  }

  /** Reads a section. Throws a CorruptStoreError that names the attribute if it is damaged. */
  check(file: DiskFile, section: Section, columns: ColumnTable): void {
    this.#specificationOf(file, section, nameOf(columns, section));
    this.#read(file, section, nameOf(columns, section), () => {});
  }

  /**
   * The sections that the next pack is to have for the columns of some elements, if the packs `kept` stay: segments
   * that indices have made and no pack has, and those of packs that go.
   */
  *parts(
    indices: IndexSet,
    columns: Iterable<AttributeColumn>,
    table: ColumnTable,
    kept: readonly SectionFile[],
  ): Generator<IndexPart> {
    const isKept = ({ file }: IndexSection): boolean => kept.some((pack) => pack.file === file);
    for (const stored of columns) {
      const isGoing = this.#sections
        .get(stored)
        ?.some(({ file }) => kept.every((pack) => pack.file !== file));
      if (isGoing !== true && indices.storable(stored).length === 0) continue;
      yield* this.#checksumParts(indices, stored, table, kept);
      const wanted = wantedBy(indices, stored);
      const there = this.#of(stored).filter(({ specification }) => wanted.has(specification));
      const having = new Map([...wanted].map((specification) => [specification, [] as RowSpan[]]));
      for (const each of there) if (isKept(each)) having.get(each.specification)?.push(each);
      for (const segment of newSegments(
        indices,
        stored,
        (specification) => having.get(specification) ?? [],
      )) {
        if (!wanted.has(segment.specification) || segment.byteLength < tuning.indexSegmentBytesMin) continue;
        having.get(segment.specification)?.push(segment);
        yield this.#newPart(stored, segment);
      }
      for (const each of there) {
        const others = having.get(each.specification) as RowSpan[];
        if (isKept(each) || others.some((other) => contains(other, each))) continue;
        if (there.some((other) => isLarger(other, each) && other.specification === each.specification))
          continue;
        others.push(each);
        yield this.#copiedPart(stored, each);
      }
    }
  }

  /** Checksums of parts of rows that have none yet, of a column whose codes were made. */
  *#checksumParts(
    indices: IndexSet,
    stored: AttributeColumn,
    table: ColumnTable,
    kept: readonly SectionFile[],
  ): Generator<IndexPart> {
    if (dimensionsOf(stored) === undefined || !table.has(stored)) return;
    if (!indices.has(stored.name, "vector") || indices.storable(stored).length === 0) return;
    for (const { file, section } of sectionsOf(kept, SECTION.rows, table.numberOf(stored))) {
      if (!hasManyParts(section) || checksumsFor(kept, section) !== undefined) continue;
      const bytes = (): Uint8Array | undefined =>
        this.#attempt(section, () => checksumsOf(this.#storage, file, section));
      const { first: firstRow, count: rowCount } = section;
      yield { kind: SECTION.checksums, stored, firstRow, rowCount, sizeBytes: 0, bytes };
    }
  }

  #newPart(stored: AttributeColumn, { specification, firstRow, rowCount, byteLength, write }: NewSegment) {
    const bytes = (): Uint8Array => {
      const writer = new ByteWriter().text(specification);
      writer.u32(this.#storage.crc32(writer.bytes())).align(ALIGNMENT);
      write(writer);
      return writer.bytes();
    };
    return { kind: SECTION.index, stored, firstRow, rowCount, sizeBytes: byteLength, bytes };
  }

  #copiedPart(stored: AttributeColumn, { file, section, firstRow, rowCount }: IndexSection): IndexPart {
    const bytes = (): Uint8Array | undefined =>
      this.#attempt(section, () =>
        this.#read(file, section, stored.name, (reader) => reader.raw(reader.left)),
      );
    return { kind: SECTION.index, stored, firstRow, rowCount, sizeBytes: section.storedBytes, bytes };
  }

  #segments(stored: AttributeColumn, wanted: string): StoredSegment[] {
    return this.#of(stored)
      .filter(({ specification }) => specification === wanted)
      .map(({ file, section, firstRow, rowCount }) => ({
        firstRow,
        rowCount,
        read: (take) =>
          this.#attempt(section, () =>
            this.#read(file, section, stored.name, (reader) => {
              reader.text();
              reader.u32();
              reader.align(ALIGNMENT);
              return take(reader);
            }),
          ),
      }));
  }

  /** The sections of a column that are not damaged, as far as that is known. */
  #of(stored: AttributeColumn): IndexSection[] {
    return (this.#sections.get(stored) ?? []).flatMap(({ file, section }) => {
      const read = (): string => this.#specificationOf(file, section, stored.name);
      const specification = this.#damaged.has(section) ? undefined : this.#attempt(section, read);
      return specification === undefined
        ? []
        : [{ file, section, specification, firstRow: section.first, rowCount: section.count }];
    });
  }

  /** Undefined where a section cannot be read, which is noted if it is damaged. */
  #attempt<T>(section: Section, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      if (error instanceof CorruptStoreError) this.#damaged.set(section, error);
      return undefined;
    }
  }

  #specificationOf(file: DiskFile, section: Section, name: string): string {
    const known = this.#specifications.get(section);
    if (known !== undefined) return known;
    const head = new Uint8Array(Math.min(section.storedBytes, HEAD_BYTES_MAX));
    const size = file.read(head, section.offset);
    const specification = named(file, section, name, () =>
      decode(file.path, section.offset, () => {
        const reader = new ByteReader(head.subarray(0, size));
        const text = reader.text();
        const { position } = reader;
        if (this.#storage.crc32(head.subarray(0, position)) !== reader.u32())
          throw new RangeError("a specification without its checksum");
        return text;
      }),
    );
    this.#specifications.set(section, specification);
    return specification;
  }

  #read<T>(file: DiskFile, section: Section, name: string, take: (reader: ByteReader) => T): T {
    return named(file, section, name, () =>
      decodeSection(this.#storage, file, section, (reader) => take(reader)),
    );
  }
}

/** Runs `read`; damage that it finds says of which attribute the index is. */
function named<T>(file: DiskFile, section: Section, name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CorruptStoreError)) throw error;
    const rows = `rows ${section.first} to ${section.first + section.count - 1}`;
    const message = `an index of attribute ${JSON.stringify(name)} is damaged for ${rows}, and built anew where it is used`;
    throw new CorruptStoreError(file.path, section.offset, message, error);
  }
}

function nameOf(columns: ColumnTable, { key }: Section): string {
  return key < columns.count ? columns.columnOf(key).name : "";
}

/** The specifications of the segments that the indices of an attribute may have. */
function wantedBy(indices: IndexSet, { name }: AttributeColumn): Set<string> {
  const specifications = INDEX_KINDS.flatMap((kind) => {
    const settings = indices.settingsOf(name, kind);
    return settings === undefined ? [] : segmentSpecifications(kind, settings);
  });
  return new Set(specifications);
}

function* newSegments(
  indices: IndexSet,
  stored: AttributeColumn,
  having: (specification: string) => readonly RowSpan[],
): Generator<NewSegment> {
  for (const index of indices.storable(stored)) yield* index.newSegments(having);
}

function contains(outer: RowSpan, inner: RowSpan): boolean {
  return (
    outer.firstRow <= inner.firstRow && outer.firstRow + outer.rowCount >= inner.firstRow + inner.rowCount
  );
}

function isLarger(outer: RowSpan, inner: RowSpan): boolean {
  return outer.rowCount > inner.rowCount && contains(outer, inner);
}
