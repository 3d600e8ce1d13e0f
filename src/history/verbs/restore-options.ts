/** The options of `history.restore`, apart from the verb, which loads late. */

/** The selection to restore: nodes, edges, the graph itself, whole or some of their attributes. */
export interface RestoreOptions {
  /** An id, several, or a selection. */
  readonly nodes?: number | Iterable<number>;
  /** An id, several, or a selection. */
  readonly edges?: number | Iterable<number>;
  /** Whether the graph's own attributes are restored. Defaults to false. */
  readonly graph?: boolean;
  /** Only these attributes; all of an element, its labels and its presence by default. */
  readonly attributes?: string | readonly string[];
}

export const RESTORE_OPTIONS = ["nodes", "edges", "graph", "attributes"] as const;
