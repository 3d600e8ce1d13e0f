/** Door to the stems of Lithuanian words. */
export { stemmer as stemLithuanian } from "@orama/stemmers/lithuanian";
