/** The columns of a store by number, those of nodes, of edges and of the graph itself in one sequence. */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { OwnerKind } from "../../pool/pool.js";
import type { ColumnNumbers } from "../../space/deltas/delta-codec.js";

export interface NumberedColumn {
  readonly kind: OwnerKind;
  readonly stored: AttributeColumn;
}

export class ColumnTable implements ColumnNumbers {
  readonly #columns: NumberedColumn[] = [];
  readonly #numbers = new Map<AttributeColumn, number>();

  get count(): number {
    return this.#columns.length;
  }

  /** Gives a column the next number, unless it has one. */
  define(kind: OwnerKind, stored: AttributeColumn): void {
    if (this.#numbers.has(stored)) return;
    this.#numbers.set(stored, this.#columns.push({ kind, stored }) - 1);
  }

  has(stored: AttributeColumn): boolean {
    return this.#numbers.has(stored);
  }

  numberOf(stored: AttributeColumn): number {
    const number = this.#numbers.get(stored);
    if (number === undefined) throw new RangeError(`attribute "${stored.name}" has no number`);
    return number;
  }

  at(number: number): NumberedColumn {
    const column = this.#columns[number];
    if (column === undefined) throw new RangeError(`there is no column ${number}`);
    return column;
  }

  columnOf(number: number): AttributeColumn {
    return this.at(number).stored;
  }

  [Symbol.iterator](): Iterator<NumberedColumn> {
    return this.#columns.values();
  }

  clear(): void {
    this.#columns.length = 0;
    this.#numbers.clear();
  }
}
