/** `groggy stash`: puts uncommitted changes aside and takes them back. */
import type { Graph, StashEntry } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import type { ExitCode } from "../../shared/command.js";
import { type CommitFlags, changesText, commitChanges, openToCommit } from "../../shared/committing.js";
import { confirm } from "../../shared/confirm.js";
import { shortId, timeCell } from "../../shared/history/commit-words.js";
import { printDone } from "../../shared/history/print-done.js";
import type { Invocation } from "../../shared/invocation.js";
import { nearest } from "../../shared/nearest.js";

export interface Options extends CommitFlags {
  readonly force?: boolean;
}

const ACTIONS = ["list", "push", "apply", "pop", "drop"] as const;

export async function run(invocation: Invocation<Options>): Promise<ExitCode | undefined> {
  const { operands } = invocation;
  const word = (operands.action as string | undefined) ?? "list";
  const action = ACTIONS.find((each) => each === word);
  if (action === undefined) {
    const near = nearest(word, ACTIONS);
    throw new CliError(
      `"stash" expected ${ACTIONS.slice(0, -1).join(", ")} or drop, got ${JSON.stringify(word)}`,
      {
        ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
      },
    );
  }
  const number = readNumber(operands.number as string | undefined, action);
  if (action === "list") return listStashes(invocation);
  if (action === "push") return push(invocation);
  if (action === "drop") return drop(invocation, number);
  return take(invocation, number, action === "pop");
}

function readNumber(text: string | undefined, action: string): number {
  if (text === undefined) return 0;
  if (action === "list" || action === "push")
    throw new CliError(`"stash ${action}" expected no number, got ${JSON.stringify(text)}`);
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new CliError(
    `"stash ${action}" expected the number of a stash, 0 the newest, got ${JSON.stringify(text)}`,
  );
}

function entryJson(
  { message, time, commit, nodes, edges, graph }: StashEntry,
  number: number,
): Record<string, unknown> {
  return { number, message, time, commit: commit?.id ?? null, changes: { nodes, edges, graph } };
}

async function listStashes(invocation: Invocation<Options>): Promise<undefined> {
  const { output } = invocation;
  const graph = await invocation.open({ readOnly: true });
  const stashes = graph.history.stashes();
  if (output.format === "json") {
    await printDone(output, { stashes: stashes.map(entryJson) });
    return;
  }
  const isShort = output.format === "table" || output.format === "markdown";
  await output.table({
    name: "stashes",
    columns: [
      { name: "number", align: "right" },
      { name: isShort ? "date" : "time", style: "dim", isWhole: "date" },
      { name: "on", style: "yellow" },
      { name: "changes" },
      { name: "message" },
    ],
    rows: stashes.map((stash, number) => [
      number,
      timeCell(stash.time, output.format),
      stash.commit === null ? null : isShort ? shortId(stash.commit) : stash.commit.id,
      changesText(stash),
      stash.message === "" ? null : stash.message,
    ]),
    count: stashes.length,
  });
}

/** The stash of a number. Throws a CliError that says how many there are. */
function stashOf({ operands, output }: Invocation<Options>, graph: Graph, number: number): StashEntry {
  const stashes = graph.history.stashes();
  const found = stashes[number] as StashEntry | undefined;
  if (found !== undefined) return found;
  const verb = `"stash ${operands.action as string}"`;
  if (stashes.length === 0)
    throw new CliError(`${verb} expected a stash, got none`, {
      exitCode: 1,
      hint: `${output.verb("stash push")} puts aside what is uncommitted`,
    });
  throw new CliError(`${verb} expected the number of a stash, 0 to ${stashes.length - 1}, got ${number}`, {
    exitCode: 1,
    hint: `${output.verb("stash list")} lists them`,
  });
}

async function push(invocation: Invocation<Options>): Promise<undefined> {
  const { options, output } = invocation;
  const graph = await invocation.open();
  const entry = graph.history.stash(options.message ?? "");
  await printDone(output, { stashes: [entryJson(entry, 0)] });
  output.note(`put aside: ${changesText(entry)}`);
  output.note(`  ${output.verb("stash pop")}   takes it back`);
}

/** In the shell the changes are uncommitted again; elsewhere nothing would keep them, so they are committed. */
async function take(invocation: Invocation<Options>, number: number, drops: boolean): Promise<undefined> {
  const { commits, output } = invocation;
  if (commits === false) {
    const graph = await invocation.open();
    const entry = stashOf(invocation, graph, number);
    if (drops) graph.history.stashPop(number);
    else graph.history.stashApply(number);
    await printDone(output, { stashes: [entryJson(entry, number)] });
    output.note(`taken back: ${changesText(entry)}`);
    return;
  }
  const graph = await openToCommit(invocation);
  const entry = stashOf(invocation, graph, number);
  graph.history.stashApply(number);
  const { commit } = commitChanges(invocation, graph, { message: entry.message || "stashed changes" });
  if (drops && commit !== null) graph.history.stashDrop(number);
  await printDone(output, { stashes: [entryJson(entry, number)], commit: commit?.id ?? null });
}

async function drop(invocation: Invocation<Options>, number: number): Promise<undefined> {
  const { options, output } = invocation;
  const graph = await invocation.open();
  const entry = stashOf(invocation, graph, number);
  await confirm(invocation, options.force, `drop ${changesText(entry)}, which nothing brings back?`);
  graph.history.stashDrop(number);
  await printDone(output, { stashes: [entryJson(entry, number)] });
  output.note(`dropped: ${changesText(entry)}`);
}
