/**
 * Writes CSV: a table of nodes and one of edges. Texts that look like numbers, and empty ones, are quoted, so that they
 * come back as texts. Where attributes are called as columns with a meaning are, headers are neo4j-admin's.
 */
import { parseType, type ValueType } from "../../view.js";
import type { FormatPart, FormatWriter } from "../shared/contract.js";
import {
  cellText,
  type ExportedAttribute,
  type ExportedBlock,
  type ExportedGraph,
} from "../shared/exported-graph.js";
import type { ProblemList } from "../shared/problems.js";
import { CLASS_TEXT, classOfText, floatText } from "../shared/text-values.js";
import { isNeo4jHeader, isRoleName, neo4jColumns, neo4jType } from "./columns.js";

type Given = Readonly<Record<string, unknown>>;

export const csvWriter: FormatWriter = {
  losses(graph, _options, parts, losses) {
    lossesOfGraph(graph, losses);
    lossesOfParts(graph, parts, losses);
    for (const kind of ["node", "edge"] as const) {
      if (!isWritten(graph, kind, parts)) continue;
      for (const attribute of kind === "node" ? graph.nodeAttributes : graph.edgeAttributes)
        lossOfType(graph, kind, attribute, losses);
    }
  },
  *write(graph, options, part) {
    const table = tableOf(graph, part);
    const header = usesOwnTypes(graph, table) ? "typed" : "plain";
    yield* new TableWriter(graph, options, header).chunks(table);
  },
};

/** How a header says what columns are: by names alone; by our types behind a colon; by those of neo4j-admin. */
type Header = "plain" | "typed" | "neo4j";

export const neo4jWriter: FormatWriter = {
  losses(graph, options, parts, losses) {
    lossesOfGraph(graph, losses);
    lossesOfParts(graph, parts, losses);
    for (const kind of ["node", "edge"] as const)
      if (isWritten(graph, kind, parts)) lossesOfNeo4j(graph, kind, arrayDelimiterOf(options), losses);
  },
  *write(graph, options, part) {
    yield* new TableWriter(graph, options, "neo4j").chunks(tableOf(graph, part));
  },
};

function lossesOfNeo4j(
  graph: ExportedGraph,
  kind: "node" | "edge",
  delimiter: string,
  losses: ProblemList,
): void {
  const attributes = kind === "node" ? graph.nodeAttributes : graph.edgeAttributes;
  for (const { name, type } of attributes) {
    const isNamed = neo4jType(elementOf(type) ?? type) !== undefined && !type.startsWith("vector");
    if (!isNamed)
      losses.add("type", `the type ${type}, which neo4j-admin has no name for`, { attribute: name });
  }
  const isTexts = attributes.map(({ type }) => elementOf(type) === "utf8");
  if (!isTexts.includes(true)) return;
  for (const { columns } of kind === "node" ? graph.nodeBlocks() : graph.edgeBlocks()) {
    columns.forEach((values, c) => {
      if (!isTexts[c]) return;
      const lists = values.filter((list) => list !== undefined) as string[][];
      const count = lists.filter((list) => !isParted(list, delimiter)).length;
      if (count === 0) return;
      const message = "lists with an item that has the delimiter of lists, written as JSON";
      losses.add("list", message, { attribute: attributes[c].name, count });
    });
  }
}

function lossesOfGraph(graph: ExportedGraph, losses: ProblemList): void {
  const message = "edges without direction, which a table does not say; directed: false reads them";
  if (!graph.directed && graph.edgeCount > 0) losses.add("direction", message, { count: graph.edgeCount });
  if (graph.graphAttributes.size > 0)
    losses.add("graphAttributes", "attributes of the graph itself", { count: graph.graphAttributes.size });
}

function arrayDelimiterOf(options: Given): string {
  return (options.arrayDelimiter as string | undefined) ?? ";";
}

/** The type of the items of a list or vector. */
function elementOf(type: ValueType): ValueType | undefined {
  const parsed = parseType(type);
  return parsed?.kind === "list" ? parsed.element : parsed?.kind === "vector" ? "float32" : undefined;
}

/** Whether the items of a list can stand between delimiters. */
function isParted(items: readonly string[], delimiter: string): boolean {
  if (items.length === 1 && items[0] === "") return false;
  return items[0]?.startsWith("[") !== true && !items.some((item) => item.includes(delimiter));
}

/** The table that one file gets: edges if there are any, where it is not said. */
function tableOf(graph: ExportedGraph, part: FormatPart): "node" | "edge" {
  if (part === "graph") return graph.edgeCount > 0 ? "edge" : "node";
  return part === "nodes" ? "node" : "edge";
}

function isWritten(graph: ExportedGraph, kind: "node" | "edge", parts: readonly FormatPart[]): boolean {
  return parts.some((part) => tableOf(graph, part) === kind);
}

/** The parts of a graph that are not written at all. */
export function lossesOfParts(graph: ExportedGraph, parts: readonly FormatPart[], losses: ProblemList): void {
  if (!isWritten(graph, "node", parts) && graph.nodeCount > 0) {
    const more = graph.nodeAttributes.length > 0 || graph.labelCount("node") > 0;
    if (more)
      losses.add("nodes", "attributes and labels of nodes: { nodes, edges } writes both tables", {
        count: graph.nodeCount,
      });
    else
      losses.add("isolatedNodes", "nodes without edges: { nodes, edges } writes both tables", {
        count: graph.nodeCount,
      });
  }
  if (!isWritten(graph, "edge", parts) && graph.edgeCount > 0)
    losses.add("edges", "edges: { nodes, edges } writes both tables", { count: graph.edgeCount });
}

/** Types whose values a reader takes for those of another type. */
function lossOfType(
  graph: ExportedGraph,
  kind: "node" | "edge",
  { name, type }: ExportedAttribute,
  losses: ProblemList,
): void {
  const isKnown =
    type === "bool" || type === "int32" || type === "float64" || type === "utf8" || type === "timestamp";
  if (isKnown || (usesOwnTypes(graph, kind) && isSaidInHeader(type))) return;
  losses.add(
    "type",
    `the type ${type}, which a table does not say; types: { ${/^\w+$/.test(name) ? name : JSON.stringify(name)}: "${type}" } reads it`,
    { attribute: name, count: 1 },
  );
}

/** Whether our name of a type behind a colon is read as that type: neo4j-admin calls some types as we call others. */
function isSaidInHeader(type: ValueType): boolean {
  return neo4jColumns([`x:${type}`])[0].type === type;
}

/** Whether headers say what columns are behind a colon, since names alone would mean other columns. */
function usesOwnTypes(graph: ExportedGraph, kind: "node" | "edge"): boolean {
  const attributes = kind === "node" ? graph.nodeAttributes : graph.edgeAttributes;
  return (
    attributes.some(({ title }) => isRoleName(title)) || isNeo4jHeader(attributes.map(({ title }) => title))
  );
}

class TableWriter {
  readonly #graph: ExportedGraph;
  readonly #delimiter: string;
  readonly #lineEnd: string;
  readonly #options: Given;
  readonly #headerKind: Header;
  readonly #isSpecial: RegExp;
  readonly #arrayDelimiter: string;

  constructor(graph: ExportedGraph, options: Given, header: Header) {
    this.#graph = graph;
    this.#headerKind = header;
    this.#options = options;
    this.#delimiter = (options.delimiter as string | undefined) ?? ",";
    this.#lineEnd = (options.lineEnd as string | undefined) ?? "\n";
    this.#arrayDelimiter = arrayDelimiterOf(options);
    const escaped = this.#delimiter.replace(/[\\\]^-]/, "\\$&");
    // also what a reader that looks for the delimiter may take for one, and for a quote
    this.#isSpecial = new RegExp(`^'|["\\r\\n,;\\t|${escaped}]`);
  }

  *chunks(kind: "node" | "edge"): Generator<string> {
    if (this.#options.bom === true) yield "\ufeff";
    const graph = this.#graph;
    const attributes = kind === "node" ? graph.nodeAttributes : graph.edgeAttributes;
    const hasLabels = graph.labelCount(kind) > 0;
    if (this.#options.header !== false) yield this.#row(this.#header(kind, attributes, hasLabels));
    const { keys } = graph;
    let first = 0;
    for (const block of kind === "node" ? graph.nodeBlocks() : graph.edgeBlocks()) {
      yield this.#blockText(kind, block, attributes, keys, first, hasLabels);
      first += block.ids.length;
    }
  }

  #header(kind: "node" | "edge", attributes: readonly ExportedAttribute[], hasLabels: boolean): string[] {
    const isTyped = this.#headerKind !== "plain";
    const { key } = this.#graph;
    const own =
      kind === "node"
        ? [isTyped ? `${key ?? ""}:ID` : (key ?? "id"), ...(hasLabels ? [isTyped ? ":LABEL" : "labels"] : [])]
        : [
            ...(isTyped ? [":START_ID", ":END_ID"] : ["source", "target"]),
            ...(hasLabels ? [isTyped ? ":TYPE" : "type"] : []),
          ];
    const typeName = (type: ValueType): string => {
      if (this.#headerKind === "typed")
        return isSaidInHeader(type) ? type : type === "integer" ? "int64" : "utf8";
      const element = elementOf(type);
      return element === undefined ? (neo4jType(type) ?? "string") : `${neo4jType(element) ?? "string"}[]`;
    };
    const names = attributes.map(({ title, type }) => (isTyped ? `${title}:${typeName(type)}` : title));
    return [...own, ...names].map((name) => this.#name(name));
  }

  #name(name: string): string {
    return name === "" || name !== name.trim() || this.#isSpecial.test(name) ? quoted(name) : name;
  }

  #row(cells: readonly string[]): string {
    return `${cells.join(this.#delimiter)}${this.#lineEnd}`;
  }

  #blockText(
    kind: "node" | "edge",
    block: ExportedBlock,
    attributes: readonly ExportedAttribute[],
    keys: readonly string[],
    first: number,
    hasLabels: boolean,
  ): string {
    const { ids, columns, labels, sources, targets } = block;
    const writers = attributes.map(({ type }) => this.#cellWriter(type));
    const delimiter = this.#delimiter;
    let text = "";
    for (let i = 0; i < ids.length; i++) {
      if (kind === "node") text += this.#text(keys[first + i]);
      else text += this.#text(keys[sources[i]]) + delimiter + this.#text(keys[targets[i]]);
      if (hasLabels) text += delimiter + this.#labels(kind, labels[i]);
      for (let c = 0; c < columns.length; c++) {
        const value = columns[c][i];
        text += value === undefined ? delimiter : delimiter + writers[c](value);
      }
      text += this.#lineEnd;
    }
    return text;
  }

  #labels(kind: "node" | "edge", names: readonly string[]): string {
    if (names.length === 0) return "";
    if (kind === "edge") return this.#text(names[0]);
    const isPlain = names.every((name) => !name.includes(this.#arrayDelimiter)) && !/^[:[]/.test(names[0]);
    return this.#text(isPlain ? names.join(this.#arrayDelimiter) : JSON.stringify(names));
  }

  #cellWriter(type: ValueType): (value: unknown) => string {
    switch (type) {
      case "utf8":
        return (value) => this.#text(value as string);
      case "float64":
        return (value) => floatText(value as number);
      case "bool":
      case "int32":
      case "int64":
        return String;
      default:
        if (this.#headerKind === "neo4j" && elementOf(type) !== undefined)
          return (value) => this.#list(value, type);
        return (value) => {
          const text = cellText(value, type);
          return text === "" || this.#isSpecial.test(text) ? quoted(text) : text;
        };
    }
  }

  /** A list with delimiters between its items, an empty one in quotes; as JSON where an item has the delimiter. */
  #list(value: unknown, type: ValueType): string {
    const element = elementOf(type) as ValueType;
    const items = Array.from(value as ArrayLike<unknown>, (item) => cellText(item, element));
    if (items.length === 0) return '""';
    const text = isParted(items, this.#arrayDelimiter)
      ? items.join(this.#arrayDelimiter)
      : cellText(value, type);
    return this.#isSpecial.test(text) ? quoted(text) : text;
  }

  /** A text, quoted where it would be taken for something else. */
  #text(text: string): string {
    const own = this.#options.spreadsheet === true && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    if (own === "" || this.#isSpecial.test(own)) return quoted(own);
    return classOfText(own) === CLASS_TEXT ? own : quoted(own);
  }
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
