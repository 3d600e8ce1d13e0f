/** The public names of groggy/procedures, nothing else. */
export { graphProcedures } from "#lazy/procedures";
