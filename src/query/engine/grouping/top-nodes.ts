/**
 * The nodes of a scan that may be among the first rows of an order whose first key is an attribute with a column of
 * numbers: of all others nothing is read. Nodes of equal keys stay in all, for the keys behind. O(nodes).
 */
import type { BoundClause, BoundExpression, BoundProjection } from "../../bind/bound.js";
import { countOf } from "../../run/project.js";
import { PART } from "../loops/walk-loops.js";
import type { EngineContext, TopOrder } from "../operator.js";
import { vectorExpression } from "../vector-expression.js";
import { columnReader, PartArrays } from "./column-reader.js";
import { keepBest, keepWithin } from "./group-loops.js";

/** Of fewer nodes than so many times the rows that are wanted, all are read. */
const NODES_PER_ROW = 4;

/** The order that a clause puts the rows before it into; undefined where rows beyond its LIMIT are asked for. */
export function topOrder(clause: BoundClause | undefined, context: EngineContext): TopOrder | undefined {
  if (clause?.kind !== "project" || context.takesAll) return undefined;
  const { items, distinct, groups, orderBy, skip, limit } = clause;
  if (distinct || groups !== undefined || limit === undefined || orderBy.length === 0) return undefined;
  if (!isFixed(limit) || !(skip === undefined || isFixed(skip))) return undefined;
  const [{ value, descending }] = orderBy;
  const key = keyOf(value, clause);
  if (key?.kind !== "property" || key.of.kind !== "slot") return undefined;
  // what goes wrong for a row does so wherever it stands in the order
  const all = [...items, ...orderBy].map((each) => vectorExpression(each.value, context));
  if (!all.every(({ isSafe }) => isSafe)) return undefined;
  const { run } = context;
  const most = (): number =>
    (skip === undefined ? 0 : countOf("SKIP", skip, run)) + countOf("LIMIT", limit, run);
  return { slot: key.of.slot.index, name: key.name, descending, most };
}

/** Whether a number of rows is the same however often it is worked out. */
function isFixed({ kind }: BoundExpression): boolean {
  return kind === "constant" || kind === "parameter";
}

/** The value of a key as what the rows before the projection have; undefined where it may be another. */
function keyOf(value: BoundExpression, { items }: BoundProjection): BoundExpression | undefined {
  const isWritten = (slot: number): boolean =>
    items.some(
      (item) => item.slot.index === slot && !(item.value.kind === "slot" && item.value.slot === item.slot),
    );
  if (value.kind === "slot") {
    const item = items.find(({ slot }) => slot.index === value.slot.index);
    // its own slots are read before any is written
    return item?.value;
  }
  return value.kind === "property" && value.of.kind === "slot" && !isWritten(value.of.slot.index)
    ? value
    : undefined;
}

/** Those of nodes that may be among the first rows, in the order in which they come. */
export function topNodes(ids: Uint32Array, order: TopOrder, { state, run }: EngineContext): Uint32Array {
  const most = order.most();
  if (most * NODES_PER_ROW > ids.length) return ids;
  const reader = columnReader(state.nodes.attribute(order.name));
  if (reader === undefined || reader.kind === "texts") return ids;
  if (most === 0) return ids.subarray(0, 0);
  const scratch = new PartArrays();
  const best = new Float64Array(most).fill(Number.POSITIVE_INFINITY);
  // what is not written takes no memory
  const kept = new Uint32Array(ids.length);
  const keys = new Float64Array(ids.length);
  let count = 0;
  for (let at = 0; at < ids.length; at += PART) {
    run.limits.check();
    const part = ids.subarray(at, at + PART);
    if (!reader.read(part, scratch)) return ids;
    const { rows, values } = scratch;
    count = keepBest(part, values, rows, order.descending, best, kept, keys, count, part.length);
  }
  return kept.subarray(0, keepWithin(kept, keys, best[0], count));
}
