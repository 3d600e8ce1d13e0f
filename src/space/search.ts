/** Filters, reached by `#search`: Node loads them with the first `where`. See `src/later.ts`. */
export { evaluateFilter } from "./filter/evaluate.js";
export { parseFilter } from "./filter/parse.js";
export { readExpression } from "./filter/read-filter.js";
