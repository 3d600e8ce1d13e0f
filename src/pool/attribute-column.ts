/** The column of one attribute, and which element each of its rows was written for. */
import { LimitError } from "../errors.js";
import type { EncodedTexts } from "../structures/encode-texts.js";
import { RowIndex } from "../structures/row-index.js";
import type { Column } from "./column.js";
import { createColumn } from "./create-column.js";
import type { LongColumn } from "./long-column.js";
import type { NumberColumn } from "./number-column.js";
import { type RawValues, rawCount } from "./raw-values.js";
import type { Utf8Column } from "./utf8-column.js";
import type { ValueType } from "./value-type.js";

/** The values one attribute can ever have been given. */
export const ROWS_MAX = 2 ** 31 - 1;

/** The rows of a column that are stored elsewhere, as on disk, until they are needed. */
export interface ColumnSource {
  readonly rowCount: number;
  /** Appends all rows to a column that has none. */
  load(stored: AttributeColumn): void;
}

export class AttributeColumn {
  readonly name: string;
  readonly type: ValueType;
  readonly #column: Column;
  readonly #owners = new RowIndex();
  #source: ColumnSource | undefined;
  /** Appends to make once the rows of the source are there; a list, since a journal may have a great many. */
  #appends: ((stored: AttributeColumn) => void)[] = [];
  /** The rows of the source and of what is appended to it. */
  #rowCount = 0;

  constructor(name: string, type: ValueType, source?: ColumnSource) {
    this.name = name;
    this.type = type;
    this.#column = createColumn(type);
    this.#source = source;
    this.#rowCount = source?.rowCount ?? 0;
  }

  get column(): Column {
    if (this.#source !== undefined) this.#load();
    return this.#column;
  }

  /** Row -> element, as an int32 (`>>> 0` gives the id). It costs nothing while rows and ids advance together. */
  get owners(): RowIndex {
    if (this.#source !== undefined) this.#load();
    return this.#owners;
  }

  /** Begins with rows that lie elsewhere; there are none yet. */
  restore(source: ColumnSource): void {
    this.#source = source;
    this.#rowCount = source.rowCount;
    this.#appends = [];
  }

  /** Lets `append` append `count` rows: now, or once the rows before them are needed. */
  extend(count: number, append: (stored: AttributeColumn) => void): void {
    if (this.#source === undefined) {
      append(this);
      return;
    }
    this.#appends.push(append);
    this.#rowCount += count;
  }

  /** The number of rows, without reading them. */
  get rowCount(): number {
    return this.#source === undefined ? this.#column.count : this.#rowCount;
  }

  /** Bytes in memory. */
  get byteLength(): number {
    return this.#column.byteLength + this.#owners.byteLength;
  }

  #load(): void {
    const source = this.#source as ColumnSource;
    // removed first: loading appends, which would request it again
    this.#source = undefined;
    try {
      source.load(this);
      for (const append of this.#appends) append(this);
      this.#appends = [];
    } catch (error) {
      // some rows may be there and others not, so none may be visible
      const refuse = (): void => {
        throw error;
      };
      this.#source = this.#column.count === 0 ? source : { rowCount: source.rowCount, load: refuse };
      throw error;
    }
  }

  // Where the type is named, a call goes to one class, which costs a fifth of a call to whichever class it may be.

  /** Whether a value, neither null nor undefined, can be held as it is. */
  accepts(value: unknown): boolean {
    const { column, type } = this;
    if (type === "float64") return typeof value === "number";
    if (type === "utf8") return (column as Utf8Column).accepts(value);
    return column.accepts(value);
  }

  /** Appends the value of an element, which the column accepts, and returns its row. */
  append(element: number, value: unknown): number {
    const { column, type } = this;
    // each row has an owner
    if (this.#owners.length >= ROWS_MAX) this.#checkCapacity(1);
    let row: number;
    if (type === "float64") row = (column as NumberColumn).append(value);
    else if (type === "utf8") row = (column as Utf8Column).append(value);
    else row = column.append(value);
    this.#owners.set(row, element | 0);
    return row;
  }

  /** Whether a row holds a value already, as far as can be told without much ado: what it holds may be the same. */
  holds(row: number, value: unknown): boolean {
    const { column, type } = this;
    if (type === "float64") return Object.is((column as NumberColumn).get(row), value);
    if (type === "utf8") return (column as Utf8Column).is(row, value as string);
    if (typeof value !== "object") return Object.is(column.get(row), value);
    return type === "timestamp" && (column as LongColumn).milliseconds(row) === (value as Date).getTime();
  }

  /** Appends values for elements that follow each other from `first` on; the row of the first value. */
  appendRun(first: number, values: ArrayLike<unknown>): number {
    this.#checkCapacity(values.length);
    const row = this.column.appendMany(values);
    this.owners.setRange(row, values.length, first | 0, 1);
    return row;
  }

  /** As `appendRun`, with texts that are all distinct, whose UTF-8 is known; the column is one of texts. */
  appendDistinctRun(first: number, texts: readonly string[], encoded: EncodedTexts): number {
    this.#checkCapacity(texts.length);
    const row = (this.column as Utf8Column).appendDistinct(texts, encoded);
    this.owners.setRange(row, texts.length, first | 0, 1);
    return row;
  }

  /** Appends one value for each of `elements`; the row of the first value. */
  appendEach(elements: ArrayLike<number>, values: ArrayLike<unknown>): number {
    this.#checkCapacity(values.length);
    const row = this.column.appendMany(values);
    for (let i = 0; i < elements.length; i++) this.owners.set(row + i, elements[i] | 0);
    return row;
  }

  /** As `appendRun`, with values in Arrow's layout that fit the column. */
  appendRawRun(first: number, values: RawValues): number {
    const count = rawCount(values);
    this.#checkCapacity(count);
    const row = this.column.appendRaw(values);
    this.owners.setRange(row, count, first | 0, 1);
    return row;
  }

  /** As `appendRawRun`, for the first rows of a column that has none: their values are taken as they lie. */
  adoptRun(first: number, values: RawValues): void {
    this.#adopt(values);
    this.#owners.setRange(0, rawCount(values), first | 0, 1);
  }

  /** As `appendRawEach`, for the first rows of a column that has none: their values are taken as they lie. */
  adoptEach(elements: ArrayLike<number>, values: RawValues): void {
    this.#adopt(values);
    for (let i = 0; i < elements.length; i++) this.#owners.set(i, elements[i] | 0);
  }

  /** Lets `adopt` give a column that has no rows its first ones, and their owners. */
  adoptRows(adopt: (column: Column, owners: RowIndex) => void): void {
    adopt(this.#column, this.#owners);
  }

  #adopt(values: RawValues): void {
    if (this.#column.adopt === undefined) this.#column.appendRaw(values);
    else this.#column.adopt(values);
  }

  /** As `appendEach`, with values in Arrow's layout that fit the column. */
  appendRawEach(elements: ArrayLike<number>, values: RawValues): number {
    this.#checkCapacity(rawCount(values));
    const row = this.column.appendRaw(values);
    for (let i = 0; i < elements.length; i++) this.owners.set(row + i, elements[i] | 0);
    return row;
  }

  /** The element a row was written for. */
  owner(row: number): number {
    return this.owners.get(row) >>> 0;
  }

  /** Whether the owners of `count` rows from `row` on are known to be consecutive, without reading each. */
  isOwnerRun(row: number, count: number): boolean {
    const run = this.owners.affineRun(row, count);
    return run !== undefined && run.stride === 1 && run.count === count;
  }

  #checkCapacity(count: number): void {
    const rows = this.column.count + count;
    if (rows > ROWS_MAX) throw new LimitError(`values of attribute "${this.name}"`, ROWS_MAX, rows);
  }
}
