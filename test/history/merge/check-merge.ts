// Holds a merge that is a value to the oracle: conflicts, what it would come to, and what resolutions make of it.
import type { Conflict, Resolution } from "../../../src/history/diff/conflict.js";
import type { MergeResult } from "../../../src/history/merge/merge.js";
import { agree, show } from "../../model/show.js";
import { copyState, difference, dump, KINDS, type State } from "../../model/state.js";
import type { Tape } from "../../model/values.js";
import {
  conflictsOf,
  keyConflictsOf,
  mergeStates,
  nameOf,
  type Said,
  type Say,
  settleKeys,
  type Triple,
} from "./oracle.js";
import { checkEnds, readState } from "./states.js";

/** Every conflict as text with all that it quotes, sorted. */
function showAll(conflicts: readonly Conflict[]): string[] {
  const quote = ({ base, ours, theirs }: Conflict) => ` ${show(base)} | ${show(ours)} | ${show(theirs)}`;
  return conflicts.map((conflict) => nameOf(conflict) + quote(conflict)).sort();
}

/** What was said to conflicts, by name. */
export const byName =
  (decisions: ReadonlyMap<string, Said>): Say =>
  (conflict) =>
    decisions.get(nameOf(conflict));

/** What the oracle makes of three states, with what was said to conflicts. */
export function expected(triple: Triple, say: Say, key?: string) {
  const plain = conflictsOf(triple);
  const merged = mergeStates(triple, say);
  const conflicts = [...plain];
  let state = copyState(merged);
  if (key !== undefined) {
    const keys: Conflict[] = [];
    for (;;) {
      state = copyState(merged);
      settleKeys(state, keys, say);
      const known = new Set(keys.map(nameOf));
      const more = keyConflictsOf(triple.ours, keys.length === 0 ? merged : state, key);
      const fresh = more.filter((conflict) => !known.has(nameOf(conflict)));
      if (fresh.length === 0) break;
      keys.push(...fresh);
    }
    conflicts.push(...keys);
  }
  return { state, conflicts };
}

/** Compares a merge, with what was said to it so far, with the oracle. */
export function checkMerge(what: string, merge: MergeResult, triple: Triple, say: Say, key?: string): State {
  const { state, conflicts } = expected(triple, say, key);
  const [found, wanted] = [showAll(merge.conflicts), showAll(conflicts)];
  if (found.join("\n") !== wanted.join("\n")) {
    const missing = wanted.filter((line) => !found.includes(line));
    const excess = found.filter((line) => !wanted.includes(line));
    throw new Error(`${what}: conflicts missing ${show(missing)}, in excess ${show(excess)}`);
  }
  const open = wanted.length === 0 ? 0 : conflicts.filter((each) => say(each) === undefined).length;
  agree(`${what}: unresolved`, merge.unresolved.length, open);
  agree(`${what}: status`, merge.status, open === 0 ? "clean" : "conflicted");
  checkOutcome(what, merge, triple.ours, state);
  return state;
}

/** Compares what a merge would come to, and its diff, with a state. */
export function checkOutcome(what: string, merge: MergeResult, ours: State, state: State): void {
  checkEnds(what, state);
  const preview = readState(merge.preview());
  checkState(`${what}: preview`, preview, state);
  const diff = merge.diff();
  for (const kind of KINDS) {
    const wanted = difference(ours[kind], state[kind]);
    agree(`${what}: ${kind} added`, [...diff[kind].added], wanted.added);
    agree(`${what}: ${kind} removed`, [...diff[kind].removed], wanted.removed);
    agree(`${what}: ${kind} changed`, diff[kind].counts.changed, wanted.changedCount);
    const lines = [...diff[kind].changes()].map((cell) => `${cell.id} ${cell.attribute} ${show(cell.after)}`);
    const present = wanted.cells.filter(
      ({ before, after }) => before === undefined || after === undefined || before.type === after.type,
    );
    if (present.length < wanted.cells.length) continue; // a change of type is two changes, out and in
    agree(
      `${what}: ${kind} changes`,
      lines.sort(),
      present.map((c) => `${c.id} ${c.name} ${show(c.after?.value)}`).sort(),
    );
    const labels = [...diff[kind].labelChanges()].map(({ id, after }) => `${id} ${show([...after].sort())}`);
    agree(
      `${what}: ${kind} labels`,
      labels,
      wanted.labels.map(({ id, after }) => `${id} ${show(after)}`),
    );
  }
}

export function checkState(what: string, actual: State, wanted: State): void {
  const [a, b] = [dump(actual), dump(wanted)];
  if (a === b) return;
  const [found, lines] = [a.split("\n"), b.split("\n")];
  const missing = lines.filter((line) => !found.includes(line));
  const excess = found.filter((line) => !lines.includes(line));
  throw new Error(
    `${what}:\n  expected ${missing.join("\n           ")}\n  got      ${excess.join("\n           ")}`,
  );
}

/** Something that can be said to a conflict. */
export function resolutionFor(tape: Pick<Tape, "pick">, conflict: Conflict): Resolution {
  const { kind } = conflict;
  if (kind === "schema") return tape.pick(["ours", "theirs"] as const);
  if (kind === "removal") return tape.pick(["ours", "theirs", "resurrect"] as const);
  if (kind === "dangling") return tape.pick(["ours", "theirs", "dropEdge", "resurrect"] as const);
  if (kind === "key") return tape.pick(["ours", "theirs", { value: null }]);
  const { base, ours, theirs } = conflict;
  // what the base had may have been of another type
  const values = [ours, theirs, null, ...(typeof base === typeof (ours ?? theirs) ? [base] : [])];
  return tape.pick(["ours", "theirs", { value: tape.pick(values) ?? null }] as const);
}

/** Says something to all open conflicts, one after another, compares after each, and returns the merged state. */
export function resolveAtRandom(
  what: string,
  merge: MergeResult,
  triple: Triple,
  tape: Tape,
  key?: string,
  policy: Say = () => undefined,
): State {
  const decisions = new Map<string, Said>();
  const say: Say = (conflict) => decisions.get(nameOf(conflict)) ?? policy(conflict);
  for (let round = 0; merge.unresolved.length > 0; round++) {
    if (round > 200) throw new Error(`${what}: no end of conflicts`);
    const conflict = tape.pick(merge.unresolved);
    const said = resolutionFor(tape, conflict);
    merge.resolve(conflict, said);
    decisions.set(nameOf(conflict), said);
    checkMerge(`${what}, ${nameOf(conflict)} ${show(said)}`, merge, triple, say, key);
  }
  return expected(triple, say, key).state;
}
