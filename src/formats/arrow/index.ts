/** `groggy/arrow`: graphs to Arrow tables and back. This sub-path alone loads apache-arrow. */

export type { ColumnRole, ColumnStorage } from "./fields.js";
export {
  type ArrowImport,
  type ArrowTables,
  type EndKind,
  type FromArrowOptions,
  fromArrow,
  type ImportTarget,
} from "./read/tables.js";
export { type ToArrowOptions, toArrow } from "./write/tables.js";
