/**
 * Recognizes matches that are grouped at once, so that their rows need only be counted: patterns of single relationships
 * whose conditions concern one node or two, keys of one node, and aggregates that add up.
 */
import type {
  BoundAggregate,
  BoundClause,
  BoundExpression,
  BoundMatch,
  BoundNode,
  BoundProjection,
  BoundRelationship,
  Slot,
} from "../bind/bound.js";
import { ANY_TYPE, BOOLEAN_TYPE, NODE_TYPE } from "../bind/static-type.js";
import { conjunctsOf } from "../plan/match-plan.js";
import { slotsIn } from "../plan/slots-in.js";
import type { LabelExpression } from "../text/tree.js";
import { comparisonsIn, freeSlots, type PairCondition, pairCondition } from "./joins/pair-conditions.js";
import type { VectorContext } from "./vector-expression.js";
import { vectorExpression } from "./vector-expression.js";

/** A node of a pattern. */
export interface CountNode {
  readonly slot: Slot;
  readonly labels: LabelExpression[];
  readonly conditions: BoundExpression[];
}

/** A relationship of a pattern, between the places of two nodes. */
export interface CountEdge {
  readonly from: number;
  readonly to: number;
  /** Whether it may be met either way. */
  readonly isEither: boolean;
  readonly types: LabelExpression | undefined;
  /** Relationships of one MATCH are different ones. */
  readonly match: number;
}

/** An aggregate: over the rows themselves where `node` is undefined, else over values of one node. */
export interface CountMeasure {
  readonly aggregate: BoundAggregate;
  readonly node: number | undefined;
}

export interface CountQuery {
  readonly nodes: readonly CountNode[];
  readonly edges: readonly CountEdge[];
  /** Conditions on two nodes each. */
  readonly pairs: readonly PairCondition[];
  /** Conditions that concern no node: without all of them there are no rows. */
  readonly constants: readonly BoundExpression[];
  readonly measures: readonly CountMeasure[];
  /** The node whose values the keys are; any may be taken where there are no keys. */
  readonly root: number | undefined;
  readonly projection: BoundProjection;
  /** The clauses that it stands for. */
  readonly clauseCount: number;
}

/** So many relationships of one MATCH at most may be alike. */
const EDGES_MAX = 12;

/** The query that the first clauses are; undefined if they are none of this kind. */
export function countQuery(clauses: readonly BoundClause[], context: VectorContext): CountQuery | undefined {
  const reader = new Reader(context);
  for (const [i, clause] of clauses.entries()) {
    if (clause.kind === "match" && !clause.optional) {
      if (!reader.addMatch(clause.match, i)) return undefined;
    } else if (clause.kind === "filter") {
      if (!reader.addConditions(clause.where)) return undefined;
    } else if (clause.kind === "project" && clause.groups !== undefined)
      return i === 0 ? undefined : reader.finish(clause, i + 1);
    else if (!(clause.kind === "project" && passesOn(clause) && reader.addConditions(clause.where)))
      return undefined;
  }
  return undefined;
}

/** Whether a projection leaves rows as they are. */
function passesOn({ items, distinct, orderBy, skip, limit }: BoundProjection): boolean {
  return (
    !distinct &&
    orderBy.length === 0 &&
    skip === undefined &&
    limit === undefined &&
    items.every(({ slot, value }) => value.kind === "slot" && value.slot === slot)
  );
}

class Reader {
  readonly #context: VectorContext;
  readonly #nodes: CountNode[] = [];
  readonly #placeOf = new Map<number, number>();
  readonly #edges: CountEdge[] = [];
  readonly #relationships = new Set<number>();
  readonly #pairs: PairCondition[] = [];
  readonly #constants: BoundExpression[] = [];

  constructor(context: VectorContext) {
    this.#context = context;
  }

  addMatch(match: BoundMatch, index: number): boolean {
    for (const { elements, selector, slot } of match.paths) {
      if (selector !== undefined || slot !== undefined) return false;
      for (const element of elements) if (element.kind === "node" && !this.#addNode(element)) return false;
      for (let i = 1; i < elements.length; i += 2) {
        const [left, middle, right] = elements.slice(i - 1, i + 2);
        if (middle.kind !== "relationship") return false;
        if (!this.#addEdge(left as BoundNode, middle, right as BoundNode, index)) return false;
      }
    }
    return this.#edges.length <= EDGES_MAX && this.addConditions(match.where);
  }

  #addNode({ slot, labels, properties, where, offset }: BoundNode): boolean {
    let place = this.#placeOf.get(slot.index);
    if (place === undefined) {
      place = this.#nodes.push({ slot, labels: [], conditions: [] }) - 1;
      this.#placeOf.set(slot.index, place);
    }
    if (labels !== undefined) this.#nodes[place].labels.push(labels);
    const of: BoundExpression = { kind: "slot", slot, offset, type: NODE_TYPE };
    if (properties !== undefined) {
      if (!Array.isArray(properties)) return false;
      for (const { name, value } of properties) {
        const held: BoundExpression = { kind: "property", of, name, offset, type: ANY_TYPE };
        const condition: BoundExpression = {
          kind: "comparison",
          operands: [held, value],
          operators: ["="],
          offset,
          type: BOOLEAN_TYPE,
        };
        if (!this.addConditions(condition)) return false;
      }
    }
    return this.addConditions(where);
  }

  #addEdge(left: BoundNode, relationship: BoundRelationship, right: BoundNode, match: number): boolean {
    const { slot, direction, types, length, properties, where } = relationship;
    const isPlain = length === undefined && properties === undefined && where === undefined;
    if (!isPlain || this.#relationships.has(slot.index)) return false;
    this.#relationships.add(slot.index);
    const ends = [left, right].map((node) => this.#placeOf.get(node.slot.index)!);
    const [from, to] = direction === "left" ? ends.toReversed() : ends;
    if (from === to) return false;
    const isEither = direction === "both" || !this.#context.state.directed;
    this.#edges.push({ from, to, isEither, types, match });
    return true;
  }

  /** Adds the parts of a condition, each to the node that it concerns. */
  addConditions(where: BoundExpression | undefined): boolean {
    for (const condition of conjunctsOf(where).flatMap(comparisonsIn)) {
      const slots = [...freeSlots(condition)];
      if (slots.length > 2 || !vectorExpression(condition, this.#context).isSafe) return false;
      if (slots.length === 2) {
        const pair = pairCondition(condition, this.#placeOf, this.#context.state.directed);
        if (pair === undefined) return false;
        this.#pairs.push(pair);
        continue;
      }
      const place = slots.length === 0 ? undefined : this.#placeOf.get(slots[0]);
      if (slots.length === 0) this.#constants.push(condition);
      else if (place === undefined) return false;
      else this.#nodes[place].conditions.push(condition);
    }
    return true;
  }

  finish(projection: BoundProjection, clauseCount: number): CountQuery | undefined {
    const { keys, aggregates } = projection.groups!;
    const ofKeys = new Set(keys.flatMap(({ value }) => [...slotsIn(value)]));
    if (ofKeys.size > 1) return undefined;
    const [key] = ofKeys;
    let root = key === undefined ? undefined : this.#placeOf.get(key);
    if (key !== undefined && root === undefined) return undefined;
    const measures: CountMeasure[] = [];
    for (const aggregate of aggregates) {
      const measure = this.#measureOf(aggregate);
      if (measure === undefined) return undefined;
      measures.push(measure);
    }
    for (const { aggregate, node } of measures) {
      if (!aggregate.distinct || node === undefined) continue;
      // what is distinct is told where it is
      root ??= node;
      if (root !== node) return undefined;
    }
    const nodes = this.#nodes;
    const [edges, pairs, constants] = [this.#edges, this.#pairs, this.#constants];
    return { nodes, edges, pairs, constants, measures, root, projection, clauseCount };
  }

  #measureOf(aggregate: BoundAggregate): CountMeasure | undefined {
    const { spec, star, items, distinct } = aggregate;
    const name = spec.name.toLowerCase();
    if (star) return { aggregate, node: undefined };
    if (!ADDABLE.has(name) && !(distinct && name === "collect")) return undefined;
    const slots = [...new Set(items.flatMap((item) => [...slotsIn(item)]))];
    if (slots.length !== 1 || items.length !== 1) return undefined;
    const [item] = items;
    if (item.kind === "slot" && name === "count" && !distinct) return { aggregate, node: undefined };
    const node = this.#placeOf.get(slots[0]);
    if (node === undefined || !vectorExpression(item, this.#context).isSafe) return undefined;
    return { aggregate, node };
  }
}

const ADDABLE: ReadonlySet<string> = new Set(["count", "sum", "avg", "min", "max"]);
