/** `bundle`: a history, or a part of it, in one file; and what is in such a file. */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { BundleOptions, BundleSummary } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import type { ExitCode } from "../../shared/command.js";
import type { Invocation } from "../../shared/invocation.js";
import { sizeText } from "../../shared/size-text.js";
import { countText, shownCommit } from "./moved-names.js";

interface BundleFlags {
  readonly range?: string;
  readonly since?: readonly string[];
  readonly list?: boolean;
  readonly verify?: boolean;
  readonly force?: boolean;
}

const MAGIC = "GROGGYBN";

export async function run(invocation: Invocation<BundleFlags>): Promise<ExitCode | undefined> {
  const { cwd, operands, options } = invocation;
  const { list, verify, range, since = [], force } = options;
  const path = resolve(cwd, operands.file as string);
  const isRead = list === true || verify === true;
  if (isRead && (range !== undefined || since.length > 0 || force === true))
    throw new CliError('"--list" and "--verify" expected no option of a bundle that is made');
  if (!isRead) return make(invocation, path);
  const { Graph } = await import("groggy");
  const summary = Graph.inspectBundle(path);
  const missing = await missingOf(invocation, summary);
  return verify === true
    ? tellWhole(invocation, path, summary, missing)
    : tellNames(invocation, path, summary, missing);
}

async function make(invocation: Invocation<BundleFlags>, path: string): Promise<ExitCode | undefined> {
  const { busySignal, operands, options, output } = invocation;
  const { range, since = [] } = options;
  if (options.force !== true) requireReplaceable(path);
  const graph = await invocation.open();
  const given: BundleOptions = {
    ...(range === undefined ? {} : { range }),
    ...(since.length === 0 ? {} : { since }),
    ...(busySignal === undefined ? {} : { signal: busySignal }),
  };
  graph.history.bundle(path, given);
  const { Graph } = await import("groggy");
  const summary = Graph.inspectBundle(path);
  await output.report({
    json: { path, ...documentOf(summary), missing: [] },
    lines: [
      `${countText(summary.commits.length, "commit")} in ${operands.file}, ${sizeText(summary.sizeBytes)}`,
      ...needsLines(summary),
    ],
  });
  return undefined;
}

/** Throws unless there is nothing at the path, or another bundle. */
function requireReplaceable(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isFile()) {
    const file = openSync(path, "r");
    try {
      const head = Buffer.alloc(MAGIC.length);
      if (found.size === 0 || (readSync(file, head) === head.length && head.toString("latin1") === MAGIC))
        return;
    } finally {
      closeSync(file);
    }
  }
  throw new CliError(
    `"file" expected nothing at ${path}, or a bundle, got ${found.isDirectory() ? "a folder" : "another file"}`,
    found.isFile() ? { hint: "--force replaces it" } : {},
  );
}

/** The commits that the store, if there is one, lacks to fetch from the bundle. */
async function missingOf(
  invocation: Invocation<BundleFlags>,
  { required }: BundleSummary,
): Promise<string[] | undefined> {
  if (invocation.storePath === undefined) return undefined;
  const graph = await invocation.open();
  return required.filter((id) => {
    try {
      return graph.history.resolve(id).id !== id;
    } catch {
      return true;
    }
  });
}

function documentOf({ commits, ...rest }: BundleSummary): Record<string, unknown> {
  return {
    ...rest,
    commits: commits.map(({ id, author, time, message }) => ({ id, author, time, message })),
  };
}

async function tellNames(
  { output }: Invocation<BundleFlags>,
  path: string,
  summary: BundleSummary,
  missing: readonly string[] | undefined,
): Promise<undefined> {
  const { commits, required, head, branches, tags } = summary;
  const messages = new Map(commits.map(({ id, message }) => [id, message.split(/[\r\n]/, 1)[0] ?? ""]));
  const row = (kind: string, name: string, id: string): readonly unknown[] => [
    name,
    kind,
    shownCommit(output, id),
    messages.get(id) ?? null,
  ];
  await output.table({
    name: "names",
    columns: [{ name: "name", style: "bold" }, { name: "kind" }, { name: "commit" }, { name: "message" }],
    rows: [
      ...branches.map(({ name, commit }) => row("branch", name, commit)),
      ...tags.map(({ name, commit }) => row("tag", name, commit)),
    ],
    count: branches.length + tags.length,
    more: { path, ...documentOf(summary), missing: missing ?? null },
  });
  output.note(
    `${countText(commits.length, "commit")}, ${required.length === 0 ? "the whole history" : `after ${countText(required.length, "other")}`}${head.branch === null ? "" : `, made on ${head.branch}`}`,
  );
  return undefined;
}

async function tellWhole(
  { operands, output, storePath }: Invocation<BundleFlags>,
  path: string,
  summary: BundleSummary,
  missing: readonly string[] | undefined,
): Promise<ExitCode | undefined> {
  const lines = [
    `${operands.file} is whole: ${countText(summary.commits.length, "commit")}, ${sizeText(summary.sizeBytes)}`,
    ...needsLines(summary),
  ];
  if (missing !== undefined && summary.required.length > 0)
    lines.push(
      missing.length === 0
        ? `${storePath} has them all`
        : `${storePath} lacks ${missing.map((id) => id.slice(0, 7)).join(", ")}`,
    );
  await output.report({ json: { path, ...documentOf(summary), missing: missing ?? null }, lines });
  return missing !== undefined && missing.length > 0 ? 1 : undefined;
}

function needsLines({ required }: BundleSummary): string[] {
  if (required.length === 0) return ["complete: it needs no other commit"];
  return [
    `who fetches from it needs ${countText(required.length, "commit")}: ${required.map((id) => id.slice(0, 7)).join(", ")}`,
  ];
}
