/**
 * Runs a query over the texts of elements and scores them by BM25. A leaf is scored in each attribute by itself, over
 * the rows of the state that is asked, and the scores of attributes add up; so do those of the leaves of `any` and
 * `all`. What is one column, as a search over one attribute mostly is, is matched by row, in order; several are by element.
 *
 * Source: Robertson and Zaragoza, The probabilistic relevance framework: BM25 and beyond (2009), with the weight of a
 * term never negative.
 */
import type { AttributeColumn } from "../../../pool/attribute-column.js";
import type { Bitmap } from "../../../structures/bitmap.js";
import { gallop } from "../../../structures/sorted-arcs.js";
import { type PostingScratch, withScratch } from "./posting-scratch.js";
import { Norms, type RowSink, type ScoredRows } from "./score-rows.js";
import { addRows, sumRows } from "./sum-scores.js";
import type { SegmentRows, TextIndex } from "./text-index.js";
import type { Language, TextLeaf } from "./text-leaf.js";
import type { QueryLeaf, QueryTree } from "./text-query.js";
import { eachWord } from "./words.js";

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

/** Takes the elements that may be among the best: those whose score is not below the threshold. */
export interface ScoreSink {
  readonly threshold: number;
  add(id: number, score: number): void;
}

/** Lower weights may make a score zero, which says here that a row was not found. */
const WEIGHT_MIN = 1e-100;

/** The elements that a query selects, with their scores. */
export function matchTexts(tree: QueryTree, fields: readonly TextField[]): TextMatches {
  return withScratch((scratch) => {
    const matcher = new Matcher(fields, scratch);
    const { keys, scores } = matcher.match(tree);
    return { ids: matcher.idsOf(keys), scores };
  });
}

/** Gives `best` the elements that a query selects and `isWanted` lets pass. */
export function rankTexts(
  tree: QueryTree,
  fields: readonly TextField[],
  best: ScoreSink,
  isWanted: (id: number) => boolean,
): void {
  withScratch((scratch) => {
    const matcher = new Matcher(fields, scratch);
    const leaves: QueryLeaf[] = [];
    const sink = new WantedRows(matcher, best, isWanted);
    if (matcher.isOrdered && isSum(tree, leaves)) {
      matcher.sum(leaves, sink);
      return;
    }
    const { keys, scores } = matcher.match(tree);
    for (let i = 0; i < keys.length; i++) if (scores[i] >= sink.threshold) sink.take(keys[i], scores[i]);
  });
}

/** Hands on the elements of rows that are wanted. */
class WantedRows implements RowSink {
  readonly isOrdered = false;
  threshold: number;
  readonly #matcher: Matcher;
  readonly #best: ScoreSink;
  readonly #isWanted: (id: number) => boolean;

  constructor(matcher: Matcher, best: ScoreSink, isWanted: (id: number) => boolean) {
    this.#matcher = matcher;
    this.#best = best;
    this.#isWanted = isWanted;
    this.threshold = best.threshold;
  }

  take(key: number, score: number): void {
    const id = this.#matcher.idOf(key);
    if (this.#isWanted(id)) this.#best.add(id, score);
    this.threshold = this.#best.threshold;
  }
}

/** Whether scores of a query are sums of those of leaves, which are collected. */
function isSum(tree: QueryTree, leaves: QueryLeaf[]): boolean {
  if (tree.kind === "all") return false;
  if (tree.kind === "any") return tree.parts.every((part) => isSum(part, leaves));
  leaves.push(tree);
  return true;
}

/** Keys and scores. Keys are rows of the one column there is, in ascending order, else ids, in no certain order. */
interface Matches {
  readonly keys: Uint32Array;
  readonly scores: Float64Array;
}

const NOTHING: Matches = { keys: new Uint32Array(0), scores: new Float64Array(0) };

class Matcher {
  readonly #fields: readonly ScoredField[];
  readonly #scratch: PostingScratch;
  /** The column whose rows keys are. */
  readonly #stored: AttributeColumn | undefined;
  /** Words may be repeated in a query, and are looked up once. */
  readonly #leaves = new Map<string, Matches>();

  constructor(fields: readonly TextField[], scratch: PostingScratch) {
    this.#fields = fields.map((field) => new ScoredField(field));
    this.#scratch = scratch;
    const parts = fields.flatMap((field) => field.parts);
    const isOne = parts.length === 1 && fields.every(({ weight }) => weight >= WEIGHT_MIN);
    this.#stored = isOne ? parts[0].stored : undefined;
  }

  /** Whether keys are rows of one column, in order. */
  get isOrdered(): boolean {
    return this.#stored !== undefined;
  }

  idOf(key: number): number {
    return this.#stored === undefined ? key : this.#stored.owner(key);
  }

  idsOf(keys: Uint32Array): Uint32Array {
    const stored = this.#stored;
    return stored === undefined ? keys : keys.map((row) => stored.owner(row));
  }

  match(tree: QueryTree): Matches {
    if (tree.kind === "any") return this.#any(tree.parts);
    if (tree.kind !== "all") return this.#leaf(tree);
    if (tree.parts.length === 0) return NOTHING;
    let all = this.match(tree.parts[0]);
    const [and, less] = this.isOrdered ? [bothOrdered, withoutOrdered] : [both, without];
    for (let i = 1; i < tree.parts.length && all.keys.length > 0; i++)
      all = and(all, this.match(tree.parts[i]));
    for (const part of tree.none) if (all.keys.length > 0) all = less(all, this.match(part));
    return all;
  }

  #any(parts: readonly QueryTree[]): Matches {
    const leaves: QueryLeaf[] = [];
    if (!this.isOrdered) return sum(parts.map((part) => this.match(part)));
    if (!isSum({ kind: "any", parts }, leaves)) return sumOrdered(parts.map((part) => this.match(part)));
    const collected = new Collected();
    this.sum(leaves, collected);
    return collected.matches();
  }

  /** Gives the rows with any of some leaves, and the sums of their scores. */
  sum(leaves: readonly QueryLeaf[], sink: RowSink): void {
    const times = new Map<string, { leaf: QueryLeaf; count: number }>();
    for (const leaf of leaves) {
      const key = `${leaf.kind} ${leaf.text}`;
      const known = times.get(key);
      if (known === undefined) times.set(key, { leaf, count: 1 });
      else known.count++;
    }
    const all = [...times.values()].flatMap(({ leaf, count }) =>
      this.#fields.flatMap((field) => field.rows(leaf, count, this.#scratch)),
    );
    sumRows(all, this.#scratch, sink);
  }

  #leaf(leaf: QueryLeaf): Matches {
    const key = `${leaf.kind} ${leaf.text}`;
    let matches = this.#leaves.get(key);
    if (matches === undefined) {
      const stored = this.#stored;
      const each = this.#fields.map((field) => {
        const collected = new Collected();
        for (const rows of field.rows(leaf, 1, this.#scratch)) {
          const from = collected.count;
          addRows(rows, collected);
          if (stored === undefined) collected.replaceKeys(from, rows.stored);
        }
        return collected.matches();
      });
      matches = each.length === 1 ? each[0] : sum(each);
      this.#leaves.set(key, matches);
    }
    return matches;
  }
}

/** An attribute with what scores depend on besides words. */
class ScoredField {
  readonly #field: TextField;
  readonly #norms: Norms;
  readonly #rowCount: number;

  constructor(field: TextField) {
    let rowCount = 0;
    let wordCount = 0;
    for (const { index, mask } of field.parts) {
      const statistics = index.statistics(mask);
      rowCount += statistics.rowCount;
      wordCount += statistics.wordCount;
    }
    this.#field = field;
    this.#rowCount = rowCount;
    this.#norms = Norms.of(rowCount === 0 ? 1 : wordCount / rowCount);
  }

  /** The rows of a leaf, with the weight that their frequencies have for one that a query has `times` times. */
  rows(
    given: QueryLeaf,
    times: number,
    scratch: PostingScratch,
  ): (ScoredRows & { stored: AttributeColumn })[] {
    const found: (SegmentRows & { stored: AttributeColumn })[] = [];
    let count = 0;
    for (const { index, stored, mask, language } of this.#field.parts) {
      const leaf = leafIn(given, index.rule.fold);
      if (leaf === undefined) continue;
      for (const { segment, rows } of index.match(leaf, mask, language, scratch)) {
        count += rows.count;
        found.push({ segment, rows, stored });
      }
    }
    const rarity = Math.log(1 + (this.#rowCount - count + 0.5) / (count + 0.5));
    const weight = this.#field.weight * rarity * times;
    return found.map(({ segment, rows, stored }) => ({ segment, rows, stored, weight, norms: this.#norms }));
  }
}

/** A leaf in the words of an attribute; undefined if it has none there. */
function leafIn({ kind, text }: QueryLeaf, fold: boolean): TextLeaf | undefined {
  const words: string[] = [];
  eachWord(text, fold, (word) => words.push(word));
  if (words.length === 0) return undefined;
  if (kind === "phrase" || (kind === "word" && words.length > 1)) return { kind: "phrase", words };
  return { kind, word: words[words.length - 1] };
}

/** Takes rows one after another. */
class Collected implements RowSink {
  readonly isOrdered = true;
  readonly threshold = Number.NEGATIVE_INFINITY;
  #keys = new Uint32Array(64);
  #scores = new Float64Array(64);
  count = 0;

  take(row: number, score: number): void {
    if (this.count === this.#keys.length) {
      const [keys, scores] = [new Uint32Array(2 * this.count), new Float64Array(2 * this.count)];
      keys.set(this.#keys);
      scores.set(this.#scores);
      [this.#keys, this.#scores] = [keys, scores];
    }
    this.#keys[this.count] = row;
    this.#scores[this.count++] = score;
  }

  /** Makes ids of the rows from the one taken at `from` on. */
  replaceKeys(from: number, stored: AttributeColumn): void {
    const keys = this.#keys;
    for (let i = from; i < this.count; i++) keys[i] = stored.owner(keys[i]);
  }

  matches(): Matches {
    return { keys: this.#keys.subarray(0, this.count), scores: this.#scores.subarray(0, this.count) };
  }
}

/** The rows of both. */
function bothOrdered(a: Matches, b: Matches): Matches {
  const collected = new Collected();
  const [few, many] = a.keys.length <= b.keys.length ? [a, b] : [b, a];
  for (let i = 0, j = 0; i < few.keys.length; i++) {
    j = gallop(many.keys, j, many.keys.length, few.keys[i]);
    if (j === many.keys.length) break;
    if (many.keys[j] === few.keys[i]) collected.take(few.keys[i], few.scores[i] + many.scores[j]);
  }
  return collected.matches();
}

/** The rows of `a` that are not among `b`. */
function withoutOrdered(a: Matches, b: Matches): Matches {
  const collected = new Collected();
  for (let i = 0, j = 0; i < a.keys.length; i++) {
    j = gallop(b.keys, j, b.keys.length, a.keys[i]);
    if (j === b.keys.length || b.keys[j] !== a.keys[i]) collected.take(a.keys[i], a.scores[i]);
  }
  return collected.matches();
}

/** The rows of any of the matches; scores add up in the order of the matches. */
function sumOrdered(all: readonly Matches[]): Matches {
  let total = NOTHING;
  for (const matches of all) {
    if (matches.keys.length === 0) continue;
    total = total.keys.length === 0 ? matches : sumOfTwo(total, matches);
  }
  return total;
}

function sumOfTwo(a: Matches, b: Matches): Matches {
  const collected = new Collected();
  for (let i = 0, j = 0; i < a.keys.length || j < b.keys.length; ) {
    const left = i < a.keys.length ? a.keys[i] : Number.POSITIVE_INFINITY;
    const right = j < b.keys.length ? b.keys[j] : Number.POSITIVE_INFINITY;
    if (left < right) collected.take(left, a.scores[i++]);
    else if (right < left) collected.take(right, b.scores[j++]);
    else collected.take(left, a.scores[i++] + b.scores[j++]);
  }
  return collected.matches();
}

/** Matches with at most so many times as many ids as they have entries are added up in an array by id. */
const SPARSE = 16;

/** The elements of any of the matches; scores add up in the order of the matches. */
function sum(all: readonly Matches[]): Matches {
  const some = all.filter(({ keys }) => keys.length > 0);
  if (some.length === 0) return NOTHING;
  if (some.length === 1) return some[0];
  const table = new ScoreTable(some);
  for (const matches of some) table.add(matches);
  return table.matches();
}

/** The elements of both. */
function both(a: Matches, b: Matches): Matches {
  const scoreOf = lookup(b);
  const collected = new Collected();
  for (let i = 0; i < a.keys.length; i++) {
    const other = scoreOf(a.keys[i]);
    if (other !== undefined) collected.take(a.keys[i], a.scores[i] + other);
  }
  return collected.matches();
}

/** The elements of `a` that are not among `b`. */
function without(a: Matches, b: Matches): Matches {
  const scoreOf = lookup(b);
  const collected = new Collected();
  for (let i = 0; i < a.keys.length; i++)
    if (scoreOf(a.keys[i]) === undefined) collected.take(a.keys[i], a.scores[i]);
  return collected.matches();
}

function lookup(matches: Matches): (id: number) => number | undefined {
  const table = new ScoreTable([matches]);
  table.add(matches);
  return (id) => table.get(id);
}

/** Scores by element, in arrays by id or, where ids are few and far apart, in a map. */
class ScoreTable {
  readonly #scores: Float64Array | undefined;
  readonly #isThere: Uint8Array | undefined;
  readonly #map = new Map<number, number>();
  readonly #keys: Uint32Array;
  #count = 0;

  constructor(all: readonly Matches[]) {
    let entries = 0;
    let max = 0;
    for (const { keys } of all) {
      entries += keys.length;
      for (let i = 0; i < keys.length; i++) if (keys[i] > max) max = keys[i];
    }
    this.#keys = new Uint32Array(entries);
    if (max > entries * SPARSE + 4096) return;
    this.#scores = new Float64Array(max + 1);
    this.#isThere = new Uint8Array(max + 1);
  }

  add({ keys, scores }: Matches): void {
    const total = this.#scores;
    const isThere = this.#isThere;
    for (let i = 0; i < keys.length; i++) {
      const id = keys[i];
      if (total !== undefined && isThere !== undefined) {
        if (isThere[id] === 0) {
          isThere[id] = 1;
          this.#keys[this.#count++] = id;
        }
        total[id] += scores[i];
      } else {
        const before = this.#map.get(id);
        if (before === undefined) this.#keys[this.#count++] = id;
        this.#map.set(id, (before ?? 0) + scores[i]);
      }
    }
  }

  get(id: number): number | undefined {
    if (this.#isThere === undefined || this.#scores === undefined) return this.#map.get(id);
    return this.#isThere[id] === 1 ? this.#scores[id] : undefined;
  }

  matches(): Matches {
    const keys = this.#keys.subarray(0, this.#count);
    const scores = new Float64Array(keys.length);
    for (let i = 0; i < keys.length; i++) scores[i] = this.get(keys[i]) ?? 0;
    return { keys, scores };
  }
}
