/**
 * The values of one attribute for a list of elements as typed arrays in Arrow's layout: how formats read
 * columns without looking at each value, and how they write columns whose type is stated.
 */
import type { Column } from "../../pool/column.js";
import { createColumn, gatherColumn } from "../../pool/create-column.js";
import type { ReadonlyEdgePool } from "../../pool/pool.js";
import { type RawValues, rawCount, sliceRaw } from "../../pool/raw-values.js";
import type { ValueType } from "../../pool/value-type.js";
import { VectorColumn } from "../../pool/vector-column.js";
import { popcount } from "../../structures/bitmap.js";
import type { Attribute, ElementState } from "../states/element-state.js";

/** Strings are taken along with shared codes if they are no more than this, or than there are codes. */
const SHARED_STRINGS_MIN = 1024;

/** Values position by position; where `validity` has no bit the value is absent, and the entry is undefined. */
export class RawColumn {
  readonly type: ValueType;
  readonly length: number;
  /** The values in Arrow's layout; when written to a graph, also as plain ones, which are checked one by one. */
  readonly values: RawValues | readonly unknown[];
  /** A bit for each position, the first in the lowest bit of the first byte; undefined if all are present. */
  readonly validity: Uint8Array | undefined;
  /** The number of absent values. */
  readonly absentCount: number;
  /** Whether `values` are the graph's own memory, which must not be written to. */
  readonly shared: boolean;

  constructor(
    type: ValueType,
    values: RawValues | readonly unknown[],
    options: { readonly validity?: Uint8Array | undefined; readonly shared?: boolean } = {},
  ) {
    this.type = type;
    this.values = values;
    this.length = "kind" in values ? rawCount(values) : values.length;
    this.validity = options.validity;
    this.shared = options.shared ?? false;
    this.absentCount = this.length - countBits(this.validity, this.length);
  }

  has(position: number): boolean {
    const { validity } = this;
    return validity === undefined || ((validity[position >>> 3] >>> (position & 7)) & 1) === 1;
  }

  /** The positions of the values that are present, as rows; undefined if all are. */
  presentRows(): Int32Array | undefined {
    if (this.absentCount === 0) return undefined;
    const rows = new Int32Array(this.length - this.absentCount);
    for (let i = 0, n = 0; i < this.length; i++) if (this.has(i)) rows[n++] = i;
    return rows;
  }

  /** All values as the graph reads them, undefined where absent. */
  toArray(): unknown[] {
    if (!("kind" in this.values)) return this.values.map((value, i) => (this.has(i) ? value : undefined));
    const column = createColumn(this.type);
    column.appendRaw(this.values);
    return Array.from({ length: this.length }, (_, i) => (this.has(i) ? column.get(i) : undefined));
  }
}

/** Values of several types position by position, for an attribute that has these types, or gets them. */
export class MixedColumn {
  /** The type of each value; undefined where there is none. */
  readonly types: readonly (ValueType | undefined)[];
  /** The values as the graph reads them. */
  readonly values: readonly unknown[];

  constructor(types: readonly (ValueType | undefined)[], values: readonly unknown[]) {
    this.types = types;
    this.values = values;
  }

  get length(): number {
    return this.types.length;
  }
}

/** The number of the first `length` bits that are set; all of them if there is no bitmap. */
function countBits(bits: Uint8Array | undefined, length: number): number {
  if (bits === undefined) return length;
  let count = 0;
  for (let i = 0; i < length >>> 3; i++) count += popcount(bits[i]);
  const rest = length & 7;
  return rest === 0 ? count : count + popcount(bits[length >>> 3] & ((1 << rest) - 1));
}

/** The sets of labels, or the types, of a list of elements. */
export interface RawLabelSets {
  /** For each element the number of its set; negative if it has none. */
  readonly codes: Int32Array;
  /** The names in each set, sorted. */
  readonly sets: readonly (readonly string[])[];
}

/** The ends of a list of edges. */
export interface RawEnds {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** Whether the arrays are the graph's own memory, which must not be written to. */
  readonly shared: boolean;
}

/**
 * Reads an attribute's values for elements given in ascending order. Where their rows follow each other, the
 * values are the column's own memory; otherwise they are gathered. O(1) for elements that were added at one go.
 */
export function readRawColumn(attribute: Attribute, ids: Uint32Array): RawColumn {
  const { stored, rows } = attribute;
  const count = ids.length;
  if (isRun(ids)) {
    const run = rows.affineRun(ids[0], count);
    if (run !== undefined && run.stride === 1 && run.first >= 0 && run.count === count) {
      const shared = shareRows(stored.column, run.first, count);
      if (shared !== undefined) return shared;
    }
  }
  return readRawRows(attribute, ids);
}

/** As `readRawColumn`, for elements in any order. O(elements). */
export function readRawRows({ stored, rows }: Attribute, ids: Uint32Array): RawColumn {
  const { column } = stored;
  const count = ids.length;
  const gathered = new Int32Array(count);
  rows.gather(ids, gathered);
  let absent = 0;
  for (let i = 0; i < count; i++) if (gathered[i] < 0) absent++;
  if (absent === 0 && count > 0 && followEachOther(gathered)) {
    const shared = shareRows(column, gathered[0], count);
    if (shared !== undefined) return shared;
  }
  const validity = absent === 0 ? undefined : validityOf(gathered);
  return new RawColumn(column.type, gatherColumn(column, gathered), { validity });
}

function shareRows(column: Column, first: number, count: number): RawColumn | undefined {
  if (column instanceof VectorColumn)
    return new RawColumn(column.type, column.rawSlice(first, count), { shared: true });
  const raw = column.raw();
  // bits are shared from a whole byte on, so that readers need not shift them
  if (raw.kind === "bits" && first % 8 !== 0) return undefined;
  if (raw.kind === "codes" && raw.strings.length > Math.max(count, SHARED_STRINGS_MIN)) return undefined;
  return new RawColumn(column.type, sliceRaw(raw, first, count), { shared: true });
}

/** Whether ascending ids follow each other without a gap. */
function isRun(ids: Uint32Array): boolean {
  return ids.length > 0 && ids[ids.length - 1] - ids[0] === ids.length - 1;
}

function followEachOther(rows: Int32Array): boolean {
  for (let i = 1; i < rows.length; i++) if (rows[i] !== rows[0] + i) return false;
  return true;
}

function validityOf(rows: Int32Array): Uint8Array {
  const validity = new Uint8Array(Math.ceil(rows.length / 8));
  for (let i = 0; i < rows.length; i++) if (rows[i] >= 0) validity[i >>> 3] |= 1 << (i & 7);
  return validity;
}

/** Reads the labels or types of elements. O(elements). */
export function readRawLabelSets(state: ElementState, ids: Uint32Array): RawLabelSets {
  const codes = new Int32Array(ids.length);
  state.labelRows.gather(ids, codes);
  const { labelSets } = state;
  return { codes, sets: Array.from({ length: labelSets.setCount }, (_, set) => labelSets.set(set)) };
}

/** Reads the ends of edges given in ascending order; those of edges that follow each other are not copied. */
export function readRawEnds(state: ElementState, ids: Uint32Array): RawEnds {
  const { sources, targets } = state.pool as ReadonlyEdgePool;
  if (isRun(ids)) {
    const end = ids[0] + ids.length;
    return { sources: sources.subarray(ids[0], end), targets: targets.subarray(ids[0], end), shared: true };
  }
  return {
    sources: ids.map((id) => sources[id]),
    targets: ids.map((id) => targets[id]),
    shared: false,
  };
}
