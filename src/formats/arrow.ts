/** `groggy/arrow`: graphs to Arrow tables and back. This sub-path alone loads apache-arrow. */
export { type ToArrowOptions, toArrow } from "./arrow-export.js";
