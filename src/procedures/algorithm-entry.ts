/** The form of an entry of the list of algorithms. */

/** The kind of an argument or an option: how it is read of the words of a command line, or the value of a query. */
export type ArgumentKind =
  | "view"
  | "views"
  | "node"
  | "nodes"
  | "pairs"
  | "number"
  | "boolean"
  | "attribute"
  | "edge attribute"
  | "node attribute"
  | "types"
  | "filter"
  | "numbers"
  | "json"
  | "estimate"
  | "word";

export interface AlgorithmArgument {
  readonly name: string;
  readonly kind: ArgumentKind | string;
  /** The only values of a word. */
  readonly words?: readonly string[];
}

export interface AlgorithmOption extends AlgorithmArgument {
  readonly summary: string;
  readonly default?: string;
  /** Defaults to false. */
  readonly required?: boolean;
}

export interface AlgorithmEntry {
  readonly name: string;
  /** The folder of the family: `centrality`, `paths`. */
  readonly family: string;
  readonly summary: string;
  /** In their order; the first view is the graph itself. */
  readonly arguments: readonly AlgorithmArgument[];
  readonly options: readonly AlgorithmOption[];
  /** The type of what it returns, as declared. */
  readonly result: string;
}
