/**
 * Graphviz's JSON as `dot -Tjson`, `-Tjson0` and `-Tdot_json` write it: `objects` are the subgraphs and behind them the
 * nodes, which edges name by their numbers, `_gvid`. Values are texts whose types are told, as in DOT; the drawing
 * instructions of `-Tjson` are json. Several graphs stand in documents one behind another. Attributes that are called as members of the format stand there under one name
 * twice: the first is the format's own.
 */
import { describe } from "../../errors.js";
import { NO_ROW } from "../../structures/row-index.js";
import { type JsonObject, type JsonPhase, type JsonShape, plainOf, ShapeBase } from "../json/shape.js";
import { type JsonLayout, JsonSplitter } from "../json/splitter.js";
import type { ElementsBuilder } from "../shared/elements-builder.js";
import { FloatNumber, parseExactJson, valueOfExact } from "../shared/exact-json.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { labelsOfNote, OWN_NOTE, type OwnSchema, ownValue, parseOwnSchema } from "./own-schema.js";
import { SUBGRAPH, SUBGRAPHS, SubgraphList } from "./subgraphs.js";

/** Members of the document, of a node or subgraph, and of an edge that are no attributes. */
export const GRAPH_MEMBERS = ["name", "directed", "strict", "_subgraph_cnt", "objects", "edges", OWN_NOTE];
export const OBJECT_MEMBERS = ["_gvid", "name", "nodes", "edges", "subgraphs"];
export const EDGE_MEMBERS = ["_gvid", "tail", "head"];

/** The name that Graphviz gives to a graph or subgraph without one. */
export const NO_NAME = /^%\d+$/;

/** Two members of one name, of those that the format has for itself. */
const REPEATED = /"(_gvid|name|tail|head|nodes|edges|subgraphs)"\s*:.*"\1"\s*:/s;

type Pairs = readonly (readonly [name: string, value: unknown])[];

/** A subgraph as the file has it. */
interface SubgraphObject {
  readonly id: unknown;
  readonly name: string;
  readonly attributes: Pairs;
  readonly nodes: readonly unknown[];
  readonly children: readonly unknown[];
}

export class GraphvizShape extends ShapeBase implements JsonShape {
  readonly layout: JsonLayout = { objects: "each", edges: "each" };
  #schema: OwnSchema | undefined;
  readonly #members = new Set<string>();
  readonly #graphTexts = new Map<string, string>();
  /** How many of the objects are subgraphs, where the file says it, and how many objects came. */
  #subgraphCount: number | undefined;
  #objectCount = 0;
  #subgraphs: SubgraphObject[] | undefined = [];
  readonly #list = new SubgraphList();
  /** The subgraph of each node that is in one, and the key of each node, by their numbers. */
  readonly #groups = new Map<unknown, number>();
  readonly #keys = new Map<unknown, number>();

  /** The graph of several that is asked for, by name or number; the number of the one under way, and of the one read. */
  readonly #asked: unknown;
  #number = 0;
  #read: number | undefined;
  /** The members of a graph read before its name, where the name decides. */
  #early: [name: string, value: unknown][] = [];
  #count = 1;

  constructor(builder: GraphBuilder, options: JsonObject) {
    super(builder, options);
    this.#asked = options.graph;
    this.#read = typeof this.#asked === "string" ? undefined : ((this.#asked as number | undefined) ?? 0);
  }

  override begin(phase: JsonPhase | "all"): void {
    super.begin(phase);
    this.#number = 0;
    this.#startGraph();
  }

  next(): void {
    if (this.#asked === undefined)
      this.builder.fail(
        "FORMAT_UNSUPPORTED",
        'one graph in a file expected, got a second one; "graph" says by name or number which is read',
      );
    this.#number++;
    this.#count = Math.max(this.#count, this.#number + 1);
    this.#startGraph();
  }

  #startGraph(): void {
    this.#members.clear();
    this.#early = [];
  }

  wants(section: string, phase: JsonPhase | "all"): boolean {
    if (this.#number !== this.#read) return false;
    return phase === "all" || phase === (section === "objects" ? "nodes" : "edges");
  }

  member(_section: string, name: string, value: unknown): void {
    if (this.#read === undefined) {
      const isIt =
        name === "name" && value === this.#asked && this.#early.every(([early]) => early !== "name");
      this.#early.push([name, value]);
      if (!isIt) return;
      this.#read = this.#number;
      for (const [early, given] of this.#early) this.#member(early, given);
    } else if (this.#number === this.#read) this.#member(name, value);
  }

  #member(name: string, value: unknown): void {
    const isFirst = !this.#members.has(name);
    this.#members.add(name);
    if (name === "directed" && isFirst && typeof value === "boolean") this.direction(value);
    else if (name === "strict" && isFirst && typeof value === "boolean") {
      if (value) this.builder.graphAttribute("strict", true);
    } else if (name === "_subgraph_cnt" && isFirst && Number.isSafeInteger(value))
      this.#subgraphCount = value as number;
    else if (name === "name" && isFirst && typeof value === "string") {
      if (!NO_NAME.test(value)) this.builder.graphAttribute("name", value);
    } else if ((name === "objects" || name === "edges") && typeof value !== "string") {
      if (value !== null) this.object(`"${name}"`, value);
    } else this.#graphAttribute(name, value);
  }

  #graphAttribute(name: string, value: unknown): void {
    if (value === null || value === undefined) return;
    if (name === OWN_NOTE && typeof value === "string" && this.#schema === undefined) {
      this.#schema = parseOwnSchema(value);
      if (this.#schema !== undefined) return;
    }
    if (typeof value === "string") this.#graphTexts.set(name, value);
    else this.builder.graphAttribute(this.#schema?.graph.names.get(name) ?? name, plainOf(value));
  }

  override finish(): void {
    if (this.#read === undefined || this.#read >= this.#count)
      this.builder.fail(
        "FORMAT_REFERENCE",
        `"graph" expected the name or the number of one of ${this.#count}, got ${JSON.stringify(this.#asked)}`,
      );
    this.#placeSubgraphs();
    const own = this.#schema?.graph;
    for (const [name, text] of this.#graphTexts)
      this.builder.graphAttribute(own?.names.get(name) ?? name, ownValue(name, text, own?.types.get(name)));
    if (this.#list.size > 0 && !this.builder.graphAttributes.has(SUBGRAPHS))
      this.builder.graphAttribute(SUBGRAPHS, this.#list.records());
  }

  item(section: string, _name: string | number, value: unknown, text = ""): void {
    const isObject = section === "objects";
    const object = this.object(isObject ? "an object" : "an edge", value);
    if (object === undefined) {
      this.#objectCount++;
      return;
    }
    const pairs = REPEATED.test(text) ? pairsOf(text) : Object.entries(object);
    if (isObject) this.#object(pairs);
    else this.#edge(pairs);
  }

  #object(pairs: Pairs): void {
    const position = this.#objectCount++;
    const own = new Map<string, unknown>();
    const attributes: (readonly [string, unknown])[] = [];
    for (const pair of pairs) {
      const [name, value] = pair;
      if (isOwnOfObject(name, value) && !own.has(name)) own.set(name, value);
      else attributes.push(pair);
    }
    const lists = ["nodes", "edges", "subgraphs"].filter((name) => own.has(name));
    const isSubgraph = this.#subgraphCount === undefined ? lists.length > 0 : position < this.#subgraphCount;
    if (isSubgraph) {
      this.#subgraph(own, attributes, position);
      return;
    }
    this.#placeSubgraphs();
    for (const name of lists) attributes.push([name, own.get(name)]);
    const id = own.get("_gvid") ?? position;
    const name = own.get("name");
    const key = name === undefined ? this.idKey("_gvid", id) : this.builder.keyOf(name as string);
    if (key === undefined) return;
    if (this.#keys.has(id))
      this.builder.refuse(
        "FORMAT_DUPLICATE",
        "repeatedNumber",
        `"_gvid" expected a number of the node's own, got ${describe(id)} again`,
      );
    this.#keys.set(id, key);
    const row = this.builder.node(key);
    if (row === NO_ROW) return;
    this.#values(this.builder.nodes, row, attributes);
    const group = this.#groups.get(id);
    if (group !== undefined) this.builder.nodes.column(SUBGRAPH, "utf8").text(row, this.#list.name(group));
  }

  #subgraph(own: ReadonlyMap<string, unknown>, attributes: Pairs, position: number): void {
    if (this.#subgraphs === undefined) {
      this.builder.losses.add("subgraph", "subgraphs that stand behind nodes", {
        place: this.builder.place(),
      });
      return;
    }
    this.#subgraphs.push({
      id: own.get("_gvid") ?? position,
      name: (own.get("name") as string | undefined) ?? "%0",
      attributes,
      nodes: (own.get("nodes") ?? []) as readonly unknown[],
      children: (own.get("subgraphs") ?? []) as readonly unknown[],
    });
  }

  /** Puts the subgraphs that came in their order, and their nodes in them, once the first node comes. */
  #placeSubgraphs(): void {
    const subgraphs = this.#subgraphs;
    if (subgraphs === undefined) return;
    this.#subgraphs = undefined;
    const byId = new Map(subgraphs.map((each) => [each.id, each]));
    const parents = new Map<SubgraphObject, SubgraphObject>();
    for (const parent of subgraphs)
      for (const id of parent.children) {
        const child = byId.get(id);
        if (child !== undefined && !parents.has(child)) parents.set(child, parent);
      }
    const groups = new Map<SubgraphObject, number>();
    for (const subgraph of subgraphs) this.#place(subgraph, parents, groups);
  }

  #place(
    subgraph: SubgraphObject,
    parents: ReadonlyMap<SubgraphObject, SubgraphObject>,
    groups: Map<SubgraphObject, number>,
  ): void {
    // those around it first; a ring of subgraphs is cut
    const path: SubgraphObject[] = [];
    const seen = new Set<SubgraphObject>();
    for (let at: SubgraphObject | undefined = subgraph; at !== undefined; at = parents.get(at)) {
      if (groups.has(at) || seen.has(at)) break;
      seen.add(at);
      path.unshift(at);
    }
    for (const each of path) {
      const parent = parents.get(each);
      const around = parent === undefined ? -1 : (groups.get(parent) ?? -1);
      const isNamed = !NO_NAME.test(each.name);
      const group = isNamed ? this.#list.add(each.name, around) : around;
      groups.set(each, group);
      this.#putAttributes(each, parent, isNamed ? group : -1);
      if (!isNamed) continue;
      for (const node of each.nodes) this.#join(node, group);
    }
  }

  #putAttributes(subgraph: SubgraphObject, parent: SubgraphObject | undefined, group: number): void {
    const inherited = new Map<string, unknown>(parent?.attributes ?? this.#graphTexts);
    for (const [name, value] of subgraph.attributes) {
      if (group >= 0 && typeof value === "string") this.#list.set(group, name, value);
      // Graphviz states again what a subgraph has of the one around it
      else if (!Object.is(inherited.get(name), value))
        this.builder.losses.add(
          "subgraph",
          group >= 0 ? "how subgraphs are drawn" : "attributes of subgraphs without a name",
          { attribute: name, place: this.builder.place() },
        );
    }
  }

  #join(node: unknown, group: number): void {
    const held = this.#groups.get(node) ?? -1;
    const { group: next, isLost } = this.#list.choose(held, group);
    if (isLost)
      this.builder.losses.add("subgraph", "nodes in a second subgraph; one of them is kept", {
        place: this.builder.place(),
      });
    this.#groups.set(node, next);
  }

  #edge(pairs: Pairs): void {
    const own = new Map<string, unknown>();
    const attributes: (readonly [string, unknown])[] = [];
    for (const pair of pairs) {
      const [name] = pair;
      if (EDGE_MEMBERS.includes(name) && !own.has(name)) own.set(name, pair[1]);
      else attributes.push(pair);
    }
    const [source, target] = [this.#end("tail", own.get("tail")), this.#end("head", own.get("head"))];
    if (source === undefined || target === undefined) return;
    this.hasEdges = true;
    const row = this.builder.edge(source, target);
    if (row !== NO_ROW) this.#values(this.builder.edges, row, attributes);
  }

  /** The key of an end: a node's number, or in files of others its name. */
  #end(what: string, given: unknown): number | undefined {
    const key = this.#keys.get(given);
    if (key !== undefined) return key;
    if (typeof given === "string") return this.idKey(what, given);
    this.builder.refuse(
      "FORMAT_REFERENCE",
      "end",
      `"${what}" expected the "_gvid" of a node, got ${describe(plainOf(given))}`,
      { attribute: what },
    );
    return undefined;
  }

  #values(elements: ElementsBuilder, row: number, attributes: Pairs): void {
    const schema = this.#schema;
    const isNodes = elements.kind === "node";
    const own = isNodes ? schema?.nodes : schema?.edges;
    const role = isNodes ? schema?.labels : schema?.type;
    for (const [name, value] of attributes) {
      if (value === null || value === undefined) continue;
      if (name === role && typeof value === "string") {
        elements.labels(row, isNodes ? labelsOfNote(value) : [value]);
        continue;
      }
      const isText = typeof value === "string";
      const title = own?.names.get(name) ?? name;
      const column = elements.column(title, own?.types.get(name) ?? (isText ? "text" : "value"));
      if (isText) column.text(row, value);
      else if (value instanceof FloatNumber) column.float(row, value.value);
      else column.value(row, typeof value === "object" ? valueOfExact(value) : value);
    }
  }
}

/** Whether a member of a node or subgraph is the format's own: attributes of the same name are texts. */
function isOwnOfObject(name: string, value: unknown): boolean {
  if (name === "name") return typeof value === "string";
  if (name === "_gvid") return typeof value === "number";
  return OBJECT_MEMBERS.includes(name) && Array.isArray(value);
}

/** All members of an object in their order, also those of one name. */
function pairsOf(text: string): Pairs {
  const pairs: [string, unknown][] = [];
  const splitter = new JsonSplitter({
    layout: {},
    wants: () => true,
    member: (_section, name, part) => void pairs.push([name, parseExactJson(part)]),
    item: () => undefined,
  });
  splitter.feed(text);
  splitter.end();
  for (const _ of splitter.steps());
  return pairs;
}
