/** Door to the stems of Norwegian words. */
export { stemmer as stemNorwegian } from "@orama/stemmers/norwegian";
