// Merges, reverts and picks, on the graph and by the oracle of three full copies.
import type { Conflict, Resolution } from "../../src/history/diff/conflict.js";
import type { MergeResult } from "../../src/history/merge/merge.js";
import type { MergeOptions } from "../../src/history/merge/merge-options.js";
import type { Commit, GraphView, GroggyError } from "../../src/index.js";
import { checkMerge, checkOutcome, resolutionFor, resolveAtRandom } from "../history/merge/check-merge.js";
import { conflictsOf, mergeStates, nameOf, type Say, type Triple } from "../history/merge/oracle.js";
import { carry } from "./carry.js";
import {
  addVersion,
  ancestorsOf,
  drawRevision,
  headState,
  isDirty,
  placeOf,
  pointTo,
  type Run,
  record,
  refuses,
  stateOf,
  type Version,
  wrote,
} from "./run.js";
import { agree, show } from "./show.js";
import { putAside } from "./stashing.js";
import { copyState, difference, isEmptyDifference, KINDS, type State } from "./state.js";
import type { Tape } from "./values.js";

type Mode = "none" | "discard" | "carry" | "stash";

/** What a verb is told of uncommitted changes. */
export function drawMode(tape: Tape): { mode: Mode; options: Partial<Record<Mode, boolean>> } {
  const mode = tape.pick(["none", "discard", "carry", "stash"] as const);
  return { mode, options: mode === "none" ? {} : { [mode]: true } };
}

/** A policy, what it says by the oracle, and what it makes of values that both sides changed, if it combines. */
export function drawPolicy(tape: Tape): { policy: MergeOptions; say: Say; combine?: Say } {
  const choice = tape.pick(["none", "none", "side", "function", "attribute"] as const);
  if (choice === "side") {
    const side = tape.pick(["ours", "theirs"] as const);
    return { policy: { policy: side }, say: () => side };
  }
  if (choice === "function") {
    const say = (conflict: Conflict): Resolution | undefined => {
      const letters = [...nameOf(conflict)].map((letter) => letter.charCodeAt(0));
      const at = letters.reduce((sum, code) => (sum * 31 + code) % 997, 7);
      return at % 3 === 0
        ? undefined
        : resolutionFor({ pick: (items) => items[at % items.length] }, conflict);
    };
    return { policy: { policy: say }, say };
  }
  if (choice === "attribute") {
    const float = tape.pick(["sum", "max", "min"] as const);
    const say: Say = (conflict) => {
      if (conflict.kind !== "attribute" || conflict.attribute !== "float") return undefined;
      const [base, ours, theirs] = [conflict.base, conflict.ours, conflict.theirs] as (number | undefined)[];
      if (ours === undefined && theirs === undefined) return undefined;
      if (float !== "sum")
        return { value: Math[float](...[ours, theirs].filter((each) => each !== undefined)) };
      if (ours === undefined || theirs === undefined) return undefined;
      return { value: ours + theirs - (base ?? 0) };
    };
    return { policy: { attributes: { float } }, say, combine: say };
  }
  return { policy: {}, say: () => undefined };
}

/** Gives a merged state the attributes of a view: they have the types of the values, and some are without any. */
export function adoptSchema(state: State, view: GraphView): State {
  for (const kind of KINDS) {
    const { schema } = kind === "graph" ? view.attributes : view[kind];
    for (const { cells } of state[kind].byId.values()) {
      for (const [name, { type }] of cells) agree(`type of ${name}`, schema[name], type);
    }
    state[kind].schema.clear();
    for (const name of Object.keys(schema)) state[kind].schema.set(name, schema[name]);
  }
  return state;
}

/** Versions that are made of several bases have no commit. */
interface Base {
  readonly state: State;
  readonly ancestors: ReadonlySet<Version>;
}

/** The state that two versions are compared with: that of the best common ancestor, or what several come to. */
function baseOf(run: Run, a: Base, b: Base, combine: Say | undefined): State {
  const common = [...a.ancestors].filter((version) => b.ancestors.has(version));
  const best = common
    .filter((version) => !common.some((other) => other !== version && ancestorsOf(other).has(version)))
    .sort((left, right) => (left.commit.id < right.commit.id ? -1 : 1))
    .map((version) => ({ state: version.state, ancestors: ancestorsOf(version) }));
  if (best.length === 0) return stateOf(run, undefined);
  return best.reduce((merged, other) => ({
    state: mergeStates(
      { base: baseOf(run, merged, other, combine), ours: merged.state, theirs: other.state, combine },
      (conflict) => combine?.(conflict) ?? "before",
    ),
    ancestors: new Set([...merged.ancestors, ...other.ancestors]),
  })).state;
}

export function merge(run: Run, tape: Tape): void {
  const target = drawRevision(run, tape);
  if (target === undefined) return;
  const { graph, head } = run;
  const { version, text } = target;
  const fastForward = tape.pick(["auto", "auto", "never", "only"] as const);
  const { mode, options } = drawMode(tape);
  const { policy, say, combine } = drawPolicy(tape);
  run.log += ` ${text} ${fastForward} ${mode} ${show(policy)}`;
  const start = () => graph.merge(text, { fastForward, ...options, ...policy });
  if (isDirty(run) && mode === "none") {
    refuses("merge", start, "DIRTY_STATE");
    return;
  }
  const ancestors = ancestorsOf(head);
  const isUpToDate = ancestors.has(version);
  const isBehind = head === undefined || ancestorsOf(version).has(head);
  if (!isUpToDate && !isBehind && fastForward === "only") {
    refuses("merge", start, "NOT_FAST_FORWARD");
    return;
  }
  const made = start();
  if (isUpToDate || (isBehind && (fastForward !== "never" || head === undefined))) {
    const status = isUpToDate ? "upToDate" : "fastForward";
    agree("status", made.status, status);
    checkOutcome(status, made, headState(run), isUpToDate ? headState(run) : version.state);
    if (tape.chance(6)) made.abort();
    else if (isUpToDate) agree("what comes of it", made.commit().id, head?.commit.id);
    else moveForward(run, version, mode, made);
    return;
  }
  const ours = headState(run);
  const base = baseOf(
    run,
    { state: ours, ancestors },
    { state: version.state, ancestors: ancestorsOf(version) },
    combine,
  );
  const triple = { base, ours, theirs: version.state, combine };
  const wanted = settle("merge", made, triple, say, tape);
  if (tape.chance(6)) {
    made.abort();
    refuses("an aborted merge", () => made.commit(), "STALE_MERGE");
    return;
  }
  adoptSchema(wanted, made.preview());
  finish(run, "merge", wanted, [version], mode, () => made.commit());
}

/** Moves the branch with the graph, uncommitted changes as told. */
function moveForward(run: Run, version: Version, mode: Mode, made: MergeResult): void {
  const dirty = isDirty(run);
  const carried = dirty && mode === "carry" ? carry(headState(run), run.state, version.state) : version.state;
  if (carried === undefined) {
    refuses("fast-forward with carry", () => made.commit(), "DIRTY_STATE");
    return;
  }
  const before = placeOf(run);
  agree("the commit", made.commit().id, version.commit.id);
  if (dirty && mode === "stash") putAside(run, "before merge");
  run.state = copyState(carried);
  pointTo(run, version);
  wrote(run);
  record(run, "merge", before, true);
}

/** Compares a merge with the oracle, says something to what is open, and returns what it comes to. */
function settle(what: string, merge: MergeResult, triple: Triple, say: Say, tape: Tape): State {
  const wanted = checkMerge(what, merge, triple, say);
  if (merge.unresolved.length === 0) return wanted;
  refuses("a merge with conflicts", () => merge.commit(), "MERGE_CONFLICT");
  return resolveAtRandom(what, merge, triple, tape, undefined, say);
}

/** Makes the commit of a verb that merges; with changes to carry that can be refused. */
function finish(
  run: Run,
  verb: string,
  wanted: State,
  others: readonly Version[],
  mode: Mode,
  go: () => Commit,
): void {
  const dirty = isDirty(run);
  const carried = dirty && mode === "carry" ? carry(headState(run), run.state, wanted) : wanted;
  if (carried === undefined) {
    refuses(`${verb} with carry`, go, "DIRTY_STATE");
    return;
  }
  const before = placeOf(run);
  const made = go();
  if (dirty && mode === "stash") putAside(run, `before ${verb}`);
  const parents = [...(run.head === undefined ? [] : [run.head]), ...others];
  pointTo(run, addVersion(run, made, adoptSchema(wanted, run.graph.at(made)), parents));
  run.state = dirty && mode === "carry" ? adoptSchema(copyState(carried), run.graph) : copyState(wanted);
  wrote(run);
  record(run, verb, before, run.branch !== null);
}

/** Undoes the change of a commit, or makes it once more. */
export function takeElsewhere(run: Run, tape: Tape): void {
  const verb = tape.pick(["revert", "cherryPick"] as const);
  const picked = drawRevision(run, tape);
  if (picked === undefined) return;
  const { version, text } = picked;
  const { parents } = version;
  const mainline = parents.length > 1 ? tape.pick([1, 2, undefined]) : tape.pick([undefined, 1]);
  const { mode, options } = drawMode(tape);
  const { policy, say, combine } = drawPolicy(tape);
  const allowEmpty = tape.chance(3);
  run.log = `${verb} ${text} ${mainline} ${mode} ${show(policy)} allowEmpty ${allowEmpty}`;
  const all = { ...policy, ...options, allowEmpty, ...(mainline === undefined ? {} : { mainline }) };
  const go = () => run.graph.history[verb](text, all);
  const refused =
    run.head === undefined
      ? "NO_COMMIT"
      : parents.length > 1 && mainline === undefined
        ? "MAINLINE_REQUIRED"
        : isDirty(run) && mode === "none"
          ? "DIRTY_STATE"
          : undefined;
  if (refused !== undefined) {
    refuses(verb, go, refused);
    return;
  }
  const parent = stateOf(run, parents[(mainline ?? 1) - 1]);
  const [base, theirs] = verb === "revert" ? [version.state, parent] : [parent, version.state];
  const triple = { base, ours: headState(run), theirs, combine };
  if (conflictsOf(triple).every((conflict) => say(conflict) !== undefined)) {
    const wanted = predictSchema(mergeStates(triple, say), triple.ours);
    if (
      !allowEmpty &&
      KINDS.every((kind) => isEmptyDifference(difference(triple.ours[kind], wanted[kind])))
    ) {
      refuses(verb, go, "EMPTY_COMMIT");
      return;
    }
    finish(run, verb, wanted, [], mode, go);
    return;
  }
  const { code, data } = errorOf(go);
  agree("error", code, "MERGE_CONFLICT");
  if (tape.chance(3)) return;
  const merge = data.merge as MergeResult;
  const wanted = settle(verb, merge, triple, say, tape);
  finish(run, verb, adoptSchema(wanted, merge.preview()), [], mode, () => merge.commit());
}

function errorOf(action: () => unknown): GroggyError {
  try {
    action();
  } catch (error) {
    return error as GroggyError;
  }
  throw new Error("expected conflicts, got none");
}

/** Our attributes, those with values by the type that they have after the merge. */
function predictSchema(merged: State, ours: State): State {
  for (const kind of KINDS) {
    const { byId, schema } = merged[kind];
    for (const [name, type] of ours[kind].schema) schema.set(name, type);
    for (const { cells } of byId.values()) for (const [name, { type }] of cells) schema.set(name, type);
  }
  return merged;
}
