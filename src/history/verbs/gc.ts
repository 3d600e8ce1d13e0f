/** Collecting what nothing leads to any more: commits without a name, values without a commit. */

import { type Compaction, RowUse } from "../../space/deltas/compact.js";
import type { Delta } from "../../space/deltas/delta.js";
import { DeltaMover } from "../../space/deltas/delta-mover.js";
import { startOfDelta } from "../commits/commit-codec.js";
import type { CommitNode } from "../commits/commit-node.js";
import type { CommitPages } from "../commits/made-commit.js";
import { skipLevelsOf } from "../commits/skip-delta.js";
import type { HistoryCore } from "../repository/core.js";
import type { Operation } from "../repository/operation-log.js";
import { checkProgress, type ProgressOptions, tell } from "../repository/progress.js";
import { type EditStep, isOfCommit } from "../repository/steps.js";

/** Options of `gc`. */
export interface GcOptions extends ProgressOptions {
  /** Whether what only undo leads to is kept. Defaults to true. Otherwise the operation log is emptied. */
  readonly keepOperations?: boolean;
}

/** The result of `gc`. */
export interface GcResult {
  readonly commitsDropped: number;
  readonly commitsKept: number;
  /** Bytes of columns before and after. */
  readonly sizeBytesBefore: number;
  readonly sizeBytesAfter: number;
}

/**
 * Forgets commits that no branch, tag, stash, operation or the head leads to, and the values that only they had.
 * Ids and every state that is kept stay as they were; views that are held keep what they need.
 */
export function gc(core: HistoryCore, options: GcOptions): GcResult {
  checkProgress(options);
  core.sink?.check();
  const { space, forest, repository } = core;
  const heads = [...repository.heads];
  // the verb of one head moves the rows of all
  const others = heads.filter((head) => head !== core);
  for (const { watch } of others) watch?.verbBegins("gc");
  const before = forest.size;
  const sizeBytesBefore = space.pool.byteLength;
  const operated =
    options.keepOperations === false
      ? []
      : heads.flatMap(({ operations }) => [...operations.done, ...operations.undone]);
  const steps = options.keepOperations === false ? [] : heads.flatMap((head) => [...head.steps]);
  const kept = markAncestors(core, rootsOf(core, operated, steps));
  const keptCount = kept.reduce((sum, mark) => sum + mark, 0);
  const workings = heads.map((head) => head.space.delta());
  const use = new RowUse();
  let done = 0;
  for (const node of forest.nodes()) {
    if (kept[node.ordinal] === 0) continue;
    addRows(use, node);
    if (done++ % 1024 === 0) tell(options, done, keptCount);
  }
  for (const delta of looseDeltas(core, operated, steps)) use.addDelta(delta);
  for (const working of workings) use.addDelta(working);
  for (const { nodes, edges, graph } of heads.map((head) => head.space)) {
    for (const elements of [nodes, edges, graph])
      for (const { stored, rows } of elements.attributes()) use.addRows(stored, rows);
  }
  tell(options, keptCount, keptCount);
  // From here on nothing stops until everything refers to the new rows.
  if (options.keepOperations === false) {
    for (const head of heads) {
      head.operations.clear();
      head.steps.clear();
    }
  }
  const compaction = use.compact();
  let mover: DeltaMover | undefined;
  forest.collect(kept, !compaction.isEmpty, (node, pages) => {
    mover ??= new DeltaMover(compaction, pages.columns);
    moveCommit(node, compaction, mover, pages);
  });
  if (!compaction.isEmpty) {
    for (const [i, head] of heads.entries()) head.space.discard(workings[i]);
    const moveOperation = ({ before: from, after: to, ...rest }: Operation): Operation => ({
      ...rest,
      before: { ...from, working: compaction.delta(from.working) },
      after: { ...to, working: compaction.delta(to.working) },
    });
    for (const { operations } of heads) operations.rewrite(moveOperation);
    core.stashes.rewrite((stash) => ({ ...stash, delta: compaction.delta(stash.delta) }));
    const move = (delta: Delta): Delta => compaction.delta(delta);
    heads.forEach((head, i) => {
      head.steps.rewrite(move);
      head.watch?.rewrite(move);
      head.space.compact(compaction);
      head.space.replay(compaction.delta(workings[i]));
    });
    core.repository.epoch++;
  }
  const used = new Set(use.columns());
  for (const pool of [space.pool.nodes, space.pool.edges, space.pool.graph])
    pool.compact(used, (stored) => compaction.column(stored));
  space.indices.node.retain(space.pool.nodes.columns());
  space.indices.edge.retain(space.pool.edges.columns());
  core.sink?.rewrite();
  for (const { watch } of others) watch?.verbEnds("gc", true);
  return {
    commitsDropped: before - forest.size,
    commitsKept: forest.size,
    sizeBytesBefore,
    sizeBytesAfter: space.pool.byteLength,
  };
}

/** Marks some commits and all that they were made from, by their ordinals. */
function markAncestors({ forest }: HistoryCore, roots: readonly CommitNode[]): Uint8Array {
  const marks = new Uint8Array(forest.size);
  for (const { ordinal } of roots) marks[ordinal] = 1;
  // parents have smaller ordinals
  for (let ordinal = forest.size - 1; ordinal >= 0; ordinal--) {
    if (marks[ordinal] !== 0) for (const parent of forest.at(ordinal).parents) marks[parent.ordinal] = 1;
  }
  return marks;
}

function addRows(use: RowUse, node: CommitNode): void {
  const { record } = node;
  if (record === undefined) use.addDelta(node.delta);
  else use.addBytes(record.page.bytes, startOfDelta(record), record.page.columns);
}

/** Gives a commit and its skips the new rows: as bytes where it is bytes, in place of objects made for it. */
function moveCommit(node: CommitNode, compaction: Compaction, mover: DeltaMover, pages: CommitPages): void {
  moveSkips(node, compaction);
  const { record } = node;
  if (record !== undefined) {
    const { page, offset } = record;
    const start = startOfDelta(record);
    mover.beginWith(page.columns);
    const end = mover.endOf(page.bytes, start);
    if (end !== undefined) {
      const moved = pages.add(page.bytes.subarray(offset, end));
      mover.move(moved.page.bytes, moved.offset + start - offset);
      node.hold?.(moved);
      return;
    }
  }
  node.delta = compaction.delta(node.delta);
}

/** Gives the skips of a commit the new rows, those of a store as well: they are read while its files are there. */
function moveSkips(node: CommitNode, compaction: Compaction): void {
  const { skips } = node;
  const levels = skipLevelsOf(node);
  const isMoving = node.readSkip !== undefined || (skips !== undefined && !compaction.isEmpty);
  if (levels === 0 || !isMoving) return;
  node.skips = Array.from({ length: levels }, (_, level) => {
    const skip = skips?.[level] ?? node.readSkip?.(level);
    if (skip === undefined) return undefined;
    const { to, leaves, touched, merges } = skip;
    // its rows are among those of the deltas
    return { to, leaves, touched, merges, delta: compaction.delta(skip.delta) };
  });
}

function rootsOf(
  core: HistoryCore,
  operations: readonly Operation[],
  steps: readonly EditStep[],
): CommitNode[] {
  const { stashes, repository } = core;
  const roots = core.repository.namedNodes();
  const add = (each: CommitNode | undefined): void => {
    if (each !== undefined) roots.push(each);
  };
  for (const { node } of repository.heads) add(node);
  for (const stash of stashes.entries) add(stash.node);
  for (const { move } of steps) for (const end of [move?.from, move?.to]) add(end);
  for (const { before, after, refs } of operations) {
    add(before.node);
    add(after.node);
    for (const change of refs) {
      add(change.before?.node);
      add(change.after?.node);
    }
  }
  return roots;
}

/** The deltas of stashes and of uncommitted changes that undo would bring back. */
function* looseDeltas(
  { stashes, repository }: HistoryCore,
  operations: readonly Operation[],
  steps: readonly EditStep[],
): Generator<Delta> {
  for (const { delta } of stashes.entries) yield delta;
  for (const { change } of steps) if (!isOfCommit(change)) yield change;
  for (const { watch } of repository.heads) if (watch !== undefined) yield* watch.deltas();
  for (const { before, after } of operations) {
    yield before.working;
    yield after.working;
  }
}
