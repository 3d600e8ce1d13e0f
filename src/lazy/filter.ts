/** Door to the filter language, opened by the first `where`. */
export { boundFilter, evaluateFilter } from "../space/filter/evaluate.js";
export { parseFilter } from "../space/filter/parse.js";
export { readExpression } from "../space/filter/read-filter.js";
