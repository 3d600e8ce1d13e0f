/**
 * The writes since a savepoint, as a delta that leads forward and back: worked out from the record of what was
 * there before each write. Elements that went are listed with all that they had, so that the way back needs nothing
 * else, and those that came back with all that they have.
 */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import { IdRuns } from "../../structures/id-runs.js";
import { NO_ROW, type RowIndex } from "../../structures/row-index.js";
import { type CellChanges, forEachCell, NO_CHANGES } from "../deltas/cell-changes.js";
import { CellChangesBuilder, changesOfLists } from "../deltas/cell-log.js";
import { type ElementDelta, NO_ELEMENT_DELTA } from "../deltas/delta.js";
import type { Attribute, ElementState } from "./element-state.js";
import type { TrackedElements } from "./tracked-elements.js";
import { type RowsEntry, UndoKind } from "./undo-log.js";

/** For each element that was written its row at the savepoint. */
type RowsBefore = Map<number, number>;

/** The record of the elements of one kind: each entry is as it was at the savepoint. */
interface Before {
  readonly live: Map<number, boolean>;
  readonly labels: RowsBefore;
  readonly cells: Map<AttributeColumn, RowsBefore>;
}

/** The writes to the elements of one kind since the outermost savepoint. O(writes, attributes of what went). */
export function recordedDelta(elements: TrackedElements): ElementDelta {
  const { savepoint } = elements;
  const { live, pool, undo } = elements;
  const first = savepoint.count;
  if (undo.length === 0 && pool.count === first && savepoint.schema === undefined) return NO_ELEMENT_DELTA;
  const before = readBefore(elements, first);
  const came: number[] = [];
  const went: number[] = [];
  for (const [element, wasLive] of before.live)
    if (wasLive !== live.has(element)) (wasLive ? went : came).push(element);
  for (const list of [came, went]) list.sort((a, b) => a - b);
  const wasThere = new Set(went);
  const counts = (element: number): boolean => wasThere.has(element) || live.has(element);
  const known = savepoint.schema?.columns;
  const cells = new Map<AttributeColumn, CellChanges>();
  // where no element came or went, a column that was not written has no part in it
  const isSame = came.length + went.length === 0 && pool.count === first && known === undefined;
  const columns = isSame ? before.cells.keys() : new Set([...before.cells.keys(), ...elements.columns]);
  for (const stored of columns) {
    const rows = elements.attributeOf(stored)?.rows;
    const rowsBefore = before.cells.get(stored) ?? new Map<number, number>();
    for (const element of went)
      if (!rowsBefore.has(element)) rowsBefore.set(element, rows?.get(element) ?? NO_ROW);
    for (const element of came) rowsBefore.set(element, NO_ROW);
    const changes = changesOf(rowsBefore, rows, wasThere, counts, first, pool.count, (a, b) =>
      stored.column.same(a, b),
    );
    if (changes !== NO_CHANGES) cells.set(stored, changes);
  }
  for (const element of went)
    if (!before.labels.has(element)) before.labels.set(element, elements.labelRows.get(element));
  for (const element of came) before.labels.set(element, NO_ROW);
  const isSameSet = (a: number, b: number): boolean => a === b;
  const bound = elements.columns;
  const introduced = known === undefined ? [] : bound.filter((stored) => !known.has(stored));
  const dropped = known === undefined ? [] : [...known].filter((stored) => !bound.includes(stored));
  return {
    added: IdRuns.ofSortedAndBitmap(came, live, first, pool.count),
    removed: IdRuns.ofSorted(went),
    labels: changesOf(before.labels, elements.labelRows, wasThere, counts, first, pool.count, isSameSet),
    cells,
    introduced: introduced.filter((stored) => cells.has(stored)),
    dropped: dropped.filter((stored) => cells.has(stored)),
  };
}

function readBefore({ undo }: TrackedElements, end: number): Before {
  const before: Before = { live: new Map(), labels: new Map(), cells: new Map() };
  const rowsOf = (stored: AttributeColumn): RowsBefore => {
    const rows = before.cells.get(stored) ?? new Map<number, number>();
    before.cells.set(stored, rows);
    return rows;
  };
  for (let entry = 0; entry < undo.length; entry++) {
    const kind = undo.kind(entry);
    const element = undo.element(entry);
    // of what came since the savepoint, transactions within have entries as well
    if (element >= end) continue;
    if (kind === UndoKind.live) addFirst(before.live, element, undo.before(entry) === 1);
    else if (kind === UndoKind.labels) addFirst(before.labels, element, undo.before(entry));
    else if (kind === UndoKind.cell)
      addFirst(rowsOf((undo.object(entry) as Attribute).stored), element, undo.before(entry));
    else if (kind === UndoKind.rows) {
      const { attribute, first, count, copy } = undo.object(entry) as RowsEntry;
      const rows = rowsOf(attribute.stored);
      const stop = Math.min(first + count, end);
      for (let each = first; each < stop; each++) addFirst(rows, each, copy.get(each));
    }
  }
  return before;
}

function addFirst<V>(map: Map<number, V>, element: number, value: V): void {
  if (!map.has(element)) map.set(element, value);
}

/**
 * A delta between two states with all that elements which came or went have, and nothing of those that are in neither:
 * in others, rows of elements that are not live are left as they are. O(changes, attributes of what came and went).
 */
export function wholeDelta(delta: ElementDelta, before: ElementState, after: ElementState): ElementDelta {
  const [came, went] = [delta.added.toArray(), delta.removed.toArray()];
  const turned = new Set([...came, ...went]);
  const complete = (
    changes: CellChanges,
    was: RowIndex | undefined,
    is: RowIndex | undefined,
  ): CellChanges => {
    const rows: [element: number, before: number, after: number][] = [];
    forEachCell(changes, (element, rowBefore, rowAfter) => {
      if (!turned.has(element) && after.live.has(element)) rows.push([element, rowBefore, rowAfter]);
    });
    for (const element of went) rows.push([element, was?.get(element) ?? NO_ROW, NO_ROW]);
    for (const element of came) rows.push([element, NO_ROW, is?.get(element) ?? NO_ROW]);
    const builder = new CellChangesBuilder();
    for (const [element, from, to] of rows.sort(([a], [b]) => a - b)) {
      const [rowBefore, rowAfter] = [Math.max(from, NO_ROW), Math.max(to, NO_ROW)];
      if (rowBefore !== rowAfter) builder.addCell(element, rowBefore, rowAfter);
    }
    return builder.finish();
  };
  const rowsIn = (state: ElementState, stored: AttributeColumn): RowIndex | undefined =>
    state.attributeOf(stored)?.rows;
  const cells = new Map<AttributeColumn, CellChanges>();
  for (const stored of new Set([...delta.cells.keys(), ...before.schema(), ...after.schema()])) {
    const given = delta.cells.get(stored) ?? NO_CHANGES;
    const changes = complete(given, rowsIn(before, stored), rowsIn(after, stored));
    if (changes !== NO_CHANGES) cells.set(stored, changes);
  }
  return { ...delta, labels: complete(delta.labels, before.labelRows, after.labelRows), cells };
}

/** The rows of one column that differ, those of elements from `first` to `end`, which came since, among them. */
function changesOf(
  before: RowsBefore,
  rows: RowIndex | undefined,
  went: ReadonlySet<number>,
  counts: (element: number) => boolean,
  first: number,
  end: number,
  isSame: (rowA: number, rowB: number) => boolean,
): CellChanges {
  const elements: number[] = [];
  const [rowsBefore, rowsAfter]: [number[], number[]] = [[], []];
  for (const element of [...before.keys()].sort((a, b) => a - b)) {
    if (element >= first || !counts(element)) continue;
    const was = Math.max(before.get(element) ?? NO_ROW, NO_ROW);
    const is = went.has(element) || rows === undefined ? NO_ROW : Math.max(rows.get(element), NO_ROW);
    if (was === is || (was >= 0 && is >= 0 && isSame(was, is))) continue;
    elements.push(element);
    rowsBefore.push(was);
    rowsAfter.push(is);
  }
  // a builder for each write would cost more than the rest
  if (rows === undefined || first === end) return changesOfLists(elements, rowsBefore, rowsAfter);
  const builder = new CellChangesBuilder();
  for (const [i, element] of elements.entries()) builder.add(element, rowsBefore[i], rowsAfter[i]);
  builder.addNewElements(rows, first, end);
  return builder.finish();
}
