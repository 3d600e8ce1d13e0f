/** `push`: commits of a branch to another store, whose branch moves. */
import { resolve } from "node:path";
import type { Graph, PushOptions, PushResult } from "groggy";
import type { ExitCode } from "../../shared/command.js";
import type { Invocation } from "../../shared/invocation.js";
import { onCopy } from "../../shared/on-copy.js";
import { tableUnlessEmpty } from "../../shared/unless-empty.js";
import { countText, updatesTable } from "./moved-names.js";

interface PushFlags {
  readonly branch?: string;
  readonly to?: string;
  readonly tags?: boolean;
  readonly tag?: readonly string[];
  readonly force?: boolean;
  readonly expected?: string;
  readonly remote?: string;
  readonly wait?: number;
  readonly "dry-run"?: boolean;
}

export async function run(invocation: Invocation<PushFlags>): Promise<ExitCode | undefined> {
  const { cwd, operands, options, output } = invocation;
  const isDryRun = options["dry-run"] === true;
  const target = resolve(cwd, operands.target as string);
  const graph = await invocation.open(isDryRun ? { readOnly: true } : {});
  const given = pushOptions(invocation);
  const result = isDryRun
    ? await tryPush(invocation, graph, target, given)
    : graph.history.push(target, given);
  const branch = options.branch ?? graph.head.branch;
  await tableUnlessEmpty(
    output,
    updatesTable(output, result.updates, {
      target,
      branch,
      to: options.to ?? branch,
      commits: result.commits,
      dryRun: isDryRun,
    }),
  );
  if (result.updates.length === 0) output.note(`nothing to push: ${operands.target} has it all`);
  else
    output.note(
      `${countText(result.commits, "commit")} ${isDryRun ? "would be " : ""}pushed to ${operands.target}`,
    );
  return undefined;
}

function pushOptions({ busySignal, options, progress }: Invocation<PushFlags>): PushOptions {
  const { branch, to, tags, tag = [], force, expected, remote, wait } = options;
  return {
    ...(branch === undefined ? {} : { branch }),
    ...(to === undefined ? {} : { to }),
    ...(tags === true ? { tags } : tag.length > 0 ? { tags: tag } : {}),
    ...(force === true ? { force } : {}),
    ...(expected === undefined ? {} : { expected: expected === "none" ? null : expected }),
    ...(remote === undefined ? {} : { remote }),
    ...(wait === undefined ? {} : { wait }),
    ...(busySignal === undefined ? {} : { signal: busySignal }),
    onProgress: ({ done, total }) => progress.report("pushing", done, total, "commits"),
  };
}

/** Pushes from a copy of the store to a copy of the other one. */
async function tryPush(
  { now }: Invocation<PushFlags>,
  graph: Graph,
  target: string,
  options: PushOptions,
): Promise<PushResult> {
  const { Graph: Graphs } = await import("groggy");
  const other = Graphs.open(target, { readOnly: true });
  try {
    return await onCopy(graph, now, (from) => onCopy(other, now, (to) => from.history.push(to, options)));
  } finally {
    other.close();
  }
}
