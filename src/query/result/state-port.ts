/** A state of a graph as the executor sees it: values of the language instead of JavaScript's. */

import type { IndexSet } from "../../space/index/index-set.js";
import { attributeWith, type ElementState } from "../../space/states/element-state.js";
import type { GraphState } from "../../space/states/graph-state.js";
import type { Bitmap } from "../../structures/bitmap.js";
import type { ElementKindWord, GraphPort } from "../run/graph-port.js";
import { fromStored } from "../values/stored.js";
import type { CypherValue } from "../values/value.js";
import { CypherValueError } from "../values/value-error.js";
import { labelledIds } from "./labelled-nodes.js";
import { StateAccess } from "./state-access.js";

const NO_LABELS: readonly string[] = [];

/** A state that never changes, with what queries need of it. */
export interface PastTarget {
  readonly state: GraphState;
  readonly view: unknown;
  readonly indices: IndexSet;
  readonly past: PastOfQuery | undefined;
}

/** The history of the graph that a query runs on. */
export interface PastOfQuery {
  /** The id of the commit whose state the query runs on; undefined for the present. */
  readonly commit: string | undefined;
  /** The graph at a revision, or at a time in ms. Throws if there is no such one. */
  readonly at: (revision: string | number) => PastTarget;
  /** The history itself, for procedures. */
  readonly history: unknown;
}

export class StatePort implements GraphPort {
  readonly state: GraphState;
  /** The view that procedures get. */
  readonly view: unknown;
  readonly access: StateAccess;
  readonly commit: string | undefined;
  readonly history: unknown;
  readonly at: ((revision: string | number) => GraphPort) | undefined;

  /** `indices` are those over the columns of nodes, if there are any. */
  constructor(
    state: GraphState,
    view: unknown,
    indices: IndexSet | undefined,
    past: PastOfQuery | undefined,
  ) {
    this.state = state;
    this.view = view;
    this.commit = past?.commit;
    this.history = past?.history;
    this.at = past && ((revision) => portOf(past.at(revision)));
    this.access = new StateAccess(state, indices, (node, name) => this.attributeOf("node", node, name));
  }

  get directed(): boolean {
    return this.state.directed;
  }

  get nodeCount(): number {
    return this.state.nodes.live.count;
  }

  get relationshipCount(): number {
    return this.state.edges.live.count;
  }

  nodeIds(label: string | undefined): Iterable<number> {
    const { nodes } = this.state;
    return label === undefined ? nodes.live.toArray() : labelledIds(nodes, label);
  }

  incident(node: number, direction: "out" | "in" | "both"): ArrayLike<number> {
    const { adjacency, edges } = this.state;
    if (direction !== "both") return adjacency.lists(direction === "in").edges(node, edges.live);
    const leaving = adjacency.lists(false).edges(node, edges.live);
    const entering = adjacency.lists(true).edges(node, edges.live);
    if (entering.length === 0) return leaving;
    if (leaving.length === 0) return entering;
    // a loop leaves and enters
    return [...new Set([...leaving, ...entering])].sort((a, b) => a - b);
  }

  hasElement(kind: ElementKindWord, id: number): boolean {
    return this.#elements(kind).live.has(id);
  }

  labelsOf(node: number): readonly string[] {
    const { nodes } = this.state;
    requireLive("node", node, nodes.live);
    const set = nodes.labelRows.get(node);
    return set < 0 ? NO_LABELS : nodes.labelSets.set(set);
  }

  typeOf(relationship: number): string {
    const { edges } = this.state;
    const set = edges.labelRows.get(relationship);
    return set < 0 ? "" : edges.labelSets.set(set)[0];
  }

  sourceOf(relationship: number): number {
    return this.state.pool.edges.sources[relationship];
  }

  targetOf(relationship: number): number {
    return this.state.pool.edges.targets[relationship];
  }

  attributeOf(kind: ElementKindWord, id: number, name: string): CypherValue {
    const elements = this.#elements(kind);
    requireLive(kind, id, elements.live);
    const attribute = elements.attribute(name);
    const found = attribute === undefined ? undefined : attributeWith(attribute, id);
    return found === undefined
      ? null
      : fromStored(found.stored.type, found.stored.column.get(found.rows.get(id)));
  }

  attributesOf(kind: ElementKindWord, id: number): Map<string, CypherValue> {
    const elements = this.#elements(kind);
    requireLive(kind, id, elements.live);
    const values = new Map<string, CypherValue>();
    for (const { name, stored, rows } of elements.attributes()) {
      const row = rows.get(id);
      if (row >= 0) values.set(name, fromStored(stored.type, stored.column.get(row)));
    }
    return values;
  }

  #elements(kind: ElementKindWord): ElementState {
    return kind === "node" ? this.state.nodes : this.state.edges;
  }
}

function portOf({ state, view, indices, past }: PastTarget): StatePort {
  return new StatePort(state, view, indices, past);
}

function requireLive(kind: ElementKindWord, id: number, live: Bitmap): void {
  if (live.has(id)) return;
  throw new CypherValueError(
    "EntityNotFound",
    "DeletedEntityAccess",
    `expected a ${kind} that is there, got one that was deleted`,
  );
}
