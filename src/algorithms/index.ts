/** The public names of groggy/algorithms, nothing else. */
export { Components, connectedComponents } from "./connected-components.js";
export { Result, type ResultValues } from "./result.js";
