/**
 * A column of a result that is an attribute of elements: it is read when somebody asks for it, as values or in the memory
 * that the graph has it in.
 */
import { type RawColumn, readRawColumn, readRawRows } from "../../../space/elements/raw-column.js";
import type { ElementState } from "../../../space/states/element-state.js";
import type { CypherValue } from "../../values/value.js";
import { attributeVector } from "../attribute-vector.js";
import type { Vector } from "../vector.js";

/** The values of an attribute for some elements, one each; null for an id that is NONE. */
export interface LateAttribute {
  readonly kind: "attribute";
  readonly source: AttributeSource;
  readonly ids: Uint32Array;
}

/** The types whose memory a result may have: a result has no other form of their values. */
const RAW_TYPES: ReadonlySet<string> = new Set([
  "bool",
  "int32",
  "int64",
  "integer",
  "float32",
  "float64",
  "utf8",
]);

export class AttributeSource {
  readonly #elements: ElementState;
  readonly #name: string;
  readonly #read: (id: number) => CypherValue;

  /** `read` gives the value of one element, for attributes that have several types. */
  constructor(elements: ElementState, name: string, read: (id: number) => CypherValue) {
    this.#elements = elements;
    this.#name = name;
    this.#read = read;
  }

  vector(ids: Uint32Array): Vector {
    return attributeVector(this.#elements, this.#name, ids, ids.length, this.#read);
  }

  /** The values in Arrow's layout, shared with the graph where they follow each other; undefined for those of other types. */
  raw(parts: readonly Uint32Array[]): RawColumn | undefined {
    const attribute = this.#elements.attribute(this.#name);
    if (attribute === undefined || attribute.mixed !== undefined || !RAW_TYPES.has(attribute.stored.type))
      return undefined;
    const ids = joined(parts);
    return isRun(parts) ? readRawColumn(attribute, ids) : readRawRows(attribute, ids);
  }
}

/** All ids, one after another: the same memory where the parts follow each other in it. */
function joined(parts: readonly Uint32Array[]): Uint32Array {
  const [first] = parts;
  let length = 0;
  let isOne = true;
  for (const part of parts) {
    isOne &&= part.buffer === first.buffer && part.byteOffset === first.byteOffset + 4 * length;
    length += part.length;
  }
  if (isOne && first !== undefined) return new Uint32Array(first.buffer, first.byteOffset, length);
  const ids = new Uint32Array(length);
  let at = 0;
  for (const part of parts) {
    ids.set(part, at);
    at += part.length;
  }
  return ids;
}

/** Whether each id is one more than the one before it. */
function isRun(parts: readonly Uint32Array[]): boolean {
  let next = parts[0]?.[0];
  if (next === undefined) return false;
  for (const part of parts) {
    if (!followsOn(part, next)) return false;
    next += part.length;
  }
  return true;
}

function followsOn(ids: Uint32Array, start: number): boolean {
  for (let i = 0; i < ids.length; i++) if (ids[i] !== start + i) return false;
  return true;
}
