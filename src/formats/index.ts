/**
 * `groggy/formats`: graphs from the files of other tools and to them, as streams. What reads and writes a format loads
 * with the first call that needs it.
 */
export { exportGraph, formatOf, importGraph, readGraph } from "./api.js";
export type { ExportOptions, ImportOptions, ReadGraphOptions } from "./file-options.js";
export type { ExportSink, ImportSource, SourceWithOptions, TableSource } from "./given-files.js";
export { formats } from "./registry.js";
export type { Format, FormatCapacity } from "./shared/contract.js";
export {
  FormatError,
  type FormatErrorCode,
  type FormatErrorData,
  type FormatPlace,
} from "./shared/format-error.js";
export type { AttributeOptions } from "./shared/given-names.js";
export type { FormatProgress, ImportCommit, ReadOptions } from "./shared/options.js";
export type { FormatProblem } from "./shared/problems.js";
export type { ExportReport, ImportReport } from "./shared/report.js";
export type { FormatSink } from "./shared/sinks.js";
export type { FormatSource } from "./shared/source-chunks.js";
