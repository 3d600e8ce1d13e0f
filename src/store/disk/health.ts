/**
 * Whether the writes of a store are reliable. Once a sync has failed, it is unknown what is durable, and a later sync
 * that succeeds proves nothing about earlier writes: then nothing more is acknowledged.
 */
import type { StoragePlatform } from "#platform";
import { StoreError } from "../../errors.js";
import { withDisk } from "./with-disk.js";

export class Health {
  #failure: unknown;
  #isQuiet = false;

  /** Why nothing more can be kept; undefined while all is well. */
  get failure(): unknown {
    return this.#failure;
  }

  fail(error: unknown): void {
    if (!this.#isQuiet) this.#failure ??= error;
  }

  /** Runs a function that may fail without harm: nothing else depends on what it writes. */
  quietly(action: () => void): void {
    this.#isQuiet = true;
    try {
      action();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    } finally {
      this.#isQuiet = false;
    }
  }

  /** Runs what must not fail by half. */
  guard<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  /** The same storage, each failed sync of which counts. */
  watch(storage: StoragePlatform): StoragePlatform {
    const { disk } = storage;
    const open: typeof disk.open = (path, mode) => {
      const file = disk.open(path, mode);
      const { isAt } = file;
      return {
        path,
        ...(isAt === undefined ? {} : { isAt }),
        linkCount: () => file.linkCount?.() ?? 1,
        size: () => file.size(),
        read: (bytes, position) => file.read(bytes, position),
        write: (bytes, position) => file.write(bytes, position),
        truncate: (sizeBytes) => file.truncate(sizeBytes),
        sync: () => this.guard(() => file.sync()),
        close: () => file.close(),
      };
    };
    const syncFolder = (folder: string): void => this.guard(() => disk.syncFolder(folder));
    return withDisk(storage, { ...methodsOf(disk), open, syncFolder });
  }
}

/** A disk's calls one by one, so that some of them can be put in others' places. */
function methodsOf(disk: StoragePlatform["disk"]): StoragePlatform["disk"] {
  return {
    kindOf: (path) => disk.kindOf(path),
    list: (folder) => disk.list(folder),
    makeFolder: (folder) => disk.makeFolder(folder),
    open: (path, mode) => disk.open(path, mode),
    rename: (from, to) => disk.rename(from, to),
    remove: (path) => disk.remove(path),
    syncFolder: (folder) => disk.syncFolder(folder),
  };
}
