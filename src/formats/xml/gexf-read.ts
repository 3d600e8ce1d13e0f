/**
 * Reads GEXF 1.1, 1.2draft and 1.3, by local names whatever the namespace. Attributes are declared before or after the
 * elements that have them. Over 500 lines, since each element has its few here and they share the stack of what is open.
 */
import { describe } from "../../errors.js";
import type { ValueType } from "../../view.js";
import type { FormatReader } from "../shared/contract.js";
import type { ColumnType } from "../shared/elements-builder.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { type AttributeSlot, type AttributeSlots, ownType } from "./attribute-slots.js";
import { gexfTypeOf, jsonOfText } from "./gexf-types.js";
import { alone, GraphHandler, type OpenRow } from "./graph-handler.js";
import type { KeyType } from "./graphml-keys.js";
import { XmlReader } from "./xml-reader.js";

export const readGexf: FormatReader = async ([{ input }], builder) => {
  const handler = new GexfHandler(builder);
  const reader = new XmlReader(input, builder, handler);
  handler.reader = reader;
  await reader.toEnd();
  handler.finish();
};

/** The kinds of open elements. */
const ROOT = 0;
const META = 1;
const META_TEXT = 2;
const GRAPH = 3;
const ATTRIBUTES = 4;
const ATTRIBUTE = 5;
const DEFAULT = 6;
const NODES = 7;
const NODE = 8;
const EDGES = 9;
const EDGE = 10;
const VALUES = 11;
const SPELLS = 12;
const PARENTS = 13;
const LEAF = 14;
const OWN_DATA = 15;

/** When something is, for which GEXF has all of these. */
const TIMES = ["start", "end", "startopen", "endopen", "timestamp", "timestamps", "interval", "intervals"];
const TIME_NAMES: ReadonlySet<string> = new Set(TIMES);

/** Attributes of `<graph>` that say nothing of what is in it. */
const GRAPH_TECHNICAL: ReadonlySet<string> = new Set(["defaultedgetype", "idtype", "mode", "type"]);

interface AttributeGiven {
  readonly id: string;
  readonly name: string;
  readonly type: KeyType;
  readonly isDynamic: boolean;
  readonly role: string | undefined;
  default?: string;
}

/** A node or an edge that is open. */
class OpenElement implements OpenRow {
  readonly kind: "node" | "edge";
  readonly id: string;
  readonly key: number;
  /** Its row, and how many there are: a mutual edge is two. */
  row: number;
  readonly rowCount: number;
  /** Whether nodes in it have been begun, so that further values need a row of their own; whether they got one. */
  isPassed = false;
  isAgain = false;
  hasParent = false;
  /** Values that hold for a time, by attribute. */
  dynamic: Map<AttributeSlot, unknown[]> | undefined = undefined;
  spells: unknown[] | undefined = undefined;

  constructor(kind: "node" | "edge", id: string, key: number, row: number, rowCount: number) {
    this.kind = kind;
    this.id = id;
    this.key = key;
    this.row = row;
    this.rowCount = rowCount;
  }
}

const DOUBTED: ReadonlySet<ColumnType> = new Set<ColumnType>(["bool", "int32", "int64", "float64"]);

/** A file of groggy's own states the types of values in XML attributes where they differ from these. */
type OwnTypes = Readonly<Record<string, ColumnType>>;

class GexfHandler extends GraphHandler {
  /** Attributes whose values hold for a time, with the type of these. */
  readonly #dynamic = new Map<AttributeSlot, ColumnType>();
  /** The ids of the attributes that have labels, in files of our own. */
  readonly #labelIds = new Set<string>();
  readonly #open: OpenElement[] = [];
  #class: "node" | "edge" | undefined;
  #isDynamicClass = false;
  #attribute: AttributeGiven | undefined;
  #metaName = "";
  #directed = false;
  #graphCount = 0;
  /** networkx states the type of the first value of an attribute, and others may have another one. */
  #isNetworkx = false;
  #ownTypes: { readonly node: OwnTypes; readonly edge: OwnTypes } = { node: {}, edge: {} };

  constructor(builder: GraphBuilder) {
    super(builder, "GEXF");
  }

  protected get hasOpenRow(): boolean {
    return this.#open.length > 0;
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
      case META:
        if (this.isOwn && name === "groggy.attributes") this.push(OWN_DATA);
        else {
          this.#metaName = name.toLowerCase();
          this.push(META_TEXT, true);
        }
        break;
      case OWN_DATA:
        this.#openOwn();
        break;
      case GRAPH:
        this.#openInGraph(name);
        break;
      case ATTRIBUTES:
        if (name === "attribute") this.#openAttribute();
        else this.leaveOut();
        break;
      case ATTRIBUTE:
        if (name === "default") this.push(DEFAULT, true);
        else this.leaveOut();
        break;
      case NODES:
        if (name === "node") this.#openNode();
        else this.loseUnknown(name);
        break;
      case EDGES:
        if (name === "edge") this.#openEdge();
        else this.loseUnknown(name);
        break;
      case NODE:
      case EDGE:
        this.#openInElement(name);
        break;
      case VALUES:
        if (name === "attvalue") this.#value();
        else this.loseUnknown(name);
        break;
      case SPELLS:
        if (name === "spell" || name === "slice") this.#spell();
        else this.loseUnknown(name);
        break;
      case PARENTS:
        if (name === "parent") this.#parent(this.reader.attribute("for"));
        else this.loseUnknown(name);
        break;
      default:
        this.leaveOut();
    }
  }

  #openRoot(name: string): void {
    this.begin(name, "gexf");
    this.builder.version = this.reader.attribute("version");
    this.push(ROOT);
  }

  #openInRoot(name: string): void {
    if (name === "graph") this.#openGraph();
    else if (name === "meta") this.#openMeta();
    else this.loseUnknown(name);
  }

  #openMeta(): void {
    if (!this.isOwn)
      for (let i = 0; i < this.reader.attributeCount; i++) {
        const name = this.reader.attributeName(i);
        if (!/^xml/.test(name)) this.builder.graphAttributeOf(name, "utf8", this.reader.attributeValue(i));
      }
    this.push(META);
  }

  /** An attribute of the graph, as our own writer keeps it. */
  #openOwn(): void {
    const { reader } = this;
    const [name, type, value] = ["name", "type", "value"].map((each) => reader.attribute(each));
    const own = ownType(type);
    if (name !== undefined && own !== undefined && value !== undefined)
      this.builder.graphAttributeOf(name, own, value);
    this.push(LEAF);
  }

  #openGraph(): void {
    const { reader } = this;
    const builder = this.builder;
    if (this.#graphCount++ > 0) builder.fail("FORMAT_UNSUPPORTED", "expected one graph, got several");
    const given = reader.attribute("defaultedgetype");
    const type = (given ?? "undirected").toLowerCase();
    if (type !== "directed" && type !== "undirected" && type !== "mutual")
      builder.refuse(
        "FORMAT_VALUE",
        "defaultedgetype",
        `"defaultedgetype" expected directed, undirected or mutual, got ${describe(given)}`,
      );
    this.#directed = type === "directed" || type === "mutual";
    this.#isMutual = type === "mutual";
    builder.directed = this.#directed;
    if (this.isOwn) this.#readOwnTypes(reader.attribute("groggy.types"));
    for (let i = 0; i < reader.attributeCount; i++) {
      const name = reader.attributeName(i);
      const isKnown = GRAPH_TECHNICAL.has(name) || /^(?:xml|viz:|groggy\.)/.test(name);
      const value = reader.attributeValue(i);
      if (!isKnown && value !== "") builder.graphAttributeOf(name, "utf8", value);
    }
    this.push(GRAPH);
  }

  #isMutual = false;

  #readOwnTypes(json: string | undefined): void {
    if (json === undefined) return;
    try {
      const { nodes, edges } = JSON.parse(json) as { nodes?: unknown; edges?: unknown };
      this.#ownTypes = { node: typesIn(nodes), edge: typesIn(edges) };
    } catch {
      // types are told from the values then
    }
  }

  #openInGraph(name: string): void {
    switch (name) {
      case "attributes":
        this.#openAttributes();
        break;
      case "nodes":
        this.push(NODES);
        break;
      case "edges":
        this.push(EDGES);
        break;
      // Gephi has had them here
      case "meta":
        this.#openMeta();
        break;
      default:
        this.loseUnknown(name);
    }
  }

  // attributes

  #openAttributes(): void {
    const given = this.reader.attribute("class");
    this.#class = given === "node" || given === "edge" ? given : undefined;
    this.#isDynamicClass = this.reader.attribute("mode") === "dynamic";
    if (this.#class === undefined)
      this.builder.warnings.add(
        "attributesClass",
        `attributes of class ${describe(given)}, which are left out`,
        {
          place: this.builder.place(),
        },
      );
    this.push(ATTRIBUTES);
  }

  #openAttribute(): void {
    const { reader } = this;
    const id = reader.attribute("id") ?? reader.attribute("for");
    this.push(ATTRIBUTE);
    if (this.#class === undefined) {
      reader.skip();
      return;
    }
    if (id === undefined) {
      this.refuseWithout("id", "attribute");
      reader.skip();
      return;
    }
    const typeName = reader.attribute("type");
    const role = this.isOwn ? reader.attribute("groggy.type") : undefined;
    const own = this.isOwn ? ownType(role ?? (typeName === "float" ? "float32" : undefined)) : undefined;
    const given = gexfTypeOf(typeName);
    const name = reader.attribute("title") ?? id;
    if (own === undefined && given === undefined) this.warnOfType("type", typeName, name);
    this.#attribute = {
      id,
      name: name === "" ? id : name,
      type: own !== undefined ? { type: own } : (given ?? { type: "text" }),
      isDynamic: this.#isDynamicClass,
      role,
    };
  }

  #declare({ id, name, type, isDynamic, role, default: value }: AttributeGiven): void {
    const kind = this.#class as "node" | "edge";
    if (role === "labels" && kind === "node") {
      this.#labelIds.add(id);
      return;
    }
    if (!isDynamic) {
      const isDoubted = this.#isNetworkx && DOUBTED.has(type.type);
      const stated = isDoubted ? { type: `maybe ${type.type as ValueType}` as const } : type;
      this.slots[kind].declare({ id, name, ...stated, default: value });
      return;
    }
    const read = (text: string): unknown => [{ value: jsonOfText(type.type, text) }];
    const slot = this.slots[kind].declare({ id, name, type: "json", read, default: value });
    this.#dynamic.set(slot, type.type);
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
    const outer: OpenElement | undefined = this.#open[this.#open.length - 1];
    if (outer !== undefined && !outer.isPassed) this.#pass(outer);
    const key = builder.keyOf(id);
    const row = builder.node(key);
    const node = new OpenElement("node", id, key, row, 1);
    this.#open.push(node);
    this.stack.push(NODE);
    for (let i = 0; i < reader.attributeCount; i++) {
      const name = reader.attributeName(i);
      if (name === "id") continue;
      if (name === "label") this.#own(node, name, "utf8", reader.attributeValue(i));
      else if (name === "pid") this.#setParent(node, reader.attributeValue(i));
      else this.#elementAttribute(node, name, i);
    }
    if (outer !== undefined && !node.hasParent) this.#setParent(node, outer.id);
  }

  #elementAttribute(element: OpenElement, name: string, i: number): void {
    if (TIME_NAMES.has(name)) this.#own(element, name, "text", this.reader.attributeValue(i));
    else if (!/^xml/.test(name)) this.loseAttribute(name);
  }

  #setParent(node: OpenElement, id: string): void {
    node.hasParent = true;
    this.#own(node, "parent", "utf8", id);
  }

  #parent(id: string | undefined): void {
    this.push(LEAF);
    const node = this.#open[this.#open.length - 1];
    if (id === undefined) return;
    if (!node.hasParent) this.#setParent(node, id);
    else this.counts.loss("parents", "further parents of a node");
  }

  // edges

  #openEdge(): void {
    const { reader } = this;
    const builder = this.builder;
    const source = reader.attribute("source");
    const target = reader.attribute("target");
    if (source === undefined || target === undefined) {
      this.refuseWithout(source === undefined ? "source" : "target", "edge");
      this.leaveOut();
      return;
    }
    const outer: OpenElement | undefined = this.#open[this.#open.length - 1];
    if (outer !== undefined && !outer.isPassed) this.#pass(outer);
    const given = reader.attribute("type");
    const { isDirected, isMutual: isDouble } = this.#directionOf(given);
    const [from, to] = [builder.keyOf(source), builder.keyOf(target)];
    // an edge from a node to itself leads both ways already
    const isMutual = isDouble && from !== to;
    const row = builder.edge(from, to, isDirected);
    const rowCount = isMutual && row >= 0 ? 2 : 1;
    if (isMutual) {
      builder.edge(to, from, true);
      builder.warnings.add("mutual", "mutual edges that became two", { place: builder.place() });
    }
    const edge = new OpenElement("edge", "", -1, row, rowCount);
    this.#open.push(edge);
    this.stack.push(EDGE);
    for (let i = 0; i < reader.attributeCount; i++) {
      const name = reader.attributeName(i);
      switch (name) {
        case "source":
        case "target":
        case "type":
          break;
        case "id":
        case "label":
          this.#own(edge, name, "utf8", reader.attributeValue(i));
          break;
        case "weight":
          this.#own(edge, name, "float64", reader.attributeValue(i));
          break;
        case "kind":
          this.#setKind(edge, reader.attributeValue(i));
          break;
        default:
          this.#elementAttribute(edge, name, i);
      }
    }
  }

  #directionOf(given: string | undefined): { isDirected: boolean; isMutual: boolean } {
    switch (given?.toLowerCase()) {
      case undefined:
      case "":
        return { isDirected: this.#directed, isMutual: this.#isMutual };
      case "directed":
      case "dir":
        return { isDirected: true, isMutual: false };
      case "undirected":
      case "nodir":
        return { isDirected: false, isMutual: false };
      case "mutual":
      case "double":
        return { isDirected: true, isMutual: true };
      default:
        this.builder.refuse(
          "FORMAT_VALUE",
          "type",
          `"type" expected directed, undirected or mutual, got ${describe(given)}`,
        );
        return { isDirected: this.#directed, isMutual: false };
    }
  }

  #setKind({ row, rowCount }: OpenElement, kind: string): void {
    if (kind === "" || row < 0) return;
    const set = this.setOf("edges", kind, alone);
    for (let i = 0; i < rowCount; i++) this.builder.edges.labelSet(row + i, set);
  }

  // what is in nodes and edges

  #openInElement(name: string): void {
    const element = this.#open[this.#open.length - 1];
    switch (name) {
      case "attvalues":
        this.push(VALUES);
        break;
      case "attvalue":
        this.#value();
        break;
      case "spells":
      case "slices":
        this.push(SPELLS);
        break;
      case "parents":
        this.push(PARENTS);
        break;
      case "nodes":
        this.push(NODES);
        break;
      case "edges":
        this.push(EDGES);
        break;
      case "color":
        this.#color(element);
        this.push(LEAF);
        break;
      case "position":
        this.#parts(element, ["x", "y", "z"]);
        this.push(LEAF);
        break;
      case "size":
      case "thickness":
        this.#part(element, name, "value", "float64");
        this.push(LEAF);
        break;
      case "shape":
        this.#part(element, name, "value", "utf8");
        this.#part(element, "uri", "uri", "utf8");
        this.push(LEAF);
        break;
      default:
        this.loseUnknown(name);
    }
  }

  #parts(element: OpenElement, names: readonly string[]): void {
    for (const name of names) this.#part(element, name, name, "float64");
  }

  #part(element: OpenElement, name: string, attribute: string, type: ColumnType): void {
    const text = this.reader.attribute(attribute);
    if (text !== undefined) this.#own(element, name, type, text);
  }

  /** Red, green and blue up to 255, and alpha up to 1; or all in one as `#rrggbb`. */
  #color(element: OpenElement): void {
    const hex = this.reader.attribute("hex");
    const parts = hex === undefined ? undefined : partsOfHex(hex);
    if (hex !== undefined && parts === undefined) this.#own(element, "color", "utf8", hex);
    for (const [i, name] of ["r", "g", "b"].entries()) {
      if (parts !== undefined) this.#own(element, name, "int32", String(parts[i]));
      else this.#part(element, name, name, "int32");
    }
    if (parts !== undefined && parts.length > 3) this.#own(element, "a", "float64", String(parts[3] / 255));
    else this.#part(element, "a", "a", "float64");
  }

  /** Puts what the format has a word for. */
  #own(element: OpenElement, name: string, type: ColumnType, text: string): void {
    const slots = this.slots[element.kind];
    const types = this.#ownTypes[element.kind];
    const slot = slots.own(name, Object.hasOwn(types, name) ? types[name] : type, "gexf:");
    this.#put(slots, slot, element, text);
  }

  #put(slots: AttributeSlots, slot: AttributeSlot, element: OpenElement, text: string): void {
    const row = this.rowOf(element);
    slots.put(slot, row, text);
    if (element.rowCount > 1) slots.put(slot, row + 1, text);
  }

  /** Rows of an edge stay, whatever is in it. */
  protected override rowOf(element: OpenElement): number {
    return element.kind === "node" ? super.rowOf(element) : element.row;
  }

  #value(): void {
    const { reader } = this;
    this.push(LEAF);
    const id = reader.attribute("for") ?? reader.attribute("id");
    const text = reader.attribute("value");
    if (id === undefined || text === undefined) {
      this.refuseWithout(id === undefined ? "for" : "value", "attvalue");
      return;
    }
    const element = this.#open[this.#open.length - 1];
    const slots = this.slots[element.kind];
    const slot = slots.find(id);
    const times = reader.attributeCount > 2 ? this.#times() : undefined;
    if (slot === undefined) {
      if (element.kind === "node" && this.#labelIds.has(id)) this.#setLabels(element, text);
      else {
        if (times !== undefined) this.counts.loss("time", "times of values of static attributes");
        const row = this.rowOf(element);
        slots.putUndeclared(id, row, text);
        if (element.rowCount > 1) slots.putUndeclared(id, row + 1, text);
      }
      return;
    }
    const type = this.#dynamic.get(slot);
    if (type !== undefined) {
      const value = jsonOfText(type, text);
      element.dynamic ??= new Map();
      const list = element.dynamic.get(slot);
      if (list === undefined) element.dynamic.set(slot, [{ value, ...times }]);
      else list.push({ value, ...times });
      return;
    }
    if (times !== undefined) this.counts.loss("time", "times of values of static attributes");
    this.#put(slots, slot, element, text);
  }

  /** When the element that was opened last holds; undefined if it does not say. */
  #times(): Record<string, string> | undefined {
    let times: Record<string, string> | undefined;
    for (let i = 0; i < this.reader.attributeCount; i++) {
      const name = this.reader.attributeName(i);
      if (!TIME_NAMES.has(name)) continue;
      times ??= {};
      times[name] = this.reader.attributeValue(i);
    }
    return times;
  }

  #spell(): void {
    const element = this.#open[this.#open.length - 1];
    element.spells ??= [];
    element.spells.push(this.#times() ?? {});
    this.push(LEAF);
  }

  #setLabels({ row }: OpenElement, json: string): void {
    const set = this.setOf("nodes", json, (text) => this.labelList(text));
    this.builder.nodes.labelSet(row, set);
  }

  // ends of elements

  close(text: string): void {
    const what = this.stack.pop();
    switch (what) {
      case NODE:
      case EDGE: {
        const element = this.#open.pop() as OpenElement;
        if (!element.isPassed) this.#end(element);
        break;
      }
      case META_TEXT:
        this.#putMeta(text);
        break;
      case DEFAULT:
        if (this.#attribute !== undefined) this.#attribute.default = text;
        break;
      case ATTRIBUTE:
        if (this.#attribute !== undefined) this.#declare(this.#attribute);
        this.#attribute = undefined;
        break;
    }
  }

  #putMeta(text: string): void {
    const trimmed = text.trim();
    if (this.#metaName === "creator") this.#isNetworkx = trimmed.startsWith("NetworkX");
    // what was written here has all attributes of the graph besides
    if (trimmed !== "" && !this.isOwn) this.builder.graphAttributeOf(this.#metaName, "utf8", trimmed);
  }

  /** All that a node has of its own is there before what is in it begins, since rows come one after another. */
  #pass(element: OpenElement): void {
    element.isPassed = true;
    this.#end(element);
  }

  #end(element: OpenElement): void {
    const { row, rowCount, dynamic, spells, kind, isAgain } = element;
    if (row < 0) return;
    const slots = this.slots[kind];
    for (let i = row; i < row + rowCount; i++) {
      if (dynamic !== undefined) for (const [slot, list] of dynamic) slots.putValue(slot, i, list);
      if (spells !== undefined) slots.putValue(slots.own("spells", "json", "gexf:"), i, spells);
      if (!isAgain) slots.fillDefaults(i);
    }
    element.dynamic = undefined;
    element.spells = undefined;
  }

  override finish(): void {
    super.finish();
    if (this.#graphCount === 0) this.builder.warnings.add("noGraph", "no <graph> in the file");
  }
}

/** The types that a file of our own says of some names. */
function typesIn(given: unknown): OwnTypes {
  if (typeof given !== "object" || given === null) return {};
  const types: Record<string, ColumnType> = {};
  for (const [name, type] of Object.entries(given)) {
    const own = typeof type === "string" ? ownType(type) : undefined;
    if (own !== undefined) types[name] = own;
  }
  return types;
}

/** The numbers in `#rgb`, `#rrggbb` and `#rrggbbaa`. */
function partsOfHex(hex: string): number[] | undefined {
  const digits = /^#?([0-9a-f]+)$/i.exec(hex.trim())?.[1];
  if (digits === undefined) return undefined;
  const size =
    digits.length === 3 || digits.length === 4 ? 1 : digits.length === 6 || digits.length === 8 ? 2 : 0;
  if (size === 0) return undefined;
  const parts: number[] = [];
  for (let i = 0; i < digits.length; i += size) {
    const part = digits.slice(i, i + size);
    parts.push(Number.parseInt(size === 1 ? part + part : part, 16));
  }
  return parts;
}
