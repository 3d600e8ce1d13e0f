/** Door to the clauses of the plain executor that few statements have: patterns by rows, writing, files. */
export { csvRecords } from "../query/run/load-csv.js";
export { matchRows } from "../query/run/match-pattern.js";
export {
  checkDeletedNodes,
  createPaths,
  deleteItems,
  merged,
  removeItems,
  setItems,
} from "../query/run/write-elements.js";
