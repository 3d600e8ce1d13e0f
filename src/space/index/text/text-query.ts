/**
 * Queries over texts. A string is never an error: words, "phrases", beginnings*, -excluded; whatever else it has is
 * taken for words. What a string cannot say is put together of `all`, `any`, `not`, `phrase`, `prefix` and `fuzzy`.
 */
import { describe, LimitError } from "../../../errors.js";
import { countWords, eachWord, isAsciiWord } from "./words.js";

/** The longest query, in UTF-16 units; built queries count those of all their texts. */
export const TEXT_QUERY_UNITS_MAX = 65_536;

/** How deep built queries may be nested. */
export const TEXT_QUERY_DEPTH_MAX = 256;

/** A query over texts: a string, or what `all`, `any`, `phrase`, `prefix` and `fuzzy` give. */
export type TextQuery = string | BuiltQuery;

/** A part of a query that is matched as a whole. */
export interface QueryLeaf {
  readonly kind: "word" | "phrase" | "prefix" | "fuzzy";
  readonly text: string;
}

/** A query as it is run. `none` of `parts` is left out of what `all` of the others select. */
export type QueryTree =
  | QueryLeaf
  | { readonly kind: "any"; readonly parts: readonly QueryTree[] }
  | { readonly kind: "all"; readonly parts: readonly QueryTree[]; readonly none: readonly QueryTree[] };

/** How the words of a string are taken. */
export interface WordOptions {
  readonly operator: "and" | "or";
  readonly prefix: boolean;
  readonly fuzzy: boolean;
}

/** A query put together by functions; it never changes. */
export class BuiltQuery {
  readonly kind: QueryLeaf["kind"] | "all" | "any" | "not";
  readonly text: string;
  readonly parts: readonly TextQuery[];
  readonly #depth: number;
  readonly #units: number;

  /** @internal */
  constructor(kind: BuiltQuery["kind"], text: string, parts: readonly TextQuery[] = []) {
    this.kind = kind;
    this.text = text;
    this.parts = Object.freeze(parts);
    let depth = 0;
    let units = text.length;
    for (const part of parts) {
      if (typeof part === "string") units += part.length;
      else {
        units += part.#units;
        depth = Math.max(depth, part.#depth);
      }
    }
    checkUnits(units);
    if (depth >= TEXT_QUERY_DEPTH_MAX)
      throw new LimitError("the depth of a query over texts", TEXT_QUERY_DEPTH_MAX, depth + 1);
    this.#depth = depth + 1;
    this.#units = units;
    Object.freeze(this);
  }
}

/** Throws unless `query` is a query, and no longer than one may be. */
export function checkTextQuery(query: unknown, what = "query"): asserts query is TextQuery {
  if (query instanceof BuiltQuery) return;
  if (typeof query !== "string")
    throw new TypeError(`"${what}" expected a string or a built query, got ${describe(query)}`);
  checkUnits(query.length);
}

function checkUnits(units: number): void {
  if (units > TEXT_QUERY_UNITS_MAX)
    throw new LimitError("the characters of a query over texts", TEXT_QUERY_UNITS_MAX, units);
}

/** The tree of a query. */
export function treeOf(query: TextQuery, options: WordOptions): QueryTree {
  if (typeof query === "string") return parse(query, options);
  const { kind, text, parts } = query;
  if (kind === "any") return { kind, parts: parts.map((part) => treeOf(part, options)) };
  if (kind === "all" || kind === "not") {
    const isNot = (part: TextQuery): part is BuiltQuery => typeof part !== "string" && part.kind === "not";
    const wanted = parts.filter((part) => !isNot(part)).map((part) => treeOf(part, options));
    const none = parts.filter(isNot).flatMap((part) => part.parts.map((each) => treeOf(each, options)));
    return { kind: "all", parts: wanted, none };
  }
  const words = wordsIn(text);
  if (kind === "phrase" || words.length < 2) return { kind, text };
  // of several words the last one alone is a beginning
  const leaves = words.map(
    (each, i): QueryLeaf => ({
      kind: kind === "fuzzy" || i === words.length - 1 ? kind : "word",
      text: each,
    }),
  );
  return { kind: "all", parts: leaves, none: [] };
}

/** A phrase up to the next quote, or a run of what is no space; a minus before either. */
const PIECES = /(-?)(?:"([^"]*)"?|([^\s"]+))/gu;

function parse(query: string, { operator, prefix, fuzzy }: WordOptions): QueryTree {
  const plain = plainWords(query);
  if (plain !== undefined) {
    const words = plain.map((text) => expanded({ kind: "word", text }, prefix, fuzzy));
    return operator === "or" ? any(words) : { kind: "all", parts: words, none: [] };
  }
  const wanted: QueryTree[] = [];
  const none: QueryTree[] = [];
  for (const [, minus, phrase, run] of query.matchAll(PIECES)) {
    const text = phrase ?? run;
    if (minus === "-") {
      if (hasWord(text)) none.push({ kind: phrase === undefined ? excludedKind(run) : "phrase", text });
    } else if (phrase !== undefined) {
      if (hasWord(text)) wanted.push({ kind: "phrase", text });
    } else {
      const words = wordsIn(run);
      const beginning = run.endsWith("*") ? words.pop() : undefined;
      for (const word of words) wanted.push(expanded({ kind: "word", text: word }, prefix, fuzzy));
      if (beginning !== undefined) wanted.push({ kind: "prefix", text: beginning });
    }
  }
  if (operator === "or") return none.length === 0 ? any(wanted) : { kind: "all", parts: [any(wanted)], none };
  return { kind: "all", parts: wanted, none };
}

/** The words of a query that is nothing but words in ASCII, as most are; undefined if it is another. */
function plainWords(query: string): string[] | undefined {
  const words: string[] = [];
  let start = -1;
  for (let at = 0; at < query.length; at++) {
    const code = query.charCodeAt(at);
    // quotes, beginnings and exclusions
    if (code > 127 || code === 34 || code === 42 || code === 45) return undefined;
    if (isAsciiWord(code)) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      words.push(query.slice(start, at));
      start = -1;
    }
  }
  if (start >= 0) words.push(query.slice(start));
  return words;
}

function any(parts: readonly QueryTree[]): QueryTree {
  return { kind: "any", parts };
}

/** The kind of query that a run of characters excludes: a beginning, a word, or several words one after another. */
function excludedKind(run: string): QueryLeaf["kind"] {
  if (wordsIn(run).length > 1) return "phrase";
  return run.endsWith("*") ? "prefix" : "word";
}

/** A word that an option lets other words stand for; what it is itself counts besides. */
function expanded(word: QueryLeaf, prefix: boolean, fuzzy: boolean): QueryTree {
  if (!prefix && !fuzzy) return word;
  const { text } = word;
  const parts: QueryLeaf[] = [word];
  if (prefix) parts.push({ kind: "prefix", text });
  if (fuzzy) parts.push({ kind: "fuzzy", text });
  return any(parts);
}

function hasWord(text: string): boolean {
  return wordsIn(text).length > 0;
}

/** The words of a text as they are written; as an index has them where a character makes several. */
function wordsIn(text: string): string[] {
  const words: string[] = [];
  eachWord(text, true, (word, start, end) => {
    const written = text.slice(start, end);
    words.push(countWords(written) === 1 ? written : word);
  });
  return words;
}
