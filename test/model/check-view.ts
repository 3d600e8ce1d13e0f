// Every read of a view against the model.
import type { Direction, GraphView } from "../../src/view.js";
import { agree } from "./show.js";
import { ELEMENT_KINDS, type Element, type Elements, type Kind, type State } from "./state.js";

/** Above so many elements only some are looked at one by one; columns and counts are always whole. */
const ELEMENTS_ONE_BY_ONE_MAX = 120;

export const UNKNOWN_NAME = "no such name";

/** Throws unless everything that can be read from a view is as in the model. */
export function checkView(what: string, view: GraphView, state: State, directed: boolean): void {
  agree(`${what}: directed`, view.directed, directed);
  agree(`${what}: nodeCount`, view.nodeCount, state.nodes.byId.size);
  agree(`${what}: edgeCount`, view.edgeCount, state.edges.byId.size);
  for (const kind of ELEMENT_KINDS) checkElements(`${what}: ${kind}`, view, state, kind);
  checkAttributes(`${what}: attributes`, view, state);
  checkArcs(what, view, state, directed);
  checkCsr(what, view, state, directed);
}

function sorted(ids: Iterable<number>): number[] {
  return [...ids].sort((a, b) => a - b);
}

function checkElements(what: string, view: GraphView, state: State, kind: Kind): void {
  const elements = view[kind];
  const { byId, schema } = state[kind];
  const ids = sorted(byId.keys());
  agree(`${what}.count`, elements.count, byId.size);
  agree(`${what}.ids()`, [...elements.ids()], ids);
  agree(`${what}.schema`, elements.schema, Object.fromEntries(schema));
  agree(`${what}.all()`, [...elements.all()], ids);
  for (const name of [...schema.keys(), UNKNOWN_NAME]) {
    const column = elements.column(name);
    const values = ids.map((id) => byId.get(id)?.cells.get(name)?.value);
    agree(`${what}.column(${name}).type`, column.type, schema.get(name));
    agree(`${what}.column(${name})`, column.toArray(), values);
    agree(
      `${what}.column(${name}).absentCount`,
      column.absentCount,
      values.filter((v) => v === undefined).length,
    );
  }
  const labels = new Set([UNKNOWN_NAME]);
  for (const element of byId.values()) for (const label of element.labels) labels.add(label);
  for (const label of labels) {
    const having = ids.filter((id) => byId.get(id)?.labels.includes(label));
    agree(`${what}.withLabel(${label})`, [...elements.withLabel(label).ids()], having);
  }
  for (const id of sample(ids)) checkElement(what, view, state[kind], kind, id);
  for (const id of [ids.length === 0 ? 0 : (ids.at(-1) as number) + 1, 2 ** 32 - 1, -1, 0.5]) {
    agree(`${what}.has(${id})`, elements.has(id), byId.has(id));
  }
}

/** Those of the graph itself. */
function checkAttributes(what: string, { attributes }: GraphView, { graph: { byId, schema } }: State): void {
  const { cells } = byId.get(0) as Element;
  const values = Object.fromEntries([...cells].map(([name, { value }]) => [name, value]));
  agree(`${what}.get()`, attributes.get(), values);
  agree(`${what}.count`, attributes.count, cells.size);
  agree(`${what}.schema`, attributes.schema, Object.fromEntries(schema));
  const entries = [...cells].map(([name, { value }]) => [name, value] as const);
  agree(
    `${what}[Symbol.iterator]`,
    [...attributes],
    entries.sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  for (const name of [...schema.keys(), UNKNOWN_NAME]) {
    agree(`${what}.get(${name})`, attributes.get(name), cells.get(name)?.value);
    agree(`${what}.has(${name})`, attributes.has(name), cells.has(name));
  }
}

function sample(ids: readonly number[]): number[] {
  const step = Math.ceil(ids.length / ELEMENTS_ONE_BY_ONE_MAX);
  return step <= 1 ? [...ids] : ids.filter((_, i) => i % step === 0 || i === ids.length - 1);
}

function checkElement(what: string, view: GraphView, model: Elements, kind: Kind, id: number): void {
  const elements = view[kind];
  const { cells, labels, source, target } = model.byId.get(id) as Element;
  const values = Object.fromEntries([...cells].map(([name, { value }]) => [name, value]));
  agree(`${what}.has(${id})`, elements.has(id), true);
  agree(`${what}.get(${id})`, elements.get(id), values);
  for (const name of [...model.schema.keys(), UNKNOWN_NAME]) {
    agree(`${what}.get(${id}, ${name})`, elements.get(id, name), cells.get(name)?.value);
  }
  agree(`${what}.labels(${id})`, elements.labels(id), labels);
  agree(`${what}.type(${id})`, elements.type(id), labels[0]);
  if (kind === "nodes") return;
  agree(`source(${id})`, view.source(id), source);
  agree(`target(${id})`, view.target(id), target);
}

interface Arc {
  readonly end: number;
  readonly edge: number;
}

/** For each node the arcs that leave it and those that enter it; edges ascend. */
function arcsOf(state: State, directed: boolean): { out: Map<number, Arc[]>; in: Map<number, Arc[]> } {
  const lists = () => new Map(sorted(state.nodes.byId.keys()).map((id): [number, Arc[]] => [id, []]));
  const arcs = { out: lists(), in: lists() };
  for (const edge of sorted(state.edges.byId.keys())) {
    const { source, target } = state.edges.byId.get(edge) as Element;
    arcs.out.get(source)?.push({ end: target, edge });
    arcs.in.get(target)?.push({ end: source, edge });
    if (directed) continue;
    arcs.out.get(target)?.push({ end: source, edge });
    arcs.in.get(source)?.push({ end: target, edge });
  }
  return arcs;
}

function checkArcs(what: string, view: GraphView, state: State, directed: boolean): void {
  const arcs = arcsOf(state, directed);
  const of = (id: number, direction: Direction): Arc[] => {
    const [leaving, entering] = [arcs.out.get(id) ?? [], arcs.in.get(id) ?? []];
    if (!directed || direction === "out") return leaving;
    return direction === "in" ? entering : [...leaving, ...entering];
  };
  const ids = sorted(state.nodes.byId.keys());
  for (const id of sample(ids)) {
    for (const direction of ["out", "in", "both"] as const) {
      const list = of(id, direction).sort((a, b) => a.edge - b.edge);
      const at = `${what}: (${id}, ${direction})`;
      agree(`${at} degree`, view.degree(id, direction), list.length);
      const edges = [...new Set(list.map(({ edge }) => edge))];
      agree(`${at} incidentEdges`, [...view.incidentEdges(id, direction)], edges);
      const ends = [...new Set(list.map(({ end }) => end))];
      agree(`${at} neighbors`, [...view.neighbors(id, direction)], ends);
    }
    agree(`${what}: degree(${id})`, view.degree(id), of(id, "out").length);
  }
  const some = sample(ids).slice(0, 8);
  for (const a of some) {
    for (const b of some) {
      const between = of(a, "out").filter(({ end }) => end === b);
      const edges = sorted(new Set(between.map(({ edge }) => edge)));
      agree(`${what}: edgesBetween(${a}, ${b})`, [...view.edgesBetween(a, b)], edges);
    }
  }
}

function checkCsr(what: string, view: GraphView, state: State, directed: boolean): void {
  const csr = view.csr();
  const nodes = sorted(state.nodes.byId.keys());
  const edges = sorted(state.edges.byId.keys());
  agree(`${what}: csr.nodeIds`, [...csr.nodeIds], nodes);
  agree(`${what}: csr.edgeIds`, [...csr.edgeIds], edges);
  agree(`${what}: csr.arcCount`, csr.arcCount, directed ? edges.length : edges.length * 2);
  const arcs = arcsOf(state, directed);
  for (const way of ["out", "in"] as const) {
    const { offsets, ends, edges: edgeIndices } = csr[way];
    nodes.forEach((id, index) => {
      const found: string[] = [];
      for (let arc = offsets[index]; arc < offsets[index + 1]; arc++) {
        found.push(`${csr.nodeIds[ends[arc]]} by ${csr.edgeIds[edgeIndices[arc]]}`);
      }
      const expected = (arcs[way].get(id) as Arc[]).map(({ end, edge }) => `${end} by ${edge}`);
      agree(`${what}: csr.${way} of ${id}`, found.sort(), expected.sort());
    });
  }
  for (const [index, id] of nodes.entries()) agree(`${what}: csr.indexOf(${id})`, csr.indexOf(id), index);
  for (const id of [nodes.length === 0 ? 0 : (nodes.at(-1) as number) + 1, -1, 0.5]) {
    agree(`${what}: csr.indexOf(${id})`, csr.indexOf(id), -1);
  }
}
