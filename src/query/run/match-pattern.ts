/**
 * Finds the matches of a pattern for one row, step by step of its plan, with one row that is written to and set back.
 * Relationships are distinct within a match: those in use are kept in a set while what follows them is looked at.
 * Over 500 lines, since the kinds of steps hold each other.
 */
import type { BoundGroup, BoundMatch, BoundNode, BoundPath, BoundRelationship } from "../bind/bound.js";
import { fitsLabels } from "../plan/label-predicate.js";
import type { MatchCheck } from "../plan/match-check.js";
import { expressionOf, type MatchPlan, type MatchStep } from "../plan/match-plan.js";
import { slotsIn } from "../plan/slots-in.js";
import { CypherFault } from "../text/cypher-fault.js";
import { NodeValue, PathValue, RelationshipValue } from "../values/elements.js";
import { equals } from "../values/relations.js";
import type { CypherValue } from "../values/value.js";
import { CypherValueError } from "../values/value-error.js";
import { evaluate, isTrue } from "./evaluate.js";
import type { GraphPort } from "./graph-port.js";
import { HopGraph, type PathHop, type PathHops, type Search } from "./hop-graph.js";
import { nodeCandidates } from "./node-candidates.js";
import { PAUSE, type Row, type Rows, type RunContext } from "./run-context.js";
import { waysTaken } from "./shortest-paths.js";
import { otherEnd, pathValueOf, walksFrom, wayOf } from "./walks.js";

type Step<K extends MatchStep["kind"]> = Extract<MatchStep, { readonly kind: K }>;

/** Rows that a match makes of one row, each a row of its own. */
export function matchRows(match: BoundMatch, row: Row, run: RunContext): Rows {
  return new Matcher(run.plans.of(match), run, new Set()).rows(row);
}

export class Matcher {
  readonly run: RunContext;
  readonly #plan: MatchPlan;
  /** Relationships of this match that are in use. */
  readonly #used: Set<number>;

  constructor(plan: MatchPlan, run: RunContext, used: Set<number>) {
    this.#plan = plan;
    this.run = run;
    this.#used = used;
  }

  *rows(start: Row): Rows {
    const row = start.slice();
    for (const found of this.#from(0, row)) {
      if (found === PAUSE) yield PAUSE;
      else if (this.#plan.where === undefined || isTrue(this.#plan.where, row, this.run)) yield row.slice();
    }
  }

  /** All ways to go on from a step; each time the row holds one of them. */
  *#from(place: number, row: Row): Rows {
    if (place === this.#plan.steps.length) {
      yield row;
      return;
    }
    const step = this.#plan.steps[place];
    for (const found of this.#step(step, row)) {
      if (found === PAUSE) yield PAUSE;
      else if (this.holds(step.checks, row)) yield* this.#from(place + 1, row);
    }
  }

  #step(step: MatchStep, row: Row): Rows {
    switch (step.kind) {
      case "known":
        return this.#known(step, row);
      case "scan":
        return this.#scan(step, row);
      case "expand":
        return this.#expand(step, row);
      case "walk":
        return this.#walk(step, row);
      case "repeat":
        return this.#repeat(step, row);
      case "choose":
        return this.#choose(step, row);
      case "shortest":
        return this.#shortest(step, row);
      case "path":
        return this.#path(step.path, row);
    }
  }

  holds(checks: readonly MatchCheck[], row: Row): boolean {
    for (const check of checks) if (!this.#check(check, row)) return false;
    return true;
  }

  #check(check: MatchCheck, row: Row): boolean {
    if (check.kind === "prune") return this.#mayHold(check, row);
    const { element } = check;
    if (element.kind === "relationship" && element.length !== undefined) {
      const list = row[element.slot.index];
      return (
        Array.isArray(list) && list.every((each: CypherValue) => this.checkEach(check, element, each, row))
      );
    }
    return this.checkElement(check, row[element.slot.index], row);
  }

  /** A check of one relationship of a list. */
  checkEach(check: MatchCheck, relationship: BoundRelationship, each: CypherValue, row: Row): boolean {
    row[relationship.each.index] = each;
    return this.checkElement(check, each, row);
  }

  checkElement(check: MatchCheck, value: CypherValue, row: Row): boolean {
    const { graph } = this.run;
    switch (check.kind) {
      case "labels":
        if (check.element.kind === "node") {
          return value instanceof NodeValue && fitsLabels(check.element.labels!, graph.labelsOf(value.id));
        }
        return (
          value instanceof RelationshipValue &&
          fitsLabels(check.element.types!, typesOf(graph.typeOf(value.id)))
        );
      case "property": {
        if (!(value instanceof NodeValue || value instanceof RelationshipValue)) return false;
        const wanted = evaluate(check.entry.value, row, this.run);
        const held = graph.attributeOf(value.kind, value.id, check.entry.name) as CypherValue;
        return equals(held, wanted) === true;
      }
      case "where":
        return isTrue(check.condition, row, this.run);
      case "prune":
        return this.#mayHold(check, row);
    }
  }

  #mayHold({ condition }: Extract<MatchCheck, { kind: "prune" }>, row: Row): boolean {
    try {
      return isTrue(condition, row, this.run);
    } catch (error) {
      if (error instanceof CypherValueError || error instanceof CypherFault) return true;
      throw error;
    }
  }

  *#known({ node }: Step<"known">, row: Row): Rows {
    if (isLiveNode(row[node.slot.index], this.run.graph)) yield row;
  }

  *#scan(step: Step<"scan">, row: Row): Rows {
    const { graph } = this.run;
    const { node, labels } = step;
    for (const id of nodeCandidates(step, row, this.run) ?? graph.nodeIds(labels[0])) {
      if (this.run.tick()) yield PAUSE;
      row[node.slot.index] = new NodeValue(graph, id);
      yield row;
    }
  }

  *#expand(step: Step<"expand">, row: Row): Rows {
    const { relationship, from, forward } = step;
    const { graph } = this.run;
    if (step.slotKnown) {
      yield* this.#given(step, row);
      return;
    }
    const start = row[from.slot.index];
    if (!isLiveNode(start, this.run.graph)) return;
    const edges = graph.incident(start.id, wayOf(relationship, forward, graph.directed));
    for (let i = 0; i < edges.length; i++) {
      if (this.run.tick()) yield PAUSE;
      const edge = edges[i];
      if (this.#used.has(edge) || !this.#arrive(step, otherEnd(this.run, edge, start.id), row)) continue;
      row[relationship.slot.index] = new RelationshipValue(graph, edge);
      this.#used.add(edge);
      yield row;
      this.#used.delete(edge);
    }
  }

  /** A relationship that is known: either way if the pattern says so. */
  *#given(step: Step<"expand">, row: Row): Rows {
    const { relationship, from, forward } = step;
    const { graph } = this.run;
    const value = row[relationship.slot.index];
    if (!(value instanceof RelationshipValue) || !graph.hasElement("relationship", value.id)) return;
    if (this.#used.has(value.id)) return;
    const [source, target] = [graph.sourceOf(value.id), graph.targetOf(value.id)];
    const way = wayOf(relationship, forward, graph.directed);
    const ways: [number, number][] = way === "in" ? [[target, source]] : [[source, target]];
    if (way === "both" && source !== target) ways.push([target, source]);
    const known = row[from.slot.index];
    const isKnown = this.#isBound(from, row);
    this.#used.add(value.id);
    for (const [start, end] of ways) {
      if (isKnown && !(known instanceof NodeValue && known.id === start)) continue;
      if (!isKnown) row[from.slot.index] = new NodeValue(graph, start);
      const isLoop = step.to.slot.index === from.slot.index;
      if (isLoop ? end === start : this.#arriveAt(step.to, step.toKnown, end, row)) yield row;
      if (!isKnown) row[from.slot.index] = null;
    }
    this.#used.delete(value.id);
  }

  #isBound(node: BoundNode, row: Row): boolean {
    return row[node.slot.index] !== null;
  }

  /** Comes to the node at the far end: it is the one that is known, or it is known from now on. */
  #arrive(step: { readonly to: BoundNode; readonly toKnown: boolean }, node: number, row: Row): boolean {
    return this.#arriveAt(step.to, step.toKnown, node, row);
  }

  #arriveAt(to: BoundNode, toKnown: boolean, node: number, row: Row): boolean {
    if (toKnown) {
      const known = row[to.slot.index];
      return known instanceof NodeValue && known.id === node;
    }
    row[to.slot.index] = new NodeValue(this.run.graph, node);
    return true;
  }

  /** Relationships one after the other, `length` of them, none twice. */
  *#walk(step: Step<"walk">, row: Row): Rows {
    const { relationship, from, forward, slotKnown } = step;
    const start = row[from.slot.index];
    if (slotKnown) {
      yield* this.#givenWalk(step, row);
      return;
    }
    if (!isLiveNode(start, this.run.graph)) return;
    const { from: min, to: max = Number.POSITIVE_INFINITY } = relationship.length!;
    // what reads the node at the end is asked once that is known
    const isNear = (check: MatchCheck) => {
      const expression = expressionOf(check);
      return step.toKnown || expression === undefined || !slotsIn(expression).has(step.to.slot.index);
    };
    const inline = step.checks.filter(
      (check) => check.kind !== "prune" && check.element === relationship && isNear(check),
    );
    const fits = (value: RelationshipValue) =>
      inline.every((check) => this.checkEach(check, relationship, value, row));
    const way = wayOf(relationship, forward, this.run.graph.directed);
    for (const walk of walksFrom(start.id, way, { min, max }, fits, this.#used, this.run)) {
      if (walk === PAUSE) {
        yield PAUSE;
        continue;
      }
      if (!this.#arrive(step, walk.node, row)) continue;
      row[relationship.slot.index] = forward ? walk.relationships.slice() : walk.relationships.toReversed();
      yield row;
    }
  }

  *#givenWalk(step: Step<"walk">, row: Row): Rows {
    const { relationship, from, forward } = step;
    const { graph } = this.run;
    const list = row[relationship.slot.index];
    const start = row[from.slot.index];
    const { from: min, to: max = Number.POSITIVE_INFINITY } = relationship.length!;
    if (!Array.isArray(list) || !isLiveNode(start, this.run.graph) || list.length < min || list.length > max)
      return;
    const ids: number[] = [];
    const way = wayOf(relationship, forward, graph.directed);
    let node = start.id;
    for (const each of forward ? list : list.toReversed()) {
      if (!(each instanceof RelationshipValue) || this.#used.has(each.id) || ids.includes(each.id)) return;
      if (!graph.hasElement("relationship", each.id)) return;
      const [source, target] = [graph.sourceOf(each.id), graph.targetOf(each.id)];
      if (way !== "in" && source === node) node = target;
      else if (way !== "out" && target === node) node = source;
      else return;
      ids.push(each.id);
    }
    if (!this.#arrive(step, node, row)) return;
    for (const id of ids) this.#used.add(id);
    yield row;
    for (const id of ids) this.#used.delete(id);
  }

  /** A pattern again and again; each repetition begins where the one before has ended. */
  *#repeat(step: Step<"repeat">, row: Row): Rows {
    const { group, plan, from } = step;
    const start = row[from.slot.index];
    if (!isLiveNode(start, this.run.graph)) return;
    const { from: min, to: max = Number.POSITIVE_INFINITY } = group.quantifier;
    const path = group.match.paths[0];
    const first = path.elements[0] as BoundNode;
    const last = path.elements.at(-1) as BoundNode;
    const walk: PathValue[] = [];
    const values: CypherValue[][] = group.lists.map(() => []);
    const matcher = new Matcher(plan, this.run, this.#used);
    const again = function* (this: Matcher, node: NodeValue): Rows {
      if (walk.length >= min && this.#arrive(step, node.id, row)) {
        group.lists.forEach(({ all }, i) => {
          row[all.index] = values[i].slice();
        });
        row[group.walk.index] = joined(start, walk);
        yield row;
      }
      if (walk.length >= max) return;
      const inner = row.slice();
      inner[first.slot.index] = node;
      for (const found of matcher.#from(0, inner)) {
        if (found === PAUSE) {
          yield PAUSE;
          continue;
        }
        if (plan.where !== undefined && !isTrue(plan.where, inner, this.run)) continue;
        walk.push(pathValueOf(path, inner, this.run));
        group.lists.forEach(({ one }, i) => {
          values[i].push(inner[one.index]);
        });
        yield* again.call(this, inner[last.slot.index] as NodeValue);
        walk.pop();
        for (const list of values) list.pop();
      }
    };
    yield* again.call(this, start);
  }

  /** Of the trails between two ends the shortest, or some, without looking at all of them. */
  *#shortest(step: Step<"shortest">, row: Row): Rows {
    const { run } = this;
    const { path, element, from, to, forward, toKnown, conditions } = step;
    const start = row[from.slot.index];
    const known = to.slot.index === from.slot.index ? start : row[to.slot.index];
    const target = toKnown && known instanceof NodeValue ? known.id : undefined;
    if (!isLiveNode(start, this.run.graph) || (toKnown && target === undefined)) return;
    const { from: min, to: max = Number.POSITIVE_INFINITY } =
      element.kind === "group" ? element.quantifier : element.length!;
    const isGroup = element.kind === "group";
    const hopsFrom = isGroup
      ? (node: number) => this.#repetitions(element, step.plan!, node, row)
      : (node: number) => this.#relationships(step, element, node, row);
    const ofEnds = step.checks.filter((check) => isOfEnds(check, step));
    let held = 0;
    const ways = waysTaken(new HopGraph(hopsFrom), start.id, target, {
      selector: path.selector!,
      min,
      max,
      isPlain: !isGroup || element.match.paths[0].elements.length === 3,
      ways: isGroup ? undefined : wayOf(element, forward, run.graph.directed) === "both" ? "either" : "one",
      counts:
        conditions.length === 0
          ? undefined
          : (way) => {
              this.#take(step, start, way, row);
              return conditions.every((condition) => isTrue(condition, row, run));
            },
      accepts: (end) => {
        row[to.slot.index] = new NodeValue(run.graph, end);
        return this.holds(ofEnds, row);
      },
      keep: () => {
        held++;
        run.keep(1, "a search for paths");
      },
    });
    for (const way of ways) {
      if (way === undefined) {
        if (run.tick()) yield PAUSE;
        continue;
      }
      this.#take(step, start, way, row);
      const ids = way.flatMap(({ relationships }) => relationships.map(({ id }) => id));
      for (const id of ids) this.#used.add(id);
      yield row;
      for (const id of ids) this.#used.delete(id);
    }
    run.release(held);
  }

  /** Puts a way, from the node that the search has begun with, into the row. */
  #take(
    { path, element, to, forward, toKnown }: Step<"shortest">,
    start: NodeValue,
    way: PathHops,
    row: Row,
  ): void {
    const nodes = [start, ...way.flatMap((hop) => hop.nodes)];
    const relationships = way.flatMap((hop) => hop.relationships);
    if (!toKnown) row[to.slot.index] = nodes[nodes.length - 1];
    const value = forward
      ? new PathValue(nodes, relationships)
      : new PathValue(nodes.reverse(), relationships.reverse());
    if (element.kind === "group") {
      row[element.walk.index] = value;
      element.lists.forEach(({ all }, i) => {
        row[all.index] = way.map(({ values }) => values[i]);
      });
    } else row[element.slot.index] = value.relationships;
    if (path.slot !== undefined) row[path.slot.index] = value;
  }

  *#relationships(
    { inline, forward }: Step<"shortest">,
    relationship: BoundRelationship,
    node: number,
    row: Row,
  ): Search<readonly PathHop[]> {
    const { graph } = this.run;
    const hops: PathHop[] = [];
    const edges = graph.incident(node, wayOf(relationship, forward, graph.directed));
    for (let i = 0; i < edges.length; i++) {
      yield undefined;
      const edge = edges[i];
      if (this.#used.has(edge)) continue;
      const value = new RelationshipValue(graph, edge);
      if (!inline.every((check) => this.checkEach(check, relationship, value, row))) continue;
      const to = otherEnd(this.run, edge, node);
      hops.push({ from: node, to, relationships: [value], nodes: [new NodeValue(graph, to)], values: [] });
    }
    return hops;
  }

  *#repetitions(group: BoundGroup, plan: MatchPlan, node: number, row: Row): Search<readonly PathHop[]> {
    const path = group.match.paths[0];
    const first = path.elements[0] as BoundNode;
    const inner = row.slice();
    inner[first.slot.index] = new NodeValue(this.run.graph, node);
    const hops: PathHop[] = [];
    for (const found of new Matcher(plan, this.run, this.#used).#from(0, inner)) {
      yield undefined;
      if (found === PAUSE || (plan.where !== undefined && !isTrue(plan.where, inner, this.run))) continue;
      const { nodes, relationships } = pathValueOf(path, inner, this.run);
      const to = nodes[nodes.length - 1].id;
      const values = group.lists.map(({ one }) => inner[one.index]);
      hops.push({ from: node, to, relationships, nodes: nodes.slice(1), values });
    }
    return hops;
  }

  /** Of all paths between two ends the shortest, or some. */
  *#choose({ path: pattern, plan, conditions }: Step<"choose">, row: Row): Rows {
    const { run } = this;
    const groups = new Map<string, FoundPath[]>();
    const first = pattern.elements[0] as BoundNode;
    const last = pattern.elements.at(-1) as BoundNode;
    for (const found of new Matcher(plan, run, this.#used).rows(row)) {
      if (found === PAUSE) {
        yield PAUSE;
        continue;
      }
      const path = pathValueOf(pattern, found, run);
      if (pattern.slot !== undefined) found[pattern.slot.index] = path;
      if (!conditions.every((condition) => isTrue(condition, found, run))) continue;
      run.keep(1, "a choice of paths");
      const key = `${nodeIdOf(found[first.slot.index])} ${nodeIdOf(found[last.slot.index])}`;
      const group = groups.get(key) ?? [];
      if (group.push({ path, row: found }) === 1) groups.set(key, group);
    }
    for (const group of groups.values()) {
      for (const { row: chosen, path } of chosenOf(group, pattern)) {
        for (let i = 0; i < chosen.length; i++) row[i] = chosen[i];
        for (const { id } of path.relationships) this.#used.add(id);
        yield row;
        for (const { id } of path.relationships) this.#used.delete(id);
      }
      run.release(group.length);
    }
  }

  *#path(path: BoundPath, row: Row): Rows {
    row[path.slot!.index] = pathValueOf(path, row, this.run);
    yield row;
  }
}

interface FoundPath {
  readonly path: PathValue;
  readonly row: Row;
}

/** A node may be known from another commit: it counts if this graph has it. */
function isLiveNode(value: CypherValue, graph: GraphPort): value is NodeValue {
  return value instanceof NodeValue && graph.hasElement("node", value.id);
}

/** Whether a check asks for nothing of a path but its ends, so that it holds for all paths between them or none. */
function isOfEnds(check: MatchCheck, { pathSlots }: Step<"shortest">): boolean {
  const expression = expressionOf(check);
  return expression === undefined || ![...slotsIn(expression)].some((slot) => pathSlots.has(slot));
}

function typesOf(type: string): string[] {
  return type === "" ? [] : [type];
}

function joined(start: NodeValue, walk: readonly PathValue[]): PathValue {
  const nodes = [start, ...walk.flatMap((path) => path.nodes.slice(1))];
  return new PathValue(
    nodes,
    walk.flatMap((path) => path.relationships),
  );
}

function nodeIdOf(value: CypherValue): number {
  return value instanceof NodeValue ? value.id : -1;
}

function chosenOf(group: readonly FoundPath[], { selector }: BoundPath): readonly FoundPath[] {
  const { kind, count } = selector!;
  const lengthOf = ({ path }: FoundPath) => path.relationships.length;
  const sorted = group.toSorted((a, b) => lengthOf(a) - lengthOf(b));
  if (kind === "any" || kind === "shortest") return sorted.slice(0, count);
  // of the next lengths, as many as were asked for, all paths
  const lengths = [...new Set(sorted.map(lengthOf))].slice(0, count);
  return sorted.filter((found) => lengths.includes(lengthOf(found)));
}
