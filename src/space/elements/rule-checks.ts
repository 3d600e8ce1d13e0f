/** Checks of writes against the rules of nodes, before anything is written. */
import { describe, Given, GroggyError } from "../../errors.js";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import { BULK_PART_ROWS } from "../../pool/buffers.js";
import type { ValueType } from "../../pool/value-type.js";
import { NO_ROW } from "../../structures/row-index.js";
import { TemporalBase } from "../../temporal/temporal-base.js";
import { type Attribute, attributeWith, type ElementState } from "../states/element-state.js";
import { identityOfMixed } from "../tables/mixed-values.js";
import type { AttributeList, CheckedColumn } from "./attribute-writer.js";
import { keyIdentity } from "./node-key.js";
import type { NodeRules, UniqueRule } from "./node-rules.js";

/** A rule that data breaks, and the nodes by which it does. */
export interface RuleViolation {
  readonly kind: "unique" | "required";
  /** The label whose nodes are to keep the rule; undefined if all are. */
  readonly label: string | undefined;
  readonly attributes: readonly string[];
  /** Of `unique` all nodes that share one value, of `required` all that have none. */
  readonly ids: readonly number[];
}

/** Names of a rule's attributes and label, as messages have them. */
function naming({ label, names }: Pick<UniqueRule, "label" | "names">): string {
  return `${names.map((name) => `"${name}"`).join(", ")}${label === undefined ? "" : ` of "${label}"`}`;
}

/** A key as callers know it: the name of its attribute, or of all. */
function keyData({ label, names }: UniqueRule): { key: unknown; label?: string } {
  const key = names.length === 1 ? names[0] : names;
  return label === undefined ? { key } : { key, label };
}

/** For values of a rule that another node has. */
function duplicateKey(rule: UniqueRule, values: readonly unknown[], who: string): GroggyError {
  const given = values.map((value) => (value instanceof Given ? value.given : value));
  return new GroggyError(
    "DUPLICATE_KEY",
    `key ${naming(rule)} expected a value of its own, got ${values.map((value) => describe(value)).join(", ")}, which ${who}`,
    { ...keyData(rule), value: given.length === 1 ? given[0] : given },
  );
}

/** For a node without an attribute that its label requires. */
function missing(label: string, attribute: string, id: number | undefined): GroggyError {
  return new GroggyError(
    "MISSING_ATTRIBUTE",
    `attribute "${attribute}" of "${label}" expected a value, as its schema requires, got none`,
    id === undefined ? { label, attribute } : { label, attribute, id },
  );
}

/** For data that breaks rules. */
export function violationError(violations: readonly RuleViolation[], where: string): GroggyError {
  const [{ kind, label, attributes, ids }] = violations;
  const nodes = `${ids.length === 1 ? "node" : "nodes"} ${ids.slice(0, 5).join(", ")}${ids.length > 5 ? " …" : ""}`;
  const wrong = kind === "unique" ? `${nodes} with the same` : `${nodes} without`;
  const expected = kind === "unique" ? "values of their own" : "a value";
  return new GroggyError(
    "CONSTRAINT_VIOLATION",
    `${kind === "unique" ? "key" : "attribute"} ${naming({ label, names: attributes })} expected ${expected} in ${where}, got ${wrong}`,
    { violations },
  );
}

/** Throws unless a value can be told from others by looking it up, as NaN, lists and objects cannot. */
export function requireKey(name: string, value: unknown): void {
  const isValue = value instanceof Date || value instanceof Uint8Array || value instanceof TemporalBase;
  if (value === value && (typeof value !== "object" || isValue)) return;
  throw new TypeError(
    `key "${name}" expected a boolean, number, bigint, string, Date, Uint8Array, date, time or duration, got ${describe(value)}`,
  );
}

function requireKeys({ names }: UniqueRule, values: readonly unknown[]): void {
  for (const [i, name] of names.entries()) requireKey(name, values[i]);
}

const NOTHING_GIVEN = (): undefined => undefined;

/** Throws if a node with a set of labels and checked attributes would break a rule. */
export function checkNewNode(rules: NodeRules, nodes: ElementState, set: number, list: AttributeList): void {
  const { uniques, required } = rules.ofSet(set);
  for (const { label, name } of required)
    if ((list.get(name) ?? null) === null) throw missing(label, name, undefined);
  for (const rule of uniques) {
    const values: unknown[] = [];
    for (const name of rule.names) {
      const value = list.get(name) ?? null;
      if (value !== null) values.push(value);
    }
    if (values.length === rule.names.length) checkFree(rules, nodes, rule, values, undefined);
  }
}

function checkFree(
  rules: NodeRules,
  nodes: ElementState,
  rule: UniqueRule,
  values: readonly unknown[],
  id: number | undefined,
): void {
  requireKeys(rule, values);
  const holder = rules.find(nodes, rule, values);
  if (holder !== undefined && holder !== id) throw duplicateKey(rule, values, `node ${holder} has`);
}

/** Throws if a node would break a rule with the labels of a set, and checked attributes if some are given. */
export function checkChangedNode(
  rules: NodeRules,
  nodes: ElementState,
  id: number,
  set: number,
  list: AttributeList | undefined,
): void {
  const present = Math.max(nodes.labelRows.get(id), NO_ROW);
  const { uniques, required } = rules.ofSet(set);
  const before = set === present ? undefined : rules.ofSet(present);
  const given = list === undefined ? NOTHING_GIVEN : (name: string): unknown => list.get(name);
  for (const rule of required) {
    const value = given(rule.name);
    if (value === null) throw missing(rule.label, rule.name, id);
    const isNew = before !== undefined && !before.required.includes(rule);
    if (value === undefined && isNew && !hasValue(nodes, rule.name, id))
      throw missing(rule.label, rule.name, id);
  }
  for (const rule of uniques) {
    const isNew = before !== undefined && !before.uniques.includes(rule);
    if (!isNew && rule.names.every((name) => given(name) === undefined)) continue;
    const values = rules.valuesOf(nodes, id, rule.names, given);
    if (values !== undefined) checkFree(rules, nodes, rule, values, id);
  }
}

/**
 * Throws if nodes would break a rule with the values of checked columns: those with these ids, or new ones with these
 * sets of labels.
 */
export function checkNodeColumns(
  rules: NodeRules,
  nodes: ElementState,
  columns: readonly CheckedColumn[],
  valuesOf: (at: number) => ArrayLike<unknown>,
  target: { readonly ids: Uint32Array } | { readonly sets: number | Int32Array; readonly count: number },
): void {
  const isNew = !("ids" in target);
  const ids = isNew ? undefined : target.ids;
  const count = isNew ? target.count : target.ids.length;
  const setOf = (i: number): number => {
    if (!isNew) return Math.max(nodes.labelRows.get(target.ids[i]), NO_ROW);
    return typeof target.sets === "number" ? target.sets : target.sets[i];
  };
  const at = new Map(columns.map(({ name }, i) => [name, i]));
  const read = new Map<string, ArrayLike<unknown>>();
  const columnOf = (name: string): ArrayLike<unknown> | undefined => {
    const i = at.get(name);
    if (i === undefined) return undefined;
    let values = read.get(name);
    if (values === undefined) {
      values = valuesOf(i);
      read.set(name, values);
    }
    return values;
  };
  for (const rule of rules.required) {
    const values = columnOf(rule.name);
    if (values === undefined && !isNew) continue;
    for (let i = 0; i < count; i++)
      if ((values?.[i] ?? null) === null && rules.ofSet(setOf(i)).required.includes(rule))
        throw missing(rule.label, rule.name, ids?.[i]);
  }
  for (const rule of rules.uniques) {
    if (rule.names.every((name) => columnOf(name) === undefined)) continue;
    const identities = rule.names.map((name) =>
      identityIn(nodes.attribute(name), columns[at.get(name) ?? -1]),
    );
    const writing = new Set(ids);
    const seen = new Set<unknown>();
    const find = rule.names.length === 1 ? rules.finderOf(nodes, rule) : undefined;
    const [first] = rule.names.map((name) => columns[at.get(name) ?? -1]);
    const isOwn = find !== undefined && first?.columns === undefined && isOwnType(first?.stored?.type);
    const held = new Map<number, boolean>();
    const isHeldTo = (i: number): boolean => {
      if (rule.label === undefined) return true;
      const set = setOf(i);
      let isHeld = held.get(set);
      if (isHeld === undefined) {
        isHeld = rules.ofSet(set).uniques.includes(rule);
        held.set(set, isHeld);
      }
      return isHeld;
    };
    if (isOwn) {
      const isFree = (node: number | undefined): boolean => node === undefined || writing.has(node);
      const isOneSet = rule.label === undefined || (isNew && typeof target.sets === "number");
      const values = columnOf(rule.names[0])!;
      const numbers = isOneSet ? ascendingNumbers(values, count) : undefined;
      if (numbers !== undefined && rules.areFree(nodes, rule, numbers)) continue;
      if (!isOneSet || isHeldTo(0))
        checkOwnValues(rule, values, count, isOneSet ? undefined : isHeldTo, find, isFree);
      continue;
    }
    for (let i = 0; i < count; i++) {
      if (!isHeldTo(i)) continue;
      const given = (name: string): unknown => {
        const column = columnOf(name);
        return column === undefined ? (isNew ? null : undefined) : (column[i] ?? null);
      };
      const parts = rules.valuesOf(nodes, ids?.[i] ?? -1, rule.names, given);
      if (parts === undefined) continue;
      requireKeys(rule, parts);
      const same = identityOf(parts.map((value, k) => identities[k](value)));
      if (seen.size === seen.add(same).size) throw duplicateKey(rule, parts, `position ${i} repeats`);
      const holder = find === undefined ? rules.find(nodes, rule, parts) : find(parts[0]);
      if (holder !== undefined && !writing.has(holder)) throw duplicateKey(rule, parts, `node ${holder} has`);
    }
  }
}

/** Whether values of a type are told apart as they are: texts, and numbers that are not rounded. */
function isOwnType(type: ValueType | undefined): boolean {
  return type === "utf8" || type === "int32" || type === "integer" || type === "float64";
}

/** Values that are all numbers, each greater than the one before it; undefined for others. */
function ascendingNumbers(values: ArrayLike<unknown>, count: number): Float64Array | undefined {
  const numbers = new Float64Array(count);
  let last = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < count; at += BULK_PART_ROWS) {
    const end = Math.min(at + BULK_PART_ROWS, count);
    if (!copyAscending(values, numbers, last, at, end)) return undefined;
    last = numbers[end - 1];
  }
  return numbers;
}

function copyAscending(
  values: ArrayLike<unknown>,
  out: Float64Array,
  before: number,
  start: number,
  end: number,
): boolean {
  let last = before;
  for (let i = start; i < end; i++) {
    const value = values[i];
    if (typeof value !== "number" || !(value > last)) return false;
    out[i] = value;
    last = value;
  }
  return true;
}

/** Throws unless the values that nodes get are each its own. `isHeldTo` tells which nodes count; by default all. */
function checkOwnValues(
  rule: UniqueRule,
  values: ArrayLike<unknown>,
  count: number,
  isHeldTo: ((i: number) => boolean) | undefined,
  find: (value: unknown) => number | undefined,
  isFree: (holder: number | undefined) => boolean,
): void {
  const [name] = rule.names;
  const seen = new Set<unknown>();
  /** The greatest number so far, as long as they ascend: then no set of them is needed. */
  let last = Number.NEGATIVE_INFINITY;
  let isAscending = true;
  for (let i = 0; i < count; i++) {
    if (isHeldTo?.(i) === false) continue;
    const value = values[i];
    if (value === null || value === undefined) continue;
    requireKey(name, value);
    if (isAscending && typeof value === "number" && value > last) last = value;
    else {
      if (isAscending) addKeys(seen, values, i, isHeldTo);
      isAscending = false;
      if (seen.size === seen.add(ownKey(value)).size)
        throw duplicateKey(rule, [value], `position ${i} repeats`);
    }
    const holder = find(value);
    if (!isFree(holder)) throw duplicateKey(rule, [value], `node ${holder} has`);
  }
}

/** Adds the first values. */
function addKeys(
  seen: Set<unknown>,
  values: ArrayLike<unknown>,
  count: number,
  isHeldTo: ((i: number) => boolean) | undefined,
): void {
  for (let i = 0; i < count; i++) {
    const value = values[i];
    if (value !== null && value !== undefined && isHeldTo?.(i) !== false) seen.add(ownKey(value));
  }
}

/** What tells a value apart from others: integers that are exact as numbers are those. */
function ownKey(value: unknown): unknown {
  return typeof value === "bigint" ? keyIdentity("integer", value) : value;
}

function hasValue(nodes: ElementState, name: string, id: number): boolean {
  const attribute = nodes.attribute(name);
  return attribute !== undefined && attributeWith(attribute, id) !== undefined;
}

/** The part of a column that tells how its values are compared. */
interface KeyColumn {
  readonly stored: AttributeColumn | undefined;
  readonly columns?: readonly (AttributeColumn | undefined)[] | undefined;
}

/** Gives what makes two values of an attribute one key; of a new attribute, of the type that it is to have. */
export function identityIn(
  attribute: Attribute | undefined,
  column: KeyColumn | undefined,
): (value: unknown) => unknown {
  if (attribute?.mixed !== undefined || column?.columns !== undefined) return identityOfMixed;
  const own = column?.stored?.type ?? attribute?.stored.type ?? "utf8";
  return (value) => keyIdentity(own, value);
}

/** One primitive for identities of values of a key: of several their text, which tells numbers from texts. */
export function identityOf(identities: readonly unknown[]): unknown {
  if (identities.length === 1) return identities[0];
  return JSON.stringify(identities.map((each) => (typeof each === "bigint" ? [String(each)] : each)));
}

/** The rules that live nodes break. O(nodes · rules). */
export function violationsOf(rules: NodeRules, nodes: ElementState): RuleViolation[] {
  const found: RuleViolation[] = [];
  for (const rule of rules.required) {
    const ids: number[] = [];
    nodes.live.forEach((id) => {
      const set = Math.max(nodes.labelRows.get(id), NO_ROW);
      if (rules.ofSet(set).required.includes(rule) && !hasValue(nodes, rule.name, id)) ids.push(id);
    });
    if (ids.length > 0) found.push({ kind: "required", label: rule.label, attributes: [rule.name], ids });
  }
  for (const rule of rules.uniques) {
    const holders = new Map<unknown, number[]>();
    const attributes = rule.names.map((name) => nodes.attribute(name));
    if (attributes.includes(undefined)) continue;
    const identities = attributes.map((attribute) => identityIn(attribute, undefined));
    nodes.live.forEach((id) => {
      const set = Math.max(nodes.labelRows.get(id), NO_ROW);
      if (!rules.ofSet(set).uniques.includes(rule)) return;
      const values = rules.valuesOf(nodes, id, rule.names, NOTHING_GIVEN);
      if (values === undefined || values.some(Number.isNaN)) return;
      const same = identityOf(values.map((value, i) => identities[i](value)));
      const known = holders.get(same);
      if (known === undefined) holders.set(same, [id]);
      else known.push(id);
    });
    for (const ids of holders.values())
      if (ids.length > 1) found.push({ kind: "unique", label: rule.label, attributes: rule.names, ids });
  }
  return found;
}
