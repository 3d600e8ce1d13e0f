/**
 * A note that groggy puts into files of formats without types, in a place that other tools pass over: the types that a
 * reader would not tell from the values, names that the format cannot write, and the attributes that labels and types
 * of edges stand in. A file without the note is read as anybody's.
 */

import { createColumn, inferType, type ValueType } from "../../view.js";
import { typedBuilder, type ValueContext } from "../shared/column-builder.js";
import { cellText, type ExportedAttribute, type ExportedGraph } from "../shared/exported-graph.js";
import { classOfText, floatText, typeOfClasses } from "../shared/text-values.js";
import { entriesOfNote, noteMembers, statedType } from "./note.js";

/** The name under which the note stands. */
export const OWN_NOTE = "groggy";

/** Types and names of some attributes, by their names in the file. */
export interface OwnNames {
  readonly types: ReadonlyMap<string, ValueType>;
  readonly names: ReadonlyMap<string, string>;
}

/** The contents of the note. */
export interface OwnSchema {
  readonly nodes: OwnNames;
  readonly edges: OwnNames;
  readonly graph: OwnNames;
  /** The attributes of nodes that labels, and of edges that types stand in; undefined for none. */
  readonly labels: string | undefined;
  readonly type: string | undefined;
  /** Whether backslashes before a quote, the end of a line or of a text stand twice, which DOT needs to have them. */
  readonly isDoubled: boolean;
}

/** Reads a note; undefined for any other text. */
export function parseOwnSchema(text: string): OwnSchema | undefined {
  const note = noteMembers(text);
  if (note === undefined) return undefined;
  const { nodes, edges, graph, labels, type, doubled } = note;
  return {
    nodes: namesIn(nodes),
    edges: namesIn(edges),
    graph: namesIn(graph),
    labels: typeof labels === "string" ? labels : undefined,
    type: typeof type === "string" ? type : undefined,
    isDoubled: doubled === true,
  };
}

function namesIn(part: unknown): OwnNames {
  const types = new Map<string, ValueType>();
  const names = new Map<string, string>();
  for (const [key, entry] of entriesOfNote(part)) {
    if (!Array.isArray(entry)) continue;
    const [stated, name] = entry as unknown[];
    const type = statedType(stated);
    if (type !== undefined) types.set(key, type);
    if (typeof name === "string" && name !== "") names.set(key, name);
  }
  return { types, names };
}

/** An attribute as it is written: its name in the file, and the type that the note states, if it has to. */
export interface WrittenAttribute {
  readonly title: string;
  readonly key: string;
  readonly type: ValueType;
  readonly isStated: boolean;
}

/** The note for a graph that is written; undefined if there is nothing to say. */
export function ownNote(
  parts: Readonly<Record<"nodes" | "edges" | "graph", readonly WrittenAttribute[]>>,
  labels: string | undefined,
  type: string | undefined,
  isDoubled: boolean,
): string | undefined {
  const note: Record<string, unknown> = {};
  for (const part of ["nodes", "edges", "graph"] as const) {
    const entries = parts[part].flatMap(({ key, title, type: own, isStated }): [string, unknown][] => {
      if (key !== title) return [[key, [isStated ? own : null, title]]];
      return isStated ? [[key, [own]]] : [];
    });
    if (entries.length > 0) note[part] = Object.fromEntries(entries);
  }
  if (labels !== undefined) note.labels = labels;
  if (type !== undefined) note.type = type;
  if (isDoubled) note.doubled = true;
  return Object.keys(note).length === 0 ? undefined : JSON.stringify(note);
}

/** Whether a reader that tells types from texts finds the type of a column: as its values say, or one of them. */
export function isToldByTexts(
  graph: ExportedGraph,
  kind: "node" | "edge",
  { name, type }: ExportedAttribute,
): boolean {
  if (type === "bool" || type === "int32" || type === "float64" || type === "timestamp") return true;
  if (type !== "utf8" && type !== "int64") return false;
  const attributes = kind === "node" ? graph.nodeAttributes : graph.edgeAttributes;
  const at = attributes.findIndex((each) => each.name === name);
  let classes = 0;
  for (const { columns } of kind === "node" ? graph.nodeBlocks() : graph.edgeBlocks()) {
    for (const value of columns[at]) if (value !== undefined) classes |= classOfText(String(value));
    if (typeOfClasses(classes) === type) return true;
  }
  return false;
}

/** Writes values of a type as texts that say as much of it as texts can. */
export function valueTextWriter(type: ValueType): (value: unknown) => string {
  if (type === "utf8") return (value) => value as string;
  if (type === "float64") return (value) => floatText(value as number);
  return (value) => cellText(value, type);
}

/** The type of a value of the graph itself. */
export function typeOfOwn(value: unknown): ValueType {
  return inferType(value) ?? "json";
}

/** An attribute of the graph itself as text, and whether the text says its type. */
export function ownText(name: string, value: unknown): { text: string; attribute: WrittenAttribute } {
  const type = typeOfOwn(value);
  const text = cellText(value, type);
  const isStated = typeOfOwn(ownValue(name, text, undefined)) !== type;
  return { text, attribute: { title: name, key: name, type, isStated } };
}

/** Labels as the note of a file has them, a list in JSON. */
export function labelsOfNote(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter((name): name is string => typeof name === "string") : [];
  } catch {
    return [];
  }
}

/** A value of the graph itself from its text: in the type that is stated, or that the text says. */
export function ownValue(name: string, text: string, stated: ValueType | undefined): unknown {
  const type = stated ?? typeOfClasses(classOfText(text)) ?? "utf8";
  if (type === "utf8" || (stated === undefined && type === "timestamp")) return text;
  let isFit = true;
  const context: ValueContext = {
    misfit: () => {
      isFit = false;
    },
    converted: () => undefined,
    repeated: () => undefined,
    mixed: () => undefined,
  };
  const builder = typedBuilder(name, type, context);
  builder.text(0, text);
  const built = builder.finish();
  if (!isFit || built === undefined || built.count === 0) return text;
  const column = createColumn(type);
  column.appendRaw(built.values);
  const value = column.get(0);
  return stated === undefined && typeof value === "bigint" && Number.isSafeInteger(Number(value))
    ? Number(value)
    : value;
}
