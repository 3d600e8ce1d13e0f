/**
 * A store: persists the events of a history. Each verb is a frame of the journal; once that has grown, or if one verb
 * is large, packs and a state are written and a new journal continues from them. Over 500 lines, since frames and
 * checkpoints persist the same things with the same bookkeeping.
 */
import type { Codec, DiskFile, StoragePlatform } from "#platform";
import { CorruptStoreError, GroggyError, StoreError } from "../errors.js";
import type { HistoryCore } from "../history/repository/core.js";
import type { Finding, VerifyLevel } from "../history/repository/finding.js";
import type { OperationEvent } from "../history/repository/operation-log.js";
import type { RefChange } from "../history/repository/refs.js";
import type { HistorySink } from "../history/repository/sink.js";
import type { StashEvent } from "../history/repository/stashes.js";
import { isTypeOfFormat1, type ValueType } from "../pool/value-type.js";
import { type Delta, isEmptyDelta, NO_DELTA } from "../space/deltas/delta.js";
import { hasSettings } from "../space/index/value-index.js";
import { ByteWriter } from "../structures/byte-writer.js";
import type { ColumnTable } from "./codec/column-table.js";
import {
  type IndexChange,
  indicesOf,
  type Marks,
  marksOf,
  policiesOf,
  rulesOf,
  writeCatalogue,
  writeCommits,
  writeContents,
  writeEvents,
} from "./codec/record-writer.js";
import { fileName, parseAnyFileName, UNFINISHED } from "./disk/file-names.js";
import type { Health } from "./disk/health.js";
import { CommitTable } from "./files/commit-table.js";
import type { IndexPart, IndexSections } from "./files/index-sections.js";
import {
  FEATURE_ATTRIBUTES,
  FEATURE_INDEX_SECTIONS,
  FEATURE_INDICES,
  FEATURE_MIXED,
  FEATURE_POLICIES,
  FEATURE_RULES,
  FEATURE_SEARCH,
  FEATURE_TYPES,
  Journal,
  type JournalHead,
} from "./files/journal.js";
import { encodeManifest } from "./files/manifest.js";
import type { OpenStore } from "./files/open-files.js";
import { countKept, marksOfPacks, type OpenFile, writePack } from "./files/pack.js";
import { SECTION } from "./files/section-file.js";
import { writeState } from "./files/state-file.js";
import { verifyFiles } from "./files/verify-files.js";
import { type Watermark, writeWatermark } from "./lock/watermark.js";
import type { WriterLock } from "./lock/writer-lock.js";

/**
 * When a commit is durable. `full`: when it returns. `group`: a hundredth of a second later at most, so that several
 * share one sync. `none`: when the system pleases, or with `flush` and `close`.
 */
export type Durability = "full" | "group" | "none";

export interface StoreOptions {
  readonly durability: Durability;
  readonly compression: Codec;
  /** Whether uncommitted changes are kept: with each verb, `flush`, `close`, and every second. */
  readonly autosave: boolean;
}

/** The longest a commit waits for its sync where they are grouped. */
export const GROUP_MS = 10;
export const AUTOSAVE_MS = 1000;
/** A verb that brings more than about so much goes into a pack at once, and not into the journal first. */
const FRAME_BYTES_MAX = 2 ** 22;
const GUESSED_ROWS_MAX = 4096;
const GUESSED_ROW_BYTES = 64;
/**
 * A journal is replaced once it is larger than this and than half the state that would be written: it is read as a
 * whole by who opens the store after an end without `close`, and a state costs each of its bytes again.
 */
const JOURNAL_BYTES_MAX = 2 ** 18;
const STATE_SHARE = 2;
/**
 * A journal larger than this is replaced when the store is closed, or when nothing was kept for a while, so that it
 * opens fast: a process that waits for work is mostly ended without `close`.
 */
const QUIET_JOURNAL_BYTES_MAX = 2 ** 16;
export const QUIET_MS = 2000;

export class Store implements HistorySink {
  readonly folder: string;
  readonly #storage: StoragePlatform;
  readonly #core: HistoryCore;
  readonly #columns: ColumnTable;
  #commits: CommitTable;
  readonly #indexSections: IndexSections;
  readonly #options: StoreOptions;
  readonly #lock: WriterLock;
  readonly #head: JournalHead;
  #open: OpenStore | undefined;
  #marks: Marks;
  /** The events since the last write: of each name the last change. */
  #refs = new Map<string, RefChange>();
  #operations: OperationEvent[] = [];
  #stashes: StashEvent[] = [];
  #keptIndices: readonly IndexChange[] = [];
  #keptIndexVersion = -1;
  #keptRulesVersion = -1;
  #keptPoliciesVersion = -1;
  readonly #health: Health;
  #isClosed = false;
  /** Whether frames were written that are not synced. */
  #isAhead = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #autosave: ReturnType<typeof setInterval> | undefined;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  /** The draft: the uncommitted changes that were kept last, on top of the head that was. */
  #kept: Delta;
  /** The watermark in the files beside the journal. */
  #mark: Watermark | undefined;
  #journalBytesMax = JOURNAL_BYTES_MAX;
  readonly #writer = new ByteWriter();

  constructor(
    storage: StoragePlatform,
    health: Health,
    folder: string,
    core: HistoryCore,
    columns: ColumnTable,
    commits: CommitTable,
    indexSections: IndexSections,
    options: StoreOptions,
    lock: WriterLock,
    head: JournalHead,
    open: OpenStore | undefined,
  ) {
    this.#storage = storage;
    this.#health = health;
    this.folder = folder;
    this.#core = core;
    this.#columns = columns;
    this.#commits = commits;
    this.#indexSections = indexSections;
    this.#options = options;
    this.#lock = lock;
    this.#head = head;
    this.#open = open;
    this.#marks = marksOf(core, columns);
    this.#takeIndices();
    const draft = core.space.delta();
    this.#kept = options.autosave || !isEmptyDelta(draft) ? draft : NO_DELTA;
    if (options.autosave) {
      this.#autosave = setInterval(() => this.#saveQuietly(), AUTOSAVE_MS);
      unref(this.#autosave);
    }
  }

  // Events of the history

  // the lock is looked at right before anything is written, and after it: a look takes two system calls
  check(): void {
    this.checkOpen();
  }

  #checkWriter(): void {
    this.checkOpen();
    this.#lock.check();
  }

  /** Throws unless elements may be written: quick, since it is asked for each of them. */
  checkOpen(): void {
    if (this.#isClosed)
      throw new StoreError("STORE_CLOSED", this.folder, "expected an open store, got one that was closed");
    if (this.#health.failure !== undefined) {
      const message =
        "expected a store that takes writes, got one of which a write or a sync failed before; open it again";
      throw new StoreError("STORE_FAILED", this.folder, message, {}, this.#health.failure);
    }
  }

  refChanged(change: RefChange): void {
    this.#refs.set(`${change.kind} ${change.name}`, change);
  }

  operationsChanged(event: OperationEvent): void {
    // only what was pushed last, and was not kept, is ever taken back
    if (event.kind === "retract" && this.#operations.at(-1)?.kind === "push") this.#operations.pop();
    else this.#operations.push(event);
  }

  stashesChanged(event: StashEvent): void {
    this.#stashes.push(event);
  }

  persist(): void {
    this.#checkWriter();
    const marks = marksOf(this.#core, this.#columns);
    const draft = this.#draftOfVerb();
    if (this.#needsFeatures() || this.#sizeOf(marks) > FRAME_BYTES_MAX) {
      this.#checkpoint(marks, draft, false);
      return;
    }
    this.#append(marks, draft);
    const { journal, state } = this.#opened();
    if (journal.end.offset > Math.max(this.#journalBytesMax, state.sizeBytes / STATE_SHARE))
      this.#checkpointIfPossible(marks, draft);
    this.#checkpointWhenQuiet();
  }

  /** Whether there is something to persist that only a journal with more features may speak of. */
  #needsFeatures(): boolean {
    const { features } = this.#opened().journal.head;
    return (
      (this.#indexChanges().length > 0 && (features & FEATURE_INDICES) === 0) ||
      ((features & FEATURE_SEARCH) === 0 && this.#indexChanges().some(({ kind }) => hasSettings(kind))) ||
      ((features & FEATURE_TYPES) === 0 && this.#hasLaterTypes()) ||
      ((features & FEATURE_ATTRIBUTES) === 0 && this.#hasAttributes()) ||
      ((features & FEATURE_MIXED) === 0 && this.#isMixed()) ||
      (this.#rulesChanged() && (features & FEATURE_RULES) === 0) ||
      (this.#policiesChanged() && (features & FEATURE_POLICIES) === 0)
    );
  }

  /** Lets a checkpoint be made once nothing was kept for a while. */
  #checkpointWhenQuiet(): void {
    if (this.#quiet !== undefined) {
      refresh(this.#quiet);
      return;
    }
    this.#quiet = setTimeout(() => {
      this.#quiet = undefined;
      if (this.#isClosed || this.#health.failure !== undefined) return;
      try {
        if (!this.#isCheckpointWorthwhile) return;
        this.#checkWriter();
        this.#sync();
        this.#checkpointIfPossible(marksOf(this.#core, this.#columns), this.#draftAtRest());
      } catch (error) {
        // nobody is there to be told: the next verb finds that the lock or the sync is lost
        if (!(error instanceof GroggyError)) throw error;
      }
    }, QUIET_MS);
    unref(this.#quiet);
  }

  /** Whether the draft, where one is kept, is not what is uncommitted now. */
  isStale(): boolean {
    if (this.#indexVersion() !== this.#keptIndexVersion || this.#rulesChanged() || this.#policiesChanged())
      return true;
    const { nodes, edges, graph } = this.#draftOfVerb();
    return nodes !== this.#kept.nodes || edges !== this.#kept.edges || graph !== this.#kept.graph;
  }

  /** Whether there are other rules by label than those kept last. */
  #rulesChanged(): boolean {
    return this.#core.space.rules.version !== this.#keptRulesVersion;
  }

  /** Whether there are other policies of merges than those kept last. */
  #policiesChanged(): boolean {
    return this.#core.repository.policiesVersion !== this.#keptPoliciesVersion;
  }

  /** Grows with every change of the list of indices. */
  #indexVersion(): number {
    const { node, edge } = this.#core.space.indices;
    return node.version + edge.version;
  }

  /** Whether a column has a type that readers of journals without features do not know. */
  #hasLaterTypes(): boolean {
    const { nodes, edges, graph } = this.#core.space.pool;
    const isLater = ({ type }: { readonly type: ValueType }): boolean => !isTypeOfFormat1(type);
    return [...nodes.columns(), ...edges.columns(), ...graph.columns()].some(isLater);
  }

  /** Whether any state has had attributes of the graph itself, or the schema declares some. */
  #hasAttributes(): boolean {
    for (const _ of this.#core.space.pool.graph.columns()) return true;
    return false;
  }

  #isMixed(): boolean {
    const { nodes, edges, graph } = this.#core.space.pool;
    return nodes.isMixed || edges.isMixed || graph.isMixed;
  }

  /** The changes of indices since the last write. */
  #indexChanges(): IndexChange[] {
    if (this.#indexVersion() === this.#keptIndexVersion) return [];
    const now = indicesOf(this.#core);
    const has = (list: readonly IndexChange[], { element, kind, name, settings }: IndexChange): boolean =>
      list.some(
        (each) =>
          each.element === element &&
          each.kind === kind &&
          each.name === name &&
          JSON.stringify(each.settings) === JSON.stringify(settings),
      );
    const gone = this.#keptIndices.filter((index) => !has(now, index));
    const come = now.filter((index) => !has(this.#keptIndices, index));
    return [...gone.map((index) => ({ ...index, isThere: false })), ...come];
  }

  /** The draft once a verb is done: an existing draft is kept by verbs after opening the store. */
  #draftOfVerb(): Delta {
    return this.#options.autosave || !isEmptyDelta(this.#kept) ? this.#core.space.delta() : NO_DELTA;
  }

  /** The draft where no verb was run: without `autosave` what is changed by hand is no part of it. */
  #draftAtRest(): Delta {
    return this.#options.autosave ? this.#core.space.delta() : this.#kept;
  }

  rewrite(): void {
    this.checkOpen();
    // rows and commits have other numbers than the journal knows: only a new one can go on
    this.#health.guard(() => {
      this.#lock.check();
      this.#commits.forgetSkips();
      this.#columns.clear();
      this.#checkpoint(marksOf(this.#core, this.#columns), this.#draftOfVerb(), true);
    });
  }

  /** The approximate number of bytes to persist. */
  #sizeOf(marks: Marks): number {
    const count = (now: readonly number[], before: readonly number[]): number =>
      now.reduce((sum, each, i) => sum + each - (before[i] ?? 0), 0);
    let sizeBytes = (marks.elements[1] - this.#marks.elements[1]) * 8;
    for (let number = 0; number < marks.rows.length; number++) {
      const rows = marks.rows[number] - (this.#marks.rows[number] ?? 0);
      if (rows > 0) sizeBytes += rows * this.#rowBytes(number, rows);
    }
    return sizeBytes + count(marks.labelSets, this.#marks.labelSets) * 16;
  }

  /** About what a row of a column takes; looking takes time, so that few rows are guessed. */
  #rowBytes(number: number, rows: number): number {
    if (rows < GUESSED_ROWS_MAX) return GUESSED_ROW_BYTES;
    const { byteLength, rowCount } = this.#columns.columnOf(number);
    return Math.ceil(byteLength / rowCount);
  }

  // The journal

  #append(marks: Marks, working: Delta): void {
    const { journal } = this.#opened();
    const before = journal.end;
    const writer = this.#writer.reset();
    writeCatalogue(writer, this.#core, this.#columns, this.#marks);
    writeContents(writer, this.#core, this.#columns, this.#marks);
    writeCommits(writer, this.#core, this.#columns, this.#marks);
    writeEvents(writer, this.#core, this.#columns, {
      refs: this.#refs.values(),
      operations: this.#operations,
      stashes: this.#stashes,
      indices: this.#indexChanges(),
      rules: this.#rulesChanged() ? this.#core.space.rules.byLabel : undefined,
      policies: this.#policiesChanged() ? this.#core.repository.policies : undefined,
      working,
    });
    try {
      journal.append("transaction", writer.bytes());
    } catch (error) {
      journal.retreat(before);
      throw error;
    }
    if (this.#options.durability === "full") this.#health.guard(() => journal.sync());
    else this.#syncLater();
    // a writer that took over meanwhile may not have seen the frame
    this.#checkWritten();
    if (this.#options.durability === "full") this.#checkJournal();
    this.#taken(marks, working);
  }

  /** Checks the lock after a write: if its holder cannot be determined, nothing more may be written. */
  #checkWritten(): void {
    try {
      this.#lock.check();
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== "STORE_FENCED") this.#health.fail(error);
      throw error;
    }
  }

  /** Checks, after a sync, that the journal is the file of its name still: one that was removed keeps nothing. */
  #checkJournal(): void {
    const { journal, journalName } = this.#opened();
    const path = this.#path(journalName);
    if (journal.file.isAt?.(path) !== false) return;
    const message = "expected the journal of the open store, but it was moved or removed";
    const error = new StoreError("STORE_GONE", path, message, { epoch: this.#lock.epoch });
    this.#health.fail(error);
    throw error;
  }

  #taken(marks: Marks, working: Delta): void {
    this.#marks = marks;
    this.#kept = working;
    this.#refs.clear();
    this.#operations = [];
    this.#stashes = [];
    this.#takeIndices();
  }

  #takeIndices(): void {
    this.#keptRulesVersion = this.#core.space.rules.version;
    this.#keptPoliciesVersion = this.#core.repository.policiesVersion;
    if (this.#indexVersion() === this.#keptIndexVersion) return;
    this.#keptIndices = indicesOf(this.#core);
    this.#keptIndexVersion = this.#indexVersion();
  }

  #syncLater(): void {
    this.#isAhead = true;
    if (this.#options.durability === "none" || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      try {
        this.#sync();
      } catch (error) {
        // there is no caller to throw to; the next verb throws
        this.#health.fail(error);
      }
    }, GROUP_MS);
    unref(this.#timer);
  }

  #sync(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#isAhead) return;
    this.#isAhead = false;
    this.#health.guard(() => this.#opened().journal.sync());
    this.#checkWritten();
    this.#checkJournal();
  }

  /** Makes durable all that was committed, and with `autosave` uncommitted changes as well. */
  flush(): void {
    this.#checkWriter();
    if (this.#options.autosave && this.isStale()) {
      const marks = marksOf(this.#core, this.#columns);
      if (this.#needsFeatures()) this.#checkpoint(marks, this.#draftAtRest(), false);
      else this.#append(marks, this.#draftAtRest());
    }
    this.#sync();
  }

  /** The files of the store, which hold all that was committed, to be copied before anything else is done. */
  openForBackup(): OpenStore {
    this.#checkWriter();
    return this.#opened();
  }

  #saveQuietly(): void {
    try {
      if (this.#health.failure === undefined && this.isStale()) this.flush();
    } catch (error) {
      if (!(error instanceof GroggyError)) throw error;
    }
  }

  verify(level: VerifyLevel): Iterable<Finding> {
    return verifyFiles(
      this.#storage,
      this.#opened(),
      this.#columns,
      this.#commits,
      this.#indexSections,
      level,
    );
  }

  // Checkpoints

  /** Writes packs and a state and begins a new journal, even if little has happened. */
  checkpoint(): void {
    this.#checkWriter();
    this.#checkpoint(marksOf(this.#core, this.#columns), this.#draftAtRest(), false);
  }

  /** As `checkpoint`, where everything is durable already: if memory is short, the journal keeps growing. */
  #checkpointIfPossible(marks: Marks, working: Delta): void {
    try {
      this.#checkpoint(marks, working, false);
    } catch (error) {
      if (
        !(error instanceof StoreError) ||
        this.#health.failure !== undefined ||
        error instanceof CorruptStoreError
      )
        throw error;
      this.#journalBytesMax = this.#opened().journal.end.offset * 2;
    }
  }

  #checkpoint(marks: Marks, working: Delta, isRewrite: boolean): void {
    const before = this.#open;
    const packs = before?.packs ?? [];
    const newBytes =
      this.#sizeOf(marks) + (before?.journal.end.offset ?? 0) + sizeOf(this.#indexParts(packs));
    const kept = isRewrite ? [] : packs.slice(0, countKept(packs, newBytes));
    const made: string[] = [];
    const opened: DiskFile[] = [];
    try {
      const since = marksOfPacks(kept);
      const known = isRewrite ? undefined : this.#commits;
      const indexParts = this.#indexParts(kept);
      const pack =
        hasMore(marks, since) || indexParts.length > 0
          ? this.#make("pack", made, opened, (file) =>
              writePack(
                this.#storage,
                file,
                this.#options.compression,
                this.#head,
                this.#core,
                this.#columns,
                known,
                since,
                indexParts,
              ),
            )
          : undefined;
      const state = this.#make("state", made, opened, (file) =>
        writeState(
          this.#storage,
          file,
          this.#options.compression,
          this.#head.storeId,
          this.#core,
          this.#columns,
          working,
        ),
      );
      const allPacks = pack === undefined ? kept : [...kept, pack];
      const hasIndexSections = allPacks.some(({ sections }) =>
        sections.some(({ kind }) => kind === SECTION.index || kind === SECTION.checksums),
      );
      const { journal, journalName } = this.#beginJournal(
        encodeManifest({ state, packs: allPacks }),
        hasIndexSections ? FEATURE_INDEX_SECTIONS : 0,
        made,
        opened,
      );
      this.#open = { journal, journalName, state, packs: allPacks };
    } catch (error) {
      this.#discard(made, opened);
      throw error;
    }
    this.#isAhead = false;
    this.#journalBytesMax = JOURNAL_BYTES_MAX;
    // commits that were there before a rewrite have been read, and go on asking the old table for each other
    if (isRewrite) this.#commits = new CommitTable(this.#storage, this.#columns);
    this.#commits.assign(this.#open.packs);
    this.#indexSections.assign(this.#open.packs, this.#columns);
    this.#taken(marks, working);
    if (before === undefined) return;
    // acknowledged commits are durable whether or not this succeeds
    this.#health.quietly(() => this.mark());
    this.#retire(before, this.#open);
  }

  /** The sections of indices that a checkpoint writes if some packs stay. */
  #indexParts(kept: readonly OpenFile[]): IndexPart[] {
    const { pool, indices } = this.#core.space;
    return [
      ...this.#indexSections.parts(indices.node, pool.nodes.columns(), this.#columns, kept),
      ...this.#indexSections.parts(indices.edge, pool.edges.columns(), this.#columns, kept),
    ];
  }

  /** Whether a checkpoint would keep something that takes long to make or to read anew. */
  get #isCheckpointWorthwhile(): boolean {
    const { journal, packs } = this.#opened();
    return journal.end.offset > QUIET_JOURNAL_BYTES_MAX || this.#indexParts(packs).length > 0;
  }

  /** Notes beside the journal how far the store reaches: all of that is durable. */
  mark(): void {
    this.#writeMark();
    this.#lock.mark(this.#mark as Watermark);
  }

  #writeMark(): void {
    const { journal, journalName } = this.#opened();
    const mark = journal.watermark(journalName);
    this.#lock.check();
    const { sequence, turn } = this.#mark ?? {};
    if (this.#mark?.journal === journalName && sequence === mark.sequence && turn === mark.turn) return;
    writeWatermark(this.#storage, this.folder, mark);
    this.#mark = mark;
  }

  /** Makes a file of sections. */
  #make(
    kind: "pack" | "state",
    made: string[],
    opened: DiskFile[],
    write: (file: DiskFile) => Pick<OpenFile, "sections" | "sizeBytes">,
  ): OpenFile {
    const name = this.#newName(kind);
    const file = this.#storage.disk.open(this.#path(name), "create");
    made.push(name);
    opened.push(file);
    return { name, file, ...write(file) };
  }

  /** Begins a journal: once its name is durable, it defines the store. */
  #beginJournal(
    base: Uint8Array,
    more: number,
    made: string[],
    opened: DiskFile[],
  ): Pick<OpenStore, "journal" | "journalName"> {
    const { disk } = this.#storage;
    const name = this.#newName("journal");
    const unfinished = this.#path(name + UNFINISHED);
    const file = disk.open(unfinished, "create");
    made.push(name + UNFINISHED);
    opened.push(file);
    const sequence = this.#open?.journal.end.sequence ?? 0;
    const indices = indicesOf(this.#core);
    const features =
      more |
      (indices.length > 0 ? FEATURE_INDICES : 0) |
      (indices.some(({ kind }) => hasSettings(kind)) ? FEATURE_SEARCH : 0) |
      (this.#hasLaterTypes() ? FEATURE_TYPES : 0) |
      (this.#hasAttributes() ? FEATURE_ATTRIBUTES : 0) |
      (this.#isMixed() ? FEATURE_MIXED : 0) |
      (rulesOf(this.#core) === undefined ? 0 : FEATURE_RULES) |
      (policiesOf(this.#core) === undefined ? 0 : FEATURE_POLICIES);
    const head = { ...this.#head, features };
    const journal = Journal.create(this.#storage, file, head, sequence, base);
    // the names of packs and state have to be durable before any journal lists them
    disk.syncFolder(this.folder);
    this.#lock.check();
    // from here on another writer may continue from the new journal, so no file that it lists may be removed
    made.length = 0;
    this.#health.guard(() => {
      disk.rename(unfinished, this.#path(name));
      disk.syncFolder(this.folder);
    });
    // a writer that took over before the name was there continues from the previous journal
    this.#checkWritten();
    return { journal, journalName: name };
  }

  /** The names of the files that the store consists of. */
  get fileNames(): string[] {
    const { journalName, state, packs } = this.#opened();
    return [journalName, state.name, ...packs.map(({ name }) => name)];
  }

  #newName(kind: "journal" | "pack" | "state"): string {
    const numbers = this.#storage.disk.list(this.folder).map((name) => parseAnyFileName(name)?.number ?? 0);
    return fileName(kind, this.#lock.epoch, Math.max(0, ...numbers) + 1);
  }

  #path(name: string): string {
    return this.#storage.joinPath(this.folder, name);
  }

  /** Removes files that came to nothing; if that fails as well, the next writer does it. */
  #discard(names: readonly string[], files: readonly DiskFile[]): void {
    for (const file of files) ignoreErrors(() => file.close());
    for (const name of names.toReversed()) ignoreErrors(() => this.#storage.disk.remove(this.#path(name)));
  }

  /** Removes files that the new journal does not list. */
  #retire(before: OpenStore, now: OpenStore): void {
    const gone = [before.state, ...before.packs].filter(
      (old) => old !== now.state && !now.packs.includes(old),
    );
    const files = [before.journal.file, ...gone.map(({ file }) => file)];
    this.#discard([before.journalName, ...gone.map(({ name }) => name)].toReversed(), files);
  }

  #opened(): OpenStore {
    if (this.#open !== undefined) return this.#open;
    throw new StoreError("STORE_CLOSED", this.folder, "expected an open store, got one that was closed");
  }

  /** Flushes, releases the lock and closes all files. Has no effect a second time. */
  close(): void {
    if (this.#isClosed) return;
    try {
      if (this.#health.failure === undefined) {
        this.flush();
        if (this.#isCheckpointWorthwhile)
          this.#checkpointIfPossible(marksOf(this.#core, this.#columns), this.#draftAtRest());
        this.#health.quietly(() => this.#writeMark());
        this.#lock.release(this.#mark);
      }
    } finally {
      this.abandon();
    }
  }

  /** Closes all files as they are. */
  abandon(): void {
    this.#isClosed = true;
    this.#lock.abandon();
    clearTimeout(this.#timer);
    clearTimeout(this.#quiet);
    clearInterval(this.#autosave);
    const { journal, state, packs } = this.#open ?? {};
    for (const file of [journal?.file, state?.file, ...(packs ?? []).map((pack) => pack.file)]) {
      ignoreErrors(() => file?.close());
    }
  }
}

function hasMore({ elements, rows, commits }: Marks, since: ReturnType<typeof marksOfPacks>): boolean {
  if (elements[1] > since.edges || commits > since.commits) return true;
  return rows.some((count, number) => count > (since.rows[number] ?? 0));
}

function sizeOf(parts: readonly IndexPart[]): number {
  return parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

function ignoreErrors(action: () => void): void {
  try {
    action();
  } catch {
    // files left behind are removed when the store is next opened
  }
}

/** Begins the time of a timer anew. */
function refresh(timer: unknown): void {
  (timer as { refresh?: () => void }).refresh?.();
}

/** Lets the process end although a timer is set. */
function unref(timer: unknown): void {
  (timer as { unref?: () => void }).unref?.();
}
