/** Door to the stems of Dutch words. */
export { stemmer as stemDutch } from "@orama/stemmers/dutch";
