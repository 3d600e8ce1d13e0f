/** The common part of `undo` and `redo`: they go back and forward over the verbs that changed names or the head. */
import type { Graph } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import { SHORT_ID_LENGTH, shortId, timeCell } from "../../shared/history/commit-words.js";
import { printDone } from "../../shared/history/print-done.js";
import type { Invocation } from "../../shared/invocation.js";
import type { OutputColumn } from "../../shared/output.js";

export interface OperationFlags {
  readonly count?: number;
  readonly force?: boolean;
  readonly list?: boolean;
}

export async function goOver(
  invocation: Invocation<OperationFlags>,
  verb: "undo" | "redo",
): Promise<undefined> {
  const { options, output } = invocation;
  if (options.list === true) return listOperations(invocation, verb === "redo");
  const graph = await invocation.open();
  const { count = 1 } = options;
  const known = graph.history.operations().filter(({ undone }) => undone === (verb === "redo")).length;
  if (known > 0 && count > known)
    throw new CliError(`"--count" expected at most ${known}, the verbs to ${verb}, got ${count}`, {
      exitCode: 1,
      hint: `groggy ${verb} --list lists them`,
    });
  // an undone commit leaves its changes uncommitted; outside the shell they are not kept, as between two runs
  const dropsOwn = invocation.commits !== false && graph.status().clean;
  const verbs: string[] = [];
  for (let i = 0; i < count; i++) {
    const discard = options.force === true || (dropsOwn && i > 0);
    verbs.push(graph.history[verb](discard ? { discard } : {}));
  }
  const { branch, commit } = graph.head;
  await printDone(output, {
    [verb === "undo" ? "undone" : "redone"]: verbs,
    branch,
    commit: commit?.id ?? null,
  });
  const words = verbs.map(wordOf).join(", ");
  output.note(`${verb === "undo" ? "undone" : "done again"}: ${words}; ${placeWords(graph)}`);
  output.note(
    verb === "undo" ? `  ${output.verb("redo")}   does it again` : `  ${output.verb("undo")}   takes it back`,
  );
}

function placeWords({ head }: Graph): string {
  const where = head.commit === null ? "without a commit" : `at ${shortId(head.commit)}`;
  return `${head.branch ?? "HEAD"} is ${where}`;
}

/** The name of a verb as the command line has it: `cherryPick` is cherry-pick. */
function wordOf(verb: string): string {
  return verb.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

async function listOperations(invocation: Invocation<OperationFlags>, isUndone: boolean): Promise<undefined> {
  const { output, options } = invocation;
  const graph = await invocation.open({ readOnly: true });
  const all = graph.history.operations().filter(({ undone }) => undone === isUndone);
  // what would be gone over first comes first
  const shown = (isUndone ? all : all.toReversed()).slice(0, options.count ?? all.length);
  const isShort = output.format === "table" || output.format === "markdown";
  const date: OutputColumn = { name: isShort ? "date" : "time", style: "dim", isWhole: "date" };
  const columns: readonly OutputColumn[] = [
    { name: "verb", style: "bold" },
    { name: "branch" },
    { name: "commit", style: "yellow" },
  ];
  // on a narrow terminal the last column is the first that there is no room for
  const isLast = output.format === "table";
  await output.table({
    name: "operations",
    columns: isLast ? [...columns, date] : [date, ...columns],
    rows: shown.map(({ name, time, branch, commit }) => {
      const row = [wordOf(name), branch, isShort ? commit?.slice(0, SHORT_ID_LENGTH) : commit];
      const cell = timeCell(time, output.format);
      return isLast ? [...row, cell] : [cell, ...row];
    }),
    count: shown.length,
  });
}
