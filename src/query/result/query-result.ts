/** The rows that a query gives. */

import { describe } from "../../errors.js";
import { checkOptions } from "../../structures/options.js";
import type { IntegersOut } from "../values/convert.js";
import type { ElementSource } from "../values/elements.js";
import type { CypherValue } from "../values/value.js";
import { valueOut } from "./elements-out.js";

/** The changes that a query has made, and notes on it. */
export interface QuerySummary {
  readonly nodesCreated: number;
  readonly nodesDeleted: number;
  readonly edgesCreated: number;
  readonly edgesDeleted: number;
  /** Attributes that were given a value, or whose value was taken away. */
  readonly attributesSet: number;
  readonly labelsAdded: number;
  readonly labelsRemoved: number;
  /** Shapes that may take long, such as a cross product. */
  readonly notes: readonly string[];
}

/** The parts of a result. @internal */
export interface ResultSource {
  readonly columns: readonly string[];
  /** Rows that are made as they are asked for; throws what goes wrong, with its place. */
  readonly rows: Iterator<readonly CypherValue[]>;
  readonly integers: IntegersOut;
  /** The graph of elements among the rows; undefined where there are none. */
  readonly source: ElementSource | undefined;
  readonly summary: () => QuerySummary;
  readonly plan: () => string;
}

const BATCH_ROWS = 1024;

/**
 * The result of a query: rows, each an object by the names of the columns. A query that only reads makes them as they
 * are asked for, on the state at the time of the call; they are kept, and can be gone through again. What goes wrong
 * with a row is thrown where the row is asked for.
 *
 * @example
 * const found = graph.query<{ name: string }>("MATCH (p:Person) RETURN p.name AS name ORDER BY name LIMIT 2");
 * found.columns; // => [ 'name' ]
 * found.toArray(); // => [ { name: 'Ada' }, { name: 'Alan' } ]
 */
export class QueryResult<R extends object = Record<string, unknown>> implements Iterable<R> {
  /** The names of the columns, in their order; none where a query only writes, and behind EXPLAIN. */
  readonly columns: readonly string[];
  readonly #source: ResultSource;
  readonly #rows: unknown[][] = [];
  #isDone = false;
  /** For each column whether it has INTEGERs (1) and FLOATs (2), which JavaScript does not tell apart. */
  readonly #numberKinds: Uint8Array;

  /** Results come from `query`. @internal */
  constructor(source: ResultSource) {
    this.columns = source.columns;
    this.#source = source;
    this.#numberKinds = new Uint8Array(source.columns.length);
  }

  /** Goes through the rows as objects; those that are not made yet are made as they are reached. */
  *[Symbol.iterator](): Generator<R, void, undefined> {
    for (let at = 0; this.#has(at); at++) yield this.#object(this.#rows[at]);
  }

  /** All rows, as objects or as arrays in the order of the columns. */
  toArray(): R[];
  toArray(options: { readonly rows: "array" }): unknown[][];
  toArray(options: { readonly rows?: "array" | "object" }): R[] | unknown[][];
  toArray(options: { readonly rows?: "array" | "object" } = {}): R[] | unknown[][] {
    checkOptions(options, ["rows"]);
    const { rows = "object" } = options;
    if (rows !== "array" && rows !== "object")
      throw new TypeError(`"rows" expected "array" or "object", got ${describe(rows)}`);
    this.#all();
    return rows === "array" ? this.#rows.map((row) => [...row]) : this.#rows.map((row) => this.#object(row));
  }

  /** The values of one column, in a new array. Throws a RangeError if there is none of this name. */
  column<K extends keyof R & string>(name: K): R[K][] {
    const place = this.columns.indexOf(name);
    if (place < 0)
      throw new RangeError(
        `"name" expected one of ${this.columns.join(", ") || "no columns"}, got ${describe(name)}`,
      );
    this.#all();
    return this.#rows.map((row) => row[place] as R[K]);
  }

  /** Goes through the rows in batches of up to 1,024, each an object with an array for each column. */
  *batches(): Generator<Readonly<Record<string, unknown[]>>, void, undefined> {
    for (let start = 0; this.#has(start); start += BATCH_ROWS) {
      this.#has(start + BATCH_ROWS - 1);
      const rows = this.#rows.slice(start, start + BATCH_ROWS);
      yield Object.fromEntries(this.columns.map((name, place) => [name, rows.map((row) => row[place])]));
    }
  }

  /** The changes that the query has made. Makes all rows. */
  get summary(): QuerySummary {
    this.#all();
    return this.#source.summary();
  }

  /** How the query is carried out, as a tree; behind PROFILE with what each step has taken. */
  get plan(): string {
    return this.#source.plan();
  }

  /** The rows, for `JSON.stringify`. */
  toJSON(): R[] {
    return this.toArray();
  }

  /** For each column 1 if it has INTEGERs, and 2 if it has FLOATs, within lists included. Makes all rows. @internal */
  numberKinds(): Uint8Array {
    this.#all();
    return this.#numberKinds.slice();
  }

  #all(): void {
    this.#has(Number.POSITIVE_INFINITY);
  }

  /** Makes rows until there is one at this place; whether there is. */
  #has(place: number): boolean {
    const { integers, source } = this.#source;
    while (this.#rows.length <= place && !this.#isDone) {
      const { done, value } = this.#source.rows.next();
      if (done === true) this.#isDone = true;
      else {
        for (let place = 0; place < value.length; place++)
          this.#numberKinds[place] |= numberKindOf(value[place]);
        this.#rows.push(value.map((each) => valueOut(each, integers, source!)));
      }
    }
    return place < this.#rows.length;
  }

  #object(row: readonly unknown[]): R {
    return Object.fromEntries(this.columns.map((name, place) => [name, row[place]])) as R;
  }
}

function numberKindOf(value: CypherValue): number {
  if (typeof value === "bigint") return 1;
  if (typeof value === "number") return 2;
  if (!Array.isArray(value)) return 0;
  let kinds = 0;
  for (const item of value as readonly CypherValue[]) kinds |= numberKindOf(item);
  return kinds;
}
