/** `groggy merge`: at once, or over two calls: one writes the conflicts to a file, the other reads it with resolutions. */
import type { Commit, Graph, MergeOptions, MergeResult } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import type { ExitCode } from "../../shared/command.js";
import { type CommitFlags, noteCommit, openToCommit, readCommitChoices } from "../../shared/committing.js";
import { countsJson, countsLine } from "../../shared/history/change-words.js";
import { commitJson, shortId } from "../../shared/history/commit-words.js";
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
  requireWritable,
  writeConflicts,
} from "../../shared/history/conflict-write.js";
import { type NamedPolicies, type PolicyFlags, readPolicyFlags } from "../../shared/history/policies.js";
import { printDone } from "../../shared/history/print-done.js";
import { namingNearest } from "../../shared/history/revision-words.js";
import type { Invocation } from "../../shared/invocation.js";
import { askResolutions } from "./ask-resolutions.js";

export interface Options extends CommitFlags, ConflictFlags, PolicyFlags {
  readonly "ff-only"?: boolean;
  readonly "no-ff"?: boolean;
  readonly interactive?: boolean;
}

/** The revision that is merged, and how. */
interface MergeTask {
  readonly revision: string;
  readonly policies: NamedPolicies;
  readonly file: ConflictFile | undefined;
}

export async function run(invocation: Invocation<Options>): Promise<ExitCode> {
  const { options } = invocation;
  const choices = readCommitChoices(invocation);
  const task = await readTask(invocation);
  if (options.interactive === true && invocation.ask === undefined)
    throw new CliError('"--interactive" expected a terminal, got none', {
      hint: "--write FILE puts the conflicts in a file to be edited",
    });
  requireWritable(invocation);
  const graph = await openToCommit(invocation);
  const merge = beginMerge(graph, task, options);
  if (task.file !== undefined) {
    const name = options.resolutions as string;
    requireFresh(task.file, merge, name);
    resolveByFile(graph, merge, task.file, name);
  }
  if (options.interactive === true && merge.unresolved.length > 0)
    await askResolutions(invocation, graph, merge);
  if (merge.unresolved.length > 0) return reportConflicts(invocation, graph, merge, task);
  return choices.isDryRun
    ? reportDryRun(invocation, graph, merge, task)
    : commitMerge(invocation, graph, merge, task);
}

async function readTask(invocation: Invocation<Options>): Promise<MergeTask> {
  const { operands, options } = invocation;
  const revision = operands.revision as string | undefined;
  const given = readPolicyFlags(options);
  const file = await readResolutions(invocation, "merge");
  if (file !== undefined)
    return { revision: revision ?? file.theirs.revision, policies: { ...file.policies, ...given }, file };
  if (revision === undefined)
    throw new CliError('"merge" expected REVISION, got nothing', { hint: "see: groggy merge -h" });
  return { revision, policies: given, file };
}

function beginMerge(graph: Graph, { revision, policies }: MergeTask, options: Options): MergeResult {
  if (options["no-ff"] === true && options["ff-only"] === true)
    throw new CliError('"--no-ff" expected to be given without --ff-only, got both');
  const fastForward = options["no-ff"] === true ? "never" : options["ff-only"] === true ? "only" : "auto";
  return namingNearest(graph, () => graph.merge(revision, { ...policies, fastForward } as MergeOptions));
}

/** The document of `--json` for a merge. */
function mergeJson(
  graph: Graph,
  merge: MergeResult,
  more: { readonly commit: Commit | null; readonly dryRun: boolean; readonly written?: string },
): Record<string, unknown> {
  const diff = merge.diff();
  return {
    status: merge.status,
    branch: graph.head.branch,
    base: merge.base?.id ?? null,
    ours: merge.ours?.id ?? null,
    theirs: merge.theirs?.id ?? null,
    commit: more.commit === null ? null : commitJson(more.commit),
    dryRun: more.dryRun,
    changes: countsJson(diff),
    unresolved: merge.unresolved.length,
    conflicts: merge.conflicts.map((conflict) => conflictJson(conflict, merge)),
    written: more.written ?? null,
  };
}

async function reportConflicts(
  invocation: Invocation<Options>,
  graph: Graph,
  merge: MergeResult,
  task: MergeTask,
): Promise<ExitCode> {
  const { options, output } = invocation;
  const written = writeConflicts(invocation, () => conflictFileOf(graph, merge, { verb: "merge", ...task }));
  const { length } = merge.unresolved;
  const json = mergeJson(graph, merge, {
    commit: null,
    dryRun: options["dry-run"] === true,
    ...(written === undefined ? {} : { written }),
  });
  await printConflicts(merge.unresolved, json, output, statesOf(graph, merge));
  output.note(`${length} conflict${length === 1 ? "" : "s"}: nothing was merged`);
  for (const line of nextSteps(invocation, "merge", { count: length, again: task.revision }))
    output.note(line);
  merge.abort();
  return 1;
}

async function reportDryRun(
  { output }: Invocation<Options>,
  graph: Graph,
  merge: MergeResult,
  { revision }: MergeTask,
): Promise<ExitCode> {
  const words = {
    upToDate: "already up to date",
    fastForward: `would move ${graph.head.branch ?? "HEAD"} forward to ${revision}: ${countsLine(merge.diff())}`,
    clean: `would merge ${revision}: ${countsLine(merge.diff())}`,
    conflicted: "",
  };
  await printDone(output, mergeJson(graph, merge, { commit: null, dryRun: true }));
  output.note(words[merge.status]);
  merge.abort();
  return 0;
}

async function commitMerge(
  invocation: Invocation<Options>,
  graph: Graph,
  merge: MergeResult,
  { revision }: MergeTask,
): Promise<ExitCode> {
  const { output, now } = invocation;
  const { author, message } = readCommitChoices(invocation);
  const { status, ours } = merge;
  const json = mergeJson(graph, merge, { commit: null, dryRun: false });
  const summary = countsLine(merge.diff());
  const commit = merge.commit(message, { author, time: now() });
  await printDone(output, { ...json, commit: commitJson(commit) });
  if (status === "upToDate") output.note("already up to date");
  else if (status === "fastForward") {
    const from = ours === null ? "" : `${shortId(ours)} → `;
    output.note(`fast-forward to ${revision}: ${from}${shortId(commit)}, ${summary}`);
  } else noteCommit(invocation, graph, commit);
  return 0;
}
