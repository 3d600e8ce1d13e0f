/** CSV and its kin as formats: what they are called and can hold, and how a file of theirs is told. */
import { ASKED_TYPES, type FileHead, type FormatEntry } from "../shared/contract.js";
import { isNeo4jHeader, isRoleName } from "./header-names.js";
import { CSV_READ_OPTIONS, CSV_WRITE_OPTIONS, checkCsvOptions } from "./options.js";

/** Whether the first line is a header with a column that means more than an attribute, and the second has as many fields. */
function sniffTable({ text, name }: FileHead): number {
  const [first, second] = text.split(/\r\n|\n|\r/, 2);
  for (const delimiter of [",", "\t", ";", "|"]) {
    const names = first.split(delimiter).map((name) => name.replace(/^\s*"(.*)"\s*$/, "$1"));
    if (names.length < 2 || !names.some(isRoleName)) continue;
    if (second === undefined || second === "" || second.split(delimiter).length >= names.length) return 2;
  }
  // tables of any columns may be called so
  return /\.[ct]sv$/.test(name) ? 1 : 0;
}

/** Whether a column of the header says behind a colon what it is. */
function sniffNeo4j({ text }: FileHead): number {
  const [first] = text.split(/\r\n|\n|\r/, 1);
  const names = first.split(/[,;\t|]/).map((name) => name.replace(/^\s*"(.*)"\s*$/, "$1"));
  return isNeo4jHeader(names) ? 3 : 0;
}

export const csvEntry: FormatEntry = {
  format: {
    name: "csv",
    title: "CSV, TSV",
    extensions: [".csv", ".tsv"],
    reads: true,
    writes: true,
    tables: true,
    holds: {
      direction: "none",
      ids: "text",
      labels: "many",
      edgeTypes: true,
      nodeAttributes: true,
      edgeAttributes: true,
      graphAttributes: false,
      types: ["bool", "int32", "float64", "utf8", "timestamp"],
      typesAsked: ["int64", "float32", "binary", "json", ...ASKED_TYPES],
      lists: "asked",
      absent: true,
      isolatedNodes: true,
      parallelEdges: true,
      selfLoops: true,
    },
    readOptions: CSV_READ_OPTIONS,
    writeOptions: CSV_WRITE_OPTIONS,
  },
  sniff: sniffTable,
  reader: async () => (await import("./read.js")).readCsv,
  writer: async () => (await import("./write.js")).csvWriter,
  checkOptions: checkCsvOptions,
};

export const neo4jEntry: FormatEntry = {
  format: {
    name: "neo4j",
    title: "neo4j-admin import",
    extensions: [".csv"],
    reads: true,
    writes: true,
    tables: true,
    holds: {
      ...csvEntry.format.holds,
      types: ["bool", "int32", "int64", "float32", "float64", "utf8", "timestamp"],
      typesAsked: ["binary", "json", ...ASKED_TYPES],
    },
    readOptions: CSV_READ_OPTIONS,
    writeOptions: CSV_WRITE_OPTIONS,
  },
  sniff: sniffNeo4j,
  reader: async () => (await import("./read.js")).readCsv,
  writer: async () => (await import("./write.js")).neo4jWriter,
  checkOptions: checkCsvOptions,
};
