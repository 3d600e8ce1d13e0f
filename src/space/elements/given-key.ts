/** Keys as callers give them, read once: one value, or for a key of several attributes an array or an object. */
import { describe, GroggyError } from "../../errors.js";
import { readValue } from "../../pool/given-value.js";
import { checkName, isRecord } from "../../structures/arguments.js";
import type { ElementState } from "../states/element-state.js";
import type { KeyLookup } from "../states/graph-state.js";
import { isComparable } from "./node-key.js";

type Rule = NonNullable<ReturnType<KeyLookup["keyOf"]>>;

/** For what asks for a key of a graph that has none. */
export function noKey(): GroggyError {
  return new GroggyError(
    "MISSING_KEY",
    '"key" expected a graph made with a key, got one made without: new Graph({ key: "name" })',
  );
}

/** The key of a label, or of all nodes. Throws if there is none. */
export function requireRule(keys: KeyLookup | undefined, label: unknown): Rule {
  if (label !== undefined) checkName("label", label);
  const rule = keys?.keyOf(label);
  if (keys !== undefined && rule !== undefined) return rule;
  const labels = keys?.keyedLabels ?? [];
  if (labels.length === 0) throw noKey();
  throw new GroggyError(
    "MISSING_KEY",
    `"label" expected one that has a key (${labels.map((each) => describe(each)).join(", ")}), got ${describe(label)}`,
    typeof label === "string" ? { label } : {},
  );
}

/** The values of a key, in the order of its attributes; undefined where one is absent. */
export function readKey({ names }: Rule, key: unknown, what = "key"): readonly unknown[] | undefined {
  if (key === null || key === undefined) return undefined;
  if (names.length === 1) {
    const value = readValue(key);
    return value === null || value === undefined ? undefined : [value];
  }
  const list = names.map((name) => `"${name}"`).join(", ");
  let given: unknown[];
  if (Array.isArray(key)) {
    if (key.length !== names.length)
      throw new TypeError(`"${what}" expected values of ${list}, got an array of ${key.length}`);
    given = names.map((_, i): unknown => key[i]);
  } else if (isRecord(key)) {
    const other = Object.keys(key).find((name) => !names.includes(name));
    if (other !== undefined)
      throw new TypeError(`"${what}" expected values of ${list}, got ${describe(other)}`);
    given = names.map((name) => (key as Readonly<Record<string, unknown>>)[name]);
  } else throw new TypeError(`"${what}" expected an array or an object of ${list}, got ${describe(key)}`);
  const values = given.map((value) => readValue(value));
  return values.includes(undefined) || values.includes(null) ? undefined : values;
}

/** Throws a TypeError for a value that no node can have of a key, since its attribute is of another type. */
export function checkKeyTypes(
  nodes: ElementState,
  { names }: Rule,
  values: readonly unknown[],
  what?: string,
): void {
  for (const [i, name] of names.entries()) {
    const attribute = nodes.attribute(name);
    if (attribute === undefined) continue;
    const { stored, mixed } = attribute;
    if (mixed === undefined ? stored.accepts(values[i]) : mixed.some((each) => isComparable(each, values[i])))
      continue;
    const types = (mixed ?? [attribute]).map((each) => each.stored.type).join(" or ");
    const place =
      what === undefined
        ? `key "${name}" expected ${types}`
        : `${what} expected ${types}, as key "${name}" is`;
    throw new TypeError(`${place}, got ${describe(values[i])}`);
  }
}
