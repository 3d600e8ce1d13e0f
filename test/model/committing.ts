// Verbs that make commits and move between them, on the graph and on the model.
import { addNode } from "./adding.js";
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
  wrote,
} from "./run.js";
import { agree } from "./show.js";
import { putAside } from "./stashing.js";
import { copyState, KINDS, type State } from "./state.js";
import type { Tape } from "./values.js";
import { removeNodes, setValues } from "./writing.js";

export function commit(run: Run, tape: Tape): void {
  const allowEmpty = tape.chance(4);
  const message = tape.pick(["one", "two"]);
  run.log += ` ${message} allowEmpty ${allowEmpty}`;
  const before = placeOf(run);
  if (!isDirty(run) && !allowEmpty) {
    refuses("commit", () => run.graph.commit(message), "EMPTY_COMMIT");
    return;
  }
  const made = run.graph.commit(message, { allowEmpty });
  pointTo(run, addVersion(run, made, run.state, run.head === undefined ? [] : [run.head]));
  record(run, "commit", before, run.branch !== null);
}

/** Many small commits, so that ways between commits are long. */
export function commitMany(run: Run, tape: Tape): void {
  const count = tape.pick([5, 40, 70, 140]);
  for (let i = 0; i < count; i++) {
    setValues(run, tape);
    if (tape.chance(9)) addNode(run, tape);
    if (tape.chance(9)) removeNodes(run, tape);
    wrote(run);
    commit(run, tape);
  }
  run.log = `many ${count}`;
}

export function checkout(run: Run, tape: Tape): void {
  const target = drawRevision(run, tape);
  const mode = tape.pick(["none", "discard", "carry", "stash"] as const);
  run.log += ` ${target?.text} ${mode}`;
  if (target === undefined) {
    refuses("checkout", () => run.graph.checkout("nowhere"), "REVISION_NOT_FOUND");
    return;
  }
  const { text, version } = target;
  const go = () => run.graph.checkout(text, mode === "none" ? {} : { [mode]: true });
  const dirty = isDirty(run);
  if (dirty && mode === "none") {
    refuses("checkout", go, "DIRTY_STATE");
    return;
  }
  const carried =
    dirty && mode === "carry" ? carry(headState(run), run.state, version.state) : copyState(version.state);
  if (carried === undefined) {
    refuses("checkout with carry", go, "DIRTY_STATE");
    return;
  }
  const before = placeOf(run);
  go();
  if (dirty && mode === "stash") putAside(run, "before checkout");
  run.state = carried;
  run.head = version;
  if (text !== "HEAD") run.branch = run.branches.has(text) ? text : null;
  wrote(run);
  record(run, "checkout", before, false);
}

export function reset(run: Run, tape: Tape): void {
  const target = drawRevision(run, tape);
  if (target === undefined) return;
  const { text, version } = target;
  const mode = tape.pick(["none", "discard", "keep", "carry", "stash"] as const);
  run.log += ` ${text} ${mode}`;
  const go = () => run.graph.history.reset(text, mode === "none" ? {} : { [mode]: true });
  const dirty = isDirty(run);
  if (dirty && mode === "none") {
    refuses("reset", go, "DIRTY_STATE");
    return;
  }
  const carried =
    dirty && mode === "carry" ? carry(headState(run), run.state, version.state) : copyState(version.state);
  if (carried === undefined) {
    refuses("reset with carry", go, "DIRTY_STATE");
    return;
  }
  const before = placeOf(run);
  go();
  if (dirty && mode === "stash") putAside(run, "before reset");
  if (mode === "keep") keepContents(run, version.state);
  else run.state = carried;
  pointTo(run, version);
  wrote(run);
  record(run, "reset", before, run.branch !== null);
}

/** The attributes that there are when the present contents become changes of another state. */
function keepContents(run: Run, target: State): void {
  for (const kind of KINDS) {
    const { byId, schema } = run.state[kind];
    schema.clear();
    for (const [name, type] of target[kind].schema) schema.set(name, type);
    for (const { cells } of byId.values()) for (const [name, { type }] of cells) schema.set(name, type);
  }
}

/** Collects what no name, stash or operation leads to; the rest stays. */
export function gc(run: Run, tape: Tape): void {
  const keepOperations = tape.chance(2);
  run.log += ` keepOperations ${keepOperations}`;
  const { commitsKept } = run.graph.history.gc({ keepOperations });
  if (!keepOperations) {
    run.done = [];
    run.undone = [];
  }
  const places = [...run.done, ...run.undone].flatMap(({ before, after }) => [before, after]);
  const kept = ancestorsOf(
    run.head,
    ...run.branches.values(),
    ...run.tags.values(),
    ...run.stashes.map(({ head }) => head),
    ...places.flatMap(({ head, branches, tags }) => [head, ...branches.values(), ...tags.values()]),
  );
  agree("commitsKept", commitsKept, kept.size);
  for (const [id, version] of run.versions) {
    if (kept.has(version)) agree(`commit ${id} is kept`, run.graph.history.resolve(id).id, id);
    else {
      refuses("a collected commit", () => run.graph.at(id), "REVISION_NOT_FOUND");
      run.versions.delete(id);
    }
  }
}
