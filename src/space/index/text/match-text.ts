/**
 * Runs a query over the texts of elements and scores them by BM25. A leaf is scored in each attribute by itself, over
 * the rows of the state that is asked, and the scores of attributes add up; so do those of the leaves of `any` and
 * `all`.
 *
 * Source: Robertson and Zaragoza, The probabilistic relevance framework: BM25 and beyond (2009), with the weight of a
 * term never negative.
 */
import type { AttributeColumn } from "../../../pool/attribute-column.js";
import { grownPlain } from "../../../pool/buffers.js";
import type { Bitmap } from "../../../structures/bitmap.js";
import type { TextIndex } from "./text-index.js";
import type { Language, TextLeaf } from "./text-leaf.js";
import type { QueryLeaf, QueryTree } from "./text-query.js";
import { eachWord } from "./words.js";

const K1 = 1.2;
const B = 0.75;

/** A column of an attribute that is searched, and its rows that count. An attribute of mixed types has several. */
export interface TextPart {
  readonly index: TextIndex;
  readonly stored: AttributeColumn;
  readonly mask: Bitmap;
  readonly language: Language | undefined;
}

/** An attribute that is searched. */
export interface TextField {
  readonly parts: readonly TextPart[];
  readonly weight: number;
}

/** Elements, each once and in no certain order, with their scores. */
export interface TextMatches {
  readonly ids: Uint32Array;
  readonly scores: Float64Array;
}

/** The elements that a query selects, with their scores. */
export function matchTexts(tree: QueryTree, fields: readonly TextField[]): TextMatches {
  return new Matcher(fields).match(tree);
}

class Matcher {
  readonly #fields: readonly TextField[];
  /** Words may be repeated in a query, and are looked up once. */
  readonly #leaves = new Map<string, TextMatches>();

  constructor(fields: readonly TextField[]) {
    this.#fields = fields;
  }

  match(tree: QueryTree): TextMatches {
    if (tree.kind === "any") return sum(tree.parts.map((part) => this.match(part)));
    if (tree.kind !== "all") return this.#leaf(tree);
    if (tree.parts.length === 0) return NOTHING;
    let all = this.match(tree.parts[0]);
    for (let i = 1; i < tree.parts.length && all.ids.length > 0; i++)
      all = both(all, this.match(tree.parts[i]));
    for (const part of tree.none) if (all.ids.length > 0) all = without(all, this.match(part));
    return all;
  }

  #leaf(leaf: QueryLeaf): TextMatches {
    const key = `${leaf.kind} ${leaf.text}`;
    let matches = this.#leaves.get(key);
    if (matches === undefined) {
      matches = sum(this.#fields.map((field) => matchLeaf(field, leaf)));
      this.#leaves.set(key, matches);
    }
    return matches;
  }
}

const NOTHING: TextMatches = { ids: new Uint32Array(0), scores: new Float64Array(0) };

function matchLeaf(field: TextField, given: QueryLeaf): TextMatches {
  let rowCount = 0;
  let wordCount = 0;
  for (const { index, mask } of field.parts) {
    const statistics = index.statistics(mask);
    rowCount += statistics.rowCount;
    wordCount += statistics.wordCount;
  }
  let ids = new Uint32Array(0);
  /** Until the number of rows is known, a score is the part of it that depends on the row. */
  let scores = new Float64Array(0);
  let found = 0;
  const normOf = norms(rowCount === 0 ? 1 : wordCount / rowCount);
  for (const { index, stored, mask, language } of field.parts) {
    const leaf = leafIn(given, index.rule.fold);
    if (leaf === undefined) continue;
    const { owners } = stored;
    index.match(leaf, mask, language, ({ firstRow, lengths }, rows, frequencies, count) => {
      ids = grownPlain(ids, found + count);
      scores = grownPlain(scores, found + count);
      for (let i = 0; i < count; i++) {
        const row = rows[i];
        ids[found] = owners.get(firstRow + row);
        scores[found++] = (frequencies[i] * (K1 + 1)) / (frequencies[i] + normOf(lengths[row]));
      }
    });
  }
  const weight = field.weight * Math.log(1 + (rowCount - found + 0.5) / (found + 0.5));
  for (let i = 0; i < found; i++) scores[i] *= weight;
  return { ids: ids.subarray(0, found), scores: scores.subarray(0, found) };
}

/** The norm by which the frequency of a term is divided, by the number of words of a row: long rows count for less. */
function norms(averageLength: number): (length: number) => number {
  const known = new Float64Array(256);
  for (let length = 0; length < known.length; length++) known[length] = norm(length);
  function norm(length: number): number {
    return K1 * (1 - B + (B * length) / averageLength);
  }
  return (length) => (length < known.length ? known[length] : norm(length));
}

/** A leaf in the words of an attribute; undefined if it has none there. */
function leafIn({ kind, text }: QueryLeaf, fold: boolean): TextLeaf | undefined {
  const words: string[] = [];
  eachWord(text, fold, (word) => words.push(word));
  if (words.length === 0) return undefined;
  if (kind === "phrase" || (kind === "word" && words.length > 1)) return { kind: "phrase", words };
  return { kind, word: words[words.length - 1] };
}

/** Matches with at most so many times as many ids as they have entries are added up in an array by id. */
const SPARSE = 16;

/** The elements of any of the matches; scores add up in the order of the matches. */
function sum(all: readonly TextMatches[]): TextMatches {
  const some = all.filter(({ ids }) => ids.length > 0);
  if (some.length === 0) return NOTHING;
  if (some.length === 1) return some[0];
  const table = new ScoreTable(some);
  for (const matches of some) table.add(matches);
  return table.matches();
}

/** The elements of both. */
function both(a: TextMatches, b: TextMatches): TextMatches {
  const scoreOf = lookup(b);
  const ids = new Uint32Array(a.ids.length);
  const scores = new Float64Array(a.ids.length);
  let count = 0;
  for (let i = 0; i < a.ids.length; i++) {
    const other = scoreOf(a.ids[i]);
    if (other === undefined) continue;
    ids[count] = a.ids[i];
    scores[count++] = a.scores[i] + other;
  }
  return { ids: ids.subarray(0, count), scores: scores.subarray(0, count) };
}

/** The elements of `a` that are not among `b`. */
function without(a: TextMatches, b: TextMatches): TextMatches {
  const scoreOf = lookup(b);
  const kept: number[] = [];
  for (let i = 0; i < a.ids.length; i++) if (scoreOf(a.ids[i]) === undefined) kept.push(i);
  return {
    ids: Uint32Array.from(kept, (i) => a.ids[i]),
    scores: Float64Array.from(kept, (i) => a.scores[i]),
  };
}

function lookup(matches: TextMatches): (id: number) => number | undefined {
  const table = new ScoreTable([matches]);
  table.add(matches);
  return (id) => table.get(id);
}

/** Scores by element, in arrays by id or, where ids are few and far apart, in a map. */
class ScoreTable {
  readonly #scores: Float64Array | undefined;
  readonly #isThere: Uint8Array | undefined;
  readonly #map = new Map<number, number>();
  readonly #ids: Uint32Array;
  #count = 0;

  constructor(all: readonly TextMatches[]) {
    let entries = 0;
    let max = 0;
    for (const { ids } of all) {
      entries += ids.length;
      for (let i = 0; i < ids.length; i++) if (ids[i] > max) max = ids[i];
    }
    this.#ids = new Uint32Array(entries);
    if (max > entries * SPARSE + 4096) return;
    this.#scores = new Float64Array(max + 1);
    this.#isThere = new Uint8Array(max + 1);
  }

  add({ ids, scores }: TextMatches): void {
    const total = this.#scores;
    const isThere = this.#isThere;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i];
      if (total !== undefined && isThere !== undefined) {
        if (isThere[id] === 0) {
          isThere[id] = 1;
          this.#ids[this.#count++] = id;
        }
        total[id] += scores[i];
      } else {
        const before = this.#map.get(id);
        if (before === undefined) this.#ids[this.#count++] = id;
        this.#map.set(id, (before ?? 0) + scores[i]);
      }
    }
  }

  get(id: number): number | undefined {
    if (this.#isThere === undefined || this.#scores === undefined) return this.#map.get(id);
    return this.#isThere[id] === 1 ? this.#scores[id] : undefined;
  }

  matches(): TextMatches {
    const ids = this.#ids.subarray(0, this.#count);
    const scores = new Float64Array(ids.length);
    for (let i = 0; i < ids.length; i++) scores[i] = this.get(ids[i]) ?? 0;
    return { ids, scores };
  }
}
