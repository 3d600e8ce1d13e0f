/** The requests of the page to the server, and the shape of the answers. Paths are below the one with the token. */

/** The state of a graph that is shown: the live one (""), or a revision; and the one it is compared with. */
export interface StateQuery {
  readonly at: string;
  /** Elements that differ from it are marked, and those that are only in it are there too. */
  readonly from?: string | undefined;
  readonly search?: string | undefined;
  readonly limit?: number | undefined;
}

/** How an element differs from the state that is compared with; the values of the blocks of changes. */
export const SAME = 0;
export const ADDED = 1;
export const REMOVED = 2;
export const CHANGED = 3;

export interface MarkCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/**
 * The head of the frame of a graph. Its blocks: `nodeIds`, `labelSets` (index into `labelSets`), `degrees`, `captions`,
 * `x` and `y` (NaN where unknown) of graphs with positions; `edgeIds`, `sources` and `targets` (positions in `nodeIds`),
 * `edgeTypes` (index into `types`); `nodeChanges` and `edgeChanges` of a comparison.
 */
export interface GraphMeta {
  readonly at: string;
  readonly from: string | null;
  readonly directed: boolean;
  /** All that the state has, shown or not. */
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** The elements that the search has found, shown or not. */
  readonly found: FoundCounts | null;
  /** Whether nodes, or edges, were left out beyond the limits. */
  readonly leftOut: { readonly nodes: number; readonly edges: number };
  readonly labelSets: readonly (readonly string[])[];
  readonly types: readonly string[];
  readonly nodeAttributes: Readonly<Record<string, string>>;
  readonly edgeAttributes: Readonly<Record<string, string>>;
  /** The attribute that nodes are called by. */
  readonly caption: string | null;
  readonly changes: { readonly nodes: MarkCounts; readonly edges: MarkCounts } | null;
}

export type SearchKind = "filter" | "cypher" | "words";

export interface FoundCounts {
  readonly kind: SearchKind;
  readonly nodes: number;
  readonly edges: number;
}

/** The head of the frame of a search; its blocks are `nodeIds` and `edgeIds`. */
export interface SearchMeta {
  readonly found: FoundCounts;
  /** The first rows of a query as texts, and the number of all. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly rowCount: number;
}

/** The head of the frame of a column: numbers in `values` (NaN where absent), or `codes` of categories. */
export type ColumnMeta =
  | { readonly kind: "numbers"; readonly type: string }
  | {
      readonly kind: "categories";
      /** The most frequent ones; the code after them means another one, and the one after that no value. */
      readonly categories: readonly { readonly text: string; readonly count: number }[];
      readonly others: number;
      readonly absent: number;
    };

export interface ShownValue {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  /** The number of characters that were cut off. */
  readonly cut?: number;
}

export interface ShownChange {
  readonly commit: string;
  readonly message: string;
  readonly author: string;
  readonly time: number;
  readonly kind: "added" | "removed" | "changed";
  readonly facts: readonly { readonly name: string; readonly before: string; readonly after: string }[];
}

export interface ShownNeighbor {
  readonly edge: number;
  readonly node: number;
  readonly caption: string;
  readonly type: string;
  readonly direction: "out" | "in" | "both";
}

/** One element with all that there is to say of it. */
export interface ShownElement {
  readonly kind: "node" | "edge";
  readonly id: number;
  readonly caption: string;
  readonly labels: readonly string[];
  readonly attributes: readonly ShownValue[];
  readonly directed: boolean;
  /** The arcs out of a node and into it, which are the same in an undirected graph; null for an edge. */
  readonly degree: { readonly out: number; readonly in: number } | null;
  readonly neighbors: readonly ShownNeighbor[];
  /** The number of arcs that `neighbors` leaves out. */
  readonly more: number;
  /** The ends of an edge. */
  readonly ends: readonly { readonly node: number; readonly caption: string }[];
  readonly changes: readonly ShownChange[];
}

export interface SliderCommit {
  readonly id: string;
  readonly message: string;
  readonly author: string;
  readonly time: number;
  readonly parents: readonly string[];
  /** Branches and tags that name it. */
  readonly names: readonly string[];
}

export interface ShownHistory {
  readonly hasHistory: boolean;
  readonly branch: string | null;
  readonly head: string | null;
  /** Whether there are uncommitted changes. */
  readonly dirty: boolean;
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  /** The commits along first parents of the line asked for, oldest first; at most `COMMITS_SHOWN`. */
  readonly commits: readonly SliderCommit[];
  readonly more: boolean;
}

export const COMMITS_SHOWN = 1000;

/** How the page begins. */
export interface ViewerSettings {
  readonly title: string;
  readonly at: string;
  readonly search: string;
  readonly limit: number;
}

/** An answer that is a no. */
export interface ErrorAnswer {
  readonly error: string;
  readonly code: string | null;
}
