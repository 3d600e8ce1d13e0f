/** Door to the stems of Italian words. */
export { stemmer as stemItalian } from "@orama/stemmers/italian";
