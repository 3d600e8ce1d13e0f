/** Door to the stems of Portuguese words. */
export { stemmer as stemPortuguese } from "@orama/stemmers/portuguese";
