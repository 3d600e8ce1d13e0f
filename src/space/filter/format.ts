/**
 * Writes expressions as the text that parses to them. What text has no way of saying, such as bytes, is shown
 * in angle brackets; a Date is shown as the ISO string that a timestamp may be compared with.
 */

import { describe, LimitError } from "../../errors.js";
import { TemporalBase } from "../../temporal/temporal-base.js";
import { type Expression, FILTER_DEPTH_MAX, type Operand } from "./expression.js";
import { isPlainName } from "./tokens.js";

/** The keywords of the tests of strings. */
export const MATCH_KEYWORDS = {
  startsWith: "STARTS WITH",
  endsWith: "ENDS WITH",
  contains: "CONTAINS",
  matches: "=~",
} as const;

/** The text of an expression. */
export function formatFilter(expression: Expression): string {
  return formatAt(expression, 0);
}

function formatAt(expression: Expression, depth: number): string {
  if (depth > FILTER_DEPTH_MAX) throw new LimitError("nesting of a filter", FILTER_DEPTH_MAX, depth);
  if (expression.kind === "not") return formatNot(expression.term, depth);
  return formatPlain(expression, "", depth);
}

function formatNot(term: Expression, depth: number): string {
  if (term.kind === "isNull" || term.kind === "in" || term.kind === "between") {
    return formatPlain(term, "NOT ", depth);
  }
  return `NOT ${formatWithin(term, term.kind === "and" || term.kind === "or", depth)}`;
}

function formatPlain(expression: Expression, not: string, depth: number): string {
  switch (expression.kind) {
    case "compare":
      return `${formatOperand(expression.left)} ${expression.operator} ${formatOperand(expression.right)}`;
    case "between": {
      const { operand, low, high } = expression;
      return `${formatOperand(operand)} ${not}BETWEEN ${formatOperand(low)} AND ${formatOperand(high)}`;
    }
    case "in":
      return `${formatOperand(expression.operand)} ${not}IN ${formatList(expression.list)}`;
    case "isNull":
      return `${formatOperand(expression.operand)} IS ${not}NULL`;
    case "match": {
      const { left, operator, right, ignoringCase } = expression;
      const folding = ignoringCase === true ? " IGNORING CASE" : "";
      return `${formatOperand(left)} ${MATCH_KEYWORDS[operator]} ${formatOperand(right)}${folding}`;
    }
    case "class":
      return expression.names.length === 0 ? "FALSE" : `:${expression.names.map(formatName).join("|")}`;
    case "and":
      return formatTerms(expression.terms, " AND ", "TRUE", depth);
    case "or":
      return formatTerms(expression.terms, " OR ", "FALSE", depth);
    case "not":
      return formatNot(expression.term, depth);
  }
}

function formatTerms(terms: readonly Expression[], joint: string, none: string, depth: number): string {
  if (terms.length === 0) return none;
  // nested terms keep their parentheses, even where they change nothing, so that the text parses to the same
  // expression
  return terms
    .map((term) =>
      formatWithin(term, term.kind === "or" || (term.kind === "and" && joint === " AND "), depth),
    )
    .join(joint);
}

function formatWithin(term: Expression, parentheses: boolean, depth: number): string {
  const text = formatAt(term, depth + 1);
  return parentheses ? `(${text})` : text;
}

function formatList(list: Extract<Expression, { kind: "in" }>["list"]): string {
  return "kind" in list ? formatOperand(list) : `(${list.map(formatOperand).join(", ")})`;
}

/** An operand's text. */
export function formatOperand(operand: Operand): string {
  if (operand.kind === "attribute") return formatName(operand.name);
  if (operand.kind === "parameter") return `$${formatName(operand.name)}`;
  if (operand.kind === "path") return `${formatName(operand.name)}${operand.path.map(formatPart).join("")}`;
  if (operand.kind === "call")
    return `${operand.name}(${operand.argument === undefined ? "" : formatOperand(operand.argument)})`;
  return formatLiteral(operand.value);
}

function formatPart(part: string | number): string {
  return typeof part === "number" ? `[${part}]` : `.${formatName(part)}`;
}

function formatName(name: string): string {
  return isPlainName(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}

function formatLiteral(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "NULL";
    case "boolean":
      return value ? "TRUE" : "FALSE";
    case "number":
      return formatNumber(value);
    case "bigint":
      return `${value}n`;
    case "string":
      return formatString(value);
    default:
      if (value === null) return "NULL";
      if (value instanceof Date && !Number.isNaN(value.getTime())) return `'${value.toISOString()}'`;
      if (value instanceof TemporalBase) return formatString(value.toString());
      return `<${describe(value)}>`;
  }
}

function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return `<${value}>`;
  if (Object.is(value, -0)) return "-0";
  // whole numbers past 2^53 would be read back as bigints
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
}

function formatString(value: string): string {
  const escaped = value.replace(/[\\'\p{Cc}]|\p{Cs}/gu, (character) => {
    if (character === "\\" || character === "'") return `\\${character}`;
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `'${escaped}'`;
}
