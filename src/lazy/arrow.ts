/** Door to Arrow tables, opened by the first `toArrow` or `fromArrow`. It alone needs apache-arrow. */
export { fromArrow } from "../formats/arrow/read/tables.js";
export { toArrow } from "../formats/arrow/write/tables.js";
