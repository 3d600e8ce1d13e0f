/** The attributes that a pattern gives to new elements, as columns for all rows. */
import type { BoundEntry, BoundExpression, BoundProperties } from "../../bind/bound.js";
import type { BulkVector } from "../../run/graph-port.js";
import type { CypherValue } from "../../values/value.js";
import type { EngineContext } from "../operator.js";
import { type Batch, isNullAt, type Vector, valueAt } from "../vector.js";
import { valuesOf, vectorExpression } from "../vector-expression.js";

export type Columns = ReadonlyMap<string, Vector>;

/** The expressions of the attributes. */
export function expressionsOf(properties: BoundProperties | undefined): readonly BoundExpression[] {
  if (properties === undefined) return [];
  return Array.isArray(properties)
    ? (properties as readonly BoundEntry[]).map(({ value }) => value)
    : [properties as BoundExpression];
}

/** Undefined where an attribute is named twice, or what is to be a map is none. */
export function attributeColumns(
  properties: BoundProperties | undefined,
  batch: Batch,
  context: EngineContext,
): Columns | undefined {
  const columns = new Map<string, Vector>();
  if (properties === undefined) return columns;
  if (!Array.isArray(properties)) return columnsOfMaps(properties as BoundExpression, batch, context);
  for (const { name, value } of properties as readonly BoundEntry[]) {
    if (columns.has(name)) return undefined;
    columns.set(name, valuesOf(vectorExpression(value, context), batch, context));
  }
  return columns;
}

/** The entries of a map for each row, as a column for each name. */
function columnsOfMaps(source: BoundExpression, batch: Batch, context: EngineContext): Columns | undefined {
  const maps = valuesOf(vectorExpression(source, context), batch, context);
  const columns = new Map<string, CypherValue[]>();
  for (let i = 0; i < batch.count; i++) {
    const map = valueAt(maps, i, context.run.graph);
    if (!(map instanceof Map)) return undefined;
    for (const [name, value] of map as ReadonlyMap<string, CypherValue>) {
      let values = columns.get(name);
      if (values === undefined) {
        values = new Array<CypherValue>(batch.count).fill(null);
        columns.set(name, values);
      }
      values[i] = value;
    }
  }
  return new Map(Array.from(columns, ([name, values]) => [name, { kind: "values", values }]));
}

/** How many of the first `count` values are not null. */
export function presentCount(vector: Vector, count: number): number {
  let present = 0;
  for (let i = 0; i < count; i++) if (!isNullAt(vector, i)) present++;
  return present;
}

/** The first values of a vector as writes take them; undefined for one of elements, which nothing stores. */
export function bulkValues(vector: Vector, count: number, { run }: EngineContext): BulkVector | undefined {
  if ("ids" in vector) return undefined;
  if (vector.kind !== "bytes") return vector;
  return { kind: "values", values: Array.from({ length: count }, (_, i) => valueAt(vector, i, run.graph)) };
}

/** The columns of several elements for each row, the elements of a row after each other. */
export function interleaved(
  parts: readonly Columns[],
  count: number,
  context: EngineContext,
): Map<string, BulkVector> | undefined {
  const all = new Map<string, BulkVector>();
  if (parts.length === 1) {
    for (const [name, vector] of parts[0]) {
      const values = bulkValues(vector, count, context);
      if (values === undefined) return undefined;
      all.set(name, values);
    }
    return all;
  }
  const width = parts.length;
  const lists = new Map<string, CypherValue[]>();
  for (const [at, columns] of parts.entries())
    for (const [name, vector] of columns) {
      if ("ids" in vector) return undefined;
      let values = lists.get(name);
      if (values === undefined) {
        values = new Array<CypherValue>(count * width).fill(null);
        lists.set(name, values);
      }
      for (let i = 0; i < count; i++) values[i * width + at] = valueAt(vector, i, context.run.graph);
    }
  for (const [name, values] of lists) all.set(name, { kind: "values", values });
  return all;
}

/** Every `width`th id from one on: those of one element of each row. */
export function idsOfPart(ids: Uint32Array, at: number, width: number, count: number): Uint32Array {
  if (width === 1) return ids;
  const own = new Uint32Array(count);
  for (let i = 0; i < count; i++) own[i] = ids[i * width + at];
  return own;
}
