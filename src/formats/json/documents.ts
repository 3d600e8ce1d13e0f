/** How each JSON format has a graph: the document around its nodes and edges, and these as objects. */
import { TemporalBase } from "../../temporal/temporal-base.js";
import type { ValueType } from "../../view.js";
import {
  type ExportedAttribute,
  type ExportedBlock,
  type ExportedGraph,
  hasNonFinite,
} from "../shared/exported-graph.js";
import { freeName, Leaf, Members } from "./members.js";
import type { JsonRoles } from "./shape.js";

/** Types that JSON's own values say. */
export const JSON_OWN_TYPES: ReadonlySet<ValueType> = new Set<ValueType>([
  "bool",
  "int32",
  "float64",
  "utf8",
]);

/** A node or an edge that is written. */
export interface WrittenElement {
  readonly key: string;
  readonly source: string;
  readonly target: string;
  readonly block: ExportedBlock;
  /** Its position in the block. */
  readonly at: number;
}

/** A document of a format. */
export interface JsonDocument {
  /** Members of the document before nodes and edges. */
  readonly head: Members;
  /** The member in which nodes and edges are; undefined where they are the document's. */
  readonly within: string | undefined;
  readonly inner: Members;
  readonly nodesName: string;
  readonly edgesName: string;
  /** Whether nodes are an object by their keys. */
  readonly isByKey: boolean;
  node(element: WrittenElement): Members;
  edge(element: WrittenElement): Members;
}

/** Options of writing. */
export interface DocumentOptions {
  /** The name of the list of edges, in node-link. */
  readonly edges?: "links" | "edges" | undefined;
  /** Whether what the format has no words for is in a member of its own. */
  readonly isFile: boolean;
}

/** The parts of a graph that a document needs. */
export type DocumentMaker = (graph: ExportedGraph, options: DocumentOptions) => JsonDocument;

/** The properties that say what an element is, where attributes of the same name move them. */
class Roles {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly labels: string;
  readonly type: string;
  /** Those that were moved. */
  readonly moved: JsonRoles = {};

  constructor({ nodeAttributes, edgeAttributes }: ExportedGraph, flat: boolean) {
    const nodes = new Set(nodeAttributes.map(({ title }) => title));
    const edges = new Set(edgeAttributes.map(({ title }) => title));
    const find = (role: keyof JsonRoles, taken: ReadonlySet<string>): string => {
      const name = freeName(role, taken);
      if (name !== role) this.moved[role] = name;
      return name;
    };
    this.labels = find("labels", nodes);
    this.type = find("type", edges);
    this.id = flat ? find("id", nodes) : "id";
    this.source = flat ? find("source", edges) : "source";
    this.target = flat ? find("target", edges) : "target";
  }
}

/** Groggy's own member: moved properties, other names of attributes, and types that values do not show. */
interface OwnFacts {
  readonly nodes: readonly ExportedAttribute[];
  readonly edges: readonly ExportedAttribute[];
  readonly moved?: JsonRoles;
  /** Names of attributes by those that they are written under. */
  readonly names?: Readonly<Record<"nodes" | "edges", Members>>;
  /** Attributes whose types the values do not say in this format. */
  readonly unclear?: (kind: "node" | "edge", attribute: ExportedAttribute) => boolean;
}

function ownMember(graph: ExportedGraph, options: DocumentOptions, facts: OwnFacts): Members | undefined {
  const own = new Members();
  const { moved = {}, names } = facts;
  if (Object.keys(moved).length > 0) own.set("columns", new Members({ ...moved }));
  if (names !== undefined && !(names.nodes.isEmpty && names.edges.isEmpty))
    own.set("names", new Members({ nodes: names.nodes, edges: names.edges }));
  if (options.isFile) {
    if (graph.key !== undefined && graph.key !== "key" && graph.key !== "id") own.set("key", graph.key);
    for (const kind of ["node", "edge"] as const) {
      const types = new Members();
      for (const attribute of facts[`${kind}s`])
        if (!isSelfEvident(graph, kind, attribute) || facts.unclear?.(kind, attribute))
          types.set(attribute.title, attribute.type);
      if (!types.isEmpty) own.set(`${kind}s`, types);
    }
  }
  return own.isEmpty ? undefined : own;
}

function isSelfEvident(graph: ExportedGraph, kind: "node" | "edge", attribute: ExportedAttribute): boolean {
  const { type, title } = attribute;
  if (!JSON_OWN_TYPES.has(type) || title === "attributes") return false;
  return type !== "float64" || !hasNonFinite(graph, kind, attribute.name);
}

/** Puts the attributes that an element has, but some. */
function attributesOf(
  into: Members,
  attributes: readonly ExportedAttribute[],
  { block, at }: WrittenElement,
  but: ReadonlySet<number> = NO_COLUMNS,
): Members {
  for (let c = 0; c < attributes.length; c++) {
    const value = block.columns[c][at];
    if (value !== undefined && !but.has(c))
      into.set(attributes[c].title, new Leaf(value, attributes[c].type));
  }
  return into;
}

const NO_COLUMNS: ReadonlySet<number> = new Set();

function labelsIn({ block, at }: WrittenElement): readonly string[] | undefined {
  const labels = block.labels[at];
  return labels.length === 0 ? undefined : [...labels];
}

function typeIn({ block, at }: WrittenElement): string | undefined {
  return block.labels[at][0];
}

/** Attributes of the graph as members. */
function graphMembers(graph: ExportedGraph): Members {
  const members = new Members();
  for (const [name, value] of graph.graphAttributes) members.set(name, new Leaf(value, typeOfValue(value)));
  return members;
}

function typeOfValue(value: unknown): ValueType {
  if (typeof value === "bigint") return "int64";
  if (value instanceof Date) return "timestamp";
  if (value instanceof Uint8Array) return "binary";
  if (value instanceof Float32Array) return "list<float32>";
  if (value instanceof TemporalBase) return value.temporalType;
  return typeof value === "number" && !Number.isInteger(value) ? "float64" : "json";
}

/** Whether two edges join the same nodes, the same way where edges have directions. */
function hasParallel(graph: ExportedGraph): boolean {
  const { nodeCount, edgeCount, directed } = graph;
  if (nodeCount >= 2 ** 26) return true;
  const pairs = new Float64Array(edgeCount);
  let n = 0;
  for (const { sources, targets } of graph.endBlocks())
    for (let i = 0; i < sources.length; i++) {
      const isTurned = !directed && sources[i] > targets[i];
      const [source, target] = isTurned ? [targets[i], sources[i]] : [sources[i], targets[i]];
      pairs[n++] = source * nodeCount + target;
    }
  pairs.sort();
  for (let i = 1; i < n; i++) if (pairs[i] === pairs[i - 1]) return true;
  return false;
}

/**
 * The column of the attribute `undirected`, where it can be said by the format itself: in a directed graph, true for
 * some edges and absent from all others. Negative otherwise.
 */
function undirectedColumn(graph: ExportedGraph): number {
  const at = graph.edgeAttributes.findIndex(({ title, type }) => title === "undirected" && type === "bool");
  if (at < 0 || !graph.directed) return -1;
  let count = 0;
  for (const { columns } of graph.edgeBlocks())
    for (const value of columns[at]) {
      if (value === false) return -1;
      if (value === true) count++;
    }
  return count > 0 && count < graph.edgeCount ? at : -1;
}

/** The column of an attribute that can be the keys of edges: texts that are unique. Negative if there is none. */
function edgeKeyColumn(graph: ExportedGraph, name: string): number {
  const at = graph.edgeAttributes.findIndex(({ title, type }) => title === name && type === "utf8");
  if (at < 0) return -1;
  const seen = new Set<unknown>();
  for (const { columns } of graph.edgeBlocks())
    for (const value of columns[at]) {
      if (value === undefined) continue;
      if (value === "" || seen.has(value)) return -1;
      seen.add(value);
    }
  return at;
}

export const graphologyDocument: DocumentMaker = (graph, options) => {
  const roles = new Roles(graph, false);
  const undirected = undirectedColumn(graph);
  const keyColumn = edgeKeyColumn(graph, "key");
  const kept = new Set([undirected, keyColumn]);
  const type = undirected >= 0 ? "mixed" : graph.directed ? "directed" : "undirected";
  const head = new Members({
    options: new Members({ type, multi: hasParallel(graph), allowSelfLoops: true }),
    attributes: graphMembers(graph),
  }).set(
    "groggy",
    ownMember(graph, options, {
      nodes: graph.nodeAttributes,
      edges: graph.edgeAttributes,
      moved: roles.moved,
    }),
  );
  return {
    head,
    within: undefined,
    inner: new Members(),
    nodesName: "nodes",
    edgesName: "edges",
    isByKey: false,
    node(element) {
      const attributes = new Members().set(roles.labels, labelsIn(element));
      attributesOf(attributes, graph.nodeAttributes, element);
      return new Members({ key: element.key }).set("attributes", attributes);
    },
    edge(element) {
      const { block, at } = element;
      const edge = new Members();
      if (keyColumn >= 0) edge.set("key", block.columns[keyColumn][at]);
      edge.set("source", element.source).set("target", element.target);
      if (!graph.directed || (undirected >= 0 && block.columns[undirected][at] === true))
        edge.set("undirected", true);
      const attributes = new Members().set(roles.type, typeIn(element));
      return edge.set("attributes", attributesOf(attributes, graph.edgeAttributes, element, kept));
    },
  };
};

export const nodeLinkDocument: DocumentMaker = (graph, options) => {
  const roles = new Roles(graph, true);
  const head = new Members({
    directed: graph.directed,
    multigraph: hasParallel(graph),
    graph: graphMembers(graph),
  }).set(
    "groggy",
    ownMember(graph, options, {
      nodes: graph.nodeAttributes,
      edges: graph.edgeAttributes,
      moved: roles.moved,
    }),
  );
  return flatDocument(graph, roles, head, options.edges ?? "edges");
};

/** The form that d3-force and its kin take: nodes and links, and nothing else. */
export const d3Document: DocumentMaker = (graph) =>
  flatDocument(graph, new Roles(graph, true), new Members(), "links");

function flatDocument(graph: ExportedGraph, roles: Roles, head: Members, edgesName: string): JsonDocument {
  return {
    head,
    within: undefined,
    inner: new Members(),
    nodesName: "nodes",
    edgesName,
    isByKey: false,
    node(element) {
      const node = new Members().set(roles.id, element.key).set(roles.labels, labelsIn(element));
      return attributesOf(node, graph.nodeAttributes, element);
    },
    edge(element) {
      const edge = new Members()
        .set(roles.source, element.source)
        .set(roles.target, element.target)
        .set(roles.type, typeIn(element));
      return attributesOf(edge, graph.edgeAttributes, element);
    },
  };
}

export const cytoscapeDocument: DocumentMaker = (graph, options) => {
  const edgeId = edgeKeyColumn(graph, "id");
  const names = { nodes: new Members(), edges: new Members() };
  const nodes = renamed(graph.nodeAttributes, ["id"], names.nodes);
  const edges = renamed(
    graph.edgeAttributes,
    edgeId < 0 ? ["source", "target", "id"] : ["source", "target"],
    names.edges,
  );
  const place = placeColumns(graph);
  const classesAt = graph.edgeAttributes.findIndex(
    ({ title, type }) => title === "classes" && type === "list<utf8>",
  );
  const classesColumn = new Set([classesAt]);
  const own = ownMember(graph, options, {
    nodes,
    edges,
    names,
    unclear: (kind, { title, type }) => kind === "node" && title === "parent" && type !== "utf8",
  });
  const head = new Members({ data: graphMembers(graph) }).set("groggy", own);
  if (!graph.directed) head.set("directed", false);
  return {
    head,
    within: "elements",
    inner: new Members(),
    nodesName: "nodes",
    edgesName: "edges",
    isByKey: false,
    node(element) {
      const { block, at } = element;
      const data = new Members({ id: element.key });
      const [x, y] = place.map((column) => block.columns[column][at]);
      const hasPlace = Number.isFinite(x) && Number.isFinite(y);
      attributesOf(data, nodes, element, hasPlace ? new Set(place) : NO_COLUMNS);
      const node = new Members({ data });
      if (hasPlace)
        node.set("position", new Members({ x: new Leaf(x, "float64"), y: new Leaf(y, "float64") }));
      return node.set("classes", classesText(block.labels[at]));
    },
    edge(element) {
      const { block, at } = element;
      const data = new Members();
      if (edgeId >= 0) data.set("id", block.columns[edgeId][at]);
      data.set("source", element.source).set("target", element.target);
      const labels = block.labels[at];
      const classes =
        classesAt < 0 || labels.length > 0 ? undefined : asClasses(block.columns[classesAt][at]);
      const but = classes === undefined ? new Set([edgeId]) : new Set([edgeId, ...classesColumn]);
      attributesOf(data, edges, element, but);
      return new Members({ data }).set("classes", classes ?? classesText(labels));
    },
  };
};

/** Attributes whose names the format has for itself, under others. */
function renamed(
  attributes: readonly ExportedAttribute[],
  bad: readonly string[],
  names: Members,
): readonly ExportedAttribute[] {
  const taken = new Set(attributes.map(({ title }) => title));
  return attributes.map((attribute) => {
    const { title } = attribute;
    if (!bad.includes(title)) return attribute;
    const other = freeName(`${title} 2`, taken);
    taken.add(other);
    names.set(other, title);
    return { ...attribute, title: other };
  });
}

/** The columns of `x` and `y`, where both are there as float64. */
function placeColumns(graph: ExportedGraph): number[] {
  const columns = ["x", "y"].map((name) =>
    graph.nodeAttributes.findIndex(({ title, type }) => title === name && type === "float64"),
  );
  return columns.includes(-1) ? [] : columns;
}

/** Several classes of an edge; undefined for a list that classes cannot be. */
function asClasses(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length < 2 || new Set(value).size < value.length) return undefined;
  return value.includes("") ? undefined : [...(value as string[])];
}

function classesText(labels: readonly string[]): string | readonly string[] | undefined {
  if (labels.length === 0) return undefined;
  return labels.some((label) => /\s/.test(label)) ? [...labels] : labels.join(" ");
}

export const jsonGraphDocument: DocumentMaker = (graph, options) => {
  const roles = new Roles(graph, false);
  const undirected = undirectedColumn(graph);
  const edgeId = edgeKeyColumn(graph, "id");
  const [nodeLabel, edgeLabel] = [graph.nodeAttributes, graph.edgeAttributes].map((list) =>
    list.findIndex(({ title, type }) => title === "label" && type === "utf8"),
  );
  const nodeBut = new Set([nodeLabel]);
  const edgeBut = new Set([edgeLabel, undirected, edgeId]);
  const inner = new Members({ directed: graph.directed });
  const metadata = new Members();
  for (const [name, value] of graphMembers(graph).entries) {
    const isOwn =
      ["id", "type", "label"].includes(name) && typeof graph.graphAttributes.get(name) === "string";
    (isOwn ? inner : metadata).set(name, value);
  }
  if (!metadata.isEmpty) inner.set("metadata", metadata);
  const { labels } = roles.moved;
  const head = new Members().set(
    "groggy",
    ownMember(graph, options, {
      nodes: graph.nodeAttributes,
      edges: graph.edgeAttributes,
      moved: labels === undefined ? {} : { labels },
    }),
  );
  return {
    head,
    within: "graph",
    inner,
    nodesName: "nodes",
    edgesName: "edges",
    isByKey: true,
    node(element) {
      const node = new Members();
      if (nodeLabel >= 0) node.set("label", element.block.columns[nodeLabel][element.at]);
      const values = new Members().set(roles.labels, labelsIn(element));
      attributesOf(values, graph.nodeAttributes, element, nodeBut);
      return values.isEmpty ? node : node.set("metadata", values);
    },
    edge(element) {
      const { block, at } = element;
      const edge = new Members();
      if (edgeId >= 0) edge.set("id", block.columns[edgeId][at]);
      edge.set("source", element.source).set("target", element.target).set("relation", typeIn(element));
      if (undirected >= 0 && block.columns[undirected][at] === true) edge.set("directed", false);
      if (edgeLabel >= 0) edge.set("label", block.columns[edgeLabel][at]);
      const values = attributesOf(new Members(), graph.edgeAttributes, element, edgeBut);
      return values.isEmpty ? edge : edge.set("metadata", values);
    },
  };
};
