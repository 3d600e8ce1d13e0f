/**
 * The skip deltas of the commits of one pack: a table, which is read when one of them is asked for, and their records,
 * of which only those are read that are. What is damaged is not there: skips are worked out from commits.
 */
import type { DiskFile, StoragePlatform } from "#platform";
import { CorruptStoreError } from "../../errors.js";
import type { CommitNode } from "../../history/commits/commit-node.js";
import { makeEarlySkips, skipLevelsOf } from "../../history/commits/skip-delta.js";
import type { ColumnNumbers } from "../../space/deltas/delta-codec.js";
import { partitionPoint } from "../../structures/binary-search.js";
import type { ByteReader } from "../../structures/byte-reader.js";
import { ByteWriter } from "../../structures/byte-writer.js";
import { writeSkip } from "../codec/skip-codec.js";
import { decodeSection, SECTION, type Section, type SectionWriter } from "./section-file.js";

/** Where each skip lies, in the order of their commits and then of their levels. */
interface Places {
  readonly offsets: Float64Array;
  readonly commits: Uint32Array;
  readonly levels: Uint32Array;
  readonly crcs: Uint32Array;
}

const NO_PLACES: Places = {
  offsets: new Float64Array(1),
  commits: new Uint32Array(0),
  levels: new Uint32Array(0),
  crcs: new Uint32Array(0),
};

export class SkipTable {
  readonly #storage: StoragePlatform;
  readonly #file: DiskFile;
  readonly #table: Section | undefined;
  readonly #records: Section | undefined;
  #places: Places | undefined;

  constructor(storage: StoragePlatform, file: DiskFile, sections: readonly Section[]) {
    this.#storage = storage;
    this.#file = file;
    this.#table = sections.find(({ kind }) => kind === SECTION.skips);
    this.#records = sections.find(({ kind }) => kind === SECTION.skipRecords);
  }

  /** The record of the skip of a level from a commit; undefined if there is none, or if it is damaged. */
  record(commit: number, level: number): Uint8Array | undefined {
    const records = this.#records;
    if (records === undefined) return undefined;
    const { offsets, commits, levels, crcs } = this.#read();
    const at = partitionPoint(
      commits.length,
      (i) => commits[i] > commit || (commits[i] === commit && levels[i] >= level),
    );
    if (commits[at] !== commit || levels[at] !== level) return undefined;
    const bytes = new Uint8Array(offsets[at + 1] - offsets[at]);
    if (this.#file.read(bytes, records.offset + offsets[at]) !== bytes.length) return undefined;
    return this.#storage.crc32(bytes) === crcs[at] ? bytes : undefined;
  }

  #read(): Places {
    if (this.#places === undefined) {
      const table = this.#table;
      try {
        this.#places =
          table === undefined
            ? NO_PLACES
            : decodeSection(this.#storage, this.#file, table, (reader) => readPlaces(reader, table.count));
      } catch (error) {
        if (!(error instanceof CorruptStoreError)) throw error;
        this.#places = NO_PLACES;
      }
    }
    return this.#places;
  }
}

function readPlaces(reader: ByteReader, count: number): Places {
  const offsets = reader.numbers(Float64Array, count + 1);
  const [commits, levels, crcs] = Array.from({ length: 3 }, () => reader.numbers(Uint32Array, count));
  return { offsets, commits, levels, crcs };
}

/**
 * Adds the skips of commits to a pack. Records that `known` gives are copied; of commits that it does not know those of
 * small commits are made if they are not there.
 */
export function addSkips(
  out: SectionWriter,
  storage: StoragePlatform,
  nodes: readonly CommitNode[],
  columns: ColumnNumbers,
  known: { readonly count: number; skipRecord(number: number, level: number): Uint8Array | undefined },
): void {
  const records = new ByteWriter();
  const offsets = [0];
  const [commits, levels, crcs] = [[] as number[], [] as number[], [] as number[]];
  for (const node of nodes) {
    const count = skipLevelsOf(node);
    const isKnown = node.ordinal < known.count;
    if (count > 0 && !isKnown) makeEarlySkips(node);
    for (let level = 0; level < count; level++) {
      const copy = isKnown ? known.skipRecord(node.ordinal, level) : undefined;
      const skip = node.skips?.[level];
      if (copy !== undefined) records.raw(copy);
      else if (skip !== undefined) writeSkip(records, skip, columns);
      else continue;
      commits.push(node.ordinal);
      levels.push(level);
      crcs.push(storage.crc32(records.bytes().subarray(offsets[offsets.length - 1])));
      offsets.push(records.length);
    }
  }
  if (commits.length === 0) return;
  out.addBytes(SECTION.skipRecords, 0, 0, commits.length, records.bytes());
  out.add(SECTION.skips, 0, 0, commits.length, (writer) => {
    writer.numbers(Float64Array.from(offsets));
    for (const numbers of [commits, levels, crcs]) writer.numbers(Uint32Array.from(numbers));
  });
}
