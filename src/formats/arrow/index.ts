/**
 * `groggy/arrow`: graphs to Arrow tables and back. It needs the package apache-arrow, which Node loads with the first
 * call; where it is missing that call throws `MISSING_PACKAGE` and says how to install it.
 */
export { fromArrow, toArrow } from "#lazy/arrow";
export type { ColumnRole, ColumnStorage } from "./fields.js";
export type { ArrowImport, ArrowTables, EndKind, FromArrowOptions, ImportTarget } from "./read/tables.js";
export type { ArrowResult } from "./write/results.js";
export type { ToArrowOptions } from "./write/tables.js";
