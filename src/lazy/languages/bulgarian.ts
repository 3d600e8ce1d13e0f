/** Door to the stems of Bulgarian words. */
export { stemmer as stemBulgarian } from "@orama/stemmers/bulgarian";
