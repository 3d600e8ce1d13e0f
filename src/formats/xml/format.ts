/** GraphML and GEXF as formats. */
import { describe } from "../../errors.js";
import { type FileHead, type FormatEntry, HOLDS_ALL } from "../shared/contract.js";

/** The parts that may stand before the first element. */
const BEFORE = /\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*(?:\[[^\]]*\]\s*)?>/y;
const ELEMENT = /<(?:[\w.-]+:)?([\w.-]+)/y;

/** The local name of the first element; undefined if there is none. */
function rootName(text: string): string | undefined {
  let at = 0;
  for (;;) {
    BEFORE.lastIndex = at;
    if (!BEFORE.test(text)) break;
    at = BEFORE.lastIndex;
  }
  ELEMENT.lastIndex = at;
  return ELEMENT.exec(text)?.[1];
}

const sniffRoot =
  (name: string) =>
  ({ text }: FileHead): number =>
    rootName(text) === name ? 3 : 0;

export const graphmlEntry: FormatEntry = {
  format: {
    name: "graphml",
    title: "GraphML",
    extensions: [".graphml"],
    reads: true,
    writes: true,
    tables: false,
    holds: HOLDS_ALL,
    readOptions: ["graph"],
    writeOptions: [],
  },
  sniff: sniffRoot("graphml"),
  reader: async () => (await import("./graphml-read.js")).readGraphml,
  writer: async () => (await import("./graphml-write.js")).graphmlWriter,
  checkOptions({ graph }) {
    const isIndex = Number.isSafeInteger(graph) && (graph as number) >= 0;
    if (graph !== undefined && typeof graph !== "string" && !isIndex)
      throw new TypeError(`"graph" expected the id of a graph or its number from 0, got ${describe(graph)}`);
  },
};

export const gexfEntry: FormatEntry = {
  format: {
    name: "gexf",
    title: "GEXF",
    extensions: [".gexf"],
    reads: true,
    writes: true,
    tables: false,
    holds: HOLDS_ALL,
    readOptions: [],
    writeOptions: [],
  },
  sniff: sniffRoot("gexf"),
  reader: async () => (await import("./gexf-read.js")).readGexf,
  writer: async () => (await import("./gexf-write.js")).gexfWriter,
};
