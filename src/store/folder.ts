/**
 * The kind of a folder when a store is opened: a store, nothing yet, or the rest of a store. A store that is being
 * created has a writer file that says so, until its first journal is durable and before anything is acknowledged; so
 * files without a journal count as an interrupted creation only if such a writer file is among them.
 */
import type { StoragePlatform } from "#platform";
import { CorruptStoreError, StoreError } from "../errors.js";
import { toHex } from "../structures/hex.js";
import { newestJournal, parseAnyFileName, parseFileName } from "./disk/file-names.js";
import { readHeader } from "./files/journal.js";
import { storeIdIn } from "./files/section-file.js";
import { readWatermark, WATERMARK_NAME, type Watermark } from "./lock/watermark.js";
import { isWriterFile, readWriter } from "./lock/writer-file.js";

/** A folder that was "begun" has what a creation that was interrupted leaves behind, and nothing else. */
export type FolderKind = "store" | "begun" | "empty" | "missing";

/**
 * The kind of folder at a path. Throws a StoreError NOT_A_STORE if it is something else, a CorruptStoreError if it
 * has files of a store and no journal.
 */
export function folderKind(storage: StoragePlatform, folder: string): FolderKind {
  const { disk } = storage;
  const kind = disk.kindOf(folder);
  if (kind === undefined) return "missing";
  if (kind !== "folder") {
    throw new StoreError("NOT_A_STORE", folder, `expected the folder of a store, got a ${kind}`);
  }
  const names = disk.list(folder);
  if (names.length === 0) return "empty";
  if (newestJournal(names) !== undefined) return "store";
  const own = names.filter(isOwn);
  const strange = names.find((name) => !isOwn(name));
  if (own.length > 0 && !(strange === undefined && isBegun(storage, folder, names))) {
    // a writer may have put the first journal there since
    if (newestJournal(disk.list(folder)) !== undefined) return "store";
    throw lostJournal(storage, folder, own);
  }
  if (strange === undefined) return "begun";
  const message = `expected a store or an empty folder, got a folder with "${strange}" and without a journal`;
  throw new StoreError("NOT_A_STORE", folder, message);
}

function isOwn(name: string): boolean {
  return isWriterFile(name) || name === WATERMARK_NAME || parseAnyFileName(name) !== undefined;
}

/** Whether nothing was ever acknowledged in a folder without a journal. */
function isBegun({ disk, joinPath }: StoragePlatform, folder: string, names: readonly string[]): boolean {
  const writers = names.filter(isWriterFile);
  const records = writers.map((name) => readWriter(disk, joinPath(folder, name)));
  const readable = records.filter((record) => record !== undefined && record !== "gone");
  // a writer file is durable before anything else is made
  if (readable.length === 0) return writers.length === names.length;
  return readable.every(({ making }) => making) && !names.includes(WATERMARK_NAME);
}

function lostJournal(storage: StoragePlatform, folder: string, own: readonly string[]): CorruptStoreError {
  const known = watermarksOf(storage, folder).map(({ journal }) => journal);
  const name = known.sort().at(-1) ?? `journal-${"?".repeat(10)}-${"?".repeat(10)}`;
  const message = `the journal is missing, without which ${own.toSorted().join(", ")} cannot be read`;
  return new CorruptStoreError(storage.joinPath(folder, name), 0, message);
}

/** Makes a folder, durably, with those that it is in. */
export function makeFolderDurably({ disk, joinPath }: StoragePlatform, folder: string): void {
  const parents = [joinPath(folder, "..")];
  for (let at = parents[0]; disk.kindOf(at) === undefined; at = joinPath(at, "..")) {
    parents.push(joinPath(at, ".."));
  }
  disk.makeFolder(folder);
  for (const parent of parents) disk.syncFolder(parent);
}

/** The watermarks in the files of a folder. */
export function watermarksOf(storage: StoragePlatform, folder: string): Watermark[] {
  const { disk, joinPath } = storage;
  const marks = disk.list(folder).map((name) => {
    if (name === WATERMARK_NAME) return readWatermark(storage, folder);
    const record = isWriterFile(name) ? readWriter(disk, joinPath(folder, name)) : undefined;
    return record === "gone" ? undefined : record?.mark;
  });
  return marks.filter((mark) => mark !== undefined);
}

/** The store that each file of a folder was made for, as far as the files say. */
export function storeIdsOf(storage: StoragePlatform, folder: string): Map<string, string> {
  const { disk, joinPath } = storage;
  const ids = new Map<string, string>();
  for (const name of disk.list(folder).sort()) {
    const path = joinPath(folder, name);
    const id = attempt(() => {
      if (name === WATERMARK_NAME) return readWatermark(storage, folder)?.storeId;
      if (isWriterFile(name)) {
        const record = readWriter(disk, path);
        return record === "gone" ? undefined : record?.mark?.storeId;
      }
      const kind = parseFileName(name)?.kind;
      if (kind === undefined) return undefined;
      const file = disk.open(path, "read");
      try {
        const bytes = kind === "journal" ? readHeader(storage, file).storeId : storeIdIn(file);
        return bytes === undefined ? undefined : toHex(bytes);
      } finally {
        file.close();
      }
    });
    if (id !== undefined) ids.set(name, id);
  }
  return ids;
}

/** The store that most files are of; of several with as many, the one whose file comes first. */
export function mostCommonId(ids: ReadonlyMap<string, string>): string | undefined {
  const counts = new Map<string, number>();
  for (const id of ids.values()) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).at(0)?.[0];
}

/** Explains an error by files of another store among this one's; else returns the error as it is. */
export function explainForeignFiles(storage: StoragePlatform, folder: string, error: unknown): unknown {
  if (!(error instanceof StoreError)) return error;
  const ids = storeIdsOf(storage, folder);
  const own = mostCommonId(ids);
  const strange = [...ids].filter(([, id]) => id !== own).map(([name]) => name);
  if (strange.length === 0) return error;
  const others = [...ids.keys()].filter((name) => !strange.includes(name));
  const message = `${strange.join(", ")} expected to be of the same store as ${others.join(", ")}, got another's`;
  return new CorruptStoreError(storage.joinPath(folder, strange[0]), 0, message, error);
}

/** Files that cannot be read are skipped. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof StoreError) return undefined;
    throw error;
  }
}
