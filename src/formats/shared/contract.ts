/**
 * The contract of a format: a record of data, and late-loading functions that read or write it.
 *
 * A reader turns inputs into calls of a `GraphBuilder`; a writer turns an `ExportedGraph` into chunks of text or bytes.
 * Neither opens files, decompresses, decodes, resolves ends, infers types or touches a graph: the frame does.
 */
import { SCALAR_TYPES } from "../../structures/scalar-types.js";
import type { ValueType } from "../../view.js";
import type { ExportedGraph } from "./exported-graph.js";
import type { GraphBuilder } from "./graph-builder.js";
import type { ProblemList } from "./problems.js";
import type { Input } from "./sources.js";

/** Types that no text shows by itself: whole numbers of 64 bits, and dates, times and durations in ISO 8601. */
export const ASKED_TYPES = [
  "integer",
  "date",
  "localtime",
  "time",
  "localdatetime",
  "datetime",
  "duration",
] as const satisfies readonly ValueType[];

/** The parts of a graph that a format can hold; the docs' table and the tests of round trips are made of it. */
export interface FormatCapacity {
  /** Whether it says if edges have a direction: of the whole graph, of each edge, or not at all. */
  readonly direction: "graph" | "edge" | "none";
  /** The ids of nodes: any text; words, without some characters; positions in the file; or none. */
  readonly ids: "text" | "words" | "positions" | "none";
  /** How many labels a node has in it. */
  readonly labels: "many" | "one" | "none";
  /** Whether edges have types. */
  readonly edgeTypes: boolean;
  readonly nodeAttributes: boolean;
  readonly edgeAttributes: boolean;
  /** Whether the graph itself has attributes. */
  readonly graphAttributes: boolean;
  /** Types that come back as they were, without being asked for. */
  readonly types: readonly ValueType[];
  /** Types that come back only if `types` asks for them: their values are in the file, and not which type they have. */
  readonly typesAsked: readonly ValueType[];
  /** Whether lists and vectors come back: as they were, only where `types` asks for them, or not at all. */
  readonly lists: "kept" | "asked" | "none";
  /** Whether an absent text is told from an empty one. */
  readonly absent: boolean;
  /** Whether nodes without edges, several edges between two nodes, and edges from a node to itself are kept. */
  readonly isolatedNodes: boolean;
  readonly parallelEdges: boolean;
  readonly selfLoops: boolean;
}

/** A format that holds all that a graph has: what its own words do not say, a note of groggy's own does. */
export const HOLDS_ALL: FormatCapacity = {
  direction: "graph",
  ids: "text",
  labels: "many",
  edgeTypes: true,
  nodeAttributes: true,
  edgeAttributes: true,
  graphAttributes: true,
  types: SCALAR_TYPES,
  typesAsked: [],
  lists: "kept",
  absent: true,
  isolatedNodes: true,
  parallelEdges: true,
  selfLoops: true,
};

/** A format of triples: an edge is a subject, a predicate and an object, and nothing else can be said of it. */
export const HOLDS_TRIPLES: FormatCapacity = {
  ...HOLDS_ALL,
  direction: "none",
  edgeAttributes: false,
  graphAttributes: false,
  parallelEdges: false,
};

/** A format as `formats` lists it. */
export interface Format {
  /** The name for `format` of the options, such as `csv`. */
  readonly name: string;
  /** The name among people, such as `CSV`. */
  readonly title: string;
  /** Ends of file names, without those of compression, the first of them the usual one. */
  readonly extensions: readonly string[];
  readonly reads: boolean;
  readonly writes: boolean;
  /** Whether it is a table of nodes and one of edges, which are files of their own. */
  readonly tables: boolean;
  readonly holds: FormatCapacity;
  /** Options of reading, and of writing, besides those that all formats have. */
  readonly readOptions: readonly string[];
  readonly writeOptions: readonly string[];
}

/** The part of the graph that a file has: all of it, or one of its tables. */
export type FormatPart = "graph" | "nodes" | "edges";

/** The first bytes of a file, to tell its format by. */
export interface FileHead {
  readonly bytes: Uint8Array;
  /** The same as text, as far as it is text. */
  readonly text: string;
  /** The name of the file in lower case, without the ends of compression; empty if it has none. */
  readonly name: string;
}

/** A file to be read, with the options of its own. */
export interface ReaderInput {
  readonly part: FormatPart;
  readonly input: Input;
  /** Options of all, those of the format and those of this file, the last ones first. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Reads files into a builder. Formats that are no tables get one input of part `graph`. Sets `builder.where` before it
 * begins, and awaits `builder.pause()` once a chunk, and between two elements where `builder.isDue`.
 */
export type FormatReader = (inputs: readonly ReaderInput[], builder: GraphBuilder) => Promise<void>;

/** Text or bytes one after another. Chunks of some kilobytes are best; short ones are joined. */
export type WriterChunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** Writes a graph. */
export interface FormatWriter {
  /** Says what will be lost, before a byte is written; `parts` are the files that will be. */
  losses(
    graph: ExportedGraph,
    options: Readonly<Record<string, unknown>>,
    parts: readonly FormatPart[],
    losses: ProblemList,
  ): void;
  /** The chunks of one file. */
  write(graph: ExportedGraph, options: Readonly<Record<string, unknown>>, part: FormatPart): WriterChunks;
}

/** A format with what tells and does it. `sniff` is cheap and loads with the list; reading and writing load late. */
export interface FormatEntry {
  readonly format: Format;
  /**
   * How sure it is that a file of this beginning is one: 0 for no, 1 for possible, 2 for likely, 3 for certain. A
   * format that any text might be says 1 at most.
   */
  sniff(head: FileHead): number;
  readonly reader?: (() => Promise<FormatReader>) | undefined;
  readonly writer?: (() => Promise<FormatWriter>) | undefined;
  /** Throws unless the options of the format's own are what they can be. */
  checkOptions?(options: Readonly<Record<string, unknown>>): void;
}
