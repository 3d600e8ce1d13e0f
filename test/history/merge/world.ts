// Random histories of one graph on several branches, with every merge held to the oracle and every state of the
// past to a full copy.
import type { Conflict, Resolution } from "../../../src/history/diff/conflict.js";
import type { MergeResult } from "../../../src/history/merge/merge.js";
import type { MergeOptions } from "../../../src/history/merge/merge-options.js";
import { type Commit, Graph, GroggyError } from "../../../src/index.js";
import { agree, show } from "../../model/show.js";
import { difference, dump, KINDS, type State } from "../../model/state.js";
import type { Tape } from "../../model/values.js";
import { naiveRoot } from "../hashing/naive-root.js";
import { checkMerge, checkOutcome, checkState, resolutionFor, resolveAtRandom } from "./check-merge.js";
import { Editor } from "./edits.js";
import { mergeStates, nameOf, type Say, type Triple } from "./oracle.js";
import { checkEnds, nothing, readState } from "./states.js";

interface Version {
  readonly id: string;
  readonly state: State;
  /** The commits it was made from, itself among them. */
  readonly ancestors: ReadonlySet<string>;
}

const BRANCHES = ["main", "left", "right"];

export class World {
  readonly graph: Graph;
  readonly key: string | undefined;
  readonly #editor: Editor;
  readonly #versions = new Map<string, Version>();
  /** How many merges of each status there were, and how many conflicts. */
  readonly counts: Record<string, number> = {};

  constructor(options: { directed: boolean; keyed: boolean; still: boolean; names: readonly string[] }) {
    let now = 0;
    this.key = options.keyed ? "name" : undefined;
    this.graph = new Graph({
      directed: options.directed,
      clock: () => (options.still ? 0 : now++),
      ...(options.keyed ? { key: "name" } : {}),
    });
    this.#editor = new Editor(this.graph, options.names, this.key);
  }

  begin(tape: Tape): void {
    this.#editor.edit(tape, 4);
    this.#record(this.graph.commit("begin", { allowEmpty: true }));
    for (const name of BRANCHES.slice(1)) {
      this.graph.branch(name);
      this.graph.checkout(name);
      this.#commit(tape);
      this.graph.checkout("main");
    }
  }

  step(tape: Tape): void {
    const verb = tape.next(12);
    if (verb <= 2) this.#commitElsewhere(tape);
    else if (verb === 3) this.#takeElsewhere(tape, "cherryPick");
    else if (verb === 4) this.#takeElsewhere(tape, "revert");
    else if (verb === 5) this.#checkPast(tape);
    else if (verb <= 8) this.#mergeSome(tape);
    else this.#mergeCrosswise(tape);
  }

  #count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  #head(): Version {
    return this.#versions.get((this.graph.head.commit as Commit).id) as Version;
  }

  /** Takes down a commit that was just made. */
  #record({ id, parents, root }: Commit): Version {
    const state = readState(this.graph);
    checkEnds("commit", state);
    agree("root", root, naiveRoot(this.graph));
    agree("head", this.graph.head.commit?.id, id);
    agree("clean", this.graph.status().clean, true);
    const known = this.#versions.get(id);
    if (known !== undefined) {
      checkState("a commit made twice", state, known.state);
      return known;
    }
    const of = (parent: string) => [...(this.#versions.get(parent) as Version).ancestors];
    const version = { id, state, ancestors: new Set([id, ...parents.flatMap(of)]) };
    this.#versions.set(id, version);
    return version;
  }

  #commit(tape: Tape): void {
    this.#editor.edit(tape, 1 + tape.next(4));
    this.#record(this.graph.commit("edit", { allowEmpty: true }));
  }

  #commitElsewhere(tape: Tape): void {
    this.graph.checkout(tape.pick(BRANCHES));
    checkState("checkout", readState(this.graph), this.#head().state);
    this.#commit(tape);
  }

  /** All that a graph shows of itself. */
  #traces(): string {
    const { history } = this.graph;
    const refs = history.branches().map(({ name, commit }) => `${name} ${commit.id}`);
    const head = `${history.head.branch} ${history.head.commit?.id} ${history.commitCount}`;
    const rest = `${history.stashes().length} ${show(this.graph.status())} ${history.operations().length}`;
    return [...refs, head, rest, dump(readState(this.graph)), naiveRoot(this.graph)].join("\n");
  }

  #refuses(what: string, code: string, action: () => unknown): GroggyError {
    const before = this.#traces();
    let thrown: unknown;
    try {
      action();
    } catch (error) {
      thrown = error;
    }
    if (!(thrown instanceof GroggyError)) throw new Error(`${what}: expected ${code}, got ${String(thrown)}`);
    agree(`${what}: code`, thrown.code, code);
    agree(`${what}: traces`, this.#traces(), before);
    return thrown;
  }

  // what the oracle says of histories

  /** The best common ancestors of two versions, in the order of their ids. */
  #bases(a: Version, b: Version): Version[] {
    const common = [...a.ancestors].filter((id) => b.ancestors.has(id));
    const best = common.filter((id) =>
      common.every((other) => other === id || this.#versions.get(other)?.ancestors.has(id) !== true),
    );
    return best.sort().map((id) => this.#versions.get(id) as Version);
  }

  #base(a: Version, b: Version, combine: Say | undefined): State {
    const [first, ...others] = this.#bases(a, b);
    if (others.length > 0) this.#count("several bases");
    let merged = first;
    for (const other of others) {
      const base = this.#base(merged, other, combine);
      const triple = { base, ours: merged.state, theirs: other.state, combine };
      const ancestors = new Set([...merged.ancestors, ...other.ancestors]);
      merged = { id: "", state: mergeStates(triple, (each) => combine?.(each) ?? "before"), ancestors };
    }
    return merged.state;
  }

  // merging

  #mergeSome(tape: Tape): void {
    const { graph } = this;
    if (tape.chance(2)) graph.checkout(tape.pick(BRANCHES));
    const { ancestors } = this.#head();
    const others = BRANCHES.filter((name) => !ancestors.has(graph.history.resolve(name).id));
    if (tape.chance(6)) this.#merge(tape, tape.pick([...this.#versions.keys()]));
    else this.#merge(tape, tape.pick(others.length > 0 ? others : BRANCHES));
  }

  /** Two branches take over each other's commits, so that what comes of it has two merge bases. */
  #mergeCrosswise(tape: Tape): void {
    const { graph } = this;
    const left = tape.pick(BRANCHES);
    const right = tape.pick(BRANCHES.filter((name) => name !== left));
    const [a, b] = [left, right].map((name) => graph.history.resolve(name).id);
    graph.checkout(left);
    this.#merge(tape, b);
    graph.checkout(right);
    this.#merge(tape, a);
  }

  #merge(tape: Tape, name: string): void {
    const { graph } = this;
    const ours = this.#head();
    const theirs = this.#versions.get(graph.history.resolve(name).id) as Version;
    const fastForward = tape.pick(["auto", "auto", "auto", "never", "only"] as const);
    const { policy, say, combine } = policyFor(tape);
    const isUpToDate = ours.ancestors.has(theirs.id);
    const isAhead = theirs.ancestors.has(ours.id);
    const what = `merge of ${name} into ${graph.head.branch} ${show(policy)} ${fastForward}`;
    const dirty = tape.chance(4) ? tape.pick(["carry", "stash", "discard", "nothing"] as const) : undefined;
    if (dirty !== undefined) this.#editor.edit(tape, 1 + tape.next(2));
    const working = readState(graph);
    const changed = !graph.status().clean;
    const options: MergeOptions = {
      fastForward,
      ...policy,
      ...(dirty === undefined || dirty === "nothing" ? {} : { [dirty]: true }),
    };
    const start = () => graph.merge(name, options);
    if (changed && dirty === "nothing") {
      this.#refuses(what, "DIRTY_STATE", start);
      graph.checkout("HEAD", { discard: true });
      graph.checkout(BRANCHES.find((branch) => graph.history.resolve(branch).id === ours.id) ?? ours.id);
      return;
    }
    if (!isUpToDate && !isAhead && fastForward === "only") {
      this.#refuses(what, "NOT_FAST_FORWARD", start);
      this.#discard(ours);
      return;
    }
    const before = this.#traces();
    const merge = start();
    let wanted: State;
    if (isUpToDate || (isAhead && fastForward !== "never")) {
      wanted = (isUpToDate ? ours : theirs).state;
      agree(`${what}: status`, merge.status, isUpToDate ? "upToDate" : "fastForward");
      agree(`${what}: conflicts`, merge.conflicts.length, 0);
      checkOutcome(what, merge, ours.state, wanted);
    } else {
      const base = isUpToDate ? ours.state : this.#base(ours, theirs, combine);
      const triple = { base, ours: ours.state, theirs: theirs.state, combine };
      wanted = this.#resolve(what, merge, triple, tape, say);
    }
    agree(`${what}: traces of a merge that is not committed`, this.#traces(), before);
    this.#count(merge.status);
    if (tape.chance(6)) {
      merge.abort();
      this.#refuses(what, "STALE_MERGE", () => merge.commit());
      this.#discard(ours);
      return;
    }
    const combining = combine === undefined ? {} : policy;
    this.#finish(what, merge, { ours, theirs, wanted, working, changed, dirty, combining });
  }

  /** Compares a merge with the oracle, resolves what is open, and returns the state it comes to. */
  #resolve(what: string, merge: MergeResult, triple: Triple, tape: Tape, say: Say): State {
    const wanted = checkMerge(what, merge, triple, say, this.key);
    for (const { kind } of merge.conflicts) this.#count(`conflicts of ${kind}`);
    if (merge.unresolved.length === 0) return wanted;
    this.#refuses(what, "MERGE_CONFLICT", () => merge.commit());
    if (tape.chance(4)) {
      const side = tape.pick(["ours", "theirs"] as const);
      merge.resolveAll(side);
      return checkMerge(`${what}, the rest ${side}`, merge, triple, (each) => say(each) ?? side, this.key);
    }
    return resolveAtRandom(what, merge, triple, tape, this.key, say);
  }

  #finish(
    what: string,
    merge: MergeResult,
    {
      ours,
      theirs,
      wanted,
      working,
      changed,
      dirty,
      combining,
    }: {
      ours: Version;
      theirs: Version;
      wanted: State;
      working: State;
      changed: boolean;
      dirty: "carry" | "stash" | "discard" | "nothing" | undefined;
      combining: MergeOptions;
    },
  ): void {
    const { graph } = this;
    const { status } = merge;
    const preview = naiveRoot(merge.preview());
    const commitCount = graph.history.commitCount;
    const traces = this.#traces();
    let made: Commit;
    try {
      made = merge.commit();
    } catch (error) {
      const isOverlap = changed && dirty === "carry" && (error as GroggyError).code === "DIRTY_STATE";
      if (!isOverlap) throw error;
      agree(`${what}: traces of a carry refused`, this.#traces(), traces);
      this.#count("carry refused");
      this.#discard(ours);
      return;
    }
    if (status === "upToDate") {
      agree(`${what}: nothing comes of it`, this.#traces(), traces);
      this.#discard(ours);
      return;
    }
    this.#refuses(what, "STALE_MERGE", () => merge.commit());
    agree(`${what}: root`, made.root, preview);
    if (status === "fastForward") {
      agree(`${what}: commit`, made.id, theirs.id);
      agree(`${what}: commits`, graph.history.commitCount, commitCount);
    } else agree(`${what}: parents`, made.parents, [ours.id, theirs.id]);
    if (changed && dirty === "stash") {
      checkState(`${what}: state beside a stash`, readState(graph), wanted);
      agree(`${what}: stashes`, graph.history.stashes().length, 1);
      graph.history.stashDrop();
    }
    if (changed && dirty === "carry") {
      const carried = mergeStates({ base: ours.state, ours: wanted, theirs: working }, () => undefined);
      checkState(`${what}: carried`, readState(graph), carried);
      this.#count("carried");
      graph.checkout(graph.head.branch ?? "HEAD", { discard: true });
    }
    if (changed && dirty === "discard") agree(`${what}: discarded`, graph.status().clean, true);
    checkState(`${what}: state`, readState(graph), wanted);
    const version = this.#record(made);
    const isAhead = theirs.ancestors.has(ours.id);
    if (merge.conflicts.length === 0 && status === "clean" && !isAhead)
      this.#checkOtherSide(what, { ours, theirs, version, combining });
    this.#checkLaws(what, version, ours);
  }

  #discard({ id }: Version): void {
    const { graph } = this;
    if (graph.status().clean) return;
    const { branch } = graph.head;
    graph.checkout(branch ?? id, { discard: true });
  }

  /**
   * A clean merge has the same root from either side. A policy that combines is given there as well: with several
   * merge bases it decides what they have in common.
   */
  #checkOtherSide(
    what: string,
    {
      ours,
      theirs,
      version,
      combining,
    }: { ours: Version; theirs: Version; version: Version; combining: MergeOptions },
  ): void {
    const { graph } = this;
    const { branch } = graph.head;
    graph.checkout(theirs.id);
    const other = graph.merge(ours.id, { fastForward: "never", ...combining });
    agree(`${what}: status from the other side`, other.status, "clean");
    checkState(`${what}: from the other side`, readState(other.preview()), version.state);
    other.abort();
    graph.checkout(branch ?? version.id);
  }

  #checkLaws(what: string, version: Version, ancestor: Version): void {
    const { graph } = this;
    for (const { id } of [version, ancestor]) {
      const traces = this.#traces();
      const merge = graph.merge(id, { fastForward: "never" });
      agree(`${what}: merge with itself or an ancestor`, merge.status, "upToDate");
      agree(`${what}: what it returns`, merge.commit().id, version.id);
      agree(`${what}: traces`, this.#traces(), traces);
    }
  }

  // revert and cherry-pick: merges against any base

  #takeElsewhere(tape: Tape, verb: "cherryPick" | "revert"): void {
    const { graph } = this;
    const picked = tape.pick([...this.#versions.values()]);
    const { parents } = graph.history.resolve(picked.id);
    const mainline = parents.length > 1 ? 1 + tape.next(2) : 1;
    const parent =
      parents.length === 0 ? nothing() : (this.#versions.get(parents[mainline - 1]) as Version).state;
    const ours = this.#head();
    const [base, theirs] = verb === "revert" ? [picked.state, parent] : [parent, picked.state];
    const { policy, say, combine } = policyFor(tape);
    const triple = { base, ours: ours.state, theirs, combine };
    const what = `${verb} of ${picked.id.slice(0, 6)}`;
    const options = { ...policy, ...(parents.length > 1 ? { mainline } : {}) };
    const before = this.#traces();
    let made: Commit;
    let wanted = mergeStates(triple, () => undefined);
    try {
      made = graph.history[verb](picked.id, options);
      this.#count(`${verb} clean`);
    } catch (error) {
      const { code, data } = error as GroggyError;
      agree(`${what}: traces of what was refused`, this.#traces(), before);
      if (code === "EMPTY_COMMIT") return;
      if (code !== "MERGE_CONFLICT") throw error;
      const merge = data.merge as MergeResult;
      this.#count(`${verb} conflicted`);
      wanted = this.#resolve(what, merge, triple, tape, say);
      made = merge.commit();
      checkState(what, readState(graph), wanted);
    }
    agree(`${what}: parents`, made.parents, [ours.id]);
    this.#record(made);
  }

  // the past

  #checkPast(tape: Tape): void {
    const { graph } = this;
    const { branch, commit } = graph.head;
    const version = tape.pick([...this.#versions.values()]);
    checkState(`at ${version.id}`, readState(graph.at(version.id)), version.state);
    graph.checkout(version.id);
    checkState(`checkout ${version.id}`, readState(graph), version.state);
    const empty = graph.commit("empty", { allowEmpty: true });
    agree("root after a checkout", empty.root, graph.history.resolve(version.id).root);
    this.#record(empty);
    graph.checkout(branch ?? (commit as Commit).id);
  }

  /** Every state of the past, and the way between any two. */
  checkAll(): void {
    const { graph } = this;
    const versions = [...this.#versions.values()];
    for (const { id, state } of versions) {
      checkState(`at ${id}`, readState(graph.at(id)), state);
    }
    for (let i = 0; i < versions.length; i++) {
      const [from, to] = [versions[i], versions[(i * 7 + 3) % versions.length]];
      graph.checkout(to.id);
      checkState(`checkout ${to.id}`, readState(graph), to.state);
      agree("root", graph.head.commit?.root, naiveRoot(graph));
      const diff = graph.history.diff(from.id, to.id);
      for (const kind of KINDS) {
        const wanted = difference(from.state[kind], to.state[kind]);
        agree("added", [...diff[kind].added], wanted.added);
        agree("removed", [...diff[kind].removed], wanted.removed);
        agree("changed", diff[kind].counts.changed, wanted.changedCount);
      }
    }
  }
}

/** Policies, what they say by the oracle, and what they make of values that both sides changed, if they combine. */
function policyFor(tape: Tape): { policy: MergeOptions; say: Say; combine?: Say } {
  const choice = tape.next(8);
  if (choice === 1 || choice === 2) {
    const side = choice === 1 ? "ours" : "theirs";
    return { policy: { policy: side }, say: () => side };
  }
  if (choice === 3) {
    const seed = tape.next(1000);
    const say = (conflict: Conflict): Resolution | undefined => {
      const number = [...nameOf(conflict)].reduce(
        (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997,
        seed,
      );
      return number % 3 === 0 ? undefined : resolutionFor(new TapeOfOne(number), conflict);
    };
    return { policy: { policy: say }, say };
  }
  if (choice === 4) {
    const float = tape.pick(["sum", "max", "min"] as const);
    const say: Say = (conflict) => {
      if (conflict.kind !== "attribute" || conflict.attribute !== "float") return undefined;
      const [base, ours, theirs] = [conflict.base, conflict.ours, conflict.theirs] as (number | undefined)[];
      if (ours === undefined && theirs === undefined) return undefined;
      if (float === "sum") {
        return ours === undefined || theirs === undefined
          ? undefined
          : { value: ours + theirs - (base ?? 0) };
      }
      return { value: Math[float](...[ours, theirs].filter((value) => value !== undefined)) };
    };
    return { policy: { attributes: { float } }, say, combine: say };
  }
  return { policy: {}, say: () => undefined };
}

/** A tape that says the same number, halved again and again. */
class TapeOfOne {
  #number: number;

  constructor(number: number) {
    this.#number = number;
  }

  next(bound: number): number {
    this.#number = Math.floor(this.#number / 2) + 1;
    return this.#number % bound;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.next(items.length)];
  }
}
