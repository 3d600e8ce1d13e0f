/** Door to the stems of Greek words. */
export { stemmer as stemGreek } from "@orama/stemmers/greek";
