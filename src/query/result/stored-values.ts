/**
 * Values of the language as attributes hold them. An attribute that a schema declares has its type and no other, and takes
 * what that holds exactly. Any other gets a value's own type besides those that it has, unless the graph is strict.
 */
import type { ValueType } from "../../pool/value-type.js";
import type { TrackedElements } from "../../space/states/tracked-elements.js";
import { TemporalBase } from "../../temporal/temporal-base.js";
import { fromStored, type StoredForm, toStored } from "../values/stored.js";
import type { CypherValue } from "../values/value.js";
import { CypherValueError } from "../values/value-error.js";

/**
 * A value in the form that an attribute takes, which has a type for it from then on.
 *
 * @throws CypherValueError InvalidPropertyType for what it cannot hold.
 */
export function storedIn(space: TrackedElements, name: string, value: CypherValue): unknown {
  const { type, value: held } = formOf(space, name, value);
  if (space.attribute(name)?.stored.type !== type) space.addType(name, type);
  return held;
}

/**
 * A value that is not null as it is read after it was written to an attribute: rounded where that has 32 bits, a moment
 * in UTC where that is a timestamp. A value that the attribute cannot hold is returned as it is. Nothing is written.
 */
export function readBack(space: TrackedElements, name: string, value: CypherValue): CypherValue {
  try {
    const { type, value: held } = formOf(space, name, value);
    return fromStored(type, rounded(type, held));
  } catch (error) {
    if (error instanceof CypherValueError) return value;
    throw error;
  }
}

/** A stored value with its numbers as 32 bits hold them, if the type has 32 bits. */
function rounded(type: ValueType, value: unknown): unknown {
  if (!type.includes("float32")) return value;
  return Array.isArray(value)
    ? value.map((item) => Math.fround(item as number))
    : Math.fround(value as number);
}

/**
 * The form in which an attribute takes a value that is not null.
 *
 * @throws CypherValueError InvalidPropertyType for what it cannot hold.
 */
export function formOf(space: TrackedElements, name: string, value: CypherValue): StoredForm {
  const bound = space.attribute(name);
  const attribute = bound !== undefined && space.isStrict && space.isUnused(bound) ? undefined : bound;
  const declared = space.declared.get(name) ?? (space.isStrict ? attribute?.stored.type : undefined);
  if (declared !== undefined && attribute?.mixed === undefined) return toStored(name, value, declared);
  const own = toStored(name, value, undefined);
  const types =
    attribute === undefined ? [] : (attribute.mixed ?? [attribute]).map(({ stored }) => stored.type);
  if (types.includes(own.type)) return own;
  for (const type of types) {
    const held = heldIn(name, value, type, types.length > 1);
    if (held !== undefined) return { type, value: held };
  }
  return declared === undefined ? own : toStored(name, value, declared);
}

/** The form of a value in a type from which it comes back as it is; undefined if there is none. */
function heldIn(name: string, value: CypherValue, type: ValueType, isMixed: boolean): unknown {
  // beside floats the number of an int32 could not be told from one of them
  if (isMixed && /int32/.test(type)) return undefined;
  try {
    const held = toStored(name, value, type).value;
    return isSame(fromStored(type, held), value) ? held : undefined;
  } catch (error) {
    if (error instanceof CypherValueError) return undefined;
    throw error;
  }
}

/** Whether two values are one of one type, down to the zone of a moment. */
function isSame(a: CypherValue, b: CypherValue): boolean {
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((each, i) => isSame(each, b[i]));
  if (a instanceof TemporalBase)
    return b instanceof TemporalBase && a.temporalType === b.temporalType && a.toString() === b.toString();
  return Object.is(a, b);
}
