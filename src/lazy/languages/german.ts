/** Door to the stems of German words. */
export { stemmer as stemGerman } from "@orama/stemmers/german";
