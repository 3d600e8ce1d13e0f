/** What a policy says to a conflict. */
import { describe } from "../../errors.js";
import { isRecord } from "../../structures/arguments.js";
import type {
  AttributeConflict,
  AttributePolicy,
  Conflict,
  ConflictPolicy,
  Resolution,
} from "../diff/conflict.js";

/** Policies for all conflicts, and for those of single attributes, which come first. */
export interface Policies {
  readonly policy?: ConflictPolicy;
  readonly attributes?: Readonly<Record<string, AttributePolicy>>;
}

const ATTRIBUTE_POLICIES: readonly unknown[] = ["ours", "theirs", "sum", "max", "min", "union"];

/** The policies that are given, read once and checked. */
export function readPolicies({ policy, attributes }: Policies): Policies {
  if (attributes !== undefined && !isRecord(attributes))
    throw new TypeError(`"attributes" expected an object of policies by name, got ${describe(attributes)}`);
  const read = {
    ...(policy === undefined ? {} : { policy }),
    ...(attributes === undefined ? {} : { attributes: Object.fromEntries(Object.entries(attributes)) }),
  };
  checkPolicies(read);
  return read;
}

function checkPolicies({ policy, attributes }: Policies): void {
  if (policy !== undefined && policy !== "ours" && policy !== "theirs" && typeof policy !== "function") {
    throw new TypeError(`"policy" expected "ours", "theirs" or a function, got ${describe(policy)}`);
  }
  for (const [name, each] of Object.entries(attributes ?? {})) {
    if (ATTRIBUTE_POLICIES.includes(each) || typeof each === "function") continue;
    throw new TypeError(
      `policy of attribute "${name}" expected "ours", "theirs", "sum", "max", "min", "union" or a function, got ${describe(each)}`,
    );
  }
}

/**
 * The resolution that policies give; undefined where they leave a conflict open. A sum that does not `fit` its
 * attribute leaves it open.
 */
export function applyPolicies(
  conflict: Conflict,
  { policy, attributes }: Policies,
  fits: (value: unknown) => boolean,
): Resolution | undefined {
  if (
    conflict.kind === "attribute" &&
    attributes !== undefined &&
    Object.hasOwn(attributes, conflict.attribute)
  ) {
    const own = attributes[conflict.attribute];
    const said = applyAttributePolicy(conflict, own);
    const isSum = own === "sum" && typeof said === "object";
    if (said !== undefined && (!isSum || fits(said.value))) return said;
  }
  return typeof policy === "function" ? policy(conflict) : policy;
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
  if (typeof ours === "number" && typeof theirs === "number") {
    return { value: ours + theirs - (typeof base === "number" ? base : 0) };
  }
  if (typeof ours === "bigint" && typeof theirs === "bigint") {
    return { value: ours + theirs - (typeof base === "bigint" ? base : 0n) };
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
  if (typeof ours !== typeof theirs || !isOrdered(ours) || !isOrdered(theirs)) return undefined;
  return ours > theirs === largest ? "ours" : "theirs";
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
  return item instanceof Date ? `date ${item.getTime()}` : (JSON.stringify(item) ?? String(item));
}
