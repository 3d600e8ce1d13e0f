/** Edge lists, Matrix Market, Pajek and METIS as formats. */
import { describe } from "../../errors.js";
import type { FileHead, FormatCapacity, FormatEntry } from "../shared/contract.js";
import { checkedNames } from "../shared/given-names.js";

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
  if (rows.length === 0 || !rows.every(isRow)) return 0;
  const isNumbers = rows.every((line) => /^\d+\s+\d+/.test(line));
  return /^#.*nodes?:/im.test(text) || /\.(?:txt|snap)$/.test(name) || isNumbers ? 2 : 1;
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
    writeOptions: [],
  },
  sniff: sniffEdgeList,
  reader: async () => (await import("./read-edge-list.js")).readEdgeList,
  writer: async () => (await import("./write-lists.js")).edgeListWriter,
  checkOptions({ delimiter, comment, columns }) {
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
