/** A graph's store as the graph sees it: opened by path, flushed, refreshed and closed. */
import { salvage } from "#lazy/salvage";
import type { Codec, StoragePlatform } from "#platform";
import { describe, StoreError } from "../errors.js";
import { requireStorage } from "../history/exchange/bundle-file.js";
import type { HistoryCore } from "../history/repository/core.js";
import { checkWait, type ProgressOptions } from "../history/repository/progress.js";
import { backupStore } from "./backup.js";
import { checkedDisk } from "./disk/disk-errors.js";
import { withDisk } from "./disk/with-disk.js";
import type { JournalHead } from "./files/journal.js";
import { folderKind } from "./folder.js";
import { isWriterFile } from "./lock/writer-file.js";
import { waitForLock } from "./lock/writer-lock.js";
import { FoundStore, type LoadedStore } from "./open-store.js";
import { Reader } from "./reader.js";
import type { SalvageReport } from "./salvage.js";
import type { Durability, Store } from "./store.js";

/** Options of `Graph.open`. */
export interface StoreOpenOptions {
  /** Only reads, without a lock; `refresh` reads new commits of a writer. */
  readonly readOnly?: boolean;
  /** Whether a store is created where there is none. Defaults to true, or to false with `readOnly`. */
  readonly create?: boolean;
  /**
   * When a commit is durable: when it returns (`full`, the default), at most 10 ms later (`group`), or when the
   * operating system writes it, on `flush` or `close` (`none`).
   */
  readonly durability?: Durability;
  /** Whether uncommitted changes are kept as well: with each verb, every second, on `flush` and `close`. */
  readonly autosave?: boolean;
  /** How packs are compressed: `none` (the default), `deflate`, or `zstd` where the runtime has it. */
  readonly compression?: Codec;
  /** Takes the lock from its holder, which can then no longer write. */
  readonly takeOver?: boolean;
  /**
   * How long to wait for a writer that has the lock, in ms, at most 2^31 - 1. This thread is blocked meanwhile, so that
   * a store that it has open itself is not waited for. Defaults to 0. A reader needs no lock and does not wait.
   */
  readonly wait?: number;
}

const RECEIVED = {
  missing: "nothing",
  empty: "an empty folder",
  begun: "a folder in which a store was begun and never finished",
} as const;
const DURABILITIES: readonly unknown[] = ["full", "group", "none"] satisfies Durability[];
const CODECS: readonly unknown[] = ["none", "deflate", "zstd"] satisfies Codec[];

function checkOpenOptions(storage: StoragePlatform, options: StoreOpenOptions): void {
  for (const name of ["readOnly", "create", "autosave", "takeOver"] as const) {
    const given: unknown = options[name];
    if (given !== undefined && typeof given !== "boolean") {
      throw new TypeError(`"${name}" expected a boolean, got ${describe(given)}`);
    }
  }
  const { durability = "full", compression = "none" } = options;
  checkWait(options.wait);
  if (!DURABILITIES.includes(durability)) {
    throw new TypeError(`"durability" expected "full", "group" or "none", got ${describe(durability)}`);
  }
  if (!CODECS.includes(compression)) {
    throw new TypeError(`"compression" expected "none", "deflate" or "zstd", got ${describe(compression)}`);
  }
  if (storage.compress(new Uint8Array(1), compression) === undefined) {
    throw new TypeError(`"compression" expected a codec that this runtime has, got ${describe(compression)}`);
  }
}

/** Opens the store at a path, or creates one with `head` in its header. */
export function openStore(path: unknown, head: StoreHead, options: StoreOpenOptions): StoreHandle {
  return StoreHandle.open(path, head, options);
}

/** Makes a store of what can be read of a damaged one. */
export function salvageStore(path: unknown, into: unknown): SalvageReport {
  const given = requireStorage("salvage");
  const storage = withDisk(given, checkedDisk(given.disk));
  const [from, to] = [folderOf(storage, "path", path), folderOf(storage, "into", into)];
  if (storage.disk.kindOf(from) !== "folder") {
    throw new StoreError("NOT_A_STORE", from, "expected the folder of a store, got none");
  }
  if (folderKind(storage, to) === "store") {
    throw new StoreError("NOT_A_STORE", to, '"into" expected an empty folder, or none, got a store');
  }
  return salvage(storage, from, to);
}

function folderOf(storage: StoragePlatform, name: string, path: unknown): string {
  if (typeof path === "string" && path.length > 0) return storage.resolvePath(path);
  throw new TypeError(`"${name}" expected the path of a folder, got ${describe(path)}`);
}

/** Whether two paths, which may lead over links, are of one store; the first one is open to be written to. */
export function isSameStore(own: string, path: string): boolean {
  const { disk, joinPath, resolvePath } = requireStorage();
  const other = resolvePath(path);
  if (other === own) return true;
  try {
    const name = disk.list(other).find(isWriterFile);
    if (name === undefined || disk.kindOf(joinPath(own, name)) !== "file") return false;
    const file = disk.open(joinPath(other, name), "read");
    try {
      return file.isAt?.(joinPath(own, name)) ?? false;
    } finally {
      file.close();
    }
  } catch {
    // whoever opens it is told what is wrong with it
    return false;
  }
}

/** The properties of a store in its header. */
export type StoreHead = Pick<JournalHead, "directed" | "key">;

export class StoreHandle {
  readonly path: string;
  readonly readOnly: boolean;
  readonly head: StoreHead;
  readonly #storage: StoragePlatform;
  readonly #options: StoreOpenOptions;
  #found: FoundStore | undefined;
  #store: Store | undefined;
  #reader: Reader | undefined;
  #loaded: LoadedStore | undefined;

  private constructor(storage: StoragePlatform, path: string, options: StoreOpenOptions, found: FoundStore) {
    this.#storage = storage;
    this.path = path;
    this.readOnly = options.readOnly === true;
    this.head = found.head;
    this.#options = options;
    this.#found = found;
  }

  /** Opens the store at a path, or creates one with `head` in its header. */
  static open(
    path: unknown,
    head: StoreHead,
    options: StoreOpenOptions,
    given: StoragePlatform = requireStorage("open"),
  ): StoreHandle {
    const storage = withDisk(given, checkedDisk(given.disk));
    const folder = folderOf(storage, "path", path);
    checkOpenOptions(storage, options);
    const { readOnly = false, create = !readOnly, takeOver = false } = options;
    const wait = readOnly ? 0 : (options.wait ?? 0);
    const found = waitForLock(storage, folder, wait, () => {
      const kind = folderKind(storage, folder);
      if (kind !== "store" && (!create || readOnly)) {
        throw new StoreError("NOT_A_STORE", folder, `expected a store, got ${RECEIVED[kind]}`);
      }
      return (
        (kind === "store" ? undefined : FoundStore.toCreate(storage, folder, head)) ??
        (readOnly ? FoundStore.toRead(storage, folder) : FoundStore.toWrite(storage, folder, takeOver, wait))
      );
    });
    return new StoreHandle(storage, folder, options, found);
  }

  /** Loads the store into an empty history and, unless `check` throws, persists the history from now on. */
  attach(core: HistoryCore, check: () => void): void {
    const found = this.#found as FoundStore;
    this.#found = undefined;
    try {
      const loaded = found.load(core);
      this.#loaded = loaded;
      check();
      if (this.readOnly) {
        this.#reader = new Reader(this.path, (level) => loaded.verify(level));
        core.sink = this.#reader;
      } else {
        const { durability = "full", compression = "none", autosave = false } = this.#options;
        this.#store = found.keep(loaded, { durability, compression, autosave });
      }
    } catch (error) {
      found.abandon();
      throw error;
    }
  }

  /** Closes what was opened, if no graph is made of it. */
  abandon(): void {
    this.#found?.abandon();
  }

  /** Throws unless elements may be written. */
  check(): void {
    this.#reader?.check();
    this.#store?.checkOpen();
  }

  flush(): void {
    this.#store?.flush();
  }

  /** Reads new commits of a writer; returns whether there were any. A writer's own handle is always up to date. */
  refresh(): boolean {
    return this.#reader === undefined ? false : (this.#loaded as LoadedStore).refresh();
  }

  /** Copies the store as it is now to a folder that is empty, or not there. */
  backup(path: unknown, options: ProgressOptions): void {
    const target = folderOf(this.#storage, "path", path);
    for (let at = target; ; at = this.#storage.joinPath(at, "..")) {
      if (at === this.path && at !== target)
        throw new TypeError(`"path" expected a folder outside of the store, got ${describe(path)}`);
      if (at === this.#storage.joinPath(at, "..")) break;
    }
    const open = this.#store === undefined ? (this.#loaded as LoadedStore).open : this.#store.openForBackup();
    backupStore(this.#storage, open, target, options);
  }

  close(): void {
    this.#store?.close();
    this.#reader?.close();
    if (this.#reader !== undefined) this.#loaded?.close();
  }
}
