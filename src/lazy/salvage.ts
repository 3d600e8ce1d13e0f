/** Door to what makes a store of what can be read of a damaged one. */
export { salvage } from "../store/salvage.js";
