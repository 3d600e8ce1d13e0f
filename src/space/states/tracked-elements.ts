/**
 * The elements of one kind in the state that can be changed, and what changed in it since the last commit.
 *
 * Elements at or above the watermark came after the last commit, so nothing need be recorded of them. A cell
 * below it is recorded with its row at the last commit when that row is older than the commit; later writes
 * find a younger row, or CLEARED_ROW, and know that it is recorded already. Where a cell is recorded twice all
 * the same (an old row was put back in between), the first record counts. Over 500 lines, since what takes a write
 * back stands beside the write.
 */
import { assert } from "../../errors.js";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { ElementPool } from "../../pool/pool.js";
import type { ValueType } from "../../pool/value-type.js";
import { Bitmap } from "../../structures/bitmap.js";
import { IdRuns } from "../../structures/id-runs.js";
import { CLEARED_ROW, NO_ROW, RowIndex } from "../../structures/row-index.js";
import { applyCells, type CellChanges, forEachCell, NO_CHANGES } from "../deltas/cell-changes.js";
import { CellChangesBuilder, CellLog } from "../deltas/cell-log.js";
import type { Compaction } from "../deltas/compact.js";
import { type ElementDelta, NO_ELEMENT_DELTA } from "../deltas/delta.js";
import { AttributeTable, type TableAttribute } from "./attribute-table.js";
import { type Attribute, ElementState } from "./element-state.js";
import { type RowsEntry, type Savepoint, UndoKind, UndoLog } from "./undo-log.js";

/** From so many cells on that are written at one go the rows are kept as a copy, and not one by one. */
const COPIED_ROWS_MIN = 1024;

/** Indices over the rows of columns. */
interface RowFinder {
  /** Whether rows of a column may be found by their values. */
  knows(stored: AttributeColumn): boolean;
  /** Takes up rows of texts from `first` on, whose hashes are known. */
  extendBy(stored: AttributeColumn, first: number, hashes: Uint32Array): void;
  /** Leaves out a row, which nothing points at. */
  forget(stored: AttributeColumn, row: number): void;
}

export class TrackedElements extends ElementState {
  override readonly pool: ElementPool;
  /** Throws if nothing may be written now; undefined where that is never so. */
  guard: (() => void) | undefined;
  /** Whether an attribute that has a type gets no other one besides. */
  isStrict = false;
  /** Finds rows by their values; it is told of rows that were written and taken back. */
  rowFinder: RowFinder | undefined;
  /** Told after each write of users'; undefined while nobody wants to know. */
  written: (() => void) | undefined;
  #live = new Bitmap();
  #labelRows = new RowIndex();
  readonly #attributes = new AttributeTable();
  #watermark: number;
  /** Elements below the watermark that were added or removed; one to which both happened is listed twice. */
  #toggled: number[] = [];
  /** Labels are recorded by element: numbers of sets repeat, so their age says nothing. */
  readonly #labelLog = new Map<number, number>();
  readonly #cellLogs = new Map<AttributeColumn, CellLog>();
  /** For each column the rows it had at the last commit. */
  readonly #committedRows = new Map<AttributeColumn, number>();
  readonly #introduced = new Set<AttributeColumn>();
  /** Attributes let go since the last commit, with the values they had there. */
  readonly #dropped = new Map<AttributeColumn, CellChanges>();
  /** Attributes with a declared type: they are in every state, whether they have values or not. */
  readonly #declared = new Map<string, ValueType>();

  /** Grows whenever a name is bound to another column, or to none. */
  bindings = 0;
  #columns: { readonly bindings: number; readonly list: readonly AttributeColumn[] } | undefined;
  /** Grows with every write; the delta is worked out once for each number. */
  #writes = 0;
  #delta: { readonly writes: number; readonly delta: ElementDelta } | undefined;

  /** The log of writes in the transactions under way. */
  readonly #undo = new UndoLog();
  #savepoint: Savepoint | undefined;
  /** Of elements below this what was there before a write is put on record: 0 while there is no transaction. */
  #recordedBelow = 0;

  constructor(pool: ElementPool) {
    super(pool);
    this.pool = pool;
    this.#watermark = pool.count;
    // the graph itself neither comes nor goes
    if (pool.kind === "graph") this.#live.add(0);
  }

  get live(): Bitmap {
    return this.#live;
  }

  get labelRows(): RowIndex {
    return this.#labelRows;
  }

  /** Begins with a state that was settled before. What there was is gone, but for declared types. */
  restore(live: Bitmap, labelRows: RowIndex, attributes: Iterable<TableAttribute>): void {
    this.#requireSettled();
    this.#live = live;
    this.#labelRows = labelRows;
    this.bindings++;
    this.#attributes.clear();
    for (const attribute of attributes) this.#attributes.add(attribute);
    this.settle();
  }

  attribute(name: string): Attribute | undefined {
    return this.#attributes.get(name);
  }

  attributes(): Iterable<Attribute> {
    return this.#attributes.values();
  }

  *schema(): Generator<AttributeColumn> {
    for (const { stored } of this.#attributes.values()) yield stored;
  }

  override get columns(): readonly AttributeColumn[] {
    if (this.#columns?.bindings !== this.bindings)
      this.#columns = { bindings: this.bindings, list: super.columns };
    return this.#columns.list;
  }

  /** The attributes whose types were declared. */
  get declared(): ReadonlyMap<string, ValueType> {
    return this.#declared;
  }

  /** Declares an attribute's type for every state. */
  declare(name: string, type: ValueType): void {
    this.#keepSchema();
    this.#declared.set(name, type);
    this.#bindDeclared();
  }

  /** The attribute of a name, bound to a column of `type` if it had none. */
  ensureAttribute(name: string, type: ValueType): Attribute {
    return this.#attributes.get(name) ?? this.bind(this.pool.column(name, type));
  }

  /**
   * The attribute of a name with a type, which it gets besides those that it has. Types of which no element has a value
   * any more go. O(1) where it has the type, else O(elements).
   */
  addType(name: string, type: ValueType): Attribute {
    const stored = this.pool.column(name, type);
    const present = this.#attributes.of(stored);
    if (present !== undefined) return present;
    const first = this.#attributes.get(name);
    for (const other of first === undefined ? [] : (first.mixed ?? [first]))
      if (!this.hasValues(other)) this.drop(other);
    return this.bind(stored);
  }

  /** Whether an attribute came since the last commit, as the only one of its name, and has no value any more. */
  isUnused(attribute: Attribute): boolean {
    return (
      attribute.mixed === undefined && this.#introduced.has(attribute.stored) && !this.hasValues(attribute)
    );
  }

  /** Whether a live element has a value in an attribute's column. O(elements). */
  hasValues({ rows }: Attribute): boolean {
    for (let element = 0; element < rows.length; element++)
      if (rows.get(element) >= 0 && this.#live.has(element)) return true;
    return false;
  }

  /** Binds an attribute, which this column is not part of in this state, to one of the pool's. */
  bind(stored: AttributeColumn): Attribute {
    this.#writes++;
    this.#keepSchema();
    const attribute: TableAttribute = { name: stored.name, stored, rows: new RowIndex(), mixed: undefined };
    this.bindings++;
    this.#attributes.add(attribute);
    const dropped = this.#dropped.get(stored);
    if (dropped !== undefined) this.#takeBack(attribute, dropped);
    else if (!this.#declared.has(stored.name)) this.#introduced.add(stored);
    return attribute;
  }

  /** Binds a dropped attribute again: it is not new, and its values have been taken away one by one. */
  #takeBack({ stored, rows }: Attribute, values: CellChanges): void {
    const log = new CellLog();
    forEachCell(values, (element, before) => {
      log.record(element, before);
      rows.set(element, CLEARED_ROW);
    });
    this.#keepLog(stored);
    this.#cellLogs.set(stored, log);
    this.#dropped.delete(stored);
  }

  /** Makes the changes of a delta between commits, forward or back. Nothing is recorded of it. O(changes). */
  apply(delta: ElementDelta, forward: boolean): void {
    this.#requireSettled();
    this.#writes++;
    const [came, went] = forward ? [delta.added, delta.removed] : [delta.removed, delta.added];
    went.forEachRun((start, length) => this.#live.deleteRange(start, start + length));
    came.forEachRun((start, length) => this.#live.addRange(start, start + length));
    applyCells(delta.labels, this.#labelRows, forward);
    const [bound, unbound] = forward ? [delta.introduced, delta.dropped] : [delta.dropped, delta.introduced];
    this.bindings++;
    for (const stored of unbound) this.#attributes.delete(stored);
    for (const stored of bound) if (this.#attributes.of(stored) === undefined) this.bind(stored);
    for (const [stored, changes] of delta.cells) {
      const attribute = this.#attributes.of(stored);
      if (attribute !== undefined) applyCells(changes, attribute.rows, forward);
    }
  }

  /**
   * Drops an attribute with all its values, so that its name can be bound to a column of another type. O(elements).
   */
  drop(attribute: Attribute): void {
    this.#writes++;
    const { stored, rows } = attribute;
    this.#keepSchema();
    this.#keepRows(attribute, 0, rows.length);
    this.#keepLog(stored);
    this.bindings++;
    this.#attributes.delete(stored);
    if (this.#introduced.delete(stored)) return;
    this.#cellLogs.get(stored)?.forEachFirst((element, before) => rows.set(element, before));
    this.#cellLogs.delete(stored);
    this.#dropped.set(stored, new CellChangesBuilder().addCleared(rows, this.#watermark).finish());
  }

  /** Notes where it is to be known that attributes have several types; a declared or a new one may have no values. */
  #noteMixed(): void {
    const counts = (attribute: Attribute): boolean =>
      !(this.#declared.has(attribute.name) || this.#introduced.has(attribute.stored)) ||
      this.hasValues(attribute);
    if (!this.pool.isMixed && this.#attributes.isMixed(counts)) this.pool.isMixed = true;
  }

  #bindDeclared(): void {
    for (const [name, type] of this.#declared) {
      if (this.#attributes.get(name) === undefined) this.bind(this.pool.column(name, type));
    }
  }

  /** Takes up `count` elements from `first` on, which the pool has just given out. */
  addNew(first: number, count: number): void {
    this.#writes++;
    if (count === 1) this.#live.add(first);
    else this.#live.addRange(first, first + count);
  }

  /** Takes an element out of the state; false if it was not in it. */
  remove(element: number): boolean {
    this.#writes++;
    if (!this.#live.delete(element)) return false;
    if (element < this.#recordedBelow) this.#recordRemoval(element);
    if (element < this.#watermark) {
      this.#toggled.push(element);
      return true;
    }
    // No commit knows the element, so nothing of it need be kept.
    this.#labelRows.set(element, NO_ROW);
    for (const { rows } of this.#attributes.values()) rows.set(element, NO_ROW);
    return true;
  }

  #recordRemoval(element: number): void {
    this.#undo.live(element, true);
    if (element < this.#watermark) return;
    this.#undo.labels(element, this.#labelRows.get(element), false);
    for (const attribute of this.#attributes.values()) {
      const row = attribute.rows.get(element);
      if (row !== NO_ROW) this.#undo.cell(attribute, element, row, false);
    }
  }

  /** Takes back an element that was live in some commit; its rows are what they were when it went. */
  revive(element: number): void {
    this.#writes++;
    if (!this.#live.add(element)) return;
    if (element < this.#recordedBelow) this.#undo.live(element, false);
    if (element < this.#watermark) this.#toggled.push(element);
  }

  /** Takes back an element with nothing of what it had: no labels, no type, no values. O(attributes). */
  reviveBare(element: number): void {
    this.revive(element);
    this.setLabelSet(element, NO_ROW);
    for (const attribute of this.#attributes.values()) {
      if (attribute.rows.get(element) >= 0) this.setRow(attribute, element, NO_ROW);
    }
  }

  /** Points a cell at a row of its column, or at NO_ROW; a row of another type goes when one comes. */
  setRow(attribute: Attribute, element: number, row: number): void {
    this.#writes++;
    if (attribute.mixed !== undefined && row >= 0) this.#clearOthers(attribute, element);
    if (element >= this.#watermark) {
      this.#put(attribute, element, row);
      return;
    }
    const before = attribute.rows.get(element);
    if (before === row || (row === NO_ROW && before === CLEARED_ROW)) return;
    const isLogged = this.#record(attribute.stored, element, before);
    if (element < this.#recordedBelow) this.#undo.cell(attribute, element, before, isLogged);
    attribute.rows.set(element, row === NO_ROW ? CLEARED_ROW : row);
  }

  #clearOthers({ mixed, stored }: Attribute, element: number): void {
    for (const other of mixed ?? [])
      if (other.stored !== stored && other.rows.get(element) >= 0) this.setRow(other, element, NO_ROW);
  }

  /** Points a cell at a row, which is no change since the last commit that need be logged. */
  #put(attribute: Attribute, element: number, row: number): void {
    if (element < this.#recordedBelow)
      this.#undo.cell(attribute, element, attribute.rows.get(element), false);
    attribute.rows.set(element, row);
  }

  /** Points the cells of `count` elements from `first` on at new rows that follow each other from `row` on. */
  setRowRun(attribute: Attribute, first: number, count: number, row: number): void {
    this.#writes++;
    if (attribute.mixed !== undefined)
      for (let i = 0; i < count; i++) this.#clearOthers(attribute, first + i);
    if (first < this.#recordedBelow && count < COPIED_ROWS_MIN) {
      for (let i = 0; i < count; i++) this.setRow(attribute, first + i, row + i);
      return;
    }
    this.#keepRows(attribute, first, count);
    const { stored, rows } = attribute;
    const end = Math.min(first + count, this.#watermark);
    for (let element = first; element < end; element++) this.#record(stored, element, rows.get(element));
    rows.setRange(first, count, row, 1);
  }

  /** Logs a cell as changed since the last commit, unless it is logged already; whether it was not. */
  #record(stored: AttributeColumn, element: number, before: number): boolean {
    if (before === CLEARED_ROW || before >= (this.#committedRows.get(stored) ?? 0)) return false;
    let log = this.#cellLogs.get(stored);
    if (log === undefined) {
      log = new CellLog();
      this.#cellLogs.set(stored, log);
    }
    log.record(element, before);
    return true;
  }

  /** Gives an element a set of labels or a type by number, or none with NO_ROW. */
  setLabelSet(element: number, set: number): void {
    this.#writes++;
    const before = this.#labelRows.get(element);
    if (before === set) return;
    const isLogged = element < this.#watermark && !this.#labelLog.has(element);
    if (isLogged) this.#labelLog.set(element, before);
    if (element < this.#recordedBelow) this.#undo.labels(element, before, isLogged);
    this.#labelRows.set(element, set);
  }

  /** Gives elements that were added just now the same set of labels or type. */
  setNewLabelSet(first: number, count: number, set: number): void {
    if (set === NO_ROW) return;
    if (count === 1) this.#labelRows.set(first, set);
    else this.#labelRows.setRange(first, count, set, 0);
  }

  /** Whether anything was written since the last commit; what was written may amount to no change. */
  get touched(): boolean {
    return (
      this.pool.count > this.#watermark ||
      this.#toggled.length > 0 ||
      this.#labelLog.size > 0 ||
      this.#cellLogs.size > 0 ||
      this.#introduced.size > 0 ||
      this.#dropped.size > 0
    );
  }

  /**
   * The changes since the last commit. Cells that have their former value, and cells of elements that are not live,
   * do not count: their rows are restored in passing. Attributes that have come without a value are named apart, and
   * stay: what is read must not depend on what was read before. O(changes).
   */
  delta(): ElementDelta {
    if (!this.touched) return NO_ELEMENT_DELTA;
    // Elements are written to as they are added, before a delta can be computed.
    if (this.#delta?.writes !== this.#writes) {
      this.#noteMixed();
      this.#delta = { writes: this.#writes, delta: this.#computeDelta() };
    }
    return this.#delta.delta;
  }

  #computeDelta(): ElementDelta {
    const [revived, removed] = this.#toggledSides();
    const cells = new Map(this.#dropped);
    for (const attribute of this.#attributes.values()) {
      const changes = this.#cellChanges(attribute);
      if (changes !== NO_CHANGES) cells.set(attribute.stored, changes);
    }
    const introduced = listOf(this.#introduced);
    const unused = introduced.filter((stored) => !cells.has(stored));
    return {
      added: IdRuns.ofSortedAndBitmap(revived, this.#live, this.#watermark, this.pool.count),
      removed: IdRuns.ofSorted(removed),
      labels: this.#labelChanges(),
      cells,
      dropped: listOf(this.#dropped.keys()),
      ...(unused.length === 0
        ? { introduced }
        : { introduced: introduced.filter((stored) => cells.has(stored)), unused }),
    };
  }

  /** Lets go attributes that came after the last commit and have no value: no state has them. O(changes) if any came. */
  letGoUnused(): readonly AttributeColumn[] {
    const unused = this.#introduced.size === 0 ? NO_COLUMNS : (this.delta().unused ?? NO_COLUMNS);
    if (unused.length === 0) return NO_COLUMNS;
    this.#writes++;
    this.bindings++;
    this.#keepSchema();
    for (const stored of unused) {
      this.#attributes.delete(stored);
      this.#introduced.delete(stored);
    }
    return unused;
  }

  #toggledSides(): [revived: number[], removed: number[]] {
    const revived: number[] = [];
    const removed: number[] = [];
    const sorted = Uint32Array.from(this.#toggled).sort();
    for (let i = 0; i < sorted.length; ) {
      const element = sorted[i];
      let times = 0;
      for (; i < sorted.length && sorted[i] === element; i++) times++;
      if (times % 2 === 1) (this.#live.has(element) ? revived : removed).push(element);
    }
    return [revived, removed];
  }

  #cellChanges(attribute: Attribute): CellChanges {
    const { stored, rows } = attribute;
    const builder = new CellChangesBuilder();
    this.#cellLogs.get(stored)?.forEachFirst((element, before) => {
      const row = rows.get(element);
      const after = row < 0 ? NO_ROW : row;
      const unchanged = before === after || (before >= 0 && after >= 0 && stored.column.same(before, after));
      if (unchanged || !this.#live.has(element)) this.#put(attribute, element, before);
      else builder.add(element, before, after);
    });
    builder.addNewElements(rows, this.#watermark, this.pool.count);
    return builder.finish();
  }

  #labelChanges(): CellChanges {
    const builder = new CellChangesBuilder();
    const elements = [...this.#labelLog.keys()].sort((a, b) => a - b);
    for (const element of elements) {
      const before = this.#labelLog.get(element) as number;
      const after = this.#labelRows.get(element);
      if (!this.#live.has(element)) {
        if (element < this.#recordedBelow) this.#undo.labels(element, after, false);
        this.#labelRows.set(element, before);
      } else if (before !== after) builder.add(element, before, after);
    }
    builder.addNewElements(this.#labelRows, this.#watermark, this.pool.count);
    return builder.finish();
  }

  /** Forgets what was recorded: the state, with its elements and attributes, is that of a commit now. */
  settle(): void {
    this.#requireSettled();
    this.#writes++;
    this.#delta = undefined;
    for (const [stored, log] of this.#cellLogs) {
      const rows = this.#attributes.of(stored)?.rows;
      if (rows === undefined) continue;
      for (const element of log.elements) if (rows.get(element) === CLEARED_ROW) rows.set(element, NO_ROW);
    }
    this.#noteMixed();
    this.#watermark = this.pool.count;
    this.#toggled = [];
    this.#labelLog.clear();
    this.#cellLogs.clear();
    this.#introduced.clear();
    this.#dropped.clear();
    this.#committedRows.clear();
    for (const { stored } of this.#attributes.values()) this.#committedRows.set(stored, stored.rowCount);
    this.#bindDeclared();
  }

  /** Updates all attributes to rewritten columns and rows. There are no uncommitted changes. */
  compact(compaction: Compaction): void {
    for (const { name, stored, rows } of [...this.#attributes.values()]) {
      const column = compaction.column(stored);
      if (column === stored) continue;
      const moved = new RowIndex();
      for (let element = 0; element < rows.length; element++) {
        const row = rows.get(element);
        if (row >= 0) moved.set(element, compaction.row(stored, row));
      }
      this.bindings++;
      this.#attributes.delete(stored);
      this.#attributes.add({ name, stored: column, rows: moved, mixed: undefined });
    }
    this.settle();
  }

  // Transactions

  /** How many times `begin` was called that are not over. */
  get depth(): number {
    return this.#savepoint?.depth ?? 0;
  }

  /** The writes since the first `begin` that is not over. */
  get undo(): UndoLog {
    return this.#undo;
  }

  /** Where the first `begin` was that is not over. */
  get savepoint(): Savepoint {
    let savepoint = this.#savepoint;
    while (savepoint?.outer !== undefined) savepoint = savepoint.outer;
    assert(savepoint !== undefined, "nothing is on record");
    return savepoint;
  }

  /** Remembers where everything stands, so that what is written from now on can be taken back. O(1). */
  begin(): void {
    const { count, identities } = this.pool;
    this.#savepoint = {
      count,
      next: identities.next,
      entryCount: this.#undo.length,
      toggledCount: this.#toggled.length,
      delta: this.#delta?.writes === this.#writes ? this.#delta.delta : undefined,
      schema: undefined,
      depth: (this.#savepoint?.depth ?? 0) + 1,
      outer: this.#savepoint,
    };
    this.#recordedBelow = count;
  }

  /** Keeps what was written since the last `begin`: it is part of the transaction around that, if there is one. */
  release(): void {
    if (this.#leave().outer === undefined) this.#undo.truncate(0);
  }

  /** Takes back what was written since the last `begin`; whether there was anything. O(writes). */
  rollback(): boolean {
    const { count, next, entryCount, toggledCount, delta, schema } = this.#leave();
    if (this.pool.count === count && this.#undo.length === entryCount && schema === undefined) return false;
    this.#writes++;
    const written = this.#rowsWritten(count, entryCount);
    for (let entry = this.#undo.length - 1; entry >= entryCount; entry--) {
      this.#takeBackEntry(entry);
      // one by one: where the stack ends in between, the transaction around this one goes on from there
      this.#undo.truncate(entry);
    }
    schema?.restore();
    if (this.pool.count > count) {
      this.#live.deleteRange(count, this.pool.count);
      this.#labelRows.truncate(count);
      for (const { rows } of this.#attributes.values()) rows.truncate(count);
      this.pool.shrink(count, next);
    }
    this.#toggled.length = toggledCount;
    this.#delta = delta === undefined ? undefined : { writes: this.#writes, delta };
    for (const [stored, list] of written) {
      const rows = this.attributeOf(stored)?.rows;
      for (const row of list) if (rows?.get(stored.owner(row)) !== row) this.rowFinder?.forget(stored, row);
    }
    return true;
  }

  /**
   * The rows, newer than the last commit, that elements from `count` on and those with entries have at present, of
   * columns whose rows are found by value.
   */
  #rowsWritten(count: number, entryCount: number): Map<AttributeColumn, number[]> {
    const written = new Map<AttributeColumn, number[]>();
    for (const { stored } of this.#attributes.values())
      if (this.rowFinder?.knows(stored) === true) written.set(stored, []);
    if (written.size === 0) return written;
    const add = (attribute: Attribute, element: number): void => {
      const { stored, rows } = attribute;
      if (!written.has(stored)) return;
      const row = rows.get(element);
      if (row < (this.#committedRows.get(stored) ?? 0) || stored.owner(row) !== element) return;
      written.get(stored)?.push(row);
    };
    for (const stored of written.keys()) {
      const attribute = this.attributeOf(stored) as Attribute;
      for (let element = this.pool.count - 1; element >= count; element--) add(attribute, element);
    }
    for (let entry = this.#undo.length - 1; entry >= entryCount; entry--)
      if (this.#undo.kind(entry) === UndoKind.cell)
        add(this.#undo.object(entry) as Attribute, this.#undo.element(entry));
    return written;
  }

  #leave(): Savepoint {
    assert(this.#savepoint !== undefined, "a transaction ends that never began");
    const savepoint = this.#savepoint;
    const { outer } = savepoint;
    if (outer !== undefined) outer.schema ??= savepoint.schema;
    this.#savepoint = outer;
    this.#recordedBelow = outer?.count ?? 0;
    return savepoint;
  }

  #takeBackEntry(entry: number): void {
    const undo = this.#undo;
    const element = undo.element(entry);
    const before = undo.before(entry);
    const kind = undo.kind(entry);
    if (kind === UndoKind.live) {
      if (before === 1) this.#live.add(element);
      else this.#live.delete(element);
    } else if (kind === UndoKind.labels) {
      this.#labelRows.set(element, before);
      if (undo.isLogged(entry)) this.#labelLog.delete(element);
    } else if (kind === UndoKind.cell) {
      const { stored, rows } = undo.object(entry) as Attribute;
      rows.set(element, before);
      if (undo.isLogged(entry))
        this.#shortenLog(stored, (this.#cellLogs.get(stored)?.elements.length ?? 0) - 1);
    } else if (kind === UndoKind.rows) {
      const { attribute, copy } = undo.object(entry) as RowsEntry;
      attribute.rows.assign(copy);
    } else (undo.object(entry) as () => void)();
  }

  #shortenLog(stored: AttributeColumn, length: number): void {
    if (length > 0) this.#cellLogs.get(stored)?.truncate(length);
    else this.#cellLogs.delete(stored);
  }

  /** Comes before many cells of an attribute are written at one go. */
  #keepRows(attribute: Attribute, first: number, count: number): void {
    if (first >= this.#recordedBelow) return;
    const { stored, rows } = attribute;
    const length = this.#cellLogs.get(stored)?.elements.length ?? 0;
    this.#undo.action(() => this.#shortenLog(stored, length));
    this.#undo.rows({ attribute, first, count, copy: rows.clone() });
  }

  /** Comes before another log takes the place of a column's. */
  #keepLog(stored: AttributeColumn): void {
    if (this.#savepoint === undefined) return;
    const log = this.#cellLogs.get(stored);
    this.#undo.action(() => {
      if (log === undefined) this.#cellLogs.delete(stored);
      else this.#cellLogs.set(stored, log);
    });
  }

  /** Comes before attributes begin or end. O(attributes), once for a transaction. */
  #keepSchema(): void {
    if (this.#savepoint === undefined || this.#savepoint.schema !== undefined) return;
    const maps = [this.#dropped, this.#declared] as Map<unknown, unknown>[];
    const copies = maps.map((map) => new Map(map));
    const introduced = [...this.#introduced];
    const attributes = [...this.#attributes.values()];
    this.#savepoint.schema = {
      columns: new Set(attributes.map(({ stored }) => stored)),
      restore: () => {
        this.bindings++;
        this.#attributes.clear();
        for (const attribute of attributes) this.#attributes.add(attribute);
        for (const [i, map] of maps.entries()) {
          map.clear();
          for (const [key, value] of copies[i]) map.set(key, value);
        }
        this.#introduced.clear();
        for (const stored of introduced) this.#introduced.add(stored);
      },
    };
  }

  #requireSettled(): void {
    assert(this.#savepoint === undefined, "the last commit changes while a transaction is under way");
  }

  /** Drops attributes that were added after the last commit and are not among `kept`. */
  unbindIntroduced(kept: readonly AttributeColumn[]): void {
    this.bindings++;
    for (const stored of this.#introduced) if (!kept.includes(stored)) this.#attributes.delete(stored);
  }
}

const NO_COLUMNS: readonly AttributeColumn[] = [];

function listOf(columns: Iterable<AttributeColumn>): readonly AttributeColumn[] {
  const list = [...columns];
  return list.length === 0 ? NO_COLUMNS : list;
}
