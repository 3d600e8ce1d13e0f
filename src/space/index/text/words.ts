/**
 * The words of a text, as an index has them: runs of letters, digits and marks, in NFKC and without their case (ß
 * is ss), folded by default. Han, kana and Hangul, which are written without spaces, come as overlapping pairs of characters, a single one
 * by itself. The rule depends on Unicode's tables alone, and not on a runtime's idea of words in a language.
 */
import { partsOfPiece, pieceEnd } from "./pieces.js";

/** Words are the same if so many of their first units are. */
export const WORD_UNITS_MAX = 255;

/** Takes the next word, and the units of the text from `start` up to `end` that it was made of. */
export type WordSink = (word: string, start: number, end: number) => void;

/** Kinds of ASCII characters: 0 ends a word, 1 is a small letter or a digit, 2 a capital. */
const ASCII = new Uint8Array(128);
for (let code = 48; code < 58; code++) ASCII[code] = 1;
for (let code = 97; code < 123; code++) ASCII[code] = 1;
for (let code = 65; code < 91; code++) ASCII[code] = 2;

/** Whether a character below 128 is a letter or a digit. */
export function isAsciiWord(code: number): boolean {
  return ASCII[code] !== 0;
}

export function eachWord(text: string, fold: boolean, sink: WordSink): void {
  const { length } = text;
  let at = 0;
  while (at < length) {
    const start = at;
    let kinds = 0;
    let code = 0;
    for (; at < length; at++) {
      code = text.charCodeAt(at);
      if (code >= 128 || ASCII[code] === 0) break;
      kinds |= ASCII[code];
    }
    if (at < length && code >= 128) {
      // the character before may have a mark to come
      at = otherWords(text, start, Math.max(start, at - 1), fold, sink);
      continue;
    }
    if (at > start) {
      const word = text.slice(start, Math.min(at, start + WORD_UNITS_MAX));
      sink(kinds >= 2 ? word.toLowerCase() : word, start, at);
    }
    at++;
  }
}

/** As `eachWord`, of the ideographs of a text alone, one by one. */
export function eachIdeograph(text: string, fold: boolean, sink: WordSink): void {
  for (let at = 0; at < text.length; ) {
    const end = pieceEnd(text, at);
    for (const part of partsOfPiece(text.slice(at, end), fold))
      if (part.kind === "ideograph") sink(part.text, at, end);
    at = end;
  }
}

/** The number of words of a text. */
export function countWords(text: string): number {
  let count = 0;
  eachWord(text, true, () => count++);
  return count;
}

/**
 * Goes on from a word that began at `start` with ASCII up to `from`, until a word ends before ASCII; where that is.
 */
function otherWords(text: string, start: number, from: number, fold: boolean, sink: WordSink): number {
  let word = text.slice(start, from).toLowerCase();
  let wordStart = start;
  let wordEnd = from;
  /** The ideograph before, whose pair is to come, and whether it stands in a pair already. */
  let ideograph = "";
  let ideographStart = 0;
  let isPaired = false;
  const endWord = (): void => {
    if (word !== "") sink(cut(word), wordStart, wordEnd);
    word = "";
  };
  const endPairs = (): void => {
    if (ideograph !== "" && !isPaired) sink(cut(ideograph), ideographStart, wordEnd);
    ideograph = "";
    isPaired = false;
  };
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    // a text is apart there, whatever marks come next
    if (code < 128 && ASCII[code] === 0) break;
    const end = pieceEnd(text, at);
    for (const part of partsOfPiece(text.slice(at, end), fold)) {
      if (part.kind === "letter") {
        endPairs();
        if (word === "") wordStart = at;
        if (word.length < WORD_UNITS_MAX) word += part.text;
        wordEnd = end;
      } else if (part.kind === "ideograph") {
        endWord();
        if (ideograph !== "") sink(cut(ideograph + part.text), ideographStart, end);
        isPaired = ideograph !== "";
        ideograph = part.text;
        ideographStart = at;
        wordEnd = end;
      } else if (part.kind === "mark") {
        if (word !== "" && word.length < WORD_UNITS_MAX) word += part.text;
        if (word !== "") wordEnd = end;
      } else if (part.kind === "break") {
        endWord();
        endPairs();
      }
    }
    at = end;
    if (word === "" && ideograph === "" && at < text.length && text.charCodeAt(at) < 128) break;
  }
  endWord();
  endPairs();
  return at;
}

/** The first units of a word, and no half of a character. */
function cut(word: string): string {
  if (word.length <= WORD_UNITS_MAX) return word;
  const code = word.charCodeAt(WORD_UNITS_MAX - 1);
  return word.slice(0, code >= 0xd800 && code < 0xdc00 ? WORD_UNITS_MAX - 1 : WORD_UNITS_MAX);
}
