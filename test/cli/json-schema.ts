/** Checks a value by the part of JSON Schema that the table of commands uses. */
import type { JsonSchema } from "../../src/cli/shared/command.js";

/** What is wrong with a value, by its path; nothing if it fits. */
export function schemaMistakes(value: unknown, schema: JsonSchema, path = "$"): string[] {
  const { additionalProperties, anyOf, enum: choices, items, properties = {}, required = [], type } = schema;
  const mistakes: string[] = [];
  if (type !== undefined && ![type].flat().some((each) => isOfType(value, each)))
    return [`${path} expected ${[type].flat().join(" or ")}, got ${JSON.stringify(value)?.slice(0, 80)}`];
  if ("const" in schema && value !== schema.const)
    mistakes.push(`${path} expected ${JSON.stringify(schema.const)}`);
  if (choices !== undefined && !choices.includes(value))
    mistakes.push(`${path} expected one of ${JSON.stringify(choices)}`);
  if (anyOf !== undefined) {
    const all = anyOf.map((each) => schemaMistakes(value, each, path));
    if (all.every(({ length }) => length > 0)) mistakes.push(...all.flat());
  }
  if (Array.isArray(value) && items !== undefined)
    mistakes.push(...value.flatMap((item, i) => schemaMistakes(item, items, `${path}[${i}]`)));
  if (!isObject(value)) return mistakes;
  for (const name of required) if (!(name in value)) mistakes.push(`${path} expected "${name}"`);
  for (const [name, each] of Object.entries(value)) {
    const own = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (own === false) mistakes.push(`${path} expected no "${name}"`);
    else if (typeof own === "object") mistakes.push(...schemaMistakes(each, own, `${path}.${name}`));
  }
  return mistakes;
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
