/** Queries on the nodes, or on the edges, of a graph or view. */

import { rowsInOrder } from "#lazy/reads";
import {
  highlightElement,
  nearestElements,
  nearestElementsAsync,
  nearestElementsMany,
  searchTexts,
  searchTextsAsync,
} from "#lazy/search";
import { describe } from "../../errors.js";
import type { ReadonlyEdgePool } from "../../pool/pool.js";
import { checkName } from "../../structures/arguments.js";
import { insertDistinct } from "../../structures/binary-search.js";
import { Bitmap } from "../../structures/bitmap.js";
import { type Expression, label as labelled } from "../filter/expression.js";
import type { IndexEntry } from "../index/index-set.js";
import type { NearestOptions } from "../index/nearest-options.js";
import type { HighlightOptions, TextSearchOptions } from "../index/search-options.js";
import type { Highlight } from "../index/text/highlight.js";
import type { TextQuery } from "../index/text/text-query.js";
import { columnOfRows } from "../tables/column-view.js";
import { mixedColumn } from "../tables/mixed-values.js";
import type { ElementRow, RowColumns } from "../tables/rows.js";
import { ElementsReader, type FilterOptions } from "./elements-reader.js";
import { readIds } from "./given-ids.js";
import type { Ranking, SearchScope } from "./ranking.js";
import { Selection } from "./selection.js";

/** Up to so many ids are selected as a list. */
const FEW_MAX = 16;

/**
 * The nodes or the edges of one state, to read. `graph.nodes` and `graph.edges` are such views that can be
 * written to as well.
 *
 * @typeParam A the attributes of these.
 * @typeParam O the attributes of the others: of edges for nodes, and vice versa.
 */
export class ElementsView<
  A extends object = Record<string, unknown>,
  O extends object = Record<string, unknown>,
> extends ElementsReader<A> {
  /** The indices there are: of a graph and of all its views the same, since they hold in every state. */
  get indexList(): IndexEntry[] {
    return this.indices.list();
  }

  /** All of them as a selection. */
  all(): Selection<A, O> {
    return new Selection<A, O>(this, this.state.live.clone());
  }

  /**
   * The selection of the given ids. It is a set, and keeps no order, such as that of a path: `values` and `rowsOf` do.
   *
   * @throws GroggyError NODE_NOT_FOUND or EDGE_NOT_FOUND if one of them is not here, FOREIGN_SELECTION for a selection
   *   or the ids of a result that are of the other kind or of another graph.
   */
  select(ids: Iterable<number>): Selection<A, O> {
    const list = readIds("ids", ids, this.state.pool);
    if (list.length <= FEW_MAX) {
      const few = new Uint32Array(list.length);
      let count = 0;
      for (let i = 0; i < few.length; i++) {
        this.check(list[i]);
        count = insertDistinct(few, count, list[i]);
      }
      return new Selection<A, O>(this, count === few.length ? few : few.slice(0, count));
    }
    const bitmap = new Bitmap();
    for (let i = 0; i < list.length; i++) {
      this.check(list[i]);
      bitmap.add(list[i]);
    }
    return new Selection<A, O>(this, bitmap);
  }

  /**
   * The nodes that edges lead from, aligned with the ids given; of a selection in the order of its ids.
   *
   * @param ids ids of edges in any order, repeats allowed, or a selection of edges. Defaults to all edges.
   * @throws GroggyError EDGE_NOT_FOUND, FOREIGN_SELECTION for a selection of nodes or of another graph, TypeError where
   *   these are nodes.
   */
  sources(ids: Iterable<number> = this): Uint32Array {
    return this.#ends("sources", ids);
  }

  /** The nodes that edges lead to; else as `sources`. */
  targets(ids: Iterable<number> = this): Uint32Array {
    return this.#ends("targets", ids);
  }

  #ends(which: "sources" | "targets", ids: Iterable<number>): Uint32Array {
    if (this.kind === "node") throw new TypeError(`"${which}" expected to be asked of edges, got nodes`);
    const list = readIds("ids", ids, this.state.pool);
    const ends = (this.state.pool as ReadonlyEdgePool)[which];
    const found = new Uint32Array(list.length);
    for (let i = 0; i < found.length; i++) {
      if (!this.has(list[i])) this.check(list[i], `ids[${i}]`);
      found[i] = ends[list[i]];
    }
    return found;
  }

  /**
   * The values of an attribute in the order of the ids given, repeats allowed, undefined where absent: of a path's nodes
   * along the path. Of a selection in the order of its ids.
   *
   * @throws GroggyError NODE_NOT_FOUND or EDGE_NOT_FOUND if one is not here, FOREIGN_SELECTION for a selection or a result
   *   of the other kind or of another graph.
   */
  values<K extends keyof A & string>(ids: Iterable<number>, name: K): (A[K] | undefined)[] {
    checkName("attribute", name);
    const list = this.#inOrder(ids);
    const attribute = this.state.attribute(name);
    if (attribute === undefined) return new Array(list.length).fill(undefined);
    if (attribute.mixed !== undefined) return mixedColumn<A[K]>(attribute.mixed, list).toArray();
    const rows = new Int32Array(list.length);
    attribute.rows.gather(list, rows);
    return columnOfRows<A[K]>(name, attribute.stored.column, rows, list).toArray();
  }

  /**
   * Rows, as those of a selection, in the order of the ids given, repeats allowed.
   *
   * @throws what `values` and `selection.rows` throw.
   */
  rowsOf(ids: Iterable<number>, options: RowColumns = {}): ElementRow<A>[] {
    return rowsInOrder(
      () => ({ elements: this.state, graph: this.home.state }),
      () => this.#inOrder(ids),
      options,
    ) as ElementRow<A>[];
  }

  #inOrder(ids: Iterable<number>): Uint32Array {
    const given = readIds("ids", ids, this.state.pool);
    for (let i = 0; i < given.length; i++) if (!this.has(given[i])) this.check(given[i], `ids[${i}]`);
    return Uint32Array.from(given);
  }

  /**
   * The elements whose vectors are nearest to one, best first, exactly: of those that qualify as many as `limit`
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
    return nearestElementsAsync(this.#scope, attribute, vector, options);
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
    return nearestElementsMany(this.#scope, attribute, vectors, options);
  }

  /**
   * The elements whose texts match a query, best first, by BM25 over the texts of this state alone: what other branches hold
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
    return searchTextsAsync(this.#scope, query, options);
  }

  /**
   * The places of an element's text that a query matches, as pairs of UTF-16 units of the text as it is, whatever case
   * and accents were made alike. With `length` the text is cut to the part that has most of them, and the places are
   * those in the part. Empty for an element without the attribute. It needs no index, and follows the one there is.
   *
   * @throws GroggyError NODE_NOT_FOUND or EDGE_NOT_FOUND, LANGUAGE_NOT_GIVEN; TypeError for an attribute without texts.
   */
  highlight(
    id: number,
    attribute: keyof A & string,
    query: TextQuery,
    options?: HighlightOptions,
  ): Highlight {
    return highlightElement(this, id, attribute, query, options);
  }

  get #scope(): SearchScope<Selection<A, O>> {
    return {
      elements: this,
      within: undefined,
      selectionOf: (bitmap) => new Selection<A, O>(this, bitmap),
    };
  }

  /** The nodes with a label, or the edges of a type. */
  withLabel(label: string): Selection<A, O> {
    if (typeof label !== "string") throw new TypeError(`"label" expected a string, got ${describe(label)}`);
    return new Selection<A, O>(
      this,
      this.filter(labelled(label), undefined, undefined, { unknown: "absent" }),
    );
  }

  /** The edges of a type: `withLabel` by the name that edges have for it. */
  withType(type: string): Selection<A, O> {
    return this.withLabel(type);
  }

  /**
   * The elements for which a filter is true, in three-valued logic as SQL and Cypher have it. An attribute that
   * no element has is absent everywhere.
   *
   * @param filter an expression as text, such as `"age > $min AND :Person"`, or one built with `attribute()`.
   * @param parameters the values of `$` names.
   * @throws FilterSyntaxError where the text cannot be read, TypeError where types cannot be compared.
   */
  where(
    filter: string | Expression,
    parameters?: Readonly<Record<string, unknown>>,
    options?: FilterOptions,
  ): Selection<A, O> {
    return new Selection<A, O>(this, this.filter(filter, parameters, undefined, options));
  }
}
