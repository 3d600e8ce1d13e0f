/** Policies that a graph can keep, drawn at random. */
import fc from "fast-check";
import type { KeptPolicies } from "../../../src/index.js";

const name = fc.constantFrom("a", "b", "__proto__", "ünï code", "constructor");
const policy = fc.constantFrom("ours", "theirs", "sum", "max", "min", "union");

export const keptPolicies: fc.Arbitrary<KeptPolicies> = fc.record(
  {
    policy: fc.constantFrom("ours", "theirs"),
    attributes: fc.dictionary(name, policy, { maxKeys: 4 }),
    unify: fc.boolean(),
    uniqueEdges: fc.oneof(
      fc.boolean(),
      fc.constantFrom("A", "B"),
      fc.array(fc.constantFrom("A", "B", "C"), { maxLength: 3 }),
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<KeptPolicies>;
