/** Columns as the binary formats take them. */

/** The type of a column that is written. */
export type PrintedType = "bool" | "int32" | "int64" | "float64" | "timestamp" | "binary" | "utf8";

/** A column with the values that its type has; undefined where absent. */
export interface PrintedColumn {
  readonly name: string;
  readonly type: PrintedType;
  readonly values: readonly unknown[];
}
