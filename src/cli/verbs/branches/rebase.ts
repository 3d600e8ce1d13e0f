/** `groggy rebase`: replays the commits of the present branch on top of another one, or by a plan in a file. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve as resolvePath } from "node:path";
import {
  type Commit,
  Graph,
  GroggyError,
  type MergeResult,
  type RebaseOptions,
  type RebaseStep,
} from "groggy";
import { CliError } from "../../shared/cli-error.js";
import type { ExitCode } from "../../shared/command.js";
import { openToCommit } from "../../shared/committing.js";
import { commitJson, shortId, subjectOf } from "../../shared/history/commit-words.js";
import { conflictJson, printConflicts, statesOf } from "../../shared/history/conflict-words.js";
import { type PolicyFlags, readPolicyFlags } from "../../shared/history/policies.js";
import { printDone } from "../../shared/history/print-done.js";
import { commitNamed } from "../../shared/history/revision-words.js";
import type { Invocation } from "../../shared/invocation.js";
import { nearest } from "../../shared/nearest.js";

export interface Options extends PolicyFlags {
  readonly "dry-run"?: boolean;
  readonly force?: boolean;
  readonly plan?: string;
  readonly "write-plan"?: string;
}

const ACTIONS = ["pick", "reword", "squash", "drop"] as const;

export async function run(invocation: Invocation<Options>): Promise<ExitCode> {
  const { operands, options, output } = invocation;
  const graph = await openToCommit(invocation as Invocation<Options & Record<string, never>>);
  const onto = commitNamed(graph, operands.onto as string);
  if (options["write-plan"] !== undefined) return writePlan(invocation, graph, onto, options["write-plan"]);
  const plan = options.plan === undefined ? undefined : readPlan(invocation, graph, options.plan);
  const given: RebaseOptions = { ...readPolicyFlags(options), ...(plan === undefined ? {} : { plan }) };
  const before = graph.head.commit;
  const isDryRun = options["dry-run"] === true;
  const steps = plan ?? graph.history.rebasePlan(onto);
  // a trial runs on a copy in memory, of which nothing stays
  const target = isDryRun ? Graph.clone(graph) : graph;
  try {
    target.history.rebase(isDryRun ? onto.id : onto, given);
  } catch (error) {
    if (!(error instanceof GroggyError && error.is("MERGE_CONFLICT"))) throw error;
    return reportConflicts(invocation, target, error.data.merge, { onto, before, steps, isDryRun });
  }
  const { branch, commit } = target.head;
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
  { output }: Invocation<Options>,
  graph: Graph,
  merge: MergeResult,
  task: {
    readonly onto: Commit;
    readonly before: Commit | null;
    readonly steps: readonly RebaseStep[];
    readonly isDryRun: boolean;
  },
): Promise<ExitCode> {
  const { unresolved } = merge;
  const json = {
    ...documentOf(task.onto, task.before, task.steps, task.isDryRun),
    branch: null,
    commit: null,
    unresolved: unresolved.length,
    conflicts: unresolved.map((conflict) => conflictJson(conflict, merge)),
  };
  await printConflicts(unresolved, json, output, statesOf(graph, merge));
  output.note(`${unresolved.length} conflict${unresolved.length === 1 ? "" : "s"}: nothing was rebased`);
  output.note(
    "  --policy ours takes what the other branch has, --policy theirs that of the replayed commits",
  );
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
  writeFileSync(path, `${[...lines, ...help].join("\n")}`);
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
  const text = readFileSync(resolvePath(cwd, name), "utf8");
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
