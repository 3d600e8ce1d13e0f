/** Door to the stems of Nepali words. */
export { stemmer as stemNepali } from "@orama/stemmers/nepali";
