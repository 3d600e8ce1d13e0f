/**
 * Text of unknown origin as a terminal may have it: characters that it would obey, or that hide or turn what stands
 * beside them, are shown as escapes: `\n`, `\x1b`, `\u{202e}`. Joiners and variation selectors stay, since emoji and
 * scripts need them, and so do the tags of a flag.
 */

const FLAG = "\\u{1f3f4}[\\u{e0020}-\\u{e007e}]+\\u{e007f}";
const KEPT = "[\\u034f\\u180b-\\u180f\\u200c\\u200d\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]";
const OBEYED = `(?!${KEPT})[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\ufff9-\\ufffb]`;
const anywhere = new RegExp(`${FLAG}|${OBEYED}`, "gu");
/** Texts of printable ASCII need no further look. */
const PRINTABLE = /^[ -~]*$/;

/** Text with what a terminal would obey shown. */
export function printableText(text: string): string {
  return PRINTABLE.test(text) ? text : text.replace(anywhere, (found) => shownCharacter(found));
}

/** As {@link printableText}, but for the characters of `kept`. */
export function printableTextBut(text: string, kept: string): string {
  if (PRINTABLE.test(text)) return text;
  return text.replace(anywhere, (found) => (kept.includes(found) ? found : shownCharacter(found)));
}

function shownCharacter(found: string): string {
  switch (found) {
    case "\n":
      return "\\n";
    case "\r":
      return "\\r";
    case "\t":
      return "\\t";
  }
  const point = found.codePointAt(0) as number;
  if (point === 0x1f3f4) return found;
  return point < 0x100 ? `\\x${point.toString(16).padStart(2, "0")}` : `\\u{${point.toString(16)}}`;
}
