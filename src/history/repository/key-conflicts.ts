/** Rules of nodes that a change would break: nodes that would share a unique key, or lack what their label requires. */
import { describe, GroggyError } from "../../errors.js";
import { forEachCell, NO_CHANGES } from "../../space/deltas/cell-changes.js";
import type { Delta } from "../../space/deltas/delta.js";
import type { NodeRules, UniqueRule } from "../../space/elements/node-rules.js";
import { type RuleViolation, violationError } from "../../space/elements/rule-checks.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { identityOfMixed } from "../../space/tables/mixed-values.js";
import type { KeyConflict } from "../diff/conflict.js";
import { Facts } from "../diff/facts.js";
import { uniteIds } from "../diff/side-changes.js";

/** A rule that `changes` would break, in words; undefined if there is none. */
export function findKeyOverlap(present: GraphState, changes: Delta, rules: NodeRules): string | undefined {
  const [conflict] = findKeyConflicts(present, changes, rules);
  if (conflict !== undefined)
    return `"${conflict.attribute}" of node ${conflict.theirs}, whose value is node ${conflict.ours}'s`;
  const [lack] = findMissing(present, changes, rules);
  return lack === undefined
    ? undefined
    : `node ${lack.ids[0]}, which would be without "${lack.attributes[0]}" of "${lack.label}"`;
}

/** The nodes that come, or that have other labels, or other values of some attributes, after `planned`. */
function changedNodes(planned: Delta, after: Facts, names: readonly string[], byLabel: boolean): Uint32Array {
  const { added, cells, labels } = planned.nodes;
  const changed: number[] = [];
  for (const [stored, changes] of cells)
    if (names.includes(stored.name)) forEachCell(changes, (id) => changed.push(id));
  if (byLabel) forEachCell(labels ?? NO_CHANGES, (id) => changed.push(id));
  return uniteIds(added.toArray(), Uint32Array.from(changed).sort()).filter((id) => after.has(id));
}

/**
 * The keys that several nodes would have after `planned`: the node that has it at present, or else the one that is
 * first, against each of the others. O(changed keys).
 */
export function findKeyConflicts(present: GraphState, planned: Delta, rules: NodeRules): KeyConflict[] {
  if (rules.uniques.length === 0) return [];
  const after = Facts.of(present.nodes).moved(planned.nodes, true);
  return rules.uniques.flatMap((rule) => conflictsOf(rule, present, planned, after, rules));
}

function conflictsOf(
  rule: UniqueRule,
  present: GraphState,
  planned: Delta,
  after: Facts,
  rules: NodeRules,
): KeyConflict[] {
  const { label, names } = rule;
  const cells = names.map((name) => after.cells(name));
  if (cells.some(({ stored }) => stored === undefined)) return [];
  const isHeld = (id: number): boolean =>
    label === undefined || rules.ofSet(after.labelSet(id)).uniques.includes(rule);
  const textOf = (id: number): string | undefined => {
    const texts = cells.map((each) => (each.columns.length > 1 ? mixedKeyText : keyText)(each.value(id)));
    if (texts.includes(undefined) || !isHeld(id)) return undefined;
    return texts.length === 1 ? texts[0] : JSON.stringify(texts);
  };
  const holders = new Map<string, number[]>();
  for (const id of changedNodes(planned, after, names, label !== undefined)) {
    const text = textOf(id);
    if (text === undefined) continue;
    const known = holders.get(text);
    if (known === undefined) holders.set(text, [id]);
    else known.push(id);
  }
  const isSameType = cells.every(
    ({ stored, columns }) =>
      columns.length > 1 || (stored !== undefined && present.nodes.attributeOf(stored) !== undefined),
  );
  // of a key of several attributes the last one is given up
  const attribute = names[names.length - 1];
  const conflicts: KeyConflict[] = [];
  for (const [text, ids] of holders) {
    const values = cells.map((each) => each.value(ids[0]));
    const before = isSameType ? rules.find(present.nodes, rule, values) : undefined;
    const first = before !== undefined && after.has(before) && textOf(before) === text ? before : ids[0];
    for (const id of ids) {
      if (id === first) continue;
      const element = { kind: "node", id } as const;
      const conflict = { kind: "key", element, attribute, value: values.at(-1), base: undefined } as const;
      const key = { ...conflict, ours: first, theirs: id };
      conflicts.push(label === undefined ? key : { ...key, label, key: names });
    }
  }
  return conflicts;
}

/** The attributes that labels require and nodes would lack after `planned`. O(changes). */
export function findMissing(present: GraphState, planned: Delta, rules: NodeRules): RuleViolation[] {
  if (rules.required.length === 0) return [];
  const after = Facts.of(present.nodes).moved(planned.nodes, true);
  return rules.required.flatMap((rule): RuleViolation[] => {
    const { label, name } = rule;
    const cells = after.cells(name);
    const isLacking = (id: number): boolean =>
      rules.ofSet(after.labelSet(id)).required.includes(rule) && cells.row(id) < 0;
    const ids = [...changedNodes(planned, after, [name], true)].filter(isLacking);
    return ids.length === 0 ? [] : [{ kind: "required", label, attributes: [name], ids }];
  });
}

/** Throws if nodes would lack after `planned` what their labels require. */
export function requireNothingMissing(
  present: GraphState,
  planned: Delta,
  rules: NodeRules,
  where: string,
): void {
  const missing = findMissing(present, planned, rules);
  if (missing.length > 0) throw violationError(missing, where);
}

/** Throws if nodes would break a rule after `planned`. */
export function requireRulesKept(present: GraphState, planned: Delta, rules: NodeRules, where: string): void {
  const [conflict] = findKeyConflicts(present, planned, rules);
  if (conflict !== undefined) {
    const { attribute, label, key, value, ours, theirs } = conflict;
    throw new GroggyError(
      "DUPLICATE_KEY",
      `key "${attribute}"${label === undefined ? "" : ` of "${label}"`} expected a value of its own in ${where}, got ${describe(value)} for node ${theirs}, which node ${ours} has`,
      label === undefined ? { key: attribute, value } : { key: key ?? attribute, label, value },
    );
  }
  requireNothingMissing(present, planned, rules, where);
}

/** Equal text for keys that are the same; undefined for none, and for NaN, which equals nothing. */
export function keyText(value: unknown): string | undefined {
  if (value === undefined || Number.isNaN(value)) return undefined;
  return value instanceof Date ? String(value.getTime()) : String(value);
}

/** The same for keys of several types. */
function mixedKeyText(value: unknown): string | undefined {
  if (value === undefined || Number.isNaN(value)) return undefined;
  const identity = identityOfMixed(value);
  return `${typeof identity} ${String(identity)}`;
}

/** Which conflict of a key it is: its nodes, its rule and its value. */
export function keyConflictName({ ours, theirs, value, label, key, attribute }: KeyConflict): string {
  return JSON.stringify([ours, theirs, label, key ?? attribute, keyText(value)]);
}
