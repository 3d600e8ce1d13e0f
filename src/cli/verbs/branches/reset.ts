/** `groggy reset`: moves the present branch to another commit. */
import { changesText } from "../../shared/committing.js";
import { confirm } from "../../shared/confirm.js";
import { shortId, subjectOf } from "../../shared/history/commit-words.js";
import { printDone } from "../../shared/history/print-done.js";
import { commitNamed } from "../../shared/history/revision-words.js";
import type { Invocation } from "../../shared/invocation.js";

export interface Options {
  readonly force?: boolean;
  readonly keep?: boolean;
}

export async function run(invocation: Invocation<Options>): Promise<undefined> {
  const { commits, operands, options, output } = invocation;
  const isKept = options.keep === true;
  // outside the shell the changes that are kept become a draft, as no commit follows
  const graph = await invocation.open(isKept && commits !== false ? { autosave: true } : {});
  const target = commitNamed(graph, (operands.revision as string | undefined) ?? "HEAD");
  const { branch, commit: before } = graph.head;
  const status = graph.status();
  const { ahead } = before === null ? { ahead: 0 } : graph.history.aheadBehind(before, target);
  const losses = [
    ...(ahead > 0 ? [`${ahead} commit${ahead === 1 ? "" : "s"} of ${branch ?? "HEAD"}`] : []),
    ...(status.clean || isKept ? [] : [`what is uncommitted (${changesText(status)})`]),
  ];
  if (losses.length > 0) await confirm(invocation, options.force, `leave behind ${losses.join(" and ")}?`);
  graph.history.reset(target, isKept ? { keep: true } : { discard: true });
  await printDone(output, { branch, commit: target.id, from: before?.id ?? null, left: ahead, kept: isKept });
  output.note(`${branch ?? "HEAD"} is at ${shortId(target)}: ${subjectOf(target)}`);
  if (before !== null && before.id !== target.id)
    output.note(`  it was at ${shortId(before)}; ${output.verb("undo")} goes back`);
}
