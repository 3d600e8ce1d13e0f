/**
 * The interface of the kinds of index. An index covers the rows of a column, whichever elements refer to them: since
 * columns are append-only it is extended by new rows and never rebuilt, whatever is checked out. The caller decides
 * which of the rows found are valid in a state.
 */
import type { Lookup, PartLookup } from "./lookup.js";
import { VECTOR_METRICS, type VectorMetric } from "./nearest-options.js";

/**
 * `hash` for single values, `sorted` for ranges and beginnings too, `bitmap` for few distinct values; `vector` for
 * `nearest`, `text` for `search`, `trigram` for parts of strings in filters.
 */
export type IndexKind = "hash" | "sorted" | "bitmap" | "vector" | "text" | "trigram";

/** All kinds of index, in the order of their numbers in stores and bundles. */
export const INDEX_KINDS: readonly IndexKind[] = ["hash", "sorted", "bitmap", "vector", "text", "trigram"];

/** Whether indices of a kind have settings, in stores and bundles as well. */
export function hasSettings(kind: IndexKind): boolean {
  return kind === "vector" || kind === "text" || kind === "trigram";
}

/** The settings that an index was created with; each kind has some of these. */
export interface IndexSettings {
  /** How vectors are compared. */
  readonly metric?: VectorMetric;
  /** The name of the language of texts. */
  readonly language?: string;
  /** Whether accents are stripped from words. */
  readonly fold?: boolean;
  /** Whether the positions of words are kept. */
  readonly positions?: boolean;
  /** Whether parts are found whatever their case. */
  readonly ignoreCase?: boolean;
}

/** Settings as they were written; undefined where a text has none, or others than the kind of index has. */
export function readIndexSettings(kind: IndexKind, text: string): IndexSettings | undefined {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof given !== "object" || given === null || Array.isArray(given)) return undefined;
  const tests = SETTINGS[kind];
  for (const [name, value] of Object.entries(given))
    if (tests[name as keyof IndexSettings]?.(value) !== true) return undefined;
  return Object.freeze(given);
}

type SettingTests = { readonly [K in keyof IndexSettings]: (value: unknown) => boolean };

const isFlag = (value: unknown): boolean => typeof value === "boolean";
const isText = (value: unknown): boolean => typeof value === "string";

const SETTINGS: Readonly<Record<IndexKind, SettingTests>> = {
  hash: {},
  sorted: {},
  bitmap: {},
  vector: { metric: (value) => VECTOR_METRICS.some((metric) => metric === value) },
  text: { language: isText, fold: isFlag, positions: isFlag },
  trigram: { ignoreCase: isFlag },
};

export interface ValueIndex {
  readonly kind: string;
  readonly byteLength: number;
  /** Takes in the rows appended since the last time. */
  extend(): void;
  /** Rows among which are all that a lookup selects; undefined if the index cannot tell, or if they are more than `limit`. */
  find(lookup: Lookup | PartLookup, limit: number): ArrayLike<number> | undefined;
}

/** The rows that indices have taken in so far, for tests. */
export const indexWork = { rowsInserted: 0 };
