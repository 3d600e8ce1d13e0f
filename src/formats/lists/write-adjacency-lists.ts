/** Writes networkx' adjacency lists, a list for each node in order: with ids alone, or line by line with attributes. */
import type { ValueType } from "../../view.js";
import type { FormatWriter } from "../shared/contract.js";
import { cellText, type ExportedBlock, type ExportedGraph } from "../shared/exported-graph.js";
import { FormatError } from "../shared/format-error.js";
import type { ProblemList } from "../shared/problems.js";
import { floatText } from "../shared/text-values.js";

export const adjacencyListWriter: FormatWriter = {
  losses(graph, _options, _parts, losses) {
    for (const { name } of graph.edgeAttributes)
      losses.add("attribute", "attributes of edges", { attribute: name });
    lossesOfLists(graph, losses);
  },
  *write(graph) {
    yield* listsOf(graph, "adjlist", (node, edges) => {
      const { keys } = graph;
      let text = keys[node];
      for (const { block, at } of edges) text += ` ${keys[block.targets[at]]}`;
      return `${text}\n`;
    });
  },
};

export const multilineAdjacencyListWriter: FormatWriter = {
  losses(graph, _options, _parts, losses) {
    for (const { name, type } of graph.edgeAttributes)
      if (!OWN_TYPES.has(type))
        losses.add("type", "types that Python's literals do not say", { attribute: name });
    lossesOfLists(graph, losses);
  },
  *write(graph) {
    const { keys, edgeAttributes } = graph;
    yield* listsOf(graph, "multiline-adjlist", (node, edges) => {
      let text = `${keys[node]} ${edges.length}\n`;
      for (const { block, at } of edges)
        text += `${keys[block.targets[at]]} ${pythonDict(edgeAttributes, block, at)}\n`;
      return text;
    });
  },
};

/** Types that values in Python say by themselves; whole numbers of 64 bits do if one is as long. */
const OWN_TYPES: ReadonlySet<ValueType> = new Set<ValueType>(["bool", "int32", "float64", "utf8"]);

function lossesOfLists(graph: ExportedGraph, losses: ProblemList): void {
  for (const { name } of graph.nodeAttributes)
    losses.add("attribute", "attributes of nodes", { attribute: name });
  if (graph.labelCount("node") > 0) losses.add("labels", "labels of nodes");
  if (graph.labelCount("edge") > 0) losses.add("types", "types of edges");
  if (graph.graphAttributes.size > 0) losses.add("graphAttributes", "attributes of the graph itself");
  if (!isGrouped(graph)) losses.add("order", "the order of edges, which stand by their sources");
}

/** Whether edges follow each other as their sources do. */
function isGrouped(graph: ExportedGraph): boolean {
  let last = 0;
  for (const { sources } of graph.endBlocks())
    for (const source of sources) {
      if (source < last) return false;
      last = source;
    }
  return true;
}

interface ListedEdge {
  readonly block: ExportedBlock;
  readonly at: number;
}

const NO_EDGES: readonly ListedEdge[] = [];

function* listsOf(
  graph: ExportedGraph,
  format: string,
  textOf: (node: number, edges: readonly ListedEdge[]) => string,
): Generator<string> {
  const { keys } = graph;
  const bad = keys.find((key) => key === "" || /[\s#]/.test(key));
  if (bad !== undefined)
    throw new FormatError(
      "FORMAT_UNSUPPORTED",
      `ids without white space and #, and not empty, expected in lists of neighbors, got ${JSON.stringify(bad)}; "key" can name other ones`,
      { format },
    );
  yield `# ${graph.directed ? "Directed" : "Undirected"} graph\n`;
  const lists: ListedEdge[][] = [];
  for (const block of graph.edgeBlocks())
    for (let at = 0; at < block.ids.length; at++) {
      const source = block.sources[at];
      const list = lists[source];
      if (list === undefined) lists[source] = [{ block, at }];
      else list.push({ block, at });
    }
  let text = "";
  for (let node = 0; node < keys.length; node++) {
    text += textOf(node, lists[node] ?? NO_EDGES);
    if (text.length < 65_536) continue;
    yield text;
    text = "";
  }
  yield text;
}

/** The attributes of an edge as Python prints a dictionary. */
function pythonDict(
  attributes: ExportedGraph["edgeAttributes"],
  { columns }: ExportedBlock,
  at: number,
): string {
  let text = "";
  for (let c = 0; c < attributes.length; c++) {
    const value = columns[c][at];
    if (value === undefined) continue;
    const { title, type } = attributes[c];
    text += `${text === "" ? "" : ", "}${pythonText(title)}: ${pythonValue(value, type)}`;
  }
  return `{${text}}`;
}

function pythonValue(value: unknown, type: ValueType): string {
  if (type === "bool") return value === true ? "True" : "False";
  if (type === "int32" || type === "int64") return String(value);
  if (type === "float64" || type === "float32") {
    if (Number.isFinite(value)) return floatText(value as number);
    return Number.isNaN(value) ? "nan" : (value as number) > 0 ? "inf" : "-inf";
  }
  return pythonText(type === "utf8" ? (value as string) : cellText(value, type));
}

/** A text in quotes; what ends a line for some reader, and what nobody sees, is escaped. */
function pythonText(text: string): string {
  const safe = text.replace(/['\\\p{Cc}\u2028\u2029]/gu, (sign) => {
    if (sign === "'" || sign === "\\") return `\\${sign}`;
    const code = sign.charCodeAt(0);
    return code < 256
      ? `\\x${code.toString(16).padStart(2, "0")}`
      : `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return `'${safe}'`;
}
