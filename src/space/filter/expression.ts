/**
 * Filter expressions as data: plain objects that never change, the same whether they were parsed or built.
 * The logic is three-valued, as in SQL and Cypher: comparing something absent is neither true nor false, and
 * a filter finds the elements for which it is true.
 */

import { describe, LimitError } from "../../errors.js";
import { checkName } from "../../structures/arguments.js";
import type { TemporalBase } from "../../temporal/temporal-base.js";

export type ComparisonOperator = "=" | "<>" | "<" | "<=" | ">" | ">=";

/** The tests of strings; `contains` also tests whether a list has an element. */
export type MatchOperator = "startsWith" | "endsWith" | "contains" | "matches";

export interface AttributeOperand {
  readonly kind: "attribute";
  readonly name: string;
}

export interface ParameterOperand {
  readonly kind: "parameter";
  readonly name: string;
}

export interface LiteralOperand {
  readonly kind: "literal";
  readonly value: unknown;
}

/** A part of a document: of the attribute's value, the property of each name or the item at each position in turn. */
export interface PathOperand {
  readonly kind: "path";
  readonly name: string;
  readonly path: readonly (string | number)[];
}

/** A function of a value, or a property that every element has. */
export type FilterFunction = "lower" | "upper" | "size" | ElementPart;

/** The properties that every element has, whatever its attributes. */
export type ElementPart = "id" | "labels" | "type" | "source" | "target" | "degree";

export interface CallOperand {
  readonly kind: "call";
  readonly name: FilterFunction;
  /** The argument of the function, or the direction of a degree. */
  readonly argument?: Operand | undefined;
}

/** Where a value comes from; null and undefined mean absent. */
export type Operand = AttributeOperand | ParameterOperand | LiteralOperand | PathOperand | CallOperand;

/** A filter as data; {@link attribute}, {@link label} and {@link type} make one, and so does a text. */
export type Expression =
  | {
      readonly kind: "compare";
      readonly operator: ComparisonOperator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: "between"; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: "in"; readonly operand: Operand; readonly list: readonly Operand[] | ParameterOperand }
  | { readonly kind: "isNull"; readonly operand: Operand }
  | {
      readonly kind: "match";
      readonly operator: MatchOperator;
      readonly left: Operand;
      readonly right: Operand;
      /** Whether upper and lower case are the same. */
      readonly ignoringCase?: true | undefined;
    }
  /** Has one of these labels, or one of these types. */
  | { readonly kind: "class"; readonly names: readonly string[] }
  | { readonly kind: "and"; readonly terms: readonly Expression[] }
  | { readonly kind: "or"; readonly terms: readonly Expression[] }
  | { readonly kind: "not"; readonly term: Expression };

/** The maximum nesting depth of expressions. */
export const FILTER_DEPTH_MAX = 1000;

/** The maximum length of a list that is given to a filter. */
export const FILTER_LIST_MAX = 2 ** 24;

/** Throws a LimitError for a list that is longer. */
export function checkListLength(length: number): void {
  if (length > FILTER_LIST_MAX) throw new LimitError("values of a list in a filter", FILTER_LIST_MAX, length);
}

/** An expression that can be combined with others. */
export type Filter = Expression & Combinators;

interface Combinators {
  /** True where this and all the others are. */
  and(...others: readonly Expression[]): Filter;
  /** True where this or one of the others is. */
  or(...others: readonly Expression[]): Filter;
  /** True where this is false; where this is unknown, so is its negation. */
  not(): Filter;
}

/** The methods are on the prototype, so that an expression's own properties are its data and nothing else. */
const combinators: Combinators = {
  and(this: Filter, ...others) {
    // a chain of calls makes one long list and not a deep nest
    checkTerms(others);
    const own = this.kind === "and" ? this.terms : [this];
    return combinable({ kind: "and", terms: [...own, ...others] });
  },
  or(this: Filter, ...others) {
    checkTerms(others);
    const own = this.kind === "or" ? this.terms : [this];
    return combinable({ kind: "or", terms: [...own, ...others] });
  },
  not(this: Filter) {
    return combinable({ kind: "not", term: this });
  },
};

/** Throws unless all are expressions; their contents are not checked here. */
function checkTerms(terms: readonly unknown[]): void {
  for (const [i, term] of terms.entries()) {
    if (typeof term !== "object" || term === null || !("kind" in term))
      throw new TypeError(`"others[${i}]" expected an expression, got ${describe(term)}`);
  }
}

/** Gives an expression the methods `and`, `or` and `not`. */
export function combinable(expression: Expression): Filter {
  for (const part of Object.values(expression)) if (typeof part === "object") Object.freeze(part);
  return Object.freeze(Object.assign(Object.create(combinators), expression)) as Filter;
}

/** The values that an attribute of type `T` can be compared with: numbers of all kinds with each other. */
export type Comparable<T> = T extends number | bigint
  ? number | bigint
  : T extends Date
    ? Date | number
    : T extends TemporalBase
      ? T | string
      : T;

type Comparand<T> = Comparable<T> | AttributeReference<Comparable<T>> | ParameterReference;

/** A value given when the filter is evaluated, under its name. */
export class ParameterReference {
  readonly kind = "parameter";
  readonly name: string;

  constructor(name: string) {
    checkName("parameter", name);
    this.name = name;
  }
}

/** An attribute by its name, and the conditions that can be put to it. */
export class AttributeReference<T = unknown> {
  readonly kind = "attribute";
  readonly name: string;
  /** The operand that is read, where that is not the attribute's own value. @internal */
  readonly operand: Operand | undefined;
  /** It does not exist at run time: it distinguishes types of attributes for the compiler. */
  declare readonly valueType?: T;

  constructor(name: string, operand?: Operand) {
    checkName("attribute", name);
    this.name = name;
    this.operand = operand;
  }

  /** A string in lower case. */
  lower(): AttributeReference<string> {
    return new AttributeReference(this.name, { kind: "call", name: "lower", argument: operand(this) });
  }

  /** A string in upper case. */
  upper(): AttributeReference<string> {
    return new AttributeReference(this.name, { kind: "call", name: "upper", argument: operand(this) });
  }

  /** How many items a list has, or code points a string. */
  size(): AttributeReference<number> {
    return new AttributeReference(this.name, { kind: "call", name: "size", argument: operand(this) });
  }

  /** A part of a JSON document: the property of each name, or the item at each position, in turn. */
  path<P = unknown>(...path: readonly [string | number, ...(string | number)[]]): AttributeReference<P> {
    for (const part of path)
      if (typeof part !== "string" && !(Number.isSafeInteger(part) && part >= 0))
        throw new TypeError(`"path" expected names and positions, got ${describe(part)}`);
    return new AttributeReference<P>(this.name, { kind: "path", name: this.name, path });
  }

  /** True where the attribute has this value. */
  equals(value: Comparand<T>): Filter {
    return compare(this, "=", value);
  }

  /** True where the attribute has another value. */
  notEquals(value: Comparand<T>): Filter {
    return compare(this, "<>", value);
  }

  /** True where the value is below this one. */
  lessThan(value: Comparand<T>): Filter {
    return compare(this, "<", value);
  }

  /** True where the value is this one or below. */
  atMost(value: Comparand<T>): Filter {
    return compare(this, "<=", value);
  }

  /** True where the value is above this one. */
  greaterThan(value: Comparand<T>): Filter {
    return compare(this, ">", value);
  }

  /** True where the value is this one or above. */
  atLeast(value: Comparand<T>): Filter {
    return compare(this, ">=", value);
  }

  /** From `low` to `high`, both included. */
  between(low: Comparand<T>, high: Comparand<T>): Filter {
    return combinable({ kind: "between", operand: operand(this), low: operand(low), high: operand(high) });
  }

  /** Equal to one of the values, or of those in a parameter that is a list. */
  in(values: readonly Comparand<T>[] | ParameterReference): Filter {
    const isParameter = values instanceof ParameterReference;
    if (!isParameter && !Array.isArray(values))
      throw new TypeError(`"values" expected an array or a parameter, got ${describe(values)}`);
    if (!isParameter) checkListLength(values.length);
    const list = isParameter ? parameterOperand(values) : Array.from(values, operand);
    return combinable({ kind: "in", operand: operand(this), list });
  }

  /** True where the attribute is absent. */
  isNull(): Filter {
    return combinable({ kind: "isNull", operand: operand(this) });
  }

  /** True where the attribute has a value. */
  isNotNull(): Filter {
    return this.isNull().not();
  }

  /** True where a string begins with `text`. */
  startsWith(text: string | ParameterReference | AttributeReference<string>, options?: MatchOptions): Filter {
    return match(this, "startsWith", text, options);
  }

  /** True where a string ends with `text`. */
  endsWith(text: string | ParameterReference | AttributeReference<string>, options?: MatchOptions): Filter {
    return match(this, "endsWith", text, options);
  }

  /** True where the whole string matches a regular expression, in time linear in the string. */
  matches(pattern: string | ParameterReference): Filter {
    return match(this, "matches", pattern, undefined);
  }

  /** True where a string has `part` somewhere in it, or a list has `part` as an element. */
  contains(part: unknown, options?: MatchOptions): Filter {
    return match(this, "contains", part, options);
  }
}

/** How strings are matched. */
export interface MatchOptions {
  /** Whether upper and lower case are the same. Defaults to false. */
  readonly ignoringCase?: boolean | undefined;
}

const ELEMENT_PARTS: readonly unknown[] = [
  "id",
  "labels",
  "type",
  "source",
  "target",
  "degree",
] satisfies ElementPart[];

/** Whether a name is that of something every element has. */
export function isElementPart(name: unknown): name is ElementPart {
  return ELEMENT_PARTS.includes(name);
}

/**
 * The properties that every element has, for conditions: its `id`, `labels`, `type`, `source`, `target`, or `degree` in a
 * direction, which defaults to "out". Also where an attribute has such a name.
 *
 * @example
 * graph.nodes.where(element("degree", "both").atLeast(3)).ids(); // => Uint32Array(1) [ 2 ]
 */
export function element<P extends ElementPart>(
  part: P,
  direction?: P extends "degree" ? "out" | "in" | "both" : undefined,
): AttributeReference<P extends "type" ? string : P extends "labels" ? string[] : number> {
  if (!isElementPart(part))
    throw new TypeError(`"part" expected one of ${ELEMENT_PARTS.join(", ")}, got ${describe(part)}`);
  const argument: Operand | undefined =
    direction === undefined ? undefined : { kind: "literal", value: direction };
  return new AttributeReference(part, {
    kind: "call",
    name: part,
    ...(argument === undefined ? {} : { argument }),
  });
}

/**
 * An attribute to put conditions to. State its type to have the values checked.
 *
 * @example
 * attribute<number>("age").greaterThan(30).and(label("Person"))
 */
export function attribute<T = unknown>(name: string): AttributeReference<T> {
  return new AttributeReference(name);
}

/** A value given when the filter is evaluated: `parameters: { min: 30 }` for `parameter("min")`. */
export function parameter(name: string): ParameterReference {
  return new ParameterReference(name);
}

/** The nodes that have at least one of these labels. */
export function label(...names: readonly [string, ...string[]]): Filter {
  checkLabels("label", names);
  return combinable({ kind: "class", names });
}

/** The edges whose type is one of these. */
export function type(...names: readonly [string, ...string[]]): Filter {
  checkLabels("type", names);
  return combinable({ kind: "class", names });
}

function checkLabels(what: string, names: readonly unknown[]): void {
  for (const name of names)
    if (typeof name !== "string") throw new TypeError(`"${what}" expected a string, got ${describe(name)}`);
}

function operand(value: unknown): Operand {
  if (value instanceof AttributeReference) return value.operand ?? { kind: "attribute", name: value.name };
  if (value instanceof ParameterReference) return parameterOperand(value);
  return { kind: "literal", value };
}

function parameterOperand(reference: ParameterReference): ParameterOperand {
  return { kind: "parameter", name: reference.name };
}

function compare(left: unknown, operator: ComparisonOperator, right: unknown): Filter {
  return combinable({ kind: "compare", operator, left: operand(left), right: operand(right) });
}

function match(
  left: unknown,
  operator: MatchOperator,
  right: unknown,
  options: MatchOptions | undefined,
): Filter {
  const folding = options?.ignoringCase === true ? ({ ignoringCase: true } as const) : {};
  return combinable({ kind: "match", operator, left: operand(left), right: operand(right), ...folding });
}
