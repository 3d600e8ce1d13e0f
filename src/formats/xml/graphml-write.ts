/**
 * Writes GraphML. Types that GraphML has no name for are texts in it, and `groggy.type` of their keys says what they
 * are, which other tools pass over. Labels and types are what TinkerPop reads, `labelV` and `labelE`.
 */
import type { ValueType } from "../../view.js";
import type { FormatWriter } from "../shared/contract.js";
import { cellText, type ExportedAttribute, type ExportedGraph } from "../shared/exported-graph.js";
import { graphAttributeCells } from "./graph-attributes.js";
import { undirectedColumn } from "./undirected-edges.js";
import { attributeText, contentText, OWN_MARK, OWN_VERSION } from "./xml-text.js";

/** The names that GraphML has for types. */
const NAMES: Readonly<Partial<Record<ValueType, string>>> = {
  bool: "boolean",
  int32: "int",
  int64: "long",
  float32: "float",
  float64: "double",
  utf8: "string",
};

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd" ${OWN_MARK}="${OWN_VERSION}">
`;

/** Text is given on in pieces of about so many units. */
const PIECE_UNITS = 32_768;

export const graphmlWriter: FormatWriter = {
  losses() {
    // it has words for all that a graph has, our own ones among them
  },
  *write(graph) {
    yield* new GraphmlDocument(graph).pieces();
  },
};

class GraphmlDocument {
  readonly #graph: ExportedGraph;
  #keyCount = 0;

  constructor(graph: ExportedGraph) {
    this.#graph = graph;
  }

  *pieces(): Generator<string> {
    const graph = this.#graph;
    let head = HEAD;
    const cells = graphAttributeCells(graph);
    const ofGraph = cells.map(({ name, type }) => {
      const [key, text] = this.#key("graph", name, type);
      head += text;
      return key;
    });
    const labels = new Labels(graph, "node");
    const types = new Labels(graph, "edge");
    const labelKey = labels.isUsed ? this.#special("node", labels.name, labels.role) : undefined;
    const typeKey = types.isUsed ? this.#special("edge", types.name, types.role) : undefined;
    head += (labelKey?.[1] ?? "") + (typeKey?.[1] ?? "");
    const nodeCells = graph.nodeAttributes.map((attribute) => this.#cell("node", attribute));
    const undirected = undirectedColumn(graph);
    const edgeCells = graph.edgeAttributes.map((attribute, i) =>
      i === undirected || isEdgeId(attribute) ? undefined : this.#cell("edge", attribute),
    );
    head += [...nodeCells, ...edgeCells].map((cell) => cell?.declaration ?? "").join("");
    head += `<graph edgedefault="${graph.directed ? "directed" : "undirected"}">\n`;
    cells.forEach(({ text }, i) => {
      head += `<data key="${ofGraph[i]}">${contentText(text)}</data>\n`;
    });
    yield head;
    yield* this.#nodes(nodeCells, labelKey?.[0], labels);
    yield* this.#edges(edgeCells, typeKey?.[0], undirected);
    yield "</graph>\n</graphml>\n";
  }

  /** The id of a new key, and its element. */
  #key(domain: string, name: string, type: ValueType): [id: string, text: string] {
    const id = `d${this.#keyCount++}`;
    const own = NAMES[type];
    const role = own === undefined ? ` groggy.type="${attributeText(type)}"` : "";
    const text = `<key id="${id}" for="${domain}" attr.name="${attributeText(name)}" attr.type="${own ?? "string"}"${role}/>\n`;
    return [id, text];
  }

  #special(domain: string, name: string, role: string): [id: string, text: string] {
    const id = `d${this.#keyCount++}`;
    return [
      id,
      `<key id="${id}" for="${domain}" attr.name="${name}" attr.type="string" groggy.type="${role}"/>\n`,
    ];
  }

  #cell(domain: string, { title, type }: ExportedAttribute): DataCell {
    const [id, declaration] = this.#key(domain, title, type);
    return new DataCell(id, declaration, type);
  }

  *#nodes(cells: readonly DataCell[], labelKey: string | undefined, labels: Labels): Generator<string> {
    const { keys } = this.#graph;
    let first = 0;
    let text = "";
    for (const { ids, columns, labels: sets } of this.#graph.nodeBlocks()) {
      for (let i = 0; i < ids.length; i++) {
        let inner = "";
        if (labelKey !== undefined && sets[i].length > 0)
          inner += `<data key="${labelKey}">${labels.text(sets[i])}</data>`;
        for (let c = 0; c < cells.length; c++) {
          const value = columns[c][i];
          if (value !== undefined) inner += cells[c].text(value);
        }
        const id = attributeText(keys[first + i]);
        text += inner === "" ? `<node id="${id}"/>\n` : `<node id="${id}">${inner}</node>\n`;
        if (text.length > PIECE_UNITS) {
          yield text;
          text = "";
        }
      }
      first += ids.length;
    }
    yield text;
  }

  *#edges(
    cells: readonly (DataCell | undefined)[],
    typeKey: string | undefined,
    undirected: number,
  ): Generator<string> {
    const { keys, edgeAttributes } = this.#graph;
    const idColumn = edgeAttributes.findIndex(isEdgeId);
    let text = "";
    for (const { ids, columns, labels, sources, targets } of this.#graph.edgeBlocks()) {
      for (let i = 0; i < ids.length; i++) {
        let inner = "";
        if (typeKey !== undefined && labels[i].length > 0)
          inner += `<data key="${typeKey}">${contentText(labels[i][0])}</data>`;
        for (let c = 0; c < cells.length; c++) {
          const value = columns[c][i];
          if (value !== undefined) inner += cells[c]?.text(value) ?? "";
        }
        let own = "";
        if (idColumn >= 0) {
          const id = columns[idColumn][i];
          if (id !== undefined) own = ` id="${attributeText(id as string)}"`;
        }
        if (undirected >= 0 && columns[undirected][i] === true) own += ' directed="false"';
        const ends = `source="${attributeText(keys[sources[i]])}" target="${attributeText(keys[targets[i]])}"`;
        text += inner === "" ? `<edge${own} ${ends}/>\n` : `<edge${own} ${ends}>${inner}</edge>\n`;
        if (text.length > PIECE_UNITS) {
          yield text;
          text = "";
        }
      }
    }
    yield text;
  }
}

/** An attribute that is the XML element's `id`. */
function isEdgeId({ title, type }: ExportedAttribute): boolean {
  return title === "id" && type === "utf8";
}

/** The data of one attribute. */
class DataCell {
  readonly declaration: string;
  readonly #start: string;
  readonly #type: ValueType;
  /** Whether values need no look for characters that XML takes for its own. */
  readonly #isPlain: boolean;

  constructor(id: string, declaration: string, type: ValueType) {
    this.declaration = declaration;
    this.#start = `<data key="${id}">`;
    this.#type = type;
    this.#isPlain = /^(?:bool|int|float)/.test(type);
  }

  text(value: unknown): string {
    const text = cellText(value, this.#type);
    return `${this.#start}${this.#isPlain ? text : contentText(text)}</data>`;
  }
}

/** Labels as TinkerPop has them, or as JSON where one has a colon, which parts several. */
class Labels {
  readonly isUsed: boolean;
  readonly name: string;
  readonly role: string;
  readonly #isJson: boolean;

  constructor(graph: ExportedGraph, kind: "node" | "edge") {
    this.isUsed = graph.labelCount(kind) > 0;
    const taken = new Set(
      (kind === "node" ? graph.nodeAttributes : graph.edgeAttributes).map(({ title }) => title),
    );
    let name = kind === "node" ? "labelV" : "labelE";
    while (taken.has(name)) name = `_${name}`;
    this.name = name;
    this.#isJson = kind === "node" && this.isUsed && hasColon(graph);
    this.role = kind === "edge" ? "type" : this.#isJson ? "labels-json" : "labels";
  }

  text(labels: readonly string[]): string {
    return contentText(this.#isJson ? JSON.stringify(labels) : labels.join("::"));
  }
}

function hasColon(graph: ExportedGraph): boolean {
  const { sets } = graph.view.nodes.rawLabelSets(graph.view.nodes.ids());
  return sets.some((set) => set.some((label) => label.includes(":")));
}
