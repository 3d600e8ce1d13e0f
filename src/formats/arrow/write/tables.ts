/**
 * Nodes or edges as an Arrow table. A column whose rows follow each other is wrapped where it lies; any other is
 * gathered into memory of its own, with a bitmap of what is present.
 */
import { type Data, type Field, makeData, type Table, Uint32 } from "apache-arrow";
import { assert, describe, GroggyError } from "../../../errors.js";
import { ElementsView, gatherRaw, type RawColumn, Selection } from "../../../view.js";
import type { ColumnRole } from "../fields.js";
import { arrowDataOf, arrowFieldOf, arrowTableOf, arrowUnionColumn, encodeStrings } from "./data.js";
import { type ArrowResult, isArrowResult, resultTable } from "./results.js";

/** The parts of the elements that go into the table. */
export interface ToArrowOptions<A extends object = Record<string, unknown>> {
  /** The attributes, in this order. Defaults to all of them. */
  readonly columns?: readonly (keyof A & string)[];
  /** Whether there is a column of ids. Defaults to true. */
  readonly ids?: boolean;
  /** Whether there is a column of labels, or of types for edges. Defaults to true. */
  readonly labels?: boolean;
}

/**
 * The nodes, or the edges, of a graph, of a past state, of a subgraph or of a selection as an Arrow table, one row
 * each, ids ascending. Of a selection, what is no longer in the graph is left out.
 *
 * Columns: `id` (uint32); for nodes `labels` (list of utf8); for edges `source` and `target` (uint32) and `type`
 * (dictionary of utf8, null for none); then the attributes. Where an attribute has one of these names, the
 * attribute keeps it and the column is called `$id`, `$labels` and so on.
 *
 * | attribute | Arrow |
 * | --- | --- |
 * | bool, int32, int64, float32, float64, binary | the same |
 * | integer | int64 |
 * | date, localtime, time, localdatetime, datetime, duration | utf8, in a form of ISO 8601 |
 * | utf8 | dictionary of utf8 with uint32 codes while the graph interns the strings, else utf8 |
 * | timestamp | timestamp in ms, without a time zone |
 * | json | utf8 |
 * | list of T | list of T |
 * | vector of n float32 | fixed-size list of n float32 |
 * | several types | dense union of these, in the order of their names, with a child of nulls where values are absent |
 *
 * The metadata of each field has its `groggy:role`, for attributes the `groggy:type`, and as `groggy:storage`
 * whether the column is `shared` or `gathered`. A shared column is a view on the graph's own memory: it costs
 * nothing and stays what it is, since the graph only ever appends, as long as nobody writes to it. A column is
 * shared if its values were added in the order of the ids and none is absent, as after `addNodes`; a column of
 * bool also has to begin at a whole byte, and a dictionary must not be larger than the column (or than 1,024).
 * All others are gathered, a copy of the values.
 *
 * O(columns) for shared columns, O(rows) for all others.
 *
 * @throws GroggyError UNKNOWN_ATTRIBUTE if one of `columns` is none, LIMIT for text of over 2^31 - 1 bytes.
 * @example
 * import { tableToIPC } from "apache-arrow";
 * import { Graph } from "groggy";
 * import { toArrow } from "groggy/arrow";
 *
 * const graph = new Graph();
 * graph.addNodes(3, { labels: "City", attributes: { population: Int32Array.of(120, 80, 45) } });
 * const table = toArrow(graph.nodes);
 * table.schema.names; // => [ 'id', 'labels', 'population' ]
 * table.schema.fields.at(2)?.metadata.get("groggy:storage"); // => 'shared'
 * const bytes = tableToIPC(table);
 */
export function toArrow<A extends object>(
  elements: ElementsView<A> | Selection<A>,
  options?: ToArrowOptions<A>,
): Table;
/**
 * The result of a query as an Arrow table, a row each. All rows are made. The type of a column is that of its values:
 *
 * | values | Arrow |
 * | --- | --- |
 * | BOOLEAN, INTEGER, FLOAT | bool, int64, float64 |
 * | STRING | dictionary of utf8 with uint32 codes, or utf8 if most are different |
 * | INTEGER and FLOAT | float64, as long as that holds the integers |
 * | dates, times, durations | utf8, in a form of ISO 8601 |
 * | lists of one of these | list |
 * | maps, points, paths, lists of several types | utf8, as JSON |
 * | nodes | struct of `id`, `labels`, and `attributes` as JSON |
 * | edges | struct of `id`, `type`, `source`, `target`, and `attributes` as JSON |
 * | several of these | dense union of them |
 * | null alone | null |
 *
 * A column that is an attribute of nodes or edges is shared with the graph as above, except for whole numbers of 32 bits;
 * the metadata of its field says so. All others are copies. O(rows).
 *
 * @throws LimitError for text of over 2^31 - 1 bytes; what goes wrong with a row.
 * @example
 * import { Graph } from "groggy";
 * import { toArrow } from "groggy/arrow";
 *
 * const graph = new Graph();
 * graph.query("UNWIND [1, 2] AS i CREATE (:City {name: 'C' + i, size: i * 1.5})");
 * const table = toArrow(graph.query("MATCH (c:City) RETURN c.name AS name, c.size AS size, id(c) AS id"));
 * String(table.schema.fields.map(({ type }) => type)); // => 'Dictionary<Uint32, Utf8>,Float64,Int64'
 */
export function toArrow(result: ArrowResult): Table;
export function toArrow<A extends object>(
  elements: ElementsView<A> | Selection<A> | ArrowResult,
  options: ToArrowOptions<A> = {},
): Table {
  if (isArrowResult(elements)) return resultTable(elements);
  const view = elements instanceof Selection ? elements.elements : elements;
  if (!(view instanceof ElementsView)) {
    throw new TypeError(
      `"elements" expected the nodes or edges of a graph or a Selection, got ${describe(elements)}`,
    );
  }
  const ids = elements instanceof Selection ? elements.bitmap.and(view.state.live).toArray() : elements.ids();
  const names = columnNames(view, options.columns);
  const columns: [Field, Data][] = names.map((name) => {
    const parts = view.rawColumns(name, ids);
    return parts === undefined
      ? attributeColumn(name, view.rawColumn(name, ids))
      : arrowUnionColumn(name, parts, ids.length);
  });
  const own = ownColumns(view, ids, names, options);
  return arrowTableOf([...own, ...columns], ids.length);
}

function columnNames<A extends object>(
  view: ElementsView<A>,
  given: readonly string[] | undefined,
): string[] {
  const { schema } = view;
  if (given === undefined) return Object.keys(schema);
  for (const name of given) {
    if (Object.hasOwn(schema, name)) continue;
    throw new GroggyError(
      "UNKNOWN_ATTRIBUTE",
      `"columns" expected attributes of the ${view.kind}s, got ${describe(name)}`,
      { attribute: name },
    );
  }
  return [...new Set(given)];
}

/** The columns that every node or edge has, whatever its attributes. */
function ownColumns<A extends object>(
  view: ElementsView<A>,
  ids: Uint32Array,
  attributes: readonly string[],
  { ids: withIds = true, labels: withLabels = true }: ToArrowOptions<A>,
): [Field, Data][] {
  const columns: [Field, Data][] = [];
  const add = (role: ColumnRole, data: Data, isShared: boolean): void => {
    let name: string = role;
    while (attributes.includes(name)) name = `$${name}`;
    columns.push([arrowFieldOf(name, data, role, isShared), data]);
  };
  if (withIds) add("id", makeData({ type: new Uint32(), data: ids }), false);
  if (view.kind === "edge") {
    const { sources, targets, shared } = view.rawEnds(ids);
    add("source", makeData({ type: new Uint32(), data: sources }), shared);
    add("target", makeData({ type: new Uint32(), data: targets }), shared);
  }
  if (withLabels) {
    if (view.kind === "node") add("labels", labelData(view, ids), false);
    else add("type", typeData(view, ids), false);
  }
  return columns;
}

function labelData(view: ElementsView<object>, ids: Uint32Array): Data {
  const { codes, sets } = view.rawLabelSets(ids);
  const offsets = new Uint32Array(sets.length + 1);
  sets.forEach((names, set) => {
    offsets[set + 1] = offsets[set] + names.length;
  });
  const elements = encodeStrings(sets.flat());
  return arrowDataOf("list<utf8>", gatherRaw({ kind: "list", offsets, elements }, codes));
}

function typeData(view: ElementsView<object>, ids: Uint32Array): Data {
  const { codes, sets } = view.rawLabelSets(ids);
  const each = Uint32Array.from(sets.keys());
  const raw = gatherRaw({ kind: "codes", codes: each, strings: sets.map(([name]) => name) }, codes);
  let absent = 0;
  const validity = new Uint8Array(Math.ceil(codes.length / 8));
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] < 0) absent++;
    else validity[i >>> 3] |= 1 << (i & 7);
  }
  return arrowDataOf("utf8", raw, absent === 0 ? undefined : validity, absent);
}

function attributeColumn(name: string, column: RawColumn | undefined): [Field, Data] {
  assert(
    column !== undefined && "kind" in column.values,
    `attribute ${name} is in the schema and has no column`,
  );
  const data = arrowDataOf(column.type, column.values, column.validity, column.absentCount);
  return [arrowFieldOf(name, data, "attribute", column.shared, column.type), data];
}
