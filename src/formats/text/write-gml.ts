/**
 * Writes GML as networkx and igraph read it: in ASCII, keys as labels, numbers as they are. What GML has no word for,
 * names that are no keys, types, labels and types of edges, is in a note of groggy's own before the graph.
 */
import type { ValueType } from "../../view.js";
import type { FormatWriter } from "../shared/contract.js";
import {
  cellText,
  type ExportedAttribute,
  type ExportedBlock,
  type ExportedGraph,
  jsonText,
} from "../shared/exported-graph.js";
import { float32Text, floatText } from "../shared/text-values.js";
import { withEntities } from "./entities.js";
import { hasEqualEdges } from "./equal-edges.js";
import { LIST_START } from "./gml-element.js";
import { OWN_NOTE, ownNote, ownText, typeOfOwn, type WrittenAttribute } from "./own-schema.js";

export const gmlWriter: FormatWriter = {
  losses() {},
  *write(graph, options) {
    yield* new GmlFile(graph, options.ascii !== false).chunks();
  },
};

const INDENT = "  ";

class GmlFile {
  readonly #graph: ExportedGraph;
  readonly #isAscii: boolean;

  constructor(graph: ExportedGraph, isAscii: boolean) {
    this.#graph = graph;
    this.#isAscii = isAscii;
  }

  #quoted(text: string): string {
    return `"${withEntities(text, this.#isAscii)}"`;
  }

  *chunks(): Generator<string> {
    const graph = this.#graph;
    const { nodeAttributes, edgeAttributes, graphAttributes, keys } = graph;
    const nodeKeys = new KeyNames(NODE_RESERVED);
    const edgeKeys = new KeyNames(EDGE_RESERVED);
    const nodes = nodeAttributes.map((each) => this.#written("node", nodeKeys, each));
    const edges = edgeAttributes.map((each) => this.#written("edge", edgeKeys, each));
    const labels = graph.labelCount("node") > 0 ? nodeKeys.add("labels") : undefined;
    const type = graph.labelCount("edge") > 0 ? edgeKeys.add("type") : undefined;
    const graphKeys = new KeyNames(GRAPH_RESERVED);
    const own = Array.from(graphAttributes, ([title, value]) => this.#ownWritten(graphKeys, title, value));
    const note = ownNote({ nodes, edges, graph: own.map(({ attribute }) => attribute) }, labels, type, false);

    yield `Creator "groggy"\nVersion 1\n`;
    if (note !== undefined) yield `${OWN_NOTE} ${this.#quoted(note)}\n`;
    yield `graph [\n  directed ${graph.directed ? 1 : 0}\n`;
    if (hasEqualEdges(graph, () => "")) yield "  multigraph 1\n";
    for (const { attribute, lines } of own) yield lines(attribute.key);

    const writeNode = this.#rowWriter(nodes, labels);
    let first = 0;
    for (const block of graph.nodeBlocks()) {
      let text = "";
      for (let i = 0; i < block.ids.length; i++) {
        const at = first + i;
        text += `  node [\n    id ${at}\n    label ${this.#quoted(keys[at])}\n${writeNode(block, i)}  ]\n`;
      }
      first += block.ids.length;
      yield text;
    }
    const writeEdge = this.#rowWriter(edges, type);
    for (const block of graph.edgeBlocks()) {
      const { sources, targets } = block;
      let text = "";
      for (let i = 0; i < sources.length; i++)
        text += `  edge [\n    source ${sources[i]}\n    target ${targets[i]}\n${writeEdge(block, i)}  ]\n`;
      yield text;
    }
    yield "]\n";
  }

  #written(
    kind: "node" | "edge",
    names: KeyNames,
    attribute: ExportedAttribute,
  ): WrittenAttribute & ExportedAttribute {
    const { title, type } = attribute;
    const isTold = TOLD.has(type) || (type === "int64" && this.#isBeyondInt32(kind, attribute));
    return { ...attribute, key: names.add(title), isStated: !isTold };
  }

  /** Whether a value of a column of 64 bits needs more than 32. */
  #isBeyondInt32(kind: "node" | "edge", { name }: ExportedAttribute): boolean {
    const graph = this.#graph;
    const attributes = kind === "node" ? graph.nodeAttributes : graph.edgeAttributes;
    const at = attributes.findIndex((each) => each.name === name);
    for (const { columns } of kind === "node" ? graph.nodeBlocks() : graph.edgeBlocks())
      if (columns[at].some((value) => typeof value === "bigint" && BigInt.asIntN(32, value) !== value))
        return true;
    return false;
  }

  /** An attribute of the graph itself, which no column types. */
  #ownWritten(
    names: KeyNames,
    title: string,
    value: unknown,
  ): { attribute: WrittenAttribute; lines: (key: string) => string } {
    const type = typeOfOwn(value);
    const key = names.add(title);
    const isNumber = type === "float64";
    const isList = type === "json" && isBracketed(value);
    const isTold =
      isNumber || isList || type === "utf8" || (type === "int64" && !Number.isSafeInteger(Number(value)));
    const attribute = { title, key, type, isStated: !isTold };
    if (isList) return { attribute, lines: (own) => this.#list(own, value, INDENT) };
    const { text } = ownText(title, value);
    const shown = isNumber ? numberText(value as number) : type === "int64" ? text : this.#quoted(text);
    return { attribute, lines: (own) => `${INDENT}${own} ${shown}\n` };
  }

  /** A json object as a list in brackets. */
  #list(key: string, value: unknown, indent: string): string {
    let text = `${indent}${key} [\n`;
    for (const [name, item] of Object.entries(value as object)) {
      const items: readonly unknown[] = Array.isArray(item) ? item : [item];
      if (Array.isArray(item) && needsStart(items)) text += `${indent}${INDENT}${name} "${LIST_START}"\n`;
      for (const each of items) {
        if (typeof each === "object") text += this.#list(name, each, indent + INDENT);
        else {
          const shown = typeof each === "number" ? numberText(each) : this.#quoted(String(each));
          text += `${indent}${INDENT}${name} ${shown}\n`;
        }
      }
    }
    return `${text}${indent}]\n`;
  }

  #rowWriter(
    attributes: readonly WrittenAttribute[],
    labels: string | undefined,
  ): (block: ExportedBlock, i: number) => string {
    const indent = INDENT + INDENT;
    const writers = attributes.map(({ key, type }) => this.#valueWriter(indent, key, type));
    return ({ columns, labels: given }, i) => {
      let text = "";
      for (let c = 0; c < columns.length; c++) {
        const value = columns[c][i];
        if (value !== undefined) text += writers[c](value);
      }
      if (labels !== undefined)
        for (const label of given[i]) text += `${indent}${labels} ${this.#quoted(label)}\n`;
      return text;
    };
  }

  /** Writes a value of a column with its key, a line or several. */
  #valueWriter(indent: string, key: string, type: ValueType): (value: unknown) => string {
    const start = `${indent}${key} `;
    if (type === "json")
      return (value) =>
        isBracketed(value)
          ? this.#list(key, value, indent)
          : `${start}${this.#quoted(jsonText(value, type))}\n`;
    if (type.includes("<")) {
      const element = /<(\w+)/.exec(type)?.[1] as ValueType;
      const item = this.#scalarText(element);
      return (value) => {
        const items = Array.from(value as ArrayLike<unknown>);
        if (items.length === 0) return `${start}"[]"\n`;
        const lines = items.map((each) => `${start}${item(each)}\n`).join("");
        return needsStart(items) ? `${start}"${LIST_START}"\n${lines}` : lines;
      };
    }
    const text = this.#scalarText(type);
    return (value) => `${start}${text(value)}\n`;
  }

  #scalarText(type: ValueType): (value: unknown) => string {
    switch (type) {
      case "bool":
        return (value) => (value === true ? "1" : "0");
      case "int32":
      case "int64":
      case "integer":
        return String;
      case "float64":
        return (value) => realText(floatText(value as number));
      case "float32":
        return (value) => realText(float32Text(value as number));
      case "utf8":
        return (value) => this.#quoted(value as string);
      default:
        return (value) => this.#quoted(cellText(value, type));
    }
  }
}

/** Types that the values say. */
const TOLD: ReadonlySet<ValueType> = new Set<ValueType>(["int32", "float64", "utf8"]);

const NODE_RESERVED = ["id", "label", "graph"];
const EDGE_RESERVED = ["source", "target"];
const GRAPH_RESERVED = ["directed", "multigraph", "node", "edge"];

/** Keys of GML for names of attributes: letters, digits and underscores, a letter first, no two alike. */
class KeyNames {
  readonly #taken: Set<string>;

  constructor(reserved: readonly string[]) {
    this.#taken = new Set(reserved);
  }

  add(title: string): string {
    const plain = /^[A-Za-z]\w*$/.test(title) ? title : `a_${title.replaceAll(/\W/g, "_").slice(0, 60)}`;
    let key = plain;
    for (let i = 2; this.#taken.has(key); i++) key = `${plain}_${i}`;
    this.#taken.add(key);
    return key;
  }
}

/** Whether a list needs a sign that it is one: it has one item, or begins with what looks like the sign. */
function needsStart(items: readonly unknown[]): boolean {
  return items.length === 1 || items[0] === LIST_START;
}

/** Whether a json value can be a list in brackets: objects of texts, numbers, such objects, and arrays of these. */
function isBracketed(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value) || depth > 100) return false;
  return Object.entries(value).every(([key, item]) => {
    if (!/^[A-Za-z]\w*$/.test(key)) return false;
    const isItem = (each: unknown): boolean =>
      typeof each === "string" || typeof each === "number" || isBracketed(each, depth + 1);
    return Array.isArray(item) ? item.length > 0 && item.every(isItem) : isItem(item);
  });
}

/** A number of json: whole where it is, with a point where it is none or has an exponent. */
function numberText(value: number): string {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : realText(floatText(value));
}

/** A real number has a point, and infinity a sign, in which networkx and igraph agree. */
function realText(text: string): string {
  switch (text) {
    case "NaN":
      return "NAN";
    case "Infinity":
      return "+INF";
    case "-Infinity":
      return "-INF";
    default: {
      const at = text.indexOf("e");
      return at < 0 || text.includes(".") ? text : `${text.slice(0, at)}.0${text.slice(at)}`;
    }
  }
}
