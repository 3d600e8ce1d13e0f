/** Door to the stems of Romanian words. */
export { stemmer as stemRomanian } from "@orama/stemmers/romanian";
