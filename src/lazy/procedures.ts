/** Door to the procedures of groggy.*, opened by the first CALL of one. It brings all algorithms along. */
export {
  findGraphProcedure,
  graphProcedureNames,
  graphProcedures,
} from "../procedures/procedure-registry.js";
