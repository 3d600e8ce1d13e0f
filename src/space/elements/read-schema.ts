/** Schemas and keys as callers give them, read once into declared types and rules. */
import { describe } from "../../errors.js";
import { formatType, parseType, type ValueType } from "../../pool/value-type.js";
import { checkName, isRecord } from "../../structures/arguments.js";
import type { RequiredRule, RuleList, UniqueRule } from "./node-rules.js";

/** The most attributes that one key is made of. */
export const KEY_ATTRIBUTES_MAX = 16;

/** A schema that was read. */
export interface ReadSchema {
  readonly nodes: ReadonlyMap<string, ValueType>;
  readonly edges: ReadonlyMap<string, ValueType>;
  readonly graph: ReadonlyMap<string, ValueType>;
  readonly rules: RuleList;
}

/** Reads a schema. Throws a TypeError that names what is not as it should be. */
export function readSchema(schema: unknown): ReadSchema {
  const read = {
    nodes: new Map<string, ValueType>(),
    edges: new Map<string, ValueType>(),
    graph: new Map<string, ValueType>(),
    rules: { uniques: [] as UniqueRule[], required: [] as RequiredRule[] },
  };
  if (schema === undefined) return read;
  if (typeof schema !== "object" || schema === null)
    throw new TypeError(
      `"schema" expected an object with "nodes", "edges" and "graph", got ${describe(schema)}`,
    );
  for (const [kind, types] of Object.entries(schema)) {
    if (kind !== "nodes" && kind !== "edges" && kind !== "graph")
      throw new TypeError(`"schema" expected "nodes", "edges" and "graph", got ${describe(kind)}`);
    if (!isRecord(types))
      throw new TypeError(`"schema.${kind}" expected an object of types by name, got ${describe(types)}`);
    const entries = Object.entries(types);
    const isByLabel = kind !== "graph" && entries.length > 0 && isRecord(entries[0][1]);
    for (const [name, given] of entries) {
      checkName(isByLabel ? "label" : "attribute", name);
      if (!isByLabel) {
        read[kind].set(name, readType(name, given));
        continue;
      }
      if (!isRecord(given)) throw mixed(kind, name, given);
      for (const [attribute, rule] of Object.entries(given)) {
        checkName("attribute", attribute);
        readAttribute(kind, name, attribute, rule, read[kind], read.rules);
      }
    }
  }
  return read;
}

function readAttribute(
  kind: "nodes" | "edges",
  label: string,
  name: string,
  given: unknown,
  types: Map<string, ValueType>,
  rules: { readonly uniques: UniqueRule[]; readonly required: RequiredRule[] },
): void {
  let type = given;
  if (isRecord(given)) {
    const rule: Readonly<Record<string, unknown>> = { ...given };
    for (const [option, value] of Object.entries(rule)) {
      if (option === "type") continue;
      if (option !== "required" && option !== "unique")
        throw new TypeError(
          `schema of attribute "${name}" of "${label}" expected "type", "required" and "unique", got ${describe(option)}`,
        );
      if (kind === "edges")
        throw new TypeError(
          `schema of attribute "${name}" of edges expected a type, got ${describe(option)}`,
        );
      if (typeof value !== "boolean")
        throw new TypeError(
          `"${option}" of attribute "${name}" of "${label}" expected a boolean, got ${describe(value)}`,
        );
    }
    ({ type } = rule);
    if (rule.required === true) rules.required.push({ label, name });
    if (rule.unique === true) rules.uniques.push({ label, names: [name], isKey: false });
    if (type === undefined) return;
  }
  const known = types.get(name);
  const read = readType(name, type);
  if (known !== undefined && known !== read)
    throw new TypeError(
      `schema of attribute "${name}" of "${label}" expected ${known}, as of another label, got ${describe(type)}`,
    );
  types.set(name, read);
}

function mixed(kind: string, name: string, given: unknown): TypeError {
  return new TypeError(
    `"schema.${kind}" expected attributes by label, as before ${describe(name)}, got ${describe(given)}`,
  );
}

function readType(name: string, type: unknown): ValueType {
  const parsed = typeof type === "string" ? parseType(type) : undefined;
  if (parsed !== undefined) return formatType(parsed);
  throw new TypeError(
    `schema of attribute "${name}" expected a type such as "float64" or "list<utf8>", got ${describe(type)}`,
  );
}

/** Reads keys by label. Throws a TypeError that names what is not as it should be. */
export function readKeys(keys: unknown): UniqueRule[] {
  if (keys === undefined) return [];
  if (!isRecord(keys))
    throw new TypeError(`"keys" expected an object of attributes by label, got ${describe(keys)}`);
  return Object.entries(keys).map(([label, given]) => {
    checkName("label", label);
    const names: unknown[] = Array.isArray(given) ? given.slice(0, KEY_ATTRIBUTES_MAX + 1) : [given];
    if (names.length === 0 || names.length > KEY_ATTRIBUTES_MAX)
      throw new TypeError(
        `"keys" of "${label}" expected 1 to ${KEY_ATTRIBUTES_MAX} attributes, got ${describe(given)}`,
      );
    for (const name of names) checkName("attribute", name);
    if (new Set(names).size < names.length)
      throw new TypeError(`"keys" of "${label}" expected attributes that differ, got ${describe(given)}`);
    return { label, names: names as string[], isKey: true };
  });
}
