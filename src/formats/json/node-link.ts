/**
 * The node-link format of networkx and d3, `{ directed, multigraph, graph, nodes, links | edges }`, and networkx's
 * adjacency format, which has a list of neighbours for each node in place of links. Ends are ids; or, in d3's files
 * and networkx 1, positions of nodes; or, where d3's simulation has been over them, the nodes themselves. igraph's `to_dict_list` has the nodes and the edges in
 * one array; a document of neighbors by ids alone is `NeighborMembers`.
 */
import { describe } from "../../errors.js";
import { isRecord } from "../../structures/arguments.js";
import { NO_ROW } from "../../structures/row-index.js";
import { idText } from "../jsonl/rows.js";
import type { ElementsBuilder } from "../shared/elements-builder.js";
import { FloatNumber } from "../shared/exact-json.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { NeighborMembers } from "./neighbor-members.js";
import { isJsonId, type JsonObject, type JsonPhase, type JsonShape, OWN_MEMBER, ShapeBase } from "./shape.js";
import type { JsonLayout } from "./splitter.js";

const ENDS = [
  ["source", "target"],
  ["from", "to"],
  ["src", "dst"],
] as const;

const SECTIONS: ReadonlySet<string> = new Set(["nodes", "links", "edges", "adjacency"]);

/** Keys below this are paired in one number. */
const PAIRED_MAX = 2 ** 26;

export class NodeLinkShape extends ShapeBase implements JsonShape {
  readonly layout: JsonLayout = {
    nodes: "each",
    links: "each",
    edges: "each",
    adjacency: "each",
    "[]": { "[]": "each" },
  };
  /** The key of each node by its position, negative for one without. */
  readonly #keys: number[] = [];
  /** How nodes are named by edges, once that is known. */
  #ends: "id" | "index" | undefined;
  #idName: string | undefined;
  #hasIds: boolean | undefined;
  /** Whether all ids are texts, which numbers then cannot be meant to name. */
  #idsAreTexts = true;
  /** Nodes without ids by their names. */
  readonly #names = new Map<string, number>();
  #skippedOfNodes: ReadonlySet<string> = new Set();
  #isStated = false;
  /** Edges of an undirected adjacency, each of which stands there from both sides. */
  readonly #seen = new Set<number | string>();
  /** Keys that were arrays. */
  readonly #tuples = new Set<number>();

  constructor(builder: GraphBuilder, options: JsonObject) {
    super(builder, options);
    if (options.ends === "id" || options.ends === "index") this.#ends = options.ends;
  }

  wants(section: string, phase: JsonPhase | "all"): boolean {
    return phase === "all" || phase === (section === "nodes" || section === "/0" ? "nodes" : "edges");
  }

  member(section: string, name: string, value: unknown): void {
    if (section !== "") this.#isIgraphPart("");
    else if (name === "directed") {
      if (typeof value !== "boolean") return;
      this.#isStated = true;
      this.direction(value);
    } else if (name === "graph") this.graphAttributes(value);
    else if (name === OWN_MEMBER) this.own(value);
    else if (SECTIONS.has(name)) {
      if (value !== null) this.object(`"${name}"`, value);
    } else if (name !== "multigraph" && !this.#neighborMembers.take(name, value)) this.unknown(name);
  }

  item(section: string, name: string | number, value: unknown): void {
    if (section.startsWith("/") && !this.#isIgraphPart(section)) return;
    if (section === "nodes" || section === "/0") this.#node(name, value);
    else if (section === "adjacency") this.#neighbors(name, value);
    else this.#link(value);
  }

  /** Members that are no part of the format: neighbors, in a document of nothing else. */
  readonly #neighborMembers = new NeighborMembers();

  #isIgraphPart(section: string): boolean {
    if (section === "/0" || section === "/1") return true;
    this.builder.refuse("FORMAT_SYNTAX", "part", "an array of nodes and edges expected, got more than these");
    return false;
  }

  override finish(): void {
    const { builder } = this;
    const members = this.#neighborMembers;
    const isAll = this.#hasIds === undefined && !this.hasEdges && !this.#isStated;
    if (isAll && members.names.length > 0) this.#memberEdges();
    else {
      for (const name of members.names) this.unknown(name);
      builder.edgesMakeNodes();
    }
  }

  /** Puts the edges of a document of nothing but neighbors. */
  #memberEdges(): void {
    const { builder } = this;
    const members = this.#neighborMembers;
    builder.format = "adjacency";
    const { directed } = this.options;
    this.direction(typeof directed === "boolean" ? directed : members.isDirected());
    if (directed === undefined)
      builder.warnings.add(
        "direction",
        'neighbors by node, which do not say if edges have directions; "directed" does',
      );
    for (const [name, neighbors] of members.all())
      for (const id of [name, ...neighbors.map((each) => each.id)]) {
        const key = this.idKey("id", id);
        if (key !== undefined && !builder.isNode(key)) builder.node(key);
      }
    // an edge without direction stands at both of its ends, or at one, and parallel ones as often
    const waiting = new Map<string, number>();
    for (const [name, neighbors] of members.all())
      for (const { id, attributes } of neighbors) {
        const [source, target] = [this.idKey("id", name), this.idKey("id", id)];
        if (source === undefined || target === undefined) continue;
        if (!builder.directed && source !== target) {
          if (takeBack(waiting, `${target} ${source}`)) continue;
          const pair = `${source} ${target}`;
          waiting.set(pair, (waiting.get(pair) ?? 0) + 1);
        }
        const row = builder.edge(source, target);
        if (row !== NO_ROW && attributes !== undefined) this.putAll(builder.edges, row, attributes, NONE);
      }
  }

  /** Finds the property with the ids by the first node. */
  #idNameOf(node: JsonObject): string | undefined {
    const { id } = this.roles;
    const names = id === undefined ? ["id", "key"] : [id];
    return names.find((name) => Object.hasOwn(node, name) && isNetworkId(node[name]));
  }

  #node(name: string | number, value: unknown): void {
    const { builder } = this;
    const isId = isNetworkId(value);
    const node = isId ? {} : this.object("a node", value);
    if (node === undefined) {
      this.#keys.push(-1);
      return;
    }
    if (this.#hasIds === undefined) {
      this.#idName = this.#idNameOf(node);
      this.#hasIds = isId || this.#idName !== undefined || typeof name === "string";
      builder.keysAreShared = !this.#hasIds;
      this.#skippedOfNodes = new Set(this.#idName === undefined ? [] : [this.#idName]);
      if (this.#idName !== undefined) builder.keyName ??= this.#idName;
    }
    let given = isId ? value : this.#idName === undefined ? undefined : node[this.#idName];
    if (given === undefined && typeof name === "string") given = name;
    let row: number;
    if (!this.#hasIds) {
      const key = builder.keyOf(String(this.#keys.length));
      this.#keys.push(key);
      if (isJsonId(node.name)) {
        const name = idText(node.name);
        this.#names.set(name, this.#names.has(name) ? -1 : key);
      }
      row = builder.node(key);
    } else if (given === undefined || given === null) {
      this.#keys.push(-1);
      row = builder.anonymousNode();
    } else {
      const key = this.idKey(this.#idName ?? "id", given);
      this.#keys.push(key ?? -1);
      if (key === undefined) return;
      this.#idsAreTexts &&= typeof given === "string";
      row = builder.node(key);
    }
    if (row === NO_ROW || isId) return;
    this.#values(builder.nodes, row, node, this.#skippedOfNodes);
  }

  /** The key of an id; one that is an array, as networkx writes tuples, has its JSON text. */
  protected override idKey(what: string, value: unknown): number | undefined {
    if (!Array.isArray(value) || !isNetworkId(value)) return super.idKey(what, value);
    const key = this.builder.keyOf(tupleText(value));
    if (!this.builder.isNode(key) && !this.#tuples.has(key)) {
      this.#tuples.add(key);
      this.builder.warnings.add("arrayId", "ids that are arrays, kept as their JSON text", {
        place: this.builder.place(),
      });
    }
    return key;
  }

  /** Puts attributes; Gephi's and sigma's exporters have an element's own ones in an object. */
  #values(elements: ElementsBuilder, row: number, object: JsonObject, but: ReadonlySet<string>): void {
    const { attributes } = object;
    if (!isRecord(attributes) || this.isTyped(elements.kind, "attributes")) {
      this.putAll(elements, row, object, but);
      return;
    }
    this.putAll(elements, row, object, new Set([...but, "attributes"]));
    this.putAll(elements, row, attributes as JsonObject, new Set(Object.keys(object)));
  }

  #link(value: unknown): void {
    const link = this.object("a link", value);
    if (link === undefined) return;
    const { source, target } = this.roles;
    const [from, to] =
      source !== undefined || target !== undefined
        ? [source ?? "source", target ?? "target"]
        : (ENDS.find(([a, b]) => Object.hasOwn(link, a) && Object.hasOwn(link, b)) ?? ENDS[0]);
    this.#ends ??= this.#endsOf(link[from], link[to]);
    const keys = [this.#endKey(from, link[from]), this.#endKey(to, link[to])];
    if (keys[0] === undefined || keys[1] === undefined) return;
    this.hasEdges = true;
    const { edges } = this.builder;
    const row = this.builder.edge(keys[0], keys[1]);
    if (row === NO_ROW) return;
    this.#values(edges, row, link, new Set([from, to]));
  }

  /** Whether the ends of the first link are ids or positions. */
  #endsOf(source: unknown, target: unknown): "id" | "index" {
    if (this.#hasIds === false)
      return typeof source === "number" && typeof target === "number" ? "index" : "id";
    const isPosition = (end: unknown): boolean =>
      typeof end === "number" && Number.isInteger(end) && end >= 0 && end < this.#keys.length;
    if (!this.#idsAreTexts || !isPosition(source) || !isPosition(target)) return "id";
    const isNode = (end: unknown): boolean => this.builder.isNode(this.builder.keyOf(String(end)));
    return isNode(source) || isNode(target) ? "id" : "index";
  }

  #endKey(what: string, given: unknown): number | undefined {
    if (isRecord(given) && !(given instanceof FloatNumber)) return this.#nodeKey(what, given as JsonObject);
    if (this.#ends === "id" || typeof given !== "number") {
      const named = this.#hasIds === false && isJsonId(given) ? this.#names.get(idText(given)) : undefined;
      if (named !== undefined && named >= 0) return named;
      return this.idKey(what, given);
    }
    return this.#keyAt(what, given);
  }

  #keyAt(what: string, position: unknown): number | undefined {
    const key = this.#keys[position as number];
    if (key !== undefined && key >= 0) return key;
    const expected = `a position below ${this.#keys.length}, the number of nodes`;
    this.builder.refuse(
      "FORMAT_REFERENCE",
      "end",
      `"${what}" expected ${expected}, got ${describe(position)}`,
      {
        attribute: what,
      },
    );
    return undefined;
  }

  /** The key of a node that is in a link itself. */
  #nodeKey(what: string, node: JsonObject): number | undefined {
    const name = this.#idName;
    if (name !== undefined && isNetworkId(node[name])) return this.idKey(what, node[name]);
    return this.#keyAt(what, node.index);
  }

  #neighbors(name: string | number, value: unknown): void {
    const { builder } = this;
    builder.format = "adjacency";
    if (!this.#isStated) this.direction(false);
    if (!Array.isArray(value)) {
      builder.refuse("FORMAT_SYNTAX", "neighbors", `neighbors expected an array, got ${describe(value)}`);
      return;
    }
    const source =
      typeof name === "string" ? builder.keyOf(name) : (this.#keyAt("adjacency", name) as number | undefined);
    if (source === undefined) return;
    const id = this.roles.id ?? "id";
    const key = this.roles.key ?? "key";
    // what tells edges apart is an attribute, unless the file says that it is nothing else
    const but = new Set(this.roles.key === undefined ? [id] : [id, key]);
    for (const each of value as unknown[]) {
      const neighbor = this.object("a neighbor", isNetworkId(each) ? { [id]: each } : each);
      const target = neighbor === undefined ? undefined : this.idKey(id, neighbor[id]);
      if (neighbor === undefined || target === undefined) continue;
      if (!builder.directed && this.#isSeen(source, target, neighbor[key])) continue;
      this.hasEdges = true;
      const row = builder.edge(source, target);
      if (row !== NO_ROW) this.putAll(builder.edges, row, neighbor, but);
    }
  }

  /** Whether an edge without direction was there already from its other end. */
  #isSeen(source: number, target: number, key: unknown): boolean {
    const [low, high] = source < target ? [source, target] : [target, source];
    const isShort = (key === undefined || key === 0) && high < PAIRED_MAX;
    const id = isShort ? low * PAIRED_MAX + high : `${low} ${high} ${String(key ?? 0)}`;
    if (this.#seen.has(id)) return true;
    this.#seen.add(id);
    return false;
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Takes one of what waits; false if none does. */
function takeBack(waiting: Map<string, number>, id: string): boolean {
  const count = waiting.get(id) ?? 0;
  if (count > 0) waiting.set(id, count - 1);
  return count > 0;
}

/** Whether a value is an id as networkx has them: a text, a number, or a tuple, which is an array in JSON. */
function isNetworkId(value: unknown): boolean {
  return isJsonId(value) || (Array.isArray(value) && value.every(isTupleItem));
}

function isTupleItem(value: unknown): boolean {
  return value === null || typeof value === "boolean" || isNetworkId(value);
}

/** The text of an array without white space; numbers in it are as those that are ids themselves. */
function tupleText(items: readonly unknown[]): string {
  const texts = items.map((item) => {
    if (Array.isArray(item)) return tupleText(item);
    return typeof item === "string" ? JSON.stringify(item) : idText(item);
  });
  return `[${texts.join(",")}]`;
}
