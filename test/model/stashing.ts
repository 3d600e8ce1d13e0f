// Stashes, undoing and redoing, on the graph and on the model.
import { carry } from "./carry.js";
import { headState, isDirty, type Operation, type Run, refuses, stateOf, wrote } from "./run.js";
import { agree, thrownBy } from "./show.js";
import { copyState, dump } from "./state.js";
import type { Tape } from "./values.js";

/** Takes down that the uncommitted changes are on the stash now. */
export function putAside(run: Run, message: string): void {
  run.stashes.unshift({ message, head: run.head, state: copyState(run.state) });
}

export function stash(run: Run, tape: Tape): void {
  const message = tape.pick(["", "aside"]);
  run.log += ` "${message}"`;
  const go = () => run.graph.history.stash(message);
  if (!isDirty(run)) {
    refuses("stash", go, "EMPTY_COMMIT");
    return;
  }
  agree("stash.message", go().message, message);
  putAside(run, message);
  run.state = copyState(headState(run));
  wrote(run);
}

/** Takes a stash back, or drops it. */
export function unstash(run: Run, tape: Tape): void {
  const verb = tape.pick(["stashPop", "stashApply", "stashDrop"] as const);
  const index = tape.pick([0, 0, 0, 1, 2]);
  run.log += ` ${verb} ${index}`;
  const go = () => run.graph.history[verb](index);
  const stashed = run.stashes[index];
  if (stashed === undefined) {
    refuses(verb, go, "STASH_NOT_FOUND");
    return;
  }
  if (verb !== "stashDrop") {
    const applied = carry(stateOf(run, stashed.head), stashed.state, run.state);
    if (applied === undefined) {
      refuses(verb, go, "STASH_CONFLICT");
      return;
    }
    run.state = applied;
    wrote(run);
  }
  go();
  if (verb !== "stashApply") run.stashes.splice(index, 1);
}

export function undo(run: Run, tape: Tape): void {
  step(run, tape, false);
}

export function redo(run: Run, tape: Tape): void {
  step(run, tape, true);
}

/** Steps over some operations, back or forward. */
function step(run: Run, tape: Tape, forward: boolean): void {
  const verb = forward ? "redo" : "undo";
  const words: string[] = [];
  for (let left = tape.pick([1, 1, 2, 5]); left > 0; left--) {
    const mode = tape.pick(["none", "discard", "stash"] as const);
    const operation = (forward ? run.undone : run.done).at(-1);
    words.push(`${operation?.name} ${mode}`);
    run.log = `${verb} ${words.join(", ")}`;
    const go = () => run.graph.history[verb](mode === "none" ? {} : { [mode]: true });
    if (operation === undefined) {
      refuses(verb, go, "NOTHING_TO_UNDO");
      return;
    }
    if (stepOver(run, operation, mode, go, forward)) return;
  }
}

/** Steps over one operation; whether that was refused. */
function stepOver(
  run: Run,
  operation: Operation,
  mode: "none" | "discard" | "stash",
  go: () => string,
  forward: boolean,
): boolean {
  const [from, to] = forward ? [operation.before, operation.after] : [operation.after, operation.before];
  const dirty = isDirty(run);
  const isSame = dump(run.state) === dump(from.state);
  if (dirty && mode === "none" && !isSame) {
    refuses("a step that would lose changes", go, "DIRTY_STATE");
    return true;
  }
  // The same changes, written once more, may be taken for others: the graph may ask what to do with them.
  const isRewritten = dirty && isSame && run.writing !== from.writing;
  if (isRewritten && mode === "none") {
    const { length } = run.graph.history.operations().filter(({ undone }) => undone === forward);
    try {
      go();
    } catch {
      agree("refused", thrownBy("a step", go).code, "DIRTY_STATE");
      return true;
    }
    const after = run.graph.history.operations().filter(({ undone }) => undone === forward);
    agree("operations left", after.length, length - 1);
  } else {
    const { length } = run.graph.history.stashes();
    agree("its name", go(), operation.name);
    const isStashed = run.graph.history.stashes().length > length;
    if (!isRewritten)
      agree("whether changes were put aside", isStashed, dirty && mode === "stash" && !isSame);
    if (isStashed) putAside(run, `before ${forward ? "redo" : "undo"}`);
  }
  run.state = copyState(to.state);
  run.head = to.head;
  run.branch = to.branch;
  run.branches = new Map(to.branches);
  run.tags = new Map(to.tags);
  run.writing = to.writing;
  if (forward) run.done.push(run.undone.pop() as Operation);
  else run.undone.push(run.done.pop() as Operation);
  return false;
}
