/** Functions with their signatures, which are written as `left(STRING, INTEGER) :: STRING` and read from that. */
import { assert } from "../../../errors.js";
import type { DateTime } from "../../../temporal/date-time.js";
import { TemporalError } from "../../../temporal/temporal-error.js";
import { type CypherValue, describeValue, type TypeWord, typeWordOf } from "../value.js";
import { CypherValueError } from "../value-error.js";

/** A type in a signature: NUMBER is INTEGER or FLOAT, ANY is everything. */
export type SignatureType = TypeWord | "NUMBER" | "ANY";

/** The context of functions beside their arguments. */
export interface FunctionContext {
  /** The moment at which the statement began. */
  readonly statementTime: DateTime;
  /** The moment at which the transaction began. */
  readonly transactionTime: DateTime;
  /** The moment that it is now. */
  realTime(): DateTime;
  /** A number from 0 up to 1. */
  random(): number;
  /** Is told of steps of work and of bytes that are about to be taken; throws where there may be no more. */
  work?(steps: number, bytes: number): void;
}

export interface FunctionSpec {
  /** As it is written in the docs. */
  readonly name: string;
  readonly minArguments: number;
  /** Infinity if there may be any number. */
  readonly maxArguments: number;
  /** The types that each argument may have beside NULL; the last stands for all behind it. */
  readonly parameterTypes: readonly (readonly SignatureType[])[];
  /** The types that results may have beside NULL. */
  readonly resultType: readonly SignatureType[];
  /** False if two calls with the same arguments may differ. */
  readonly isDeterministic: boolean;
  /** Throws a CypherValueError for arguments of types that are not taken, and for what the function refuses. */
  call(args: readonly CypherValue[], context: FunctionContext): CypherValue;
}

type FunctionBody = (args: readonly CypherValue[], context: FunctionContext) => CypherValue;

export interface BuiltInOptions {
  /** True for functions that look at nulls themselves; others give null if an argument is. */
  readonly takesNull?: boolean;
  readonly isDeterministic?: boolean;
  /** True for functions that check the types of their arguments themselves. */
  readonly checksTypes?: boolean;
}

const SIGNATURE = /^([\w.]+)\((.*)\) :: (.+)$/;

/** A function from its signature: `?` behind a type may be left out, `...` may be there any number of times. */
export function defineBuiltIn(text: string, body: FunctionBody, options: BuiltInOptions = {}): FunctionSpec {
  const match = SIGNATURE.exec(text);
  assert(match !== null, `no signature: ${text}`);
  const [, name, list, result] = match;
  const parameters = list === "" ? [] : list.split(", ");
  const isVariadic = parameters.at(-1)?.endsWith("...") === true;
  const parameterTypes = parameters.map((each) => typesOf(each.replace(/\?$|\.\.\.$/, "")));
  const { takesNull = false, checksTypes = false, isDeterministic = true } = options;
  return {
    name,
    minArguments: parameters.filter((each) => !each.endsWith("?")).length,
    maxArguments: isVariadic ? Number.POSITIVE_INFINITY : parameters.length,
    parameterTypes: checksTypes ? parameterTypes.map(() => ["ANY"] as const) : parameterTypes,
    resultType: typesOf(result),
    isDeterministic,
    call(args, context) {
      if (!takesNull && args.includes(null)) return null;
      if (!checksTypes) checkTypes(name, parameterTypes, args);
      return withLanguageErrors(() => body(args, context));
    },
  };
}

function typesOf(text: string): readonly SignatureType[] {
  return text.split(" | ") as SignatureType[];
}

function checkTypes(
  name: string,
  types: readonly (readonly SignatureType[])[],
  args: readonly CypherValue[],
): void {
  for (let i = 0; i < args.length; i++) {
    const allowed = types[Math.min(i, types.length - 1)];
    if (args[i] !== null && !allowed.some((type) => isOfType(args[i], type))) {
      throw wrongArgument(name, i, allowed.join(" or "), args[i]);
    }
  }
}

export function isOfType(value: CypherValue, type: SignatureType): boolean {
  if (type === "ANY") return true;
  const word = typeWordOf(value);
  return word === type || (type === "NUMBER" && (word === "INTEGER" || word === "FLOAT"));
}

/** For an argument of a type, or a value of it, that a function does not take. */
export function wrongArgument(
  name: string,
  index: number,
  expected: string,
  received: CypherValue,
): CypherValueError {
  return new CypherValueError(
    "TypeError",
    "InvalidArgumentValue",
    `${name}() expected ${expected} as argument ${index + 1}, got ${describeValue(received)}`,
  );
}

/** For a number that is of the right type, but outside of what a function takes. */
export function outOfRange(name: string, expected: string, received: CypherValue): CypherValueError {
  return new CypherValueError(
    "ArgumentError",
    "NumberOutOfRange",
    `${name}() expected ${expected}, got ${describeValue(received)}`,
  );
}

function withLanguageErrors(body: () => CypherValue): CypherValue {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof TemporalError)) throw error;
    throw new CypherValueError("ArgumentError", "InvalidArgumentValue", error.message, error);
  }
}
