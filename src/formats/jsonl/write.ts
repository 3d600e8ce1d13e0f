/** Writes JSON Lines, and APOC's JSON in its four shapes. */
import type { ValueType } from "../../view.js";
import type { FormatPart, FormatWriter } from "../shared/contract.js";
import {
  type ExportedAttribute,
  type ExportedBlock,
  type ExportedGraph,
  isAllNonFinite,
  jsonText,
} from "../shared/exported-graph.js";
import type { ProblemList } from "../shared/problems.js";
import { base64Text, float32Text, floatText } from "../shared/text-values.js";
import { ROW_NAMES } from "./rows.js";

type Given = Readonly<Record<string, unknown>>;

/** True of both: types that JSON has no word for come back only where they are asked for. */
function lossesOfTypes(graph: ExportedGraph, parts: readonly FormatPart[], losses: ProblemList): void {
  const kinds = (["node", "edge"] as const).filter(
    (kind) => parts.includes("graph") || parts.includes(`${kind}s`),
  );
  for (const kind of kinds) {
    for (const { name, type } of kind === "node" ? graph.nodeAttributes : graph.edgeAttributes) {
      // such numbers are texts, which are told from others by the numbers beside them
      if (KEPT.has(type) && (type !== "float64" || !isAllNonFinite(graph, kind, name))) continue;
      const own = /^\w+$/.test(name) ? name : JSON.stringify(name);
      losses.add("type", `the type ${type}, which JSON does not say; types: { ${own}: "${type}" } reads it`, {
        attribute: name,
      });
    }
  }
}

const KEPT: ReadonlySet<ValueType> = new Set<ValueType>(["bool", "int32", "float64", "utf8"]);

export const jsonLinesWriter: FormatWriter = {
  losses(graph, _options, parts, losses) {
    lossesOfTypes(graph, parts, losses);
    if (!parts.includes("graph")) {
      if (!graph.directed)
        losses.add(
          "direction",
          "edges without direction, which tables do not say; directed: false reads them",
        );
      if (graph.graphAttributes.size > 0) losses.add("graphAttributes", "attributes of the graph itself");
      if (!parts.includes("edges") && graph.edgeCount > 0)
        losses.add("edges", "edges", { count: graph.edgeCount });
      if (!parts.includes("nodes") && graph.nodeCount > 0)
        losses.add("nodes", "nodes without edges, attributes and labels of nodes", {
          count: graph.nodeCount,
        });
    }
  },
  *write(graph, _options, part) {
    const isApoc = hasClash(graph);
    if (part === "graph") yield headerText(graph);
    if (part !== "edges") for (const text of nodeRows(graph, isApoc)) yield text;
    if (part !== "nodes") for (const text of edgeRows(graph, isApoc)) yield text;
  },
};

/** The first line of a graph whose edges have no direction, or that has attributes itself. */
function headerText(graph: ExportedGraph): string {
  if (graph.directed && graph.graphAttributes.size === 0) return "";
  const { schema } = graph.view.attributes;
  const own = Array.from(
    graph.graphAttributes,
    ([name, value]) => `${JSON.stringify(name)}:${valueWriter(schema[name])(value)}`,
  );
  const text = own.length === 0 ? "" : `,"graph":{${own.join(",")}}`;
  return `{"directed":${graph.directed}${text}}\n`;
}

/** Whether attributes are called as properties with a meaning are: then rows are APOC's, which keep them apart. */
function hasClash({ nodeAttributes, edgeAttributes, key }: ExportedGraph): boolean {
  const own = new Set<string>([
    ...ROW_NAMES.id,
    ...ROW_NAMES.ends.flat(),
    ROW_NAMES.labels,
    ROW_NAMES.type,
    "properties",
    "directed",
  ]);
  if (key !== undefined && !ROW_NAMES.id.includes(key)) own.add(key);
  return [...nodeAttributes, ...edgeAttributes].some(({ title }) => own.has(title));
}

function* nodeRows(graph: ExportedGraph, isApoc: boolean): Generator<string> {
  const { keys, nodeAttributes } = graph;
  const id = JSON.stringify(graph.key ?? "id");
  const properties = new Properties(nodeAttributes);
  let first = 0;
  for (const block of graph.nodeBlocks()) {
    let text = "";
    for (let i = 0; i < block.ids.length; i++) {
      const key = JSON.stringify(keys[first + i]);
      const labels = block.labels[i].length === 0 ? "" : `,"labels":${JSON.stringify(block.labels[i])}`;
      const rest = properties.text(block, i);
      if (isApoc) text += `{"type":"node","id":${key}${labels},"properties":{${rest.slice(1)}}}\n`;
      else text += `{${id}:${key}${labels}${rest}}\n`;
    }
    first += block.ids.length;
    yield text;
  }
}

function* edgeRows(graph: ExportedGraph, isApoc: boolean): Generator<string> {
  const { keys, edgeAttributes } = graph;
  const properties = new Properties(edgeAttributes);
  for (const block of graph.edgeBlocks()) {
    let text = "";
    for (let i = 0; i < block.ids.length; i++) {
      const [source, target] = [keys[block.sources[i]], keys[block.targets[i]]].map((key) =>
        JSON.stringify(key),
      );
      const [type] = block.labels[i];
      const rest = properties.text(block, i);
      if (isApoc) {
        const label = JSON.stringify(type ?? "");
        text += `{"type":"relationship","id":"${block.ids[i]}","label":${label},"properties":{${rest.slice(1)}},"start":{"id":${source}},"end":{"id":${target}}}\n`;
      } else {
        const own = type === undefined ? "" : `,"type":${JSON.stringify(type)}`;
        text += `{"source":${source},"target":${target}${own}${rest}}\n`;
      }
    }
    yield text;
  }
}

/** The attributes of elements as properties, each behind a comma. */
class Properties {
  readonly #names: readonly string[];
  readonly #writers: readonly ((value: unknown) => string)[];

  constructor(attributes: readonly ExportedAttribute[]) {
    this.#names = attributes.map(({ title }) => `,${JSON.stringify(title)}:`);
    this.#writers = attributes.map(({ type }) => valueWriter(type));
  }

  text({ columns }: ExportedBlock, i: number): string {
    let text = "";
    for (let c = 0; c < columns.length; c++) {
      const value = columns[c][i];
      if (value !== undefined) text += this.#names[c] + this.#writers[c](value);
    }
    return text;
  }
}

/** How values of a type are written in JSON; what JSON has no word for is a text. */
export function valueWriter(type: ValueType): (value: unknown) => string {
  switch (type) {
    case "bool":
    case "int32":
    case "int64":
    case "integer":
      return String;
    case "float64":
      return (value) => (Number.isFinite(value) ? floatText(value as number) : `"${value}"`);
    case "float32":
      return (value) => (Number.isFinite(value) ? float32Text(value as number) : `"${value}"`);
    case "timestamp":
      return (value) => `"${(value as Date).toISOString()}"`;
    case "binary":
      return (value) => `"${base64Text(value as Uint8Array)}"`;
    case "utf8":
      return (value) => JSON.stringify(value);
    default:
      return (value) => jsonText(value, type);
  }
}

export const apocWriter: FormatWriter = {
  losses(graph, _options, parts, losses) {
    lossesOfTypes(graph, parts, losses);
    if (!graph.directed)
      losses.add("direction", "edges without direction; directed: false reads them", {
        count: graph.edgeCount,
      });
    if (graph.graphAttributes.size > 0) losses.add("graphAttributes", "attributes of the graph itself");
  },
  *write(graph, options: Given) {
    const shape = options.jsonFormat ?? "JSON_LINES";
    if (shape === "JSON_LINES") {
      yield* nodeRows(graph, true);
      yield* edgeRows(graph, true);
      return;
    }
    if (shape === "ARRAY_JSON") {
      yield "[";
      yield* parted(lines([nodeRows(graph, true), edgeRows(graph, true)]), (line) => line);
      yield "]\n";
      return;
    }
    const isById = shape === "JSON_ID_AS_KEYS";
    const entry = (line: string): string => (isById ? `${idOf(line)}:${line}` : line);
    yield isById ? '{"nodes":{' : '{"nodes":[';
    yield* parted(lines([nodeRows(graph, true)]), entry);
    yield isById ? '},"rels":{' : '],"rels":[';
    yield* parted(lines([edgeRows(graph, true)]), entry);
    yield isById ? "}}\n" : "]}\n";
  },
};

function* lines(blocks: readonly Iterable<string>[]): Generator<string> {
  for (const rows of blocks) for (const block of rows) yield* block.split("\n").filter((line) => line !== "");
}

function* parted(rows: Iterable<string>, entry: (line: string) => string): Generator<string> {
  let isFirst = true;
  for (const line of rows) {
    yield isFirst ? entry(line) : `,\n${entry(line)}`;
    isFirst = false;
  }
}

/** The id in a row of APOC's, as JSON. */
function idOf(line: string): string {
  return JSON.stringify((JSON.parse(line) as { id: string }).id);
}
