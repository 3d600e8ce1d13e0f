/**
 * JSON Graph Format, versions 1 and 2 (jsongraphformat.info): `{ graph }` or `{ graphs }`, nodes as an object by id or, in
 * version 1, as an array; `metadata` are attributes, `relation` is an edge's type. Of several graphs one is asked for.
 */
import { describe } from "../../errors.js";
import { isRecord } from "../../structures/arguments.js";
import { NO_ROW } from "../../structures/row-index.js";
import { idText } from "../jsonl/rows.js";
import type { ElementsBuilder } from "../shared/elements-builder.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import {
  isJsonId,
  type JsonObject,
  type JsonPhase,
  type JsonShape,
  OWN_MEMBER,
  plainOf,
  ShapeBase,
} from "./shape.js";
import type { JsonLayout } from "./splitter.js";

const GRAPH = { nodes: "each", edges: "each", hyperedges: "each" } as const;
const NODE_MEMBERS: ReadonlySet<string> = new Set(["id", "metadata"]);
const EDGE_MEMBERS: ReadonlySet<string> = new Set(["source", "target", "relation", "directed", "metadata"]);
const NONE: ReadonlySet<string> = new Set();

export class JsonGraphShape extends ShapeBase implements JsonShape {
  readonly layout: JsonLayout = { graph: GRAPH, graphs: { "[]": GRAPH } };
  readonly #wanted: string | number | undefined;
  /** The members of each graph besides nodes and edges, by section. */
  readonly #graphs = new Map<string, Map<string, unknown>>();
  #chosen: string | undefined;

  constructor(builder: GraphBuilder, options: JsonObject) {
    super(builder, options);
    this.#wanted = options.graph as string | number | undefined;
  }

  override begin(phase: JsonPhase | "all"): void {
    super.begin(phase);
    if (phase === "nodes") this.#choose();
  }

  wants(section: string, phase: JsonPhase | "all"): boolean {
    const at = section.lastIndexOf("/");
    const [graph, name] = [section.slice(0, at), section.slice(at + 1)];
    if (!this.#graphs.has(graph)) this.#graphs.set(graph, new Map());
    if (phase === "all") return this.#isChosenInStream(graph);
    return graph === this.#chosen && phase === (name === "nodes" ? "nodes" : "edges");
  }

  member(section: string, name: string, value: unknown): void {
    if (section === "") {
      if (name === OWN_MEMBER) this.own(value);
      else if (name === "graph" || name === "graphs") this.object(`"${name}"`, value);
      else this.unknown(name);
      return;
    }
    const graph = this.#graphs.get(section) ?? new Map<string, unknown>();
    this.#graphs.set(section, graph);
    graph.set(name, value);
    // later ones of a stream are for the graph that is being read
    if (this.phase === "all" && section === this.#chosen) this.#graphMember(name, value);
  }

  /** In a stream the first graph is read unless another one is asked for; a second one is then too much. */
  #isChosenInStream(section: string): boolean {
    if (this.#chosen === section) return true;
    if (this.#wanted !== undefined && !this.#isAskedFor(section)) return false;
    if (this.#chosen !== undefined) this.#refuseSeveral();
    this.#chosen = section;
    this.#useGraph(section);
    return true;
  }

  #isAskedFor(section: string): boolean {
    const wanted = this.#wanted;
    if (typeof wanted === "number")
      return section === "graph" ? wanted === 0 : section === `graphs/${wanted}`;
    const graph = this.#graphs.get(section);
    const id = graph?.get("id");
    return (isJsonId(id) && idText(id) === wanted) || (id === undefined && graph?.get("label") === wanted);
  }

  #choose(): void {
    const sections = [...this.#graphs.keys()];
    const found = this.#wanted === undefined ? sections : sections.filter((each) => this.#isAskedFor(each));
    if (found.length === 1) {
      this.#chosen = found[0];
      this.#useGraph(found[0]);
    } else if (sections.length > 0 || this.#wanted !== undefined) this.#refuseSeveral();
  }

  #refuseSeveral(): never {
    const names = [...this.#graphs].map(([section, graph]) => {
      const name = graph.get("id") ?? graph.get("label");
      return isJsonId(name) ? describe(plainOf(name)) : (section.split("/")[1] ?? "0");
    });
    return this.builder.fail(
      "FORMAT_VALUE",
      `"graph" expected the id or the position of one of ${names.length} graphs (${names.slice(0, 20).join(", ")}), got ${describe(this.#wanted)}`,
    );
  }

  #useGraph(section: string): void {
    for (const [name, value] of this.#graphs.get(section) ?? []) this.#graphMember(name, value);
  }

  #graphMember(name: string, value: unknown): void {
    if (name === "directed") {
      if (typeof value === "boolean") this.direction(value);
    } else if (name === "metadata" && isRecord(value)) this.graphAttributes(value);
    else if (name === "nodes" || name === "edges") {
      if (value !== null) this.object(`"${name}"`, value);
    } else this.graphAttributes({ [name]: value });
  }

  item(section: string, name: string | number, value: unknown): void {
    const kind = section.slice(section.lastIndexOf("/") + 1);
    if (kind === "hyperedges")
      this.builder.losses.add("hyperedge", "hyperedges, which have more than two ends", {
        place: this.builder.place(),
      });
    else if (kind === "nodes") this.#node(name, this.object("a node", value));
    else this.#edge(this.object("an edge", value));
  }

  #node(name: string | number, node: JsonObject | undefined): void {
    if (node === undefined) return;
    const { builder } = this;
    builder.keyName ??= "id";
    builder.version ??= typeof name === "string" ? "2" : "1";
    const key = this.idKey("id", typeof name === "string" ? name : node.id);
    if (key === undefined) return;
    const row = builder.node(key);
    if (row === NO_ROW) return;
    this.#members(builder.nodes, row, node, NODE_MEMBERS);
  }

  #edge(edge: JsonObject | undefined): void {
    if (edge === undefined) return;
    const { builder } = this;
    const source = this.idKey("source", edge.source);
    const target = this.idKey("target", edge.target);
    if (source === undefined || target === undefined) return;
    this.hasEdges = true;
    const { directed, relation } = edge;
    const row = builder.edge(source, target, typeof directed === "boolean" ? directed : builder.directed);
    if (row === NO_ROW) return;
    if (typeof relation === "string" && relation !== "") builder.edges.labels(row, [relation]);
    else this.put(builder.edges, row, "relation", relation);
    this.#members(builder.edges, row, edge, EDGE_MEMBERS);
  }

  /** Puts the members of an element and its metadata as attributes. */
  #members(elements: ElementsBuilder, row: number, object: JsonObject, but: ReadonlySet<string>): void {
    for (const name of Object.keys(object)) if (!but.has(name)) this.put(elements, row, name, object[name]);
    const { metadata } = object;
    if (!isRecord(metadata)) this.put(elements, row, "metadata", metadata);
    else if (elements.kind === "node") this.putAll(elements, row, metadata as JsonObject, NONE);
    else
      for (const name of Object.keys(metadata)) this.put(elements, row, name, (metadata as JsonObject)[name]);
  }
}
