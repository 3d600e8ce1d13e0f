/** Door to the stems of Swedish words. */
export { stemmer as stemSwedish } from "@orama/stemmers/swedish";
