/** The beginning of the first line of a script of groggy's own; what follows is its note, in JSON. */
export const SCRIPT_NOTE = "// groggy ";
