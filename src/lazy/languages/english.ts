/** Door to the stems of English words. */
export { stemmer as stemEnglish } from "@orama/stemmers/english";
