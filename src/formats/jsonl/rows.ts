/** Rows of JSON as nodes and edges: plain objects, and APOC's, which say what they are. */
import { describe } from "../../errors.js";
import { isRecord } from "../../structures/arguments.js";
import { NO_ROW } from "../../structures/row-index.js";
import type { FormatPart } from "../shared/contract.js";
import type { ElementsBuilder } from "../shared/elements-builder.js";
import { FloatNumber, valueOfExact } from "../shared/exact-json.js";
import type { GraphBuilder } from "../shared/graph-builder.js";

/** A row, as JSON has it. */
export type JsonRow = Readonly<Record<string, unknown>>;

/** The properties that have a meaning; the options may name others. */
export interface RowNames {
  readonly id: readonly string[];
  readonly ends: readonly (readonly [source: string, target: string])[];
  readonly labels: string;
  readonly type: string;
}

/** The properties that have a meaning unless the options say otherwise. */
export const ROW_NAMES: RowNames = {
  id: ["id", "key"],
  ends: [
    ["source", "target"],
    ["from", "to"],
    ["src", "dst"],
  ],
  labels: "labels",
  type: "type",
};

/** The properties that have a meaning by the options. */
export function rowNamesIn(options: Readonly<Record<string, unknown>>): RowNames {
  const named = (options.columns ?? {}) as Readonly<Record<string, string>>;
  const { key } = options;
  return {
    id: named.id !== undefined ? [named.id] : typeof key === "string" ? [key, ...ROW_NAMES.id] : ROW_NAMES.id,
    ends:
      named.source !== undefined || named.target !== undefined
        ? [[named.source ?? "source", named.target ?? "target"]]
        : ROW_NAMES.ends,
    labels: named.labels ?? ROW_NAMES.labels,
    type: named.type ?? ROW_NAMES.type,
  };
}

/** Puts rows into a builder. */
export class RowReader {
  readonly #builder: GraphBuilder;
  readonly #names: RowNames;
  readonly #part: FormatPart;
  /** Keys of nodes that relationships brought, whose rows may still come. */
  readonly #brought = new Set<number>();
  readonly #isAllApoc: boolean;
  #isFirst = true;

  /** A reader of rows, of which all are APOC's if the file is known to be. */
  constructor(builder: GraphBuilder, names: RowNames, part: FormatPart, isAllApoc: boolean) {
    this.#builder = builder;
    this.#names = names;
    this.#part = part;
    this.#isAllApoc = isAllApoc;
  }

  /** Puts one row. */
  put(row: unknown): void {
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    if (!isRecord(row)) {
      this.#builder.refuse("FORMAT_SYNTAX", "row", `a row expected an object, got ${describe(row)}`);
      return;
    }
    const object = row as JsonRow;
    if (this.#isAllApoc || isApoc(object)) this.#apoc(object);
    else if (isFirst && this.#part === "graph" && isHeader(object)) this.#header(object);
    else this.#plain(object);
  }

  #header({ directed, graph }: JsonRow): void {
    if (typeof directed === "boolean") this.#builder.directed = directed;
    if (isRecord(graph))
      for (const [name, value] of Object.entries(graph)) {
        if (value === null) continue;
        this.#builder.graphAttribute(name, value instanceof FloatNumber ? value.value : valueOfExact(value));
      }
  }

  #plain(object: JsonRow): void {
    const ends =
      this.#part === "nodes"
        ? undefined
        : this.#names.ends.find(
            ([source, target]) => Object.hasOwn(object, source) && Object.hasOwn(object, target),
          );
    if (ends !== undefined) this.#edge(object, ends);
    else if (this.#part === "edges")
      this.#builder.refuse(
        "FORMAT_SYNTAX",
        "row",
        `"source" and "target" expected in a row of edges, got ${Object.keys(object).slice(0, 10).join(", ")}`,
      );
    else this.#node(object);
  }

  #node(object: JsonRow): void {
    const builder = this.#builder;
    const name = this.#names.id.find((each) => isId(object[each]) && Object.hasOwn(object, each));
    const { labels } = this.#names;
    let row: number;
    if (name === undefined) row = builder.anonymousNode();
    else {
      builder.keyName ??= name;
      row = builder.node(builder.keyOf(idText(object[name])));
    }
    if (row === NO_ROW) return;
    for (const property in object) {
      if (property === name) continue;
      const value = object[property];
      if (property === labels && isLabels(value))
        builder.nodes.labels(row, typeof value === "string" ? [value] : value);
      else putValue(builder.nodes, row, property, value);
    }
  }

  #edge(object: JsonRow, [source, target]: readonly [string, string]): void {
    const builder = this.#builder;
    if (!isId(object[source]) || !isId(object[target])) {
      const which = isId(object[source]) ? target : source;
      builder.refuse("FORMAT_VALUE", "row", `"${which}" expected an id, got ${describe(object[which])}`, {
        attribute: which,
      });
      return;
    }
    const row = builder.edge(builder.keyOf(idText(object[source])), builder.keyOf(idText(object[target])));
    if (row === NO_ROW) return;
    const { type } = this.#names;
    for (const property in object) {
      if (property === source || property === target) continue;
      const value = object[property];
      if (property === type && typeof value === "string" && value !== "") builder.edges.labels(row, [value]);
      else putValue(builder.edges, row, property, value);
    }
  }

  #apoc(object: JsonRow): void {
    if (object.type === "relationship") this.#apocEdge(object);
    else if (object.type !== "node")
      this.#builder.refuse(
        "FORMAT_VALUE",
        "row",
        `"type" expected "node" or "relationship", got ${describe(object.type)}`,
      );
    else if (this.#hasApocId("id", object)) this.#apocNode(object, false);
  }

  #apocNode({ id, labels, properties }: JsonRow, isEnd: boolean): void {
    const builder = this.#builder;
    const key = builder.keyOf(idText(id));
    // a relationship says all of its ends again
    if (isEnd && builder.isNode(key)) return;
    const row = !isEnd && this.#brought.delete(key) ? builder.nodeAgain(key) : builder.node(key);
    if (isEnd) this.#brought.add(key);
    if (row === NO_ROW) return;
    if (isLabels(labels)) builder.nodes.labels(row, typeof labels === "string" ? [labels] : labels);
    this.#properties(builder.nodes, row, properties);
  }

  #apocEdge({ start, end, label, properties }: JsonRow): void {
    const builder = this.#builder;
    for (const [name, node] of [
      ["start", start],
      ["end", end],
    ] as const)
      if (!this.#hasApocId(name, node)) return;
    for (const node of [start, end] as JsonRow[]) if (isRecord(node.properties)) this.#apocNode(node, true);
    const [source, target] = [start, end].map((node) => builder.keyOf(idText((node as JsonRow).id)));
    const row = builder.edge(source, target);
    if (row === NO_ROW) return;
    if (typeof label === "string" && label !== "") builder.edges.labels(row, [label]);
    this.#properties(builder.edges, row, properties);
  }

  /** Refuses a node of a row that has no id. */
  #hasApocId(name: string, node: unknown): boolean {
    const id = isRecord(node) ? (node as JsonRow).id : undefined;
    if (isId(id)) return true;
    const message =
      name === "id"
        ? `"id" of a node expected an id, got ${describe(id)}`
        : `"${name}" of a relationship expected a node with an id, got ${describe(node)}`;
    this.#builder.refuse("FORMAT_VALUE", "row", message);
    return false;
  }

  #properties(elements: ElementsBuilder, row: number, properties: unknown): void {
    if (!isRecord(properties)) return;
    for (const name in properties) putValue(elements, row, name, (properties as JsonRow)[name]);
  }
}

/** Puts a value of a property. */
export function putValue(elements: ElementsBuilder, row: number, name: string, value: unknown): void {
  if (value === null) return;
  const column = elements.column(name);
  if (value instanceof FloatNumber) column.float(row, value.value);
  else column.value(row, typeof value === "object" ? valueOfExact(value) : value);
}

function isHeader(object: JsonRow): boolean {
  return (
    typeof object.directed === "boolean" &&
    Object.keys(object).every((name) => name === "directed" || name === "graph")
  );
}

/** Whether a row is one of APOC's, even if it lacks an end. */
export function isApoc(row: JsonRow): boolean {
  const { type, start, end, properties, id, label } = row;
  if (type === "node")
    return isId(id) && (properties === undefined || isRecord(properties)) && !Array.isArray(start);
  if (type !== "relationship" || typeof label !== "string") return false;
  const isEnd = (given: unknown): boolean => given === undefined || given === null || isRecord(given);
  return ("start" in row || "end" in row) && isEnd(start) && isEnd(end);
}

function isId(value: unknown): boolean {
  return (
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "bigint" ||
    value instanceof FloatNumber
  );
}

/** An id as text: numbers in the digits of JSON. */
export function idText(value: unknown): string {
  return value instanceof FloatNumber ? String(value.value) : String(value);
}

function isLabels(value: unknown): value is string | string[] {
  if (typeof value === "string") return value !== "";
  return (
    Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === "string" && name !== "")
  );
}
