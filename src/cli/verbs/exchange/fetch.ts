/** `fetch`: commits of another store, or of a bundle, that this one lacks. */
import { resolve } from "node:path";
import type { FetchOptions, FetchResult, Graph } from "groggy";
import type { ExitCode } from "../../shared/command.js";
import type { Invocation } from "../../shared/invocation.js";
import { onCopy } from "../../shared/on-copy.js";
import { tableUnlessEmpty } from "../../shared/unless-empty.js";
import { countText, updatesTable } from "./moved-names.js";

/** The options that fetch and pull have in common. */
export interface FetchFlags {
  readonly remote?: string;
  readonly branch?: readonly string[];
  readonly "no-tags"?: boolean;
  readonly force?: boolean;
  readonly prune?: boolean;
  readonly "dry-run"?: boolean;
}

export async function run(invocation: Invocation<FetchFlags>): Promise<ExitCode | undefined> {
  const { cwd, now, operands, options, output } = invocation;
  const isDryRun = options["dry-run"] === true;
  const source = resolve(cwd, operands.source as string);
  const graph = await invocation.open(isDryRun ? { readOnly: true } : {});
  const given = fetchOptions(invocation);
  const fetchInto = (into: Graph): FetchResult => into.history.fetch(source, given);
  const result = isDryRun ? await onCopy(graph, now, fetchInto) : fetchInto(graph);
  await tableUnlessEmpty(
    output,
    updatesTable(output, result.updates, {
      source,
      remote: options.remote ?? "origin",
      commits: result.commits,
      rejected: result.rejected,
      dryRun: isDryRun,
    }),
  );
  noteFetched(output.note.bind(output), result, operands.source as string, isDryRun);
  return undefined;
}

/** The options of the library, and how far it has come. */
export function fetchOptions({ busySignal, options, progress }: Invocation<FetchFlags>): FetchOptions {
  const { remote, branch = [], force, prune } = options;
  return {
    ...(remote === undefined ? {} : { remote }),
    ...(branch.length === 0 ? {} : { branches: branch }),
    ...(options["no-tags"] === true ? { tags: false } : {}),
    ...(force === true ? { force } : {}),
    ...(prune === true ? { prune } : {}),
    ...(busySignal === undefined ? {} : { signal: busySignal }),
    onProgress: ({ done, total }) => progress.report("fetching", done, total, "commits"),
  };
}

/** Tells what came, and which tags did not. */
export function noteFetched(
  note: (line: string) => void,
  { commits, updates, rejected }: FetchResult,
  source: string,
  isDryRun: boolean,
): void {
  const would = isDryRun ? "would be " : "";
  if (commits === 0 && updates.length === 0) note(`nothing new in ${source}`);
  else note(`${countText(commits, "commit")} ${would}fetched from ${source}`);
  for (const name of rejected)
    note(`tag ${name} means another commit here and stays as it is; --force replaces it`);
}
