/** The column of one attribute, and which element each of its rows was written for. */
import { LimitError } from "../errors.js";
import { RowIndex } from "../structures/row-index.js";
import type { Column } from "./column.js";
import { createColumn } from "./create-column.js";
import { type RawValues, rawCount } from "./raw-values.js";
import type { ValueType } from "./value-type.js";

/** The values one attribute can ever have been given. */
export const ROWS_MAX = 2 ** 31 - 1;

export class AttributeColumn {
  readonly name: string;
  readonly column: Column;
  /** Row -> element, as an int32 (`>>> 0` gives the id). It costs nothing while rows and ids run side by side. */
  readonly owners = new RowIndex();

  constructor(name: string, type: ValueType) {
    this.name = name;
    this.column = createColumn(type);
  }

  get type(): ValueType {
    return this.column.type;
  }

  get byteLength(): number {
    return this.column.byteLength + this.owners.byteLength;
  }

  /** Appends the value of an element, which the column accepts, and returns its row. */
  append(element: number, value: unknown): number {
    if (this.column.count >= ROWS_MAX) this.#checkRoom(1);
    const row = this.column.append(value);
    this.owners.set(row, element | 0);
    return row;
  }

  /** Appends values for elements that follow each other from `first` on; the row of the first value. */
  appendRun(first: number, values: ArrayLike<unknown>): number {
    this.#checkRoom(values.length);
    const row = this.column.appendMany(values);
    this.owners.setRange(row, values.length, first | 0, 1);
    return row;
  }

  /** Appends one value for each of `elements`; the row of the first value. */
  appendEach(elements: ArrayLike<number>, values: ArrayLike<unknown>): number {
    this.#checkRoom(values.length);
    const row = this.column.appendMany(values);
    for (let i = 0; i < elements.length; i++) this.owners.set(row + i, elements[i] | 0);
    return row;
  }

  /** As `appendRun`, with values in Arrow's layout that fit the column. */
  appendRawRun(first: number, values: RawValues): number {
    const count = rawCount(values);
    this.#checkRoom(count);
    const row = this.column.appendRaw(values);
    this.owners.setRange(row, count, first | 0, 1);
    return row;
  }

  /** As `appendEach`, with values in Arrow's layout that fit the column. */
  appendRawEach(elements: ArrayLike<number>, values: RawValues): number {
    this.#checkRoom(rawCount(values));
    const row = this.column.appendRaw(values);
    for (let i = 0; i < elements.length; i++) this.owners.set(row + i, elements[i] | 0);
    return row;
  }

  /** The element a row was written for. */
  owner(row: number): number {
    return this.owners.get(row) >>> 0;
  }

  #checkRoom(count: number): void {
    const rows = this.column.count + count;
    if (rows > ROWS_MAX) throw new LimitError(`values of attribute "${this.name}"`, ROWS_MAX, rows);
  }
}
