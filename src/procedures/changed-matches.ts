/**
 * Queries of matches alone, rewritten so that they find only those with a node of a list: each match once, by its first
 * such node. What a match returns depends on its elements, so that all others are the same wherever these are.
 */
import type {
  Clause,
  NodePattern,
  PathPattern,
  PatternElement,
  QueryExpression,
  Statement,
  TextRange,
} from "../query/text/tree.js";
import { findFunction } from "../query/values/functions/registry.js";

type Match = Extract<Clause, { kind: "match" }>;

/** The parameter that holds the ids of nodes; no text can name it. */
export const CHANGED_PARAMETER = "\u0000changed";

/**
 * The statements whose rows, taken together, are those of a statement that come from a match with a node of
 * `CHANGED_PARAMETER`; undefined where rows may depend on more than one match.
 */
export function changedMatches(statement: Statement): Statement[] | undefined {
  const [part, ...others] = statement.body.parts;
  const matches = part.clauses.slice(0, -1);
  const last = part.clauses.at(-1)!;
  if (others.length > 0 || matches.length === 0 || last.kind !== "return") return undefined;
  if (last.distinct || last.star || last.skip !== undefined || last.limit !== undefined) return undefined;
  if (!last.items.every(({ expression }) => isOfElements(expression))) return undefined;
  if (!last.orderBy.every(({ expression }) => isOfElements(expression))) return undefined;
  const named: Match[] = [];
  /** The nodes, each with the clause that knows it first. */
  const nodes = new Map<string, number>();
  for (const [place, clause] of matches.entries()) {
    if (clause.kind !== "match" || clause.optional || !isPlain(clause)) return undefined;
    named.push({ ...clause, patterns: clause.patterns.map((path, i) => withNames(path, `${place} ${i}`)) });
    for (const name of named.at(-1)!.patterns.flatMap(nodeNames))
      if (!nodes.has(name)) nodes.set(name, place);
  }
  const { orderBy: _, ...projection } = last;
  const end = { ...projection, orderBy: [] };
  const names = [...nodes.keys()];
  return names.map((name, i) => {
    const clauses = named.map((match, place) => {
      const tests = names
        .slice(0, i + 1)
        .filter((each) => nodes.get(each) === place)
        .map((each) => changedTest(each, each === name, match));
      return tests.length === 0 ? match : { ...match, where: allOf([...tests, match.where], match) };
    });
    return { ...statement, body: { ...statement.body, parts: [{ ...part, clauses: [...clauses, end] }] } };
  });
}

/** Whether a pattern matches one relationship after the other, and asks for nothing beyond them. */
function isPlain({ patterns, where }: Match): boolean {
  return (
    (where === undefined || isOfElements(where)) &&
    patterns.every(
      ({ elements, selector, shortest }) =>
        selector === undefined && shortest === undefined && elements.every(isPlainElement),
    )
  );
}

function isPlainElement(element: PatternElement): boolean {
  if (element.kind === "group") return false;
  if (element.kind === "relationship" && (element.length ?? element.quantifier) !== undefined) return false;
  return [element.properties, element.where].every((each) => each === undefined || isOfElements(each));
}

/** Expressions whose value depends on the elements that they name, and on parameters. */
const PLAIN_KINDS: ReadonlySet<string> = new Set([
  "literal",
  "parameter",
  "variable",
  "property",
  "index",
  "slice",
  "unary",
  "binary",
  "comparison",
  "isNull",
  "isTyped",
  "cast",
  "hasLabels",
  "list",
  "map",
  "listComprehension",
  "quantifier",
  "reduce",
  "call",
  "case",
  "mapProjection",
]);

function isOfElements(expression: QueryExpression): boolean {
  const open: unknown[] = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== "object" || next === null) continue;
    if ("kind" in next && "start" in next && !isPlainPart(next as { kind: string })) return false;
    open.push(...Object.values(next));
  }
  return true;
}

/** Parts of labels, types and projections are plain as well; a call is, if it is of a function without a will of its own. */
function isPlainPart(part: { readonly kind: string }): boolean {
  if (part.kind === "call") {
    const { name, star } = part as unknown as { name: string; star: boolean };
    return !star && findFunction(name)?.isDeterministic === true;
  }
  return PLAIN_KINDS.has(part.kind) || PART_KINDS.has(part.kind);
}

const PART_KINDS: ReadonlySet<string> = new Set([
  "label",
  "any",
  "not",
  "and",
  "or",
  "attribute",
  "own",
  "entry",
  "all",
]);

function withNames(path: PathPattern, prefix: string): PathPattern {
  return {
    ...path,
    elements: path.elements.map((element, i) =>
      element.kind !== "node" || element.variable !== undefined
        ? element
        : { ...element, variable: { name: `\u0000${prefix} ${i}`, start: element.start, end: element.end } },
    ),
  };
}

function nodeNames({ elements }: PathPattern): string[] {
  return elements
    .filter((each): each is NodePattern => each.kind === "node")
    .map(({ variable }) => variable!.name);
}

/** Whether the id of a node is in the list, or not. */
function changedTest(name: string, isIn: boolean, { start, end }: TextRange): QueryExpression {
  const place = { start, end };
  const id: QueryExpression = {
    kind: "call",
    name: "id",
    distinct: false,
    star: false,
    items: [{ kind: "variable", name, ...place }],
    ...place,
  };
  const list: QueryExpression = { kind: "parameter", name: CHANGED_PARAMETER, ...place };
  const test: QueryExpression = { kind: "binary", operands: [id, list], operators: ["IN"], ...place };
  return isIn ? test : { kind: "unary", operator: "NOT", operand: test, ...place };
}

function allOf(tests: readonly (QueryExpression | undefined)[], { start, end }: TextRange): QueryExpression {
  const operands = tests.filter((test) => test !== undefined);
  if (operands.length === 1) return operands[0];
  return { kind: "binary", operands, operators: operands.slice(1).map(() => "AND" as const), start, end };
}
