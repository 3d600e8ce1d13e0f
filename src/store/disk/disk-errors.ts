/**
 * The errors of a file system as a store's own: STORE_IO with the path, what was tried, what came and what to do.
 * A `checkedDisk` throws no other; what its caller asks about, such as EEXIST, it still finds by `systemCodeOf`.
 */
import type { DiskFile, StoragePlatform } from "#platform";
import { StoreError } from "../../errors.js";

type Disk = StoragePlatform["disk"];

/** Advice on an error, by the system's code. */
const HINTS: Readonly<Record<string, string>> = {
  EACCES: "the process may not do that to this path; see its owner and mode",
  EBUSY: "another program has it open",
  EDQUOT: "the user's share of the disk is used up; free some space and open the store again",
  EFBIG: "the file system, or a limit of the process, allows no larger file",
  EIO: "the disk may be failing; see the system's log, and keep a copy of the folder",
  EISDIR: "a file of the store is a folder",
  EMFILE: "the process has too many files open; close some, or raise its limit (ulimit -n)",
  ENAMETOOLONG: "the path is too long for the file system",
  ENFILE: "the system has too many files open",
  ENOENT: "the file or its folder does not exist",
  ENOSPC: "the disk is full; free some space and open the store again",
  ENOTDIR: "a part of the path is a file",
  EPERM: "the system forbids it; see the file's owner and flags",
  EROFS: "the file system is read-only; open with { readOnly: true }",
};

/**
 * The system's code of an error, such as "ENOENT", for the system's own errors and translated ones; else undefined.
 */
export function systemCodeOf(error: unknown): string | undefined {
  const code =
    error instanceof StoreError ? error.data.systemCode : (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
}

/** An error of the system as a store's; `action` is what was tried, as in "to open the file". */
export function translate(path: string, action: string, error: unknown): StoreError {
  const systemCode = systemCodeOf(error) ?? "an unknown error";
  const text = error instanceof Error ? error.message : String(error);
  const hint = HINTS[systemCode] === undefined ? "" : `; ${HINTS[systemCode]}`;
  return new StoreError("STORE_IO", path, `expected ${action}, got ${text}${hint}`, { systemCode }, error);
}

/** The disk with the system's errors translated. */
export function checkedDisk(disk: Disk): Disk {
  return {
    kindOf: (path) => attempt(path, "to look at the path", () => disk.kindOf(path)),
    list: (folder) => attempt(folder, "to list the folder", () => disk.list(folder)),
    makeFolder: (folder) => attempt(folder, "to make the folder", () => disk.makeFolder(folder)),
    open: (path, mode) => {
      const action = mode === "create" ? "to make the file" : `to open the file to ${mode}`;
      return checkedFile(attempt(path, action, () => disk.open(path, mode)));
    },
    rename: (from, to) => attempt(from, `to rename the file to ${to}`, () => disk.rename(from, to)),
    remove: (path) => attempt(path, "to remove the file", () => disk.remove(path)),
    syncFolder: (folder) => attempt(folder, "to sync the folder", () => disk.syncFolder(folder)),
  };
}

function checkedFile(file: DiskFile): DiskFile {
  const { path } = file;
  let isClosed = false;
  // the system may have given the descriptor to another file by now
  const check = <T>(action: string, act: () => T): T => {
    if (!isClosed) return attempt(path, action, act);
    throw new StoreError("STORE_CLOSED", path, "expected an open store, got one that was closed");
  };
  const { isAt } = file;
  return {
    path,
    ...(isAt === undefined
      ? {}
      : { isAt: (other: string) => check("to compare the file with a path", () => isAt(other)) }),
    linkCount: () => check("to find the file's names", () => file.linkCount?.() ?? 1),
    size: () => check("to find the file's size", () => file.size()),
    read: (bytes, position) => check("to read the file", () => file.read(bytes, position)),
    write: (bytes, position) => check("to write the file", () => file.write(bytes, position)),
    truncate: (sizeBytes) => check("to change the file's size", () => file.truncate(sizeBytes)),
    sync: () => check("to sync the file", () => file.sync()),
    close() {
      if (isClosed) return;
      isClosed = true;
      attempt(path, "to close the file", () => file.close());
    },
  };
}

/** Errors without a system's code are mistakes of ours, or a test's, and pass as they are. */
function attempt<T>(path: string, action: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof StoreError || systemCodeOf(error) === undefined) throw error;
    throw translate(path, action, error);
  }
}
