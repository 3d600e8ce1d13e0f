/**
 * The outcome of a merge as a delta against our side, given the decisions on its conflicts. Undecided conflicts are
 * resolved as ours.
 */
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { OwnerKind } from "../../pool/pool.js";
import { type CellChanges, NO_CHANGES } from "../../space/deltas/cell-changes.js";
import { CellChangesBuilder } from "../../space/deltas/cell-log.js";
import type { Delta, ElementDelta } from "../../space/deltas/delta.js";
import { IdRuns } from "../../structures/id-runs.js";
import { NO_ROW } from "../../structures/row-index.js";
import type { Conflict, RequiredConflict, Resolution } from "../diff/conflict.js";
import type { Cells, Facts } from "../diff/facts.js";
import { uniteIds, without } from "../diff/side-changes.js";
import type { ThreeElements, ThreeWay } from "./three-way.js";

/** The decision on a conflict; `before` takes both sides back to the base, as in a base merged from several. */
export type Decision = Resolution | "before";

/** The decision on each conflict. */
export type Decisions = ReadonlyMap<Conflict, Decision>;

/** The decisions on the conflicts of one kind of element. */
class ElementDecisions {
  /** Elements that are kept or restored although a side removed them. */
  readonly kept = new Set<number>();
  /** Those of them without the edges that were removed with them. */
  readonly bare = new Set<number>();
  /** Elements that are removed, or not added, whatever else is kept. */
  readonly dropped = new Set<number>();
  /** Elements that are reset to the base. */
  readonly asBefore = new Set<number>();
  /** The side whose type an attribute has, where each gave it another one. */
  readonly types = new Map<string, Decision>();
  /** The labels that nodes do not have, since they lack what these require. */
  readonly withoutLabels = new Map<number, Set<string>>();
  /** The decisions on cells, by attribute and id. */
  readonly cells = new Map<string, Map<number, Decision>>();

  decideCell(attribute: string, id: number, decision: Decision): void {
    let byId = this.cells.get(attribute);
    if (byId === undefined) {
      byId = new Map();
      this.cells.set(attribute, byId);
    }
    byId.set(id, decision);
  }

  dropLabel(id: number, label: string): void {
    const labels = this.withoutLabels.get(id) ?? new Set<string>();
    this.withoutLabels.set(id, labels.add(label));
  }
}

const NO_IDS = new Uint32Array(0);

type DecisionsByKind = Readonly<Record<OwnerKind, ElementDecisions>>;

/** Makes the delta that leads from our side to the merged state. O(changes of both sides). */
export function planMerge(merge: ThreeWay, conflicts: readonly Conflict[], decisions: Decisions): Delta {
  const decided = judge(merge, conflicts, decisions);
  const nodes = planNodes(merge.nodes, decided.node);
  const edges = planEdges(merge, decided, nodes);
  return {
    nodes: planElements(merge.nodes, decided.node, nodes),
    edges: planElements(merge.edges, decided.edge, edges),
    graph: planElements(merge.graph, decided.graph, NO_PRESENCE),
  };
}

function judge(merge: ThreeWay, conflicts: readonly Conflict[], decisions: Decisions): DecisionsByKind {
  const decided = {
    node: new ElementDecisions(),
    edge: new ElementDecisions(),
    graph: new ElementDecisions(),
  };
  const { sources, targets } = merge.ours.pool.edges;
  for (const conflict of conflicts) {
    const decision = decisions.get(conflict) ?? "ours";
    if (conflict.kind === "schema") decided[conflict.elements].types.set(conflict.attribute, decision);
    else if (conflict.kind === "attribute") {
      decided[conflict.element.kind].decideCell(conflict.attribute, conflict.element.id, decision);
    } else if (conflict.kind === "key") {
      if (decision === "unify") continue;
      const loser = decision === "theirs" ? conflict.ours : conflict.theirs;
      const value = typeof decision === "object" ? decision.value : null;
      decided.node.decideCell(conflict.attribute, loser as number, { value });
    } else if (conflict.kind === "required") {
      const { attribute, label, element } = conflict;
      if (typeof decision === "object") decided.node.decideCell(attribute, element.id, decision);
      else if ((decision === "ours" || decision === "theirs") && keepsRule(merge, conflict, decision)) {
        const value = conflict[decision];
        if (value === undefined) decided.node.dropLabel(element.id, label);
        else decided.node.decideCell(attribute, element.id, { value });
      }
    } else if (conflict.kind === "removal") {
      const { kind, id } = conflict.element;
      const keeper = conflict.ours === undefined ? "theirs" : "ours";
      if (decision === "before") decided[kind].asBefore.add(id);
      if (decision === "unify") decided[kind].bare.add(id);
      if (!["resurrect", "before", "unify", keeper].includes(decision as string))
        decided[kind].dropped.add(id);
      else {
        decided[kind].kept.add(id);
        if (kind === "edge") decided.node.kept.add(sources[id]).add(targets[id]);
      }
    } else {
      const comes = ["resurrect", "unify", conflict.addedBy].includes(decision as string);
      if (decision === "unify") decided.node.bare.add(conflict.node);
      if (comes || decision === "before") decided.node.kept.add(conflict.node);
      if (!comes) decided.edge.dropped.add(conflict.element.id);
    }
  }
  return decided;
}

/** Whether a node keeps a rule on a side, on which it is: with the attribute, or without the label. */
export function keepsRule(
  { nodes }: ThreeWay,
  { element: { id }, attribute, label }: RequiredConflict,
  side: "ours" | "theirs",
): boolean {
  const facts = nodes[side];
  if (!facts.has(id)) return false;
  const set = facts.labelSet(id);
  const isLabelled = set >= 0 && nodes.present.labelSets.set(set).includes(label);
  return !isLabelled || facts.cells(attribute).row(id) >= 0;
}

/** Elements that are added to our side and removed from it, ascending. */
interface Presence {
  readonly added: Uint32Array;
  readonly removed: Uint32Array;
}

const NO_PRESENCE: Presence = { added: NO_IDS, removed: NO_IDS };

function planNodes({ ours, theirSide }: ThreeElements, { kept }: ElementDecisions): Presence {
  const coming = uniteIds(theirSide.added.toArray(), Uint32Array.from(kept).sort());
  return {
    added: coming.filter((id) => !ours.has(id)),
    removed: theirSide.removed.toArray().filter((id) => ours.has(id) && !kept.has(id)),
  };
}

function planEdges(
  { nodes: threeNodes, edges: three, ours }: ThreeWay,
  decided: DecisionsByKind,
  nodes: Presence,
): Presence {
  const { sources, targets } = ours.pool.edges;
  const { kept, dropped } = decided.edge;
  const { ourSide, theirSide } = three;
  const keptNodes = decided.node.kept;
  const [addedNodes, removedNodes] = [IdRuns.ofSorted(nodes.added), IdRuns.ofSorted(nodes.removed)];
  const nodeLive = (node: number): boolean =>
    threeNodes.ours.has(node) ? !removedNodes.has(node) : addedNodes.has(node);
  // An edge that went with a node comes back with the node.
  const wentWithNode = (side: "ourSide" | "theirSide", node: number): boolean =>
    keptNodes.has(node) && !decided.node.bare.has(node) && threeNodes[side].removed.has(node);
  const holds = (side: "ourSide" | "theirSide", edge: number): boolean =>
    !three[side].removed.has(edge) || wentWithNode(side, sources[edge]) || wentWithNode(side, targets[edge]);
  const isWanted = (edge: number): boolean => {
    if (!nodeLive(sources[edge]) || !nodeLive(targets[edge])) return false;
    if (kept.has(edge) || dropped.has(edge)) return kept.has(edge);
    return !three.base.has(edge) || (holds("ourSide", edge) && holds("theirSide", edge));
  };
  // Our own edges that neither side removed go only where they were dropped with an end.
  const candidates = uniteIds(
    theirSide.added.toArray(),
    theirSide.removed.toArray(),
    keptNodes.size + kept.size > 0 ? ourSide.removed.toArray() : NO_IDS,
    Uint32Array.from(dropped).sort(),
  );
  return {
    added: candidates.filter((edge) => !three.ours.has(edge) && isWanted(edge)),
    removed: candidates.filter((edge) => three.ours.has(edge) && !isWanted(edge)),
  };
}

function planElements(three: ThreeElements, decided: ElementDecisions, presence: Presence): ElementDelta {
  const plan = new ElementPlan(three, decided, presence);
  return {
    added: IdRuns.ofSorted(presence.added),
    removed: IdRuns.ofSorted(presence.removed),
    labels: plan.labels(),
    ...plan.columns(),
  };
}

/** An element that is imported from a state. */
interface CellImport {
  readonly id: number;
  readonly from: Facts;
}

/** Plans labels and attributes of one kind, once it is settled which elements are there. */
class ElementPlan {
  readonly #three: ThreeElements;
  readonly #decided: ElementDecisions;
  readonly #removed: IdRuns;
  readonly #added: IdRuns;
  /** Elements that are added to our side, or reset. */
  readonly #imports: readonly CellImport[];

  constructor(three: ThreeElements, decided: ElementDecisions, presence: Presence) {
    this.#three = three;
    this.#decided = decided;
    this.#added = IdRuns.ofSorted(presence.added);
    this.#removed = IdRuns.ofSorted(presence.removed);
    const { base, theirs } = three;
    const fromBase = (id: number): boolean => decided.asBefore.has(id) || !theirs.has(id);
    const ids = uniteIds(presence.added, Uint32Array.from(decided.asBefore).sort());
    this.#imports = Array.from(ids, (id) => ({ id, from: fromBase(id) ? base : theirs }));
  }

  #isLive(id: number): boolean {
    return this.#three.ours.has(id) ? !this.#removed.has(id) : this.#added.has(id);
  }

  columns(): Pick<ElementDelta, "cells" | "introduced" | "dropped"> {
    const three = this.#three;
    const cells = new Map<AttributeColumn, CellChanges>();
    const introduced: AttributeColumn[] = [];
    const dropped: AttributeColumn[] = [];
    const whole = this.#imports.length + three.addedByBoth.length > 0;
    const names = whole
      ? three.names()
      : new Set([...three.theirSide.cells.keys(), ...this.#decided.cells.keys(), ...three.rivalries.keys()]);
    for (const name of names) {
      if (three.isMixed(name)) {
        for (const [stored, planned] of this.#mixedChanges(name)) {
          cells.set(stored, planned);
          if (three.present.attributeOf(stored) === undefined) introduced.push(stored);
        }
        continue;
      }
      const bound = three.present.attribute(name);
      const { stored: wanted, target } = this.#targetOf(name);
      let stored = wanted;
      if (stored !== bound?.stored && !three.rivalries.has(name) && !target.hasRows) {
        // Nothing comes in their column: ours stays, without what elements that come back once had in it.
        stored = bound?.stored;
      }
      const isOurs = bound?.stored === stored;
      const planned =
        stored === undefined ? NO_CHANGES : target.changes(stored, isOurs ? bound?.rows : undefined);
      if (planned !== NO_CHANGES && stored !== undefined) {
        cells.set(stored, planned);
        if (!isOurs) introduced.push(stored);
      }
      if (bound === undefined || isOurs) continue;
      cells.set(bound.stored, new CellChangesBuilder().addCleared(bound.rows, bound.rows.length).finish());
      dropped.push(bound.stored);
    }
    return { cells, introduced, dropped };
  }

  /** The column that an attribute is to have, and the rows of elements whose cells differ from ours. */
  #targetOf(name: string): { stored: AttributeColumn | undefined; target: CellTargets } {
    const three = this.#three;
    const rivalry = three.rivalries.get(name);
    const taken = rivalry?.taken ?? (rivalry === undefined ? undefined : this.#decided.types.get(name));
    const target = new CellTargets();
    let stored: AttributeColumn | undefined;
    if (taken === undefined) {
      stored = three.columnOf(name);
      if (stored !== undefined) this.#mergeCells(name, stored, target);
    } else if (taken === "ours") stored = rivalry?.ours;
    else {
      const side = (taken === "before" ? three.base : three.theirs).cells(name);
      stored = taken === "before" ? rivalry?.base : side.stored;
      for (const id of rivalry?.touched ?? []) {
        if (stored !== undefined && this.#isLive(id)) target.set(id, side.rowIn(stored, id));
      }
    }
    if (stored === undefined) return { stored, target };
    if (taken !== "before") this.#importCells(name, stored, target);
    for (const [id, decision] of this.#decided.cells.get(name) ?? []) {
      if (typeof decision === "object" && this.#isLive(id))
        target.set(id, appendValue(stored, id, decision.value));
    }
    return { stored, target };
  }

  /** The changes of an attribute with several types, by column: a cell has a row in one of them. */
  *#mixedChanges(name: string): Generator<[AttributeColumn, CellChanges]> {
    const three = this.#three;
    const [base, ours, theirs] = [three.base, three.ours, three.theirs].map((facts) => facts.cells(name));
    const decisions = this.#decided.cells.get(name);
    const targets = new Map<number, { readonly stored: AttributeColumn | undefined; readonly row: number }>();
    const take = (from: Cells, id: number): void => {
      targets.set(id, { stored: from.columnOf(id), row: from.row(id) });
    };
    // what both changed is the same on both sides, or there is a decision on it
    const changed = three.theirSide.cells.get(name) ?? NO_IDS;
    for (const id of without(changed, three.ourSide.cells.get(name) ?? NO_IDS)) {
      if (ours.has(id)) take(theirs, id);
    }
    for (const id of three.addedByBoth) if (ours.row(id) < 0) take(theirs, id);
    for (const [id, decision] of decisions ?? []) {
      if (decision === "theirs") take(theirs, id);
      if (decision === "before") take(base, id);
    }
    for (const { id, from } of this.#imports) take(from === three.base ? base : theirs, id);
    for (const [id, decision] of decisions ?? []) {
      if (typeof decision !== "object" || !this.#isLive(id)) continue;
      const stored = three.columnFor(name, id, decision.value);
      targets.set(id, {
        stored,
        row: stored === undefined ? NO_ROW : appendValue(stored, id, decision.value),
      });
    }
    for (const stored of three.columnsOf(name)) {
      const target = new CellTargets();
      for (const [id, cell] of targets) target.set(id, cell.stored === stored ? cell.row : NO_ROW);
      const planned = target.changes(stored, three.present.attributeOf(stored)?.rows);
      if (planned !== NO_CHANGES) yield [stored, planned];
    }
  }

  #importCells(name: string, stored: AttributeColumn, target: CellTargets): void {
    if (this.#imports.length === 0) return;
    const { base, theirs } = this.#three;
    const [before, others] = [base.cells(name), theirs.cells(name)];
    for (const { id, from } of this.#imports) {
      target.set(id, (from === base ? before : others).rowIn(stored, id));
    }
  }

  /** The cells of elements that are on both sides, where theirs or the decision differs from ours. */
  #mergeCells(name: string, stored: AttributeColumn, target: CellTargets): void {
    const three = this.#three;
    const decision = this.#decided.cells.get(name);
    const changed = three.theirSide.cells.get(name);
    if (changed === undefined && decision === undefined && three.addedByBoth.length === 0) return;
    const [base, ours, theirs] = [three.base, three.ours, three.theirs].map((facts) => facts.cells(name));
    // what both changed is the same on both sides, or there is a decision on it
    for (const id of without(changed ?? NO_IDS, three.ourSide.cells.get(name) ?? NO_IDS)) {
      if (ours.has(id)) target.set(id, theirs.rowIn(stored, id));
    }
    for (const id of three.addedByBoth) {
      if (ours.row(id) < 0) target.set(id, theirs.rowIn(stored, id));
    }
    for (const [id, resolution] of decision ?? []) {
      if (resolution === "theirs") target.set(id, theirs.rowIn(stored, id));
      if (resolution === "before") target.set(id, base.rowIn(stored, id));
    }
  }

  /** Labels: what either side added is there, what either side took away is not. */
  labels(): CellChanges {
    const { base, ours, theirs, present, theirSide, addedByBoth } = this.#three;
    const { labelSets } = present;
    const namesOf = (set: number): readonly string[] => (set < 0 ? [] : labelSets.set(set));
    const target = new Map<number, number>();
    for (const id of uniteIds(theirSide.labels, addedByBoth)) {
      if (!ours.has(id)) continue;
      const [before, mine, others] = [base, ours, theirs].map((facts) => facts.labelSet(id));
      if (mine === others || before === others) continue;
      const names = mergeNames(namesOf(before), namesOf(mine), namesOf(others));
      target.set(id, before === mine ? others : names.length === 0 ? NO_ROW : labelSets.intern(names));
    }
    for (const { id, from } of this.#imports) target.set(id, from.labelSet(id));
    for (const [id, dropped] of this.#decided.withoutLabels) {
      if (!this.#isLive(id)) continue;
      const names = namesOf(target.get(id) ?? ours.labelSet(id)).filter((name) => !dropped.has(name));
      target.set(id, names.length === 0 ? NO_ROW : labelSets.intern(names));
    }
    const builder = new CellChangesBuilder();
    for (const id of Uint32Array.from(target.keys()).sort()) {
      const before = Math.max(ours.rawLabelSet(id), NO_ROW);
      const after = target.get(id) as number;
      if (before !== after) builder.add(id, before, after);
    }
    return builder.finish();
  }
}

/** The rows that elements are to have in a column; of several for one element the last counts. */
class CellTargets {
  readonly #ids: number[] = [];
  readonly #rows: number[] = [];
  #isAscending = true;
  /** Whether any element is to have a row. */
  hasRows = false;

  set(id: number, row: number): void {
    const { length } = this.#ids;
    this.#isAscending &&= length === 0 || this.#ids[length - 1] < id;
    this.#ids.push(id);
    this.#rows.push(row);
    this.hasRows ||= row >= 0;
  }

  /** The changes that give the elements their rows. */
  changes({ column }: AttributeColumn, rows: { get(id: number): number } | undefined): CellChanges {
    const builder = new CellChangesBuilder();
    const add = (id: number, after: number): void => {
      const before = Math.max(rows?.get(id) ?? NO_ROW, NO_ROW);
      if (before === after || (before >= 0 && after >= 0 && column.same(before, after))) return;
      builder.add(id, before, after);
    };
    if (this.#isAscending) for (let i = 0; i < this.#ids.length; i++) add(this.#ids[i], this.#rows[i]);
    else {
      const last = new Map(this.#ids.map((id, i) => [id, this.#rows[i]]));
      for (const id of Uint32Array.from(last.keys()).sort()) add(id, last.get(id) as number);
    }
    return builder.finish();
  }
}

function appendValue(stored: AttributeColumn, id: number, value: unknown): number {
  return value === null || value === undefined ? NO_ROW : stored.append(id, value);
}

function mergeNames(base: readonly string[], ours: readonly string[], theirs: readonly string[]): string[] {
  const kept = ours.filter((name) => theirs.includes(name) || !base.includes(name));
  return [...kept, ...theirs.filter((name) => !base.includes(name))];
}
