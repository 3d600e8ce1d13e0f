/** The common part of `revert` and `cherry-pick`: each takes the change of a commit and makes another commit of it. */
import {
  type Commit,
  type Diff,
  type Graph,
  GroggyError,
  type MergeResult,
  type Policies,
  type ReplayOptions,
} from "groggy";
import { CliError } from "../../shared/cli-error.js";
import type { ExitCode } from "../../shared/command.js";
import { type CommitFlags, noteCommit, openToCommit, readCommitChoices } from "../../shared/committing.js";
import { countsJson, countsLine } from "../../shared/history/change-words.js";
import { commitJson, shortId, subjectOf } from "../../shared/history/commit-words.js";
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
import { printDone } from "../../shared/history/print-done.js";
import { commitNamed } from "../../shared/history/revision-words.js";
import type { Invocation } from "../../shared/invocation.js";
import { askResolutions } from "./ask-resolutions.js";

export interface ReplayFlags extends CommitFlags, ConflictFlags, PolicyFlags {
  readonly interactive?: boolean;
  readonly mainline?: number;
}

type ReplayVerb = "revert" | "cherryPick";

const WORDS = { revert: "revert", cherryPick: "cherry-pick" } as const;

interface Replaying {
  readonly graph: Graph;
  readonly commit: Commit;
  readonly options: ReplayOptions;
  /** The resolutions of the conflicts that this commit has. */
  readonly file?: ConflictFile;
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
export async function replayAll(invocation: Invocation<ReplayFlags>, verb: ReplayVerb): Promise<ExitCode> {
  const { options, output } = invocation;
  const choices = readCommitChoices(invocation);
  requireFilePolicies(options);
  const given = readPolicyFlags(options);
  const file = await readResolutions(invocation, WORDS[verb]);
  const revisions = readRevisions(invocation, verb, file);
  if (choices.message !== undefined && revisions.length > 1)
    throw new CliError(`"--message" expected one commit to go with it, got ${revisions.length}`);
  if (choices.isDryRun && revisions.length > 1)
    throw new CliError(
      `"--dry-run" expected one commit, got ${revisions.length}, each of which builds on the one before`,
    );
  if (options.interactive === true && invocation.ask === undefined)
    throw new CliError('"--interactive" expected a terminal, got none', {
      hint: "--policy resolves by a side, --write FILE puts the conflicts in a file to be edited",
    });
  requireWritable(invocation);
  const graph = await openToCommit(invocation);
  if (file !== undefined) requireFresh(file, { ours: graph.head.commit }, options.resolutions as string);
  const commits = revisions.map((revision) => commitNamed(graph, revision));
  const policies: NamedPolicies = { ...file?.policies, ...given };
  const mainline = options.mainline ?? file?.mainline;
  const common: ReplayOptions = {
    ...(mainline === undefined ? {} : { mainline }),
    ...(choices.message === undefined ? {} : { message: choices.message }),
    ...(choices.author === "" ? {} : { author: choices.author }),
    time: invocation.now(),
  };
  const done: Commit[] = [];
  for (const [i, commit] of commits.entries()) {
    const isByFile = i === 0 && file !== undefined;
    const replaying: Replaying = {
      graph,
      commit,
      options: { ...common, ...(policies as Policies) },
      ...(isByFile ? { file } : {}),
    };
    if (choices.isDryRun) return dryRun(invocation, verb, replaying);
    const made = await replayOne(invocation, verb, replaying);
    if ("unresolved" in made) {
      const left = commits.slice(i).map(({ id }) => id);
      return reportStopped(invocation, graph, made, { verb, commit, done, left, policies, mainline });
    }
    noteCommit(invocation, graph, made);
    done.push(made);
  }
  await printDone(output, documentOf(done, undefined, false));
  return 0;
}

/** The commits to replay: those that are named, else those of the file of resolutions. */
function readRevisions(
  { operands }: Invocation<ReplayFlags>,
  verb: ReplayVerb,
  file: ConflictFile | undefined,
): readonly string[] {
  const given = operands.revisions as readonly string[];
  if (file !== undefined && given.length > 0)
    throw new CliError(
      `"${WORDS[verb]}" expected no commits beside --resolutions, whose file has them, got ${given.join(" ")}`,
    );
  if (file !== undefined) return file.revisions as readonly string[];
  if (given.length === 0)
    throw new CliError(`"${WORDS[verb]}" expected REVISIONS, got nothing`, {
      hint: `see: groggy ${WORDS[verb]} -h`,
    });
  return given;
}

/**
 * Calls the verb of the library. Conflicts are resolved by the file, which comes before a policy for all; then by
 * that; then by asking.
 */
async function replayOne(
  invocation: Invocation<ReplayFlags>,
  verb: ReplayVerb,
  replaying: Replaying,
): Promise<Commit | MergeResult> {
  const { graph, commit, options } = replaying;
  const merge = conflictsOf(verb, replaying);
  if (!("unresolved" in merge)) return merge;
  resolveConflicts(invocation, merge, replaying);
  if (invocation.options.interactive === true && merge.unresolved.length > 0)
    await askResolutions(invocation, graph, merge);
  if (merge.unresolved.length > 0) return merge;
  const isPick = verb === "cherryPick";
  const { message, author = isPick ? commit.author : "", time } = options;
  return merge.commit(message, {
    author,
    ...(isPick ? { meta: commit.meta } : {}),
    ...(time === undefined ? {} : { time }),
  });
}

/** The commit, or the merge that has conflicts. */
function conflictsOf(verb: ReplayVerb, { graph, commit, options, file }: Replaying): Commit | MergeResult {
  const { policy, ...others } = options;
  try {
    return graph.history[verb](commit, file === undefined ? options : others);
  } catch (error) {
    if (!(error instanceof GroggyError && error.is("MERGE_CONFLICT"))) throw withHint(error);
    return error.data.merge;
  }
}

function resolveConflicts(
  invocation: Invocation<ReplayFlags>,
  merge: MergeResult,
  { graph, options, file }: Replaying,
): void {
  if (file === undefined) return;
  const name = invocation.options.resolutions as string;
  requireFresh(file, merge, name);
  resolveByFile(graph, merge, file, name);
  if (options.policy !== undefined) merge.resolveAll(options.policy);
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
  invocation: Invocation<ReplayFlags>,
  graph: Graph,
  merge: MergeResult,
  {
    verb,
    commit,
    done,
    left,
    policies,
    mainline,
    isDryRun = false,
  }: {
    readonly verb: ReplayVerb;
    readonly commit: Commit;
    readonly done: readonly Commit[];
    /** The ids of this commit and of those that come after it. */
    readonly left: readonly string[];
    readonly policies: NamedPolicies;
    readonly mainline: number | undefined;
    readonly isDryRun?: boolean;
  },
): Promise<ExitCode> {
  const { output } = invocation;
  const { length } = merge.unresolved;
  const written = writeConflicts(invocation, () =>
    conflictFileOf(graph, merge, {
      verb: WORDS[verb],
      revision: commit.id,
      policies,
      revisions: left,
      ...(mainline === undefined ? {} : { mainline }),
    }),
  );
  const document = { ...documentOf(done, merge, isDryRun), ...(written === undefined ? {} : { written }) };
  await printConflicts(merge.unresolved, document, output, statesOf(graph, merge));
  output.note(
    `${length} conflict${length === 1 ? "" : "s"} with ${shortId(commit)} (${subjectOf(commit)}): ` +
      (done.length === 0
        ? "nothing was changed"
        : `${done.length} of ${done.length + left.length} commits were made`),
  );
  const again = [shortId(commit), ...(left.length > 1 ? ["…"] : [])].join(" ");
  for (const line of nextSteps(invocation, WORDS[verb], { count: length, again })) output.note(line);
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
  invocation: Invocation<ReplayFlags>,
  verb: ReplayVerb,
  replaying: Replaying,
): Promise<ExitCode> {
  const { graph, commit, options } = replaying;
  const stop = graph.history.onBeforeCommit(({ diff, message }) => {
    throw new DryRun(diff, message);
  });
  try {
    const merge = await replayOne(invocation, verb, replaying);
    if (!("unresolved" in merge)) return 0;
    const { mainline, policy, attributes, unify, uniqueEdges } = options;
    const policies = { policy, attributes, unify, uniqueEdges } as NamedPolicies;
    const left = [commit.id];
    return await reportStopped(invocation, graph, merge, {
      ...{ verb, commit, left, policies, mainline },
      done: [],
      isDryRun: true,
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
    const [subject] = error.text.split(/\r\n|\r|\n/, 1);
    await printDone(invocation.output, {
      ...documentOf([], undefined, true),
      changes: countsJson(error.diff),
    });
    invocation.output.note(`would commit: ${subject}: ${countsLine(error.diff)}`);
    return 0;
  } finally {
    stop();
  }
}
