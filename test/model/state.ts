// The model of a graph's state: full copies in Maps, and what differs between two of them.
import { show } from "./show.js";

export interface Cell {
  readonly type: string;
  readonly value: unknown;
}

export interface Element {
  readonly source: number;
  readonly target: number;
  /** Sorted; of an edge its type, if it has one. */
  labels: readonly string[];
  readonly cells: Map<string, Cell>;
}

export interface Elements {
  readonly byId: Map<number, Element>;
  /** The type of each attribute that is bound. */
  readonly schema: Map<string, string>;
}

export interface State {
  readonly nodes: Elements;
  readonly edges: Elements;
  /** The graph itself, as the one element 0. */
  readonly graph: Elements;
}

export const ELEMENT_KINDS = ["nodes", "edges"] as const;
export type Kind = (typeof ELEMENT_KINDS)[number];
/** The kinds of what has attributes. */
export const KINDS = [...ELEMENT_KINDS, "graph"] as const;
export type OwnerKind = (typeof KINDS)[number];

/** The graph itself, with the attributes given. */
export function graphWith(cells: Map<string, Cell> = new Map()): Map<number, Element> {
  return new Map([[0, { source: 0, target: 0, labels: [], cells }]]);
}

export function emptyState(declared: Readonly<Record<OwnerKind, Record<string, string>>>): State {
  const elements = (kind: OwnerKind): Elements => ({
    byId: kind === "graph" ? graphWith() : new Map(),
    schema: new Map(Object.entries(declared[kind])),
  });
  return { nodes: elements("nodes"), edges: elements("edges"), graph: elements("graph") };
}

export function copyState({ nodes, edges, graph }: State): State {
  const copy = ({ byId, schema }: Elements): Elements => ({
    byId: new Map([...byId].map(([id, element]) => [id, { ...element, cells: new Map(element.cells) }])),
    schema: new Map(schema),
  });
  return { nodes: copy(nodes), edges: copy(edges), graph: copy(graph) };
}

/** The part of a state that has the given nodes and edges. */
export function partOf(state: State, nodes: ReadonlySet<number>, edges: ReadonlySet<number>): State {
  const part = ({ byId, schema }: Elements, kept: ReadonlySet<number>): Elements => ({
    byId: new Map([...byId].filter(([id]) => kept.has(id))),
    schema: new Map(schema),
  });
  return copyState({
    nodes: part(state.nodes, nodes),
    edges: part(state.edges, edges),
    graph: state.graph,
  });
}

/** Everything in a state as text: equal for states with the same elements, labels and cells. */
export function dump(state: State): string {
  const lines = KINDS.flatMap((kind) =>
    [...state[kind].byId]
      .sort(([a], [b]) => a - b)
      .map(([id, { source, target, labels, cells }]) => {
        const all = [...cells].map(([name, { type, value }]) => `${show(name)}:${type}:${show(value)}`);
        return `${kind} ${id} ${source} ${target} ${show(labels)} ${all.sort().join(" ")}`;
      }),
  );
  return lines.join("\n");
}

export interface CellDifference {
  readonly id: number;
  readonly name: string;
  readonly before: Cell | undefined;
  readonly after: Cell | undefined;
}

/** What differs in the elements of one kind; cells and labels of elements in both states only. */
export interface Difference {
  readonly added: number[];
  readonly removed: number[];
  readonly cells: CellDifference[];
  readonly labels: { id: number; before: readonly string[]; after: readonly string[] }[];
  /** How many elements in both states differ. */
  readonly changedCount: number;
}

export function difference(before: Elements, after: Elements): Difference {
  const ascending = (ids: Iterable<number>) => [...ids].sort((a, b) => a - b);
  const without = (a: Elements, b: Elements) => ascending(a.byId.keys()).filter((id) => !b.byId.has(id));
  const cells: CellDifference[] = [];
  const labels: Difference["labels"] = [];
  const changed = new Set<number>();
  for (const id of ascending(before.byId.keys())) {
    const old = before.byId.get(id) as Element;
    const now = after.byId.get(id);
    if (now === undefined) continue;
    if (show(old.labels) !== show(now.labels)) {
      labels.push({ id, before: old.labels, after: now.labels });
      changed.add(id);
    }
    for (const name of new Set([...old.cells.keys(), ...now.cells.keys()])) {
      const [was, is] = [old.cells.get(name), now.cells.get(name)];
      if (was?.type === is?.type && show(was?.value) === show(is?.value)) continue;
      cells.push({ id, name, before: was, after: is });
      changed.add(id);
    }
  }
  return {
    added: without(after, before),
    removed: without(before, after),
    cells,
    labels,
    changedCount: changed.size,
  };
}

export function isEmptyDifference({ added, removed, changedCount }: Difference): boolean {
  return added.length === 0 && removed.length === 0 && changedCount === 0;
}
