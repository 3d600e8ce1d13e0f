/** Door to operators of steps that follow more than one relationship. */
export { distinctFromLists, pathStepRows } from "../query/engine/paths/path-steps.js";
