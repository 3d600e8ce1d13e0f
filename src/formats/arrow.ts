/** `groggy/arrow`: graphs to Arrow tables and back. This sub-path alone loads apache-arrow. */
export { type ToArrowOptions, toArrow } from "./arrow-export.js";
export type { ColumnRole, ColumnStorage } from "./arrow-fields.js";
export {
  type ArrowImport,
  type ArrowTables,
  type EndKind,
  type FromArrowOptions,
  fromArrow,
  type ImportTarget,
} from "./arrow-import.js";
