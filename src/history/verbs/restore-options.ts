/** The options of `history.restore`, apart from the verb, which loads late. */

/** The selection to restore: nodes, edges or both, whole or some of their attributes. */
export interface RestoreOptions {
  /** An id, several, or a selection. */
  readonly nodes?: number | Iterable<number>;
  /** An id, several, or a selection. */
  readonly edges?: number | Iterable<number>;
  /** Only these attributes; all of an element, its labels and its presence by default. */
  readonly attributes?: string | readonly string[];
}

export const RESTORE_OPTIONS = ["nodes", "edges", "attributes"] as const;
