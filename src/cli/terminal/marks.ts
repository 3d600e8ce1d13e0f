/** The characters that output is drawn with, in UTF-8 and in ASCII, and counts as people write them. */

export interface TextMarks {
  readonly ellipsis: string;
  /** A value that is absent. */
  readonly absent: string;
  /** The line below the names of columns. */
  readonly rule: string;
}

export const unicodeMarks: TextMarks = { ellipsis: "…", absent: "∅", rule: "─" };
export const asciiMarks: TextMarks = { ellipsis: "...", absent: "-", rule: "-" };

/** A count with its thousands apart: `1,234`. */
export function groupedCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
