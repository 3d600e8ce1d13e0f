/**
 * The files that a journal continues from: a state, and the packs with the data it refers to. The body of its first
 * frame.
 */
import { ByteReader } from "../../structures/byte-reader.js";
import { ByteWriter } from "../../structures/byte-writer.js";
import { readTable, type Section, writeTable } from "./section-file.js";

/** A file of sections by name. */
export interface FileEntry {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sections: readonly Section[];
}

export interface Manifest {
  readonly state: FileEntry;
  /** In the order of what they hold. */
  readonly packs: readonly FileEntry[];
}

export function encodeManifest({ state, packs }: Manifest): Uint8Array {
  const writer = new ByteWriter().u32(packs.length);
  for (const { name, sizeBytes, sections } of [...packs, state]) {
    writer.text(name).f64(sizeBytes);
    writeTable(writer, sections);
  }
  return writer.bytes();
}

export function decodeManifest(body: Uint8Array): Manifest {
  const reader = new ByteReader(body);
  const packs: FileEntry[] = [];
  for (let left = reader.u32(); left > 0; left--) packs.push(readEntry(reader));
  return { packs, state: readEntry(reader) };
}

function readEntry(reader: ByteReader): FileEntry {
  return { name: reader.text(), sizeBytes: reader.f64(), sections: readTable(reader) };
}
