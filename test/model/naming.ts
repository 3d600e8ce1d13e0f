// Verbs on branches and tags, on the graph and on the model.
import { ancestorsOf, drawRevision, placeOf, type Run, record, refuses, type Version } from "./run.js";
import type { Tape } from "./values.js";

export function createBranch(run: Run, tape: Tape): void {
  createRef(run, tape, "branch");
}

export function createTag(run: Run, tape: Tape): void {
  createRef(run, tape, "tag");
}

/** Some names, that of the present branch among them. */
function drawName(run: Run, tape: Tape, what: "branch" | "tag"): string {
  if (what === "branch" && tape.chance(6)) return run.branch ?? "main";
  return `${what}${tape.next(4)}`;
}

/** Whether a branch's name is taken, be it by the present one that has no commit. */
function isTaken(run: Run, name: string): boolean {
  return run.branches.has(name) || (run.head === undefined && run.branch === name);
}

function createRef(run: Run, tape: Tape, what: "branch" | "tag"): void {
  const { graph } = run;
  const name = drawName(run, tape, what);
  const at = tape.chance(2) ? drawRevision(run, tape) : undefined;
  run.log += ` ${name} ${at?.text}`;
  const version = at?.version ?? run.head;
  const options = at === undefined ? {} : { at: at.text };
  const make = () => (what === "branch" ? graph.branch(name, options) : graph.history.tag(name, options));
  if (version === undefined) {
    refuses(what, make, "NO_COMMIT");
    return;
  }
  if (what === "branch" ? isTaken(run, name) : run.tags.has(name)) {
    refuses(what, make, "DUPLICATE_REF");
    return;
  }
  const before = placeOf(run);
  make();
  (what === "branch" ? run.branches : run.tags).set(name, version);
  record(run, what, before, true);
}

export function renameBranch(run: Run, tape: Tape): void {
  const [from, to] = [drawName(run, tape, "branch"), drawName(run, tape, "branch")];
  run.log += ` ${from} ${to}`;
  const go = () => run.graph.history.renameBranch(from, to);
  if (isTaken(run, to)) {
    refuses("renameBranch", go, "DUPLICATE_REF");
    return;
  }
  if (!isTaken(run, from)) {
    refuses("renameBranch", go, "REF_NOT_FOUND");
    return;
  }
  const before = placeOf(run);
  go();
  const version = run.branches.get(from);
  if (version !== undefined) run.branches.set(to, version);
  run.branches.delete(from);
  if (run.branch === from) run.branch = to;
  record(run, "renameBranch", before, version !== undefined);
}

export function deleteBranch(run: Run, tape: Tape): void {
  const name = drawName(run, tape, "branch");
  const force = tape.chance(2);
  run.log += ` ${name} force ${force}`;
  const go = () => run.graph.history.deleteBranch(name, { force });
  const version = run.branches.get(name);
  if (version === undefined) {
    refuses("deleteBranch", go, "REF_NOT_FOUND");
    return;
  }
  const others = [...run.branches].filter(([other]) => other !== name).map(([, at]): Version => at);
  const isLedTo = ancestorsOf(run.head, ...others, ...run.tags.values()).has(version);
  if (name === run.branch || !(force || isLedTo)) {
    refuses("deleteBranch", go, "REF_IN_USE");
    return;
  }
  const before = placeOf(run);
  go();
  run.branches.delete(name);
  record(run, "deleteBranch", before, true);
}

export function deleteTag(run: Run, tape: Tape): void {
  const name = drawName(run, tape, "tag");
  run.log += ` ${name}`;
  const go = () => run.graph.history.deleteTag(name);
  if (!run.tags.has(name)) {
    refuses("deleteTag", go, "REF_NOT_FOUND");
    return;
  }
  const before = placeOf(run);
  go();
  run.tags.delete(name);
  record(run, "deleteTag", before, true);
}
