/** Arrow tables into a graph: everything is read and checked first, then nodes and edges are added at one go. */
import { DataType, type Table } from "apache-arrow";
import { describe, GroggyError } from "../../../errors.js";
import {
  type AttributeType,
  type GraphView,
  isUnionType,
  type MixedColumn,
  type NodeId,
  type RawColumn,
} from "../../../view.js";
import { type ColumnRole, roleOf } from "../fields.js";
import { type ArrowColumn, readArrowColumn, textReader, textsOf } from "./columns.js";
import { type EndKey, keysOf, positionsByKey, resolveEnds } from "./ends.js";
import { readUnion } from "./unions.js";

/** The target of an import: a `Graph`. */
export interface ImportTarget {
  readonly nodes: { readonly schema: Readonly<Record<string, AttributeType>> };
  readonly edges: {
    readonly schema: Readonly<Record<string, AttributeType>>;
    /** @internal */
    readonly writer: {
      prepareBulk(columns: Readonly<Record<string, RawColumn | MixedColumn>>, count: number): unknown;
    };
  };
  hasNode: GraphView["hasNode"];
  node(key: unknown): NodeId | undefined;
  addNodes(count: number, options?: object): Uint32Array;
  addEdges(sources: ArrayLike<NodeId>, targets: ArrayLike<NodeId>, options?: object): Uint32Array;
}

/** The tables of an import; either may be left out. */
export interface ArrowTables {
  readonly nodes?: Table | undefined;
  readonly edges?: Table | undefined;
}

/**
 * The meaning of the ends of edges: `id`, values of the column of ids in the table of nodes; `position`, rows of that
 * table, from 0; `node`, ids of nodes that are in the graph; `key`, values of the graph's key.
 */
export type EndKind = "id" | "position" | "node" | "key";

/** The roles of the columns of the tables. */
export interface FromArrowOptions {
  /** Labels for every node, besides those in the column of labels. */
  readonly labels?: string | readonly string[];
  /** The type of edges for which the column of types has none. */
  readonly type?: string;
  /**
   * The column by which edges name nodes; defaults to the one that `toArrow` wrote, or to `id`. Null: there is none.
   */
  readonly idColumn?: string | null;
  /** The column of labels (a list of text, or text); defaults to the one that `toArrow` wrote, or to `labels`. */
  readonly labelsColumn?: string | null;
  /** The column of the nodes that edges lead from; defaults to the one that `toArrow` wrote, or to `source`. */
  readonly sourceColumn?: string;
  /** The column of the nodes that edges lead to; defaults to the one that `toArrow` wrote, or to `target`. */
  readonly targetColumn?: string;
  /** The column of types; defaults to the one that `toArrow` wrote, or to `type`. Null: there is none. */
  readonly typeColumn?: string | null;
  /** The columns that become attributes of nodes. Defaults to all. */
  readonly nodeColumns?: readonly string[];
  /** The columns that become attributes of edges. Defaults to all. */
  readonly edgeColumns?: readonly string[];
  /**
   * The meaning of the ends of edges. By default: with a table of nodes `id`, or `position` if it has no column of
   * ids; without one `key` for text and `node` for numbers.
   */
  readonly ends?: EndKind;
}

/** The result of an import. */
export interface ArrowImport {
  /** The ids of the new nodes, row by row. */
  readonly nodes: Uint32Array;
  /** The ids of the new edges, row by row. */
  readonly edges: Uint32Array;
}

const END_KINDS: readonly unknown[] = ["id", "position", "node", "key"] satisfies EndKind[];
const NAME_LENGTH_MAX = 1024;

/**
 * Adds the rows of Arrow tables to a graph as nodes and edges; all or nothing. Tables made by `toArrow` are restored
 * as they were: `fromArrow(new Graph(), { nodes: toArrow(g.nodes), edges: toArrow(g.edges) })`, with new ids.
 *
 * Columns that are not ids, labels, ends or types become attributes under their own names. A column of ids that
 * `toArrow` did not make becomes an attribute as well. Null is absent; a column without values, no attribute.
 *
 * | Arrow | attribute |
 * | --- | --- |
 * | bool | bool |
 * | int8, int16, int32, uint8, uint16 | int32 |
 * | uint32 | float64, as `addNodes` takes a Uint32Array |
 * | int64, uint64 | int64; a TypeError from 2^63 on |
 * | float16, float32; float64 | float32; float64 |
 * | utf8, large utf8, utf8 view | utf8, or json where `toArrow` says so |
 * | binary, large binary, binary view, fixed-size binary | binary |
 * | date, timestamp of any unit | timestamp; a TypeError for what is no whole ms. Time zones are dropped |
 * | list, large list, fixed-size list of these | list; a TypeError for null in a list |
 * | fixed-size list of n float16 or float32 | vector of n float32 |
 * | struct, map, lists of these or of lists | json; integers beyond 2^53 and binary values are a TypeError |
 * | dictionary of any of these | as the values are |
 * | decimal, time, duration, interval, union | none: a TypeError that names the column |
 *
 * An attribute that the graph has already, or that its schema names, keeps its type: then each value is put to it,
 * integers as numbers where numbers are wanted, lists with nulls where json is, moments in their own unit where int64
 * is.
 *
 * Typed arrays are copied by block, except for json. O(rows).
 *
 * @throws TypeError naming column, type or row; GroggyError NODE_NOT_FOUND for an end that is no node, DUPLICATE_KEY
 *   or MISSING_KEY for ids that repeat or lack. Then nothing is changed.
 * @example
 * import { tableFromArrays } from "apache-arrow";
 * import { Graph } from "groggy";
 * import { fromArrow } from "groggy/arrow";
 *
 * const nodes = tableFromArrays({ code: ["BER", "LIS", "OSL"], height: Int32Array.of(37, 114, 208) });
 * const edges = tableFromArrays({ from: ["BER", "LIS"], to: ["OSL", "BER"], km: Float64Array.of(838, 2313) });
 * const graph = new Graph();
 * fromArrow(graph, { nodes, edges }, {
 *   labels: "Airport", type: "FLIGHT", idColumn: "code", sourceColumn: "from", targetColumn: "to",
 * });
 * graph.nodeCount; // => 3
 * graph.edges.get(0); // => { km: 838 }
 */
export function fromArrow(
  graph: ImportTarget,
  tables: ArrowTables,
  options: FromArrowOptions = {},
): ArrowImport {
  checkArguments(graph, tables, options);
  const { nodes, edges } = tables;
  const nodeColumns = columnsOf("nodes", nodes);
  const edgeColumns = columnsOf("edges", edges);

  // read and check everything
  const id = pick(nodeColumns, "id", "idColumn", options.idColumn);
  const newNodes = readNodes(graph, nodes, nodeColumns, options);
  const newEdges = readEdges(graph, edges, edgeColumns, options);
  const ends = edges === undefined ? undefined : readEnds(graph, nodes, edgeColumns, id, options);

  // add
  const nodeIds = nodes === undefined ? new Uint32Array(0) : graph.addNodes(nodes.numRows, newNodes);
  if (ends === undefined) return { nodes: nodeIds, edges: new Uint32Array(0) };
  const { sources, targets, arePositions } = ends;
  if (arePositions && nodeIds.length > 0) {
    for (let i = 0; i < sources.length; i++) sources[i] += nodeIds[0];
    for (let i = 0; i < targets.length; i++) targets[i] += nodeIds[0];
  }
  return { nodes: nodeIds, edges: graph.addEdges(sources, targets, newEdges) };
}

function checkArguments(graph: unknown, tables: unknown, options: unknown): void {
  const isGraph = typeof graph === "object" && graph !== null && "addNodes" in graph && "addEdges" in graph;
  if (!isGraph) throw new TypeError(`"graph" expected a Graph, got ${describe(graph)}`);
  if (typeof tables !== "object" || tables === null) {
    throw new TypeError(`"tables" expected { nodes, edges }, got ${describe(tables)}`);
  }
  for (const name of ["nodes", "edges"] as const) {
    const table: unknown = (tables as ArrowTables)[name];
    const isTable = typeof table === "object" && table !== null && "schema" in table && "getChildAt" in table;
    if (table !== undefined && !isTable)
      throw new TypeError(`"${name}" expected an Arrow table, got ${describe(table)}`);
  }
  if (!("nodes" in (tables as object)) && !("edges" in (tables as object))) {
    throw new TypeError('"tables" expected { nodes, edges }, got an object with neither');
  }
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`"options" expected an object, got ${describe(options)}`);
  }
  const { ends } = options as FromArrowOptions;
  if (ends !== undefined && !END_KINDS.includes(ends)) {
    throw new TypeError(`"ends" expected "id", "position", "node" or "key", got ${describe(ends)}`);
  }
}

/** The columns of a table by name. */
type Columns = ReadonlyMap<string, ArrowColumn>;

function columnsOf(what: string, table: Table | undefined): Columns {
  const columns = new Map<string, ArrowColumn>();
  table?.schema.fields.forEach((field, at) => {
    if (columns.has(field.name)) {
      throw new TypeError(`"${what}" expected columns of different names, got "${field.name}" twice`);
    }
    const vector = table.getChildAt(at);
    if (vector !== null) columns.set(field.name, { field, vector });
  });
  return columns;
}

/**
 * The column that has a role: the one named in the options, else the one that `toArrow` made, else the one of the
 * role's name, if its type is one that the role can have.
 */
function pick(
  columns: Columns,
  role: ColumnRole,
  option: string,
  given: string | null | undefined,
): ArrowColumn | undefined {
  if (given === null) return undefined;
  if (given !== undefined) {
    const column = columns.get(given);
    if (column !== undefined) return column;
    throw new TypeError(`"${option}" expected a column of the table, got ${describe(given)}`);
  }
  for (const column of columns.values()) if (roleOf(column.field) === role) return column;
  const column = columns.get(role);
  return column !== undefined && roleOf(column.field) === undefined ? column : undefined;
}

/** The column of ids that `toArrow` made: the graph gives new ones. */
function ownIds(columns: Columns): ArrowColumn[] {
  return [...columns.values()].filter(({ field }) => roleOf(field) === "id");
}

/** Whether a column, not asked for by name, can be labels or types: text, or for labels lists of it. */
function isTextual(type: DataType): boolean {
  if (DataType.isDictionary(type)) return isTextual(type.dictionary);
  if (DataType.isList(type) || DataType.isLargeList(type)) return isTextual(type.children[0].type);
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type);
}

function pickText(
  columns: Columns,
  role: "labels" | "type",
  option: string,
  given: string | null | undefined,
): ArrowColumn | undefined {
  const column = pick(columns, role, option, given);
  const isMeant = typeof given === "string" || (column !== undefined && isTextual(column.vector.type));
  return isMeant ? column : undefined;
}

/** The attributes among the columns of a table. */
function readAttributes(
  what: "nodes" | "edges",
  columns: Columns,
  taken: readonly (ArrowColumn | undefined)[],
  wanted: readonly string[] | undefined,
  schema: Readonly<Record<string, AttributeType>>,
): Record<string, RawColumn | MixedColumn> {
  const option = what === "nodes" ? "nodeColumns" : "edgeColumns";
  for (const name of wanted ?? []) {
    if (!columns.has(name))
      throw new TypeError(`"${option}" expected columns of the table, got ${describe(name)}`);
  }
  const attributes: [string, RawColumn | MixedColumn][] = [];
  for (const [name, column] of columns) {
    const isTaken = taken.includes(column) || (wanted !== undefined && !wanted.includes(name));
    if (isTaken || name === "") {
      if (!isTaken) throw new TypeError(`"${what}" expected columns with names, got one without`);
      continue;
    }
    if (DataType.isUnion(column.vector.type)) {
      attributes.push([name, readUnion(column)]);
      continue;
    }
    const known = Object.hasOwn(schema, name) ? schema[name] : undefined;
    const values = readArrowColumn(column, isUnionType(known) ? undefined : known);
    if (values !== undefined) attributes.push([name, values]);
  }
  return Object.fromEntries(attributes);
}

function readNodes(
  graph: ImportTarget,
  table: Table | undefined,
  columns: Columns,
  options: FromArrowOptions,
): object {
  if (table === undefined) return {};
  const column = pickText(columns, "labels", "labelsColumn", options.labelsColumn);
  const taken = options.idColumn === null ? [column] : [column, ...ownIds(columns)];
  const attributes = readAttributes("nodes", columns, taken, options.nodeColumns, graph.nodes.schema);
  const all = typeof options.labels === "string" ? [options.labels] : (options.labels ?? []);
  if (!Array.isArray(all)) {
    throw new TypeError(`"labels" expected a name or an array of names, got ${describe(options.labels)}`);
  }
  if (column === undefined) return { labels: all, attributes };
  return { labels: readLabels(column, all), attributes };
}

/** The labels of each row, those for all rows among them. */
function readLabels(column: ArrowColumn, all: readonly string[]): (readonly string[])[] {
  const { name } = column.field;
  const values = readArrowColumn(column);
  if (values === undefined) return new Array(column.vector.length).fill(all);
  const isList = "kind" in values.values && values.values.kind === "list";
  if (values.type !== "utf8" && values.type !== "list<utf8>") {
    throw new TypeError(
      `"labelsColumn" expected text or lists of text, got ${values.type} in column "${name}"`,
    );
  }
  // most rows have one of a few sets
  const sets = new Map<string, readonly string[]>();
  const setOf = (label: string): readonly string[] => {
    let set = sets.get(label);
    if (set === undefined) {
      set = [...all, label];
      sets.set(label, set);
    }
    return set;
  };
  if (!isList || !("kind" in values.values) || values.values.kind !== "list") {
    return textsOf(values).map((label) => (label === undefined ? all : setOf(label)));
  }
  const { offsets, elements } = values.values;
  const text = textReader(elements);
  const rows = new Array<readonly string[]>(values.length);
  for (let row = 0; row < rows.length; row++) {
    const start = offsets[row];
    const count = values.has(row) ? offsets[row + 1] - start : 0;
    if (count === 0) rows[row] = all;
    else if (count === 1) rows[row] = setOf(text(start));
    else rows[row] = [...all, ...Array.from({ length: count }, (_, i) => text(start + i))];
  }
  return rows;
}

function readEdges(
  graph: ImportTarget,
  table: Table | undefined,
  columns: Columns,
  options: FromArrowOptions,
): object {
  if (table === undefined) return {};
  const source = endColumn(columns, "source", options.sourceColumn);
  const target = endColumn(columns, "target", options.targetColumn);
  const type = pickText(columns, "type", "typeColumn", options.typeColumn);
  const taken = [source, target, type, ...ownIds(columns)];
  const attributes = readAttributes("edges", columns, taken, options.edgeColumns, graph.edges.schema);
  checkTypes(options.type === undefined ? [] : [options.type], () => '"type"');
  const edges = { type: type === undefined ? options.type : readTypes(type, options.type), attributes };
  // adding nodes comes before adding edges, and must not have happened if these do not fit
  graph.edges.writer.prepareBulk(attributes, table.numRows);
  return edges;
}

function endColumn(columns: Columns, role: "source" | "target", given: string | undefined): ArrowColumn {
  const column = pick(columns, role, `${role}Column`, given);
  if (column !== undefined) return column;
  const names = [...columns.keys()].join(", ");
  throw new TypeError(
    `"${role}Column" expected a column of the edges, got none called "${role}" among: ${names}`,
  );
}

function readTypes(column: ArrowColumn, otherwise: string | undefined): (string | null)[] {
  const { name } = column.field;
  const values = readArrowColumn(column);
  if (values === undefined) return new Array(column.vector.length).fill(otherwise ?? null);
  if (values.type !== "utf8") {
    throw new TypeError(`"typeColumn" expected text, got ${values.type} in column "${name}"`);
  }
  const types = textsOf(values).map((type) => type ?? otherwise ?? null);
  checkTypes(types, (row) => `column "${name}" in row ${row}`);
  return types;
}

/** Checks before nodes are added what addEdges would refuse afterwards. */
function checkTypes(types: readonly (string | null)[], place: (row: number) => string): void {
  for (let i = 0; i < types.length; i++) {
    const type = types[i];
    if (type === null || (typeof type === "string" && type.length > 0 && type.length <= NAME_LENGTH_MAX))
      continue;
    throw new TypeError(
      `${place(i)} expected a name of 1 to ${NAME_LENGTH_MAX} characters, got ${describe(type)}`,
    );
  }
}

/** The ends of all edges: positions among the new nodes, or ids of nodes. */
interface Ends {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly arePositions: boolean;
}

function readEnds(
  graph: ImportTarget,
  nodes: Table | undefined,
  columns: Columns,
  id: ArrowColumn | undefined,
  options: FromArrowOptions,
): Ends {
  const source = endColumn(columns, "source", options.sourceColumn);
  const target = endColumn(columns, "target", options.targetColumn);
  const kind = options.ends ?? likelyEnds(nodes, id, source);
  if (options.ends === undefined && kind === "position" && roleOf(source.field) === "source") {
    throw new TypeError(
      '"nodes" expected a column of ids, since the edges name their ends by id; or say ends: "position"',
    );
  }
  const { find, expected } = finderOf(kind, graph, nodes, id);
  const read = (column: ArrowColumn): Uint32Array => {
    const { name } = column.field;
    const values = readArrowColumn(column);
    if (values === undefined && column.vector.length > 0) {
      throw new TypeError(`column "${name}" expected ${expected}, got null in every row`);
    }
    return values === undefined ? new Uint32Array(0) : resolveEnds(values, { column: name, expected }, find);
  };
  return { sources: read(source), targets: read(target), arePositions: kind === "id" || kind === "position" };
}

function likelyEnds(nodes: Table | undefined, id: ArrowColumn | undefined, source: ArrowColumn): EndKind {
  if (nodes !== undefined) return id === undefined ? "position" : "id";
  return isTextual(source.vector.type) ? "key" : "node";
}

function finderOf(
  kind: EndKind,
  graph: ImportTarget,
  nodes: Table | undefined,
  id: ArrowColumn | undefined,
): { find: (key: EndKey) => number | undefined; expected: string } {
  const isWhole = (key: EndKey): key is number => typeof key === "number" && Number.isInteger(key);
  switch (kind) {
    case "node":
      return {
        find: (key) => (isWhole(key) && graph.hasNode(key) ? key : undefined),
        expected: "ids of nodes of the graph",
      };
    case "key":
      return { find: (key) => graph.node(key), expected: "keys of nodes of the graph" };
    case "position": {
      const count = nodes?.numRows ?? 0;
      const find = (key: EndKey): number | undefined =>
        isWhole(key) && key >= 0 && key < count ? key : undefined;
      return { find, expected: `rows of the table of nodes, 0 to ${count - 1}` };
    }
    case "id": {
      if (id === undefined)
        throw new TypeError('"ends" expected a table of nodes with a column of ids, got none');
      const { name } = id.field;
      const values = readArrowColumn(id);
      if (values === undefined) {
        throw new GroggyError("MISSING_KEY", `column "${name}" expected a value in each row, got none`);
      }
      return {
        find: positionsByKey(keysOf(values, name), name),
        expected: `values of "${name}" in the table of nodes`,
      };
    }
  }
}
