/** The schema of a verb's document with `--json`: its version beside the properties of the verb. */
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
  };
}
