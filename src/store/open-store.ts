/**
 * Opening a store: finds the newest journal, takes the lock, and loads the journal and the files it continues from
 * into an empty history. Rows, edges and commits in files are read when they are needed.
 */

import type { DiskFile, StoragePlatform } from "#platform";
import { CorruptStoreError, StoreError } from "../errors.js";
import type { CommitNode } from "../history/commits/commit-node.js";
import { NO_POLICIES } from "../history/diff/conflict.js";
import type { HistoryCore } from "../history/repository/core.js";
import type { Finding, VerifyLevel } from "../history/repository/finding.js";
import { OperationLog } from "../history/repository/operation-log.js";
import { moveTo } from "../history/repository/working-changes.js";
import { isEmptyDelta } from "../space/deltas/delta.js";
import { NO_RULES } from "../space/elements/node-rules.js";
import { toHex } from "../structures/hex.js";
import { ColumnTable } from "./codec/column-table.js";
import { OperationRecords, type ReplayedState, readOperations, readRecords } from "./codec/record-reader.js";
import { KINDS, OWNER_KINDS, poolOf } from "./codec/records.js";
import { RecordCommit } from "./codec/stored-commit.js";
import { systemCodeOf } from "./disk/disk-errors.js";
import { newestJournal, parseAnyFileName } from "./disk/file-names.js";
import { Health } from "./disk/health.js";
import { CommitTable } from "./files/commit-table.js";
import { IndexSections } from "./files/index-sections.js";
import { FEATURE_MIXED, type Frame, Journal, type JournalHead } from "./files/journal.js";
import { decodeManifest, type FileEntry, type Manifest } from "./files/manifest.js";
import type { OpenStore } from "./files/open-files.js";
import { deferRows, loadEnds, type OpenFile } from "./files/pack.js";
import { decode, readSection, requireFile, SECTION } from "./files/section-file.js";
import { restoreState } from "./files/state-file.js";
import { verifyFiles } from "./files/verify-files.js";
import { explainForeignFiles, folderKind, makeFolderDurably, watermarksOf } from "./folder.js";
import type { Watermark } from "./lock/watermark.js";
import { WriterLock, type WriterLockOptions, waitForLock } from "./lock/writer-lock.js";
import { Store, type StoreOptions } from "./store.js";

/** A journal that was read, and the files it continues from. */
interface FoundFiles {
  readonly open: OpenStore;
  /** The frames after the first. */
  readonly frames: readonly Frame[];
}

/** The number of attempts of a reader when a writer has replaced the journal that it found. */
const ATTEMPTS_MAX = 20;

/** The number of times that a reader's files may be replaced until earlier views can no longer load missing data. */
const RETIRED_MAX = 4;

/** A store that was found, before there is a history to take it up. */
export class FoundStore {
  readonly head: JournalHead;
  readonly #storage: StoragePlatform;
  readonly #health: Health;
  readonly #folder: string;
  readonly #takeOver: boolean;
  readonly #waitMs: number;
  #lock: WriterLock | undefined;
  readonly #found: FoundFiles | undefined;
  #loaded: LoadedStore | undefined;

  private constructor(
    storage: StoragePlatform,
    health: Health,
    folder: string,
    head: JournalHead,
    takeOver: boolean,
    lock: WriterLock | undefined,
    found: FoundFiles | undefined,
    waitMs = 0,
  ) {
    this.#storage = storage;
    this.#health = health;
    this.#folder = folder;
    this.head = head;
    this.#takeOver = takeOver;
    this.#lock = lock;
    this.#found = found;
    this.#waitMs = waitMs;
  }

  /** Finds a store to read. */
  static toRead(given: StoragePlatform, folder: string): FoundStore {
    const health = new Health();
    const storage = health.watch(given);
    const found = findStore(storage, folder, "read");
    return new FoundStore(storage, health, folder, found.open.journal.head, false, undefined, found);
  }

  /** Finds a store to write to. Nothing is written, nor the lock taken, before `keep`: it may be damaged. */
  static toWrite(given: StoragePlatform, folder: string, takeOver: boolean, waitMs: number): FoundStore {
    const health = new Health();
    const storage = health.watch(given);
    const found = findStore(storage, folder, "write");
    try {
      if (!takeOver) WriterLock.requireFree(storage, folder);
    } catch (error) {
      closeAll(found.open);
      throw error;
    }
    return new FoundStore(
      storage,
      health,
      folder,
      found.open.journal.head,
      takeOver,
      undefined,
      found,
      waitMs,
    );
  }

  /**
   * Creates the folder of a store, and takes its lock; undefined if another process has created a store there
   * meanwhile.
   */
  static toCreate(
    given: StoragePlatform,
    folder: string,
    head: Omit<JournalHead, "storeId" | "features">,
  ): FoundStore | undefined {
    const health = new Health();
    const storage = health.watch(given);
    makeFolderDurably(storage, folder);
    const lock = acquire(storage, folder, { making: true });
    try {
      if (newestJournal(storage.disk.list(folder)) !== undefined) {
        lock.release(undefined, false);
        return undefined;
      }
      const storeId = storage.randomBytes(16);
      return new FoundStore(
        storage,
        health,
        folder,
        { ...head, storeId, features: 0 },
        false,
        lock,
        undefined,
      );
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Loads the store into an empty history. */
  load(core: HistoryCore): LoadedStore {
    const columns = new ColumnTable();
    const commits = new CommitTable(this.#storage, columns);
    const loaded = new LoadedStore(this.#storage, this.#folder, core, columns, commits);
    this.#loaded = loaded;
    if (this.#found !== undefined) loaded.take(this.#found);
    return loaded;
  }

  /** Takes the lock, if it is not taken, and keeps the history from now on. */
  keep(loaded: LoadedStore, options: StoreOptions): Store {
    const lock = this.#takeLock(loaded);
    const { core, columns, commits, indexSections } = loaded;
    const open = this.#found === undefined ? undefined : loaded.open;
    const store = new Store(
      this.#storage,
      this.#health,
      this.#folder,
      core,
      columns,
      commits,
      indexSections,
      options,
      lock,
      this.head,
      open,
    );
    // a writer that may be alive, or one of a copy by hard links, may yet write to its journal: this one begins its own
    const isShared = open !== undefined && (open.journal.file.linkCount?.() ?? 1) > 1;
    if (open === undefined || isShared || lock.previous === "taken") store.checkpoint();
    else open.journal.settle();
    store.mark();
    removeStrays(this.#storage, this.#folder, store.fileNames);
    core.sink = store;
    return store;
  }

  #takeLock(loaded: LoadedStore): WriterLock {
    if (this.#lock !== undefined) return this.#lock;
    const { journal, journalName } = loaded.open;
    const mark = journal.watermark(journalName);
    this.#lock = waitForLock(this.#storage, this.#folder, this.#waitMs, () =>
      acquire(this.#storage, this.#folder, { takeOver: this.#takeOver, mark }),
    );
    // frames written before this had the lock, and frames that a reader skips
    loaded.refresh("write");
    return this.#lock;
  }

  /** Closes what was opened, and gives the lock back. */
  abandon(): void {
    if (this.#loaded !== undefined) this.#loaded.close();
    if (this.#found !== undefined) closeAll(this.#found.open);
    this.#lock?.release();
  }
}

function acquire(storage: StoragePlatform, folder: string, options: WriterLockOptions): WriterLock {
  const epochs = storage.disk.list(folder).map((name) => parseAnyFileName(name)?.epoch ?? 0);
  return WriterLock.acquire(storage, folder, { ...options, epochMin: Math.max(0, ...epochs) + 1 });
}

/** Removes files that no journal lists, which a crash left behind. */
function removeStrays({ disk, joinPath }: StoragePlatform, folder: string, names: readonly string[]): void {
  for (const name of disk.list(folder)) {
    if (names.includes(name) || parseAnyFileName(name) === undefined) continue;
    try {
      disk.remove(joinPath(folder, name));
    } catch {
      // a file that another process has open cannot be removed everywhere; the next writer tries again
    }
  }
}

/**
 * Opens the newest journal and the files it continues from. A writer may replace them meanwhile: then it tries again.
 */
function findStore(storage: StoragePlatform, folder: string, mode: "read" | "write"): FoundFiles {
  for (let attempt = 1; ; attempt++) {
    // before the journal, which can only reach further by then
    const marks = watermarksOf(storage, folder);
    const name = newestJournal(storage.disk.list(folder));
    if (name === undefined) {
      throw new StoreError("NOT_A_STORE", folder, "expected a store, got a folder without a journal");
    }
    const opened: DiskFile[] = [];
    try {
      return openJournal(storage, folder, name, mode, marks, opened);
    } catch (error) {
      for (const file of opened) file.close();
      const isReplaced =
        systemCodeOf(error) === "ENOENT" && newestJournal(storage.disk.list(folder)) !== name;
      if (isReplaced && attempt < ATTEMPTS_MAX) continue;
      throw error instanceof CorruptStoreError ? explainForeignFiles(storage, folder, error) : error;
    }
  }
}

/** Why a store cannot be opened to be read; undefined if it can, or if it is not damage. */
export function damageOf(storage: StoragePlatform, folder: string): CorruptStoreError | undefined {
  try {
    if (folderKind(storage, folder) === "store") closeAll(findStore(storage, folder, "read").open);
    return undefined;
  } catch (error) {
    if (error instanceof CorruptStoreError) return error;
    if (error instanceof StoreError) return undefined;
    throw error;
  }
}

function openJournal(
  storage: StoragePlatform,
  folder: string,
  name: string,
  mode: "read" | "write",
  marks: readonly Watermark[],
  opened: DiskFile[],
): FoundFiles {
  const open = (path: string, how: "read" | "write"): DiskFile => {
    const file = storage.disk.open(path, how);
    opened.push(file);
    return file;
  };
  const file = open(storage.joinPath(folder, name), mode);
  const { journal, frames } = Journal.open(storage, file, false);
  for (const mark of marks) requireReach(storage, folder, journal, name, mark);
  const [base, ...rest] = frames;
  if (base?.kind !== "base")
    throw new CorruptStoreError(file.path, 0, "the journal does not say what it continues from");
  const manifest = decode(file.path, base.offset, (): Manifest => decodeManifest(base.body));
  const openEntry = (entry: FileEntry): OpenFile => {
    const path = storage.joinPath(folder, entry.name);
    try {
      const part = open(path, "read");
      requireFile(storage, part, entry, journal.head.storeId);
      return { ...entry, file: part };
    } catch (error) {
      const isGone = systemCodeOf(error) === "ENOENT" && newestJournal(storage.disk.list(folder)) === name;
      if (isGone)
        throw new CorruptStoreError(path, 0, `the file is missing, from which ${name} continues`, error);
      throw error;
    }
  };
  const [state, packs] = [openEntry(manifest.state), manifest.packs.map(openEntry)];
  return { open: { journal, journalName: name, state, packs }, frames: rest };
}

/** Throws a CorruptStoreError if a journal is not the last one, or is an earlier version. */
function requireReach(
  { joinPath }: StoragePlatform,
  folder: string,
  journal: Journal,
  name: string,
  mark: Watermark,
): void {
  const path = joinPath(folder, name);
  if (mark.storeId !== toHex(journal.head.storeId))
    throw new CorruptStoreError(path, 0, "the journal is of another store than its watermark");
  if (mark.journal > name) {
    const message = `the journal is missing; ${name} is an earlier one`;
    throw new CorruptStoreError(joinPath(folder, mark.journal), 0, message);
  }
  if (journal.reaches(mark, mark.journal === name)) return;
  const { offset, sequence } = journal.end;
  const message = `the journal is an earlier version: expected frames up to ${mark.sequence} and slot ${mark.turn}, got ${sequence} and ${journal.turn}`;
  throw new CorruptStoreError(path, offset, message);
}

function closeAll({ journal, state, packs }: OpenStore): void {
  for (const file of [journal.file, state.file, ...packs.map((pack) => pack.file)]) file.close();
}

/** Whether first parents lead from a commit to another one over commits whose records are in memory. */
function isReplayable(from: CommitNode | undefined, to: CommitNode | undefined): boolean {
  let at = from;
  while (at instanceof RecordCommit && at !== to) at = at.parent;
  return at === to;
}

/** A history with the contents of a store. A reader adds more when the writer commits. */
export class LoadedStore {
  readonly core: HistoryCore;
  #columns: ColumnTable;
  #commits: CommitTable;
  #indexSections: IndexSections;
  /** The files that were open before, the newest last: earlier views may still have to read from them. */
  readonly #retired: OpenStore[] = [];
  readonly #storage: StoragePlatform;
  readonly #folder: string;
  #open: OpenStore | undefined;

  constructor(
    storage: StoragePlatform,
    folder: string,
    core: HistoryCore,
    columns: ColumnTable,
    commits: CommitTable,
  ) {
    this.#storage = storage;
    this.#folder = folder;
    this.core = core;
    this.#columns = columns;
    this.#commits = commits;
    this.#indexSections = new IndexSections(storage);
  }

  get columns(): ColumnTable {
    return this.#columns;
  }

  get commits(): CommitTable {
    return this.#commits;
  }

  get indexSections(): IndexSections {
    return this.#indexSections;
  }

  /** Replaces the history by the contents of a store. */
  take({ open, frames }: FoundFiles): void {
    const { core } = this;
    const storage = this.#storage;
    this.#open = open;
    // new ones: columns and commits may have other numbers, and earlier views keep using the old ones
    this.#columns = new ColumnTable();
    this.#commits = new CommitTable(storage, this.#columns);
    this.#indexSections = new IndexSections(storage);
    const { columns, commits } = this;
    this.#clear();
    commits.assign(open.packs);
    core.forest.restore(commits);
    const isMixed = (open.journal.head.features & FEATURE_MIXED) !== 0;
    core.space.pool.nodes.isMixed ||= isMixed;
    core.space.pool.edges.isMixed ||= isMixed;
    const { file, sections } = open.state;
    const section = sections.find(({ kind }) => kind === SECTION.rest);
    if (section === undefined) throw new CorruptStoreError(file.path, 0, "the state is not whole");
    const base: ReplayedState = { head: undefined, working: undefined, operations: new OperationRecords() };
    const rest = readSection(storage, file, section);
    decode(file.path, section.offset, () => readRecords(rest, core, columns, base));
    for (let number = 0; number < columns.count; number++) {
      deferRows(storage, open.packs, columns, number, columns.columnOf(number));
    }
    this.#indexSections.assign(open.packs, columns);
    core.space.pool.edges.restoreEnds(() => loadEnds(storage, open.packs));
    const { head } = base;
    if (head === undefined) throw new CorruptStoreError(file.path, section.offset, "the state has no head");
    const read: ReplayedState = { head, working: base.working, operations: base.operations };
    this.#readFrames(frames, read);
    decode(file.path, 0, () => restoreState(storage, open.state, core, columns));
    core.head.set(head.branch, head.node);
    this.#finish(read);
  }

  /** Reads new frames; returns whether there were any. For readers, and for a writer once it has the lock. */
  refresh(mode: "read" | "write" = "read"): boolean {
    const { open } = this;
    const name = newestJournal(this.#list());
    if (name !== open.journalName) {
      const found = findStore(this.#storage, this.#folder, mode);
      if (mode === "read") this.#retired.push(open);
      else closeAll(open);
      if (this.#retired.length > RETIRED_MAX) closeAll(this.#retired.shift() as OpenStore);
      this.take(found);
      if (mode === "read") return true;
    }
    const frames = this.open.journal.readOn(mode === "write");
    if (frames.length === 0) return false;
    const { branch, node, space } = this.core;
    // a draft is void with the next frame, which may contain it again
    const draft = space.delta();
    if (!isEmptyDelta(draft)) space.discard(draft);
    const read: ReplayedState = {
      head: { branch, node },
      working: undefined,
      operations: new OperationRecords(),
    };
    const { done, undone } = this.core.operations;
    this.#readFrames(frames, read);
    for (const kind of OWNER_KINDS) space.elementsOf(kind).settle();
    this.#finish(read, { done, undone });
    return true;
  }

  #list(): string[] {
    const { disk } = this.#storage;
    if (disk.kindOf(this.#folder) === "folder") return disk.list(this.#folder);
    const message = "expected the folder of the open store, but it was moved or removed; open it where it is";
    throw new StoreError("STORE_GONE", this.#folder, message);
  }

  get open(): OpenStore {
    if (this.#open === undefined)
      throw new StoreError("STORE_CLOSED", this.#folder, "expected an open store");
    return this.#open;
  }

  verify(level: VerifyLevel): Iterable<Finding> {
    return verifyFiles(this.#storage, this.open, this.columns, this.commits, this.indexSections, level);
  }

  close(): void {
    for (const open of this.#retired.splice(0)) closeAll(open);
    if (this.#open !== undefined) closeAll(this.#open);
    this.#open = undefined;
  }

  #clear(): void {
    const { core } = this;
    for (const kind of KINDS) {
      const pool = poolOf(core, kind);
      pool.labelSets.restore([]);
      pool.restore(0, []);
    }
    core.space.pool.graph.restore(1, []);
    for (const refs of [core.branches, core.tags, core.remotes]) refs.clear();
    core.stashes.restore([]);
    for (const indices of Object.values(core.space.indices)) {
      indices.forgetStored();
      indices.retain([]);
    }
    core.space.rules.restore(NO_RULES);
    core.repository.setPolicies(NO_POLICIES);
  }

  #readFrames(frames: readonly Frame[], read: ReplayedState): void {
    const { path } = this.open.journal.file;
    for (const { kind, body, offset } of frames) {
      if (kind !== "transaction") throw new CorruptStoreError(path, offset, "a journal that begins twice");
      decode(path, offset, () => readRecords(body, this.core, this.columns, read));
    }
  }

  /** Moves to the head of the last frame. */
  #finish(
    { head, working, operations }: ReplayedState,
    before?: Pick<OperationLog, "done" | "undone">,
  ): void {
    const { core, columns } = this;
    const branch = head?.branch ?? null;
    if (head?.node === core.node) core.head.set(branch, head?.node);
    else if (isReplayable(head?.node, core.node)) core.head.replayTo(head?.node as CommitNode, branch);
    else moveTo(core, head?.node, branch, {}, "open");
    core.operations.restore(() => {
      const log = new OperationLog(() => {});
      if (before !== undefined) log.restore(() => before);
      readOperations(operations, core, columns, log);
      return log;
    });
    if (working !== undefined) core.space.replay(working);
  }
}
