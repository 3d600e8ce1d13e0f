/** An immutable set of nodes, or of edges, of one graph. */
import {
  aggregateAll,
  edgesAlong,
  endsAlong,
  fewAlong,
  groupElements,
  nodesAlong,
  readSteps,
  rowsOfSet,
} from "#lazy/reads";
import {
  highlightElement,
  nearestElements,
  nearestElementsAsync,
  nearestElementsMany,
  searchTexts,
  searchTextsAsync,
} from "#lazy/search";
import { describe, GroggyError } from "../../errors.js";
import { ELEMENTS_MAX, type ElementKind, type ReadonlyElementPool } from "../../pool/pool.js";
import { Bitmap } from "../../structures/bitmap.js";
import { defineInspect } from "../../structures/inspect.js";
import type { Expression } from "../filter/expression.js";
import type { NearestOptions } from "../index/nearest-options.js";
import type { HighlightOptions, TextSearchOptions } from "../index/search-options.js";
import type { Highlight } from "../index/text/highlight.js";
import type { TextQuery } from "../index/text/text-query.js";
import { type EdgeTypes, readEdgeTypes } from "../states/edge-types.js";
import { checkDirection, type Direction } from "../states/graph-state.js";
import type { AggregatedRow, Aggregates } from "../tables/aggregates.js";
import type { ColumnView } from "../tables/column-view.js";
import type { GroupKeys } from "../tables/element-groups.js";
import type { ElementTable } from "../tables/named-column.js";
import type { ElementRow, RowOptions } from "../tables/rows.js";
import type { StepOptions } from "../traversal/read-steps.js";
import type { ElementsReader, FilterOptions } from "./elements-reader.js";
import { GroupedSelection } from "./grouped-selection.js";
import { ID_SET } from "./id-owners.js";
import type { Ranking, SearchScope } from "./ranking.js";

/**
 * A set of ids of one kind, as `where` and its like give it. The set never changes; what is read through it
 * (`where`, `column`, `out`) is what the graph or view it came from holds at the time of reading.
 *
 * @example
 * const seniors = graph.nodes.where("age >= 65").and(graph.nodes.withLabel("Person"));
 * seniors.ids(); // => Uint32Array(3) [ 2, 3, 4 ]
 *
 * @typeParam A the attributes of the elements.
 * @typeParam O the attributes of the others: of edges for nodes, and vice versa.
 */
export class Selection<A extends object = Record<string, unknown>, O extends object = Record<string, unknown>>
  implements Iterable<number>
{
  /** The elements that this is a part of. */
  readonly elements: ElementsReader<A>;
  /** The ids ascending, where they are few; a bitmap takes 8 KB and is made of them when it is asked for. */
  readonly #few: Uint32Array | undefined;
  #bitmap: Bitmap | undefined;

  /** Selections come from a graph: `where`, `select` and their like. @hidden */
  constructor(none: never, nothing: never);
  /** @internal */
  constructor(elements: ElementsReader<A>, set: Bitmap | Uint32Array);
  constructor(elements: ElementsReader<A>, set: Bitmap | Uint32Array) {
    this.elements = elements;
    this.#few = set instanceof Uint32Array ? set : undefined;
    this.#bitmap = set instanceof Uint32Array ? undefined : set;
    inspectAsSelection();
  }

  /** The set itself; never to be written to. @internal */
  get bitmap(): Bitmap {
    this.#bitmap ??= Bitmap.of(this.#few ?? []);
    return this.#bitmap;
  }

  /** @internal */
  get [ID_SET](): ReadonlyElementPool {
    return this.elements.state.pool;
  }

  get kind(): ElementKind {
    return this.elements.kind;
  }

  /** The number of ids in the set. */
  get count(): number {
    return this.#few?.length ?? this.bitmap.count;
  }

  /** The ids in ascending order, as a new array. */
  ids(): Uint32Array {
    return this.#few?.slice() ?? this.bitmap.toArray();
  }

  /** Whether an id is in the set. */
  has(id: number): boolean {
    return Number.isInteger(id) && id >= 0 && id < ELEMENTS_MAX && this.bitmap.has(id);
  }

  /** The ids that are in both sets. */
  and(other: Selection<A, O>): Selection<A, O> {
    return new Selection<A, O>(this.elements, this.bitmap.and(this.#comparable(other)));
  }

  /** The ids that are in at least one of the sets. */
  or(other: Selection<A, O>): Selection<A, O> {
    return new Selection<A, O>(this.elements, this.bitmap.or(this.#comparable(other)));
  }

  /** The elements that are in the graph and not in this set. */
  not(): Selection<A, O> {
    return new Selection<A, O>(this.elements, this.elements.state.live.andNot(this.bitmap));
  }

  /** Those of the set for which a filter is true; see `where` of `graph.nodes`. */
  where(
    filter: string | Expression,
    parameters?: Readonly<Record<string, unknown>>,
    options?: FilterOptions,
  ): Selection<A, O> {
    return new Selection<A, O>(this.elements, this.elements.filter(filter, parameters, this.bitmap, options));
  }

  /**
   * The nodes to which edges lead from these: one step on, or as far as the options say, each once. The nodes of this
   * selection are among them only where an edge leads to them.
   *
   * How far away a node is says the fewest edges that lead to it, one at least. O(edges at the nodes reached), or O(all
   * edges) for each step from many nodes.
   *
   * @param type one type of edges or several; any edge counts if it is left out.
   * @throws TypeError for a selection of edges.
   * @example
   * graph.nodes.where("name = 'Ada'").out("KNOWS").column("name").toArray(); // => [ 'Alan', 'Grace' ]
   */
  out(type?: EdgeTypes | null, options?: StepOptions): Selection<A, O>;
  out(options: StepOptions): Selection<A, O>;
  out(first?: unknown, second?: unknown): Selection<A, O> {
    return this.#step("out", first, second);
  }

  /** The nodes from which edges lead to these; else as `out`. */
  in(type?: EdgeTypes | null, options?: StepOptions): Selection<A, O>;
  in(options: StepOptions): Selection<A, O>;
  in(first?: unknown, second?: unknown): Selection<A, O> {
    return this.#step("in", first, second);
  }

  /** The nodes that an edge joins with one of these, whichever way it leads; else as `out`. */
  both(type?: EdgeTypes | null, options?: StepOptions): Selection<A, O>;
  both(options: StepOptions): Selection<A, O>;
  both(first?: unknown, second?: unknown): Selection<A, O> {
    return this.#step("both", first, second);
  }

  #step(direction: Direction, first: unknown, second: unknown): Selection<A, O> {
    this.#require("node", direction);
    const { state, edges } = this.elements.home;
    const { scope, depths } = readSteps(direction, first, second, edges);
    const isOneStep = depths.minDepth === 1 && depths.maxDepth === 1;
    const few = isOneStep && this.#few !== undefined ? fewAlong(state, this.#few, scope) : undefined;
    return new Selection<A, O>(this.elements, few ?? nodesAlong(state, this.bitmap, scope, depths));
  }

  /**
   * The edges that leave these nodes (`out`, which is the default), enter them (`in`) or either (`both`).
   *
   * @param type one type of edges or several; any edge counts if it is left out.
   * @throws TypeError for a selection of edges.
   */
  edges(direction: Direction = "out", type?: EdgeTypes | null): Selection<O, A> {
    this.#require("node", "edges");
    checkDirection(direction);
    const types = readEdgeTypes(type);
    const { state, edges } = this.elements.home;
    const found = edgesAlong(state, this.bitmap, { direction, types, where: undefined });
    return new Selection<O, A>(edges as ElementsReader<O>, found);
  }

  /** The nodes that these edges lead from. Throws a TypeError for a selection of nodes. */
  sources(): Selection<O, A> {
    return this.#ends("source");
  }

  /** The nodes that these edges lead to. Throws a TypeError for a selection of nodes. */
  targets(): Selection<O, A> {
    return this.#ends("target");
  }

  #ends(end: "source" | "target"): Selection<O, A> {
    this.#require("edge", `${end}s`);
    const { state, nodes } = this.elements.home;
    return new Selection<O, A>(nodes as ElementsReader<O>, endsAlong(state, this.bitmap, end));
  }

  #require(kind: ElementKind, method: string): void {
    if (this.kind !== kind)
      throw new TypeError(`"${method}" expected a selection of ${kind}s, got one of ${this.kind}s`);
  }

  /** The values of an attribute, aligned with `ids()`. */
  column<K extends keyof A & string>(name: K): ColumnView<A[K]> {
    return this.elements.read(name, this.ids());
  }

  /**
   * The elements as rows: plain objects with `id`, `labels` or `type`, `source` and `target`, and attributes, in the order
   * of `orderBy` and then of ids. O(elements); with a `limit` the rest is not sorted.
   *
   * @throws GroggyError UNKNOWN_ATTRIBUTE for a column that the graph has never had, TypeError for an attribute that is
   *   called as something that rows have of their own, or has no order.
   * @example
   * graph.nodes.all().rows({ columns: ["name"], labels: false, orderBy: { column: "age", order: "descending" }, limit: 2 });
   * // => [ { id: 2, name: 'Grace' }, { id: 4, name: 'Barbara' } ]
   */
  rows(options: RowOptions = {}): ElementRow<A>[] {
    return rowsOfSet(
      () => this.#table(),
      () => this.ids(),
      options,
    ) as ElementRow<A>[];
  }

  /**
   * The elements by what they have in common: by an attribute, by `label` (one with several labels is in the group of
   * each), `labels`, `type`, `source` or `target`, or by several of these.
   *
   * @example
   * graph.edges.all().groupBy("source").aggregate({ total: { sum: "weight" }, n: "count" });
   * // => [ { source: 0, total: 5, n: 2 }, { source: 1, total: 2, n: 1 }, { source: 2, total: 1, n: 1 } ]
   */
  groupBy(by: GroupKeys): GroupedSelection<Selection<A, O>> {
    const grouping = groupElements(() => this.#table(), this.bitmap, by);
    return new GroupedSelection(grouping, (bitmap) => new Selection<A, O>(this.elements, bitmap));
  }

  /**
   * Sums, means, extremes, counts and lists over all of these, in one object; null where there was no value. int64 stays
   * exact. O(elements) an aggregate.
   *
   * @throws RangeError for a sum past int64 or past what a float64 holds, GroggyError UNKNOWN_ATTRIBUTE.
   * @example
   * graph.nodes.all().aggregate({ n: "count", oldest: { max: "age" } }); // => { n: 5, oldest: 85 }
   */
  aggregate<const S extends Aggregates>(aggregates: S): AggregatedRow<S> {
    return aggregateAll(() => this.#table(), this.bitmap, aggregates) as AggregatedRow<S>;
  }

  /**
   * Those of the set whose vectors are nearest to one, best first, exactly: of those that qualify as many as `limit`
   * says. The score is the cosine of the angle, the dot product, or the negative distance; it is computed in float64. An
   * element without a vector, or whose score would be NaN, is not found: under `cosine` one whose vector is zero.
   * O(rows times dimensions).
   *
   * @param attribute of type `vector<float32, n>`.
   * @param vector n numbers; they are rounded to float32, as stored ones are.
   * @throws TypeError for a vector of another length or with a number that is not finite, and for an attribute that has
   *   no vectors; GroggyError UNKNOWN_ATTRIBUTE; the reason of `signal`.
   */
  nearest(
    attribute: keyof A & string,
    vector: ArrayLike<number>,
    options?: NearestOptions,
  ): Ranking<Selection<A, O>> {
    return nearestElements(this.#scope, attribute, vector, options);
  }

  /**
   * As `nearest`, over the state at the time of the call, in slices between which other work of the process has its turn.
   *
   * @throws what `nearest` throws, as a rejection.
   */
  async nearestAsync(
    attribute: keyof A & string,
    vector: ArrayLike<number>,
    options?: NearestOptions,
  ): Promise<Ranking<Selection<A, O>>> {
    return nearestElementsAsync(this.#scope, attribute, vector, options) as never;
  }

  /**
   * As `nearest` for each of many vectors, four of them in one pass over the rows.
   *
   * @param vectors an array of vectors, the numbers of all in one Float32Array, or a selection of elements for their own
   *   vectors, in the order of its ids: an element is the nearest to itself, and one without a vector finds nothing.
   * @returns a ranking for each vector.
   * @throws what `nearest` throws; GroggyError FOREIGN_SELECTION.
   */
  nearestMany(
    attribute: keyof A & string,
    vectors: Float32Array | readonly ArrayLike<number>[] | Selection<A, O>,
    options?: NearestOptions,
  ): Ranking<Selection<A, O>>[] {
    return nearestElementsMany(this.#scope, attribute, vectors, options) as never;
  }

  /**
   * Those of the set whose texts match a query, best first, by BM25 over the texts of this state alone: what other branches hold
   * changes no score. It needs an index of kind `text`.
   *
   * In a string, words are found whatever their case and accents, `"small dog"` one after another, `gra*` by their
   * beginning, and `-old` leaves texts out; nothing in it is an error. Queries are put together by the functions of
   * `groggy/search`. O(occurrences of the words) once the index has taken in all rows.
   *
   * @throws GroggyError INDEX_NOT_FOUND, which names the call that creates an index, LANGUAGE_NOT_GIVEN, LIMIT for a query
   *   that is too long; the reason of `signal`.
   * @example
   * graph.nodes.createIndex("body", { kind: "text" });
   * graph.nodes.search("small dog", { limit: 3 }).ids;
   */
  search(query: TextQuery, options?: TextSearchOptions): Ranking<Selection<A, O>> {
    return searchTexts(this.#scope, query, options);
  }

  /**
   * As `search`, over the state at the time of the call; rows that the index has yet to take in are taken in slices
   * between which other work of the process has its turn.
   *
   * @throws what `search` throws, as a rejection.
   */
  async searchAsync(query: TextQuery, options?: TextSearchOptions): Promise<Ranking<Selection<A, O>>> {
    return searchTextsAsync(this.#scope, query, options) as never;
  }

  /** The places of an element's text that a query matches, whether it is in the set or not; see `highlight` of `graph.nodes`. */
  highlight(
    id: number,
    attribute: keyof A & string,
    query: TextQuery,
    options?: HighlightOptions,
  ): Highlight {
    return highlightElement(this.elements, id, attribute, query, options);
  }

  get #scope(): SearchScope<Selection<A, O>> {
    return {
      elements: this.elements,
      within: this.bitmap,
      selectionOf: (bitmap) => new Selection<A, O>(this.elements, bitmap),
    };
  }

  #table(): ElementTable {
    return { elements: this.elements.state, graph: this.elements.home.state };
  }

  [Symbol.iterator](): Iterator<number> {
    return this.ids()[Symbol.iterator]();
  }

  /** The form that `JSON.stringify` writes. */
  toJSON(): { kind: ElementKind; count: number; ids: number[] } {
    return { kind: this.kind, count: this.count, ids: Array.from(this.ids()) };
  }

  #comparable(other: unknown): Bitmap {
    if (!isSelection(other)) throw new TypeError(`"selection" expected a Selection, got ${describe(other)}`);
    if (other.elements.state.pool.root !== this.elements.state.pool.root) {
      const expected = `a selection of ${this.kind}s of the same graph`;
      const received =
        other.kind === this.kind ? `one of another graph's ${other.kind}s` : `one of ${other.kind}s`;
      throw new GroggyError("FOREIGN_SELECTION", `"selection" expected ${expected}, got ${received}`);
    }
    return other.bitmap;
  }
}

/** Not in the class: TypeScript gives a class that a private method names an alias, which bundlers cannot drop. */
function isSelection(value: unknown): value is Selection {
  return value instanceof Selection;
}

function inspectAsSelection(): void {
  defineInspect(Selection.prototype, "Selection", (selection) => ({
    kind: selection.kind,
    count: selection.count,
    ids: selection.ids(),
  }));
}
