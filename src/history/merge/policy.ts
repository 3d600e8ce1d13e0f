/** The decision of a policy on a conflict. */
import { encodeTemporal } from "#lazy/temporal";
import { describe } from "../../errors.js";
import { isRecord, readNames } from "../../structures/arguments.js";
import { compareBytes } from "../../structures/text/compare.js";
import { TemporalBase } from "../../temporal/temporal-base.js";
import type {
  AttributeConflict,
  AttributePolicy,
  Conflict,
  ElementConflict,
  ElementPolicy,
  KeptPolicies,
  Resolution,
} from "../diff/conflict.js";
import type { Policies } from "./merge-options.js";

const ATTRIBUTE_POLICIES: readonly unknown[] = ["ours", "theirs", "sum", "max", "min", "union"];

/** The policies that are given, read once and checked. */
export function readPolicies({ policy, elements, attributes, unify, uniqueEdges }: Policies): Policies {
  if (attributes !== undefined && !isRecord(attributes))
    throw new TypeError(`"attributes" expected an object of policies by name, got ${describe(attributes)}`);
  const read = {
    ...(policy === undefined ? {} : { policy }),
    ...(elements === undefined ? {} : { elements }),
    ...(attributes === undefined ? {} : { attributes: Object.fromEntries(Object.entries(attributes)) }),
    ...(unify === undefined ? {} : { unify }),
    ...(uniqueEdges === undefined ? {} : { uniqueEdges: readUnique(uniqueEdges) }),
  };
  checkPolicies(read);
  return read;
}

/** The policies that are given, read as by `readPolicies`, and where they say nothing those that are kept. */
export function policiesInForce(kept: KeptPolicies, given: Policies): Policies {
  const own = readPolicies(given);
  const useKept: unknown = given.kept ?? true;
  if (typeof useKept !== "boolean")
    throw new TypeError(`"kept" expected a boolean, got ${describe(useKept)}`);
  if (!useKept) return own;
  const attributes = { ...kept.attributes, ...own.attributes };
  return { ...kept, ...own, ...(Object.keys(attributes).length === 0 ? {} : { attributes }) };
}

function readUnique(given: unknown): boolean | string | readonly string[] {
  const types = typeof given === "boolean" ? given : readNames(given);
  if (typeof types === "boolean") return types;
  for (const type of Array.isArray(types) ? types : [types]) {
    if (typeof type === "string") continue;
    throw new TypeError(
      `"uniqueEdges" expected a boolean, a type or an array of types, got ${describe(Array.isArray(types) ? type : given)}`,
    );
  }
  return types as string | readonly string[];
}

/** Whether edges of a type become one where they double each other; undefined if none do. */
export function uniqueTest({
  uniqueEdges = false,
}: Policies): ((type: string | undefined) => boolean) | undefined {
  if (uniqueEdges === false) return undefined;
  if (uniqueEdges === true) return () => true;
  const types: readonly string[] = typeof uniqueEdges === "string" ? [uniqueEdges] : uniqueEdges;
  return (type) => type !== undefined && types.includes(type);
}

function checkPolicies({ policy, elements, attributes, unify }: Policies): void {
  if (unify !== undefined && typeof unify !== "boolean")
    throw new TypeError(`"unify" expected a boolean, got ${describe(unify)}`);
  if (policy !== undefined && policy !== "ours" && policy !== "theirs" && typeof policy !== "function") {
    throw new TypeError(`"policy" expected "ours", "theirs" or a function, got ${describe(policy)}`);
  }
  if (elements !== undefined && typeof elements !== "function")
    throw new TypeError(`"elements" expected a function, got ${describe(elements)}`);
  for (const [name, each] of Object.entries(attributes ?? {})) {
    if (ATTRIBUTE_POLICIES.includes(each) || typeof each === "function") continue;
    throw new TypeError(
      `policy of attribute "${name}" expected "ours", "theirs", "sum", "max", "min", "union" or a function, got ${describe(each)}`,
    );
  }
}

/** Whether a value can be held by the attribute that a conflict is about. */
type Fits = (value: unknown) => boolean;

/**
 * The resolution that policies give; undefined where they leave a conflict open. A sum that does not `fit` its
 * attribute leaves it open.
 */
export function applyPolicies(conflict: Conflict, policies: Policies, fits: Fits): Resolution | undefined {
  if (conflict.kind === "attribute") {
    const said = combine(conflict, policies, fits);
    if (said !== undefined && said !== "misfit") return said;
  }
  return applyConflictPolicy(conflict, policies);
}

/** The resolution of the policy for all conflicts. */
export function applyConflictPolicy(conflict: Conflict, { policy, unify }: Policies): Resolution | undefined {
  if (unify === true && conflict.kind === "key") return "unify";
  return typeof policy === "function" ? policy(conflict) : policy;
}

/**
 * The resolutions that the policy for elements gives to the attributes of one element, in their order.
 *
 * @throws TypeError for an invalid answer, or one that names an attribute which is not in conflict.
 */
export function applyElementPolicy(
  conflict: ElementConflict,
  policy: ElementPolicy,
): (Resolution | undefined)[] {
  const said = policy(conflict);
  const { attributes, element } = conflict;
  if (said === undefined || said === "ours" || said === "theirs") return attributes.map(() => said);
  if (!isRecord(said)) {
    throw new TypeError(
      `"elements" expected "ours", "theirs", an object of values or undefined, got ${describe(said)}`,
    );
  }
  const values = new Map(Object.entries(said));
  for (const name of values.keys()) {
    if (attributes.includes(name)) continue;
    throw new TypeError(
      `"elements" expected values of attributes in conflict at ${element.kind} ${element.id}, got one of "${name}"`,
    );
  }
  return attributes.map((name) => {
    const value = values.get(name);
    return value === undefined ? undefined : { value };
  });
}

/** The decision of an attribute's policy on its values; "misfit" if the attribute cannot hold their sum. */
export function combine(
  conflict: AttributeConflict,
  { attributes }: Policies,
  fits: Fits,
): Resolution | "misfit" | undefined {
  const own = ownPolicy(attributes, conflict.attribute);
  if (own === undefined) return undefined;
  const said = applyAttributePolicy(conflict, own);
  return own === "sum" && typeof said === "object" && !fits(said.value) ? "misfit" : said;
}

function ownPolicy(attributes: Policies["attributes"], name: string): AttributePolicy | undefined {
  return attributes !== undefined && Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

/** Whether the policy of an attribute makes one value of two, so that it is asked even if both are the same. */
export function combines({ attributes }: Policies, name: string): boolean {
  const own = ownPolicy(attributes, name);
  return own !== undefined && own !== "ours" && own !== "theirs";
}

function applyAttributePolicy(conflict: AttributeConflict, policy: AttributePolicy): Resolution | undefined {
  if (policy === "ours" || policy === "theirs") return policy;
  if (typeof policy === "function") {
    const value = policy(conflict);
    return value === undefined ? undefined : { value };
  }
  const { base, ours, theirs } = conflict;
  if (policy === "union")
    return Array.isArray(ours) && Array.isArray(theirs) ? { value: unite(base, ours, theirs) } : undefined;
  if (policy === "sum") return addChanges(base, ours, theirs);
  return pick(ours, theirs, policy === "max");
}

/** The base with the changes of both sides: 10, made 12 and 15, becomes 17. */
function addChanges(base: unknown, ours: unknown, theirs: unknown): Resolution | undefined {
  if (typeof ours === "number" && typeof theirs === "number" && typeof base !== "bigint") {
    return { value: ours + theirs - (typeof base === "number" ? base : 0) };
  }
  if (isWhole(ours) && isWhole(theirs)) {
    return { value: BigInt(ours) + BigInt(theirs) - (isWhole(base) ? BigInt(base) : 0n) };
  }
  return undefined;
}

/** The larger, or smaller, of two numbers, strings or moments; a value beats none. Whichever side is ours. */
function pick(ours: unknown, theirs: unknown, largest: boolean): Resolution | undefined {
  if (ours === undefined) return "theirs";
  if (theirs === undefined) return "ours";
  if (typeof ours === "number" && typeof theirs === "number") {
    // NaN is both the larger and the smaller, -0 is smaller than 0
    return Object.is(ours, largest ? Math.max(ours, theirs) : Math.min(ours, theirs)) ? "ours" : "theirs";
  }
  if (ours instanceof TemporalBase && theirs instanceof TemporalBase)
    return pickTemporal(ours, theirs, largest);
  if (isWhole(ours) && isWhole(theirs)) return ours > theirs === largest ? "ours" : "theirs";
  if (typeof ours !== typeof theirs || !isOrdered(ours) || !isOrdered(theirs)) return undefined;
  return ours > theirs === largest ? "ours" : "theirs";
}

/** A value of int64 or of an integer: a bigint, or a number where that is exact. */
function isWhole(value: unknown): value is bigint | number {
  return typeof value === "bigint" || (typeof value === "number" && Number.isSafeInteger(value));
}

function pickTemporal(ours: TemporalBase, theirs: TemporalBase, largest: boolean): Resolution | undefined {
  if (ours.temporalType !== theirs.temporalType) return undefined;
  const [a, b] = [encodeTemporal(ours), encodeTemporal(theirs)];
  return compareBytes(a, 0, a.length, b) > 0 === largest ? "ours" : "theirs";
}

function isOrdered(value: unknown): value is bigint | string | Date {
  return ["bigint", "string"].includes(typeof value) || value instanceof Date;
}

/** Items of both sides, without those of the base that one side took out; each once, ours first. */
function unite(base: unknown, ours: readonly unknown[], theirs: readonly unknown[]): unknown[] {
  const keys = (items: unknown): Set<string> => new Set(Array.isArray(items) ? items.map(keyOf) : []);
  const [inBase, inOurs, inTheirs] = [keys(base), keys(ours), keys(theirs)];
  const united = new Map<string, unknown>();
  for (const item of [...ours, ...theirs]) {
    const key = keyOf(item);
    const tookOut = inBase.has(key) && !(inOurs.has(key) && inTheirs.has(key));
    if (!tookOut && !united.has(key)) united.set(key, item);
  }
  return [...united.values()];
}

function keyOf(item: unknown): string {
  if (typeof item === "number") return Object.is(item, -0) ? "-0" : String(item);
  if (typeof item === "bigint") return `${item}n`;
  if (item instanceof TemporalBase) return `${item.temporalType} ${item}`;
  return item instanceof Date ? `date ${item.getTime()}` : (JSON.stringify(item) ?? String(item));
}
