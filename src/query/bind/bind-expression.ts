/**
 * Binds expressions: resolves names, checks types as far as they are known, and turns sugar into what it means. Over
 * 500 lines, since the forms of expressions hold each other.
 */
import { type CypherFault, CypherFault as Fault, syntaxFault } from "../text/cypher-fault.js";
import type {
  BinaryOperator,
  CallExpression,
  MapLiteral,
  Name,
  PathPattern,
  QueryBody,
  QueryExpression,
} from "../text/tree.js";
import type { BoundAggregate, BoundBody, BoundEntry, BoundExpression, BoundMatch, Slot } from "./bound.js";
import type { AggregateDefinition, Definitions } from "./definitions.js";
import { suggestion } from "./nearest-name.js";
import type { VariableScope } from "./scope.js";
import {
  ANY_TYPE,
  BOOLEAN_TYPE,
  describeType,
  INTEGER_TYPE,
  isNever,
  listOf,
  MAP_TYPE,
  NULL_TYPE,
  PATH_TYPE,
  STRING_TYPE,
  type StaticType,
  staticType,
  TYPE_BITS,
  typeOfName,
  unionOf,
} from "./static-type.js";
import { subexpressionsOf } from "./tree-key.js";

type Of<K extends QueryExpression["kind"]> = Extract<QueryExpression, { readonly kind: K }>;

/** The parts that an expression may have at its place. */
export interface BindMode {
  /** Where aggregates go; undefined where none may be. */
  readonly aggregates?: BoundAggregate[] | undefined;
  /** The scope in which the arguments of aggregates are read, if it is another one. */
  readonly argumentScope?: VariableScope | undefined;
  /** Stands in for an expression that has been worked out already. */
  readonly replace?: ((tree: QueryExpression) => BoundExpression | undefined) | undefined;
  /** The error for a variable that cannot be seen. */
  readonly missing?: ((name: string, offset: number) => CypherFault | undefined) | undefined;
}

const LIST = staticType("LIST");
const NUMBER = staticType("NUMBER");
const TEMPORAL = ["DATE", "LOCAL TIME", "ZONED TIME", "LOCAL DATETIME", "ZONED DATETIME", "DURATION"];
const HAS_FIELDS = staticType("MAP", "NODE", "RELATIONSHIP", "POINT", ...TEMPORAL);
const INDEXED = staticType("LIST", "MAP", "NODE", "RELATIONSHIP");
const OPERANDS: Readonly<Record<string, StaticType>> = {
  "-": staticType("NUMBER", ...TEMPORAL),
  "*": staticType("NUMBER", "DURATION"),
  "/": staticType("NUMBER", "DURATION"),
  "%": NUMBER,
  "^": NUMBER,
};
/** Functions whose wrong arguments are errors of the time they run, in the words of the TCK. */
const CHECKED_LATE = /^(range|to[a-z]+|date|time|datetime|localtime|localdatetime|duration|coalesce)(\.|$)/i;

export abstract class ExpressionBinder {
  protected readonly definitions: Definitions;
  protected readonly parameters = new Set<string>();
  #slotCount = 0;

  constructor(definitions: Definitions) {
    this.definitions = definitions;
  }

  /** The match that a pattern in an expression stands for; new variables only where they may be. */
  protected abstract patternMatch(
    pattern: PathPattern,
    where: QueryExpression | undefined,
    scope: VariableScope,
    mayBind: boolean,
  ): { match: BoundMatch; scope: VariableScope };
  protected abstract subqueryBody(
    body: QueryBody,
    scope: VariableScope,
    form: "exists" | "count" | "collect",
  ): BoundBody;

  protected get slotCount(): number {
    return this.#slotCount;
  }

  protected newSlot(name: string, type: StaticType = ANY_TYPE): Slot {
    return { index: this.#slotCount++, name, type };
  }

  /** An expression that is true or false, such as that of WHERE: patterns may be part of it. */
  protected predicate(tree: QueryExpression, scope: VariableScope, mode: BindMode = {}): BoundExpression {
    const bound = this.#bind(tree, scope, mode, true);
    return this.requireType(bound, BOOLEAN_TYPE, "a predicate");
  }

  protected bind(tree: QueryExpression, scope: VariableScope, mode: BindMode = {}): BoundExpression {
    return this.#bind(tree, scope, mode, false);
  }

  protected requireType(bound: BoundExpression, wanted: StaticType, what: string): BoundExpression {
    if (!isNever(bound.type, wanted)) return bound;
    throw syntaxFault(
      "InvalidArgumentType",
      `${what} expected ${describeType(wanted)}, got ${describeType(bound.type)}`,
      bound.offset,
    );
  }

  protected find(name: string, offset: number, scope: VariableScope, mode: BindMode = {}): Slot {
    const slot = scope.find(name);
    if (slot !== undefined) return slot;
    const fault = mode.missing?.(name, offset);
    if (fault !== undefined) throw fault;
    const hint = suggestion(name, scope.all().keys());
    throw syntaxFault(
      "UndefinedVariable",
      `expected a variable that is known here, got "${name}"${hint}`,
      offset,
    );
  }

  protected aggregateOf(tree: QueryExpression): AggregateDefinition | undefined {
    return tree.kind === "call" ? this.definitions.findAggregate(tree.name) : undefined;
  }

  /** Whether there is an aggregate anywhere in an expression. */
  protected hasAggregate(tree: QueryExpression): boolean {
    return (
      this.aggregateOf(tree) !== undefined || subexpressionsOf(tree).some((part) => this.hasAggregate(part))
    );
  }

  #bind(tree: QueryExpression, scope: VariableScope, mode: BindMode, patterns: boolean): BoundExpression {
    const replaced = mode.replace?.(tree);
    if (replaced !== undefined) return replaced;
    const offset = tree.start;
    const bind = (part: QueryExpression) => this.#bind(part, scope, mode, false);
    switch (tree.kind) {
      case "literal":
        return { kind: "constant", value: tree.value, type: typeOfLiteral(tree.value), offset };
      case "parameter":
        this.parameters.add(tree.name);
        return { kind: "parameter", name: tree.name, type: ANY_TYPE, offset };
      case "variable":
        return slotExpression(this.find(tree.name, offset, scope, mode), offset);
      case "property":
        return this.#property(bind(tree.of), tree.name, offset);
      case "index":
        return this.#index(bind(tree.of), bind(tree.at), offset);
      case "slice": {
        const of = this.requireType(bind(tree.of), LIST, "a slice");
        const [from, to] = [tree.from, tree.to].map((part) => part && bind(part));
        return { kind: "slice", of, from, to, type: LIST, offset };
      }
      case "unary":
        return this.#unary(tree, scope, mode, patterns);
      case "binary":
        return this.#binary(tree, scope, mode, patterns);
      case "comparison":
        return {
          kind: "comparison",
          operands: tree.operands.map(bind),
          operators: tree.operators,
          type: BOOLEAN_TYPE,
          offset,
        };
      case "isNull":
        return {
          kind: "isNull",
          operand: bind(tree.operand),
          negated: tree.negated,
          type: BOOLEAN_TYPE,
          offset,
        };
      case "isTyped":
        return {
          kind: "isTyped",
          operand: bind(tree.operand),
          of: tree.type,
          negated: tree.negated,
          type: BOOLEAN_TYPE,
          offset,
        };
      case "cast":
        return {
          kind: "cast",
          operand: bind(tree.operand),
          to: tree.type,
          type: typeOfName(tree.type),
          offset,
        };
      case "hasLabels": {
        const operand = this.requireType(bind(tree.operand), staticType("NODE", "RELATIONSHIP"), "labels");
        return { kind: "hasLabels", operand, labels: tree.labels, type: BOOLEAN_TYPE, offset };
      }
      case "list": {
        const items = tree.items.map(bind);
        const item = items.map(({ type }) => type).reduce(unionOf, NULL_TYPE);
        return { kind: "list", items, type: listOf(items.length === 0 ? ANY_TYPE : item), offset };
      }
      case "map":
        return { kind: "map", entries: this.entries(tree, scope, mode), type: MAP_TYPE, offset };
      case "listComprehension":
        return this.#listComprehension(tree, scope, mode);
      case "quantifier":
        return this.#quantifier(tree, scope, mode);
      case "reduce":
        return this.#reduce(tree, scope, mode);
      case "call":
        return this.#call(tree, scope, mode);
      case "case":
        return this.#case(tree, scope, mode);
      case "mapProjection":
        return this.#mapProjection(tree, scope, mode);
      case "subquery": {
        const body = this.subqueryBody(tree.body, scope, tree.form);
        const type = { exists: BOOLEAN_TYPE, count: INTEGER_TYPE, collect: LIST }[tree.form];
        return { kind: "subquery", form: tree.form, body, type, offset };
      }
      case "patternPredicate": {
        if (!patterns) throw patternRefused(offset);
        const { match } = this.patternMatch(tree.pattern, undefined, scope, false);
        return { kind: "patternExists", match, type: BOOLEAN_TYPE, offset };
      }
      case "patternComprehension": {
        const inner = this.patternMatch(tree.pattern, tree.where, scope, true);
        const result = this.#bind(tree.result, inner.scope, this.#inner(mode), false);
        return { kind: "patternCollect", match: inner.match, result, type: listOf(result.type), offset };
      }
      case "shortestPath": {
        const variable: Name = { name: " path", start: tree.start, end: tree.start };
        const inner = this.patternMatch({ ...tree.pattern, variable }, undefined, scope, false);
        const all = tree.pattern.shortest === "allShortestPaths";
        const slot = inner.match.paths[0]!.slot!;
        const type = all ? listOf(PATH_TYPE) : PATH_TYPE;
        return { kind: "shortestPath", match: inner.match, all, slot, type, offset };
      }
    }
  }

  /** Where no aggregate may be since something is done again and again. */
  #inner(mode: BindMode): BindMode {
    return { ...mode, aggregates: undefined };
  }

  #property(of: BoundExpression, name: string, offset: number): BoundExpression {
    if (isNever(of.type, HAS_FIELDS)) {
      const message = `"${name}" expected an attribute of a node, a relationship or a map, got one of ${describeType(of.type)}`;
      const type = of.type.mask === PATH_TYPE.mask ? "SyntaxError" : "TypeError";
      throw new Fault(type, "compile", "InvalidArgumentType", message, offset);
    }
    return { kind: "property", of, name, type: ANY_TYPE, offset };
  }

  #index(of: BoundExpression, at: BoundExpression, offset: number): BoundExpression {
    if (isNever(of.type, INDEXED)) {
      const message = `[ ] expected a list, a map or an element before it, got ${describeType(of.type)}`;
      throw new Fault("TypeError", "compile", "InvalidArgumentType", message, offset);
    }
    const type = of.type.mask === TYPE_BITS.LIST ? (of.type.item ?? ANY_TYPE) : ANY_TYPE;
    return { kind: "index", of, at, type, offset };
  }

  #unary(tree: Of<"unary">, scope: VariableScope, mode: BindMode, patterns: boolean): BoundExpression {
    const offset = tree.start;
    const operand = this.#bind(tree.operand, scope, mode, patterns && tree.operator === "NOT");
    if (tree.operator === "NOT") {
      return {
        kind: "not",
        operand: this.requireType(operand, BOOLEAN_TYPE, "NOT"),
        type: BOOLEAN_TYPE,
        offset,
      };
    }
    const wanted = staticType("NUMBER", "DURATION");
    const kind = tree.operator === "-" ? "negate" : "plus";
    return { kind, operand: this.requireType(operand, wanted, tree.operator), type: operand.type, offset };
  }

  #binary(tree: Of<"binary">, scope: VariableScope, mode: BindMode, patterns: boolean): BoundExpression {
    const { operators, start: offset } = tree;
    const first = operators[0]!;
    const isLogic = first === "AND" || first === "OR" || first === "XOR";
    const operands = tree.operands.map((part) => this.#bind(part, scope, mode, patterns && isLogic));
    if (isLogic) {
      for (const operand of operands) this.requireType(operand, BOOLEAN_TYPE, first);
      return { kind: "logic", operator: first, operands, type: BOOLEAN_TYPE, offset };
    }
    let { type } = operands[0]!;
    for (const [i, operator] of operators.entries()) {
      type = this.#typeOfBinary(operator, { ...operands[i]!, type }, operands[i + 1]!);
    }
    return { kind: "chain", operands, operators: operators as never, type, offset };
  }

  #typeOfBinary(operator: BinaryOperator, left: BoundExpression, right: BoundExpression): StaticType {
    if (operator === "IN") {
      this.requireType(right, LIST, "IN");
      return BOOLEAN_TYPE;
    }
    if (operator in OPERANDS) {
      this.requireType(left, OPERANDS[operator]!, operator);
      this.requireType(right, OPERANDS[operator]!, operator);
    } else if (operator !== "+" && operator !== "||") return BOOLEAN_TYPE;
    return typeOfArithmetic(operator, left.type, right.type);
  }

  /** The entries of a map; a name that stands twice counts where it stands last. */
  protected entries(tree: MapLiteral, scope: VariableScope, mode: BindMode = {}): BoundEntry[] {
    return tree.entries.map(({ name, value }) => ({
      name: name.name,
      value: this.#bind(value, scope, mode, false),
    }));
  }

  /** The list that is iterated, as a slot for one of its items. */
  #itemOf(list: BoundExpression, variable: Name): Slot {
    this.requireType(list, LIST, `"${variable.name}"`);
    const isList = list.type.mask === TYPE_BITS.LIST;
    return this.newSlot(variable.name, isList ? (list.type.item ?? ANY_TYPE) : ANY_TYPE);
  }

  #listComprehension(tree: Of<"listComprehension">, scope: VariableScope, mode: BindMode): BoundExpression {
    const list = this.#bind(tree.list, scope, mode, false);
    const slot = this.#itemOf(list, tree.variable);
    const [inner, innerMode] = [scope.with([slot]), this.#local(mode, tree.variable.name)];
    const where = tree.where && this.#bind(tree.where, inner, innerMode, true);
    if (where !== undefined) this.requireType(where, BOOLEAN_TYPE, "WHERE");
    const result = tree.result && this.#bind(tree.result, inner, innerMode, false);
    const type = listOf(result?.type ?? slot.type);
    return { kind: "listComprehension", slot, list, where, result, type, offset: tree.start };
  }

  /** Within the reach of a variable of its own, nothing that mentions it has been worked out before. */
  #local(mode: BindMode, ...names: string[]): BindMode {
    const { replace } = mode;
    const mentions = (tree: QueryExpression): boolean =>
      tree.kind === "variable" ? names.includes(tree.name) : subexpressionsOf(tree).some(mentions);
    return {
      ...this.#inner(mode),
      replace: replace && ((tree) => (mentions(tree) ? undefined : replace(tree))),
    };
  }

  #quantifier(tree: Of<"quantifier">, scope: VariableScope, mode: BindMode): BoundExpression {
    const list = this.#bind(tree.list, scope, mode, false);
    const slot = this.#itemOf(list, tree.variable);
    const where = this.#bind(tree.where, scope.with([slot]), this.#local(mode, tree.variable.name), true);
    this.requireType(where, BOOLEAN_TYPE, "WHERE");
    const { quantifier, start: offset } = tree;
    return { kind: "quantifier", quantifier, slot, list, where, type: BOOLEAN_TYPE, offset };
  }

  #reduce(tree: Of<"reduce">, scope: VariableScope, mode: BindMode): BoundExpression {
    const initial = this.#bind(tree.initial, scope, mode, false);
    const list = this.#bind(tree.list, scope, mode, false);
    const slot = this.#itemOf(list, tree.variable);
    const accumulator = this.newSlot(tree.accumulator.name);
    const inner = this.#local(mode, tree.variable.name, tree.accumulator.name);
    const body = this.#bind(tree.body, scope.with([accumulator, slot]), inner, false);
    return { kind: "reduce", accumulator, initial, slot, list, body, type: ANY_TYPE, offset: tree.start };
  }

  #case(tree: Of<"case">, scope: VariableScope, mode: BindMode): BoundExpression {
    const operand = tree.operand && this.#bind(tree.operand, scope, mode, false);
    const branches = tree.branches.map(({ when, result }) => ({
      when: this.#bind(when, scope, mode, operand === undefined),
      result: this.#bind(result, scope, mode, false),
    }));
    const otherwise = tree.otherwise && this.#bind(tree.otherwise, scope, mode, false);
    const types = branches.map(({ result }) => result.type);
    const type = types.reduce(unionOf, otherwise?.type ?? NULL_TYPE);
    return { kind: "case", operand, branches, otherwise, type, offset: tree.start };
  }

  #mapProjection(tree: Of<"mapProjection">, scope: VariableScope, mode: BindMode): BoundExpression {
    const of = this.#bind({ kind: "variable", ...tree.of }, scope, mode, false);
    this.requireType(of, staticType("MAP", "NODE", "RELATIONSHIP"), "{ }");
    const items = tree.items.map((item): BoundEntry | undefined => {
      if (item.kind === "all") return undefined;
      const { name, start: offset } = item;
      if (item.kind === "attribute") return { name, value: this.#property(of, name, offset) };
      if (item.kind === "entry") return { name, value: this.#bind(item.value, scope, mode, false) };
      return {
        name,
        value: this.#bind({ kind: "variable", name, start: offset, end: item.end }, scope, mode, false),
      };
    });
    return { kind: "mapProjection", of, items, type: MAP_TYPE, offset: tree.start };
  }

  #call(tree: CallExpression, scope: VariableScope, mode: BindMode): BoundExpression {
    const offset = tree.start;
    if (tree.name.toLowerCase() === "exists" && tree.items.length === 1) {
      const operand = this.#bind(tree.items[0]!, scope, mode, true);
      if (operand.kind === "patternExists") return operand;
      return { kind: "isNull", operand, negated: true, type: BOOLEAN_TYPE, offset };
    }
    const aggregate = this.definitions.findAggregate(tree.name);
    if (aggregate !== undefined) return this.#aggregate(tree, aggregate, scope, mode);
    const spec = this.definitions.findFunction(tree.name);
    if (spec === undefined) {
      const hint = suggestion(tree.name, this.definitions.functionNames());
      throw syntaxFault(
        "UnknownFunction",
        `expected a function that is known, got "${tree.name}"${hint}`,
        offset,
      );
    }
    this.#checkCount(tree, spec);
    const items = tree.items.map((item) => this.#bind(item, scope, mode, false));
    this.#checkTypes(tree, items, spec.parameterTypes);
    return { kind: "call", spec, items, type: spec.resultType, offset };
  }

  #checkCount(
    tree: CallExpression,
    spec: { minArguments: number; maxArguments: number; name: string },
  ): void {
    const { minArguments: min, maxArguments: max } = spec;
    const got = tree.items.length;
    if (!tree.star && !tree.distinct && got >= min && got <= max) return;
    if (tree.star || tree.distinct) {
      const what = tree.star ? "*" : "DISTINCT";
      throw syntaxFault(
        "UnexpectedSyntax",
        `"${spec.name}" expected no ${what}, as it is no aggregate`,
        tree.start,
      );
    }
    const wanted =
      min === max ? `${min}` : max === Number.POSITIVE_INFINITY ? `at least ${min}` : `${min} to ${max}`;
    const noun = wanted === "1" ? "argument" : "arguments";
    throw syntaxFault(
      "InvalidNumberOfArguments",
      `"${spec.name}" expected ${wanted} ${noun}, got ${got}`,
      tree.start,
    );
  }

  #checkTypes(tree: CallExpression, items: readonly BoundExpression[], types: readonly StaticType[]): void {
    if (CHECKED_LATE.test(tree.name)) return;
    for (const [i, item] of items.entries()) {
      const wanted = types[Math.min(i, types.length - 1)];
      if (wanted !== undefined) this.requireType(item, wanted, `"${tree.name}"`);
    }
  }

  #aggregate(
    tree: CallExpression,
    spec: AggregateDefinition,
    scope: VariableScope,
    mode: BindMode,
  ): BoundExpression {
    const offset = tree.start;
    if (mode.aggregates === undefined) {
      const message = `expected no aggregate here, got "${tree.name}"; use WITH to aggregate first`;
      throw syntaxFault("InvalidAggregation", message, offset);
    }
    if (!tree.star) this.#checkCount({ ...tree, distinct: false }, spec);
    else if (spec.name.toLowerCase() !== "count")
      throw syntaxFault("UnexpectedSyntax", `"${tree.name}" expected an expression, got *`, offset);
    for (const item of tree.items) {
      if (this.hasAggregate(item))
        throw syntaxFault("NestedAggregation", `"${tree.name}" expected no aggregate within it`, item.start);
      if (isRandom(item))
        throw syntaxFault(
          "NonConstantExpression",
          `"${tree.name}" expected no random number within it`,
          item.start,
        );
    }
    const items = tree.items.map((item) => this.#bind(item, mode.argumentScope ?? scope, {}, false));
    this.#checkTypes(tree, items, spec.parameterTypes);
    const slot = this.newSlot(` ${tree.name}`, spec.resultType);
    mode.aggregates.push({ slot, spec, distinct: tree.distinct, star: tree.star, items, offset });
    return slotExpression(slot, offset);
  }
}

export function slotExpression(slot: Slot, offset: number): BoundExpression {
  return { kind: "slot", slot, type: slot.type, offset };
}

function isRandom(tree: QueryExpression): boolean {
  if (tree.kind === "call" && /^(rand|randomuuid)$/i.test(tree.name)) return true;
  return subexpressionsOf(tree).some(isRandom);
}

function patternRefused(offset: number): CypherFault {
  const message = "expected a value, got a pattern: it may stand in WHERE, or within exists( ) or EXISTS { }";
  return syntaxFault("UnexpectedSyntax", message, offset);
}

function typeOfLiteral(value: null | boolean | bigint | number | string): StaticType {
  if (value === null) return NULL_TYPE;
  if (typeof value === "boolean") return BOOLEAN_TYPE;
  if (typeof value === "bigint") return INTEGER_TYPE;
  return typeof value === "number" ? staticType("FLOAT") : STRING_TYPE;
}

/** INTEGER, FLOAT or STRING where both sides are known to be so; else any. */
function typeOfArithmetic(
  operator: string,
  { mask: left }: StaticType,
  { mask: right }: StaticType,
): StaticType {
  const both = left | right;
  if (left === 0 || right === 0) return NULL_TYPE;
  if ((both & ~NUMBER.mask) === 0) {
    if (operator === "^") return staticType("FLOAT");
    if (left === TYPE_BITS.FLOAT || right === TYPE_BITS.FLOAT) return staticType("FLOAT");
    return { mask: both };
  }
  return both === TYPE_BITS.STRING && operator !== "-" ? STRING_TYPE : ANY_TYPE;
}
