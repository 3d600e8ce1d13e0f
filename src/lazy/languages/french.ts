/** Door to the stems of French words. */
export { stemmer as stemFrench } from "@orama/stemmers/french";
