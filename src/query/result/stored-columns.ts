/**
 * Many values of one attribute in the form in which it holds them. They are those that writes one by one would store as
 * long as all have one type, which the attribute has, or gets as its first.
 */
import type { ValueType } from "../../pool/value-type.js";
import type { TrackedElements } from "../../space/states/tracked-elements.js";
import type { BulkVector } from "../run/graph-port.js";
import { isStorable } from "../run/types-of-values.js";
import type { CypherValue } from "../values/value.js";
import { formOf } from "./stored-values.js";

/** Null among codes of texts, and among booleans. */
const NONE = 0xffffffff;
const UNKNOWN = 2;

export interface StoredValues {
  /** Undefined where all are null. */
  readonly type: ValueType | undefined;
  /** Null where there is none. */
  readonly values: ArrayLike<unknown>;
  /** How many are not null. */
  readonly present: number;
}

/** The stored form of the first `count` values; undefined where they have to be written one by one. */
export function storedValues(
  space: TrackedElements,
  name: string,
  given: BulkVector,
  count: number,
): StoredValues | undefined {
  const attribute = space.attribute(name);
  if (attribute?.mixed !== undefined) return undefined;
  const type = space.declared.get(name) ?? attribute?.stored.type;
  if (attribute !== undefined && attribute.stored.type !== type) return undefined;
  const typed = typedValues(given, type, count);
  if (typed !== undefined) return typed;
  return valuesOneByOne(space, name, type, given, count);
}

/** Numbers, texts and booleans of a typed vector, where the attribute holds them as they are. */
function typedValues(
  given: BulkVector,
  type: ValueType | undefined,
  count: number,
): StoredValues | undefined {
  switch (given.kind) {
    case "integers": {
      const own = type ?? "integer";
      if (own !== "integer" && own !== "int64" && own !== "int32") return undefined;
      const { values, nulls } = given;
      if (own === "int32")
        for (let i = 0; i < count; i++) if (values[i] !== (values[i] | 0)) return undefined;
      return withNulls(own, values, nulls, count);
    }
    case "floats": {
      const own = type ?? "float64";
      return own === "float64" ? withNulls(own, given.values, given.nulls, count) : undefined;
    }
    case "texts": {
      if ((type ?? "utf8") !== "utf8") return undefined;
      const { codes, strings } = given;
      const values = new Array<string | null>(count);
      let present = 0;
      for (let i = 0; i < count; i++) {
        const isNull = codes[i] === NONE;
        values[i] = isNull ? null : strings[codes[i]];
        if (!isNull) present++;
      }
      return { type: present === 0 ? undefined : "utf8", values, present };
    }
    case "booleans": {
      if ((type ?? "bool") !== "bool") return undefined;
      const values = new Array<boolean | null>(count);
      let present = 0;
      for (let i = 0; i < count; i++) {
        const isNull = given.values[i] === UNKNOWN;
        values[i] = isNull ? null : given.values[i] === 1;
        if (!isNull) present++;
      }
      return { type: present === 0 ? undefined : "bool", values, present };
    }
    default:
      return undefined;
  }
}

function withNulls(
  type: ValueType,
  values: Float64Array,
  nulls: Uint8Array | undefined,
  count: number,
): StoredValues {
  if (nulls === undefined)
    return { type, values: values.length === count ? values : values.subarray(0, count), present: count };
  const held = new Array<number | null>(count);
  let present = 0;
  for (let i = 0; i < count; i++) {
    held[i] = nulls[i] === 1 ? null : values[i];
    present += nulls[i] === 1 ? 0 : 1;
  }
  return { type: present === 0 ? undefined : type, values: held, present };
}

function valuesOneByOne(
  space: TrackedElements,
  name: string,
  bound: ValueType | undefined,
  given: BulkVector,
  count: number,
): StoredValues | undefined {
  const held = new Array<unknown>(count).fill(null);
  const holdsDocuments = space.declared.get(name) === "json";
  let type = bound;
  let present = 0;
  for (let i = 0; i < count; i++) {
    const value = valueIn(given, i);
    if (value === null) continue;
    present++;
    // the common ones, without a look at the attribute for each
    if (typeof value === "string" ? type === "utf8" : typeof value === "bigint" && type === "integer") {
      held[i] = value;
      continue;
    }
    if (typeof value === "bigint" && type === "int32") {
      const number = Number(value);
      if ((number | 0) !== number) return undefined;
      held[i] = number;
      continue;
    }
    if (typeof value === "object" && !isStorable(value) && !holdsDocuments) return undefined;
    const form = formOf(space, name, value);
    if (type !== undefined && form.type !== type) return undefined;
    type = form.type;
    held[i] = form.value;
  }
  return { type: present === 0 ? undefined : type, values: held, present };
}

function valueIn(given: BulkVector, row: number): CypherValue {
  switch (given.kind) {
    case "constant":
      return given.value;
    case "values":
      return given.values[row];
    case "texts":
      return given.codes[row] === NONE ? null : given.strings[given.codes[row]];
    case "booleans":
      return given.values[row] === UNKNOWN ? null : given.values[row] === 1;
    default: {
      if (given.nulls?.[row] === 1) return null;
      return given.kind === "integers" ? BigInt(given.values[row]) : given.values[row];
    }
  }
}
