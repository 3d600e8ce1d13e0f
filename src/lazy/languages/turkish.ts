/** Door to the stems of Turkish words. */
export { stemmer as stemTurkish } from "@orama/stemmers/turkish";
