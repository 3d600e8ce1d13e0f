/** Door to the stems of Russian words. */
export { stemmer as stemRussian } from "@orama/stemmers/russian";
