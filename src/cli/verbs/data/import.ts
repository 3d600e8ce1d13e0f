/** `groggy import`: files into a store, which is made if there is none. */
import { readdirSync, rmdirSync, statSync } from "node:fs";
import type { Graph } from "groggy";
import type { ImportOptions, ImportReport } from "groggy/formats";
import { CliError } from "../../shared/cli-error.js";
import {
  type CommitFlags,
  type Committed,
  commitChanges,
  committedJson,
  noteCommit,
  openToCommit,
  readCommitChoices,
} from "../../shared/committing.js";
import type { Invocation } from "../../shared/invocation.js";
import { splitNames } from "../../shared/names-list.js";
import { filesText, importJson, importLines, noteProblems, sourceOf, withHints } from "./files.js";
import { defined, formatOptionsOf, type ReadFlags, readOptionsOf } from "./format-options.js";

interface ImportFlags extends ReadFlags, CommitFlags {
  readonly edges?: readonly string[];
  readonly option?: readonly string[];
  readonly merge?: boolean;
  readonly "merge-edges"?: boolean;
  readonly "merge-edges-by"?: string;
  readonly replace?: boolean;
  readonly batch?: number;
  readonly resume?: boolean;
  readonly directed?: boolean;
  readonly undirected?: boolean;
}

export async function run(invocation: Invocation<ImportFlags>): Promise<undefined> {
  const { cwd, operands, options, output, progress } = invocation;
  const files = operands.files as readonly string[];
  const edges = options.edges ?? [];
  const choices = readCommitChoices(invocation);
  const given: ImportOptions = {
    ...readOptionsOf(options),
    ...formatOptionsOf("--option", options.option ?? [], cwd),
    ...defined({
      merge: options.merge,
      mergeEdges: splitNames("--merge-edges-by", options["merge-edges-by"]) ?? options["merge-edges"],
      replace: options.replace,
      batch: choices.isDryRun ? undefined : options.batch,
      resume: options.resume,
    }),
    signal: invocation.signal,
    onProgress: ({ bytes, bytesTotal }) => progress.report("import", bytes, bytesTotal, "bytes"),
  };
  const direction = directionOf(options);
  const source = sourceOf(invocation, files, edges);
  const message = choices.message ?? `import ${filesText([...files, ...edges], "standard input")}`;
  const commit = { message, author: choices.author, time: invocation.now() };
  const { importGraph, readGraph } = await import("groggy/formats");
  const path = invocation.storePath as string;
  let report: ImportReport;
  let committed: Committed;
  if (!isThere(path)) {
    const made = choices.isDryRun ? {} : { path, commit };
    const isNew = statSync(path, { throwIfNoEntry: false }) === undefined;
    let read: ImportReport;
    let graph: Graph;
    try {
      ({ graph, report: read } = await withHints(() =>
        readGraph(source, { ...given, ...direction, ...made }),
      ));
    } catch (error) {
      // of a store that was made for nothing the folder is left
      if (isNew) removeEmpty(path);
      throw error;
    }
    progress.done();
    report = read;
    try {
      committed = choices.isDryRun
        ? commitChanges(invocation, graph, { message })
        : lastCommit(invocation, graph, 0);
    } finally {
      graph.close();
    }
  } else {
    const graph = await openToCommit(invocation);
    requireDirection(graph, options);
    const before = graph.history.commitCount;
    const isBatched = given.batch !== undefined;
    report = await withHints(() => importGraph(graph, source, isBatched ? { ...given, commit } : given));
    progress.done();
    const meta = { import: { source: [...files, ...edges][0]!, bytes: report.bytes, rows: rowsOf(report) } };
    committed = isBatched
      ? lastCommit(invocation, graph, before)
      : commitChanges(invocation, graph, { message, meta });
  }
  noteProblems(invocation, report);
  await output.report({
    json: { ...importJson(report), ...committedJson(committed) },
    lines: choices.isDryRun ? importLines(report, output.cell.bind(output)) : [],
  });
}

function removeEmpty(path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true && readdirSync(path).length === 0) rmdirSync(path);
}

function isThere(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && (!stat.isDirectory() || readdirSync(path).length > 0);
}

function directionOf({ directed, undirected }: ImportFlags): { directed?: boolean } {
  if (directed === true && undirected === true)
    throw new CliError('"--directed" expected no --undirected beside it, got both');
  return directed === true ? { directed } : undirected === true ? { directed: false } : {};
}

function requireDirection({ directed }: Graph, options: ImportFlags): void {
  const wanted = directionOf(options).directed;
  if (wanted === undefined || wanted === directed) return;
  throw new CliError(
    `"--${wanted ? "directed" : "undirected"}" expected a new store, got one whose graph is ${directed ? "directed" : "undirected"}`,
  );
}

function rowsOf({ edgeCount, mergedCount, mergedEdgeCount, nodeCount }: ImportReport): number {
  return nodeCount + edgeCount + mergedCount + mergedEdgeCount;
}

/** Tells of the commits that the import has made. */
function lastCommit(invocation: Invocation<ImportFlags>, graph: Graph, before: number): Committed {
  const { commit } = graph.head;
  const made = graph.history.commitCount - before;
  if (commit === null || made === 0) return commitChanges(invocation, graph, { message: "" });
  if (made > 1) invocation.output.note(`${made.toLocaleString("en-US")} commits, the last one:`);
  return noteCommit(invocation, graph, commit);
}
