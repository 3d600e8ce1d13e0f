/** Door to searches by vector and over texts, opened by the first one. */
export { nearestElements, nearestElementsAsync, nearestElementsMany } from "../space/search/nearest.js";
export { highlightElement, searchTexts, searchTextsAsync } from "../space/search/search-texts.js";
