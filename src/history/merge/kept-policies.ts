/**
 * Policies that a graph keeps, for all its merges: data, so that a store, a bundle and a clone can have them. They
 * belong to the graph and not to a version of it, as its schema and its rules do.
 */
import { describe, GroggyError } from "../../errors.js";
import { checkName, isRecord, readNames } from "../../structures/arguments.js";
import { checkNames } from "../../structures/options.js";
import type { KeptAttributePolicy, KeptPolicies } from "../diff/conflict.js";
import type { HistoryCore } from "../repository/core.js";

declare module "../../errors.js" {
  interface GroggyErrorData {
    /** The attributes whose policies differ, and all policies of the two graphs. */
    POLICY_MISMATCH: {
      attributes: readonly string[];
      ours: KeptPolicies;
      theirs: KeptPolicies;
    };
  }
}

const SIDES: readonly unknown[] = ["ours", "theirs"];
const COMBINING: readonly unknown[] = ["sum", "max", "min", "union"];

/**
 * Policies to be kept, read once and checked, in one form: names in order, and without what is so by default.
 *
 * @throws TypeError for what is no policy, or is a function.
 */
export function readKeptPolicies(given: unknown): KeptPolicies {
  if (!isRecord(given)) throw new TypeError(`"policies" expected an object, got ${describe(given)}`);
  checkNames(given, ["policy", "attributes", "unify", "uniqueEdges"], "policies");
  const { policy, attributes, unify, uniqueEdges } = given as Record<string, unknown>;
  if (policy !== undefined && !SIDES.includes(policy))
    throw new TypeError(`"policy" expected "ours" or "theirs", which can be kept, got ${describe(policy)}`);
  if (unify !== undefined && typeof unify !== "boolean")
    throw new TypeError(`"unify" expected a boolean, got ${describe(unify)}`);
  const byName = readAttributes(attributes);
  const types = readTypes(uniqueEdges);
  return Object.freeze({
    ...(policy === undefined ? {} : { policy: policy as "ours" | "theirs" }),
    ...(byName === undefined ? {} : { attributes: byName }),
    ...(unify === true ? { unify } : {}),
    ...(types === undefined ? {} : { uniqueEdges: types }),
  });
}

function readAttributes(given: unknown): Readonly<Record<string, KeptAttributePolicy>> | undefined {
  if (given === undefined) return undefined;
  if (!isRecord(given))
    throw new TypeError(`"attributes" expected an object of policies by name, got ${describe(given)}`);
  const entries = Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, policy] of entries) {
    checkName("attributes", name);
    if (SIDES.includes(policy) || COMBINING.includes(policy)) continue;
    throw new TypeError(
      `policy of attribute "${name}" expected "ours", "theirs", "sum", "max", "min" or "union", which can be kept, got ${describe(policy)}`,
    );
  }
  return entries.length === 0 ? undefined : Object.freeze(Object.fromEntries(entries));
}

function readTypes(given: unknown): true | readonly string[] | undefined {
  if (given === undefined || given === false) return undefined;
  if (given === true) return true;
  const read = readNames(given);
  const types: unknown[] = Array.isArray(read) ? read : [read];
  for (const type of types) {
    if (typeof type === "string") checkName("uniqueEdges", type);
    else
      throw new TypeError(
        `"uniqueEdges" expected a boolean, a type or an array of types, got ${describe(Array.isArray(read) ? type : given)}`,
      );
  }
  return types.length === 0 ? undefined : Object.freeze([...new Set(types as string[])].sort());
}

/** Whether policies, as `readKeptPolicies` gives them, are the same. */
export function isSamePolicies(a: KeptPolicies, b: KeptPolicies): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Puts policies in the place of those kept; if they cannot be kept, these stay. */
export function keepPolicies({ repository, sink }: HistoryCore, policies: KeptPolicies): void {
  const before = repository.policies;
  if (isSamePolicies(before, policies)) return;
  repository.setPolicies(policies);
  try {
    sink?.persist();
  } catch (error) {
    repository.setPolicies(before);
    throw error;
  }
}

/** The policies in the options of a verb, as far as kept ones depend on them. */
interface GivenPolicies {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly kept?: boolean;
}

/**
 * The policies for a merge with a branch of another graph, which keeps some as well. Those that combine come from
 * either graph, so that both come to the same result; sides are taken as this graph says alone.
 *
 * @throws GroggyError POLICY_MISMATCH if the two graphs combine an attribute in different ways and the options do not
 *   say how.
 */
export function settlePolicies(
  ours: KeptPolicies,
  theirs: KeptPolicies,
  { attributes = {}, kept }: GivenPolicies,
): KeptPolicies {
  if (kept === false || isSamePolicies(ours, theirs)) return ours;
  const byName = new Map<string, KeptAttributePolicy>(Object.entries(ours.attributes ?? {}));
  const mismatched: string[] = [];
  for (const [name, policy] of Object.entries(theirs.attributes ?? {})) {
    const own = byName.get(name);
    const combines = COMBINING.includes(policy);
    if (own === undefined) {
      if (combines) byName.set(name, policy);
    } else if (own !== policy && (combines || COMBINING.includes(own)) && !Object.hasOwn(attributes, name))
      mismatched.push(name);
  }
  if (mismatched.length > 0) {
    const [name] = mismatched;
    const [expected, received] = [ours, theirs].map((each) => describe(each.attributes?.[name]));
    throw new GroggyError(
      "POLICY_MISMATCH",
      `policy of attribute "${name}" expected ${expected}, as this graph keeps it, got ${received} kept by the other graph; keep the same in both, or give one`,
      { attributes: mismatched, ours, theirs },
    );
  }
  const unique = [ours.uniqueEdges, theirs.uniqueEdges].flatMap((types) => types ?? []);
  return readKeptPolicies({
    ...ours,
    attributes: Object.fromEntries(byName),
    unify: ours.unify === true || theirs.unify === true,
    uniqueEdges: unique.includes(true) ? true : unique,
  });
}
