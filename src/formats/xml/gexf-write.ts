/**
 * Writes GEXF 1.3. What GEXF has words for, such as `label`, `weight`, positions and colours, is written in them where
 * all values of an attribute fit; all else are attvalues. Types that GEXF has no name for are texts in it, and
 * `groggy.type` says what they are, which other tools pass over.
 */
import type { ValueType } from "../../view.js";
import type { FormatWriter } from "../shared/contract.js";
import {
  cellText,
  type ExportedAttribute,
  type ExportedBlock,
  type ExportedGraph,
} from "../shared/exported-graph.js";
import { graphAttributeCells } from "./graph-attributes.js";
import { undirectedColumn } from "./undirected-edges.js";
import { attributeText, contentText, OWN_MARK, OWN_VERSION } from "./xml-text.js";

/** The names that GEXF has for types. */
const NAMES: Readonly<Partial<Record<ValueType, string>>> = {
  bool: "boolean",
  int32: "integer",
  int64: "long",
  float32: "float",
  float64: "double",
  utf8: "string",
};

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3" ${OWN_MARK}="${OWN_VERSION}">
`;

/** Elements of `<meta>` for attributes of the graph that are texts. */
const META = ["title", "description", "keywords"];

const PIECE_UNITS = 32_768;

export const gexfWriter: FormatWriter = {
  losses() {
    // it has words for all that a graph has, our own ones among them
  },
  *write(graph) {
    yield* new GexfDocument(graph).pieces();
  },
};

class GexfDocument {
  readonly #graph: ExportedGraph;
  readonly #nodes: Cells;
  readonly #edges: Cells;

  constructor(graph: ExportedGraph) {
    this.#graph = graph;
    this.#nodes = new Cells(graph, "node", -1);
    this.#edges = new Cells(graph, "edge", undirectedColumn(graph));
  }

  *pieces(): Generator<string> {
    const [nodes, edges] = [this.#nodes, this.#edges];
    const types = { ...typesOf("nodes", nodes.types), ...typesOf("edges", edges.types) };
    const own =
      Object.keys(types).length === 0 ? "" : ` groggy.types="${attributeText(JSON.stringify(types))}"`;
    const direction = this.#graph.directed ? "directed" : "undirected";
    yield `${HEAD}${this.#meta()}<graph mode="static" defaultedgetype="${direction}"${own}>\n`;
    yield nodes.declarations + edges.declarations;
    yield "<nodes>\n";
    yield* this.#nodePieces();
    yield "</nodes>\n<edges>\n";
    yield* this.#edgePieces();
    yield "</edges>\n</graph>\n</gexf>\n";
  }

  #meta(): string {
    const cells = graphAttributeCells(this.#graph);
    let text = "<creator>groggy</creator>";
    for (const { name, type, text: value } of cells)
      if (META.includes(name) && type === "utf8") text += `<${name}>${contentText(value)}</${name}>`;
    const own = cells.map(
      ({ name, type, text: value }) =>
        `<attribute name="${attributeText(name)}" type="${attributeText(type)}" value="${attributeText(value)}"/>`,
    );
    if (own.length > 0) text += `<groggy.attributes>${own.join("")}</groggy.attributes>`;
    return `<meta>${text}</meta>\n`;
  }

  *#nodePieces(): Generator<string> {
    const { keys } = this.#graph;
    const cells = this.#nodes;
    let first = 0;
    let text = "";
    for (const block of this.#graph.nodeBlocks()) {
      for (let i = 0; i < block.ids.length; i++) {
        const inner = cells.inner(block, i);
        const head = `<node id="${attributeText(keys[first + i])}"${cells.attributes(block, i)}`;
        text += inner === "" ? `${head}/>\n` : `${head}>${inner}</node>\n`;
        if (text.length > PIECE_UNITS) {
          yield text;
          text = "";
        }
      }
      first += block.ids.length;
    }
    yield text;
  }

  *#edgePieces(): Generator<string> {
    const { keys } = this.#graph;
    const cells = this.#edges;
    let text = "";
    for (const block of this.#graph.edgeBlocks()) {
      const { sources, targets } = block;
      for (let i = 0; i < block.ids.length; i++) {
        const inner = cells.inner(block, i);
        const ends = `source="${attributeText(keys[sources[i]])}" target="${attributeText(keys[targets[i]])}"`;
        const head = `<edge ${ends}${cells.attributes(block, i)}`;
        text += inner === "" ? `${head}/>\n` : `${head}>${inner}</edge>\n`;
        if (text.length > PIECE_UNITS) {
          yield text;
          text = "";
        }
      }
    }
    yield text;
  }
}

function typesOf(name: string, types: Readonly<Record<string, ValueType>>): Record<string, unknown> {
  return Object.keys(types).length === 0 ? {} : { [name]: types };
}

/** Types of numbers that XML attributes of GEXF take. */
const NUMBERS: ReadonlySet<ValueType> = new Set<ValueType>(["int32", "int64", "float32", "float64"]);

const NODE_SHAPES: ReadonlySet<unknown> = new Set(["disc", "square", "triangle", "diamond", "image"]);
const EDGE_SHAPES: ReadonlySet<unknown> = new Set(["solid", "dotted", "dashed", "double"]);

/** An element of the `viz` namespace: its name, and the attributes of the graph that are its own. */
interface VizElement {
  readonly name: string;
  readonly parts: readonly {
    readonly attribute: string;
    readonly column: number;
    readonly type: ValueType;
  }[];
}

/** An attribute of the XML element: its name and the column. */
interface XmlAttribute {
  readonly name: string;
  readonly column: number;
  readonly type: ValueType;
}

/** Which attributes of nodes, or of edges, are written as what. */
class Cells {
  readonly declarations: string;
  /** The types of attributes that are no attvalues, where they are not those that reading gives them. */
  readonly types: Record<string, ValueType> = {};
  readonly #graph: ExportedGraph;
  readonly #kind: "node" | "edge";
  readonly #attributes: readonly ExportedAttribute[];
  readonly #xml: XmlAttribute[] = [];
  readonly #viz: VizElement[] = [];
  readonly #values: { readonly start: string; readonly column: number; readonly type: ValueType }[] = [];
  readonly #undirected: number;
  readonly #labelStart: string | undefined;
  readonly #hasTypes: boolean;
  readonly #taken = new Set<number>();

  constructor(graph: ExportedGraph, kind: "node" | "edge", undirected: number) {
    this.#graph = graph;
    this.#kind = kind;
    this.#undirected = undirected;
    this.#attributes = kind === "node" ? graph.nodeAttributes : graph.edgeAttributes;
    if (undirected >= 0) this.#taken.add(undirected);
    this.#takeXml();
    this.#takeViz();
    let declarations = "";
    const isLabelled = graph.labelCount(kind) > 0;
    this.#hasTypes = kind === "edge" && isLabelled;
    if (kind === "node" && isLabelled) {
      declarations += '<attribute id="labels" title="labels" type="liststring" groggy.type="labels"/>\n';
      this.#labelStart = '<attvalue for="labels" value="';
    }
    this.#attributes.forEach(({ title, type }, column) => {
      if (this.#taken.has(column)) return;
      const id = String(this.#values.length);
      const name = NAMES[type] ?? (type.includes("<") ? "liststring" : "string");
      const role = NAMES[type] === undefined ? ` groggy.type="${attributeText(type)}"` : "";
      declarations += `<attribute id="${id}" title="${attributeText(title)}" type="${name}"${role}/>\n`;
      this.#values.push({ start: `<attvalue for="${id}" value="`, column, type });
    });
    this.declarations =
      declarations === "" ? "" : `<attributes class="${kind}">\n${declarations}</attributes>\n`;
  }

  #columnOf(title: string, isType: (type: ValueType) => boolean): number {
    return this.#attributes.findIndex((attribute) => attribute.title === title && isType(attribute.type));
  }

  #takeXml(): void {
    const isText = (type: ValueType): boolean => type === "utf8";
    const given: [title: string, name: string, isType: (type: ValueType) => boolean, usual: ValueType][] =
      this.#kind === "node"
        ? [
            ["label", "label", isText, "utf8"],
            ["parent", "pid", isText, "utf8"],
          ]
        : [
            ["id", "id", isText, "utf8"],
            ["label", "label", isText, "utf8"],
            ["weight", "weight", (type) => NUMBERS.has(type), "float64"],
          ];
    for (const [title, name, isType, usual] of given) {
      const column = this.#columnOf(title, isType);
      if (column < 0) continue;
      const { type } = this.#attributes[column];
      this.#xml.push({ name, column, type });
      this.#take(column, usual);
    }
  }

  /** Says that an attribute is no attvalue. */
  #take(column: number, usual: ValueType): void {
    const { title, type } = this.#attributes[column];
    this.#taken.add(column);
    if (type !== usual) this.types[title] = type;
  }

  #takeViz(): void {
    const isNumber = (type: ValueType): boolean => NUMBERS.has(type);
    const isByte = (value: unknown): boolean => typeof value === "number" && value >= 0 && value <= 255;
    const isShare = (value: unknown): boolean => typeof value === "number" && value >= 0 && value <= 1;
    const isPlain = (value: unknown): boolean => Number.isFinite(Number(value));
    const isInt = (type: ValueType): boolean => type === "int32";
    const isFloat = (type: ValueType): boolean => type === "float64" || type === "float32";
    const color = ["r", "g", "b"].map((name) => this.#fitting(name, isInt, isByte));
    this.#takeParts("color", ["r", "g", "b"], color, "int32", ["a", this.#fitting("a", isFloat, isShare)]);
    if (this.#kind === "node") {
      const place = ["x", "y"].map((name) => this.#fitting(name, isNumber, isPlain));
      this.#takeParts("position", ["x", "y"], place, "float64", ["z", this.#fitting("z", isNumber, isPlain)]);
    }
    const size = this.#kind === "node" ? "size" : "thickness";
    this.#takeParts(size, ["value"], [this.#fitting(size, isNumber, isPlain)], "float64");
    const shapes = this.#kind === "node" ? NODE_SHAPES : EDGE_SHAPES;
    const shape = this.#fitting(
      "shape",
      (type) => type === "utf8",
      (value) => shapes.has(value),
    );
    this.#takeParts("shape", ["value"], [shape], "utf8");
  }

  /** An attribute all of whose values fit; undefined if there is none. */
  #fitting(
    title: string,
    isType: (type: ValueType) => boolean,
    fits: (value: unknown) => boolean,
  ): Fitting | undefined {
    const column = this.#columnOf(title, isType);
    if (column < 0) return undefined;
    const elements = this.#kind === "node" ? this.#graph.view.nodes : this.#graph.view.edges;
    const { name } = this.#attributes[column];
    const values = elements.rawColumn(name, elements.ids())?.toArray() ?? [];
    if (!values.every((value) => value === undefined || fits(value))) return undefined;
    return { column, isPresent: values.map((value) => value !== undefined) };
  }

  /** Takes attributes as parts of one element, if each element that has one of them has all. */
  #takeParts(
    name: string,
    attributes: readonly string[],
    parts: readonly (Fitting | undefined)[],
    usual: ValueType,
    more?: readonly [string, Fitting | undefined],
  ): void {
    const [first] = parts;
    if (first === undefined || parts.some((part) => part === undefined || !isSame(part, first))) return;
    const own = parts.map((part, i) => this.#part(attributes[i], (part as Fitting).column, usual));
    const other = more?.[1];
    if (more !== undefined && other?.isPresent.every((is, i) => !is || first.isPresent[i]) === true)
      own.push(this.#part(more[0], other.column, "float64"));
    this.#viz.push({ name, parts: own });
  }

  #part(attribute: string, column: number, usual: ValueType) {
    this.#take(column, usual);
    return { attribute, column, type: this.#attributes[column].type };
  }

  /** The attributes of the XML element, but for ids and ends. */
  attributes({ columns, labels }: ExportedBlock, i: number): string {
    let text = "";
    for (const { name, column, type } of this.#xml) {
      const value = columns[column][i];
      if (value !== undefined) text += ` ${name}="${attributeText(cellText(value, type))}"`;
    }
    if (this.#hasTypes && labels[i].length > 0) text += ` kind="${attributeText(labels[i][0])}"`;
    if (this.#undirected >= 0 && columns[this.#undirected][i] === true) text += ' type="undirected"';
    return text;
  }

  /** The contents of the XML element. */
  inner({ columns, labels }: ExportedBlock, i: number): string {
    let values = "";
    if (this.#labelStart !== undefined && labels[i].length > 0)
      values += `${this.#labelStart}${attributeText(JSON.stringify(labels[i]))}"/>`;
    for (const { start, column, type } of this.#values) {
      const value = columns[column][i];
      if (value !== undefined) values += `${start}${attributeText(cellText(value, type))}"/>`;
    }
    let text = values === "" ? "" : `<attvalues>${values}</attvalues>`;
    for (const { name, parts } of this.#viz) {
      if (columns[parts[0].column][i] === undefined) continue;
      text += `<viz:${name}`;
      for (const { attribute, column, type } of parts) {
        const value = columns[column][i];
        if (value !== undefined) text += ` ${attribute}="${attributeText(cellText(value, type))}"`;
      }
      text += "/>";
    }
    return text;
  }
}

interface Fitting {
  readonly column: number;
  readonly isPresent: readonly boolean[];
}

function isSame(a: Fitting, b: Fitting): boolean {
  return a.isPresent.every((is, i) => is === b.isPresent[i]);
}
