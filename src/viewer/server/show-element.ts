/** One element with its attributes, what is around it, and the commits that changed it. */
import type { ElementChange, GraphView } from "groggy";
import type { ShownChange, ShownElement, ShownNeighbor, ShownValue } from "../protocol/messages.js";
import type { ShownStates } from "./shown-states.js";
import { captionAttribute, captionsOf, clippedText, shownText, VALUE_LENGTH } from "./shown-text.js";

const NEIGHBORS_MAX = 50;
const CHANGES_MAX = 50;
const FACT_LENGTH_MAX = 200;

/** Throws NODE_NOT_FOUND or EDGE_NOT_FOUND if it is not in the state. */
export function showElement(
  states: ShownStates,
  at: string,
  kind: "node" | "edge",
  id: number,
  caption: string | undefined,
): ShownElement {
  const view = states.view(at);
  const elements = kind === "node" ? view.nodes : view.edges;
  const called =
    caption !== undefined && Object.hasOwn(view.nodes.schema, caption)
      ? caption
      : captionAttribute(view, states.key);
  const values = elements.get(id);
  const { schema } = elements;
  const attributes = Object.entries(values).map(([name, value]) =>
    shownValue(name, String(schema[name]), value),
  );
  const labels = elements.labels(id);
  const changes = changesOf(states, at, kind, id);
  const { directed } = view;
  if (kind === "edge") {
    const ends = Uint32Array.of(view.source(id), view.target(id));
    const names = captionsOf(view, ends, called);
    return {
      kind,
      id,
      directed,
      caption: labels[0] ?? `edge #${id}`,
      labels,
      attributes,
      degree: null,
      neighbors: [],
      more: 0,
      ends: Array.from(ends, (node, i) => ({ node, caption: names[i]! })),
      changes,
    };
  }
  const neighbors = neighborsOf(view, id, called);
  return {
    kind,
    id,
    directed,
    caption: captionsOf(view, Uint32Array.of(id), called)[0]!,
    labels,
    attributes,
    degree: { out: view.degree(id, "out"), in: view.degree(id, "in") },
    neighbors: neighbors.list,
    more: neighbors.more,
    ends: [],
    changes,
  };
}

function shownValue(name: string, type: string, value: unknown): ShownValue {
  const text = shownText(value);
  if (text.length <= VALUE_LENGTH) return { name, type, text };
  return { name, type, text: clippedText(text, VALUE_LENGTH), cut: text.length - VALUE_LENGTH };
}

function neighborsOf(
  view: GraphView,
  id: number,
  caption: string | null,
): { readonly list: ShownNeighbor[]; readonly more: number } {
  const edges = view.incidentEdges(id, "both");
  const shown = edges.subarray(0, NEIGHBORS_MAX);
  const far = shown.map((edge) => (view.source(edge) === id ? view.target(edge) : view.source(edge)));
  const names = captionsOf(view, far, caption);
  const list = Array.from(
    shown,
    (edge, i): ShownNeighbor => ({
      edge,
      node: far[i]!,
      caption: names[i]!,
      type: view.edges.type(edge) ?? "",
      direction: !view.directed ? "both" : view.source(edge) === id ? "out" : "in",
    }),
  );
  return { list, more: edges.length - shown.length };
}

function changesOf(states: ShownStates, at: string, kind: "node" | "edge", id: number): ShownChange[] {
  const { graph } = states;
  if (graph === undefined || graph.head.commit === null) return [];
  const changes = graph.history.changesOf(id, at === "" ? { kind } : { kind, from: at });
  return changes.slice(0, CHANGES_MAX).map(shownChange);
}

function shownChange({ attributes, commit, kind, labels }: ElementChange): ShownChange {
  const facts = Object.entries(attributes).map(([name, { before, after }]) => ({
    name,
    before: factText(before),
    after: factText(after),
  }));
  if (labels !== undefined)
    facts.unshift({ name: "labels", before: labels.before.join(", "), after: labels.after.join(", ") });
  const { author, id, message, time } = commit;
  return { commit: id, message, author, time, kind, facts };
}

function factText(value: unknown): string {
  const text = shownText(value);
  return text.length <= FACT_LENGTH_MAX ? text : `${clippedText(text, FACT_LENGTH_MAX)}…`;
}
