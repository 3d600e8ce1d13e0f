/** Columns that text takes on a terminal, and text cut or filled to a number of them. */
import stringWidth from "string-width";

const ASCII = /^[ -~]*$/;
let segmenter: Intl.Segmenter | undefined;

/** The columns that a text without control characters takes. */
export function widthOf(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

/** Text of at most `width` columns: what does not fit is left out, and `mark` stands for it. */
export function cutToWidth(text: string, width: number, mark: string): string {
  if (text.length <= width && ASCII.test(text)) return text;
  if (ASCII.test(text)) return markedCut(text.slice(0, Math.max(0, width - widthOf(mark))), width, mark);
  // a text far longer than the width is not measured to its end
  if (text.length <= 32 * width + 32 && widthOf(text) <= width) return text;
  const room = width - widthOf(mark);
  segmenter ??= new Intl.Segmenter();
  let taken = 0;
  let end = 0;
  for (const { segment, index } of segmenter.segment(text.slice(0, 64 * width + 64))) {
    const next = taken + widthOf(segment);
    if (next > room) break;
    taken = next;
    end = index + segment.length;
  }
  return markedCut(text.slice(0, end), width, mark);
}

function markedCut(text: string, width: number, mark: string): string {
  return widthOf(mark) <= width ? text + mark : mark.slice(0, width);
}
