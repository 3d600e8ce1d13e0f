/** The reports of reading and of writing a file. */
import type { ValueType } from "../../view.js";
import type { FormatProblem } from "./problems.js";

/** The report of reading a file: counts, and all that the graph does not have of it. */
export interface ImportReport {
  /** The name of the format. */
  readonly format: string;
  /** The version of the format that the file states. */
  readonly version: string | undefined;
  /** The attribute that has the file's ids; null if none has. */
  readonly key: string | null;
  /** Nodes and edges that were added, and nodes that were there and were merged with. */
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly mergedCount: number;
  /** Edges that were there and were merged with. */
  readonly mergedEdgeCount: number;
  /** Nodes and edges that the file did not have and that were removed. */
  readonly removedNodeCount: number;
  readonly removedEdgeCount: number;
  /** The ids of the nodes and of the edges that were added, in the order of the file. */
  readonly nodeIds: Uint32Array;
  readonly edgeIds: Uint32Array;
  /** The attributes that the file had, under their names in the graph, with their types there. */
  readonly nodeAttributes: Readonly<Record<string, ValueType>>;
  readonly edgeAttributes: Readonly<Record<string, ValueType>>;
  readonly graphAttributes: Readonly<Record<string, unknown>>;
  /** Whether the edges have directions; undefined where some have and some have none. */
  readonly directed: boolean | undefined;
  /** Parts of the file that the graph cannot hold. */
  readonly losses: readonly FormatProblem[];
  /** Faulty parts that were left out, as the options said. */
  readonly skipped: readonly FormatProblem[];
  readonly warnings: readonly FormatProblem[];
  /** The bytes that were read, as the source lies. */
  readonly bytes: number;
  readonly timeMs: number;
}

/** The report of writing a graph: counts, and all that the file does not have of it. */
export interface ExportReport {
  readonly format: string;
  readonly key: string | null;
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly directed: boolean;
  readonly nodeAttributes: Readonly<Record<string, ValueType>>;
  readonly edgeAttributes: Readonly<Record<string, ValueType>>;
  readonly losses: readonly FormatProblem[];
  readonly warnings: readonly FormatProblem[];
  /** The bytes that were written. */
  readonly bytes: number;
  readonly timeMs: number;
}
