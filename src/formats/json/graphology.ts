/**
 * graphology's serialization, as `graph.export()` gives it: `{ options, attributes, nodes, edges }`, where nodes and
 * edges keep their attributes apart, edges may have keys, and each says whether it has no direction.
 */
import { isRecord } from "../../structures/arguments.js";
import { NO_ROW } from "../../structures/row-index.js";
import { idText } from "../jsonl/rows.js";
import { isJsonId, type JsonObject, type JsonPhase, type JsonShape, OWN_MEMBER, ShapeBase } from "./shape.js";
import type { JsonLayout } from "./splitter.js";

const NODE_MEMBERS: ReadonlySet<string> = new Set(["key", "attributes"]);
const EDGE_MEMBERS: ReadonlySet<string> = new Set(["key", "source", "target", "undirected", "attributes"]);
const NONE: ReadonlySet<string> = new Set();

export class GraphologyShape extends ShapeBase implements JsonShape {
  readonly layout: JsonLayout = { nodes: "each", edges: "each" };

  wants(section: string, phase: JsonPhase | "all"): boolean {
    return phase === "all" || phase === section;
  }

  member(_section: string, name: string, value: unknown): void {
    if (name === "attributes") this.graphAttributes(value);
    else if (name === OWN_MEMBER) this.own(value);
    else if (name === "options") {
      const { type } = (isRecord(value) ? value : {}) as JsonObject;
      this.direction(type !== "undirected");
    } else if (name === "nodes" || name === "edges") this.#noList(name, value);
    else this.unknown(name);
  }

  #noList(name: string, value: unknown): void {
    if (value !== null) this.object(`"${name}"`, value);
  }

  item(section: string, _name: string | number, value: unknown): void {
    if (section === "nodes") this.#node(this.object("a node", value));
    else this.#edge(this.object("an edge", value));
  }

  #node(node: JsonObject | undefined): void {
    const key = node === undefined ? undefined : this.idKey("key", node.key);
    if (node === undefined || key === undefined) return;
    const row = this.builder.node(key);
    if (row === NO_ROW) return;
    if (isRecord(node.attributes)) this.putAll(this.builder.nodes, row, node.attributes as JsonObject, NONE);
    this.#tellOthers(node, NODE_MEMBERS);
  }

  #edge(edge: JsonObject | undefined): void {
    if (edge === undefined) return;
    const source = this.idKey("source", edge.source);
    const target = this.idKey("target", edge.target);
    if (source === undefined || target === undefined) return;
    this.hasEdges = true;
    const { edges } = this.builder;
    const { undirected } = edge;
    const row = this.builder.edge(
      source,
      target,
      typeof undirected === "boolean" ? !undirected : this.builder.directed,
    );
    if (row === NO_ROW) return;
    if (isJsonId(edge.key)) this.put(edges, row, "key", idText(edge.key));
    if (isRecord(edge.attributes)) this.putAll(edges, row, edge.attributes as JsonObject, NONE);
    this.#tellOthers(edge, EDGE_MEMBERS);
  }

  #tellOthers(object: JsonObject, known: ReadonlySet<string>): void {
    for (const name of Object.keys(object)) if (!known.has(name)) this.unknown(name);
  }
}
