/**
 * Reads GraphML: what the format defines, and what tools put into it. Elements follow each other in any order that makes
 * sense; nested graphs are nodes with a `parent`. Over 500 lines, since each element has its few here and they share
 * the stack of what is open.
 */
import { describe } from "../../errors.js";
import { NO_ROW } from "../../structures/row-index.js";
import type { FormatReader } from "../shared/contract.js";
import type { ColumnType } from "../shared/elements-builder.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { booleanIn } from "../shared/text-values.js";
import { EMPTY_TYPES, ownType } from "./attribute-slots.js";
import { alone, GraphHandler, type OpenRow } from "./graph-handler.js";
import { type KeyType, keyTypeOf, listTypeOf } from "./graphml-keys.js";
import { XmlReader } from "./xml-reader.js";
import { type GraphicsOwner, YedGraphics } from "./yed-graphics.js";

export const readGraphml: FormatReader = async ([{ input, options }], builder) => {
  const handler = new GraphmlHandler(builder, options.graph as number | string | undefined);
  const reader = new XmlReader(input, builder, handler);
  handler.reader = reader;
  await reader.toEnd();
  handler.finish();
};

/** The kinds of open elements. */
const ROOT = 0;
const KEY = 1;
const DEFAULT = 2;
const GRAPH = 3;
const NODE = 4;
const EDGE = 5;
const DATA = 6;
const DESC = 7;
const GRAPHICS = 8;

/** The uses of keys. */
type Domain = "graph" | "node" | "edge";
const DOMAINS: readonly Domain[] = ["graph", "node", "edge"];

/** Keys whose data are no values but a part of the file's look, by their `yfiles.type`. */
const GRAPHICS_TYPES: Readonly<Record<string, "node" | "edge">> = {
  nodegraphics: "node",
  edgegraphics: "edge",
};

interface GivenKey {
  readonly id: string;
  readonly domains: readonly Domain[];
  readonly name: string;
  readonly type: KeyType;
  readonly role: string | undefined;
  default?: string;
}

/** A key of data that are no attribute. */
interface SpecialKey {
  readonly what: "graphics" | "loss" | "labels" | "type";
  readonly graphics?: "node" | "edge";
  readonly isList?: boolean;
  readonly name: string;
  readonly default?: string | undefined;
}

/** A node that is open. */
interface OpenNode extends GraphicsOwner, OpenRow {
  readonly id: string;
  row: number;
  /** APOC's `labels`, which it repeats as data. */
  readonly labels: string | undefined;
  /** The special keys that it has data of, where some have defaults. */
  given: SpecialKey[] | undefined;
}

interface OpenGraph {
  readonly isDirected: boolean;
  readonly node: OpenNode | undefined;
}

class GraphmlHandler extends GraphHandler {
  readonly #wanted: number | string | undefined;
  /** Attributes of the graph, which have no columns. */
  readonly #graphKeys = new Map<string, GivenKey>();
  readonly #special = { graph: new Map(), node: new Map(), edge: new Map() } as Readonly<
    Record<Domain, Map<string, SpecialKey>>
  >;
  /** Those with a default. */
  readonly #specialDefaults = { graph: [], node: [], edge: [] } as Readonly<Record<Domain, SpecialKey[]>>;
  /** Keys by id whatever they are for, for data of elements that they are not for. */
  readonly #anyKeys = new Map<string, GivenKey>();
  readonly #graphics: YedGraphics;
  readonly #openNodes: OpenNode[] = [];
  readonly #openGraphs: OpenGraph[] = [];
  #key: GivenKey | undefined;
  /** The edge that is open: its row, and APOC's `label`. */
  #edge = NO_ROW;
  #edgeLabel: string | undefined;
  #edgeGiven: SpecialKey[] | undefined;
  /** The `key` of the data that are open. */
  #dataKey = "";
  /** Whether the data that are open have elements in them. */
  #isStructured = false;
  #graphCount = 0;
  #readCount = 0;

  constructor(builder: GraphBuilder, wanted: number | string | undefined) {
    super(builder, "GraphML");
    this.#wanted = wanted;
    this.#graphics = new YedGraphics(this.counts);
  }

  protected get hasOpenRow(): boolean {
    return this.#openNodes.length > 0 || this.stack.includes(EDGE);
  }

  open(name: string): void {
    if (this.stack.length === 0) {
      this.#openRoot(name);
      return;
    }
    switch (this.within) {
      case ROOT:
        this.#openInRoot(name);
        break;
      case KEY:
        if (name === "default") this.push(DEFAULT, true);
        else this.leaveOut();
        break;
      case GRAPH:
        this.#openInGraph(name);
        break;
      case NODE:
        this.#openInNode(name);
        break;
      case EDGE:
        this.#openInEdge(name);
        break;
      case GRAPHICS:
        this.#graphics.open(name, this.reader);
        this.push(GRAPHICS);
        break;
      case DATA:
        this.#isStructured = true;
        this.leaveOut();
        break;
      default:
        this.leaveOut();
    }
  }

  #unexpected(name: string, where: string): void {
    this.builder.refuse("FORMAT_SYNTAX", "element", `expected ${where}, got <${name.slice(0, 100)}>`);
    this.leaveOut();
  }

  #openRoot(name: string): void {
    this.begin(name, "graphml");
    const schema = this.reader.attribute("xsi:schemaLocation") ?? "";
    this.builder.version = /\/xmlns\/(\d+\.\d+)\/graphml[\w+-]*\.xsd/.exec(schema)?.[1];
    this.push(ROOT);
  }

  #openInRoot(name: string): void {
    switch (name) {
      case "key":
        this.#openKey();
        break;
      case "graph":
        this.#openFirstGraph();
        break;
      case "data":
        this.counts.loss("fileData", "data of the file itself, such as resources of yEd");
        this.leaveOut();
        break;
      case "desc":
        this.push(DESC, true);
        break;
      case "node":
      case "edge":
        this.#unexpected(name, "<graph> around it");
        break;
      default:
        this.loseUnknown(name);
    }
  }

  // keys

  #openKey(): void {
    const { reader } = this;
    const id = reader.attribute("id");
    this.push(KEY);
    if (id === undefined) {
      this.refuseWithout("id", "key");
      reader.skip();
      return;
    }
    const role = reader.attribute("groggy.type");
    const yfiles = reader.attribute("yfiles.type");
    const list = reader.attribute("attr.list");
    const typeName = reader.attribute("attr.type");
    const given = keyTypeOf(typeName);
    const own = this.isOwn ? ownType(role ?? (typeName === "float" ? "float32" : undefined)) : undefined;
    const name = reader.attribute("attr.name") || id;
    if (given === undefined && own === undefined && yfiles === undefined)
      this.warnOfType("attr.type", typeName, name);
    const type: KeyType =
      own !== undefined
        ? { type: own }
        : list !== undefined && typeName !== undefined
          ? { type: listTypeOf(list) }
          : (given ?? { type: "text" });
    this.#key = {
      id,
      domains: domainsOf(reader.attribute("for")),
      name,
      type,
      role: yfiles ?? (this.isOwn ? (role ?? "") : undefined),
    };
  }

  /** A key is complete: attributes get their slots, other data are told apart. */
  #declare(key: GivenKey): void {
    if (!this.#anyKeys.has(key.id)) this.#anyKeys.set(key.id, key);
    for (const domain of key.domains) {
      const special = this.#specialOf(key, domain);
      if (special !== undefined) {
        if (!this.#special[domain].has(key.id)) this.#special[domain].set(key.id, special);
        if (special.default !== undefined) this.#specialDefaults[domain].push(special);
      } else if (domain === "graph") {
        if (!this.#graphKeys.has(key.id)) this.#graphKeys.set(key.id, key);
      } else this.slots[domain].declare({ ...key.type, id: key.id, name: key.name, default: key.default });
    }
  }

  #specialOf({ id, name, role, default: value }: GivenKey, domain: Domain): SpecialKey | undefined {
    if (this.isOwn) {
      if (role === "labels" && domain === "node") return { what: "labels", name, default: value };
      if (role === "labels-json" && domain === "node")
        return { what: "labels", isList: true, name, default: value };
      return role === "type" && domain === "edge" ? { what: "type", name, default: value } : undefined;
    }
    if (role !== undefined) {
      const graphics = Object.hasOwn(GRAPHICS_TYPES, role) ? GRAPHICS_TYPES[role] : undefined;
      return graphics === domain ? { what: "graphics", graphics, name } : { what: "loss", name: role };
    }
    // TinkerPop's; the id is what it writes, the name what it reads
    if (domain === "node" && (name === "labelV" || id === "labelV"))
      return { what: "labels", name, default: value };
    if (domain === "edge" && (name === "labelE" || id === "labelE"))
      return { what: "type", name, default: value };
    return undefined;
  }

  // graphs

  #openFirstGraph(): void {
    const index = this.#graphCount++;
    const id = this.reader.attribute("id");
    const isWanted =
      this.#wanted === undefined || this.#wanted === index || (id !== undefined && this.#wanted === id);
    if (!isWanted || (this.#wanted !== undefined && this.#readCount > 0)) {
      this.leaveOut();
      return;
    }
    if (this.#readCount++ > 0)
      this.builder.fail(
        "FORMAT_UNSUPPORTED",
        'expected one graph, got several; "graph" says which, by its number from 0 or its id',
      );
    this.#openGraph(undefined);
    this.builder.directed = (this.#openGraphs.at(-1) as OpenGraph).isDirected;
  }

  #openGraph(node: OpenNode | undefined): void {
    const { reader } = this;
    const text = reader.attribute("edgedefault");
    const outer = this.#openGraphs.at(-1);
    if (text === undefined && outer === undefined)
      this.builder.warnings.add("edgedefault", "no edgedefault, which is taken for undirected", {
        place: this.builder.place(),
      });
    else if (text !== undefined && text !== "directed" && text !== "undirected")
      this.builder.refuse(
        "FORMAT_VALUE",
        "edgedefault",
        `"edgedefault" expected directed or undirected, got ${describe(text)}`,
      );
    const isDirected = text === undefined ? (outer?.isDirected ?? false) : text === "directed";
    this.#openGraphs.push({ isDirected, node });
    this.push(GRAPH);
  }

  #openInGraph(name: string): void {
    switch (name) {
      case "node":
        this.#openNode();
        break;
      case "edge":
        this.#openEdge();
        break;
      case "data":
        this.#openData("graph");
        break;
      case "key":
        this.#openKey();
        break;
      case "hyperedge":
        this.lose("hyperedge", "hyperedges, which join any number of nodes");
        break;
      case "desc":
        this.push(DESC, true);
        break;
      case "locator":
        this.lose("locator", "locators, which name other files");
        break;
      default:
        this.loseUnknown(name);
    }
  }

  // nodes

  #openNode(): void {
    const { reader } = this;
    const builder = this.builder;
    const id = reader.attribute("id");
    if (id === undefined) {
      this.refuseWithout("id", "node");
      this.leaveOut();
      return;
    }
    const outer = this.#openGraphs[this.#openGraphs.length - 1].node;
    if (outer !== undefined && !outer.isPassed) this.#passNode(outer);
    const key = builder.keyOf(id);
    const row = builder.node(key);
    let labels: string | undefined;
    let folder: string | undefined;
    if (reader.attributeCount > 1)
      for (let i = 0; i < reader.attributeCount; i++) {
        const name = reader.attributeName(i);
        if (name === "labels") labels = reader.attributeValue(i);
        else if (name === "yfiles.foldertype") folder = reader.attributeValue(i);
        else if (name !== "id") this.#extraAttribute(name);
      }
    const node: OpenNode = { id, key, row, labels, isPassed: false, isAgain: false, given: undefined };
    this.#openNodes.push(node);
    this.stack.push(NODE);
    if (outer !== undefined) this.#own("node", "parent", "utf8", row, outer.id);
    if (labels !== undefined && labels !== "")
      builder.nodes.labelSet(row, this.setOf("nodes", labels, splitApoc));
    if (folder !== undefined) this.#own("node", "foldertype", "utf8", row, folder);
  }

  #extraAttribute(name: string): void {
    if (/^(?:xml|xmlns|xsi|parse\.)/.test(name)) return;
    this.loseAttribute(name);
  }

  /** Puts what the format has a word for. */
  #own(domain: "node" | "edge", name: string, type: ColumnType, row: number, text: string): void {
    const slots = this.slots[domain];
    slots.put(slots.own(name, type, "graphml:"), row, text);
  }

  /** All that a node has of its own is there before the nodes in it begin, since rows come one after another. */
  #passNode(node: OpenNode): void {
    node.isPassed = true;
    this.#endNode(node);
  }

  #endNode(node: OpenNode): void {
    if (node.row < 0 || node.isAgain) return;
    this.slots.node.fillDefaults(node.row);
    for (const special of this.#specialDefaults.node)
      if (node.given === undefined || !node.given.includes(special))
        this.#putSpecial(special, node, special.default as string);
  }

  #openInNode(name: string): void {
    switch (name) {
      case "data":
        this.#openData("node");
        break;
      case "graph":
        this.#openGraph(this.#openNodes[this.#openNodes.length - 1]);
        break;
      case "port":
        this.lose("port", "ports of nodes");
        break;
      case "desc":
        this.push(DESC, true);
        break;
      case "locator":
        this.lose("locator", "locators, which name other files");
        break;
      default:
        this.loseUnknown(name);
    }
  }

  // edges

  #openEdge(): void {
    const { reader } = this;
    const builder = this.builder;
    const outer = this.#openGraphs[this.#openGraphs.length - 1];
    let source: string | undefined;
    let target: string | undefined;
    let isDirected = outer.isDirected;
    let others = 0;
    for (let i = 0; i < reader.attributeCount; i++) {
      const name = reader.attributeName(i);
      if (name === "source") source = reader.attributeValue(i);
      else if (name === "target") target = reader.attributeValue(i);
      else others++;
    }
    if (source === undefined || target === undefined) {
      this.refuseWithout(source === undefined ? "source" : "target", "edge");
      this.leaveOut();
      return;
    }
    if (others > 0) isDirected = this.#directionOf(outer.isDirected);
    const row = builder.edge(builder.keyOf(source), builder.keyOf(target), isDirected);
    this.#edge = row;
    this.#edgeLabel = undefined;
    this.#edgeGiven = undefined;
    this.stack.push(EDGE);
    if (others > 0) this.#putEdgeAttributes(row);
  }

  #directionOf(byDefault: boolean): boolean {
    const text = this.reader.attribute("directed");
    if (text === undefined) return byDefault;
    const value = booleanIn(text);
    if (value === undefined)
      this.builder.refuse(
        "FORMAT_VALUE",
        "directed",
        `"directed" expected true or false, got ${describe(text)}`,
      );
    return value ?? byDefault;
  }

  #putEdgeAttributes(row: number): void {
    const { reader } = this;
    for (let i = 0; i < reader.attributeCount; i++) {
      const name = reader.attributeName(i);
      switch (name) {
        case "source":
        case "target":
        case "directed":
          break;
        case "id":
        case "sourceport":
        case "targetport":
          this.#own("edge", name, "utf8", row, reader.attributeValue(i));
          break;
        case "label": {
          const label = reader.attributeValue(i);
          this.#edgeLabel = label;
          if (label !== "") this.builder.edges.labelSet(row, this.setOf("edges", label, alone));
          break;
        }
        default:
          this.#extraAttribute(name);
      }
    }
  }

  #openInEdge(name: string): void {
    switch (name) {
      case "data":
        this.#openData("edge");
        break;
      case "desc":
        this.push(DESC, true);
        break;
      case "graph":
        this.lose("edgeGraph", "graphs in edges");
        break;
      default:
        this.loseUnknown(name);
    }
  }

  #endEdge(): void {
    const row = this.#edge;
    this.#edge = NO_ROW;
    if (row < 0) return;
    this.slots.edge.fillDefaults(row);
    for (const special of this.#specialDefaults.edge)
      if (this.#edgeGiven === undefined || !this.#edgeGiven.includes(special))
        this.#putType(row, special.default as string);
  }

  // data

  #openData(domain: Domain): void {
    const id = this.reader.attribute("key");
    if (id === undefined) {
      this.refuseWithout("key", "data");
      this.leaveOut();
      return;
    }
    const special = this.#special[domain].get(id);
    if (special?.what === "graphics") {
      const node = domain === "node" ? (this.#openNodes.at(-1) as OpenNode) : undefined;
      const row = node === undefined ? this.#edge : this.rowOf(node);
      this.#graphics.begin(this.slots[domain as "node" | "edge"], domain as "node" | "edge", row);
      this.push(GRAPHICS);
      return;
    }
    if (special?.what === "loss") {
      this.lose("fileData", `data of type ${special.name.slice(0, 100)}`);
      return;
    }
    this.#dataKey = id;
    this.#isStructured = false;
    this.push(DATA, true);
  }

  close(text: string): void {
    const stack = this.stack;
    const what = stack.pop();
    switch (what) {
      case DATA:
        this.#closeData(stack[stack.length - 1], text);
        break;
      case NODE: {
        const node = this.#openNodes.pop() as OpenNode;
        if (!node.isPassed) this.#endNode(node);
        break;
      }
      case EDGE:
        this.#endEdge();
        break;
      case GRAPHICS:
        if (stack[stack.length - 1] === GRAPHICS) this.#graphics.close(text);
        else this.#graphics.end();
        break;
      case GRAPH:
        this.#closeGraph();
        break;
      case DEFAULT:
        (this.#key as GivenKey).default = text;
        break;
      case KEY:
        if (this.#key !== undefined) this.#declare(this.#key);
        this.#key = undefined;
        break;
      case DESC:
        this.#closeDesc(stack[stack.length - 1], text);
        break;
    }
  }

  #closeGraph(): void {
    this.#openGraphs.pop();
    if (this.#openGraphs.length > 0) return;
    for (const key of this.#graphKeys.values())
      if (key.default !== undefined && !this.builder.graphAttributes.has(key.name))
        this.#putGraph(key, key.default);
  }

  #closeData(where: number, text: string): void {
    const id = this.#dataKey;
    if (this.#isStructured) this.counts.loss("structuredData", "XML elements in data");
    if (where === NODE) this.#putNodeData(this.#openNodes[this.#openNodes.length - 1], id, text);
    else if (where === EDGE) this.#putEdgeData(id, text);
    else this.#putGraphData(id, text);
  }

  #putNodeData(node: OpenNode, id: string, text: string): void {
    const row = node.isPassed ? this.rowOf(node) : node.row;
    const slot = this.slots.node.find(id);
    if (slot !== undefined) {
      if (node.labels === undefined || slot.name !== "labels" || text !== node.labels)
        this.slots.node.put(slot, row, text);
      return;
    }
    const special = this.#special.node.get(id);
    if (special === undefined) this.#putForeign("node", id, row, text);
    else {
      if (this.#specialDefaults.node.length > 0) {
        node.given ??= [];
        node.given.push(special);
      }
      this.#putSpecial(special, node, text);
    }
  }

  #putSpecial(special: SpecialKey, node: OpenNode, text: string): void {
    if (text === "" || node.row < 0) return;
    const split = special.isList === true ? (json: string) => this.labelList(json) : splitTinkerpop;
    this.builder.nodes.labelSet(node.row, this.setOf("nodes", text, split));
  }

  #putEdgeData(id: string, text: string): void {
    const row = this.#edge;
    const slot = this.slots.edge.find(id);
    if (slot !== undefined) {
      if (this.#edgeLabel === undefined || slot.name !== "label" || text !== this.#edgeLabel)
        this.slots.edge.put(slot, row, text);
      return;
    }
    const special = this.#special.edge.get(id);
    if (special === undefined) this.#putForeign("edge", id, row, text);
    else {
      if (this.#specialDefaults.edge.length > 0) {
        this.#edgeGiven ??= [];
        this.#edgeGiven.push(special);
      }
      this.#putType(row, text);
    }
  }

  #putType(row: number, text: string): void {
    if (row >= 0 && text !== "") this.builder.edges.labelSet(row, this.setOf("edges", text, alone));
  }

  /** Data of a key that is not for such elements, or that is not declared. */
  #putForeign(domain: "node" | "edge", id: string, row: number, text: string): void {
    const key = this.#anyKeys.get(id);
    const slots = this.slots[domain];
    if (key === undefined) {
      slots.putUndeclared(id, row, text);
      return;
    }
    this.builder.warnings.add("otherDomain", `data of ${domain}s whose key is for something else`, {
      attribute: key.name,
      place: this.builder.place(),
    });
    const slot = slots.declare({ ...key.type, id, name: key.name });
    slots.put(slot, row, text);
  }

  #putGraphData(id: string, text: string): void {
    if (this.#openGraphs.length > 1) {
      this.counts.loss("graphData", "data of nested graphs");
      return;
    }
    const key = this.#graphKeys.get(id) ?? this.#anyKeys.get(id);
    if (key !== undefined) {
      this.#putGraph(key, text);
      return;
    }
    this.builder.warnings.add(
      "undeclaredAttribute",
      "values of an attribute that is not declared, kept as text",
      {
        attribute: id,
        place: this.builder.place(),
      },
    );
    this.builder.graphAttributeOf(id, "utf8", text);
  }

  #putGraph({ name, type }: GivenKey, text: string): void {
    if (text === "" && type.read === undefined && !EMPTY_TYPES.has(type.type)) return;
    this.builder.graphAttributeOf(name, type.type, type.read === undefined ? text : type.read(text));
  }

  #closeDesc(where: number, text: string): void {
    if (where === NODE) {
      const node = this.#openNodes[this.#openNodes.length - 1];
      this.#own("node", "desc", "utf8", this.rowOf(node), text);
    } else if (where === EDGE) this.#own("edge", "desc", "utf8", this.#edge, text);
    else if (this.#openGraphs.length < 2) {
      if (!this.builder.graphAttributes.has("desc")) this.builder.graphAttributeOf("desc", "utf8", text);
    } else this.counts.loss("graphData", "data of nested graphs");
  }

  override finish(): void {
    super.finish();
    if (this.#readCount > 0) return;
    if (this.#wanted !== undefined)
      this.builder.fail(
        "FORMAT_REFERENCE",
        `"graph" expected one of ${this.#graphCount} graphs, by its number from 0 or its id, got ${describe(this.#wanted)}`,
        {},
      );
    this.builder.warnings.add("noGraph", "no <graph> in the file");
  }
}

function domainsOf(text: string | undefined): readonly Domain[] {
  if (text === undefined || text === "all") return DOMAINS;
  return DOMAINS.filter((domain) => domain === text);
}

/** `:A:B`, as APOC and the shell tools of Neo4j write it. */
function splitApoc(text: string): string[] {
  return text.startsWith(":") ? text.split(":").filter((label) => label !== "") : [text];
}

/** `A::B`, as TinkerPop has it for several. */
function splitTinkerpop(text: string): string[] {
  const labels = text.split("::").filter((label) => label !== "");
  return labels.length === 0 ? [text] : labels;
}
