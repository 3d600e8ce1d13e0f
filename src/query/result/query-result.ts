/** The rows that a query gives. */

import { describe } from "../../errors.js";
import { checkOptions } from "../../structures/options.js";
import { isJson, jsonFields, speakJson } from "../../structures/text/json-value.js";
import type { ResultItem } from "../engine/output/result-items.js";
import type { IntegersOut } from "../values/convert.js";
import type { ElementSource } from "../values/elements.js";
import { type HeldColumn, type ResultChunk, ResultRows } from "./result-rows.js";
import { RowMaker } from "./row-maker.js";

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
  /** Rows, one by one or several in columns, that are made as they are asked for; throws what goes wrong, with its place. */
  readonly items: Iterator<ResultItem> | ResultRows;
  /** Makes the objects of rows; undefined where it is made for this result. */
  readonly maker?: RowMaker;
  readonly integers: IntegersOut;
  /** The graph of elements among the rows; undefined where there are none. */
  readonly source: ElementSource | undefined;
  readonly summary: () => QuerySummary;
  readonly plan: () => string;
}

const BATCH_ROWS = 1024;

/** Rows whose objects are made together where rows come in columns. */
const ROWS_AHEAD = 64;

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
  readonly #rows: ResultRows;
  #maker: RowMaker | undefined;

  /** Results come from `query`. @internal */
  constructor(source: ResultSource) {
    this.columns = source.columns;
    this.#source = source;
    const { items, columns } = source;
    this.#rows = items instanceof ResultRows ? items : new ResultRows(items, columns.length, source);
  }

  /** Goes through the rows as objects; those that are not made yet are made as they are reached. */
  *[Symbol.iterator](): Generator<R, void, undefined> {
    const { chunks } = this.#rows;
    const maker = this.#rowMaker();
    for (let place = 0; ; place++) {
      if (place === chunks.length && !this.#rows.more()) return;
      const chunk = chunks[place];
      if (chunk.rows === undefined) {
        const columns = this.#columnsOf(chunk);
        const isPlain = this.#isJson(chunk);
        for (let at = 0; at < chunk.count; at += ROWS_AHEAD) {
          const made: R[] = [];
          maker.putRows(columns, at, Math.min(at + ROWS_AHEAD, chunk.count), made, 0);
          if (!isPlain) for (const row of made) speakJson(row);
          yield* made;
        }
        continue;
      }
      for (let at = 0; ; ) {
        if (at < chunk.count) yield objectOf(maker, chunk.rows[at++]) as R;
        else if (place < chunks.length - 1 || !this.#rows.more()) break;
      }
    }
  }

  /**
   * All rows, as objects or as arrays in the order of the columns. `JSON.stringify` writes bigints in them as text, as it
   * does for the result.
   */
  toArray(): R[];
  toArray(options: { readonly rows: "array" }): unknown[][];
  toArray(options: { readonly rows?: "array" | "object" }): R[] | unknown[][];
  toArray(options?: { readonly rows?: "array" | "object" }): R[] | unknown[][] {
    if (options !== undefined) checkOptions(options, ["rows"]);
    const rows = options?.rows ?? "object";
    if (rows !== "array" && rows !== "object")
      throw new TypeError(`"rows" expected "array" or "object", got ${describe(rows)}`);
    const all = new Array<unknown>(this.#rows.all());
    let count = 0;
    const maker = this.#rowMaker();
    const blank = this.columns.map((): unknown => null);
    for (const chunk of this.#rows.chunks) {
      if (chunk.rows !== undefined) {
        for (const row of chunk.rows)
          all[count++] = rows === "array" ? withJson([...row]) : objectOf(maker, row);
        continue;
      }
      const columns = this.#columnsOf(chunk);
      const start = count;
      if (rows === "object") {
        maker.putRows(columns, 0, chunk.count, all, count);
        count += chunk.count;
      } else
        for (let at = 0; at < chunk.count; at++) {
          const row = blank.slice();
          for (let place = 0; place < row.length; place++) row[place] = columns[place][at];
          all[count++] = row;
        }
      if (!this.#isJson(chunk)) for (let i = start; i < count; i++) speakJson(all[i] as object);
    }
    return all as R[] | unknown[][];
  }

  /** The values of one column, in a new array. Throws a RangeError if there is none of this name. */
  column<K extends keyof R & string>(name: K): R[K][] {
    const place = this.columns.indexOf(name);
    if (place < 0)
      throw new RangeError(
        `"name" expected one of ${this.columns.join(", ") || "no columns"}, got ${describe(name)}`,
      );
    const values = new Array<unknown>(this.#rows.all());
    let count = 0;
    for (const chunk of this.#rows.chunks) {
      const column = chunk.column(place);
      for (let at = 0; at < chunk.count; at++) values[count++] = column[at];
    }
    const isPlain = this.#rows.chunks.every((chunk) => chunk.isJson(place));
    return (isPlain ? values : speakJson(values)) as R[K][];
  }

  /** Goes through the rows in batches of up to 1,024, each an object with an array for each column. */
  *batches(): Generator<Readonly<Record<string, unknown[]>>, void, undefined> {
    const { chunks } = this.#rows;
    const maker = this.#rowMaker();
    // the next row is `at` in the chunk `place`
    let [place, at] = [0, 0];
    for (;;) {
      const columns: unknown[][] = this.columns.map(() => []);
      let count = 0;
      while (count < BATCH_ROWS) {
        const chunk = chunks[place];
        const left = chunk === undefined ? 0 : chunk.count - at;
        if (left === 0) {
          if (place < chunks.length - 1) [place, at] = [place + 1, 0];
          else if (!this.#rows.more()) break;
          continue;
        }
        const end = at + Math.min(left, BATCH_ROWS - count);
        for (const [i, values] of columns.entries()) {
          const column = chunk.rows === undefined ? chunk.column(i) : undefined;
          for (let row = at; row < end; row++) values.push(column?.[row] ?? chunk.rows?.[row][i] ?? null);
        }
        count += end - at;
        at = end;
      }
      if (count === 0) return;
      yield objectOf(maker, columns) as Record<string, unknown[]>;
    }
  }

  /** The changes that the query has made. Makes all rows. */
  get summary(): QuerySummary {
    this.#rows.all();
    return this.#source.summary();
  }

  /** How the query is carried out, as a tree; behind PROFILE with what each step has taken. */
  get plan(): string {
    return this.#source.plan();
  }

  /** The rows, for `JSON.stringify`, with bigints as text. */
  toJSON(): Record<string, unknown>[] {
    return this.toArray().map(jsonFields);
  }

  /** For each column 1 if it has INTEGERs, and 2 if it has FLOATs, within lists included. Makes all rows. @internal */
  numberKinds(): Uint8Array {
    return this.#rows.numberKinds();
  }

  /** The parts of a column as they are held. Makes all rows. @internal */
  heldColumn(place: number): { readonly count: number; readonly column: HeldColumn }[] {
    return this.#rows.held(place);
  }

  /** Whether `JSON.stringify` writes the rows of a chunk as one expects. */
  #isJson(chunk: ResultChunk): boolean {
    return this.columns.every((_, place) => chunk.isJson(place));
  }

  #columnsOf(chunk: ResultChunk): ArrayLike<unknown>[] {
    return this.columns.map((_, place) => chunk.column(place));
  }

  #rowMaker(): RowMaker {
    this.#maker ??= this.#source.maker ?? new RowMaker(this.columns);
    return this.#maker;
  }
}

function objectOf(maker: RowMaker, row: readonly unknown[]): Record<string, unknown> {
  const object = maker.ofRow(row);
  return row.every(isJson) ? object : speakJson(object);
}

function withJson(row: unknown[]): unknown[] {
  return row.every(isJson) ? row : speakJson(row);
}
