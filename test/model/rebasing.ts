// Rebases, on the graph and step by step by the oracle.
import type { RebaseStep } from "../../src/history/merge/merge-options.js";
import { conflictsOf, mergeStates, type Say } from "../history/merge/oracle.js";
import { adoptSchema, drawMode, drawPolicy } from "./merging.js";
import {
  addVersion,
  ancestorsOf,
  drawRevision,
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
import { copyState, dump, type State } from "./state.js";
import type { Tape } from "./values.js";

/** A commit that is there, or one that a rebase is to make. */
interface Link {
  readonly version: Version | undefined;
  readonly message: string;
  readonly state: State;
  readonly parents: readonly Link[];
}

function linkOf(version: Version): Link {
  return { version, message: version.commit.message, state: version.state, parents: [] };
}

export function rebase(run: Run, tape: Tape): void {
  const target = drawRevision(run, tape);
  if (target === undefined) return;
  const { graph } = run;
  const { version: onto, text } = target;
  const { mode, options } = drawMode(tape);
  const { policy, say, combine } = drawPolicy(tape);
  run.log += ` ${text} ${mode} ${show(policy)}`;
  if (run.head === undefined) {
    refuses("rebase", () => graph.history.rebase(text), "NO_COMMIT");
    return;
  }
  const plan = drawPlan(run, tape, onto, text);
  run.log += ` ${plan.map(({ action, commit }) => `${action} ${commit.slice(0, 8)}`)}`;
  const go = () => graph.history.rebase(text, { ...options, ...policy, plan });
  if (isDirty(run) && mode !== "discard" && mode !== "stash") {
    refuses("rebase", go, "DIRTY_STATE");
    return;
  }
  if (plan.find(({ action }) => action !== "drop")?.action === "squash") {
    refuses("rebase", go, "TypeError");
    return;
  }
  const wanted = play(run, onto, plan, say, combine);
  if (wanted === undefined) {
    refuses("rebase", go, "MERGE_CONFLICT");
    return;
  }
  const dirty = isDirty(run);
  const before = placeOf(run);
  agree("what comes of it", go().id, graph.head.commit?.id);
  if (dirty && mode === "stash") putAside(run, "before rebase");
  const version = takeDown(run, graph.head.commit?.id as string, wanted);
  pointTo(run, version);
  run.state = copyState(version.state);
  wrote(run);
  record(run, "rebase", before, run.branch !== null);
}

/** The plan that the graph makes, which has what `onto` lacks, each after its parents; or one changed at random. */
function drawPlan(run: Run, tape: Tape, onto: Version, text: string): RebaseStep[] {
  const plan = run.graph.history.rebasePlan(text);
  const has = ancestorsOf(onto);
  const lacking = [...ancestorsOf(run.head)].filter((each) => !has.has(each) && each.parents.length < 2);
  const ids = plan.map(({ commit }) => commit);
  agree("plan", ids.toSorted(), lacking.map(({ commit }) => commit.id).sort());
  for (const [i, id] of ids.entries()) {
    const [parent] = (run.versions.get(id) as Version).parents;
    if (parent !== undefined) agree("order of the plan", ids.indexOf(parent.commit.id) < i, true);
  }
  if (tape.chance(2)) return plan;
  const changed = plan.map((step): RebaseStep => {
    const action = tape.pick(["pick", "pick", "drop", "squash", "reword"] as const);
    return action === "reword" ? { ...step, action, message: "reworded" } : { ...step, action };
  });
  return tape.chance(3) ? changed.reverse() : changed;
}

/** What a plan comes to; undefined if there are conflicts that the policy leaves open. */
function play(
  run: Run,
  onto: Version,
  plan: readonly RebaseStep[],
  say: Say,
  combine: Say | undefined,
): Link | undefined {
  let at = linkOf(onto);
  for (const { action, commit, message } of plan) {
    if (action === "drop") continue;
    const picked = run.versions.get(commit) as Version;
    const [parent] = picked.parents;
    if (action === "pick" && at.version !== undefined && parent === at.version) {
      at = linkOf(picked);
      continue;
    }
    const triple = { base: stateOf(run, parent), ours: at.state, theirs: picked.state, combine };
    if (conflictsOf(triple).some((conflict) => say(conflict) === undefined)) return undefined;
    const state = mergeStates(triple, say);
    if (action === "squash") {
      const parents = at.version === undefined ? at.parents : at.version.parents.map(linkOf);
      at = { version: undefined, message: `${at.message}\n\n${message}`, state, parents };
    } else at = { version: undefined, message: message as string, state, parents: [at] };
  }
  return at;
}

/** Compares the commits that a rebase made with those wanted, and takes them down. */
function takeDown(run: Run, id: string, wanted: Link): Version {
  if (wanted.version !== undefined) {
    agree("a commit that stays", id, wanted.version.commit.id);
    return wanted.version;
  }
  const made = run.graph.history.resolve(id);
  agree("message", made.message, wanted.message);
  const parents = wanted.parents.map((parent, i) => takeDown(run, made.parents[i], parent));
  const view = run.graph.at(made);
  agree(`state of ${id}`, dump(adoptSchema(copyState(wanted.state), view)), dump(wanted.state));
  return addVersion(run, made, adoptSchema(copyState(wanted.state), view), parents);
}
