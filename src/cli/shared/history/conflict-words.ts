/** Conflicts as a table, and as JSON. */
import type { Conflict, Graph, GraphView, MergeResult } from "groggy";
import type { JsonSchema } from "../command.js";
import type { Output, OutputColumn, OutputRow } from "../output.js";
import { elementName } from "./element-names.js";

const columns: readonly OutputColumn[] = [
  { name: "conflict", style: "red" },
  { name: "element" },
  { name: "attribute", style: "bold" },
  { name: "base", style: "dim" },
  { name: "ours" },
  { name: "theirs" },
];

/** Prints conflicts: as a table, or as the document of the verb with `more`. The views are those that name elements. */
export async function printConflicts(
  conflicts: readonly Conflict[],
  more: Readonly<Record<string, unknown>>,
  output: Output,
  views: readonly GraphView[],
): Promise<void> {
  const { length: count } = conflicts;
  const rows = conflicts.map(conflictRow);
  if (output.format === "json") await output.report({ json: more, lines: [] });
  else if (output.format !== "table") await output.table({ name: "conflicts", columns, rows, count });
  else {
    // the values are what people look for, so they come before the kind
    const [kind, , , ...sides] = columns;
    const shown: OutputColumn[] = [{ name: "where", style: "bold" }, ...sides, kind];
    const named = rows.map(([word, , attribute, ...values], i) => {
      const element = namedElement(conflicts[i], views, output);
      return [attribute === null ? element : `${attribute} of ${element}`, ...values, word];
    });
    await output.table({ name: "conflicts", columns: shown, rows: named, count });
  }
}

/** The element of a conflict as people call it: a node by its key, else by its id with what else it is known by. */
export function namedElement(conflict: Conflict, views: readonly GraphView[], output: Output): string {
  const element = conflictElement(conflict);
  if (conflict.kind === "schema") return element;
  const { kind, id } = conflict.element;
  for (const view of views) {
    const name = elementName(view, kind, id, output);
    if (name !== undefined) return kind === "node" && !name.startsWith('"') ? name : `${element} ${name}`;
  }
  return element;
}

function conflictRow(conflict: Conflict): OutputRow {
  const start = [
    conflict.kind,
    conflictElement(conflict),
    "attribute" in conflict ? conflict.attribute : null,
  ];
  return [...start, ...(["base", "ours", "theirs"] as const).map((side) => sideWords(conflict, side))];
}

/** The element of a conflict in words: `node 7`, `the graph`, `nodes` of a type that both sides began. */
export function conflictElement(conflict: Conflict): string {
  if (conflict.kind === "schema")
    return conflict.elements === "graph" ? "the graph" : `${conflict.elements}s`;
  const { kind, id } = conflict.element;
  return kind === "graph" ? "the graph" : `${kind} ${id}`;
}

/** The value that a side has, or what it did, in a conflict; absent as undefined. */
export function sideWords(conflict: Conflict, side: "base" | "ours" | "theirs"): unknown {
  switch (conflict.kind) {
    case "removal":
      return conflict[side] ?? (side === "base" ? undefined : "(removed)");
    case "dangling":
      if (side === "base") return conflict.base ? `node ${conflict.node}` : undefined;
      return conflict.addedBy === side ? "(adds the edge)" : `(removes node ${conflict.node})`;
    case "key":
      return conflict[side] === undefined ? undefined : `node ${conflict[side]}`;
    default:
      return conflict[side];
  }
}

/** A conflict in the document of `--json`, with its resolution; absent is null. */
export function conflictJson(
  conflict: Conflict,
  merge?: Pick<MergeResult, "resolutionOf">,
): Record<string, unknown> {
  const { kind, element, base, ours, theirs } = conflict;
  return {
    conflict: kind,
    element: element ?? { kind: conflict.kind === "schema" ? conflict.elements : "graph", id: null },
    ...("attribute" in conflict ? { attribute: conflict.attribute } : {}),
    ...(conflict.kind === "dangling" ? { node: conflict.node, addedBy: conflict.addedBy } : {}),
    ...(conflict.kind === "key" ? { value: conflict.value, label: conflict.label ?? null } : {}),
    ...(conflict.kind === "required" ? { label: conflict.label } : {}),
    base: base ?? null,
    ours: ours ?? null,
    theirs: theirs ?? null,
    resolution: merge?.resolutionOf(conflict) ?? null,
  };
}

export const conflictSchema: JsonSchema = {
  type: "object",
  properties: {
    conflict: { enum: ["attribute", "removal", "dangling", "schema", "key", "required"] },
    element: {
      type: "object",
      properties: { kind: { enum: ["node", "edge", "graph"] }, id: { type: ["integer", "null"] } },
      required: ["kind", "id"],
    },
    attribute: { type: "string" },
    node: { type: "integer", description: "Of a dangling edge the node that was removed" },
    addedBy: { enum: ["ours", "theirs"] },
    value: { description: "Of a key its value" },
    label: { type: ["string", "null"], description: "The label that the rule is of" },
    base: { description: "The value that both began with; null if absent" },
    ours: { description: "The value of the present branch" },
    theirs: { description: "The value of what is merged" },
    resolution: {
      description: "ours, theirs, dropEdge, resurrect, unify or { value }; null while it is open",
    },
  },
  required: ["conflict", "element", "base", "ours", "theirs", "resolution"],
};

/** The states that name the elements of a merge's conflicts: the present one, and that which is merged. */
export function statesOf(graph: Graph, { theirs }: Pick<MergeResult, "theirs">): GraphView[] {
  return theirs === null ? [graph] : [graph, graph.at(theirs)];
}
