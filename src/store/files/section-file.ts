/**
 * A file of sections, written once from beginning to end and never changed: packs and states are such files. Each
 * section begins at a multiple of 64 bytes and has a checksum. A table, which the journal has as well, lists the
 * sections, so that opening a store reads no pack at all. `docs/internals/format.md` has the layout.
 */
import type { Codec, DiskFile, StoragePlatform } from "#platform";
import { CorruptStoreError, StoreError } from "../../errors.js";
import { ByteReader } from "../../structures/byte-reader.js";
import { ByteWriter } from "../../structures/byte-writer.js";

/** The kinds of section; the numbers are part of the format. */
export const SECTION = {
  ends: 1,
  rows: 2,
  commits: 3,
  records: 4,
  live: 5,
  labelRows: 6,
  cellRows: 7,
  leaves: 8,
  rest: 9,
  catalogue: 10,
  index: 11,
  checksums: 12,
  skips: 13,
  skipRecords: 14,
} as const;

export type SectionKind = (typeof SECTION)[keyof typeof SECTION];

/** The place and the kind of a section. */
export interface Section {
  readonly kind: SectionKind;
  /** The number of the column; of live sets and rows of labels 0 for nodes, 1 for edges; else 0. */
  readonly key: number;
  /** The first edge, row or commit, and how many there are. */
  readonly first: number;
  readonly count: number;
  readonly offset: number;
  /** As it lies in the file, and once it is no longer compressed. */
  readonly storedBytes: number;
  readonly sizeBytes: number;
  readonly codec: Codec;
  /** Of the stored bytes. */
  readonly crc: number;
}

/** A file of sections that is open. */
export interface SectionFile {
  readonly file: DiskFile;
  readonly sections: readonly Section[];
}

/** A section, and the file that it is in. */
export interface PlacedSection {
  readonly file: DiskFile;
  readonly section: Section;
}

/** The sections of a kind and key in some files, in order. */
export function sectionsOf(
  files: readonly SectionFile[],
  kind: Section["kind"],
  key: number,
): PlacedSection[] {
  return files.flatMap(({ file, sections }) =>
    sections
      .filter((section) => section.kind === kind && section.key === key)
      .map((section) => ({ file, section })),
  );
}

/** The first bytes of a file of sections. */
const MAGIC = "groggy sections 1\n";
export const SECTION_ALIGNMENT = 64;
/** The offset of the store's id in the first bytes; zeros in files from before there was one. */
const STORE_ID_OFFSET = 32;
const STORE_ID_BYTES = 16;
const CODECS = ["none", "deflate", "zstd"] as const satisfies Codec[];
/** Sections that are compressed must become smaller by an eighth, or they stay as they are. */
const GAIN_MIN = 8;

export class SectionWriter {
  readonly sections: Section[] = [];
  readonly #storage: StoragePlatform;
  readonly #file: DiskFile;
  readonly #codec: Codec;
  readonly #writer = new ByteWriter();
  #end: number;

  constructor(storage: StoragePlatform, file: DiskFile, codec: Codec, storeId: Uint8Array) {
    this.#storage = storage;
    this.#file = file;
    this.#codec = codec;
    const head = new Uint8Array(SECTION_ALIGNMENT);
    head.set(new TextEncoder().encode(MAGIC));
    head.set(storeId, STORE_ID_OFFSET);
    file.write(head, 0);
    this.#end = SECTION_ALIGNMENT;
  }

  get sizeBytes(): number {
    return this.#end;
  }

  /** The section that was added last. */
  get last(): Section {
    return this.sections[this.sections.length - 1];
  }

  /** Adds a section of what `write` writes. */
  add(
    kind: SectionKind,
    key: number,
    first: number,
    count: number,
    write: (writer: ByteWriter) => void,
    codec: Codec = this.#codec,
  ): void {
    this.#writer.reset();
    write(this.#writer);
    const bytes = this.#writer.bytes();
    const packed = codec === "none" ? undefined : this.#storage.compress(bytes, codec);
    const isPacked = packed !== undefined && packed.length <= bytes.length - bytes.length / GAIN_MIN;
    this.#append(kind, key, first, count, isPacked ? packed : bytes, bytes.length, isPacked ? codec : "none");
  }

  /** Adds bytes as they are. */
  addBytes(kind: SectionKind, key: number, first: number, count: number, bytes: Uint8Array): void {
    this.#append(kind, key, first, count, bytes, bytes.length, "none");
  }

  #append(
    kind: SectionKind,
    key: number,
    first: number,
    count: number,
    bytes: Uint8Array,
    sizeBytes: number,
    codec: Codec,
  ): void {
    const [offset, storedBytes] = [this.#end, bytes.length];
    this.#file.write(bytes, offset);
    const crc = this.#storage.crc32(bytes);
    this.sections.push({ kind, key, first, count, offset, storedBytes, sizeBytes, codec, crc });
    this.#end = Math.ceil((offset + storedBytes) / SECTION_ALIGNMENT) * SECTION_ALIGNMENT;
  }

  /** Writes the table, and makes all of it durable. */
  finish(): void {
    const tail = tailOf(this.#storage, this.sections);
    this.#file.write(tail, this.#end);
    this.#end += tail.length;
    this.#file.sync();
  }
}

/** The table and what follows it, at the end of a file. */
function tailOf(storage: StoragePlatform, sections: readonly Section[]): Uint8Array {
  const writer = new ByteWriter();
  writeTable(writer, sections);
  const [tableBytes, crc] = [writer.length, storage.crc32(writer.bytes())];
  return writer.u32(tableBytes).u32(crc).text(MAGIC).bytes();
}

/** The id of the store that a file of sections was made for; undefined if it does not say, or is no such file. */
export function storeIdIn(file: DiskFile): Uint8Array | undefined {
  const head = new Uint8Array(SECTION_ALIGNMENT);
  if (file.read(head, 0) < head.length) return undefined;
  const magic = new TextEncoder().encode(MAGIC);
  if (!isSame(head.subarray(0, magic.length), magic)) return undefined;
  const id = head.subarray(STORE_ID_OFFSET, STORE_ID_OFFSET + STORE_ID_BYTES);
  return id.every((byte) => byte === 0) ? undefined : id;
}

/**
 * Throws a CorruptStoreError unless a file is the one that a journal lists: it has the size and the table of that
 * one, which has the checksums of all sections, and it was made for the same store.
 */
export function requireFile(
  storage: StoragePlatform,
  file: DiskFile,
  { sizeBytes, sections }: { readonly sizeBytes: number; readonly sections: readonly Section[] },
  storeId: Uint8Array,
): void {
  const size = file.size();
  if (size < sizeBytes)
    throw new CorruptStoreError(file.path, size, `expected ${sizeBytes} bytes, got ${size}`);
  const id = storeIdIn(file);
  if (id !== undefined && !isSame(id, storeId)) {
    throw new CorruptStoreError(file.path, STORE_ID_OFFSET, "the file is of another store");
  }
  const expected = tailOf(storage, sections);
  const tail = new Uint8Array(expected.length);
  const offset = sizeBytes - expected.length;
  if (offset >= 0 && file.read(tail, offset) === tail.length && isSame(tail, expected)) return;
  throw new CorruptStoreError(file.path, offset, "the file is not the one that the journal continues from");
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export function writeTable(writer: ByteWriter, sections: readonly Section[]): void {
  writer.u32(sections.length);
  for (const { kind, key, first, count, offset, storedBytes, sizeBytes, codec, crc } of sections) {
    writer.u32(kind).u32(key).u32(first).u32(count).u32(CODECS.indexOf(codec)).u32(crc);
    writer.f64(offset).f64(storedBytes).f64(sizeBytes);
  }
}

export function readTable(reader: ByteReader): Section[] {
  const sections: Section[] = [];
  for (let left = reader.u32(); left > 0; left--) {
    const [kind, key, first, count] = [reader.u32(), reader.u32(), reader.u32(), reader.u32()];
    const codec = CODECS[reader.u32()];
    const crc = reader.u32();
    const [offset, storedBytes, sizeBytes] = [reader.f64(), reader.f64(), reader.f64()];
    if (codec === undefined) throw new RangeError("a section of no known codec");
    sections.push({
      kind: kind as SectionKind,
      key,
      first,
      count,
      offset,
      storedBytes,
      sizeBytes,
      codec,
      crc,
    });
  }
  return sections;
}

/** The table at the end of a file. Throws a CorruptStoreError if it is incomplete. */
export function readTableAtEnd(storage: StoragePlatform, file: DiskFile): Section[] {
  const tailBytes = new ByteWriter().u32(0).u32(0).text(MAGIC).length;
  const sizeBytes = file.size();
  const fail = (): never => {
    throw new CorruptStoreError(file.path, sizeBytes, "the table of sections at its end is not whole");
  };
  if (sizeBytes < tailBytes) return fail();
  const tail = new Uint8Array(tailBytes);
  file.read(tail, sizeBytes - tailBytes);
  return decode(file.path, sizeBytes - tailBytes, () => {
    const reader = new ByteReader(tail);
    const [tableBytes, crc] = [reader.u32(), reader.u32()];
    if (reader.text() !== MAGIC || tableBytes > sizeBytes - tailBytes) return fail();
    const table = new Uint8Array(tableBytes);
    file.read(table, sizeBytes - tailBytes - tableBytes);
    return storage.crc32(table) === crc ? readTable(new ByteReader(table)) : fail();
  });
}

/** The contents of a section. Throws a CorruptStoreError if they are not what was written. */
export function readSection(storage: StoragePlatform, file: DiskFile, section: Section): Uint8Array {
  const { offset, storedBytes, sizeBytes, codec, crc } = section;
  if (offset + storedBytes > file.size()) {
    const message = `expected ${storedBytes} bytes of a section, got a file of ${file.size()}`;
    throw new CorruptStoreError(file.path, offset, message);
  }
  const stored = new Uint8Array(storedBytes);
  if (file.read(stored, offset) !== storedBytes || storage.crc32(stored) !== crc) {
    throw new CorruptStoreError(file.path, offset, "a section does not have its checksum");
  }
  let bytes: Uint8Array | undefined;
  try {
    bytes = storage.decompress(stored, codec, sizeBytes);
  } catch (cause) {
    throw new CorruptStoreError(file.path, offset, "a section cannot be decompressed", cause);
  }
  if (bytes === undefined) {
    const expected = `expected a runtime that has ${codec}, with which a section is compressed, got one without`;
    throw new StoreError("NEWER_FORMAT", file.path, expected, { codec });
  }
  if (bytes.length !== sizeBytes) {
    throw new CorruptStoreError(file.path, offset, `expected ${sizeBytes} bytes, got ${bytes.length}`);
  }
  return bytes;
}

/** Runs `read` on a section; what it cannot make sense of is damage. */
export function decodeSection<T>(
  storage: StoragePlatform,
  file: DiskFile,
  section: Section,
  read: (reader: ByteReader) => T,
): T {
  const bytes = readSection(storage, file, section);
  return decode(file.path, section.offset, () => read(new ByteReader(bytes)));
}

/** Runs `read`; a RangeError, TypeError or SyntaxError from it means that what it reads is damaged. */
export function decode<T>(path: string, offset: number, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof RangeError || cause instanceof TypeError || cause instanceof SyntaxError) {
      throw new CorruptStoreError(path, offset, `cannot be read: ${cause.message}`, cause);
    }
    throw cause;
  }
}
