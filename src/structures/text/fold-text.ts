/**
 * Texts as searches compare them: in compatible form (NFKC), without case, and without the accents of scripts that are
 * read without them.
 */
import { foldCase } from "./fold-case.js";

/** Soft hyphens, joiners and the like: words go on across them. A zero width space ends a word. */
const IGNORABLES = /(?!\u200b)\p{Default_Ignorable_Code_Point}/gu;

/**
 * The marks that folding strips: those that go with any script, and the points and accents of scripts whose words are
 * read without them. The vowel signs of Indic scripts, the voicing marks of kana, the breve of й and the like are parts of words.
 */
const ACCENTS =
  /(?=\p{M})(?![\u3099\u309a]|(?<=и)\u0306)[\p{sc=Inherited}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Cyrillic}\p{sc=Latin}\p{sc=Greek}]/gu;

/** Between two marks of a long run: to bring them in their order takes time by the square. */
const WITHIN_LONG_RUN =
  /(?<=[\p{M}\p{Default_Ignorable_Code_Point}]{64})(?=[\p{M}\p{Default_Ignorable_Code_Point}])/u;

const ASCII = /^[\0-\x7f]*$/;

/** A text without its case and its accents, so that ΤΩΙ, τῷ and τωι are one. The same whatever the language. */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .split(WITHIN_LONG_RUN)
    .map((part) => withoutAccents(compatible(part, foldCase)))
    .join("");
}

/** A text in compatible form whose case is as `fold` makes it. */
export function compatible(text: string, fold: (text: string) => string): string {
  // the iota below a letter becomes a letter behind all of its marks, so marks are in their order before
  return fold(text.replace(IGNORABLES, "").normalize("NFKD")).normalize("NFKC");
}

function withoutAccents(text: string): string {
  return text.normalize("NFD").replace(ACCENTS, "").normalize("NFC");
}
