/**
 * The order in which the parts of a pattern are looked for: from what is known outwards, so that each step reads
 * little. Conditions are put behind the first step after which all that they mention is known.
 */
import type {
  BoundEntry,
  BoundExpression,
  BoundGroup,
  BoundMatch,
  BoundNode,
  BoundPath,
  BoundRelationship,
} from "../bind/bound.js";
import type { LabelExpression } from "../text/tree.js";
import { neededLabels } from "./label-predicate.js";
import type { MatchCheck } from "./match-check.js";
import { type Connector, cheapest, fanOutOf } from "./next-hop.js";
import type { NodeAccess, NodeWay } from "./node-access.js";
import { lookupsOf, type NodeLookup, type PlannedWay, shareOfLookup } from "./node-lookup.js";
import { type PatternStatistics, patternOrder } from "./pattern-order.js";
import { slotsIn, slotsOfPaths } from "./slots-in.js";

/** A relationship or a group, and the node from which it is followed to the other. */
export interface Hop {
  readonly from: BoundNode;
  readonly to: BoundNode;
  /** Whether it is followed as it is written, from left to right. */
  readonly forward: boolean;
  readonly toKnown: boolean;
  /** About how many rows there are once it is followed; undefined where that was not estimated. */
  about?: number;
}

export interface RelationshipHop extends Hop {
  readonly relationship: BoundRelationship;
  readonly slotKnown: boolean;
}

export type MatchStep = { readonly checks: readonly MatchCheck[] } & (
  | {
      readonly kind: "scan";
      readonly node: BoundNode;
      /** Labels that every node has that fits. */
      readonly labels: readonly string[];
      /** The conditions by whose ids or values the node may be found. */
      readonly lookups: readonly NodeLookup[];
      /** How it is likely to be found; undefined where nodes are gone through. */
      readonly way: PlannedWay | undefined;
      /** About how many nodes come of it. */
      readonly rows: number;
    }
  /** A node that is known already has to be one. */
  | { readonly kind: "known"; readonly node: BoundNode }
  | ({ readonly kind: "expand" } & RelationshipHop)
  | ({ readonly kind: "walk" } & RelationshipHop)
  | ({ readonly kind: "repeat"; readonly group: BoundGroup; readonly plan: MatchPlan } & Hop)
  | {
      readonly kind: "choose";
      readonly path: BoundPath;
      readonly plan: MatchPlan;
      readonly conditions: readonly BoundExpression[];
    }
  /** As "choose", where the path is one list of relationships or one group between two nodes. */
  | ({
      readonly kind: "shortest";
      readonly path: BoundPath;
      readonly element: BoundRelationship | BoundGroup;
      /** The conditions of each relationship. */
      readonly inline: readonly MatchCheck[];
      /** The plan of a group. */
      readonly plan: MatchPlan | undefined;
      /** The variables that the path binds beside its ends. */
      readonly pathSlots: ReadonlySet<number>;
      readonly conditions: readonly BoundExpression[];
    } & Hop)
  | { readonly kind: "path"; readonly path: BoundPath }
);

export interface MatchPlan {
  readonly steps: readonly MatchStep[];
  readonly where: BoundExpression | undefined;
}

/** Counts of a graph by which plans are made. */
export interface PlannedGraph {
  readonly nodeCount: number;
  readonly relationshipCount: number;
  readonly access?: NodeAccess | undefined;
}

/** Counts may move by this before plans are made anew; those of small graphs by more. */
const COUNT_FACTOR = 4;
const COUNT_SLACK = 16;

/** The plans of the matches of a statement for one graph, each made when it is first asked for. */
export class MatchPlans implements PatternStatistics {
  /** Weak, since plans are kept longer than what they were made for. */
  #graph: WeakRef<PlannedGraph>;
  readonly nodeCount: number;
  readonly #version: number;
  readonly #owner: WeakRef<object> | undefined;
  readonly #labelCounts = new Map<string, number>();
  readonly #typeCounts = new Map<string, number>();
  readonly #plans = new WeakMap<BoundMatch, MatchPlan>();

  constructor(graph: PlannedGraph) {
    const { nodeCount, access } = graph;
    this.nodeCount = nodeCount;
    this.#version = access?.version ?? 0;
    this.#owner = access && new WeakRef(access.graph);
    this.#graph = new WeakRef(graph);
  }

  /** Has plans that are not made yet made for this graph, which the plans are good for. */
  use(graph: PlannedGraph): void {
    this.#graph = new WeakRef(graph);
  }

  /** The plan of a match, made once. */
  of(match: BoundMatch): MatchPlan {
    let plan = this.#plans.get(match);
    if (plan === undefined) {
      plan = planMatch(match.paths, match.known, match.where, this);
      this.#plans.set(match, plan);
    }
    return plan;
  }

  /** Whether the plans are as good for a graph: no key or index came or went, no count moved by four times. */
  isGoodFor({ nodeCount, access }: PlannedGraph): boolean {
    if (access?.graph !== this.#owner?.deref() || (access?.version ?? 0) !== this.#version) return false;
    if (hasMoved(this.nodeCount, nodeCount)) return false;
    if (access === undefined) return true;
    for (const [label, count] of this.#labelCounts)
      if (hasMoved(count, access.labelCount(label))) return false;
    for (const [type, count] of this.#typeCounts) if (hasMoved(count, access.typeCount(type))) return false;
    return true;
  }

  /** About how many nodes have all of some labels. */
  countOf(labels: readonly string[]): number {
    let least = this.nodeCount;
    for (const label of labels) least = Math.min(least, this.#countOfLabel(label));
    return least;
  }

  #countOfLabel(label: string): number {
    const access = this.#graph.deref()?.access;
    // without a count, a label is taken to be that of a tenth of the nodes
    if (access === undefined) return Math.ceil(this.nodeCount / 10);
    let count = this.#labelCounts.get(label);
    if (count === undefined) {
      count = access.labelCount(label);
      this.#labelCounts.set(label, count);
    }
    return count;
  }

  /** About how many relationships a node with some labels has of some types, on one side. */
  fanOut(labels: readonly string[], types: LabelExpression | undefined): number {
    return this.#countOfTypes(types) / Math.max(1, this.countOf(labels));
  }

  /** Without samples all relationships of a type are taken to join nodes that have the labels. */
  arcCount(from: readonly string[], types: LabelExpression | undefined, to: readonly string[]): number {
    const count = this.#countOfTypes(types);
    const statistics = this.#graph.deref()?.access?.statistics;
    return count === 0 || statistics === undefined ? count : statistics.arcCount(from, types, to);
  }

  distinctCount(labels: readonly string[], name: string): number | undefined {
    return this.#graph.deref()?.access?.statistics?.distinctCount(labels, name);
  }

  #countOfTypes(types: LabelExpression | undefined): number {
    const graph = this.#graph.deref();
    if (graph?.access === undefined || types === undefined) return graph?.relationshipCount ?? 0;
    if (types.kind === "or") return this.#countOfTypes(types.left) + this.#countOfTypes(types.right);
    if (types.kind !== "label") return graph.relationshipCount;
    let count = this.#typeCounts.get(types.name);
    if (count === undefined) {
      count = graph.access.typeCount(types.name);
      this.#typeCounts.set(types.name, count);
    }
    return count;
  }

  wayTo(labels: readonly string[], names: readonly string[]): NodeWay | undefined {
    return this.#graph.deref()?.access?.wayTo(labels, names);
  }
}

function hasMoved(before: number, now: number): boolean {
  const [less, more] = before < now ? [before, now] : [now, before];
  return more + COUNT_SLACK > COUNT_FACTOR * (less + COUNT_SLACK);
}

type Draft = MatchStep & { checks: MatchCheck[] };

function planMatch(
  paths: readonly BoundPath[],
  before: ReadonlySet<number>,
  where: BoundExpression | undefined,
  plans: MatchPlans,
): MatchPlan {
  const known = new Set(before);
  const all = checksOf(paths, where);
  const pending = new Set(all);
  const ownSlots = slotsOfPaths(paths);
  const steps: Draft[] = [];
  const add = (step: Draft, ...slots: number[]): void => {
    for (const slot of slots) known.add(slot);
    steps.push(step);
    for (const check of pending) {
      if (!isReady(check, known, ownSlots)) continue;
      step.checks.push(check);
      pending.delete(check);
    }
  };
  const plain = paths.filter(({ selector }) => selector === undefined);
  const connectors = new Set(plain.flatMap(connectorsOf));
  const nodes = plain.flatMap(({ elements }) => elements.filter((element) => element.kind === "node"));
  for (const node of uniqueNodes(nodes))
    if (before.has(node.slot.index)) add({ kind: "known", node, checks: [] });
  const follow = (connector: Connector, forward: boolean): void => {
    connectors.delete(connector);
    const { element } = connector;
    const hop = hopOf(connector, forward, known);
    if (element.kind === "group") addGroup(element, hop, known, add, plans);
    else addRelationship(element, hop, known, add);
  };
  const isKnown = ({ slot }: BoundNode) => known.has(slot.index);
  const alone = uniqueNodes(nodes).map((node) => planScan(node, all, known, ownSlots, plans));
  const tell = (about: number): void => {
    const last = steps.at(-1);
    if (last !== undefined && "toKnown" in last) last.about = about;
  };
  for (const { node, connector, made, rows } of patternOrder(alone, connectors, known, all, plans) ?? []) {
    if (connector !== undefined) follow(connector, isKnown(connector.left));
    else add({ ...planScan(node, all, known, ownSlots, plans), checks: [] }, node.slot.index);
    tell(made);
    // what joins nodes that are known leaves fewer rows
    for (;;) {
      const closed = [...connectors].filter(({ left, right }) => isKnown(left) && isKnown(right));
      const next = cheapest(closed, known, () => 0);
      if (next === undefined) break;
      follow(next.connector, next.forward);
    }
    tell(rows);
  }
  for (;;) {
    const next = cheapest(connectors, known, (hop) =>
      fanOutOf(hop, all, (labels, types) => plans.fanOut(labels, types)),
    );
    if (next !== undefined) {
      follow(next.connector, next.forward);
      continue;
    }
    const start = bestStart(nodes, known, (node) => planScan(node, all, known, ownSlots, plans));
    if (start === undefined) break;
    add({ ...start, checks: [] }, start.node.slot.index);
  }
  for (const path of paths) {
    const shape = simpleShape(path);
    if (shape !== undefined && isSimple(shape, known, ownSlots)) {
      const { left, right, element } = shape;
      const scan = ({ slot }: BoundNode) => !known.has(slot.index);
      const startsAtRight = element.kind === "relationship" && scan(left) && !scan(right);
      if (scan(left) && !startsAtRight) {
        const ends = element.kind === "group" ? [left] : [left, right];
        const start = bestStart(ends, known, (node) => planScan(node, all, known, ownSlots, plans));
        if (start !== undefined) add({ ...start, checks: [] }, start.node.slot.index);
      }
      // an end that is found at once need not be searched for among all that can be reached
      for (const node of element.kind === "group" ? [] : [left, right]) {
        if (!scan(node)) continue;
        const found = planScan(node, all, known, ownSlots, plans);
        if (found.way !== undefined) add({ ...found, checks: [] }, node.slot.index);
      }
      const hop = hopOf(shape, known.has(left.slot.index), known);
      const inline = inlineChecks(path, element);
      const conditions = path.isFunction ? conditionsOnPath(path, where) : [];
      const plan = element.kind === "group" ? planOfGroup(element, known, plans) : undefined;
      const slots = slotsOfPaths([path]);
      const pathSlots = new Set(slots);
      for (const { slot } of [left, right]) pathSlots.delete(slot.index);
      add(
        { kind: "shortest", path, element, inline, plan, pathSlots, conditions, ...hop, checks: [] },
        ...slots,
      );
    } else if (path.selector !== undefined) {
      const conditions = path.isFunction ? conditionsOnPath(path, where) : [];
      const plan = planMatch([{ ...path, selector: undefined }], known, undefined, plans);
      add({ kind: "choose", path, plan, conditions, checks: [] }, ...slotsOfPaths([path]));
    } else if (path.slot !== undefined) add({ kind: "path", path, checks: [] }, path.slot.index);
  }
  const last = steps.at(-1);
  for (const check of pending) last?.checks.push(check);
  return { steps, where };
}

function addRelationship(
  relationship: BoundRelationship,
  hop: Hop,
  known: ReadonlySet<number>,
  add: (step: Draft, ...slots: number[]) => void,
): void {
  const { slot, each } = relationship;
  const kind = relationship.length === undefined ? "expand" : "walk";
  const slotKnown = known.has(slot.index);
  // of a list, each relationship is looked at as it is walked
  const slots = [slot.index, hop.to.slot.index, hop.from.slot.index, each.index];
  add({ kind, relationship, slotKnown, ...hop, checks: [] }, ...slots);
}

function addGroup(
  group: BoundGroup,
  hop: Hop,
  known: ReadonlySet<number>,
  add: (step: Draft, ...slots: number[]) => void,
  plans: MatchPlans,
): void {
  const plan = planOfGroup(group, known, plans);
  const lists = group.lists.map(({ all }) => all.index);
  add({ kind: "repeat", group, plan, ...hop, checks: [] }, hop.to.slot.index, group.walk.index, ...lists);
}

function planOfGroup(group: BoundGroup, known: ReadonlySet<number>, plans: MatchPlans): MatchPlan {
  const first = group.match.paths[0].elements[0] as BoundNode;
  return planMatch(group.match.paths, new Set([...known, first.slot.index]), group.match.where, plans);
}

/** The one connector of a path of which some are chosen; undefined if it has another shape. */
function simpleShape(path: BoundPath): Connector | undefined {
  const [connector, ...rest] = path.selector === undefined ? [] : connectorsOf(path);
  if (connector === undefined || rest.length > 0) return undefined;
  const { element } = connector;
  if (element.kind === "relationship") return element.length === undefined ? undefined : connector;
  const isPlain = element.match.paths[0].elements.every(
    (each) => each.kind === "node" || (each.kind === "relationship" && each.length === undefined),
  );
  return isPlain ? connector : undefined;
}

/** Whether all that is asked of a hop is known when the path is looked for, whichever way it leads. */
function isSimple(
  { element, left, right }: Connector,
  known: ReadonlySet<number>,
  own: ReadonlySet<number>,
): boolean {
  const before = new Set(known);
  if (element.kind === "group") {
    const first = element.match.paths[0].elements[0] as BoundNode;
    before.add(left.slot.index).add(first.slot.index);
    const inner = slotsOfPaths(element.match.paths);
    return checksOf(element.match.paths, element.match.where).every((check) =>
      isReady(check, new Set([...before, ...inner]), new Set([...own, ...inner])),
    );
  }
  if (known.has(element.slot.index) || left === right) return false;
  const inner = new Set([...known, element.slot.index, element.each.index]);
  return checksOfRelationship(element).every((check) => isReady(check, inner, own));
}

function inlineChecks(path: BoundPath, element: BoundRelationship | BoundGroup): MatchCheck[] {
  return element.kind === "group" || path.elements.length === 0 ? [] : checksOfRelationship(element);
}

function checksOfRelationship(relationship: BoundRelationship): MatchCheck[] {
  const path = {
    elements: [relationship],
    selector: undefined,
    slot: undefined,
    isFunction: false,
    offset: 0,
  };
  return checksOf([path], undefined);
}

function hopOf({ left, right }: Connector, forward: boolean, known: ReadonlySet<number>): Hop {
  const [from, to] = forward ? [left, right] : [right, left];
  return { from, to, forward, toKnown: known.has(to.slot.index) || to.slot.index === from.slot.index };
}

function connectorsOf({ elements }: BoundPath): Connector[] {
  const connectors: Connector[] = [];
  for (let i = 1; i < elements.length; i += 2) {
    const [left, element, right] = elements.slice(i - 1, i + 2);
    connectors.push({
      element: element as BoundRelationship,
      left: left as BoundNode,
      right: right as BoundNode,
    });
  }
  return connectors;
}

type Scan = Omit<Extract<MatchStep, { kind: "scan" }>, "checks">;

/** The unknown node that the fewest are likely to match; of several the first. */
function bestStart(
  nodes: readonly BoundNode[],
  known: ReadonlySet<number>,
  plan: (node: BoundNode) => Scan,
): Scan | undefined {
  let best: Scan | undefined;
  for (const node of uniqueNodes(nodes)) {
    if (known.has(node.slot.index)) continue;
    const scan = plan(node);
    if (best === undefined || scan.rows < best.rows) best = scan;
  }
  return best;
}

function planScan(
  node: BoundNode,
  checks: readonly MatchCheck[],
  known: ReadonlySet<number>,
  own: ReadonlySet<number>,
  plans: MatchPlans,
): Scan {
  const isNode = ({ slot }: { slot: { index: number } }) => slot.index === node.slot.index;
  const labels = new Set<string>();
  for (const check of checks)
    if (check.kind === "labels" && isNode(check.element))
      for (const label of neededLabels((check.element as BoundNode).labels)) labels.add(label);
  const isKnown = (value: BoundExpression) =>
    [...slotsIn(value)].every((slot) => known.has(slot) || !own.has(slot));
  const lookups = lookupsOf(node.slot, checks, isKnown);
  const needed = [...labels];
  const names = lookups.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const byId = lookups.some(({ name }) => name === undefined);
  const way = byId ? "id" : plans.wayTo(needed, names);
  const count = plans.countOf(needed);
  let rows = Math.min(1, count);
  if (way !== "id" && way?.kind !== "key")
    rows = lookups.reduce(
      (left, each) => left * shareOfLookup(each, (name) => plans.distinctCount(needed, name)),
      count,
    );
  return { kind: "scan", node, labels: needed, lookups, way, rows };
}

function uniqueNodes(nodes: readonly BoundNode[]): BoundNode[] {
  const seen = new Set<number>();
  return nodes.filter(({ slot }) => !seen.has(slot.index) && seen.add(slot.index));
}

function checksOf(paths: readonly BoundPath[], where: BoundExpression | undefined): MatchCheck[] {
  const checks: MatchCheck[] = [];
  for (const path of paths) {
    const { elements, selector } = path;
    // what is chosen from has its own plan, with its own checks, but for the ends of a simple one
    const isChosen = selector !== undefined;
    if (isChosen && simpleShape(path) === undefined) continue;
    for (const element of elements) {
      if (element.kind === "group" || (isChosen && element.kind === "relationship")) continue;
      const labels = element.kind === "node" ? element.labels : element.types;
      if (labels !== undefined) checks.push({ kind: "labels", element });
      if (Array.isArray(element.properties))
        for (const entry of element.properties as BoundEntry[])
          checks.push({ kind: "property", element, entry });
      if (element.where !== undefined) checks.push({ kind: "where", element, condition: element.where });
    }
  }
  for (const condition of conjunctsOf(where)) checks.push({ kind: "prune", condition });
  return checks;
}

export function conjunctsOf(where: BoundExpression | undefined): readonly BoundExpression[] {
  if (where === undefined) return [];
  if (where.kind === "logic" && where.operator === "AND") return where.operands.flatMap(conjunctsOf);
  return [where];
}

/** The conditions of WHERE on a path that is chosen: they count before the choice. */
function conditionsOnPath(path: BoundPath, where: BoundExpression | undefined): BoundExpression[] {
  const own = new Set(
    path.elements.flatMap((element) => (element.kind === "relationship" ? [element.slot.index] : [])),
  );
  if (path.slot !== undefined) own.add(path.slot.index);
  return conjunctsOf(where).filter((condition) => [...slotsIn(condition)].some((slot) => own.has(slot)));
}

/** The expression that a check works out; undefined for one of labels. */
export function expressionOf(check: MatchCheck): BoundExpression | undefined {
  if (check.kind === "labels") return undefined;
  return check.kind === "property" ? check.entry.value : check.condition;
}

function isReady(check: MatchCheck, known: ReadonlySet<number>, own: ReadonlySet<number>): boolean {
  const isKnown = (slot: number) => known.has(slot) || !own.has(slot);
  if (check.kind !== "prune") {
    const { element } = check;
    if (!isKnown(element.slot.index)) return false;
  }
  const expression = expressionOf(check);
  return expression === undefined || [...slotsIn(expression)].every(isKnown);
}
