/** Columns of unions, dense and sparse: each value has the type of the child that it lies in. */
import { type Data, type Field, type Union, Vector } from "apache-arrow";
import { MixedColumn, type ValueType } from "../../../view.js";
import { type ArrowColumn, readArrowColumn } from "./columns.js";

/**
 * The values of a column of a union with their types; where a child has a null, or is one of nulls, there is none.
 *
 * @throws TypeError naming the column and what no attribute can hold.
 */
export function readUnion({ field, vector }: ArrowColumn): MixedColumn {
  const types: (ValueType | undefined)[] = [];
  const values: unknown[] = [];
  for (const data of vector.data as readonly Data<Union>[]) {
    const children = data.type.children.map((child, at) => readChild(field, child, data.children[at]));
    const { typeIds, valueOffsets } = data;
    for (let i = 0; i < data.length; i++) {
      const child = children[data.type.typeIdToChildIndex[typeIds[i]]];
      // sparse unions have children as long as they are
      const value =
        child.values[valueOffsets === undefined || valueOffsets.length === 0 ? i : valueOffsets[i]];
      types.push(value === undefined ? undefined : child.type);
      values.push(value);
    }
  }
  return new MixedColumn(types, values);
}

function readChild(
  { name }: Field,
  child: Field,
  data: Data,
): { readonly type: ValueType | undefined; readonly values: readonly unknown[] } {
  const column = readArrowColumn({ field: child.clone({ name }), vector: new Vector([data]) });
  return { type: column?.type, values: column?.toArray() ?? new Array(data.length).fill(undefined) };
}
