/** Door to searches by vector, opened by the first `nearest`. */
export { nearestElements, nearestElementsAsync, nearestElementsMany } from "../space/search/nearest.js";
