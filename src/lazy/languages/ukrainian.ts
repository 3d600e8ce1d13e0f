/** Door to the stems of Ukrainian words. */
export { stemmer as stemUkrainian } from "@orama/stemmers/ukrainian";
