/** `groggy merge`: at once, or over two calls: one writes the conflicts to a file, the other reads it with resolutions. */
import { existsSync, writeFileSync } from "node:fs";
import { resolve as resolvePath } from "node:path";
import type { Commit, Graph, MergeOptions, MergeResult } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import type { ExitCode } from "../../shared/command.js";
import { type CommitFlags, noteCommit, openToCommit, readCommitChoices } from "../../shared/committing.js";
import { countsJson, countsLine } from "../../shared/history/change-words.js";
import { commitJson, shortId } from "../../shared/history/commit-words.js";
import {
  type ConflictFile,
  conflictFileOf,
  readConflictFile,
  requireFresh,
  resolveByFile,
} from "../../shared/history/conflict-file.js";
import { conflictJson, printConflicts, statesOf } from "../../shared/history/conflict-words.js";
import { type NamedPolicies, type PolicyFlags, readPolicyFlags } from "../../shared/history/policies.js";
import { printDone } from "../../shared/history/print-done.js";
import { namingNearest } from "../../shared/history/revision-words.js";
import type { Invocation } from "../../shared/invocation.js";
import { readInput } from "../../shared/read-input.js";
import { askResolutions } from "./ask-resolutions.js";

export interface Options extends CommitFlags, PolicyFlags {
  readonly "ff-only"?: boolean;
  readonly "no-ff"?: boolean;
  readonly force?: boolean;
  readonly interactive?: boolean;
  readonly resolutions?: string;
  readonly write?: string;
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
  if (options.resolutions === undefined) {
    if (revision === undefined)
      throw new CliError('"merge" expected REVISION, got nothing', { hint: "see: groggy merge -h" });
    return { revision, policies: given, file: undefined };
  }
  const file = readConflictFile(await readInput(invocation, options.resolutions), options.resolutions);
  return { revision: revision ?? file.theirs.revision, policies: { ...file.policies, ...given }, file };
}

/** A file that somebody has edited is not written over. */
function requireWritable({ cwd, options }: Invocation<Options>): void {
  const { force, resolutions, write } = options;
  if (write === undefined || force === true) return;
  const path = resolvePath(cwd, write);
  if (resolutions !== undefined && resolvePath(cwd, resolutions) === path) return;
  if (existsSync(path))
    throw new CliError(`"--write" expected a file that is not there yet, got ${JSON.stringify(write)}`, {
      hint: "--force replaces it",
    });
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
  const { cwd, options, output } = invocation;
  const { write } = options;
  if (write !== undefined) {
    const text = `${JSON.stringify(conflictFileOf(graph, merge, task), null, 2)}\n`;
    writeFileSync(resolvePath(cwd, write), text);
  }
  const { length } = merge.unresolved;
  const json = mergeJson(graph, merge, {
    commit: null,
    dryRun: options["dry-run"] === true,
    ...(write === undefined ? {} : { written: resolvePath(cwd, write) }),
  });
  await printConflicts(merge.unresolved, json, output, statesOf(graph, merge));
  output.note(`${length} conflict${length === 1 ? "" : "s"}: nothing was merged`);
  if (write !== undefined) {
    output.note(`  written to ${write}; give each a resolution there, then:`);
    output.note(`  ${output.verb("merge")} --resolutions ${write}`);
  } else if (task.file === undefined) {
    output.note(
      `  ${output.verb("merge")} ${task.revision} --write conflicts.json   to resolve them in a file`,
    );
    output.note(
      `  ${output.verb("merge")} ${task.revision} --policy ours            to take one side, or theirs`,
    );
  } else
    output.note(
      `  give ${length === 1 ? "it" : "them"} a resolution in ${options.resolutions}, and run this again`,
    );
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
