/** Door to the stems of Hungarian words. */
export { stemmer as stemHungarian } from "@orama/stemmers/hungarian";
