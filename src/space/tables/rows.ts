/** Elements as rows: plain objects with the id, the labels or type, the ends and the attributes of each. */
import { describe } from "../../errors.js";
import { checkNames } from "../../structures/options.js";
import { putField, speakJson } from "../../structures/text/json-value.js";
import { ColumnView } from "./column-view.js";
import { type ElementTable, liveAmong, namedColumn, ownColumn } from "./named-column.js";
import { type OrderBy, orderedPositions, readOrder } from "./order.js";

/** The columns of rows. */
export interface RowColumns {
  /**
   * The attributes by name, or by the name that they are to have in rows: `{ uid: "id" }`; besides attributes `degree`,
   * `label`, and so on. A row has all of them, undefined where absent. Defaults to the attributes that each element has.
   */
  readonly columns?: readonly string[] | Readonly<Record<string, string>> | undefined;
  /** Whether rows have an `id`. Defaults to true. */
  readonly ids?: boolean | undefined;
  /** Whether rows have the `labels` of a node, or the `type` of an edge. Defaults to true. */
  readonly labels?: boolean | undefined;
  /** Whether rows of edges have a `source` and a `target`. Defaults to true. */
  readonly ends?: boolean | undefined;
}

/** Which rows there are, in what order, and what they have. */
export interface RowOptions extends RowColumns {
  /** Columns to order by. Defaults to the order of ids, which also decides between rows that are equal. */
  readonly orderBy?: OrderBy | undefined;
  /** How many rows at most. Defaults to all. */
  readonly limit?: number | undefined;
  /** How many rows are left out first. Defaults to 0. */
  readonly offset?: number | undefined;
}

/** A row of a table of elements. */
export type ElementRow<A extends object = Record<string, unknown>> = {
  readonly id: number;
  readonly labels?: readonly string[];
  readonly type?: string | undefined;
  readonly source?: number;
  readonly target?: number;
} & { readonly [K in Exclude<keyof A, "id" | "labels" | "type" | "source" | "target">]?: A[K] | undefined };

interface ReadColumns {
  /** Names in rows and in the graph; undefined for the attributes that each element has. */
  readonly columns: readonly (readonly [name: string, of: string])[] | undefined;
  readonly ids: boolean;
  readonly labels: boolean;
  readonly ends: boolean;
}

interface Cell {
  readonly name: string;
  readonly column: ColumnView<unknown>;
}

const COLUMN_OPTIONS = ["columns", "ids", "labels", "ends"] as const;
const ROW_OPTIONS = [...COLUMN_OPTIONS, "orderBy", "limit", "offset"] as const;

/** The rows of those of some elements that are live. O(elements), and O(rows log limit) with an order. */
export function rowsOfSet(
  source: () => ElementTable,
  ids: () => Uint32Array,
  options: unknown,
  extraOf?: (ids: Uint32Array) => ColumnView<unknown>,
): Record<string, unknown>[] {
  checkNames(options, ROW_OPTIONS);
  const { orderBy, limit, offset } = options as RowOptions;
  const what = readColumns(options as RowColumns);
  const terms = readOrder(orderBy);
  checkCount("limit", limit);
  checkCount("offset", offset);
  const table = source();
  const live = liveAmong(table.elements, ids());
  const extra = extraOf?.(live);
  const start = Math.min(offset ?? 0, live.length);
  const end = Math.min(start + (limit ?? live.length), live.length);
  const columnOf = (name: string) =>
    name === extra?.name ? extra : namedColumn(table, name, live, "orderBy");
  const positions = orderedPositions(live.length, terms, columnOf, start, end);
  const chosen = positions.map((position) => live[position]);
  return buildRows(table, chosen, what, extra === undefined ? undefined : extraOf?.(chosen));
}

/** The rows of those of some elements that are live, with the number that belongs to each as `value`. */
export function rowsOfValues(
  source: ElementTable,
  ids: Uint32Array,
  values: ArrayLike<number>,
  options: object,
): Record<string, unknown>[] {
  const valuesOf = (chosen: Uint32Array): ColumnView<unknown> => {
    const all = new ColumnView<number>("value", "float64", Float64Array.from(values), undefined, ids);
    const found = Float64Array.from(chosen, (id) => all.get(id) as number);
    return new ColumnView("value", "float64", found, undefined, chosen);
  };
  return rowsOfSet(
    () => source,
    () => ids,
    options,
    valuesOf,
  );
}

/** The rows of elements in the order given, repeats allowed; all of them are live. */
export function rowsInOrder(
  source: () => ElementTable,
  ids: () => Uint32Array,
  options: unknown,
): Record<string, unknown>[] {
  checkNames(options, COLUMN_OPTIONS);
  const what = readColumns(options as RowColumns);
  const list = ids();
  return buildRows(source(), list, what, undefined);
}

function readColumns({ columns, ids = true, labels = true, ends = true }: RowColumns): ReadColumns {
  for (const [name, value] of Object.entries({ ids, labels, ends }))
    if (typeof value !== "boolean")
      throw new TypeError(`"${name}" expected a boolean, got ${describe(value)}`);
  return { columns: columns === undefined ? undefined : readNamed(columns), ids, labels, ends };
}

function readNamed(given: unknown): (readonly [string, string])[] {
  if (typeof given !== "object" || given === null)
    throw new TypeError(`"columns" expected an array of names or an object of them, got ${describe(given)}`);
  const entries: (readonly [string, unknown])[] = Array.isArray(given)
    ? Array.from(given, (name: unknown) => [String(name), name] as const)
    : Object.entries(given);
  const named = new Map<string, string>();
  for (const [name, of] of entries) {
    if (typeof of !== "string") throw new TypeError(`"columns" expected names, got ${describe(of)}`);
    named.set(name, of);
  }
  return [...named];
}

function checkCount(name: string, count: unknown): void {
  if (count === undefined || (typeof count === "number" && Number.isSafeInteger(count) && count >= 0)) return;
  const Fault = typeof count === "number" ? RangeError : TypeError;
  throw new Fault(`"${name}" expected a whole number of at least 0, got ${describe(count)}`);
}

function buildRows(
  source: ElementTable,
  ids: Uint32Array,
  { columns, ids: withIds, labels, ends }: ReadColumns,
  extra: ColumnView<unknown> | undefined,
): Record<string, unknown>[] {
  const { elements } = source;
  const own: Cell[] = [];
  const add = (name: string) =>
    own.push({ name, column: ownColumn(source, name, ids) as ColumnView<unknown> });
  if (withIds) add("id");
  if (labels) add(elements.kind === "node" ? "labels" : "type");
  if (ends && elements.kind === "edge") {
    add("source");
    add("target");
  }
  if (extra !== undefined) own.push({ name: extra.name, column: extra });
  const named = columns ?? Array.from(elements.schema(), ({ name }) => [name, name] as const);
  for (const [name, of] of named) {
    const isTaken = own.some((cell) => cell.name === name);
    if (isTaken) throw collision(source, name, of, columns !== undefined);
  }
  const cells = named.map(([name, of]) => ({ name, column: namedColumn(source, of, ids, "columns") }));
  const rows: Record<string, unknown>[] = new Array(ids.length);
  // a copy has room for all that comes, where every row has the same
  const all = [...own, ...cells];
  const shape: Record<string, unknown> = {};
  if (columns !== undefined || cells.every(({ column }) => column.absentCount === 0))
    for (const { name, column } of all) if (ids.length > 0) putField(shape, name, column.at(0));
  // in blocks, so that an object is filled while it is in the cache
  for (let start = 0; start < rows.length; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, rows.length);
    for (let i = start; i < end; i++) rows[i] = { ...shape };
    for (const cell of own) fill(rows, start, end, cell, true);
    for (const cell of cells) fill(rows, start, end, cell, columns !== undefined);
  }
  if (all.some(({ column }) => isNotPlain(column.type))) for (const row of rows) speakJson(row);
  return rows;
}

const BLOCK_ROWS = 512;

/** Types whose values a full column holds as they are read. */
const PLAIN_TYPES: readonly unknown[] = ["float64", "float32", "int32", "utf8"];

function fill(
  rows: Record<string, unknown>[],
  start: number,
  end: number,
  { name, column }: Cell,
  all: boolean,
): void {
  if (column.absentCount === 0 && PLAIN_TYPES.includes(column.type) && name !== "__proto__") {
    const { values } = column;
    for (let i = start; i < end; i++) rows[i][name] = values[i];
    return;
  }
  for (let i = start; i < end; i++) if (all || column.hasAt(i)) putField(rows[i], name, column.at(i));
}

function collision({ elements }: ElementTable, name: string, of: string, isAsked: boolean): TypeError {
  const way = isAsked
    ? `give it another name there, as in { ${name}_: ${describe(of)} }`
    : `name the "columns" to have`;
  return new TypeError(
    `"columns" expected names that rows do not have already, got the attribute ${describe(of)} of the ${elements.kind}s, ` +
      `while rows have their own ${describe(name)}: ${way}, or leave that out ("ids", "labels" and "ends": false)`,
  );
}

/** Whether `JSON.stringify` does not write the values of a type as one expects. */
function isNotPlain(type: string | undefined): boolean {
  return type !== undefined && /int64|binary|vector/.test(type);
}
