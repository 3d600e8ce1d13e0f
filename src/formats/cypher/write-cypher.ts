/**
 * Writes a Cypher script that makes the graph in an empty database: nodes in their order, then edges, which find their
 * ends by a label and a property that are taken away at the end. What Cypher has no words for, a comment on the first
 * line says.
 */
import { isTemporalType, type ValueType } from "../../view.js";
import type { FormatWriter } from "../shared/contract.js";
import { cellText, type ExportedAttribute, type ExportedGraph, jsonText } from "../shared/exported-graph.js";
import { float32Text, floatText } from "../shared/text-values.js";
import { typeOfOwn } from "../text/own-schema.js";
import { SCRIPT_NOTE } from "./note-mark.js";

export const cypherWriter: FormatWriter = {
  losses() {},
  *write(graph) {
    yield* new ScriptFile(graph).chunks();
  },
};

/** Elements of one statement at most. */
const STATEMENT_ROWS = 100;
/** Whether a reader of Cypher tells a type by its values. */
function isTold(type: ValueType): boolean {
  return type === "bool" || type === "float64" || type === "utf8" || isTemporalType(type);
}

class ScriptFile {
  readonly #graph: ExportedGraph;
  /** The label and the property by which edges find their ends, which no node has. */
  readonly #label: string;
  readonly #id: string;
  readonly #untyped: string;

  constructor(graph: ExportedGraph) {
    this.#graph = graph;
    this.#label = freeName("_import", labelsIn(graph, "node"));
    this.#id = freeName(
      "_import_id",
      new Set([graph.key ?? "", ...graph.nodeAttributes.map(({ title }) => title)]),
    );
    this.#untyped = freeName("_EDGE", labelsIn(graph, "edge"));
  }

  *chunks(): Generator<string> {
    const graph = this.#graph;
    yield `${SCRIPT_NOTE}${JSON.stringify(this.#note())}\n`;
    if (graph.nodeCount === 0) return;
    const label = quotedName(this.#label);
    const id = quotedName(this.#id);
    const hasEdges = graph.edgeCount > 0;
    if (hasEdges) yield `CREATE INDEX groggy_import FOR (n:${label}) ON (n.${id});\n`;
    yield* this.#nodes(hasEdges ? { label, id } : undefined);
    if (!hasEdges) return;
    yield "CALL db.awaitIndexes();\n";
    yield* this.#edges(label, id);
    yield `MATCH (n:${label}) REMOVE n:${label}, n.${id};\nDROP INDEX groggy_import;\n`;
  }

  #note(): object {
    const { key, view, nodeAttributes, edgeAttributes, graphAttributes, directed, edgeCount } = this.#graph;
    const note: Record<string, unknown> = {};
    if (!directed) note.directed = false;
    if (key !== undefined) note.key = [key, view.nodes.rawColumn(key, new Uint32Array(0))?.type ?? "utf8"];
    const nodes = statedTypes(nodeAttributes);
    const edges = statedTypes(edgeAttributes);
    if (nodes.length > 0) note.nodes = Object.fromEntries(nodes);
    if (edges.length > 0) note.edges = Object.fromEntries(edges);
    const own = Array.from(graphAttributes, ([name, value]) => {
      const type = typeOfOwn(value);
      return [name, [type, cellText(value, type)]] as const;
    });
    if (own.length > 0) note.graph = Object.fromEntries(own);
    if (edgeCount > 0) note.untyped = this.#untyped;
    return note;
  }

  *#nodes(found: { readonly label: string; readonly id: string } | undefined): Generator<string> {
    const { key, keys, nodeAttributes } = this.#graph;
    const members = nodeAttributes.map(memberWriter);
    const keyMember = key === undefined ? undefined : quotedName(key);
    const { keyNumbers } = this.#graph;
    let first = 0;
    for (const { ids, columns, labels } of this.#graph.nodeBlocks()) {
      let text = "";
      for (let i = 0; i < ids.length; i++) {
        const at = first + i;
        const properties: string[] = [];
        if (found !== undefined) properties.push(`${found.id}: ${at}`);
        if (keyMember !== undefined)
          properties.push(`${keyMember}: ${keyNumbers === undefined ? quoted(keys[at]) : keyNumbers[at]}`);
        pushMembers(properties, members, columns, i);
        const names = labels[i].map((name) => `:${quotedName(name)}`).join("");
        const node = `(${found === undefined ? "" : `:${found.label}`}${names}${mapOf(properties)})`;
        text += at % STATEMENT_ROWS === 0 ? `${at === 0 ? "" : ";\n"}CREATE ${node}` : `,\n  ${node}`;
      }
      first += ids.length;
      yield text;
    }
    yield ";\n";
  }

  *#edges(label: string, id: string): Generator<string> {
    const members = this.#graph.edgeAttributes.map(memberWriter);
    let type: string | undefined;
    let count = 0;
    const end = (): string =>
      `\n] AS e MATCH (a:${label} {${id}: e[0]}), (b:${label} {${id}: e[1]}) ` +
      `CREATE (a)-[r:${quotedName(type as string)}]->(b) SET r = e[2];\n`;
    for (const { sources, targets, columns, labels } of this.#graph.edgeBlocks()) {
      let text = "";
      for (let i = 0; i < sources.length; i++) {
        const own = labels[i][0] ?? this.#untyped;
        if (type !== own || count === STATEMENT_ROWS) {
          if (type !== undefined) text += end();
          text += "UNWIND [";
          type = own;
          count = 0;
        }
        const properties: string[] = [];
        pushMembers(properties, members, columns, i);
        text += `${count === 0 ? "" : ","}\n  [${sources[i]}, ${targets[i]}, {${properties.join(", ")}}]`;
        count++;
      }
      yield text;
    }
    yield end();
  }
}

function pushMembers(
  properties: string[],
  members: readonly ((value: unknown) => string)[],
  columns: readonly (readonly unknown[])[],
  at: number,
): void {
  for (let c = 0; c < columns.length; c++) {
    const value = columns[c][at];
    if (value !== undefined) properties.push(members[c](value));
  }
}

function mapOf(properties: readonly string[]): string {
  return properties.length === 0 ? "" : ` {${properties.join(", ")}}`;
}

/** The types that a reader would not tell. */
function statedTypes(attributes: readonly ExportedAttribute[]): [name: string, type: ValueType][] {
  return attributes.flatMap(({ title, type }) => (isTold(type) ? [] : [[title, type]]));
}

function labelsIn(graph: ExportedGraph, kind: "node" | "edge"): Set<string> {
  const names = new Set<string>();
  for (const { labels } of kind === "node" ? graph.nodeBlocks() : graph.edgeBlocks())
    for (const list of labels) for (const name of list) names.add(name);
  return names;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  while (taken.has(free)) free = `_${free}`;
  return free;
}

/** A writer of `name: value` for an attribute. */
function memberWriter({ title, type }: ExportedAttribute): (value: unknown) => string {
  const name = quotedName(title);
  const write = literalWriter(type);
  return (value) => `${name}: ${write(value)}`;
}

function literalWriter(type: ValueType): (value: unknown) => string {
  if (type.startsWith("list<")) {
    const item = type.slice("list<".length, -1) as ValueType;
    if (item.includes("<") || item === "json" || item === "binary")
      return (value) => quoted(cellText(value, type));
    // moments beyond the years of four digits have no text that every reader of lists takes, but this one
    const write =
      item === "timestamp" ? (each: unknown) => quoted(cellText(each, item)) : literalWriter(item);
    return (value) => `[${(value as readonly unknown[]).map(write).join(", ")}]`;
  }
  if (type.startsWith("vector<"))
    return (value) =>
      `[${Array.from(value as Float32Array, (each) => floatLiteral(each, float32Text)).join(", ")}]`;
  if (isTemporalType(type)) return (value) => `${type}(${quoted(cellText(value, type))})`;
  switch (type) {
    case "bool":
    case "int32":
    case "int64":
    case "integer":
      return String;
    case "float32":
      return (value) => floatLiteral(value as number, float32Text);
    case "float64":
      return (value) => floatLiteral(value as number, floatText);
    case "timestamp":
      return (value) => `datetime(${quoted(cellText(value, type))})`;
    case "json":
      return (value) => quoted(jsonText(value, type));
    default:
      return (value) => quoted(cellText(value, type));
  }
}

function floatLiteral(value: number, textOf: (value: number) => string): string {
  if (Number.isNaN(value)) return "0.0 / 0.0";
  if (!Number.isFinite(value)) return value < 0 ? "-1.0 / 0.0" : "1.0 / 0.0";
  return textOf(value).replace("e+", "e");
}

/** A name as it stands in a statement, in quotes where it needs them. */
function quotedName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !KEYWORD.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}

/** Words that some readers take for keywords wherever they stand. */
const KEYWORD =
  /^(?:all|and|as|asc|ascending|by|call|case|constraint|contains|create|delete|desc|descending|detach|distinct|drop|else|end|ends|exists|false|for|foreach|in|index|is|limit|match|merge|not|null|on|optional|or|order|remove|require|return|set|single|skip|starts|then|true|union|unique|unwind|when|where|with|xor)$/i;

function quoted(text: string): string {
  if (PLAIN.test(text)) return `'${text}'`;
  return `'${text.replace(SPECIAL, (sign) => SHORT.get(sign) ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)}'`;
}

const PLAIN = /^[ -&(-[\]-~]*$/;
const SPECIAL = /['\\\p{Cc}\u2028\u2029\ufeff]/gu;
const SHORT: ReadonlyMap<string, string> = new Map([
  ["'", "\\'"],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);
