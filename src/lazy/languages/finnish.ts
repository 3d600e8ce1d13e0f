/** Door to the stems of Finnish words. */
export { stemmer as stemFinnish } from "@orama/stemmers/finnish";
