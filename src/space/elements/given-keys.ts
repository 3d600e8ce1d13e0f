/** Keys of many nodes, as callers give them: each is read once, and each distinct one is looked up once. */
import { describe, GroggyError } from "../../errors.js";
import { readValue, steadyArray } from "../../pool/given-value.js";
import { isArrayLike } from "../../structures/arguments.js";
import type { ElementState } from "../states/element-state.js";
import type { KeyLookup } from "../states/graph-state.js";
import { checkKeyTypes, readKey } from "./given-key.js";
import { identityIn, identityOf } from "./rule-checks.js";

/** The attributes by which nodes are found, and the label of those nodes. */
export type KeyRule = NonNullable<ReturnType<KeyLookup["keyOf"]>>;

/** Keys that were read, one for each row. */
export interface ReadKeys {
  /** The argument that they were given as. */
  readonly what: string;
  readonly rule: KeyRule;
  /** Of a key of one attribute its values, of one of several an array of them for each row. */
  readonly values: ArrayLike<unknown>;
}

/** Reads an array of keys. Throws a TypeError for a row without one. */
export function readNodeKeys(what: string, rule: KeyRule, given: unknown): ReadKeys {
  if (!isArrayLike(given)) throw new TypeError(`"${what}" expected an array of keys, got ${describe(given)}`);
  const isSingle = rule.names.length === 1;
  if (isSingle && ArrayBuffer.isView(given))
    return { what, rule, values: steadyArray(given) as ArrayLike<unknown> };
  const { length } = given;
  const values: unknown[] = [];
  for (let i = 0; i < length; i++) {
    const key: unknown = given[i];
    const value = isSingle ? readValue(key) : readKey(rule, key, `${what}[${i}]`);
    if (value === null || value === undefined)
      throw new TypeError(`"${what}[${i}]" expected ${keyName(rule)}, got ${describe(key)}`);
    values.push(value);
  }
  return { what, rule, values };
}

/** A rule, as messages name it. */
function keyName({ label, names }: KeyRule): string {
  const list = names.map((name) => `"${name}"`).join(", ");
  return `the key ${list} of ${label === undefined ? "a node" : `a node with label "${label}"`}`;
}

/**
 * The node of each row. `known` keeps what was found, for other keys of the same rule.
 *
 * @throws GroggyError NODE_NOT_FOUND for a key that no node has, TypeError for one of another type.
 */
export function resolveKeys(
  { what, rule, values }: ReadKeys,
  lookup: KeyLookup,
  nodes: ElementState,
  known: Map<unknown, number>,
): Uint32Array {
  const { names } = rule;
  const isSingle = names.length === 1;
  const attributes = names.map((name) => nodes.attribute(name));
  const [first] = attributes;
  // texts stand for themselves
  const isText = isSingle && first?.mixed === undefined && first?.stored.type === "utf8";
  const identities = attributes.map((attribute) => identityIn(attribute, undefined));
  const ids = new Uint32Array(values.length);
  for (let i = 0; i < ids.length; i++) {
    const key = values[i];
    if (isText && typeof key === "string") {
      const id = known.get(key);
      if (id !== undefined) {
        ids[i] = id;
        continue;
      }
    }
    const parts = isSingle ? [key] : (key as readonly unknown[]);
    checkKeyTypes(nodes, rule, parts, `"${what}[${i}]"`);
    const same = identityOf(parts.map((part, k) => identities[k](part)));
    let id = known.get(same);
    if (id === undefined) {
      id = lookup.find(nodes, rule, parts);
      if (id === undefined)
        throw new GroggyError(
          "NODE_NOT_FOUND",
          `"${what}[${i}]" expected ${keyName(rule)}, got ${parts.map(describe).join(", ")}, which no node has`,
          { key: isSingle ? key : parts, row: i },
        );
      known.set(same, id);
    }
    ids[i] = id;
  }
  return ids;
}
