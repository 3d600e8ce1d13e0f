/**
 * The elements of one kind in one state, fact by fact, as a state that is there and the deltas from it tell: no
 * column is built, so that what a merge costs follows from what was changed. O(log changes) a fact.
 */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import { findCell } from "../../space/deltas/cell-changes.js";
import type { ElementDelta } from "../../space/deltas/delta.js";
import type { ElementState } from "../../space/states/element-state.js";
import { NO_ROW } from "../../structures/row-index.js";

export abstract class Facts {
  /** By attribute its columns: one, or one for each of its types in their order. */
  readonly #columns = new Map<string, readonly AttributeColumn[]>();

  protected constructor(columns: Iterable<AttributeColumn>) {
    for (const stored of columns) {
      const others = this.#columns.get(stored.name) ?? [];
      const all = [...others, stored];
      this.#columns.set(
        stored.name,
        others.length === 0 ? all : all.sort((a, b) => (a.type < b.type ? -1 : 1)),
      );
    }
  }

  static of(state: ElementState): Facts {
    return new FactsOfState(state);
  }

  /** Whether an element is there. */
  abstract has(id: number): boolean;
  /** The number of an element's set of labels, whether it is there or not. */
  abstract rawLabelSet(id: number): number;
  /** The row of an element in a column, whether it is there or not. */
  abstract rawRow(stored: AttributeColumn, id: number): number;

  /** The number of an element's set of labels; NO_ROW if it has none, or is not there. */
  labelSet(id: number): number {
    return this.has(id) ? Math.max(this.rawLabelSet(id), NO_ROW) : NO_ROW;
  }

  /** The column of an attribute; the first, if it has several. */
  column(name: string): AttributeColumn | undefined {
    return this.#columns.get(name)?.[0];
  }

  /** All columns of an attribute. */
  columnsOf(name: string): readonly AttributeColumn[] {
    return this.#columns.get(name) ?? NO_COLUMNS;
  }

  *columns(): Generator<AttributeColumn> {
    for (const columns of this.#columns.values()) yield* columns;
  }

  /** The values of one attribute. */
  cells(name: string): Cells {
    return new Cells(this, this.columnsOf(name));
  }

  /** The attributes of an element; undefined if it is not there. */
  attributesOf(id: number): Record<string, unknown> | undefined {
    if (!this.has(id)) return undefined;
    const values: [string, unknown][] = [];
    for (const stored of this.columns()) {
      const row = this.rawRow(stored, id);
      if (row >= 0) values.push([stored.name, stored.column.get(row)]);
    }
    return Object.fromEntries(values);
  }

  /** The state to which a delta leads from this one; or, back, the one from which it leads to this one. */
  moved(delta: ElementDelta, forward: boolean): Facts {
    return new MovedFacts(this, delta, forward);
  }
}

class FactsOfState extends Facts {
  readonly #state: ElementState;

  constructor(state: ElementState) {
    super(state.schema());
    this.#state = state;
  }

  has(id: number): boolean {
    return this.#state.live.has(id);
  }

  rawLabelSet(id: number): number {
    return this.#state.labelRows.get(id);
  }

  rawRow(stored: AttributeColumn, id: number): number {
    return this.#state.attributeOf(stored)?.rows.get(id) ?? NO_ROW;
  }
}

class MovedFacts extends Facts {
  readonly #from: Facts;
  readonly #delta: ElementDelta;
  readonly #forward: boolean;

  constructor(from: Facts, delta: ElementDelta, forward: boolean) {
    const [came, went] = forward ? [delta.introduced, delta.dropped] : [delta.dropped, delta.introduced];
    super([...[...from.columns()].filter((stored) => !went.includes(stored)), ...came]);
    this.#from = from;
    this.#delta = delta;
    this.#forward = forward;
  }

  has(id: number): boolean {
    const { added, removed } = this.#delta;
    if (added.count > 0 && added.has(id)) return this.#forward;
    if (removed.count > 0 && removed.has(id)) return !this.#forward;
    return this.#from.has(id);
  }

  rawLabelSet(id: number): number {
    const changed = findCell(this.#delta.labels, id);
    if (changed === undefined) return this.#from.rawLabelSet(id);
    return this.#forward ? changed.after : changed.before;
  }

  rawRow(stored: AttributeColumn, id: number): number {
    const changes = this.#delta.cells.get(stored);
    const changed = changes === undefined ? undefined : findCell(changes, id);
    if (changed === undefined) return this.#from.rawRow(stored, id);
    return this.#forward ? changed.after : changed.before;
  }
}

const NO_COLUMNS: readonly AttributeColumn[] = [];

/** The values of one attribute in one state. */
export class Cells {
  /** The column, or the columns by type. */
  readonly columns: readonly AttributeColumn[];
  readonly #facts: Facts;

  constructor(facts: Facts, columns: readonly AttributeColumn[]) {
    this.#facts = facts;
    this.columns = columns;
  }

  /** The only column; the first, if there are several. */
  get stored(): AttributeColumn | undefined {
    return this.columns[0];
  }

  /** The column in which an element has its value; the first where it has none. */
  columnOf(id: number): AttributeColumn | undefined {
    if (this.columns.length < 2) return this.columns[0];
    return this.columns.find((stored) => this.rowIn(stored, id) >= 0) ?? this.columns[0];
  }

  /** Whether an element is there. */
  has(id: number): boolean {
    return this.#facts.has(id);
  }

  /** The row of an element's value; NO_ROW if it has none, or is not there. */
  row(id: number): number {
    const stored = this.columnOf(id);
    return stored === undefined ? NO_ROW : this.#row(stored, id);
  }

  #row(stored: AttributeColumn, id: number): number {
    return this.#facts.has(id) ? Math.max(this.#facts.rawRow(stored, id), NO_ROW) : NO_ROW;
  }

  /** The row of an element's value in a column; NO_ROW if the value, if any, is of another type. */
  rowIn(stored: AttributeColumn, id: number): number {
    return this.columns.includes(stored) ? this.#row(stored, id) : NO_ROW;
  }

  /** The value of an element; undefined if it has none. */
  value(id: number): unknown {
    const stored = this.columnOf(id);
    const row = stored === undefined ? NO_ROW : this.#row(stored, id);
    return row < 0 ? undefined : stored?.column.get(row);
  }

  /** Whether an element has the same value, or none, in two states. */
  same(other: Cells, id: number): boolean {
    const [stored, otherStored] = [this.columnOf(id), other.columnOf(id)];
    const [row, otherRow] = [this.row(id), other.row(id)];
    if (row < 0 || otherRow < 0 || stored === undefined) return row < 0 && otherRow < 0;
    return stored === otherStored && sameCell(stored, row, otherRow);
  }
}

/** Whether two rows, or their absence, mean the same value. */
export function sameCell(stored: AttributeColumn, rowA: number, rowB: number): boolean {
  if (rowA < 0 || rowB < 0) return rowA < 0 && rowB < 0;
  return rowA === rowB || stored.column.same(rowA, rowB);
}
