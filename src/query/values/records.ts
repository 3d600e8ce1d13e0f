/**
 * Maps of the same keys in the same order, held by columns: what rows that come as a parameter mostly are. The maps
 * themselves are made when somebody asks for them.
 */
import type { CypherValue } from "./value.js";

/** The values of one key, one for each map, in the forms that batches of rows have: see `BulkVector`. */
export type RecordColumn =
  | {
      readonly kind: "integers" | "floats";
      readonly values: Float64Array;
      readonly nulls: Uint8Array | undefined;
    }
  | { readonly kind: "booleans"; readonly values: Uint8Array }
  | { readonly kind: "values"; readonly values: readonly CypherValue[] };

/** Null among booleans. */
export const UNKNOWN_BOOLEAN = 2;

export class Records {
  readonly count: number;
  readonly columns: ReadonlyMap<string, RecordColumn>;
  #list: CypherValue[] | undefined;

  constructor(count: number, columns: ReadonlyMap<string, RecordColumn>) {
    this.count = count;
    this.columns = columns;
  }

  /** All maps, the same ones at each call. */
  list(): CypherValue[] {
    this.#list ??= Array.from({ length: this.count }, (_, row) => this.#map(row));
    return this.#list;
  }

  #map(row: number): CypherValue {
    const map = new Map<string, CypherValue>();
    for (const [name, column] of this.columns) map.set(name, valueIn(column, row));
    return map;
  }
}

function valueIn(column: RecordColumn, row: number): CypherValue {
  switch (column.kind) {
    case "integers":
      return column.nulls?.[row] === 1 ? null : BigInt(column.values[row]);
    case "floats":
      return column.nulls?.[row] === 1 ? null : column.values[row];
    case "booleans":
      return column.values[row] === UNKNOWN_BOOLEAN ? null : column.values[row] === 1;
    case "values":
      return column.values[row];
  }
}

/** The parameters of a query by name. */
export class ParameterValues extends Map<string, CypherValue> {
  readonly #records = new Map<string, Records>();

  /** Adds a list of maps. */
  setRecords(name: string, records: Records): void {
    // keeps its place among the names
    super.set(name, null);
    this.#records.set(name, records);
  }

  /** A parameter as it is held by columns; undefined for one that is not. */
  records(name: string): Records | undefined {
    return this.#records.get(name);
  }

  override get(name: string): CypherValue | undefined {
    return this.#records.size === 0 ? super.get(name) : (this.#records.get(name)?.list() ?? super.get(name));
  }

  override set(name: string, value: CypherValue): this {
    this.#records.delete(name);
    return super.set(name, value);
  }

  override *entries(): MapIterator<[string, CypherValue]> {
    for (const name of this.keys()) yield [name, this.get(name)!];
  }

  override [Symbol.iterator](): MapIterator<[string, CypherValue]> {
    return this.entries();
  }

  override *values(): MapIterator<CypherValue> {
    for (const [, value] of this.entries()) yield value;
  }

  override forEach(each: (value: CypherValue, name: string, map: Map<string, CypherValue>) => void): void {
    for (const [name, value] of this.entries()) each(value, name, this);
  }
}
