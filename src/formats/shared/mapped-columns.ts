/** Columns of rows as columns of elements: a node may have several rows, a row may make two edges, or none. */
import { gatherRaw, type RawValues, rawCount, type ValueType } from "../../view.js";
import type { BuiltColumn } from "./column-builder.js";
import type { BuiltLabelSets } from "./elements-builder.js";

/** A column whose values stand beside the positions of their elements. */
export interface MappedColumn {
  readonly name: string;
  readonly type: ValueType;
  readonly values: RawValues;
  readonly positions: Uint32Array | undefined;
}

/** Values for elements that are there, whose ids stand beside them. */
export interface ColumnUpdate {
  readonly column: MappedColumn;
  readonly ids: Uint32Array;
}

/** Edges by row: ends by id, types and values. */
export interface EdgeColumns {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly types: BuiltLabelSets | undefined;
  readonly columns: readonly MappedColumn[];
}

/** For each row the position of its edge among the new ones; of one that is there -1 less its position in `found`. */
export interface EdgePositions {
  readonly found: Uint32Array;
  readonly newCount: number;
  readonly edgeOf: Int32Array;
}

/** Parts rows into new edges and values for those that are there; of several rows of an edge the last value counts. */
export function splitEdges(
  edges: EdgeColumns,
  { found, newCount, edgeOf }: EdgePositions,
): EdgeColumns & { readonly updates: readonly ColumnUpdate[] } {
  const firstRows = new Int32Array(newCount).fill(-1);
  for (let row = 0; row < edgeOf.length; row++) {
    const at = edgeOf[row];
    if (at >= 0 && firstRows[at] < 0) firstRows[at] = row;
  }
  const added = edgeOf.map((at) => (at < 0 ? -1 : at));
  const held = edgeOf.map((at) => (at < 0 ? -1 - at : -1));
  const asBuilt = ({ positions, ...column }: MappedColumn): BuiltColumn => ({
    ...column,
    rows: positions,
    count: rawCount(column.values),
  });
  return {
    sources: takeEach(edges.sources, firstRows),
    targets: takeEach(edges.targets, firstRows),
    types: labelSetsByRow(edges.types, firstRows),
    columns: edges.columns.map((column) => mappedByTarget(asBuilt(column), added, newCount)),
    updates: edges.columns.flatMap((column) => {
      const mapped = mappedByTarget(asBuilt(column), held, found.length);
      const ids = mapped.positions === undefined ? found : takeEach(found, Int32Array.from(mapped.positions));
      return ids.length === 0 ? [] : [{ column: { ...mapped, positions: undefined }, ids }];
    }),
  };
}

/** A column for elements to which rows belong: each has the value of its last row that has one. */
export function mappedByTarget(
  column: BuiltColumn,
  targets: Int32Array | undefined,
  count: number,
): MappedColumn {
  const { name, type, values, rows } = column;
  if (targets === undefined) {
    if (rows !== undefined) return { name, type, values, positions: rows };
    const isAll = column.count === count;
    return {
      name,
      type,
      values,
      positions: isAll ? undefined : Uint32Array.from({ length: column.count }, (_, i) => i),
    };
  }
  const last = new Int32Array(count).fill(-1);
  for (let i = 0; i < column.count; i++) {
    const target = targets[rows === undefined ? i : rows[i]];
    if (target >= 0) last[target] = i;
  }
  return gathered(column, last);
}

/** A column for elements each of which has a row. */
export function mappedByRow(column: BuiltColumn, rowOf: Int32Array | undefined, count: number): MappedColumn {
  if (rowOf === undefined) return mappedByTarget(column, undefined, count);
  const { rows } = column;
  const positions = new Int32Array(rowOf.length);
  if (rows === undefined) {
    for (let i = 0; i < rowOf.length; i++) positions[i] = rowOf[i] < column.count ? rowOf[i] : -1;
  } else {
    let most = 0;
    for (let i = 0; i < rowOf.length; i++) if (rowOf[i] > most) most = rowOf[i];
    const at = new Int32Array(most + 1).fill(-1);
    for (let i = 0; i < column.count && rows[i] <= most; i++) at[rows[i]] = i;
    for (let i = 0; i < rowOf.length; i++) positions[i] = at[rowOf[i]];
  }
  return gathered(column, positions);
}

function gathered({ name, type, values }: BuiltColumn, at: Int32Array): MappedColumn {
  let count = 0;
  for (let i = 0; i < at.length; i++) if (at[i] >= 0) count++;
  const present = new Int32Array(count);
  const positions = new Uint32Array(count);
  let n = 0;
  for (let i = 0; i < at.length; i++) {
    if (at[i] < 0) continue;
    present[n] = at[i];
    positions[n++] = i;
  }
  return {
    name,
    type,
    values: gatherRaw(values, present),
    positions: count === at.length ? undefined : positions,
  };
}

export function takeEach(values: Uint32Array, rows: Int32Array): Uint32Array {
  const taken = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = values[rows[i]];
  return taken;
}

export function labelSetsByRow(
  given: BuiltLabelSets | undefined,
  rowOf: Int32Array | undefined,
): BuiltLabelSets | undefined {
  if (given === undefined || rowOf === undefined) return given;
  const codes = new Int32Array(rowOf.length);
  for (let i = 0; i < rowOf.length; i++) codes[i] = given.codes[rowOf[i]];
  return { codes, sets: given.sets };
}

/** Sets of labels, with those that all nodes have, and unions of them. */
export class SetUnion {
  readonly all: (readonly string[])[] = [];
  /** The set of a node without labels of its own. */
  readonly none: number;
  readonly #numbers = new Map<string, number>();
  readonly #given: readonly (readonly string[])[];
  readonly #joined = new Map<string, number>();

  constructor(given: readonly (readonly string[])[], everywhere: readonly string[]) {
    this.#given = given;
    this.none = everywhere.length === 0 ? -1 : this.#number(everywhere);
  }

  #number(names: readonly string[]): number {
    const sorted = [...new Set(names)].sort();
    const id = JSON.stringify(sorted);
    let number = this.#numbers.get(id);
    if (number === undefined) {
      number = this.all.push(sorted) - 1;
      this.#numbers.set(id, number);
    }
    return number;
  }

  /** The set of those in a set and in one of the given ones. */
  join(set: number, given: number): number {
    if (given < 0) return set;
    const id = `${set} ${given}`;
    let joined = this.#joined.get(id);
    if (joined === undefined) {
      joined = this.#number([...(set < 0 ? [] : this.all[set]), ...this.#given[given]]);
      this.#joined.set(id, joined);
    }
    return joined;
  }
}
