/**
 * The values of one variable, or of one expression, for all rows of a batch, in typed arrays where that can be. Arrays may
 * be longer than a batch has rows. A missing element, and a null text, is NONE.
 */

import type { BytesStore } from "../../pool/bytes-store.js";
import type { BulkVector, GraphPort } from "../run/graph-port.js";
import type { Holding } from "../run/holding.js";
import { NodeValue, RelationshipValue } from "../values/elements.js";
import type { Records } from "../values/records.js";
import type { CypherValue } from "../values/value.js";

/** Stands for null among ids and codes. */
export const NONE = 0xffffffff;

/** Null among booleans, where 0 is false and 1 is true. */
export const UNKNOWN = 2;

/** Values of a batch, one each. */
export type Vector =
  | BulkVector
  | { readonly kind: "nodes" | "relationships"; readonly ids: Uint32Array }
  /** Texts as a column has them in UTF-8: the row of each, negative for null. They are decoded when asked for. */
  | { readonly kind: "bytes"; readonly store: BytesStore; readonly rows: Int32Array };

/** Maps that are held by columns, which are made when somebody asks for `values`. `rows` are their places. */
export class RecordRows {
  readonly kind = "values";
  readonly records: Records;
  readonly rows: Uint32Array;
  #values: readonly CypherValue[] | undefined;

  constructor(records: Records, rows: Uint32Array) {
    this.records = records;
    this.rows = rows;
  }

  get values(): readonly CypherValue[] {
    if (this.#values === undefined) {
      const list = this.records.list();
      this.#values = Array.from(this.rows, (row) => list[row]);
    }
    return this.#values;
  }

  /** The values of a key of the first `count` maps. */
  field(name: string, count: number): Vector {
    const column = this.records.columns.get(name);
    if (column === undefined) return { kind: "constant", value: null };
    const first = this.rows[0];
    // all of them, or those that follow each other, need no copy
    if (count > 0 && isSequence(this.rows, count)) {
      const isAll = first === 0 && count === this.records.count;
      return isAll ? column : slicedVector(column, first, first + count);
    }
    return gathered(column, this.rows, count);
  }
}

function isSequence(rows: Uint32Array, count: number): boolean {
  const first = rows[0];
  for (let i = 1; i < count; i++) if (rows[i] !== first + i) return false;
  return true;
}

/** The value of a row, as the language has it. */
export function valueAt(vector: Vector, row: number, graph: GraphPort): CypherValue {
  switch (vector.kind) {
    case "nodes": {
      const id = vector.ids[row];
      return id === NONE ? null : new NodeValue(graph, id);
    }
    case "relationships": {
      const id = vector.ids[row];
      return id === NONE ? null : new RelationshipValue(graph, id);
    }
    case "integers":
      return vector.nulls?.[row] === 1 ? null : BigInt(vector.values[row]);
    case "floats":
      return vector.nulls?.[row] === 1 ? null : vector.values[row];
    case "booleans":
      return vector.values[row] === UNKNOWN ? null : vector.values[row] === 1;
    case "texts": {
      const code = vector.codes[row];
      return code === NONE ? null : vector.strings[code];
    }
    case "bytes":
      return vector.rows[row] < 0 ? null : vector.store.text(vector.rows[row]);
    case "values":
      return vector.values[row];
    case "constant":
      return vector.value;
  }
}

export function isNullAt(vector: Vector, row: number): boolean {
  switch (vector.kind) {
    case "nodes":
    case "relationships":
      return vector.ids[row] === NONE;
    case "integers":
    case "floats":
      return vector.nulls !== undefined && vector.nulls[row] === 1;
    case "booleans":
      return vector.values[row] === UNKNOWN;
    case "texts":
      return vector.codes[row] === NONE;
    case "bytes":
      return vector.rows[row] < 0;
    case "values":
      return !(vector instanceof RecordRows) && vector.values[row] === null;
    case "constant":
      return vector.value === null;
  }
}

/** Whether some of the first `count` values may be null. */
export function mayHaveNulls(vector: Vector, count: number): boolean {
  switch (vector.kind) {
    case "integers":
    case "floats":
      if (vector.nulls === undefined) return false;
      break;
    case "constant":
      return vector.value === null;
  }
  for (let row = 0; row < count; row++) if (isNullAt(vector, row)) return true;
  return false;
}

/** The values of the rows that `index` names, in its order. */
export function gathered(vector: Vector, index: Uint32Array, count: number): Vector {
  switch (vector.kind) {
    case "nodes":
    case "relationships":
      return { kind: vector.kind, ids: gatheredWords(vector.ids, index, count) };
    case "integers":
    case "floats": {
      const values = new Float64Array(count);
      for (let i = 0; i < count; i++) values[i] = vector.values[index[i]];
      return { kind: vector.kind, values, nulls: vector.nulls && gatheredBytes(vector.nulls, index, count) };
    }
    case "booleans":
      return { kind: "booleans", values: gatheredBytes(vector.values, index, count) };
    case "texts":
      return {
        kind: "texts",
        codes: gatheredWords(vector.codes, index, count),
        strings: vector.strings,
      };
    case "bytes": {
      const rows = new Int32Array(count);
      for (let i = 0; i < count; i++) rows[i] = vector.rows[index[i]];
      return { kind: "bytes", store: vector.store, rows };
    }
    case "values": {
      if (vector instanceof RecordRows)
        return new RecordRows(vector.records, gatheredWords(vector.rows, index, count));
      const values = new Array<CypherValue>(count);
      for (let i = 0; i < count; i++) values[i] = vector.values[index[i]];
      return { kind: "values", values };
    }
    case "constant":
      return vector;
  }
}

function gatheredWords(words: Uint32Array, index: Uint32Array, count: number): Uint32Array {
  const out = new Uint32Array(count);
  for (let i = 0; i < count; i++) out[i] = words[index[i]];
  return out;
}

function gatheredBytes(bytes: Uint8Array, index: Uint32Array, count: number): Uint8Array {
  const out = new Uint8Array(count);
  for (let i = 0; i < count; i++) out[i] = bytes[index[i]];
  return out;
}

/** The rows from `first` up to but not including `end`. */
export function slicedVector(vector: Vector, first: number, end: number): Vector {
  switch (vector.kind) {
    case "nodes":
    case "relationships":
      return { kind: vector.kind, ids: vector.ids.subarray(first, end) };
    case "integers":
    case "floats":
      return {
        kind: vector.kind,
        values: vector.values.subarray(first, end),
        nulls: vector.nulls?.subarray(first, end),
      };
    case "booleans":
      return { kind: "booleans", values: vector.values.subarray(first, end) };
    case "texts":
      return { kind: "texts", codes: vector.codes.subarray(first, end), strings: vector.strings };
    case "bytes":
      return { kind: "bytes", store: vector.store, rows: vector.rows.subarray(first, end) };
    case "values":
      return vector instanceof RecordRows
        ? new RecordRows(vector.records, vector.rows.subarray(first, end))
        : { kind: "values", values: vector.values.slice(first, end) };
    case "constant":
      return vector;
  }
}

/** The texts of the first `count` rows. */
export function decodedTexts(
  { store, rows }: Extract<Vector, { readonly kind: "bytes" }>,
  count: number,
): (string | null)[] {
  const texts = store.texts(rows.length === count ? rows : rows.subarray(0, count)) as (string | null)[];
  for (let i = 0; i < count; i++) texts[i] ??= null;
  return texts;
}

/** The ids of nodes, or of relationships, that values are; NONE for null and everything else. */
export function elementIdsOf(vector: Vector, kind: "nodes" | "relationships", count: number): Uint32Array {
  if (vector.kind === kind) return vector.ids;
  const ids = new Uint32Array(count).fill(NONE);
  const wanted = kind === "nodes" ? NodeValue : RelationshipValue;
  if (vector.kind === "constant") {
    if (vector.value instanceof wanted) ids.fill(vector.value.id);
  } else if (vector.kind === "values") {
    for (let row = 0; row < count; row++) {
      const value = vector.values[row];
      if (value instanceof wanted) ids[row] = value.id;
    }
  }
  return ids;
}

/** Whether some of the elements in a vector are those of a revision, from which they are read. */
export function isOfOtherGraph(vector: Vector, count: number, graph: GraphPort): boolean {
  const isOther = (value: CypherValue): boolean =>
    (value instanceof NodeValue || value instanceof RelationshipValue) && value.graph !== graph;
  if (vector.kind === "constant") return isOther(vector.value);
  if (vector.kind !== "values") return false;
  for (let i = 0; i < count; i++) if (isOther(vector.values[i])) return true;
  return false;
}

/** Some rows: the values of each variable that is still wanted, by its slot. */
export interface Batch {
  readonly count: number;
  readonly columns: ReadonlyMap<number, Vector>;
}

export const EMPTY_BATCH: Batch = { count: 0, columns: new Map() };

/** The rows that `index` names, with the variables that are still wanted. */
export function gatheredBatch(
  { columns }: Batch,
  index: Uint32Array,
  count: number,
  wanted: ReadonlySet<number>,
): Map<number, Vector> {
  const out = new Map<number, Vector>();
  for (const [slot, vector] of columns) if (wanted.has(slot)) out.set(slot, gathered(vector, index, count));
  return out;
}

/** The rows from `first` up to but not including `end`. */
export function slicedBatch({ columns }: Batch, first: number, end: number): Batch {
  const out = new Map<number, Vector>();
  for (const [slot, vector] of columns) out.set(slot, slicedVector(vector, first, end));
  return { count: end - first, columns: out };
}

/** Counts the memory of values that are about to be kept: of the rows that `index` names, or of the first ones. */
export function keepVectors(
  holding: Holding,
  vectors: Iterable<Vector>,
  index: Uint32Array | undefined,
  count: number,
): void {
  let small = 0;
  for (const vector of vectors) {
    if (vector instanceof RecordRows) holding.keepRecords(vector.records, count);
    else if (vector.kind !== "values") small += count;
    else for (let i = 0; i < count; i++) holding.keep(vector.values[index === undefined ? i : index[i]]);
  }
  holding.keepSmall(small);
}
