/** Files and pipes of import, export and convert, and how their reports are told. */
import { resolve } from "node:path";
import { addAbortSignal, type Readable } from "node:stream";
import type {
  ExportReport,
  ExportSink,
  FormatProblem,
  ImportReport,
  ImportSource,
  SourceWithOptions,
} from "groggy/formats";
import { CliError } from "../../shared/cli-error.js";
import { exitCodes } from "../../shared/exit-codes.js";
import { namingFile } from "../../shared/full-disk.js";
import type { Invocation } from "../../shared/invocation.js";
import { filePath } from "../../shared/read-input.js";

type Surroundings = Pick<Invocation, "cwd" | "signal" | "stdin" | "stdout" | "output">;

/** The source that is read: one file, or tables of nodes and of edges. A `-` is the standard input. */
export function sourceOf(
  invocation: Surroundings,
  files: readonly string[],
  edges: readonly string[],
): ImportSource {
  const all = [...files, ...edges];
  if (all.length === 0)
    throw new CliError('"file" expected a path, or - for a pipe, got nothing', {
      hint: "tables of edges are given by --edges",
    });
  if (all.filter((file) => file === "-").length > 1)
    throw new CliError('"file" expected - at most once, since there is one standard input');
  const each = (file: string): SourceWithOptions => namedSource(invocation, file);
  if (files.length === 1 && edges.length === 0) return each(files[0]!);
  return {
    ...(files.length === 0 ? {} : { nodes: files.map(each) }),
    ...(edges.length === 0 ? {} : { edges: edges.map(each) }),
  };
}

function namedSource(invocation: Surroundings, file: string): SourceWithOptions {
  const { cwd, stdin } = invocation;
  if (file !== "-") return { source: filePath("file", cwd, file), name: file };
  if ((stdin as { isTTY?: boolean }).isTTY === true)
    throw new CliError('"-" expected a pipe on the standard input, got a terminal');
  // a pipe that nobody writes to would wait for ever
  return { source: addAbortSignal(invocation.signal, stdin as Readable) };
}

/** The sink that is written to: one file, or tables of nodes and of edges. A `-` is the standard output. */
export function sinkOf(invocation: Surroundings, file: string, edges: string | undefined): ExportSink {
  if (file === "-" && edges === "-")
    throw new CliError('"file" expected - at most once, since there is one standard output');
  if ((file === "-" || edges === "-") && invocation.output.format === "json")
    throw new CliError('"--json" expected a file to write to, got -, which takes the output');
  const sink = (path: string) =>
    path === "-" ? (chunk: Uint8Array) => invocation.output.bytes(chunk) : resolve(invocation.cwd, path);
  return edges === undefined ? sink(file) : { nodes: sink(file), edges: sink(edges) };
}

/** The name that the command line has for an option in a message of the library. */
const FLAG_HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /"missingNodes" can add it/,
    "--key NAME says what edges name nodes by; --missing-nodes add adds them, --missing-nodes skip leaves such edges out",
  ],
  [/"merge: true" merges/, "--merge merges the two, --replace makes the graph what the file says"],
  [/"duplicateNodes/, "--duplicate-nodes merge or skip says what to do with them"],
  [/losses: "report" writes it/, "--losses report writes it all the same"],
  [/"format" says which/, "--format says which it is; groggy help formats lists them"],
  [/"lenient: true"/, "--lenient leaves such faults out and reports them"],
];

/** Runs what reads or writes files; errors of the library that name an option get a hint with the flag for it. */
export async function withHints<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    const { code, message = "" } = error as { code?: unknown; message?: string };
    const [, hint] = FLAG_HINTS.find(([pattern]) => pattern.test(message)) ?? [];
    if (hint === undefined || typeof code !== "string" || !Object.hasOwn(exitCodes, code)) throw error;
    const exitCode = exitCodes[code as keyof typeof exitCodes];
    throw new CliError(message, { exitCode, hint, cause: error });
  }
}

/** As {@link withHints}, for what writes files: a disk that takes no more is told with their names. */
export async function namingFiles<R>(files: readonly string[], work: () => Promise<R>): Promise<R> {
  try {
    return await withHints(work);
  } catch (error) {
    throw namingFile(filesText(files, "standard output"), error);
  }
}

/** How files are called in messages: `people.csv and knows.csv`. */
export function filesText(files: readonly string[], pipe: "standard input" | "standard output"): string {
  const names = files.map((file) => (file === "-" ? pipe : file));
  return names.length > 3
    ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`
    : names.join(" and ");
}

/** Tells what was lost, skipped and odd, a line each. */
export function noteProblems(
  { output }: Surroundings,
  report: Pick<ImportReport | ExportReport, "losses" | "warnings"> & {
    readonly skipped?: readonly FormatProblem[];
  },
): void {
  for (const [word, problems] of [
    ["lost", report.losses],
    ["skipped", report.skipped ?? []],
    ["warning", report.warnings],
  ] as const)
    for (const problem of problems) output.note(`${output.style("yellow", word)}: ${problemText(problem)}`);
  if (report.losses.some(({ message }) => message.includes("{ nodes, edges } writes both tables")))
    output.note("  --edges FILE writes edges to a table of their own");
}

function problemText({ attribute, count, message, places }: FormatProblem): string {
  const [place] = places;
  const parts = [place?.source, place?.line ?? (place?.row === undefined ? undefined : `row ${place.row}`)];
  const where = parts.filter((part) => part !== undefined).join(":");
  return [
    attribute === undefined ? message : `${message} (${attribute})`,
    ...(count > 1 ? [`${count.toLocaleString("en-US")} times`] : []),
    ...(where === "" ? [] : [`first at ${where}`]),
  ].join(", ");
}

/** The report of an import for `--json`. */
export function importJson(report: ImportReport): Record<string, unknown> {
  return {
    format: report.format,
    version: report.version ?? null,
    key: report.key,
    directed: report.directed ?? null,
    nodes: { added: report.nodeCount, merged: report.mergedCount, removed: report.removedNodeCount },
    edges: { added: report.edgeCount, merged: report.mergedEdgeCount, removed: report.removedEdgeCount },
    nodeAttributes: report.nodeAttributes,
    edgeAttributes: report.edgeAttributes,
    graphAttributes: report.graphAttributes,
    losses: report.losses,
    skipped: report.skipped,
    warnings: report.warnings,
    bytes: report.bytes,
  };
}

/** The report of an import in lines. */
export function* importLines(report: ImportReport, cell: (value: unknown) => string): Generator<string> {
  const { directed, format, key, version } = report;
  const direction = directed === undefined ? "mixed" : directed ? "directed" : "undirected";
  yield `format ${format}${version === undefined ? "" : ` ${cell(version)}`}, ${direction}, ${key === null ? "no key" : `key ${cell(key)}`}`;
  yield `nodes  ${countsText(report.nodeCount, report.mergedCount, report.removedNodeCount)}`;
  for (const [name, type] of Object.entries(report.nodeAttributes)) yield `       ${cell(name)} ${type}`;
  yield `edges  ${countsText(report.edgeCount, report.mergedEdgeCount, report.removedEdgeCount)}`;
  for (const [name, type] of Object.entries(report.edgeAttributes)) yield `       ${cell(name)} ${type}`;
}

function countsText(added: number, merged: number, removed: number): string {
  const parts = [`${added.toLocaleString("en-US")} added`];
  if (merged > 0) parts.push(`${merged.toLocaleString("en-US")} merged`);
  if (removed > 0) parts.push(`${removed.toLocaleString("en-US")} removed`);
  return parts.join(", ");
}

/** The report of an export for `--json`. */
export function exportJson(report: ExportReport): Record<string, unknown> {
  const {
    bytes,
    directed,
    edgeAttributes,
    edgeCount,
    format,
    key,
    losses,
    nodeAttributes,
    nodeCount,
    warnings,
  } = report;
  return {
    format,
    key,
    directed,
    nodes: nodeCount,
    edges: edgeCount,
    nodeAttributes,
    edgeAttributes,
    losses,
    warnings,
    bytes,
  };
}

/** An export in one line. */
export function exportedText(report: ExportReport, where: string): string {
  const count = (number: number, word: string) =>
    `${number.toLocaleString("en-US")} ${word}${number === 1 ? "" : "s"}`;
  return `${count(report.nodeCount, "node")} and ${count(report.edgeCount, "edge")} as ${report.format} to ${where}`;
}
