/**
 * Graphs from plain objects that a program already has, and to them: the JSON formats without files. Everything is copied;
 * a graph and an object never share a value. Numbers are float64, as those of JavaScript are.
 */
import { Graph } from "#root";
import type { GraphTypes } from "../graph-types.js";
import { checkCallback } from "../structures/arguments.js";
import { checkMarkedView } from "../structures/view-brand.js";
import type { GraphView } from "../view.js";
import { CytoscapeShape } from "./json/cytoscape.js";
import {
  cytoscapeDocument,
  type DocumentMaker,
  d3Document,
  graphologyDocument,
  jsonGraphDocument,
  nodeLinkDocument,
} from "./json/documents.js";
import { GraphologyShape } from "./json/graphology.js";
import { JsonGraphShape } from "./json/json-graph.js";
import { NodeLinkShape } from "./json/node-link.js";
import { readObject } from "./json/objects.js";
import { checkJsonOptions } from "./json/options.js";
import type { JsonObject, JsonShape } from "./json/shape.js";
import { plainDocument } from "./json/write.js";
import { ExportedGraph } from "./shared/exported-graph.js";
import { GraphBuilder } from "./shared/graph-builder.js";
import { importReport } from "./shared/import-report.js";
import { AttributeNames, type AttributeOptions } from "./shared/names.js";
import { checkIs, checkReadOptions, type ReadOptions, readGivenOptions } from "./shared/options.js";
import type { ImportReport } from "./shared/report.js";
import {
  directionOf,
  graphOptionsFor,
  keyFor,
  nothingWritten,
  writeBuilt,
  writeGraphAttributes,
} from "./shared/write-graph.js";

/** Options of reading a plain object as a graph. */
export interface FromJsonOptions
  extends Pick<
    ReadOptions,
    | "key"
    | "labels"
    | "type"
    | "types"
    | "rename"
    | "only"
    | "without"
    | "missingNodes"
    | "duplicateNodes"
    | "mixed"
    | "lenient"
  > {
  /** Whether edges have directions; defaults to what the object says. */
  readonly directed?: boolean | undefined;
  /** Properties that have a meaning: `{ id: "uuid", source: "a", target: "b", labels: "tags", type: "kind" }`. */
  readonly columns?:
    | Readonly<Partial<Record<"id" | "source" | "target" | "labels" | "type", string>>>
    | undefined;
  /** Is called with what was read and what was not. */
  readonly onReport?: ((report: ImportReport) => void) | undefined;
}

/** Options of reading a node-link object. */
export interface FromNodeLinkOptions extends FromJsonOptions {
  /** Whether ends that are numbers are ids or positions of nodes; told from the first link by default. */
  readonly ends?: "id" | "index" | undefined;
}

/** Options of reading a JSON Graph Format object. */
export interface FromJsonGraphOptions extends FromJsonOptions {
  /** The id, or the position, of the graph that is meant where there are several. */
  readonly graph?: string | number | undefined;
}

/** Options of writing a graph as a plain object. */
export interface ToJsonOptions extends Omit<AttributeOptions, "types"> {
  /** The attribute whose values are the ids; null for the graph's numbers. Defaults to the graph's key. */
  readonly key?: string | null | undefined;
}

/** Options of writing a graph as a node-link object. */
export interface ToNodeLinkOptions extends ToJsonOptions {
  /** The name of the list of edges. Defaults to `edges`, as in networkx from 3.4 on. */
  readonly edges?: "links" | "edges" | undefined;
}

/** Attributes by name, as JavaScript has them. */
export type JsonAttributes = Record<string, unknown>;

/** A graph as graphology's `export()` gives it, and its `import()` takes it. */
export interface GraphologyData {
  options: { type: "directed" | "undirected" | "mixed"; multi: boolean; allowSelfLoops: boolean };
  attributes: JsonAttributes;
  nodes: { key: string; attributes: JsonAttributes }[];
  edges: {
    key?: string;
    source: string;
    target: string;
    undirected?: boolean;
    attributes: JsonAttributes;
  }[];
}

/** A node of node-link data: its id and attributes. */
export type NodeLinkNode = JsonAttributes & { id: string };

/** A link of node-link data: its ends and attributes. */
export type NodeLinkEdge = JsonAttributes & { source: string; target: string };

/** A graph as networkx's `node_link_data` gives it; the list of edges is `edges` or `links`. */
export interface NodeLinkData {
  directed: boolean;
  multigraph: boolean;
  graph: JsonAttributes;
  nodes: NodeLinkNode[];
  edges?: NodeLinkEdge[];
  links?: NodeLinkEdge[];
}

/** A graph as d3-force and its kin take it. */
export interface D3Data {
  nodes: NodeLinkNode[];
  links: NodeLinkEdge[];
}

/** A graph as Cytoscape's `cy.json()` takes it. */
export interface CytoscapeData {
  data: JsonAttributes;
  directed?: boolean;
  elements: {
    nodes: {
      data: JsonAttributes & { id: string };
      position?: { x: number; y: number };
      classes?: string | string[];
    }[];
    edges: { data: JsonAttributes & { source: string; target: string }; classes?: string | string[] }[];
  };
}

/** A graph in JSON Graph Format, version 2. */
export interface JsonGraphData {
  graph: {
    directed: boolean;
    id?: string;
    type?: string;
    label?: string;
    metadata?: JsonAttributes;
    nodes: Record<string, { label?: string; metadata?: JsonAttributes }>;
    edges: {
      id?: string;
      source: string;
      target: string;
      relation?: string;
      directed?: boolean;
      label?: string;
      metadata?: JsonAttributes;
    }[];
  };
}

const FROM_OPTIONS = [
  "key",
  "labels",
  "type",
  "types",
  "rename",
  "only",
  "without",
  "missingNodes",
  "duplicateNodes",
  "mixed",
  "lenient",
  "directed",
  "columns",
  "onReport",
] as const satisfies readonly (keyof FromJsonOptions)[];

/**
 * Makes a graph of graphology's data. O(nodes + edges and their attributes).
 *
 * @param data what `graph.export()` gives, or the graphology graph itself.
 * @throws FormatError with the place in the data; TypeError for options.
 * @example
 * const ships = fromGraphology({ nodes: [{ key: "a" }, { key: "b" }], edges: [{ source: "a", target: "b" }] });
 * ships.edgeCount; // => 1
 */
export function fromGraphology(data: object, options: FromJsonOptions = {}): Graph {
  const given = serialized(data, "export");
  return graphFrom("graphology", given, options, [], (builder, own) => new GraphologyShape(builder, own));
}

/**
 * Makes a graph of node-link data, as networkx and d3 have it, or of networkx's adjacency data.
 *
 * @param data `{ nodes, links }` or `{ nodes, edges }`; ends are ids, positions or, after d3's simulation, nodes.
 * @throws FormatError with the place in the data; TypeError for options.
 * @example
 * const friends = fromNodeLink({ nodes: [{ id: "ada" }, { id: "alan" }], links: [{ source: 0, target: 1 }] });
 * friends.node("alan"); // => 1
 */
export function fromNodeLink(data: object, options: FromNodeLinkOptions = {}): Graph {
  return graphFrom("node-link", data, options, ["ends"], (builder, own) => new NodeLinkShape(builder, own));
}

/**
 * Makes a graph of Cytoscape's elements.
 *
 * @param data what `cy.json()` gives, an array of elements, elements by group, or `cy` itself.
 * @throws FormatError with the place in the data; TypeError for options.
 * @example
 * const pair = fromCytoscape([{ data: { id: "a" }, classes: "big" }, { data: { id: "b", parent: "a" } }]);
 * pair.nodes.labels(0); // => [ 'big' ]
 */
export function fromCytoscape(data: object, options: FromJsonOptions = {}): Graph {
  const given = serialized(data, "json");
  return graphFrom("cytoscape", given, options, [], (builder, own) => new CytoscapeShape(builder, own));
}

/**
 * Makes a graph of data in JSON Graph Format, version 1 or 2.
 *
 * @param data `{ graph }` or `{ graphs }`; of several graphs `options.graph` says which.
 * @throws FormatError with the place in the data; TypeError for options.
 * @example
 * const small = fromJsonGraph({ graph: { nodes: { a: { label: "A" } } } });
 * small.nodes.get(0); // => { id: 'a', label: 'A' }
 */
export function fromJsonGraph(data: object, options: FromJsonGraphOptions = {}): Graph {
  return graphFrom("jgf", data, options, ["graph"], (builder, own) => new JsonGraphShape(builder, own));
}

/** The JSON form of an object of another library, if it is one. */
function serialized(data: object, method: "export" | "json"): unknown {
  const own = (data as Readonly<Record<string, unknown>> | null | undefined)?.[method];
  return typeof own === "function" ? (own as () => unknown).call(data) : data;
}

type ShapeMaker = (builder: GraphBuilder, options: JsonObject) => JsonShape & { numbersAreFloats: boolean };

function graphFrom(
  format: string,
  data: unknown,
  options: FromJsonOptions,
  names: readonly string[],
  shapeOf: ShapeMaker,
): Graph {
  const startMs = performance.now();
  const given = readGivenOptions(options, [...FROM_OPTIONS, ...names]);
  checkReadOptions(given);
  checkJsonOptions(given);
  checkIs("directed", given.directed, "boolean", "a boolean");
  if (given.onReport !== undefined) checkCallback("onReport", given.onReport);
  const target = { nodeTypes: new Map(), edgeTypes: new Map(), hasNodes: false };
  const builder = new GraphBuilder(format, given as ReadOptions, target, async () => {});
  const shape = shapeOf(builder, given);
  shape.numbersAreFloats = true;
  readObject(data, shape, builder);
  const built = builder.take();
  const written = nothingWritten();
  const direction = directionOf(built, written);
  const key = keyFor(builder, undefined);
  const directed = (given.directed as boolean | undefined) ?? direction !== false;
  const graph = new Graph(graphOptionsFor(builder, built, directed, key)) as unknown as Graph;
  writeBuilt(builder, built, graph, key, written);
  writeGraphAttributes(builder, graph);
  (given.onReport as FromJsonOptions["onReport"])?.(importReport(builder, written, direction, 0, startMs));
  return graph;
}

/**
 * A graph, a past state or a subgraph as graphology's data: `Graph.from(toGraphology(graph))` there.
 *
 * @returns plain objects that share nothing with the graph. int64 values are bigints, timestamps Dates.
 * @example
 * const one = new Graph({ key: "id" });
 * one.addNode("Person", { id: "ada", born: 1815 });
 * toGraphology(one).nodes; // => [ { key: 'ada', attributes: { labels: [ 'Person' ], born: 1815 } } ]
 */
export function toGraphology<T extends GraphTypes>(
  graph: GraphView<T>,
  options: ToJsonOptions = {},
): GraphologyData {
  return objectFrom(graph, options, [], graphologyDocument) as GraphologyData;
}

/**
 * A graph, a past state or a subgraph as node-link data, for networkx's `node_link_graph`.
 *
 * @returns plain objects that share nothing with the graph. int64 values are bigints, timestamps Dates.
 * @example
 * const loop = new Graph({ key: "id" });
 * loop.addEdge(loop.addNode({ id: "a" }), 0, "IS");
 * toNodeLink(loop).edges; // => [ { source: 'a', target: 'a', type: 'IS' } ]
 */
export function toNodeLink<T extends GraphTypes>(
  graph: GraphView<T>,
  options: ToNodeLinkOptions = {},
): NodeLinkData {
  return objectFrom(graph, options, ["edges"], nodeLinkDocument) as NodeLinkData;
}

/**
 * A graph, a past state or a subgraph as Cytoscape's data: `cytoscape({ elements: toCytoscape(graph).elements })`. Labels
 * and types are classes; `x` and `y` of type float64 are the position.
 *
 * @returns plain objects that share nothing with the graph.
 * @example
 * const node = new Graph({ key: "id" });
 * node.addNode("Person", { id: "ada", x: 1, y: 2 });
 * toCytoscape(node).elements.nodes; // => [ { data: { id: 'ada' }, position: { x: 1, y: 2 }, classes: 'Person' } ]
 */
export function toCytoscape<T extends GraphTypes>(
  graph: GraphView<T>,
  options: ToJsonOptions = {},
): CytoscapeData {
  return objectFrom(graph, options, [], cytoscapeDocument) as CytoscapeData;
}

/**
 * A graph, a past state or a subgraph in JSON Graph Format, version 2. JavaScript puts keys that are whole numbers first.
 *
 * @returns plain objects that share nothing with the graph.
 * @example
 * const a = new Graph({ key: "id" });
 * a.addNode({ id: "a", label: "A", size: 1.5 });
 * toJsonGraph(a).graph.nodes; // => { a: { label: 'A', metadata: { size: 1.5 } } }
 */
export function toJsonGraph<T extends GraphTypes>(
  graph: GraphView<T>,
  options: ToJsonOptions = {},
): JsonGraphData {
  return objectFrom(graph, options, [], jsonGraphDocument) as JsonGraphData;
}

/**
 * A graph, a past state or a subgraph as `{ nodes, links }` for d3-force, which writes into the objects that it is given.
 *
 * @returns plain objects that share nothing with the graph.
 * @example
 * const d3 = new Graph({ key: "id" });
 * d3.addNode({ id: "a", group: "g" });
 * toD3(d3); // => { nodes: [ { id: 'a', group: 'g' } ], links: [] }
 */
export function toD3<T extends GraphTypes>(graph: GraphView<T>, options: ToJsonOptions = {}): D3Data {
  return objectFrom(graph, options, [], d3Document) as D3Data;
}

const TO_OPTIONS = ["key", "rename", "only", "without"] as const satisfies readonly (keyof ToJsonOptions)[];

function objectFrom(graph: unknown, options: unknown, names: readonly string[], make: DocumentMaker): object {
  checkMarkedView(graph, "graph");
  const given = readGivenOptions(options, [...TO_OPTIONS, ...names]) as ToNodeLinkOptions;
  checkJsonOptions(given as JsonObject);
  if (given.key !== undefined && given.key !== null) checkIs("key", given.key, "string", "a name or null");
  const exported = new ExportedGraph(graph as unknown as GraphView, given.key, new AttributeNames(given));
  return plainDocument(exported, make(exported, { edges: given.edges, isFile: false }));
}
