/** The schema of names that moved, in the JSON documents of verbs that fetch and push. */
import type { JsonSchema } from "./command.js";

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
