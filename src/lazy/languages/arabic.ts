/** Door to the stems of Arabic words. */
export { stemmer as stemArabic } from "@orama/stemmers/arabic";
