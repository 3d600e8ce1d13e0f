/**
 * The rows that a result has so far, in chunks: of rows that came one by one, and of columns as the engine gave them,
 * which come out as values when they are asked for.
 */

import { GroggyError } from "../../errors.js";
import { isJson } from "../../structures/text/json-value.js";
import type { LateAttribute } from "../engine/output/late-attribute.js";
import type { ResultBatch, ResultItem } from "../engine/output/result-items.js";
import { type Vector, valueAt } from "../engine/vector.js";
import type { GraphPort } from "../run/graph-port.js";
import { columnOut, numberKindOf, numberKindsOf, type ValuesOut } from "./columns-out.js";
import { valueOut } from "./elements-out.js";

const CHUNK_ROWS_MAX = 1024;

/** Some rows of a result. Those of one that came one by one may become more. */
export interface ResultChunk {
  readonly count: number;
  /** The rows, if they came one by one. */
  readonly rows: readonly (readonly unknown[])[] | undefined;
  /** The values of a column. */
  readonly column: (place: number) => ArrayLike<unknown>;
  /** Whether `JSON.stringify` writes all values of a column as one expects. */
  readonly isJson: (place: number) => boolean;
}

/**
 * A column of a chunk as the engine has it; a plain array of values as they come out where it has none. An attribute stands
 * for all chunks or for none.
 */
export type HeldColumn =
  | Extract<Vector, { readonly kind: "integers" | "floats" | "booleans" | "texts" | "bytes" }>
  | LateAttribute
  | { readonly kind: "given"; readonly values: ArrayLike<unknown> };

class RowsChunk implements ResultChunk {
  readonly rows: unknown[][];

  constructor(rows: unknown[][]) {
    this.rows = rows;
  }

  get count(): number {
    return this.rows.length;
  }

  column(place: number): unknown[] {
    return this.rows.map((row) => row[place]);
  }

  isJson(place: number): boolean {
    return this.rows.every((row) => isJson(row[place]));
  }

  late(_place: number): undefined {}

  held(place: number): HeldColumn {
    return { kind: "given", values: this.column(place) };
  }
}

class ColumnsChunk implements ResultChunk {
  readonly rows = undefined;
  readonly #batch: ResultBatch;
  readonly #out: ValuesOut;
  /** Columns that have objects, which are the same ones each time. */
  readonly #kept: (ArrayLike<unknown> | undefined)[] = [];
  /** The kinds of the columns that were read. */
  readonly #kinds: (Vector["kind"] | undefined)[] = [];

  constructor(batch: ResultBatch, out: ValuesOut) {
    this.#batch = batch;
    this.#out = out;
  }

  get count(): number {
    return this.#batch.count;
  }

  column(place: number): ArrayLike<unknown> {
    const known = this.#kept[place];
    if (known !== undefined) return known;
    const { count, graph } = this.#batch;
    const vector = this.#vector(place);
    const { kind } = vector;
    this.#kinds[place] = kind;
    const values = columnOut(vector, count, graph, this.#out);
    if (kind === "values" || kind === "nodes" || kind === "relationships" || kind === "constant")
      this.#kept[place] = values;
    return values;
  }

  isJson(place: number): boolean {
    const kind = this.#kinds[place] ?? this.#vector(place).kind;
    if (kind === "integers") return this.#out.integers !== "bigint";
    return (kind !== "values" && kind !== "constant") || Array.from(this.column(place)).every(isJson);
  }

  #vector(place: number): Vector {
    return vectorOf(this.#batch.columns[place]);
  }

  numberKinds(place: number): number {
    return numberKindsOf(this.#vector(place), this.#batch.count);
  }

  /** An attribute that is not read yet. */
  late(place: number): LateAttribute | undefined {
    const column = this.#batch.columns[place];
    return column.kind === "attribute" ? column : undefined;
  }

  held(place: number): HeldColumn {
    const vector = this.#vector(place);
    switch (vector.kind) {
      case "integers":
      case "floats":
      case "booleans":
      case "texts":
      case "bytes":
        return vector;
      default:
        return { kind: "given", values: this.column(place) };
    }
  }
}

export const NO_ITEMS: Iterator<ResultItem> = { next: () => ({ done: true, value: undefined }) };

interface PendingRows {
  readonly batch: { readonly count: number; readonly columns: readonly Vector[]; readonly graph: GraphPort };
  at: number;
}

export class ResultRows {
  readonly #items: Iterator<ResultItem>;
  readonly #out: ValuesOut;
  readonly #chunks: (RowsChunk | ColumnsChunk)[] = [];
  /** For each column whether rows that came one by one have INTEGERs (1) and FLOATs (2), which JavaScript does not tell apart. */
  readonly #numberKinds: number[];
  /** A batch whose values have to be converted one by one, since one of them may be refused. */
  #pending: PendingRows | undefined;
  #isDone = false;
  #isMaking = false;
  /** The error that making a row threw: the rows before it are no result. */
  #failure: { readonly error: unknown } | undefined;

  constructor(items: Iterator<ResultItem>, columnCount: number, out: ValuesOut) {
    this.#items = items;
    this.#out = out;
    this.#numberKinds = new Array<number>(columnCount).fill(0);
  }

  /** Rows that are made, as values that come out. */
  static made(rows: unknown[][], numberKinds: readonly number[], out: ValuesOut): ResultRows {
    const made = new ResultRows(NO_ITEMS, 0, out);
    made.#numberKinds.push(...numberKinds);
    made.#chunks.push(new RowsChunk(rows));
    made.#isDone = true;
    return made;
  }

  get chunks(): readonly ResultChunk[] {
    return this.#chunks;
  }

  /** Makes all rows; their number. */
  all(): number {
    while (this.more());
    let count = 0;
    for (const chunk of this.#chunks) count += chunk.count;
    return count;
  }

  /** Makes the next row, or the next rows if they come together; false if there are no more. */
  more(): boolean {
    if (this.#failure !== undefined) throw this.#failure.error;
    if (this.#isMaking)
      throw new GroggyError(
        "VERB_UNDERWAY",
        '"result" expected no function that its own query calls to ask for its rows, got one that does',
        { within: "query" },
      );
    this.#isMaking = true;
    try {
      return this.#make();
    } catch (error) {
      this.#failure = { error };
      throw error;
    } finally {
      this.#isMaking = false;
    }
  }

  #make(): boolean {
    if (this.#pending !== undefined) {
      this.#takePending(this.#pending);
      return true;
    }
    if (this.#isDone) return false;
    const { done, value } = this.#items.next();
    if (done === true) {
      this.#isDone = true;
      return false;
    }
    if (isRow(value)) this.#takeRow(value);
    else if (this.#out.integers === "number") this.#takeNumbers(value);
    else this.#chunks.push(new ColumnsChunk(value, this.#out));
    return true;
  }

  /** Takes rows that have numbers for INTEGERs, of which one may be refused. */
  #takeNumbers(given: ResultBatch): void {
    const batch = { ...given, columns: given.columns.map(vectorOf) };
    if (!batch.columns.some(mayBeRefused)) {
      this.#chunks.push(new ColumnsChunk(batch, this.#out));
      return;
    }
    this.#pending = { batch, at: 0 };
    this.#takePending(this.#pending);
  }

  #takePending(pending: PendingRows): void {
    const { columns, count, graph } = pending.batch;
    const at = pending.at++;
    if (pending.at >= count) this.#pending = undefined;
    this.#takeRow(columns.map((vector) => valueAt(vector, at, graph)));
  }

  #takeRow(row: Extract<ResultItem, readonly unknown[]>): void {
    const { integers, source } = this.#out;
    for (let place = 0; place < row.length; place++) this.#numberKinds[place] |= numberKindOf(row[place]);
    const values = row.map((value) => valueOut(value, integers, source!));
    let chunk = this.#chunks.at(-1);
    if (!(chunk instanceof RowsChunk) || chunk.count >= CHUNK_ROWS_MAX) {
      chunk = new RowsChunk([]);
      this.#chunks.push(chunk);
    }
    chunk.rows.push(values);
  }

  /** For each column 1 if it has INTEGERs, and 2 if it has FLOATs, within lists included. Makes all rows. */
  numberKinds(): Uint8Array {
    this.all();
    const kinds = Uint8Array.from(this.#numberKinds);
    for (const chunk of this.#chunks)
      if (chunk instanceof ColumnsChunk)
        for (let place = 0; place < kinds.length; place++) kinds[place] |= chunk.numberKinds(place);
    return kinds;
  }

  /** A column as it is held, chunk by chunk. Makes all rows. */
  held(place: number): { readonly count: number; readonly column: HeldColumn }[] {
    this.all();
    const source = this.#chunks[0]?.late(place)?.source;
    const isLate =
      source !== undefined && this.#chunks.every((chunk) => chunk.late(place)?.source === source);
    return this.#chunks.map((chunk) => ({
      count: chunk.count,
      column: (isLate ? chunk.late(place) : undefined) ?? chunk.held(place),
    }));
  }
}

function isRow(item: ResultItem): item is Extract<ResultItem, readonly unknown[]> {
  return Array.isArray(item);
}

function vectorOf(column: Vector | LateAttribute): Vector {
  return column.kind === "attribute" ? column.source.vector(column.ids) : column;
}

/** Whether a column may hold an INTEGER beyond those that a number holds exactly. */
function mayBeRefused({ kind }: Vector): boolean {
  return kind === "values" || kind === "constant";
}
