/**
 * An error as lines for people: one that says what was expected and what came; for a filter, a query or a pattern the line
 * of it with a mark below the place; a hint. With debug the stacks, of causes too.
 */
import type { ErrorStyle } from "./error-style.js";
import { printableText } from "./printable-text.js";
import { styled, type TextStyle } from "./styles.js";
import { cutToWidth, isPlainWidth, loadWidths, widthOf } from "./text-width.js";

/** The lines of an error; `isDebug` adds stacks. */
export async function errorLines(error: unknown, style: ErrorStyle, isDebug: boolean): Promise<string[]> {
  const paint = (name: TextStyle, text: string): string => (style.hasColor ? styled(name, text) : text);
  const message = error instanceof Error ? error.message : String(error);
  const place = placeOf(error);
  // messages with a place draw it below themselves, without regard to widths
  const [first, ...rest] = place === undefined ? message.split(/\r?\n/) : message.split("\n", 1);
  const lines = [`${paint("red", "groggy:")} ${printableText(first)}`];
  for (const line of rest) if (line.trim() !== "") lines.push(`  ${printableText(line.trimEnd())}`);
  if (place !== undefined) {
    if (!isPlainWidth(place.text)) await loadWidths();
    const { line, caret } = placeLines(place, Math.min(style.columns, 120) - 2, style.marks.ellipsis);
    lines.push(`  ${line}`, `  ${paint("red", caret)}`);
  }
  const { hint } = (error ?? {}) as { readonly hint?: unknown };
  if (typeof hint === "string") lines.push(`  ${printableText(hint)}`);
  if (isDebug)
    for (let each: unknown = error; each instanceof Error; each = each.cause) {
      if (each !== error) lines.push("caused by:");
      lines.push(...(each.stack ?? String(each)).split("\n").map(printableText));
    }
  return lines;
}

interface TextPlace {
  readonly text: string;
  /** In UTF-16 units. */
  readonly offset: number;
}

/** The place of a text that an error is about: of a filter, a query, or a regular expression. */
function placeOf(error: unknown): TextPlace | undefined {
  const { data } = (error ?? {}) as { readonly data?: Readonly<Record<string, unknown>> };
  const { text, pattern, offset } = data ?? {};
  const whole = text ?? pattern;
  if (typeof whole !== "string" || typeof offset !== "number") return undefined;
  return offset >= 0 && offset <= whole.length ? { text: whole, offset } : undefined;
}

/** The line of a text that has the place, as far as it fits, and a line with a mark below it. */
function placeLines(
  { text, offset }: TextPlace,
  width: number,
  ellipsis: string,
): { readonly line: string; readonly caret: string } {
  const start = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
  const [source] = text.slice(start).split(/[\r\n]/, 1);
  let before = printableText(source.slice(0, offset - start));
  const after = printableText(source.slice(offset - start));
  // of a long line the last third of the room is left for what follows the place
  const room = Math.max(8, Math.floor((width * 2) / 3));
  if (widthOf(before) > room) {
    const characters = Array.from(before);
    let taken = ellipsis.length;
    let first = characters.length;
    while (first > 0 && taken + widthOf(characters[first - 1]) <= room) taken += widthOf(characters[--first]);
    before = ellipsis + characters.slice(first).join("");
  }
  const indent = widthOf(before);
  return {
    line: before + cutToWidth(after, Math.max(8, width - indent), ellipsis),
    caret: `${" ".repeat(indent)}^`,
  };
}
