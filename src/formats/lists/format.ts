/** Edge lists, adjacency lists, Matrix Market, Pajek, METIS, TGF, GDF, graph6 and sparse6 as formats. */
import { describe } from "../../errors.js";
import type { FileHead, FormatCapacity, FormatEntry } from "../shared/contract.js";
import { checkedNames } from "../shared/given-names.js";
import { checkIs } from "../shared/options.js";

/** Lists of edges can hold a weight, and no other attribute. */
const HOLDS: FormatCapacity = {
  direction: "graph",
  ids: "words",
  labels: "none",
  edgeTypes: false,
  nodeAttributes: false,
  edgeAttributes: false,
  graphAttributes: false,
  types: ["int32", "int64", "float64"],
  typesAsked: ["float32"],
  lists: "none",
  absent: true,
  isolatedNodes: true,
  parallelEdges: true,
  selfLoops: true,
};

/** Whether the first lines that are no comments have two words or more each, and the same number. */
function sniffEdgeList({ text, name }: FileHead): number {
  const lines = text.split(/\r\n|\n|\r/).slice(0, 50);
  lines.pop();
  const rows = lines.filter((line) => line.trim() !== "" && !/^[#%]/.test(line));
  const isRow = (line: string): boolean =>
    /^[^\s,;<>{}[\]"]+[ \t]+[^\s,;<>{}[\]"]+(?:[ \t]+(?:-?[\d.]+(?:e[+-]?\d+)?|\{.*\}))*\s*$/i.test(line);
  if (rows.length === 0 || !rows.every(isRow) || isOtherList(lines, rows)) return 0;
  const isNumbers = rows.every((line) => /^\d+\s+\d+/.test(line));
  return /^#.*nodes?:/im.test(text) || /\.(?:txt|snap)$/.test(name) || isNumbers ? 2 : 1;
}

/** Whether lines that look like edges are those of DIMACS, of LGL, in which `# a` begins neighbors, or of a matrix. */
function isOtherList(lines: readonly string[], rows: readonly string[]): boolean {
  if (rows.some((line) => /^p[ \t]+[a-z]+[ \t]+\d+[ \t]+\d+/.test(line))) return true;
  const heads = lines.filter((line) => /^#/.test(line));
  if (heads.length > 1 && heads.every((line) => /^# \S+$/.test(line))) return true;
  const sizes = rows.map((line) => line.trim().split(/\s+/).length);
  const size = sizes[0];
  return size > 3 && size === rows.length && sizes.every((each) => each === size);
}

export const edgeListEntry: FormatEntry = {
  format: {
    name: "edgelist",
    title: "edge lists (SNAP, networkx, ncol)",
    extensions: [".edgelist", ".edges", ".el", ".ncol", ".snap"],
    reads: true,
    writes: true,
    tables: false,
    holds: { ...HOLDS, isolatedNodes: false },
    readOptions: ["delimiter", "comment", "columns"],
    writeOptions: ["data"],
  },
  sniff: sniffEdgeList,
  reader: async () => (await import("./read-edge-list.js")).readEdgeList,
  writer: async () => (await import("./write-lists.js")).edgeListWriter,
  checkOptions({ delimiter, comment, columns, data }) {
    checkIs("data", data, "boolean", "a boolean");
    if (
      delimiter !== undefined &&
      !(typeof delimiter === "string" && /^[^\r\n]$/.test(delimiter) && delimiter.charCodeAt(0) < 128)
    )
      throw new TypeError(`"delimiter" expected one character of ASCII, got ${describe(delimiter)}`);
    if (comment !== undefined && typeof comment !== "string")
      throw new TypeError(
        `"comment" expected a text of characters that begin comments, got ${describe(comment)}`,
      );
    if (columns !== undefined) checkedNames("columns", columns);
  },
};

/** Whether lines are lists of numbers that begin with different ones, not all of one length. */
function sniffAdjacencyList({ text }: FileHead): number {
  const rows = rowsIn(text);
  if (rows.length < 2 || !rows.every((line) => /^\d+(?:[ \t]+\d+)*$/.test(line))) return 0;
  const words = rows.map((line) => line.split(/\s+/));
  return new Set(words.map(([first]) => first)).size === rows.length &&
    words.some(({ length }) => length !== words[0].length)
    ? 1
    : 0;
}

/** Whether each line that counts neighbors is followed by so many lines of these. */
function sniffMultilineAdjacencyList({ text }: FileHead): number {
  const rows = rowsIn(text);
  let lists = 0;
  let neighbors = 0;
  for (let at = 0; at < rows.length; lists++) {
    const count = /^[^\s{]+ (\d+)$/.exec(rows[at])?.[1];
    if (count === undefined) return 0;
    const own = rows.slice(at + 1, at + 1 + Number(count));
    if (!own.every((line) => /^[^\s{]+(?: \{.*\})?$/.test(line))) return 0;
    neighbors += own.length;
    at += 1 + Number(count);
  }
  return lists > 1 && neighbors > 0 ? 2 : 0;
}

/** The first lines that are no comments. */
function rowsIn(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/).slice(0, 50);
  lines.pop();
  return lines.map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
}

export const adjacencyListEntry: FormatEntry = {
  format: {
    name: "adjlist",
    title: "adjacency lists (networkx)",
    extensions: [".adjlist"],
    reads: true,
    writes: true,
    tables: false,
    holds: { ...HOLDS, types: [], typesAsked: [] },
    readOptions: [],
    writeOptions: [],
  },
  sniff: sniffAdjacencyList,
  reader: async () => (await import("./read-adjacency-lists.js")).readAdjacencyList,
  writer: async () => (await import("./write-adjacency-lists.js")).adjacencyListWriter,
};

export const multilineAdjacencyListEntry: FormatEntry = {
  format: {
    name: "multiline-adjlist",
    title: "multiline adjacency lists (networkx)",
    extensions: [".multiline-adjlist", ".multiline_adjlist"],
    reads: true,
    writes: true,
    tables: false,
    holds: {
      ...HOLDS,
      edgeAttributes: true,
      types: ["bool", "int32", "float64", "utf8"],
      typesAsked: ["int64", "float32"],
    },
    readOptions: [],
    writeOptions: [],
  },
  sniff: sniffMultilineAdjacencyList,
  reader: async () => (await import("./read-adjacency-lists.js")).readMultilineAdjacencyList,
  writer: async () => (await import("./write-adjacency-lists.js")).multilineAdjacencyListWriter,
};

export const matrixMarketEntry: FormatEntry = {
  format: {
    name: "mtx",
    title: "Matrix Market",
    extensions: [".mtx"],
    reads: true,
    writes: true,
    tables: false,
    holds: { ...HOLDS, ids: "positions" },
    readOptions: [],
    writeOptions: [],
  },
  sniff: ({ text }) => (/^%%MatrixMarket\b/i.test(text) ? 3 : 0),
  reader: async () => (await import("./read-matrix-market.js")).readMatrixMarket,
  writer: async () => (await import("./write-lists.js")).matrixMarketWriter,
};

export const pajekEntry: FormatEntry = {
  format: {
    name: "pajek",
    title: "Pajek",
    extensions: [".net", ".paj", ".pajek"],
    reads: true,
    writes: true,
    tables: false,
    holds: { ...HOLDS, direction: "edge" },
    readOptions: [],
    writeOptions: [],
  },
  sniff: ({ text }) => (/^\s*(?:%.*\s+)*\*(?:vertices|network)\b/i.test(text) ? 3 : 0),
  reader: async () => (await import("./read-pajek.js")).readPajek,
  writer: async () => (await import("./write-lists.js")).pajekWriter,
};

export const metisEntry: FormatEntry = {
  format: {
    name: "metis",
    title: "METIS",
    extensions: [".metis", ".graph"],
    reads: true,
    writes: true,
    tables: false,
    holds: { ...HOLDS, ids: "positions", direction: "none", selfLoops: false },
    readOptions: [],
    writeOptions: [],
  },
  // two numbers begin too much
  sniff: () => 0,
  reader: async () => (await import("./read-metis.js")).readMetis,
  writer: async () => (await import("./write-lists.js")).metisWriter,
};

/** Whether lines of nodes, one with `#` alone, and lines of edges between these nodes follow each other. */
function sniffTgf({ text }: FileHead): number {
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  const mark = lines.indexOf("#");
  if (mark < 1) return 0;
  const nodes = lines.slice(0, mark).filter((line) => line !== "");
  const ids = new Set(nodes.map((line) => line.split(/\s+/)[0]));
  const edges = lines.slice(mark + 1, -1).filter((line) => line !== "");
  const isEdge = (line: string): boolean => {
    const [source, target] = line.split(/\s+/);
    return ids.has(source) && ids.has(target);
  };
  return ids.size > 0 && ids.size === nodes.length && edges.every(isEdge) ? 3 : 0;
}

export const tgfEntry: FormatEntry = {
  format: {
    name: "tgf",
    title: "Trivial Graph Format",
    extensions: [".tgf"],
    reads: true,
    writes: true,
    tables: false,
    holds: { ...HOLDS, direction: "none", types: [], typesAsked: [] },
    readOptions: [],
    writeOptions: [],
  },
  sniff: sniffTgf,
  reader: async () => (await import("./read-tgf.js")).readTgf,
  writer: async () => (await import("./write-tgf.js")).tgfWriter,
};

export const gdfEntry: FormatEntry = {
  format: {
    name: "gdf",
    title: "GDF (Gephi, GUESS)",
    extensions: [".gdf"],
    reads: true,
    writes: true,
    tables: false,
    holds: {
      ...HOLDS,
      direction: "edge",
      nodeAttributes: true,
      edgeAttributes: true,
      types: ["bool", "int32", "int64", "float64", "utf8"],
      typesAsked: ["float32"],
    },
    readOptions: [],
    writeOptions: [],
  },
  sniff: ({ text }) => (/^\s*nodedef\s*>/i.test(text) ? 3 : 0),
  reader: async () => (await import("./read-gdf.js")).readGdf,
  writer: async () => (await import("./write-gdf.js")).gdfWriter,
};

function checkGraphPosition({ graph }: Readonly<Record<string, unknown>>): void {
  if (graph !== undefined && !(Number.isSafeInteger(graph) && (graph as number) >= 0))
    throw new TypeError(`"graph" expected a position from 0 on, got ${describe(graph)}`);
}

export const graph6Entry: FormatEntry = {
  format: {
    name: "graph6",
    title: "graph6, digraph6 (nauty)",
    extensions: [".g6", ".d6"],
    reads: true,
    writes: true,
    tables: false,
    holds: { ...HOLDS, ids: "positions", types: [], typesAsked: [], parallelEdges: false, selfLoops: false },
    readOptions: ["graph"],
    writeOptions: [],
  },
  sniff: ({ text }) => (/^>>(?:di)?graph6<</.test(text) ? 3 : 0),
  reader: async () => (await import("./read-graph6.js")).readGraph6,
  writer: async () => (await import("./write-graph6.js")).graph6Writer,
  checkOptions: checkGraphPosition,
};

export const sparse6Entry: FormatEntry = {
  format: {
    name: "sparse6",
    title: "sparse6 (nauty)",
    extensions: [".s6"],
    reads: true,
    writes: true,
    tables: false,
    holds: { ...HOLDS, ids: "positions", direction: "none", types: [], typesAsked: [] },
    readOptions: ["graph"],
    writeOptions: [],
  },
  sniff: ({ text }) => (/^>>sparse6<</.test(text) ? 3 : 0),
  reader: async () => (await import("./read-graph6.js")).readGraph6,
  writer: async () => (await import("./write-graph6.js")).sparse6Writer,
  checkOptions: checkGraphPosition,
};
