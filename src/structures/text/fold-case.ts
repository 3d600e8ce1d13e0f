/**
 * Case folding by the runtime's own mappings, without a table: all of Unicode's full case foldings (Cherokee letters become
 * small), and ı, whose capital is I, as i. Mappings of single characters are Unicode's for good once a character is assigned, so that runtimes agree on
 * the characters that each of them knows.
 *
 * Source: The Unicode Standard, sections 3.13 and 5.18.
 */

/**
 * A string without its case: as it is in upper and then in lower case, so that ß is ss, with one form of the sigma. The
 * capital ẞ, which is its own upper case, becomes ss as well. The same whatever the language.
 */
export function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");
}
