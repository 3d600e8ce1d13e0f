/** Writes networkx' adjacency lists, a list for each node in order: with ids alone, or line by line with attributes. */
import type { FormatWriter } from "../shared/contract.js";
import type { ExportedBlock, ExportedGraph } from "../shared/exported-graph.js";
import { FormatError } from "../shared/format-error.js";
import type { ProblemList } from "../shared/problems.js";
import { PYTHON_TYPES, pythonDict } from "./python-dict.js";

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
      if (!PYTHON_TYPES.has(type))
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
