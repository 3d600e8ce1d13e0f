/** The schemas of documents with `--json`: their version beside the properties of the verb, and what verbs share. */
import type { JsonSchema } from "./command.js";

/** All properties are required but those that are named `optional`. */
export function documentSchema(
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema {
  return {
    type: "object",
    properties: { schema: { const: 1 }, ...properties },
    required: ["schema", ...Object.keys(properties).filter((name) => !optional.includes(name))],
    additionalProperties: false,
  };
}

/** The names that moved, in the documents of verbs that fetch and push. */
export const updatesSchema: JsonSchema = {
  type: "array",
  description: "The names that moved; before and after are ids of commits, null where there was or is none",
  items: {
    type: "object",
    properties: {
      name: { type: "string" },
      kind: { enum: ["branch", "tag", "remote"] },
      before: { type: ["string", "null"] },
      after: { type: ["string", "null"] },
    },
    required: ["name", "kind", "before", "after"],
  },
};
