/** The difference of two states as lines for people, rows of a table and JSON. */
import type { Diff, DiffFact, GraphView } from "groggy";
import type { JsonSchema } from "../command.js";
import { changesText } from "../committing.js";
import type { Output, OutputRow } from "../output.js";
import { elementName, endsWords } from "./element-names.js";

/** The states of a difference, for the labels of what is in both. */
export interface ComparedStates {
  readonly before: GraphView | undefined;
  readonly after: GraphView | undefined;
}

/** The facts that a verb is to show. */
export interface FactFilter {
  readonly nodes: boolean;
  readonly edges: boolean;
  readonly graph: boolean;
  /** Of attributes alone these, and nothing else of an element that is in both states. */
  readonly attributes: readonly string[];
}

export const allFacts: FactFilter = { nodes: true, edges: true, graph: true, attributes: [] };

export function* factsOf(diff: Diff, filter: FactFilter = allFacts): Generator<DiffFact> {
  const parts = [
    ...(filter.nodes ? [diff.nodes] : []),
    ...(filter.edges ? [diff.edges] : []),
    ...(filter.graph ? [diff.graph] : []),
  ];
  for (const part of parts) {
    for (const fact of part) {
      const wanted = filter.attributes.length === 0 ? fact : narrowed(fact, filter.attributes);
      if (wanted !== undefined) yield wanted;
    }
  }
}

/** A fact with nothing but some attributes; undefined where nothing is left. */
function narrowed(fact: DiffFact, attributes: readonly string[]): DiffFact | undefined {
  if (fact.kind === "label") return undefined;
  if (fact.kind === "attribute") return attributes.includes(fact.attribute) ? fact : undefined;
  const kept = Object.entries(fact.attributes).filter(([name]) => attributes.includes(name));
  return kept.length === 0 ? undefined : { ...fact, attributes: Object.fromEntries(kept) };
}

/** A fact as a line: `~ node 7 :Person ada@example.org  name "Ada" → "Ada L."`. */
export function factLine(fact: DiffFact, states: ComparedStates, output: Output): string {
  const { kind, id } = fact.element;
  const name = kind === "graph" ? kind : `${kind} ${id}`;
  if (fact.kind === "label" || fact.kind === "attribute") {
    const view = states.after ?? states.before;
    const labels = kind === "graph" || fact.kind === "label" ? [] : labelsIn(view, kind, id);
    const called = elementName(view, kind, id, output);
    const parts = [
      `~ ${name}`,
      ...(labels.length === 0 ? [] : [labelsText(labels, output)]),
      ...(called === undefined ? [] : [called]),
    ];
    const change =
      fact.kind === "label"
        ? `${labelsText(fact.before, output)} → ${labelsText(fact.after, output)}`
        : `${output.cell(fact.attribute)} ${valueWords(fact.before, output)} → ${valueWords(fact.after, output)}`;
    return output.style("yellow", `${parts.join(" ")}  ${change}`);
  }
  const isAdded = fact.kind === "added";
  const parts = [`${isAdded ? "+" : "-"} ${name}`];
  if (fact.labels.length > 0) parts.push(labelsText(fact.labels, output));
  if (fact.ends !== undefined)
    parts.push(endsWords(isAdded ? states.after : states.before, fact.ends, output));
  const values = Object.entries(fact.attributes).map(
    ([attribute, value]) => `${output.cell(attribute)}: ${valueWords(value, output)}`,
  );
  const line = values.length === 0 ? parts.join(" ") : `${parts.join(" ")}  ${values.join(", ")}`;
  return output.style(isAdded ? "green" : "red", line);
}

function labelsIn(view: GraphView | undefined, kind: "node" | "edge", id: number): readonly string[] {
  if (view === undefined) return [];
  if (kind === "node") return view.hasNode(id) ? view.nodes.labels(id) : [];
  return view.hasEdge(id) ? view.edges.labels(id) : [];
}

export function labelsText(labels: readonly string[], output: Output): string {
  return labels.length === 0 ? "(no label)" : labels.map((label) => `:${output.cell(label)}`).join("");
}

/** A value in a line: texts in quotes, absent as a cell has it. */
export function valueWords(value: unknown, output: Output): string {
  if (typeof value !== "string") return output.cell(value);
  return `"${output.cell(value).replaceAll('"', '\\"')}"`;
}

/** The numbers in a line: `1 node added, 2 edges removed`. */
export function countsLine({ nodes, edges, graph }: Diff): string {
  return changesText({ nodes: nodes.counts, edges: edges.counts, graph: graph.counts });
}

export function countsJson({ nodes, edges, graph }: Diff): Record<string, unknown> {
  return { nodes: nodes.counts, edges: edges.counts, graph: graph.counts };
}

const counts: JsonSchema = {
  type: "object",
  properties: { added: { type: "integer" }, removed: { type: "integer" }, changed: { type: "integer" } },
  required: ["added", "removed", "changed"],
};

export const countsSchema: JsonSchema = {
  type: "object",
  properties: { nodes: counts, edges: counts, graph: counts },
  required: ["nodes", "edges", "graph"],
};

/** The columns of facts as rows. */
export const factColumns = [
  "change",
  "element",
  "id",
  "labels",
  "source",
  "target",
  "attribute",
  "before",
  "after",
] as const;

/**
 * A fact as rows of {@link factColumns}: one for each value of an element that came or went, after one for itself.
 */
export function* factRows(fact: DiffFact, states: ComparedStates): Generator<OutputRow> {
  const { kind, id } = fact.element;
  if (fact.kind === "label") {
    yield [fact.kind, kind, id, null, null, null, null, fact.before, fact.after];
    return;
  }
  if (fact.kind === "attribute") {
    const labels = kind === "graph" ? null : labelsIn(states.after ?? states.before, kind, id);
    yield [fact.kind, kind, id, labels, null, null, fact.attribute, fact.before, fact.after];
    return;
  }
  const start = [fact.kind, kind, id, fact.labels, fact.ends?.source ?? null, fact.ends?.target ?? null];
  yield [...start, null, null, null];
  for (const [attribute, value] of Object.entries(fact.attributes))
    yield fact.kind === "added" ? [...start, attribute, null, value] : [...start, attribute, value, null];
}

/** A fact in the document of `--json`; what is absent in a state is null. */
export function factJson(fact: DiffFact): Record<string, unknown> {
  const { kind, id } = fact.element;
  const start = { change: fact.kind, element: kind, id };
  if (fact.kind === "label") return { ...start, before: fact.before, after: fact.after };
  if (fact.kind === "attribute")
    return { ...start, attribute: fact.attribute, before: fact.before ?? null, after: fact.after ?? null };
  return { ...start, labels: fact.labels, ...(fact.ends ?? {}), attributes: fact.attributes };
}

export const factSchema: JsonSchema = {
  type: "object",
  properties: {
    change: { enum: ["added", "removed", "label", "attribute"] },
    element: { enum: ["node", "edge", "graph"] },
    id: { type: "integer" },
    labels: {
      type: "array",
      items: { type: "string" },
      description: "Of what came or went; of an edge its type",
    },
    source: { type: "integer", description: "Of an edge that came or went" },
    target: { type: "integer", description: "Of an edge that came or went" },
    attributes: { type: "object", description: "Of what came or went: its values" },
    attribute: { type: "string", description: "Of an attribute that differs" },
    before: { description: "The labels or the value before; null if absent" },
    after: { description: "The labels or the value after; null if absent" },
  },
  required: ["change", "element", "id"],
};
