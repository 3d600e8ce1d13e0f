/** `groggy branch`: lists branches, makes, renames and deletes them. */
import { type Commit, type Graph, GroggyError } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import { confirm } from "../../shared/confirm.js";
import { nameOfAuthor, shortId, subjectOf, timeCell } from "../../shared/history/commit-words.js";
import { printDone } from "../../shared/history/print-done.js";
import { commitNamed, namingNearest } from "../../shared/history/revision-words.js";
import type { Invocation } from "../../shared/invocation.js";

export interface Options {
  readonly all?: boolean;
  readonly contains?: string;
  readonly delete?: boolean;
  readonly force?: boolean;
  readonly move?: boolean;
  readonly remotes?: boolean;
}

export async function run(invocation: Invocation<Options>): Promise<undefined> {
  const { operands, options } = invocation;
  const names = operands.names as readonly string[];
  if (options.delete === true && options.move === true)
    throw new CliError('"--delete" expected to be given without --move, got both');
  if (options.delete === true) return deleteBranches(invocation, names);
  if (options.move === true) return moveBranch(invocation, names);
  if (names.length === 0) return listBranches(invocation);
  return makeBranch(invocation, names);
}

async function listBranches(invocation: Invocation<Options>): Promise<undefined> {
  const { options, output } = invocation;
  const graph = await invocation.open({ readOnly: true });
  const { head, history } = graph;
  const local =
    options.remotes === true ? [] : history.branches().map((ref) => ({ ...ref, isRemote: false }));
  const isWide = options.all === true || options.remotes === true;
  const remote = isWide ? history.remoteBranches().map((ref) => ({ ...ref, isRemote: true })) : [];
  const wanted = options.contains === undefined ? undefined : commitNamed(graph, options.contains);
  const shown = [...local, ...remote].filter(
    ({ commit }) => wanted === undefined || history.isAncestor(wanted, commit),
  );
  if (output.format === "json") {
    const branches = shown.map(({ name, commit, isRemote }) => ({
      name,
      commit: commit.id,
      time: commit.time,
      author: commit.author,
      message: commit.message,
      remote: isRemote,
      current: !isRemote && name === head.branch,
    }));
    await printDone(output, { head: head.branch, branches });
    return;
  }
  const isShort = output.format === "table" || output.format === "markdown";
  await output.table({
    name: "branches",
    columns: [
      { name: "head", style: "green" },
      { name: "branch", style: "bold" },
      { name: "commit", style: "yellow" },
      { name: "message" },
      { name: "author" },
      { name: isShort ? "date" : "time", style: "dim", isWhole: "date" },
    ],
    rows: shown.map(({ name, commit, isRemote }) => [
      !isRemote && name === head.branch ? "*" : isShort ? "" : null,
      name,
      isShort ? shortId(commit) : commit.id,
      isShort ? subjectOf(commit) : commit.message,
      isShort ? nameOfAuthor(commit.author) : commit.author || null,
      timeCell(commit.time, output.format),
    ]),
    count: shown.length,
  });
}

async function makeBranch(invocation: Invocation<Options>, names: readonly string[]): Promise<undefined> {
  const { output } = invocation;
  const [name, start, ...others] = names;
  if (others.length > 0)
    throw new CliError(`"branch" expected a name and a revision, got ${JSON.stringify(others[0])} besides`);
  const graph = await invocation.open();
  const at = start === undefined ? undefined : commitNamed(graph, start);
  graph.branch(name, at === undefined ? {} : { at });
  const commit = at ?? (graph.head.commit as Commit);
  await printDone(output, { done: [{ verb: "branch", name, commit: commit.id }] });
  output.note(`branch ${name} is at ${shortId(commit)}: ${subjectOf(commit)}`);
  output.note(`  ${output.verb("checkout")} ${name}   to go there`);
}

async function moveBranch(invocation: Invocation<Options>, names: readonly string[]): Promise<undefined> {
  const graph = await invocation.open();
  if (names.length < 1 || names.length > 2)
    throw new CliError(
      `"--move" expected a branch and its new name, or the new name of the present one, got ${names.length} names`,
    );
  const [from, to] = names.length === 2 ? names : [graph.head.branch, names[0]];
  if (from === null)
    throw new CliError('"--move" expected the branch to rename, got none: the head is on no branch', {
      exitCode: 1,
    });
  namingNearest(graph, () => graph.history.renameBranch(from, to), "branch");
  const commit = graph.history.branches().find(({ name }) => name === to)?.commit ?? null;
  await printDone(invocation.output, {
    done: [{ verb: "move", name: to, from, commit: commit?.id ?? null }],
  });
  invocation.output.note(`branch ${from} is ${to} now`);
}

async function deleteBranches(invocation: Invocation<Options>, names: readonly string[]): Promise<undefined> {
  const { output } = invocation;
  if (names.length === 0) throw new CliError('"--delete" expected the name of a branch, got nothing');
  const graph = await invocation.open();
  const done: { name: string; commit: Commit }[] = [];
  // all are looked at before the first one goes
  const commits = names.map((name) => namingNearest(graph, () => branchNamed(graph, name), "branch"));
  const forced: boolean[] = [];
  for (const name of names) forced.push(await mayDelete(invocation, graph, name));
  for (const [i, name] of names.entries()) {
    graph.history.deleteBranch(name, { force: forced[i] });
    done.push({ name, commit: commits[i] });
  }
  await printDone(output, {
    done: done.map(({ name, commit }) => ({ verb: "delete", name, commit: commit.id })),
  });
  for (const { name, commit } of done)
    output.note(
      `branch ${name} is deleted, it was at ${shortId(commit)} (${output.verb("undo")} brings it back)`,
    );
}

/** Whether a branch whose commits nothing else leads to goes all the same: by `--force`, or a yes. */
async function mayDelete(invocation: Invocation<Options>, graph: Graph, name: string): Promise<boolean> {
  const { head, history } = graph;
  const ref = history.branches().find((each) => each.name === name);
  if (ref === undefined || name === head.branch) return false;
  const lost = commitsOnlyOf(graph, name, ref.commit);
  if (lost === 0) return false;
  const words = `${lost} commit${lost === 1 ? "" : "s"}`;
  await confirm(invocation, invocation.options.force, `delete ${name}, which alone leads to ${words}?`);
  return true;
}

function branchNamed({ history }: Graph, name: string): Commit {
  const ref = history.branches().find((each) => each.name === name);
  if (ref !== undefined) return ref.commit;
  throw new GroggyError(
    "REF_NOT_FOUND",
    `"branch" expected the name of a branch, got ${JSON.stringify(name)}`,
    { name },
  );
}

function commitsOnlyOf({ head, history }: Graph, name: string, commit: Commit): number {
  const others = [
    ...history.branches().filter((each) => each.name !== name),
    ...history.tags(),
    ...history.remoteBranches(),
  ].map((ref) => ref.commit);
  if (head.commit !== null) others.push(head.commit);
  if (others.some((other) => history.isAncestor(commit, other))) return 0;
  let left = 0;
  for (const each of history.walk({ from: commit }))
    if (!others.some((other) => history.isAncestor(each, other))) left++;
  return left;
}
