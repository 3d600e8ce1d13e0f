/**
 * Prints the tree of a query so that it reads as the same tree again, but for places. What holds several parts is put
 * in parentheses wherever it is part of something itself.
 */
import { isPlainSymbolicName } from "./query-tokens.js";
import type {
  Clause,
  LabelExpression,
  Paging,
  PathPattern,
  PatternElement,
  ProjectionItem,
  QueryBody,
  QueryExpression,
  RelationshipPattern,
  Repetition,
  SetItem,
  Statement,
  TypeName,
} from "./tree.js";

/** Words that mean something else where a variable may stand. */
const QUOTED = new Set(
  (
    "NULL TRUE FALSE NOT CASE WHEN THEN ELSE END AND OR XOR IN IS AS STARTS ENDS CONTAINS WITH WHERE DISTINCT ALL ANY " +
    "NONE SINGLE REDUCE CAST EXISTS COUNT COLLECT SHORTESTPATH ALLSHORTESTPATHS SHORTEST RETURN MATCH OPTIONAL CREATE " +
    "INSERT MERGE SET REMOVE DELETE DETACH NODETACH UNWIND FOR CALL FOREACH LOAD FILTER LET ORDER SKIP OFFSET LIMIT " +
    "FINISH USE UNION ON YIELD ASC DESC ASCENDING DESCENDING TYPED FIELDTERMINATOR DIFFERENT PATH PATHS GROUP GROUPS " +
    "EXPLAIN PROFILE HEADERS CSV ORDINALITY"
  ).split(" "),
);
/** Functions whose arguments would be read as something else. */
const QUOTED_FUNCTIONS = /^(all|any|none|single|reduce|cast|shortestpath|allshortestpaths)$/i;
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
};

/** The text of a statement, on one line. */
export function printStatement({ mode, body }: Statement): string {
  const prefix = mode === "run" ? "" : `${mode.toUpperCase()} `;
  return prefix + printBody(body);
}

function printBody({ parts, all }: QueryBody): string {
  return parts
    .map(({ clauses }, i) => {
      const union = i === 0 ? "" : all[i - 1] ? "UNION ALL " : "UNION ";
      return union + clauses.map(printClause).join(" ");
    })
    .join(" ");
}

/** A name as it is written in a query: in backticks where that is needed. */
export function printName(name: string): string {
  if (isPlainSymbolicName(name) && !QUOTED.has(name.toUpperCase())) return name;
  return inBackticks(name);
}

function inBackticks(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** A string as it is written in a query. */
export function printString(text: string): string {
  const escaped = text.replace(/[\\'\p{Cc}\u2028\u2029]|\p{Surrogate}/gu, (character) => {
    return ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `'${escaped}'`;
}

const COMPOSITE: ReadonlySet<string> = new Set([
  "binary",
  "comparison",
  "unary",
  "isNull",
  "isTyped",
  "hasLabels",
  "patternPredicate",
]);

/** An expression as part of another one. */
function operand(tree: QueryExpression): string {
  const text = printExpression(tree);
  return COMPOSITE.has(tree.kind) || (tree.kind === "literal" && text.startsWith("-")) ? `(${text})` : text;
}

/** The operand of an index, an attribute or a sign: not a number, to which a sign before it would belong. */
function base(tree: QueryExpression): string {
  return tree.kind === "literal" ? `(${printExpression(tree)})` : operand(tree);
}

/** The text of an expression. */
export function printExpression(tree: QueryExpression): string {
  switch (tree.kind) {
    case "literal":
      return printLiteral(tree.value);
    case "parameter":
      return `$${/^[\p{L}\p{N}_]+$/u.test(tree.name) ? tree.name : inBackticks(tree.name)}`;
    case "variable":
      return printName(tree.name);
    case "property":
      return `${base(tree.of)}.${printName(tree.name)}`;
    case "index":
      return `${base(tree.of)}[${printExpression(tree.at)}]`;
    case "slice":
      return `${base(tree.of)}[${optional("", tree.from)}..${optional("", tree.to)}]`;
    case "unary":
      return tree.operator === "NOT" ? `NOT ${operand(tree.operand)}` : tree.operator + base(tree.operand);
    case "binary":
    case "comparison":
      return tree.operands
        .map((each, i) => (i === 0 ? "" : ` ${tree.operators[i - 1]} `) + operand(each))
        .join("");
    case "isNull":
      return `${operand(tree.operand)} IS ${tree.negated ? "NOT " : ""}NULL`;
    case "isTyped":
      return `${operand(tree.operand)} IS ${tree.negated ? "NOT " : ""}TYPED ${printType(tree.type)}`;
    case "cast":
      return `CAST(${printExpression(tree.operand)} AS ${printType(tree.type)})`;
    case "hasLabels":
      return `${operand(tree.operand)}:${printLabels(tree.labels, true)}`;
    case "list":
      // the first item must not look like the beginning of a comprehension
      return `[${tree.items.map((item, i) => (i === 0 ? operand(item) : printExpression(item))).join(", ")}]`;
    case "map":
      return `{${tree.entries.map(({ name, value }) => printEntry(name.name, value)).join(", ")}}`;
    case "listComprehension": {
      const rest = optional(" WHERE ", tree.where) + optional(" | ", tree.result);
      return `[${printName(tree.variable.name)} IN ${operand(tree.list)}${rest}]`;
    }
    case "patternComprehension":
      return `[${printPattern(tree.pattern)}${optional(" WHERE ", tree.where)} | ${printExpression(tree.result)}]`;
    case "quantifier": {
      const { quantifier, variable, list, where } = tree;
      const each = `${printName(variable.name)} IN ${printExpression(list)}`;
      return `${quantifier}(${each} WHERE ${printExpression(where)})`;
    }
    case "reduce": {
      const { accumulator, initial, variable, list, body } = tree;
      const start = `${printName(accumulator.name)} = ${printExpression(initial)}`;
      const each = `${printName(variable.name)} IN ${printExpression(list)}`;
      return `reduce(${start}, ${each} | ${printExpression(body)})`;
    }
    case "call": {
      const name = tree.name.split(".").map(printFunctionName).join(".");
      if (tree.star) return `${name}(*)`;
      return `${name}(${tree.distinct ? "DISTINCT " : ""}${tree.items.map(printExpression).join(", ")})`;
    }
    case "case": {
      const branches = tree.branches.map(
        ({ when, result }) => ` WHEN ${printExpression(when)} THEN ${printExpression(result)}`,
      );
      return `CASE${optional(" ", tree.operand)}${branches.join("")}${optional(" ELSE ", tree.otherwise)} END`;
    }
    case "patternPredicate":
    case "shortestPath":
      return printPattern(tree.pattern);
    case "subquery":
      return `${tree.form.toUpperCase()} { ${printBody(tree.body)} }`;
    case "mapProjection": {
      const items = tree.items.map((item) => {
        if (item.kind === "all") return ".*";
        if (item.kind === "attribute") return `.${printName(item.name)}`;
        if (item.kind === "entry") return printEntry(item.name, item.value);
        return printName(item.name);
      });
      return `${printName(tree.of.name)} {${items.join(", ")}}`;
    }
  }
}

function printEntry(name: string, value: QueryExpression): string {
  return `${printName(name)}: ${printExpression(value)}`;
}

function optional(before: string, tree: QueryExpression | undefined): string {
  return tree === undefined ? "" : before + printExpression(tree);
}

function printFunctionName(name: string): string {
  return !isPlainSymbolicName(name) || QUOTED_FUNCTIONS.test(name) ? inBackticks(name) : name;
}

function printLiteral(value: null | boolean | bigint | number | string): string {
  if (typeof value === "string") return printString(value);
  if (typeof value !== "number") return String(value);
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function printType(type: TypeName): string {
  const notNull = type.notNull ? " NOT NULL" : "";
  if (type.members.length > 0) return `ANY<${type.members.map(printType).join(" | ")}>`;
  return `${type.name}${type.of === undefined ? "" : `<${printType(type.of)}>`}${notNull}`;
}

function printLabels(labels: LabelExpression, isPart: boolean): string {
  switch (labels.kind) {
    case "label":
      return printName(labels.name);
    case "any":
      return "%";
    case "not":
      return `!${printLabels(labels.operand, true)}`;
    default: {
      const symbol = labels.kind === "and" ? "&" : "|";
      const text = `${printLabels(labels.left, true)}${symbol}${printLabels(labels.right, true)}`;
      return isPart ? `(${text})` : text;
    }
  }
}

function printPattern({ variable, selector, shortest, elements }: PathPattern): string {
  const name = variable === undefined ? "" : `${printName(variable.name)} = `;
  const text = elements.map(printElement).join("");
  if (shortest !== undefined) return `${name}${shortest}(${text})`;
  if (selector === undefined) return name + text;
  const words = {
    any: `ANY ${selector.count}`,
    shortest: `SHORTEST ${selector.count}`,
    allShortest: "ALL SHORTEST",
    groups: `SHORTEST ${selector.count} GROUPS`,
  };
  return `${name}${words[selector.kind]} ${text}`;
}

function printElement(element: PatternElement): string {
  if (element.kind === "group") {
    const inner = printPattern(element.pattern) + optional(" WHERE ", element.where);
    return `(${inner})${printQuantifier(element.quantifier)}`;
  }
  if (element.kind === "relationship") return printRelationship(element);
  return `(${printInner(element.variable?.name, element.labels, "", element.properties, element.where)})`;
}

function printRelationship(relationship: RelationshipPattern): string {
  const { direction, variable, types, length, properties, where } = relationship;
  const star = length === undefined ? "" : `*${length.from}..${length.to ?? ""}`;
  const inner = printInner(variable?.name, types, star, properties, where);
  const arrow = `${direction === "left" ? "<" : ""}-[${inner}]-${direction === "right" ? ">" : ""}`;
  return arrow + printQuantifier(relationship.quantifier);
}

function printInner(
  name: string | undefined,
  labels: LabelExpression | undefined,
  star: string,
  properties: QueryExpression | undefined,
  where: QueryExpression | undefined,
): string {
  const labelled = labels === undefined ? "" : `:${printLabels(labels, false)}`;
  const parts = [
    (name === undefined ? "" : printName(name)) + labelled + star,
    optional("", properties),
    where === undefined ? "" : `WHERE (${printExpression(where)})`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function printQuantifier(quantifier: Repetition | undefined): string {
  if (quantifier === undefined) return "";
  const { from, to } = quantifier;
  return from === to ? `{${from}}` : `{${from},${to ?? ""}}`;
}

function printPatterns(patterns: readonly PathPattern[]): string {
  return patterns.map(printPattern).join(", ");
}

function printClause(clause: Clause): string {
  switch (clause.kind) {
    case "match": {
      const start = clause.optional ? "OPTIONAL MATCH" : "MATCH";
      return `${start} ${printPatterns(clause.patterns)}${optional(" WHERE ", clause.where)}`;
    }
    case "create":
      return `CREATE ${printPatterns(clause.patterns)}`;
    case "merge": {
      const actions = clause.actions.map(({ on, items }) => {
        return ` ON ${on.toUpperCase()} SET ${items.map(printSet).join(", ")}`;
      });
      return `MERGE ${printPattern(clause.pattern)}${actions.join("")}`;
    }
    case "set":
      return `SET ${clause.items.map(printSet).join(", ")}`;
    case "remove": {
      const items = clause.items.map((item) =>
        item.kind === "labels" ? printLabelled(item) : `${base(item.target)}.${printName(item.name)}`,
      );
      return `REMOVE ${items.join(", ")}`;
    }
    case "delete":
      return `${clause.detach ? "DETACH " : ""}DELETE ${clause.items.map(printExpression).join(", ")}`;
    case "unwind": {
      const { list, variable, counter } = clause;
      const name = printName(variable.name);
      if (counter === undefined) return `UNWIND ${printExpression(list)} AS ${name}`;
      const word = counter.from === 0 ? "OFFSET" : "ORDINALITY";
      return `FOR ${name} IN ${printExpression(list)} WITH ${word} ${printName(counter.variable.name)}`;
    }
    case "with":
    case "return": {
      const items = [...(clause.star ? ["*"] : []), ...clause.items.map(printItem)].join(", ");
      const start = `${clause.kind.toUpperCase()} ${clause.distinct ? "DISTINCT " : ""}`;
      return `${start}${items}${printPaging(clause)}${optional(" WHERE ", clause.where)}`;
    }
    case "callProcedure":
      return printCall(clause);
    case "callSubquery": {
      const { imports } = clause;
      const names = imports === "*" ? "*" : imports?.map(({ name }) => printName(name)).join(", ");
      const list = names === undefined ? "" : `(${names}) `;
      return `${clause.optional ? "OPTIONAL " : ""}CALL ${list}{ ${printBody(clause.body)} }`;
    }
    case "forEach": {
      const start = `FOREACH (${printName(clause.variable.name)} IN ${printExpression(clause.list)}`;
      return `${start} | ${clause.clauses.map(printClause).join(" ")})`;
    }
    case "loadCsv": {
      const from = `LOAD CSV ${clause.headers ? "WITH HEADERS " : ""}FROM ${printExpression(clause.from)}`;
      const end = clause.separator === undefined ? "" : ` FIELDTERMINATOR ${printString(clause.separator)}`;
      return `${from} AS ${printName(clause.variable.name)}${end}`;
    }
    case "filter":
      return `FILTER WHERE ${printExpression(clause.where)}`;
    case "let":
      return `LET ${clause.items
        .map(({ variable, value }) => `${printName(variable.name)} = ${printExpression(value)}`)
        .join(", ")}`;
    case "page":
      return printPaging(clause).trimStart();
    case "finish":
      return "FINISH";
    case "use":
      return `USE ${printExpression(clause.graph)}`;
  }
}

function printCall(clause: Extract<Clause, { kind: "callProcedure" }>): string {
  const { yields, inputs, where } = clause;
  const name = clause.name.split(".").map(printName).join(".");
  const given = inputs === undefined ? "" : `(${inputs.map(printExpression).join(", ")})`;
  const start = `${clause.optional ? "OPTIONAL " : ""}CALL ${name}${given}`;
  if (yields === undefined) return start;
  const outputs =
    yields === "*"
      ? "*"
      : yields
          .map(({ output, alias }) => printName(output.name) + (alias ? ` AS ${printName(alias.name)}` : ""))
          .join(", ");
  return `${start} YIELD ${outputs}${optional(" WHERE ", where)}`;
}

/** A column without a name of its own is called as it is written, and so is printed as it was. */
function printItem({ expression, alias, source }: ProjectionItem): string {
  if (alias !== undefined) return `${printExpression(expression)} AS ${printName(alias.name)}`;
  return expression.kind === "variable" ? printName(expression.name) : source;
}

function printPaging({ orderBy, skip, limit }: Paging): string {
  const keys = orderBy.map(
    ({ expression, descending }) => printExpression(expression) + (descending ? " DESC" : ""),
  );
  const order = keys.length === 0 ? "" : ` ORDER BY ${keys.join(", ")}`;
  return order + optional(" SKIP ", skip) + optional(" LIMIT ", limit);
}

function printSet(item: SetItem): string {
  if (item.kind === "labels") return printLabelled(item);
  const value = printExpression(item.value);
  if (item.kind === "attribute") return `${base(item.target)}.${printName(item.name)} = ${value}`;
  return `${printName(item.variable.name)} ${item.kind === "replace" ? "=" : "+="} ${value}`;
}

function printLabelled({ variable, labels }: Extract<SetItem, { kind: "labels" }>): string {
  return `${printName(variable.name)}${labels.map(({ name }) => `:${printName(name)}`).join("")}`;
}
