/** Verbs on branches and tags. */
import { describe, GroggyError } from "../../errors.js";
import { ancestorsOf } from "../commits/ancestry.js";
import { chosenTime } from "../repository/clock.js";
import { checkText } from "../repository/commit-parts.js";
import type { HistoryCore } from "../repository/core.js";
import { checkRefName, type TagNote } from "../repository/refs.js";
import type { Revision } from "../repository/resolve.js";
import { type DirtyOptions, moveTo } from "../repository/working-changes.js";

/** The note of a tag besides its name. */
export interface TagOptions {
  /** The commit to name. Defaults to the present one. */
  readonly at?: Revision;
  readonly message?: string;
  readonly author?: string;
  /** The time, in ms since 1970 or as a Date. Defaults to the graph's clock. */
  readonly time?: number | Date;
}

/** Names a commit with a branch. */
export function createBranch(core: HistoryCore, name: string, at: Revision | undefined): void {
  checkRefName("branch", name);
  const node = at === undefined ? core.head.requireCommit("branch") : core.resolve(at);
  if (core.head.isBranch(name)) throw core.branches.duplicate(name);
  core.record("branch", () => core.branches.set(name, { node }));
}

/** Makes a branch and moves the graph to it; changes go along where the commit stays the same. */
export function checkoutNew(
  core: HistoryCore,
  name: unknown,
  { at, ...dirty }: DirtyOptions & { readonly at?: Revision },
): void {
  checkRefName("branch", name);
  if (core.head.isBranch(name)) throw core.branches.duplicate(name);
  const target = at === undefined ? core.node : core.resolve(at);
  const isSaid = dirty.carry === true || dirty.stash === true || dirty.discard === true;
  const options = target === core.node && !isSaid ? { ...dirty, carry: true } : dirty;
  core.record("checkout", () => {
    moveTo(core, target, name, options, "checkout");
    if (target !== undefined) core.head.moveBranch(target);
  });
}

/** Names a commit with a tag. */
export function createTag(core: HistoryCore, name: string, options: TagOptions): void {
  checkRefName("tag", name);
  const node = options.at === undefined ? core.head.requireCommit("tag") : core.resolve(options.at);
  const { time } = options;
  const note = noteOf(core, options);
  const target = note === undefined ? { node } : { node, note };
  // the clock is asked once, for the note and the operation log
  const asked = time === undefined ? note?.time : undefined;
  core.record("tag", () => core.tags.create(name, target), asked);
}

function noteOf(core: HistoryCore, { message, author = "", time }: TagOptions): TagNote | undefined {
  if (message === undefined) return undefined;
  checkText("message", message);
  checkText("author", author);
  return { message, author, time: chosenTime(time, () => core.now()) };
}

/** Takes a tag's name away. */
export function deleteTag(core: HistoryCore, name: string): void {
  core.tags.require(name);
  core.record("deleteTag", () => core.tags.set(name, undefined));
}

/**
 * Takes a branch's name away: not of the present branch, and unless forced not of one whose commits nothing else
 * leads to.
 */
export function deleteBranch(core: HistoryCore, name: string, force: boolean): void {
  const { node } = core.branches.require(name);
  if (name === core.branch) {
    throw new GroggyError(
      "REF_IN_USE",
      `"branch" expected another branch than the present one, got ${describe(name)}`,
      { name },
    );
  }
  if (!force) {
    const others = core.branches.entries().filter(([other]) => other !== name);
    const roots = [...others, ...core.tags.entries(), ...core.remotes.entries()].map(([, { node }]) => node);
    for (const { node } of core.repository.heads) if (node !== undefined) roots.push(node);
    if (!ancestorsOf(roots).has(node)) {
      throw new GroggyError(
        "REF_IN_USE",
        `"branch" expected one whose commits others have too, got ${describe(name)}, which alone leads to ${node.commit.id.slice(0, 12)}; say "force" to delete it all the same`,
        { name },
      );
    }
  }
  core.record("deleteBranch", () => core.branches.set(name, undefined));
}

/** Gives a branch another name; the graph stays on it. */
export function renameBranch(core: HistoryCore, from: string, to: string): void {
  checkRefName("branch", to);
  if (core.head.isBranch(to)) throw core.branches.duplicate(to);
  if (from === core.branch && core.node === undefined) {
    core.record("renameBranch", () => core.head.renameBranch(to));
    return;
  }
  const target = core.branches.require(from);
  core.record("renameBranch", () => {
    core.branches.set(from, undefined);
    core.branches.set(to, target);
    if (from === core.branch) core.head.renameBranch(to);
  });
}
