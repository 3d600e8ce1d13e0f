/** The JSON formats: graphology, node-link, adjacency, Cytoscape and JSON Graph Format. */
import { ASKED_TYPES, type FileHead, type Format, type FormatEntry } from "../shared/contract.js";
import { frameKindOf, hasRoles } from "./frame-kind.js";
import { checkJsonOptions } from "./options.js";
import { type JsonOutline, outlineOf } from "./outline.js";

const HOLDS = {
  ids: "text",
  labels: "many",
  edgeTypes: true,
  nodeAttributes: true,
  edgeAttributes: true,
  graphAttributes: true,
  types: [
    "bool",
    "int32",
    "int64",
    "float32",
    "float64",
    "utf8",
    "timestamp",
    "binary",
    "json",
    ...ASKED_TYPES,
  ],
  typesAsked: [],
  lists: "kept",
  absent: true,
  isolatedNodes: true,
  parallelEdges: true,
  selfLoops: true,
} as const;

type Shape = "graphology" | "node-link" | "adjacency" | "cytoscape" | "jgf";

/** The shape that the beginning of a file shows, with how sure that is. */
function shapeOf({ text }: FileHead): { shape: Shape; score: number } | undefined {
  const outline = /^\s*[[{]/.test(text) ? outlineOf(text) : undefined;
  if (outline === undefined) return undefined;
  if (outline.kind === "array") {
    if (isElement(outline.first)) return { shape: "cytoscape", score: 2 };
    return outline.first?.kind === "array" && outline.first.first?.kind === "object"
      ? { shape: "node-link", score: 2 }
      : undefined;
  }
  const { members } = outline;
  const [nodes, edges] = [members.get("nodes"), members.get("edges") ?? members.get("links")];
  const elements = members.get("elements");
  if (elements !== undefined && isElements(elements)) return { shape: "cytoscape", score: 3 };
  if (isArray(nodes) || isArray(edges)) return ofLists(members, nodes?.first, edges?.first);
  if (members.has("adjacency") && members.has("nodes")) return { shape: "adjacency", score: 2 };
  const graph = members.get("graph");
  const inner = graph?.kind === "object" ? graph.members : undefined;
  if (inner !== undefined && members.get("nodes") === undefined && !members.has("directed")) {
    const isSure = inner.has("nodes") || inner.has("edges");
    return isSure || inner.size === 0 || inner.has("label")
      ? { shape: "jgf", score: isSure ? 3 : 1 }
      : undefined;
  }
  if (isArray(members.get("graphs"))) return { shape: "jgf", score: 2 };
  return isNeighbors(members) ? { shape: "adjacency", score: 1 } : undefined;
}

/** Whether an object has nothing but neighbors of nodes, in lists or as objects, as igraph and networkx have them. */
function isNeighbors(members: JsonOutline["members"]): boolean {
  const names = [...members.keys()];
  const values = [...members.values()];
  if (names.length === 0 || hasRoles(names)) return false;
  const isNumbers = names.every((name) => /^\d+$/.test(name));
  if (values.every(({ kind }) => kind === "object")) {
    const edges = values.flatMap((value) => [...value.members]);
    if (!edges.every(([, { kind }]) => kind === "object")) return false;
    return isNumbers
      ? edges.every(([name]) => /^\d+$/.test(name))
      : edges.some(([name]) => members.has(name));
  }
  const areLists = values.every(
    ({ kind, first }) =>
      kind === "array" && (first === undefined || first.kind === "text" || first.kind === "number"),
  );
  if (!areLists) return false;
  const firsts = values.flatMap(({ first }) => first ?? []);
  // names of numbers, or neighbors that have lists themselves
  return isNumbers
    ? firsts.every(({ kind }) => kind === "number")
    : firsts.some(({ text }) => text !== undefined && members.has(text));
}

/** The shape of a document with lists of nodes and of edges. */
function ofLists(
  members: ReadonlyMap<string, JsonOutline>,
  node: JsonOutline | undefined,
  edge: JsonOutline | undefined,
): { shape: Shape; score: number } | undefined {
  if (members.has("rels") || members.has("lockfileVersion")) return undefined;
  if ((isElement(node) || isElement(edge)) && !hasEnds(edge)) return { shape: "cytoscape", score: 2 };
  if (members.has("adjacency")) return { shape: "adjacency", score: 3 };
  const isNamed = members.has("directed") || members.has("multigraph");
  if (members.has("links") || (isNamed && members.has("nodes"))) return { shape: "node-link", score: 3 };
  const isGraphology =
    members.has("options") ||
    members.has("attributes") ||
    (node?.members.has("key") === true && !node.members.has("id")) ||
    (edge?.members.has("key") === true && edge.members.has("attributes"));
  if (isGraphology) return { shape: "graphology", score: 3 };
  if (node?.kind === "array") return undefined;
  const isEdge = edge === undefined || hasEnds(edge);
  return members.has("nodes") && isEdge
    ? { shape: "node-link", score: 2 }
    : isEdge && edge !== undefined
      ? { shape: "node-link", score: 1 }
      : undefined;
}

function isArray(outline: JsonOutline | undefined): boolean {
  return outline?.kind === "array";
}

/** Whether a value is an element of Cytoscape's. */
function isElement(outline: JsonOutline | undefined): boolean {
  return outline?.members.get("data")?.kind === "object" && !hasEnds(outline);
}

/** Whether an edge has its ends itself, as in React Flow and G6, which have data as well. */
function hasEnds(edge: JsonOutline | undefined): boolean {
  return edge !== undefined && ["source", "from", "src"].some((name) => edge.members.has(name));
}

/** Whether a value is a group of elements, or a list of them. */
function isElements(outline: JsonOutline): boolean {
  if (outline.kind === "array") return outline.first === undefined || isElement(outline.first);
  return (
    outline.members.size === 0 ||
    isArray(outline.members.get("nodes")) ||
    isArray(outline.members.get("edges"))
  );
}

let last: { readonly head: FileHead; readonly found: ReturnType<typeof shapeOf> } | undefined;

function sniffShape(shape: Shape): (head: FileHead) => number {
  return (head) => {
    // each format asks the same of a file
    if (last?.head !== head) last = { head, found: shapeOf(head) };
    return last.found?.shape === shape ? last.found.score : 0;
  };
}

function entryFor(
  format: Pick<Format, "name" | "title" | "extensions" | "readOptions" | "writeOptions"> & {
    readonly direction: "graph" | "edge";
  },
  reader: FormatEntry["reader"],
  writer: FormatEntry["writer"],
): FormatEntry {
  const { name, title, extensions, readOptions, writeOptions, direction } = format;
  return {
    format: {
      name,
      title,
      extensions,
      reads: true,
      writes: writer !== undefined,
      tables: false,
      holds: { ...HOLDS, direction },
      readOptions,
      writeOptions,
    },
    sniff: sniffShape(name as Shape),
    reader,
    writer,
    checkOptions: checkJsonOptions,
  };
}

export const graphologyEntry: FormatEntry = entryFor(
  {
    name: "graphology",
    title: "graphology's JSON",
    extensions: [".json"],
    readOptions: ["columns"],
    writeOptions: [],
    direction: "edge",
  },
  async () => (await import("./read.js")).readGraphology,
  async () => (await import("./write.js")).graphologyWriter,
);

export const nodeLinkEntry: FormatEntry = entryFor(
  {
    name: "node-link",
    title: "node-link JSON (networkx, d3)",
    extensions: [".json"],
    readOptions: ["columns", "ends"],
    writeOptions: ["edges"],
    direction: "graph",
  },
  async () => (await import("./read.js")).readNodeLink,
  async () => (await import("./write.js")).nodeLinkWriter,
);

export const adjacencyEntry: FormatEntry = entryFor(
  {
    name: "adjacency",
    title: "adjacency JSON (networkx)",
    extensions: [".json"],
    readOptions: ["columns"],
    writeOptions: [],
    direction: "graph",
  },
  async () => (await import("./read.js")).readNodeLink,
  undefined,
);

export const cytoscapeEntry: FormatEntry = entryFor(
  {
    name: "cytoscape",
    title: "Cytoscape's JSON",
    extensions: [".cyjs", ".json"],
    readOptions: ["columns"],
    writeOptions: [],
    direction: "graph",
  },
  async () => (await import("./read.js")).readCytoscape,
  async () => (await import("./write.js")).cytoscapeWriter,
);

export const jsonGraphEntry: FormatEntry = entryFor(
  {
    name: "jgf",
    title: "JSON Graph Format",
    extensions: [".jgf", ".json"],
    readOptions: ["columns", "graph"],
    writeOptions: [],
    direction: "edge",
  },
  async () => (await import("./read.js")).readJsonGraph,
  async () => (await import("./write.js")).jsonGraphWriter,
);

/** How sure it is that a text is a table; where that cannot be said, what the reader says of it is of use. */
function sniffFrame({ text }: FileHead): number {
  const kind = /^\s*[[{]/.test(text) ? frameKindOf(outlineOf(text)) : undefined;
  if (kind === undefined) return 0;
  return kind === "values" || kind === "either" ? 1 : 2;
}

export const pandasEntry: FormatEntry = {
  format: {
    name: "pandas",
    title: "pandas' JSON",
    extensions: [".json"],
    reads: true,
    writes: false,
    tables: true,
    holds: { ...HOLDS, direction: "none", graphAttributes: false },
    readOptions: ["columns", "orient"],
    writeOptions: [],
  },
  sniff: sniffFrame,
  reader: async () => (await import("./read-frames.js")).readFrames,
  checkOptions: checkJsonOptions,
};
