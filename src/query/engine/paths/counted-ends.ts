/**
 * How often what comes behind a match has to see the ends of its trails: once, where that makes no difference to it, or once
 * with the number of trails, which then stands in for counting rows.
 */
import type {
  BoundAggregate,
  BoundClause,
  BoundExpression,
  BoundMatch,
  BoundProjection,
  Slot,
} from "../../bind/bound.js";
import { BUILT_INS } from "../../bind/built-ins.js";
import { INTEGER_TYPE } from "../../bind/static-type.js";
import type { EngineContext } from "../operator.js";
import type { WalkOptions } from "./walk-rows.js";

export interface SeenEnds {
  readonly ends: WalkOptions["ends"];
  /** The projection behind the match as it is with them. */
  readonly projection: BoundProjection;
}

/** Undefined where every row has to be seen. `canCount` tells whether the match can count the trails to its ends. */
export function seenEnds(
  { match }: Extract<BoundClause, { readonly kind: "match" }>,
  next: BoundClause | undefined,
  canCount: () => boolean,
  context: EngineContext,
): SeenEnds | undefined {
  if (next?.kind !== "project") return undefined;
  const { groups, items, distinct } = next;
  if (groups === undefined)
    return distinct && items.every(({ value }) => isRepeatable(value))
      ? { ends: "once", projection: next }
      : undefined;
  const { keys, aggregates } = groups;
  const read = [...keys.map(({ value }) => value), ...aggregates.flatMap((aggregate) => aggregate.items)];
  if (!read.every(isRepeatable)) return undefined;
  if (aggregates.every(isSetFunction)) return { ends: "once", projection: next };
  const nodes = nodeSlots(match);
  const isCount = ({ star, spec, items: [item] }: BoundAggregate): boolean =>
    star || (spec.name.toLowerCase() === "count" && item.kind === "slot" && nodes.has(item.slot.index));
  if (!aggregates.every((aggregate) => isSetFunction(aggregate) || isCount(aggregate)) || !canCount())
    return undefined;
  const counts: Slot = { index: context.hiddenSlots.next(), name: "", type: INTEGER_TYPE };
  const summed = (aggregate: BoundAggregate): BoundAggregate => {
    if (isSetFunction(aggregate)) return aggregate;
    const item: BoundExpression = {
      kind: "slot",
      slot: counts,
      offset: aggregate.offset,
      type: INTEGER_TYPE,
    };
    return { ...aggregate, spec: SUM, star: false, items: [item] };
  };
  return {
    ends: { counts: counts.index },
    projection: { ...next, groups: { keys, aggregates: aggregates.map(summed) } },
  };
}

const SUM = BUILT_INS.findAggregate("sum")!;

/** Whether an aggregate is the same however often a value comes. */
function isSetFunction({ distinct, spec }: BoundAggregate): boolean {
  const name = spec.name.toLowerCase();
  return distinct || name === "min" || name === "max";
}

function nodeSlots({ paths }: BoundMatch): Set<number> {
  return new Set(
    paths.flatMap(({ elements }) =>
      elements.flatMap((each) => (each.kind === "node" ? [each.slot.index] : [])),
    ),
  );
}

/** Whether an expression gives the same value when it is asked again for the same row. */
function isRepeatable(expression: BoundExpression): boolean {
  const open: unknown[] = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== "object" || next === null || next instanceof Map || next instanceof Set) continue;
    const { kind, spec } = next as {
      readonly kind?: unknown;
      readonly spec?: { readonly isDeterministic?: boolean };
    };
    if (kind === "call" && spec?.isDeterministic !== true) return false;
    for (const each of Object.values(next)) if (typeof each === "object" && each !== null) open.push(each);
  }
  return true;
}
