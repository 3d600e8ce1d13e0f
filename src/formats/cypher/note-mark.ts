/** The beginnings of Cypher scripts: a note of groggy's own, blanks and comments. */

/** The beginning of the first line of a script of groggy's own; what follows is its note, in JSON. */
export const SCRIPT_NOTE = "// groggy ";

const COMMENTS = /^(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;

/** A text without the blanks and comments that it begins with. */
export function withoutComments(text: string): string {
  return text.slice(COMMENTS.exec(text)?.[0].length ?? 0);
}
