/** Functions of any values: conversions, sizes, choices. */
import { checkedInteger, printFloat } from "../arithmetic.js";
import type { PathValue } from "../elements.js";
import { Point } from "../point.js";
import { equals } from "../relations.js";
import { type CypherValue, isTemporal, typeWordOf } from "../value.js";
import { CypherValueError } from "../value-error.js";
import { defineBuiltIn, type FunctionSpec, wrongArgument } from "./signature.js";

/** Converts a value; undefined if its type cannot be converted, null if it can and this one is none. */
type Conversion = (value: CypherValue) => CypherValue | undefined;

export const toBooleanOf: Conversion = (value) => {
  if (typeof value === "boolean") return value;
  if (typeof value === "bigint") return value !== 0n;
  if (typeof value !== "string") return undefined;
  const text = value.trim().toLowerCase();
  if (text === "true") return true;
  return text === "false" ? false : null;
};

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

export const toFloatOf: Conversion = (value) => {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (DECIMAL.test(text)) return Number(text);
  if (/^[+-]?Infinity$/.test(text)) return Number(text);
  return text === "NaN" ? Number.NaN : null;
};

/** Fractions are cut off. Throws an IntegerOverflow for what 64 bits do not hold. */
export const toIntegerOf: Conversion = (value) => {
  if (typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "number") {
    return Number.isFinite(value) ? checkedInteger("toInteger", BigInt(Math.trunc(value))) : null;
  }
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (/^[+-]?\d+$/.test(text)) return checkedInteger("toInteger", BigInt(text.replace("+", "")));
  const prefixed = /^([+-]?)(0[xo][0-9a-f]+)$/i.exec(text);
  if (prefixed !== null) return prefixedInteger(prefixed[1], prefixed[2]);
  const float = toFloatOf(text);
  return float === null || float === undefined ? null : toIntegerOf(float);
};

function prefixedInteger(sign: string, digits: string): bigint | null {
  try {
    const value = BigInt(digits.toLowerCase());
    return checkedInteger("toInteger", sign === "-" ? -value : value);
  } catch (error) {
    // a digit that the base does not have
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export const toStringOf: Conversion = (value) => {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number") return printFloat(value);
  return isTemporal(value) || value instanceof Point ? value.toString() : undefined;
};

/** `toX`, which refuses other types, `toXOrNull`, which gives null for them, and `toXList`. */
function conversions(name: string, type: string, convert: Conversion): FunctionSpec[] {
  const orNull = (value: CypherValue): CypherValue => {
    try {
      return convert(value) ?? null;
    } catch (error) {
      if (error instanceof CypherValueError) return null;
      throw error;
    }
  };
  return [
    defineBuiltIn(`${name}(ANY) :: ${type}`, ([value]) => {
      const result = convert(value);
      if (result === undefined) throw wrongArgument(name, 0, `a value that has a ${type}`, value);
      return result;
    }),
    defineBuiltIn(`${name}OrNull(ANY) :: ${type}`, ([value]) => orNull(value)),
    defineBuiltIn(`${name}List(LIST) :: LIST`, ([list]) => (list as CypherValue[]).map(orNull)),
  ];
}

function sizeOf(value: CypherValue): bigint {
  if (typeof value === "string") return BigInt(codePointCount(value));
  return BigInt((value as readonly CypherValue[]).length);
}

/** The characters of a string: two surrogates are one. */
export function codePointCount(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    if (text.charCodeAt(i) >= 0xd800 && text.charCodeAt(i) < 0xdc00) {
      count--;
      i++;
    }
  }
  return count;
}

/** 128 random bits of the context's, in the form of a UUID of version 4. */
function uuidOf(random: () => number): string {
  let hex = "";
  while (hex.length < 32)
    hex += Math.floor(random() * 0x10000)
      .toString(16)
      .padStart(4, "0");
  const variant = "89ab"[Number.parseInt(hex[16], 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export const SCALAR_FUNCTIONS: readonly FunctionSpec[] = [
  ...conversions("toBoolean", "BOOLEAN", toBooleanOf),
  ...conversions("toInteger", "INTEGER", toIntegerOf),
  ...conversions("toFloat", "FLOAT", toFloatOf),
  ...conversions("toString", "STRING", toStringOf),
  defineBuiltIn("coalesce(ANY...) :: ANY", (args) => args.find((arg) => arg !== null) ?? null, {
    takesNull: true,
  }),
  defineBuiltIn(
    "nullIf(ANY, ANY) :: ANY",
    ([value, other]) => (equals(value, other) === true ? null : value),
    { takesNull: true },
  ),
  defineBuiltIn("exists(ANY) :: BOOLEAN", ([value]) => value !== null, { takesNull: true }),
  defineBuiltIn("valueType(ANY) :: STRING", ([value]) => typeNameOf(value), { takesNull: true }),
  defineBuiltIn("size(STRING | LIST) :: INTEGER", ([value]) => sizeOf(value)),
  defineBuiltIn("length(PATH) :: INTEGER", ([path]) => BigInt((path as PathValue).relationships.length)),
  defineBuiltIn("char_length(STRING) :: INTEGER", ([text]) => sizeOf(text)),
  defineBuiltIn("character_length(STRING) :: INTEGER", ([text]) => sizeOf(text)),
  defineBuiltIn("isEmpty(STRING | LIST | MAP) :: BOOLEAN", ([value]) =>
    value instanceof Map ? value.size === 0 : (value as string).length === 0,
  ),
  defineBuiltIn(
    "timestamp() :: INTEGER",
    (_, { statementTime }) => BigInt(statementTime.toDate().getTime()),
    { isDeterministic: false },
  ),
  defineBuiltIn("randomUUID() :: STRING", (_, context) => uuidOf(() => context.random()), {
    isDeterministic: false,
  }),
];

/** The type of a value as GQL writes it; NOT NULL is what a value that is there is. */
function typeNameOf(value: CypherValue): string {
  const word = typeWordOf(value);
  if (word === "NULL") return "NULL";
  if (word !== "LIST") return `${word} NOT NULL`;
  const inner = new Set((value as readonly CypherValue[]).map(typeNameOf));
  if (inner.size === 0) return "LIST<NOTHING> NOT NULL";
  const hasNull = inner.delete("NULL");
  const names = [...inner].sort().map((name) => (hasNull ? name.replace(/ NOT NULL$/, "") : name));
  return `LIST<${names.length === 0 ? "NULL" : names.join(" | ")}> NOT NULL`;
}
