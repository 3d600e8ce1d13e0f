/** The files of an import or export as callers give them: one, or tables of nodes and of edges, each one or several. */
import { describe } from "../errors.js";
import type { FormatPart } from "./shared/contract.js";
import { type FormatSink, isSink } from "./shared/sinks.js";
import { type FormatSource, isSource } from "./shared/source-chunks.js";

/** A source with a name for messages, and options that hold for it alone. */
export interface SourceWithOptions {
  readonly source: FormatSource;
  /** The name in messages, and for detection; defaults to the path, if it is one. */
  readonly name?: string;
  readonly [option: string]: unknown;
}

/** One source, or a table in several. */
export type TableSource = FormatSource | SourceWithOptions | readonly (FormatSource | SourceWithOptions)[];

/** The source: a file, or tables of nodes and of edges. */
export type ImportSource =
  | FormatSource
  | SourceWithOptions
  | { readonly nodes?: TableSource; readonly edges?: TableSource };

/** The target: a file, or tables of nodes and of edges. */
export type ExportSink = FormatSink | { readonly nodes?: FormatSink; readonly edges?: FormatSink };

/** One file to be read. */
export interface GivenSource {
  readonly part: FormatPart;
  readonly source: FormatSource;
  readonly name: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The files that are given, each read once. */
export function givenSources(given: unknown): GivenSource[] {
  if (isSource(given)) return [sourceOf("graph", given)];
  if (typeof given === "object" && given !== null && !Array.isArray(given)) {
    if ("source" in given) return [sourceOf("graph", given)];
    const { nodes, edges, ...others } = given as Record<string, unknown>;
    const [other] = Object.keys(others);
    if (other !== undefined)
      throw new TypeError(`"source" expected { nodes, edges }, got ${describe(other)}`);
    const all = [...tableOf("nodes", nodes), ...tableOf("edges", edges)];
    if (all.length > 0) return all;
  }
  throw new TypeError(
    `"source" expected a path, bytes, a stream or { nodes, edges }, got ${describe(given)}`,
  );
}

function tableOf(part: FormatPart, given: unknown): GivenSource[] {
  if (given === undefined) return [];
  const list: unknown[] = Array.isArray(given) ? [...given] : [given];
  return list.map((each) => sourceOf(part, each));
}

function sourceOf(part: FormatPart, given: unknown): GivenSource {
  if (isSource(given))
    return { part, source: given, name: typeof given === "string" ? given : undefined, options: {} };
  if (typeof given === "object" && given !== null && "source" in given) {
    const { source, name, ...options } = given as Record<string, unknown>;
    if (!isSource(source)) throw wrongSource(part, source);
    if (name !== undefined && typeof name !== "string")
      throw new TypeError(`"name" expected a text, got ${describe(name)}`);
    return { part, source, name: name ?? (typeof source === "string" ? source : undefined), options };
  }
  throw wrongSource(part, given);
}

function wrongSource(part: FormatPart, given: unknown): TypeError {
  const what = part === "graph" ? "source" : part;
  return new TypeError(`"${what}" expected a path, bytes or a stream, got ${describe(given)}`);
}

/** The sinks that are given, each with what goes there. */
export function givenSinks(given: unknown): { readonly part: FormatPart; readonly sink: FormatSink }[] {
  if (isSink(given)) return [{ part: "graph", sink: given }];
  if (typeof given === "object" && given !== null) {
    const { nodes, edges, ...others } = given as Record<string, unknown>;
    const [other] = Object.keys(others);
    if (other !== undefined) throw new TypeError(`"sink" expected { nodes, edges }, got ${describe(other)}`);
    const sinks = Object.entries({ nodes, edges }).flatMap(([part, sink]) => {
      if (sink === undefined) return [];
      if (!isSink(sink))
        throw new TypeError(`"${part}" expected a path, a stream or a function, got ${describe(sink)}`);
      return [{ part: part as FormatPart, sink }];
    });
    if (sinks.length > 0) return sinks;
  }
  throw new TypeError(
    `"sink" expected a path, a stream, a function or { nodes, edges }, got ${describe(given)}`,
  );
}
