/**
 * The attribute whose values are unique among all nodes of a graph. A key is compared as the attribute's column stores
 * it: rounded to float32 where that is the type, moments by their milliseconds, whole numbers of int64 by their worth,
 * 0 and -0 as one, strings code point by code point.
 */

import type { ValueType } from "../../pool/value-type.js";
import type { Bitmap } from "../../structures/bitmap.js";
import { TemporalBase } from "../../temporal/temporal-base.js";
import type { IndexSet } from "../index/index-set.js";
import type { Attribute, ElementState } from "../states/element-state.js";

export class NodeKey {
  readonly name: string;
  readonly #indices: IndexSet;

  /** The indices are those over the columns of nodes, which all states of a graph share. */
  constructor(name: string, indices: IndexSet) {
    this.name = name;
    this.#indices = indices;
  }

  /** The node of a state that has a value of the key; undefined if there is none, and if the type has no such value. */
  find(nodes: ElementState, value: unknown): number | undefined {
    const attribute = nodes.attribute(this.name);
    if (attribute?.mixed !== undefined) {
      const columns = attribute.mixed.filter((each) => isComparable(each, value));
      return findAmong(this.#indices, columns, nodes.live, value);
    }
    if (attribute === undefined || !attribute.stored.accepts(value)) return undefined;
    return this.#indices.findElement(attribute, nodes.live, value);
  }
}

/** The live element whose value in one of some columns is a value that each can be compared with. */
export function findAmong(
  indices: IndexSet,
  columns: readonly Attribute[],
  live: Bitmap,
  value: unknown,
  isWanted?: (element: number) => boolean,
): number | undefined {
  for (const attribute of columns) {
    const found = indices.findElement(attribute, live, value, isWanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a column may have the value of a key: numbers of all kinds are compared with each other. */
export function isComparable({ stored }: Attribute, value: unknown): boolean {
  if (stored.accepts(value)) return !/^(list|vector|json)/.test(stored.type);
  const isNumber = typeof value === "number" || typeof value === "bigint";
  return isNumber && /^(int|float)/.test(stored.type);
}

/** The same primitive for values, accepted by a column of a type, that are one key there. */
export function keyIdentity(type: ValueType, value: unknown): unknown {
  if (type === "float32") return Math.fround(value as number) + 0;
  if (value instanceof Date) return value.getTime();
  if (value instanceof Uint8Array) return value.join();
  if (value instanceof TemporalBase) return value.toString();
  if (typeof value === "number") return value + 0;
  return typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
