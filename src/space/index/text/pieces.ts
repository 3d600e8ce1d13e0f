/**
 * Text made comparable, piece by piece. A piece is a character with what composes with it: marks, and the letters of a
 * Hangul syllable. It is brought to NFKC without its case and, folded, loses its accents; the units of the original that
 * it was made of stay known. The pieces of a text, one after another, are those of the whole.
 */
import { foldCase } from "../../../structures/text/fold-case.js";
import { compatible, foldText } from "../../../structures/text/fold-text.js";

/** The role of a part of a piece in a word; a mark continues one. */
export type PartKind = "letter" | "ideograph" | "mark" | "break";

export interface Part {
  readonly text: string;
  readonly kind: PartKind;
}

/** Longer runs of marks are taken in several pieces: their order within one takes time by the square. */
const PIECE_UNITS = 64;

/** Pieces that are remembered; texts in one language have some hundred. */
const PIECES_KEPT = 8192;

/** Soft hyphens, joiners and the like; but a zero width space ends a word. */
const IGNORABLE = /^\p{Default_Ignorable_Code_Point}$/u;
const ZERO_WIDTH_SPACE = 0x200b;
const IDEOGRAPH = /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}]$/u;
const LETTER = /^[\p{L}\p{N}]$/u;
const MARK = /^\p{M}$/u;

const IDEOGRAPHS = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}](?<=[\p{L}\p{N}])\p{M}*/gu;

/** Whether characters continue a piece: 0 not asked yet, 1 no, 2 yes. */
const known = new Uint8Array(0x10000);

const kept = { folded: new Map<string, readonly Part[]>(), plain: new Map<string, readonly Part[]>() };

/** The end of the piece that begins at `start`. */
export function pieceEnd(text: string, start: number): number {
  let end = start + unitsAt(text, start);
  const max = start + PIECE_UNITS;
  while (end < text.length && end < max && continues(text, end)) end += unitsAt(text, end);
  return end;
}

/** The normalised parts of a piece; more than one where NFKC makes several kinds of characters of it, as of "㈱". */
export function partsOfPiece(piece: string, fold: boolean): readonly Part[] {
  const map = fold ? kept.folded : kept.plain;
  let parts = map.get(piece);
  if (parts === undefined) {
    parts = normalise(piece, fold);
    if (map.size >= PIECES_KEPT) map.clear();
    map.set(piece, parts);
  }
  return parts;
}

/** The ideographs of a word, each with its marks; none of a word of letters. */
export function ideographsOf(word: string): readonly string[] {
  return word.match(IDEOGRAPHS) ?? [];
}

/** Whether a word is one ideograph, with its marks. */
export function isIdeograph(word: string): boolean {
  return ideographsOf(word)[0] === word;
}

function unitsAt(text: string, at: number): number {
  return (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
}

/** Whether the character at `at` may compose with the one before it, once both are in compatible form. */
function continues(text: string, at: number): boolean {
  const code = text.codePointAt(at) as number;
  if (code < 0x300) return code === 0xad;
  if (code > 0xffff) return composes(code);
  if (known[code] === 0) known[code] = composes(code) ? 2 : 1;
  return known[code] === 2;
}

function composes(code: number): boolean {
  if (isHangulPart(code)) return true;
  const [first] = String.fromCodePoint(code).normalize("NFKD");
  return MARK.test(first) || (IGNORABLE.test(first) && code !== ZERO_WIDTH_SPACE);
}

/** Letters of syllables, in their own blocks and in those kept for old encodings. */
function isHangulPart(code: number): boolean {
  if (code < 0x1160) return false;
  return (
    code <= 0x11ff ||
    (code >= 0x3131 && code <= 0x318e) ||
    (code >= 0xd7b0 && code <= 0xd7fb) ||
    (code >= 0xffa0 && code <= 0xffdc)
  );
}

function normalise(piece: string, fold: boolean): Part[] {
  const parts: Part[] = [];
  for (const text of fold ? foldText(piece) : compatible(piece, foldCaseOnly)) {
    const kind = kindOf(text);
    const last = parts.at(-1);
    // a mark belongs to the letter before it
    if (last !== undefined && (kind === last.kind || kind === "mark") && kind !== "ideograph") {
      parts[parts.length - 1] = { text: last.text + text, kind: last.kind };
    } else parts.push({ text, kind });
  }
  return parts;
}

/** As `foldCase`, but ı is itself, as Unicode has it: that it is i is like an accent taken off. */
function foldCaseOnly(text: string): string {
  return text.split("ı").map(foldCase).join("ı");
}

function kindOf(character: string): PartKind {
  if (MARK.test(character)) return "mark";
  if (!LETTER.test(character)) return "break";
  return IDEOGRAPH.test(character) ? "ideograph" : "letter";
}
