/**
 * Nodes or edges as a table that streams: columns are read in blocks of ids, and no object is made of a row. A column
 * is an attribute; what every element has (`id`, `labels`, `type`, `degree`, `source`, `target`), which `id()` and so on
 * means whatever attributes there are; or an attribute of an edge's ends, `source.name`.
 */
import type { ElementsView, GraphView, Selection } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import { nearest } from "../../shared/nearest.js";
import type { BlockRows, OutputBlock, OutputColumn, OutputFormat, OutputRow } from "../../shared/output.js";

type Ids = Uint32Array;
/** The elements of a block of ids, made when the first of its columns asks; undefined where the ids do not ascend. */
type BlockSelection = (elements: ElementsView) => Selection | undefined;
/** The values of a column for some ids, by position. */
type BlockReader = (ids: Ids, selection: BlockSelection) => ArrayLike<unknown>;

interface TableColumn extends OutputColumn {
  readonly read: BlockReader;
  /** Whether its values are lists of names, which are one text in a cell of text. */
  readonly isList?: boolean;
}

const BLOCK_ROWS = 8192;

const OWN_NAMES = {
  node: ["id", "labels", "degree"],
  edge: ["id", "type", "source", "target"],
} as const;

const RIGHT = /^(int32|int64|integer|float32|float64)$/;

/** The columns of a table: those asked for, or what every element has and then all attributes. */
export function tableColumns(
  view: GraphView,
  kind: "node" | "edge",
  names: readonly string[] | undefined,
): TableColumn[] {
  const elements = elementsOf(view, kind);
  if (names !== undefined) return names.map((name) => namedColumn(view, kind, name));
  const own: string[] = kind === "node" ? ["id", "labels"] : ["id", "type", ...endNames(view)];
  const { schema } = elements;
  const columns = own.map((name) =>
    namedColumn(view, kind, Object.hasOwn(schema, name) ? `${name}()` : name),
  );
  for (const name of Object.keys(schema)) columns.push(attributeColumn(elements, name, name));
  return columns;
}

/** The ends of edges by the key of the graph, where it has one, else by their ids. */
function endNames({ key }: GraphView): string[] {
  return key === undefined ? ["source", "target"] : [`source.${key}`, `target.${key}`];
}

/** The rows of some elements, in the order of the ids. */
export function tableRows(given: readonly TableColumn[], ids: Ids, format: OutputFormat): BlockRows {
  const separator = LIST_SEPARATORS[format];
  const columns = given.map((column) =>
    separator === undefined || column.isList !== true ? column : { read: joined(column.read, separator) },
  );
  const blocks = function* (): Generator<OutputBlock> {
    for (let start = 0; start < ids.length; start += BLOCK_ROWS) {
      const block = ids.subarray(start, start + BLOCK_ROWS);
      const selection = selectionOf(block);
      yield { count: block.length, columns: columns.map(({ read }) => read(block, selection)) };
    }
  };
  return { blocks, [Symbol.iterator]: () => rowsOf(blocks()) };
}

function* rowsOf(blocks: Iterable<OutputBlock>): Generator<OutputRow> {
  for (const { count, columns } of blocks) {
    const { length } = columns;
    for (let i = 0; i < count; i++) {
      const row = new Array<unknown>(length);
      for (let c = 0; c < length; c++) row[c] = columns[c]![i];
      yield row;
    }
  }
}

/** All columns of a block that are of the same elements share one selection. */
function selectionOf(ids: Ids): BlockSelection {
  let made: { readonly elements: ElementsView; readonly selection: Selection | undefined } | undefined;
  return (elements) => {
    if (made?.elements !== elements)
      made = { elements, selection: ascends(ids) ? elements.select(ids) : undefined };
    return made.selection;
  };
}

/** The separator of the labels of a node: what people read, and what an import takes apart. */
const LIST_SEPARATORS: Partial<Record<OutputFormat, string>> = {
  table: ", ",
  markdown: ", ",
  csv: ";",
  tsv: ";",
};

function joined(read: BlockReader, separator: string): BlockReader {
  return (ids, selection) => {
    const lists = read(ids, selection) as ArrayLike<readonly string[]>;
    const texts = new Array<string | undefined>(lists.length);
    for (let i = 0; i < texts.length; i++) {
      const names = lists[i]!;
      // most nodes have one label; its text is shared, and there is nothing to join
      texts[i] = names.length > 1 ? names.join(separator) : names[0];
    }
    return texts;
  };
}

/** A value for each id. A loop takes a third of the time of `Array.from` with a function. */
function eachOf<T>(value: (id: number) => T): (ids: Ids) => T[] {
  return (ids) => {
    const values = new Array<T>(ids.length);
    for (let i = 0; i < values.length; i++) values[i] = value(ids[i]!);
    return values;
  };
}

/** The nodes or the edges of a view. */
export function elementsOf(view: GraphView, kind: "node" | "edge"): ElementsView {
  return kind === "node" ? view.nodes : view.edges;
}

/** The elements that a filter selects; all without one. */
export function selected(elements: ElementsView, filter: string | undefined): Selection {
  return filter === undefined ? elements.all() : elements.where(filter);
}

function namedColumn(view: GraphView, kind: "node" | "edge", name: string): TableColumn {
  const elements = elementsOf(view, kind);
  if (Object.hasOwn(elements.schema, name)) return attributeColumn(elements, name, name);
  const own: readonly string[] = OWN_NAMES[kind];
  const plain = name.replace(/\(\)$/, "");
  if (own.includes(plain) || (kind === "node" && plain === "type") || plain === "label")
    return { name, ...ownColumn(view, kind, plain) };
  const [end, ...rest] = name.split(".");
  if (kind === "edge" && (end === "source" || end === "target") && rest.length > 0) {
    const inner = namedColumn(view, "node", rest.join("."));
    const ends: BlockReader = (ids) => {
      const nodes = end === "source" ? view.edges.sources(ids) : view.edges.targets(ids);
      return inner.read(nodes, selectionOf(nodes));
    };
    return { ...inner, name, read: ends };
  }
  // of a name that other states have, the library knows
  if ((kind === "node" && name === view.key) || isKnown(elements, name))
    return attributeColumn(elements, name, name);
  const near = nearest(name, [...Object.keys(elements.schema), ...own]);
  throw new CliError(
    `"--columns" expected attributes of the ${kind}s, or ${own.join(", ")}, got ${JSON.stringify(name)}`,
    { hint: near === undefined ? "groggy schema lists the attributes" : `did you mean ${near}?` },
  );
}

function isKnown(elements: ElementsView, name: string): boolean {
  try {
    elements.select([]).rows({ columns: [name], ids: false, labels: false, ends: false });
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === "UNKNOWN_ATTRIBUTE") return false;
    throw error;
  }
}

function ownColumn(
  view: GraphView,
  kind: "node" | "edge",
  name: string,
): Pick<TableColumn, "align" | "isList" | "read"> {
  const elements = elementsOf(view, kind);
  switch (name) {
    case "id":
      return { align: "right", read: (ids) => ids };
    case "degree":
      return { align: "right", read: (ids) => view.degrees(ids) };
    case "source":
      return { align: "right", read: (ids) => view.edges.sources(ids) };
    case "target":
      return { align: "right", read: (ids) => view.edges.targets(ids) };
    case "labels":
      return { isList: true, read: eachOf((id) => elements.labels(id)) };
    default:
      return { read: eachOf((id) => elements.type(id)) };
  }
}

function attributeColumn(elements: ElementsView, attribute: string, name: string): TableColumn {
  const isRight = RIGHT.test(elements.schema[attribute] ?? "");
  return {
    name,
    ...(isRight ? { align: "right" as const } : {}),
    read: (ids, selection) => valuesOf(elements, attribute, ids, selection(elements)),
  };
}

/** The values as a verb prints them, undefined where absent; typed arrays stay as they are where none is. */
function valuesOf(
  elements: ElementsView,
  attribute: string,
  ids: Ids,
  selection: Selection | undefined,
): ArrayLike<unknown> {
  if (selection === undefined) return elements.values(ids, attribute);
  const column = selection.column(attribute);
  const { type, absentCount, values } = column;
  if (type === "bool" || type === "timestamp") return column.toArray();
  if (absentCount === 0 || !ArrayBuffer.isView(values)) return values;
  const all = new Array<unknown>(ids.length);
  for (let i = 0; i < all.length; i++) all[i] = column.hasAt(i) ? values[i] : undefined;
  return all;
}

function ascends(ids: Ids): boolean {
  for (let i = 1; i < ids.length; i++) if (ids[i]! <= ids[i - 1]!) return false;
  return true;
}
