/** Elements as people know them: nodes by their keys, or by a name that they have; edges by their ends. */
import type { GraphView, OwnerKind } from "groggy";
import type { Output } from "../output.js";

/** Attributes that hold what a node is called, the first that it has. */
const NAMES = ["name", "title", "label", "Name", "Title", "Label"];

/** The name of a node for people: its key, else its name in quotes; undefined where it has neither. */
export function nodeName(view: GraphView | undefined, id: number, output: Output): string | undefined {
  if (view === undefined || !view.hasNode(id)) return undefined;
  const labels = view.nodes.labels(id);
  const key = view.rules.unique.find(
    ({ isKey, label }) => isKey && (label === undefined || labels.includes(label)),
  );
  const values = key?.attributes.map((attribute) => view.nodes.get(id, attribute)) ?? [];
  const isKnown = values.length > 0 && values.every((value) => value !== undefined);
  if (isKnown) return values.map((value) => keyWord(value, output)).join(",");
  for (const attribute of NAMES) {
    const value = Object.hasOwn(view.nodes.schema, attribute) ? view.nodes.get(id, attribute) : undefined;
    if (typeof value === "string" && value !== "") return quoted(value, output);
  }
  return undefined;
}

/** A node as the end of an edge: its key, or its id and its name. */
function endWords(view: GraphView | undefined, id: number, output: Output): string {
  const name = nodeName(view, id, output);
  return name === undefined ? String(id) : name.startsWith('"') ? `${id} ${name}` : name;
}

/** An edge by its ends: `ada → grace`. */
export function endsWords(
  view: GraphView | undefined,
  { source, target }: { readonly source: number; readonly target: number },
  output: Output,
): string {
  return `${endWords(view, source, output)} → ${endWords(view, target, output)}`;
}

/** The name of an element besides its id; undefined where nothing does. */
export function elementName(
  view: GraphView | undefined,
  kind: OwnerKind,
  id: number,
  output: Output,
): string | undefined {
  if (kind === "node") return nodeName(view, id, output);
  if (kind !== "edge" || view === undefined || !view.hasEdge(id)) return undefined;
  return endsWords(view, { source: view.source(id), target: view.target(id) }, output);
}

/** A key as it is typed; in quotes where it would not be one word. */
function keyWord(value: unknown, output: Output): string {
  const text = output.cell(value);
  return typeof value === "string" && !/^[^\s"',()]+$/u.test(text) ? quoted(value, output) : text;
}

function quoted(text: string, output: Output): string {
  const shown = text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}…` : text;
  return `"${output.cell(shown).replaceAll('"', '\\"')}"`;
}

const LENGTH_MAX = 60;
