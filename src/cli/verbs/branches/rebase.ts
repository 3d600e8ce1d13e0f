/** `groggy rebase`: replays the commits of the present branch on top of another one, or by a plan in a file. */
import { existsSync } from "node:fs";
import { resolve as resolvePath } from "node:path";
import {
  type Commit,
  type Graph,
  GroggyError,
  type MergeResult,
  type RebaseOptions,
  type RebaseStep,
} from "groggy";
import { CliError } from "../../shared/cli-error.js";
import type { ExitCode } from "../../shared/command.js";
import { openToCommit } from "../../shared/committing.js";
import { writeText } from "../../shared/full-disk.js";
import { commitJson, shortId, subjectOf } from "../../shared/history/commit-words.js";
import {
  type ConflictFile,
  planByFile,
  rebaseFileOf,
  requireFresh,
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
import { nearest } from "../../shared/nearest.js";
import { onCopy } from "../../shared/on-copy.js";
import { readTextFile } from "../../shared/read-input.js";

export interface Options extends ConflictFlags, PolicyFlags {
  readonly "dry-run"?: boolean;
  readonly plan?: string;
  readonly "write-plan"?: string;
}

/** A rebase as it is asked for. */
interface RebaseTask {
  readonly onto: Commit;
  readonly before: Commit | null;
  readonly steps: readonly RebaseStep[];
  readonly policies: NamedPolicies;
  readonly file: ConflictFile | undefined;
  readonly isDryRun: boolean;
}

const ACTIONS = ["pick", "reword", "squash", "drop"] as const;

export async function run(invocation: Invocation<Options>): Promise<ExitCode> {
  const { options } = invocation;
  requireFilePolicies(options);
  const file = await readResolutions(invocation, "rebase");
  const given = readPolicyFlags(options);
  const named = readOnto(invocation, file);
  requireWritable(invocation);
  const graph = await openToCommit(invocation as Invocation<Options & Record<string, never>>);
  if (file !== undefined) requireFresh(file, { ours: graph.head.commit }, options.resolutions as string);
  const onto = commitNamed(graph, named);
  if (options["write-plan"] !== undefined) return writePlan(invocation, graph, onto, options["write-plan"]);
  const before = graph.head.commit;
  const isDryRun = options["dry-run"] === true;
  const plan = options.plan === undefined ? file?.plan : readPlan(invocation, graph, options.plan);
  const steps = plan ?? graph.history.rebasePlan(onto);
  const task = { onto, before, steps, policies: { ...file?.policies, ...given }, file, isDryRun };
  if (options.write !== undefined || file !== undefined) requireDifferent(steps);
  const rebaseIn = (target: Graph): Promise<ExitCode> => rebaseAndTell(invocation, target, task);
  return isDryRun ? onCopy(graph, invocation.now, rebaseIn) : rebaseIn(graph);
}

async function rebaseAndTell(
  invocation: Invocation<Options>,
  graph: Graph,
  task: RebaseTask,
): Promise<ExitCode> {
  const { output } = invocation;
  const { before, isDryRun, onto, steps } = task;
  const stopped = rebaseOn(graph, task, invocation);
  if (stopped !== undefined) return reportConflicts(invocation, graph, stopped, task);
  const { branch, commit } = graph.head;
  const kept = steps.filter(({ action }) => action !== "drop").length;
  await printDone(output, {
    ...documentOf(onto, before, steps, isDryRun),
    branch,
    commit: commit === null ? null : commitJson(commit),
  });
  const [name, at] = [branch ?? "HEAD", commit === null ? "" : shortId(commit)];
  const words = `${kept} commit${kept === 1 ? "" : "s"}`;
  if (commit?.id === before?.id) output.note(`${name} is on top of ${shortId(onto)} already`);
  else if (isDryRun) output.note(`would put ${words} of ${name} on top of ${shortId(onto)}`);
  else if (kept === 0) output.note(`fast-forward: ${name} is at ${at} (${output.verb("undo")} goes back)`);
  else
    output.note(
      `${words} of ${name} on top of ${shortId(onto)}, now at ${at} (${output.verb("undo")} goes back)`,
    );
  return 0;
}

/** The revision to put the commits on: the one that is named, or that of the file of resolutions. */
function readOnto({ operands, options }: Invocation<Options>, file: ConflictFile | undefined): string {
  const onto = operands.onto as string | undefined;
  if (file === undefined) {
    if (onto !== undefined) return onto;
    throw new CliError('"rebase" expected ONTO, got nothing', { hint: "see: groggy rebase -h" });
  }
  const beside = onto ?? options.plan ?? options["write-plan"];
  if (beside === undefined) return file.theirs.revision;
  throw new CliError(
    `"--resolutions" expected no ONTO and no plan beside it, since its file has both, got ${JSON.stringify(beside)}`,
  );
}

/** A file of conflicts names the step by its commit. */
function requireDifferent(steps: readonly RebaseStep[]): void {
  const twice = steps.find(({ commit }, i) => steps.findIndex((each) => each.commit === commit) < i);
  if (twice === undefined) return;
  throw new CliError(
    `a file of conflicts expected each commit once in the plan, got ${shortId({ id: twice.commit })} twice`,
  );
}

interface Stopped {
  readonly merge: MergeResult;
  readonly step: RebaseStep;
}

/** Rebases a graph, its conflicts resolved by the file and then by policies; or gives the step that has some left. */
function rebaseOn(
  graph: Graph,
  { onto, steps, policies, file }: RebaseTask,
  { options }: Invocation<Options>,
): Stopped | undefined {
  const byFile =
    file === undefined ? undefined : planByFile(graph, file, policies.policy, options.resolutions as string);
  const stop = byFile === undefined ? undefined : graph.history.onBeforeCommit(byFile.requireUsed);
  try {
    graph.history.rebase(onto.id, { ...policies, plan: byFile?.plan ?? steps } as RebaseOptions);
  } catch (error) {
    if (error instanceof GroggyError && error.is("MERGE_CONFLICT")) {
      const { merge, step } = error.data;
      return { merge, step: step as RebaseStep };
    }
    // a value of the file that its attribute does not take
    if (file === undefined || !(error instanceof TypeError)) throw error;
    throw new CliError(`${options.resolutions}: ${error.message}`, { exitCode: 3, cause: error });
  } finally {
    stop?.();
  }
  return undefined;
}

function documentOf(
  onto: Commit,
  before: Commit | null,
  steps: readonly RebaseStep[],
  isDryRun: boolean,
): Record<string, unknown> {
  return {
    onto: onto.id,
    from: before?.id ?? null,
    dryRun: isDryRun,
    plan: steps.map(({ action, commit, message }) => ({ action, commit, message: message ?? null })),
    unresolved: 0,
    conflicts: [],
  };
}

async function reportConflicts(
  invocation: Invocation<Options>,
  graph: Graph,
  { merge, step }: Stopped,
  task: RebaseTask,
): Promise<ExitCode> {
  const { output } = invocation;
  const { unresolved } = merge;
  const { onto, before, steps, policies, file, isDryRun } = task;
  const resolved = file?.conflicts.filter(({ resolution }) => resolution !== null) ?? [];
  const written = writeConflicts(invocation, () =>
    rebaseFileOf(graph, merge, { step, onto, plan: steps, policies, resolved }),
  );
  const json = {
    ...documentOf(onto, before, steps, isDryRun),
    branch: null,
    commit: null,
    unresolved: unresolved.length,
    conflicts: unresolved.map((conflict) => conflictJson(conflict, merge)),
    stopped: step.commit,
    ...(written === undefined ? {} : { written }),
  };
  await printConflicts(unresolved, json, output, statesOf(graph, merge));
  const replayed = graph.history.resolve(step.commit);
  output.note(
    `${unresolved.length} conflict${unresolved.length === 1 ? "" : "s"} with ${shortId(replayed)} ` +
      `(${subjectOf(replayed)}): nothing was rebased`,
  );
  const again = (invocation.operands.onto as string | undefined) ?? "";
  for (const line of nextSteps(invocation, "rebase", { count: unresolved.length, again })) output.note(line);
  if (invocation.options.write === undefined)
    output.note("  ours is what the other branch has, theirs what the replayed commits have");
  return 1;
}

async function writePlan(
  { cwd, operands, options, output }: Invocation<Options>,
  graph: Graph,
  onto: Commit,
  name: string,
): Promise<ExitCode> {
  const path = resolvePath(cwd, name);
  if (options.force !== true && existsSync(path))
    throw new CliError(`"--write-plan" expected a file that is not there yet, got ${JSON.stringify(name)}`, {
      hint: "--force replaces it",
    });
  const steps = graph.history.rebasePlan(onto);
  const lines = steps.map(
    ({ action, commit, message = "" }) => `${action} ${commit.slice(0, 12)} ${subjectOf({ message })}`,
  );
  const help = [
    "",
    `# The commits of ${graph.head.branch ?? "HEAD"} on top of ${shortId(onto)}, the oldest first.`,
    "# pick takes a commit, reword takes it with the message of its line, squash makes it part of the one",
    "# before it, drop leaves it out, as does a line that is not there. Lines may change places.",
    "",
  ];
  writeText(cwd, name, [...lines, ...help].join("\n"));
  await printDone(output, {
    ...documentOf(onto, graph.head.commit, steps, options["dry-run"] === true),
    branch: graph.head.branch,
    commit: graph.head.commit === null ? null : commitJson(graph.head.commit),
    written: path,
  });
  output.note(`${steps.length} commit${steps.length === 1 ? "" : "s"} written to ${name}; edit it, then:`);
  output.note(`  ${output.verb("rebase")} ${operands.onto as string} --plan ${name}`);
  return 0;
}

function readPlan({ cwd }: Invocation<Options>, graph: Graph, name: string): RebaseStep[] {
  const text = readTextFile("--plan", cwd, name);
  const steps = text.split(/\r?\n/).flatMap((line, i): RebaseStep[] => {
    if (/^\s*(#|$)/.test(line)) return [];
    const [, word = "", revision = "", message = ""] = /^\s*(\S+)\s*(\S*)\s*(.*?)\s*$/.exec(line) ?? [];
    const action = ACTIONS.find((each) => each === word || each[0] === word);
    const where = `${name}:${i + 1}`;
    if (action === undefined) {
      const near = nearest(word, ACTIONS);
      throw new CliError(
        `${where}: expected ${ACTIONS.slice(0, -1).join(", ")} or drop, got ${JSON.stringify(word)}`,
        {
          exitCode: 3,
          ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
        },
      );
    }
    if (revision === "")
      throw new CliError(`${where}: expected a commit behind ${action}, got nothing`, { exitCode: 3 });
    const commit = commitNamed(graph, revision);
    if (action !== "reword") return [{ action, commit: commit.id }];
    if (message === "")
      throw new CliError(`${where}: expected a message behind the commit, got none`, { exitCode: 3 });
    return [{ action, commit: commit.id, message }];
  });
  // who empties the file wants none of it, rather than to lose all commits
  if (steps.length === 0)
    throw new CliError(`${name}: expected a commit, got none`, {
      exitCode: 3,
      hint: "drop leaves a commit out",
    });
  return steps;
}
