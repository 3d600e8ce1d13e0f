/**
 * The steps of a plan as the operators of paths take them: which relationships of variable length they follow themselves,
 * with the conditions that are met on the way, and which paths need not be made.
 */
import type {
  BoundExpression,
  BoundMatch,
  BoundNode,
  BoundPath,
  BoundRelationship,
} from "../../bind/bound.js";
import { ANY_TYPE, BOOLEAN_TYPE, NODE_TYPE } from "../../bind/static-type.js";
import type { MatchCheck } from "../../plan/match-check.js";
import type { MatchStep } from "../../plan/match-plan.js";
import { slotsIn } from "../../plan/slots-in.js";
import { wayOf } from "../../run/walks.js";
import type { EngineContext } from "../operator.js";
import { conditionOnEach, inlineCondition, isPushed } from "./element-conditions.js";
import { type ElementCondition, ElementPredicate } from "./element-predicate.js";
import { arcWaysOf } from "./node-arcs.js";
import type { PathHopOptions } from "./path-search.js";

type WalkStep = Extract<MatchStep, { readonly kind: "walk" }>;
type ShortestStep = Extract<MatchStep, { readonly kind: "shortest" }>;

/** A step that operators of this folder follow themselves. */
export interface FollowedStep {
  readonly hop: PathHopOptions;
  readonly relationship: BoundRelationship;
  /** The test of an end that is not known before; it is asked again with other conditions. */
  readonly endTest: ElementPredicate | undefined;
  /** The slot of the path that the step makes as well. */
  readonly path: number | undefined;
}

export interface PathPlan {
  readonly steps: readonly MatchStep[];
  readonly followed: ReadonlyMap<MatchStep, FollowedStep>;
}

/** `wanted` are the slots that are read behind the match. */
export function pathPlan(
  match: BoundMatch,
  planned: readonly MatchStep[],
  wanted: ReadonlySet<number>,
  context: EngineContext,
): PathPlan {
  const steps: MatchStep[] = planned.slice();
  const followed = new Map<MatchStep, FollowedStep>();
  if (!steps.some(({ kind }) => kind === "walk" || kind === "shortest" || kind === "path"))
    return { steps, followed };
  const known = new Set(match.known);
  const met = new Set<MatchCheck>();
  const found: { readonly step: WalkStep | ShortestStep; readonly followed: FollowedStep }[] = [];
  for (const step of planned) {
    if (step.kind === "walk" || step.kind === "shortest") {
      const path = pathOfStep(step, match);
      const own = path && followedStep(step, path, planned, known, met, context);
      if (own !== undefined) found.push({ step, followed: own });
    }
    for (const slot of boundBy(step)) known.add(slot);
  }
  const changed = (step: MatchStep, checks: readonly MatchCheck[]): MatchStep =>
    checks.length === step.checks.length ? step : { ...step, checks };
  for (const [i, step] of steps.entries())
    steps[i] = changed(
      step,
      step.checks.filter((check) => !met.has(check)),
    );
  for (const { step, followed: own } of found) {
    const at = planned.indexOf(step);
    followed.set(steps[at], own);
  }
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i];
    if (step.kind !== "path") continue;
    const { index } = step.path.slot!;
    const others = steps.filter((each) => each !== step);
    const isRead = wanted.has(index) || [step, ...others].some((each) => isReadBy(index, each));
    const before = steps[i - 1];
    if (!isRead && step.checks.length === 0) steps.splice(i, 1);
    else if (before?.kind === "walk" && followed.has(before) && isAlone(before, step.path)) {
      const merged: MatchStep = { ...before, checks: [...before.checks, ...step.checks] };
      followed.set(merged, { ...followed.get(before)!, path: index });
      followed.delete(before);
      steps.splice(i - 1, 2, merged);
    }
  }
  return { steps, followed };
}

/** Whether conditions of a step read a slot. */
function isReadBy(slot: number, step: MatchStep): boolean {
  if (step.kind !== "path" && slotsIn(step as never).has(slot)) return true;
  return step.checks.some((check) => slotsIn(check as never).has(slot));
}

function pathOfStep(step: WalkStep | ShortestStep, { paths }: BoundMatch): BoundPath | undefined {
  if (step.kind === "shortest") return step.path;
  return paths.find(({ elements }) => elements.includes(step.relationship));
}

function isAlone({ relationship }: WalkStep, { elements }: BoundPath): boolean {
  return elements.length === 3 && elements[1] === relationship;
}

/** The slots that have values from a step on. */
function boundBy(step: MatchStep): number[] {
  switch (step.kind) {
    case "scan":
    case "known":
      return [step.node.slot.index];
    case "expand":
    case "walk":
      return [step.from, step.to, step.relationship].map(({ slot }) => slot.index);
    case "shortest":
      return [...step.pathSlots, step.from.slot.index, step.to.slot.index];
    default:
      return [];
  }
}

/** How a step is followed; undefined where the plain executor has to. Conditions that are met then are added to `met`. */
function followedStep(
  step: WalkStep | ShortestStep,
  path: BoundPath,
  steps: readonly MatchStep[],
  known: ReadonlySet<number>,
  met: Set<MatchCheck>,
  context: EngineContext,
): FollowedStep | undefined {
  const relationship = step.kind === "walk" ? step.relationship : step.element;
  if (relationship.kind !== "relationship" || (step.kind === "walk" && step.slotKnown)) return undefined;
  if (step.kind === "shortest") {
    const { count } = path.selector!;
    if (count !== 1 || relationship.length!.from > 1) return undefined;
  }
  const slots = {
    node: { index: context.hiddenSlots.next(), name: "", type: NODE_TYPE },
    relationship: relationship.each,
  };
  const inner = new Set([...known, step.from.slot.index]);
  if (step.toKnown) inner.add(step.to.slot.index);
  const edges: ElementCondition[] = [];
  const nodes: ElementCondition[] = [];
  const isNear = (condition: ElementCondition["condition"], slot: number) =>
    isPushed(condition, slot, inner, context);
  const taken: MatchCheck[] = [];
  const inline =
    step.kind === "shortest"
      ? step.inline
      : step.checks.filter((check) => check.kind !== "prune" && check.element === relationship);
  for (const check of inline) {
    if (check.kind === "prune") return undefined;
    taken.push(check);
    if (check.kind === "labels") continue;
    const condition = inlineCondition(check, relationship);
    if (!isNear(condition, relationship.each.index)) return undefined;
    edges.push({ condition, holds: true });
  }
  // where the path is chosen before WHERE is asked, WHERE says nothing of the way
  const isAsked = step.kind === "walk" || path.isFunction;
  const isWhole = path.elements.length === 3;
  const pushed = new Set<unknown>();
  for (const { checks } of isAsked ? steps : []) {
    for (const check of checks) {
      if (check.kind !== "prune") continue;
      const found = conditionOnEach(check.condition, path, relationship, slots);
      if (found === undefined || !isNear(found.condition, slots[SLOT_OF[found.of]].index)) continue;
      (found.of === "nodes" ? nodes : edges).push(found);
      if (isWhole) pushed.add(check.condition);
      if (isWhole) taken.push(check);
    }
  }
  if (step.kind === "shortest" && !step.conditions.every((condition) => pushed.has(condition)))
    return undefined;
  const end = step.to.slot.index;
  const ofEnd = step.toKnown
    ? []
    : step.checks.flatMap((check) => (taken.includes(check) ? [] : endCondition(check, step.to)));
  const ends = ofEnd.filter((condition) => isNear(condition, end));
  // of many paths to many ends those that fit have to be told first
  if (step.kind === "shortest" && path.selector!.kind !== "shortest" && ends.length < ofEnd.length)
    return undefined;
  for (const check of taken) met.add(check);
  const testOf = (
    kind: "nodes" | "relationships",
    slot: number,
    conditions: readonly ElementCondition[],
  ): ElementPredicate | undefined =>
    conditions.length === 0 ? undefined : new ElementPredicate(kind, slot, conditions, context);
  const way = wayOf(relationship, step.forward, context.state.directed);
  return {
    hop: {
      ways: arcWaysOf(way),
      types: relationship.types,
      edgeTest: testOf("relationships", slots.relationship.index, edges),
      nodeTest: testOf("nodes", slots.node.index, nodes),
    },
    relationship,
    endTest: testOf(
      "nodes",
      end,
      ends.map((condition) => ({ condition, holds: true })),
    ),
    path: step.kind === "shortest" ? path.slot?.index : undefined,
  };
}

/** A check as a condition on the node at the end alone, if it is one. */
function endCondition(check: MatchCheck, to: BoundNode): BoundExpression[] {
  if (check.kind === "prune" || check.kind === "where") return [check.condition];
  if (check.kind === "labels" || check.element.slot.index !== to.slot.index) return [];
  const { slot, offset } = to;
  const of: BoundExpression = { kind: "slot", slot, offset, type: NODE_TYPE };
  const held: BoundExpression = { kind: "property", of, name: check.entry.name, offset, type: ANY_TYPE };
  const { value } = check.entry;
  return [{ kind: "comparison", operands: [held, value], operators: ["="], offset, type: BOOLEAN_TYPE }];
}

const SLOT_OF = { nodes: "node", relationships: "relationship" } as const;
