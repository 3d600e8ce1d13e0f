/** Policies for conflicts, as the command line has them: for all, by attribute, and for nodes of the same key. */
import type { AttributePolicy, Policies } from "groggy";
import { CliError } from "../cli-error.js";
import type { CommandOption } from "../command.js";
import { nearest } from "../nearest.js";

export const policyFlags = {
  policy: {
    type: "string",
    value: "SIDE",
    choices: ["ours", "theirs"],
    summary: "Resolve every conflict by a side",
  },
  attribute: {
    type: "string",
    short: "a",
    value: "NAME=POLICY",
    multiple: true,
    summary: "Resolve an attribute by ours, theirs, sum, max, min or union; repeatable",
    complete: "attribute",
  },
  unify: { type: "boolean", summary: "Make one node of two that have the same key" },
  "unique-edges": {
    type: "string",
    value: "TYPE",
    multiple: true,
    summary: "Make one edge of two of TYPE between the same nodes; repeatable",
  },
} as const satisfies Record<string, CommandOption>;

/** The values of {@link policyFlags}. */
export interface PolicyFlags {
  readonly policy?: string;
  readonly attribute: readonly string[];
  readonly unify?: boolean;
  readonly "unique-edges": readonly string[];
}

/** Policies that can be written to a file: no function is among them. */
export interface NamedPolicies {
  readonly policy?: "ours" | "theirs";
  readonly attributes?: Readonly<Record<string, Exclude<AttributePolicy, (conflict: never) => unknown>>>;
  readonly unify?: boolean;
  readonly uniqueEdges?: readonly string[];
}

const NAMES = ["ours", "theirs", "sum", "max", "min", "union"] as const;

export function readPolicyFlags(options: PolicyFlags): NamedPolicies & Policies {
  const { policy, unify } = options;
  const edges = options["unique-edges"];
  const attributes = options.attribute.map(readAttributePolicy);
  const repeated = attributes.find(([name], i) => attributes.findIndex(([other]) => other === name) < i);
  if (repeated !== undefined)
    throw new CliError(
      `"--attribute" expected one policy for each attribute, got two for ${JSON.stringify(repeated[0])}`,
    );
  return {
    ...(policy === undefined ? {} : { policy: policy as "ours" | "theirs" }),
    ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
    ...(unify === true ? { unify } : {}),
    ...(edges.length === 0 ? {} : { uniqueEdges: edges }),
  };
}

function readAttributePolicy(text: string): [string, (typeof NAMES)[number]] {
  // a name may have an equals sign in it, a policy has none
  const at = text.lastIndexOf("=");
  const [name, policy] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  const known = NAMES.find((each) => each === policy);
  if (name !== "" && known !== undefined) return [name, known];
  const near = nearest(policy, NAMES);
  const hint = near === undefined || name === "" ? undefined : `did you mean ${name}=${near}?`;
  throw new CliError(
    `"--attribute" expected NAME=POLICY with ${NAMES.slice(0, -1).join(", ")} or union, got ${JSON.stringify(text)}`,
    hint === undefined ? {} : { hint },
  );
}
