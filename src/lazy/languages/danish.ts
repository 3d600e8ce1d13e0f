/** Door to the stems of Danish words. */
export { stemmer as stemDanish } from "@orama/stemmers/danish";
