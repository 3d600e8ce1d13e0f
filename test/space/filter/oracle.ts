/** Three-valued logic element by element, as slow and as plain as can be: null is unknown. */
import type { Expression, Operand } from "../../../src/space/filter/expression.js";

type Truth = boolean | null;
type Cells = ReadonlyMap<string, unknown>;

export function truthOf(
  expression: Expression,
  cells: Cells,
  parameters: Readonly<Record<string, unknown>> = {},
): Truth {
  const value = (operand: Operand): unknown => {
    if (operand.kind === "attribute") return cells.get(operand.name) ?? null;
    if (operand.kind === "literal") return operand.value ?? null;
    return parameters[operand.name] ?? null;
  };
  switch (expression.kind) {
    case "not":
      return not(truthOf(expression.term, cells, parameters));
    case "and":
      return all(expression.terms.map((term) => truthOf(term, cells, parameters)));
    case "or":
      return not(all(expression.terms.map((term) => not(truthOf(term, cells, parameters)))));
    case "class":
      return expression.names.some((name) => (cells.get(":") as string[]).includes(name));
    case "isNull":
      return value(expression.operand) === null;
    case "compare":
      return compare(value(expression.left), expression.operator, value(expression.right));
    case "between": {
      const operand = value(expression.operand);
      return all([
        compare(operand, ">=", value(expression.low)),
        compare(operand, "<=", value(expression.high)),
      ]);
    }
    case "in": {
      const { list } = expression;
      const values = "kind" in list ? [...(parameters[list.name] as Iterable<unknown>)] : list.map(value);
      const operand = value(expression.operand);
      return not(all(values.map((item) => not(compare(operand, "=", item ?? null)))));
    }
    case "match": {
      const text = value(expression.left);
      const part = value(expression.right);
      if (text === null || part === null) return null;
      if (Array.isArray(text)) return text.some((item) => compare(item, "=", part) === true);
      if (expression.operator === "startsWith") return (text as string).startsWith(part as string);
      if (expression.operator === "endsWith") return (text as string).endsWith(part as string);
      return (text as string).includes(part as string);
    }
  }
}

function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function compare(a: unknown, operator: string, b: unknown): Truth {
  if (a === null || b === null) return null;
  const order = orderOf(a, b);
  if (operator === "=") return order === 0;
  if (operator === "<>") return order !== 0;
  if (order === undefined) return false;
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  return operator === ">" ? order > 0 : order >= 0;
}

/** Undefined for NaN. */
function orderOf(a: unknown, b: unknown): number | undefined {
  if (typeof a === "string" && typeof b === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  if (Array.isArray(a) || a instanceof Float32Array) {
    return JSON.stringify([...a]) === JSON.stringify([...(b as number[])]) ? 0 : 1;
  }
  const x = plain(a);
  const y = plain(b);
  if (x < y) return -1;
  if (x > y) return 1;
  // biome-ignore lint/suspicious/noDoubleEquals: 1 == 1n is what is asked
  return x == y ? 0 : undefined;
}

function plain(value: unknown): number | bigint {
  return (value instanceof Date ? value.getTime() : value) as number | bigint;
}
