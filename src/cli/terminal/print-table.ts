/**
 * A table for people. Column widths follow from the rows that are read first; with a pager all rows follow, without one as
 * many as fit the screen, and how many there are besides.
 */
import type { OutputRow, OutputTable } from "../shared/output.js";
import { groupedCount } from "./marks.js";
import type { Printing } from "./printing.js";
import { styled } from "./styles.js";
import { needsWidths, TableLayout } from "./table-layout.js";
import { cutToWidth, loadWidths } from "./text-width.js";

/** Rows that widths follow from where there are more than a screen of them; those of later rows may be larger. */
const SAMPLE_ROWS = 1000;

/** Prints a table; resolves when it has been handed on. */
export async function printTable(table: OutputTable, printing: Printing): Promise<void> {
  const { rows: screenRows, marks, hasColor } = printing;
  const source = iteratorOf(table.rows);
  try {
    // where nobody sees an edge all rows have a say
    const sample = await taken(
      source,
      Number.isFinite(screenRows) ? Math.max(SAMPLE_ROWS, screenRows) : Infinity,
    );
    await measured([table.columns.map(({ name }) => name), ...sample]);
    const sizeOf = (shown: readonly OutputRow[]): TableLayout =>
      new TableLayout(table.columns, shown, printing.columns, marks, hasColor);
    let layout = sizeOf(sample);
    const footer = (text: string): string => {
      const cut = cutToWidth(text, printing.columns, marks.ellipsis);
      return `${hasColor ? styled("dim", cut) : cut}\n`;
    };
    const droppedLine = ({ dropped }: TableLayout): string =>
      dropped.length === 0
        ? ""
        : footer(
            `${marks.ellipsis} ${dropped.length} more ${dropped.length === 1 ? "column" : "columns"}: ${dropped.join(", ")}`,
          );
    const fixed = 3 + (layout.dropped.length === 0 ? 0 : 1);
    if (sample.length + fixed <= screenRows) {
      await write(
        printing.sink,
        layout,
        sample,
        droppedLine(layout) + (sample.length === 0 ? footer("no rows") : ""),
      );
      return;
    }
    const pager = await printing.page();
    if (pager !== undefined) {
      await write(pager, layout, sample, "");
      for (;;) {
        const more = await taken(source, SAMPLE_ROWS);
        if (more.length === 0) break;
        await measured(more);
        layout = layout.widened(more);
        await pager.write(more.map((row) => `${layout.row(row)}\n`).join(""));
      }
      await pager.write(droppedLine(layout));
      return;
    }
    const shown = sample.slice(0, Math.max(1, screenRows - fixed - 1));
    const count = table.count ?? sample.length + (await countOf(source));
    layout = sizeOf(shown);
    const left = count - shown.length;
    const more = `${marks.ellipsis} ${groupedCount(left)} more ${left === 1 ? "row" : "rows"}`;
    await write(printing.sink, layout, shown, droppedLine(layout) + footer(more));
  } finally {
    await source.return?.();
  }
}

/** Loads what measures some rows, if they need it. */
async function measured(rows: readonly OutputRow[]): Promise<void> {
  if (rows.some(needsWidths)) await loadWidths();
}

async function write(
  sink: Printing["sink"],
  layout: TableLayout,
  rows: readonly OutputRow[],
  tail: string,
): Promise<void> {
  let text = `${layout.head().join("\n")}\n`;
  for (const row of rows) text += `${layout.row(row)}\n`;
  await sink.write(text + tail);
}

type RowIterator = Iterator<OutputRow> | AsyncIterator<OutputRow>;

function iteratorOf(rows: OutputTable["rows"]): RowIterator {
  return Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
}

async function taken(source: RowIterator, most: number): Promise<OutputRow[]> {
  const rows: OutputRow[] = [];
  while (rows.length < most) {
    const step = source.next();
    const { done, value } = step instanceof Promise ? await step : step;
    if (done === true) break;
    rows.push(value);
  }
  return rows;
}

async function countOf(source: RowIterator): Promise<number> {
  for (let count = 0; ; count++) {
    const step = source.next();
    const { done } = step instanceof Promise ? await step : step;
    if (done === true) return count;
  }
}
