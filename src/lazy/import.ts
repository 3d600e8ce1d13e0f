/** Door to writing what a file had to a graph. */
export { nextIds, writeImport } from "../space/write-import.js";
