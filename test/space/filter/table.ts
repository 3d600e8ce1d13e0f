/** Elements to filter, written cell by cell, with the same kept in plain Maps for an oracle to read. */
import { AttributeColumn } from "../../../src/pool/attribute-column.js";
import { ElementPool } from "../../../src/pool/pool.js";
import type { ValueType } from "../../../src/pool/value-type.js";
import { type Attribute, ElementState } from "../../../src/space/states/element-state.js";
import { Bitmap } from "../../../src/structures/bitmap.js";
import { NO_ROW, RowIndex } from "../../../src/structures/row-index.js";

export class Table extends ElementState {
  override readonly pool: ElementPool;
  readonly live = new Bitmap();
  readonly labelRows = new RowIndex();
  readonly #attributes = new Map<string, Attribute>();
  /** What each element's cells hold, and its labels under the name `:`. */
  readonly cells = new Map<number, Map<string, unknown>>();

  constructor(schema: Readonly<Record<string, ValueType>>) {
    const pool = new ElementPool("node");
    super(pool);
    this.pool = pool;
    for (const [name, type] of Object.entries(schema)) {
      this.#attributes.set(name, { name, stored: new AttributeColumn(name, type), rows: new RowIndex() });
    }
  }

  attribute(name: string): Attribute | undefined {
    return this.#attributes.get(name);
  }

  attributes(): Iterable<Attribute> {
    return this.#attributes.values();
  }

  *schema(): Iterable<AttributeColumn> {
    for (const { stored } of this.#attributes.values()) yield stored;
  }

  /** Adds elements without values and returns the first. */
  add(count = 1, labels: readonly string[] = []): number {
    const first = this.pool.take(count);
    this.live.addRange(first, first + count);
    for (let id = first; id < first + count; id++) this.cells.set(id, new Map([[":", labels]]));
    if (labels.length > 0) this.labelRows.setRange(first, count, this.labelSets.intern(labels), 0);
    return first;
  }

  remove(element: number): void {
    this.live.delete(element);
  }

  set(element: number, name: string, value: unknown): void {
    const { rows, stored } = this.#attributes.get(name) as Attribute;
    if (!stored.column.accepts(value)) throw new Error(`the test writes ${String(value)} to ${name}`);
    rows.set(element, stored.append(element, value));
    this.#record(element, name, value);
  }

  /** Writes a whole column of new values side by side. */
  setRun(first: number, name: string, values: ArrayLike<unknown>): void {
    const { rows, stored } = this.#attributes.get(name) as Attribute;
    rows.setRange(first, values.length, stored.appendRun(first, values), 1);
    for (let i = 0; i < values.length; i++) this.#record(first + i, name, values[i]);
  }

  clear(element: number, name: string): void {
    this.#attributes.get(name)?.rows.set(element, NO_ROW);
    this.#record(element, name, undefined);
  }

  /** Points an element back at a row that was written for it before, as a checkout does. */
  repoint(element: number, name: string, row: number, value: unknown): void {
    this.#attributes.get(name)?.rows.set(element, row);
    this.#record(element, name, value);
  }

  #record(element: number, name: string, value: unknown): void {
    const cells = this.cells.get(element) ?? new Map<string, unknown>();
    if (value === undefined) cells.delete(name);
    else cells.set(name, value);
    this.cells.set(element, cells);
  }
}
