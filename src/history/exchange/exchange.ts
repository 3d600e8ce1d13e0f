/**
 * Commits between graphs: what one lacks is sent as a bundle, and names move, each by comparison with where it was.
 * Elements are the same ones by identity, whatever ids they have in either graph.
 */
import { describe, GroggyError } from "../../errors.js";
import { isEmptyDelta } from "../../space/deltas/delta.js";
import { uniteRules } from "../../space/elements/node-rules.js";
import { violationError, violationsOf } from "../../space/elements/rule-checks.js";
import { isAncestor } from "../commits/ancestry.js";
import type { Commit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import { settlePolicies } from "../merge/kept-policies.js";
import { conflictError, type MergeStatus, merge } from "../merge/merge.js";
import { HistoryCore } from "../repository/core.js";
import type { ProgressOptions } from "../repository/progress.js";
import { checkRefName, type RefKind, type RefTarget } from "../repository/refs.js";
import type { Revision } from "../repository/resolve.js";
import { moveTo, resetTo } from "../repository/working-changes.js";
import type { Bundle } from "./bundle.js";
import type { FetchOptions, PullOptions, PushOptions } from "./exchange-options.js";
import { importBundle } from "./import-bundle.js";
import { readBundle } from "./read-bundle.js";
import { commitsFor, writeBundle } from "./write-bundle.js";

/** The default name of the other graph. */
export const FIRST_REMOTE = "origin";

/** A name that moved; null where there was, or is, none. */
export interface RefUpdate {
  readonly kind: RefKind;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The result. */
export interface FetchResult {
  /** The number of commits fetched. */
  readonly commits: number;
  readonly updates: readonly RefUpdate[];
  /** Tags that mean another commit here, which stayed as they are. */
  readonly rejected: readonly string[];
}

/** Takes over the commits of another graph, or of a bundle, and its names as "origin/main". All or nothing. */
export function fetch(
  core: HistoryCore,
  from: HistoryCore | Bundle,
  options: FetchOptions,
  time?: number,
): FetchResult {
  const { remote = FIRST_REMOTE, tags = true, force = false, prune = false } = options;
  const wanted = options.branches === undefined ? undefined : namesIn("branches", options.branches);
  checkRefName("remote", remote);
  const bundle = from instanceof HistoryCore ? offer(core, from, wanted, tags) : from;
  const branches = [...bundle.names.branches].filter(([name]) => wanted?.includes(name) ?? true);
  const missing = wanted?.find((name) => !bundle.names.branches.has(name));
  if (missing !== undefined) throw noBranch(missing);
  return core.record(
    "fetch",
    () => {
      const commits = importBundle(core, bundle, options);
      const refs = new RefMoves(core);
      for (const [name, id] of branches)
        refs.move("remote", `${remote}/${name}`, { node: core.forest.get(id) });
      if (tags) refs.takeTags(bundle, force);
      if (prune && wanted === undefined) {
        for (const [name] of core.remotes.entries()) {
          const isTheirs = name.startsWith(`${remote}/`);
          if (isTheirs && !bundle.names.branches.has(name.slice(remote.length + 1)))
            refs.move("remote", name, undefined);
        }
      }
      return { commits, updates: refs.updates, rejected: refs.rejected };
    },
    time,
  );
}

/** The commits that another graph has and this one lacks. */
function offer(
  core: HistoryCore,
  from: HistoryCore,
  wanted: readonly string[] | undefined,
  tags: boolean,
): Bundle {
  const branches =
    wanted === undefined
      ? from.branches.entries()
      : wanted.map((name) => [name, from.branches.require(name)] as const);
  const taken = tags ? from.tags.entries() : [];
  const tips = [...branches, ...taken].map(([, { node }]) => node);
  if (wanted === undefined && from.node !== undefined) tips.push(from.node);
  return send(from, core, tips, branches, taken);
}

/** The missing commits that lead to some commits, as the receiver reads them. */
function send(
  from: HistoryCore,
  to: HistoryCore,
  tips: readonly CommitNode[],
  branches: readonly (readonly [string, RefTarget])[],
  tags: readonly (readonly [string, RefTarget])[],
): Bundle {
  const commits = commitsFor(tips, ({ commit }) => to.forest.find(commit.id) !== undefined);
  return readBundle(writeBundle(from, { commits, branches, tags }));
}

/** Moves names and remembers which. */
class RefMoves {
  readonly updates: RefUpdate[] = [];
  readonly rejected: string[] = [];
  readonly #core: HistoryCore;

  constructor(core: HistoryCore) {
    this.#core = core;
  }

  move(kind: RefKind, name: string, target: RefTarget | undefined): void {
    const refs = this.#core.repository.refsOf(kind);
    const before = refs.get(name);
    if (before === target?.node) return;
    refs.set(name, target);
    this.updates.push({
      kind,
      name,
      before: before?.commit.id ?? null,
      after: target?.node.commit.id ?? null,
    });
  }

  takeTags({ names }: Bundle, force: boolean): void {
    for (const [name, { commit, note }] of names.tags) {
      const node = this.#core.forest.get(commit);
      const known = this.#core.tags.get(name);
      if (known !== undefined && known !== node && !force) this.rejected.push(name);
      else this.move("tag", name, note === undefined ? { node } : { node, note });
    }
  }
}

/** The result. */
export interface PushResult {
  /** The number of commits pushed. */
  readonly commits: number;
  /** The names that moved in the other graph. */
  readonly updates: readonly RefUpdate[];
}

/** Sends the commits of a branch to another graph and moves its branch there. All or nothing. */
export function push(core: HistoryCore, to: HistoryCore, options: PushOptions): PushResult {
  const { branch = core.branch, force = false, remote = FIRST_REMOTE } = options;
  if (branch === null) throw noBranch("HEAD, which is detached");
  core.sink?.check();
  const time = core.now();
  const node = branch === core.branch ? core.head.requireCommit("push") : core.branches.require(branch).node;
  const name = options.to ?? branch;
  checkRefName("branch", name);
  checkRefName("remote", remote);
  checkMove(core, to, { name, node, force, expected: options.expected });
  const tags = tagsFor(core, to, options.tags ?? false, force);
  const tips = [node, ...tags.map(([, target]) => target.node)];
  const bundle = send(core, to, tips, [[name, { node }]], tags);
  const result = to.record("push", () => {
    const commits = importBundle(to, bundle, options);
    const refs = new RefMoves(to);
    const target = to.forest.get(node.commit.id);
    const before = to.branches.get(name);
    if (name === to.branch && before !== target) moveTo(to, target, name, {}, "push");
    refs.move("branch", name, { node: target });
    refs.takeTags(bundle, force);
    return { commits, updates: refs.updates };
  });
  core.record("push", () => new RefMoves(core).move("remote", `${remote}/${name}`, { node }), time);
  return result;
}

interface Move {
  readonly name: string;
  readonly node: CommitNode;
  readonly force: boolean;
  readonly expected: Revision | null | undefined;
}

/** Throws unless the other graph's branch may move to a commit. */
function checkMove(core: HistoryCore, to: HistoryCore, { name, node, force, expected }: Move): void {
  const before = to.branches.get(name);
  const at = before?.commit.id ?? null;
  if (expected !== undefined) {
    const wanted = expected === null ? null : core.resolve(expected).commit.id;
    if (wanted !== at) throw notFastForward(name, `at ${shown(wanted)}`, `it at ${shown(at)}`, at);
  }
  if (!force && before !== undefined) {
    const known = core.forest.find(before.commit.id);
    if (known === undefined || !isAncestor(known, node)) {
      const why = known === undefined ? "which is not known here; fetch first" : "which it does not lead to";
      throw notFastForward(
        name,
        `at a commit that ${shown(node.commit.id)} builds on`,
        `it at ${shown(at)}, ${why}`,
        at,
      );
    }
  }
  const working = name === to.branch && at !== node.commit.id ? to.space.delta() : undefined;
  if (working === undefined || isEmptyDelta(working)) return;
  throw new GroggyError(
    "DIRTY_STATE",
    `"push" expected no uncommitted changes in the other graph, where ${describe(name)} is checked out, got some; commit them there first`,
    { branch: name },
  );
}

function shown(id: string | null): string {
  return id === null ? "no commit" : id.slice(0, 12);
}

function notFastForward(branch: string, expected: string, received: string, at: string | null): GroggyError {
  const message = `"push" expected branch ${describe(branch)} of the other graph ${expected}, got ${received}`;
  return new GroggyError("NOT_FAST_FORWARD", message, { branch, at });
}

function noBranch(name: string): GroggyError {
  const message = `"branch" expected a branch of the graph that commits are from, got ${name}`;
  return new GroggyError("REF_NOT_FOUND", message, { name });
}

/** Names as they are given, read once. */
function namesIn(what: string, given: unknown): string[] {
  if (Array.isArray(given)) return [...given];
  throw new TypeError(`"${what}" expected an array of names, got ${describe(given)}`);
}

/** The tags to push. Throws if one of them means another commit there. */
function tagsFor(
  core: HistoryCore,
  to: HistoryCore,
  wanted: boolean | readonly string[],
  force: boolean,
): [string, RefTarget][] {
  if (wanted === false) return [];
  const tags =
    wanted === true
      ? core.tags.entries()
      : namesIn("tags", wanted).map((name): [string, RefTarget] => [name, core.tags.require(name)]);
  for (const [name, { node }] of tags) {
    const there = to.tags.get(name);
    if (there !== undefined && there.commit.id !== node.commit.id && !force) throw to.tags.duplicate(name);
  }
  return tags;
}

/** The result. */
export interface PullResult {
  readonly fetched: FetchResult;
  readonly status: MergeStatus;
  /** The commit that the graph is at now. */
  readonly commit: Commit;
}

/** Fetches and merges. @throws GroggyError MERGE_CONFLICT; then nothing is merged, and `data.merge` is the merge. */
export function pull(core: HistoryCore, from: HistoryCore | Bundle, options: PullOptions): PullResult {
  const { branch = core.branch, remote = FIRST_REMOTE } = options;
  if (branch === null) throw noBranch("HEAD, which is detached");
  const theirs = from instanceof HistoryCore ? from.repository.policies : from.policies;
  const kept = settlePolicies(core.repository.policies, theirs, options);
  // once for both parts of the verb
  const time = core.now();
  const fetched = fetch(core, from, options, time);
  const name = `${remote}/${branch}`;
  if (core.remotes.get(name) === undefined) throw noBranch(describe(branch));
  const result = merge(core, name, options, kept);
  const { status } = result;
  if (result.unresolved.length > 0) throw conflictError("pull", result);
  return { fetched, status, commit: result.make(options.message, { time, ...options }, time) };
}

/** Options of a clone. */
export interface CloneTask extends ProgressOptions {
  readonly remote?: string;
}

/** Fills a graph that has no commits with those of another one, and takes its head. */
export function clone(core: HistoryCore, from: HistoryCore, options: CloneTask): void {
  const bundle = offer(core, from, undefined, true);
  core.record("clone", () => {
    fetch(core, bundle, options);
    takeIndices(core, bundle);
    // on a branch without a commit, so is the clone, whatever other branches there are
    if (from.node === undefined && from.branch !== null) core.head.renameBranch(from.branch);
    else checkoutHead(core, bundle);
  });
  forgetOperations(core);
}

/** Fills a graph that has no commits with all that a bundle has, branches as its own. */
export function restore(core: HistoryCore, bundle: Bundle, options: ProgressOptions): void {
  core.record("fromBundle", () => {
    importBundle(core, bundle, options);
    const refs = new RefMoves(core);
    refs.takeTags(bundle, true);
    for (const [name, id] of bundle.names.branches) refs.move("branch", name, { node: core.forest.get(id) });
    takeIndices(core, bundle);
    checkoutHead(core, bundle);
    takeRules(core, bundle);
  });
  forgetOperations(core);
}

/**
 * Takes rules by label, which the nodes of some commit with a name keep: the head may be at a state from before them. A graph
 * with a key of all nodes has no other keys.
 */
function takeRules(core: HistoryCore, bundle: Bundle): void {
  const { rules, nodes } = core.space;
  const given = bundle.rules;
  if (given.uniques.length + given.required.length === 0) return;
  const uniques = given.uniques.map((rule) => ({ ...rule, isKey: rule.isKey && rules.key === undefined }));
  const before = rules.byLabel;
  rules.replace(uniteRules(before, { uniques, required: given.required }));
  const violations = violationsOf(rules, nodes);
  if (violations.length === 0) return;
  for (const node of core.repository.namedNodes())
    if (violationsOf(rules, core.stateOf(node).nodes).length === 0) return;
  rules.restore(before);
  throw violationError(violations, "the bundle");
}

function takeIndices({ space }: HistoryCore, { indices }: Bundle): void {
  for (const { element, kind, name, settings } of indices) {
    if (!space.indices[element].has(name, kind)) space.indices[element].create(name, kind, settings);
  }
}

/** Clears the operation log: nothing before can be undone. */
function forgetOperations(core: HistoryCore): void {
  core.operations.clear();
  core.sink?.persist();
}

/** Checks out the head of the graph that a bundle is from, or, if that is unknown, its first branch. */
function checkoutHead(core: HistoryCore, { names: { head, branches } }: Bundle): void {
  const [first] = branches;
  const [branch, id] =
    head.commit !== undefined || first === undefined || branches.has(head.branch ?? "")
      ? [head.branch, head.commit ?? branches.get(head.branch ?? "")]
      : first;
  const node = id === undefined ? undefined : core.forest.get(id);
  if (branch === null) {
    moveTo(core, node, null, {}, "clone");
    return;
  }
  core.head.renameBranch(branch);
  resetTo(core, node, {}, "clone");
}
