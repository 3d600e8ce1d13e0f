/** Elements of one kind by score: what searches by vector or by text give, best first. */
import { describe } from "../../errors.js";
import { ELEMENTS_MAX, type ElementKind } from "../../pool/pool.js";
import { Bitmap } from "../../structures/bitmap.js";
import { defineInspect } from "../../structures/inspect.js";
import type { Expression } from "../filter/expression.js";
import type { ElementsReader, FilterOptions } from "./elements-reader.js";
import { ownedIds } from "./id-owners.js";

/** Where a ranking comes from: elements of a state, and how a set of them is made a selection. @internal */
export interface RankingSource<S> {
  readonly elements: ElementsReader<object>;
  readonly selectionOf: (bitmap: Bitmap) => S;
}

/** The elements that are searched, or those of them within a set. @internal */
export interface SearchScope<S> extends RankingSource<S> {
  readonly within: Bitmap | undefined;
}

/**
 * The elements that a search found, best first, with their scores: a greater score is better, and of equal ones the
 * smaller id comes first. It never changes. It may be given to `setColumn`, and to `subgraph` by its `selection()`.
 *
 * @typeParam S the selections of the elements.
 */
export class Ranking<S = unknown> implements Iterable<[id: number, score: number]> {
  /** @internal */
  readonly source: RankingSource<S>;
  /** Ids, best first. Must not be written to. */
  readonly ids: Uint32Array;
  /** Scores, aligned with `ids`. Must not be written to. */
  readonly scores: Float64Array;
  #places: Map<number, number> | undefined;

  /** Rankings come from searches: `nearest`, `search` and `fuse`. @hidden */
  constructor(none: never, nothing: never, never: never);
  /** @internal */
  constructor(source: RankingSource<S>, ids: Uint32Array, scores: Float64Array);
  constructor(source: RankingSource<S>, ids: Uint32Array, scores: Float64Array) {
    this.source = source;
    this.ids = ownedIds(ids, source.elements.state.pool);
    this.scores = scores;
    inspectAsRanking();
  }

  /** Whether these are nodes or edges. */
  get kind(): ElementKind {
    return this.source.elements.kind;
  }

  /** The number of elements. */
  get count(): number {
    return this.ids.length;
  }

  /** The scores, by the name that results have for their values: `setColumn("score", ranking)` writes them. */
  get values(): Float64Array {
    return this.scores;
  }

  /** Whether an element is in the ranking. */
  has(id: number): boolean {
    return this.#placeOf(id) !== undefined;
  }

  /** The score of an element; undefined if it is not in the ranking. */
  get(id: number): number | undefined {
    const place = this.#placeOf(id);
    return place === undefined ? undefined : this.scores[place];
  }

  #placeOf(id: number): number | undefined {
    if (this.#places === undefined) {
      this.#places = new Map();
      for (let i = 0; i < this.ids.length; i++) this.#places.set(this.ids[i], i);
    }
    return this.#places.get(id);
  }

  /** The elements as a set, without order and scores. */
  selection(): S {
    return this.source.selectionOf(Bitmap.of(this.ids));
  }

  /** Those of the ranking for which a filter is true, in the same order; see `where` of `graph.nodes`. */
  where(
    filter: string | Expression,
    parameters?: Readonly<Record<string, unknown>>,
    options?: FilterOptions,
  ): Ranking<S> {
    return this.#keep(this.source.elements.filter(filter, parameters, Bitmap.of(this.ids), options));
  }

  /** The first `count` of them. */
  top(count: number): Ranking<S> {
    if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 0) {
      const Fault = typeof count === "number" ? RangeError : TypeError;
      throw new Fault(`"count" expected a whole number of at least 0, got ${describe(count)}`);
    }
    const end = Math.min(count, ELEMENTS_MAX);
    return new Ranking<S>(this.source, this.ids.slice(0, end), this.scores.slice(0, end));
  }

  #keep(kept: Bitmap): Ranking<S> {
    const places = Array.from(this.ids.keys()).filter((i) => kept.has(this.ids[i]));
    return new Ranking<S>(
      this.source,
      Uint32Array.from(places, (i) => this.ids[i]),
      Float64Array.from(places, (i) => this.scores[i]),
    );
  }

  *[Symbol.iterator](): Iterator<[id: number, score: number]> {
    for (let i = 0; i < this.ids.length; i++) yield [this.ids[i], this.scores[i]];
  }

  /** The form that `JSON.stringify` writes. */
  toJSON(): { kind: ElementKind; count: number; ids: number[]; scores: number[] } {
    const { kind, count, ids, scores } = this;
    return { kind, count, ids: Array.from(ids), scores: Array.from(scores) };
  }
}

function inspectAsRanking(): void {
  defineInspect(Ranking.prototype, "Ranking", ({ kind, count, ids, scores }) => ({
    kind,
    count,
    ids,
    scores,
  }));
}
