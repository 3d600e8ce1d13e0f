/** Door to statements that follow few relationships from nodes that are found at once. */
export { hopQuery } from "../query/engine/hops/hop-rows.js";
