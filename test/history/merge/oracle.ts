// The three-way merge once more, from the design alone: full copies of three states, merged fact by fact. What is
// there, what is not, each label and each cell; everything is looked at, nothing is skipped.
import type { Conflict, Resolution } from "../../../src/history/diff/conflict.js";
import { show } from "../../model/show.js";
import { type Cell, type Element, KINDS, type OwnerKind as Kind, type State } from "../../model/state.js";
import { nothing, sameCell } from "./states.js";

/** What is said to a conflict; `before` takes both sides back to the base, as in a base made of several. */
export type Said = Resolution | "before";
export type Say = (conflict: Conflict) => Said | undefined;

export interface Triple {
  readonly base: State;
  readonly ours: State;
  readonly theirs: State;
  /** What a policy that combines makes of an attribute's values, which is asked even if both sides have the same. */
  readonly combine?: Say | undefined;
}

const SINGULAR = { nodes: "node", edges: "edge", graph: "graph" } as const;
const PLURAL = { node: "nodes", edge: "edges", graph: "graph" } as const;

function get(state: State, kind: Kind, id: number): Element | undefined {
  return state[kind].byId.get(id);
}

function cellOf(state: State, kind: Kind, id: number, name: string): Cell | undefined {
  return get(state, kind, id)?.cells.get(name);
}

/** The type that an attribute's values have in a state; undefined if it has none. */
function typeIn(state: State, kind: Kind, name: string): string | undefined {
  for (const { cells } of state[kind].byId.values()) {
    const cell = cells.get(name);
    if (cell !== undefined) return cell.type;
  }
  return undefined;
}

function idsOf({ base, ours, theirs }: Triple, kind: Kind): number[] {
  const ids = [base, ours, theirs].flatMap((state) => [...state[kind].byId.keys()]);
  return [...new Set(ids)].sort((a, b) => a - b);
}

function namesOf({ base, ours, theirs }: Triple, kind: Kind): string[] {
  const cells = [base, ours, theirs].flatMap((state) => [...state[kind].byId.values()]);
  return [...new Set(cells.flatMap((element) => [...element.cells.keys()]))].sort();
}

function changesCells(base: State, side: State, kind: Kind, name: string): boolean {
  return [...side[kind].byId.keys()].some(
    (id) => !sameCell(cellOf(base, kind, id, name), cellOf(side, kind, id, name)),
  );
}

type TypeVerdict = "facts" | "ours" | "theirs" | "conflict";

/** Whose type an attribute takes; `facts` if there is no question. */
function typeVerdict({ base, ours, theirs }: Triple, kind: Kind, name: string): TypeVerdict {
  const [b, o, t] = [base, ours, theirs].map((state) => typeIn(state, kind, name));
  if (o === undefined || t === undefined || o === t) return "facts";
  if (o === b && !changesCells(base, ours, kind, name)) return "theirs";
  if (t === b && !changesCells(base, theirs, kind, name)) return "ours";
  return "conflict";
}

function differ(a: Element, b: Element): boolean {
  const names = new Set([...a.cells.keys(), ...b.cells.keys()]);
  return (
    show(a.labels) !== show(b.labels) ||
    [...names].some((name) => !sameCell(a.cells.get(name), b.cells.get(name)))
  );
}

function record(element: Element | undefined): Record<string, unknown> | undefined {
  return element && Object.fromEntries([...element.cells].map(([name, { value }]) => [name, value]));
}

/** All conflicts but those of unique keys. */
export function conflictsOf(triple: Triple): Conflict[] {
  const { base, ours, theirs } = triple;
  const conflicts: Conflict[] = [];
  for (const kind of KINDS) {
    for (const attribute of namesOf(triple, kind)) {
      const verdict = typeVerdict(triple, kind, attribute);
      const [b, o, t] = [base, ours, theirs].map((state) => typeIn(state, kind, attribute)) as never[];
      if (verdict === "conflict") {
        const elements = SINGULAR[kind];
        conflicts.push({
          kind: "schema",
          element: undefined,
          elements,
          attribute,
          base: b,
          ours: o,
          theirs: t,
        });
      }
      if (verdict !== "facts") continue;
      for (const id of idsOf(triple, kind)) {
        if (get(ours, kind, id) === undefined || get(theirs, kind, id) === undefined) continue;
        const [cb, co, ct] = [base, ours, theirs].map((state) => cellOf(state, kind, id, attribute));
        if (sameCell(co, cb) || sameCell(ct, cb)) continue;
        const element = { kind: SINGULAR[kind], id };
        const [vb, vo, vt] = [cb, co, ct].map((cell) => cell?.value);
        const conflict = { kind: "attribute", element, attribute, base: vb, ours: vo, theirs: vt } as const;
        if (sameCell(co, ct)) {
          const said = triple.combine?.(conflict);
          if (typeof said !== "object" || Object.is(said.value, vo)) continue;
        }
        conflicts.push(conflict);
      }
    }
    for (const id of idsOf(triple, kind)) {
      const [eb, eo, et] = [base, ours, theirs].map((state) => get(state, kind, id));
      if (eb === undefined || (eo === undefined) === (et === undefined)) continue;
      if (!differ(eb, (eo ?? et) as Element)) continue;
      const element = { kind: SINGULAR[kind] as "node" | "edge", id };
      conflicts.push({ kind: "removal", element, base: record(eb), ours: record(eo), theirs: record(et) });
    }
  }
  for (const [addedBy, adder, remover] of [
    ["ours", ours, theirs],
    ["theirs", theirs, ours],
  ] as const) {
    for (const [id, { source, target }] of adder.edges.byId) {
      if (get(base, "edges", id) !== undefined || get(remover, "edges", id) !== undefined) continue;
      for (const node of new Set([source, target])) {
        if (get(base, "nodes", node) === undefined || get(remover, "nodes", node) !== undefined) continue;
        const element = { kind: "edge", id } as const;
        const sides = { base: true, ours: addedBy === "ours", theirs: addedBy === "theirs" };
        conflicts.push({ kind: "dangling", element, node, addedBy, ...sides });
      }
    }
  }
  return conflicts;
}

/** The merged state; conflicts to which nothing is said come out as ours. */
export function mergeStates(triple: Triple, say: Say): State {
  const { base, ours, theirs } = triple;
  const keptNodes = new Set<number>();
  const keptEdges = new Set<number>();
  const droppedEdges = new Set<number>();
  const asBefore = { nodes: new Set<number>(), edges: new Set<number>(), graph: new Set<number>() };
  const cellsSaid = new Map<string, Said>();
  const typesSaid = new Map<string, Said>();
  for (const conflict of conflictsOf(triple)) {
    const said = say(conflict) ?? "ours";
    if (conflict.kind === "schema") typesSaid.set(`${PLURAL[conflict.elements]} ${conflict.attribute}`, said);
    else if (conflict.kind === "attribute") {
      const { element, attribute } = conflict;
      cellsSaid.set(`${PLURAL[element.kind]} ${element.id} ${attribute}`, said);
    } else if (conflict.kind === "removal") {
      const { kind, id } = conflict.element;
      const keeper = conflict.ours === undefined ? "theirs" : "ours";
      const keeps = said === keeper || said === "resurrect" || said === "before";
      if (said === "before") asBefore[PLURAL[kind]].add(id);
      if (kind === "node" && keeps) keptNodes.add(id);
      if (kind === "edge" && !keeps) droppedEdges.add(id);
      if (kind === "edge" && keeps) {
        keptEdges.add(id);
        const { source, target } = get(base, "edges", id) as Element;
        keptNodes.add(source).add(target);
      }
    } else if (conflict.kind === "dangling") {
      const comesBack = said === conflict.addedBy || said === "resurrect";
      if (comesBack || said === "before") keptNodes.add(conflict.node);
      if (!comesBack) droppedEdges.add(conflict.element.id);
    }
  }
  const merged = nothing();
  const isThere = (kind: Kind, id: number): boolean => {
    const [b, o, t] = [base, ours, theirs].map((state) => get(state, kind, id));
    if (kind === "graph") return true;
    if (kind === "nodes") return keptNodes.has(id) || (b === undefined ? (o ?? t) !== undefined : !!o && !!t);
    const { source, target } = (b ?? o ?? t) as Element;
    if (!merged.nodes.byId.has(source) || !merged.nodes.byId.has(target)) return false;
    if (keptEdges.has(id) || droppedEdges.has(id)) return keptEdges.has(id);
    if (b === undefined) return true;
    const wentWithNode = (side: State): boolean =>
      [source, target].some((node) => get(side, "nodes", node) === undefined && keptNodes.has(node));
    return (!!o || wentWithNode(ours)) && (!!t || wentWithNode(theirs));
  };
  for (const kind of KINDS) {
    const names = namesOf(triple, kind);
    const verdicts = new Map(names.map((name) => [name, typeVerdict(triple, kind, name)]));
    for (const id of idsOf(triple, kind)) {
      if (!isThere(kind, id)) continue;
      const [b, o, t] = [base, ours, theirs].map((state) => get(state, kind, id));
      const only = asBefore[kind].has(id) ? b : o === undefined ? (t ?? b) : t === undefined ? o : undefined;
      const cells = new Map<string, Cell>();
      for (const name of names) {
        const [cb, co, ct] = [b, o, t].map((element) => element?.cells.get(name));
        let verdict: TypeVerdict | Said = verdicts.get(name) as TypeVerdict;
        if (verdict === "conflict") verdict = typesSaid.get(`${kind} ${name}`) as Said;
        const [tb, to, tt] = [base, ours, theirs].map((state) => typeIn(state, kind, name));
        const type = { facts: to ?? tt ?? tb, ours: to, theirs: tt, before: tb }[verdict as "facts"];
        const said = cellsSaid.get(`${kind} ${id} ${name}`);
        let cell: Cell | undefined;
        if (verdict === "before") cell = cb;
        else if (only !== undefined) cell = only.cells.get(name);
        else if (verdict === "ours") cell = co;
        else if (verdict === "theirs") cell = ct;
        else if (said === undefined) cell = sameCell(co, cb) ? ct : co;
        else if (typeof said === "object") {
          cell = said.value == null ? undefined : { type: type as string, value: said.value };
        } else cell = said === "before" ? cb : said === "theirs" ? ct : co;
        if (cell !== undefined && cell.type === type) cells.set(name, cell);
      }
      const { source, target } = (b ?? o ?? t) as Element;
      const labels =
        only?.labels ?? mergeLabels(b?.labels ?? [], (o as Element).labels, (t as Element).labels);
      merged[kind].byId.set(id, { source, target, labels, cells });
    }
  }
  return merged;
}

function mergeLabels(base: readonly string[], ours: readonly string[], theirs: readonly string[]): string[] {
  return [...new Set([...base, ...ours, ...theirs])].sort().filter((label) => {
    const [b, o, t] = [base, ours, theirs].map((labels) => labels.includes(label));
    return o === t ? o : o !== b ? o : t;
  });
}

/** The nodes that a state gives the same key: the one that has it on our side, or the first, against the others. */
export function keyConflictsOf(ours: State, merged: State, key: string): Conflict[] {
  const holders = new Map<string, number[]>();
  for (const [id, { cells }] of [...merged.nodes.byId].sort(([a], [b]) => a - b)) {
    const cell = cells.get(key);
    if (cell === undefined) continue;
    const text = `${cell.type} ${show(cell.value)}`;
    holders.set(text, [...(holders.get(text) ?? []), id]);
  }
  const conflicts: Conflict[] = [];
  for (const ids of holders.values()) {
    const had = (id: number) => sameCell(cellOf(ours, "nodes", id, key), cellOf(merged, "nodes", id, key));
    const first = ids.find(had) ?? ids[0];
    for (const id of ids) {
      if (id === first) continue;
      const element = { kind: "node", id } as const;
      const value = cellOf(merged, "nodes", id, key)?.value;
      conflicts.push({
        kind: "key",
        element,
        attribute: key,
        value,
        base: undefined,
        ours: first,
        theirs: id,
      });
    }
  }
  return conflicts;
}

/** A state with what was said to conflicts of keys; those to which nothing was said come out as ours. */
export function settleKeys(merged: State, conflicts: readonly Conflict[], say: Say): void {
  for (const conflict of conflicts) {
    if (conflict.kind !== "key") continue;
    const said = say(conflict) ?? "ours";
    const node = get(
      merged,
      "nodes",
      (said === "theirs" ? conflict.ours : conflict.theirs) as number,
    ) as Element;
    if (typeof said === "object" && said.value != null) {
      const { type } = node.cells.get(conflict.attribute) as Cell;
      node.cells.set(conflict.attribute, { type, value: said.value });
    } else node.cells.delete(conflict.attribute);
  }
}

/** A conflict as text without what it quotes: which one it is. */
export function nameOf(conflict: Conflict): string {
  const { kind } = conflict;
  if (kind === "schema") return `schema ${conflict.elements} ${conflict.attribute}`;
  const element = `${conflict.element.kind} ${conflict.element.id}`;
  if (kind === "attribute") return `attribute ${element} ${conflict.attribute}`;
  if (kind === "dangling") return `dangling ${element} ${conflict.node} ${conflict.addedBy}`;
  return kind === "key"
    ? `key ${conflict.ours} ${conflict.theirs} ${show(conflict.value)}`
    : `removal ${element}`;
}
