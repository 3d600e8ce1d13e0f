/** Door to the stems of Hindi words. */
export { stemmer as stemHindi } from "@orama/stemmers/indian";
