/** Writes the JSON formats, element by element. */
import type { FormatWriter } from "../shared/contract.js";
import type { ExportedBlock, ExportedGraph } from "../shared/exported-graph.js";
import {
  cytoscapeDocument,
  type DocumentMaker,
  type DocumentOptions,
  graphologyDocument,
  type JsonDocument,
  jsonGraphDocument,
  nodeLinkDocument,
  type WrittenElement,
} from "./documents.js";
import { define, type Members, membersText, objectOf, textOf } from "./members.js";

/** Each node, or each edge, as it is written. */
function* elementsOf(graph: ExportedGraph, kind: "node" | "edge"): Generator<WrittenElement[]> {
  const { keys } = graph;
  let first = 0;
  for (const block of kind === "node" ? graph.nodeBlocks() : graph.edgeBlocks()) {
    yield kind === "node" ? nodesOf(block, keys, first) : edgesOf(block, keys);
    first += block.ids.length;
  }
}

function nodesOf(block: ExportedBlock, keys: readonly string[], first: number): WrittenElement[] {
  return Array.from(block.ids, (_, at) => ({ key: keys[first + at], source: "", target: "", block, at }));
}

function edgesOf(block: ExportedBlock, keys: readonly string[]): WrittenElement[] {
  const { sources, targets } = block;
  return Array.from(block.ids, (_, at) => ({
    key: "",
    source: keys[sources[at]],
    target: keys[targets[at]],
    block,
    at,
  }));
}

/** The text of a document, a chunk for each block of elements. */
function* textsOf(graph: ExportedGraph, document: JsonDocument): Generator<string> {
  const { head, within, inner, nodesName, edgesName, isByKey } = document;
  yield `{${listed(head)}`;
  if (within !== undefined) yield `${JSON.stringify(within)}:{`;
  yield `${listed(inner)}${JSON.stringify(nodesName)}:${isByKey ? "{" : "["}`;
  let isFirst = true;
  for (const block of elementsOf(graph, "node")) {
    let text = "";
    for (const element of block) {
      const key = isByKey ? `${JSON.stringify(element.key)}:` : "";
      text += `${isFirst ? "\n" : ",\n"}${key}${textOf(document.node(element))}`;
      isFirst = false;
    }
    yield text;
  }
  yield `${isByKey ? "}" : "]"},${JSON.stringify(edgesName)}:[`;
  isFirst = true;
  for (const block of elementsOf(graph, "edge")) {
    let text = "";
    for (const element of block) {
      text += `${isFirst ? "\n" : ",\n"}${textOf(document.edge(element))}`;
      isFirst = false;
    }
    yield text;
  }
  yield within === undefined ? "]}\n" : "]}}\n";
}

/** Members with a comma behind them, if there are any. */
function listed(members: Members): string {
  return members.isEmpty ? "" : `${membersText(members)},`;
}

/** A document as a plain object. */
export function plainDocument(graph: ExportedGraph, document: JsonDocument): object {
  const { head, within, inner, nodesName, edgesName, isByKey } = document;
  const root = objectOf(head) as object;
  let at = root;
  if (within !== undefined) {
    at = objectOf(inner) as object;
    define(root, within, at);
  }
  const nodes: unknown[] = [];
  const named = {};
  for (const block of elementsOf(graph, "node"))
    for (const element of block) {
      const node = objectOf(document.node(element));
      if (isByKey) define(named, element.key, node);
      else nodes.push(node);
    }
  define(at, nodesName, isByKey ? named : nodes);
  const edges: unknown[] = [];
  for (const block of elementsOf(graph, "edge"))
    for (const element of block) edges.push(objectOf(document.edge(element)));
  define(at, edgesName, edges);
  return root;
}

/**
 * A writer of files of a document. What the format has no words for stands beside the graph in it; types of the graph's
 * own attributes alone are lost.
 */
function writerOf(make: DocumentMaker): FormatWriter {
  return {
    losses(graph, _options, _parts, losses) {
      for (const [name, value] of graph.graphAttributes)
        if (!isJson(value))
          losses.add("type", "the type of an attribute of the graph, which JSON does not say", {
            attribute: name,
          });
    },
    *write(graph, options) {
      const { edges } = options as unknown as DocumentOptions;
      yield* textsOf(graph, make(graph, { edges, isFile: true }));
    },
  };
}

/** Whether a value is as it was when it has been JSON. */
function isJson(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) return typeof value !== "bigint";
  if (Array.isArray(value)) return value.every(isJson);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isJson);
}

export const graphologyWriter = writerOf(graphologyDocument);
export const nodeLinkWriter = writerOf(nodeLinkDocument);
export const cytoscapeWriter = writerOf(cytoscapeDocument);
export const jsonGraphWriter = writerOf(jsonGraphDocument);
