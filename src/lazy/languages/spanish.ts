/** Door to the stems of Spanish words. */
export { stemmer as stemSpanish } from "@orama/stemmers/spanish";
