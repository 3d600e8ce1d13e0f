/**
 * Salvage: makes a new store of what can be read of a damaged one. Commits are made once more, in their order, without
 * the values and edges that cannot be read; a commit that lost nothing, nor any before it, keeps its id. Where the
 * present commit is lost but its state is not, that becomes a commit of its own. Nothing is written to the old store.
 */
import type { DiskFile, StoragePlatform } from "#platform";
import { CorruptStoreError, StoreError } from "../errors.js";
import type { CommitNode } from "../history/commits/commit-node.js";
import { diffOf } from "../history/diff/diff.js";
import { HistoryCore } from "../history/repository/core.js";
import type { RefKind, RefTarget } from "../history/repository/refs.js";
import { Repository } from "../history/repository/repository.js";
import { moveTo } from "../history/repository/working-changes.js";
import { gc } from "../history/verbs/gc.js";
import { canonicalJson } from "../pool/json-column.js";
import type { GraphSpace } from "../space/graph-space.js";
import { ColumnTable } from "./codec/column-table.js";
import { parseFileName } from "./disk/file-names.js";
import { CommitTable } from "./files/commit-table.js";
import type { Losses } from "./losses.js";
import { damageOf, FoundStore, LoadedStore } from "./open-store.js";
import { readDamaged } from "./read-damaged.js";

/** The report of a salvage: what was brought over, and what was lost. */
export interface SalvageReport {
  /** Commits in the new store; those of the old one that could not be read or that build on such. */
  readonly commitsKept: number;
  readonly commitsLost: number;
  /** Commits that lost something of what they changed, by their old ids, with their new ones. */
  readonly commitsChanged: ReadonlyMap<string, string>;
  /** Names that mean an earlier commit now, or nothing at all (null). */
  readonly refsMoved: readonly {
    readonly kind: RefKind;
    readonly name: string;
    readonly commit: string | null;
  }[];
  /** Values and edges that could not be read. */
  readonly cellsLost: number;
  readonly edgesLost: number;
  /** The damage, each with path and offset. */
  readonly findings: readonly CorruptStoreError[];
}

/** Makes a store in an empty folder, or one that is not there yet, of what can be read of another. */
export function salvage(storage: StoragePlatform, from: string, into: string): SalvageReport {
  const names = storage.disk.list(from).filter((name) => parseFileName(name) !== undefined);
  if (names.length === 0) {
    throw new StoreError("NOT_A_STORE", from, "expected a store, got a folder without any file of one");
  }
  const opened: DiskFile[] = [];
  try {
    return salvageFiles(storage, from, into, opened);
  } finally {
    for (const file of opened) file.close();
  }
}

function salvageFiles(
  storage: StoragePlatform,
  from: string,
  into: string,
  opened: DiskFile[],
): SalvageReport {
  const damage = damageOf(storage, from);
  const found = readDamaged(storage, from, opened);
  const { core: old, losses, head } = found;
  const { space } = old;
  // the same pool, and so the same ids; a history of its own
  const core = new HistoryCore(space, new Repository(old.repository.clock), diffOf);
  core.repository.setPolicies(old.repository.policies);
  const made = new Map<CommitNode, CommitNode>();
  const changed = new Map<string, string>();
  let lost = found.commitsLost;
  for (const node of found.commits) {
    const again = makeAgain(core, node, made, losses);
    if (again === undefined) {
      lost++;
      continue;
    }
    made.set(node, again);
    if (again.commit.id !== node.commit.id) changed.set(node.commit.id, again.commit.id);
  }
  const refsMoved = moveRefs(old, core, made);
  const node = survivorOf(found.place.node, made);
  moveTo(core, node, found.place.branch, { discard: true }, "salvage");
  if (node === undefined && found.takeState !== undefined) keepState(core, found.takeState);
  gc(core, { keepOperations: false });
  const opening = FoundStore.toCreate(storage, into, head);
  if (opening === undefined)
    throw new StoreError("NOT_A_STORE", into, '"into" expected an empty folder, or none, got a store');
  const columns = new ColumnTable();
  const restored = new LoadedStore(storage, into, core, columns, new CommitTable(storage, columns));
  opening.keep(restored, { durability: "full", compression: "none", autosave: false }).close();
  return {
    commitsKept: core.forest.size,
    commitsLost: lost,
    commitsChanged: changed,
    refsMoved,
    cellsLost: losses.cellsLost,
    edgesLost: losses.edgesLost,
    findings: withDamage(found.findings, damage),
  };
}

/** The findings, including the one that prevents opening the store. */
function withDamage(
  findings: readonly CorruptStoreError[],
  damage: CorruptStoreError | undefined,
): readonly CorruptStoreError[] {
  if (damage === undefined || findings.some(({ path }) => path === damage.path)) return findings;
  return [damage, ...findings];
}

/** Makes a commit again on top of the new versions of its parents; undefined if one of them is lost. */
function makeAgain(
  core: HistoryCore,
  node: CommitNode,
  made: ReadonlyMap<CommitNode, CommitNode>,
  losses: Losses,
): CommitNode | undefined {
  const parents = node.parents.map((parent) => made.get(parent));
  if (parents.includes(undefined)) return undefined;
  const [first, ...others] = parents as CommitNode[];
  moveTo(core, first, null, { discard: true }, "salvage");
  core.space.replay(losses.without(node.delta));
  const { message, author, time, meta } = node.commit;
  const canonicalMeta = canonicalJson(meta, 0) as string;
  return core.commitPresent({ message, author, time, meta, canonicalMeta }, { otherParents: others });
}

/** The new version of a commit, or of the newest one before it that is left. */
function survivorOf(
  node: CommitNode | undefined,
  made: ReadonlyMap<CommitNode, CommitNode>,
): CommitNode | undefined {
  try {
    for (let at = node; at !== undefined; at = at.parent) {
      const again = made.get(at);
      if (again !== undefined) return again;
    }
  } catch (error) {
    // the way back leads through what cannot be read
    if (!(error instanceof CorruptStoreError)) throw error;
  }
  return undefined;
}

function moveRefs(
  old: HistoryCore,
  core: HistoryCore,
  made: ReadonlyMap<CommitNode, CommitNode>,
): SalvageReport["refsMoved"] {
  const moved: { kind: RefKind; name: string; commit: string | null }[] = [];
  for (const kind of ["branch", "tag", "remote"] as const) {
    for (const [name, target] of old.repository.refsOf(kind).entries()) {
      const node = survivorOf(target.node, made);
      if (made.get(target.node) === undefined) moved.push({ kind, name, commit: node?.commit.id ?? null });
      if (node === undefined) continue;
      const kept: RefTarget = target.note === undefined ? { node } : { node, note: target.note };
      core.repository.refsOf(kind).set(name, kept);
    }
  }
  return moved;
}

/** Makes the state that was kept a commit of its own. */
function keepState(core: HistoryCore, takeState: (space: GraphSpace) => void): void {
  takeState(core.space);
  core.commitPresent(core.checkCommit("salvaged: the state, without its history", { author: "groggy" }));
}
