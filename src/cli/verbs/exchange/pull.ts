/** `pull`: fetches, and merges the branch of the present one's name. */
import { resolve } from "node:path";
import { type Conflict, type Graph, GroggyError, type PullOptions, type PullResult } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import type { ExitCode } from "../../shared/command.js";
import { type CommitFlags, committedJson, noteCommit, readCommitChoices } from "../../shared/committing.js";
import { conflictJson, printConflicts } from "../../shared/history/conflict-words.js";
import { type PolicyFlags, readPolicyFlags } from "../../shared/history/policies.js";
import type { Invocation } from "../../shared/invocation.js";
import { onCopy } from "../../shared/on-copy.js";
import { tableUnlessEmpty } from "../../shared/unless-empty.js";
import { type FetchFlags, fetchOptions, noteFetched } from "./fetch.js";
import { countText, updatesTable } from "./moved-names.js";

interface PullFlags extends FetchFlags, CommitFlags, PolicyFlags {
  readonly "ff-only"?: boolean;
  readonly "no-ff"?: boolean;
}

export async function run(invocation: Invocation<PullFlags>): Promise<ExitCode | undefined> {
  const { cwd, now, operands } = invocation;
  const { isDryRun } = readCommitChoices(invocation);
  const given = pullOptions(invocation);
  const source = resolve(cwd, operands.source as string);
  const graph = await invocation.open(isDryRun ? { readOnly: true } : {});
  const pullInto = (into: Graph): Promise<ExitCode | undefined> => tell(invocation, into, source, given);
  return isDryRun ? onCopy(graph, now, pullInto) : pullInto(graph);
}

function pullOptions(invocation: Invocation<PullFlags>): PullOptions {
  const { branch = [] } = invocation.options;
  if (branch.length > 1) throw new CliError(`"--branch" expected one branch, got ${branch.length}`);
  if (invocation.options["ff-only"] === true && invocation.options["no-ff"] === true)
    throw new CliError('"--ff-only" expected to be given alone, got "--no-ff" as well');
  const { message, author } = readCommitChoices(invocation);
  const { branches, ...fetching } = fetchOptions(invocation);
  const [only] = branch;
  return {
    ...fetching,
    ...(only === undefined ? {} : { branch: only }),
    ...readPolicyFlags(invocation.options),
    ...(invocation.options["ff-only"] === true ? { fastForward: "only" } : {}),
    ...(invocation.options["no-ff"] === true ? { fastForward: "never" } : {}),
    ...(message === undefined ? {} : { message }),
    author,
    time: invocation.now(),
  };
}

/** Pulls, and tells what came of it. */
async function tell(
  invocation: Invocation<PullFlags>,
  graph: Graph,
  source: string,
  options: PullOptions,
): Promise<ExitCode | undefined> {
  const { operands, output } = invocation;
  const before = { names: graph.history.remoteBranches(), commits: graph.history.commitCount };
  const isDryRun = invocation.options["dry-run"] === true;
  let result: PullResult;
  try {
    result = graph.history.pull(source, options);
  } catch (error) {
    if (!(error instanceof GroggyError && error.code === "MERGE_CONFLICT")) throw error;
    return tellConflicts(invocation, graph, before, source, error);
  }
  const { fetched, status, commit } = result;
  noteFetched(output.note.bind(output), fetched, operands.source as string, isDryRun);
  const isMerge = status === "clean" || status === "conflicted";
  const committed = isMerge && !isDryRun ? noteCommit(invocation, graph, commit) : undefined;
  await tableUnlessEmpty(
    output,
    updatesTable(output, fetched.updates, {
      source,
      remote: options.remote ?? "origin",
      status,
      commits: fetched.commits,
      rejected: fetched.rejected,
      head: commit.id,
      merge: committed === undefined ? null : committedJson(committed).commit,
      conflicts: [],
      dryRun: isDryRun,
    }),
  );
  if (!isMerge || isDryRun) output.note(STATUS_TEXTS[status](commit.id.slice(0, 7), isDryRun));
  return undefined;
}

const STATUS_TEXTS = {
  upToDate: (id: string): string => `already at ${id}, which has it all`,
  fastForward: (id: string, isDryRun: boolean): string => `${isDryRun ? "would be " : ""}moved on to ${id}`,
  clean: (): string => "would be merged without conflicts",
  conflicted: (): string => "would be merged, and the policies resolve the conflicts",
} satisfies Record<PullResult["status"], (id: string, isDryRun: boolean) => string>;

/** Tells that nothing was merged, what was fetched all the same, and how to go on. */
async function tellConflicts(
  invocation: Invocation<PullFlags>,
  graph: Graph,
  before: { readonly names: ReturnType<Graph["history"]["remoteBranches"]>; readonly commits: number },
  source: string,
  error: GroggyError,
): Promise<ExitCode> {
  const { options, output } = invocation;
  const { remote = "origin" } = options;
  const known = new Map(before.names.map(({ name, commit }) => [name, commit.id]));
  const updates = graph.history
    .remoteBranches()
    .filter(({ name, commit }) => known.get(name) !== commit.id)
    .map(({ name, commit }) => ({
      kind: "remote" as const,
      name,
      before: known.get(name) ?? null,
      after: commit.id,
    }));
  const { unresolved } = error.data.merge as { readonly unresolved: readonly Conflict[] };
  const document = {
    source,
    remote,
    status: "conflicted",
    commits: graph.history.commitCount - before.commits,
    updates,
    rejected: [],
    head: graph.head.commit?.id ?? null,
    merge: null,
    conflicts: unresolved.map((conflict) => conflictJson(conflict)),
    dryRun: options["dry-run"] === true,
  };
  await printConflicts(unresolved, document, output, [graph]);
  const name = `${remote}/${options.branch?.[0] ?? graph.head.branch}`;
  output.note(`${countText(unresolved.length, "conflict")}: nothing was merged`);
  output.note(`  ${output.verb("merge")} ${name} --write conflicts.json   to resolve them in a file`);
  output.note(`  ${output.verb("merge")} ${name} --policy ours            to take one side, or theirs`);
  return 1;
}
