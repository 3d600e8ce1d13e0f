/** Door to Cypher, opened by the first `query`, `queryAsync` or `prepare`. */
export { proceduresOf } from "../query/result/kept-procedures.js";
export { prepareQuery } from "../query/result/prepared/prepare-query.js";
export { runQuery, runQueryAsync } from "../query/result/run-query.js";
