/** Door to the stems of Armenian words. */
export { stemmer as stemArmenian } from "@orama/stemmers/armenian";
