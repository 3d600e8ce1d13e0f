/**
 * Copies a store that is open, as it is at its last frame, into a folder of its own. Files of sections never change, and
 * a journal only grows, so that what is there at one moment can be copied byte by byte under the same names. The copy is
 * made as a new store is: it has a writer file that says so until its journal has its name, which comes last.
 */
import type { DiskFile, StoragePlatform } from "#platform";
import { StoreError } from "../errors.js";
import { type ProgressOptions, tell } from "../history/repository/progress.js";
import { newestJournal, parseAnyFileName, UNFINISHED } from "./disk/file-names.js";
import type { OpenStore } from "./files/open-files.js";
import { folderKind, makeFolderDurably } from "./folder.js";
import { writeWatermark } from "./lock/watermark.js";
import { WriterLock } from "./lock/writer-lock.js";

/** Bytes copied at one go. */
const CHUNK_BYTES = 2 ** 20;

/** Copies what an open store consists of to a folder that is empty, or not there. If it fails, no store is there. */
export function backupStore(
  storage: StoragePlatform,
  { journal, journalName, state, packs }: OpenStore,
  target: string,
  options: ProgressOptions,
): void {
  const { disk, joinPath } = storage;
  requireEmpty(storage, target);
  const entries = [...packs, state];
  const journalBytes = journal.end.offset;
  const total = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, journalBytes);
  tell(options, 0, total);
  makeFolderDurably(storage, target);
  // above those of all files, as where a writer takes over from another
  const epochs = [journalName, ...entries.map(({ name }) => name)].map(
    (name) => parseAnyFileName(name)?.epoch ?? 0,
  );
  const lock = WriterLock.acquire(storage, target, { making: true, epochMin: Math.max(...epochs) + 1 });
  const made: string[] = [];
  let done = 0;
  const copy = (from: DiskFile, sizeBytes: number, name: string): DiskFile => {
    const file = disk.open(joinPath(target, name), "create");
    made.push(name);
    try {
      const chunk = new Uint8Array(Math.min(CHUNK_BYTES, sizeBytes));
      for (let at = 0; at < sizeBytes; ) {
        const bytes = chunk.subarray(0, Math.min(chunk.length, sizeBytes - at));
        if (from.read(bytes, at) !== bytes.length) {
          throw new StoreError("STORE_IO", from.path, `expected ${sizeBytes} bytes, got fewer`);
        }
        file.write(bytes, at);
        at += bytes.length;
        done += bytes.length;
        tell(options, done, total);
      }
      file.sync();
    } catch (error) {
      file.close();
      throw error;
    }
    return file;
  };
  try {
    if (newestJournal(disk.list(target)) !== undefined) requireEmpty(storage, target);
    // what an interrupted one left behind
    for (const name of disk.list(target))
      if (parseAnyFileName(name) !== undefined) disk.remove(joinPath(target, name));
    for (const { file, name, sizeBytes } of entries) copy(file, sizeBytes, name).close();
    const copied = copy(journal.file, journalBytes, journalName + UNFINISHED);
    try {
      const mark = journal.copyTo(copied).watermark(journalName);
      lock.check();
      disk.syncFolder(target);
      disk.rename(joinPath(target, journalName + UNFINISHED), joinPath(target, journalName));
      made.length = 0;
      disk.syncFolder(target);
      writeWatermark(storage, target, mark);
      lock.release(mark, false);
    } finally {
      copied.close();
    }
  } catch (error) {
    for (const name of made.toReversed()) {
      try {
        disk.remove(joinPath(target, name));
      } catch {
        // what went wrong first is what the caller hears of; the next writer of the folder does away with the rest
      }
    }
    lock.withdraw();
    throw error;
  }
}

/** Throws unless there is nothing at a path, an empty folder, or what an interrupted creation left there. */
function requireEmpty(storage: StoragePlatform, target: string): void {
  const { disk } = storage;
  const kind = disk.kindOf(target);
  if (kind === undefined) return;
  const received = kind === "folder" ? "a folder with something in it" : `a ${kind}`;
  if (kind === "folder") {
    try {
      if (folderKind(storage, target) !== "store") return;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    }
  }
  const message = `expected nothing, or an empty folder, got ${received}`;
  throw new StoreError("STORE_IO", target, message, { systemCode: "EEXIST" });
}
