/** Writes GDF as Gephi and GUESS read it: names and types in two headers, texts in quotes, directions edge by edge. */
import type { ValueType } from "../../view.js";
import type { FormatWriter } from "../shared/contract.js";
import { cellText, type ExportedAttribute, type ExportedGraph } from "../shared/exported-graph.js";
import type { ProblemList } from "../shared/problems.js";

const TYPES: Partial<Record<ValueType, string>> = {
  bool: "BOOLEAN",
  int32: "INT",
  int64: "BIGINT",
  float32: "FLOAT",
  float64: "DOUBLE",
  utf8: "VARCHAR",
};

/** Words of the format. */
const TAKEN = { node: ["name"], edge: ["node1", "node2", "source", "target", "directed"] } as const;

/** The names that attributes have in the file. */
function namesOf(graph: ExportedGraph, kind: "node" | "edge"): string[] {
  const taken = new Set<string>(TAKEN[kind]);
  return attributesOf(graph, kind).map(({ title }) => {
    const plain = title.replace(/[\s,"'>]/g, "_");
    let name = plain;
    for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${plain}_${i}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

function attributesOf(graph: ExportedGraph, kind: "node" | "edge"): readonly ExportedAttribute[] {
  return kind === "node" ? graph.nodeAttributes : graph.edgeAttributes;
}

export const gdfWriter: FormatWriter = {
  losses(graph, _options, _parts, losses) {
    for (const kind of ["node", "edge"] as const) attributeLosses(graph, kind, losses);
    if (graph.labelCount("node") > 0) losses.add("labels", "labels of nodes");
    if (graph.labelCount("edge") > 0) losses.add("types", "types of edges");
    if (graph.graphAttributes.size > 0) losses.add("graphAttributes", "attributes of the graph itself");
    const broken = graph.keys.filter((key) => /[\r\n]/.test(key)).length;
    if (broken > 0) losses.add("lineEnds", "line ends in ids, which are spaces", { count: broken });
  },
  *write(graph) {
    const { keys } = graph;
    const header = (kind: "node" | "edge"): string => {
      const names = namesOf(graph, kind);
      return attributesOf(graph, kind)
        .map(({ type }, i) => `,${names[i]} ${TYPES[type] ?? "VARCHAR"}`)
        .join("");
    };
    yield `nodedef>name VARCHAR${header("node")}\n`;
    let first = 0;
    for (const { ids, columns } of graph.nodeBlocks()) {
      let text = "";
      for (let i = 0; i < ids.length; i++)
        text += `${quoted(keys[first + i])}${cells(graph.nodeAttributes, columns, i)}\n`;
      first += ids.length;
      yield text;
    }
    yield `edgedef>node1 VARCHAR,node2 VARCHAR,directed BOOLEAN${header("edge")}\n`;
    const flag = graph.directed ? graph.edgeAttributes.findIndex(isFlag) : -1;
    for (const { ids, columns, sources, targets } of graph.edgeBlocks()) {
      let text = "";
      for (let i = 0; i < ids.length; i++) {
        const isDirected = graph.directed && !(flag >= 0 && columns[flag][i] === true);
        const ends = `${quoted(keys[sources[i]])},${quoted(keys[targets[i]])}`;
        text += `${ends},${isDirected}${cells(graph.edgeAttributes, columns, i)}\n`;
      }
      yield text;
    }
  },
};

function isFlag({ title, type }: ExportedAttribute): boolean {
  return title === "undirected" && type === "bool";
}

function cells(
  attributes: readonly ExportedAttribute[],
  columns: readonly (readonly unknown[])[],
  i: number,
): string {
  let text = "";
  for (let c = 0; c < columns.length; c++) {
    const value = columns[c][i];
    const { type } = attributes[c];
    if (value === undefined) text += ",";
    else if (type === "utf8" || TYPES[type] === undefined) text += `,${quoted(cellText(value, type))}`;
    else text += `,${cellText(value, type)}`;
  }
  return text;
}

/** A text in quotes: of the kind that it does not have, or doubled. */
function quoted(text: string): string {
  const line = text.replace(/[\r\n]+/g, " ");
  if (!line.includes('"')) return `"${line}"`;
  return line.includes("'") ? `"${line.replaceAll('"', '""')}"` : `'${line}'`;
}

function attributeLosses(graph: ExportedGraph, kind: "node" | "edge", losses: ProblemList): void {
  const names = namesOf(graph, kind);
  attributesOf(graph, kind).forEach(({ name, title, type }, i) => {
    if (TYPES[type] === undefined)
      losses.add("type", `the type ${type}, for which GDF has text`, { attribute: name });
    if (names[i] !== title)
      losses.add("name", "names with white space or signs of the format, which are written as others", {
        attribute: name,
      });
    const texts = graph.columnOf(kind, name)?.toArray() ?? [];
    const count = texts.filter((text) => typeof text === "string" && /[\r\n]/.test(text)).length;
    if (count > 0) losses.add("lineEnds", "line ends in texts, which are spaces", { attribute: name, count });
  });
}
