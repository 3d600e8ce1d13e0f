/** An attribute's values over time: one element's value in each commit of a line of first parents. */
import { describe } from "../../errors.js";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { OwnerKind } from "../../pool/pool.js";
import { ColumnView, columnOfRows } from "../../space/tables/column-view.js";
import { quotientOf } from "../../structures/numbers/quotient.js";
import type { Commit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import { skipUntouched } from "../commits/skip-untouched.js";
import type { HistoryCore } from "../repository/core.js";
import type { RangeOptions } from "../repository/range.js";
import { checkAttributeName, checkElement, ElementTrace, type TracedCell } from "./element-trace.js";
import { checkCount, logNodes } from "./log.js";

/** The commits, along first parents, of a series or a timeline. */
export interface LineOptions extends RangeOptions {
  /** The newest so many of them. */
  readonly limit?: number | undefined;
}

/** The element in question, and the commits. */
export interface SeriesOptions extends LineOptions {
  /** Defaults to "node". */
  readonly kind?: OwnerKind | undefined;
}

/** An attribute's values over time, oldest first. */
export interface Series {
  readonly commits: readonly Commit[];
  /** The value in each of the commits, absent where the element or the attribute is. */
  readonly column: ColumnView;
}

/**
 * Numbers over windows of commits, one each; NaN where no commit of the window has a value. Of int64 they are the
 * nearest float64: sums and means are worked out exactly and rounded once.
 */
export interface SeriesWindows {
  /** The last commit of each window. */
  readonly commits: readonly Commit[];
  /** The number of commits of each window that have a value. */
  readonly count: Uint32Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly mean: Float64Array;
  readonly sum: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
}

/** A series with its numbers gathered over windows. */
export interface WindowedSeries extends Series {
  readonly windows: SeriesWindows;
}

/** Commits along first parents, oldest first. */
export function lineOf(core: HistoryCore, { from, range, limit }: LineOptions): CommitNode[] {
  return [...logNodes(core, { from, range, limit, firstParent: true })].reverse();
}

/** Reads a series. O(commits); of those that touch the element, or are near one, each delta is asked for it. */
export function series(core: HistoryCore, id: number, attribute: string, options: SeriesOptions): Series {
  const kind = checkElement(core, id, options.kind);
  checkAttributeName(attribute);
  const line = lineOf(core, options);
  const cells = new Array<TracedCell | undefined>(line.length);
  let trace = ElementTrace.at(core, line.at(-1), kind, id);
  let cell = trace.cell(attribute);
  for (let i = line.length - 1; i >= 0; ) {
    const skip = skipUntouched(line[i], kind, id);
    const next = skip === undefined ? i - 1 : i - (line[i].depth - (skip.to?.depth ?? 0));
    for (let at = i; at > next && at >= 0; at--) cells[at] = cell;
    if (skip === undefined) {
      const before = trace.follow(line[i].delta, false);
      if (before !== trace) cell = before.cell(attribute);
      trace = before;
    }
    i = next;
  }
  return { commits: line.map(({ commit }) => commit), column: readCells(attribute, cells) };
}

/** The values as a column; without a common type if the attribute's type changed. */
function readCells(attribute: string, cells: readonly (TracedCell | undefined)[]): ColumnView {
  const columns = new Set<AttributeColumn>();
  for (const cell of cells) if (cell !== undefined) columns.add(cell.stored);
  if (columns.size > 1) {
    const values = cells.map((cell) => cell?.stored.column.get(cell.row));
    return new ColumnView(attribute, undefined, values, presenceOf(cells));
  }
  const [stored] = columns;
  return columnOfRows(
    attribute,
    stored?.column,
    Int32Array.from(cells, (cell) => cell?.row ?? -1),
  );
}

function presenceOf(cells: readonly unknown[]): Uint8Array {
  return Uint8Array.from(cells, (cell) => (cell === undefined ? 0 : 1));
}

/** Gathers a series over windows of so many commits, counted from the oldest; the last one may be shorter. */
export function gatherWindows({ commits, column }: Series, window: number): SeriesWindows {
  if (checkCount("window", window, 1) % 1 !== 0) {
    throw new RangeError(`"window" expected a whole number of commits, got ${describe(window)}`);
  }
  const length = Math.ceil(commits.length / window);
  const empty = (): Float64Array => new Float64Array(length).fill(Number.NaN);
  const windows = {
    commits: Array.from({ length }, (_, i) => commits[Math.min((i + 1) * window, commits.length) - 1]),
    count: new Uint32Array(length),
    min: empty(),
    max: empty(),
    mean: empty(),
    sum: empty(),
    first: empty(),
    last: empty(),
  };
  for (let i = 0; i < commits.length; i++) {
    if (column.hasAt(i)) addTo(windows, Math.floor(i / window), numberOf(column, i));
  }
  for (let at = 0; at < length; at++) windows.mean[at] = windows.sum[at] / windows.count[at];
  if (column.type === "int64" || column.type === "integer") sumExactly(windows, column, window);
  return windows;
}

function addTo(windows: SeriesWindows, at: number, value: number): void {
  const { count, min, max, sum, first, last } = windows;
  if (count[at]++ === 0) {
    min[at] = max[at] = sum[at] = first[at] = last[at] = value;
    return;
  }
  min[at] = Math.min(min[at], value);
  max[at] = Math.max(max[at], value);
  sum[at] += value;
  last[at] = value;
}

/** Sums and means of int64 and integers, rounded once. */
function sumExactly({ sum, mean, count }: SeriesWindows, column: ColumnView, window: number): void {
  const sums = Array.from(sum, () => 0n);
  for (let i = 0; i < column.length; i++) {
    if (column.hasAt(i)) sums[Math.floor(i / window)] += BigInt(column.values[i] as bigint | number);
  }
  for (let at = 0; at < sums.length; at++) {
    if (count[at] === 0) continue;
    sum[at] = Number(sums[at]);
    mean[at] = quotientOf(sums[at], count[at]);
  }
}

/** A value as a number: moments in ms, true as 1. */
function numberOf(column: ColumnView, position: number): number {
  const value = column.values[position];
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  throw new TypeError(
    `"window" expected an attribute of numbers, got "${column.name}" with ${describe(column.at(position))}`,
  );
}
