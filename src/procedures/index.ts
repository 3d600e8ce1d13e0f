/** The public names of groggy/procedures, nothing else. */
export { graphProcedures } from "#lazy/procedures";
export type {
  AlgorithmArgument,
  AlgorithmEntry,
  AlgorithmOption,
  ArgumentKind,
} from "./algorithm-entry.js";
export { algorithmList } from "./algorithm-list.js";
