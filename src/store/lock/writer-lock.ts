/**
 * The lock of a store's writer, without flock: the folder has files `writer-<epoch>`, each created exclusively, and
 * the maker of the highest is the writer. The next writer creates a higher one if that one's maker has released the
 * store, is certainly dead or is overridden; then it removes the lower ones, and only then has the lock.
 *
 * A writer that was taken for dead finds its file gone, or another's in its place, or a higher one: `check` says so
 * before it writes and again before it acknowledges. Names may recur (a contender that slept creates an old one, sees
 * a higher one and withdraws), nonces do not. A file that stays unreadable for a second is of a maker that died
 * between making and writing it; should that only have slept, then it finds its file gone before it has the lock.
 */
import type { DiskFile, StoragePlatform } from "#platform";
import { StoreError, StoreLockedError } from "../../errors.js";
import { toHex } from "../../structures/hex.js";
import { systemCodeOf } from "../disk/disk-errors.js";
import type { Watermark } from "./watermark.js";
import { encodeWriter, readWriter, type WriterRecord, writerEpochs, writerFileName } from "./writer-file.js";

type LockStorage = Pick<StoragePlatform, "disk" | "host" | "joinPath" | "randomBytes">;

/**
 * How the lock was acquired: no writer before, or they all released it, or one died holding it. "taken" if one of
 * them may still be alive and believe it has the lock, so that it may be in the middle of a write.
 */
export type PreviousWriter = "none" | "released" | "dead" | "taken";

export interface WriterLockOptions {
  /** Takes the lock from its present holder. */
  readonly takeOver?: boolean;
  /** The lowest epoch that may be taken: one more than the highest among the store's files. */
  readonly epochMin?: number;
  /** Whether there is no store yet, until `mark` is called. */
  readonly making?: boolean;
  /** The watermark of the store. */
  readonly mark?: Watermark | undefined;
}

/** The longest pause between two looks at a lock that is waited for. */
const PAUSE_MS_MAX = 50;

/**
 * Runs what needs the lock, again and again while someone else has it, for so many milliseconds in all. Whom this very
 * thread would have to wait for is not waited for.
 */
export function waitForLock<T>(storage: LockStorage, folder: string, waitMs: number, attempt: () => T): T {
  for (let waited = 0, pause = 1; ; waited += pause, pause = Math.min(pause * 2, PAUSE_MS_MAX)) {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof StoreLockedError) || waited >= waitMs || isOwn(storage, folder)) throw error;
    }
    pause = Math.min(pause, waitMs - waited);
    storage.host.sleep(pause);
  }
}

/** Whether this thread has the lock. */
function isOwn(storage: LockStorage, folder: string): boolean {
  const { pid, name, threads } = storage.host;
  const { holder } = lookAround(storage, folder);
  if (holder === undefined || holder.host !== name || holder.pid !== pid) return false;
  return threads !== undefined && holder.thread !== "" && holder.thread === threads.own;
}

/** Each round but the last is lost to a faster contender, which holds the lock or has released it since. */
const ROUNDS_MAX = 100;
/** A maker has this long from making its file to having written it, and is asked at these intervals. */
const UNREADABLE_WAITS_MS = [1, 10, 100, 900];

/** The state of the folder at one time. */
interface Look {
  readonly epochs: readonly number[];
  /** Of the highest file; undefined if there is none or it cannot be read. */
  readonly holder: WriterRecord | undefined;
  readonly previous: PreviousWriter;
  readonly isHeld: boolean;
}

export class WriterLock {
  readonly epoch: number;
  readonly previous: PreviousWriter;
  /** The path of the own file. */
  readonly path: string;
  readonly #storage: LockStorage;
  readonly #folder: string;
  readonly #nextPath: string;
  #record: WriterRecord;
  /** Whether the own file is still there, where it is kept open to tell that without reading it. */
  #own: { readonly file: DiskFile; readonly isThere: () => boolean } | undefined;
  #state: "held" | "fenced" | "gone" | "released" = "held";

  private constructor(
    storage: LockStorage,
    folder: string,
    epoch: number,
    previous: PreviousWriter,
    record: WriterRecord,
  ) {
    this.#storage = storage;
    this.epoch = epoch;
    this.previous = previous;
    this.#folder = folder;
    this.path = storage.joinPath(folder, writerFileName(epoch));
    this.#nextPath = storage.joinPath(folder, writerFileName(epoch + 1));
    this.#record = record;
  }

  /** Changes nothing. @throws StoreLockedError if another process has the lock, or may have it. */
  static requireFree(storage: LockStorage, folder: string): void {
    const { holder, isHeld } = lookAround(storage, folder);
    if (holder !== undefined && isHeld) throw lockedError(storage, folder, holder);
  }

  /** @throws StoreLockedError if another process has the lock, or may have it. */
  static acquire(storage: LockStorage, folder: string, options: WriterLockOptions = {}): WriterLock {
    const { takeOver = false, epochMin = 1, making = false, mark } = options;
    let look = lookAround(storage, folder);
    // a holder after the one that was seen first must not be overridden
    const overridden = takeOver ? look.holder?.nonce : undefined;
    for (let round = 0; ; round++) {
      const { holder } = look;
      if (holder !== undefined && look.isHeld && holder.nonce !== overridden)
        throw lockedError(storage, folder, holder);
      if (round === ROUNDS_MAX) {
        throw new StoreError("STORE_IO", folder, `expected to become the writer, lost ${ROUNDS_MAX} races`);
      }
      const epoch = Math.max((look.epochs.at(-1) ?? 0) + 1, epochMin);
      const lock = new WriterLock(storage, folder, epoch, look.previous, newRecord(storage, making, mark));
      if (lock.#make() && lock.#settle(folder)) return lock;
      look = lookAround(storage, folder);
    }
  }

  /** @throws StoreError STORE_FENCED if this is not the writer any more. Takes microseconds. */
  check(): void {
    this.#look();
    if (this.#state === "held") return;
    if (this.#state === "gone") {
      const message =
        "expected the folder of the open store, but it was moved or removed; open it where it is";
      throw new StoreError("STORE_GONE", this.#folder, message, { epoch: this.epoch });
    }
    throw new StoreError(
      "STORE_FENCED",
      this.path,
      this.#state === "fenced"
        ? "expected to be the store's writer, but another process has taken over; open the store again"
        : "expected to be the store's writer, but the lock was released",
      { epoch: this.epoch },
    );
  }

  #look(): void {
    if (this.#state !== "held" || this.#isMineStill()) return;
    this.#state = this.#hasFolder() ? "fenced" : "gone";
    this.#forget();
  }

  /** Whether the folder is the store's still: who takes over leaves a writer file of its own there. */
  #hasFolder(): boolean {
    const { disk, joinPath } = this.#storage;
    if (disk.kindOf(this.#folder) !== "folder") return false;
    const { mark } = this.#record;
    return writerEpochs(disk, this.#folder).some((epoch) => {
      if (epoch < this.epoch) return false;
      const record = readWriter(disk, joinPath(this.#folder, writerFileName(epoch)));
      if (record === undefined || record === "gone" || record.mark === undefined) return true;
      return mark === undefined || record.mark.storeId === mark.storeId;
    });
  }

  /** Notes how far the store reaches, durably, and that it has been made. Only for who has the lock. */
  mark(mark: Watermark): void {
    this.#look();
    if (this.#state === "held") this.#rewrite({ ...this.#record, making: false, mark });
  }

  /**
   * Releases the lock durably: the next to open knows that no writer is active, and the watermark. Has no effect a
   * second time. A store that was found instead of being created is no longer marked as being created.
   */
  release(mark: Watermark | undefined = this.#record.mark, making = this.#record.making): void {
    this.#look();
    if (this.#state !== "held") return;
    this.#state = "released";
    this.#forget();
    this.#rewrite({ ...this.#record, released: true, making, mark });
  }

  #rewrite(record: WriterRecord): void {
    this.#record = record;
    try {
      const file = this.#storage.disk.open(this.path, "write");
      try {
        file.write(encodeWriter(record), 0);
        file.sync();
      } finally {
        file.close();
      }
    } catch (error) {
      // taken over at this moment
      if (systemCodeOf(error) !== "ENOENT") throw error;
    }
  }

  /** Gives the lock up where nothing came of what was to be made: the own file is gone as if it had never been. */
  withdraw(): void {
    if (this.#state === "held") this.#withdraw("remove");
  }

  /** Marks this thread as no longer writing, although the lock was not released. */
  abandon(): void {
    this.#forget();
  }

  #forget(): void {
    this.#own?.file.close();
    this.#own = undefined;
    this.#storage.host.threads?.locks.delete(this.#record.nonce);
  }

  /** As `#isMine`, once the lock was had: a name comes again, and an open file's number does not. */
  #isMineStill(): boolean {
    if (this.#own === undefined) return this.#isMine();
    return this.#storage.disk.kindOf(this.#nextPath) === undefined && this.#own.isThere();
  }

  #isMine(): boolean {
    const { disk } = this.#storage;
    if (disk.kindOf(this.#nextPath) !== undefined) return false;
    // last: the next holder's file may come and go, but not before this one's is gone
    const record = readWriter(disk, this.path);
    return record !== undefined && record !== "gone" && record.nonce === this.#record.nonce;
  }

  /** Makes the own file; false if another was faster. */
  #make(): boolean {
    let file: DiskFile;
    try {
      file = this.#storage.disk.open(this.path, "create");
    } catch (error) {
      if (systemCodeOf(error) === "EEXIST") return false;
      throw error;
    }
    this.#storage.host.threads?.locks.add(this.#record.nonce);
    try {
      try {
        file.write(encodeWriter(this.#record), 0);
        file.sync();
        const { isAt } = file;
        if (isAt !== undefined) this.#own = { file, isThere: () => isAt(this.path) };
      } finally {
        if (this.#own === undefined) file.close();
      }
    } catch (error) {
      this.#withdraw("remove");
      throw error;
    }
    return true;
  }

  /** Removes the lower files, and finds whether the own one is the highest still; if not, withdraws it. */
  #settle(folder: string): boolean {
    const { disk, joinPath } = this.#storage;
    let way: "remove" | "empty" = "remove";
    try {
      disk.syncFolder(folder);
      const epochs = writerEpochs(disk, folder);
      if (epochs.at(-1) === this.epoch) {
        for (const epoch of epochs.slice(0, -1)) {
          way = "empty";
          removeIfThere(disk, joinPath(folder, writerFileName(epoch)));
          // one by one, from the lowest: none may come back without the higher one that fences its maker
          disk.syncFolder(folder);
        }
        if (this.#isMine()) return true;
      }
    } catch (error) {
      this.#withdraw(way);
      throw error;
    }
    this.#withdraw(way);
    return false;
  }

  /**
   * Removes its own file if possible, or empties it, which means "taken" to the next writer where files are missing
   * that may have meant the same.
   */
  #withdraw(way: "remove" | "empty"): void {
    this.#state = "fenced";
    this.#forget();
    const { disk } = this.#storage;
    try {
      const record = readWriter(disk, this.path);
      if (record === "gone" || (record !== undefined && record.nonce !== this.#record.nonce)) return;
      if (way === "remove") disk.remove(this.path);
      else emptyFile(disk, this.path);
    } catch {
      // the error that led here is the one to tell of
    }
  }
}

function newRecord(storage: LockStorage, making: boolean, mark: Watermark | undefined): WriterRecord {
  const { pid, name, threads } = storage.host;
  return {
    pid,
    host: name,
    start: storage.host.startOf(pid),
    thread: threads?.own ?? "",
    nonce: toHex(storage.randomBytes(16)),
    released: false,
    making,
    mark,
  };
}

function lookAround(storage: LockStorage, folder: string): Look {
  const { disk, joinPath } = storage;
  for (let waitCount = 0; ; waitCount++) {
    const epochs = writerEpochs(disk, folder);
    const records = epochs.map((epoch) => readWriter(disk, joinPath(folder, writerFileName(epoch))));
    const highest = records.at(-1);
    const isUnsettled = highest === "gone" || (highest === undefined && epochs.length > 0);
    if (isUnsettled && waitCount < UNREADABLE_WAITS_MS.length) {
      // it is being created or removed at this moment
      storage.host.sleep(UNREADABLE_WAITS_MS[waitCount]);
      continue;
    }
    const holder = highest === "gone" ? undefined : highest;
    return {
      epochs,
      holder,
      previous: previousOf(storage.host, records),
      isHeld: holder !== undefined && stateOf(storage.host, holder) === "held",
    };
  }
}

function previousOf(
  host: StoragePlatform["host"],
  records: readonly (WriterRecord | undefined | "gone")[],
): PreviousWriter {
  // lower files too: a taker that died may have left its victim's
  const states = records.map((record) =>
    record === undefined || record === "gone" ? "held" : stateOf(host, record),
  );
  if (states.length === 0) return "none";
  return states.includes("held") ? "taken" : states.includes("dead") ? "dead" : "released";
}

function stateOf(host: StoragePlatform["host"], record: WriterRecord): "released" | "dead" | "held" {
  if (record.released) return "released";
  if (record.host !== host.name) return "held";
  if (!host.isAlive(record.pid)) return "dead";
  // another process has the number now, if both starts are known and differ
  const start = host.startOf(record.pid);
  if (start !== "" && record.start !== "" && start !== record.start) return "dead";
  return hasEnded(host, record) ? "dead" : "held";
}

/** Whether a thread of a process that lives has ended, or this one has no such lock any more. */
function hasEnded({ pid, threads }: StoragePlatform["host"], record: WriterRecord): boolean {
  if (threads === undefined || record.thread === "") return false;
  const isOwn = record.pid === pid && record.thread === threads.own;
  return isOwn ? !threads.locks.has(record.nonce) : !threads.isAlive(record.pid, record.thread);
}

function lockedError(storage: LockStorage, folder: string, holder: WriterRecord): StoreLockedError {
  return new StoreLockedError(folder, holder.pid, holder.host, hintOf(storage.host, holder));
}

function hintOf({ name, pid, threads }: StoragePlatform["host"], holder: WriterRecord): string {
  if (holder.host !== name)
    return "whether it still runs cannot be determined from here; if not, { takeOver: true } takes the store from it";
  if (holder.pid !== pid)
    return "close it there, or open with { readOnly: true }; { takeOver: true } takes the store from it";
  if (threads !== undefined && holder.thread !== "") {
    return holder.thread === threads.own
      ? "that is this process: close the other handle first"
      : "that is another thread of this process: close it there, or open with { readOnly: true }";
  }
  return "that is this process: close the other handle first; if its thread has ended, say { takeOver: true }";
}

function removeIfThere(disk: StoragePlatform["disk"], path: string): void {
  try {
    disk.remove(path);
  } catch (error) {
    if (systemCodeOf(error) !== "ENOENT") throw error;
  }
}

function emptyFile(disk: StoragePlatform["disk"], path: string): void {
  const file = disk.open(path, "write");
  try {
    file.truncate(0);
  } finally {
    file.close();
  }
}
