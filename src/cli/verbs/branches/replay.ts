/** The common part of `revert` and `cherry-pick`: each takes the change of a commit and makes another commit of it. */
import {
  type Commit,
  type Diff,
  type Graph,
  GroggyError,
  type MergeResult,
  type ReplayOptions,
} from "groggy";
import { CliError } from "../../shared/cli-error.js";
import type { ExitCode } from "../../shared/command.js";
import { type CommitFlags, noteCommit, openToCommit, readCommitChoices } from "../../shared/committing.js";
import { countsJson, countsLine } from "../../shared/history/change-words.js";
import { commitJson, shortId, subjectOf } from "../../shared/history/commit-words.js";
import { conflictJson, printConflicts, statesOf } from "../../shared/history/conflict-words.js";
import { type PolicyFlags, readPolicyFlags } from "../../shared/history/policies.js";
import { printDone } from "../../shared/history/print-done.js";
import { commitNamed } from "../../shared/history/revision-words.js";
import type { Invocation } from "../../shared/invocation.js";
import { askResolutions } from "./ask-resolutions.js";

export interface ReplayFlags extends CommitFlags, PolicyFlags {
  readonly interactive?: boolean;
  readonly mainline?: number;
}

interface Replaying {
  readonly graph: Graph;
  readonly commit: Commit;
  readonly options: ReplayOptions;
}

/** Thrown out of a commit that is not to be made. */
class DryRun extends Error {
  readonly diff: Diff;
  readonly text: string;

  constructor(diff: Diff, text: string) {
    super("a dry run makes no commit");
    this.diff = diff;
    this.text = text;
  }
}

/** Runs a verb of the library on each commit, in order, and stops at the first that has conflicts. */
export async function replayAll(
  invocation: Invocation<ReplayFlags>,
  verb: "revert" | "cherryPick",
): Promise<ExitCode> {
  const { operands, options, output } = invocation;
  const choices = readCommitChoices(invocation);
  const revisions = operands.revisions as readonly string[];
  if (choices.message !== undefined && revisions.length > 1)
    throw new CliError(`"--message" expected one commit to go with it, got ${revisions.length}`);
  if (choices.isDryRun && revisions.length > 1)
    throw new CliError(
      `"--dry-run" expected one commit, got ${revisions.length}, each of which builds on the one before`,
    );
  if (options.interactive === true && invocation.ask === undefined)
    throw new CliError('"--interactive" expected a terminal, got none', {
      hint: "--policy resolves by a side",
    });
  const graph = await openToCommit(invocation);
  const commits = revisions.map((revision) => commitNamed(graph, revision));
  const given: ReplayOptions = {
    ...readPolicyFlags(options),
    ...(options.mainline === undefined ? {} : { mainline: options.mainline }),
    ...(choices.message === undefined ? {} : { message: choices.message }),
    ...(choices.author === "" ? {} : { author: choices.author }),
    time: invocation.now(),
  };
  const done: Commit[] = [];
  for (const commit of commits) {
    const replaying = { graph, commit, options: given };
    if (choices.isDryRun) return dryRun(invocation, verb, replaying);
    const made = await replayOne(invocation, verb, replaying);
    if (made === undefined) continue;
    if ("unresolved" in made) return reportStopped(invocation, graph, made, commit, done);
    noteCommit(invocation, graph, made);
    done.push(made);
  }
  await printDone(output, documentOf(done, undefined, false));
  return 0;
}

async function replayOne(
  invocation: Invocation<ReplayFlags>,
  verb: "revert" | "cherryPick",
  { graph, commit, options }: Replaying,
): Promise<Commit | MergeResult | undefined> {
  try {
    return graph.history[verb](commit, options);
  } catch (error) {
    if (!(error instanceof GroggyError && error.is("MERGE_CONFLICT"))) throw withHint(error);
    const { merge } = error.data;
    if (invocation.options.interactive === true) await askResolutions(invocation, graph, merge);
    if (merge.unresolved.length > 0) return merge;
    const { message, author = verb === "cherryPick" ? commit.author : "", time } = options;
    return merge.commit(message, { author, ...(time === undefined ? {} : { time }) });
  }
}

/** The error for a merge that is to be replayed, with what to do about it. */
function withHint(error: unknown): unknown {
  if (!(error instanceof GroggyError && error.is("MAINLINE_REQUIRED"))) return error;
  return new CliError(error.message, {
    hint: "--mainline 1 takes what the merge brought to its branch",
    cause: error,
  });
}

async function reportStopped(
  { operands, output }: Invocation<ReplayFlags>,
  graph: Graph,
  merge: MergeResult,
  commit: Commit,
  done: readonly Commit[],
): Promise<ExitCode> {
  const { length } = merge.unresolved;
  await printConflicts(merge.unresolved, documentOf(done, merge, false), output, statesOf(graph, merge));
  output.note(
    `${length} conflict${length === 1 ? "" : "s"} with ${shortId(commit)} (${subjectOf(commit)}): ` +
      (done.length === 0
        ? "nothing was changed"
        : `${done.length} of ${(operands.revisions as readonly string[]).length} commits were made`),
  );
  output.note("  --policy ours or --policy theirs resolves them by a side, --interactive one by one");
  merge.abort();
  return 1;
}

function documentOf(
  done: readonly Commit[],
  merge: MergeResult | undefined,
  isDryRun: boolean,
): Record<string, unknown> {
  return {
    commits: done.map(commitJson),
    dryRun: isDryRun,
    unresolved: merge?.unresolved.length ?? 0,
    conflicts: merge?.conflicts.map((conflict) => conflictJson(conflict, merge)) ?? [],
  };
}

async function dryRun(
  { output }: Invocation<ReplayFlags>,
  verb: "revert" | "cherryPick",
  { graph, commit, options }: Replaying,
): Promise<ExitCode> {
  const stop = graph.history.onBeforeCommit(({ diff, message }) => {
    throw new DryRun(diff, message);
  });
  try {
    graph.history[verb](commit, options);
  } catch (error) {
    if (error instanceof DryRun) {
      const [subject] = error.text.split(/\r\n|\r|\n/, 1);
      await printDone(output, { ...documentOf([], undefined, true), changes: countsJson(error.diff) });
      output.note(`would commit: ${subject}: ${countsLine(error.diff)}`);
      return 0;
    }
    if (!(error instanceof GroggyError && error.is("MERGE_CONFLICT"))) throw withHint(error);
    const { merge } = error.data;
    await printConflicts(merge.unresolved, documentOf([], merge, true), output, statesOf(graph, merge));
    merge.abort();
    return 1;
  } finally {
    stop();
  }
  return 0;
}
