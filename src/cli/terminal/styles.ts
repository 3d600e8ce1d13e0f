/**
 * Styles of text by `util.styleText`. Whether to use any is decided before, with --color; left alone, styleText of Node
 * 20.19 and later asks NO_COLOR and the standard output again.
 */
import { styleText } from "node:util";
import type { OutputColumn } from "../shared/output.js";

export type TextStyle = NonNullable<OutputColumn["style"]>;

const codes = new Map<TextStyle, readonly [string, string]>();

function codesOf(style: TextStyle): readonly [string, string] {
  let found = codes.get(style);
  if (found === undefined) {
    const [open, close] = styleText(style, "|", { validateStream: false }).split("|");
    found = [open, close];
    codes.set(style, found);
  }
  return found;
}

/** Text in a style. */
export function styled(style: TextStyle, text: string): string {
  const [open, close] = codesOf(style);
  return open + text + close;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape begins each of them
const OWN_CODES = /\x1b\[(?:[0-9]|[1-9][0-9])m/;
const OWN_CODES_ALL = new RegExp(OWN_CODES, "g");

/** Text without styles. */
export function unstyled(text: string): string {
  return text.includes("\x1b") ? text.replace(OWN_CODES_ALL, "") : text;
}

/** The parts of a text between styles, and the styles, by turns. */
export function styleParts(text: string): string[] {
  return text.includes("\x1b") ? text.split(new RegExp(`(${OWN_CODES.source})`)) : [text];
}
