/** When two expressions are the same, wherever they are in the text. */
import type { QueryExpression } from "../text/tree.js";

const keys = new WeakMap<object, string>();

/** A text that is the same for expressions that are the same but for their places. */
export function keyOfTree(tree: QueryExpression): string {
  const known = keys.get(tree);
  if (known !== undefined) return known;
  const key = JSON.stringify(tree, plain);
  keys.set(tree, key);
  return key;
}

function plain(name: string, value: unknown): unknown {
  if (name === "start" || name === "end") return undefined;
  if (typeof value === "bigint") return `${value}n`;
  return typeof value === "number" && !Number.isInteger(value) ? `${value}` : value;
}

/** Every expression that stands directly in another one; patterns and subqueries are not looked into. */
export function subexpressionsOf(tree: QueryExpression): readonly QueryExpression[] {
  switch (tree.kind) {
    case "literal":
    case "parameter":
    case "variable":
    case "patternPredicate":
    case "shortestPath":
    case "subquery":
    case "patternComprehension":
      return [];
    case "property":
      return [tree.of];
    case "index":
      return [tree.of, tree.at];
    case "slice":
      return [tree.of, ...present(tree.from, tree.to)];
    case "unary":
    case "isNull":
    case "isTyped":
    case "cast":
    case "hasLabels":
      return [tree.operand];
    case "binary":
    case "comparison":
      return tree.operands;
    case "list":
    case "call":
      return tree.items;
    case "map":
      return tree.entries.map(({ value }) => value);
    case "listComprehension":
      return [tree.list, ...present(tree.where, tree.result)];
    case "quantifier":
      return [tree.list, tree.where];
    case "reduce":
      return [tree.initial, tree.list, tree.body];
    case "case":
      return [
        ...present(tree.operand),
        ...tree.branches.flatMap(({ when, result }) => [when, result]),
        ...present(tree.otherwise),
      ];
    case "mapProjection":
      return tree.items.flatMap((item) => (item.kind === "entry" ? [item.value] : []));
  }
}

function present(...trees: (QueryExpression | undefined)[]): QueryExpression[] {
  return trees.filter((tree) => tree !== undefined);
}
