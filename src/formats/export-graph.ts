/** `exportGraph`: a graph, a past state or a subgraph into a file, or into tables of nodes and of edges. */
import { streams } from "#streams";
import { describe } from "../errors.js";
import { throwIfAborted } from "../structures/signal.js";
import { checkMarkedView } from "../structures/view-brand.js";
import type { GraphView, ValueType } from "../view.js";
import { entriesByName, plainName } from "./detect.js";
import type { ExportOptions } from "./file-options.js";
import { type ExportSink, givenSinks } from "./given-files.js";
import { entryOf } from "./registry.js";
import type { FormatEntry } from "./shared/contract.js";
import { type ExportedAttribute, ExportedGraph } from "./shared/exported-graph.js";
import { FormatError } from "./shared/format-error.js";
import { AttributeNames } from "./shared/names.js";
import { checkIs, checkOneOf, readGivenOptions } from "./shared/options.js";
import { ProblemList } from "./shared/problems.js";
import type { ExportReport } from "./shared/report.js";
import { codecOfName, writeTo } from "./shared/sinks.js";

const EXPORT_OPTIONS = [
  "format",
  "key",
  "rename",
  "only",
  "without",
  "losses",
  "compression",
  "signal",
  "onProgress",
] as const;
const TURN_MS = 15;

/** `exportGraph`. */
export async function exportFiles(
  graph: GraphView,
  sink: ExportSink,
  options: ExportOptions = {},
): Promise<ExportReport> {
  const start = performance.now();
  checkMarkedView(graph, "graph");
  const sinks = givenSinks(sink);
  const entry = formatFor(sinks[0].sink, options);
  const { format } = entry;
  if (entry.writer === undefined)
    throw new FormatError(
      "FORMAT_UNSUPPORTED",
      `"format" expected one that can be written, got ${describe(format.name)}`,
      { format: format.name },
    );
  if (!format.tables && (sinks.length > 1 || sinks[0].part !== "graph"))
    throw new TypeError(`"sink" expected one file of format ${format.name}, got tables`);
  const given = readGivenOptions(options, [...EXPORT_OPTIONS, ...format.writeOptions]) as ExportOptions;
  checkExport(entry, given);
  const names = new AttributeNames(given);
  const exported = new ExportedGraph(graph, given.key, names);
  const writer = await entry.writer();
  const losses = new ProblemList();
  const parts = sinks.map(({ part }) => part);
  writer.losses(exported, given, parts, losses);
  for (const { name, isMixed } of [...exported.nodeAttributes, ...exported.edgeAttributes])
    if (isMixed && !losses.list().some(({ attribute }) => attribute === name))
      losses.add("types", "types of values of which an attribute has several, written as JSON", {
        attribute: name,
      });
  if (exported.keys.length > 0 && exported.keyless > 0)
    losses.add("missingKey", `nodes without "${exported.key}", which were given ids`, {
      count: exported.keyless,
    });
  if (given.losses === "refuse" && losses.size > 0) throw lossesRefused(format.name, losses);

  let bytes = 0;
  let turn = performance.now();
  for (const { part, sink: each } of sinks) {
    const before = bytes;
    const codec = codecFor(given.compression, each);
    const chunks = writer.write(exported, given, part);
    await writeTo(each, chunks, codec, given.signal, async (size) => {
      bytes = before + size;
      throwIfAborted(given.signal);
      given.onProgress?.({
        bytes,
        bytesTotal: undefined,
        nodes: exported.nodeCount,
        edges: exported.edgeCount,
      });
      if (performance.now() - turn < TURN_MS) return;
      await streams.breathe();
      turn = performance.now();
      throwIfAborted(given.signal);
    });
  }
  return {
    format: format.name,
    key: exported.key ?? null,
    nodeCount: exported.nodeCount,
    edgeCount: exported.edgeCount,
    directed: exported.directed,
    nodeAttributes: typesOf(exported.nodeAttributes),
    edgeAttributes: typesOf(exported.edgeAttributes),
    losses: losses.list(),
    warnings: [],
    bytes,
    timeMs: performance.now() - start,
  };
}

function typesOf(attributes: readonly ExportedAttribute[]): Record<string, ValueType> {
  return Object.fromEntries(attributes.map(({ name, type }) => [name, type]));
}

function formatFor(sink: unknown, options: ExportOptions): FormatEntry {
  const { format } = options;
  checkIs("format", format, "string", "a text");
  if (format !== undefined) return entryOf(format);
  const found =
    typeof sink === "string" ? entriesByName(plainName(sink)).filter((entry) => entry.format.writes) : [];
  if (found.length > 0) return found[0];
  throw new FormatError(
    "FORMAT_UNKNOWN",
    typeof sink === "string"
      ? `"sink" expected a name with the extension of a format, got ${describe(sink)}; "format" says which it is`
      : '"format" expected the name of a format, since the sink has no name, got undefined',
  );
}

function checkExport(entry: FormatEntry, given: ExportOptions): void {
  checkOneOf("losses", given.losses, ["report", "refuse"]);
  checkOneOf("compression", given.compression, ["none", "gzip", "deflate", "zstd", "brotli"]);
  if (given.key !== undefined && given.key !== null) checkIs("key", given.key, "string", "a name or null");
  entry.checkOptions?.(given);
}

function codecFor(given: ExportOptions["compression"], sink: unknown) {
  if (given !== undefined) return given === "none" ? undefined : given;
  return typeof sink === "string" ? codecOfName(sink) : undefined;
}

function lossesRefused(format: string, losses: ProblemList): FormatError {
  const [first, ...others] = losses.list();
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  return new FormatError(
    "FORMAT_UNSUPPORTED",
    `a graph that ${format} can hold expected, got one with ${first.message}${more}; losses: "report" writes it all the same`,
    first.attribute === undefined ? { format } : { format, attribute: first.attribute },
  );
}
