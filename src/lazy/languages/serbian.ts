/** Door to the stems of Serbian words. */
export { stemmer as stemSerbian } from "@orama/stemmers/serbian";
