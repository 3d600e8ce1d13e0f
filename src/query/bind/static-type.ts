/**
 * Types of expressions as far as they are known without running: a set of types that a value may have, null always
 * among them. A list may know the type of its items.
 */
import type { TypeName } from "../text/tree.js";

/** A set of types as bits; 0 for null alone. */
export interface StaticType {
  readonly mask: number;
  readonly item?: StaticType | undefined;
}

/** The bit of each type, by the word that signatures and messages have for it. */
export const TYPE_BITS = {
  BOOLEAN: 1,
  INTEGER: 2,
  FLOAT: 4,
  STRING: 8,
  LIST: 16,
  MAP: 32,
  NODE: 64,
  RELATIONSHIP: 128,
  PATH: 256,
  DATE: 512,
  "LOCAL TIME": 1024,
  "ZONED TIME": 2048,
  "LOCAL DATETIME": 4096,
  "ZONED DATETIME": 8192,
  DURATION: 16384,
  POINT: 32768,
} as const;

const ALL_BITS = 65535;
/** Words of signatures that stand for several types. */
const TYPE_SETS: Readonly<Record<string, number>> = {
  ...TYPE_BITS,
  NUMBER: TYPE_BITS.INTEGER | TYPE_BITS.FLOAT,
  ANY: ALL_BITS,
  "PROPERTY VALUE": ALL_BITS & ~(TYPE_BITS.NODE | TYPE_BITS.RELATIONSHIP | TYPE_BITS.PATH | TYPE_BITS.MAP),
  NULL: 0,
  NOTHING: 0,
};

export const ANY_TYPE: StaticType = { mask: ALL_BITS };
export const NULL_TYPE: StaticType = { mask: 0 };

/** The type of one bit, or of several words. */
export function staticType(...words: string[]): StaticType {
  return { mask: words.reduce((mask, word) => mask | (TYPE_SETS[word] ?? ALL_BITS), 0) };
}

export const BOOLEAN_TYPE = staticType("BOOLEAN");
export const INTEGER_TYPE = staticType("INTEGER");
export const STRING_TYPE = staticType("STRING");
export const NODE_TYPE = staticType("NODE");
export const RELATIONSHIP_TYPE = staticType("RELATIONSHIP");
export const PATH_TYPE = staticType("PATH");
export const MAP_TYPE = staticType("MAP");

export function listOf(item: StaticType): StaticType {
  return { mask: TYPE_BITS.LIST, item };
}

/** The type that is one or the other. */
export function unionOf(a: StaticType, b: StaticType): StaticType {
  const mask = a.mask | b.mask;
  const [isA, isB] = [(a.mask & TYPE_BITS.LIST) !== 0, (b.mask & TYPE_BITS.LIST) !== 0];
  const item = isA && isB ? (a.item && b.item ? unionOf(a.item, b.item) : undefined) : isA ? a.item : b.item;
  return { mask, item };
}

/** Whether a value of type `given` is sure not to be of any type in `wanted`; null is of every type. */
export function isNever(given: StaticType, wanted: StaticType): boolean {
  if (given.mask === 0) return false;
  if ((given.mask & wanted.mask) === 0) return true;
  const isList = given.mask === TYPE_BITS.LIST && (wanted.mask & TYPE_BITS.LIST) !== 0;
  return isList && given.item !== undefined && wanted.item !== undefined && isNever(given.item, wanted.item);
}

/** A type in a message: "INTEGER or FLOAT". */
export function describeType(type: StaticType): string {
  if (type.mask === 0) return "null";
  if (type.mask === ALL_BITS) return "any value";
  const words = Object.entries(TYPE_BITS).flatMap(([word, bit]) => ((type.mask & bit) === 0 ? [] : [word]));
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** The static type that a type in the text stands for. */
export function typeOfName(name: TypeName): StaticType {
  if (name.members.length > 0) return name.members.map(typeOfName).reduce(unionOf);
  if (name.name === "LIST") return name.of === undefined ? staticType("LIST") : listOf(typeOfName(name.of));
  return staticType(name.name);
}
