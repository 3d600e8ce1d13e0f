/** `groggy convert`: from one file to another, without a store. */
import type { ExportOptions, ImportOptions } from "groggy/formats";
import type { Invocation } from "../../shared/invocation.js";
import {
  exportedText,
  exportJson,
  filesText,
  importJson,
  namingFiles,
  noteProblems,
  sinkOf,
  sourceOf,
  withHints,
} from "./files.js";
import { defined, formatOptionsOf, type ReadFlags, readOptionsOf } from "./format-options.js";

interface ConvertFlags extends Omit<ReadFlags, "format"> {
  readonly from?: string;
  readonly to?: string;
  readonly edges?: string;
  readonly "edges-to"?: string;
  readonly losses?: string;
  readonly compression?: string;
  readonly "from-option"?: readonly string[];
  readonly "to-option"?: readonly string[];
}

export async function run(invocation: Invocation<ConvertFlags>): Promise<undefined> {
  const { cwd, operands, options, output, progress, signal } = invocation;
  const from = operands.from as string;
  const to = (operands.to as string | undefined) ?? "-";
  const reading: ImportOptions = {
    ...readOptionsOf(options),
    ...formatOptionsOf("--from-option", options["from-option"] ?? [], cwd),
    ...defined({ format: options.from }),
    signal,
    onProgress: ({ bytes, bytesTotal }) => progress.report("read", bytes, bytesTotal, "bytes"),
  };
  const writing: ExportOptions = {
    ...formatOptionsOf("--to-option", options["to-option"] ?? [], cwd),
    ...defined({ format: options.to, losses: options.losses, compression: options.compression }),
    signal,
    onProgress: ({ bytes }) => progress.report("write", bytes, undefined, "bytes"),
  };
  const sink = sinkOf(invocation, to, options["edges-to"]);
  const source = sourceOf(invocation, [from], options.edges === undefined ? [] : [options.edges]);
  const { exportGraph, readGraph } = await import("groggy/formats");
  const { graph, report: read } = await withHints(() => readGraph(source, reading));
  noteProblems(invocation, read);
  const files = options["edges-to"] === undefined ? [to] : [to, options["edges-to"]];
  const written = await namingFiles(files, () => exportGraph(graph, sink, writing));
  progress.done();
  noteProblems(invocation, written);
  output.note(exportedText(written, filesText(files, "standard output")));
  if (files.includes("-")) return;
  await output.report({ json: { read: importJson(read), written: exportJson(written) }, lines: [] });
}
