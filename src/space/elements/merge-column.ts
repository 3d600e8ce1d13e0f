/**
 * Columns of a bulk upsert, whose elements are new or present already: of several values for one element the last
 * counts, and a value that an element has already is not written again.
 */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import { Bitmap } from "../../structures/bitmap.js";
import { NO_ROW } from "../../structures/row-index.js";
import type { TrackedElements } from "../states/tracked-elements.js";
import {
  AttributeList,
  type AttributeWriter,
  type CheckedColumn,
  isSequence,
  type ReadColumn,
} from "./attribute-writer.js";
import { MixedColumn, RawColumn } from "./raw-column.js";

/** A column of an upsert: what it is written to, and a value for each position, null or undefined where absent. */
export interface MergeColumn {
  readonly name: string;
  readonly stored: AttributeColumn | undefined;
  readonly values: ArrayLike<unknown>;
  /** Whether there is a value at each position. */
  readonly isFull: boolean;
  /** For each position the column of its value, where the attribute has several types. */
  readonly columns: CheckedColumn["columns"];
}

/** The elements that columns are written to. */
export interface MergeTarget {
  /** The element at each position. */
  readonly ids: Uint32Array;
  /** The positions that are the last ones of their element; undefined if all are. */
  readonly last: Uint32Array | undefined;
  /** Elements from here on are new. */
  readonly firstNew: number;
}

/** Checked columns, position by position. */
export function mergeColumns(
  checked: readonly CheckedColumn[],
  given: readonly ReadColumn[],
): readonly MergeColumn[] {
  return checked.map(({ name, stored, values, present, columns }, i) => {
    const source = given[i].values;
    const read = source instanceof MixedColumn ? source.values : source;
    // in Arrow's layout values that are absent are left out
    const all = read instanceof RawColumn ? read.toArray() : stored === undefined ? read : values;
    const isFull = stored !== undefined && present === undefined && columns === undefined;
    return { name, stored, values: all as ArrayLike<unknown>, isFull, columns };
  });
}

/** The elements of an upsert: the last position of each counts. O(positions). */
export function mergeTarget(ids: Uint32Array, firstNew: number): MergeTarget {
  return { ids, firstNew, last: lastPositions(ids) };
}

function lastPositions(ids: Uint32Array): Uint32Array | undefined {
  const count = ids.length;
  let isAscending = true;
  for (let i = 1; i < count && isAscending; i++) isAscending = ids[i] > ids[i - 1];
  if (isAscending) return undefined;
  const seen = new Bitmap();
  const positions = new Uint32Array(count);
  let start = count;
  for (let i = count - 1; i >= 0; i--) if (seen.add(ids[i])) positions[--start] = i;
  return start === 0 ? undefined : positions.subarray(start);
}

/** Writes a column to its elements. */
export function writeMergeColumn(
  space: TrackedElements,
  writer: AttributeWriter,
  column: MergeColumn,
  target: MergeTarget,
): void {
  if (column.columns !== undefined || space.attribute(column.name)?.mixed !== undefined)
    writeOneByOne(writer, column, target);
  else writeAtOnce(space, column, target);
}

/** Writes values of several types. */
function writeOneByOne(
  writer: AttributeWriter,
  { name, values }: MergeColumn,
  { ids, last }: MergeTarget,
): void {
  const count = last === undefined ? ids.length : last.length;
  for (let k = 0; k < count; k++) {
    const i = last === undefined ? k : last[k];
    const list = new AttributeList();
    list.put(name, values[i] ?? null);
    writer.check(list);
    writer.write(list, ids[i]);
  }
}

function writeAtOnce(space: TrackedElements, column: MergeColumn, target: MergeTarget): void {
  const { name, stored, values, isFull } = column;
  const { ids, last, firstNew } = target;
  const count = last === undefined ? ids.length : last.length;
  // also for values that are gone by the end, as they would be one by one
  const bound =
    stored !== undefined && hasValue(column)
      ? (space.attributeOf(stored) ?? space.addType(name, stored.type))
      : space.attribute(name);
  if (isFull && last === undefined && isNewRun(ids, firstNew) && bound !== undefined) {
    const { rows, stored } = bound;
    rows.setRange(ids[0], count, stored.appendRun(ids[0], values), 1);
    return;
  }
  const written = new Uint32Array(count);
  let writtenCount = 0;
  for (let k = 0; k < count; k++) {
    const i = last === undefined ? k : last[k];
    const id = ids[i];
    const value = values[i];
    const row = bound === undefined || id >= firstNew ? NO_ROW : bound.rows.get(id);
    if (value === null || value === undefined) {
      if (bound !== undefined && row >= 0) space.setRow(bound, id, NO_ROW);
    } else if (row < 0 || !stored?.holds(row, value)) written[writtenCount++] = i;
  }
  if (writtenCount === 0 || stored === undefined || bound === undefined) return;
  const positions = written.subarray(0, writtenCount);
  const elements = writtenCount === ids.length ? ids : positions.map((i) => ids[i]);
  const first = stored.appendEach(
    elements,
    writtenCount === ids.length ? values : valuesAt(values, positions),
  );
  if (isSequence(elements)) space.setRowRun(bound, elements[0], writtenCount, first);
  else for (let k = 0; k < writtenCount; k++) space.setRow(bound, elements[k], first + k);
}

function hasValue({ values, isFull }: MergeColumn): boolean {
  if (isFull) return values.length > 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== null && values[i] !== undefined) return true;
  return false;
}

/** The values at some positions; of a typed array as one of its kind. */
export function valuesAt(values: ArrayLike<unknown>, positions: Uint32Array): ArrayLike<unknown> {
  const Type = values.constructor as new (length: number) => unknown[];
  const found = ArrayBuffer.isView(values) ? new Type(positions.length) : new Array(positions.length);
  for (let k = 0; k < positions.length; k++) found[k] = values[positions[k]];
  return found;
}

/** Whether ids are those of new elements, each one more than the one before. */
function isNewRun(ids: Uint32Array, firstNew: number): boolean {
  return ids.length > 0 && ids[0] >= firstNew && isSequence(ids);
}
