/** Options of `createIndex`. */
import { describe } from "../../errors.js";
import { readOptions } from "../../structures/options.js";
import { VECTOR_METRICS, type VectorMetric } from "./nearest-options.js";
import type { Language } from "./text/text-leaf.js";
import { INDEX_KINDS, type IndexKind, type IndexSettings } from "./value-index.js";

/** Options of `createIndex`. Those other than `kind` are of the kinds that they name. */
export interface CreateIndexOptions {
  /** Defaults to "hash". */
  readonly kind?: IndexKind | undefined;
  /** Of `vector`: how vectors are compared. Defaults to "cosine". */
  readonly metric?: VectorMetric | undefined;
  /** Of `text`: the language whose endings are taken off words. Defaults to none. */
  readonly language?: Language | undefined;
  /** Of `text`: whether accents are stripped from words. Defaults to true. */
  readonly fold?: boolean | undefined;
  /** Of `text`: whether the places of words are kept, so that phrases are found without reading texts. Defaults to true. */
  readonly positions?: boolean | undefined;
  /** Of `trigram`: whether parts of strings are found whatever their case as well. Defaults to false. */
  readonly ignoreCase?: boolean | undefined;
}

const OPTION_KINDS = {
  metric: "vector",
  language: "text",
  fold: "text",
  positions: "text",
  ignoreCase: "trigram",
} as const;

/** Options as they are kept, with the language of texts. */
export function readCreateOptions(options: unknown): {
  kind: IndexKind;
  settings: IndexSettings;
  language: Language | undefined;
} {
  const given = readOptions(options as CreateIndexOptions, [
    "kind",
    "metric",
    "language",
    "fold",
    "positions",
    "ignoreCase",
  ]);
  const { kind = "hash", metric = "cosine", fold = true, positions = true, ignoreCase = false } = given;
  checkIndexKind(kind);
  for (const [name, its] of Object.entries(OPTION_KINDS)) {
    if (name in given && kind !== its)
      throw new TypeError(`"${name}" expected an index of kind "${its}", got one of kind "${kind}"`);
  }
  for (const [name, value] of Object.entries({ fold, positions, ignoreCase })) {
    if (typeof value !== "boolean")
      throw new TypeError(`"${name}" expected true or false, got ${describe(value)}`);
  }
  if (!VECTOR_METRICS.includes(metric))
    throw new TypeError(`"metric" expected "cosine", "dot" or "euclidean", got ${describe(metric)}`);
  const language = given.language === undefined ? undefined : readLanguage(given.language);
  if (kind === "vector") return { kind, settings: Object.freeze({ metric }), language };
  if (kind === "trigram") return { kind, settings: Object.freeze({ ignoreCase }), language };
  if (kind !== "text") return { kind, settings: NO_SETTINGS, language };
  const settings = { ...(language !== undefined && { language: language.name }), fold, positions };
  return { kind, settings: Object.freeze(settings), language };
}

const NO_SETTINGS: IndexSettings = Object.freeze({});

/** A language as it was given, its name and function read once. */
export function readLanguage(given: unknown): Language {
  if (typeof given === "object" && given !== null) {
    const { name, stem } = given as Partial<Language>;
    if (typeof name === "string" && name !== "" && typeof stem === "function")
      return Object.freeze({ name, stem });
  }
  throw new TypeError(
    `"language" expected a language of groggy/search/languages or an object with "name" and "stem", got ${describe(given)}`,
  );
}

export function checkIndexKind(kind: unknown): asserts kind is IndexKind {
  if (INDEX_KINDS.includes(kind as IndexKind)) return;
  throw new TypeError(`"kind" expected one of ${INDEX_KINDS.join(", ")}, got ${describe(kind)}`);
}
