/** Door to the stems of Sanskrit words. */
export { stemmer as stemSanskrit } from "@orama/stemmers/sanskrit";
