/** `gc`: forgets commits that nothing leads to, and writes the store anew without them. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { GcOptions, GcResult, Graph } from "groggy";
import type { ExitCode } from "../../shared/command.js";
import { confirm } from "../../shared/confirm.js";
import type { Invocation } from "../../shared/invocation.js";
import { onCopy } from "../../shared/on-copy.js";
import { sizeText } from "../../shared/size-text.js";
import { countText } from "../exchange/moved-names.js";

interface GcFlags {
  readonly "drop-undo"?: boolean;
  readonly force?: boolean;
  readonly "dry-run"?: boolean;
}

interface Collected extends GcResult {
  readonly fileBytesBefore: number;
  readonly fileBytesAfter: number;
}

export async function run(invocation: Invocation<GcFlags>): Promise<ExitCode | undefined> {
  const { busySignal, now, options, output, progress } = invocation;
  const isDryRun = options["dry-run"] === true;
  if (!isDryRun) await confirm(invocation, options.force, question(options));
  const graph = await invocation.open(isDryRun ? { readOnly: true } : {});
  const given: GcOptions = {
    keepOperations: options["drop-undo"] !== true,
    ...(busySignal === undefined ? {} : { signal: busySignal }),
    onProgress: ({ done, total }) => progress.report("collecting", done, total, "commits"),
  };
  const result = isDryRun ? await onCopy(graph, now, (copy) => collect(copy, given)) : collect(graph, given);
  progress.done();
  const { commitsDropped, commitsKept, fileBytesBefore, fileBytesAfter } = result;
  const freed = Math.max(0, fileBytesBefore - fileBytesAfter);
  const would = isDryRun ? "would be " : "";
  await output.report({
    json: { ...result, dryRun: isDryRun },
    lines: [
      `${countText(commitsDropped, "commit")} ${would}forgotten, ${commitsKept.toLocaleString("en-US")} kept`,
      `${sizeText(freed)} ${would}freed, ${sizeText(fileBytesAfter)} on disk`,
    ],
  });
  return undefined;
}

function question(options: GcFlags): string {
  const undo = options["drop-undo"] === true ? ", and all that undo would bring back" : "";
  return `forget the commits that no branch, tag or stash leads to${undo}, for good?`;
}

function collect(graph: Graph, options: GcOptions): Collected {
  const fileBytesBefore = bytesOf(graph);
  const result = graph.history.gc(options);
  return { ...result, fileBytesBefore, fileBytesAfter: bytesOf(graph) };
}

/** The bytes of the files of a store. */
function bytesOf({ path }: Graph): number {
  if (path === undefined) return 0;
  let bytes = 0;
  for (const name of readdirSync(path))
    bytes += statSync(join(path, name), { throwIfNoEntry: false })?.size ?? 0;
  return bytes;
}
