/**
 * Cytoscape.js's elements, which Cytoscape desktop and networkx write too: grouped as `{ elements: { nodes, edges } }`, or
 * in one array, in which an edge is what has a source. `data` has the attributes, `data.parent` the compound node that a
 * node is in; `classes` are labels, or the type of an edge; `position` is `x` and `y`.
 */
import { isRecord } from "../../structures/arguments.js";
import { NO_ROW } from "../../structures/row-index.js";
import { idText } from "../jsonl/rows.js";
import { FloatNumber } from "../shared/exact-json.js";
import { floatText } from "../shared/text-values.js";
import { isJsonId, type JsonObject, type JsonPhase, type JsonShape, OWN_MEMBER, ShapeBase } from "./shape.js";
import type { JsonLayout } from "./splitter.js";

const NODE_DATA: ReadonlySet<string> = new Set(["id"]);
const EDGE_DATA: ReadonlySet<string> = new Set(["source", "target"]);

/** Members of a file that say where it comes from, and nothing of the graph. */
const ORIGIN: ReadonlySet<string> = new Set([
  "format_version",
  "generated_by",
  "target_cytoscapejs_version",
  "multigraph",
]);

/** Members of an element that say how it is shown, with the values that say nothing. */
const STATE: ReadonlyMap<string, readonly unknown[]> = new Map([
  ["removed", [false]],
  ["selected", [false]],
  ["selectable", [true]],
  ["locked", [false]],
  ["grabbable", [true]],
  ["pannable", [true, false]],
]);

export class CytoscapeShape extends ShapeBase implements JsonShape {
  readonly layout: JsonLayout = {
    "[]": "each",
    elements: { "[]": "each", nodes: "each", edges: "each" },
    nodes: "each",
    edges: "each",
  };

  wants(section: string, phase: JsonPhase | "all"): boolean {
    if (phase === "header") return false;
    const group = section.split("/").at(-1);
    return phase === "all" || group === phase || (group !== "nodes" && group !== "edges");
  }

  member(section: string, name: string, value: unknown): void {
    if (section !== "") this.unknown(`${section}/${name}`);
    else if (name === "data") this.graphAttributes(value);
    else if (name === "directed") {
      if (typeof value === "boolean") this.direction(value);
    } else if (name === OWN_MEMBER) this.own(value);
    else if (name === "elements" || name === "nodes" || name === "edges") this.object(`"${name}"`, value);
    else if (!ORIGIN.has(name) && !isEmpty(value)) this.unknown(name);
  }

  item(section: string, _name: string | number, value: unknown): void {
    const element = this.object("an element", value);
    if (element === undefined) return;
    const data = this.object('"data" of an element', element.data ?? {});
    if (data === undefined) return;
    const group = section.split("/").at(-1);
    const isEdge =
      group === "edges" ||
      (group !== "nodes" && (element.group === "edges" || (element.group !== "nodes" && isEdgeData(data))));
    if (this.phase !== "all" && isEdge !== (this.phase === "edges")) return;
    if (isEdge) this.#edge(data, element);
    else this.#node(data, element);
    this.#tellState(element);
  }

  #node(data: JsonObject, element: JsonObject): void {
    const { builder } = this;
    builder.keyName ??= "id";
    const key = data.id === undefined || data.id === null ? -1 : this.idKey("id", data.id);
    if (key === undefined) return;
    const row = key < 0 ? builder.anonymousNode() : builder.node(key);
    if (row === NO_ROW) return;
    const { nodes } = builder;
    for (const name of Object.keys(data)) {
      if (NODE_DATA.has(name)) continue;
      const value = data[name];
      this.put(nodes, row, name, name === "parent" && isNumber(value) ? idText(value) : value);
    }
    nodes.labels(row, classesOf(element.classes));
    const { x, y } = (isRecord(element.position) ? element.position : {}) as JsonObject;
    for (const [name, value] of [
      ["x", x],
      ["y", y],
    ] as const)
      if (isNumber(value)) nodes.column(name).float(row, Number(idText(value)));
  }

  #edge(data: JsonObject, element: JsonObject): void {
    const { builder } = this;
    const source = this.idKey("source", data.source);
    const target = this.idKey("target", data.target);
    if (source === undefined || target === undefined) return;
    this.hasEdges = true;
    const row = builder.edge(source, target);
    if (row === NO_ROW) return;
    const { edges } = builder;
    for (const name of Object.keys(data)) {
      if (EDGE_DATA.has(name)) continue;
      const value = data[name];
      this.put(edges, row, name, name === "id" && isNumber(value) ? idText(value) : value);
    }
    const classes = classesOf(element.classes);
    if (classes.length === 1) edges.labels(row, classes);
    else if (classes.length > 1) this.put(edges, row, "classes", classes);
  }

  /** The key of an id; networkx has a node that is a tuple as its text in Python, and as an array in ends. */
  protected override idKey(what: string, value: unknown): number | undefined {
    return super.idKey(what, Array.isArray(value) ? pythonTuple(value) : value);
  }

  #tellState(element: JsonObject): void {
    for (const name of Object.keys(element)) {
      if (MEMBERS.has(name) || isEmpty(element[name]) || STATE.get(name)?.includes(element[name])) continue;
      this.builder.losses.add("elementState", `"${name}" of elements, which is no part of the graph`, {
        place: this.builder.place(),
      });
    }
  }
}

const MEMBERS: ReadonlySet<string> = new Set(["data", "position", "classes", "group"]);

function isEdgeData(data: JsonObject): boolean {
  return isJsonId(data.source) && isJsonId(data.target);
}

/** A tuple as Python prints it; undefined if an item can be none of a node's. */
function pythonTuple(items: readonly unknown[]): string | undefined {
  const texts = items.map((item) => {
    if (Array.isArray(item)) return pythonTuple(item);
    if (typeof item === "string") return pythonText(item);
    return isNumber(item) ? (item instanceof FloatNumber ? floatText(item.value) : String(item)) : undefined;
  });
  if (texts.includes(undefined)) return undefined;
  return texts.length === 1 ? `(${texts[0]},)` : `(${texts.join(", ")})`;
}

/** A text as Python prints it: in double quotes only if it has single ones and no double ones. */
function pythonText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return quote + text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`) + quote;
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" || typeof value === "bigint" || value instanceof FloatNumber;
}

/** Whether a value says nothing. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === "" || value === undefined) return true;
  return typeof value === "object" && !(value instanceof FloatNumber) && Object.keys(value).length === 0;
}

/** Classes as a list, or between spaces in one text. */
function classesOf(given: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(given)
    ? given
    : typeof given === "string"
      ? given.split(/\s+/)
      : [];
  return [...new Set(list.filter((name): name is string => typeof name === "string" && name !== ""))];
}
