/** JSON Lines and APOC's JSON as formats. */
import { describe } from "../../errors.js";
import { isRecord } from "../../structures/arguments.js";
import { ASKED_TYPES, type FileHead, type FormatEntry } from "../shared/contract.js";
import { checkOneOf } from "../shared/options.js";

const HOLDS = {
  ids: "text",
  labels: "many",
  edgeTypes: true,
  nodeAttributes: true,
  edgeAttributes: true,
  types: ["bool", "int32", "float64", "utf8"],
  typesAsked: ["int64", "float32", "timestamp", "binary", "json", ...ASKED_TYPES],
  lists: "asked",
  absent: true,
  isolatedNodes: true,
  parallelEdges: true,
  selfLoops: true,
} as const;

const APOC_ROW = /"type"\s*:\s*"(?:node|relationship)"/;

/** Whether the first line is an object, or the file an array of them. */
function sniffLines({ text }: FileHead): number {
  if (/^\s*\[\s*\{\s*"/.test(text)) return 1;
  const [first, second = ""] = text.trimStart().split("\n", 2);
  if (!first.startsWith("{") || !/\}\s*$/.test(first)) return 0;
  try {
    JSON.parse(first);
  } catch {
    return 0;
  }
  return second.startsWith("{") ? 2 : 0;
}

function sniffApoc({ text }: FileHead): number {
  const start = text.trimStart();
  if (/^\{\s*"nodes"\s*:\s*[[{]/.test(start)) return /"rels"\s*:/.test(text) && APOC_ROW.test(text) ? 3 : 0;
  const first = /^\[?\s*(\{[^\n]*)/.exec(start)?.[1];
  return first !== undefined && APOC_ROW.test(first) && /"(?:properties|labels|start)"\s*:/.test(first)
    ? 3
    : 0;
}

export const jsonLinesEntry: FormatEntry = {
  format: {
    name: "jsonl",
    title: "JSON Lines",
    extensions: [".jsonl", ".ndjson", ".jsonlines"],
    reads: true,
    writes: true,
    tables: true,
    holds: { ...HOLDS, direction: "graph", graphAttributes: true },
    readOptions: ["columns"],
    writeOptions: [],
  },
  sniff: sniffLines,
  reader: async () => (await import("./read.js")).readJsonLines,
  writer: async () => (await import("./write.js")).jsonLinesWriter,
  checkOptions({ columns }) {
    if (columns === undefined) return;
    if (!isRecord(columns))
      throw new TypeError(`"columns" expected an object such as { source: "von" }, got ${describe(columns)}`);
    for (const [role, name] of Object.entries(columns)) {
      checkOneOf("columns", role, ["id", "source", "target", "labels", "type"]);
      if (typeof name !== "string")
        throw new TypeError(`"columns.${role}" expected the name of a property, got ${describe(name)}`);
    }
  },
};

export const apocEntry: FormatEntry = {
  format: {
    name: "apoc",
    title: "APOC's JSON (Neo4j)",
    extensions: [".apoc.json"],
    reads: true,
    writes: true,
    tables: false,
    holds: { ...HOLDS, direction: "none", graphAttributes: false },
    readOptions: [],
    writeOptions: ["jsonFormat"],
  },
  sniff: sniffApoc,
  reader: async () => (await import("./read.js")).readApoc,
  writer: async () => (await import("./write.js")).apocWriter,
  checkOptions: ({ jsonFormat }) =>
    checkOneOf("jsonFormat", jsonFormat, ["JSON_LINES", "ARRAY_JSON", "JSON", "JSON_ID_AS_KEYS"]),
};
