/** Door to operators that group, count, and run queries within queries. */
export { groupsCounted } from "../query/engine/counted-groups.js";
export { rowsDistinct, rowsGrouped } from "../query/engine/group-rows.js";
export { rowClause } from "../query/engine/subqueries/row-clauses.js";
export { subqueryRows, subqueryValues } from "../query/engine/subqueries/subquery-rows.js";
