/**
 * Expressions and parameters as callers give them, read once into plain objects before anything is bound: a malformed
 * expression, such as one out of a JSON file, is reported with its place.
 */
import { describe, LimitError } from "../../errors.js";
import { readValue, steadyArray } from "../../pool/given-value.js";
import {
  checkListLength,
  type Expression,
  FILTER_DEPTH_MAX,
  type FilterFunction,
  type Operand,
  type ParameterOperand,
} from "./expression.js";

const COMPARISONS = ["=", "<>", "<", "<=", ">", ">="];
const MATCHES = ["startsWith", "endsWith", "contains", "matches"];
const OPERANDS = ["attribute", "parameter", "literal", "path", "call"];
const FUNCTION_NAMES = ["lower", "upper", "size", "id", "labels", "type", "source", "target", "degree"];
const KINDS = ["compare", "between", "in", "isNull", "match", "class", "and", "or", "not"];

type Fields = Readonly<Record<string, unknown>>;

/** Reads an expression. Throws a TypeError that says where it is none. */
export function readExpression(given: unknown): Expression {
  return expressionAt("filter", given, 0);
}

function expressionAt(place: string, given: unknown, depth: number): Expression {
  if (depth > FILTER_DEPTH_MAX) throw new LimitError("nesting of a filter", FILTER_DEPTH_MAX, depth);
  const fields = fieldsOf(place, given, "an expression");
  const kind = wordAt(`${place}.kind`, fields.kind, KINDS);
  const operand = (name: string) => operandAt(`${place}.${name}`, fields[name]);
  switch (kind) {
    case "not":
      return { kind, term: expressionAt(`${place}.term`, fields.term, depth + 1) };
    case "and":
    case "or": {
      const terms = listAt(`${place}.terms`, fields.terms, "expressions", (at, term) =>
        expressionAt(at, term, depth + 1),
      );
      return { kind, terms };
    }
    case "class":
      return { kind, names: listAt(`${place}.names`, fields.names, "names", textAt) };
    case "isNull":
      return { kind, operand: operand("operand") };
    case "between":
      return { kind, operand: operand("operand"), low: operand("low"), high: operand("high") };
    case "in":
      return { kind, operand: operand("operand"), list: operandsAt(`${place}.list`, fields.list) };
    default: {
      const words = kind === "match" ? MATCHES : COMPARISONS;
      const operator = wordAt(`${place}.operator`, fields.operator, words);
      const folding = kind === "match" && fields.ignoringCase === true ? { ignoringCase: true } : {};
      return { kind, operator, left: operand("left"), right: operand("right"), ...folding } as Expression;
    }
  }
}

function operandsAt(place: string, given: unknown): readonly Operand[] | ParameterOperand {
  if (Array.isArray(given)) return listAt(place, given, "operands", (at, item) => operandAt(at, item));
  const operand = operandAt(place, given);
  if (operand.kind === "parameter") return operand;
  throw new TypeError(`"${place}" expected an array of operands or a parameter, got one ${operand.kind}`);
}

function operandAt(place: string, given: unknown, depth = 0): Operand {
  if (depth > FILTER_DEPTH_MAX) throw new LimitError("nesting of a filter", FILTER_DEPTH_MAX, depth);
  const fields = fieldsOf(place, given, "an operand");
  const kind = wordAt(`${place}.kind`, fields.kind, OPERANDS) as Operand["kind"];
  if (kind === "literal") return { kind, value: readValue(fields.value) };
  if (kind === "call") {
    const name = wordAt(`${place}.name`, fields.name, FUNCTION_NAMES) as FilterFunction;
    const { argument } = fields;
    return argument === undefined
      ? { kind, name }
      : { kind, name, argument: operandAt(`${place}.argument`, argument, depth + 1) };
  }
  const name = textAt(`${place}.name`, fields.name);
  if (kind !== "path") return { kind, name };
  const path = listAt(`${place}.path`, fields.path, "names and positions", (at, part) => {
    if (typeof part === "string" || (Number.isSafeInteger(part) && (part as number) >= 0))
      return part as string | number;
    throw new TypeError(`"${at}" expected a name or a position, got ${describe(part)}`);
  });
  return { kind, name, path };
}

function fieldsOf(place: string, given: unknown, what: string): Fields {
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return given as Fields;
  throw new TypeError(`"${place}" expected ${what}, got ${describe(given)}`);
}

function wordAt(place: string, given: unknown, words: readonly string[]): string {
  if (words.includes(given as string)) return given as string;
  throw new TypeError(
    `"${place}" expected one of ${words.map((word) => JSON.stringify(word)).join(", ")}, got ${describe(given)}`,
  );
}

function textAt(place: string, given: unknown): string {
  if (typeof given === "string") return given;
  throw new TypeError(`"${place}" expected a string, got ${describe(given)}`);
}

function listAt<T>(
  place: string,
  given: unknown,
  what: string,
  read: (place: string, item: unknown) => T,
): readonly T[] {
  if (!Array.isArray(given))
    throw new TypeError(`"${place}" expected an array of ${what}, got ${describe(given)}`);
  const items: T[] = [];
  const { length } = given;
  checkListLength(length);
  for (let i = 0; i < length; i++) items.push(read(`${place}[${i}]`, given[i]));
  return items;
}

/** The values of parameters by name, or lists where the expression needs one. */
export interface Parameters {
  readonly values: ReadonlyMap<string, unknown>;
  readonly lists: ReadonlyMap<string, readonly unknown[]>;
}

const NO_PARAMETERS: Parameters = /* @__PURE__ */ Object.freeze({
  values: /* @__PURE__ */ new Map(),
  lists: /* @__PURE__ */ new Map(),
});

/** The values of the parameters that an expression names. Throws a TypeError for one that has none. */
export function readParameters(expression: Expression, given: unknown): Parameters {
  const uses = [...usesIn(expression)];
  if (given !== undefined && (typeof given !== "object" || given === null))
    throw new TypeError(`"parameters" expected an object of values by name, got ${describe(given)}`);
  if (uses.length === 0) return NO_PARAMETERS;
  const values = new Map<string, unknown>();
  const lists = new Map<string, readonly unknown[]>();
  for (const { name, isList } of uses) {
    if ((isList ? lists : values).has(name)) continue;
    if (given === undefined || !Object.hasOwn(given, name))
      throw new TypeError(`parameter $${name} expected a value, got none`);
    const value = (given as Record<string, unknown>)[name];
    if (isList) lists.set(name, readItems(name, value));
    else values.set(name, readValue(value));
  }
  return { values, lists };
}

interface Use {
  readonly name: string;
  readonly isList: boolean;
}

function* usesIn(expression: Expression): Generator<Use> {
  switch (expression.kind) {
    case "not":
      yield* usesIn(expression.term);
      return;
    case "and":
    case "or":
      for (const term of expression.terms) yield* usesIn(term);
      return;
    case "class":
      return;
    case "between":
      yield* usesAmong([expression.operand, expression.low, expression.high]);
      return;
    case "isNull":
      yield* usesAmong([expression.operand]);
      return;
    case "in": {
      const { operand, list } = expression;
      yield* usesAmong([operand]);
      if ("kind" in list) yield { name: list.name, isList: true };
      else yield* usesAmong(list);
      return;
    }
    default:
      yield* usesAmong([expression.left, expression.right]);
  }
}

function* usesAmong(operands: readonly Operand[]): Generator<Use> {
  for (const operand of operands) {
    if (operand.kind === "parameter") yield { name: operand.name, isList: false };
    if (operand.kind === "call" && operand.argument !== undefined) yield* usesAmong([operand.argument]);
  }
}

function readItems(name: string, given: unknown): unknown[] {
  const items: unknown[] = [];
  if (given instanceof Set) {
    for (const item of given) items.push(readValue(item));
  } else if (Array.isArray(given) || (ArrayBuffer.isView(given) && !(given instanceof DataView))) {
    const list = ArrayBuffer.isView(given) ? steadyArray(given) : given;
    const { length } = list;
    checkListLength(length);
    for (let i = 0; i < length; i++) items.push(readValue(list[i]));
  } else throw new TypeError(`parameter $${name} expected a list, got ${describe(given)}`);
  return items;
}
