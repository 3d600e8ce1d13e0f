/**
 * Parts of large sections: the checksum of each, so that some rows of a column of vectors are read without the others.
 * They stand in a section of their own, with the key, the first row and the count of the section that they are of.
 */
import type { DiskFile, StoragePlatform } from "#platform";
import { CorruptStoreError } from "../../errors.js";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import { parseType } from "../../pool/value-type.js";
import type { VectorColumn, VectorRows } from "../../pool/vector-column.js";
import { ByteReader } from "../../structures/byte-reader.js";
import { ByteWriter } from "../../structures/byte-writer.js";
import { tuning } from "../../structures/tuning.js";
import {
  decode,
  decodeSection,
  type PlacedSection,
  SECTION,
  type Section,
  type SectionFile,
} from "./section-file.js";

const PART_BYTES = 2 ** 14;
/** A kind of values, and a type of numbers: see the format of values. */
const NUMBERS = 0;
const FLOAT32 = 1;
const ALIGNMENT = 8;

/** Whether a section is large enough that checksums of its parts pay. */
export function hasManyParts({ codec, storedBytes }: Section): boolean {
  return codec === "none" && storedBytes >= tuning.indexSegmentBytesMin;
}

/** The checksums of the parts of a section. Throws a CorruptStoreError if it is damaged itself. */
export function checksumsOf(storage: StoragePlatform, file: DiskFile, section: Section): Uint8Array {
  const { offset, storedBytes, crc } = section;
  const count = Math.ceil(storedBytes / PART_BYTES);
  const writer = new ByteWriter().u32(PART_BYTES).u32(count);
  const buffer = new Uint8Array(Math.min(PART_BYTES, storedBytes));
  let whole = 0;
  for (let at = 0; at < storedBytes; at += PART_BYTES) {
    const part = buffer.subarray(0, Math.min(PART_BYTES, storedBytes - at));
    if (file.read(part, offset + at) < part.length) break;
    whole = storage.crc32(part, whole);
    writer.u32(storage.crc32(part));
  }
  if (whole !== crc) throw new CorruptStoreError(file.path, offset, "a section does not have its checksum");
  return writer.bytes();
}

/** The section with the checksums of the parts of another one. */
export function checksumsFor(
  packs: readonly SectionFile[],
  { key, first, count }: Section,
): PlacedSection | undefined {
  for (const { file, sections } of packs) {
    const section = sections.find(
      (each) =>
        each.kind === SECTION.checksums && each.key === key && each.first === first && each.count === count,
    );
    if (section !== undefined) return { file, section };
  }
  return undefined;
}

/** The numbers of the vectors of a column; undefined of other columns. */
export function dimensionsOf({ type }: AttributeColumn): number | undefined {
  const parsed = parseType(type);
  return parsed?.kind === "vector" ? parsed.dimensions : undefined;
}

/** Reads parts of a section. */
class PartReader {
  readonly #storage: StoragePlatform;
  readonly #file: DiskFile;
  readonly #section: Section;
  readonly #partBytes: number;
  readonly #checksums: Uint32Array;

  constructor(storage: StoragePlatform, file: DiskFile, section: Section, checksums: PlacedSection) {
    this.#storage = storage;
    this.#file = file;
    this.#section = section;
    [this.#partBytes, this.#checksums] = decodeSection(
      storage,
      checksums.file,
      checksums.section,
      (reader) => {
        const [partBytes, count] = [reader.u32(), reader.u32()];
        if (partBytes === 0 || count !== Math.ceil(section.storedBytes / partBytes))
          throw new RangeError("checksums of another section");
        return [partBytes, reader.numbers(Uint32Array, count)];
      },
    );
  }

  /** `count` bytes from `start` on. Throws a CorruptStoreError if they are not those that were written. */
  read(start: number, count: number): Uint8Array {
    const { offset, storedBytes } = this.#section;
    if (start + count > storedBytes) throw new RangeError(`${count} bytes at ${start} of ${storedBytes}`);
    const size = this.#partBytes;
    const first = Math.floor(start / size);
    const end = Math.min(Math.ceil((start + count) / size) * size, storedBytes);
    const bytes = new Uint8Array(end - first * size);
    const read = this.#file.read(bytes, offset + first * size);
    for (let at = 0; at < bytes.length; at += size) {
      const part = bytes.subarray(at, Math.min(at + size, bytes.length));
      if (read === bytes.length && this.#storage.crc32(part) === this.#checksums[first + at / size]) continue;
      const message = "a part of a section does not have its checksum";
      throw new CorruptStoreError(this.#file.path, offset + first * size + at, message);
    }
    return bytes.subarray(start - first * size, start - first * size + count);
  }
}

/** Undefined of a section without checksums of parts, or with damaged ones: it is read as a whole. */
function partReader(
  storage: StoragePlatform,
  packs: readonly SectionFile[],
  file: DiskFile,
  section: Section,
): PartReader | undefined {
  const checksums = section.codec === "none" ? checksumsFor(packs, section) : undefined;
  if (checksums === undefined) return undefined;
  try {
    return new PartReader(storage, file, section, checksums);
  } catch (error) {
    if (error instanceof CorruptStoreError) return undefined;
    throw error;
  }
}

/** A section of rows of vectors, of which the owners have been read. */
interface VectorPart {
  readonly reader: PartReader;
  readonly path: string;
  readonly first: number;
  readonly count: number;
  readonly isRun: boolean;
  readonly owners: Uint32Array;
  /** Where the numbers begin. */
  readonly start: number;
}

/**
 * Gives a column of vectors its owners, and its numbers when they are needed; false where some section of its rows has no
 * checksums of parts.
 */
export function adoptVectors(
  storage: StoragePlatform,
  packs: readonly SectionFile[],
  sections: readonly PlacedSection[],
  stored: AttributeColumn,
  dimensions: number,
): boolean {
  const parts: VectorPart[] = [];
  for (const { file, section } of sections) {
    const reader = partReader(storage, packs, file, section);
    if (reader === undefined) return false;
    const read = (): VectorPart => readHead(reader, file.path, section, dimensions);
    parts.push(decode(file.path, section.offset, read));
  }
  const last = parts[parts.length - 1];
  const rows: VectorRows = {
    rowCount: last.first + last.count,
    readBytesMin: PART_BYTES,
    read: (first, count) => readVectors(parts, first, count, dimensions),
  };
  stored.adoptRows((column, owners) => {
    (column as VectorColumn).restore(rows);
    for (const { first, count, isRun, owners: own } of parts) {
      if (isRun) owners.setRange(first, count, own[0] | 0, 1);
      else for (let i = 0; i < count; i++) owners.set(first + i, own[i] | 0);
    }
  });
  return true;
}

function readHead(
  reader: PartReader,
  path: string,
  { first, count }: Section,
  dimensions: number,
): VectorPart {
  const [rowCount, isRun] = new Uint32Array(reader.read(0, 8).slice().buffer);
  const ownerCount = isRun === 1 ? 1 : count;
  const size = Math.ceil((8 + 4 * ownerCount) / ALIGNMENT) * ALIGNMENT + 2 * ALIGNMENT;
  const head = new ByteReader(reader.read(0, size));
  head.skip(8);
  const owners = head.numbers(Uint32Array, ownerCount);
  head.align(ALIGNMENT);
  const [kind, type] = [head.u8(), head.u8()];
  head.align(ALIGNMENT);
  const [width, valueCount] = [head.u32(), head.u32()];
  if (rowCount !== count || valueCount !== count) throw new RangeError(`${rowCount} rows of ${count}`);
  if (kind !== NUMBERS || type !== FLOAT32 || width !== dimensions)
    throw new RangeError(`values that are no vectors of ${dimensions} numbers`);
  return { reader, path, first, count, isRun: isRun === 1, owners, start: size };
}

function readVectors(
  parts: readonly VectorPart[],
  first: number,
  count: number,
  dimensions: number,
): Float32Array {
  const values = new Float32Array(count * dimensions);
  for (const part of parts) {
    const from = Math.max(first, part.first);
    const rows = Math.min(first + count, part.first + part.count) - from;
    if (rows <= 0) continue;
    const bytes = decode(part.path, 0, () =>
      part.reader.read(part.start + (from - part.first) * dimensions * 4, rows * dimensions * 4),
    );
    const numbers = new Float32Array(bytes.buffer, bytes.byteOffset, rows * dimensions);
    values.set(numbers, (from - first) * dimensions);
  }
  return values;
}
