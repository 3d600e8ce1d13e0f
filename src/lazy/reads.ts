/** Door to reads over many elements: along edges, in bulk, as rows, by group. */
export { aggregateAll, groupElements } from "../space/tables/element-groups.js";
export { rowsInOrder, rowsOfSet, rowsOfValues } from "../space/tables/rows.js";
export { edgesAlong, endsAlong, fewAlong, nodesAlong } from "../space/traversal/along-edges.js";
export { countDegrees } from "../space/traversal/degrees.js";
export { readSteps } from "../space/traversal/read-steps.js";
