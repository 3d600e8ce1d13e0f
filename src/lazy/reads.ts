/** Door to reads over many elements: along edges, in bulk. */
export { edgesAlong, endsAlong, nodesAlong } from "../space/traversal/along-edges.js";
export { countDegrees } from "../space/traversal/degrees.js";
export { readSteps } from "../space/traversal/read-steps.js";
