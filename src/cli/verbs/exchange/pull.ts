/** `pull`: fetches, and merges the branch of the present one's name. */
import { resolve } from "node:path";
import {
  type Graph,
  GroggyError,
  type MergeResult,
  type Policies,
  type PullOptions,
  type PullResult,
} from "groggy";
import { CliError } from "../../shared/cli-error.js";
import type { ExitCode } from "../../shared/command.js";
import {
  type CommitFlags,
  type Committed,
  committedJson,
  noteCommit,
  readCommitChoices,
} from "../../shared/committing.js";
import {
  type ConflictFile,
  conflictFileOf,
  requireFresh,
  resolveByFile,
} from "../../shared/history/conflict-file.js";
import { conflictJson, printConflicts, statesOf } from "../../shared/history/conflict-words.js";
import {
  type ConflictFlags,
  nextSteps,
  readResolutions,
  requireFilePolicies,
  requireWritable,
  writeConflicts,
} from "../../shared/history/conflict-write.js";
import { type NamedPolicies, type PolicyFlags, readPolicyFlags } from "../../shared/history/policies.js";
import type { Invocation } from "../../shared/invocation.js";
import { onCopy } from "../../shared/on-copy.js";
import { tableUnlessEmpty } from "../../shared/unless-empty.js";
import { type FetchFlags, fetchOptions, noteFetched } from "./fetch.js";
import { countText, updatesTable } from "./moved-names.js";

interface PullFlags extends FetchFlags, CommitFlags, Omit<ConflictFlags, "force">, PolicyFlags {
  readonly "ff-only"?: boolean;
  readonly "no-ff"?: boolean;
}

export async function run(invocation: Invocation<PullFlags>): Promise<ExitCode | undefined> {
  const { cwd, now, operands, options } = invocation;
  const { isDryRun } = readCommitChoices(invocation);
  const given = pullOptions(invocation);
  requireFilePolicies(options);
  // --force is about tags
  requireWritable({ ...invocation, options: { ...options, force: false } }, "remove it, or name another");
  const file = await readResolutions(invocation, "pull");
  const source = resolve(cwd, operands.source as string);
  const graph = await invocation.open(isDryRun ? { readOnly: true } : {});
  const pullInto = (into: Graph): Promise<ExitCode | undefined> =>
    tell(invocation, into, { source, options: { ...(file?.policies as Policies), ...given }, file });
  return isDryRun ? onCopy(graph, now, pullInto) : pullInto(graph);
}

/** A pull as it is asked for. */
interface PullTask {
  readonly source: string;
  readonly options: PullOptions;
  readonly file: ConflictFile | undefined;
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
  task: PullTask,
): Promise<ExitCode | undefined> {
  const { operands, output } = invocation;
  const { source, options, file } = task;
  const { remote = "origin" } = options;
  const before = { names: graph.history.remoteBranches(), commits: graph.history.commitCount };
  const isDryRun = invocation.options["dry-run"] === true;
  let result: PullResult;
  try {
    // the resolutions of a file come before a policy for all
    const { policy, ...others } = options;
    result = graph.history.pull(source, file === undefined ? options : others);
  } catch (error) {
    if (!(error instanceof GroggyError && error.is("MERGE_CONFLICT"))) throw error;
    return takeConflicts(invocation, graph, before, task, error.data.merge);
  }
  const { fetched, status, commit } = result;
  noteFetched(output.note.bind(output), fetched, operands.source as string, isDryRun);
  const isMerge = status === "clean" || status === "conflicted";
  const committed = isMerge && !isDryRun ? noteCommit(invocation, graph, commit) : undefined;
  await tableUnlessEmpty(
    output,
    updatesTable(output, fetched.updates, {
      source,
      remote,
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

interface Before {
  readonly names: ReturnType<Graph["history"]["remoteBranches"]>;
  readonly commits: number;
}

/** Resolves conflicts by the file, if there is one; else tells that nothing was merged, and how to go on. */
async function takeConflicts(
  invocation: Invocation<PullFlags>,
  graph: Graph,
  before: Before,
  task: PullTask,
  merge: MergeResult,
): Promise<ExitCode | undefined> {
  const { options, output } = invocation;
  const { source, file } = task;
  const isDryRun = options["dry-run"] === true;
  const { remote } = options;
  if (file !== undefined) {
    const name = options.resolutions as string;
    requireFresh(file, merge, name);
    resolveByFile(graph, merge, file, name);
    if (task.options.policy !== undefined) merge.resolveAll(task.options.policy);
  }
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
  const { unresolved } = merge;
  const name = `${remote}/${options.branch?.[0] ?? graph.head.branch}`;
  const { message, author, time } = task.options;
  let made: Committed | undefined;
  if (unresolved.length === 0 && !isDryRun)
    made = noteCommit(
      invocation,
      graph,
      merge.commit(message, {
        ...(author === undefined ? {} : { author }),
        ...(time === undefined ? {} : { time }),
      }),
    );
  const revision = name;
  const policies: NamedPolicies = { ...file?.policies, ...readPolicyFlags(options) };
  const written =
    unresolved.length === 0
      ? undefined
      : writeConflicts(invocation, () => conflictFileOf(graph, merge, { verb: "merge", revision, policies }));
  const document = {
    source,
    remote,
    status: "conflicted",
    commits: graph.history.commitCount - before.commits - (made === undefined ? 0 : 1),
    updates,
    rejected: [],
    head: graph.head.commit?.id ?? null,
    merge: made === undefined ? null : committedJson(made).commit,
    conflicts: unresolved.map((conflict) => conflictJson(conflict)),
    dryRun: isDryRun,
    ...(written === undefined ? {} : { written }),
  };
  if (unresolved.length === 0) {
    await tableUnlessEmpty(output, updatesTable(output, updates, document));
    if (isDryRun) output.note("would be merged, and the file resolves the conflicts");
    return undefined;
  }
  await printConflicts(unresolved, document, output, statesOf(graph, merge));
  output.note(`${countText(unresolved.length, "conflict")}: nothing was merged`);
  for (const line of nextSteps(invocation, "merge", { count: unresolved.length, again: name }))
    output.note(line);
  return 1;
}
