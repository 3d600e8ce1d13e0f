// A store's journal, manifest and files of sections, as docs/internals/format.md has them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, inflateRawSync } from "node:zlib";
import { Bytes, bytesAt, check } from "./bytes.js";

export function newestJournal(folder: string): string {
  const journals = readdirSync(folder).filter((name) => /^journal-\d{10}-\d{10}$/.test(name));
  const newest = journals.sort().at(-1);
  check(newest !== undefined, "no journal");
  return newest;
}

interface Frame {
  readonly kind: number;
  readonly body: Buffer;
}

export interface Header {
  readonly storeId: string;
  readonly directed: boolean;
  readonly key: string;
  /** Whether there may be parts of kind 13. */
  readonly hasIndices: boolean;
  /** Whether there may be parts of kind 16. */
  readonly hasPolicies: boolean;
  /** Whether packs may have sections of kind 11. */
  readonly hasIndexSections: boolean;
}

export function readHeader(data: Buffer): Header {
  const header = bytesAt(data, 0, 4096);
  check(header.take(16).toString("latin1") === "groggy journal\n\0", "the first bytes");
  check(data.readUInt32LE(4092) === crc32(data.subarray(0, 4092)), "the header's checksum");
  const [version, features] = [header.u32(), header.u32()];
  if (version !== 1 || features > 255) throw new Error(`version ${version}, features ${features}`);
  const storeId = header.take(16).toString("hex");
  const [hasIndices, hasPolicies] = [(features & 1) === 1, (features & 32) === 32];
  const hasIndexSections = (features & 128) === 128;
  return {
    storeId,
    directed: header.u32() === 1,
    key: header.text(),
    hasIndices,
    hasPolicies,
    hasIndexSections,
  };
}

function readSlot(data: Buffer, offset: number) {
  const slot = bytesAt(data, offset, 48);
  const [magic, frameCrc, turn, durable] = [slot.u32(), slot.u32(), slot.f64(), slot.f64()];
  slot.f64();
  const written = slot.f64();
  const isWhole = magic === 0x746f6f72 && data.readUInt32LE(offset + 44) === crc32(slot.data.subarray(0, 44));
  const isInPlace = turn % 2 === offset / 4096 - 1;
  return isWhole && isInPlace ? { turn, durable, frameCrc, written } : undefined;
}

/** The frames of a journal; `all` as for who has the lock. */
export function readFrames(data: Buffer, all: boolean): Frame[] {
  const slots = [4096, 8192].flatMap((offset) => readSlot(data, offset) ?? []);
  const [slot] = slots.sort((a, b) => b.turn - a.turn);
  check(slot !== undefined, "both slots");
  const limit = all || slots.length === 1 ? Number.POSITIVE_INFINITY : slot.written;
  const frames: Frame[] = [];
  let [end, before, sequence] = [12_288, 0, Number.NaN];
  while (end < limit && end + 32 <= data.length) {
    const header = new Bytes(data.subarray(end, end + 32));
    const [magic, kind, size, number] = [header.u32(), header.u32(), header.u32(), header.f64()];
    const [previous, bodyCrc, crc] = [header.u32(), header.u32(), header.u32()];
    const next = end + 32 + Math.ceil(size / 8) * 8;
    const body = data.subarray(end + 32, end + 32 + size);
    const goesOn = previous === before && (frames.length === 0 || number === sequence);
    if (magic !== 0x6d617266 || kind > 1 || crc32(header.data.subarray(0, 28)) !== crc) break;
    if (!goesOn || next > data.length || crc32(body) !== bodyCrc) break;
    frames.push({ kind, body });
    [end, before, sequence] = [next, crc, number + 1];
    check(end !== slot.durable || crc === slot.frameCrc, "a frame that is not the durable one");
  }
  check(end >= slot.durable, `a durable frame at ${end}`);
  check(frames[0].kind === 0 && frames.slice(1).every(({ kind }) => kind === 1), "the kinds of frames");
  return frames;
}

function readTable(from: Bytes) {
  return from.many(from.u32(), () => {
    const [kind, key, first, count] = from.many(4, from.u32);
    const [codec, crc] = from.many(2, from.u32);
    const [offset, stored, size] = from.many(3, from.f64);
    return { kind, key, first, count, codec, crc, offset, stored, size };
  });
}

export type Section = ReturnType<typeof readTable>[number] & {
  readonly name: string;
  readonly data: Buffer;
};

/** The sections of a file that a manifest names, each with the file's bytes. */
export function readFile(folder: string, from: Bytes, storeId: string): Section[] {
  const [name, size, table] = [from.text(), from.f64(), readTable(from)];
  const data = readFileSync(join(folder, name));
  check(data.length >= size, `the size of ${name}`);
  check(data.toString("latin1", 0, 18) === "groggy sections 1\n", `the first bytes of ${name}`);
  const madeFor = data.toString("hex", 32, 48);
  check(madeFor === storeId || /^0+$/.test(madeFor), `whose file ${name} is`);
  // for those who have lost the journal; here only to see that it is as the page says
  const tail = bytesAt(data, size - 30, 30);
  const [tableSize, tableCrc, magic] = [tail.u32(), tail.u32(), tail.text()];
  const own = data.subarray(size - 30 - tableSize, size - 30);
  check(magic === "groggy sections 1\n" && crc32(own) === tableCrc, `the tail of ${name}`);
  check(JSON.stringify(readTable(new Bytes(own))) === JSON.stringify(table), `the table of ${name}`);
  return table.map((section) => ({ ...section, name, data }));
}

export function openSection({ data, offset, stored, size, codec, crc }: Section): Bytes {
  const bytes = data.subarray(offset, offset + stored);
  check(offset % 64 === 0 && bytes.length === stored && crc32(bytes) === crc, `the section at ${offset}`);
  check(codec < 2, "a codec that this reader has not");
  const contents = codec === 0 ? bytes : inflateRawSync(bytes);
  check(contents.length === size, `the size of the section at ${offset}`);
  return new Bytes(contents);
}

/** Checks the checksums of the parts of a section of rows. */
export function checkParts(section: Section, rows: Section | undefined): void {
  check(rows !== undefined && rows.codec === 0 && section.codec === 0, "the rows that checksums are of");
  const from = openSection(section);
  const [size, count] = [from.u32(), from.u32()];
  check(count === Math.ceil(rows.stored / size), "how many parts a section has");
  for (let part = 0; part < count; part++) {
    const end = Math.min((part + 1) * size, rows.stored);
    const bytes = rows.data.subarray(rows.offset + part * size, rows.offset + end);
    check(crc32(bytes) === from.u32(), `part ${part} of a section`);
  }
}
