/**
 * Writes DOT: nodes, subgraphs, edges, a statement each. Types that texts do not say, labels and types of edges stand in
 * a note of groggy's own, an attribute of the graph that Graphviz passes over.
 */
import type { ValueType } from "../../view.js";
import type { FormatWriter } from "../shared/contract.js";
import {
  cellText,
  type ExportedAttribute,
  type ExportedBlock,
  type ExportedGraph,
} from "../shared/exported-graph.js";
import { hasEqualEdges } from "./equal-edges.js";
import {
  isToldByTexts,
  OWN_NOTE,
  ownNote,
  ownText,
  valueTextWriter,
  type WrittenAttribute,
} from "./own-schema.js";
import { readSubgraphs, SUBGRAPH, SUBGRAPHS } from "./subgraphs.js";

export const dotWriter: FormatWriter = {
  losses() {},
  *write(graph) {
    yield* new DotFile(graph).chunks();
  },
};

/** Labels of these names may be HTML. */
const HTML_NAMES: ReadonlySet<string> = new Set(["label", "xlabel", "headlabel", "taillabel"]);

class DotFile {
  readonly #graph: ExportedGraph;
  /** Whether backslashes at some places stand twice. */
  readonly #isDoubled: boolean;
  readonly #isStrict: boolean;
  readonly #subgraphs: ReturnType<typeof readSubgraphs>;
  /** The position of the attribute that names subgraphs, where they are written as such; negative otherwise. */
  readonly #group: number;
  readonly #labels: string | undefined;
  readonly #type: string | undefined;
  readonly #nodes: readonly WrittenAttribute[];
  readonly #edges: readonly WrittenAttribute[];

  constructor(graph: ExportedGraph) {
    this.#graph = graph;
    const { nodeAttributes, edgeAttributes, graphAttributes } = graph;
    const given = readSubgraphs(graphAttributes.get(SUBGRAPHS));
    const group = nodeAttributes.findIndex(({ title, type }) => title === SUBGRAPH && type === "utf8");
    this.#subgraphs = given;
    this.#group = given === undefined ? -1 : group;
    this.#labels = graph.labelCount("node") > 0 ? freeName("labels", nodeAttributes) : undefined;
    this.#type = graph.labelCount("edge") > 0 ? freeName("type", edgeAttributes) : undefined;
    const written = (kind: "node" | "edge") => (attribute: ExportedAttribute) => ({
      ...attribute,
      key: attribute.title,
      isStated: !isToldByTexts(graph, kind, attribute),
    });
    this.#nodes = nodeAttributes.map(written("node"));
    // edges of the same ends and key would be one
    const isClash = hasSameKeys(graph);
    this.#edges = edgeAttributes
      .map(written("edge"))
      .map((each) =>
        each.title === "key" && isClash ? { ...each, key: freeName("key_", edgeAttributes) } : each,
      );
    this.#isDoubled = this.#needsDoubling();
    this.#isStrict = graphAttributes.get("strict") === true && !hasParallelEdges(graph);
  }

  /** Whether a text has a backslash where DOT cannot have one. */
  #needsDoubling(): boolean {
    const { keys, nodeAttributes, edgeAttributes, graphAttributes } = this.#graph;
    const isBad = (text: string): boolean => BAD_BACKSLASH.test(text);
    const attributes = [...nodeAttributes, ...edgeAttributes];
    if (keys.some(isBad) || attributes.some(({ title }) => isBad(title))) return true;
    for (const [name, value] of graphAttributes)
      if (isBad(name) || isBad(ownText(name, value).text)) return true;
    for (const { name, parent: _, attributes: own } of this.#subgraphs ?? [])
      if (isBad(name) || own.some((pair) => pair.some(isBad))) return true;
    return this.#isBadIn("node") || this.#isBadIn("edge");
  }

  #isBadIn(kind: "node" | "edge"): boolean {
    const graph = this.#graph;
    const attributes = kind === "node" ? graph.nodeAttributes : graph.edgeAttributes;
    const texts = attributes.flatMap(({ type }, at) => (PLAIN.has(type) ? [] : [at]));
    const hasLabels = graph.labelCount(kind) > 0;
    if (texts.length === 0 && !hasLabels) return false;
    for (const { columns, labels } of kind === "node" ? graph.nodeBlocks() : graph.edgeBlocks()) {
      for (const at of texts) {
        const { type } = attributes[at];
        for (const value of columns[at])
          if (value !== undefined && BAD_BACKSLASH.test(cellText(value, type))) return true;
      }
      if (hasLabels && labels.some((list) => list.length > 0 && BAD_BACKSLASH.test(labelText(list, kind))))
        return true;
    }
    return false;
  }

  /** An id: as it is where that can be, else in quotes. */
  #id(text: string): string {
    if (PLAIN_ID.test(text) && !KEYWORD.test(text)) return text;
    const doubled = this.#isDoubled ? twice(text) : text;
    return `"${doubled.includes('"') ? doubled.replaceAll('"', '\\"') : doubled}"`;
  }

  /** A value of an attribute. */
  #value(title: string, text: string, isRecord: boolean): string {
    if (text.startsWith("<") && !isRecord && HTML_NAMES.has(title) && isHtml(text))
      return this.#isDoubled ? `<${twice(text.slice(1, -1))}>` : text;
    return this.#id(text);
  }

  *chunks(): Generator<string> {
    const graph = this.#graph;
    yield* this.#header();
    const { keys } = graph;
    const ids = keys.map((key) => this.#id(key));
    const members: number[][] = (this.#subgraphs ?? []).map(() => []);
    const places = new Map((this.#subgraphs ?? []).map(({ name }, i) => [name, i]));
    const group = this.#group;
    const write = this.#rowWriter("node", this.#nodes);
    let first = 0;
    for (const block of graph.nodeBlocks()) {
      let text = "";
      for (let i = 0; i < block.ids.length; i++) {
        const place = group < 0 ? undefined : places.get(block.columns[group][i] as string);
        if (place !== undefined) members[place].push(first + i);
        text += `  ${ids[first + i]}${write(block, i, place === undefined ? -1 : group)};\n`;
      }
      first += block.ids.length;
      yield text;
    }
    yield* this.#subgraphChunks(ids, members);
    const writeEdge = this.#rowWriter("edge", this.#edges);
    const operator = graph.directed ? " -> " : " -- ";
    for (const block of graph.edgeBlocks()) {
      let text = "";
      for (let i = 0; i < block.ids.length; i++)
        text += `  ${ids[block.sources[i]]}${operator}${ids[block.targets[i]]}${writeEdge(block, i, -1)};\n`;
      yield text;
    }
    yield "}\n";
  }

  *#header(): Generator<string> {
    const { directed, graphAttributes } = this.#graph;
    const name = graphAttributes.get("name");
    const isNamed = typeof name === "string" && !BAD_BACKSLASH.test(name);
    const own = [...graphAttributes].filter(
      ([key]) =>
        !(key === "name" && isNamed) &&
        !(key === "strict" && this.#isStrict) &&
        !(key === SUBGRAPHS && this.#subgraphs !== undefined),
    );
    const texts = own.map(([key, value]) => ({ key, ...ownText(key, value) }));
    const parts = {
      nodes: this.#nodes,
      edges: this.#edges,
      graph: texts.map(({ attribute }) => attribute),
    };
    let note = ownNote(parts, this.#labels, this.#type, this.#isDoubled);
    // an attribute of the same name would be taken for it
    if (note === undefined && graphAttributes.has(OWN_NOTE)) note = "{}";
    yield `${this.#isStrict ? "strict " : ""}${directed ? "digraph" : "graph"} ${isNamed ? `${this.#id(name)} ` : ""}{\n`;
    // the note says how what follows it is written, and is not written so itself
    if (note !== undefined) yield `  graph [${OWN_NOTE}=${plainQuoted(note)}];\n`;
    for (const { key, text } of texts) yield `  graph [${this.#id(key)}=${this.#value(key, text, false)}];\n`;
  }

  *#subgraphChunks(ids: readonly string[], members: readonly (readonly number[])[]): Generator<string> {
    const subgraphs = this.#subgraphs ?? [];
    for (let i = 0; i < subgraphs.length; i++) {
      const path: number[] = [];
      for (let at = i; at >= 0; at = subgraphs[at].parent) path.unshift(at);
      yield `  ${path.map((at) => `subgraph ${this.#id(subgraphs[at].name)} {`).join(" ")}\n`;
      for (const [name, text] of subgraphs[i].attributes)
        yield `    graph [${this.#id(name)}=${this.#value(name, text, false)}];\n`;
      for (const node of members[i]) yield `    ${ids[node]};\n`;
      yield `  ${"}".repeat(path.length)}\n`;
    }
  }

  /** Writes the attributes of elements, each list behind a space; `without` is the position of one to be left out. */
  #rowWriter(
    kind: "node" | "edge",
    attributes: readonly WrittenAttribute[],
  ): (block: ExportedBlock, i: number, without: number) => string {
    const names = attributes.map(({ key }) => `${this.#id(key)}=`);
    const texts = attributes.map(({ type }) => valueTextWriter(type));
    const isHtmlName = attributes.map(({ key }) => HTML_NAMES.has(key));
    const isNumber = attributes.map(({ type }) => NUMBERS.has(type));
    const shape = kind === "node" ? attributes.findIndex(({ key }) => key === "shape") : -1;
    const label = kind === "node" ? this.#labels : this.#type;
    const labelName = label === undefined ? "" : `${this.#id(label)}=`;
    return ({ columns, labels }, i, without) => {
      let text = "";
      for (let c = 0; c < columns.length; c++) {
        const value = columns[c][i];
        if (value === undefined || c === without) continue;
        const own = texts[c](value);
        const shown = isNumber[c]
          ? own
          : isHtmlName[c]
            ? this.#value(attributes[c].key, own, shape >= 0 && isRecord(columns[shape][i]))
            : this.#id(own);
        text += (text === "" ? " [" : ", ") + names[c] + shown;
      }
      if (label !== undefined && labels[i].length > 0)
        text += (text === "" ? " [" : ", ") + labelName + this.#id(labelText(labels[i], kind));
      return text === "" ? "" : `${text}]`;
    };
  }
}

const PLAIN_ID = /^(?:[A-Za-z_]\w*|-?(?:\.\d+|\d+(?:\.\d*)?))$/;
const KEYWORD = /^(?:node|edge|graph|digraph|subgraph|strict)$/i;
const BAD_BACKSLASH = /\\(?:["\r\n]|$)/;
/** Types whose texts have no backslashes. */
const PLAIN: ReadonlySet<ValueType> = new Set<ValueType>([
  "bool",
  "int32",
  "int64",
  "integer",
  "float32",
  "float64",
  "timestamp",
  "binary",
]);
/** Types whose texts are ids without quotes. */
const NUMBERS: ReadonlySet<ValueType> = new Set<ValueType>(["bool", "int32", "int64", "integer"]);

/** Backslashes before a quote, the end of a line or of the text, twice. */
function twice(text: string): string {
  return text.includes("\\") ? text.replace(/(\\+)(?=["\r\n]|$)/g, "$1$1") : text;
}

/** JSON in quotes: it has no line ends, and its backslashes stand before quotes only where they stand twice. */
function plainQuoted(note: string): string {
  // escapes of JSON that need a backslash before a quote or another one are written by number
  const safe = note.replaceAll("\\\\", "\\u005c").replaceAll('\\"', "\\u0022");
  return `"${safe.replaceAll('"', '\\"')}"`;
}

function labelText(labels: readonly string[], kind: "node" | "edge"): string {
  return kind === "node" ? JSON.stringify(labels) : labels[0];
}

function isRecord(shape: unknown): boolean {
  return shape === "record" || shape === "Mrecord";
}

/** A name that no attribute has. */
function freeName(name: string, attributes: readonly ExportedAttribute[]): string {
  let free = name;
  while (attributes.some(({ title }) => title === free)) free += "_";
  return free;
}

/** Whether a text in angle brackets is HTML as Graphviz reads it: tags that are closed, and entities. */
export function isHtml(text: string): boolean {
  if (!text.startsWith("<") || !text.endsWith(">") || text.length < 3) return false;
  const open: string[] = [];
  const rest = text
    .slice(1, -1)
    .replace(TAG, (_tag, end: string | undefined, name: string, single: string) => {
      if (end === "/") {
        if (open.pop() !== name.toLowerCase()) open.push("/");
      } else if (single !== "/") open.push(name.toLowerCase());
      return "";
    });
  return open.length === 0 && !/[<>]/.test(rest) && !/&(?!(?:#\d+|#x[\da-f]+|[a-z]\w*);)/i.test(rest);
}

const TAG = /<(\/)?([A-Za-z][\w-]*)(?:\s+[\w-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*\s*(\/)?>/g;

function hasParallelEdges(graph: ExportedGraph): boolean {
  return hasEqualEdges(graph, () => "");
}

/** Whether an attribute `key` would make one edge of two. */
function hasSameKeys(graph: ExportedGraph): boolean {
  const at = graph.edgeAttributes.findIndex(({ title }) => title === "key");
  if (at < 0) return false;
  const write = valueTextWriter(graph.edgeAttributes[at].type);
  return hasEqualEdges(graph, ({ columns }, i) => {
    const value = columns[at][i];
    return value === undefined ? undefined : write(value);
  });
}
