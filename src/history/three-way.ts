/**
 * Three-way merging by fact: presence of a node or an edge, a label, an attribute's value. What both sides did
 * alike, or only one did, is settled; the rest are conflicts. Nothing is guessed and nothing is moved here.
 */
import type { AttributeColumn } from "../pool/attribute-column.js";
import type { ElementKind } from "../pool/pool.js";
import type { ElementState } from "../space/element-state.js";
import type { GraphState } from "../space/graph-state.js";
import type { Conflict } from "./conflict.js";
import type { Side, SideElements } from "./side.js";

/** A merge: what each side changed against the base, the present state, which is ours, and theirs. */
export interface ThreeWay {
  readonly present: GraphState;
  readonly theirState: GraphState;
  readonly ours: Side;
  readonly theirs: Side;
}

/** The states that conflicts quote from. */
export interface QuotedStates {
  readonly base: GraphState;
  readonly ours: GraphState;
  readonly theirs: GraphState;
}

/** Whether an element was in the base. */
export function inBase({ present, ours }: ThreeWay, kind: ElementKind, id: number): boolean {
  const side = ours.of(kind);
  return side.removed.has(id) || (elementsOf(present, kind).live.has(id) && !side.added.has(id));
}

export function elementsOf(state: GraphState, kind: ElementKind): ElementState {
  return kind === "node" ? state.nodes : state.edges;
}

/** All conflicts but those of unique keys, which show only in the merged state. O(changes of both sides). */
export function findConflicts(merge: ThreeWay, quoted: QuotedStates): Conflict[] {
  return [
    ...findSchemaConflicts(merge, "node"),
    ...findSchemaConflicts(merge, "edge"),
    ...findRemovalConflicts(merge, quoted, "node"),
    ...findRemovalConflicts(merge, quoted, "edge"),
    ...findDanglingConflicts(merge),
    ...findAttributeConflicts(merge, "node"),
    ...findAttributeConflicts(merge, "edge"),
  ];
}

function* findSchemaConflicts({ ours, theirs }: ThreeWay, kind: ElementKind): Generator<Conflict> {
  for (const mine of ours.of(kind).introduced) {
    const rival = rivalOf(mine, theirs.of(kind));
    if (rival === undefined) continue;
    yield {
      kind: "schema",
      element: undefined,
      elements: kind,
      attribute: mine.name,
      base: undefined,
      ours: mine.type,
      theirs: rival.type,
    };
  }
}

/** The column of another type that the other side began under the same name. */
function rivalOf(stored: AttributeColumn, side: SideElements): AttributeColumn | undefined {
  return side.introduced.find((other) => other.name === stored.name && other !== stored);
}

function* findRemovalConflicts(
  merge: ThreeWay,
  quoted: QuotedStates,
  kind: ElementKind,
): Generator<Conflict> {
  for (const [remover, modifier] of [
    [merge.ours.of(kind), merge.theirs.of(kind)],
    [merge.theirs.of(kind), merge.ours.of(kind)],
  ] as const) {
    for (const id of modifier.modifiedElements().and(remover.removed).andNot(modifier.removed).toArray()) {
      yield {
        kind: "removal",
        element: { kind, id },
        base: attributesOf(elementsOf(quoted.base, kind), id),
        ours: attributesOf(elementsOf(quoted.ours, kind), id),
        theirs: attributesOf(elementsOf(quoted.theirs, kind), id),
      };
    }
  }
}

/** The attributes of an element that is live; undefined for one that is not. */
function attributesOf(state: ElementState, id: number): Record<string, unknown> | undefined {
  if (!state.live.has(id)) return undefined;
  const values: [string, unknown][] = [];
  for (const { name, stored, rows } of state.attributes()) {
    const row = rows.get(id);
    if (row >= 0) values.push([name, stored.column.get(row)]);
  }
  return Object.fromEntries(values);
}

function* findDanglingConflicts(merge: ThreeWay): Generator<Conflict> {
  const { sources, targets } = merge.present.pool.edges;
  for (const addedBy of ["ours", "theirs"] as const) {
    const remover = addedBy === "ours" ? merge.theirs : merge.ours;
    const adder = addedBy === "ours" ? merge.ours : merge.theirs;
    // An edge that both sides have was settled when one of them took it over.
    const added = adder.edges.added.andNot(remover.edges.added);
    if (remover.nodes.removed.count === 0) continue;
    for (const edge of added.toArray()) {
      for (const node of new Set([sources[edge], targets[edge]])) {
        if (!remover.nodes.removed.has(node) || adder.nodes.removed.has(node)) continue;
        yield {
          kind: "dangling",
          element: { kind: "edge", id: edge },
          node,
          addedBy,
          base: true,
          ours: addedBy === "ours",
          theirs: addedBy === "theirs",
        };
      }
    }
  }
}

function* findAttributeConflicts(
  { ours, theirs, present }: ThreeWay,
  kind: ElementKind,
): Generator<Conflict> {
  const mine = ours.of(kind);
  const others = theirs.of(kind);
  for (const [stored, changes] of others.cells) {
    const rivals = mine.cells.get(stored);
    if (rivals === undefined) continue;
    for (const [id, change] of changes) {
      const rival = rivals.get(id);
      if (rival === undefined || sameCell(stored, rival.after, change.after)) continue;
      if (mine.removed.has(id) || others.removed.has(id) || !elementsOf(present, kind).live.has(id)) continue;
      yield {
        kind: "attribute",
        element: { kind, id },
        attribute: stored.name,
        base: valueIn(stored, change.before),
        ours: valueIn(stored, rival.after),
        theirs: valueIn(stored, change.after),
      };
    }
  }
}

/** Whether two rows, or their lack, come to the same. */
export function sameCell(stored: AttributeColumn, rowA: number, rowB: number): boolean {
  if (rowA < 0 || rowB < 0) return rowA < 0 && rowB < 0;
  return rowA === rowB || stored.column.same(rowA, rowB);
}

function valueIn(stored: AttributeColumn, row: number): unknown {
  return row < 0 ? undefined : stored.column.get(row);
}
