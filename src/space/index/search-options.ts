/** Options of a search over texts. */
import type { AbortSignalLike } from "../../structures/abort-signal.js";
import type { Language } from "./text/text-leaf.js";

/** How the words of a query are taken. */
export interface WordSearchOptions {
  /** Whether each word also finds the words that begin with it. Defaults to false. */
  readonly prefix?: boolean | undefined;
  /**
   * Whether each word also finds those that an edit makes it, from four letters on, or two edits, from eight on: a
   * letter more, less or other, or two that are swapped. Defaults to false.
   */
  readonly fuzzy?: boolean | undefined;
  /** The language of the texts, where the index was declared by a store that knows its name alone. */
  readonly language?: Language | undefined;
}

/** Options of `search`. */
export interface TextSearchOptions extends WordSearchOptions {
  /**
   * The attributes to search, all of them with an index of kind `text`: one name, several, or several with the weight of
   * each. Defaults to all that have one, with the weight 1.
   */
  readonly attributes?: string | readonly string[] | Readonly<Record<string, number>> | undefined;
  /** How many elements at most. Defaults to 10. */
  readonly limit?: number | undefined;
  /** Whether all words of a query have to be found, or one of them. Defaults to "or". */
  readonly operator?: "and" | "or" | undefined;
  /** Stops the search. */
  readonly signal?: AbortSignalLike | undefined;
}

/** Options of `highlight`. */
export interface HighlightOptions extends WordSearchOptions {
  /** The most UTF-16 units of the text that are wanted: the part where most is found. Defaults to all of it. */
  readonly length?: number | undefined;
}
