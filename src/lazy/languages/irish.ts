/** Door to the stems of Irish words. */
export { stemmer as stemIrish } from "@orama/stemmers/irish";
