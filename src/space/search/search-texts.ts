/** The elements whose texts match a query, best first, by the text indices of their attributes. */
import { describe, GroggyError } from "../../errors.js";
import { checkName } from "../../structures/arguments.js";
import { readOptions } from "../../structures/options.js";
import { throwIfAborted } from "../../structures/signal.js";
import type { ElementsReader } from "../elements/elements-reader.js";
import { Ranking, type SearchScope } from "../elements/ranking.js";
import { readLanguage } from "../index/create-options.js";
import { rowMask } from "../index/row-mask.js";
import type { HighlightOptions, TextSearchOptions } from "../index/search-options.js";
import { type Highlight, highlightText } from "../index/text/highlight.js";
import { rankTexts, type TextField, type TextPart } from "../index/text/match-text.js";
import { TextIndex } from "../index/text/text-index.js";
import type { Language } from "../index/text/text-leaf.js";
import { checkTextQuery, treeOf, type WordOptions } from "../index/text/text-query.js";
import { valueOfElement } from "../states/element-state.js";
import { BestScores } from "./best-scores.js";
import { checkWholeNumber } from "./given-vectors.js";
import { runInSlices } from "./run-in-slices.js";

const DEFAULT_LIMIT = 10;
/** Rows that an index takes in between two looks at the clock. */
const STEP_ROWS = 2048;

/** The elements whose texts match a query. */
export function searchTexts<S>(scope: SearchScope<S>, query: unknown, options: unknown = {}): Ranking<S> {
  const search = readSearch(scope, query, options);
  if (!search.isReady()) for (const _ of search.steps()) throwIfAborted(search.signal);
  return search.ranking();
}

/** As `search`, over the state at the time of the call; indices that are to be extended are so in slices of some 8 ms. */
export async function searchTextsAsync<S>(
  scope: SearchScope<S>,
  query: unknown,
  options: unknown = {},
): Promise<Ranking<S>> {
  const search = readSearch(scope, query, options);
  await runInSlices(search.steps(), search.signal);
  return search.ranking();
}

/** The places of an element's text that a query matches. */
export function highlightElement(
  elements: ElementsReader<object>,
  id: number,
  attribute: unknown,
  query: unknown,
  options: unknown = {},
): Highlight {
  checkName("attribute", attribute);
  checkTextQuery(query);
  const given = readOptions(options as HighlightOptions, ["length", "prefix", "fuzzy", "language"]);
  const { length } = given;
  if (length !== undefined) checkWholeNumber("length", length, 1);
  const tree = treeOf(query, readWordOptions({ ...given, operator: "or" }));
  elements.check(id);
  const settings = elements.indices.settingsOf(attribute, "text");
  const language =
    settings?.language === undefined
      ? undefined
      : languageFor(elements, attribute, settings.language, given.language);
  const value = valueOfElement(elements.state.attribute(attribute), id);
  const text = Array.isArray(value) ? value.filter((each) => typeof each === "string").join("\n") : value;
  if (text !== undefined && typeof text !== "string")
    throw new TypeError(
      `"attribute" expected one of texts, got ${describe(attribute)}, which has ${describe(value)}`,
    );
  return highlightText(text ?? "", tree, { fold: settings?.fold ?? true, language }, length);
}

interface Search<S> {
  /** Whether the indices have all rows by now. */
  isReady(): boolean;
  /** Extends the indices, with a pause now and then. */
  steps(): Iterable<unknown>;
  readonly signal: TextSearchOptions["signal"];
  ranking(): Ranking<S>;
}

function readSearch<S>(scope: SearchScope<S>, query: unknown, options: unknown): Search<S> {
  checkTextQuery(query);
  const given = readOptions(options as TextSearchOptions, [
    "attributes",
    "limit",
    "operator",
    "prefix",
    "fuzzy",
    "language",
    "signal",
  ]);
  const { limit = DEFAULT_LIMIT, signal } = given;
  checkWholeNumber("limit", limit, 0);
  const tree = treeOf(query, readWordOptions(given));
  const { elements, within } = scope;
  const fields = readAttributes(elements, given.attributes).map(([name, weight]): TextField => {
    const { language } = elements.indices.settingsOf(name, "text") as { language?: string };
    return {
      parts: partsOfAttribute(
        elements,
        name,
        language === undefined ? undefined : languageFor(elements, name, language, given.language),
      ),
      weight,
    };
  });
  return {
    isReady: () => fields.every(({ parts }) => parts.every(({ index }) => index.isWhole)),
    *steps() {
      for (const { parts } of fields) for (const { index } of parts) yield* index.extendSteps(STEP_ROWS);
    },
    signal,
    ranking() {
      const best = new BestScores(limit);
      rankTexts(tree, fields, best, (id) => within === undefined || within.has(id));
      const { ids, scores } = best.sorted();
      return new Ranking(scope, ids, scores);
    },
  };
}

function readWordOptions({ operator = "or", prefix = false, fuzzy = false }: TextSearchOptions): WordOptions {
  if (operator !== "or" && operator !== "and")
    throw new TypeError(`"operator" expected "and" or "or", got ${describe(operator)}`);
  checkFlag("prefix", prefix);
  checkFlag("fuzzy", fuzzy);
  return { operator, prefix, fuzzy };
}

function checkFlag(name: string, flag: unknown): void {
  if (typeof flag !== "boolean")
    throw new TypeError(`"${name}" expected true or false, got ${describe(flag)}`);
}

/** The attributes to search and the weight of each; all of them have a text index. */
function readAttributes(elements: ElementsReader<object>, given: unknown): [name: string, weight: number][] {
  const { indices, kind } = elements;
  let named: [string, number][];
  if (given === undefined) {
    named = indices.namesWith("text").map((name) => [name, 1]);
    if (named.length === 0) {
      throw new GroggyError(
        "INDEX_NOT_FOUND",
        `search expected an attribute of ${kind}s with a text index, got none; graph.${kind}s.createIndex("…", { kind: "text" }) creates one`,
        { attribute: undefined, kind: "text" },
      );
    }
    return named;
  }
  if (typeof given === "string") named = [[given, 1]];
  else if (Array.isArray(given)) named = Array.from(given as unknown[], (name) => [name as string, 1]);
  else if (typeof given === "object" && given !== null)
    named = Object.entries(given as Record<string, number>);
  else throw new TypeError(`"attributes" expected names of attributes, got ${describe(given)}`);
  for (const [name, weight] of named) {
    checkName("attributes", name);
    if (typeof weight !== "number" || !(weight > 0) || weight === Number.POSITIVE_INFINITY) {
      const Fault = typeof weight === "number" ? RangeError : TypeError;
      throw new Fault(
        `the weight of ${JSON.stringify(name)} expected a number above 0, got ${describe(weight)}`,
      );
    }
    if (indices.has(name, "text")) continue;
    throw new GroggyError(
      "INDEX_NOT_FOUND",
      `attribute ${JSON.stringify(name)} has no text index; graph.${kind}s.createIndex(${JSON.stringify(name)}, { kind: "text" }) creates one`,
      { attribute: name, kind: "text" },
    );
  }
  return named;
}

/** The language of an attribute's texts: the one given now, or before. */
function languageFor(
  elements: ElementsReader<object>,
  name: string,
  wanted: string,
  given: unknown,
): Language {
  const { indices } = elements;
  const language = given === undefined ? undefined : readLanguage(given);
  if (language !== undefined && language.name === wanted) indices.giveLanguage(name, language);
  const known = indices.languageOf(name);
  if (known?.name === wanted) return known;
  throw new GroggyError(
    "LANGUAGE_NOT_GIVEN",
    `the text index of ${JSON.stringify(name)} is in ${wanted}, which a store knows by name alone: "language" expected it, got ${
      language === undefined ? "none" : language.name
    }`,
    { attribute: name, language: wanted },
  );
}

/** The columns of an attribute that have texts, in the state. */
function partsOfAttribute(
  { state, indices }: ElementsReader<object>,
  name: string,
  language: Language | undefined,
): TextPart[] {
  const attribute = state.attribute(name);
  const { fold = true, positions = true } = indices.settingsOf(name, "text") ?? {};
  const parts: TextPart[] = [];
  for (const each of attribute?.mixed ?? (attribute === undefined ? [] : [attribute])) {
    const { stored } = each;
    const index = indices.over(stored, "text", () => TextIndex.over(stored, { fold, positions }));
    if (index !== undefined) parts.push({ index, stored, mask: rowMask(state, each), language });
  }
  return parts;
}
