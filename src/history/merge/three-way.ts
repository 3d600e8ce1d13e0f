/**
 * Three-way merging by fact: presence of a node or an edge, a label, an attribute's value. What both sides did
 * alike, or only one did, is settled; the rest are conflicts. Nothing is guessed and nothing is moved here.
 *
 * Changes say where to look, facts say what is there: rows of elements that are not live mean nothing.
 */

import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { ElementKind, OwnerKind } from "../../pool/pool.js";
import { inferType } from "../../pool/value-type.js";
import type { Delta, ElementDelta } from "../../space/deltas/delta.js";
import type { ElementState } from "../../space/states/element-state.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { speakJson } from "../../structures/text/json-value.js";
import type { AttributeConflict, Conflict } from "../diff/conflict.js";
import { type Cells, Facts } from "../diff/facts.js";
import { intersectIds, SideChanges, uniteIds } from "../diff/side-changes.js";

/** A merge: our state, which is there, and what both sides changed since the base. */
export class ThreeWay {
  readonly ours: GraphState;
  readonly nodes: ThreeElements;
  readonly edges: ThreeElements;
  /** The graph itself, which is there on both sides. */
  readonly graph: ThreeElements;

  constructor(ours: GraphState, deltas: { readonly ours: Delta; readonly theirs: Delta }) {
    this.ours = ours;
    this.nodes = new ThreeElements(ours.nodes, deltas.ours.nodes, deltas.theirs.nodes);
    this.edges = new ThreeElements(ours.edges, deltas.ours.edges, deltas.theirs.edges);
    this.graph = new ThreeElements(ours.graph, deltas.ours.graph, deltas.theirs.graph);
  }

  of(kind: OwnerKind): ThreeElements {
    if (kind === "graph") return this.graph;
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
  readonly kind: OwnerKind;
  /** Our elements as they are there, rows of those that are gone among them. */
  readonly present: ElementState;
  readonly base: Facts;
  readonly ours: Facts;
  readonly theirs: Facts;
  readonly ourSide: SideChanges;
  readonly theirSide: SideChanges;
  /** Elements that both sides have and the base does not, ascending. */
  readonly addedByBoth: Uint32Array;
  /** By name the attributes that have different types on the two sides, and values on both. */
  readonly rivalries: ReadonlyMap<string, Rivalry>;
  /** Attributes without values on our side, and the columns of another type that they have on theirs. */
  readonly #retyped = new Map<string, AttributeColumn>();
  /** Columns of attributes that none of the states has, for values that a decision brings. */
  readonly #begun = new Map<string, AttributeColumn>();

  constructor(present: ElementState, ours: ElementDelta, theirs: ElementDelta) {
    this.kind = present.kind;
    this.present = present;
    this.ours = Facts.of(present);
    this.base = this.ours.moved(ours, false);
    this.theirs = this.base.moved(theirs, true);
    this.ourSide = new SideChanges(this.base, ours);
    this.theirSide = new SideChanges(this.base, theirs);
    this.addedByBoth = this.ourSide.added.and(this.theirSide.added);
    this.rivalries = this.#findRivalries();
  }

  #findRivalries(): Map<string, Rivalry> {
    const rivalries = new Map<string, Rivalry>();
    for (const theirs of this.theirs.columns()) {
      const ours = this.ours.column(theirs.name);
      if (ours === undefined || ours === theirs || this.isMixed(theirs.name)) continue;
      const [base, mineNow, theirsNow] = [this.base, this.ours, this.theirs].map((facts) =>
        facts.cells(theirs.name),
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
      const keeps = (cells: Cells, facts: Facts, side: SideChanges): boolean =>
        cells.stored === base.stored &&
        !uniteIds(touched, side.added.toArray()).some((id) => facts.has(id) && !cells.same(base, id));
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

  /**
   * Whether an attribute has several types in one of the states: then it is merged cell by cell, whichever types its
   * values have. Types that each side gave it as the only one are in conflict.
   */
  isMixed(name: string): boolean {
    return [this.ours, this.theirs, this.base].some((facts) => facts.columnsOf(name).length > 1);
  }

  /** All columns that an attribute has in some state. */
  columnsOf(name: string): AttributeColumn[] {
    return [...new Set([this.ours, this.theirs, this.base].flatMap((facts) => facts.columnsOf(name)))];
  }

  /**
   * The column of an attribute in which a value of an element is to be stored; of several types that of the element's
   * value on one of the sides, if it accepts the value.
   */
  columnFor(name: string, id: number, value: unknown): AttributeColumn | undefined {
    if (!this.isMixed(name) || value === null || value === undefined) return this.columnOf(name);
    const type = inferType(value);
    const all = this.columnsOf(name);
    const own = [this.ours, this.theirs].map((facts) => facts.cells(name).columnOf(id));
    const inOrder = [...own, ...all.filter((stored) => stored.type === type), ...all];
    return inOrder.find((stored) => stored?.accepts(value) === true) ?? this.columnOf(name);
  }

  /** The column of an attribute that is merged by fact: ours, unless only theirs has values. */
  columnOf(name: string): AttributeColumn | undefined {
    const { ours, theirs, base } = this;
    const known = this.#retyped.get(name) ?? ours.column(name) ?? theirs.column(name) ?? base.column(name);
    return known ?? this.#begun.get(name);
  }

  /** Gives an attribute that none of the states has a column. */
  begin(stored: AttributeColumn): void {
    this.#begun.set(stored.name, stored);
  }

  /** The elements that a change of an attribute's type may concern, ascending. */
  #touchedIn(name: string): Uint32Array {
    return uniteIds(this.ourSide.touchedIn(name), this.theirSide.touchedIn(name));
  }

  /** The attributes that any of the states has. */
  names(): Set<string> {
    const names = new Set<string>();
    for (const facts of [this.ours, this.theirs, this.base]) {
      for (const { name } of facts.columns()) names.add(name);
    }
    return names;
  }
}

/** All conflicts but those of unique keys, which show only in the merged state. O(changes of both sides). */
export function findConflicts(merge: ThreeWay): Conflict[] {
  return [
    ...findSchemaConflicts(merge.nodes),
    ...findSchemaConflicts(merge.edges),
    ...findSchemaConflicts(merge.graph),
    ...findRemovalConflicts(merge.nodes),
    ...findRemovalConflicts(merge.edges),
    ...findDanglingConflicts(merge),
    ...findAttributeConflicts(merge.nodes),
    ...findAttributeConflicts(merge.edges),
    ...findAttributeConflicts(merge.graph),
  ].map(frozen);
}

/** Conflicts are shown to functions of the user's, which must not make other ones of them. */
function frozen<C extends Conflict>(conflict: C): C {
  Object.freeze(conflict.element);
  return Object.freeze(speakJson(conflict));
}

/**
 * The values of attributes that both sides changed alike: no conflicts, but something to combine. O(changes of both
 * sides).
 *
 * @param isWanted whether an attribute is one of those to combine.
 */
export function* findAgreements(
  merge: ThreeWay,
  isWanted: (attribute: string) => boolean,
): Generator<AttributeConflict> {
  for (const three of [merge.nodes, merge.edges, merge.graph]) {
    for (const agreement of changedByBoth(three, isWanted, true)) yield frozen(agreement);
  }
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
  const { base, ours, theirs, ourSide, theirSide } = three;
  const kind = three.kind as ElementKind;
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
        base: base.attributesOf(id),
        ours: ours.attributesOf(id),
        theirs: theirs.attributesOf(id),
      };
    }
  }
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

function findAttributeConflicts(three: ThreeElements): Iterable<Conflict> {
  return changedByBoth(three, () => true, false);
}

/** The values that both sides changed: alike, or to different ones. */
function* changedByBoth(
  three: ThreeElements,
  isWanted: (attribute: string) => boolean,
  alike: boolean,
): Generator<AttributeConflict> {
  const { kind, addedByBoth, rivalries, ourSide, theirSide } = three;
  const names = addedByBoth.length > 0 ? three.names() : theirSide.cells.keys();
  for (const attribute of names) {
    if (rivalries.has(attribute) || !isWanted(attribute)) continue;
    const changed = intersectIds(
      ourSide.cells.get(attribute) ?? NO_IDS,
      theirSide.cells.get(attribute) ?? NO_IDS,
    );
    if (changed.length === 0 && addedByBoth.length === 0) continue;
    const [base, ours, theirs] = [three.base, three.ours, three.theirs].map((facts) =>
      facts.cells(attribute),
    );
    for (const id of uniteIds(changed, addedByBoth)) {
      if (ours.same(theirs, id) !== alike || base.same(ours, id) || base.same(theirs, id)) continue;
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
