/** Door to the stems of Tamil words. */
export { stemmer as stemTamil } from "@orama/stemmers/tamil";
