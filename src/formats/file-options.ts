/** The options of reading and of writing files. */
import type { AbortSignalLike } from "../structures/abort-signal.js";
import type { AttributeOptions } from "./shared/given-names.js";
import type { FormatProgress, ReadOptions } from "./shared/options.js";

/** Options of reading a file into a graph; those of the file's format may stand beside them. */
export interface ImportOptions extends ReadOptions {
  /** Options of the format, such as `delimiter` of CSV; docs/formats.md has them all. */
  readonly [option: string]: unknown;
}

/** Options of reading a file as a graph of its own. */
export interface ReadGraphOptions extends ImportOptions {
  /** The folder of a store to be made for the graph; in memory by default. */
  readonly path?: string | undefined;
  /** Whether edges have directions; defaults to what the file says. */
  readonly directed?: boolean | undefined;
}

/** Options of writing a graph; those of the format may stand beside them. */
export interface ExportOptions extends Omit<AttributeOptions, "types"> {
  /** The name of the format; defaults to what the sink's extension says. */
  readonly format?: string | undefined;
  /** The attribute whose values are the ids in the file; null for the graph's numbers. Defaults to the graph's key. */
  readonly key?: string | null | undefined;
  /** Whether it is an error, before a byte is written, if the format cannot hold all of the graph. Defaults to `report`. */
  readonly losses?: "report" | "refuse" | undefined;
  /** How the file is compressed; defaults to what the sink's extension says. */
  readonly compression?: "none" | "gzip" | "deflate" | "zstd" | "brotli" | undefined;
  readonly signal?: AbortSignalLike | undefined;
  readonly onProgress?: ((progress: FormatProgress) => void) | undefined;
  /** Options of the format, such as `delimiter` of CSV; docs/formats.md has them all. */
  readonly [option: string]: unknown;
}
