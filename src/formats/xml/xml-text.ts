/**
 * Text for XML. What XML 1.0 cannot hold at all, most control characters, U+FFFE and U+FFFF, is written as `_xHHHH_`,
 * as spreadsheets and .NET do; a text that looks like that gets its first underscore so. Only files that say that they
 * were written here are read so.
 */

/** The attribute of the root element that says so, and its value. */
export const OWN_MARK = "groggy.version";
export const OWN_VERSION = "1";

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const CONTENT_SPECIAL = /[\u0000-\u0008\u000b-\u001f&<>\ufffe\uffff]|_x/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const VALUE_SPECIAL = /[\u0000-\u001f&<>"\ufffe\uffff]|_x/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const IMPOSSIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|_(?=x[0-9A-F]{4})/g;
/** Halves of surrogate pairs are no characters, and are never written so. */
const ESCAPE = /_x((?!D[89A-F])[0-9A-F]{4})_/g;

function hexEscape(char: string): string {
  return `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;
}

const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

function reference(char: string): string {
  return REFERENCES[char];
}

/** A text as the content of an element. */
export function contentText(text: string): string {
  if (!CONTENT_SPECIAL.test(text)) return text;
  return text.replace(IMPOSSIBLE, hexEscape).replace(/[&<>\r]/g, reference);
}

/** A text as the value of an attribute, without the quotes. */
export function attributeText(text: string): string {
  if (!VALUE_SPECIAL.test(text)) return text;
  return text.replace(IMPOSSIBLE, hexEscape).replace(/[&<>"\t\n\r]/g, reference);
}

/** A text of a file that was written here. */
export function unescapedText(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(ESCAPE, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
