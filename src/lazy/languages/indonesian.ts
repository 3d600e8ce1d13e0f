/** Door to the stems of Indonesian words. */
export { stemmer as stemIndonesian } from "@orama/stemmers/indonesian";
