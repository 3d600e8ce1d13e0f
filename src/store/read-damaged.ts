/**
 * Reads what can be read of a damaged store: of the newest journal with a readable base, the frames up to the first
 * incomplete one; if there is none, the packs by their own tables. Everything unreadable is a finding.
 */
import type { DiskFile, StoragePlatform } from "#platform";
import { CorruptStoreError } from "../errors.js";
import type { CommitNode } from "../history/commits/commit-node.js";
import { diffOf } from "../history/diff/diff.js";
import { HistoryCore } from "../history/repository/core.js";
import { Repository } from "../history/repository/repository.js";
import type { AttributeColumn } from "../pool/attribute-column.js";
import type { PooledEnds } from "../pool/pool.js";
import { parseType } from "../pool/value-type.js";
import { GraphSpace } from "../space/graph-space.js";
import { Bitmap } from "../structures/bitmap.js";
import type { ByteReader } from "../structures/byte-reader.js";
import { RowIndex } from "../structures/row-index.js";
import { ColumnTable } from "./codec/column-table.js";
import { OperationRecords, type ReplayedState, readRecords, readRows } from "./codec/record-reader.js";
import { KINDS } from "./codec/records.js";
import { parseFileName } from "./disk/file-names.js";
import { CommitTable } from "./files/commit-table.js";
import { type Frame, Journal, type JournalHead } from "./files/journal.js";
import { decodeManifest, type FileEntry } from "./files/manifest.js";
import { type OpenFile, readCatalogue } from "./files/pack.js";
import { decode, decodeSection, readTableAtEnd, SECTION, sectionsOf } from "./files/section-file.js";
import { mostCommonId, storeIdsOf } from "./folder.js";
import { Losses } from "./losses.js";

/** The readable contents of a damaged store. */
export interface Damaged {
  readonly head: Omit<JournalHead, "features">;
  /** A history that has all names, and whose space is empty. */
  readonly core: HistoryCore;
  /** The commits that can be read, each after its parents, and how many cannot. */
  readonly commits: readonly CommitNode[];
  readonly commitsLost: number;
  readonly losses: Losses;
  readonly place: { readonly branch: string | null; readonly node: CommitNode | undefined };
  /** Writes the state that was kept to a space as uncommitted changes; undefined if it cannot be read. */
  readonly takeState: ((space: GraphSpace) => void) | undefined;
  readonly findings: readonly CorruptStoreError[];
}

/** The files that a journal continues from, as far as they exist, and its frames. */
interface Files {
  readonly head: JournalHead | undefined;
  readonly packs: readonly OpenFile[];
  readonly state: OpenFile | undefined;
  readonly frames: readonly Frame[];
  readonly path: string;
  /** Whether the frames go on from a store without contents. */
  readonly isWhole: boolean;
}

/** Runs a function that may find damage, and records it. */
class Findings {
  readonly list: CorruptStoreError[] = [];

  try<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof CorruptStoreError)) throw error;
      this.list.push(error);
      return undefined;
    }
  }
}

export function readDamaged(storage: StoragePlatform, folder: string, opened: DiskFile[]): Damaged {
  const findings = new Findings();
  const open = (name: string): DiskFile | undefined => {
    const path = storage.joinPath(folder, name);
    if (storage.disk.kindOf(path) !== "file") {
      findings.list.push(new CorruptStoreError(path, 0, "the file is missing"));
      return undefined;
    }
    const file = storage.disk.open(path, "read");
    opened.push(file);
    return file;
  };
  const files = findFiles(storage, folder, open, findings);
  const catalogues = files.packs.map((pack) => catalogueOf(storage, pack, findings));
  const catalogue = catalogues.findLast((each) => each !== undefined);
  const head = files.head ?? catalogue?.head;
  if (head === undefined) throw new CorruptStoreError(folder, 0, "no file says what the store is");
  const core = new HistoryCore(new GraphSpace(head.directed), new Repository(() => 0), diffOf);
  const columns = new ColumnTable();
  const commits = new CommitTable(storage, columns);
  commits.assign(files.packs);
  core.forest.restore(commits);
  const losses = new Losses(core.space.pool.edges);
  const read: ReplayedState = { head: undefined, working: undefined, operations: new OperationRecords() };
  const rest =
    files.state === undefined ? undefined : findings.try(() => restOf(storage, files.state as OpenFile));
  // where nothing precedes the journal, its frames contain everything
  const parts = rest ?? catalogue?.parts ?? (files.isWhole ? new Uint8Array(0) : undefined);
  if (parts === undefined) throw new CorruptStoreError(folder, 0, "no file says what the columns are");
  findings.try(() => decode(files.path, 0, () => readRecords(parts, core, columns, read)));
  for (let number = 0; number < columns.count; number++) {
    deferReadable(storage, files.packs, columns, number, losses, findings);
  }
  core.space.pool.edges.restoreEnds(() => readableEnds(storage, files.packs, losses, findings));
  for (const { body, offset } of files.frames) {
    if (
      findings.try(() => decode(files.path, offset, () => readRecords(body, core, columns, read) ?? true)) ===
      undefined
    )
      break;
  }
  // nothing is taken for uncommitted: all ids that there are come from commits
  for (const kind of KINDS) core.space.elementsOf(kind).restore(new Bitmap(), new RowIndex(), []);
  core.space.graph.restore(Bitmap.of([0]), new RowIndex(), []);
  core.head.stateRoot.restore(() => []);
  const { list, lost } = readableCommits(core, files.packs[0]?.file.path ?? files.path, findings);
  const { state } = files;
  return {
    head,
    core,
    commits: list,
    commitsLost: lost,
    losses,
    place: read.head ?? { branch: "main", node: list.at(-1) },
    takeState:
      state === undefined
        ? undefined
        : (space) => takeState(storage, state, columns, losses, space, findings),
    findings: findings.list,
  };
}

function findFiles(
  storage: StoragePlatform,
  folder: string,
  openAny: (name: string) => DiskFile | undefined,
  findings: Findings,
): Files {
  const names = storage.disk.list(folder);
  const ids = storeIdsOf(storage, folder);
  const own = mostCommonId(ids);
  const isStrange = (name: string): boolean => (ids.get(name) ?? own) !== own;
  const open = (name: string): DiskFile | undefined => {
    if (!isStrange(name)) return openAny(name);
    findings.list.push(
      new CorruptStoreError(storage.joinPath(folder, name), 0, "the file is of another store"),
    );
    return undefined;
  };
  const named = (kind: string): string[] => names.filter((name) => parseFileName(name)?.kind === kind).sort();
  let head: JournalHead | undefined;
  for (const name of named("journal").toReversed()) {
    const file = open(name);
    const read = file && findings.try(() => Journal.openDamaged(storage, file));
    head ??= read?.journal.head;
    const [base, ...frames] = read?.frames ?? [];
    if (file === undefined || read === undefined || base?.kind !== "base") continue;
    const manifest = findings.try(() => decode(file.path, base.offset, () => decodeManifest(base.body)));
    if (manifest === undefined) continue;
    const { end } = read.journal;
    if (end.offset < file.size()) {
      findings.list.push(
        new CorruptStoreError(file.path, end.offset, "the journal is not whole from here on"),
      );
    }
    const openEntry = (entry: FileEntry): OpenFile[] => {
      const part = open(entry.name);
      return part === undefined ? [] : [{ ...entry, file: part }];
    };
    const entries = [manifest.state, ...manifest.packs];
    const isThere = ({ name: entry }: FileEntry): boolean => names.includes(entry) && !isStrange(entry);
    const others = [...named("pack"), ...named("state")].filter(
      (other) => !isStrange(other) && entries.every((entry) => entry.name !== other),
    );
    if (!entries.some(isThere) && others.length > 0) {
      const message = `the journal continues from missing files, and ${others.join(", ")} are there`;
      findings.list.push(new CorruptStoreError(file.path, base.offset, message));
      continue;
    }
    const [state] = openEntry(manifest.state);
    const packs = manifest.packs.flatMap(openEntry);
    return { head, packs, state, frames, path: file.path, isWhole: manifest.packs.length === 0 };
  }
  const byTable = (name: string): OpenFile[] => {
    const file = open(name);
    const sections = file && findings.try(() => readTableAtEnd(storage, file));
    return file === undefined || sections === undefined
      ? []
      : [{ name, file, sections, sizeBytes: file.size() }];
  };
  const packs = named("pack").flatMap(byTable);
  const state = named("state").toReversed().flatMap(byTable).at(0);
  return { head, packs, state, frames: [], path: state?.file.path ?? "", isWhole: false };
}

function catalogueOf(
  storage: StoragePlatform,
  { file, sections }: OpenFile,
  findings: Findings,
): ReturnType<typeof readCatalogue> | undefined {
  const section = sections.find(({ kind }) => kind === SECTION.catalogue);
  return section && findings.try(() => decodeSection(storage, file, section, readCatalogue));
}

function restOf(storage: StoragePlatform, { file, sections }: OpenFile): Uint8Array {
  const section = sections.find(({ kind }) => kind === SECTION.rest);
  if (section === undefined) throw new CorruptStoreError(file.path, 0, "the state is not whole");
  return decodeSection(storage, file, section, (reader: ByteReader) => reader.raw(reader.left));
}

/** Defers a column's readable rows, with substitutes for those that cannot be read. */
function deferReadable(
  storage: StoragePlatform,
  packs: readonly OpenFile[],
  columns: ColumnTable,
  number: number,
  losses: Losses,
  findings: Findings,
): void {
  const parts = sectionsOf(packs, SECTION.rows, number);
  const last = parts.at(-1)?.section;
  if (last === undefined) return;
  const fill = (stored: AttributeColumn, end: number): void => {
    const first = stored.rowCount;
    if (first >= end) return;
    losses.loseRows(stored, first, end);
    const value = someValue(stored);
    stored.appendEach(new Uint32Array(end - first), new Array(end - first).fill(value));
  };
  columns.columnOf(number).restore({
    rowCount: last.first + last.count,
    load(stored) {
      for (const { file, section } of parts) {
        // rows of a missing pack
        fill(stored, section.first);
        findings.try(() =>
          decodeSection(storage, file, section, (reader) => readRows(reader, columns, number)),
        );
        fill(stored, section.first + section.count);
      }
    },
  });
}

/** Some value that a column takes. */
function someValue({ type }: AttributeColumn): unknown {
  const parsed = parseType(type);
  if (parsed?.kind === "vector") return new Float32Array(parsed.dimensions);
  if (parsed?.kind === "list") return [];
  const byType = { bool: false, utf8: "", binary: new Uint8Array(0), int64: 0n } as Record<string, unknown>;
  return byType[type] ?? 0;
}

function readableEnds(
  storage: StoragePlatform,
  packs: readonly OpenFile[],
  losses: Losses,
  findings: Findings,
): PooledEnds {
  const parts = sectionsOf(packs, SECTION.ends, 0);
  const last = parts.at(-1)?.section;
  const count = last === undefined ? 0 : last.first + last.count;
  const [sources, targets] = [new Uint32Array(count), new Uint32Array(count)];
  let next = 0;
  for (const { file, section } of parts) {
    const { first, count: own } = section;
    if (first > next) losses.loseEdges(next, first);
    next = first + own;
    const ends = findings.try(() =>
      decodeSection(storage, file, section, (reader) => [
        reader.numbers(Uint32Array, own),
        reader.numbers(Uint32Array, own),
      ]),
    );
    if (ends === undefined) losses.loseEdges(first, next);
    sources.set(ends?.[0] ?? [], first);
    targets.set(ends?.[1] ?? [], first);
  }
  return [sources, targets];
}

function readableCommits(
  { forest }: HistoryCore,
  path: string,
  findings: Findings,
): { list: CommitNode[]; lost: number } {
  const list: CommitNode[] = [];
  for (let ordinal = 0; ordinal < forest.size; ordinal++) {
    const node = findings.try(() =>
      decode(path, 0, () => {
        const found = forest.at(ordinal);
        // all that is going to be asked for
        return [found.commit, found.leaves, found.delta, found.parents].every(Boolean) ? found : undefined;
      }),
    );
    if (node !== undefined) list.push(node);
  }
  return { list, lost: forest.size - list.length };
}

/** Writes a state to an empty space. */
function takeState(
  storage: StoragePlatform,
  { file, sections }: OpenFile,
  columns: ColumnTable,
  losses: Losses,
  space: GraphSpace,
  findings: Findings,
): void {
  for (const section of sections) {
    // of a state that goes with other packs, columns may be unknown
    findings.try(() =>
      decode(file.path, section.offset, () =>
        takeSection(storage, file, section, columns, losses, space, findings),
      ),
    );
  }
  space.structureVersion++;
}

function takeSection(
  storage: StoragePlatform,
  file: DiskFile,
  section: OpenFile["sections"][number],
  columns: ColumnTable,
  losses: Losses,
  space: GraphSpace,
  findings: Findings,
): void {
  const elements = space.elementsOf(KINDS[section.key] ?? "node");
  const has = (id: number): boolean => elements.kind === "node" || losses.hasEdge(id);
  if (section.kind === SECTION.live) {
    const live = findings.try(() => decodeSection(storage, file, section, Bitmap.read));
    live?.forEach((id) => {
      if (has(id)) elements.revive(id);
    });
  } else if (section.kind === SECTION.labelRows) {
    const rows = findings.try(() => decodeSection(storage, file, section, RowIndex.read));
    for (let id = 0; id < (rows?.length ?? 0); id++) elements.setLabelSet(id, rows?.get(id) ?? -1);
  } else if (section.kind === SECTION.cellRows)
    takeCells(storage, file, section, columns, losses, space, findings);
}

function takeCells(
  storage: StoragePlatform,
  file: DiskFile,
  section: OpenFile["sections"][number],
  columns: ColumnTable,
  losses: Losses,
  space: GraphSpace,
  findings: Findings,
): void {
  const { kind, stored } = columns.at(section.key);
  const elements = space.elementsOf(kind);
  const rows = findings.try(() => decodeSection(storage, file, section, RowIndex.read));
  if (rows === undefined) return;
  const attribute = elements.bind(stored);
  for (let id = 0; id < rows.length; id++) {
    const row = rows.get(id);
    if (row >= 0 && losses.has(stored, row)) elements.setRow(attribute, id, row);
  }
}
