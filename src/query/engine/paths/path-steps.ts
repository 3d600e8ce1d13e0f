/** The operators of steps that follow more than one relationship, and what relationships a match has in use for them. */
import type { BoundPath } from "../../bind/bound.js";
import type { MatchStep } from "../../plan/match-plan.js";
import { PathValue, RelationshipValue } from "../../values/elements.js";
import type { CypherValue } from "../../values/value.js";
import { type EngineContext, MapBatches, type Operator } from "../operator.js";
import { type Batch, elementIdsOf, gatheredBatch, valueAt } from "../vector.js";
import type { FollowedStep } from "./path-plan.js";
import { rowSteps } from "./row-steps.js";
import { shortestRows } from "./shortest-rows.js";
import type { UsedSlots } from "./used-slots.js";
import { type WalkOptions, walkRows } from "./walk-rows.js";

export interface PathStepOptions {
  readonly step: MatchStep;
  readonly followed: FollowedStep | undefined;
  readonly ends: WalkOptions["ends"];
  readonly used: UsedSlots;
}

export function pathStepRows(
  source: Operator,
  { step, followed, ends, used: slots }: PathStepOptions,
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  const used = (batch: Batch, row: number): ReadonlySet<number> | undefined =>
    usedBy(slots, batch, row, context);
  if (followed === undefined) {
    const made = slotsMadeBy(step);
    return rowSteps(source, { step, slots: made, used }, wanted, context);
  }
  if (step.kind === "walk") return walkRows(source, { ...step, ...followed, ends, used }, wanted, context);
  if (step.kind !== "shortest") throw new TypeError(`no operator for a step of kind ${step.kind}`);
  const { kind } = step.path.selector!;
  const all = kind === "allShortest" || kind === "groups";
  return shortestRows(source, { ...step, ...followed, all, used }, wanted, context);
}

/** The rows in which none of some relationships is in lists that are in use. */
export function distinctFromLists(
  source: Operator,
  relationships: readonly number[],
  lists: readonly number[],
  wanted: ReadonlySet<number>,
  context: EngineContext,
): Operator {
  if (lists.length === 0 || relationships.length === 0) return source;
  return new MapBatches(source, (batch) => {
    const found = relationships.map((slot) =>
      elementIdsOf(
        batch.columns.get(slot) ?? { kind: "constant", value: null },
        "relationships",
        batch.count,
      ),
    );
    const index = new Uint32Array(batch.count);
    let count = 0;
    for (let i = 0; i < batch.count; i++) {
      const used = usedBy({ single: [], lists }, batch, i, context);
      if (found.every((ids) => used?.has(ids[i]) !== true)) index[count++] = i;
    }
    if (count === batch.count) return batch;
    return { count, columns: gatheredBatch(batch, index, count, wanted) };
  });
}

function usedBy(
  { single, lists }: UsedSlots,
  batch: Batch,
  row: number,
  { run }: EngineContext,
): ReadonlySet<number> | undefined {
  if (single.length === 0 && lists.length === 0) return undefined;
  const used = new Set<number>();
  for (const slot of [...single, ...lists]) {
    const vector = batch.columns.get(slot);
    if (vector === undefined) continue;
    for (const id of relationshipIds(valueAt(vector, row, run.graph))) used.add(id);
  }
  return used;
}

function relationshipIds(value: CypherValue): number[] {
  if (value instanceof RelationshipValue) return [value.id];
  if (value instanceof PathValue) return value.relationships.map(({ id }) => id);
  return Array.isArray(value) ? value.flatMap(relationshipIds) : [];
}

type MadeSlot = { readonly index: number; readonly mask: number };

function slotsMadeBy(step: MatchStep): MadeSlot[] {
  const made = new Map<number, MadeSlot>();
  const add = ({
    index,
    type,
  }: {
    readonly index: number;
    readonly type: { readonly mask: number };
  }): void => {
    made.set(index, { index, mask: type.mask });
  };
  const addPath = ({ slot, elements }: BoundPath): void => {
    if (slot !== undefined) add(slot);
    for (const element of elements) {
      if (element.kind !== "group") add(element.slot);
      else {
        add(element.walk);
        for (const { all } of element.lists) add(all);
      }
    }
  };
  switch (step.kind) {
    case "expand":
    case "walk":
      for (const { slot } of [step.from, step.to, step.relationship]) add(slot);
      break;
    case "repeat":
      for (const { slot } of [step.from, step.to]) add(slot);
      add(step.group.walk);
      for (const { all } of step.group.lists) add(all);
      break;
    case "choose":
    case "shortest":
      addPath(step.path);
      break;
    default:
  }
  return [...made.values()];
}
