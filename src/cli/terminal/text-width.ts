/**
 * Columns that text takes on a terminal, and text cut to a number of them. Letters of Latin, Greek and Cyrillic take one
 * each; string-width measures the rest. It takes longer to load than the program does to start, so it is loaded by those
 * who print a table with other text in it; until then each UTF-16 unit of such text counts as two columns.
 */

const PLAIN = /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f…∅─│]*$/;
let measure: ((text: string) => number) | undefined;
let segmenter: Intl.Segmenter | undefined;

/** Whether a text takes one column a character, as far as can be told without string-width. */
export function isPlainWidth(text: string): boolean {
  return PLAIN.test(text);
}

/** Loads string-width, so that all text is measured as it is shown. */
export async function loadWidths(): Promise<void> {
  if (measure !== undefined) return;
  const { default: stringWidth } = await import("string-width");
  measure = (text) => stringWidth(text);
  segmenter = new Intl.Segmenter();
}

/** The columns that a text without control characters takes. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return measure === undefined ? 2 * text.length : measure(text);
}

/** Text of at most `width` columns: what does not fit is left out, and `mark` is in its place. */
export function cutToWidth(text: string, width: number, mark: string): string {
  // a text far longer than the width is not measured to its end
  if (text.length <= 32 * width + 32 && widthOf(text) <= width) return text;
  if (mark.length > width) return mark.slice(0, width);
  const room = width - mark.length;
  if (PLAIN.test(text)) return text.slice(0, room) + mark;
  let taken = 0;
  let end = 0;
  for (const { segment, index } of segmentsOf(text.slice(0, 64 * width + 64))) {
    taken += widthOf(segment);
    if (taken > room) break;
    end = index + segment.length;
  }
  return text.slice(0, end) + mark;
}

function segmentsOf(text: string): Iterable<{ readonly segment: string; readonly index: number }> {
  if (segmenter !== undefined) return segmenter.segment(text);
  let index = 0;
  return Array.from(text, (segment) => {
    index += segment.length;
    return { segment, index: index - segment.length };
  });
}
