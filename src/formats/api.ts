/**
 * The functions of `groggy/formats`. What they need loads with the first call: importing them costs the list of formats.
 */
import type { Graph } from "#root";
import type { GraphTypes } from "../graph-types.js";
import type { GraphView } from "../view.js";
import type { ExportOptions, ImportOptions, ReadGraphOptions } from "./file-options.js";
import type { ExportSink, ImportSource } from "./given-files.js";
import type { ExportReport, ImportReport } from "./shared/report.js";
import type { FormatSource } from "./shared/source-chunks.js";

/**
 * Reads files as a graph that fits them: directed or not, with the key that the files have.
 *
 * @returns the graph, and what was read and what was not. Memory is that of the graph, twice at the end.
 * @throws FormatError with the place in the file; the reason of a signal that is aborted. Then nothing is left behind.
 * @example
 * const csv = new Blob(["source,target,since\nada,alan,1936\nalan,grace,1949\n"]);
 * const { graph, report } = await readGraph(csv, { format: "csv" });
 * graph.nodeCount; // => 3
 * report.edgeAttributes; // => { since: 'int32' }
 */
export async function readGraph(
  source: ImportSource,
  options: ReadGraphOptions = {},
): Promise<{ graph: Graph; report: ImportReport }> {
  const { readFiles } = await import("./import-graph.js");
  return readFiles(source, options);
}

/**
 * Reads files into a graph; all or nothing, unless `batch` says otherwise.
 *
 * @throws FormatError with the place in the file; the reason of a signal that is aborted. Then nothing is changed.
 * @example
 * const people = new Graph({ key: "name" });
 * people.addNode({ name: "ada" });
 * await importGraph(people, { edges: new Blob(["from,to\nada,alan\n"]) }, { format: "csv", missingNodes: "add" });
 * people.nodeCount; // => 2
 */
export async function importGraph(
  graph: Graph,
  source: ImportSource,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const { importFiles } = await import("./import-graph.js");
  return importFiles(graph, source, options);
}

/**
 * Writes a graph, a past state of one or a subgraph. A path gets the file only when all is written, and keeps what it
 * had if anything fails.
 *
 * @returns what was written, and what of the graph the format cannot hold.
 * @throws FormatError FORMAT_UNKNOWN if the format is not said, FORMAT_UNSUPPORTED for losses that were refused.
 * @example
 * let csv = "";
 * const write = (chunk: Uint8Array) => { csv += new TextDecoder().decode(chunk); };
 * await exportGraph(graph, { nodes: write }, { format: "csv" });
 */
export async function exportGraph<T extends GraphTypes>(
  graph: GraphView<T>,
  sink: ExportSink,
  options: ExportOptions = {},
): Promise<ExportReport> {
  const { exportFiles } = await import("./export-graph.js");
  return exportFiles(graph as unknown as GraphView, sink, options);
}

/**
 * The name of the format that a file has: by its extension, else by its first 64 KiB. A stream is read for that, and
 * cannot be read again.
 *
 * @throws FormatError FORMAT_UNKNOWN if it looks like none.
 * @example
 * await formatOf(new Blob(["id,name\n1,Ada\n"])); // => 'csv'
 */
export async function formatOf(source: FormatSource): Promise<string> {
  const { formatNameOf } = await import("./detect.js");
  return formatNameOf(source);
}
