/**
 * The leaves of a query, each matched and scored as one term: its frequency in a row is the number of its occurrences
 * there, and its document frequency the number of rows with any.
 */
export type TextLeaf =
  /** The words that have the stem of a word; without a language the word itself. */
  | { readonly kind: "word"; readonly word: string }
  /** The words that begin with `word`. */
  | { readonly kind: "prefix"; readonly word: string }
  /** The words that a few edits make `word`. */
  | { readonly kind: "fuzzy"; readonly word: string }
  /** Words one after another, as they are. */
  | { readonly kind: "phrase"; readonly words: readonly string[] };

/** A language of texts: how words lose their endings. */
export interface Language {
  readonly name: string;
  /** The stem of a word without its case: in lower case, with ss for ß. */
  stem(word: string): string;
}
