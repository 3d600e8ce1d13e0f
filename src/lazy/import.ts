/** Door to writing what a file had to a graph. */
export { type MatchedEdges, matchEdges } from "../space/match-edges.js";
export { nextIds, writeImport } from "../space/write-import.js";
