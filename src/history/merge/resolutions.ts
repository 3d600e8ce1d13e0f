/** Decisions on conflicts as callers and policies give them: read once, checked, and with the value as it is stored. */
import { describe } from "../../errors.js";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { Column } from "../../pool/column.js";
import { inferType } from "../../pool/value-type.js";
import type { GraphSpace } from "../../space/graph-space.js";
import type { Conflict, KeyConflict, RequiredConflict, Resolution } from "../diff/conflict.js";
import { storedForm } from "../diff/stored-form.js";
import { keepsRule } from "./merge-plan.js";
import type { ThreeWay } from "./three-way.js";

/** The states that a decision is read for. */
export interface ResolutionStates {
  readonly space: GraphSpace;
  readonly merge: ThreeWay;
}

const RESOLUTIONS: readonly unknown[] = ["ours", "theirs", "dropEdge", "resurrect", "unify"];

/** The decision on a conflict, read once and checked; a value as its column stores it. */
export function readResolution(states: ResolutionStates, conflict: Conflict, given: Resolution): Resolution {
  const isValue = typeof given === "object" && given !== null && "value" in given;
  const said: Resolution = isValue ? { value: given.value } : given;
  checkResolution(conflict, said);
  if (conflict.kind === "required") checkKept(states.merge, conflict, said);
  if (typeof said !== "object" || said.value === null || said.value === undefined) return said;
  const column = columnFor(states, conflict, said.value);
  const value = storedForm(column, said.value);
  if (value !== undefined) return { value };
  throw new TypeError(
    `resolution of attribute "${(conflict as KeyConflict).attribute}" expected ${column?.type}, got ${describe(said.value)}`,
  );
}

/** The column that a value to resolve a conflict goes to; undefined if there is none that takes it. */
export function columnFor(states: ResolutionStates, conflict: Conflict, value: unknown): Column | undefined {
  const { merge } = states;
  if (conflict.kind === "required") {
    const { attribute, element } = conflict;
    const stored = merge.nodes.columnFor(attribute, element.id, value);
    return (stored ?? beginColumn(states, attribute, value))?.column;
  }
  if (conflict.kind !== "attribute" && conflict.kind !== "key") return undefined;
  const three = merge.of(conflict.element.kind);
  const { attribute, element } = conflict;
  if (conflict.kind === "attribute" || three.isMixed(attribute))
    return three.columnFor(attribute, element.id, value)?.column;
  const sides = [three.ours, three.theirs].map((facts) => facts.column(attribute)?.column);
  return sides.find((column) => column?.accepts(conflict.value));
}

/** The column of a required attribute that none of the states has, as the schema or the value says. */
function beginColumn(
  { space, merge }: ResolutionStates,
  attribute: string,
  value: unknown,
): AttributeColumn | undefined {
  const type = space.nodes.declared.get(attribute) ?? inferType(value);
  if (type === undefined) return undefined;
  const stored = space.pool.nodes.column(attribute, type);
  merge.nodes.begin(stored);
  return stored;
}

function checkResolution(conflict: Conflict, said: unknown): asserts said is Resolution {
  const isValue = typeof said === "object" && said !== null && "value" in said;
  const fits = isValue
    ? conflict.kind === "attribute" || conflict.kind === "key" || conflict.kind === "required"
    : RESOLUTIONS.includes(said) &&
      (said !== "dropEdge" || conflict.kind === "dangling") &&
      (said !== "resurrect" || conflict.kind === "dangling" || conflict.kind === "removal") &&
      (said !== "unify" || isUnifiable(conflict));
  if (fits) return;
  const expected = {
    attribute: '"ours", "theirs" or { value }',
    key: '"ours", "theirs", "unify" or { value }',
    removal: '"ours", "theirs", "resurrect" or, of a node, "unify"',
    dangling: '"ours", "theirs", "dropEdge", "resurrect" or "unify"',
    schema: '"ours" or "theirs"',
    required: '"ours", "theirs" or { value }',
  }[conflict.kind];
  throw new TypeError(
    `resolution of a conflict of ${conflict.kind} expected ${expected}, got ${describe(said)}`,
  );
}

function isUnifiable(conflict: Conflict): boolean {
  if (conflict.kind === "removal") return conflict.element.kind === "node";
  return conflict.kind === "key" || conflict.kind === "dangling";
}

/** Throws if a rule would still be broken, or if a side's own value breaks it. */
function checkKept(merge: ThreeWay, conflict: RequiredConflict, said: Resolution): void {
  const { attribute, label } = conflict;
  const rule = `attribute "${attribute}", which "${label}" requires,`;
  if (typeof said === "object") {
    if (said.value !== null && said.value !== undefined) return;
    throw new TypeError(`resolution of ${rule} expected a value, got { value: ${said.value} }`);
  }
  if (said !== "ours" && said !== "theirs") return;
  if (keepsRule(merge, conflict, said)) return;
  throw new TypeError(
    `resolution of ${rule} expected { value }, or a side on which the node keeps the rule, got "${said}"`,
  );
}
