/**
 * The layout of a table on a terminal: how wide each column is, which of them there is no room for, and a row as a line.
 * Columns that do not fit are narrowed, the widest first, down to a minimum, the first column last, and those that are to be
 * whole not at all; dates go without the time of day; then columns to the right are dropped.
 */
import type { OutputColumn, OutputRow } from "../shared/output.js";
import type { TextMarks } from "./marks.js";
import { printableText } from "./printable-text.js";
import { styled, type TextStyle } from "./styles.js";
import { cutToWidth, isPlainWidth, widthOf } from "./text-width.js";
import { plainText } from "./value-text.js";

interface PlacedColumn {
  readonly column: OutputColumn;
  readonly align: "left" | "right";
  readonly width: number;
}

const GAP = "  ";
const TEXT_MIN = 8;
const NUMBER_MIN = 20;
const FIRST_SHARE = 0.4;
/** Of a date to the minute, and without the time of day: `2024-01-29`. Years beyond 9999 are wider, and stay whole. */
const MINUTE_WIDTH = 16;
const DAY_WIDTH = 10;

/** Whether all values of a column are numbers, in some rows. */
function hasNumbers(rows: readonly OutputRow[], at: number): boolean {
  let isNumbers = false;
  for (const row of rows) {
    const value = row[at];
    if (value === undefined || value === null) continue;
    if (typeof value !== "number" && typeof value !== "bigint") return false;
    isNumbers = true;
  }
  return isNumbers;
}

export class TableLayout {
  readonly #columns: readonly OutputColumn[];
  readonly #isNumeric: readonly boolean[];
  /** The widths that columns have where there is room. */
  readonly #natural: readonly number[];
  readonly #placed: readonly PlacedColumn[];
  readonly #width: number;
  readonly #marks: TextMarks;
  readonly #hasColor: boolean;
  /** Columns that there is no room for. */
  readonly dropped: readonly string[];

  /** The layout of columns whose widths follow from some rows, within a width; no narrower than one before it. */
  constructor(
    columns: readonly OutputColumn[],
    sample: readonly OutputRow[],
    width: number,
    marks: TextMarks,
    hasColor: boolean,
    before?: TableLayout,
  ) {
    this.#columns = columns;
    this.#width = width;
    this.#marks = marks;
    this.#hasColor = hasColor;
    const isNumeric = before === undefined ? columns.map((_, i) => hasNumbers(sample, i)) : before.#isNumeric;
    const aligns = columns.map(({ align }, i) => align ?? (isNumeric[i] ? "right" : "left"));
    const natural = columns.map(({ name }, i) => {
      let most = before === undefined ? widthOf(printableText(name)) : before.#natural[i];
      for (const row of sample) most = Math.max(most, widthOf(this.#text(row[i], width)));
      return most;
    });
    this.#isNumeric = isNumeric;
    this.#natural = natural;
    let wanted: readonly number[] = natural;
    const leastWith = (first: number): number[] =>
      wanted.map((most, i) =>
        columns[i].isWhole ? most : Math.min(most, isNumeric[i] ? NUMBER_MIN : i === 0 ? first : TEXT_MIN),
      );
    const fitting = (widths: readonly number[]): number => {
      let count = widths.length;
      while (count > 1 && sum(widths.slice(0, count)) + GAP.length * (count - 1) > width) count--;
      return count;
    };
    let least = leastWith(TEXT_MIN);
    let count = fitting(least);
    if (count < columns.length) {
      wanted = natural.map((most, i) =>
        columns[i].isWhole === "date" && most === MINUTE_WIDTH ? DAY_WIDTH : most,
      );
      const shorter = leastWith(TEXT_MIN);
      const more = fitting(shorter);
      if (more > count) [least, count] = [shorter, more];
      else wanted = natural;
    }
    // the first column says what a row is about, and has more room where that drops no other
    const wider = leastWith(Math.max(TEXT_MIN, Math.floor(width * FIRST_SHARE)));
    if (fitting(wider) === count) least = wider;
    const room = width - GAP.length * Math.max(0, count - 1);
    const widths = narrowed(wanted.slice(0, count), least.slice(0, count), room);
    this.#placed = widths.map((own, i) => ({ column: columns[i], align: aligns[i], width: own }));
    this.dropped = columns.slice(count).map(({ name }) => printableText(name));
  }

  /** The layout for rows that follow: of columns that are wide enough for them as well. */
  widened(rows: readonly OutputRow[]): TableLayout {
    return new TableLayout(this.#columns, rows, this.#width, this.#marks, this.#hasColor, this);
  }

  /** The names of the columns, and a rule below them. */
  head(): string[] {
    const names = this.#placed.map(({ column, width, align }) => ({
      text: cutToWidth(printableText(column.name), width, this.#marks.ellipsis),
      style: "bold" as const,
      width,
      align,
    }));
    const rules = this.#placed.map(({ width, align }) => ({
      text: this.#marks.rule.repeat(width),
      style: "dim" as const,
      width,
      align,
    }));
    return [this.#line(names), this.#line(rules)];
  }

  row(row: OutputRow): string {
    return this.#line(
      this.#placed.map(({ column, width, align }, i) => {
        const value = row[i];
        const isAbsent = value === undefined || value === null;
        const whole = this.#text(value, width);
        const isDay = column.isWhole === "date" && width === DAY_WIDTH && whole.length === MINUTE_WIDTH;
        const text = isDay ? whole.slice(0, width) : cutToWidth(whole, width, this.#marks.ellipsis);
        return { text, style: isAbsent ? "dim" : column.style, width, align };
      }),
    );
  }

  /** A value's text; of a long one, what a terminal of a width can show at most. */
  #text(value: unknown, width: number): string {
    if (value === undefined || value === null) return this.#marks.absent;
    const text = plainText(value);
    // clusters of many characters are rare, and 100 characters a column are more than any of them
    const most = Number.isFinite(width) ? 100 * width + 100 : text.length;
    return printableText(text.length > most ? text.slice(0, most) : text);
  }

  #line(
    cells: readonly {
      readonly text: string;
      readonly style: TextStyle | undefined;
      readonly width: number;
      readonly align: "left" | "right";
    }[],
  ): string {
    let line = "";
    cells.forEach(({ text, style, width, align }, i) => {
      const blanks = " ".repeat(Math.max(0, width - widthOf(text)));
      const shown = style !== undefined && this.#hasColor && text !== "" ? styled(style, text) : text;
      if (i > 0) line += GAP;
      if (align === "right") line += blanks + shown;
      // nothing is written behind the last cell
      else line += i === cells.length - 1 ? shown : shown + blanks;
    });
    return line.trimEnd();
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Widths that fit in a room: the widest are narrowed to a common width, but none below its least. */
function narrowed(natural: readonly number[], least: readonly number[], room: number): number[] {
  if (sum(natural) <= room) return [...natural];
  if (natural.length === 1) return [Math.min(natural[0], Math.max(1, room))];
  let [low, high] = [1, Math.max(...natural)];
  const widthsAt = (level: number): number[] =>
    natural.map((most, i) => Math.min(most, Math.max(least[i], level)));
  // the widest common width that fits
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sum(widthsAt(middle)) <= room) low = middle;
    else high = middle - 1;
  }
  const widths = widthsAt(low);
  // what is left goes to those that were narrowed, from the left
  let left = room - sum(widths);
  for (let i = 0; i < widths.length && left > 0; i++) {
    if (widths[i] < natural[i] && widths[i] >= low) {
      widths[i]++;
      left--;
    }
  }
  return widths;
}

/** Whether string-width has to measure some of these values. */
export function needsWidths(values: readonly unknown[]): boolean {
  return values.some((value) => {
    if (typeof value === "string") return !isPlainWidth(value);
    return typeof value === "object" && value !== null && !isPlainWidth(plainText(value));
  });
}
