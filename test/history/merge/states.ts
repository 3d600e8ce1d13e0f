// Full copies of a graph's states, read through public names alone, and what is the same in two of them.
import type { GraphView } from "../../../src/index.js";
import { show } from "../../model/show.js";
import {
  type Cell,
  ELEMENT_KINDS,
  type Element,
  type Elements,
  graphWith,
  type Kind,
  type State,
} from "../../model/state.js";

/** A full copy of what a view shows. */
export function readState(view: GraphView): State {
  return { nodes: readElements(view, "nodes"), edges: readElements(view, "edges"), graph: readGraph(view) };
}

function readElements(view: GraphView, kind: Kind): Elements {
  const elements = view[kind];
  const { schema } = elements;
  const byId = new Map<number, Element>();
  for (const id of elements.ids()) {
    const values = elements.get(id);
    const cells = new Map(
      Object.keys(values).map((name): [string, Cell] => [name, { type: schema[name], value: values[name] }]),
    );
    const source = kind === "edges" ? view.source(id) : 0;
    const target = kind === "edges" ? view.target(id) : 0;
    byId.set(id, { source, target, labels: elements.labels(id).sort(), cells });
  }
  return { byId, schema: new Map() };
}

function readGraph({ attributes }: GraphView): Elements {
  const { schema } = attributes;
  const cells = Array.from(attributes, ([name, value]): [string, Cell] => [
    name,
    { type: schema[name], value },
  ]);
  return { byId: graphWith(new Map(cells)), schema: new Map() };
}

export function sameCell(a: Cell | undefined, b: Cell | undefined): boolean {
  return a?.type === b?.type && show(a?.value) === show(b?.value);
}

/** Throws if an edge is there without its ends. */
export function checkEnds(what: string, { nodes, edges }: State): void {
  for (const [id, { source, target }] of edges.byId) {
    if (nodes.byId.has(source) && nodes.byId.has(target)) continue;
    throw new Error(`${what}: edge ${id} from ${source} to ${target} is there without its ends`);
  }
}

/** The state of a graph in which there is nothing. */
export function nothing(): State {
  const [nodes, edges] = ELEMENT_KINDS.map((): Elements => ({ byId: new Map(), schema: new Map() }));
  return { nodes, edges, graph: { byId: graphWith(), schema: new Map() } };
}
