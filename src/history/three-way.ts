/**
 * Three-way merging by fact: presence of a node or an edge, a label, an attribute's value. What both sides did
 * alike, or only one did, is settled; the rest are conflicts. Nothing is guessed and nothing is moved here.
 *
 * Deltas say where to look, states say what is there: rows of elements that are not live mean nothing.
 */
import type { AttributeColumn } from "../pool/attribute-column.js";
import type { ElementKind } from "../pool/pool.js";
import type { Delta } from "../space/delta.js";
import type { ElementState } from "../space/element-state.js";
import type { GraphState } from "../space/graph-state.js";
import type { Bitmap } from "../structures/bitmap.js";
import { NO_ROW, type RowIndex } from "../structures/row-index.js";
import type { Conflict } from "./conflict.js";
import { intersection, Side, type SideElements, union } from "./side.js";

/** A merge: the state that both sides come from, theirs and ours, and what each changed. */
export class ThreeWay {
  readonly ours: GraphState;
  readonly nodes: ThreeElements;
  readonly edges: ThreeElements;

  constructor(
    base: GraphState,
    ours: GraphState,
    theirs: GraphState,
    deltas: { ours: Delta; theirs: Delta },
  ) {
    this.ours = ours;
    const [ourSide, theirSide] = [new Side(base, deltas.ours), new Side(base, deltas.theirs)];
    const of = (kind: ElementKind): ThreeElements => {
      const elements = (state: GraphState): ElementState => (kind === "node" ? state.nodes : state.edges);
      const states = { base: elements(base), ours: elements(ours), theirs: elements(theirs) };
      return new ThreeElements(kind, states, ourSide.of(kind), theirSide.of(kind));
    };
    this.nodes = of("node");
    this.edges = of("edge");
  }

  of(kind: ElementKind): ThreeElements {
    return kind === "node" ? this.nodes : this.edges;
  }
}

/** Two columns of different types under one name, and whose is taken; undefined if that is a conflict. */
interface Rivalry {
  readonly base: AttributeColumn | undefined;
  readonly ours: AttributeColumn;
  readonly theirs: AttributeColumn;
  readonly taken: "ours" | "theirs" | undefined;
  /** The elements that it may concern, ascending. */
  readonly touched: Uint32Array;
}

/** The elements of one kind in the three states. */
export class ThreeElements {
  readonly kind: ElementKind;
  readonly base: ElementState;
  readonly ours: ElementState;
  readonly theirs: ElementState;
  readonly ourSide: SideElements;
  readonly theirSide: SideElements;
  /** Elements that both sides have and the base does not, ascending. */
  readonly addedByBoth: Uint32Array;
  /** By name the attributes that have different types on the two sides, and values on both. */
  readonly rivalries: ReadonlyMap<string, Rivalry>;
  /** Attributes without values on our side, and the columns of another type that they have on theirs. */
  readonly #retyped = new Map<string, AttributeColumn>();

  constructor(
    kind: ElementKind,
    states: { readonly base: ElementState; readonly ours: ElementState; readonly theirs: ElementState },
    ourSide: SideElements,
    theirSide: SideElements,
  ) {
    this.kind = kind;
    this.base = states.base;
    this.ours = states.ours;
    this.theirs = states.theirs;
    this.ourSide = ourSide;
    this.theirSide = theirSide;
    this.addedByBoth = ourSide.added.and(theirSide.added);
    this.rivalries = this.#findRivalries();
  }

  #findRivalries(): Map<string, Rivalry> {
    const rivalries = new Map<string, Rivalry>();
    const mine = new Map([...this.ours.schema()].map((stored) => [stored.name, stored]));
    for (const theirs of this.theirs.schema()) {
      const ours = mine.get(theirs.name);
      if (ours === undefined || ours === theirs) continue;
      const [base, mineNow, theirsNow] = [this.base, this.ours, this.theirs].map(
        (state) => new Cells(state, theirs.name),
      );
      // A cell that is the same on one side is listed on the other, which has no such column.
      const touched = this.#touchedIn(theirs.name);
      const hasValues = (cells: Cells): boolean => touched.some((id) => cells.row(id) >= 0);
      // An attribute without values can take any type.
      if (!hasValues(theirsNow)) continue;
      if (!hasValues(mineNow)) {
        this.#retyped.set(theirs.name, theirs);
        continue;
      }
      const keeps = (cells: Cells, state: ElementState, side: SideElements): boolean =>
        cells.stored === base.stored &&
        !union(touched, side.added.toArray()).some((id) => state.live.has(id) && !cells.same(base, id));
      const taken = keeps(mineNow, this.ours, this.ourSide)
        ? "theirs"
        : keeps(theirsNow, this.theirs, this.theirSide)
          ? "ours"
          : undefined;
      rivalries.set(theirs.name, {
        base: hasValues(base) ? base.stored : undefined,
        ours,
        theirs,
        taken,
        touched,
      });
    }
    return rivalries;
  }

  /** The column of an attribute that is merged by fact: ours, unless only theirs has values. */
  columnOf(name: string): AttributeColumn | undefined {
    const own = this.#retyped.get(name);
    if (own !== undefined) return own;
    return (this.ours.attribute(name) ?? this.theirs.attribute(name) ?? this.base.attribute(name))?.stored;
  }

  /** The elements that a change of an attribute's type may concern, ascending. */
  #touchedIn(name: string): Uint32Array {
    return union(this.ourSide.touchedIn(name), this.theirSide.touchedIn(name));
  }

  /** The attributes that any of the states has. */
  names(): Set<string> {
    const names = new Set<string>();
    for (const state of [this.ours, this.theirs, this.base]) {
      for (const { name } of state.schema()) names.add(name);
    }
    return names;
  }
}

/** The values of one attribute in one state. */
export class Cells {
  readonly stored: AttributeColumn | undefined;
  readonly #rows: RowIndex | undefined;
  readonly #live: Bitmap;

  constructor(state: ElementState, name: string) {
    const attribute = state.attribute(name);
    this.stored = attribute?.stored;
    this.#rows = attribute?.rows;
    this.#live = state.live;
  }

  /** The row of an element's value; NO_ROW if it has none, or is not there. */
  row(id: number): number {
    return this.#rows === undefined || !this.#live.has(id) ? NO_ROW : Math.max(this.#rows.get(id), NO_ROW);
  }

  /** The row of an element's value in a column; NO_ROW if the value, if any, is of another type. */
  rowIn(stored: AttributeColumn, id: number): number {
    return this.stored === stored ? this.row(id) : NO_ROW;
  }

  /** The value of an element; undefined if it has none. */
  value(id: number): unknown {
    const row = this.row(id);
    return row < 0 ? undefined : this.stored?.column.get(row);
  }

  /** Whether an element has the same value, or none, in two states. */
  same(other: Cells, id: number): boolean {
    const [row, otherRow] = [this.row(id), other.row(id)];
    if (row < 0 || otherRow < 0 || this.stored === undefined) return row < 0 && otherRow < 0;
    return this.stored === other.stored && sameCell(this.stored, row, otherRow);
  }
}

/** Whether two rows, or their lack, come to the same. */
export function sameCell(stored: AttributeColumn, rowA: number, rowB: number): boolean {
  if (rowA < 0 || rowB < 0) return rowA < 0 && rowB < 0;
  return rowA === rowB || stored.column.same(rowA, rowB);
}

/** All conflicts but those of unique keys, which show only in the merged state. O(changes of both sides). */
export function findConflicts(merge: ThreeWay): Conflict[] {
  return [
    ...findSchemaConflicts(merge.nodes),
    ...findSchemaConflicts(merge.edges),
    ...findRemovalConflicts(merge.nodes),
    ...findRemovalConflicts(merge.edges),
    ...findDanglingConflicts(merge),
    ...findAttributeConflicts(merge.nodes),
    ...findAttributeConflicts(merge.edges),
  ];
}

function* findSchemaConflicts({ kind, rivalries }: ThreeElements): Generator<Conflict> {
  for (const [attribute, { base, ours, theirs, taken }] of rivalries) {
    if (taken !== undefined) continue;
    yield {
      kind: "schema",
      element: undefined,
      elements: kind,
      attribute,
      base: base?.type,
      ours: ours.type,
      theirs: theirs.type,
    };
  }
}

function* findRemovalConflicts(three: ThreeElements): Generator<Conflict> {
  const { kind, base, ours, theirs, ourSide, theirSide } = three;
  for (const [{ removed }, modifier] of [
    [ourSide, theirSide],
    [theirSide, ourSide],
  ]) {
    if (removed.count === 0) continue;
    for (const id of modifier.modified()) {
      if (!removed.has(id)) continue;
      yield {
        kind: "removal",
        element: { kind, id },
        base: attributesOf(base, id),
        ours: attributesOf(ours, id),
        theirs: attributesOf(theirs, id),
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

function* findDanglingConflicts({ ours, nodes, edges }: ThreeWay): Generator<Conflict> {
  const { sources, targets } = ours.pool.edges;
  for (const addedBy of ["ours", "theirs"] as const) {
    const [adder, remover] =
      addedBy === "ours" ? (["ourSide", "theirSide"] as const) : (["theirSide", "ourSide"] as const);
    const removed = nodes[remover].removed;
    const alsoAdded = edges[remover].added;
    if (removed.count === 0) continue;
    for (const edge of edges[adder].added.toArray()) {
      const [source, target] = [sources[edge], targets[edge]];
      for (const node of source === target ? [source] : [source, target]) {
        if (!removed.has(node) || alsoAdded.has(edge)) continue;
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

function* findAttributeConflicts(three: ThreeElements): Generator<Conflict> {
  const { kind, addedByBoth, rivalries, ourSide, theirSide } = three;
  const names = addedByBoth.length > 0 ? three.names() : theirSide.cells.keys();
  for (const attribute of names) {
    if (rivalries.has(attribute)) continue;
    const changed = intersection(
      ourSide.cells.get(attribute) ?? NO_IDS,
      theirSide.cells.get(attribute) ?? NO_IDS,
    );
    if (changed.length === 0 && addedByBoth.length === 0) continue;
    const [base, ours, theirs] = [three.base, three.ours, three.theirs].map(
      (state) => new Cells(state, attribute),
    );
    for (const id of union(changed, addedByBoth)) {
      if (ours.same(theirs, id) || base.same(ours, id) || base.same(theirs, id)) continue;
      yield {
        kind: "attribute",
        element: { kind, id },
        attribute,
        base: base.value(id),
        ours: ours.value(id),
        theirs: theirs.value(id),
      };
    }
  }
}

const NO_IDS = new Uint32Array(0);
