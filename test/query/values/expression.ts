// A small evaluator of expressions of calls, literals, maps, lists, properties, arithmetic and comparisons, with WITH and
// RETURN before them, so that values are tested without the engine.

import { accessField } from "../../../src/query/values/access.js";
import {
  addValues,
  divideValues,
  moduloValues,
  multiplyValues,
  negateValue,
  powerValues,
  subtractValues,
} from "../../../src/query/values/arithmetic.js";
import { findFunction } from "../../../src/query/values/functions/registry.js";
import type { FunctionContext } from "../../../src/query/values/functions/signature.js";
import { equals, isIn, isLess, isLessOrEqual } from "../../../src/query/values/relations.js";
import { fromDate } from "../../../src/query/values/temporal/construct.js";
import type { CypherValue } from "../../../src/query/values/value.js";

const now = fromDate(new Date(Date.UTC(2026, 10, 29, 12, 34, 56, 789)));

export const context: FunctionContext = {
  statementTime: now,
  transactionTime: now,
  realTime: () => now,
  random: Math.random,
};

const TOKEN =
  /\s*(?:(\d+\.\d+|\.\d+|\d+)|('(?:[^'\\]|\\.)*')|([A-Za-z_][\w.]*)|(<=|>=|<>|[-+*/%^(){}[\],:.<>=]))/y;

class Reader {
  readonly tokens: string[] = [];
  at = 0;
  readonly variables: ReadonlyMap<string, CypherValue>;

  constructor(text: string, variables: ReadonlyMap<string, CypherValue>) {
    this.variables = variables;
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.trimEnd().length) {
      const match = TOKEN.exec(text);
      if (match === null) throw new Error(`cannot read ${text}`);
      this.tokens.push(match[1] ?? match[2] ?? match[3] ?? match[4]!);
    }
  }

  get next(): string | undefined {
    return this.tokens[this.at];
  }

  take(token: string): boolean {
    if (this.next?.toUpperCase() !== token) return false;
    this.at++;
    return true;
  }

  expect(token: string): void {
    if (!this.take(token)) throw new Error(`expected ${token}, got ${this.next}`);
  }

  expression(): CypherValue {
    const left = this.sum();
    if (this.take("=")) return equals(left, this.sum());
    if (this.take("<>")) return not(equals(left, this.sum()));
    if (this.take("<=")) return isLessOrEqual(left, this.sum());
    if (this.take(">=")) return isLessOrEqual(this.sum(), left);
    if (this.take("<")) return isLess(left, this.sum());
    if (this.take(">")) return isLess(this.sum(), left);
    if (this.take("IN")) return isIn(left, this.sum() as CypherValue[]);
    return left;
  }

  sum(): CypherValue {
    let value = this.product();
    for (;;) {
      if (this.take("+")) value = addValues(value, this.product());
      else if (this.take("-")) value = subtractValues(value, this.product());
      else return value;
    }
  }

  product(): CypherValue {
    let value = this.unary();
    for (;;) {
      if (this.take("*")) value = multiplyValues(value, this.unary());
      else if (this.take("/")) value = divideValues(value, this.unary());
      else if (this.take("%")) value = moduloValues(value, this.unary());
      else if (this.take("^")) value = powerValues(value, this.unary());
      else return value;
    }
  }

  unary(): CypherValue {
    return this.take("-") ? negateValue(this.unary()) : this.atom();
  }

  atom(): CypherValue {
    const token = this.tokens[this.at++]!;
    if (/^\d/.test(token)) return token.includes(".") ? Number(token) : BigInt(token);
    if (token.startsWith("'")) return token.slice(1, -1).replace(/\\(.)/g, "$1");
    if (token === "(") {
      const value = this.expression();
      this.expect(")");
      return value;
    }
    if (token === "[") return this.list("]");
    if (token === "{") return this.map();
    if (/^(true|false)$/i.test(token)) return token.toLowerCase() === "true";
    if (/^null$/i.test(token)) return null;
    if (this.take("(")) return findFunction(token)!.call(this.list(")"), context);
    const [name, ...fields] = token.split(".");
    let value = this.variables.get(name!);
    if (value === undefined) throw new Error(`no variable ${name}`);
    for (const field of fields) value = accessField(value, field);
    return value;
  }

  list(end: string): CypherValue[] {
    const items: CypherValue[] = [];
    if (this.take(end)) return items;
    do items.push(this.expression());
    while (this.take(","));
    this.expect(end);
    return items;
  }

  map(): CypherValue {
    const map = new Map<string, CypherValue>();
    if (this.take("}")) return map;
    do {
      const name = this.tokens[this.at++]!;
      this.expect(":");
      map.set(name, this.expression());
    } while (this.take(","));
    this.expect("}");
    return map;
  }
}

function not(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

/** The value of an expression. Throws a plain Error for what this evaluator does not read. */
export function evaluate(text: string, variables: Readonly<Record<string, CypherValue>> = {}): CypherValue {
  const reader = new Reader(text, new Map(Object.entries(variables)));
  const value = reader.expression();
  if (reader.next !== undefined) throw new Error(`did not expect ${reader.next}`);
  return value;
}

/** The row that `WITH a AS x, b AS y RETURN c, d AS e` gives. */
export function rowOf(query: string): CypherValue[] {
  const clauses = query.split(/\b(?=WITH\b|RETURN\b)/).map((clause) => clause.trim());
  let variables = new Map<string, CypherValue>();
  let row: CypherValue[] = [];
  for (const clause of clauses.filter((each) => each !== "")) {
    const [, , body] = /^(WITH|RETURN)\s+([\s\S]*)$/.exec(clause)!;
    const reader = new Reader(body!, variables);
    const bound = new Map<string, CypherValue>();
    row = [];
    do {
      row.push(reader.expression());
      if (reader.take("AS")) bound.set(reader.tokens[reader.at++]!, row.at(-1)!);
    } while (reader.take(","));
    if (reader.next !== undefined) throw new Error(`did not expect ${reader.next}`);
    variables = bound;
  }
  return row;
}

/** A value as the TCK writes it in a table. */
export function shown(value: CypherValue): string {
  if (value === null) return "null";
  if (typeof value === "string") return `'${value}'`;
  if (typeof value === "number") return Number.isInteger(value) ? `${value}.0` : String(value);
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  return typeof value === "object" ? `'${value}'` : String(value);
}
