/**
 * The result of an algorithm as a table: a row for each node or edge, path, group, pair or part, told apart by what it
 * is. Values that hold for all come beside the rows.
 */
import type { GraphView } from "groggy";
import type { OutputColumn, OutputFormat, OutputRow } from "../../shared/output.js";
import { tableColumns, tableRows } from "../data/element-table.js";

/** A result that is rows. */
export interface ResultTable {
  readonly columns: readonly OutputColumn[];
  readonly rows: Iterable<OutputRow>;
  readonly count?: number;
  readonly more: Readonly<Record<string, unknown>>;
  /** The values that `--into` makes an attribute of. */
  readonly elements?: {
    readonly kind: "node" | "edge";
    readonly ids: Uint32Array;
    readonly values?: unknown;
  };
}

type Numbers = Int32Array | Uint32Array | Float32Array | Float64Array;

interface Aligned {
  readonly ids: Uint32Array;
  readonly values: Numbers;
  readonly kind?: "node" | "edge";
  top?(count: number): [number, number][];
}

interface Walk {
  readonly nodes: Uint32Array;
  readonly edges: Uint32Array;
}

/** The table of a result; undefined for a single value. */
export function tableOfResult(
  name: string,
  result: unknown,
  view: GraphView,
  top: number | undefined,
  format: OutputFormat,
): ResultTable | undefined {
  if (typeof result !== "object" || result === null) return undefined;
  if (isAligned(result)) return alignedTable(result, view, top, format);
  if (isMatrix(result)) return matrixTable(result, view, top);
  if (hasPairs(result)) return pairTable({ ...result, values: result.values ?? result.scores }, view, top);
  if (result instanceof Uint32Array)
    return elementTable(result, edgeFunctions.has(name) ? "edge" : "node", view, top, format);
  if (ArrayBuffer.isView(result)) return numberTable(result as Float64Array, top);
  if (isSelection(result)) return elementTable(result.ids(), result.kind, view, top, format);
  if (isWalk(result)) return listTable([result], view, top, format);
  if (Symbol.iterator in result) return listTable(result as Iterable<unknown>, view, top, format);
  return recordTable(result as Record<string, unknown>, view, top, format);
}

function isAligned(result: object): result is Aligned {
  const { ids, values } = result as Partial<Aligned>;
  return (
    ids instanceof Uint32Array &&
    ArrayBuffer.isView(values) &&
    values.length === ids.length &&
    "top" in result &&
    !isSelection(result)
  );
}

function isMatrix(result: object): result is Aligned {
  const { ids, values } = result as Partial<Aligned>;
  return ids instanceof Uint32Array && ArrayBuffer.isView(values) && values.length === ids.length ** 2;
}

function hasPairs(result: object): result is {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly values?: Float64Array;
  readonly scores?: Float64Array;
} {
  const { sources, targets } = result as { sources?: unknown; targets?: unknown };
  return sources instanceof Uint32Array && targets instanceof Uint32Array;
}

function isSelection(result: object): result is { readonly kind: "node" | "edge"; ids(): Uint32Array } {
  return typeof (result as { ids?: unknown }).ids === "function" && "kind" in result;
}

function isWalk(result: object): result is Walk {
  const { edges, nodes } = result as Partial<Walk>;
  return nodes instanceof Uint32Array && edges instanceof Uint32Array && !("value" in result);
}

/** The functions that give a plain array of ids which are those of edges; all others give nodes. A test knows them all. */
export const edgeFunctions: ReadonlySet<string> = new Set(["bridges", "transitiveReduction"]);

/** The columns that tell which element a row is of. */
function naming(view: GraphView, kind: "node" | "edge") {
  const { schema } = kind === "node" ? view.nodes : view.edges;
  // beside an attribute of that name
  const own = (name: string): string => (Object.hasOwn(schema, name) ? `${name}()` : name);
  if (kind === "node")
    return tableColumns(view, "node", [own("id"), ...(view.key === undefined ? [] : [view.key])]);
  const ends = view.key === undefined ? ["source", "target"] : [`source.${view.key}`, `target.${view.key}`];
  return tableColumns(view, "edge", [own("id"), own("type"), ...ends]);
}

function plainColumns(columns: ReturnType<typeof naming>): OutputColumn[] {
  return columns.map(({ read, isList, ...column }) => column);
}

function* beside(
  rows: Iterable<OutputRow>,
  valuesOf: (i: number) => readonly unknown[],
): Generator<OutputRow> {
  let i = 0;
  for (const row of rows) yield [...row, ...valuesOf(i++)];
}

function alignedTable(
  result: Aligned,
  view: GraphView,
  top: number | undefined,
  format: OutputFormat,
): ResultTable {
  const kind = result.kind ?? "node";
  const best = top === undefined ? undefined : result.top!(top);
  const ids = best === undefined ? result.ids : Uint32Array.from(best, ([id]) => id);
  const values = best === undefined ? result.values : best.map(([, value]) => value);
  const columns = naming(view, kind);
  return {
    columns: [...plainColumns(columns), { name: "value", align: "right" }],
    rows: beside(tableRows(columns, ids, format), (i) => [values[i]]),
    count: ids.length,
    more: scalarsOf(result),
    elements: { kind, ids: result.ids, values: result.values },
  };
}

function elementTable(
  given: Uint32Array,
  kind: "node" | "edge",
  view: GraphView,
  top: number | undefined,
  format: OutputFormat,
): ResultTable {
  const ids = Uint32Array.from(given.subarray(0, top ?? given.length));
  const columns = naming(view, kind);
  return {
    columns: plainColumns(columns),
    rows: tableRows(columns, ids, format),
    count: ids.length,
    more: {},
    elements: { kind, ids: given },
  };
}

function numberTable(values: Float64Array, top: number | undefined): ResultTable {
  const count = Math.min(values.length, top ?? values.length);
  return {
    columns: [
      { name: "index", align: "right" },
      { name: "value", align: "right" },
    ],
    rows: Array.from(values.subarray(0, count), (value, index) => [index, value]),
    count,
    more: {},
  };
}

/** How a node is called: by the key of the graph, else by its id. */
function nodeName(view: GraphView, id: number): unknown {
  return view.key === undefined ? id : (view.nodes.get(id, view.key) ?? `node:${id}`);
}

const PAIR_COLUMNS: readonly OutputColumn[] = [{ name: "source" }, { name: "target" }];

function matrixTable({ ids, values }: Aligned, view: GraphView, top: number | undefined): ResultTable {
  const names = Array.from(ids, (id) => nodeName(view, id));
  const count = Math.min(values.length, top ?? values.length);
  function* rows(): Generator<OutputRow> {
    for (let i = 0; i < count; i++)
      yield [names[Math.floor(i / ids.length)], names[i % ids.length], values[i]];
  }
  return { columns: [...PAIR_COLUMNS, { name: "value", align: "right" }], rows: rows(), count, more: {} };
}

function pairTable(
  {
    sources,
    targets,
    values,
  }: {
    readonly sources: Uint32Array;
    readonly targets: Uint32Array;
    readonly values: Float64Array | undefined;
  },
  view: GraphView,
  top: number | undefined,
): ResultTable {
  const order = Array.from(sources.keys());
  if (top !== undefined && values !== undefined) order.sort((a, b) => values[b]! - values[a]! || a - b);
  const chosen = order.slice(0, top ?? order.length);
  return {
    columns: [...PAIR_COLUMNS, ...(values === undefined ? [] : [{ name: "value", align: "right" as const }])],
    rows: chosen.map((i) => [
      nodeName(view, sources[i]!),
      nodeName(view, targets[i]!),
      ...(values === undefined ? [] : [values[i]]),
    ]),
    count: chosen.length,
    more: {},
  };
}

/** Paths, groups of nodes, divisions: one row each, as many as are asked for. */
function listTable(
  items: Iterable<unknown>,
  view: GraphView,
  top: number | undefined,
  format: OutputFormat,
): ResultTable {
  const isJson = format === "json" || format === "jsonl";
  const rows: unknown[][] = [];
  let isPath = false;
  const list = (ids: Iterable<number>, separator: string) =>
    isJson ? [...ids] : [...ids].map((id) => nodeName(view, id)).join(separator);
  if (top !== 0)
    for (const item of items) {
      const index = rows.length;
      if (isWalk(item as object)) {
        const { distance, edges, nodes } = item as Walk & { readonly distance?: number };
        isPath = true;
        rows.push([index, distance ?? edges.length, list(nodes, " → "), isJson ? [...edges] : edges.length]);
      } else if (isAligned(item as object)) {
        const { ids, values } = item as Aligned;
        const pairs = Array.from(ids, (id, i) => [id, values[i]]);
        rows.push([
          index,
          ids.length,
          isJson ? pairs : pairs.map(([id, value]) => `${id}:${value}`).join(" "),
        ]);
      } else rows.push([index, (item as Uint32Array).length, list(item as Iterable<number>, ", ")]);
      if (rows.length === top) break;
    }
  const columns: OutputColumn[] = isPath
    ? [
        { name: "index", align: "right" },
        { name: "distance", align: "right" },
        { name: "nodes" },
        { name: "edges", align: "right" },
      ]
    : [{ name: "index", align: "right" }, { name: "size", align: "right" }, { name: "nodes" }];
  return { columns, rows, count: rows.length, more: {} };
}

/** Several results over the same elements, sets of elements by name, or named numbers. */
function recordTable(
  record: Record<string, unknown>,
  view: GraphView,
  top: number | undefined,
  format: OutputFormat,
): ResultTable {
  const fields = fieldsOf(record);
  const aligned = fields.filter(
    ([, value]) => typeof value === "object" && value !== null && isAligned(value),
  ) as [string, Aligned][];
  if (aligned.length > 0) {
    const [[, first]] = aligned as [[string, Aligned]];
    const kind = first.kind ?? "node";
    const count = Math.min(first.ids.length, top ?? first.ids.length);
    const ids = first.ids.subarray(0, count);
    const columns = naming(view, kind);
    return {
      columns: [...plainColumns(columns), ...aligned.map(([name]) => ({ name, align: "right" as const }))],
      rows: beside(tableRows(columns, ids, format), (i) => aligned.map(([, { values }]) => values[i])),
      count,
      more: scalarsOf(record),
      ...(aligned.length === 1 ? { elements: { kind, ids: first.ids, values: first.values } } : {}),
    };
  }
  const sets = fields.filter(([, value]) => value instanceof Uint32Array) as [string, Uint32Array][];
  if (sets.length > 0) {
    const rows = sets.flatMap(([part, ids]) => {
      const kind = part === "edges" ? "edge" : "node";
      const name = (id: number) =>
        kind === "node"
          ? nodeName(view, id)
          : `${nodeName(view, view.source(id))} → ${nodeName(view, view.target(id))}`;
      return Array.from(ids, (id) => [kind, id, name(id)]);
    });
    const [only] = sets;
    return {
      columns: [{ name: "of" }, { name: "id", align: "right" }, { name: "name" }],
      rows: rows.slice(0, top ?? rows.length),
      more: scalarsOf(record),
      ...(sets.length === 1
        ? { elements: { kind: only![0] === "edges" ? "edge" : "node", ids: only![1] } }
        : {}),
    };
  }
  const rows = fields.slice(0, top ?? fields.length);
  return {
    columns: [{ name: "name" }, { name: "value", align: "right" }],
    rows,
    count: rows.length,
    more: {},
  };
}

/** The data of an object: its own, and what its class computes, functions left aside. */
function fieldsOf(record: Record<string, unknown>): [string, unknown][] {
  const names = new Set(Object.keys(record));
  for (
    let type = Object.getPrototypeOf(record) as object;
    type !== Object.prototype && type !== null;
    type = Object.getPrototypeOf(type)
  )
    for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(type)))
      if (get !== undefined) names.add(name);
  return [...names].flatMap((name): [string, unknown][] =>
    typeof record[name] === "function" ? [] : [[name, record[name]]],
  );
}

const NOT_SCALARS: ReadonlySet<string> = new Set(["length", "kind"]);

/** The single numbers and truths of a result, such as `modularity` and `converged`. */
function scalarsOf(result: object): Record<string, unknown> {
  return Object.fromEntries(
    fieldsOf(result as Record<string, unknown>).filter(
      ([name, value]) => (typeof value === "number" || typeof value === "boolean") && !NOT_SCALARS.has(name),
    ),
  );
}
