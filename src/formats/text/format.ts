/** DOT, Graphviz's JSON, GML and N-Triples as formats. */
import { describe } from "../../errors.js";
import { outlineOf } from "../json/outline.js";
import { type FileHead, type FormatEntry, HOLDS_ALL, HOLDS_TRIPLES } from "../shared/contract.js";
import { checkIs } from "../shared/options.js";

/** A text behind white space and comments, which begin with the signs given. */
function bodyOf(text: string, comments: readonly (readonly [begin: string, end: string])[]): string {
  let at = 0;
  for (;;) {
    while (/\s/.test(text.charAt(at))) at++;
    const comment = comments.find(([begin]) => text.startsWith(begin, at));
    if (comment === undefined) return text.slice(at, at + 2000);
    const end = text.indexOf(comment[1], at + comment[0].length);
    if (end < 0) return "";
    at = end + comment[1].length;
  }
}

function sniffDot({ text }: FileHead): number {
  const body = bodyOf(text, [
    ["/*", "*/"],
    ["//", "\n"],
    ["#", "\n"],
  ]);
  const head = /^(?:strict\s+)?(?:di)?graph\b\s*/i.exec(body);
  return head !== null &&
    /^(?:[\w.-]*|"(?:[^"\\]|\\.)*"|[^\s"{}[\]<>]*|<[^{}]*>)\s*\{/s.test(body.slice(head[0].length))
    ? 3
    : 0;
}

/** Throws unless the option that names one of several graphs is a name or a number. */
function checkGraph({ graph }: Readonly<Record<string, unknown>>): void {
  if (graph === undefined || typeof graph === "string") return;
  if (!(Number.isSafeInteger(graph) && (graph as number) >= 0))
    throw new TypeError(
      `"graph" expected the name of a graph or its number from 0 on, got ${describe(graph)}`,
    );
}

export const dotEntry: FormatEntry = {
  format: {
    name: "dot",
    title: "DOT (Graphviz)",
    extensions: [".dot", ".gv", ".xdot"],
    reads: true,
    writes: true,
    tables: false,
    holds: HOLDS_ALL,
    readOptions: ["graph"],
    writeOptions: [],
  },
  sniff: sniffDot,
  reader: async () => (await import("./read-dot.js")).readDot,
  writer: async () => (await import("./write-dot.js")).dotWriter,
  checkOptions: checkGraph,
};

/** Whether a document of JSON has numbers of nodes as Graphviz alone gives them. */
function sniffGraphvizJson({ text }: FileHead): number {
  const members = /^\s*\{/.test(text) ? outlineOf(text)?.members : undefined;
  if (members === undefined) return 0;
  if (members.has("_subgraph_cnt")) return 3;
  return members.get("objects")?.first?.members.has("_gvid") === true ? 3 : 0;
}

export const graphvizJsonEntry: FormatEntry = {
  format: {
    name: "graphviz-json",
    title: "Graphviz's JSON",
    extensions: [".json"],
    reads: true,
    writes: true,
    tables: false,
    holds: HOLDS_ALL,
    readOptions: ["graph"],
    writeOptions: [],
  },
  sniff: sniffGraphvizJson,
  reader: async () => (await import("./read-graphviz-json.js")).readGraphvizJson,
  writer: async () => (await import("./write-graphviz-json.js")).graphvizJsonWriter,
  checkOptions: checkGraph,
};

function sniffGml({ text }: FileHead): number {
  const body = bodyOf(text, [["#", "\n"]]);
  if (/^graph\s*\[/.test(body)) return 3;
  // keys of any name may come before the graph
  return /^[A-Za-z]\w*\s+(?:"[^"]*"|[-+.\w]+)\s+(?:[A-Za-z]\w*\s+(?:"[^"]*"|[-+.\w]+)\s+)*(?:#.*\s+)*graph\s*\[/.test(
    body,
  ) || /^(?:Creator|Version|comment)\s+["\d]/i.test(body)
    ? 2
    : 0;
}

export const gmlEntry: FormatEntry = {
  format: {
    name: "gml",
    title: "GML",
    extensions: [".gml"],
    reads: true,
    writes: true,
    tables: false,
    holds: HOLDS_ALL,
    readOptions: ["graph", "ids"],
    writeOptions: ["ascii"],
  },
  sniff: sniffGml,
  reader: async () => (await import("./read-gml.js")).readGml,
  writer: async () => (await import("./write-gml.js")).gmlWriter,
  checkOptions(options) {
    if (typeof options.graph === "string")
      throw new TypeError(`"graph" expected the number of a graph from 0 on, got ${describe(options.graph)}`);
    checkGraph(options);
    checkIs("ids", options.ids, "string", "the name of an attribute");
    checkIs("ascii", options.ascii, "boolean", "a boolean");
  },
};

export const nTriplesEntry: FormatEntry = {
  format: {
    name: "ntriples",
    title: "N-Triples (RDF)",
    extensions: [".nt", ".ntriples"],
    reads: true,
    writes: true,
    tables: false,
    holds: HOLDS_TRIPLES,
    readOptions: [],
    writeOptions: [],
  },
  sniff: ({ text }) =>
    /^(?:<[A-Za-z][^\s<>]*>|_:\S+)[ \t]*<[A-Za-z][^\s<>]*>[ \t]*(?:<[A-Za-z][^\s<>]*>|_:\S+|").*\.[ \t]*(?:#.*)?$/m.test(
      bodyOf(text, [["#", "\n"]]).slice(0, 2000),
    )
      ? 3
      : 0,
  reader: async () => (await import("./read-n-triples.js")).readNTriples,
  writer: async () => (await import("./write-n-triples.js")).nTriplesWriter,
};
