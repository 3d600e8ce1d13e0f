/** `groggy export`: the graph, a state of its past or a part of it, as a file. */
import type { ExportOptions } from "groggy/formats";
import type { Invocation } from "../../shared/invocation.js";
import { splitNames, splitPairs } from "../../shared/names-list.js";
import { shellQuoted } from "../../shared/shell-words.js";
import { openView } from "../../shared/view-at.js";
import { exportedText, exportJson, filesText, namingFiles, noteProblems, sinkOf } from "./files.js";
import { defined, formatOptionsOf } from "./format-options.js";

interface ExportFlags {
  readonly format?: string;
  readonly edges?: string;
  readonly at?: string;
  readonly where?: string;
  readonly key?: string;
  readonly "no-key"?: boolean;
  readonly rename?: string;
  readonly only?: string;
  readonly without?: string;
  readonly losses?: string;
  readonly compression?: string;
  readonly option?: readonly string[];
}

export async function run(invocation: Invocation<ExportFlags>): Promise<undefined> {
  const { cwd, operands, options, output, progress } = invocation;
  const file = operands.file as string;
  const sink = sinkOf(invocation, file, options.edges);
  const given: ExportOptions = {
    ...formatOptionsOf("--option", options.option ?? [], cwd),
    ...defined({
      format: options.format,
      key: options["no-key"] === true ? null : options.key,
      rename: splitPairs("--rename", options.rename),
      only: splitNames("--only", options.only),
      without: splitNames("--without", options.without),
      losses: options.losses,
      compression: options.compression,
    }),
    signal: invocation.signal,
    onProgress: ({ bytes }) => progress.report("export", bytes, undefined, "bytes"),
  };
  const { view } = await openView(invocation);
  const part = options.where === undefined ? view : view.subgraph(view.nodes.where(options.where));
  const { exportGraph } = await import("groggy/formats");
  const files = options.edges === undefined ? [file] : [file, options.edges];
  const report = await namingFiles(files, () => exportGraph(part, sink, given));
  progress.done();
  noteProblems(invocation, report);
  output.note(exportedText(report, filesText(files, "standard output")));
  const { edgeCount, format, key } = report;
  // such a file does not say what edges name nodes by: "id" is looked for, in CSV whatever its case
  const isLooked = (format === "csv" ? key?.toLowerCase() : key) === "id";
  const hasNodes = format === "jsonl" || (format === "csv" && options.edges !== undefined);
  if (key !== null && !isLooked && hasNodes && edgeCount > 0)
    output.note(`  to read it again: ${output.verb("import")} … --key ${shellQuoted(key)}`);
  if (!files.includes("-")) await output.report({ json: exportJson(report), lines: [] });
}
