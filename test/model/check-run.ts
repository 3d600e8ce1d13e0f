// What is compared of graph and model: everything after each step, the past now and then and at the end.
import { checkView } from "./check-view.js";
import { ancestorsOf, followEmptyAttributes, headState, isDirty, type Run, type Version } from "./run.js";
import { agree } from "./show.js";
import { difference, KINDS } from "./state.js";

const VERSIONS_CHECKED_MAX = 60;

/** How many versions the head alone leads to. */
function countUnnamed(run: Run): number {
  const named = [...run.branches.values(), ...run.tags.values()].flatMap((each) => [...ancestorsOf(each)]);
  const reached = new Set(named);
  return [...ancestorsOf(run.head)].filter((version) => !reached.has(version)).length;
}

export function check(run: Run): void {
  followEmptyAttributes(run);
  checkView("graph", run.graph, run.state, run.directed);
  const { branch, commit } = run.graph.head;
  agree("head.branch", branch, run.branch);
  agree("head.commit", commit?.id, run.head?.commit.id);
  const head = headState(run);
  const counts = KINDS.map((kind) => {
    const { added, removed, changedCount, cells } = difference(head[kind], run.state[kind]);
    // of the graph itself attributes are counted
    if (kind === "graph") {
      const came = cells.filter(({ before }) => before === undefined).length;
      const went = cells.filter(({ after }) => after === undefined).length;
      return { added: came, removed: went, changed: cells.length - came - went };
    }
    return { added: added.length, removed: removed.length, changed: changedCount };
  });
  agree("status", run.graph.status(), {
    branch: run.branch,
    commit: run.head?.commit.id ?? null,
    detached: run.branch === null,
    unreachable: run.branch === null ? countUnnamed(run) : 0,
    clean: !isDirty(run),
    nodes: counts[0],
    edges: counts[1],
    graph: counts[2],
  });
  const names = (refs: Map<string, Version>) =>
    [...refs].map(([name, { commit }]) => `${name} ${commit.id}`).sort();
  const { history } = run.graph;
  agree(
    "branches",
    history.branches().map(({ name, commit }) => `${name} ${commit.id}`),
    names(run.branches),
  );
  agree(
    "tags",
    history.tags().map(({ name, commit }) => `${name} ${commit.id}`),
    names(run.tags),
  );
  agree(
    "stashes",
    history.stashes().map(({ message, commit }) => `${message} ${commit?.id}`),
    run.stashes.map(({ message, head }) => `${message} ${head?.commit.id}`),
  );
  agree(
    "operations",
    history.operations().map(({ name, undone, branch, commit }) => `${name} ${undone} ${branch} ${commit}`),
    [...run.done, ...run.undone.toReversed()].map(
      ({ name, after }, i) =>
        `${name} ${i >= run.done.length} ${after.branch} ${after.head?.commit.id ?? null}`,
    ),
  );
}

/** One of the views that were taken earlier, and one past state, still read as they did. */
export function checkHeld(run: Run, turn: number): void {
  if (run.held.length > 0) {
    const { what, view, state } = run.held[turn % run.held.length];
    checkView(`held since "${what}"`, view, state, run.directed);
  }
  const versions = [...run.versions.values()];
  if (versions.length === 0 || turn % 3 !== 0) return;
  const { commit, state } = versions[(turn / 3) % versions.length];
  checkView(`at ${commit.id.slice(0, 8)}`, run.graph.at(commit), state, run.directed);
}

/** All views and all past states still read as they did. */
export function checkPast(run: Run): void {
  for (const { what, view, state } of run.held) {
    checkView(`at the end, held since "${what}"`, view, state, run.directed);
  }
  const versions = [...run.versions.values()];
  const step = Math.ceil(versions.length / VERSIONS_CHECKED_MAX);
  for (const { commit, state } of versions.filter((_, i) => i % step === 0)) {
    checkView(`at the end, at ${commit.id.slice(0, 8)}`, run.graph.at(commit.id), state, run.directed);
    checkLog(run, run.versions.get(commit.id) as Version);
  }
}

/** The log has each ancestor once, before its parents; along first parents it is a line. */
function checkLog(run: Run, version: Version): void {
  const { history } = run.graph;
  const log = history.log({ from: version.commit }).map(({ id }) => id);
  const wanted = Array.from(ancestorsOf(version), ({ commit }) => commit.id);
  agree("log", log.toSorted(), wanted.sort());
  const places = new Map(log.map((id, i) => [id, i]));
  for (const id of log) {
    const parents = (run.versions.get(id) as Version).parents;
    const isFirst = parents.every(
      ({ commit }) => (places.get(commit.id) as number) > (places.get(id) as number),
    );
    agree(`${id} before its parents`, isFirst, true);
  }
  const line: string[] = [];
  for (let at: Version | undefined = version; at !== undefined; at = at.parents[0]) line.push(at.commit.id);
  const firsts = history.log({ from: version.commit, firstParent: true }).map(({ id }) => id);
  agree("log along first parents", firsts, line);
}
