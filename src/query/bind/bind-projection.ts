/** Binds WITH and RETURN: columns, groups and aggregates, and what ORDER BY and WHERE can see of them. */
import { type CypherFault, syntaxFault } from "../text/cypher-fault.js";
import type { Paging, Projection, ProjectionItem, QueryExpression } from "../text/tree.js";
import { type BindMode, slotExpression } from "./bind-expression.js";
import { PatternBinder } from "./bind-pattern.js";
import type {
  BoundAggregate,
  BoundAssignment,
  BoundExpression,
  BoundPaging,
  BoundProjection,
  Slot,
} from "./bound.js";
import { VariableScope } from "./scope.js";
import { INTEGER_TYPE } from "./static-type.js";
import { keyOfTree, subexpressionsOf } from "./tree-key.js";

interface Column {
  readonly name: string;
  readonly tree: QueryExpression;
  readonly offset: number;
}

export abstract class ProjectionBinder extends PatternBinder {
  /** Binds a projection, and gives the scope behind it. */
  protected projection(
    clause: Projection,
    scope: VariableScope,
  ): { bound: BoundProjection; scope: VariableScope } {
    const columns = this.#columns(clause, scope);
    const grouped = columns.some(({ tree }) => this.hasAggregate(tree));
    const aggregates: BoundAggregate[] = [];
    const after = new VariableScope([], scope.outer);
    const { keys, items } = grouped
      ? this.#groupedItems(columns, scope, after, aggregates)
      : { keys: [], items: this.#plainItems(columns, scope, after) };
    const slots = columns.map(({ name }) => after.own.get(name)!);
    const closed = grouped || clause.distinct;
    const behind = closed ? after : new VariableScope([...scope.own, ...after.own], scope.outer);
    const mode = this.#behindMode(columns, scope, after, grouped ? aggregates : undefined, closed);
    const orderBy = clause.orderBy.map(({ expression, descending }) => ({
      value: this.#sortKey(expression, behind, mode),
      descending,
    }));
    const bound: BoundProjection = {
      kind: "project",
      isReturn: clause.kind === "return",
      groups: grouped ? { keys, aggregates } : undefined,
      items,
      distinct: clause.distinct,
      slots,
      orderBy,
      ...this.limits(clause, scope),
      where: clause.where && this.predicate(clause.where, behind, { ...mode, aggregates: undefined }),
      offset: clause.start,
    };
    if (clause.kind === "with") requireAliases(clause.items);
    return { bound, scope: after };
  }

  /** SKIP and LIMIT, which may not depend on rows. */
  protected limits(paging: Paging, scope: VariableScope): Pick<BoundPaging, "skip" | "limit"> {
    return {
      skip: this.#limit("SKIP", paging.skip, scope),
      limit: this.#limit("LIMIT", paging.limit, scope),
    };
  }

  #limit(what: string, tree: QueryExpression | undefined, scope: VariableScope): BoundExpression | undefined {
    if (tree === undefined) return undefined;
    const variable = variableIn(tree);
    if (variable !== undefined) {
      if (scope.find(variable.name) === undefined) this.find(variable.name, variable.start, scope);
      const message = `${what} expected a number that is the same for all rows, got "${variable.name}"`;
      throw syntaxFault("NonConstantExpression", message, variable.start);
    }
    const bound = this.requireType(this.bind(tree, new VariableScope()), INTEGER_TYPE, what);
    const isNegative = bound.kind === "constant" && typeof bound.value === "bigint" && bound.value < 0n;
    if (isNegative)
      throw syntaxFault(
        "NegativeIntegerArgument",
        `${what} expected a number of at least 0, got ${bound.value}`,
        bound.offset,
      );
    return bound;
  }

  #columns(clause: Projection, scope: VariableScope): Column[] {
    const columns: Column[] = [];
    if (clause.star) {
      const { start, end } = clause;
      for (const name of [...scope.own.keys()].sort())
        columns.push({ name, tree: { kind: "variable", name, start, end }, offset: start });
      if (
        columns.length === 0 &&
        clause.items.length === 0 &&
        clause.kind === "return" &&
        scope.outer.size === 0
      )
        throw syntaxFault("NoVariablesInScope", "RETURN * expected a variable to return, got none", start);
    }
    for (const item of clause.items) columns.push(columnOf(item));
    const names = new Set<string>();
    for (const { name, offset } of columns) {
      if (names.has(name))
        throw syntaxFault(
          "ColumnNameConflict",
          `"${name}" expected one column of this name, got two`,
          offset,
        );
      names.add(name);
    }
    return columns;
  }

  #plainItems(columns: readonly Column[], scope: VariableScope, after: VariableScope): BoundAssignment[] {
    return columns.map(({ name, tree }) => {
      const value = this.bind(tree, scope);
      // a variable that stays what it is keeps its slot
      const kept = value.kind === "slot" && value.slot.name === name ? value.slot : undefined;
      const slot = kept ?? this.newSlot(name, value.type);
      after.own.set(name, slot);
      return { slot, value };
    });
  }

  #groupedItems(
    columns: readonly Column[],
    scope: VariableScope,
    after: VariableScope,
    aggregates: BoundAggregate[],
  ): { keys: BoundAssignment[]; items: BoundAssignment[] } {
    const keys: BoundAssignment[] = [];
    const keySlots = new Map<string, Slot>();
    const variables = new Map<string, Slot>();
    for (const { name, tree } of columns) {
      if (this.hasAggregate(tree)) continue;
      const value = this.bind(tree, scope);
      const slot = this.newSlot(name, value.type);
      keys.push({ slot, value });
      after.own.set(name, slot);
      if (tree.kind === "variable") variables.set(tree.name, slot);
      if (tree.kind === "property") keySlots.set(keyOfTree(tree), slot);
    }
    const mode: BindMode = {
      aggregates,
      argumentScope: scope,
      replace: (tree) => {
        const slot = tree.kind === "property" ? keySlots.get(keyOfTree(tree)) : undefined;
        return slot && slotExpression(slot, tree.start);
      },
      missing: (name, offset) => (scope.find(name) === undefined ? undefined : ambiguous(name, offset)),
    };
    const grouped = new VariableScope(variables, scope.outer);
    const items: BoundAssignment[] = [];
    for (const { name, tree } of columns) {
      if (!this.hasAggregate(tree)) continue;
      const value = this.bind(tree, grouped, mode);
      const slot = this.newSlot(name, value.type);
      items.push({ slot, value });
      after.own.set(name, slot);
    }
    return { keys, items };
  }

  #sortKey(tree: QueryExpression, scope: VariableScope, mode: BindMode): BoundExpression {
    const mixed = this.hasAggregate(tree);
    return this.bind(tree, scope, mixed ? mode : { ...mode, missing: undefined });
  }

  /** How ORDER BY and WHERE behind a projection are read: what is a column stands for itself. */
  #behindMode(
    columns: readonly Column[],
    before: VariableScope,
    after: VariableScope,
    aggregates: BoundAggregate[] | undefined,
    closed: boolean,
  ): BindMode {
    const slots = new Map<string, Slot>();
    const isHidden = (tree: QueryExpression): boolean => {
      if (tree.kind !== "variable") return subexpressionsOf(tree).some(isHidden);
      const now = after.own.get(tree.name);
      return now !== undefined && now !== before.find(tree.name) && !isColumn(columns, tree.name);
    };
    for (const { name, tree } of columns) {
      if (tree.kind !== "variable" && tree.kind !== "literal" && !isHidden(tree))
        slots.set(keyOfTree(tree), after.own.get(name)!);
    }
    const renamed = new Map(
      columns.flatMap(({ name, tree }) =>
        tree.kind === "variable" ? [[tree.name, after.own.get(name)!]] : [],
      ),
    );
    return {
      aggregates,
      replace: (tree) => {
        if (tree.kind === "variable") {
          const slot = closed && !after.own.has(tree.name) ? renamed.get(tree.name) : undefined;
          return slot && slotExpression(slot, tree.start);
        }
        const slot = slots.size > 0 && tree.kind !== "literal" ? slots.get(keyOfTree(tree)) : undefined;
        return slot && slotExpression(slot, tree.start);
      },
      missing: (name, offset) => {
        const isGrouped = columns.some(({ tree }) => !this.hasAggregate(tree) && mentions(tree, name));
        return isGrouped && before.find(name) !== undefined ? ambiguous(name, offset) : undefined;
      },
    };
  }
}

/** Whether a column is a variable by its own name. */
function isColumn(columns: readonly Column[], name: string): boolean {
  return columns.some(
    (column) => column.name === name && column.tree.kind === "variable" && column.tree.name === name,
  );
}

function columnOf(item: ProjectionItem): Column {
  const { expression: tree, alias, source, start: offset } = item;
  if (alias !== undefined) return { name: alias.name, tree, offset };
  if (tree.kind === "variable") return { name: tree.name, tree, offset };
  return { name: source, tree, offset };
}

function requireAliases(items: readonly ProjectionItem[]): void {
  for (const { expression, alias, source, start } of items) {
    if (alias !== undefined || expression.kind === "variable") continue;
    const message = `WITH expected AS and a name behind the expression, got ${short(source)}`;
    throw syntaxFault("NoExpressionAlias", message, start);
  }
}

function short(source: string): string {
  return source.length > 40 ? `${source.slice(0, 37)}…` : source;
}

function ambiguous(name: string, offset: number): CypherFault {
  const message = `expected beside an aggregate only what is a column of its own, got "${name}"`;
  return syntaxFault("AmbiguousAggregationExpression", message, offset);
}

function mentions(tree: QueryExpression, name: string): boolean {
  return tree.kind === "variable"
    ? tree.name === name
    : subexpressionsOf(tree).some((part) => mentions(part, name));
}

function variableIn(tree: QueryExpression): { name: string; start: number } | undefined {
  if (tree.kind === "variable") return tree;
  for (const part of subexpressionsOf(tree)) {
    const found = variableIn(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
